//! How our IRIs are made: `{base}id/{kind}/{key}` for things, `{base}graph/…` for named graphs.
//!
//! No name that can change stands in an IRI. Keys are ASCII: æ, ø and å are written a, o and a
//! (`naeringslivet` keeps the older «ae»), so that an IRI survives e-mail, shells and spreadsheets.

use crate::rdf::vocab::shorten;
use oxigraph::model::NamedNode;
use sha2::{Digest, Sha256};

/// The base that our things live under.
pub const DEFAULT_BASE: &str = "https://w3id.org/samstyr/";

/// Makes IRIs under one base.
#[derive(Debug, Clone)]
pub struct Base(String);

impl Default for Base {
    fn default() -> Self {
        Self(DEFAULT_BASE.to_owned())
    }
}

impl Base {
    /// The base itself.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The IRI of a thing written `kind/key`, or nothing when that is not how it is written.
    pub fn thing(&self, name: &str) -> Option<NamedNode> {
        is_thing_name(name).then(|| NamedNode::new_unchecked(format!("{}id/{name}", self.0)))
    }

    /// The IRI of a named graph; `path` is such as `source/no-kmd-ks-2020`.
    pub fn graph(&self, path: &str) -> NamedNode {
        NamedNode::new_unchecked(format!("{}graph/{path}", self.0))
    }

    /// The path of a named graph: what [`Base::graph`] was given.
    pub fn path_of_graph<'a>(&self, iri: &'a str) -> Option<&'a str> {
        iri.strip_prefix(self.0.as_str())?.strip_prefix("graph/")
    }

    /// An IRI of the given kind that follows from its content alone: the first 16 hexadecimal digits of its SHA-256.
    pub fn by_content(&self, kind: &str, content: &str) -> NamedNode {
        let digest = Sha256::digest(content.as_bytes());
        NamedNode::new_unchecked(format!("{}id/{kind}/{}", self.0, &hex(&digest)[..16]))
    }

    /// `kind/key` of one of our things.
    pub fn name_of<'a>(&self, iri: &'a str) -> Option<&'a str> {
        iri.strip_prefix(self.0.as_str())?.strip_prefix("id/").filter(|name| is_thing_name(name))
    }

    /// The kind and the key of one of our things.
    pub fn kind_and_key<'a>(&self, iri: &'a str) -> Option<(&'a str, &'a str)> {
        self.name_of(iri)?.split_once('/')
    }

    /// An IRI as people write it: `kind/key` of one of our things, or with a known prefix.
    pub fn short(&self, iri: &str) -> Option<String> {
        self.name_of(iri).map(str::to_owned).or_else(|| shorten(iri))
    }
}

/// Lower-case hexadecimal digits.
pub fn hex(bytes: &[u8]) -> String {
    use std::fmt::Write;
    bytes.iter().fold(String::with_capacity(bytes.len() * 2), |mut text, byte| {
        let _ = write!(text, "{byte:02x}"); // writing to a String cannot fail
        text
    })
}

fn is_thing_name(name: &str) -> bool {
    let part = |text: &str, more: &[char]| {
        text.starts_with(|c: char| c.is_ascii_alphanumeric())
            && text.chars().all(|c| c.is_ascii_alphanumeric() || c == '-' || more.contains(&c))
    };
    name.split_once('/').is_some_and(|(kind, key)| part(kind, &[]) && part(key, &['.', '_']))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn things_have_a_kind_and_a_key() {
        let base = Base::default();
        let iri = base.thing("measure/no-dos-2019-6.5").expect("a thing");
        assert_eq!(iri.as_str(), "https://w3id.org/samstyr/id/measure/no-dos-2019-6.5");
        assert_eq!(base.name_of(iri.as_str()), Some("measure/no-dos-2019-6.5"));
        for wrong in ["", "measure", "measure/", "/x", "measure/a b", "measure/a/b", "measure/å", "measure/>", "-/x"] {
            assert_eq!(base.thing(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn content_decides_the_iri() {
        let base = Base::default();
        assert_eq!(base.by_content("claim", "a"), base.by_content("claim", "a"));
        assert_ne!(base.by_content("claim", "a"), base.by_content("claim", "b"));
        assert_eq!(hex(&[0, 255]), "00ff");
    }
}
