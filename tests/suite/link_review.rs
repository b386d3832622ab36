//! `samstyr link review`, and what the mapping sets of `data/links/` hold.

use crate::world::{Ran, World, get};
use samstyr::ingest::sources::{LINKS, Sources};
use samstyr::link::mapping::MappingSet;
use std::fs;
use std::path::{Path, PathBuf};

const HEADER: &str = "#curie_map:\n#  event: https://w3id.org/samstyr/id/life-event/\n#  los: https://psi.norge.no/los/hendelse/
#mapping_set_id: https://example.org/candidates\n#license: https://data.norge.no/nlod/no/2.0
#object_source: https://psi.norge.no/los/struktur\n#object_source_version: 2026-08-17
subject_id\tsubject_label\tpredicate_id\tobject_id\tobject_label\tmapping_justification\tconfidence\tcomment\tzone
event:fa-barn\tFå barn\tskos:exactMatch\tlos:fa-barn\tÅ få barn\tsemapv:LexicalMatching\t0.9\tthe names share 2 words\taccept
event:fa-barn\tFå barn\tskos:closeMatch\tlos:ny-i-norge\tNy i Norge\tsemapv:LexicalMatching\t0.2\t\treview
event:ny-i-norge\tNy i Norge\tskos:closeMatch\tlos:ny-i-norge\tNy i Norge\tsemapv:LexicalMatching\t0.8\t\treview\n";

fn world() -> World {
    let world = World::new();
    world.file("los.sssom.tsv", HEADER);
    world
}

fn review(world: &World, answers: &str, date: &str) -> Ran {
    let arguments = ["link", "review", "los.sssom.tsv", "--into", "links", "--author", "Kari", "--date", date];
    world.run_with_stdin(&arguments, answers)
}

fn kept(world: &World) -> MappingSet {
    MappingSet::read(&world.path().join("links/los.sssom.tsv")).unwrap()
}

#[test]
fn a_person_decides_with_the_reasons_at_hand() {
    let world = world();
    let ran = review(&world, "a\nr\n\np\ne\n", "2026-11-22");
    assert_eq!(ran.status, 0, "{}", ran.stderr);
    for said in [
        "1 of 3: «Få barn» <https://w3id.org/samstyr/id/life-event/fa-barn>",
        "skos:exactMatch «Å få barn» <https://psi.norge.no/los/hendelse/fa-barn>",
        "LexicalMatching, 0.9",
        "zone: accept",
        "the names share 2 words",
        "2 accepted, 1 refused, 0 skipped, 0 left; 0 already decided",
    ] {
        assert!(ran.stderr.contains(said), "{said} is not in {}", ran.stderr);
    }
    assert_eq!(ran.stdout, "");
    let set = kept(&world);
    let decided: Vec<(bool, &str, &str)> = set
        .mappings
        .iter()
        .map(|mapping| {
            (mapping.refused, mapping.predicate.as_str().rsplit('#').next().unwrap(), mapping.object.as_str().rsplit('/').next().unwrap())
        })
        .collect();
    assert_eq!(decided, [(false, "exactMatch", "fa-barn"), (true, "closeMatch", "ny-i-norge"), (false, "exactMatch", "ny-i-norge")]);
    for mapping in &set.mappings {
        assert_eq!((mapping.author.as_deref(), mapping.date.as_deref()), (Some("Kari"), Some("2026-11-22")));
        assert!(mapping.justification.as_str().ends_with("ManualMappingCuration") && !mapping.other.contains_key("zone"));
    }
    assert_eq!(set.metadata.id.as_str(), "https://w3id.org/samstyr/id/mapping-set/los");
}

#[test]
fn what_was_decided_does_not_come_back() {
    let world = world();
    review(&world, "r\n\na\n", "2026-11-22"); // the answers end: the third is left
    let before = fs::read_to_string(world.path().join("links/los.sssom.tsv")).unwrap();
    let ran = review(&world, "q\n", "2026-11-23");
    assert!(ran.stderr.contains("1 of 1: «Ny i Norge»") && ran.stderr.contains("0 skipped, 1 left; 2 already decided"), "{}", ran.stderr);
    assert_eq!(fs::read_to_string(world.path().join("links/los.sssom.tsv")).unwrap(), before);
}

