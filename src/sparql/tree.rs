//! Walking a parsed query, EXISTS included.

use spargebra::Query;
use spargebra::algebra::{AggregateExpression, Expression, GraphPattern, OrderExpression};
use spargebra::term::NamedNodePattern;

/// The pattern of a query.
pub(crate) fn pattern(query: &Query) -> &GraphPattern {
    match query {
        Query::Select { pattern, .. } | Query::Construct { pattern, .. } | Query::Describe { pattern, .. } | Query::Ask { pattern, .. } => {
            pattern
        }
    }
}

/// The same, to be changed.
pub(crate) fn pattern_mut(query: &mut Query) -> &mut GraphPattern {
    match query {
        Query::Select { pattern, .. } | Query::Construct { pattern, .. } | Query::Describe { pattern, .. } | Query::Ask { pattern, .. } => {
            pattern
        }
    }
}

/// Every SERVICE of a pattern that whoever evaluates the pattern asks: not those inside another, and those in EXISTS included.
pub(crate) fn services_mut(pattern: &mut GraphPattern, found: &mut dyn FnMut(&mut NamedNodePattern, &GraphPattern)) {
    if let GraphPattern::Service { name, inner, .. } = pattern {
        return found(name, inner);
    }
    exists_mut(pattern, &mut |inner| services_mut(inner, found));
    for child in children_mut(pattern) {
        services_mut(child, found);
    }
}

/// The patterns of EXISTS in the expressions that a pattern holds itself.
pub(crate) fn exists_mut(pattern: &mut GraphPattern, found: &mut dyn FnMut(&mut GraphPattern)) {
    for expression in expressions_mut(pattern) {
        exists_in(expression, found);
    }
}

/// The expressions that a pattern holds itself, to be changed.
pub(crate) fn expressions_mut(pattern: &mut GraphPattern) -> Vec<&mut Expression> {
    match pattern {
        GraphPattern::Filter { expr, .. } => vec![expr],
        GraphPattern::LeftJoin { expression, .. } => expression.iter_mut().collect(),
        GraphPattern::Extend { expression, .. } => vec![expression],
        GraphPattern::OrderBy { expression, .. } => {
            expression.iter_mut().map(|(OrderExpression::Asc(expression) | OrderExpression::Desc(expression))| expression).collect()
        }
        GraphPattern::Group { aggregates, .. } => aggregates
            .iter_mut()
            .filter_map(|(_, aggregate)| match aggregate {
                AggregateExpression::FunctionCall { expr, .. } => Some(expr),
                AggregateExpression::CountSolutions { .. } => None,
            })
            .collect(),
        _ => Vec::new(),
    }
}

fn exists_in(expression: &mut Expression, found: &mut dyn FnMut(&mut GraphPattern)) {
    if let Expression::Exists(pattern) = expression {
        found(pattern);
    }
    for inner in expressions_in_mut(expression) {
        exists_in(inner, found);
    }
}

/// The patterns directly inside a pattern, to be changed; those in EXISTS are inside expressions.
pub(crate) fn children_mut(pattern: &mut GraphPattern) -> Vec<&mut GraphPattern> {
    use GraphPattern as P;
    match pattern {
        P::Join { left, right }
        | P::LeftJoin { left, right, .. }
        | P::Lateral { left, right }
        | P::Union { left, right }
        | P::Minus { left, right } => vec![left, right],
        P::Filter { inner, .. }
        | P::Graph { inner, .. }
        | P::Extend { inner, .. }
        | P::OrderBy { inner, .. }
        | P::Project { inner, .. }
        | P::Distinct { inner }
        | P::Reduced { inner }
        | P::Slice { inner, .. }
        | P::Group { inner, .. }
        | P::Service { inner, .. } => vec![inner],
        P::Bgp { .. } | P::Path { .. } | P::Values { .. } => Vec::new(),
    }
}

