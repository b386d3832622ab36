//! Variables that can have one value only, such as `VALUES ?lang { "nb" }`, written as that value wherever that means the same.
//!
//! Another engine need not see through them: Virtuoso joins such a VALUES last, and loses rows on the way. Where nothing asks for the
//! variable any more, its VALUES goes too.

use super::tree;
use oxigraph::model::{Literal, Variable};
use spargebra::algebra::{Expression, GraphPattern, PropertyPathExpression};
use spargebra::term::{GroundTerm, NamedNodePattern, TermPattern};
use std::collections::{HashMap, HashSet};

/// Variables and their only values: IRIs and literals.
type Known = HashMap<Variable, GroundTerm>;

/// Writes values for variables in a pattern and everything inside it, and leaves out variables that nothing asks for then.
pub(super) fn settle(pattern: &mut GraphPattern) {
    inline(pattern);
    tidy(pattern);
}

fn inline(pattern: &mut GraphPattern) {
    tree::each_child_mut(pattern, &mut inline);
    match pattern {
        GraphPattern::Join { left, right } => {
            let known = both(known(left), known(right));
            push(left, &known);
            push(right, &known);
        }
        GraphPattern::LeftJoin { left, right, expression } => {
            let mut known = known(left);
            push(right, &known);
            known = both(known, self::known(right));
            if let Some(expression) = expression {
                write(expression, &known);
            }
        }
        GraphPattern::Filter { inner, .. }
        | GraphPattern::Extend { inner, .. }
        | GraphPattern::OrderBy { inner, .. }
        | GraphPattern::Group { inner, .. } => {
            let known = known(inner);
            for expression in tree::expressions_mut(pattern) {
                write(expression, &known);
            }
        }
        _ => {}
    }
}

/// The variables that have one and the same value in every solution of a pattern.
fn known(pattern: &GraphPattern) -> Known {
    use GraphPattern as P;
    match pattern {
        P::Values { variables, bindings } => match bindings.as_slice() {
            [row] => variables.iter().zip(row).filter_map(|(variable, value)| Some((variable.clone(), plain(value.as_ref()?)?))).collect(),
            _ => Known::new(),
        },
        P::Join { left, right } => both(known(left), known(right)),
        P::LeftJoin { left, .. } | P::Minus { left, .. } => known(left),
        P::Filter { inner, .. }
        | P::Graph { inner, .. }
        | P::Extend { inner, .. }
        | P::OrderBy { inner, .. }
        | P::Distinct { inner }
        | P::Reduced { inner }
        | P::Slice { inner, .. } => known(inner),
        P::Project { inner, variables } => known(inner).into_iter().filter(|(variable, _)| variables.contains(variable)).collect(),
        P::Union { left, right } => {
            let right = known(right);
            known(left).into_iter().filter(|(variable, value)| right.get(variable) == Some(value)).collect()
        }
        _ => Known::new(),
    }
}

/// A quoted triple is no constant that an older endpoint could read.
fn plain(value: &GroundTerm) -> Option<GroundTerm> {
    matches!(value, GroundTerm::NamedNode(_) | GroundTerm::Literal(_)).then(|| value.clone())
}

/// What two patterns know that are joined; where they disagree, nothing is known, as nothing joins.
fn both(mut one: Known, other: Known) -> Known {
    let disagree: Vec<Variable> =
        other.iter().filter(|(variable, value)| one.get(variable).is_some_and(|own| own != *value)).map(|(name, _)| name.clone()).collect();
    one.extend(other);
    for variable in disagree {
        one.remove(&variable);
    }
    one
}

/// Writes what is known outside of a pattern into it: of the same solutions, those that go with what is known, without those variables.
fn push(pattern: &mut GraphPattern, known: &Known) {
    use GraphPattern as P;
    if known.is_empty() {
        return;
    }
    match pattern {
        P::Bgp { .. } | P::Path { .. } => terms(pattern, known),
        // One row is what is known, and stays.
        P::Values { variables, bindings } if bindings.len() > 1 => {
            bindings.retain(|row| {
                variables.iter().zip(row).all(|(variable, value)| match (known.get(variable), value) {
                    (Some(known), Some(value)) => known == value,
                    _ => true,
                })
            });
            take_out(variables, bindings, known);
        }
        P::Join { left, right } | P::Union { left, right } => {
            push(left, known);
            push(right, known);
        }
        P::Graph { inner, .. } => {
            push(inner, known);
            terms(pattern, known);
        }
        P::LeftJoin { left, right, expression } => {
            // What the left side no longer had, the right side could have otherwise.
            let mut used = variables(right);
            if let Some(expression) = expression {
                used_in(expression, &mut used);
            }
            push(left, &without(known, &used));
        }
        P::Filter { inner, expr: expression } => push_below(inner, expression, known),
        P::Extend { inner, expression, variable } => {
            push_below(inner, expression, &without(known, &HashSet::from([variable.clone()])));
        }
        _ => {}
    }
}