#[test]
fn each_decision_is_saved_at_once_and_nonsense_is_asked_again() {
    let world = world();
    let ran = review(&world, "x\na\np\nz\ns\n", "2026-11-22");
    for said in
        ["`x` is not one of a, r, p, c, s, n, u and q", "`z` is not one of e, c, b, n and r", "1 accepted, 0 refused, 1 skipped, 1 left"]
    {
        assert!(ran.stderr.contains(said), "{said} is not in {}", ran.stderr);
    }
    assert_eq!(kept(&world).mappings.len(), 1);
    let files: Vec<_> = fs::read_dir(world.path().join("links")).unwrap().map(|entry| entry.unwrap().file_name()).collect();
    assert_eq!(files, ["los.sssom.tsv"], "nothing half-written is left");
}

#[test]
fn an_accepted_pair_comes_back_when_its_target_has_changed_and_a_refused_one_does_not() {
    let world = world();
    review(&world, "a\nr\n\na\n", "2026-11-22");
    world.edit("los.sssom.tsv", "\tÅ få barn\t", "\tÅ få eller vente barn\t");
    let ran = review(&world, "r\n", "2026-11-23");
    assert!(
        ran.stderr.contains("1 of 1: «Få barn»") && ran.stderr.contains("changed since it was accepted: it was called «Å få barn»"),
        "{}",
        ran.stderr
    );
    let changed = kept(&world).mappings.into_iter().find(|mapping| mapping.object.as_str().ends_with("fa-barn")).unwrap();
    assert_eq!((changed.refused, changed.date.as_deref()), (true, Some("2026-11-23")), "the new decision takes the place of the old");
    world.edit("los.sssom.tsv", "2026-08-17", "2026-11-01");
    let ran = review(&world, "a\n", "2026-11-24");
    assert!(
        ran.stderr.contains("1 of 1: «Ny i Norge»") && ran.stderr.contains("of version 2026-08-17, and is now of 2026-11-01"),
        "{}",
        ran.stderr
    );
    let again = review(&world, "", "2026-11-25");
    assert!(again.stderr.contains("3 already decided"), "{}", again.stderr);
    assert_eq!(kept(&world).mappings.iter().filter(|mapping| mapping.object_source_version.is_some()).count(), 1);
}

#[test]
fn a_candidate_goes_to_the_set_of_its_own_source() {
    let world = world();
    let other = HEADER.replace("los/struktur", "los/annet").split("\nevent:").next().unwrap().to_owned() + "\n";
    world.file("links/annet.sssom.tsv", &other);
    let row = "\tzone\tobject_source\nevent:fa-barn\tFå barn\tskos:exactMatch\tlos:fa-barn\tÅ få barn\tsemapv:LexicalMatching\t0.9\t\taccept\thttps://psi.norge.no/los/annet\n";
    world.file("los.sssom.tsv", &format!("{}{row}", HEADER.split("\tzone").next().unwrap()));
    let ran = review(&world, "a\n", "2026-11-22");
    assert_eq!(ran.status, 0, "{}", ran.stderr);
    assert_eq!(MappingSet::read(&world.path().join("links/annet.sssom.tsv")).unwrap().mappings.len(), 1);
    assert!(!world.path().join("links/los.sssom.tsv").exists());
}

#[test]
fn what_is_missing_or_wrong_is_told() {
    let world = world();
    let nobody = world.run(&["link", "review", "los.sssom.tsv"]);
    assert!(nobody.status == 2 && nobody.stderr.contains("--author"), "{}", nobody.stderr);
    let day = world.run(&["link", "review", "los.sssom.tsv", "--author", "Kari", "--date", "22.11.2026"]);
    assert!(day.status == 2 && day.stderr.contains("2026-11-22"), "{}", day.stderr);
    for author in ["", " ", "Kari\tNordmann", "Kari\nNordmann", "Kari\u{1b}[2J"] {
        let arguments = ["link", "review", "los.sssom.tsv", "--into", "links", "--author", author];
        let ran = world.run_with_stdin(&arguments, "a\n");
        assert!(ran.status == 2 && ran.stderr.contains("--author"), "{author:?}: {}", ran.stderr);
        let environment = crate::world::program(&arguments[..5]).current_dir(world.path()).env("SAMSTYR_AUTHOR", author).output().unwrap();
        assert_eq!(environment.status.code(), Some(2), "{author:?}");
        assert!(!world.path().join("links").exists(), "{author:?}");
    }
    world.edit("los.sssom.tsv", "\t0.9\t", "\t9\t");
    let wrong = review(&world, "", "2026-11-22");
    assert!(
        wrong.status == 2 && wrong.stderr.contains("los.sssom.tsv:9: column `confidence`: `9` is not a number from 0 to 1"),
        "{}",
        wrong.stderr
    );
}

