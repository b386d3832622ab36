//! A shapes graph compiled: every shape with its path, targets and constraints.
//!
//! What the engine does not know is an error and never «conforms»: an unknown `sh:` property on a shape, a value of the
//! wrong kind, an entailment regime, a path that is none (SHACL §3.4, failures).

pub(super) use super::vocabulary as sh;

use super::components::{Component, Use};
use super::path::{Path, subject};
use super::reader::{Reader, ShapesError, literals};
use super::sparql::SparqlConstraint;
use oxigraph::model::vocab::rdfs;
use oxigraph::model::{Graph, Literal, NamedNode, NamedNodeRef, NamedOrBlankNode, NamedOrBlankNodeRef, Term, TermRef};
use regex::{Regex, RegexBuilder};
use std::collections::{HashMap, HashSet};

/// Stack that must be left before a shape is compiled or looked at, and how much more is taken then: shapes may nest deeply.
pub(super) const RED_ZONE: usize = 128 * 1024;
pub(super) const MORE_STACK: usize = 4 * 1024 * 1024;
/// Most steps of a path.
const MAX_PATH_STEPS: usize = 1_000;

/// The place of a shape in [`Shapes`].
pub(super) type ShapeId = usize;

/// Which nodes a shape is for.
#[derive(Debug)]
pub(super) enum Target {
    Node(Term),
    Class(NamedOrBlankNode),
    SubjectsOf(NamedNode),
    ObjectsOf(NamedNode),
}

/// A constraint with its parameters.
#[derive(Debug)]
pub(super) enum Constraint {
    Class(Term),
    Datatype(NamedNode),
    NodeKind(NodeKind),
    MinCount(usize),
    MaxCount(usize),
    /// The component, the bound, and which orderings of value and bound are allowed: less, equal, greater.
    Range(NamedNodeRef<'static>, Literal, [bool; 3]),
    MinLength(usize),
    MaxLength(usize),
    Pattern(Regex),
    LanguageIn(Vec<String>),
    UniqueLang,
    Equals(NamedNode),
    Disjoint(NamedNode),
    LessThan(NamedNode),
    LessThanOrEquals(NamedNode),
    Not(ShapeId),
    And(Vec<ShapeId>),
    Or(Vec<ShapeId>),
    Xone(Vec<ShapeId>),
    Node(ShapeId),
    Property(ShapeId),
    Qualified {
        shape: ShapeId,
        min: Option<usize>,
        max: Option<usize>,
        siblings: Vec<ShapeId>,
    },
    Closed(HashSet<NamedNode>),
    HasValue(Term),
    In(HashSet<Term>),
    Sparql(Box<SparqlConstraint>),
    Component(Box<Use>),
}

/// Which kinds of terms `sh:nodeKind` allows.
#[derive(Debug, Clone, Copy)]
pub(super) struct NodeKind {
    pub iri: bool,
    pub blank: bool,
    pub literal: bool,
}

impl NodeKind {
    fn read(kind: &NamedNode) -> Option<Self> {
        let of = |iri, blank, literal| Some(Self { iri, blank, literal });
        match kind.as_str().strip_prefix(sh::NAMESPACE)? {
            "IRI" => of(true, false, false),
            "BlankNode" => of(false, true, false),
            "Literal" => of(false, false, true),
            "BlankNodeOrIRI" => of(true, true, false),
            "BlankNodeOrLiteral" => of(false, true, true),
            "IRIOrLiteral" => of(true, false, true),
            _ => None,
        }
    }
}

/// A compiled shape.
#[derive(Debug)]
pub(super) struct Shape {
    pub node: NamedOrBlankNode,
    pub path: Option<Path>,
    pub targets: Vec<Target>,
    pub constraints: Vec<Constraint>,
    pub severity: NamedNode,
    pub messages: Vec<Literal>,
    pub deactivated: bool,
}

/// A compiled shapes graph.
#[derive(Debug)]
pub struct Shapes {
    pub(super) shapes: Vec<Shape>,
    /// The graph itself, for SPARQL constraints that ask it.
    pub(super) graph: Graph,
}

impl Shapes {
    /// Compiles a shapes graph.
    pub fn compile(graph: Graph) -> Result<Self, ShapesError> {
        crate::sparql::on_own_stack(|| Self::compile_here(graph))
    }

