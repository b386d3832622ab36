//! `samstyr preflight`: how documents are read. Media types, relative IRIs, blank nodes, what is no file, and what is of two kinds.

use crate::preflight::{PREFIXES, catalog, expect, harvest, json, look};
use crate::world::World;
use std::os::unix::net::UnixListener;
use std::process::Command;

#[test]
fn a_node_of_two_kinds_is_published_as_both() {
    let world = World::new();
    let skos = "http://www.w3.org/2004/02/skos/core#";
    let text = format!(
        "{PREFIXES}e:k a dcat:Catalog ; <https://data.norge.no/vocabulary/dcatno#containsEvent> e:a .\n\
         e:a a <http://data.europa.eu/m8g/Event> , <{skos}Concept> .\n\
         e:c a <{skos}Collection> ; <{skos}member> e:a .\n"
    );
    world.file("c.ttl", &text);
    let (_, found) = look(&world, &["c.ttl"]);
    assert_eq!(harvest(&found), []);
    let of_a = found["resources"].as_array().unwrap().iter().filter(|one| one["iri"] == "https://e.no/a");
    assert_eq!(of_a.map(|one| one["kind"].as_str().unwrap()).collect::<Vec<_>>(), ["concept", "event"]);
    // Listed as an event alone, it is in no collection; and gone as one of the two, it is gone.
    world.file("d.ttl", &text.replace(&format!("<{skos}member> e:a"), &format!("<{skos}member> e:c")));
    expect(&look(&world, &["d.ttl"]).1, "harvest-orphan", "info", Some(5), true);
    world.file("d.ttl", &text.replace(&format!(" , <{skos}Concept>"), "").replace(&format!(" ; <{skos}member> e:a"), ""));
    expect(&look(&world, &["d.ttl", "--previous", "c.ttl"]).1, "harvest-removed", "warning", None, true);
}

