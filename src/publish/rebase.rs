//! Our things and graphs under another base. The namespaces of ontology and shapes stay: they are not ours to move.

use crate::rdf::iri::DEFAULT_BASE;
use oxigraph::model::{GraphName, NamedNode, NamedOrBlankNode, Quad, Term, Triple};

/// From the base that the built-in graph has to the one that is published under.
pub struct Rebase<'a> {
    to: &'a str,
}

impl<'a> Rebase<'a> {
    /// To this base.
    pub fn to(base: &'a str) -> Self {
        Self { to: base }
    }

    /// A text, such as a query, with the IRIs in it moved.
    pub fn text(&self, text: &str) -> String {
        let moved = |text: &str, kind: &str| text.replace(&format!("<{DEFAULT_BASE}{kind}"), &format!("<{}{kind}", self.to));
        moved(&moved(text, "id/"), "graph/")
    }

    fn node(&self, node: NamedNode) -> NamedNode {
        match node.as_str().strip_prefix(DEFAULT_BASE) {
            Some(rest) if self.to != DEFAULT_BASE && (rest.starts_with("id/") || rest.starts_with("graph/")) => {
                NamedNode::new_unchecked(format!("{}{rest}", self.to))
            }
            _ => node,
        }
    }

    /// A term.
    pub fn term(&self, term: Term) -> Term {
        match term {
            Term::NamedNode(node) => self.node(node).into(),
            other => other,
        }
    }

    /// A triple.
    pub fn triple(&self, triple: Triple) -> Triple {
        let subject = match triple.subject {
            NamedOrBlankNode::NamedNode(node) => self.node(node).into(),
            blank @ NamedOrBlankNode::BlankNode(_) => blank,
        };
        Triple::new(subject, triple.predicate, self.term(triple.object))
    }

    /// A quad.
    pub fn quad(&self, quad: Quad) -> Quad {
        let graph_name = match quad.graph_name {
            GraphName::NamedNode(node) => self.node(node).into(),
            other => other,
        };
        self.triple(Triple::new(quad.subject, quad.predicate, quad.object)).in_graph(graph_name)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn things_move_and_namespaces_stay() {
        let rebase = Rebase::to("https://data.kds.no/");
        let moved = |iri: &str| rebase.term(NamedNode::new_unchecked(iri).into()).to_string();
        assert_eq!(moved("https://w3id.org/samstyr/id/org/no-ks"), "<https://data.kds.no/id/org/no-ks>");
        assert_eq!(moved("https://w3id.org/samstyr/ns#Measure"), "<https://w3id.org/samstyr/ns#Measure>");
        assert_eq!(rebase.text("{ <https://w3id.org/samstyr/graph/evidence> }"), "{ <https://data.kds.no/graph/evidence> }");
    }
}
