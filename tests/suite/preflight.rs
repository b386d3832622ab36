//! `samstyr preflight`: each harvest rule at work, the score, identity and reports. How documents are read and asked for stands beside.

use crate::world::{Ran, World};
use serde_json::Value;
use std::path::Path;

/// A catalogue that is harvested whole, conforms to both versions and earns all that can be earned while they hold.
pub fn catalog() -> String {
    std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/preflight/catalog.ttl")).unwrap()
}

pub const PREFIXES: &str =
    "@prefix dcat: <http://www.w3.org/ns/dcat#> .\n@prefix dct: <http://purl.org/dc/terms/> .\n@prefix e: <https://e.no/> .\n";

pub fn json(ran: &Ran) -> Value {
    serde_json::from_str(&ran.stdout).unwrap_or_else(|error| panic!("{error}: {} {}", ran.stdout, ran.stderr))
}

/// Runs it on files of the world, in English and with everything.
pub fn look(world: &World, arguments: &[&str]) -> (i32, Value) {
    let ran = world.run(&[&["preflight", "--lang", "en", "--format", "json"], arguments].concat());
    (ran.status, json(&ran))
}

/// Rule, severity and line of the findings of the harvest rules.
pub fn harvest(found: &Value) -> Vec<(String, String, Option<u64>)> {
    let findings = found["findings"].as_array().unwrap().iter().filter(|finding| finding["profile"].is_null());
    let text = |finding: &Value, name: &str| finding[name].as_str().unwrap().to_owned();
    findings.map(|finding| (text(finding, "rule"), text(finding, "severity"), finding["line"].as_u64())).collect()
}

pub fn expect(found: &Value, rule: &str, severity: &str, line: Option<u64>, harvested: bool) {
    let findings = harvest(found);
    assert!(findings.contains(&(rule.to_owned(), severity.to_owned(), line)), "{rule} at {line:?} is not in {findings:?}");
    assert_eq!(findings.iter().filter(|(other, ..)| other != rule).count(), 0, "only {rule} is broken: {findings:?}");
    assert_eq!(found["documents"][0]["harvested"], harvested, "{rule}");
}

#[test]
fn a_good_catalogue_is_clear() {
    let world = World::new();
    world.file("catalog.ttl", &catalog());
    let (status, found) = look(&world, &["catalog.ttl"]);
    assert_eq!((status, &found["clear"]), (0, &Value::Bool(true)), "{}", found["findings"]);
    assert_eq!((&found["datasets"][0]["score"], &found["datasets"][0]["max"]), (&360.into(), &435.into()));
    assert_eq!(found["datasets"][0]["level"], "excellent");
    assert_eq!(harvest(&found), []);
    for profile in found["documents"][0]["profiles"].as_array().unwrap() {
        assert_eq!(profile["conforms"], true, "{profile}");
    }
}

#[test]
fn rules_on_the_text_and_the_graph() {
    let far = format!("ex:contact {} .", (0..1_001).map(|n| format!("ex:p{n} {n}")).collect::<Vec<_>>().join(" ; "));
    // What is edited, the rule it breaks, how grave that is, what stands in the line of the finding, and whether the rest is harvested.
    for (from, to, rule, severity, shown, harvested) in [
        ("ex:period a", "<period> a", "harvest-relative-iri", "violation", "<period> a", true),
        ("dct:identifier", "<http://e.no/p/123> 1 ; dct:identifier", "harvest-predicate-name", "violation", "p/123", false),
        ("dcat:dataset ex", "dcat:dataset [ a dcat:Dataset ; dct:publisher ex:p ] , ex", "harvest-member", "violation", "", true),
        ("dcat:dataset ex", "dcat:dataset ex:gone , ex", "harvest-member", "violation", "ex:gone", true),
        ("ex:catalog a dcat:Catalog", "[] a dcat:Catalog", "harvest-member", "violation", "", true),
        ("ex:catalog a dcat:Catalog ;", "ex:catalog", "harvest-member", "violation", "ex:catalog", true),
        ("# ---- the closure", &format!("{far}\n#"), "harvest-shallow", "warning", "ex:dataset a", true),
        (
            "dct:identifier",
            "<http://www.w3.org/ns/hydra/core#next> <https://e.no/2> ; dct:identifier",
            "harvest-paging",
            "violation",
            "#next>",
            true,
        ),
    ] {
        let world = World::new();
        let text = catalog();
        assert!(text.contains(from), "{from}");
        let text = text.replacen(from, to, 1);
        world.file("c.ttl", &text);
        let (_, found) = look(&world, &["c.ttl"]);
        let line = match shown {
            "" => harvest(&found).first().and_then(|(.., line)| *line),
            shown => text.lines().position(|line| line.contains(shown)).map(|at| at as u64 + 1),
        };
        expect(&found, rule, severity, line, harvested);
    }
}

