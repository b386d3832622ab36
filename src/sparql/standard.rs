//! A parsed query as standard SPARQL for another engine: prefixes written out, parameters set, groups where the algebra has them.
//!
//! spargebra writes a pattern without the braces that keep a FILTER or an OPTIONAL to its group. So joins are written one after the
//! other, which is the same, and what would leak gets a group of its own. Constants stand where they are used ([`constants`]), and a
//! blank node is a variable that nobody asks about: Virtuoso takes none where a path such as `p*` begins.

use super::{constants, tree};
use oxigraph::model::{BlankNode, Variable};
use spargebra::Query;
use spargebra::algebra::{AggregateExpression, GraphPattern};
use spargebra::term::{TermPattern, TriplePattern};
use std::collections::HashMap;

/// The text of a query; `settled`: with constants where variables have one value, which Virtuoso needs and which leads Oxigraph's optimiser astray.
pub(super) fn text(query: &Query, settled: bool) -> String {
    let mut query = query.clone();
    let mut named = Named { taken: query.to_string(), names: HashMap::new() };
    let pattern = tree::pattern_mut(&mut query);
    if settled {
        constants::settle(pattern);
    }
    named.pattern(pattern);
    grouped(pattern);
    query.to_string()
}

/// Variables in the place of blank nodes.
struct Named {
    /// The query, whose variables are taken.
    taken: String,
    names: HashMap<BlankNode, Variable>,
}

impl Named {
    fn pattern(&mut self, pattern: &mut GraphPattern) {
        match pattern {
            GraphPattern::Bgp { patterns } => patterns.iter_mut().for_each(|triple| self.triple(triple)),
            GraphPattern::Path { subject, object, .. } => {
                self.term(subject);
                self.term(object);
            }
            // Counts solutions that differ, in any variable.
            GraphPattern::Group { aggregates, .. }
                if aggregates.iter().any(|(_, aggregate)| matches!(aggregate, AggregateExpression::CountSolutions { distinct: true })) =>
            {
                return;
            }
            _ => {}
        }
        tree::each_child_mut(pattern, &mut |child| self.pattern(child));
    }

    fn triple(&mut self, triple: &mut TriplePattern) {
        self.term(&mut triple.subject);
        self.term(&mut triple.object);
    }

    fn term(&mut self, term: &mut TermPattern) {
        match term {
            TermPattern::BlankNode(node) => *term = self.variable(node).into(),
            TermPattern::Triple(triple) => self.triple(triple),
            _ => {}
        }
    }

    fn variable(&mut self, node: &BlankNode) -> Variable {
        if let Some(known) = self.names.get(node) {
            return known.clone();
        }
        let free = |name: &String| !self.taken.contains(&format!("?{name}"));
        let mut numbers = self.names.len()..;
        let name = numbers.find_map(|number| Some(format!("blank{number}_")).filter(free)).unwrap_or_default();
        self.taken.push_str(&format!("?{name}"));
        let variable = Variable::new_unchecked(name);
        self.names.insert(node.clone(), variable.clone());
        variable
    }
}

/// Rewrites a pattern to one that means the same and is written as it is meant.
fn grouped(pattern: &mut GraphPattern) {
    use GraphPattern as P;
    tree::each_child_mut(pattern, &mut grouped);
    match pattern {
        P::Join { .. } => {
            let mut parts = Vec::new();
            flatten(std::mem::take(pattern), &mut parts);
            let mut parts = parts.into_iter();
            let first = parts.next().unwrap_or_default();
            *pattern = parts.fold(first, |left, right| join(enclosed(left), right));
        }
        P::LeftJoin { left, right, .. } => {
            for side in [left, right] {
                **side = enclosed(std::mem::take(side));
            }
        }
        P::Minus { left: first, .. } | P::Lateral { left: first, .. } | P::Extend { inner: first, .. } => {
            **first = enclosed(std::mem::take(first));
        }
        _ => {}
    }
}

/// Joins are associative: A, B, C for A ⋈ (B ⋈ C).
fn flatten(pattern: GraphPattern, parts: &mut Vec<GraphPattern>) {
    match pattern {
        GraphPattern::Bgp { patterns } if patterns.is_empty() => {}
        GraphPattern::Join { left, right } => {
            flatten(*left, parts);
            flatten(*right, parts);
        }
        other => parts.push(other),
    }
}

