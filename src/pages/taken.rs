//! What a reader takes home from the page of a question: files, a reference, the address, the query, and how to ask it elsewhere.

use super::frame::{Form, Frame};
use super::question::with_values;
use super::recipes::{self, Recipe};
use super::{Visit, query_string};
use crate::questions::Question;
use crate::rdf::format::CSV;
use crate::sparql::Request;

/// The formats that answers are taken home in: extension and word.
const DOWNLOADS: [(&str, &str); 6] = [
    ("xlsx", "download.xlsx"),
    ("excel-csv", "download.excel-csv"),
    ("csv", "download.csv"),
    ("json", "download.json"),
    ("tsv", "download.tsv"),
    ("md", "download.md"),
];
/// Those that a copy without a server has: for the question as it is asked first, and for the other choices.
const IN_COPY: (&[&str], &[&str]) = (&["xlsx", "excel-csv", "csv", "json"], &["xlsx", "csv"]);
/// Formats that programs find by themselves.
const ALTERNATES: [(&str, &str); 2] = [("json", "application/sparql-results+json"), ("csv", CSV)];

/// A file to take home.
pub(super) struct Download {
    pub(super) href: String,
    pub(super) label: &'static str,
}

pub(super) struct Taken {
    pub(super) downloads: Vec<Download>,
    pub(super) cites: Vec<Download>,
    /// The permanent address, as it is passed on.
    pub(super) address: String,
    pub(super) address_href: String,
    pub(super) query_href: String,
    pub(super) recipes: Vec<Recipe>,
    /// How to ask the same at the command line, in a copy without a server.
    pub(super) command: Option<String>,
    alternates: Vec<(&'static str, String)>,
}

impl Taken {
    /// What a page with these values has; `explained` when each row comes with its evidence.
    pub(super) fn of(
        frame: &Frame<'_>,
        visit: &Visit,
        question: &Question,
        request: &Request,
        values: &[(String, String)],
        explained: bool,
    ) -> Self {
        let (site, name, fixed) = (frame.site, &question.name, frame.fixed());
        let asked = values.iter().map(|(name, value)| (name.as_str(), value.as_str()));
        let day = ["as-of", "names"].into_iter().filter_map(|name| Some((name, visit.parameter(name)?)));
        let asked: Vec<(&str, &str)> = asked.chain(day).collect();
        let path = |extension: &str, more: Option<(&'static str, &'static str)>| {
            let lang = [("lang", frame.tag())];
            let why = (explained && fixed.is_none() && more.is_none()).then_some(("why", "true"));
            format!("/questions/{name}{extension}{}", query_string(asked.iter().copied().chain(lang).chain(why).chain(more)))
        };
        let offered = |extension: &str| match fixed {
            None => true,
            Some(_) => if asked.is_empty() { IN_COPY.0 } else { IN_COPY.1 }.contains(&extension),
        };
        let file = |(extension, key)| Download { href: path(&format!(".{extension}"), None), label: frame.t(key) };
        let cite = |(style, key)| Download { href: path("", Some(("cite", style))), label: frame.t(key) };
        let cited = site.is_built_in() && fixed.is_none();
        let query = query_string(asked.iter().copied());
        // Only the question as it is asked first has a page in a copy that leads to all languages.
        let address_href = match fixed {
            Some(_) if !asked.is_empty() => frame.href(&format!("/questions/{name}{query}")),
            Some(_) => format!("/questions/{name}"),
            None => format!("{}/questions/{name}{query}", visit.origin),
        };
        let address = match fixed {
            Some(_) if !asked.is_empty() => site.whole(&visit.origin, &address_href),
            _ => format!("{}/questions/{name}{query}", visit.origin),
        };
        let query_href = match fixed {
            Some(_) => format!("/questions/{name}.rq"),
            None => frame.href(&format!("/sparql{}", query_string([("query", with_values(question, &request.bindings).as_str())]))),
        };
        let alternates = ALTERNATES.into_iter().filter(|(extension, _)| offered(extension));
        Self {
            downloads: DOWNLOADS.into_iter().filter(|(extension, _)| offered(extension)).map(file).collect(),
            cites: [("text", "cite.text"), ("bibtex", "cite.bibtex")].into_iter().filter(|_| cited).map(cite).collect(),
            address,
            address_href,
            query_href,
            recipes: recipes::of(&site.whole(&visit.origin, &path(".csv", None))),
            command: fixed.map(|_| command(frame, question, values)),
            alternates: alternates.map(|(extension, media_type)| (media_type, path(&format!(".{extension}"), None))).collect(),
        }
    }

    /// The answer in other forms.
    pub(super) fn forms(&self) -> Vec<Form> {
        self.alternates.iter().map(|(media_type, href)| Form { media_type, href: href.clone() }).collect()
    }
}

/// The question at the command line, with every value written out.
fn command(frame: &Frame<'_>, question: &Question, values: &[(String, String)]) -> String {
    let mut command = format!("samstyr ask {}", question.name);
    for parameter in &question.parameters {
        let given = values.iter().find(|(name, _)| *name == parameter.name).map(|(_, value)| value.clone());
        let value = given.unwrap_or_else(|| parameter.example_text(&frame.site.base));
        let plain = value.chars().all(|c| c.is_ascii_alphanumeric() || "-._/:".contains(c));
        let quote = if plain { "" } else { "'" };
        command.push_str(&format!(" {quote}{}={}{quote}", parameter.name, value.replace('\'', "'\\''")));
    }
    command + " --why --lang " + frame.tag()
}
