//! The configuration file `samstyr.toml`. Environment and options win over it; both are read by clap in `cli`.

use crate::error::{Error, Result};
use serde::Deserialize;
use std::fs;
use std::path::{Path, PathBuf};

/// The file that is read when no other is named.
const DEFAULT_FILE: &str = "samstyr.toml";

/// All that can be configured. A key that is not known is a mistake, not a wish.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Config {
    /// `[net]`.
    pub net: Net,
    /// `[link]`.
    pub link: Link,
    /// `[publish]`.
    pub publish: Publish,
}

/// Who may be asked.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Net {
    /// Hosts that are asked though they are not on the public internet, and those that SERVICE may ask; `host:port` for one port only.
    pub allow: Vec<String>,
}

/// Which catalogues are linked to.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Link {
    /// Whose hosts: production or demo.
    pub environment: Option<String>,
    /// The SPARQL endpoint.
    pub sparql: Option<String>,
    /// The resource service, without `/v1`.
    pub resource: Option<String>,
    /// The organisation catalogue, without `/organizations`.
    pub organizations: Option<String>,
    /// The reference data, with `/reference-data`.
    pub reference: Option<String>,
    /// The search service, without `/search`.
    pub search: Option<String>,
}

/// Who publishes what, where and when.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Publish {
    /// What the published IRIs begin with.
    pub base: Option<String>,
    /// The IRI of the organisation that publishes.
    pub publisher: Option<String>,
    /// Its name.
    pub publisher_name: Option<String>,
    /// Who answers for the data.
    pub contact_name: Option<String>,
    /// Where to write to them.
    pub contact_email: Option<String>,
    /// The release, such as "2026.1".
    pub release: Option<String>,
    /// The day of the release.
    pub date: Option<String>,
    /// The folder of the release before, whose datasets the catalogue keeps.
    pub previous: Option<PathBuf>,
    /// Address of the publisher's accessibility statement, linked from every page.
    pub accessibility_statement: Option<String>,
}

impl Config {
    /// Reads the file; without one, `samstyr.toml` here if it is there.
    pub fn read(file: Option<&Path>) -> Result<Self> {
        let path = file.unwrap_or(Path::new(DEFAULT_FILE));
        if file.is_none() && !path.exists() {
            return Ok(Self::default());
        }
        let text = fs::read_to_string(path).map_err(|source| Error::Read { path: path.to_owned(), source })?;
        Self::parse(&text).map_err(|problem| Error::ConfigInvalid { path: path.to_owned(), problem })
    }

    fn parse(text: &str) -> std::result::Result<Self, String> {
        toml::from_str(text).map_err(|error: toml::de::Error| {
            let before = &text[..error.span().map_or(0, |span| span.start.min(text.len()))];
            let column = before.rsplit('\n').next().map_or(0, |line| line.chars().count());
            format!("line {}, column {}: {}", before.matches('\n').count() + 1, column + 1, error.message())
        })
    }
}

impl Link {
    /// These settings, and the others where these have none. An empty one is none.
    #[must_use]
    pub fn or(self, other: Self) -> Self {
        Self {
            environment: first(self.environment, other.environment),
            sparql: first(self.sparql, other.sparql),
            resource: first(self.resource, other.resource),
            organizations: first(self.organizations, other.organizations),
            reference: first(self.reference, other.reference),
            search: first(self.search, other.search),
        }
    }
}

fn first(mine: Option<String>, theirs: Option<String>) -> Option<String> {
    [mine, theirs].into_iter().flatten().find(|text| !text.trim().is_empty())
}

impl Publish {
    /// These settings, and the others where these have none. An empty one is none, wherever it stands.
    #[must_use]
    pub fn or(self, other: Self) -> Self {
        Self {
            base: first(self.base, other.base),
            publisher: first(self.publisher, other.publisher),
            publisher_name: first(self.publisher_name, other.publisher_name),
            contact_name: first(self.contact_name, other.contact_name),
            contact_email: first(self.contact_email, other.contact_email),
            release: first(self.release, other.release),
            date: first(self.date, other.date),
            previous: [self.previous, other.previous].into_iter().flatten().find(|path| !path.as_os_str().is_empty()),
            accessibility_statement: first(self.accessibility_statement, other.accessibility_statement),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn unknown_keys_are_mistakes_with_their_line() {
        let problem = Config::parse("[publish]\npublisher = \"x\"\npublsher_name = \"y\"\n").expect_err("a mistake");
        assert!(problem.starts_with("line 3, column 1: ") && problem.contains("publsher_name"), "{problem}");
        assert!(Config::parse("[publish]\nbase = 1\n").expect_err("a mistake").starts_with("line 2"));
        assert!(Config::parse("[other]\n").is_err());
        assert!(Config::parse("[net]\nalow = [\"a\"]\n").expect_err("a mistake").starts_with("line 2, column 1: "));
        assert_eq!(Config::parse("[net]\nallow = [\"a\", \"b\"]\n").expect("a configuration").net.allow, ["a", "b"]);
    }

    #[test]
    fn what_is_given_wins() {
        let file = Config::parse("[publish]\nbase = \"a\"\ndate = \"b\"\n").expect("a configuration").publish;
        let given = Publish { base: Some("c".to_owned()), date: Some(String::new()), ..Publish::default() };
        let merged = given.or(file);
        assert_eq!((merged.base.as_deref(), merged.date.as_deref()), (Some("c"), Some("b")));
        let emptied = Config::parse("[publish]\nbase = \"\"\n").expect("a configuration").publish;
        assert_eq!(Publish::default().or(emptied).base, None);
    }
}
