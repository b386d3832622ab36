//! What is said of targets that tells whether a link to them still holds.

use super::State;
use crate::link::ended::Ended;
use crate::rdf::vocab::{dct, foaf, skos};
use oxigraph::model::vocab::rdfs;
use oxigraph::model::{Literal, NamedOrBlankNode, Quad, Term};
use std::collections::{BTreeMap, BTreeSet, HashMap};

/// Properties whose value is a name of the thing.
const LABELS: &[&str] =
    &[dct::TITLE.as_str(), rdfs::LABEL.as_str(), skos::PREF_LABEL.as_str(), "http://www.w3.org/ns/regorg#legalName", foaf::NAME.as_str()];
/// Labels that are nodes of their own, and what holds their text.
const LABEL_NODES: &str = "http://www.w3.org/2008/05/skos-xl#prefLabel";
const FORM: &str = "http://www.w3.org/2008/05/skos-xl#literalForm";

/// What is said of some targets.
#[derive(Debug, Default)]
pub(super) struct Facts {
    targets: BTreeMap<String, Said>,
    /// Namespaces in which something is described at all, and the last day that it was copied.
    namespaces: BTreeMap<String, String>,
    /// The texts of labels that are nodes of their own, which may be read before what they belong to.
    forms: HashMap<Term, BTreeSet<Label>>,
}

/// A label after its language.
type Label = (String, String);

#[derive(Debug, Default)]
struct Said {
    labels: BTreeSet<Label>,
    label_nodes: Vec<Term>,
    ended: BTreeSet<Ended>,
    /// The last day that it was copied, if anything is said of it.
    day: Option<String>,
}

impl Facts {
    /// Nothing is known yet of these targets.
    pub fn of<'a>(targets: impl IntoIterator<Item = &'a str>) -> Self {
        let targets = targets.into_iter().map(|target| (target.to_owned(), Said::default())).collect();
        Self { targets, ..Self::default() }
    }

    /// Takes what a quad says, in a copy of this day.
    pub fn take(&mut self, quad: &Quad, day: &str) {
        if let (FORM, Term::Literal(literal)) = (quad.predicate.as_str(), &quad.object) {
            self.forms.entry(quad.subject.clone().into()).or_default().insert(label(literal));
        }
        let NamedOrBlankNode::NamedNode(subject) = &quad.subject else { return };
        let namespace = namespace(subject.as_str());
        if self.namespaces.get(namespace).is_none_or(|before| before.as_str() < day) {
            self.namespaces.insert(namespace.to_owned(), day.to_owned());
        }
        let Some(said) = self.targets.get_mut(subject.as_str()) else { return };
        if said.day.as_deref().is_none_or(|before| before < day) {
            said.day = Some(day.to_owned());
        }
        said.ended.extend(Ended::of(quad));
        match (quad.predicate.as_str(), &quad.object) {
            (property, Term::Literal(literal)) if LABELS.contains(&property) => {
                said.labels.insert(label(literal));
            }
            (LABEL_NODES, node) => said.label_nodes.push(node.clone()),
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
        match said.ended.first() {
            Some(Ended::Replaced(new)) => return State::Moved(new.clone()),
            Some(Ended::Status(status)) => return State::Withdrawn(status.clone()),
            None => {}
        }
        let of_nodes = said.label_nodes.iter().filter_map(|node| self.forms.get(node)).flatten();
        let labels: BTreeSet<&Label> = said.labels.iter().chain(of_nodes).collect();
        let same = |label: &str| labels.iter().any(|(_, now)| words(now) == words(label));
        match label {
            Some(label) if !labels.is_empty() && !same(label) => State::Relabelled(named(&labels)),
            _ => State::Holds,
        }
    }
}

fn label(literal: &Literal) -> Label {
    (literal.language().unwrap_or_default().to_owned(), literal.value().to_owned())
}

/// The name of a thing: in bokmål, else nynorsk, else English, else any.
fn named(labels: &BTreeSet<&Label>) -> String {
    let in_language = |wanted: &str| labels.iter().find(|(language, _)| language == wanted);
    let label = ["nb", "nn", "no", "en"].iter().find_map(|language| in_language(language)).or_else(|| labels.first());
    label.map_or_else(String::new, |(_, label)| label.clone())
}

/// A text without differences that nobody sees.
fn words(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// An IRI without its last part.
fn namespace(iri: &str) -> &str {
    iri.trim_end_matches('/').rfind(['/', '#']).map_or(iri, |end| &iri[..=end])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_label_that_is_a_node_is_compared_like_any_other_in_any_order() {
        let target = "https://begrep.no/1";
        for reversed in [false, true] {
            let mut facts = Facts::of([target]);
            let turtle = format!("<{target}> <{LABEL_NODES}> _:a . _:a <{FORM}> \"vannrett\"@nb .");
            let parser = oxigraph::io::RdfParser::from_format(oxigraph::io::RdfFormat::Turtle).for_slice(&turtle);
            let mut quads: Vec<Quad> = parser.map(|quad| quad.expect("Turtle")).collect();
            if reversed {
                quads.reverse();
            }
            for quad in &quads {
                facts.take(quad, "2026-11-22");
            }
            assert_eq!(facts.state(target, Some("vannrett")), State::Holds);
            assert_eq!(facts.state(target, Some("loddrett")), State::Relabelled("vannrett".to_owned()));
        }
    }

    #[test]
    fn a_namespace_is_all_but_the_last_part() {
        assert_eq!(namespace("https://psi.norge.no/los/ord/a"), "https://psi.norge.no/los/ord/");
        assert_eq!(namespace("https://e.no/v#a"), "https://e.no/v#");
    }
}
