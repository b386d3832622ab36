//! `samstyr diff`: two graphs, what differs, and which answers change.

use crate::world::{Ran, World};
use samstyr::store::BUILT_IN;
use serde_json::Value;
use std::fs;
use std::path::Path;

const MEASURE: &str = "<https://w3id.org/samstyr/id/measure/no-dos-2019-5.1>";

fn fixture(name: &str) -> String {
    fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/diff").join(name)).unwrap()
}

/// A world with the plan before and after its revision.
fn plans() -> World {
    let world = World::new();
    for name in ["before.trig", "after.trig"] {
        world.file(name, &fixture(name));
    }
    world
}

fn json(ran: &Ran) -> Value {
    serde_json::from_str(&ran.stdout).unwrap_or_else(|error| panic!("{error}: {}", ran.stderr))
}

fn sentences(list: &Value) -> Vec<&str> {
    list.as_array().unwrap().iter().map(|entry| entry["sentence"].as_str().unwrap()).collect()
}

#[test]
fn it_says_what_differs_in_three_languages() {
    let world = plans();
    for language in ["nb", "nn", "en"] {
        let ran = world.run(&["diff", "before.trig", "after.trig", "--lang", language, "--no-answers"]);
        assert_eq!((ran.status, ran.stdout), (1, fixture(&format!("{language}.md"))), "{language}: {}", ran.stderr);
    }
}

#[test]
fn the_same_graph_is_the_same() {
    let world = plans();
    world.file("release/graph.nq", BUILT_IN);
    world.file("release/other.nq", "<x:only> <x:in> <x:a-part> .\n");
    for (a, b) in [("built-in", "built-in"), ("before.trig", "before.trig"), ("built-in", "release")] {
        let ran = world.run(&["diff", a, b]);
        assert_eq!(ran.status, 0, "{a} {b}: {}", ran.stdout);
        assert!(ran.stdout.ends_with("Det er ingen forskjell.\n"), "{}", ran.stdout);
    }
    let found = world.run(&["diff", "built-in", "built-in", "--format", "json"]);
    assert_eq!((found.status, &json(&found)["same"], &json(&found)["answers"]), (0, &Value::Bool(true), &Value::Array(Vec::new())));
}

#[test]
fn syntaxes_compression_and_missing_graphs_make_no_difference() {
    let world = plans();
    assert_eq!(world.run(&["convert", "before.trig", "a.nq.gz"]).status, 0);
    assert_eq!(world.run(&["convert", "before.trig", "a.jsonld.zst"]).status, 0);
    assert_eq!(world.run(&["diff", "a.nq.gz", "a.jsonld.zst"]).status, 0);
    let flat = world.run(&["query", "-e", "CONSTRUCT { ?s ?p ?o } { ?s ?p ?o }", "--data", "before.trig", "--format", "ntriples"]);
    world.file("flat.nt", &flat.stdout);
    let ran = world.run(&["diff", "before.trig", "flat.nt"]);
    assert_eq!(ran.status, 0, "{}", ran.stdout);
    assert!(ran.stderr.contains("graphs are not compared"), "{}", ran.stderr);
}

#[test]
fn json_keeps_what_is_said_apart_from_what_follows() {
    let ran = plans().run(&["diff", "before.trig", "after.trig", "--lang", "en", "--format", "json"]);
    let found = json(&ran);
    for key in ["added", "removed", "changed", "evidence"] {
        assert!(found[key].is_array() && found["derived"][key].is_array() && found["vocabulary"][key].is_array(), "{key}");
    }
    assert_eq!(
        sentences(&found["derived"]["changed"]),
        ["How surely measure 5.1 affects the municipal sector has changed from joint to undetermined."]
    );
    assert!(!sentences(&found["changed"]).iter().any(|sentence| sentence.contains("municipal sector")));
    assert_eq!(found["derived"]["changed"][0]["evidence_after"][0]["rule"], "https://w3id.org/samstyr/id/rule/X1");
    assert_eq!(found["things"]["added"][0], "https://w3id.org/samstyr/id/measure/x-5.10");
    assert_eq!(found["evidence"][0]["evidence_before"][0]["quote"], "departementet har ansvaret");
    assert_eq!(found["vocabulary"]["added"][0]["thing"]["name"], "something more");
    assert_eq!(found["other_evidence"], serde_json::json!({ "added": 0, "removed": 0 }), "all evidence is folded into facts");
    assert!(json(&plans().run(&["diff", "before.trig", "after.trig", "--no-answers", "--format", "json"]))["answers"].is_null());
}

