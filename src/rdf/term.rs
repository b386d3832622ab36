//! Terms and graphs in memory, read by those who need only a little of them.

use oxigraph::model::vocab::rdf;
use oxigraph::model::{Graph, NamedNode, NamedNodeRef, NamedOrBlankNode, NamedOrBlankNodeRef, Term};

/// A term without its brackets, quotes, datatype and language.
pub fn plain(term: &Term) -> String {
    match term {
        Term::NamedNode(node) => node.as_str().to_owned(),
        Term::Literal(literal) => literal.value().to_owned(),
        other => other.to_string(),
    }
}

/// A term as a subject, where it can be one.
pub fn as_subject(term: &Term) -> Option<NamedOrBlankNode> {
    match term {
        Term::NamedNode(node) => Some(node.clone().into()),
        Term::BlankNode(node) => Some(node.clone().into()),
        Term::Literal(_) | Term::Triple(_) => None,
    }
}

/// The text among some terms that is in a language.
pub fn text_in(terms: &[Term], language: &str) -> Option<String> {
    terms.iter().find_map(|term| match term {
        Term::Literal(literal) if literal.language() == Some(language) => Some(literal.value().to_owned()),
        _ => None,
    })
}

/// The IRIs that have this object of this property in a graph, sorted.
pub fn subjects(graph: &Graph, predicate: NamedNodeRef<'_>, object: NamedNodeRef<'_>) -> Vec<NamedNode> {
    let subjects = graph.subjects_for_predicate_object(predicate, object);
    let mut found: Vec<NamedNode> = subjects
        .filter_map(|subject| match subject {
            NamedOrBlankNodeRef::NamedNode(node) => Some(node.into_owned()),
            NamedOrBlankNodeRef::BlankNode(_) => None,
        })
        .collect();
    found.sort();
    found
}

/// The IRIs of a class in a graph, sorted.
pub fn instances(graph: &Graph, class: NamedNodeRef<'_>) -> Vec<NamedNode> {
    subjects(graph, rdf::TYPE, class)
}

#[cfg(test)]
mod tests {
    use super::*;
    use oxigraph::model::{BlankNode, Literal, Triple};

    #[test]
    fn terms_are_read_plainly() {
        let labels = [Literal::new_language_tagged_literal_unchecked("to", "nb").into(), Literal::from(2).into()];
        assert_eq!((plain(&labels[0]), plain(&labels[1])), ("to".to_owned(), "2".to_owned()));
        assert_eq!((text_in(&labels, "nb").as_deref(), text_in(&labels, "en")), (Some("to"), None));
        assert_eq!(as_subject(&labels[0]), None);
    }

    #[test]
    fn instances_are_sorted_and_have_names() {
        let class = NamedNode::new_unchecked("x:C");
        let named = |name: &str| NamedOrBlankNode::from(NamedNode::new_unchecked(name));
        let subjects = [named("x:b"), named("x:a"), BlankNode::default().into()];
        let graph: Graph = subjects.into_iter().map(|subject| Triple::new(subject, rdf::TYPE, class.clone())).collect();
        assert_eq!(instances(&graph, class.as_ref()), [NamedNode::new_unchecked("x:a"), NamedNode::new_unchecked("x:b")]);
    }
}