#[test]
fn the_same_documents_give_the_same_bytes() {
    let world = World::new();
    let text = format!(
        "{PREFIXES}e:k a dcat:Catalog ; dct:publisher [ a e:P ] ; dcat:dataset _:x , [ a dcat:Dataset ] , e:d .\n\
         _:x a dcat:Dataset ; dcat:distribution [ dct:license [ ] ] .\n\
         e:d a dcat:Dataset ; dcat:contactPoint [ ] , [ ] ; dcat:distribution [ dct:format [ ] ] , [ dct:rights [ ] ] ."
    );
    world.file("c.ttl", &text);
    world.file("d.ttl", &text);
    world.file("c.jsonld", r#"[{ "@id": "https://e.no/k", "@type": "http://www.w3.org/ns/dcat#Catalog", "http://www.w3.org/ns/dcat#dataset": [{ "@type": "http://www.w3.org/ns/dcat#Dataset" }, {}] }]"#);
    let sh = "@prefix sh: <http://www.w3.org/ns/shacl#> .";
    world.file("s.ttl", &format!("{sh} [] a sh:NodeShape ; sh:targetClass <http://www.w3.org/ns/dcat#Dataset> ; sh:property [ sh:path ( <x:p> [ sh:inversePath <x:q> ] ) ; sh:minCount 1 ] , [ sh:path <x:p> ; sh:minCount 1 ; sh:message \"a\" ] , [ sh:path <x:r> ; sh:minCount 1 ] ."));
    for arguments in [&["c.ttl", "d.ttl"][..], &["c.jsonld"], &["c.ttl", "--shapes", "s.ttl"]] {
        for format in ["csv", "json", "turtle"] {
            let run = || world.run(&[&["preflight", "--format", format], arguments].concat());
            let first = run();
            assert_eq!((first.status, first.stderr.as_str()), (1, ""), "{format}");
            for _ in 0..4 {
                assert_eq!(first.stdout, run().stdout, "{arguments:?} {format}");
            }
        }
    }
    // In reading order, and going on from one document to the next: the second and third nodes without a name are what each catalogue holds.
    let (_, found) = look(&world, &["c.ttl", "d.ttl"]);
    let labels = |document: &str| -> Vec<String> {
        let findings = found["findings"].as_array().unwrap().iter();
        let of_document = findings.filter(|one| one["rule"] == "harvest-member" && one["document"] == document);
        of_document.map(|one| one["value"].as_str().unwrap().to_owned()).collect()
    };
    assert_eq!(
        (labels("c.ttl"), labels("d.ttl")),
        (vec!["_:b2".to_owned(), "_:b3".to_owned()], vec!["_:b13".to_owned(), "_:b14".to_owned()])
    );
}

#[test]
fn a_distribution_without_iri_is_scored_since_the_harvester_gives_it_one() {
    let world = World::new();
    world.file(
        "c.ttl",
        &format!("{PREFIXES}e:k a dcat:Catalog ; dcat:dataset e:d . e:d a dcat:Dataset ; dcat:distribution [ a dcat:Distribution ; dcat:accessURL e:u ] ."),
    );
    let (_, found) = look(&world, &["c.ttl"]);
    assert_eq!((&found["datasets"][0]["score"], &found["datasets"][0]["distribution"]), (&50.into(), &"_:b1".into()));
}

#[test]
fn a_series_is_scored_if_it_is_a_dataset_too() {
    let world = World::new();
    let text = format!(
        "{PREFIXES}e:k a dcat:Catalog ; dcat:dataset e:s , e:d .\n\
         e:s a dcat:DatasetSeries ; dcat:theme e:t ; dct:publisher e:p .\n\
         e:d a dcat:Dataset ; dcat:inSeries e:s ; dct:publisher e:p .\n"
    );
    world.file("c.ttl", &text);
    let (_, found) = look(&world, &["c.ttl"]);
    let scored = |found: &serde_json::Value| -> Vec<String> {
        found["datasets"].as_array().unwrap().iter().map(|one| one["iri"].as_str().unwrap().to_owned()).collect()
    };
    assert_eq!(scored(&found), ["https://e.no/d"]);
    expect(&found, "score-series", "info", Some(5), true);
    assert_eq!(found["resources"].as_array().unwrap().iter().filter(|one| one["iri"] == "https://e.no/s").count(), 1, "it is harvested");
    // The series brings its datasets into the catalogue.
    world.file("c.ttl", &text.replace("e:s , e:d .", "e:s ."));
    expect(&look(&world, &["c.ttl"]).1, "score-series", "info", Some(5), true);
    world.file("c.ttl", &text.replace("dcat:DatasetSeries", "dcat:DatasetSeries , dcat:Dataset"));
    let (_, found) = look(&world, &["c.ttl"]);
    assert_eq!((scored(&found), harvest(&found)), (vec!["https://e.no/d".to_owned(), "https://e.no/s".to_owned()], vec![]));
}

#[test]
fn media_types_are_those_that_the_harvester_takes() {
    let world = World::new();
    world.file("c.txt", &catalog());
    for taken in ["text/turtle", "TEXT/TURTLE; charset=utf-8", "application/turtle", "text/n3", "application/trig"] {
        assert_eq!(look(&world, &["c.txt", "--media-type", taken]).0, 0, "{taken}");
    }
    for refused in ["*/*", "text/html", "application/json", "turtle"] {
        let (status, found) = look(&world, &["c.txt", "--media-type", refused]);
        assert_eq!(status, 1);
        expect(&found, "harvest-media-type", "violation", None, false);
        let message = found["findings"][0]["message"].as_str().unwrap();
        assert!(message.contains(&format!("«{refused}»")) && message.contains("application/trix"), "{message}");
    }
    // The harvester reads these, so they are no mistake; but nothing is known of them here.
    world.file("c.n3", "{ <x:a> <x:b> <x:c> } <x:d> <x:e> .");
    world.file("folder/c.rj", "{}");
    for (arguments, says) in [
        (&["c.txt", "--media-type", "application/rdf+json"][..], "RDF/JSON"),
        (&["c.txt", "--media-type", "application/trix"], "TriX"),
        (&["c.n3"], "N3 is read here as far as it is Turtle, line 1"),
        (&["folder"], "RDF/JSON"),
    ] {
        let ran = world.run(&[&["preflight"], arguments].concat());
        assert_eq!((ran.status, ran.stdout.as_str()), (3, ""), "{arguments:?}");
        assert!(ran.stderr.contains("cannot be checked") && ran.stderr.contains(says), "{}", ran.stderr);
        assert!(ran.stderr.contains("hint: write the same triples as Turtle"), "{}", ran.stderr);
    }
}

#[test]
fn a_reference_to_a_host_is_relative() {
    let world = World::new();
    let text = catalog().replacen("ex:period a", "<//host/period> a", 1);
    world.file("c.ttl", &text);
    let (_, found) = look(&world, &["c.ttl"]);
    let line = text.lines().position(|line| line.contains("<//host/period> a")).map(|at| at as u64 + 1);
    expect(&found, "harvest-relative-iri", "violation", line, true);
    assert!(found["findings"][0]["message"].as_str().unwrap().ends_with("<//host/period> → <http://host/period>"), "{found}");
}

#[test]
fn a_previous_version_may_have_relative_iris_too() {
    let world = World::new();
    let text = format!("{PREFIXES}<k> a dcat:Catalog ; dcat:dataset <d> , <gone> .\n<d> a dcat:Dataset ; dct:publisher e:p .\n");
    world.file("c.ttl", &text);
    world.file("old.ttl", &format!("{text}<gone> a dcat:Dataset .\n"));
    let (_, found) = look(&world, &["c.ttl", "--previous", "old.ttl"]);
    let gone: Vec<_> = found["findings"].as_array().unwrap().iter().filter(|one| one["rule"] == "harvest-removed").collect();
    assert_eq!((gone.len(), gone[0]["subject"].as_str()), (1, Some("http://example.com/gone")));
    world.file("old.ttl", "no RDF");
    let ran = world.run(&["preflight", "c.ttl", "--previous", "old.ttl"]);
    assert!(ran.status == 2 && ran.stderr.contains("`old.ttl` is not valid RDF: line 1, column"), "{}", ran.stderr);
}

#[test]
fn what_is_no_file_is_refused() {
    let world = World::new();
    world.file("c.ttl", &catalog());
    assert!(Command::new("mkfifo").arg(world.path().join("pipe.ttl")).status().unwrap().success());
    let _socket = UnixListener::bind(world.path().join("socket.ttl")).unwrap();
    for arguments in [
        &["pipe.ttl"][..],
        &["socket.ttl"],
        &["/dev/null"],
        &["."],
        &["c.ttl", "--previous", "pipe.ttl"],
        &["c.ttl", "--shapes", "pipe.ttl"],
    ] {
        let ran = world.run(&[&["preflight"], arguments].concat());
        assert_eq!((ran.status, ran.stdout.as_str()), (2, ""), "{arguments:?}");
        assert!(ran.stderr.contains("is a pipe or a device") && ran.stderr.contains("give a file"), "{arguments:?}: {}", ran.stderr);
    }
    let ran = world.run(&["preflight", "c.ttl", "--previous", "."]);
    assert!(ran.status == 2 && ran.stderr.contains("`.` is a folder"), "{}", ran.stderr);
}

#[test]
fn rdf_xml_is_searched_for_relative_iris() {
    let world = World::new();
    world.file("c.rdf", "<rdf:RDF xmlns:rdf='http://www.w3.org/1999/02/22-rdf-syntax-ns#'>\n<rdf:Description rdf:about='a'>\n<rdf:type rdf:resource='http://www.w3.org/ns/dcat#Catalog'/></rdf:Description></rdf:RDF>");
    let ran = world.run(&["preflight", "c.rdf", "--lang", "en", "--format", "json"]);
    expect(&json(&ran), "harvest-relative-iri", "violation", Some(2), true);
}
