//! Instances of classes: `rdf:type/rdfs:subClassOf*` (SHACL §1.1, «SHACL instance»).

use super::path::subject;
use oxigraph::model::vocab::{rdf, rdfs};
use oxigraph::model::{Graph, NamedOrBlankNodeRef, TermRef};
use std::collections::HashSet;

/// Whether a node is an instance of a class or of a class below it.
pub(super) fn is_instance(graph: &Graph, node: NamedOrBlankNodeRef<'_>, class: TermRef<'_>) -> bool {
    let mut seen = HashSet::new();
    let mut types: Vec<TermRef<'_>> = graph.objects_for_subject_predicate(node, rdf::TYPE).collect();
    while let Some(found) = types.pop() {
        if found == class {
            return true;
        }
        if let Some(below) = subject(found).filter(|_| seen.insert(found)) {
            types.extend(graph.objects_for_subject_predicate(below, rdfs::SUB_CLASS_OF));
        }
    }
    false
}

/// All instances of a class and of the classes below it.
pub(super) fn instances<'a>(graph: &'a Graph, class: NamedOrBlankNodeRef<'a>) -> Vec<NamedOrBlankNodeRef<'a>> {
    let mut seen = HashSet::from([class]);
    let mut classes = vec![class];
    let mut found = Vec::new();
    while let Some(class) = classes.pop() {
        found.extend(graph.subjects_for_predicate_object(rdf::TYPE, TermRef::from(class)));
        for below in graph.subjects_for_predicate_object(rdfs::SUB_CLASS_OF, TermRef::from(class)) {
            if seen.insert(below) {
                classes.push(below);
            }
        }
    }
    found
}
