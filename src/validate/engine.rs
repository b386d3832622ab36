//! Validation itself: shapes against a data graph, one function for each family of constraints (SHACL §§3, 4).

use super::classes::{instances, is_instance};
use super::compare::{compare, is_well_formed};
use super::components::Use;
use super::messages::messages;
use super::path::{Path, subject};
use super::report::{Report, ValidationResult};
use super::shapes::{Constraint, MORE_STACK, NodeKind, RED_ZONE, Shape, ShapeId, Shapes, Target, sh};
use super::sparql::{Queryable, Solution, SparqlConstraint};
use oxigraph::model::{Graph, NamedNode, NamedNodeRef, Term};
use std::cell::OnceCell;
use std::cmp::Ordering;
use std::collections::{BTreeMap, HashMap, HashSet};

/// A validation under way.
pub(super) struct Engine<'a> {
    shapes: &'a Shapes,
    data: &'a Graph,
    queryable: OnceCell<Queryable>,
    /// Shapes and nodes that are being looked at: a shape that comes back to the same node adds nothing (SHACL §3.4.3).
    open: HashSet<(ShapeId, Term)>,
    /// How often that has happened; what was decided meanwhile is not kept.
    returns: usize,
    /// Shapes and nodes that were decided, so that shapes that share parts stay linear.
    decided: HashMap<(ShapeId, Term), bool>,
}

type Found = Vec<ValidationResult>;

/// What a constraint is about: a shape, a focus node and its value nodes.
struct Context<'c> {
    shape: &'c Shape,
    focus: &'c Term,
    values: &'c [Term],
}

impl Context<'_> {
    fn result(&self, component: NamedNodeRef<'_>, value: Option<Term>) -> ValidationResult {
        ValidationResult {
            focus: self.focus.clone(),
            path: self.shape.path.clone(),
            value,
            component: component.into_owned(),
            shape: self.shape.node.clone(),
            constraint: None,
            severity: self.shape.severity.clone(),
            messages: self.shape.messages.clone(),
        }
    }

    /// A result for each value that does not hold.
    fn each(&self, component: &'static str, found: &mut Found, mut holds: impl FnMut(&Term) -> bool) {
        for value in self.values.iter().filter(|value| !holds(value)) {
            found.push(self.result(NamedNodeRef::new_unchecked(component), Some(value.clone())));
        }
    }
}

macro_rules! component {
    ($name:literal) => {
        concat!("http://www.w3.org/ns/shacl#", $name, "ConstraintComponent")
    };
}

impl<'a> Engine<'a> {
    pub fn new(shapes: &'a Shapes, data: &'a Graph) -> Self {
        Self { shapes, data, queryable: OnceCell::new(), open: HashSet::new(), returns: 0, decided: HashMap::new() }
    }

    /// Validates every target of every shape.
    pub fn run(mut self) -> Result<Report, String> {
        let mut report = Report::default();
        let shapes = self.shapes;
        for (id, shape) in shapes.shapes.iter().enumerate() {
            let mut seen = HashSet::new();
            let nodes: Vec<Term> = shape.targets.iter().flat_map(|target| self.focus_nodes(target)).collect();
            for focus in nodes {
                if seen.insert(focus.clone()) {
                    self.look(id, &focus, &mut report.results)?;
                }
            }
        }
        report.results.sort_by_cached_key(|found| {
            let text = |term: &Term| term.to_string();
            let messages: Vec<String> = found.messages.iter().map(ToString::to_string).collect();
            let (value, constraint) = (found.value.as_ref().map(text), found.constraint.as_ref().map(text));
            (found.focus.to_string(), found.shape.to_string(), found.component.clone(), value, constraint, messages)
        });
        Ok(report)
    }

    fn focus_nodes(&self, target: &Target) -> Vec<Term> {
        let mut nodes: Vec<Term> = match target {
            Target::Node(node) => vec![node.clone()],
            Target::Class(class) => instances(self.data, class.as_ref()).into_iter().map(|node| node.into_owned().into()).collect(),
            Target::SubjectsOf(predicate) => {
                self.data.triples_for_predicate(predicate).map(|triple| triple.subject.into_owned().into()).collect()
            }
            Target::ObjectsOf(predicate) => self.data.triples_for_predicate(predicate).map(|triple| triple.object.into_owned()).collect(),
        };
        nodes.sort_by_cached_key(ToString::to_string);
        nodes
    }

