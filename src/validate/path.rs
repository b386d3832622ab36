//! Property paths (SHACL §2.3.1): from the shapes graph, over a data graph, and as SPARQL.

use super::reader::{Reader, ShapesError};
use super::vocabulary as sh;
use oxigraph::model::vocab::rdf;
use oxigraph::model::{BlankNode, Graph, NamedNode, NamedOrBlankNodeRef, Term, TermRef, Triple};
use spargebra::algebra::PropertyPathExpression;
use std::collections::HashSet;

/// A property path.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Path {
    /// A predicate.
    Predicate(NamedNode),
    /// `sh:inversePath`.
    Inverse(Box<Path>),
    /// A list.
    Sequence(Vec<Path>),
    /// `sh:alternativePath`.
    Alternative(Vec<Path>),
    /// `sh:zeroOrMorePath`.
    ZeroOrMore(Box<Path>),
    /// `sh:oneOrMorePath`.
    OneOrMore(Box<Path>),
    /// `sh:zeroOrOnePath`.
    ZeroOrOne(Box<Path>),
}

/// A node as a subject; literals are none.
pub(super) fn subject(term: TermRef<'_>) -> Option<NamedOrBlankNodeRef<'_>> {
    match term {
        TermRef::NamedNode(node) => Some(node.into()),
        TermRef::BlankNode(node) => Some(node.into()),
        _ => None,
    }
}

impl Path {
    /// Reads the path that a node of the shapes graph stands for, of at most `left` steps.
    pub(super) fn read(reader: &Reader<'_>, node: TermRef<'_>, left: &mut usize) -> Result<Self, ShapesError> {
        *left = left.checked_sub(1).ok_or_else(|| ShapesError::new(node, "the path is too large, or part of itself"))?;
        let mut inner = |node: TermRef<'_>| Self::read(reader, node, left);
        if let TermRef::NamedNode(predicate) = node {
            return Ok(Self::Predicate(predicate.into_owned()));
        }
        let Some(start) = subject(node) else { return Err(ShapesError::new(node, "a path is not a literal")) };
        if reader.graph.object_for_subject_predicate(start, rdf::FIRST).is_some() {
            let steps: Vec<Self> = reader.list(node)?.into_iter().map(|step| inner(step.as_ref())).collect::<Result<_, _>>()?;
            if steps.len() < 2 {
                return Err(ShapesError::new(node, "a sequence path has at least two steps"));
            }
            return Ok(Self::Sequence(steps));
        }
        let triples: Vec<_> = reader.graph.triples_for_subject(start).collect();
        let [triple] = triples.as_slice() else {
            return Err(ShapesError::new(node, "a path is an IRI, a list, or a blank node with one property"));
        };
        match triple.predicate {
            sh::INVERSE_PATH => Ok(Self::Inverse(Box::new(inner(triple.object)?))),
            sh::ZERO_OR_MORE_PATH => Ok(Self::ZeroOrMore(Box::new(inner(triple.object)?))),
            sh::ONE_OR_MORE_PATH => Ok(Self::OneOrMore(Box::new(inner(triple.object)?))),
            sh::ZERO_OR_ONE_PATH => Ok(Self::ZeroOrOne(Box::new(inner(triple.object)?))),
            sh::ALTERNATIVE_PATH => {
                let choices = reader.list(triple.object)?;
                if choices.len() < 2 {
                    return Err(ShapesError::new(node, "an alternative path has at least two choices"));
                }
                Ok(Self::Alternative(choices.iter().map(|choice| inner(choice.as_ref())).collect::<Result<_, _>>()?))
            }
            other => Err(ShapesError::new(node, format!("{other} does not make a path"))),
        }
    }

    /// The value nodes: each once, in the order they are reached.
    pub fn values(&self, graph: &Graph, focus: TermRef<'_>) -> Vec<Term> {
        let mut found = Found::default();
        self.walk(graph, focus, &mut found);
        found.order
    }

    fn walk(&self, graph: &Graph, from: TermRef<'_>, found: &mut Found) {
        match self {
            Self::Predicate(predicate) => {
                if let Some(subject) = subject(from) {
                    graph.objects_for_subject_predicate(subject, predicate).for_each(|object| found.add(object));
                }
            }
            Self::Inverse(inner) => match inner.as_ref() {
                Self::Predicate(predicate) => {
                    graph.subjects_for_predicate_object(predicate, from).for_each(|subject| found.add(subject.into()));
                }
                other => other.inverted().walk(graph, from, found),
            },
            Self::Sequence(steps) => {
                let mut nodes = vec![from.into_owned()];
                for step in steps {
                    let mut next = Found::default();
                    for node in &nodes {
                        step.walk(graph, node.as_ref(), &mut next);
                    }
                    nodes = next.order;
                }
                found.add_all(&nodes);
            }
            Self::Alternative(choices) => {
                for choice in choices {
                    choice.walk(graph, from, found);
                }
            }
            Self::ZeroOrOne(inner) => {
                found.add(from);
                inner.walk(graph, from, found);
            }
            Self::ZeroOrMore(inner) => {
                found.add(from);
                inner.closure(graph, from, found);
            }
            Self::OneOrMore(inner) => inner.closure(graph, from, found),
        }
    }

    /// Everything that one or more steps reach.
    fn closure(&self, graph: &Graph, from: TermRef<'_>, found: &mut Found) {
        let mut reached = Found::default();
        self.walk(graph, from, &mut reached);
        let mut at = 0;
        while at < reached.order.len() {
            let node = reached.order[at].clone();
            self.walk(graph, node.as_ref(), &mut reached);
            at += 1;
        }
        found.add_all(&reached.order);
    }

    /// The same path walked the other way.
    fn inverted(&self) -> Self {
        match self {
            Self::Predicate(_) => Self::Inverse(Box::new(self.clone())),
            Self::Inverse(inner) => (**inner).clone(),
            Self::Sequence(steps) => Self::Sequence(steps.iter().rev().map(Self::inverted).collect()),
            Self::Alternative(choices) => Self::Alternative(choices.iter().map(Self::inverted).collect()),
            Self::ZeroOrMore(inner) => Self::ZeroOrMore(Box::new(inner.inverted())),
            Self::OneOrMore(inner) => Self::OneOrMore(Box::new(inner.inverted())),
            Self::ZeroOrOne(inner) => Self::ZeroOrOne(Box::new(inner.inverted())),
        }
    }

    /// The path in SPARQL's algebra.
    pub(super) fn to_sparql(&self) -> PropertyPathExpression {
        use PropertyPathExpression as P;
        let fold = |paths: &[Self], join: fn(Box<P>, Box<P>) -> P| {
            let mut all = paths.iter().map(Self::to_sparql);
            let first = all.next().unwrap_or_else(|| P::NegatedPropertySet(Vec::new()));
            all.fold(first, |left, right| join(Box::new(left), Box::new(right)))
        };
        match self {
            Self::Predicate(predicate) => P::NamedNode(predicate.clone()),
            Self::Inverse(inner) => P::Reverse(Box::new(inner.to_sparql())),
            Self::Sequence(steps) => fold(steps, P::Sequence),
            Self::Alternative(choices) => fold(choices, P::Alternative),
            Self::ZeroOrMore(inner) => P::ZeroOrMore(Box::new(inner.to_sparql())),
            Self::OneOrMore(inner) => P::OneOrMore(Box::new(inner.to_sparql())),
            Self::ZeroOrOne(inner) => P::ZeroOrOne(Box::new(inner.to_sparql())),
        }
    }

    /// The path as triples of a report; gives the node that stands for it.
    pub(super) fn write(&self, graph: &mut Graph, labels: &mut impl Iterator<Item = BlankNode>) -> Term {
        let (predicate, object) = match self {
            Self::Predicate(predicate) => return predicate.clone().into(),
            Self::Sequence(steps) => return write_list(graph, steps, labels),
            Self::Alternative(choices) => (sh::ALTERNATIVE_PATH, write_list(graph, choices, labels)),
            Self::Inverse(inner) => (sh::INVERSE_PATH, inner.write(graph, labels)),
            Self::ZeroOrMore(inner) => (sh::ZERO_OR_MORE_PATH, inner.write(graph, labels)),
            Self::OneOrMore(inner) => (sh::ONE_OR_MORE_PATH, inner.write(graph, labels)),
            Self::ZeroOrOne(inner) => (sh::ZERO_OR_ONE_PATH, inner.write(graph, labels)),
        };
        let node = labels.next().unwrap_or_default();
        graph.insert(&Triple::new(node.clone(), predicate, object));
        node.into()
    }
}

fn write_list(graph: &mut Graph, paths: &[Path], labels: &mut impl Iterator<Item = BlankNode>) -> Term {
    paths.iter().rev().fold(rdf::NIL.into_owned().into(), |rest: Term, path| {
        let item = path.write(graph, labels);
        let node = labels.next().unwrap_or_default();
        graph.insert(&Triple::new(node.clone(), rdf::FIRST, item));
        graph.insert(&Triple::new(node.clone(), rdf::REST, rest));
        node.into()
    })
}

/// Nodes, each once, in the order they were found.
#[derive(Default)]
struct Found {
    order: Vec<Term>,
    seen: HashSet<Term>,
}

impl Found {
    fn add_all(&mut self, nodes: &[Term]) {
        for node in nodes {
            self.add(node.as_ref());
        }
    }

    fn add(&mut self, node: TermRef<'_>) {
        let node = node.into_owned();
        if self.seen.insert(node.clone()) {
            self.order.push(node);
        }
    }
}
