//! `samstyr link review`, a long list of it: which candidates are shown and in what order, taking back, and what people and files do to it.

use crate::world::{Ran, World};
use samstyr::link::mapping::{Mapping, MappingSet};
use std::fs;

const HEADER: &str = "#mapping_set_id: https://example.org/candidates\n#license: https://data.norge.no/nlod/no/2.0
#curie_map:\n#  id: https://w3id.org/samstyr/id/\n#  los: https://psi.norge.no/los/ord/\n#  dct: http://purl.org/dc/terms/
subject_id\tsubject_label\tpredicate_id\tobject_id\tobject_label\tmapping_justification\tconfidence\tcomment\tobject_category\tzone\n";
const ROWS: &str = "https://w3id.org/samstyr/id/life-event/fa-barn\tFå barn\tskos:relatedMatch\thttps://psi.norge.no/los/ord/adopsjon\tAdopsjon\tsemapv:LexicalMatching\t0.7\tfound\t\taccept
https://w3id.org/samstyr/id/life-event/fa-barn\tFå barn\tskos:relatedMatch\thttps://psi.norge.no/los/ord/barnehage\tBarnehage\tsemapv:LexicalMatching\t0.6\tfound\t\treview
https://w3id.org/samstyr/id/measure/no-dos-2019-3.1\tRessurssenter\tdct:relation\thttps://x.example/d\tDelte data\tsemapv:LexicalMatching\t0.9\tfound\thttp://www.w3.org/ns/dcat#Dataset\treview\n";

fn world() -> World {
    let world = World::new();
    world.file("new.sssom.tsv", &format!("{HEADER}{ROWS}"));
    world
}

fn review(world: &World, answers: &str, options: &[&str]) -> Ran {
    let fixed = ["link", "review", "new.sssom.tsv", "--into", "links", "--author", "Kari", "--date", "2026-11-22"];
    world.run_with_stdin(&[&fixed[..], options].concat(), answers)
}

/// The end of the target's IRI, and whether it was refused, of every decision in a set.
fn kept(world: &World, set: &str) -> Vec<(String, bool)> {
    let path = world.path().join(format!("links/{set}.sssom.tsv"));
    let end = |mapping: &Mapping| mapping.object.as_str().rsplit('/').next().unwrap().to_owned();
    if !path.exists() {
        return Vec::new();
    }
    MappingSet::read(&path).unwrap().mappings.iter().map(|mapping| (end(mapping), mapping.refused)).collect()
}

fn said(ran: &Ran, texts: &[&str]) {
    for text in texts {
        assert!(ran.stderr.contains(text), "{text} is not in {}", ran.stderr);
    }
}

#[test]
fn decisions_go_to_the_set_of_the_kind_of_target() {
    let world = world();
    let ran = review(&world, "a\nr\n\na\n", &[]);
    assert_eq!(ran.status, 0, "{}", ran.stderr);
    assert_eq!(kept(&world, "los"), [("adopsjon".to_owned(), false), ("barnehage".to_owned(), true)]);
    assert_eq!(kept(&world, "datasets"), [("d".to_owned(), false)]);
    said(&ran, &["the mapping set `datasets` in `links` is new", "the mapping set `los`", "data/reference/links.toml", "`object_source`"]);
    let text = fs::read_to_string(world.path().join("links/los.sssom.tsv")).unwrap();
    assert!(text.contains("#  los: https://psi.norge.no/los/ord/\n") && !text.contains("dct:"), "only what the set needs: {text}");
    let again = review(&world, "", &[]);
    said(&again, &["3 already decided"]);
    assert!(!again.stderr.contains("is new"), "{}", again.stderr);
    let elsewhere = review(&world, "", &["--target", "mine"]);
    said(&elsewhere, &["3 already decided"]);
}

#[test]
fn a_set_that_is_named_takes_what_no_other_set_has() {
    let world = world();
    review(&world, "a\nq\n", &["--target", "mine"]);
    assert_eq!((kept(&world, "mine").len(), kept(&world, "los").len()), (1, 0));
    world.file("new.sssom.tsv", &format!("{HEADER}{}", ROWS.replace("http://www.w3.org/ns/dcat#Dataset", "")));
    review(&world, "a\n", &["--kind", "measure"]);
    assert_eq!(kept(&world, "new").len(), 1, "what has no kind goes to the set called as the file");
}

