//! `samstyr link propose` and `link evaluate`: which zone a pair falls in, what never is accepted, and that nothing is left to chance.

use crate::world::{Ran, World};
use samstyr::link::mapping::{Mapping, MappingSet};
use serde_json::Value;
use std::fs;
use std::path::Path;

pub const PREFIXES: &str = "@prefix skos: <http://www.w3.org/2004/02/skos/core#> . @prefix dct: <http://purl.org/dc/terms/> .
@prefix cv: <http://data.europa.eu/m8g/> . @prefix dcat: <http://www.w3.org/ns/dcat#> . @prefix rov: <http://www.w3.org/ns/regorg#> .
@prefix adms: <http://www.w3.org/ns/adms#> .
";
pub const ORGANISATIONS: &str = "https://organization-catalog.fellesdatakatalog.digdir.no/organizations/";
const LOS: &str = "https://psi.norge.no/los/";

/// The records of the judged pairs.
fn records() -> String {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/links/records.ttl").to_string_lossy().into_owned()
}

pub fn propose(world: &World, turtle: &str, arguments: &[&str]) -> Ran {
    world.file("targets.ttl", &format!("{PREFIXES}{turtle}"));
    world.run(&[&["link", "propose", "--to", "targets.ttl", "--format", "json", "--lang", "en"], arguments].concat())
}

/// Subject's key, target, zone and reasons of each candidate, also of those that are left.
pub fn found(turtle: &str) -> Vec<(String, String, String, String)> {
    rows(&propose(&World::new(), turtle, &["--limit", "1000", "--zone", "accept,review,leave"]))
}

fn rows(ran: &Ran) -> Vec<(String, String, String, String)> {
    assert_eq!(ran.status, 0, "{}", ran.stderr);
    let json: Value = serde_json::from_str(&ran.stdout).unwrap();
    let text = |row: &Value, name: &str| row[name]["value"].as_str().unwrap_or_default().to_owned();
    let bindings = json["results"]["bindings"].as_array().unwrap();
    let subject = |row: &Value| text(row, "subject").rsplit('/').next().unwrap().to_owned();
    bindings.iter().map(|row| (subject(row), text(row, "target"), text(row, "zone"), text(row, "why"))).collect()
}

/// Zone and reasons of a pair; nothing when it is no candidate.
pub fn pair(turtle: &str, subject: &str, target: &str) -> Option<(String, String)> {
    found(turtle).into_iter().find(|row| row.0 == subject && row.1 == target).map(|row| (row.2, row.3))
}

#[test]
fn the_number_decides_over_the_name() {
    let turtle = format!(
        "<{ORGANISATIONS}972417858> a rov:RegisteredOrganization ; rov:legalName 'DISTRIKTS- OG MODERNISERINGSDEPARTEMENTET' ; dct:identifier '972417858' .
         <{ORGANISATIONS}974760673> a rov:RegisteredOrganization ; rov:legalName 'Kommunal- og moderniseringsdepartementet' ."
    );
    let (zone, why) = pair(&turtle, "no-kmd", &format!("{ORGANISATIONS}972417858")).unwrap();
    assert_eq!((zone.as_str(), why.as_str()), ("accept", "same organisation number, 972417858"));
    assert_eq!(pair(&turtle, "no-kmd", &format!("{ORGANISATIONS}974760673")), None, "another number is another body");
}

