//! `--why`: the evidence of a row is right and whole, for each feature of the algebra. What is expected is read from the documents.

use crate::world::World;
use serde_json::Value;

/// What each row rests on, one line a thing and two spaces before a premise.
fn explained(query: &str, more: &[&str]) -> Vec<(String, Vec<String>)> {
    let ran = World::new().run(&[&["query", "--why", "--format", "json", "-e", query], more].concat());
    assert_eq!(ran.status, 0, "{query}: {}", ran.stderr);
    let document: Value = serde_json::from_str(&ran.stdout).unwrap();
    let rows = document["rows"].as_array().unwrap().iter();
    rows.map(|row| {
        let values = row["values"].as_object().unwrap().values().map(|value| short(value.as_str().unwrap())).collect::<Vec<_>>().join(" ");
        let mut lines = Vec::new();
        show(&row["evidence"], 0, &mut lines);
        (values, lines)
    })
    .collect()
}

fn show(evidence: &Value, depth: usize, lines: &mut Vec<String>) {
    for thing in evidence.as_array().into_iter().flatten() {
        let text = |key: &str| short(thing[key].as_str().unwrap_or_default()).to_owned();
        let (statement, mode) = (thing["statement"].as_str().unwrap(), text("mode"));
        let line = match thing["kind"].as_str().unwrap() {
            "fact" if !thing["rule"].is_null() => format!("{mode} {}: {statement}", text("rule")),
            "fact" => {
                assert!(text("part").starts_with(&text("document")), "{thing}");
                format!("{mode} {} {} «{}»", text("part"), text("lines"), text("quote"))
            }
            "aggregate" => format!("{statement} of {}", thing["rows"]),
            kind => format!("{kind}: {statement}"),
        };
        lines.push(format!("{}{line}", "  ".repeat(depth)));
        show(&thing["premises"], depth + 1, lines);
    }
}

fn short(iri: &str) -> &str {
    if iri.starts_with("https://") { iri.rsplit('/').next().unwrap() } else { iri }
}

pub fn check(query: &str, expected: &[(&str, &[&str])]) {
    let query = query.replace("id:", "https://w3id.org/samstyr/id/");
    compare(&explained(&query, &[]), expected, &query);
}

fn compare(found: &[(String, Vec<String>)], expected: &[(&str, &[&str])], query: &str) {
    let found: Vec<(&str, Vec<&str>)> =
        found.iter().map(|(values, lines)| (values.as_str(), lines.iter().map(String::as_str).collect())).collect();
    let expected: Vec<(&str, Vec<&str>)> = expected.iter().map(|(values, lines)| (*values, lines.to_vec())).collect();
    assert_eq!(found, expected, "{query}");
}

/// A graph without claims; the evidence is the statements themselves.
pub fn check_own(query: &str, data: &str, expected: &[(&str, &[&str])]) {
    let world = World::new();
    let data = world.file("d.trig", &format!("@prefix : <x:> . {data}"));
    let found: Vec<(String, Vec<String>)> = explained(&format!("PREFIX : <x:> {query}"), &["--data", data.to_str().unwrap()])
        .into_iter()
        .map(|(values, lines)| (values.replace("x:", ""), lines.iter().map(|line| line.replace("<x:", "").replace('>', "")).collect()))
        .collect();
    compare(&found, expected, query);
}