#[test]
fn only_what_is_wanted_is_shown() {
    let world = world();
    said(&review(&world, "", &["--zone", "review"]), &["1 of 2: «Få barn»", "2 left; 0 already decided, 1 not asked for"]);
    said(&review(&world, "", &["--kind", "measure"]), &["1 of 1: «Ressurssenter»", "1 left; 0 already decided, 2 not asked for"]);
    said(&review(&world, "", &["--set", "los", "--zone", "accept"]), &["1 of 1: «Få barn»", "«Adopsjon»"]);
    let limited = review(&world, "s\n", &["--limit", "1"]);
    said(&limited, &["1 of 1: «Få barn»", "1 skipped, 2 left"]);
    assert_eq!(limited.stderr.matches("[a]ccept").count(), 1, "{}", limited.stderr);
    for (option, value, there) in [("--kind", "measures", "`life-event` and `measure`"), ("--set", "lost", "`datasets` and `los`")] {
        let ran = review(&world, "", &[option, value]);
        assert_eq!(ran.status, 2);
        said(&ran, &[&format!("`{value}`: there are {there}"), "leave the option out for all"]);
    }
    assert_eq!(review(&world, "", &["--zone", "leave", "--order", "luck"]).status, 2);
}

#[test]
fn the_likeliest_of_all_can_come_first() {
    let ran = review(&world(), "s\ns\ns\n", &["--order", "score"]);
    let place = |text: &str| ran.stderr.find(text).unwrap();
    assert!(place("«Delte data»") < place("«Adopsjon»") && place("«Adopsjon»") < place("«Barnehage»"), "{}", ran.stderr);
    let ran = review(&world(), "s\ns\ns\n", &[]);
    let place = |text: &str| ran.stderr.find(text).unwrap();
    assert!(place("«Adopsjon»") < place("«Barnehage»") && place("«Barnehage»") < place("«Delte data»"), "{}", ran.stderr);
    assert_eq!(ran.stderr.matches("2 candidates for it").count(), 1, "the thing is told of once: {}", ran.stderr);
}

#[test]
fn what_was_answered_can_be_taken_back() {
    let world = world();
    let ran = review(&world, "u\na\nu\nr\n\ns\nu\nu\nq\n", &[]);
    said(&ran, &["nothing has been answered that could be taken back", "0 accepted, 0 refused, 0 skipped, 3 left; 0 already decided"]);
    assert!(!world.path().join("links/los.sssom.tsv").exists(), "a set that held nothing else is gone");
    review(&world, "a\nr\n\nq\n", &[]);
    world.edit("new.sssom.tsv", "\tAdopsjon\t", "\tÅ adoptere\t");
    let before = fs::read_to_string(world.path().join("links/los.sssom.tsv")).unwrap();
    said(&review(&world, "r\n\nu\nq\n", &[]), &["changed since it was accepted", "0 accepted, 0 refused"]);
    assert_eq!(fs::read_to_string(world.path().join("links/los.sssom.tsv")).unwrap(), before, "the old decision is there again");
}

#[test]
fn the_rest_of_a_thing_can_be_skipped_and_a_comment_written() {
    let world = world();
    let ran = review(&world, "n\nc\nThe centre gives advice on  data.\nr\n", &[]);
    said(&ran, &["1 of 3: «Få barn»", "3 of 3: «Ressurssenter»", "0 accepted, 1 refused, 2 skipped, 0 left"]);
    let set = MappingSet::read(&world.path().join("links/datasets.sssom.tsv")).unwrap();
    assert_eq!(set.mappings[0].comment.as_deref(), Some("The centre gives advice on data."));
    review(&world, "a\n", &[]);
    let set = MappingSet::read(&world.path().join("links/los.sssom.tsv")).unwrap();
    assert_eq!(set.mappings[0].comment.as_deref(), Some("found"), "without one, the reasons that were found stay");
}

