//! `samstyr publish`, and what the server shows of it.

use crate::world::{PUBLISHER, Ran, World, program, send_with_shelf, tree};
use axum::body::Body;
use axum::http::{Request, StatusCode};
use oxigraph::model::{Quad, Triple};
use samstyr::config;
use samstyr::error::Error;
use samstyr::http::Shelf;
use samstyr::publish::{Documents, Publication, publish};
use samstyr::rdf::canonical::{canonical_nquads, hash};
use samstyr::rdf::iri::DEFAULT_BASE;
use samstyr::rdf::read;
use samstyr::sparql::{self, Answer};
use samstyr::store::{BUILT_IN, Store};
use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Duration;

fn settings(base: &str) -> config::Publish {
    let text = |text: &str| Some(text.to_owned());
    config::Publish {
        base: text(base),
        publisher: text("https://data.brreg.no/enhetsregisteret/api/enheter/991825827"),
        publisher_name: text("Digitaliseringsdirektoratet"),
        contact_name: text("Datateamet"),
        contact_email: text("data@digdir.no"),
        release: text("2026.1"),
        date: text("2026-11-22"),
        previous: None,
        accessibility_statement: None,
    }
}

#[test]
fn the_same_release_twice_is_the_same_bytes() {
    let world = World::new();
    world.file("samstyr.toml", &format!("{PUBLISHER}previous = \"2025.4\"\n"));
    let before = config::Publish { release: Some("2025.4".to_owned()), date: Some("2025-12-01".to_owned()), ..settings(DEFAULT_BASE) };
    release_before(&world, &before).unwrap();
    let run = |out: &str, zone: &str, locale: &str| -> Ran {
        let arguments = ["publish", "--release", "2026.1", "--date", "2026-11-22", "--out", out];
        let output = program(&arguments).env("TZ", zone).env("LC_ALL", locale).current_dir(world.path()).output().unwrap();
        let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
        Ran { status: output.status.code().unwrap(), stdout: text(output.stdout), stderr: text(output.stderr) }
    };
    let first = run("one", "UTC", "C");
    assert_eq!((first.status, first.stdout.as_str()), (0, ""), "{}", first.stderr);
    let second = run("deep/er/two/", "Asia/Kathmandu", "nn_NO.UTF-8");
    assert_eq!(second.status, 0, "{}", second.stderr);
    let (one, two) = (tree(&world.path().join("one")), tree(&world.path().join("deep/er/two")));
    assert_eq!(one.keys().collect::<Vec<_>>(), two.keys().collect::<Vec<_>>());
    for (path, bytes) in &one {
        assert!(two[path] == *bytes, "{path} differs");
    }
    let check =
        Command::new("sha256sum").args(["--check", "--quiet", "SHA256SUMS"]).current_dir(world.path().join("one")).status().unwrap();
    assert!(check.success());
    assert_eq!(String::from_utf8_lossy(&one["SHA256SUMS"]).lines().count(), one.len() - 1);

    let quality = String::from_utf8_lossy(&one["links/quality.csv"]);
    assert!(quality.lines().any(|line| line.starts_with("all,held-out,247,105,")), "{quality}");
    let changes = String::from_utf8_lossy(&one["changes.nb.md"]);
    assert!(changes.contains("`2025.4`") && changes.contains("CERT-funksjon"), "{changes}");

    // Nothing half-written is left, and what is there is only replaced by itself.
    let left: BTreeSet<String> =
        fs::read_dir(world.path()).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
    assert_eq!(left, BTreeSet::from(["2025.4", "deep", "one", "samstyr.toml"].map(str::to_owned)));
    let again = run("one", "UTC", "C");
    assert!(again.status == 0 && again.stderr.contains("already in one"), "{}", again.stderr);
    fs::write(world.path().join("one/graph.nq"), "").unwrap();
    let refused = run("one", "UTC", "C");
    assert!(refused.status == 2 && refused.stderr.contains("holds something other than this release"), "{}", refused.stderr);
}

/// The canonical form of some quads.
fn canonical(lines: impl IntoIterator<Item = String>) -> String {
    canonical_nquads(&lines.into_iter().collect::<String>()).unwrap()
}

fn quads(path: &Path) -> Vec<Quad> {
    let mut quads = Vec::new();
    read::file(path, &mut |quad| quads.push(quad)).unwrap();
    quads
}

fn with_graphs(path: &Path) -> String {
    canonical(quads(path).iter().map(|quad| format!("{quad} .\n")))
}

