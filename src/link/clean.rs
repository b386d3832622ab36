//! What is mended while a catalogue is read: old IRIs are replaced, known mistakes dropped, and each is told.

use super::legacy;
use super::manifest::Warning;
use crate::rdf::vocab::{dct, foaf, skos};
use oxigraph::model::vocab::rdfs;
use oxigraph::model::{GraphName, NamedNode, NamedNodeRef, NamedOrBlankNode, Quad, Term};
use std::collections::{BTreeMap, BTreeSet};

/// The node that stands for every municipality whose number the organisation catalogue does not know.
const NULLS: &[&str] =
    &["https://data.geonorge.no/administrativeEnheter/kommune/id/null", "https://data.geonorge.no/administrativeEnheter/fylke/id/null"];
/// Where administrative units live; their titles should be theirs alone.
const UNITS: &str = "https://data.geonorge.no/administrativeEnheter/";
/// Properties whose value is a name.
const LABELS: &[NamedNodeRef<'_>] = &[dct::TITLE, rdfs::LABEL, skos::ALT_LABEL, skos::HIDDEN_LABEL, skos::PREF_LABEL, foaf::NAME];
/// Most places that a warning names.
const MOST_PLACES: usize = 10;

/// Mends quads, and remembers what it did.
#[derive(Debug, Default)]
pub struct Cleaner {
    /// Old IRIs, and how often each was replaced.
    pub renamed: BTreeMap<String, u64>,
    traps: BTreeMap<&'static str, (u64, Vec<String>)>,
    /// Administrative units by kind and title.
    titles: BTreeMap<(String, String), BTreeSet<String>>,
}

impl Cleaner {
    /// A quad as it should be; nothing when it is one of the known mistakes.
    pub fn clean(&mut self, quad: Quad) -> Option<Quad> {
        let quad = self.modernised(quad);
        let is_null = |iri: &str| NULLS.contains(&iri);
        let null = matches!(&quad.subject, NamedOrBlankNode::NamedNode(node) if is_null(node.as_str()))
            || matches!(&quad.object, Term::NamedNode(node) if is_null(node.as_str()));
        if null {
            self.trap("null-unit", format!("{} {} {}", quad.subject, quad.predicate, quad.object));
            return None;
        }
        if let (Term::Literal(literal), true) = (&quad.object, LABELS.contains(&quad.predicate.as_ref())) {
            if literal.value().trim() == "*" {
                let language = literal.language().map_or(String::new(), |language| format!("@{language}"));
                self.trap("placeholder-label", format!("{} {} \"*\"{language}", quad.subject, quad.predicate));
                return None;
            }
            self.title(&quad, literal.value());
        }
        Some(quad)
    }

    /// What was found, the places that are named first.
    pub fn warnings(&self) -> Vec<Warning> {
        let trapped = self.traps.iter().map(|(&trap, (times, places))| Warning {
            trap: trap.to_owned(),
            problem: words(trap).to_owned(),
            times: *times,
            places: places.clone(),
        });
        let shared: Vec<_> = self.titles.iter().filter(|(_, units)| units.len() > 1).collect();
        let place = |((kind, title), units): &(&(String, String), &BTreeSet<String>)| {
            format!("{kind} {title}: {}", units.iter().cloned().collect::<Vec<_>>().join(", "))
        };
        let shared = (!shared.is_empty()).then(|| Warning {
            trap: "shared-title".to_owned(),
            problem: words("shared-title").to_owned(),
            times: shared.len() as u64,
            places: shared.iter().take(MOST_PLACES).map(place).collect(),
        });
        trapped.chain(shared).collect()
    }

    fn trap(&mut self, name: &'static str, place: String) {
        let (times, places) = self.traps.entry(name).or_default();
        *times += 1;
        if places.len() < MOST_PLACES && !places.contains(&place) {
            places.push(place);
        }
    }

    fn title(&mut self, quad: &Quad, title: &str) {
        let NamedOrBlankNode::NamedNode(unit) = &quad.subject else { return };
        let Some(kind) = unit.as_str().strip_prefix(UNITS).and_then(|rest| rest.split('/').next()) else { return };
        if quad.predicate == dct::TITLE {
            self.titles.entry((kind.to_owned(), title.to_owned())).or_default().insert(unit.as_str().to_owned());
        }
    }

    fn modernised(&mut self, quad: Quad) -> Quad {
        let subject = match quad.subject {
            NamedOrBlankNode::NamedNode(node) => self.node(node).into(),
            blank @ NamedOrBlankNode::BlankNode(_) => blank,
        };
        let object = match quad.object {
            Term::NamedNode(node) => self.node(node).into(),
            other => other,
        };
        let graph = match quad.graph_name {
            GraphName::NamedNode(node) => self.node(node).into(),
            other => other,
        };
        Quad::new(subject, quad.predicate, object, graph)
    }

    fn node(&mut self, node: NamedNode) -> NamedNode {
        match legacy::current(node.as_str()) {
            None => node,
            Some(now) => {
                *self.renamed.entry(node.into_string()).or_default() += 1;
                NamedNode::new_unchecked(now)
            }
        }
    }
}

/// What a trap is, in words.
fn words(trap: &str) -> &'static str {
    match trap {
        "null-unit" => "dropped: a municipality or county that many organisations are said to be in and that does not exist",
        "placeholder-label" => "dropped: a label that is only `*`",
        _ => "kept: administrative units with the same title; a name alone does not tell which is meant",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use oxigraph::model::Literal;

    fn quad(subject: &str, predicate: &str, object: impl Into<Term>) -> Quad {
        Quad::new(NamedNode::new_unchecked(subject), NamedNode::new_unchecked(predicate), object, GraphName::DefaultGraph)
    }

    #[test]
    fn known_mistakes_are_dropped_and_told_and_the_rest_stays() {
        let mut cleaner = Cleaner::default();
        let null = NamedNode::new_unchecked(NULLS[0]);
        assert_eq!(cleaner.clean(quad("x:org", "x:municipality", null)), None);
        assert_eq!(cleaner.clean(quad("x:word", LABELS[4].as_str(), Literal::new_language_tagged_literal_unchecked("*", "en"))), None);
        for kept in [quad("x:word", "x:note", Literal::from("*")), quad("x:word", LABELS[4].as_str(), Literal::from("* star"))] {
            assert_eq!(cleaner.clean(kept.clone()), Some(kept));
        }
        for id in ["1", "2"] {
            assert!(cleaner.clean(quad(&format!("{UNITS}kommune/id/{id}"), dct::TITLE.as_str(), Literal::from("Herøy"))).is_some());
        }
        assert!(cleaner.clean(quad(&format!("{UNITS}fylke/id/3"), dct::TITLE.as_str(), Literal::from("Herøy"))).is_some());
        let found: Vec<(String, u64)> = cleaner.warnings().into_iter().map(|warning| (warning.trap, warning.times)).collect();
        assert_eq!(found, [("null-unit".to_owned(), 1), ("placeholder-label".to_owned(), 1), ("shared-title".to_owned(), 1)]);
        assert_eq!(cleaner.warnings()[1].places, [format!("<x:word> <{}> \"*\"@en", LABELS[4].as_str())]);
    }

    #[test]
    fn old_iris_are_replaced_in_every_place_and_counted() {
        let mut cleaner = Cleaner::default();
        let old = "https://data.norge.no/organizations/974760673";
        let mended = cleaner.clean(quad(old, "x:p", NamedNode::new_unchecked(old))).expect("a quad");
        assert!(!mended.to_string().contains("data.norge.no"), "{mended}");
        assert_eq!(cleaner.renamed.get(old), Some(&2));
    }
}
