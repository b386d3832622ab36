//! `samstyr build`, and what stands in `data/built/`.

use crate::world::World;
use samstyr::docs;
use samstyr::docs::fair;
use samstyr::ingest::{self, sources::Sources};
use samstyr::rdf::canonical::{self, canonical_nquads};
use samstyr::store::BUILT_IN;
use std::collections::BTreeSet;
use std::path::Path;

#[test]
fn the_built_graph_is_current() {
    let sources = Sources::open(Path::new(env!("CARGO_MANIFEST_DIR"))).unwrap();
    let built = ingest::build(&sources).unwrap();
    assert!(built.nquads() == BUILT_IN, "data/built/ is stale: run `make build` and commit it");
}

#[test]
fn the_generated_pages_are_current() {
    let sources = Sources::open(Path::new(env!("CARGO_MANIFEST_DIR"))).unwrap();
    let pages = docs::pages(&sources).unwrap();
    for (path, page) in pages.into_iter().chain([(fair::PAGE, fair::page())]) {
        let found = std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join(path)).unwrap_or_default();
        assert!(found == page, "{path} is stale: run `make build` and commit it");
    }
}

#[test]
fn the_hash_is_that_of_the_graph() {
    let canonical = canonical_nquads(BUILT_IN).unwrap();
    assert!(canonical == BUILT_IN, "data/built/graph.nq is not in canonical form");
    assert_eq!(canonical::hash(&canonical), canonical::BUILT_IN_HASH.trim());
}

#[test]
fn every_fact_has_evidence() {
    let world = World::new();
    let query = "SELECT ?s ?p ?o ?g { GRAPH ?g { ?s ?p ?o } \
        FILTER(STRSTARTS(STR(?g), \"https://w3id.org/samstyr/graph/source/\") || STRSTARTS(STR(?g), \"https://w3id.org/samstyr/graph/interpretation/\")) \
        FILTER NOT EXISTS { ?claim rdf:subject ?s ; rdf:predicate ?p ; rdf:object ?o ; sam:inGraph ?g ; sam:assertionMode ?mode ; sam:evidence ?passage . \
          ?passage oa:exact ?quote ; sam:firstLine ?first ; sam:lastLine ?last ; dct:isPartOf ?part ; dct:source ?document } }";
    let external = "SELECT ?s ?p ?o { GRAPH <https://w3id.org/samstyr/graph/external> { ?s ?p ?o } \
        FILTER NOT EXISTS { ?claim rdf:subject ?s ; rdf:predicate ?p ; rdf:object ?o ; sam:assertionMode sam:External ; sam:evidence/dct:source ?address } }";
    assert_eq!(world.run(&["query", "-e", external]).stdout, "s,p,o\r\n");
    assert_eq!(world.run(&["query", "-e", query]).stdout, "s,p,o,g\r\n");
    let graphs = world.run(&["query", "-e", "SELECT DISTINCT ?g { GRAPH ?g { ?s ?p ?o } } ORDER BY ?g"]).stdout;
    for graph in ["source/no-kmd-ks-2020", "source/no-dos-plan-2020", "interpretation/no-kmd-ks-2020", "interpretation/no-dos-plan-2020"] {
        assert!(graphs.contains(&format!("https://w3id.org/samstyr/graph/{graph}\r\n")), "{graph} is not among\n{graphs}");
    }
}

#[test]
fn the_graph_has_no_blank_node_and_no_triple_term() {
    assert!(!BUILT_IN.lines().any(|line| line.starts_with("_:") || line.contains(" _:") || line.contains("<<")));
}

#[test]
fn a_small_root_is_built_and_built_again_the_same() {
    let world = World::new().with_small_sources();
    let ran = world.run(&["build"]);
    assert_eq!(ran.status, 0, "{}", ran.stderr);
    assert_eq!(world.run(&["build", "--check"]).status, 0);
    let data = world.path().join("data/built/graph.nq");
    let query = "SELECT ?mode ?quote ?first ?part { ?c rdf:subject ?measure ; rdf:predicate sam:jointWith ; sam:assertionMode/skos:notation ?mode ; sam:evidence ?e . \
        ?e oa:exact ?quote ; sam:firstLine ?first ; dct:isPartOf/skos:prefLabel ?part FILTER(LANG(?part) = \"en\") }";
    let rows = world.run(&["query", "-e", query, "--data", data.to_str().unwrap()]).stdout;
    assert_eq!(rows, "mode,quote,first,part\r\nStated,I samarbeid med KS,4,Section 1\r\n");
    world.edit("data/sheet.toml", "Felles tiltak", "Et felles tiltak");
    let stale = world.run(&["build", "--check"]);
    assert_eq!(stale.status, 1);
    assert!(stale.stderr.contains("data/built/graph.nq` is not what"), "{}", stale.stderr);
}

