//! Walking a parsed query, EXISTS included.

use spargebra::Query;
use spargebra::algebra::{AggregateExpression, Expression, GraphPattern, OrderExpression};
use spargebra::term::NamedNodePattern;

/// One walk, to look and to change: nothing differs but the reference.
macro_rules! walk {
    ($pattern:ident, $inner:ident, $expressions:ident, $expressions_in:ident $(, $mutable:tt)?) => {
        /// The pattern of a query.
        pub(crate) fn $pattern(query: &$($mutable)? Query) -> &$($mutable)? GraphPattern {
            use Query as Q;
            match query {
                Q::Select { pattern, .. } | Q::Construct { pattern, .. } | Q::Describe { pattern, .. } | Q::Ask { pattern, .. } => pattern,
            }
        }

        /// The patterns directly inside a pattern; those of EXISTS are inside its expressions.
        pub(crate) fn $inner(pattern: &$($mutable)? GraphPattern) -> Vec<&$($mutable)? GraphPattern> {
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

        /// The expressions that a pattern holds itself.
        pub(crate) fn $expressions(pattern: &$($mutable)? GraphPattern) -> Vec<&$($mutable)? Expression> {
            let mut found = Vec::new();
            match pattern {
                GraphPattern::Filter { expr: expression, .. } | GraphPattern::Extend { expression, .. } => found.push(expression),
                GraphPattern::LeftJoin { expression, .. } => found.extend(expression),
                GraphPattern::OrderBy { expression, .. } => {
                    for OrderExpression::Asc(expression) | OrderExpression::Desc(expression) in expression {
                        found.push(expression);
                    }
                }
                GraphPattern::Group { aggregates, .. } => {
                    for (_, aggregate) in aggregates {
                        if let AggregateExpression::FunctionCall { expr, .. } = aggregate {
                            found.push(expr);
                        }
                    }
                }
                _ => {}
            }
            found
        }

        /// The expressions directly inside an expression.
        pub(crate) fn $expressions_in(expression: &$($mutable)? Expression) -> Vec<&$($mutable)? Expression> {
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
                E::In(a, list) => {
                    let mut found: Vec<&$($mutable)? Expression> = vec![a];
                    found.extend(list);
                    found
                }
                E::Coalesce(list) | E::FunctionCall(_, list) => Vec::from_iter(list),
            }
        }
    };
}

walk!(pattern, inner, expressions, expressions_in);
walk!(pattern_mut, inner_mut, expressions_mut, expressions_in_mut, mut);

/// The columns of a SELECT in order; nothing for other queries.
pub(crate) fn columns(query: &Query) -> Option<Vec<String>> {
    let Query::Select { pattern, .. } = query else { return None };
    let mut pattern = pattern;
    loop {
        pattern = match pattern {
            GraphPattern::Project { variables, .. } => {
                return Some(variables.iter().map(|variable| variable.as_str().to_owned()).collect());
            }
            GraphPattern::Slice { inner, .. }
            | GraphPattern::Distinct { inner }
            | GraphPattern::Reduced { inner }
            | GraphPattern::OrderBy { inner, .. } => inner,
            _ => return Some(Vec::new()),
        };
    }
}

/// Every SERVICE of a pattern that whoever evaluates the pattern asks: not those inside another, and those in EXISTS included.
pub(crate) fn services_mut(pattern: &mut GraphPattern, found: &mut dyn FnMut(&mut NamedNodePattern, &GraphPattern)) {
    if let GraphPattern::Service { name, inner, .. } = pattern {
        return found(name, inner);
    }
    each_child_mut(pattern, &mut |child| services_mut(child, found));
}

/// Changes the patterns of EXISTS in the expressions that a pattern holds itself, and then those directly inside it.
pub(crate) fn each_child_mut(pattern: &mut GraphPattern, change: &mut dyn FnMut(&mut GraphPattern)) {
    exists_mut(pattern, change);
    inner_mut(pattern).into_iter().for_each(change);
}

/// Changes the patterns of EXISTS in the expressions that a pattern holds itself.
pub(crate) fn exists_mut(pattern: &mut GraphPattern, change: &mut dyn FnMut(&mut GraphPattern)) {
    for expression in expressions_mut(pattern) {
        each_exists_mut(expression, change);
    }
}

fn each_exists_mut(expression: &mut Expression, change: &mut dyn FnMut(&mut GraphPattern)) {
    if let Expression::Exists(pattern) = expression {
        change(pattern);
    }
    for inner in expressions_in_mut(expression) {
        each_exists_mut(inner, change);
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
    let mut found = inner(pattern);
    for expression in expressions(pattern) {
        exists(expression, &mut found);
    }
    found
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