    fn compile_here(graph: Graph) -> Result<Self, ShapesError> {
        let mut compiler =
            Compiler { reader: Reader { graph: &graph }, shapes: Vec::new(), places: HashMap::new(), components: Vec::new() };
        if let Some(triple) = graph.triples_for_predicate(sh::ENTAILMENT).next() {
            return Err(ShapesError::new(triple.subject, format!("the entailment regime {} is not supported", triple.object)));
        }
        compiler.components = Component::read_all(&compiler.reader)?;
        for node in compiler.reader.shape_nodes(&compiler.components) {
            compiler.shape(node.as_ref())?;
        }
        let shapes: Vec<Shape> = compiler.shapes.into_iter().flatten().collect();
        Ok(Self { shapes, graph })
    }
}

struct Compiler<'a> {
    reader: Reader<'a>,
    /// Shapes under their id; empty while a shape is being compiled, so that shapes may refer to each other.
    shapes: Vec<Option<Shape>>,
    places: HashMap<NamedOrBlankNode, ShapeId>,
    components: Vec<Component>,
}

impl Compiler<'_> {
    fn shape(&mut self, node: NamedOrBlankNodeRef<'_>) -> Result<ShapeId, ShapesError> {
        stacker::maybe_grow(RED_ZONE, MORE_STACK, || self.compile(node))
    }

    fn compile(&mut self, node: NamedOrBlankNodeRef<'_>) -> Result<ShapeId, ShapesError> {
        if let Some(&id) = self.places.get(&node.into_owned()) {
            return Ok(id);
        }
        let graph = self.reader.graph;
        let id = self.shapes.len();
        self.shapes.push(None);
        self.places.insert(node.into_owned(), id);
        let owned = node.into_owned();
        let node = owned.as_ref();
        let reader = Reader { graph };
        let path = match reader.only(node, sh::PATH)? {
            Some(path) => Some(Path::read(&reader, path, &mut { MAX_PATH_STEPS })?),
            None if reader.is_a(node, sh::PROPERTY_SHAPE) => return Err(ShapesError::new(node, "a property shape has one sh:path")),
            None => None,
        };
        let severity = match reader.only(node, sh::SEVERITY)? {
            None => sh::VIOLATION.into_owned(),
            Some(TermRef::NamedNode(severity))
                if severity.as_str().starts_with(sh::NAMESPACE) && ![sh::VIOLATION, sh::WARNING, sh::INFO].contains(&severity) =>
            {
                return Err(ShapesError::new(node, format!("{severity} is not a severity")));
            }
            Some(TermRef::NamedNode(severity)) => severity.into_owned(),
            Some(other) => return Err(ShapesError::new(node, format!("the severity {other} is not an IRI"))),
        };
        let deactivated = reader.flag(node, sh::DEACTIVATED)?;
        let targets = targets(&reader, node)?;
        let messages = literals(&reader, node, sh::MESSAGE)?;
        // A deactivated shape is not looked into: it constrains nothing.
        let constraints = if deactivated { Vec::new() } else { self.constraints(node, path.as_ref())? };
        self.shapes[id] = Some(Shape { node: node.into_owned(), path, targets, constraints, severity, messages, deactivated });
        Ok(id)
    }

    fn shape_of(&mut self, owner: NamedOrBlankNodeRef<'_>, term: TermRef<'_>) -> Result<ShapeId, ShapesError> {
        match subject(term) {
            Some(node) => self.shape(node),
            None => Err(ShapesError::new(owner, format!("{term} is not a shape"))),
        }
    }

    fn shapes_of(&mut self, owner: NamedOrBlankNodeRef<'_>, list: TermRef<'_>) -> Result<Vec<ShapeId>, ShapesError> {
        let items = self.reader.list(list)?;
        items.iter().map(|item| self.shape_of(owner, item.as_ref())).collect()
    }

    fn constraints(&mut self, node: NamedOrBlankNodeRef<'_>, path: Option<&Path>) -> Result<Vec<Constraint>, ShapesError> {
        let graph = self.reader.graph;
        let mut triples: Vec<_> = graph.triples_for_subject(node).collect();
        triples.sort_by_key(ToString::to_string);
        let mut constraints = Vec::new();
        for triple in triples {
            let Some(local) = triple.predicate.as_str().strip_prefix(sh::NAMESPACE) else { continue };
            // A node may be a shape and its own SPARQL constraint.
            let own_query = triple.predicate == sh::SELECT && graph.subjects_for_predicate_object(sh::SPARQL, node).next().is_some();
            if own_query || sh::SILENT.contains(&local) || self.components.iter().any(|component| component.has_parameter(triple.predicate))
            {
                continue;
            }
            constraints.extend(self.constraint(node, path, local, triple.object)?);
        }
        for component in &self.components {
            let uses = component.uses(&Reader { graph }, node, path.is_some())?;
            constraints.extend(uses.into_iter().map(|found| Constraint::Component(Box::new(found))));
        }
        Ok(constraints)
    }

    fn constraint(
        &mut self,
        node: NamedOrBlankNodeRef<'_>,
        path: Option<&Path>,
        local: &str,
        value: TermRef<'_>,
    ) -> Result<Option<Constraint>, ShapesError> {
        let graph = self.reader.graph;
        let owned = node.into_owned();
        let reader = Reader { graph };
        let wrong = |expected: &str| ShapesError::new(&owned, format!("sh:{local} takes {expected}, not {value}"));
        let iri = || match value {
            TermRef::NamedNode(iri) => Ok(iri.into_owned()),
            _ => Err(wrong("an IRI")),
        };
        let number = || match value {
            TermRef::Literal(literal) => literal.value().parse::<usize>().map_err(|_| wrong("a number")),
            _ => Err(wrong("a number")),
        };
        let literal = || match value {
            TermRef::Literal(literal) => Ok(literal.into_owned()),
            _ => Err(wrong("a literal")),
        };
        if path.is_none() && ["minCount", "maxCount", "uniqueLang", "lessThan", "lessThanOrEquals", "qualifiedValueShape"].contains(&local)
        {
            return Err(ShapesError::new(node, format!("sh:{local} stands on property shapes only")));
        }
        Ok(Some(match local {
            "class" => Constraint::Class(iri()?.into()),
            "datatype" => Constraint::Datatype(iri()?),
            "nodeKind" => Constraint::NodeKind(NodeKind::read(&iri()?).ok_or_else(|| wrong("one of the six node kinds"))?),
            "minCount" => Constraint::MinCount(number()?),
            "maxCount" => Constraint::MaxCount(number()?),
            "minExclusive" | "minInclusive" | "maxExclusive" | "maxInclusive" => range(local, literal()?),
            "minLength" => Constraint::MinLength(number()?),
            "maxLength" => Constraint::MaxLength(number()?),
            "pattern" => Constraint::Pattern(self.pattern(node, literal()?.value())?),
            "languageIn" => Constraint::LanguageIn(self.languages(node, value)?),
            "uniqueLang" | "closed"
                if !reader.flag(owned.as_ref(), NamedNodeRef::new_unchecked(&format!("{}{local}", sh::NAMESPACE)))? =>
            {
                return Ok(None);
            }
            "uniqueLang" => Constraint::UniqueLang,
            "equals" => Constraint::Equals(iri()?),
            "disjoint" => Constraint::Disjoint(iri()?),
            "lessThan" => Constraint::LessThan(iri()?),
            "lessThanOrEquals" => Constraint::LessThanOrEquals(iri()?),
            "not" => Constraint::Not(self.shape_of(node, value)?),
            "and" => Constraint::And(self.shapes_of(node, value)?),
            "or" => Constraint::Or(self.shapes_of(node, value)?),
            "xone" => Constraint::Xone(self.shapes_of(node, value)?),
            "node" => Constraint::Node(self.shape_of(node, value)?),
            "property" => match subject(value).and_then(|shape| graph.object_for_subject_predicate(shape, sh::PATH)) {
                Some(_) => Constraint::Property(self.shape_of(node, value)?),
                None => return Err(wrong("a property shape")),
            },
            "qualifiedValueShape" => self.qualified(node, value)?,
            "closed" => Constraint::Closed(self.allowed(node)?),
            "hasValue" => Constraint::HasValue(value.into_owned()),
            "in" => Constraint::In(self.reader.list(value)?.into_iter().collect()),
            "sparql" => match SparqlConstraint::read(&self.reader, value)? {
                Some(constraint) => Constraint::Sparql(Box::new(constraint)),
                None => return Ok(None),
            },
            other => return Err(ShapesError::new(node, format!("sh:{other} is not supported"))),
        }))
    }

    fn pattern(&self, node: NamedOrBlankNodeRef<'_>, pattern: &str) -> Result<Regex, ShapesError> {
        let node = node.into_owned();
        let reader = Reader { graph: self.reader.graph };
        let flags = reader.text(node.as_ref(), sh::FLAGS)?.unwrap_or_default();
        if let Some(unknown) = flags.chars().find(|flag| !"ismxq".contains(*flag)) {
            return Err(ShapesError::new(&node, format!("sh:flags has an unknown flag `{unknown}`")));
        }
        let quoted = if flags.contains('q') { regex::escape(pattern) } else { pattern.to_owned() };
        RegexBuilder::new(&quoted)
            .case_insensitive(flags.contains('i'))
            .dot_matches_new_line(flags.contains('s'))
            .multi_line(flags.contains('m'))
            .ignore_whitespace(flags.contains('x'))
            .build()
            .map_err(|error| ShapesError::new(&node, format!("the pattern «{pattern}» cannot be used: {error}")))
    }

    fn languages(&self, node: NamedOrBlankNodeRef<'_>, list: TermRef<'_>) -> Result<Vec<String>, ShapesError> {
        let language = |term: Term| match term {
            Term::Literal(literal) => Ok(literal.value().to_lowercase()),
            other => Err(ShapesError::new(node, format!("{other} is not a language"))),
        };
        self.reader.list(list)?.into_iter().map(language).collect()
    }

    fn qualified(&mut self, node: NamedOrBlankNodeRef<'_>, value: TermRef<'_>) -> Result<Constraint, ShapesError> {
        let graph = self.reader.graph;
        let owned = node.into_owned();
        let reader = Reader { graph };
        let count = |predicate| match reader.text(owned.as_ref(), predicate)? {
            None => Ok(None),
            Some(text) => text.parse().map(Some).map_err(|_| ShapesError::new(&owned, format!("{predicate} is not a number"))),
        };
        let (min, max) = (count(sh::QUALIFIED_MIN_COUNT)?, count(sh::QUALIFIED_MAX_COUNT)?);
        let mut siblings = Vec::new();
        if reader.flag(owned.as_ref(), sh::QUALIFIED_VALUE_SHAPES_DISJOINT)? {
            for parent in graph.subjects_for_predicate_object(sh::PROPERTY, &owned) {
                for sibling in graph.objects_for_subject_predicate(parent, sh::PROPERTY).filter_map(subject) {
                    for shape in graph.objects_for_subject_predicate(sibling, sh::QUALIFIED_VALUE_SHAPE) {
                        if shape != value {
                            siblings.push(self.shape_of(node, shape)?);
                        }
                    }
                }
            }
        }
        Ok(Constraint::Qualified { shape: self.shape_of(node, value)?, min, max, siblings })
    }

    /// The predicates that a closed shape allows.
    fn allowed(&self, node: NamedOrBlankNodeRef<'_>) -> Result<HashSet<NamedNode>, ShapesError> {
        let graph = self.reader.graph;
        let mut allowed = HashSet::new();
        for property in graph.objects_for_subject_predicate(node, sh::PROPERTY).filter_map(subject) {
            if let Some(TermRef::NamedNode(path)) = graph.object_for_subject_predicate(property, sh::PATH) {
                allowed.insert(path.into_owned());
            }
        }
        for list in graph.objects_for_subject_predicate(node, sh::IGNORED_PROPERTIES) {
            for ignored in self.reader.list(list)? {
                match ignored {
                    Term::NamedNode(iri) => allowed.insert(iri),
                    other => return Err(ShapesError::new(node, format!("{other} is not a property"))),
                };
            }
        }
        Ok(allowed)
    }
}