/// The same for a pattern and the expression over it. What the pattern does not bind has no value in the expression, whatever is
/// known outside.
fn push_below(inner: &mut GraphPattern, expression: &mut Expression, known: &Known) {
    let mut unbound = HashSet::new();
    used_in(expression, &mut unbound);
    if !has_exists(expression) {
        unbound.retain(|variable| !binds(inner, variable));
    }
    let known = without(known, &unbound);
    push(inner, &known);
    write(expression, &known);
}

fn without(known: &Known, variables: &HashSet<Variable>) -> Known {
    known.iter().filter(|(variable, _)| !variables.contains(variable)).map(|(variable, value)| (variable.clone(), value.clone())).collect()
}

/// Writes values into an expression over solutions that have them.
fn write(expression: &mut Expression, known: &Known) {
    match expression {
        Expression::Variable(variable) => match known.get(variable) {
            Some(GroundTerm::NamedNode(node)) => *expression = node.clone().into(),
            Some(GroundTerm::Literal(literal)) => *expression = literal.clone().into(),
            _ => {}
        },
        Expression::Bound(variable) if known.contains_key(variable) => *expression = Literal::from(true).into(),
        Expression::Exists(pattern) if is_plain(pattern) => write_inside(pattern, known),
        _ => tree::expressions_in_mut(expression).into_iter().for_each(|inner| write(inner, known)),
    }
}

/// Whether a variable of EXISTS is that of the row throughout: no scope of its own, and no MINUS, which counts variables.
fn is_plain(pattern: &GraphPattern) -> bool {
    use GraphPattern as P;
    matches!(
        pattern,
        P::Bgp { .. } | P::Path { .. } | P::Join { .. } | P::LeftJoin { .. } | P::Filter { .. } | P::Union { .. } | P::Graph { .. }
    ) && tree::children(pattern).into_iter().all(is_plain)
}

/// EXISTS is tried with the values of the row in the place of its variables (SPARQL 1.1 Query §18.6).
fn write_inside(pattern: &mut GraphPattern, known: &Known) {
    terms(pattern, known);
    for expression in tree::expressions_mut(pattern) {
        write(expression, known);
    }
    for child in tree::inner_mut(pattern) {
        write_inside(child, known);
    }
}

/// Writes values into the terms that a pattern holds itself. A literal is no subject, predicate or graph: such a variable stays.
fn terms(pattern: &mut GraphPattern, known: &Known) {
    let node = |term: &mut TermPattern| {
        if let TermPattern::Variable(variable) = term
            && let Some(GroundTerm::NamedNode(node)) = known.get(variable)
        {
            *term = node.clone().into();
        }
    };
    let any = |term: &mut TermPattern| {
        node(term);
        if let TermPattern::Variable(variable) = term
            && let Some(GroundTerm::Literal(literal)) = known.get(variable)
        {
            *term = literal.clone().into();
        }
    };
    let name = |term: &mut NamedNodePattern| {
        if let NamedNodePattern::Variable(variable) = term
            && let Some(GroundTerm::NamedNode(node)) = known.get(variable)
        {
            *term = node.clone().into();
        }
    };
    match pattern {
        GraphPattern::Bgp { patterns } => patterns.iter_mut().for_each(|triple| {
            node(&mut triple.subject);
            name(&mut triple.predicate);
            any(&mut triple.object);
        }),
        // A path of no steps leads from every term of the graph to itself; from a constant also when the graph does not have it.
        GraphPattern::Path { subject, object, path } if !may_be_empty(path) => {
            node(subject);
            any(object);
        }
        GraphPattern::Graph { name: graph, .. } => name(graph),
        _ => {}
    }
}

/// Whether a path may have no steps.
pub(super) fn may_be_empty(path: &PropertyPathExpression) -> bool {
    use PropertyPathExpression as P;
    match path {
        P::ZeroOrMore(_) | P::ZeroOrOne(_) => true,
        P::NamedNode(_) | P::NegatedPropertySet(_) => false,
        P::Reverse(inner) | P::OneOrMore(inner) => may_be_empty(inner),
        P::Sequence(one, other) => may_be_empty(one) && may_be_empty(other),
        P::Alternative(one, other) => may_be_empty(one) || may_be_empty(other),
    }
}

/// Whether every solution of a pattern has a value for a variable.
fn binds(pattern: &GraphPattern, variable: &Variable) -> bool {
    use GraphPattern as P;
    match pattern {
        P::Bgp { .. } | P::Path { .. } => variables(pattern).contains(variable),
        P::Join { left, right } => binds(left, variable) || binds(right, variable),
        P::Union { left, right } => binds(left, variable) && binds(right, variable),
        P::LeftJoin { left: inner, .. } | P::Minus { left: inner, .. } | P::Filter { inner, .. } | P::Extend { inner, .. } => {
            binds(inner, variable)
        }
        P::Graph { inner, name } => matches!(name, NamedNodePattern::Variable(name) if name == variable) || binds(inner, variable),
        P::Values { .. } => known(pattern).contains_key(variable),
        _ => false,
    }
}