#[test]
fn a_basic_pattern_rests_on_each_of_its_triples() {
    check(
        "SELECT ?p ?d { <id:agreement/no-kmd-ks-2020> sam:noticePeriod ?p ; sam:signedOn ?d }",
        &[(
            "P3M 2020-09-14",
            &["Stated no-kmd-ks-2020-7 298 «minst tre måneders varsel»", "Stated no-kmd-ks-2020-signatures 305 «14. september 2020»"],
        )],
    );
    // A fact with several passages shows them all; the engine's default graph has it once, and each source of it is shown.
    check(
        "SELECT ?p { <id:agreement/no-kmd-ks-2020> sam:party ?p } ORDER BY ?p LIMIT 1",
        &[(
            "no-kmd",
            &[
                "Stated no-kmd-ks-2020-1 29-30 «Kommunal- og moderniseringsdepartementet (KMD) og KS i fellesskap»",
                "Stated no-kmd-ks-2020-title 1 «Samarbeidsavtale mellom KMD og KS»",
            ],
        )],
    );
    check(
        "SELECT ?y { <id:strategy/no-dos-2019> sam:launched ?y }",
        &[(
            "2019-06",
            &[
                "Stated no-dos-plan-2020-strategy 5 «I juni 2019 la digitaliseringsminister Nikolai Astrup»",
                "Stated no-kmd-ks-2020-1 7 «Regjeringen og KS lanserte i juni 2019»",
            ],
        )],
    );
}

#[test]
fn an_optional_part_counts_where_it_matched() {
    check(
        "SELECT ?n ?a { ?m skos:notation ?n ; sam:dependsOn ?o OPTIONAL { ?o sam:namesActor ?a FILTER(?a = <id:org/no-hod>) } } ORDER BY ?n",
        &[
            (
                "4.1 no-hod",
                &[
                    "Interpreted no-dos-plan-2020-level-2 390-391 «4.1. Digitaliseringsvennlig regelverk – gjennomgang»",
                    "Interpreted no-kmd-ks-2020-3.4 193-194 «med utgangspunkt i arbeidet med sammenhengende tjenester»",
                    "Stated no-kmd-ks-2020-3.2 154 «Alvorlig sykt barn (HOD)»",
                ],
            ),
            (
                "4.4",
                &[
                    "Interpreted no-dos-plan-2020-level-2 372-375 «4.4. Digitaliseringsvennlig regelverk – omtale»",
                    "Interpreted no-kmd-ks-2020-3.4 201 «vise til veileder for digitaliseringsvennlig regelverk»",
                ],
            ),
        ],
    );
}

#[test]
fn a_union_counts_the_side_that_matched() {
    check(
        "SELECT ?x { VALUES ?n { <id:norm/no-kmd-ks-2020-K4> } { ?n sam:via ?x } UNION { ?n sam:counterparty ?x } } ORDER BY ?x",
        &[
            ("no-felles-arbeidsgruppe", &["Stated no-kmd-ks-2020-2.2.4 109 «KS, gjennom felles arbeidsgruppe, sørger for»"]),
            ("no-kmd", &["Stated no-kmd-ks-2020-2.2.4 109 «sørger for at KMD er informert»"]),
        ],
    );
    let data = ":a :p :b ; :q :b ; :r :c .";
    let both = "SELECT DISTINCT ?x ?y { { ?x :p ?y } UNION { ?x :q ?y OPTIONAL { ?x :r ?z OPTIONAL { ?z :s ?w } } } }";
    check_own(both, data, &[("a b", &["untraced: a p b", "untraced: a q b", "untraced: a r c"])]);
}

#[test]
fn a_filter_leaves_only_what_passed_it() {
    check(
        "SELECT ?y { <id:strategy/no-dos-2019> sam:periodEnd ?y FILTER(?y > \"2024\"^^xsd:gYear) }",
        &[("2025", &["Stated no-kmd-ks-2020-1 8 «for offentlig sektor 2019-2025»"])],
    );
}

