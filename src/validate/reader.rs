//! Reading a shapes graph: values, flags, lists, and which nodes are shapes.

use super::components::Component;
use super::path::subject;
use super::vocabulary as sh;
use oxigraph::model::vocab::{rdf, xsd};
use oxigraph::model::{Graph, Literal, NamedNodeRef, NamedOrBlankNode, NamedOrBlankNodeRef, Term, TermRef};
use std::collections::{BTreeSet, HashSet};
use std::fmt;

/// A shapes graph that cannot be used.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ShapesError {
    /// The node at which the fault is.
    pub node: String,
    /// What is wrong.
    pub problem: String,
}

impl ShapesError {
    pub(super) fn new(node: impl fmt::Display, problem: impl Into<String>) -> Self {
        Self { node: node.to_string(), problem: problem.into() }
    }
}

impl fmt::Display for ShapesError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.node, self.problem)
    }
}

/// Reads nodes of a shapes graph.
pub(super) struct Reader<'a> {
    pub graph: &'a Graph,
}

impl<'a> Reader<'a> {
    pub fn objects(&self, node: NamedOrBlankNodeRef<'a>, predicate: NamedNodeRef<'a>) -> Vec<TermRef<'a>> {
        let mut found: Vec<TermRef<'a>> = self.graph.objects_for_subject_predicate(node, predicate).collect();
        found.sort_by_key(ToString::to_string);
        found
    }

    /// The only value of a property; several are an error.
    pub fn only(&self, node: NamedOrBlankNodeRef<'a>, predicate: NamedNodeRef<'a>) -> Result<Option<TermRef<'a>>, ShapesError> {
        match self.objects(node, predicate).as_slice() {
            [] => Ok(None),
            [one] => Ok(Some(*one)),
            _ => Err(ShapesError::new(node, format!("{predicate} has more than one value"))),
        }
    }

    pub fn flag(&self, node: NamedOrBlankNodeRef<'a>, predicate: NamedNodeRef<'a>) -> Result<bool, ShapesError> {
        match self.only(node, predicate)? {
            None => Ok(false),
            // The term `true` and no other form of it, as the W3C's test uniqueLang-002 has it.
            Some(TermRef::Literal(value)) if value.datatype() == xsd::BOOLEAN => Ok(value.value() == "true"),
            Some(other) => Err(ShapesError::new(node, format!("{predicate} is {other} and not a boolean"))),
        }
    }

    pub fn text(&self, node: NamedOrBlankNodeRef<'a>, predicate: NamedNodeRef<'a>) -> Result<Option<&'a str>, ShapesError> {
        match self.only(node, predicate)? {
            None => Ok(None),
            Some(TermRef::Literal(value)) => Ok(Some(value.value())),
            Some(other) => Err(ShapesError::new(node, format!("{predicate} is {other} and not a string"))),
        }
    }

    pub fn list(&self, node: TermRef<'_>) -> Result<Vec<Term>, ShapesError> {
        let mut items = Vec::new();
        let mut rest = node.into_owned();
        let mut seen = HashSet::new();
        while rest.as_ref() != TermRef::from(rdf::NIL) {
            let Some(cell) = subject(rest.as_ref()).filter(|_| seen.insert(rest.clone())) else {
                return Err(ShapesError::new(node, "not a list that ends"));
            };
            let only = |predicate| {
                let mut values = self.graph.objects_for_subject_predicate(cell, predicate);
                values.next().filter(|_| values.next().is_none()).map(TermRef::into_owned)
            };
            let (Some(first), Some(next)) = (only(rdf::FIRST), only(rdf::REST)) else {
                return Err(ShapesError::new(node, "not a well-formed list"));
            };
            items.push(first);
            rest = next;
        }
        Ok(items)
    }

    pub fn is_a(&self, node: NamedOrBlankNodeRef<'_>, class: NamedNodeRef<'_>) -> bool {
        super::classes::is_instance(self.graph, node, class.into())
    }

    /// Every node that is declared a shape, has a target or has a parameter that only shapes have, in a stable order.
    pub fn shape_nodes(&self, components: &[Component]) -> BTreeSet<Sorted> {
        let mut nodes = BTreeSet::new();
        for triple in self.graph {
            let local = triple.predicate.as_str().strip_prefix(sh::NAMESPACE);
            let typed =
                triple.predicate == rdf::TYPE && (triple.object == sh::NODE_SHAPE.into() || triple.object == sh::PROPERTY_SHAPE.into());
            let targeted = local.is_some_and(|local| local.starts_with("target"));
            let parameter = local.is_some_and(|local| PARAMETERS.contains(&local)) && !self.is_a(triple.subject, sh::CONSTRAINT_COMPONENT)
                || components.iter().any(|component| component.has_parameter(triple.predicate));
            if typed || targeted || parameter {
                nodes.insert(Sorted(triple.subject.into_owned()));
            }
        }
        nodes
    }
}

/// Parameters that make their subject a shape (SHACL §2.1) and on which the order of compilation does not depend.
const PARAMETERS: &[&str] = &["property", "node", "and", "or", "xone", "not", "sparql", "minCount", "maxCount", "hasValue", "in", "closed"];

/// A node in the order of its text.
#[derive(PartialEq, Eq)]
pub(super) struct Sorted(NamedOrBlankNode);

impl Sorted {
    pub fn as_ref(&self) -> NamedOrBlankNodeRef<'_> {
        self.0.as_ref()
    }
}
impl PartialOrd for Sorted {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}
impl Ord for Sorted {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        self.0.to_string().cmp(&other.0.to_string())
    }
}

pub(super) fn literals(
    reader: &Reader<'_>,
    node: NamedOrBlankNodeRef<'_>,
    predicate: NamedNodeRef<'_>,
) -> Result<Vec<Literal>, ShapesError> {
    let mut found = Vec::new();
    for term in reader.graph.objects_for_subject_predicate(node, predicate) {
        match term {
            TermRef::Literal(literal) => found.push(literal.into_owned()),
            other => return Err(ShapesError::new(node, format!("{predicate} is {other} and not a text"))),
        }
    }
    found.sort_by_key(ToString::to_string);
    Ok(found)
}