#[test]
fn candidates_say_of_what_kind_the_target_is_who_publishes_it_and_why_in_two_languages() {
    let turtle = format!(
        "<{ORGANISATIONS}958935420> a rov:RegisteredOrganization ; rov:legalName 'OSLO KOMMUNE' ; dct:identifier '958935420' ;
           <https://raw.githubusercontent.com/Informasjonsforvaltning/organization-catalog/main/src/main/resources/ontology/organization-catalog.owl#orgPath>
             '/KOMMUNE/958935420' .
         <https://data.x.no/1> a dcat:DataService ; dct:title 'Nasjonal strategi for kunstig intelligens'@nb ; dct:publisher <{ORGANISATIONS}958935420> .
         <https://data.x.no/2> a dcat:Dataset ; dct:title 'National strategy for artificial intelligence'@en .
         <{LOS}hendelse/fa-barn> a skos:Concept ; skos:prefLabel 'Å få barn'@nb ."
    );
    let world = World::new();
    let ran = propose(&world, &turtle, &["--out", "found.sssom.tsv"]);
    assert_eq!(ran.status, 0, "{}", ran.stderr);
    let set = MappingSet::read(&world.path().join("found.sssom.tsv")).unwrap();
    let of = |object: &str| set.mappings.iter().find(|mapping| mapping.object.as_str() == object).unwrap();
    let (api, event) = (of("https://data.x.no/1"), of(&format!("{LOS}hendelse/fa-barn")));
    assert_eq!(api.category.as_ref().unwrap().as_str(), "http://www.w3.org/ns/dcat#DataService");
    assert_eq!(event.category.as_ref().unwrap().as_str(), "http://www.w3.org/2004/02/skos/core#Concept");
    assert_eq!(
        (api.other["ext_object_publisher_path"].as_str(), event.other.get("ext_object_publisher_path")),
        ("/KOMMUNE/958935420", None)
    );
    let why = (api.comment.as_deref().unwrap(), api.other["ext_comment_nb"].as_str());
    assert!(why.0.starts_with("same ") && why.1.starts_with("samme "), "{why:?}");
    assert!(set.metadata.other.contains_key("extension_definitions"));
    let labels = |mapping| (Mapping::clone(mapping).object_label.unwrap(), set.metadata.label_language(mapping));
    assert_eq!(labels(api), ("Nasjonal strategi for kunstig intelligens".to_owned(), "nb"), "whatever `--lang` says");
    assert_eq!(labels(of("https://data.x.no/2")), ("National strategy for artificial intelligence".to_owned(), "en"));
    assert!(set.metadata.license.as_str().ends_with("/NLOD_2_0"), "the licence of our data: {}", set.metadata.license);
}

#[test]
fn an_old_spelling_of_an_organisation_is_read_as_the_present_one() {
    let turtle = "<https://organization-catalogue.fellesdatakatalog.digdir.no/organizations/971032146> a rov:RegisteredOrganization .";
    assert_eq!(pair(turtle, "no-ks", &format!("{ORGANISATIONS}971032146")).unwrap().0, "accept");
}

#[test]
fn names_of_all_languages_and_times_count() {
    let turtle = "<https://x.no/1> a cv:PublicOrganisation ; skos:prefLabel 'Direktoratet for forvaltning og IKT'@nb .
         <https://x.no/2> a cv:PublicOrganisation ; skos:prefLabel 'Ministry of Culture and Equality'@en .
         <https://x.no/3> a cv:PublicOrganisation ; skos:prefLabel 'Arbeids- og inkluderingsdepartementet'@nb .
         <https://x.no/4> a cv:PublicOrganisation ; skos:prefLabel 'NFD'@nb .";
    let all = found(turtle);
    for (subject, target, why) in [
        ("no-difi", "1", "same name: “Direktoratet for forvaltning og ikt”"),
        ("no-kud", "2", "same name as an earlier or later name: “Ministry of Culture and Equality”"),
        ("no-asd", "3", "same name as an earlier or later name: “Arbeids- og inkluderingsdepartementet”"),
        ("no-nfd", "4", "same name as another name: “NFD”"),
    ] {
        let row = all.iter().find(|row| row.0 == subject && row.1 == format!("https://x.no/{target}")).unwrap();
        assert!(row.2 == "review" && row.3.starts_with(why), "{row:?}");
        assert!(row.3.contains("without the same organisation number it does not decide"), "{row:?}");
    }
}

