//! A scope: the part of a query whose variables are seen together, made so that its solutions tell what matched.
//!
//! A sub-select, an aggregate and an EXISTS are scopes of their own. Within a scope three things are added that do not change
//! which solutions there are: blank nodes become variables, and the right side of an OPTIONAL and each side of a UNION set a
//! mark, so that a solution says which of them it came through.

use oxigraph::model::vocab::xsd;
use oxigraph::model::{Literal, NamedNode, Term, Variable};
use spargebra::Query;
use spargebra::algebra::{Expression, GraphPattern, QueryDataset};
use spargebra::term::{GroundTerm, NamedNodePattern, TermPattern, TriplePattern};
use std::collections::{BTreeMap, BTreeSet};

/// Values of the variables of a scope.
pub(crate) type Solution = BTreeMap<Variable, Term>;

/// What our own variables begin with: no name that a query can hold does.
const OWN: &str = " ";

pub(super) struct Scope {
    pub(super) pattern: GraphPattern,
    /// The pattern as the query has it.
    plain: GraphPattern,
    variables: Vec<Variable>,
    /// The variables that the world outside sees, if it does not see all.
    interface: Option<Vec<Variable>>,
    /// Whether the values of the outer solution are seen everywhere inside, as in EXISTS, and not only joined.
    correlated: bool,
}

impl Scope {
    /// The scope of an EXISTS, where a FILTER may speak of what only the outer solution binds.
    pub(super) fn of_exists(pattern: &GraphPattern) -> Self {
        Self { correlated: true, ..Self::of(pattern, None) }
    }

    /// The scope of a whole query or a sub-select. Order, DISTINCT and LIMIT choose among solutions and match nothing.
    pub(super) fn new(pattern: &GraphPattern) -> Self {
        let (mut inner, mut interface) = (pattern, None);
        loop {
            inner = match inner {
                GraphPattern::Slice { inner, .. }
                | GraphPattern::Distinct { inner }
                | GraphPattern::Reduced { inner }
                | GraphPattern::OrderBy { inner, .. } => inner,
                GraphPattern::Project { inner, variables } if interface.is_none() => {
                    interface = Some(variables.clone());
                    inner
                }
                _ => break,
            };
        }
        Self::of(inner, interface)
    }

    /// The scope that an aggregate is made from; it is entered with the values that it is grouped by.
    pub(super) fn of_group(inner: &GraphPattern, grouped_by: &[Variable]) -> Self {
        Self::of(inner, Some(grouped_by.to_vec()))
    }

    /// A pattern as it stands, seen from outside in all its variables.
    pub(super) fn bare(pattern: &GraphPattern) -> Self {
        Self::of(pattern, None)
    }

    /// The pattern as the query has it, without what is around it.
    pub(super) fn plain(&self) -> &GraphPattern {
        &self.plain
    }

    /// The same scope inside `GRAPH <graph>`.
    pub(super) fn within(&self, graph: &NamedNode) -> Self {
        let pattern = GraphPattern::Graph { name: graph.clone().into(), inner: Box::new(self.pattern.clone()) };
        Self {
            pattern,
            plain: self.plain.clone(),
            variables: self.variables.clone(),
            interface: self.interface.clone(),
            correlated: self.correlated,
        }
    }

    fn of(inner: &GraphPattern, interface: Option<Vec<Variable>>) -> Self {
        let pattern = Marker { marks: 0 }.mark(inner);
        let mut variables = BTreeSet::new();
        pattern.on_in_scope_variable(|variable| {
            variables.insert(variable.clone());
        });
        Self { pattern, plain: inner.clone(), variables: variables.into_iter().collect(), interface, correlated: false }
    }

    pub(super) fn interface(&self) -> Option<&[Variable]> {
        self.interface.as_deref()
    }

