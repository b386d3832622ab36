//! Who publishes what, where and when: read once, refused while anything is missing or a placeholder.

use crate::config::Publish;
use crate::error::{Error, Result};
use crate::rdf::iri::DEFAULT_BASE;
use crate::validity::is_day;
use oxigraph::model::{Literal, NamedNode, Term};
use std::path::PathBuf;

/// Labels of host names that stand for "somewhere else" (RFC 2606, RFC 6761, and ours).
const RESERVED: &[&str] = &["example", "eksempel", "invalid", "localhost", "test"];
/// Words that stand for "fill this in".
const FILLERS: &[&str] = &[
    "example",
    "eksempel",
    "placeholder",
    "plassholder",
    "changeme",
    "change-me",
    "todo",
    "fixme",
    "lorem ipsum",
    "your name",
    "ditt navn",
];
/// Organisation numbers that are nobody's.
const FILLER_NUMBERS: &[&str] = &["000000000", "111111111", "123456789", "987654321", "999999999"];

/// What is the same in every document of a publication.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Publication {
    /// What the published IRIs begin with; ends with `/`.
    pub base: String,
    /// The organisation that publishes.
    pub publisher: NamedNode,
    /// Its name.
    pub publisher_name: String,
    /// Who answers for the data.
    pub contact_name: String,
    /// Where to write to them.
    pub contact_email: String,
    /// The release, such as "2026.1".
    pub release: String,
    /// The day of the release; a server may do without.
    pub date: Option<String>,
    /// The folder of the release before.
    pub previous: Option<PathBuf>,
    /// Whether a server answers at the base, and not only files.
    pub served: bool,
}

impl Publication {
    /// What is to be released: all of it, and the day.
    pub fn of_release(settings: &Publish) -> Result<Self> {
        Self::read(settings, true)
    }

    /// What a server tells: nothing when nobody is named as publisher. Without a release, it is this version of the program's.
    pub fn of_server(settings: &Publish) -> Result<Option<Self>> {
        let named = [&settings.publisher, &settings.publisher_name, &settings.contact_name, &settings.contact_email];
        if named.iter().all(|setting| setting.as_deref().unwrap_or_default().is_empty()) {
            return Ok(None);
        }
        let release = settings.release.clone().unwrap_or_else(|| env!("CARGO_PKG_VERSION").to_owned());
        Self::read(&Publish { release: Some(release), ..settings.clone() }, false).map(Some)
    }

    /// The same where nothing but files stand at the base.
    #[must_use]
    pub fn without_server(self) -> Self {
        Self { served: false, ..self }
    }

    fn read(settings: &Publish, day_needed: bool) -> Result<Self> {
        let mut problems = Vec::new();
        let mut take = |name: &str, value: &Option<String>, check: fn(&str) -> Option<String>| -> String {
            let value = value.as_deref().unwrap_or_default().trim().to_owned();
            let problem = if value.is_empty() { Some("is missing".to_owned()) } else { check(&value) };
            problems.extend(problem.map(|problem| format!("{name} {problem}")));
            value
        };
        let base = settings.base.clone().or_else(|| Some(DEFAULT_BASE.to_owned()));
        let base = take("base", &base, base_problem);
        let publisher = take("publisher", &settings.publisher, publisher_problem);
        let publisher_name = take("publisher_name", &settings.publisher_name, filler);
        let contact_name = take("contact_name", &settings.contact_name, filler);
        let contact_email = take("contact_email", &settings.contact_email, email_problem);
        let release = take("release", &settings.release, release_problem);
        let date = settings.date.as_deref().is_some_and(|date| !date.is_empty()) || day_needed;
        let date = date.then(|| take("date", &settings.date, date_problem));
        if !problems.is_empty() {
            return Err(Error::PublicationIncomplete { problems });
        }
        let publisher = NamedNode::new_unchecked(publisher); // it was parsed above
        let previous = settings.previous.clone();
        Ok(Self { base, publisher, publisher_name, contact_name, contact_email, release, date, previous, served: true })
    }

    /// The parameters of the queries in `ontology/publish/`; a day that is not known is the empty text.
    pub fn bindings(&self) -> Vec<(String, Term)> {
        let text = |text: &str| Term::from(Literal::from(text));
        let bindings = [
            ("base", text(&self.base)),
            ("publisher", self.publisher.clone().into()),
            ("publisher_name", text(&self.publisher_name)),
            ("contact_name", text(&self.contact_name)),
            ("contact_email", text(&self.contact_email)),
            ("release", text(&self.release)),
            ("date", text(self.date.as_deref().unwrap_or_default())),
            ("served", Literal::from(self.served).into()),
            ("software", text(env!("CARGO_PKG_VERSION"))),
        ];
        bindings.map(|(name, value)| (name.to_owned(), value)).into()
    }
}

/// The host of a web address.
fn host(iri: &str) -> Option<&str> {
    let rest = iri.strip_prefix("https://").or_else(|| iri.strip_prefix("http://"))?;
    let authority = rest.split(['/', '?', '#']).next()?;
    let host = authority.rsplit('@').next()?.split(':').next()?;
    (!host.is_empty()).then_some(host)
}

fn is_reserved(host: &str) -> bool {
    host.to_lowercase().split('.').any(|label| RESERVED.contains(&label))
}