    /// Looks at a node through a shape.
    fn look(&mut self, id: ShapeId, focus: &Term, found: &mut Found) -> Result<(), String> {
        let shape = &self.shapes.shapes[id];
        if shape.deactivated {
            return Ok(());
        }
        if !self.open.insert((id, focus.clone())) {
            self.returns += 1;
            return Ok(());
        }
        let values = shape.path.as_ref().map_or_else(|| vec![focus.clone()], |path| path.values(self.data, focus.as_ref()));
        let context = Context { shape, focus, values: &values };
        let outcome = shape
            .constraints
            .iter()
            .try_for_each(|constraint| stacker::maybe_grow(RED_ZONE, MORE_STACK, || self.constraint(constraint, &context, found)));
        self.open.remove(&(id, focus.clone()));
        outcome
    }

    fn conforms(&mut self, id: ShapeId, node: &Term) -> Result<bool, String> {
        let key = (id, node.clone());
        if let Some(decided) = self.decided.get(&key) {
            return Ok(*decided);
        }
        let before = self.returns;
        let mut found = Found::new();
        self.look(id, node, &mut found)?;
        if self.returns == before {
            self.decided.insert(key, found.is_empty());
        }
        Ok(found.is_empty())
    }

    fn constraint(&mut self, constraint: &Constraint, context: &Context<'_>, found: &mut Found) -> Result<(), String> {
        let data = self.data;
        match constraint {
            Constraint::Class(class) => context.each(component!("Class"), found, |value| {
                subject(value.as_ref()).is_some_and(|node| is_instance(data, node, class.as_ref()))
            }),
            Constraint::Datatype(datatype) => context.each(component!("Datatype"), found, |value| {
                matches!(value, Term::Literal(literal) if literal.datatype() == datatype.as_ref() && is_well_formed(literal.as_ref()))
            }),
            Constraint::NodeKind(kind) => context.each(component!("NodeKind"), found, |value| is_of_kind(value, *kind)),
            Constraint::Range(component, bound, allowed) => {
                for value in context.values {
                    let holds = match compare(value.as_ref(), bound.as_ref().into()) {
                        Some(Ordering::Less) => allowed[0],
                        Some(Ordering::Equal) => allowed[1],
                        Some(Ordering::Greater) => allowed[2],
                        None => false,
                    };
                    if !holds {
                        let component = NamedNode::new_unchecked(component_of(*component));
                        found.push(context.result(component.as_ref(), Some(value.clone())));
                    }
                }
            }
            Constraint::MinLength(least) => context.each(component!("MinLength"), found, |value| length(value).is_some_and(|length| length >= *least)),
            Constraint::MaxLength(most) => context.each(component!("MaxLength"), found, |value| length(value).is_some_and(|length| length <= *most)),
            Constraint::Pattern(pattern) => context.each(component!("Pattern"), found, |value| text(value).is_some_and(|text| pattern.is_match(text))),
            Constraint::LanguageIn(languages) => context.each(component!("LanguageIn"), found, |value| {
                matches!(value, Term::Literal(literal) if literal.language().is_some_and(|tag| languages.iter().any(|range| language_matches(tag, range))))
            }),
            Constraint::HasValue(wanted) if !context.values.contains(wanted) => {
                found.push(context.result(NamedNodeRef::new_unchecked(component!("HasValue")), None));
            }
            Constraint::In(allowed) => context.each(component!("In"), found, |value| allowed.contains(value)),
            Constraint::MinCount(least) if context.values.len() < *least => {
                found.push(context.result(NamedNodeRef::new_unchecked(component!("MinCount")), None));
            }
            Constraint::MaxCount(most) if context.values.len() > *most => {
                found.push(context.result(NamedNodeRef::new_unchecked(component!("MaxCount")), None));
            }
            Constraint::HasValue(_) | Constraint::MinCount(_) | Constraint::MaxCount(_) => {}
            Constraint::UniqueLang => unique_languages(context, found),
            Constraint::Equals(_) | Constraint::Disjoint(_) | Constraint::LessThan(_) | Constraint::LessThanOrEquals(_) => self.pair(constraint, context, found),
            Constraint::Closed(allowed) => self.closed(allowed, context, found),
            Constraint::Property(id) => context.values.iter().try_for_each(|value| self.look(*id, value, found))?,
            Constraint::Qualified { shape, min, max, siblings } => self.qualified(*shape, (*min, *max), siblings, context, found)?,
            Constraint::Not(_) | Constraint::And(_) | Constraint::Or(_) | Constraint::Xone(_) | Constraint::Node(_) => self.logical(constraint, context, found)?,
            Constraint::Sparql(query) => self.sparql(query, context, found)?,
            Constraint::Component(used) => self.component(used, context, found)?,
        }
        Ok(())
    }