#[test]
fn the_seven_life_events_meet_los_and_both_classes_of_events() {
    let world = World::new();
    let ran = world.run(&["link", "propose", "life-event", "--to", &records(), "--zone", "accept", "--format", "json"]);
    let accepted = rows(&ran);
    let with = |start: &str| {
        accepted.iter().filter(|row| row.1.starts_with(start)).map(|row| &row.0).collect::<std::collections::BTreeSet<_>>().len()
    };
    assert_eq!(with(&format!("{LOS}hendelse/")), 7);
    assert_eq!(with("http://public-service-publisher.fellesdatakatalog.digdir.no/events/"), 7);
    assert!(accepted.iter().all(|row| !row.1.contains("test")), "{accepted:?}");
}

#[test]
fn a_life_event_is_no_business_event() {
    let (zone, why) = pair("<https://x.no/1> a cv:BusinessEvent ; dct:title 'Få barn'@nb .", "fa-barn", "https://x.no/1").unwrap();
    assert_eq!(zone, "review");
    assert!(why.contains("a life event and a business event"), "{why}");
}

#[test]
fn what_has_no_counterpart_gets_none() {
    let world = World::new();
    let ran = world.run(&["link", "propose", "organisation", "--to", &records(), "--limit", "1000", "--format", "json"]);
    for row in rows(&ran) {
        assert!(!["no-regjeringen", "no-stortinget", "no-dfd", "no-bfd"].contains(&row.0.as_str()), "{row:?}");
    }
    let refused = world.run(&["link", "propose", "agreement", "--to", &records()]);
    assert_eq!(refused.status, 2);
    assert!(
        refused.stderr.contains("`agreement` is no kind of thing that is linked: there are `organisation`, `life-event`"),
        "{}",
        refused.stderr
    );
}

#[test]
fn what_is_ambiguous_withdrawn_or_a_test_is_never_accepted() {
    let twice = "<https://x.no/1> a cv:LifeEvent ; dct:title 'Få barn'@nb . <https://y.no/1> a cv:LifeEvent ; dct:title 'Å få barn'@nn .";
    for target in ["https://x.no/1", "https://y.no/1"] {
        let (zone, why) = pair(twice, "fa-barn", target).unwrap();
        assert_eq!(zone, "review");
        assert!(why.ends_with("several are equally good"), "{why}");
    }
    let withdrawn = "<https://x.no/1> a cv:LifeEvent ; dct:title 'Få barn'@nb ; adms:status <http://purl.org/adms/status/Withdrawn> .";
    assert_eq!(pair(withdrawn, "fa-barn", "https://x.no/1").unwrap().0, "review");
    let test = "<https://test.x.no/1> a cv:LifeEvent ; dct:title 'Få barn'@nb .";
    assert_eq!(pair(test, "fa-barn", "https://test.x.no/1").unwrap().0, "leave");
    let number =
        format!("<{ORGANISATIONS}971032146> a rov:RegisteredOrganization . <{ORGANISATIONS}x/971032146> a rov:RegisteredOrganization .");
    assert_eq!(pair(&number, "no-ks", &format!("{ORGANISATIONS}971032146")).unwrap().0, "review", "one register has the number twice");
}

#[test]
fn hidden_labels_compounds_and_related_concepts_count() {
    let turtle = format!(
        "<{LOS}hendelse/dodsfall-og-arv> a skos:Concept ; skos:prefLabel 'Dødsfall og arv'@nb .
         <{LOS}ord/a> a skos:Concept ; skos:prefLabel 'Noe helt annet'@nb ; skos:related <{LOS}hendelse/dodsfall-og-arv> .
         <{LOS}ord/b> a skos:Concept ; skos:prefLabel 'Lag'@nb ; skos:hiddenLabel 'Frivillige organisasjonar'@nn, 'Frivillige organisasjoner'@nb .
         <https://x.no/c> a dcat:Dataset ; dct:title 'Jobbregister'@nb .
         <https://x.no/d> a dcat:Dataset ; dct:title 'Register over fiskefartøy'@nb .
         <{LOS}ord/f> a skos:Concept ; skos:prefLabel 'Register'@nb ."
    );
    let (zone, why) = pair(&turtle, "dodsfall-og-arv", &format!("{LOS}ord/a")).unwrap();
    assert_eq!((zone.as_str(), why.as_str()), ("review", "the vocabulary of the target relates it to “Dødsfall og arv”"));
    let (zone, why) = pair(&turtle, "no-frivillige-organisasjoner", &format!("{LOS}ord/b")).unwrap();
    let expected = "same name as a hidden label or keyword: “frivillige organisasjoner”; a hidden label or keyword does not decide alone";
    assert_eq!((zone.as_str(), why.as_str()), ("review", expected));
    assert!(pair(&turtle, "miste-og-finne-jobb", "https://x.no/c").is_some(), "the compound is taken apart");
    assert_eq!(pair(&turtle, "miste-og-finne-jobb", "https://x.no/d"), None);
}