fn filler(text: &str) -> Option<String> {
    let lower = text.to_lowercase();
    let filled_in = lower.chars().any(char::is_alphabetic) && !text.contains(['<', '>', '…']) && !text.contains("...");
    (!filled_in || FILLERS.iter().any(|word| lower.contains(word))).then(|| format!("is a placeholder (`{text}`)"))
}

fn base_problem(text: &str) -> Option<String> {
    let whole = NamedNode::new(text).is_ok() && host(text).is_some() && text.ends_with('/') && !text.contains(['?', '#']);
    (!whole).then(|| format!("is not a web address that ends with / (`{text}`)"))
}

fn publisher_problem(text: &str) -> Option<String> {
    let Some(host) = host(text).filter(|_| NamedNode::new(text).is_ok()) else {
        return Some(format!("is not the IRI of an organisation (`{text}`)"));
    };
    let nobody = is_reserved(host) || FILLER_NUMBERS.iter().any(|number| text.contains(number));
    if nobody { Some(format!("is a placeholder (`{text}`)")) } else { filler(text) }
}

fn email_problem(text: &str) -> Option<String> {
    let whole = |local: &str, domain: &str| {
        let allowed = |c: char| c.is_ascii_alphanumeric() || "!$&'*+-/=_~.".contains(c);
        !local.is_empty()
            && local.chars().all(allowed)
            && domain.contains('.')
            && !domain.contains("..")
            && domain.chars().all(|c| c.is_alphanumeric() || c == '-' || c == '.')
    };
    let Some((_, domain)) = text.split_once('@').filter(|(local, domain)| whole(local, domain)) else {
        return Some(format!("is not an address (`{text}`)"));
    };
    if is_reserved(domain) { Some(format!("is a placeholder (`{text}`)")) } else { filler(text) }
}

fn release_problem(text: &str) -> Option<String> {
    let plain =
        text.starts_with(|c: char| c.is_ascii_alphanumeric()) && text.chars().all(|c| c.is_ascii_alphanumeric() || "._-".contains(c));
    (!plain).then(|| format!("is not a version such as 2026.1 (`{text}`)"))
}

/// The tables' dates are Excel's, which begin in 1900.
fn date_problem(text: &str) -> Option<String> {
    let datable = is_day(text) && ("1900".."9999-12-32").contains(&text);
    (!datable).then(|| format!("is not a day from 1900 on, such as 2026-11-22 (`{text}`)"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn settings() -> Publish {
        let text = |text: &str| Some(text.to_owned());
        Publish {
            publisher: text("https://organization-catalog.fellesdatakatalog.digdir.no/organizations/991825827"),
            publisher_name: text("Digitaliseringsdirektoratet"),
            contact_name: text("Datateamet"),
            contact_email: text("data@digdir.no"),
            release: text("2026.1"),
            date: text("2026-11-22"),
            ..Publish::default()
        }
    }

    #[test]
    fn placeholders_are_refused_by_name() {
        assert_eq!(Publication::of_release(&settings()).expect("details").base, DEFAULT_BASE);
        let text = |text: &str| Some(text.to_owned());
        let cases = [
            ("publisher", Publish { publisher: text("https://example.org/org"), ..settings() }),
            ("publisher", Publish { publisher: text("https://data.brreg.no/enhetsregisteret/api/enheter/123456789"), ..settings() }),
            ("publisher", Publish { publisher: text("Digdir"), ..settings() }),
            ("publisher", Publish { publisher: None, ..settings() }),
            ("publisher_name", Publish { publisher_name: text("<name>"), ..settings() }),
            ("date", Publish { date: text("1899-12-31"), ..settings() }),
            ("date", Publish { date: text("2026-02-30"), ..settings() }),
            ("contact_name", Publish { contact_name: text("TO-DO").map(|name| name.replace('-', "")), ..settings() }),
            ("contact_email", Publish { contact_email: text("data@example.com"), ..settings() }),
            ("contact_email", Publish { contact_email: text("data"), ..settings() }),
            ("contact_email", Publish { contact_email: text("a b@c.no"), ..settings() }),
            ("release", Publish { release: text("../1"), ..settings() }),
            ("date", Publish { date: None, ..settings() }),
            ("date", Publish { date: text("22.11.2026"), ..settings() }),
            ("base", Publish { base: text("https://data.digdir.no/x"), ..settings() }),
        ];
        for (name, settings) in cases {
            match Publication::of_release(&settings) {
                Err(Error::PublicationIncomplete { problems }) => {
                    assert!(problems.len() == 1 && problems[0].starts_with(&format!("{name} ")), "{problems:?}");
                }
                other => panic!("{name}: {other:?}"),
            }
        }
    }

    #[test]
    fn a_server_without_publisher_publishes_nothing() {
        assert_eq!(Publication::of_server(&Publish::default()).expect("nothing"), None);
        let without_day = Publish { date: None, release: None, ..settings() };
        let publication = Publication::of_server(&without_day).expect("details").expect("a publication");
        assert_eq!((publication.release.as_str(), publication.date), (env!("CARGO_PKG_VERSION"), None));
        assert!(Publication::of_server(&Publish { contact_name: None, ..settings() }).is_err());
    }
}