    /// `sh:equals`, `sh:disjoint`, `sh:lessThan`, `sh:lessThanOrEquals` (§4.5).
    fn pair(&self, constraint: &Constraint, context: &Context<'_>, found: &mut Found) {
        let others = |predicate: &NamedNode| Path::Predicate(predicate.clone()).values(self.data, context.focus.as_ref());
        match constraint {
            Constraint::Equals(predicate) => {
                let others = others(predicate);
                context.each(component!("Equals"), found, |value| others.contains(value));
                for other in others.iter().filter(|other| !context.values.contains(other)) {
                    found.push(context.result(NamedNodeRef::new_unchecked(component!("Equals")), Some(other.clone())));
                }
            }
            Constraint::Disjoint(predicate) => {
                let others = others(predicate);
                context.each(component!("Disjoint"), found, |value| !others.contains(value));
            }
            Constraint::LessThan(predicate) | Constraint::LessThanOrEquals(predicate) => {
                let strict = matches!(constraint, Constraint::LessThan(_));
                let component = if strict { component!("LessThan") } else { component!("LessThanOrEquals") };
                for other in others(predicate) {
                    context.each(component, found, |value| match compare(value.as_ref(), other.as_ref()) {
                        Some(Ordering::Less) => true,
                        Some(Ordering::Equal) => !strict,
                        _ => false,
                    });
                }
            }
            _ => {}
        }
    }

    fn closed(&self, allowed: &HashSet<NamedNode>, context: &Context<'_>, found: &mut Found) {
        for value in context.values {
            let Some(node) = subject(value.as_ref()) else { continue };
            for triple in self.data.triples_for_subject(node).filter(|triple| !allowed.contains(&triple.predicate.into_owned())) {
                let mut result = context.result(NamedNodeRef::new_unchecked(component!("Closed")), Some(triple.object.into_owned()));
                result.path = Some(Path::Predicate(triple.predicate.into_owned()));
                found.push(result);
            }
        }
    }

    /// `sh:not`, `sh:and`, `sh:or`, `sh:xone`, `sh:node` (§§4.6, 4.7).
    fn logical(&mut self, constraint: &Constraint, context: &Context<'_>, found: &mut Found) -> Result<(), String> {
        for value in context.values {
            let mut passing = |ids: &[ShapeId]| -> Result<usize, String> {
                ids.iter().try_fold(0, |passing, id| Ok(passing + usize::from(self.conforms(*id, value)?)))
            };
            let (component, holds) = match constraint {
                Constraint::Not(id) => (component!("Not"), passing(&[*id])? == 0),
                Constraint::Node(id) => (component!("Node"), passing(&[*id])? == 1),
                Constraint::And(ids) => (component!("And"), passing(ids)? == ids.len()),
                Constraint::Or(ids) => (component!("Or"), passing(ids)? > 0),
                Constraint::Xone(ids) => (component!("Xone"), passing(ids)? == 1),
                _ => continue,
            };
            if !holds {
                found.push(context.result(NamedNodeRef::new_unchecked(component), Some(value.clone())));
            }
        }
        Ok(())
    }

    fn qualified(
        &mut self,
        shape: ShapeId,
        (min, max): (Option<usize>, Option<usize>),
        siblings: &[ShapeId],
        context: &Context<'_>,
        found: &mut Found,
    ) -> Result<(), String> {
        let mut count = 0;
        for value in context.values {
            let mut of_sibling = false;
            for sibling in siblings {
                of_sibling = of_sibling || self.conforms(*sibling, value)?;
            }
            count += usize::from(!of_sibling && self.conforms(shape, value)?);
        }
        if min.is_some_and(|min| count < min) {
            found.push(context.result(NamedNodeRef::new_unchecked(component!("QualifiedMinCount")), None));
        }
        if max.is_some_and(|max| count > max) {
            found.push(context.result(NamedNodeRef::new_unchecked(component!("QualifiedMaxCount")), None));
        }
        Ok(())
    }