#[test]
fn a_dataset_inherits_no_publisher_in_the_assessment() {
    let world = World::new();
    world.file("c.ttl", &format!("{PREFIXES}e:k a dcat:Catalog ;\n dcat:dataset e:d .\n\ne:d a dcat:Dataset ;\n dct:title \"D\"@nb .\n"));
    let (status, found) = look(&world, &["c.ttl"]);
    assert_eq!(status, 1);
    expect(&found, "harvest-publisher", "warning", Some(7), true);
}

#[test]
fn a_text_that_is_not_utf8_or_too_large_is_not_read() {
    let world = World::new();
    std::fs::write(world.path().join("latin.ttl"), b"# one\n# bl\xe5b\xe6r\n").unwrap();
    let (status, found) = look(&world, &["latin.ttl"]);
    assert_eq!(status, 1);
    expect(&found, "harvest-utf8", "violation", Some(2), false);
    let large = std::fs::File::create(world.path().join("large.ttl")).unwrap();
    large.set_len(75 * 1024 * 1024 + 1).unwrap();
    expect(&look(&world, &["large.ttl"]).1, "harvest-size", "violation", None, false);
}

#[test]
fn a_mistake_in_the_syntax_has_its_place_and_nothing_is_scored() {
    let world = World::new();
    world.file("c.ttl", &format!("{PREFIXES}e:d a dcat:Dataset ;\n  dct:title \"D\"@nb\n  dct:publisher e:p .\n"));
    let (status, found) = look(&world, &["c.ttl"]);
    assert_eq!(status, 1);
    expect(&found, "syntax", "violation", Some(6), false);
    assert_eq!((&found["findings"][0]["column"], &found["documents"][0]["triples"]), (&3.into(), &Value::Null));
    assert_eq!((&found["datasets"], &found["resources"]), (&Value::Array(vec![]), &Value::Array(vec![])));
    world.file("empty.ttl", "");
    expect(&look(&world, &["empty.ttl"]).1, "harvest-nothing", "violation", None, false);
    world.file("c.xyz", "");
    expect(&look(&world, &["c.xyz"]).1, "format", "violation", None, false);
    world.file("c.rdf", "<rdf:RDF xmlns:rdf='http://www.w3.org/1999/02/22-rdf-syntax-ns#'>\n<a></b></rdf:RDF>");
    assert_eq!(look(&world, &["c.rdf"]).1["findings"][0]["rule"], "syntax");
}

#[test]
fn what_two_documents_publish_is_a_conflict() {
    let world = World::new();
    world.file("all/a.ttl", &catalog());
    world.file("all/deep/b.ttl", &catalog());
    world.file("all/readme.txt", "no RDF");
    let (status, found) = look(&world, &["all"]);
    assert_eq!((status, found["documents"].as_array().unwrap().len()), (1, 2));
    expect(&found, "harvest-conflict", "violation", Some(15), false);
    let findings = harvest(&found);
    assert_eq!(findings.len(), 6, "catalogue, dataset and service, in both: {findings:?}");
}

#[test]
fn what_is_gone_will_be_removed() {
    let world = World::new();
    world.file("old.ttl", &format!("{}\nex:more a dcat:Dataset .\n", catalog()));
    world.file("c.ttl", &catalog());
    let (status, found) = look(&world, &["c.ttl", "--previous", "old.ttl"]);
    assert_eq!(status, 0, "a warning");
    expect(&found, "harvest-removed", "warning", None, true);
    assert_eq!(found["findings"][0]["subject"], "https://data.example.no/more");
}

#[test]
fn the_score_is_the_best_distribution_with_the_dataset_s_own() {
    let world = World::new();
    let eu = "http://publications.europa.eu/resource/authority";
    world.file(
        "c.ttl",
        &format!(
            "{PREFIXES}e:k a dcat:Catalog ; dcat:dataset e:d , e:none .\n\
             e:d a dcat:Dataset ; dcat:keyword \"x\"@nb ; dcat:theme e:t ; dct:issued 1 ; dct:accessRights <{eu}/access-right/PUBLIC> ;\n\
             dcat:distribution e:one , e:two .\n\
             e:one dcat:accessURL e:u ; dct:format \"csv\" .\n\
             e:two dcat:downloadURL e:u ; dct:license <{eu}/licence/NLOD_2_0> ; dct:issued 1 .\n\
             e:none a dcat:Dataset ; dct:subject e:s ; dcat:contactPoint e:c ."
        ),
    );
    let (_, found) = look(&world, &["c.ttl"]);
    let scores: Vec<(&str, u64, u64)> = found["datasets"]
        .as_array()
        .unwrap()
        .iter()
        .map(|one| (one["iri"].as_str().unwrap(), one["score"].as_u64().unwrap(), one["assumed"].as_u64().unwrap()))
        .collect();
    // keyword 30 + theme 30 + rights 10 + known 5 + issued 5 = 80; one: access 50 + format 20; two: download 20 + 30, licence 20 + 10.
    assert_eq!(scores, [("https://e.no/d", 160, 30), ("https://e.no/none", 50, 0)]);
    let best = &found["datasets"][0];
    assert_eq!((&best["distribution"], &best["level"]), (&"https://e.no/two".into(), &"sufficient".into()));
    assert_eq!(best["dimensions"][1], serde_json::json!({ "dimension": "accessibility", "score": 50, "max": 100 }));
    let missing: u64 = best["missing"].as_array().unwrap().iter().map(|one| one["points"].as_u64().unwrap()).sum();
    assert_eq!(missing, 435 - 160);
}