#[test]
fn the_same_input_gives_the_same_bytes_whatever_its_order() {
    let world = World::new();
    let text = fs::read_to_string(records()).unwrap();
    let (prefixes, blocks) = text.split_once("\n\n").unwrap();
    let mut blocks: Vec<&str> = blocks.trim_end().split("\n\n").collect();
    blocks.reverse();
    world.file("reversed.ttl", &format!("{prefixes}\n\n{}\n", blocks.join("\n\n")));
    let once = world.run(&["link", "propose", "--to", &records()]);
    let again = world.run(&["link", "propose", "--to", "reversed.ttl"]);
    assert!(once.stdout.lines().count() > 100);
    assert_eq!(once.stdout, again.stdout);
}

#[test]
fn a_decided_pair_is_not_proposed_again() {
    let world = World::new();
    let turtle = "<https://x.no/1> a cv:LifeEvent ; dct:title 'Få barn'@nb .";
    let arguments = ["life-event", "--out", "new.sssom.tsv"];
    let ran = propose(&world, turtle, &arguments);
    assert_eq!(ran.status, 0, "{}", ran.stderr);
    let set = fs::read_to_string(world.path().join("new.sssom.tsv")).unwrap();
    assert!(
        set.contains("#  life-event: https://w3id.org/samstyr/id/life-event/\n") && set.contains("\nlife-event:fa-barn\tFå barn\t"),
        "{set}"
    );
    assert!(set.contains("\tskos:exactMatch\t") && set.contains("semapv:LexicalMatching") && set.contains("\taccept"), "{set}");
    assert_eq!(propose(&world, turtle, &arguments).status, 3, "a file with decisions is not written over");
    assert_eq!(rows(&propose(&world, turtle, &["life-event", "--decided", "new.sssom.tsv"])), []);
    world.file("links/a.sssom.tsv", &set);
    assert_eq!(rows(&propose(&world, turtle, &["life-event", "--decided", "links"])), []);
    world.file("data/links/a.sssom.tsv", &set);
    assert_eq!(rows(&propose(&world, turtle, &["life-event"])), [], "`data/links` is read when it is here");
}

#[test]
fn a_snapshot_is_read_and_what_is_none_is_refused() {
    let world = World::new();
    world.file("los.ttl", &format!("{PREFIXES}<{LOS}hendelse/fa-barn> a skos:Concept ; skos:prefLabel 'Å få barn'@nb ."));
    assert_eq!(world.run(&["link", "import", "los.ttl", "--out", "snapshot", "--date", "2026-11-22"]).status, 0);
    let found = rows(&world.run(&["link", "propose", "life-event", "--snapshot", "snapshot", "--format", "json"]));
    assert_eq!((found[0].0.as_str(), found[0].2.as_str()), ("fa-barn", "accept"));
    let refused = world.run(&["link", "propose", "--snapshot", "."]);
    assert!(refused.status != 0 && refused.stderr.contains("manifest.json"), "{}", refused.stderr);
    let empty = propose(&world, "<https://x.no/1> a dcat:Distribution .", &[]);
    assert_eq!(empty.status, 2);
    assert!(empty.stderr.contains("nothing with a name that things can be linked to"), "{}", empty.stderr);
    let unnamed = propose(&world, "<https://x.no/1> a dcat:Dataset ; dct:description 'Data'@nb .", &[]);
    assert!(unnamed.status == 2 && unnamed.stderr.contains("nothing with a name"), "{}", unnamed.stderr);
    fs::remove_dir_all(world.path().join("snapshot")).unwrap();
    let gone = world.run(&["link", "propose", "--snapshot", "snapshot"]);
    assert!(gone.status != 0 && gone.stderr.contains("`snapshot`"), "{}", gone.stderr);
}

