//! Differences as RDF, in the Changeset vocabulary (<http://vocab.org/changeset/>): a set for each thing, with the triples that came and went.

use super::Diff;
use super::facts::{Change, Difference, Evidence, Section};
use crate::rdf::iri::{Base, hex};
use crate::rdf::vocab::sam;
use oxigraph::model::vocab::rdf;
use oxigraph::model::{Graph, Literal, NamedNode, NamedNodeRef, NamedOrBlankNode, Term, Triple};
use sha2::{Digest, Sha256};
use std::collections::BTreeSet;

const CHANGESET: &str = "http://purl.org/vocab/changeset/schema#";

/// The changes, without what is only known otherwise: a change set is about triples.
pub fn graph(diff: &Diff<'_>) -> Graph {
    let base = Base::default();
    let mut graph = Graph::new();
    // The same change of the same thing between two other graphs is another change set.
    let between = hex(&Sha256::digest(format!("{} {}", fingerprint(diff.a), fingerprint(diff.b)).as_bytes()));
    for difference in &diff.differences.facts {
        let set = base.by_content("change", &format!("{between} {}", difference.subject));
        let removed = match &difference.change {
            Change::Removed(value) | Change::Changed(value, _) => Some((value, &difference.before)),
            Change::Added(_) | Change::Evidence(_) => None,
        };
        let added = match &difference.change {
            Change::Added(value) | Change::Changed(_, value) => Some((value, &difference.after)),
            Change::Removed(_) | Change::Evidence(_) => None,
        };
        for (property, found) in [("removal", removed), ("addition", added)] {
            let Some((value, evidence)) = found else { continue };
            let subject = Term::from(difference.subject.clone());
            graph.insert(&Triple::new(set.clone(), rdf::TYPE, term("ChangeSet")));
            graph.insert(&Triple::new(set.clone(), term("subjectOfChange"), subject));
            let reason = diff.words.sentence(difference, false);
            graph.insert(&Triple::new(
                set.clone(),
                term("changeReason"),
                Literal::new_language_tagged_literal_unchecked(reason, diff.words.language.tag()),
            ));
            let statement = reified(difference, value, evidence, &base, &mut graph);
            graph.insert(&Triple::new(set.clone(), term(property), statement));
        }
    }
    graph
}

/// The triple as a statement, with how it is known.
fn reified(difference: &Difference, value: &Term, evidence: &BTreeSet<Evidence>, base: &Base, graph: &mut Graph) -> NamedNode {
    let subject: NamedOrBlankNode = difference.subject.clone();
    let triple = Triple::new(subject.clone(), difference.property.clone(), value.clone());
    let statement = base.by_content("statement", &triple.to_string());
    let mut say = |predicate: NamedNodeRef<'_>, object: Term| {
        graph.insert(&Triple::new(statement.clone(), predicate, object));
    };
    say(rdf::TYPE, rdf::STATEMENT.into_owned().into());
    say(rdf::SUBJECT, subject.into());
    say(rdf::PREDICATE, difference.property.clone().into());
    say(rdf::OBJECT, value.clone());
    if difference.section == Section::Derived {
        say(sam::ASSERTION_MODE, sam::DERIVED.into_owned().into());
    }
    for evidence in evidence {
        for (predicate, iri) in [(sam::ASSERTION_MODE, &evidence.mode), (sam::RULE, &evidence.rule)] {
            if let Some(node) = iri.as_ref().and_then(|iri| NamedNode::new(iri).ok()) {
                say(predicate, node.into());
            }
        }
    }
    statement
}

/// What a side holds, whatever it is called.
fn fingerprint(side: &super::side::Side) -> String {
    let mut lines: Vec<String> = side.quads.iter().map(ToString::to_string).collect();
    lines.sort_unstable();
    hex(&Sha256::digest(lines.join("\n").as_bytes()))
}

fn term(local: &str) -> NamedNode {
    NamedNode::new_unchecked(format!("{CHANGESET}{local}"))
}
