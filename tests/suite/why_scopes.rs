//! `--why` on sub-selects, aggregates, graphs, order and blank nodes, as in [`why`](crate::why).

use crate::why::{check, check_own};

#[test]
fn a_sub_select_has_a_scope_of_its_own() {
    check(
        "SELECT ?m ?verb { { SELECT ?m { ?m sam:focusArea <id:area/no-dos-2019-5> ; sam:jointWith ?verb } } ?m sam:commitmentVerb ?verb }",
        &[(
            "no-dos-2019-5.1 ns#Establish",
            &[
                "Stated no-kmd-ks-2020-3.5 207-208 «etablere arenaer for samordning og koordinering»",
                "Stated no-kmd-ks-2020-3.5 207 «I samråd med KS etablere arenaer»",
                // the verb, another fact of the same passage as the focus area
                "Stated no-kmd-ks-2020-3.5 207-208 «etablere arenaer for samordning og koordinering»",
            ],
        )],
    );
    // ?y inside is another than ?y outside.
    let data = ":a :p :b , :c . :a :q :d .";
    check_own(
        "SELECT ?x ?y { ?x :q ?y { SELECT DISTINCT ?x { ?x :p ?y } } }",
        data,
        &[("a d", &["untraced: a q d", "untraced: a p b", "untraced: a p c"])],
    );
}

#[test]
fn an_aggregate_counts_the_rows_it_was_made_from() {
    check(
        "SELECT ?a (COUNT(?m) AS ?n) { ?m sam:focusArea ?a ; sam:jointWith ?who } GROUP BY ?a HAVING(COUNT(?m) = 1) ORDER BY ?a",
        &[
            (
                "no-dos-2019-5 1",
                &[
                    "COUNT of 1",
                    "  Stated no-kmd-ks-2020-3.5 207-208 «etablere arenaer for samordning og koordinering»",
                    "  Stated no-kmd-ks-2020-3.5 207 «I samråd med KS etablere arenaer»",
                ],
            ),
            (
                "no-dos-2019-6 1",
                &[
                    "COUNT of 1",
                    "  Stated no-kmd-ks-2020-3.6 235-237 «utarbeide retningslinjer med felles prinsipper»",
                    "  Stated no-kmd-ks-2020-3.6 235 «I samarbeid med KS utarbeide retningslinjer»",
                ],
            ),
        ],
    );
    check(
        "SELECT (COUNT(*) AS ?n) { <id:measure/no-dos-2019-9> sam:jointWith ?who }",
        &[("0", &["COUNT of 0", "  absence: measure/no-dos-2019-9 sam:jointWith ?who"])],
    );
    // The group without a key is a group of its own.
    let data = ":a :n 1 ; :k :v . :b :n 2 . :c :n 3 ; :k :v .";
    check_own(
        "SELECT ?k (SUM(?n) AS ?sum) { ?x :n ?n OPTIONAL { ?x :k ?k } } GROUP BY ?k ORDER BY ?k",
        data,
        &[
            ("2", &["SUM of 1", "  untraced: b n \"2\"^^<http://www.w3.org/2001/XMLSchema#integer"]),
            (
                "v 4",
                &[
                    "SUM of 2",
                    "  untraced: a n \"1\"^^<http://www.w3.org/2001/XMLSchema#integer",
                    "  untraced: a k v",
                    "  untraced: c n \"3\"^^<http://www.w3.org/2001/XMLSchema#integer",
                    "  untraced: c k v",
                ],
            ),
        ],
    );
}

#[test]
fn what_is_derived_shows_its_rule_and_premises() {
    check(
        "SELECT ?day { <id:agreement/no-kmd-ks-2020> sam:lastNotice ?day }",
        &[(
            "2022-06-01",
            &[
                "Derived R5: agreement/no-kmd-ks-2020 sam:lastNotice \"2022-06-01\"^^<http://www.w3.org/2001/XMLSchema#date>",
                "  Stated no-kmd-ks-2020-7 298 «minst tre måneders varsel»",
                "  Stated no-kmd-ks-2020-7 297 «gjelder til 1. september 2022»",
            ],
        )],
    );
}