/// The rows of a query of the built-in graph, without their heading.
fn rows(query: &str) -> Vec<String> {
    let ran = World::new().run(&["query", "-e", query, "--format", "csv"]);
    assert_eq!(ran.status, 0, "{}", ran.stderr);
    ran.stdout.lines().skip(1).map(str::to_owned).collect()
}

/// Records of checks stand beside the sets.
fn our_sets() -> impl Iterator<Item = PathBuf> {
    let entries = fs::read_dir(Path::new(env!("CARGO_MANIFEST_DIR")).join(LINKS)).unwrap();
    entries.map(|entry| entry.unwrap().path()).filter(|path| path.to_string_lossy().ends_with(".sssom.tsv"))
}

#[test]
fn our_sets_are_written_as_the_program_writes_them() {
    let mut found = 0;
    for path in our_sets() {
        let mut out = Vec::new();
        MappingSet::read(&path).unwrap().write(&mut out).unwrap();
        assert_eq!(String::from_utf8(out).unwrap(), fs::read_to_string(&path).unwrap(), "{}", path.display());
        found += 1;
    }
    assert_eq!(found, Sources::built_in().unwrap().links.len());
    assert!(found >= 6);
}

#[test]
fn every_decision_says_why_in_two_languages_and_of_what_kind_the_target_is() {
    for path in our_sets() {
        for mapping in MappingSet::read(&path).unwrap().mappings {
            let pair = format!("{}: {} {}", path.display(), mapping.subject, mapping.object);
            let (english, bokmål) = (mapping.comment.unwrap_or_default(), mapping.other.get("ext_comment_nb").cloned().unwrap_or_default());
            assert!(english.ends_with('.') && bokmål.ends_with('.') && english != bokmål, "{pair}");
            assert!(mapping.category.is_some(), "{pair}");
        }
    }
}

#[test]
fn every_organisation_with_a_number_is_linked_exactly_once_by_it() {
    let linked = rows(
        "SELECT ?organisation (COUNT(DISTINCT ?target) AS ?targets) (SAMPLE(CONCAT(STR(?number), ' ', STR(?target))) AS ?pair) WHERE {
           ?organisation a org:FormalOrganization ; dct:identifier ?number . FILTER(REGEX(?number, '^[0-9]{9}$'))
           OPTIONAL { ?organisation skos:exactMatch ?target } } GROUP BY ?organisation ORDER BY ?organisation",
    );
    assert_eq!(linked.len(), 10, "{linked:?}");
    for row in &linked {
        let cells: Vec<&str> = row.split(',').collect();
        let (number, target) = cells[2].split_once(' ').unwrap();
        assert_eq!(
            (cells[1], target),
            ("1", format!("https://organization-catalog.fellesdatakatalog.digdir.no/organizations/{number}").as_str())
        );
    }
    let same = rows("SELECT ?o ?t WHERE { ?o schema:sameAs ?t ; skos:exactMatch ?t }");
    assert_eq!(same.len(), linked.len(), "a rule says that they are the same");
    let sure = rows(
        "SELECT ?m WHERE { GRAPH <https://w3id.org/samstyr/graph/links/organization-catalog> { ?o skos:exactMatch ?t } ?c rdf:subject ?o ; rdf:predicate skos:exactMatch ; rdf:object ?t ; sam:assertionMode ?m }",
    );
    assert!(sure.len() == 10 && sure.iter().all(|mode| mode.ends_with("External")), "{sure:?}");
}

