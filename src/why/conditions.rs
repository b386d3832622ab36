//! A query as a list of conditions, which can be met one after the other.

use oxigraph::model::Variable;
use spargebra::algebra::{Expression, GraphPattern};
use spargebra::term::TriplePattern;

/// One condition of a query.
#[derive(Clone)]
pub(super) enum Condition {
    Triple(TriplePattern),
    Filter(Expression),
    Minus(GraphPattern),
    Optional(GraphPattern, Option<Expression>),
    Bind(Variable, Expression),
    Pattern(GraphPattern),
}

/// The variable whose value a column only repeats: `BIND(?norm AS ?right)`.
pub(super) fn another_name<'a>(pattern: &'a GraphPattern, column: &Variable) -> Option<&'a Variable> {
    match pattern {
        GraphPattern::Extend { variable, expression: Expression::Variable(named), .. } if variable == column => Some(named),
        GraphPattern::Extend { inner, .. } | GraphPattern::Filter { inner, .. } => another_name(inner, column),
        GraphPattern::Join { left, right } => another_name(left, column).or_else(|| another_name(right, column)),
        GraphPattern::LeftJoin { left, .. } | GraphPattern::Minus { left, .. } => another_name(left, column),
        _ => None,
    }
}

/// The conditions of a pattern in the order of the text.
pub(super) fn conditions(pattern: &GraphPattern) -> Vec<Condition> {
    use GraphPattern as P;
    let mut found = Vec::new();
    match pattern {
        P::Bgp { patterns } => found.extend(patterns.iter().cloned().map(Condition::Triple)),
        P::Join { left, right } | P::Lateral { left, right } => {
            found.extend(conditions(left));
            match right.as_ref() {
                P::Bgp { .. } | P::Join { .. } => found.extend(conditions(right)),
                group => found.push(Condition::Pattern(group.clone())), // its filters see its own variables only
            }
        }
        P::Filter { expr, inner } => {
            found.extend(conditions(inner));
            conjuncts(expr, &mut found);
        }
        P::LeftJoin { left, right, expression } => {
            found.extend(conditions(left));
            found.push(Condition::Optional((**right).clone(), expression.clone()));
        }
        P::Extend { inner, variable, expression } => {
            found.extend(conditions(inner));
            found.push(Condition::Bind(variable.clone(), expression.clone()));
        }
        P::Minus { left, right } => {
            found.extend(conditions(left));
            found.push(Condition::Minus((**right).clone()));
        }
        other => found.push(Condition::Pattern(other.clone())),
    }
    found
}

fn conjuncts(expression: &Expression, found: &mut Vec<Condition>) {
    if let Expression::And(left, right) = expression {
        conjuncts(left, found);
        conjuncts(right, found);
    } else {
        found.push(Condition::Filter(expression.clone()));
    }
}

/// The pattern that holds all of these conditions.
pub(super) fn join(conditions: &[Condition]) -> GraphPattern {
    use GraphPattern as P;
    conditions.iter().fold(P::Bgp { patterns: Vec::new() }, |before, condition| {
        let inner = Box::new(before);
        match condition.clone() {
            Condition::Triple(pattern) => match *inner {
                P::Bgp { mut patterns } => {
                    patterns.push(pattern);
                    P::Bgp { patterns }
                }
                other => P::Join { left: Box::new(other), right: Box::new(P::Bgp { patterns: vec![pattern] }) },
            },
            Condition::Filter(expr) => P::Filter { expr, inner },
            Condition::Minus(right) => P::Minus { left: inner, right: Box::new(right) },
            Condition::Optional(right, expression) => P::LeftJoin { left: inner, right: Box::new(right), expression },
            Condition::Bind(variable, expression) => P::Extend { inner, variable, expression },
            Condition::Pattern(pattern) => P::Join { left: inner, right: Box::new(pattern) },
        }
    })
}