/// The endpoints that a pattern asks with SERVICE, EXISTS included, each once, in the order of the text.
pub(crate) fn endpoints(pattern: &GraphPattern) -> Vec<String> {
    let mut found = Vec::new();
    let mut waiting = vec![pattern];
    while let Some(pattern) = waiting.pop() {
        if let GraphPattern::Service { name, .. } = pattern {
            let name = match name {
                NamedNodePattern::NamedNode(node) => node.as_str().to_owned(),
                NamedNodePattern::Variable(variable) => variable.to_string(),
            };
            if !found.contains(&name) {
                found.push(name);
            }
            continue;
        }
        waiting.extend(children(pattern).into_iter().rev());
    }
    found
}

/// The patterns directly inside a pattern, those in EXISTS included.
pub(crate) fn children(pattern: &GraphPattern) -> Vec<&GraphPattern> {
    let mut found = super::bind::children(pattern);
    for expression in expressions(pattern) {
        exists(expression, &mut found);
    }
    found
}

/// The expressions that a pattern holds itself.
pub(crate) fn expressions(pattern: &GraphPattern) -> Vec<&Expression> {
    match pattern {
        GraphPattern::Filter { expr, .. } => vec![expr],
        GraphPattern::LeftJoin { expression, .. } => expression.iter().collect(),
        GraphPattern::Extend { expression, .. } => vec![expression],
        GraphPattern::OrderBy { expression, .. } => {
            expression.iter().map(|(OrderExpression::Asc(expression) | OrderExpression::Desc(expression))| expression).collect()
        }
        GraphPattern::Group { aggregates, .. } => aggregates
            .iter()
            .filter_map(|(_, aggregate)| match aggregate {
                AggregateExpression::FunctionCall { expr, .. } => Some(expr),
                AggregateExpression::CountSolutions { .. } => None,
            })
            .collect(),
        _ => Vec::new(),
    }
}

/// Adds the patterns of EXISTS inside an expression.
fn exists<'a>(expression: &'a Expression, found: &mut Vec<&'a GraphPattern>) {
    if let Expression::Exists(pattern) = expression {
        found.push(pattern);
    }
    for inner in expressions_in(expression) {
        exists(inner, found);
    }
}

/// The expressions directly inside an expression.
pub(crate) fn expressions_in(expression: &Expression) -> Vec<&Expression> {
    use Expression as E;
    match expression {
        E::Exists(_) | E::NamedNode(_) | E::Literal(_) | E::Variable(_) | E::Bound(_) => Vec::new(),
        E::Or(a, b)
        | E::And(a, b)
        | E::Equal(a, b)
        | E::SameTerm(a, b)
        | E::Greater(a, b)
        | E::GreaterOrEqual(a, b)
        | E::Less(a, b)
        | E::LessOrEqual(a, b)
        | E::Add(a, b)
        | E::Subtract(a, b)
        | E::Multiply(a, b)
        | E::Divide(a, b) => vec![a, b],
        E::UnaryPlus(a) | E::UnaryMinus(a) | E::Not(a) => vec![a],
        E::If(a, b, c) => vec![a, b, c],
        E::In(a, list) => std::iter::once(&**a).chain(list).collect(),
        E::Coalesce(list) | E::FunctionCall(_, list) => list.iter().collect(),
    }
}

/// The same, to be changed.
pub(crate) fn expressions_in_mut(expression: &mut Expression) -> Vec<&mut Expression> {
    use Expression as E;
    match expression {
        E::Exists(_) | E::NamedNode(_) | E::Literal(_) | E::Variable(_) | E::Bound(_) => Vec::new(),
        E::Or(a, b)
        | E::And(a, b)
        | E::Equal(a, b)
        | E::SameTerm(a, b)
        | E::Greater(a, b)
        | E::GreaterOrEqual(a, b)
        | E::Less(a, b)
        | E::LessOrEqual(a, b)
        | E::Add(a, b)
        | E::Subtract(a, b)
        | E::Multiply(a, b)
        | E::Divide(a, b) => vec![a, b],
        E::UnaryPlus(a) | E::UnaryMinus(a) | E::Not(a) => vec![a],
        E::If(a, b, c) => vec![a, b, c],
        E::In(a, list) => std::iter::once(&mut **a).chain(list).collect(),
        E::Coalesce(list) | E::FunctionCall(_, list) => list.iter_mut().collect(),
    }
}