#[test]
fn blank_nodes_are_compared_by_what_they_stand_in() {
    let world = World::new();
    world.file("a.ttl", "<x:a> <x:p> [ <x:q> 1 ], [ <x:q> 2 ] . <x:b> <x:p> [ <x:r> [ <x:q> 3 ] ] .");
    world.file("same.nt", "_:z <x:q> \"2\"^^<http://www.w3.org/2001/XMLSchema#integer> .\n<x:a> <x:p> _:y .\n<x:b> <x:p> _:w .\n_:w <x:r> _:v .\n<x:a> <x:p> _:z .\n_:y <x:q> \"1\"^^<http://www.w3.org/2001/XMLSchema#integer> .\n_:v <x:q> \"3\"^^<http://www.w3.org/2001/XMLSchema#integer> .\n");
    world.file("other.ttl", "<x:a> <x:p> [ <x:q> 1 ], [ <x:q> 2 ] . <x:b> <x:p> [ <x:r> [ <x:q> 4 ] ] .");
    assert_eq!(world.run(&["diff", "a.ttl", "same.nt"]).status, 0);
    let ran = world.run(&["diff", "a.ttl", "other.ttl", "--format", "json", "--no-answers"]);
    assert_eq!(ran.status, 1);
    let found = json(&ran);
    let all: Vec<&str> = ["added", "removed", "changed"].iter().flat_map(|key| sentences(&found[key])).collect();
    assert!(all.iter().any(|sentence| sentence.contains('4')) && !all.iter().any(|sentence| sentence.starts_with("X:a")), "{all:?}");
}

#[test]
fn answers_change_when_a_fact_goes() {
    let world = World::new();
    let fact = format!("{MEASURE} <https://w3id.org/samstyr/ns#jointWith> ");
    let lines: Vec<&str> = BUILT_IN.lines().collect();
    let of_claims = |predicate: &str, object: &str| -> Vec<&str> {
        let end = format!("rdf-syntax-ns#{predicate}> {object} ");
        lines.iter().filter(|line| line.contains(&end)).filter_map(|line| line.split(' ').next()).collect()
    };
    let about = of_claims("subject", MEASURE);
    let claim = of_claims("predicate", "<https://w3id.org/samstyr/ns#jointWith>").into_iter().find(|claim| about.contains(claim)).unwrap();
    let less = lines.iter().filter(|line| !line.starts_with(&fact) && !line.starts_with(claim));
    world.file("less.nq", &less.map(|line| format!("{line}\n")).collect::<String>());
    let ran = world.run(&["diff", "built-in", "less.nq"]);
    assert_eq!(ran.status, 1, "{}", ran.stderr);
    let expected =
        "* Tiltak 5.1 skal ikke lenger gjennomføres sammen med KS – Kommunesektorens organisasjon («I samråd med KS etablere arenaer», ";
    assert!(ran.stdout.contains(expected), "{}", ran.stdout);
    assert!(
        ran.stdout.contains("(`joint-measures`): rader som er nye: 0, borte: 1\n  * borte: measure/no-dos-2019-5.1 · 5.1 · "),
        "{}",
        ran.stdout
    );
    let found = json(&world.run(&["diff", "built-in", "less.nq", "--format", "json"]));
    assert_eq!(found["removed"].as_array().unwrap().len(), 1);
    let back = json(&world.run(&["diff", "less.nq", "built-in", "--format", "json"]));
    assert_eq!((back["added"].as_array().unwrap().len(), back["removed"].as_array().unwrap().len()), (1, 0));
    let count =
        |value: &Value, key: &str| value["answers"].as_array().unwrap().iter().map(|answer| answer[key].as_u64().unwrap()).sum::<u64>();
    assert_eq!(count(&found, "removed"), count(&back, "added"), "there and back");
}

#[test]
fn change_sets_give_the_second_graph() {
    let world = plans();
    let ran = world.run(&["diff", "before.trig", "after.trig", "--format", "turtle"]);
    assert_eq!(ran.status, 1, "{}", ran.stderr);
    world.file("changes.ttl", &ran.stdout);
    let query = "PREFIX cs: <http://purl.org/vocab/changeset/schema#> SELECT ?thing ?mode (COUNT(*) AS ?n) { ?set a cs:ChangeSet ; cs:subjectOfChange ?thing ; cs:removal ?s . \
        ?s rdf:subject ?thing ; rdf:predicate ?p ; rdf:object ?o . OPTIONAL { ?s sam:assertionMode ?mode } } GROUP BY ?thing ?mode ORDER BY ?thing";
    let rows = world.run(&["query", "-e", query, "--data", "changes.ttl"]).stdout;
    let base = "https://w3id.org/samstyr/";
    let expected = format!(
        "thing,mode,n\r\n{base}id/agreement/x,,1\r\n{base}id/effect/x-5.1,{base}ns#Derived,1\r\n{base}id/measure/x-5.1,{base}ns#Stated,1\r\n\
         {base}id/norm/x-J1,,1\r\n{base}id/scope/x-5.1,{base}ns#Interpreted,1\r\n"
    );
    assert_eq!(rows, expected);
    let again = world.run(&["diff", "before.trig", "after.trig", "--format", "turtle"]);
    assert_eq!(again.stdout, ran.stdout);
}

#[test]
fn what_cannot_be_compared_is_an_error() {
    let world = plans();
    fs::create_dir(world.path().join("empty")).unwrap();
    world.file("broken.ttl", "<x:a> <x:b>");
    for (operand, status, message) in [
        ("missing.ttl", 3, "cannot read `missing.ttl`"),
        ("empty", 2, "the folder `empty` holds no graph"),
        ("broken.ttl", 2, "broken.ttl"),
        ("before", 3, "before"),
    ] {
        let ran = world.run(&["diff", "before.trig", operand]);
        assert_eq!((ran.status, ran.stdout.as_str()), (status, ""), "{operand}");
        assert!(ran.stderr.contains(message), "{operand}: {}", ran.stderr);
    }
    assert_eq!(world.run(&["diff", "before.trig"]).status, 2);
}
