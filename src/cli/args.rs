//! Arguments that several commands share.

use super::output;
use crate::citation::Style;
use crate::config::{Config, Publish};
use crate::error::{Error, Result, count};
use crate::ingest;
use crate::ingest::sheet::Sheet;
use crate::ingest::sources::Sources;
use crate::net::Policy;
use crate::questions::{Language, Question};
use crate::rdf::format::Format;
use crate::sparql::{Endpoint, Services, Source};
use crate::store::{FETCH, Store};
use crate::validity::{self, Moment};
use clap::Args;
use clap::builder::PossibleValuesParser;
use oxigraph::model::Quad;
use std::path::{Path, PathBuf};
use std::time::Duration;

/// Hosts of one's own, with commas between them.
const NET_ALLOW: &str = "SAMSTYR_NET_ALLOW";

/// Where the graph comes from.
#[derive(Args)]
pub(super) struct GraphArgs {
    /// RDF files to read instead of the built-in graph
    #[arg(long, value_name = "FILE", num_args = 1..)]
    data: Vec<PathBuf>,
    /// SPARQL endpoint to ask instead of the built-in graph
    #[arg(long, value_name = "URL", conflicts_with = "data")]
    endpoint: Option<String>,
}

impl GraphArgs {
    /// What is asked, and what to say of that: an endpoint, or a graph here, at a moment or as it is.
    pub(super) fn source(&self, moment: Option<&Moment>, timeout: Option<Duration>) -> Result<(Source, Option<String>)> {
        match (&self.endpoint, moment) {
            (Some(address), None) => Ok((Source::Endpoint(Endpoint::new(address)?), None)),
            _ => self.view("`--as-of`", moment, timeout).map(|(store, note)| (Source::Store(store), note)),
        }
    }

    /// The graph for our own engine; `what` needs it whole. That of an endpoint is fetched.
    pub(super) fn open(&self, what: &str, timeout: Option<Duration>) -> Result<Store> {
        match &self.endpoint {
            Some(address) => {
                let quads = fetch(address, timeout)?;
                output::note(&format!(
                    "{what} goes through the whole graph with our own engine, so it was fetched: {}",
                    count(quads.len(), "quad")
                ));
                Store::of(quads)
            }
            None if self.data.is_empty() => Store::built_in(),
            None => Store::from_files(&self.data),
        }
    }

    /// The same for a reference, which names the graph by its hash.
    pub(super) fn lasting(&self, what: &str) -> Result<Store> {
        if self.endpoint.is_some() {
            return Err(Error::RequestInvalid {
                problem: format!("{what} names a graph by its hash, and what an endpoint holds has none that lasts"),
                hint: FETCH,
            });
        }
        self.open(what, None)
    }

    /// The graph as it was at the moment, and what to say of that.
    pub(super) fn view(&self, what: &str, moment: Option<&Moment>, timeout: Option<Duration>) -> Result<(Store, Option<String>)> {
        let store = self.open(what, timeout)?;
        match moment {
            None => Ok((store, None)),
            Some(moment) => validity::view(&store, moment, timeout).map(|view| (view.store, Some(view.note))),
        }
    }
}

/// All that an endpoint holds.
pub(super) fn fetch(address: &str, timeout: Option<Duration>) -> Result<Vec<Quad>> {
    Endpoint::new(address)?.whole(timeout)
}

/// Which endpoints SERVICE may ask.
#[derive(Args)]
pub(super) struct ServiceArgs {
    /// Let SERVICE in a query ask this host, by name or address; HOST:PORT for one port only [default: `[net] allow` of samstyr.toml]
    #[arg(long = "allow-host", value_name = "HOST", env = "SAMSTYR_NET_ALLOW", value_delimiter = ',', hide_env_values = true)]
    allowed: Vec<String>,
}

impl ServiceArgs {
    /// Those on the hosts given, else on those of the configuration.
    pub(super) fn services(&self, config: Option<&Path>) -> Result<Services> {
        let given: Vec<String> = self.allowed.iter().filter(|host| !host.is_empty()).cloned().collect();
        let (hosts, place) = if given.is_empty() { (Config::read(config)?.net.allow, "`[net] allow`") } else { (given, "`--allow-host`") };
        Policy::default().allow(hosts, place).map(Services::on)
    }
}

/// The day the graph is looked at.
#[derive(Args)]
pub(super) struct TimeArgs {
    /// Only what was valid on this day, such as 2020-09-14
    #[arg(long, value_name = "DATE")]
    as_of: Option<String>,
    /// Names of organisations: those of that day, or those of today [default: then]
    #[arg(long, value_parser = ["then", "now"], requires = "as_of")]
    names: Option<String>,
}

impl TimeArgs {
    pub(super) fn moment(&self) -> Result<Option<Moment>> {
        Moment::read(self.as_of.as_deref(), self.names.as_deref())
    }
}

