//! What a document leaves to its reader: the base of relative IRIs, and the labels of blank nodes.
//!
//! Relative IRIs are read against a base that no document has, seen by it, and given the base of the harvester. Blank nodes are
//! called `_:b1` and so on in reading order, so that the same documents give the same report.

use oxigraph::model::{BlankNode, Literal, NamedNode, NamedOrBlankNode, Term, Triple};
use std::collections::HashMap;

/// The base to read with. Its scheme is nobody's, so that `//host/path` is seen to be relative too.
pub(super) const BASE: &str = "x-relative://relative.invalid/";
const SCHEME: &str = "x-relative:";
/// The base that the harvester gives relative IRIs.
const HARVESTED: &str = "http://example.com/";
const HARVESTED_SCHEME: &str = "http:";

/// A relative IRI.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Relative {
    /// What it was, as far as resolving leaves it.
    pub name: String,
    /// What the harvester makes of it.
    pub becomes: NamedNode,
}

/// The relative IRI that an IRI was, if it was one.
fn relative(iri: &str) -> Option<Relative> {
    let (name, becomes) = match (iri.strip_prefix(BASE), iri.strip_prefix(SCHEME)) {
        (Some(name), _) => (name, format!("{HARVESTED}{name}")),
        (None, Some(name)) => (name, format!("{HARVESTED_SCHEME}{name}")),
        (None, None) => return None,
    };
    Some(Relative { name: name.to_owned(), becomes: NamedNode::new_unchecked(becomes) })
}

/// A namespace as the harvester has it.
pub(super) fn harvested(namespace: &str) -> String {
    relative(namespace).map_or_else(|| namespace.to_owned(), |relative| relative.becomes.into_string())
}

/// How a relative IRI may have been written that became this one.
pub(super) fn spellings(iri: &str) -> Vec<String> {
    let of_path = iri.strip_prefix(HARVESTED).map(|rest| [rest.to_owned(), format!("/{rest}")]);
    let of_host = iri.strip_prefix(HARVESTED_SCHEME).map(str::to_owned);
    of_path.into_iter().flatten().chain(of_host).collect()
}

/// Labels for the blank nodes of several documents; they go on from one to the next, so that reports can be put together.
#[derive(Debug)]
pub(super) struct Labels {
    prefix: &'static str,
    given: usize,
}

impl Labels {
    pub(super) fn new(prefix: &'static str) -> Self {
        Self { prefix, given: 0 }
    }

    fn next(&mut self) -> BlankNode {
        self.given += 1;
        BlankNode::new_unchecked(format!("{}{}", self.prefix, self.given))
    }
}

/// Names the terms of one document.
#[derive(Debug)]
pub(super) struct Naming<'a> {
    labels: &'a mut Labels,
    known: HashMap<BlankNode, BlankNode>,
    /// The relative IRIs of the triple at hand.
    relative: Vec<Relative>,
}

impl<'a> Naming<'a> {
    pub(super) fn new(labels: &'a mut Labels) -> Self {
        Self { labels, known: HashMap::new(), relative: Vec::new() }
    }

    /// Names the terms of a triple; the IRIs in it that were relative.
    pub(super) fn name(&mut self, triple: &mut Triple) -> Vec<Relative> {
        self.triple(triple);
        std::mem::take(&mut self.relative)
    }

    fn triple(&mut self, triple: &mut Triple) {
        match &mut triple.subject {
            NamedOrBlankNode::NamedNode(node) => self.iri(node),
            NamedOrBlankNode::BlankNode(node) => self.blank(node),
        }
        self.iri(&mut triple.predicate);
        match &mut triple.object {
            Term::NamedNode(node) => self.iri(node),
            Term::BlankNode(node) => self.blank(node),
            Term::Literal(literal) => {
                if let Some(relative) = relative(literal.datatype().as_str()) {
                    *literal = Literal::new_typed_literal(literal.value(), relative.becomes.clone());
                    self.relative.push(relative);
                }
            }
            Term::Triple(inner) => self.triple(inner),
        }
    }

    fn iri(&mut self, node: &mut NamedNode) {
        if let Some(relative) = relative(node.as_str()) {
            *node = relative.becomes.clone();
            self.relative.push(relative);
        }
    }

    fn blank(&mut self, node: &mut BlankNode) {
        if !self.known.contains_key(node) {
            let label = self.labels.next();
            self.known.insert(node.clone(), label);
        }
        *node = self.known[node].clone();
    }
}