    fn queryable(&self) -> &Queryable {
        self.queryable.get_or_init(|| Queryable::new(self.data, &self.shapes.graph))
    }

    fn sparql(&mut self, constraint: &SparqlConstraint, context: &Context<'_>, found: &mut Found) -> Result<(), String> {
        let bound = [("this", context.focus.clone())];
        for solution in self.queryable().solutions(&constraint.query, &bound, context.shape.path.as_ref(), &context.shape.node)? {
            let default = context.shape.path.is_none().then(|| context.focus.clone());
            let mut result = context.result(NamedNodeRef::new_unchecked(component!("SPARQL")), solution.get("value").cloned().or(default));
            if let Some(Term::NamedNode(path)) = solution.get("path") {
                result.path = Some(Path::Predicate(path.clone()));
            }
            result.constraint = Some(constraint.node.clone());
            result.messages = messages(&solution, &constraint.messages, &context.shape.messages);
            found.push(result);
        }
        Ok(())
    }

    fn component(&mut self, used: &Use, context: &Context<'_>, found: &mut Found) -> Result<(), String> {
        let path = context.shape.path.as_ref();
        let parameters = || used.values.iter().map(|(name, value)| (name.as_str(), value.clone()));
        let mut add = |solution: &Solution, value: Option<Term>| {
            let mut result = context.result(used.component.as_ref(), value);
            result.messages = messages(solution, &used.validator.messages, &context.shape.messages);
            found.push(result);
        };
        if used.validator.query.is_ask() {
            for value in context.values {
                let bound: Vec<(&str, Term)> = parameters().chain([("this", context.focus.clone()), ("value", value.clone())]).collect();
                if self.queryable().solutions(&used.validator.query, &bound, path, &context.shape.node)?.is_empty() {
                    let solution = bound.iter().map(|(name, value)| ((*name).to_owned(), value.clone())).collect();
                    add(&solution, Some(value.clone()));
                }
            }
        } else {
            let bound: Vec<(&str, Term)> = parameters().chain([("this", context.focus.clone())]).collect();
            for solution in self.queryable().solutions(&used.validator.query, &bound, path, &context.shape.node)? {
                let default = path.is_none().then(|| context.focus.clone());
                add(&solution, solution.get("value").cloned().or(default));
            }
        }
        Ok(())
    }
}

fn unique_languages(context: &Context<'_>, found: &mut Found) {
    let mut counts: BTreeMap<String, usize> = BTreeMap::new();
    for value in context.values {
        if let Term::Literal(literal) = value
            && let Some(language) = literal.language()
        {
            *counts.entry(language.to_lowercase()).or_default() += 1;
        }
    }
    for _ in counts.values().filter(|count| **count > 1) {
        found.push(context.result(NamedNodeRef::new_unchecked(component!("UniqueLang")), None));
    }
}

/// `sh:minExclusive` and the like to `sh:MinExclusiveConstraintComponent`.
fn component_of(parameter: NamedNodeRef<'_>) -> String {
    let local = parameter.as_str().trim_start_matches(sh::NAMESPACE);
    let (first, rest) = local.split_at(1);
    format!("{}{}{rest}ConstraintComponent", sh::NAMESPACE, first.to_uppercase())
}

fn is_of_kind(value: &Term, kind: NodeKind) -> bool {
    match value {
        Term::NamedNode(_) => kind.iri,
        Term::BlankNode(_) => kind.blank,
        Term::Literal(_) => kind.literal,
        Term::Triple(_) => false,
    }
}

/// The text of an IRI or literal; blank nodes have none.
pub(super) fn text(value: &Term) -> Option<&str> {
    match value {
        Term::NamedNode(node) => Some(node.as_str()),
        Term::Literal(literal) => Some(literal.value()),
        _ => None,
    }
}

fn length(value: &Term) -> Option<usize> {
    text(value).map(|text| text.chars().count())
}

/// Basic filtering of language ranges (RFC 4647 §3.3.1), as `langMatches` does.
fn language_matches(tag: &str, range: &str) -> bool {
    let tag = tag.to_lowercase();
    range == "*" || tag == range || tag.strip_prefix(range).is_some_and(|rest| rest.starts_with('-'))
}