/// How a named question is asked.
#[derive(Args)]
pub(super) struct QuestionArgs {
    /// Parameters: a key or an IRI, such as `bearer=no-ks`
    #[arg(value_name = "NAME=VALUE")]
    values: Vec<String>,
    #[command(flatten)]
    pub(super) graph: GraphArgs,
    #[command(flatten)]
    pub(super) output: OutputArgs,
    #[command(flatten)]
    pub(super) language: LanguageArgs,
    #[command(flatten)]
    pub(super) time: TimeArgs,
}

impl QuestionArgs {
    /// The parameters; a day that the question asks for and nobody gives is that of the moment.
    pub(super) fn values(&self, question: &Question, moment: Option<&Moment>) -> Result<Vec<(String, String)>> {
        let split = |text: &String| match text.split_once('=') {
            Some((name, value)) => Ok((name.to_owned(), value.to_owned())),
            None => Err(Error::RequestInvalid {
                problem: format!("`{text}` is not a parameter"),
                hint: "write name=value, such as bearer=no-ks",
            }),
        };
        let values = self.values.iter().map(split).collect::<Result<Vec<_>>>()?;
        Ok(match moment {
            Some(moment) => question.on_day(values, &moment.day),
            None => values,
        })
    }
}

/// A reference in place of the answer.
#[derive(Args)]
pub(super) struct CiteArgs {
    /// Print a reference to the answer instead: text or bibtex [default when given: text]
    #[arg(long, value_name = "STYLE", num_args = 0..=1, default_missing_value = "text", value_parser = Style::NAMES, conflicts_with = "format")]
    cite: Option<String>,
    /// The day in the reference [default: today]
    #[arg(long, value_name = "DATE", requires = "cite")]
    date: Option<String>,
}

impl CiteArgs {
    /// The style and the day, if a reference is asked for.
    pub(super) fn wanted(self) -> Option<(Style, Option<String>)> {
        let style = self.cite.as_deref().and_then(Style::from_name)?;
        Some((style, self.date))
    }
}

/// The documents' texts, and the fact sheets that quote them.
#[derive(Args)]
pub(super) struct TextsArgs {
    /// Folder with the texts, under the file names that the fact sheets give
    #[arg(value_name = "DIR")]
    pub(super) folder: PathBuf,
    /// Folder with `ontology/` and `data/` [default: here when they are here, else the ones built in]
    #[arg(long, value_name = "DIR")]
    root: Option<PathBuf>,
}

impl TextsArgs {
    fn root(&self) -> Option<&Path> {
        let here = Path::new(".");
        let is_root = here.join("ontology/samstyr.ttl").is_file() && here.join("data").is_dir();
        self.root.as_deref().or_else(|| is_root.then_some(here))
    }

    pub(super) fn sheets(&self) -> Result<Vec<Sheet>> {
        ingest::read_sheets(&match self.root() {
            Some(root) => Sources::open(root)?,
            None => Sources::built_in()?,
        })
    }

    /// What the sheets are called in a sentence.
    pub(super) fn sheets_name(&self) -> String {
        self.root().map_or("built-in fact sheets".to_owned(), |root| format!("fact sheets of {}", root.join("data").display()))
    }
}

/// Who publishes what, where and when. Options win over the environment, and that over the configuration file.
#[derive(Args)]
pub(super) struct PublicationArgs {
    /// Configuration file [default: samstyr.toml, if it is here]
    #[arg(long, value_name = "FILE", env = "SAMSTYR_CONFIG")]
    pub(super) config: Option<PathBuf>,
    /// The release, such as 2026.1
    #[arg(long, value_name = "VERSION", env = "SAMSTYR_PUBLISH_RELEASE")]
    release: Option<String>,
    /// The day of the release, such as 2026-11-22; never the clock's
    #[arg(long, value_name = "DATE", env = "SAMSTYR_PUBLISH_DATE")]
    date: Option<String>,
    /// Folder of the release before: its datasets stay in the catalogue, and a release says what changed since
    #[arg(long, value_name = "DIR", env = "SAMSTYR_PUBLISH_PREVIOUS")]
    previous: Option<PathBuf>,
    /// What the published IRIs begin with [default: <https://w3id.org/samstyr/>]
    #[arg(long, value_name = "IRI", env = "SAMSTYR_PUBLISH_BASE")]
    base: Option<String>,
    /// IRI of the organisation that publishes
    #[arg(long, value_name = "IRI", env = "SAMSTYR_PUBLISH_PUBLISHER")]
    publisher: Option<String>,
    /// Its name
    #[arg(long, value_name = "NAME", env = "SAMSTYR_PUBLISH_PUBLISHER_NAME")]
    publisher_name: Option<String>,
    /// Who answers for the data
    #[arg(long, value_name = "NAME", env = "SAMSTYR_PUBLISH_CONTACT_NAME")]
    contact_name: Option<String>,
    /// Where to write to them
    #[arg(long, value_name = "ADDRESS", env = "SAMSTYR_PUBLISH_CONTACT_EMAIL")]
    contact_email: Option<String>,
    /// Address of the publisher's accessibility statement, linked from every page
    #[arg(long, value_name = "URL", env = "SAMSTYR_PUBLISH_ACCESSIBILITY_STATEMENT")]
    accessibility_statement: Option<String>,
}

