//! Walking a parsed query, EXISTS included.

use spargebra::algebra::{AggregateExpression, Expression, GraphPattern, OrderExpression};

/// The patterns directly inside a pattern, those in EXISTS included.
pub(crate) fn children(pattern: &GraphPattern) -> Vec<&GraphPattern> {
    let mut found = super::bind::children(pattern);
    for expression in expressions(pattern) {
        exists(expression, &mut found);
    }
    found
}

/// The expressions that a pattern holds itself.
fn expressions(pattern: &GraphPattern) -> Vec<&Expression> {
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
    use Expression as E;
    match expression {
        E::Exists(pattern) => found.push(pattern),
        E::NamedNode(_) | E::Literal(_) | E::Variable(_) | E::Bound(_) => {}
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
        | E::Divide(a, b) => {
            exists(a, found);
            exists(b, found);
        }
        E::UnaryPlus(a) | E::UnaryMinus(a) | E::Not(a) => exists(a, found),
        E::If(a, b, c) => {
            exists(a, found);
            exists(b, found);
            exists(c, found);
        }
        E::In(a, list) => {
            exists(a, found);
            for item in list {
                exists(item, found);
            }
        }
        E::Coalesce(list) | E::FunctionCall(_, list) => {
            for item in list {
                exists(item, found);
            }
        }
    }
}