    /// What of an outer solution holds in this scope.
    pub(super) fn enter(&self, outer: &Solution) -> Solution {
        let seen = |variable: &Variable| self.interface.as_ref().is_none_or(|interface| interface.contains(variable));
        outer.iter().filter(|(variable, _)| seen(variable) && !is_own(variable)).map(|(v, term)| (v.clone(), term.clone())).collect()
    }

    /// The query for all solutions of the scope that agree with `known`.
    ///
    /// The engine's substitution is not used: it reaches into MINUS, where it changes the meaning. Values are joined where every solution
    /// has one, and compared where it may have none, so that what is unbound inside stays so. EXISTS is asked as the engine asks it.
    pub(super) fn query(&self, known: &Solution, dataset: Option<&QueryDataset>) -> Query {
        let ground = known.iter().filter_map(|(variable, term)| Some((variable.clone(), ground(term)?)));
        let mut inner = self.pattern.clone();
        if self.correlated {
            inner = GraphPattern::Lateral { left: Box::new(values(ground)), right: Box::new(inner) };
        } else {
            let bound = certain(&inner);
            let (joined, compared): (Vec<_>, Vec<_>) =
                ground.filter(|(variable, _)| self.variables.contains(variable)).partition(|(variable, _)| bound.contains(variable));
            if !joined.is_empty() {
                inner = GraphPattern::Join { left: Box::new(values(joined)), right: Box::new(inner) };
            }
            for (variable, value) in compared {
                let value = match value {
                    GroundTerm::NamedNode(node) => node.into(),
                    GroundTerm::Literal(literal) => literal.into(),
                    GroundTerm::Triple(_) => continue,
                };
                let same = Expression::SameTerm(Box::new(variable.clone().into()), Box::new(value));
                let expr = Expression::Or(Box::new(Expression::Not(Box::new(Expression::Bound(variable)))), Box::new(same));
                inner = GraphPattern::Filter { expr, inner: Box::new(inner) };
            }
        }
        let of_outside = known.keys().filter(|_| self.correlated);
        let all: BTreeSet<Variable> = self.variables.iter().chain(of_outside).cloned().collect();
        let pattern = GraphPattern::Project { inner: Box::new(inner), variables: all.into_iter().collect() };
        Query::Select { dataset: dataset.cloned(), pattern, base_iri: None }
    }
}

/// Whether two solutions give no variable different values.
pub(super) fn agree(one: &Solution, other: &Solution) -> bool {
    other.iter().all(|(variable, term)| one.get(variable).is_none_or(|found| found == term))
}

/// Whether a variable is one of ours.
pub(super) fn is_own(variable: &Variable) -> bool {
    variable.as_str().starts_with(OWN)
}

/// The mark that the pattern sets, if it is one that sets a mark, and what it marks.
pub(super) fn marked(pattern: &GraphPattern) -> Option<(&Variable, &GraphPattern)> {
    match pattern {
        GraphPattern::Extend { inner, variable, .. } if is_own(variable) => Some((variable, inner)),
        _ => None,
    }
}

/// The variables that every solution of a pattern binds.
fn certain(pattern: &GraphPattern) -> BTreeSet<Variable> {
    use GraphPattern as P;
    match pattern {
        P::Bgp { .. } | P::Path { .. } => {
            let mut found = BTreeSet::new();
            pattern.on_in_scope_variable(|variable| {
                found.insert(variable.clone());
            });
            found
        }
        P::Join { left, right } | P::Lateral { left, right } => &certain(left) | &certain(right),
        P::Union { left, right } => &certain(left) & &certain(right),
        P::Graph { name, inner } => {
            let mut found = certain(inner);
            found.extend(match name {
                NamedNodePattern::Variable(graph) => Some(graph.clone()),
                NamedNodePattern::NamedNode(_) => None,
            });
            found
        }
        P::LeftJoin { left: inner, .. } | P::Minus { left: inner, .. } | P::Filter { inner, .. } | P::Extend { inner, .. } => {
            certain(inner)
        }
        _ => BTreeSet::new(),
    }
}

