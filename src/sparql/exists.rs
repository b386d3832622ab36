//! EXISTS for our own engine: triple after triple, each looked up with the values that are known by then.
//!
//! The engine puts the joins of a query in order, but not those inside EXISTS: there it multiplies every triple pattern with every other, anew
//! for each row. One after the other they have the same solutions, and which of them comes first says nothing where only their being there counts.

use super::constants::{has_exists, may_be_empty};
use super::tree;
use oxigraph::model::vocab::rdf;
use spargebra::algebra::GraphPattern;
use spargebra::term::{NamedNodePattern, TermPattern, TriplePattern};
use std::collections::HashSet;
use std::mem::take;

/// What has a value when a pattern is looked up: variables and blank nodes.
type Known = HashSet<TermPattern>;

/// Puts in order what is inside every EXISTS of a pattern. What is asked elsewhere stays as it is.
pub(super) fn put_in_order(pattern: &mut GraphPattern) {
    look_for_exists(pattern, &Known::new());
}

fn look_for_exists(pattern: &mut GraphPattern, outside: &Known) {
    if matches!(pattern, GraphPattern::Service { .. }) {
        return;
    }
    if tree::expressions(pattern).into_iter().any(has_exists) {
        let mut known = outside.clone();
        pattern.on_in_scope_variable(|variable| {
            known.insert(variable.clone().into());
        });
        tree::exists_mut(pattern, &mut |inner| {
            look_for_exists(inner, &known);
            chain(inner, &known);
        });
    }
    for child in tree::inner_mut(pattern) {
        look_for_exists(child, outside);
    }
}

/// Chains what is joined in a pattern and in the patterns of the same scope inside it.
fn chain(pattern: &mut GraphPattern, outside: &Known) {
    use GraphPattern as P;
    match pattern {
        P::Bgp { .. } | P::Join { .. } => {
            let (mut steps, mut rest) = (Vec::new(), Vec::new());
            take_apart(take(pattern), &mut steps, &mut rest);
            for inner in &mut rest {
                chain(inner, outside);
            }
            let chained = one_after_the_other(steps, outside.clone());
            let join = |left, right| P::Join { left: Box::new(left), right: Box::new(right) };
            *pattern = chained.into_iter().chain(rest).reduce(join).unwrap_or_default();
        }
        // LIMIT and some aggregates take what comes first, so that the order inside a sub-select is the engine's.
        P::Service { .. }
        | P::Project { .. }
        | P::Distinct { .. }
        | P::Reduced { .. }
        | P::Slice { .. }
        | P::OrderBy { .. }
        | P::Group { .. } => {}
        _ => tree::inner_mut(pattern).into_iter().for_each(|child| chain(child, outside)),
    }
}

/// The parts of a join: those that can be looked up one after the other, and the rest.
fn take_apart(pattern: GraphPattern, steps: &mut Vec<GraphPattern>, rest: &mut Vec<GraphPattern>) {
    use GraphPattern as P;
    match pattern {
        P::Bgp { patterns } => steps.extend(patterns.into_iter().map(|triple| P::Bgp { patterns: vec![triple] })),
        P::Join { left, right } => {
            take_apart(*left, steps, rest);
            take_apart(*right, steps, rest);
        }
        // From a value, a path of no steps leads to it even when the graph does not have it.
        P::Path { ref path, .. } if may_be_empty(path) => rest.push(pattern),
        P::Path { .. } | P::Values { .. } => steps.push(pattern),
        _ => rest.push(pattern),
    }
}

fn one_after_the_other(mut steps: Vec<GraphPattern>, mut known: Known) -> Option<GraphPattern> {
    let mut chained: Option<GraphPattern> = None;
    while let Some(next) = (0..steps.len()).min_by_key(|at| width(&steps[*at], &known)) {
        let step = steps.remove(next);
        learn(&step, &mut known);
        chained = Some(match chained {
            None => step,
            Some(before) => GraphPattern::Lateral { left: Box::new(before), right: Box::new(step) },
        });
    }
    chained
}

/// How much a step may find, as a rank.
fn width(step: &GraphPattern, known: &Known) -> u8 {
    let is_known = |term: &TermPattern| is_constant(term) || known.contains(term);
    let (subject, object, is_type) = match step {
        GraphPattern::Bgp { patterns } => match patterns.as_slice() {
            [triple] => (&triple.subject, &triple.object, is_type(triple)),
            _ => return u8::MAX,
        },
        GraphPattern::Path { subject, object, .. } => (subject, object, false),
        _ => return 3, // VALUES are few, but multiply
    };
    match (is_known(subject), is_known(object)) {
        (true, true) => 0,
        (true, false) => 1,
        (false, true) if !is_constant(object) => 2,
        (false, true) if !is_type => 4, // a code, a kind
        (false, true) => 5,
        (false, false) => 6,
    }
}

fn is_constant(term: &TermPattern) -> bool {
    matches!(term, TermPattern::NamedNode(_) | TermPattern::Literal(_))
}

