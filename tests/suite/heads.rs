//! What the first bytes of a file tell, wherever RDF is read: a byte order mark is left out, and what is no RDF is called what it is.

use crate::preflight::{PREFIXES, harvest, look};
use crate::world::{Ran, World};

const TURTLE: &str =
    "\u{feff}@prefix dct: <http://purl.org/dc/terms/> .\n<https://e.no/a> dct:title \"A\" .\n<https://e.no/b> dct:title \"B\" .\n";
const PAGE: &str = "<!DOCTYPE html>\n<html><head><title>Not found</title></head>\n<body><p>a</p></body></html>\n";

fn world() -> World {
    let world = World::new();
    world.file("mark.ttl", TURTLE);
    world.file("page.ttl", PAGE);
    world.file("page.rdf", PAGE);
    world.file("plain.ttl.gz", "<https://e.no/a> <https://e.no/p> 1 .");
    world.file("folder.ttl/a.ttl", "<https://e.no/a> <https://e.no/p> 1 .");
    world
}

fn says(ran: &Ran, status: i32, text: &str) {
    assert!(ran.status == status && ran.stderr.contains(text), "{status}, {text}: {ran:?}");
}

#[test]
fn a_byte_order_mark_is_no_part_of_the_text() {
    let world = world();
    let ran = world.run(&["link", "import", "mark.ttl", "--out", "snap", "--date", "2026-11-22"]);
    assert_eq!(ran.stdout.lines().nth(1), Some("import-mark.nq.zst,import,true,2,0,0,0"), "{}", ran.stderr);
    says(&world.run(&["convert", "mark.ttl", "out.nt"]), 0, "2 quads");
    let counted = world.run(&["query", "-e", "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }", "--data", "mark.ttl"]);
    assert_eq!(counted.stdout, "n\r\n2\r\n", "{}", counted.stderr);
    world.file(
        "shapes.ttl",
        "\u{feff}@prefix sh: <http://www.w3.org/ns/shacl#> . <x:s> a sh:NodeShape ; sh:targetNode <https://e.no/a> ; sh:nodeKind sh:IRI .",
    );
    let valid = world.run(&["validate", "--shapes", "shapes.ttl", "--data", "mark.ttl"]);
    assert_eq!(valid.status, 0, "{}", valid.stderr);
    world.file("catalog.ttl", &format!("\u{feff}{PREFIXES}e:k a dcat:Catalog ; dcat:dataset e:d . e:d a dcat:Dataset ."));
    let (_, found) = look(&world, &["catalog.ttl", "--previous", "catalog.ttl"]);
    assert_eq!(harvest(&found), [("harvest-publisher".to_owned(), "warning".to_owned(), Some(4))], "{found}");
    assert_eq!(found["datasets"].as_array().map(Vec::len), Some(1), "{found}");
}

#[test]
fn what_is_no_rdf_is_called_what_it_is_and_once() {
    let world = world();
    for (file, told) in [
        ("page.ttl", "it is a web page (HTML): ask its address for RDF"),
        ("page.rdf", "it is a web page (HTML): ask its address for RDF"),
        ("plain.ttl.gz", "it is not gzip, though its name says so"),
    ] {
        let ran = world.run(&["link", "import", file, "--out", "snap", "--date", "2026-11-22"]);
        says(&ran, 3, told);
        assert!(ran.stderr.contains("not complete: 1 failure") && !ran.stderr.contains("scheme"), "{}", ran.stderr);
        says(&world.run(&["convert", file, "out.nt"]), 2, told);
        says(&world.run(&["query", "-e", "ASK {}", "--data", file]), 2, told);
        says(&world.run(&["link", "propose", "--to", file]), 2, told);
    }
}

#[test]
fn a_folder_is_no_file() {
    let world = world();
    for arguments in [
        &["link", "propose", "--to", "folder.ttl"][..],
        &["link", "import", "folder.ttl", "--out", "snap"],
        &["query", "-e", "ASK {}", "--data", "folder.ttl"],
        &["convert", "folder.ttl", "out.nt"],
    ] {
        let ran = world.run(arguments);
        says(&ran, 2, "`folder.ttl` is a folder");
        assert!(ran.stderr.contains("give the files in it"), "{}", ran.stderr);
    }
    assert!(!world.path().join("snap").exists());
}