#[test]
fn names_in_the_portal_follow_from_the_iri() {
    let world = World::new();
    let iri = "http://testdirektoratet.no/events/1";
    world.file("c.ttl", &format!("{PREFIXES}<{iri}> a <http://data.europa.eu/m8g/LifeEvent> .\n"));
    let (_, found) = look(&world, &["c.ttl"]);
    let id = "99b00c6c-4087-3c23-9244-6e85b9d02adc";
    assert_eq!(
        found["resources"][0],
        serde_json::json!({
            "iri": iri, "kind": "event", "fdkId": id, "portal": format!("https://data.norge.no/events/{id}"),
            "record": format!("https://events.fellesdatakatalog.digdir.no/events/{id}"), "document": "c.ttl",
        })
    );
    assert!(harvest(&found).contains(&("harvest-orphan".to_owned(), "info".to_owned(), Some(4))), "{found}");
}

#[test]
fn reports_come_as_table_rows_and_triples_in_three_languages() {
    let world = World::new();
    world.file("c.ttl", &format!("{PREFIXES}e:k a dcat:Catalog ; dcat:dataset e:d .\ne:d a dcat:Dataset .\n"));
    for (language, harvested, advice) in
        [("nb", "ja", "Legg til minst ett emneord"), ("nn", "ja", "Legg til minst eitt emneord"), ("en", "yes", "Add at least one keyword")]
    {
        let table = world.run(&["preflight", "c.ttl", "--format", "table", "--lang", language]);
        assert_eq!(table.status, 1, "{}", table.stderr);
        for part in ["harvest-publisher", advice, &format!(" {harvested} "), "0/100"] {
            assert!(table.stdout.contains(part), "{part} is not in\n{}", table.stdout);
        }
    }
    let rows = world.run(&["preflight", "c.ttl"]);
    assert!(rows.stdout.starts_with("severity,rule,profile,document,line,column,subject,path,value,message\r\n"), "{}", rows.stdout);
    let triples = world.run(&["preflight", "c.ttl", "--format", "turtle"]);
    assert_eq!(triples.status, 1);
    for part in [
        "sh:ValidationReport",
        "preflight#harvest-publisher>",
        "sh:focusNode <https://e.no/d>",
        "dqv:isMeasurementOf <https://data.norge.no/vocabulary/dcatno-mqa#scoring>",
        "dcat:CatalogRecord",
    ] {
        assert!(triples.stdout.contains(part), "{part} is not in\n{}", triples.stdout);
    }
}

#[test]
fn shapes_of_ones_own_take_the_place_of_ours() {
    let world = World::new();
    world.file("c.ttl", &catalog());
    world.file("s.ttl", "@prefix sh: <http://www.w3.org/ns/shacl#> . <x:S> a sh:NodeShape ; sh:targetClass <http://www.w3.org/ns/dcat#Dataset> ; sh:property <x:P> . <x:P> sh:path <x:p> ; sh:minCount 1 .");
    let (status, found) = look(&world, &["c.ttl", "--shapes", "s.ttl"]);
    assert_eq!((status, found["findings"].as_array().unwrap().len()), (1, 1), "{found}");
    assert_eq!((&found["findings"][0]["rule"], &found["findings"][0]["profile"]), (&"x:P MinCount".into(), &"s".into()));
    // The published shapes have such terms; the rest of them applies, and it is said.
    world.file("m.ttl", "@prefix sh: <http://www.w3.org/ns/shacl#> . <x:S> a sh:NodeShape ; sh:targetClass <http://www.w3.org/ns/dcat#Dataset> ; sh:property <x:P> . <x:P> sh:path <x:p> ; sh:MinCount 1 ; sh:minCount 1 ; sh:severity sh:Voilation .");
    let ran = world.run(&["preflight", "c.ttl", "--shapes", "m.ttl"]);
    assert_eq!((ran.status, ran.stdout.matches("x:P MinCount").count()), (1, 1), "{}", ran.stderr);
    assert!(ran.stderr.contains("sh:MinCount") && ran.stderr.contains("sh:Voilation"), "{}", ran.stderr);
    let (status, found) = look(&world, &["c.ttl", "--profile", "dcat-ap-no-2"]);
    assert_eq!(
        (status, &found["documents"][0]["profiles"]),
        (0, &serde_json::json!([{ "profile": "dcat-ap-no-2", "conforms": true, "violations": 0, "others": 0 }]))
    );
}

#[test]
fn a_folder_without_rdf_is_not_clear() {
    let world = World::new();
    world.file("folder/readme.txt", "nothing here");
    let ran = world.run(&["preflight", "folder"]);
    assert_eq!(ran.status, 2, "{}", ran.stdout);
    assert!(ran.stderr.contains("there is no RDF file in `folder`"), "{}", ran.stderr);
}