#[test]
fn the_seven_life_events_have_their_events_in_both_classes() {
    for (class, many) in [("cv:LifeEvent", 5), ("cv:BusinessEvent", 2)] {
        for target in ["los", "event-catalog"] {
            let query = format!(
                "SELECT DISTINCT ?event WHERE {{ ?event a {class} . GRAPH <https://w3id.org/samstyr/graph/links/{target}> {{ ?event skos:exactMatch ?theirs }} }}"
            );
            assert_eq!(rows(&query).len(), many, "{class} {target}");
        }
    }
}

#[test]
fn what_has_no_counterpart_has_no_link() {
    let linked = rows(
        "SELECT DISTINCT ?kind WHERE { GRAPH ?g { ?ours ?match ?theirs } FILTER(CONTAINS(STR(?g), '/graph/links/') && STRSTARTS(STR(?ours), 'https://w3id.org/samstyr/')) BIND(REPLACE(STR(?ours), '^.*/id/([^/]*)/.*$', '$1') AS ?kind) } ORDER BY ?kind",
    );
    assert_eq!(linked, ["area", "life-event", "measure", "org", "strategy"]);
    let ask = |thing: &str| {
        rows(&format!(
            "SELECT ?p ?o WHERE {{ GRAPH ?g {{ <https://w3id.org/samstyr/id/{thing}> ?p ?o }} FILTER(CONTAINS(STR(?g), '/links/')) }}"
        ))
    };
    for thing in ["org/no-regjeringen", "org/no-stortinget", "org/no-difi", "group/no-kommuner"] {
        assert_eq!(ask(thing), Vec::<String>::new(), "{thing}");
    }
}

#[test]
fn a_row_with_a_link_shows_the_decision_as_its_evidence() {
    let query = "SELECT ?o WHERE { <https://w3id.org/samstyr/id/life-event/fa-barn> skos:exactMatch ?o . FILTER(CONTAINS(STR(?o), 'psi.norge.no')) }";
    let world = World::new();
    let json: serde_json::Value = serde_json::from_str(&world.run(&["query", "-e", query, "--why", "--format", "json"]).stdout).unwrap();
    let evidence = &json["rows"][0]["evidence"][0];
    assert_eq!(evidence["document"], "https://w3id.org/samstyr/id/mapping-set/los");
    assert_eq!(evidence["mode"], "Interpreted");
    let decision = &evidence["mapping"];
    assert_eq!((&decision["justification"], &decision["author"]), (&"ManualMappingCuration".into(), &"Samstyr editors".into()));
    assert!(["confidence", "date", "comment"].iter().all(|key| decision[key].is_string()), "{decision}");
    for (language, comment) in [
        ("nb", "Den samme nasjonale livshendelsen."),
        ("nn", "Den samme nasjonale livshendelsen."),
        ("en", "The same national life event."),
    ] {
        let csv = world.run(&["query", "-e", query, "--why", "--format", "csv", "--lang", language]).stdout;
        let cell = format!("mapping-set/los,\"ManualMappingCuration, 1, Samstyr editors, 2026-11-22: {comment}\"");
        assert!(csv.contains(&cell), "{csv}");
        let json: serde_json::Value =
            serde_json::from_str(&world.run(&["query", "-e", query, "--why", "--format", "json", "--lang", language]).stdout).unwrap();
        assert_eq!(json["rows"][0]["evidence"][0]["mapping"]["comment"], comment);
    }
    let derived = "SELECT ?o WHERE { <https://w3id.org/samstyr/id/measure/no-dos-2019-3.5> dct:subject ?o }";
    let table = world.run(&["query", "-e", derived, "--why", "--format", "md"]).stdout;
    assert!(table.contains("Koblinger til EuroVoc, ManualMappingCuration"), "a derived subject leads to the decision: {table}");
}

#[test]
fn a_page_shows_the_decision_in_the_language_of_its_reader() {
    for (language, why, else_where) in [
        ("nb", "Den samme nasjonale livshendelsen. Digdir", "The same national life event"),
        ("en", "The same national life event, typed", "Den samme nasjonale"),
    ] {
        let page = get(&format!("/{language}/questions/services-per-life-event?why=true"), "text/html").body;
        assert!(page.contains(why) && page.contains("Samstyr editors, 2026-11-22, 0.9"), "{language}");
        assert!(!page.contains(else_where), "{language}");
    }
}
