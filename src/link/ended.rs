//! What says that a thing is no longer to be used: the one place that knows, for candidates and for links that are checked.

use crate::rdf::vocab::{dct, owl};
use oxigraph::model::{Quad, Term};

/// Leads to what took its place.
const REPLACED_BY: &str = dct::IS_REPLACED_BY.as_str();
/// Properties that lead to how it stands with it.
const STATUS: &[&str] =
    &["http://www.w3.org/ns/adms#status", "http://publications.europa.eu/ontology/euvoc#status", "http://www.w3.org/ns/regorg#orgStatus"];
const DEPRECATED: &str = owl::DEPRECATED.as_str();
/// Statuses that say it, by the end of their IRI or as words: those of ADMS (`Withdrawn`), the EU's tables (`RETIRED`, `DISCONT`) and the
/// organisation catalogue (`Avviklet`).
const ENDED: &[&str] = &[
    "avviklet",
    "avvikla",
    "deprecated",
    "discont",
    "discontinued",
    "liquidated",
    "obsolete",
    "opphørt",
    "retired",
    "slettet",
    "superseded",
    "withdrawn",
];

/// How a thing ended; what took its place says more than a status.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Ended {
    /// Another took its place.
    Replaced(String),
    /// Its status says so.
    Status(String),
}

impl Ended {
    /// What a quad says of the end of its subject.
    pub(super) fn of(quad: &Quad) -> Option<Self> {
        let status = |text: &str| is_ended(text).then(|| Self::Status(text.to_owned()));
        match (quad.predicate.as_str(), &quad.object) {
            (REPLACED_BY, Term::NamedNode(new)) => Some(Self::Replaced(new.as_str().to_owned())),
            (REPLACED_BY, Term::Literal(new)) => Some(Self::Status(new.value().to_owned())),
            (DEPRECATED, Term::Literal(value)) if matches!(value.value(), "1" | "true") => Some(Self::Status("owl:deprecated".to_owned())),
            (property, Term::NamedNode(node)) if STATUS.contains(&property) => status(node.as_str()),
            (property, Term::Literal(literal)) if STATUS.contains(&property) => status(literal.value().trim()),
            _ => None,
        }
    }

    /// What took its place, or the last part of the status, to be read by people.
    pub fn short(&self) -> &str {
        match self {
            Self::Replaced(new) => new,
            Self::Status(status) => status.rsplit(['/', '#']).next().unwrap_or_default(),
        }
    }
}

fn is_ended(status: &str) -> bool {
    let name = status.rsplit(['/', '#']).next().unwrap_or_default().to_lowercase();
    ENDED.contains(&name.as_str())
}

#[cfg(test)]
mod tests {
    use super::*;
    use oxigraph::model::{GraphName, Literal, NamedNode};

    fn of(property: &str, object: impl Into<Term>) -> Option<Ended> {
        let node = NamedNode::new_unchecked;
        Ended::of(&Quad::new(node("x:a"), node(property), object, GraphName::DefaultGraph))
    }

    #[test]
    fn a_status_that_ends_a_thing_is_known_in_all_lists_as_iri_and_as_words() {
        for (property, status, ended) in [
            (STATUS[0], "http://purl.org/adms/status/Withdrawn", true),
            (STATUS[0], "http://publications.europa.eu/resource/authority/concept-status/RETIRED", true),
            (STATUS[0], "http://publications.europa.eu/resource/authority/dataset-status/DISCONT", true),
            (STATUS[1], "http://publications.europa.eu/resource/authority/concept-status/DEPRECATED", true),
            (STATUS[1], "http://publications.europa.eu/resource/authority/concept-status/CURRENT", false),
            (STATUS[0], "http://purl.org/adms/status/Completed", false),
            (STATUS[2], "https://x.no/org-status.ttl#Avviklet", true),
            (STATUS[2], "https://x.no/org-status.ttl#NormalAktivitet", false),
            ("http://purl.org/dc/terms/type", "http://purl.org/adms/status/Withdrawn", false),
        ] {
            assert_eq!(of(property, NamedNode::new_unchecked(status)).is_some(), ended, "{status}");
            assert_eq!(of(property, Literal::from(status)).is_some(), ended, "{status}");
        }
        assert_eq!(of(STATUS[1], Literal::from("DEPRECATED")).map(|ended| ended.short().to_owned()).as_deref(), Some("DEPRECATED"));
        assert_eq!(of(DEPRECATED, Literal::from(true)), Some(Ended::Status("owl:deprecated".to_owned())));
        assert_eq!(of(DEPRECATED, Literal::from(false)), None);
        assert!(Ended::Replaced("z".to_owned()) < Ended::Status("a".to_owned()), "what took its place is told first");
    }
}