#[test]
fn a_label_keeps_its_language_in_a_set_of_another() {
    let world = world();
    let header = HEADER.replace("\tzone\n", "\tzone\tobject_label_language\n");
    let rows = ROWS.replace("\treview\n", "\treview\t\n").replace("\taccept\n", "\taccept\ten\n").replace("\tAdopsjon\t", "\tAdoption\t");
    world.file("new.sssom.tsv", &format!("{header}{rows}"));
    let set = "#mapping_set_id: https://example.org/los\n#license: https://example.org/l\n#object_label_language: en
subject_id\tpredicate_id\tobject_id\tmapping_justification\n";
    world.file("links/los.sssom.tsv", set);
    assert_eq!(review(&world, "a\na\na\n", &[]).status, 0);
    for (set, language_of_set) in [("los", "en"), ("datasets", "nb")] {
        let set = MappingSet::read(&world.path().join(format!("links/{set}.sssom.tsv"))).unwrap();
        for mapping in &set.mappings {
            let label = mapping.object_label.as_deref().unwrap();
            let language = if label == "Adoption" { "en" } else { "nb" };
            assert_eq!(set.metadata.label_language(mapping), language, "{label}");
            assert_eq!(mapping.other.contains_key("object_label_language"), language != language_of_set, "{label}");
        }
    }
}

#[test]
fn what_somebody_else_decides_meanwhile_is_kept() {
    let world = world();
    let mut first = crate::world::program(&["link", "review", "new.sssom.tsv", "--into", "links", "--author", "Kari"]);
    let mut first = first.current_dir(world.path()).spawn().unwrap();
    let mut answers = first.stdin.take().unwrap();
    let mut shown = std::io::BufReader::new(first.stderr.take().unwrap());
    let mut line = String::new();
    while !line.contains("[a]ccept") {
        line.clear();
        assert!(std::io::BufRead::read_line(&mut shown, &mut line).unwrap() > 0, "the first question comes");
    }
    review(&world, "s\nr\n\nq\n", &[]);
    std::io::Write::write_all(&mut answers, b"a\n").unwrap();
    drop(answers);
    std::io::Read::read_to_string(&mut shown, &mut line).unwrap();
    assert!(first.wait().unwrap().success(), "{line}");
    assert_eq!(kept(&world, "los"), [("adopsjon".to_owned(), false), ("barnehage".to_owned(), true)]);
}

#[test]
fn a_snapshot_tells_of_the_targets_and_none_is_needed() {
    let world = world();
    world.file(
        "los.ttl",
        "@prefix skos: <http://www.w3.org/2004/02/skos/core#> . <https://psi.norge.no/los/ord/adopsjon> a skos:Concept ;
           skos:prefLabel 'Adopsjon'@nb ; skos:note 'Å bli forelder til et barn som er født av andre.'@nb ; skos:broader <https://psi.norge.no/los/tema/familie> .
         <https://psi.norge.no/los/tema/familie> a skos:Concept ; skos:prefLabel 'Familie'@nb .",
    );
    assert_eq!(world.run(&["link", "import", "los.ttl", "--out", "snapshot", "--date", "2026-11-22"]).status, 0);
    let told = "Å bli forelder til et barn som er født av andre. · below «Familie»";
    said(&review(&world, "", &["--snapshot", "snapshot"]), &[told]);
    fs::remove_dir_all(world.path().join("snapshot")).unwrap();
    let gone = review(&world, "a\n", &["--snapshot", "snapshot"]);
    assert!(gone.status != 0 && gone.stderr.contains("snapshot"), "{}", gone.stderr);
    assert!(kept(&world, "los").is_empty());
    let without = review(&world, "a\n", &[]);
    assert!(!without.stderr.contains(told) && kept(&world, "los").len() == 1, "{}", without.stderr);
}

#[test]
fn odd_candidates_are_told_and_harm_nothing() {
    let world = world();
    world.file("new.sssom.tsv", HEADER);
    said(&review(&world, "", &[]), &["0 accepted, 0 refused, 0 skipped, 0 left; 0 already decided"]);
    assert_eq!(review(&world, "", &["--zone", "accept"]).status, 0);
    let odd = ROWS.replace("life-event/fa-barn", "life-event/fa-hund").replace("Adopsjon", &format!("A\u{1b}[2J{}", "å".repeat(50_000)));
    world.file("new.sssom.tsv", &format!("{HEADER}{}", odd.replace("skos:relatedMatch", "skos:broader")));
    let ran = review(&world, "a\nr\n", &[]);
    said(&ran, &["no such thing is in the graph of this program", "skos:broader is no relation that links have: choose one with p"]);
    assert!(!ran.stderr.contains('\u{1b}') && ran.stderr.len() < 5_000, "{}", ran.stderr.len());
    assert_eq!(kept(&world, "los").len(), 1, "refusing is possible");
    let twice = format!("{HEADER}{ROWS}{}", ROWS.replace("\t0.7\t", "\t0.8\t").replace("\taccept", "\treview"));
    world.file("new.sssom.tsv", &twice);
    said(&review(&world, "", &["--kind", "measure"]), &["1 of 1"]);
}