#[test]
fn exists_shows_a_witness() {
    let joint = "Stated no-kmd-ks-2020-3.5 207 «I samråd med KS etablere arenaer»";
    let area = "Stated no-kmd-ks-2020-3.5 207-208 «etablere arenaer for samordning og koordinering»";
    check(
        "SELECT ?m { ?m sam:focusArea <id:area/no-dos-2019-5> FILTER EXISTS { ?m sam:jointWith ?who } }",
        &[("no-dos-2019-5.1", &[area, joint])],
    );
    // What only the outer part binds is seen by the FILTER inside.
    let (agreement, slides) = (
        "Stated no-kmd-ks-2020-1 8 «for offentlig sektor 2019-2025»",
        "Stated no-dos-plan-2020-strategy 17 «Prioritert i strategien 2019–2024»",
    );
    check(
        "SELECT ?y { ?s sam:periodEnd ?y FILTER EXISTS { ?s sam:periodEnd ?other FILTER(?other != ?y) } } ORDER BY ?y",
        &[("2024", &[slides, agreement]), ("2025", &[agreement, slides])],
    );
    // What is absent is told with its condition: without it, it would be there.
    let no_later = "absence: strategy/no-dos-2019 sam:periodEnd ?other . FILTER(?other > \"2025\"^^xsd:gYear)";
    check(
        "SELECT ?y ?later { ?s sam:periodEnd ?y BIND(EXISTS { ?s sam:periodEnd ?other FILTER(?other > ?y) } AS ?later) } ORDER BY ?y",
        &[("2024 true", &[slides, agreement]), ("2025 false", &[agreement, no_later])],
    );
    let data = ":a :p :b ; :q :c . :d :p :e .";
    let either = "SELECT ?x { ?x :p ?y FILTER(EXISTS { ?x :q ?z } || NOT EXISTS { ?x :r ?z }) } ORDER BY ?x";
    check_own(
        either,
        data,
        &[
            ("a", &["untraced: a p b", "untraced: a q c", "absence: a r ?z"]),
            ("d", &["untraced: d p e", "absence: d q ?z", "absence: d r ?z"]),
        ],
    );
    check_own(
        "SELECT ?x { ?x :p ?y FILTER EXISTS { ?x :q ?z OPTIONAL { ?z :r ?y } } }",
        data,
        &[("a", &["untraced: a p b", "untraced: a q c"])],
    );
}

#[test]
fn not_exists_and_minus_say_what_is_not_there() {
    let measure = "untraced: measure/no-dos-2019-8.1 rdf:type sam:Measure";
    let involves = "Stated no-kmd-ks-2020-3.8 260-261 «KS og andre relevante aktører vil bli involvert»";
    let absent = "absence: measure/no-dos-2019-8.1 sam:jointWith ?who";
    check(
        "SELECT ?m { ?m a sam:Measure ; sam:involves <id:org/no-ks> FILTER(?m != <id:measure/no-dos-2019-5.2>) FILTER NOT EXISTS { ?m sam:jointWith ?who } }",
        &[("no-dos-2019-8.1", &[measure, involves, absent])],
    );
    check(
        "SELECT ?m { ?m a sam:Measure ; sam:involves <id:org/no-ks> MINUS { ?m sam:jointWith ?who } } ORDER BY ?m",
        &[
            (
                "no-dos-2019-5.2",
                &[
                    "untraced: measure/no-dos-2019-5.2 rdf:type sam:Measure",
                    "Interpreted no-kmd-ks-2020-3.5 211-212 «samarbeidsavtaler mellom KMD og KS»",
                    "absence: measure/no-dos-2019-5.2 sam:jointWith ?who",
                ],
            ),
            ("no-dos-2019-8.1", &[measure, involves, absent]),
        ],
    );
    // A MINUS that shares no variable takes nothing away, in a sub-select as elsewhere.
    let data = ":a :p :b . :c :q :d .";
    check_own(
        "SELECT ?x ?y { { SELECT ?x { ?x :p ?o MINUS { ?y :q ?z } } } ?y :q ?z }",
        data,
        &[("a c", &["untraced: a p b", "absence: ?y q ?z", "untraced: c q d"])],
    );
}