#[test]
fn the_graph_asked_decides_which_claims_count() {
    let (agreement, slides) = (
        "Stated no-kmd-ks-2020-1 7 «Regjeringen og KS lanserte i juni 2019»",
        "Stated no-dos-plan-2020-strategy 5 «I juni 2019 la digitaliseringsminister Nikolai Astrup»",
    );
    let source = "https://w3id.org/samstyr/graph/source";
    check(&format!("SELECT ?y {{ GRAPH <{source}/no-kmd-ks-2020> {{ ?s sam:launched ?y }} }}"), &[("2019-06", &[agreement])]);
    check(&format!("SELECT ?y FROM <{source}/no-dos-plan-2020> {{ ?s sam:launched ?y }}"), &[("2019-06", &[slides])]);
    check(
        "SELECT ?g { GRAPH ?g { ?s sam:launched ?y FILTER EXISTS { ?s sam:launchedBy <id:org/no-ks> } } }",
        &[(
            "no-kmd-ks-2020",
            &[agreement, agreement], // that it was launched, and that KS launched it
        )],
    );
}

#[test]
fn order_distinct_and_limit_change_no_evidence() {
    let data = ":a :p :b , :c . :d :p :e .";
    let a: (&str, &[&str]) = ("a", &["untraced: a p b", "untraced: a p c"]);
    check_own("SELECT DISTINCT ?x { ?x :p ?y } ORDER BY ?x", data, &[a, ("d", &["untraced: d p e"])]);
    check_own("SELECT DISTINCT ?x { ?x :p ?y } ORDER BY ?x LIMIT 1", data, &[a]);
    check_own("SELECT ?x { ?x :p ?y OPTIONAL { ?x :q ?z } } ORDER BY ?x OFFSET 2", data, &[("d", &["untraced: d p e"])]);
    // A name that begins like one of ours would is the query's own.
    check_own(
        "SELECT ?samstyr_mark_1 { { ?samstyr_mark_1 :p :b } UNION { ?samstyr_mark_1 :p :e } } ORDER BY ?samstyr_mark_1",
        data,
        &[("a", &["untraced: a p b"]), ("d", &["untraced: d p e"])],
    );
}

#[test]
fn yes_and_no_have_evidence_too() {
    check(
        "ASK { ?a sam:validThrough \"2022-09-01\"^^xsd:date }",
        &[("", &["Stated no-kmd-ks-2020-7 297 «gjelder til 1. september 2022»"])],
    );
    check(
        "ASK { ?a sam:validThrough \"2023-09-01\"^^xsd:date }",
        &[("", &["absence: ?a sam:validThrough \"2023-09-01\"^^<http://www.w3.org/2001/XMLSchema#date>"])],
    );
}

#[test]
fn blank_nodes_in_patterns_stand_for_what_matched() {
    check(
        "SELECT ?d { [] sam:signatory [ ] ; sam:onBehalfOf <id:org/no-ks> ; sam:inCapacityOf ?d }",
        &[(
            "Styreleder",
            &[
                "Stated no-kmd-ks-2020-signatures 314 «Bjørn Arild Gram»",
                "LayoutInferred no-kmd-ks-2020-signatures 310 «For KS»",
                "LayoutInferred no-kmd-ks-2020-signatures 314 «Bjørn Arild Gram»",
                "LayoutInferred no-kmd-ks-2020-signatures 314 «Bjørn Arild Gram»",
                "LayoutInferred no-kmd-ks-2020-signatures 315 «Styreleder»",
            ],
        )],
    );
}

#[test]
fn a_no_shows_no_fact_and_a_passing_value_no_silence() {
    let ran = crate::world::World::new().run(&["query", "--why", "--format", "csv", "-e", "ASK { ?m a sam:Measure } OFFSET 100000"]);
    assert!(ran.stdout.contains("false,,?m rdf:type sam:Measure,,,Absent"), "{}", ran.stdout);
    let query = "SELECT ?d ?now { ?d sam:bearer ?x BIND(NOW() AS ?now) } LIMIT 1";
    let ran = crate::world::World::new().run(&["query", "--why", "--format", "json", "-e", query]);
    assert!(ran.stdout.contains("the row is another one each time it is asked for"), "{}", ran.stdout);
}