/// A bound and the orderings of value and bound that it allows: less, equal, greater.
fn range(local: &str, bound: Literal) -> Constraint {
    match local {
        "minExclusive" => Constraint::Range(sh::MIN_EXCLUSIVE, bound, [false, false, true]),
        "minInclusive" => Constraint::Range(sh::MIN_INCLUSIVE, bound, [false, true, true]),
        "maxExclusive" => Constraint::Range(sh::MAX_EXCLUSIVE, bound, [true, false, false]),
        _ => Constraint::Range(sh::MAX_INCLUSIVE, bound, [true, true, false]),
    }
}

fn targets(reader: &Reader<'_>, node: NamedOrBlankNodeRef<'_>) -> Result<Vec<Target>, ShapesError> {
    let mut targets = Vec::new();
    for triple in reader.graph.triples_for_subject(node) {
        let iri = || match triple.object {
            TermRef::NamedNode(iri) => Ok(iri.into_owned()),
            other => Err(ShapesError::new(node, format!("{} takes an IRI, not {other}", triple.predicate))),
        };
        match triple.predicate {
            sh::TARGET_NODE => targets.push(Target::Node(triple.object.into_owned())),
            sh::TARGET_CLASS => targets.push(Target::Class(iri()?.into())),
            sh::TARGET_SUBJECTS_OF => targets.push(Target::SubjectsOf(iri()?)),
            sh::TARGET_OBJECTS_OF => targets.push(Target::ObjectsOf(iri()?)),
            other if other.as_str() == concat!("http://www.w3.org/ns/shacl#", "target") => {
                return Err(ShapesError::new(node, "sh:target is not supported"));
            }
            _ => {}
        }
    }
    let is_shape = reader.is_a(node, sh::NODE_SHAPE) || reader.is_a(node, sh::PROPERTY_SHAPE);
    if is_shape && reader.is_a(node, rdfs::CLASS) {
        targets.push(Target::Class(node.into_owned()));
    }
    Ok(targets)
}
