//! Claims: what is said of a triple, so that an answer can say how it is known and where that stands.

use crate::rdf::iri::Base;
use crate::rdf::vocab::sam;
use oxigraph::model::vocab::rdf;
use oxigraph::model::{NamedNode, NamedNodeRef, Quad, Term, Triple};

/// A claim, named after its triple and graph: how it is known, and what it rests on.
pub(super) fn claim(base: &Base, triple: &Triple, graph: &NamedNode, mode: NamedNodeRef<'_>, evidence: &[NamedNode]) -> Vec<Quad> {
    let claim = base.by_content("claim", &triple.clone().in_graph(graph.clone()).to_string());
    let rests = evidence.iter().map(|evidence| (sam::EVIDENCE, evidence.clone()));
    let said = std::iter::once((sam::ASSERTION_MODE, mode.into_owned())).chain(rests);
    let place = base.graph("evidence");
    let mut quads = reified(base, &claim, sam::CLAIM, triple, graph);
    quads.extend(said.map(|(predicate, object)| Quad::new(claim.clone(), predicate, object, place.clone())));
    quads
}

/// A name for a triple in a graph.
pub(super) fn reified(base: &Base, name: &NamedNode, class: NamedNodeRef<'_>, triple: &Triple, graph: &NamedNode) -> Vec<Quad> {
    let said: [(NamedNodeRef<'_>, Term); 5] = [
        (rdf::TYPE, class.into_owned().into()),
        (rdf::SUBJECT, triple.subject.clone().into()),
        (rdf::PREDICATE, triple.predicate.clone().into()),
        (rdf::OBJECT, triple.object.clone()),
        (sam::IN_GRAPH, graph.clone().into()),
    ];
    let place = base.graph("evidence");
    said.into_iter().map(|(predicate, object)| Quad::new(name.clone(), predicate, object, place.clone())).collect()
}
