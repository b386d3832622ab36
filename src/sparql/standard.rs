//! A parsed query as standard SPARQL for another engine: prefixes written out, parameters set, groups where the algebra has them.
//!
//! spargebra writes a pattern without the braces that keep a FILTER or an OPTIONAL to its group. So joins are written one after the
//! other, which is the same, and what would leak gets a group of its own.

use spargebra::Query;
use spargebra::algebra::GraphPattern;

use super::tree;

/// The text of a query.
pub(super) fn text(query: &Query) -> String {
    let mut query = query.clone();
    grouped(tree::pattern_mut(&mut query));
    query.to_string()
}

/// Rewrites a pattern to one that means the same and is written as it is meant.
fn grouped(pattern: &mut GraphPattern) {
    use GraphPattern as P;
    tree::exists_mut(pattern, &mut grouped);
    for child in tree::children_mut(pattern) {
        grouped(child);
    }
    match pattern {
        P::Join { .. } => {
            let mut parts = Vec::new();
            flatten(std::mem::take(pattern), &mut parts);
            let mut parts = parts.into_iter();
            let first = parts.next().unwrap_or_default();
            *pattern = parts.fold(first, |left, right| join(enclosed(left), right));
        }
        P::LeftJoin { left: first, .. }
        | P::Minus { left: first, .. }
        | P::Lateral { left: first, .. }
        | P::Extend { inner: first, .. } => {
            **first = enclosed(std::mem::take(first));
        }
        _ => {}
    }
}

/// Joins are associative: A, B, C for A ⋈ (B ⋈ C).
fn flatten(pattern: GraphPattern, parts: &mut Vec<GraphPattern>) {
    match pattern {
        GraphPattern::Join { left, right } => {
            flatten(*left, parts);
            flatten(*right, parts);
        }
        other => parts.push(other),
    }
}

/// A pattern that something follows in its group: its FILTER would be taken for the whole group's.
fn enclosed(pattern: GraphPattern) -> GraphPattern {
    match pattern {
        GraphPattern::Filter { .. } => join(GraphPattern::default(), pattern),
        other => other,
    }
}

/// What stands right of a join is written in braces where it needs them.
fn join(left: GraphPattern, right: GraphPattern) -> GraphPattern {
    GraphPattern::Join { left: Box::new(left), right: Box::new(right) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sparql::{Answer, Row, Run, parse};
    use crate::store::Store;
    use oxigraph::model::{GraphName, Literal, NamedNode, Quad};

    fn store() -> Store {
        let node = |name: &str| NamedNode::new_unchecked(format!("x:{name}"));
        let quad = |s: &str, p: &str, o: i32| Quad::new(node(s), node(p), Literal::from(o), GraphName::DefaultGraph);
        Store::of([
            quad("a", "p", 1),
            quad("a", "q", 2),
            quad("a", "r", 1),
            quad("b", "p", 2),
            quad("b", "r", 3),
            quad("b", "t", 4),
            quad("c", "q", 5),
            quad("c", "t", 1),
        ])
        .expect("a store")
    }

    fn rows(query: Query) -> Vec<Row> {
        let store = store();
        let run = Run::new(&store, None);
        let Answer::Rows(rows) = run.answer(query).expect("an answer") else { panic!("no rows") };
        let mut rows = rows.collect::<crate::error::Result<Vec<Row>>>().expect("rows");
        rows.sort_by_key(|row| format!("{row:?}"));
        rows
    }

    #[test]
    fn the_text_means_what_the_query_means() {
        for text in [
            "SELECT ?s ?x ?y { ?s <x:p> ?x { ?s <x:r> ?y OPTIONAL { ?z <x:q> ?x } ?s ?w ?y } }",
            "SELECT ?s ?x ?y { { ?s <x:p> ?x FILTER(!BOUND(?y)) } ?s <x:r> ?y }",
            "SELECT ?s ?x ?y { { ?s <x:p> ?x FILTER(!BOUND(?y)) } OPTIONAL { ?s <x:r> ?y } }",
            "SELECT ?s ?x ?y { { ?s <x:p> ?x FILTER(!BOUND(?y)) } MINUS { ?s <x:t> ?y } BIND(1 AS ?y) }",
            "SELECT ?s ?x { ?s <x:p> ?x FILTER NOT EXISTS { { ?s <x:q> ?y FILTER(!BOUND(?z)) } ?s <x:r> ?z } }",
            "SELECT ?s (COUNT(*) AS ?n) (SUM(?o) + 1 AS ?m) { ?s ?p ?o } GROUP BY ?s HAVING (COUNT(*) > 1) ORDER BY DESC(?n) LIMIT 2",
            "SELECT DISTINCT ?s { { ?s <x:p> ?x } UNION { ?s <x:q> ?x MINUS { ?s <x:t> 1 } } OPTIONAL { { ?s <x:t> ?t } } FILTER(!BOUND(?t) || ?t > 3) }",
            "SELECT ?s ?x { { SELECT ?s (MAX(?o) AS ?x) { ?s ?p ?o } GROUP BY ?s } VALUES ?x { 2 4 } ?s <x:p>|<x:r> ?y }",
            "SELECT ?s (CONCAT(STR(?x), \"\\\"\\n\") AS ?t) { ?s <x:p> ?x . [] <x:q> ?x }",
        ] {
            let query = parse(text).expect("a query");
            let written = super::text(&query);
            let again = parse(&written).unwrap_or_else(|error| panic!("{error}: {written}"));
            let expected = rows(query);
            assert!(!expected.is_empty(), "{text} says nothing");
            assert_eq!(rows(again), expected, "{text} became {written}");
        }
    }
}
