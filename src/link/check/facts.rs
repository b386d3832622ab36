//! What is said of targets that tells whether a link to them still holds.

use super::State;
use crate::rdf::vocab::{dct, foaf, owl, skos};
use oxigraph::model::vocab::rdfs;
use oxigraph::model::{NamedOrBlankNode, Quad, Term};
use std::collections::{BTreeMap, BTreeSet};

/// Properties whose value is a name of the thing.
const LABELS: &[&str] =
    &[dct::TITLE.as_str(), rdfs::LABEL.as_str(), skos::PREF_LABEL.as_str(), "http://www.w3.org/ns/regorg#legalName", foaf::NAME.as_str()];
/// Properties that lead to how it stands with it.
const STATUS: &[&str] = &["http://www.w3.org/ns/adms#status", "http://publications.europa.eu/ontology/euvoc#status"];
/// The end of a status that says that a thing is no longer to be used, in ADMS (`Withdrawn`) and the EU's tables (`RETIRED`).
const ENDED: &[&str] = &["deprecated", "discontinued", "retired", "withdrawn"];

/// What is said of some targets.
#[derive(Debug, Default)]
pub(super) struct Facts {
    targets: BTreeMap<String, Said>,
    /// Namespaces in which something is described at all, and the last day that it was copied.
    namespaces: BTreeMap<String, String>,
}

#[derive(Debug, Default)]
struct Said {
    labels: BTreeSet<(String, String)>,
    replaced_by: BTreeSet<String>,
    status: BTreeSet<String>,
    /// The last day that it was copied, if anything is said of it.
    day: Option<String>,
}

impl Facts {
    /// Nothing is known yet of these targets.
    pub fn of<'a>(targets: impl IntoIterator<Item = &'a str>) -> Self {
        let targets = targets.into_iter().map(|target| (target.to_owned(), Said::default())).collect();
        Self { targets, namespaces: BTreeMap::new() }
    }

    /// Takes what a quad says, in a copy of this day.
    pub fn take(&mut self, quad: &Quad, day: &str) {
        let NamedOrBlankNode::NamedNode(subject) = &quad.subject else { return };
        let namespace = namespace(subject.as_str());
        if self.namespaces.get(namespace).is_none_or(|before| before.as_str() < day) {
            self.namespaces.insert(namespace.to_owned(), day.to_owned());
        }
        let Some(said) = self.targets.get_mut(subject.as_str()) else { return };
        if said.day.as_deref().is_none_or(|before| before < day) {
            said.day = Some(day.to_owned());
        }
        let predicate = quad.predicate.as_str();
        match &quad.object {
            Term::Literal(literal) if LABELS.contains(&predicate) => {
                said.labels.insert((literal.language().unwrap_or_default().to_owned(), literal.value().to_owned()));
            }
            Term::Literal(literal) if quad.predicate == owl::DEPRECATED && matches!(literal.value(), "true" | "1") => {
                said.status.insert("owl:deprecated".to_owned());
            }
            Term::NamedNode(node) if quad.predicate == dct::IS_REPLACED_BY => {
                said.replaced_by.insert(node.as_str().to_owned());
            }
            Term::NamedNode(node) if STATUS.contains(&predicate) && has_ended(node.as_str()) => {
                said.status.insert(node.as_str().to_owned());
            }
            _ => {}
        }
    }

    /// The day of the copy in which something was said of a target.
    pub fn day_of(&self, target: &str) -> Option<&str> {
        self.targets.get(target)?.day.as_deref()
    }

    /// The day of the copy in which things like a target are described, so that its absence means something.
    pub fn day_of_the_like(&self, target: &str) -> Option<&str> {
        self.namespaces.get(namespace(target)).map(String::as_str)
    }

    /// How it stands with a link to a target that has this label.
    pub fn state(&self, target: &str, label: Option<&str>) -> State {
        let Some(said) = self.targets.get(target) else { return State::Holds };
        if let Some(new) = said.replaced_by.first() {
            return State::Moved(new.clone());
        }
        if let Some(status) = said.status.first() {
            return State::Withdrawn(status.clone());
        }
        let same = |label: &str| said.labels.iter().any(|(_, now)| words(now) == words(label));
        match label {
            Some(label) if !said.labels.is_empty() && !same(label) => State::Relabelled(said.label()),
            _ => State::Holds,
        }
    }
}

impl Said {
    /// Its name: in bokmål, else nynorsk, else English, else any.
    fn label(&self) -> String {
        let in_language = |wanted: &str| self.labels.iter().find(|(language, _)| language == wanted);
        let label = ["nb", "nn", "no", "en"].iter().find_map(|language| in_language(language)).or_else(|| self.labels.first());
        label.map_or_else(String::new, |(_, label)| label.clone())
    }
}

/// A text without differences that nobody sees.
fn words(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn has_ended(status: &str) -> bool {
    let name = status.rsplit(['/', '#']).next().unwrap_or_default().to_lowercase();
    ENDED.contains(&name.as_str())
}

/// An IRI without its last part.
fn namespace(iri: &str) -> &str {
    iri.trim_end_matches('/').rfind(['/', '#']).map_or(iri, |end| &iri[..=end])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_status_that_ends_a_thing_is_known_in_both_lists() {
        for (status, ended) in [
            ("http://purl.org/adms/status/Withdrawn", true),
            ("http://publications.europa.eu/resource/authority/concept-status/RETIRED", true),
            ("http://publications.europa.eu/resource/authority/dataset-status/DEPRECATED", true),
            ("http://publications.europa.eu/resource/authority/concept-status/CURRENT", false),
            ("http://purl.org/adms/status/Completed", false),
        ] {
            assert_eq!(has_ended(status), ended, "{status}");
        }
        assert_eq!(namespace("https://psi.norge.no/los/ord/a"), "https://psi.norge.no/los/ord/");
        assert_eq!(namespace("https://e.no/v#a"), "https://e.no/v#");
    }
}
