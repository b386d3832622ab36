//! `samstyr validate`, and the gate before the built-in graph.

use crate::world::World;

const SHAPES: &str = "@prefix sh: <http://www.w3.org/ns/shacl#> . @prefix x: <x:> .\n\
    x:S a sh:NodeShape ; sh:targetClass x:C ; sh:property x:P .\n\
    x:P sh:path x:p ; sh:minCount 1 ; sh:message \"mangler p\"@nb , \"p is missing\"@en .\n";

fn world(data: &str, shapes: &str) -> World {
    let world = World::new();
    world.file("data.ttl", data);
    world.file("shapes.ttl", shapes);
    world
}

const ARGUMENTS: &[&str] = &["validate", "--shapes", "shapes.ttl", "--data", "data.ttl"];

#[test]
fn a_conforming_graph_gives_no_rows() {
    let ran = world("<x:a> a <x:C> ; <x:p> 1 .", SHAPES).run(ARGUMENTS);
    assert_eq!(
        (ran.status, ran.stdout.as_str()),
        (0, "severity,focus,path,value,rule,message,document,part,lines,quote\r\n"),
        "{}",
        ran.stderr
    );
}

#[test]
fn a_violation_names_focus_path_rule_and_message() {
    let world = world("<x:a> a <x:C> .", SHAPES);
    let ran = world.run(ARGUMENTS);
    assert_eq!(ran.status, 1);
    assert!(ran.stdout.contains("Violation,x:a,<x:p>,,x:P MinCount,mangler p,,,,"), "{}", ran.stdout);
    let english = world.run(&[ARGUMENTS, &["--lang", "en"]].concat());
    assert!(english.stdout.contains("p is missing"), "{}", english.stdout);
    let report = world.run(&[ARGUMENTS, &["--format", "turtle"]].concat());
    assert_eq!(report.status, 1);
    for part in ["sh:ValidationReport", "sh:conforms false", "sh:focusNode <x:a>", "sh:resultSeverity sh:Violation", "sh:sourceShape <x:P>"]
    {
        assert!(report.stdout.contains(part), "{part} is not in\n{}", report.stdout);
    }
}

#[test]
fn datatypes_are_those_of_the_file_and_not_of_a_store() {
    let shapes = "@prefix sh: <http://www.w3.org/ns/shacl#> . @prefix xsd: <http://www.w3.org/2001/XMLSchema#> .\n\
        <x:S> a sh:NodeShape ; sh:targetSubjectsOf <x:p> ; sh:property [ sh:path <x:p> ; sh:datatype xsd:nonNegativeInteger ] .\n";
    let good = world("@prefix xsd: <http://www.w3.org/2001/XMLSchema#> . <x:a> <x:p> \"007\"^^xsd:nonNegativeInteger .", shapes);
    assert_eq!(good.run(ARGUMENTS).status, 0);
    let bad = world("@prefix xsd: <http://www.w3.org/2001/XMLSchema#> . <x:a> <x:p> \"-7\"^^xsd:nonNegativeInteger , 7 .", shapes);
    assert_eq!(bad.run(ARGUMENTS).stdout.matches("Violation").count(), 2);
}

#[test]
fn what_is_not_supported_is_an_error_and_never_conforms() {
    for (shape, problem) in [
        ("sh:js [ ]", "sh:js is not supported"),
        ("sh:target [ ]", "sh:target is not supported"),
        ("sh:property [ sh:path <x:p> ; sh:reifierShape <x:T> ]", "sh:reifierShape is not supported"),
        ("sh:minCount 1", "sh:minCount stands on property shapes only"),
        ("sh:property [ sh:path <x:p> ; sh:pattern \"(\" ]", "cannot be used"),
        ("sh:property [ sh:path <x:p> ; sh:minCount \"many\" ]", "sh:minCount takes a number"),
        ("sh:in <x:nolist>", "not a well-formed list"),
        ("sh:sparql [ sh:select \"SELECT $this { $this a ?x MINUS { $this a <x:D> } }\" ]", "MINUS cannot be used"),
        ("sh:sparql [ sh:select \"SELECT $this { $this a \" ]", "not valid SPARQL"),
        ("sh:sparql [ sh:select \"SELECT $this { $this a ?x FILTER(?x = 5MINUS { $this a <x:D> }) }\" ]", "not valid SPARQL"),
        ("sh:sparql [ sh:select \"SELECT $this { $this ?p 5MINUS { $this a <x:D> } }\" ]", "MINUS cannot be used"),
        ("sh:sparql [ sh:select \"SELECT $this { $this a sam:Measure }\" ]", "not valid SPARQL"),
        ("sh:severity sh:Violaton", "is not a severity"),
        ("sh:nodeKind sh:Iri", "sh:nodeKind takes one of the six node kinds"),
        ("sh:class \"C\"", "sh:class takes an IRI"),
        ("sh:pattern \"a\" ; sh:flags \"zz\"", "unknown flag"),
        ("sh:property [ sh:path [ sh:alternativePath ( <x:p> ) ] ]", "at least two choices"),
        ("sh:sparql [ sh:ask \"ASK {}\" ]", "without sh:select is not supported"),
    ] {
        let shapes = format!("@prefix sh: <http://www.w3.org/ns/shacl#> . <x:S> a sh:NodeShape ; sh:targetClass <x:C> ; {shape} .");
        let ran = world("<x:a> a <x:C> .", &shapes).run(ARGUMENTS);
        assert_eq!((ran.status, ran.stdout.as_str()), (2, ""), "{shape}: {}", ran.stderr);
        assert!(ran.stderr.contains("the shapes cannot be applied") && ran.stderr.contains(problem), "{shape}: {}", ran.stderr);
    }
    let entailment =
        world("<x:a> a <x:C> .", "<x:g> <http://www.w3.org/ns/shacl#entailment> <http://www.w3.org/ns/entailment/RDFS> .").run(ARGUMENTS);
    assert_eq!(entailment.status, 2, "{}", entailment.stderr);
}