#[test]
fn values_and_bind_match_nothing_themselves() {
    check(
        "SELECT ?who { VALUES ?n { <id:norm/no-kmd-ks-2020-M2> } ?n sam:bearer ?who }",
        &[("no-kmd", &["Stated no-kmd-ks-2020-2.3.2 124 «KMD følger opp at Digitaliseringsdirektoratet leverer»"])],
    );
    check(
        "SELECT ?day { ?a sam:validThrough ?end ; sam:noticePeriod ?notice BIND(?end - ?notice AS ?day) }",
        &[(
            "2022-06-01",
            &["Stated no-kmd-ks-2020-7 297 «gjelder til 1. september 2022»", "Stated no-kmd-ks-2020-7 298 «minst tre måneders varsel»"],
        )],
    );
    check_own("SELECT ?x { VALUES ?x { 1 2 } }", "", &[("1", &[]), ("2", &[])]);
}

#[test]
fn a_path_shows_its_steps() {
    let up = "path: body/no-kontaktmoter (sam:escalatesTo)+ body/no-bilateralt-konsultasjonsmote";
    let steps = [
        "  Interpreted no-kmd-ks-2020-6 293-294 «løftes dette inn i konsultasjonsmøte mellom KMD og KS»",
        "  Interpreted no-kmd-ks-2020-6 292 «gjennom jevnlige kontaktmøter mellom KMD og KS»",
    ];
    let from = "<id:body/no-kontaktmoter>";
    check(&format!("SELECT ?e {{ {from} sam:escalatesTo+ ?e }}"), &[("no-bilateralt-konsultasjonsmote", &[up, steps[0], steps[1]])]);
    for mark in ["*", "?"] {
        check(
            &format!("SELECT ?e {{ {from} sam:escalatesTo{mark} ?e }} ORDER BY DESC(?e)"),
            &[
                ("no-kontaktmoter", &[&format!("path: body/no-kontaktmoter (sam:escalatesTo){mark} body/no-kontaktmoter")]),
                ("no-bilateralt-konsultasjonsmote", &[&up.replace('+', mark), steps[0], steps[1]]),
            ],
        );
    }
    check(
        "SELECT ?x { <id:body/no-administrative-moter> ^sam:feedsTopicsTo ?x }",
        &[("no-felles-arbeidsgruppe", &["Stated no-kmd-ks-2020-2.1.2 70 «tema til administrative møter mellom KS og KMD»"])],
    );
    check(
        "SELECT ?x { <id:org/no-ks> (sam:identifier|sam:represents) ?x FILTER(isIRI(?x)) }",
        &[(
            "no-kommunal-sektor",
            &[
                "path: org/no-ks (sam:identifier|sam:represents) group/no-kommunal-sektor",
                "  Stated no-kmd-ks-2020-1 33-34 «kommunesektoren, representert ved KS»",
                "  Stated no-kmd-ks-2020-2.2.2 95 «representere sektoren og dens interesser»",
            ],
        )],
    );
    check(
        "SELECT ?x { <id:signature/no-kmd-ks-2020-ks> !(rdf:type|skos:prefLabel|sam:signatory|sam:inCapacityOf) ?x }",
        &[(
            "no-ks",
            &[
                "path: signature/no-kmd-ks-2020-ks !(rdf:type|skos:prefLabel|sam:signatory|sam:inCapacityOf) org/no-ks",
                "  LayoutInferred no-kmd-ks-2020-signatures 310 «For KS»",
                "  LayoutInferred no-kmd-ks-2020-signatures 314 «Bjørn Arild Gram»",
            ],
        )],
    );
}

#[test]
fn of_several_paths_the_shortest_is_shown() {
    let data = ":s :q :m . :m :r :n . :n :r :e . :s :p :x . :x :p :e . :e :p :s .";
    check_own("SELECT ?z { :s (:p|(:q/:r/:r))+ :e }", data, &[("", &["path: s ((p|q/r/r))+ e", "  untraced: s p x", "  untraced: x p e"])]);
    check_own("SELECT ?z { :e ^(:p/:p) ?z }", data, &[("s", &["untraced: s p x", "untraced: x p e"])]);
    check_own("SELECT ?z { :s :p+ :s }", data, &[("", &["path: s (p)+ s", "  untraced: s p x", "  untraced: x p e", "  untraced: e p s"])]);
}