impl PublicationArgs {
    pub(super) fn settings(self) -> Result<Publish> {
        let file = Config::read(self.config.as_deref())?.publish;
        let given = Publish {
            base: self.base,
            publisher: self.publisher,
            publisher_name: self.publisher_name,
            contact_name: self.contact_name,
            contact_email: self.contact_email,
            release: self.release,
            date: self.date,
            previous: self.previous,
            accessibility_statement: self.accessibility_statement,
        };
        Ok(given.or(file))
    }
}

/// The configuration, for commands that publish nothing.
#[derive(Args)]
pub(super) struct ConfigArgs {
    /// Configuration file [default: samstyr.toml, if it is here]
    #[arg(long, value_name = "FILE", env = "SAMSTYR_CONFIG")]
    pub(super) config: Option<PathBuf>,
}

impl ConfigArgs {
    pub(super) fn read(&self) -> Result<Config> {
        Config::read(self.config.as_deref())
    }
}

/// Who may be asked over the network. The environment wins over the configuration file; options add to either.
#[derive(Args)]
pub(super) struct NetArgs {
    /// Ask this host even if it is not on the public internet [also: those of `SAMSTYR_NET_ALLOW`, or of `[net] allow` in the file]
    #[arg(long = "allow-host", value_name = "HOST")]
    allowed: Vec<String>,
    /// The hosts of the environment, with commas: an option of its own, so that `--allow-host` adds to them
    #[arg(long = "net-allow", value_name = "HOSTS", env = NET_ALLOW, value_delimiter = ',', hide = true)]
    net_allow: Vec<String>,
}

impl NetArgs {
    /// The policy for everything that is asked.
    pub(super) fn policy(self, config: Config) -> Result<Policy> {
        let policy = Policy::default().allow(self.allowed, "`--allow-host`")?;
        let hosts: Vec<String> = self.net_allow.into_iter().filter(|host| !host.trim().is_empty()).collect();
        if !hosts.is_empty() {
            return policy.allow(hosts, NET_ALLOW);
        }
        policy.allow(config.net.allow, "`[net] allow`")
    }
}

/// How the answer is written.
#[derive(Args)]
pub(super) struct OutputArgs {
    /// Format of the answer [default: table on a terminal, else csv; turtle for graphs]
    #[arg(long, value_parser = PossibleValuesParser::new(Format::names()))]
    format: Option<String>,
}

impl OutputArgs {
    pub(super) fn format(&self) -> Option<Format> {
        self.format.as_deref().and_then(Format::from_name)
    }
}

/// The language of labels.
#[derive(Args)]
pub(super) struct LanguageArgs {
    /// Language of labels; nb where a label is missing [default: from the locale, else nb]
    #[arg(long, env = "SAMSTYR_LANG", value_parser = ["nb", "nn", "en"], hide_env = true)]
    lang: Option<String>,
}

impl LanguageArgs {
    pub(super) fn language(&self) -> Result<Language> {
        match &self.lang {
            Some(language) => language.parse(),
            None => Ok(from_locale(sys_locale::get_locale().as_deref())),
        }
    }
}

fn from_locale(locale: Option<&str>) -> Language {
    match locale.unwrap_or_default().split(['-', '_', '.']).next() {
        Some("nn") => Language::Nn,
        Some("en") => Language::En,
        _ => Language::Nb,
    }
}

/// A day, as it is typed: `2026-11-22`.
pub(super) fn day(text: &str) -> std::result::Result<String, String> {
    if validity::is_day(text) { Ok(text.to_owned()) } else { Err("write a day as 2026-11-22".to_owned()) }
}

/// Seconds, as they are typed: `5` or `0.5`.
pub(super) fn seconds(text: &str) -> std::result::Result<Duration, String> {
    let seconds: f64 = text.parse().map_err(|_| "not a number of seconds".to_owned())?;
    match Duration::try_from_secs_f64(seconds) {
        Ok(duration) if !duration.is_zero() => Ok(duration),
        _ => Err("not a number of seconds above 0".to_owned()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_locale_gives_the_language() {
        for (locale, expected) in [
            (Some("nn-NO"), Language::Nn),
            (Some("en-US"), Language::En),
            (Some("nb_NO.UTF-8"), Language::Nb),
            (Some("C"), Language::Nb),
            (None, Language::Nb),
        ] {
            assert_eq!(from_locale(locale), expected);
        }
    }

    #[test]
    fn seconds_are_above_zero() {
        assert_eq!(seconds("0.5"), Ok(Duration::from_millis(500)));
        for wrong in ["0", "-1", "x", "inf", "NaN", "1e99"] {
            assert!(seconds(wrong).is_err(), "{wrong}");
        }
    }
}