#[test]
fn sets_and_candidates_that_cannot_be_read_are_told_before_anything_is_asked() {
    let world = world();
    world.file("links/los.sssom.tsv", "<<<<<<< HEAD\n");
    let ran = review(&world, "a\n", &[]);
    assert_eq!(ran.status, 2);
    said(&ran, &["links/los.sssom.tsv:1"]);
    assert!(!ran.stderr.contains("[a]ccept"), "{}", ran.stderr);
    fs::remove_file(world.path().join("links/los.sssom.tsv")).unwrap();
    world.edit("new.sssom.tsv", "#license", "#sssom_version: 2.0\n#license");
    let ran = review(&world, "a\n", &[]);
    assert_eq!(ran.status, 2);
    said(&ran, &["new.sssom.tsv:2: `sssom_version`", "2.0"]);
    world.edit("new.sssom.tsv", "sssom_version: 2.0", "sssom_version: \"1.1\"");
    assert_eq!(review(&world, "q\n", &[]).status, 0);
}

#[test]
fn what_the_search_found_is_not_why_a_person_refused() {
    let world = world();
    world.file(
        "new.sssom.tsv",
        &format!("{HEADER}{ROWS}")
            .replace("\tzone\n", "\tzone\text_comment_nb\n")
            .replace("\taccept\n", "\taccept\tfunnet\n")
            .replace("\treview\n", "\treview\tfunnet\n"),
    );
    let ran = review(&world, "r\n\nr\na\nAdoption is no kindergarten.\nr\n", &[]);
    said(&ran, &["why not, in English? (nothing for no reason)", "`a` is no reason", "0 accepted, 3 refused"]);
    let los = MappingSet::read(&world.path().join("links/los.sssom.tsv")).unwrap().mappings;
    let datasets = MappingSet::read(&world.path().join("links/datasets.sssom.tsv")).unwrap().mappings;
    let comments: Vec<Option<&str>> = los.iter().chain(&datasets).map(|mapping| mapping.comment.as_deref()).collect();
    assert_eq!(comments, [None, Some("Adoption is no kindergarten."), None], "the end of the answers is no reason either");
    for mapping in los.iter().chain(&datasets) {
        assert_eq!((mapping.refused, mapping.confidence, mapping.other.get("ext_comment_nb")), (true, None, None), "{mapping:?}");
    }
}

#[test]
fn a_dataset_has_no_match_of_skos() {
    let world = world();
    world.edit("new.sssom.tsv", "\tdct:relation\t", "\tskos:closeMatch\t");
    let ran = review(&world, "a\np\nc\np\nd\n", &["--kind", "measure"]);
    said(
        &ran,
        &[
            "skos:closeMatch is no relation to dcat:Dataset: choose one with p",
            "[d]ct:relation (to what is no concept)?",
            "`c` is not d",
            "1 accepted",
        ],
    );
    let set = MappingSet::read(&world.path().join("links/datasets.sssom.tsv")).unwrap();
    assert_eq!(set.mappings[0].predicate.as_str(), "http://purl.org/dc/terms/relation");
    let ran = review(&world, "p\nd\np\nc\n", &["--set", "los"]);
    said(
        &ran,
        &[
            "[e]xact, [c]lose, [b]roader (theirs is wider), [n]arrower (theirs is narrower) or [r]elated match?",
            "`d` is not one of e, c, b, n and r",
        ],
    );
}

#[test]
fn a_folder_is_made_only_within_one_that_is_there() {
    let world = world();
    let into = |folder: &str| world.run_with_stdin(&["link", "review", "new.sssom.tsv", "--author", "Kari", "--into", folder], "a\nq\n");
    let ran = into("nowhere/links");
    assert_eq!(ran.status, 2);
    said(&ran, &["`nowhere/links` is not there, and neither is `nowhere`", "--into"]);
    assert!(!world.path().join("nowhere").exists());
    let ran = world.run_with_stdin(&["link", "review", "new.sssom.tsv", "--author", "Kari"], "a\n");
    assert!(ran.status == 2 && ran.stderr.contains("`data/links` is not there"), "{}", ran.stderr);
    said(&into("links"), &["the folder `links` is new"]);
    assert!(!into("links").stderr.contains("is new"));
}