fn values(known: impl IntoIterator<Item = (Variable, GroundTerm)>) -> GraphPattern {
    let (variables, row) = known.into_iter().map(|(variable, value)| (variable, Some(value))).unzip();
    GraphPattern::Values { variables, bindings: vec![row] }
}

fn ground(term: &Term) -> Option<GroundTerm> {
    match term {
        Term::NamedNode(node) => Some(node.clone().into()),
        Term::Literal(literal) => Some(literal.clone().into()),
        _ => None,
    }
}

struct Marker {
    marks: usize,
}

impl Marker {
    fn mark(&mut self, pattern: &GraphPattern) -> GraphPattern {
        use GraphPattern as P;
        match pattern {
            P::Bgp { patterns } => P::Bgp { patterns: patterns.iter().map(without_blank_nodes).collect() },
            P::Path { subject, path, object } => {
                P::Path { subject: without_blank_node(subject), path: path.clone(), object: without_blank_node(object) }
            }
            P::Join { left, right } => P::Join { left: self.boxed(left), right: self.boxed(right) },
            P::Lateral { left, right } => P::Lateral { left: self.boxed(left), right: self.boxed(right) },
            P::LeftJoin { left, right, expression } => {
                P::LeftJoin { left: self.boxed(left), right: self.with_mark(right), expression: expression.clone() }
            }
            P::Union { left, right } => P::Union { left: self.with_mark(left), right: self.with_mark(right) },
            P::Filter { expr, inner } => P::Filter { expr: expr.clone(), inner: self.boxed(inner) },
            P::Graph { name, inner } => P::Graph { name: name.clone(), inner: self.boxed(inner) },
            P::Extend { inner, variable, expression } => {
                P::Extend { inner: self.boxed(inner), variable: variable.clone(), expression: expression.clone() }
            }
            P::Minus { left, right } => P::Minus { left: self.boxed(left), right: right.clone() },
            other => other.clone(),
        }
    }

    fn boxed(&mut self, pattern: &GraphPattern) -> Box<GraphPattern> {
        Box::new(self.mark(pattern))
    }

    fn with_mark(&mut self, pattern: &GraphPattern) -> Box<GraphPattern> {
        let inner = self.boxed(pattern);
        self.marks += 1;
        let variable = Variable::new_unchecked(format!("{OWN}mark_{}", self.marks));
        let expression = Expression::Literal(Literal::new_typed_literal("true", xsd::BOOLEAN));
        Box::new(GraphPattern::Extend { inner, variable, expression })
    }
}

fn without_blank_nodes(pattern: &TriplePattern) -> TriplePattern {
    TriplePattern {
        subject: without_blank_node(&pattern.subject),
        predicate: pattern.predicate.clone(),
        object: without_blank_node(&pattern.object),
    }
}

fn without_blank_node(term: &TermPattern) -> TermPattern {
    match term {
        TermPattern::BlankNode(node) => TermPattern::Variable(Variable::new_unchecked(format!("{OWN}node_{}", node.as_str()))),
        TermPattern::Triple(triple) => TermPattern::Triple(Box::new(without_blank_nodes(triple))),
        other => other.clone(),
    }
}

/// The value of a term of a pattern in a solution.
pub(super) fn value(pattern: &TermPattern, solution: &Solution) -> Option<Term> {
    match pattern {
        TermPattern::NamedNode(node) => Some(node.clone().into()),
        TermPattern::Literal(literal) => Some(literal.clone().into()),
        TermPattern::Variable(variable) => solution.get(variable).cloned(),
        TermPattern::BlankNode(_) | TermPattern::Triple(_) => None,
    }
}

/// The value of a name in a pattern in a solution.
pub(super) fn name(pattern: &NamedNodePattern, solution: &Solution) -> Option<Term> {
    match pattern {
        NamedNodePattern::NamedNode(node) => Some(node.clone().into()),
        NamedNodePattern::Variable(variable) => solution.get(variable).cloned(),
    }
}