fn without_graphs(path: &Path) -> String {
    canonical(quads(path).into_iter().map(|quad| format!("{} .\n", Triple::from(quad))))
}

/// Points of the quality service that need no look at an address: all that can be had but 30 for the shapes and 80 for addresses that answer.
const POINTS: &str = "PREFIX adms: <http://www.w3.org/ns/adms#>
    SELECT ?dataset (MAX(?points) AS ?best) {
      ?dataset a dcat:Dataset ; dcat:distribution ?file .
      BIND(IF(EXISTS { ?dataset dcat:keyword ?x }, 30, 0) + IF(EXISTS { ?dataset dcat:theme ?x }, 30, 0)
        + IF(EXISTS { ?dataset dct:spatial ?x }, 20, 0) + IF(EXISTS { ?dataset dct:temporal ?x }, 20, 0)
        + IF(EXISTS { ?file dcat:downloadURL ?x }, 20, 0) + IF(EXISTS { ?file dct:format ?x }, 20, 0) + IF(EXISTS { ?file dcat:mediaType ?x }, 10, 0)
        + IF(EXISTS { ?file dct:format ?f FILTER(STRSTARTS(STR(?f), 'http://publications.europa.eu/resource/authority/file-type/')) }, 10, 0)
        + IF(EXISTS { ?file dct:license ?x }, 20, 0)
        + IF(EXISTS { ?file dct:license <http://publications.europa.eu/resource/authority/licence/NLOD_2_0> }, 10, 0)
        + IF(EXISTS { ?dataset dct:accessRights ?x }, 10, 0)
        + IF(EXISTS { ?dataset dct:accessRights <http://publications.europa.eu/resource/authority/access-right/PUBLIC> }, 5, 0)
        + IF(EXISTS { ?dataset dcat:contactPoint ?x }, 20, 0) + IF(EXISTS { ?dataset dct:publisher ?x }, 10, 0)
        + IF(EXISTS { ?file dct:rights ?x }, 5, 0) + IF(EXISTS { ?file dct:issued ?x }, 5, 0) + IF(EXISTS { ?file dct:modified ?x }, 5, 0) AS ?points)
    } GROUP BY ?dataset ORDER BY ?dataset";

fn rows(store: &Store, query: &str) -> Vec<Vec<String>> {
    let text = |row: sparql::Row| row.into_iter().map(|term| term.map_or(String::new(), |term| term.to_string())).collect();
    sparql::answer(store, &sparql::Request::new(query), |answer| match answer {
        Answer::Rows(rows) => rows.map(|row| row.map(text)).collect(),
        _ => panic!("no rows"),
    })
    .unwrap()
}

#[test]
fn every_syntax_says_the_same_and_the_server_shows_it() {
    let world = World::new();
    let base = "https://samstyr.digdir.no/";
    let publication = Publication::of_release(&settings(base)).unwrap();
    let folder = world.path().join("releases/2026.1");
    let summary = publish(&publication, &folder).unwrap();
    let nquads = fs::read_to_string(folder.join("graph.nq")).unwrap();
    assert_eq!(summary.hash, hash(&nquads));
    assert!(!nquads.contains("w3id.org/samstyr/id/") && nquads.contains("<https://samstyr.digdir.no/id/org/no-ks>"));

    let stems: Vec<String> = tree(&folder).into_keys().filter_map(|path| Some(path.strip_suffix(".jsonld")?.to_owned())).collect();
    assert!(stems.len() > 15, "{stems:?}");
    for stem in stems.iter().filter(|stem| *stem != "ontology/context") {
        let path = |extension: &str| folder.join(format!("{stem}.{extension}"));
        let (lines, graphs): (_, &[&str]) = if path("nq").is_file() { ("nq", &["trig", "jsonld"]) } else { ("nt", &["jsonld"]) };
        for extension in graphs {
            assert_eq!(hash(&with_graphs(&path(extension))), hash(&with_graphs(&path(lines))), "{stem}.{extension}");
        }
        for extension in ["ttl", "rdf"] {
            assert_eq!(hash(&without_graphs(&path(extension))), hash(&without_graphs(&path(lines))), "{stem}.{extension}");
        }
        for packed in ["gz", "zst"].map(|end| path(&format!("{lines}.{end}"))).iter().filter(|path| path.is_file()) {
            let plain = world.path().join(format!("plain.{lines}"));
            let converted = world.run(&["convert", packed.to_str().unwrap(), plain.to_str().unwrap()]);
            assert_eq!((converted.status, with_graphs(&plain)), (0, with_graphs(&path(lines))), "{}", packed.display());
        }
    }
    catalogue(&folder, base);
    served(&world, &publication);
}

/// Flat, complete, every file that it names is there, and every point that can be had.
fn catalogue(folder: &Path, base: &str) {
    let catalog = Store::from_files(&[folder.join("catalog.ttl")]).unwrap();
    assert!(rows(&catalog, "SELECT * { ?s ?p ?o FILTER(ISBLANK(?s) || ISBLANK(?o)) }").is_empty());
    let points = rows(&catalog, POINTS);
    assert_eq!(points.len(), 4, "{points:?}");
    assert!(points.iter().all(|row| row[1].starts_with("\"250\"")), "{points:?}");
    for row in rows(&catalog, "SELECT ?url { ?file dcat:downloadURL ?url }") {
        let path = row[0].trim_matches(['<', '>']).strip_prefix(&format!("{base}releases/2026.1/")).unwrap().to_owned();
        assert!(folder.join(&path).is_file(), "{path}");
    }
    let void = Store::from_files(&[folder.join("void.ttl")]).unwrap();
    let union = quads(&folder.join("graph.ttl")).len();
    let triples = rows(&void, "SELECT ?n ?classes { ?set void:triples ?n ; void:classes ?classes }");
    assert!(triples.len() == 1 && triples[0][0].starts_with(&format!("\"{union}\"")), "{triples:?}");
    assert!(rows(&void, "SELECT * { ?set void:classPartition/void:entities ?n }").len() > 30);
    let events = Store::from_files(&[folder.join("life-events.ttl")]).unwrap();
    let sets = rows(
        &catalog,
        "SELECT ?url { <https://samstyr.digdir.no/catalog#2026.1/links> dcat:distribution/dcat:downloadURL ?url FILTER(STRENDS(STR(?url), '.sssom.tsv')) }",
    );
    let ours = fs::read_dir(Path::new(env!("CARGO_MANIFEST_DIR")).join("data/links")).unwrap();
    let ours = ours.filter(|entry| entry.as_ref().unwrap().file_name().to_string_lossy().ends_with(".sssom.tsv"));
    assert_eq!(sets.len(), ours.count(), "{sets:?}");
    let titles = "SELECT ?title { <https://samstyr.digdir.no/catalog#2026.1/links> dct:title ?title } ORDER BY ?title";
    assert_eq!(rows(&catalog, titles).concat(), ["\"Samstyr – koblinger\"@nb", "\"Samstyr – koplingar\"@nn", "\"Samstyr – links\"@en"]);
    let about =
        "SELECT DISTINCT ?subject { <https://samstyr.digdir.no/catalog#2026.1/graph> dct:subject ?subject . ?subject a skos:Concept }";
    assert_eq!(rows(&catalog, about).len(), 2, "what the strategy is mapped to");
    linked_events(&events);
    let complete = "SELECT * { ?e dct:subject ?los ; <http://data.europa.eu/m8g/hasCompetentAuthority> ?a }";
    assert_eq!(rows(&events, complete).len(), 7);
    // Every class and code of the ontology, each in the three languages.
    let concepts = Store::from_files(&[folder.join("concepts.ttl")]).unwrap();
    let terms = "SELECT ?t { VALUES ?kind { owl:Class skos:Concept } ?t a ?kind FILTER(STRSTARTS(STR(?t), STR(sam:))) }";
    let named = r#"SELECT ?t { ?c skos:member ?t . ?t skos:prefLabel ?nb , ?nn , ?en FILTER(LANG(?nb) = "nb" && LANG(?nn) = "nn" && LANG(?en) = "en") }"#;
    let (all, found) = (rows(&Store::built_in().unwrap(), terms).len(), rows(&concepts, named).len());
    assert!(all > 130 && found == all, "{found} of {all} terms");
}

/// Accepted links as the profile wants them, and none that was refused.
fn linked_events(events: &Store) {
    let of = |key: &str, property: &str| -> Vec<String> {
        let query = format!("SELECT DISTINCT ?o {{ <https://samstyr.digdir.no/id/life-event/{key}> {property} ?o }} ORDER BY ?o");
        rows(events, &query).concat()
    };
    let life = "<https://data.norge.no/vocabulary/life-event-type#";
    let business = "<https://data.norge.no/vocabulary/business-event-type#";
    assert_eq!(of("fa-barn", "dct:type"), [format!("{life}having-a-child>")]);
    assert_eq!(of("starte-og-drive-bedrift", "dct:type"), [format!("{business}doing-business>"), format!("{business}starting-business>")]);
    assert!(of("starte-og-drive-frivillig-organisasjon", "dct:type").is_empty(), "its only type was refused");
    assert_eq!(of("fa-barn", "dct:subject"), ["<https://psi.norge.no/los/hendelse/fa-barn>"]);
    let same = of("fa-barn", "skos:exactMatch");
    assert!(same.len() == 2 && same[0].starts_with("<http://public-service-publisher.fellesdatakatalog.digdir.no/events/"), "{same:?}");
    let registered = "SELECT DISTINCT ?m { ?e <http://data.europa.eu/m8g/hasCompetentAuthority> ?m . ?m schema:sameAs ?r }";
    assert_eq!(rows(events, registered).len(), 6, "the six ministries that own a life event");
}

fn served(world: &World, publication: &Publication) {
    world.file("secret.txt", "secret");
    let folder = world.path().join("releases");
    let ask = |method: &str, path: &str, accept: &str| {
        let documents = Documents::build(&Store::built_in().unwrap(), publication).unwrap();
        let shelf = Shelf { documents: Some(documents), releases: Some(folder.clone()), ..Shelf::default() };
        let request = Request::builder().method(method).uri(path).header("accept", accept).body(Body::empty()).unwrap();
        send_with_shelf(request, Duration::from_secs(60), shelf)
    };
    for (path, accept, file) in [
        ("/catalog", "text/turtle", "catalog.ttl"),
        ("/catalog.rdf", "*/*", "catalog.rdf"),
        ("/catalog", "application/ld+json", "catalog.jsonld"),
        ("/.well-known/void", "application/n-triples", "void.nt"),
        ("/catalog/life-events.ttl", "*/*", "life-events.ttl"),
        ("/catalog/concepts", "*/*", "concepts.ttl"),
        ("/releases/2026.1/catalog.ttl", "*/*", "catalog.ttl"),
    ] {
        let reply = ask("GET", path, accept);
        assert_eq!(reply.status, StatusCode::OK, "{path}");
        assert!(reply.body == fs::read_to_string(folder.join("2026.1").join(file)).unwrap(), "{path} is not {file}");
    }
    let packed = ask("HEAD", "/releases/2026.1/graph.ttl.gz", "*/*");
    assert_eq!((packed.status, packed.header("content-type"), packed.header("content-encoding")), (StatusCode::OK, "application/gzip", ""));
    for path in [
        "/releases/../secret.txt",
        "/releases/2026.1/../../secret.txt",
        "/releases/%2e%2e/secret.txt",
        "/releases/..%2fsecret.txt",
        "/releases/2026.2/x",
        "/releases/2026.1",
    ] {
        let reply = ask("GET", path, "*/*");
        assert!(reply.status == StatusCode::NOT_FOUND && !reply.body.contains("\"secret\""), "{path}: {} {}", reply.status, reply.body);
    }
    assert_eq!(ask("POST", "/catalog", "*/*").status, StatusCode::METHOD_NOT_ALLOWED);
    assert_eq!(ask("GET", "/catalog", "text/html").status, StatusCode::NOT_ACCEPTABLE);
}

#[test]
fn a_server_that_publishes_nothing_says_so() {
    for path in ["/catalog", "/.well-known/void", "/releases/2026.1/graph.nq"] {
        let reply = crate::world::get(path, "text/turtle");
        assert_eq!((reply.status, reply.json()["code"].as_str()), (StatusCode::NOT_FOUND, Some("not-published")), "{path}");
        assert!(reply.json()["hints"][0].as_str().unwrap().contains("docs/publishing.md"));
    }
}

#[test]
fn a_placeholder_publishes_nothing() {
    let world = World::new();
    let publish = |more: &[&str]| world.run(&[&["publish", "--release", "2026.1", "--date", "2026-11-22", "--out", "out"], more].concat());
    let nobody = publish(&[]);
    assert_eq!(nobody.status, 2);
    assert!(
        nobody.stderr.contains("publisher is missing; publisher_name is missing; contact_name is missing; contact_email is missing"),
        "{}",
        nobody.stderr
    );
    world.file("samstyr.toml", PUBLISHER);
    for (option, value, said) in [
        ("--publisher", "https://example.com/org", "publisher is a placeholder"),
        ("--contact-email", "someone@example.org", "contact_email is a placeholder"),
        ("--publisher-name", "TBD…", "publisher_name is a placeholder"),
        ("--base", "https://samstyr.no", "base is not a web address that ends with /"),
        ("--date", "tomorrow", "date is not a day"),
        ("--date", "1899-12-31", "date is not a day"),
        ("--out", ".", "is not the name of a folder"),
        ("--release", "a/b", "release is not a version"),
    ] {
        let arguments: Vec<&str> = ["publish", "--release", "2026.1", "--date", "2026-11-22", "--out", "out"].into_iter().collect();
        let arguments = match arguments.iter().position(|argument| *argument == option) {
            Some(at) => [&arguments[..at], &[option, value], &arguments[at + 2..]].concat(),
            None => [&arguments[..], &[option, value]].concat(),
        };
        let refused = world.run(&arguments);
        assert!(refused.status == 2 && refused.stderr.contains(said), "{option}: {} {}", refused.status, refused.stderr);
    }
    let undated = world.run(&["publish", "--release", "2026.1", "--out", "out"]);
    assert!(undated.status == 2 && undated.stderr.contains("date is missing"), "{}", undated.stderr);
    world.file("samstyr.toml", "[publish]\npublsher = \"x\"\n");
    let unknown = publish(&[]);
    assert!(
        unknown.status == 2 && unknown.stderr.contains("line 2, column 1: ") && unknown.stderr.contains("publsher"),
        "{}",
        unknown.stderr
    );
    assert!(!world.path().join("out").exists());
}

/// What of a release the next one reads: its catalogue, and a graph that lacks a few facts.
fn release_before(world: &World, settings: &config::Publish) -> Result<PathBuf, Error> {
    let publication = Publication::of_release(settings)?;
    let catalog = Documents::build(&Store::built_in()?, &publication)?.catalog;
    let graph: String = BUILT_IN.lines().filter(|line| !line.contains("no-dos-2019-5.5> ")).map(|line| format!("{line}\n")).collect();
    let triples: String = catalog.iter().map(|triple| format!("{triple} .\n")).collect();
    world.file(&format!("{}/catalog.nt", publication.release), &triples);
    world.file(&format!("{}/graph.nq", publication.release), &graph);
    Ok(world.path().join(publication.release))
}

#[test]
fn the_catalogue_keeps_the_releases_before() {
    let world = World::new();
    let of = |release: &str, date: &str, previous: Option<PathBuf>| {
        let text = |text: &str| Some(text.to_owned());
        config::Publish { release: text(release), date: text(date), previous, ..settings(DEFAULT_BASE) }
    };
    let mut previous = None;
    for (release, date) in [("1", "2026-11-22"), ("2", "2026-11-22"), ("3", "2026-12-01")] {
        previous = Some(release_before(&world, &of(release, date, previous)).unwrap());
    }
    let catalog = Store::from_files(&[world.path().join("3/catalog.nt")]).unwrap();
    let versions = "SELECT (STR(?v) AS ?version) (STR(?b) AS ?before) { ?c dcat:dataset ?d . ?d dcat:version ?v ; dcat:inSeries ?s .
        OPTIONAL { ?d dcat:prev/dcat:version ?b } } ORDER BY ?v";
    let quoted = |row: [&str; 2]| row.map(|text| if text.is_empty() { String::new() } else { format!("\"{text}\"") }).to_vec();
    assert_eq!(rows(&catalog, versions), [["1", ""], ["2", "1"], ["3", "2"]].map(quoted));
    let ends =
        rows(&catalog, "SELECT (STR(?f) AS ?first) (STR(?l) AS ?last) { ?s dcat:first/dcat:version ?f ; dcat:last/dcat:version ?l }");
    assert_eq!(ends, [quoted(["1", "3"])]);

    let refused = |settings: &config::Publish| release_before(&world, settings).unwrap_err().to_string();
    let first = Some(world.path().join("1"));
    assert!(refused(&of("4", "2026-11-01", first.clone())).contains("is of 2026-11-22, after this one"));
    assert!(refused(&of("1", "2026-12-01", first.clone())).contains("is release 1 itself"));
    let elsewhere = config::Publish { base: Some("https://data.norge.no/samstyr/".to_owned()), ..of("4", "2026-12-01", first) };
    assert!(refused(&elsewhere).contains("does not hold a release of https://data.norge.no/samstyr/catalog"));
    assert!(refused(&of("4", "2026-12-01", Some(world.path().join("nowhere")))).contains("nowhere/catalog.nt"));
}