#[test]
fn names_without_end_are_no_burden() {
    let word = "deling".repeat(500_000);
    let words = "deling av data ".repeat(50_000);
    let turtle =
        format!("<https://x.no/1> a cv:LifeEvent ; dct:title 'Få barn'@nb, '{word}'@nb, '{words}'@nb ; dct:description '{word}'@nb .");
    let ran = propose(&World::new(), &turtle, &["life-event"]);
    assert_eq!(rows(&ran)[0].0, "fa-barn");
    assert!(ran.stdout.len() < 10_000, "{}", ran.stdout.len());
}

#[test]
fn zones_can_be_set_by_a_folder_and_mistakes_in_it_are_told() {
    let world = World::new();
    let zones = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("ontology/link/zones.toml")).unwrap();
    world.file("settings/zones.toml", &zones.replace("accept = 0.9", "accept = 0.99"));
    let turtle = "<https://x.no/1> a cv:LifeEvent ; dct:title 'Barn å få'@nb .";
    assert_eq!(rows(&propose(&world, turtle, &["life-event"]))[0].2, "accept");
    assert_eq!(rows(&propose(&world, turtle, &["life-event", "--settings", "settings"]))[0].2, "review");
    world.file("settings/zones.toml", "accept = 1");
    let refused = propose(&world, turtle, &["--settings", "settings"]);
    assert_eq!(refused.status, 2);
    assert!(refused.stderr.contains("zones.toml"), "{}", refused.stderr);
}

#[test]
fn the_evaluation_reads_other_pairs_and_lists_mistakes() {
    let world = World::new();
    world.file("targets.ttl", &format!("{PREFIXES}<https://x.no/1> a cv:LifeEvent ; dct:title 'Få barn'@nb ."));
    let life_event = "https://w3id.org/samstyr/id/life-event/";
    let gold = "split\tkind\tsubject_id\tobject_id\tverdict\tnote\n".to_owned()
        + &format!("tuning\tevent\t{life_event}fa-barn\thttps://x.no/1\texact\tit is\n")
        + &format!("tuning\tevent\t{life_event}ny-i-norge\thttps://x.no/1\trelated\tmade up\n");
    world.file("gold.tsv", &gold);
    let given = ["link", "evaluate", "--gold", "gold.tsv", "--records", "targets.ttl", "--format", "csv"];
    let table = world.run(&given);
    assert_eq!(
        table.stdout.lines().nth(1).unwrap(),
        "event,tuning,2,2,1,1.000,0.207,1.000,0.500,0.095,0.905,0.667,1,1,1.000,0.500,0.095,0.905,0.207,1.000,0.667"
    );
    let mistakes = world.run(&[&given[..], &["--errors", "5"]].concat());
    assert_eq!(mistakes.stdout.lines().count(), 2, "{}", mistakes.stdout);
    assert!(mistakes.stdout.contains("related: made up,leave"), "{}", mistakes.stdout);
    world.file("gold.tsv", &gold.replace("exact", "perhaps"));
    let refused = world.run(&given);
    assert_eq!(refused.status, 2);
    assert!(refused.stderr.contains("line 2: `perhaps` is no verdict"), "{}", refused.stderr);
    assert_eq!(world.run(&["link", "evaluate", "--split", "nowhere"]).status, 2);
}