fn is_type(triple: &TriplePattern) -> bool {
    matches!(&triple.predicate, NamedNodePattern::NamedNode(predicate) if *predicate == rdf::TYPE)
}

fn learn(step: &GraphPattern, known: &mut Known) {
    step.on_in_scope_variable(|variable| {
        known.insert(variable.clone().into());
    });
    match step {
        GraphPattern::Bgp { patterns } => known.extend(patterns.iter().flat_map(|triple| [triple.subject.clone(), triple.object.clone()])),
        GraphPattern::Path { subject, object, .. } => known.extend([subject.clone(), object.clone()]),
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sparql::{Answer, Run, on_own_stack, parse};
    use crate::store::Store;
    use oxigraph::io::{RdfFormat, RdfParser};

    fn ordered(text: &str) -> String {
        let mut query = parse(text).expect("a query");
        put_in_order(tree::pattern_mut(&mut query));
        query.to_string()
    }

    #[test]
    fn the_triples_in_exists_begin_with_what_the_row_knows() {
        let text = ordered("SELECT ?m { ?m a <x:M> FILTER EXISTS { ?d <x:category> ?c . ?claim <x:evidence> ?d . ?claim <x:about> ?m } }");
        let at = |part: &str| text.find(part).unwrap_or_else(|| panic!("no {part} in {text}"));
        assert!(at("x:about") < at("x:evidence") && at("x:evidence") < at("x:category"), "{text}");
        assert!(text.contains("LATERAL"), "{text}");
    }

    #[test]
    fn what_is_asked_elsewhere_and_what_a_limit_chooses_from_stay() {
        for text in [
            "ASK { FILTER EXISTS { SERVICE <x:e> { ?a <x:p> ?b . ?b <x:q> ?c } } }",
            "ASK { SERVICE <x:e> { FILTER EXISTS { ?a <x:p> ?b . ?b <x:q> ?c } } }",
            "ASK { FILTER EXISTS { SELECT ?a { ?a <x:p> ?b . ?b <x:q> ?c } LIMIT 1 } }",
            "SELECT * { ?a <x:p> ?b . ?b <x:q> ?c }",
        ] {
            assert_eq!(ordered(text), parse(text).expect("a query").to_string());
        }
    }

    /// Rows with and without the order.
    fn rows(text: &str) -> (Vec<String>, Vec<String>) {
        let data = "<x:a> a <x:T> ; <x:p> <x:b> . <x:b> <x:q> <x:c> . <x:d> a <x:T> ; <x:p> <x:e> . <x:e> <x:q> \"1\" . <x:f> a <x:T> .";
        let quads = RdfParser::from_format(RdfFormat::Turtle).for_slice(data).map(|quad| quad.expect("a quad"));
        let store = Store::of(quads).expect("a store");
        let read = |answer: Answer<'_>| match answer {
            Answer::Rows(rows) => rows.map(|row| format!("{:?}", row.expect("a row"))).collect::<Vec<_>>(),
            _ => panic!("rows"),
        };
        on_own_stack(|| {
            let query = parse(text).expect("a query");
            let plain = oxigraph::sparql::SparqlEvaluator::new().for_query(query.clone()).on_store(store.engine()).execute();
            let oxigraph::sparql::QueryResults::Solutions(plain) = plain.expect("an answer") else { panic!("rows") };
            let plain = plain.map(|row| format!("{:?}", row.expect("a row").values())).collect();
            (plain, read(Run::new(&store, None).answer(query).expect("an answer")))
        })
    }

    #[test]
    fn the_answers_are_the_same() {
        for inside in [
            "?s <x:p> ?o . ?o <x:q> ?x",
            "?s <x:p>/<x:q> ?x . VALUES ?x { <x:c> UNDEF }",
            "?s <x:p> _:o . _:o <x:q> ?x FILTER(isLiteral(?x))",
            "?s <x:p> ?o OPTIONAL { ?o <x:q> ?x . ?x <x:none> ?y } FILTER NOT EXISTS { ?o <x:q> ?z . ?z <x:r> ?s }",
            "{ ?s <x:p> ?o . ?o <x:q> <x:c> } UNION { ?s <x:p> ?o . ?o <x:q> \"1\" }",
            "?s <x:p> ?o . ?o <x:q> ?x MINUS { ?o <x:q> ?x . ?s a <x:T> FILTER isIRI(?x) }",
            "VALUES ?v { <x:not-there> } ?v <x:q>* ?s . ?s a ?t",
            "?s <x:p> ?o { SELECT ?o { ?o <x:q> ?x . ?y <x:p> ?o } }",
            "GRAPH ?g { ?s <x:p> ?o . ?o <x:q> ?x }",
            "",
        ] {
            for not in ["", "NOT "] {
                let (plain, ordered) = rows(&format!("SELECT ?s {{ ?s a <x:T> FILTER {not}EXISTS {{ {inside} }} }}"));
                assert_eq!(plain, ordered, "{not}{inside}");
            }
        }
    }
}