#[test]
fn a_severity_of_ones_own_is_a_violation_and_a_warning_is_none() {
    for (severity, status) in [("x:Grave", 1), ("sh:Violation", 1), ("sh:Warning", 0), ("sh:Info", 0)] {
        let shapes = SHAPES.replace("sh:minCount 1", &format!("sh:minCount 1 ; sh:severity {severity}"));
        assert_eq!(world("<x:a> a <x:C> .", &shapes).run(ARGUMENTS).status, status, "{severity}");
    }
}

#[test]
fn pre_binding_reaches_aggregates() {
    let shapes = "@prefix sh: <http://www.w3.org/ns/shacl#> . <x:S> a sh:NodeShape ; sh:targetClass <x:C> ; sh:sparql [ sh:select \"\"\"\n\
        SELECT $this { ?x <x:p> ?y } GROUP BY $this HAVING (SUM(IF(?x = $this, 1, 0)) > 0)\"\"\" ] .";
    assert_eq!(world("<x:a> a <x:C> ; <x:p> 1 .", shapes).run(ARGUMENTS).status, 1);
    assert_eq!(world("<x:a> a <x:C> . <x:b> <x:p> 1 .", shapes).run(ARGUMENTS).status, 0);
}

#[test]
fn shapes_that_share_parts_and_long_chains_come_to_an_end() {
    let prefix = "@prefix sh: <http://www.w3.org/ns/shacl#> . <x:0> a sh:NodeShape ; sh:targetNode <x:n> .";
    let shared: String = (0..40).map(|n| format!(" <x:{n}> sh:node <x:{0}> ; sh:and ( <x:{0}> <x:{0}> ) .", n + 1)).collect();
    assert_eq!(world("<x:n> a <x:C> .", &format!("{prefix}{shared} <x:40> sh:nodeKind sh:IRI .")).run(ARGUMENTS).status, 0);
    let chain: String = (0..20_000).map(|n| format!(" <x:{n}> sh:node <x:{}> .", n + 1)).collect();
    assert_eq!(world("<x:n> a <x:C> .", &format!("{prefix}{chain} <x:20000> sh:nodeKind sh:IRI .")).run(ARGUMENTS).status, 0);
}

#[test]
fn shapes_that_refer_to_themselves_come_to_an_end() {
    let shapes = "@prefix sh: <http://www.w3.org/ns/shacl#> . <x:S> a sh:NodeShape ; sh:targetNode <x:0> ; sh:property [ sh:path <x:next> ; sh:node <x:S> ] .";
    let chain: String = (0..3_000).map(|n| format!("<x:{n}> <x:next> <x:{}> . ", (n + 1) % 3_000)).collect();
    let ran = world(&chain, shapes).run(ARGUMENTS);
    assert_eq!(ran.status, 0, "{}", ran.stderr);
}

#[test]
fn our_graph_conforms_to_our_shapes() {
    let ran = World::new().run(&["validate", "--lang", "en"]);
    assert_eq!(ran.status, 0, "{}", ran.stdout);
    assert!(!ran.stdout.contains("Violation"), "{}", ran.stdout);
    let warnings: Vec<&str> = ran.stdout.lines().filter(|line| line.starts_with("Warning")).collect();
    assert!(warnings.iter().any(|line| line.contains("no-dos-2019-joint-measures")), "13 declared and 7 proven is a warning: {warnings:?}");
}

#[test]
fn a_violation_stops_the_build_with_its_passage() {
    let world = World::new().with_small_sources();
    world.file("ontology/shapes/Extra.ttl", "@prefix sh: <http://www.w3.org/ns/shacl#> . @prefix sam: <https://w3id.org/samstyr/ns#> .\n\
        <https://w3id.org/samstyr/shapes#Extra> a sh:NodeShape ; sh:targetClass sam:Measure ; sh:property <https://w3id.org/samstyr/shapes#Extra-joint> .\n\
        <https://w3id.org/samstyr/shapes#Extra-joint> sh:path sam:jointWith ; sh:maxCount 0 ; sh:message \"no joint measures here\"@en .");
    let ran = world.run(&["build"]);
    assert_eq!(ran.status, 1, "{}", ran.stderr);
    let expected = "violation: measure/x, sam:jointWith: no joint measures here [Extra-joint MaxCount]; document/small, part/small-1, lines 4: «I samarbeid med KS»";
    assert!(ran.stderr.contains(expected), "{}", ran.stderr);
    assert!(!world.path().join("data/built").exists());
}
