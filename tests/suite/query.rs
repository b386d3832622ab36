//! `samstyr query`.

use crate::world::World;

const COUNT: &str = "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }";

#[test]
fn a_query_comes_from_text_file_or_stdin() {
    let world = World::new();
    world.file("q.rq", "ASK { ?m a sam:Measure }");
    assert_eq!(world.run(&["query", "q.rq"]).stdout, "true");
    assert_eq!(world.run(&["query", "-e", "ASK { ?m a sam:Measure }"]).stdout, "true");
    assert_eq!(world.run_with_stdin(&["query", "-"], "ASK { ?m a sam:Nothing }").stdout, "false");
}

#[test]
fn the_default_graph_is_the_union_with_each_triple_once() {
    let world = World::new();
    let data = world.file("d.trig", "<x:g> { <x:s> <x:p> 1 } <x:h> { <x:s> <x:p> 1, 2 } <x:s> <x:p> 1, 3 .");
    let data = data.to_str().unwrap();
    assert_eq!(world.run(&["query", "-e", COUNT, "--data", data]).stdout, "n\r\n3\r\n");
    let named = "SELECT ?g (COUNT(*) AS ?n) { GRAPH ?g { ?s ?p ?o } } GROUP BY ?g ORDER BY ?g";
    assert_eq!(world.run(&["query", "-e", named, "--data", data]).stdout, "g,n\r\nx:g,1\r\nx:h,2\r\n");
}

#[test]
fn several_files_are_read_together() {
    let world = World::new();
    let (a, b) = (world.file("a.ttl", "_:x <x:p> 1 ."), world.file("b.nt", "_:x <x:p> <x:o> ."));
    let ran =
        world.run(&["query", "-e", "SELECT (COUNT(DISTINCT ?s) AS ?n) { ?s ?p ?o }", "--data", a.to_str().unwrap(), b.to_str().unwrap()]);
    assert_eq!(ran.stdout, "n\r\n2\r\n", "blank nodes of two files are two");
}

#[test]
fn answers_come_in_every_format() {
    let world = World::new();
    let rows = "SELECT ?a ?b { VALUES (?a ?b) { (\"x|y\"@nb <x:i>) (1 UNDEF) } }";
    for (format, expected) in [
        ("csv", "a,b\r\nx|y,x:i\r\n1,\r\n"),
        ("tsv", "?a\t?b\n\"x|y\"@nb\t<x:i>\n1\t\n"),
        ("md", "| a | b |\n|---|---|\n| x\\|y | <x:i> |\n| 1 |  |\n"),
    ] {
        assert_eq!(world.run(&["query", "-e", rows, "--format", format]).stdout, expected, "{format}");
    }
    let json: serde_json::Value = serde_json::from_str(&world.run(&["query", "-e", rows, "--format", "json"]).stdout).unwrap();
    assert_eq!(json["results"]["bindings"][0]["a"]["xml:lang"], "nb");
    assert!(world.run(&["query", "-e", rows, "--format", "xml"]).stdout.contains("<uri>x:i</uri>"));
    let table = world.run(&["query", "-e", rows, "--format", "table"]).stdout;
    assert!(table.contains("x|y") && !table.contains('\u{1b}'), "{table}");
    let graph = "CONSTRUCT { ?m skos:notation ?n } WHERE { ?m a sam:LifeEventCommitment BIND(\"n\" AS ?n) }";
    for format in ["turtle", "ntriples", "nquads", "trig", "jsonld", "rdfxml"] {
        let ran = world.run(&["query", "-e", graph, "--format", format]);
        assert!(ran.stdout.contains("no-dos-2019-2.LE.fa-barn"), "{format}: {}", ran.stdout);
    }
    let turtle = world.run(&["query", "-e", graph]).stdout;
    assert!(turtle.starts_with("@prefix skos:") && !turtle.contains("@prefix dct:"), "{turtle}");
}

#[test]
fn a_syntax_error_has_line_column_and_caret() {
    let ran = World::new().run(&["query", "-e", "SELECT ?x\nWHERE { ?x sam:number }"]);
    assert_eq!(ran.status, 2);
    assert!(ran.stderr.contains("at line 2, column 23"), "{}", ran.stderr);
    assert!(ran.stderr.contains("2 | WHERE { ?x sam:number }\n  |                       ^"), "{}", ran.stderr);
    let prefix = World::new().run(&["query", "-e", "SELECT * { ?x samt:number ?y }"]);
    assert!(prefix.stderr.contains("hint: did you mean `sam:`"), "{}", prefix.stderr);
}

#[test]
fn what_cannot_be_read_is_named() {
    let world = World::new();
    let bad = world.file("bad.ttl", "<x:s> <x:p>\n oops .");
    let odd = world.file("data.xyz", "");
    for (arguments, status, message) in [
        (vec!["query", "nothing.rq"], 3, "cannot read `nothing.rq`"),
        (vec!["query", "-e", COUNT, "--data", "nothing.ttl"], 3, "cannot read `nothing.ttl`"),
        (vec!["query", "-e", COUNT, "--data", bad.to_str().unwrap()], 2, "is not valid RDF: Parser error at line 2"),
        (vec!["query", "-e", COUNT, "--data", odd.to_str().unwrap()], 2, "end the name in .ttl"),
        (
            vec!["query", "-e", "SELECT * { SERVICE <http://127.0.0.1:1/> { ?s ?p ?o } }"],
            2,
            "SERVICE <http://127.0.0.1:1/> is not allowed here",
        ),
        (vec!["query", "-e", "INSERT DATA { <x:s> <x:p> 1 }"], 2, "not valid SPARQL at line 1"),
        (vec!["query"], 2, "FILE"),
        (vec!["query", "q.rq", "-e", "x"], 2, "cannot be used with"),
        (vec!["query", "-e", COUNT, "--timeout", "0"], 2, "above 0"),
    ] {
        let ran = world.run(&arguments);
        assert_eq!(ran.status, status, "{arguments:?}: {}", ran.stderr);
        assert!(ran.stderr.contains(message), "{arguments:?}: {}", ran.stderr);
    }
}

#[test]
fn a_time_limit_is_an_error_and_no_answer() {
    let heavy = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }";
    for format in ["csv", "json"] {
        let ran = World::new().run(&["query", "-e", heavy, "--timeout", "0.3", "--format", format]);
        assert_eq!((ran.status, ran.stdout.as_str()), (3, ""), "{}", ran.stderr);
        assert!(ran.stderr.contains("the query took longer than 0.3 s"), "{}", ran.stderr);
    }
}

#[test]
fn version_names_the_graph() {
    let ran = World::new().run(&["--version"]);
    assert!(ran.stdout.contains(samstyr::rdf::canonical::BUILT_IN_HASH.trim()), "{}", ran.stdout);
}