/// A pattern that something follows in its group, or that is optional: its FILTER would be taken for the whole group's, or for the
/// condition of the OPTIONAL, which knows what is around it.
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
            // constants: used, out of scope, bound only sometimes, and in what counts the variables
            "SELECT ?s ?v ?y { VALUES ?v { 1 } ?s <x:p> ?x OPTIONAL { ?s <x:r> ?y FILTER(?y = ?v) } }",
            "SELECT ?s ?v { VALUES ?v { 1 } { ?s <x:p> ?x FILTER(!BOUND(?v)) } }",
            "SELECT ?s ?v ?y { VALUES ?v { 1 } ?s <x:p> ?x OPTIONAL { { ?s <x:r> ?y FILTER(!BOUND(?v)) } } }",
            "SELECT ?s ?v { VALUES ?v { 1 } { ?s <x:p> ?v FILTER(BOUND(?v) && ?v < 2) } UNION { ?s <x:t> ?v } ?s ?p ?v }",
            "SELECT ?s ?v ?x { VALUES ?v { 2 } { ?s <x:p> ?x OPTIONAL { ?s <x:q> ?v } } }",
            "SELECT ?s ?v ?x { VALUES ?v { 2 } { { ?s <x:p> ?x OPTIONAL { ?s <x:q> ?v } } OPTIONAL { ?s <x:t> ?v } } }",
            "SELECT ?s ?v ?y { VALUES ?v { 1 } { ?s ?p ?v OPTIONAL { ?s <x:q> ?y FILTER(?y > ?v) } } }",
            "SELECT ?s ?v { VALUES ?v { <x:none> } ?s <x:p> 1 OPTIONAL { ?s <x:r> 1 . ?v <x:p>* ?v } OPTIONAL { ?v <x:p>? ?s } }",
            "SELECT ?s ?v { VALUES ?v { <x:none> } { ?s <x:q> ?x } UNION { ?v <x:p>* ?s } }",
            "SELECT ?s { { VALUES ?v { 1 } ?s <x:p> ?x MINUS { ?z <x:t> ?v } } UNION { ?s <x:t> 4 } }",
            "SELECT ?s { { VALUES ?v { 1 } ?s <x:p> ?x MINUS { VALUES ?v { 1 } } } UNION { ?s <x:t> 4 } }",
            "SELECT ?s ?v { VALUES ?v { 1 } ?s <x:p> ?x MINUS { ?s <x:r> ?y FILTER(?y = ?v) } }",
            "SELECT ?s ?v { VALUES ?v { 1 } ?s ?p ?v FILTER NOT EXISTS { ?s <x:q> ?y FILTER(?y > ?v + 1) } }",
            "SELECT ?s ?v { VALUES ?v { 1 } ?s ?p ?x FILTER EXISTS { SELECT ?s { ?s ?q ?v } } }",
            "SELECT ?s ?v { VALUES ?v { <x:p> } VALUES (?v ?w) { (<x:p> 1) (<x:q> 2) (UNDEF 2) } ?s ?v ?w }",
            "SELECT ?s { VALUES ?v { 1 } VALUES ?v { 1 } ?s ?p ?v BIND(?v + 1 AS ?w) FILTER(?w = 2) }",
            "SELECT ?s { ?s <x:p> ?x VALUES ?lit { 1 } OPTIONAL { ?lit <x:q> ?s } OPTIONAL { GRAPH ?lit { ?s ?p ?o } } }",
            "SELECT ?v (SUM(?o * ?v) AS ?n) { VALUES ?v { 3 } ?s ?p ?o } GROUP BY ?v HAVING(SUM(?o) > ?v) ORDER BY ?v",
            "SELECT ?s ?n { VALUES ?v { 1 } ?s <x:p> ?x { SELECT ?s (COUNT(?v) AS ?n) { ?s ?p ?o BIND(?o AS ?v) } GROUP BY ?s } }",
            "SELECT ?s { { VALUES ?v { 1 } VALUES ?v { 2 } ?s ?p ?o } UNION { VALUES ?v { 1 } ?s <x:t> ?v } }",
            "SELECT ?s ?w { VALUES (?v ?w) { (1 2) } VALUES (?v ?u ?z) { (1 4 1) (1 5 1) (2 4 2) } ?s ?p ?u }",
            "SELECT ?s { VALUES ?v { 1 } ?s <x:p> ?x OPTIONAL { SELECT ?v { VALUES ?v { 2 } } } OPTIONAL { VALUES ?v { 1 } } }",
            "SELECT ?s { VALUES ?v { 1 } { SELECT DISTINCT ?s { VALUES ?v { 1 } ?s ?p ?v } } FILTER EXISTS { VALUES ?v { 1 } ?s <x:p> ?v } }",
            // blank nodes
            "SELECT ?s { ?s <x:p> [] MINUS { [] <x:t> 1 } FILTER EXISTS { ?s ?blank0_ [] } }",
            "SELECT (COUNT(DISTINCT *) AS ?n) { ?s <x:p>|<x:r> [] . ?s <x:p>* [] }",
        ] {
            for settled in [false, true] {
                let query = parse(text).expect("a query");
                let written = super::text(&query, settled);
                let again = parse(&written).unwrap_or_else(|error| panic!("{error}: {written}"));
                let expected = rows(query);
                assert!(!expected.is_empty(), "{text} says nothing");
                assert_eq!(rows(again), expected, "{text} became {written}");
            }
        }
    }
}