#[test]
fn mistakes_are_all_named_with_their_place_and_nothing_is_written() {
    let cases = [
        ("jointWith = \"org/ks\"", "jointWidth = \"org/ks\"", "no property is called `jointWidth`; did you mean `jointWith`?"),
        ("jointWith = \"org/ks\"", "jointWith = \"org/kss\"", "nothing is called `org/kss`"),
        ("type = \"Measure\"", "type = \"Mesure\"", "no class is called"),
        ("commitmentVerb = \"develop\"", "commitmentVerb = \"devlop\"", "`devlop` is not a code of `commitmentVerb`; there are assess"),
        (
            "lines = \"4\", quote = \"I samarbeid med KS\"",
            "lines = \"40\", quote = \"I samarbeid med KS\"",
            "no part of `small` holds lines 40-40",
        ),
        (
            "statedIn = \"part/small-1\", focusArea = \"area/1\", lines = \"4-6\"",
            "statedIn = \"part/small-1\", lines = \"9\"",
            "`part/small-1` has lines 3-6, and no quotation",
        ),
        ("nb = \"Felles tiltak\", en = \"Joint measure\"", "nb = \"Felles tiltak\"", "`measure/x` has no label in en"),
        ("signedOn = \"2020-09-14\"", "signedOn = \"14.9.2020\"", "`signedOn` takes a value of type"),
        (", lines = \"4\", quote = \"I samarbeid med KS\"", "", "this fact has no evidence"),
        ("[\"measure/x\"]", "[\"measure/å\"]", "is not written kind/key"),
        ("[\"org/ks\"]", "[\"measure/x\"]", "not valid TOML: duplicate key"),
    ];
    for (from, to, message) in cases {
        let world = World::new().with_small_sources();
        world.edit("data/sheet.toml", from, to);
        let ran = world.run(&["build"]);
        assert_eq!(ran.status, 1, "{to}: {}", ran.stderr);
        let line = ran.stderr.lines().find(|line| line.contains(message)).unwrap_or_else(|| panic!("{message} is not in\n{}", ran.stderr));
        assert!(line.starts_with("./data/sheet.toml:"), "{line}");
        assert!(!world.path().join("data/built").exists(), "{to}: something was written");
    }
}

#[test]
fn the_ontology_keeps_its_own_rules() {
    for (file, from, to, message) in [
        ("ontology/samstyr.ttl", "rdfs:label \"strategi\"@nb , ", "rdfs:label ", "has no label in nb"),
        (
            "ontology/samstyr.ttl",
            "sam:Strategy a owl:Class",
            "sam:Strategi a owl:Class",
            "`Strategi` is missing in ontology/context.jsonld",
        ),
        (
            "ontology/codes.ttl",
            "skos:notation \"joint\"",
            "skos:notation \"felles\"",
            "the codes of `effectTier` in the context are not those of its code list",
        ),
        ("ontology/samstyr.ttl", "owl:versionIRI <https://w3id.org/samstyr/ns/0.1.0> ;", "", "fair F1-version: "),
        ("ontology/context.jsonld", "\"Strategy\": \"sam:Strategy\"", "\"Strategy\": \"sam:Stratagem\"", "no class is called"),
    ] {
        let world = World::new().with_small_sources();
        world.edit(file, from, to);
        let ran = world.run(&["build"]);
        assert_eq!(ran.status, 1, "{to}: {}", ran.stderr);
        assert!(ran.stderr.contains(message), "{to}: {}", ran.stderr);
    }
}

#[test]
fn facts_are_said_once_in_a_document() {
    let world = World::new().with_small_sources();
    world.edit(
        "data/sheet.toml",
        "facts = [\n  { statedIn = \"part/small-1\", focusArea",
        "facts = [\n  { jointWith = \"org/ks\", mode = \"Interpreted\", lines = \"4\", quote = \"I samarbeid med KS\" },\n  { statedIn = \"part/small-1\", focusArea",
    );
    let ran = world.run(&["build"]);
    assert!(ran.stderr.contains("this is already said in ./data/sheet.toml:"), "{}", ran.stderr);
}

#[test]
fn what_the_ontology_declares_is_what_the_data_uses() {
    let used: BTreeSet<&str> =
        BUILT_IN.split_whitespace().filter_map(|word| word.strip_prefix("<https://w3id.org/samstyr/ns#")?.strip_suffix('>')).collect();
    let declared: BTreeSet<&str> = BUILT_IN
        .lines()
        .filter(|line| line.ends_with("/graph/ontology> ."))
        .filter_map(|line| line.strip_prefix("<https://w3id.org/samstyr/ns#")?.split('>').next())
        .collect();
    assert_eq!(used.difference(&declared).collect::<Vec<_>>(), Vec::<&&str>::new());
}