#[test]
fn an_accepted_pair_comes_back_when_its_target_is_called_something_else() {
    let world = World::new();
    let candidates = "#curie_map:\n#  event: https://w3id.org/samstyr/id/life-event/\n#  los: https://psi.norge.no/los/ord/
#mapping_set_id: https://example.org/c\n#license: https://data.norge.no/nlod/no/2.0
subject_id\tsubject_label\tpredicate_id\tpredicate_modifier\tobject_id\tobject_label\tobject_category\tmapping_justification\tauthor_label\tmapping_date\tconfidence\tcomment
event:fa-barn\tFå barn\tskos:broadMatch\t\tlos:familie\tFamilie\tskos:Concept\tsemapv:ManualMappingCuration\tOla\t2026-01-01\t0.7\tWider.
event:fa-barn\tFå barn\tskos:closeMatch\tNot\tlos:navn\tNavn\tskos:Concept\tsemapv:ManualMappingCuration\tOla\t2026-01-01\t\tNo.\n";
    world.file("data/links/los.sssom.tsv", candidates);
    let named = |name: &str| {
        format!(
            "<{LOS}ord/familie> a skos:Concept ; skos:prefLabel '{name}'@nb . <{LOS}ord/navn> a skos:Concept ; skos:prefLabel 'Noe annet'@nb ."
        )
    };
    assert_eq!(rows(&propose(&world, &named("Familie"), &["life-event"])), [], "nothing has changed");
    assert_eq!(rows(&propose(&world, &named("Familie '@nn , 'Slekt og venner"), &["life-event"])), [], "it is still called so, in nynorsk");
    let changed = named("Slekt og venner");
    let told = "the target was called “Familie” when the link was accepted";
    let ran = propose(&world, &changed, &["life-event"]);
    assert_eq!(
        rows(&ran),
        [("fa-barn".to_owned(), format!("{LOS}ord/familie"), "review".to_owned(), told.to_owned())],
        "the search finds no likeness"
    );
    assert!(
        ran.stderr.contains("1 accepted pair to be looked at again") && ran.stderr.contains("0 to accept, 1 to review, 0 left"),
        "{}",
        ran.stderr
    );
    assert_eq!(rows(&propose(&world, &changed, &["measure"])), [], "of other things than were asked for");
    assert_eq!(rows(&propose(&world, &changed, &["life-event", "--zone", "accept"])), []);
    assert_eq!(propose(&world, &changed, &["life-event", "--out", "new.sssom.tsv"]).status, 0);
    let ran = world.run_with_stdin(&["link", "review", "new.sssom.tsv", "--author", "Kari", "--date", "2026-11-22"], "a\n");
    assert!(
        ran.stderr.contains("«Slekt og venner»") && ran.stderr.contains("changed since it was accepted: it was called «Familie»"),
        "{}",
        ran.stderr
    );
    let set = fs::read_to_string(world.path().join("data/links/los.sssom.tsv")).unwrap();
    assert!(
        set.contains("skos:broadMatch\t\tlos:familie\tSlekt og venner\t") && set.contains("\tKari\t2026-11-22\t0.7\tWider."),
        "what was decided stays: {set}"
    );
    assert_eq!(rows(&propose(&world, &changed, &["life-event"])), [], "it has been looked at");
}

#[test]
fn the_help_names_every_kind_and_what_is_missing_is_told_with_the_way_to_it() {
    let world = World::new();
    let help = world.run(&["link", "propose", "--help"]).stdout;
    let kinds = samstyr::link::settings::Settings::built_in().unwrap().zones.subjects().join(", ");
    assert!(help.split_whitespace().collect::<Vec<_>>().join(" ").contains(&format!("{kinds} [default: all]")), "{kinds}: {help}");
    let ran = world.run(&["link", "propose"]);
    assert_eq!(ran.status, 2);
    for said in
        ["nothing is given that our things could be compared with", "samstyr link fetch", "samstyr link import FILE", "--snapshot", "--to"]
    {
        assert!(ran.stderr.contains(said), "{said}: {}", ran.stderr);
    }
}