/// Every variable in a pattern, EXISTS included.
fn variables(pattern: &GraphPattern) -> HashSet<Variable> {
    let mut found = HashSet::new();
    collect(pattern, &mut found);
    found
}

fn collect(pattern: &GraphPattern, found: &mut HashSet<Variable>) {
    own(pattern, found);
    for child in tree::inner(pattern) {
        collect(child, found);
    }
}

/// The variables that stand in a pattern itself and in its expressions.
fn own(pattern: &GraphPattern, found: &mut HashSet<Variable>) {
    use GraphPattern as P;
    match pattern {
        P::Bgp { .. } | P::Path { .. } => pattern.on_in_scope_variable(|variable| {
            found.insert(variable.clone());
        }),
        P::Graph { name: NamedNodePattern::Variable(name), .. }
        | P::Service { name: NamedNodePattern::Variable(name), .. }
        | P::Extend { variable: name, .. } => {
            found.insert(name.clone());
        }
        P::Values { variables, .. } | P::Project { variables, .. } => found.extend(variables.iter().cloned()),
        P::Group { variables, aggregates, .. } => {
            found.extend(variables.iter().chain(aggregates.iter().map(|(variable, _)| variable)).cloned());
        }
        _ => {}
    }
    for expression in tree::expressions(pattern) {
        used_in(expression, found);
    }
}

fn used_in(expression: &Expression, found: &mut HashSet<Variable>) {
    match expression {
        Expression::Variable(variable) | Expression::Bound(variable) => {
            found.insert(variable.clone());
        }
        Expression::Exists(pattern) => found.extend(variables(pattern)),
        _ => tree::expressions_in(expression).into_iter().for_each(|inner| used_in(inner, found)),
    }
}

/// Whether there is an EXISTS in an expression.
pub(super) fn has_exists(expression: &Expression) -> bool {
    matches!(expression, Expression::Exists(_)) || tree::expressions_in(expression).into_iter().any(has_exists)
}

/// Leaves out every variable that has its value from VALUES, and that nothing else in its scope or outside of it asks for.
fn tidy(pattern: &mut GraphPattern) {
    tree::each_child_mut(pattern, &mut tidy);
    if let GraphPattern::Project { inner, variables } = pattern {
        let mut asked = Asked { for_: variables.iter().cloned().collect(), given: Known::new() };
        asked.look(inner);
        let idle = without(&asked.given, &asked.for_);
        leave_out(inner, &idle);
    }
}

/// What a scope asks for, and what VALUES of one row give it.
struct Asked {
    for_: HashSet<Variable>,
    given: Known,
}

impl Asked {
    fn look(&mut self, pattern: &GraphPattern) {
        match pattern {
            GraphPattern::Values { bindings, .. } if bindings.len() == 1 => {
                let row = known(pattern);
                for variable in variables(pattern) {
                    match (row.get(&variable), self.given.get(&variable)) {
                        (Some(value), None) => drop(self.given.insert(variable, value.clone())),
                        (Some(value), Some(given)) if value == given => {}
                        _ => drop(self.for_.insert(variable)),
                    }
                }
            }
            // Whether it takes a row away hangs on which variables it has.
            GraphPattern::Minus { left, right } => {
                self.look(left);
                collect(right, &mut self.for_);
            }
            _ => {
                own(pattern, &mut self.for_);
                for child in tree::inner(pattern) {
                    self.look(child);
                }
            }
        }
    }
}

fn leave_out(pattern: &mut GraphPattern, idle: &Known) {
    match pattern {
        GraphPattern::Values { variables, bindings } if bindings.len() == 1 => {
            if variables.iter().all(|variable| idle.contains_key(variable)) {
                *pattern = GraphPattern::default();
            } else {
                take_out(variables, bindings, idle);
            }
        }
        _ => {
            for child in tree::inner_mut(pattern) {
                leave_out(child, idle);
            }
        }
    }
}

/// Takes columns out of VALUES, unless they are all it has.
fn take_out(variables: &mut Vec<Variable>, bindings: &mut [Vec<Option<GroundTerm>>], known: &Known) {
    let stays: Vec<bool> = variables.iter().map(|variable| !known.contains_key(variable)).collect();
    if !stays.contains(&true) {
        return;
    }
    let mut at = stays.iter();
    variables.retain(|_| at.next() == Some(&true));
    for row in bindings {
        let mut at = stays.iter();
        row.retain(|_| at.next() == Some(&true));
    }
}
