//! What `samstyr link propose` never accepts, however alike the names are: invented records, each with one thing that speaks against it.

use crate::link_propose::{ORGANISATIONS, PREFIXES, found, pair, propose};
use crate::world::World;

/// Zone of a pair, and the last of its reasons.
fn last(turtle: &str, subject: &str, target: &str) -> (String, String) {
    let (zone, why) = pair(turtle, subject, target).unwrap_or_else(|| panic!("{subject} {target} is no candidate"));
    (zone, why.rsplit("; ").next().unwrap_or_default().to_owned())
}

fn expect(turtle: &str, subject: &str, target: &str, zone: &str, reason: &str) {
    let (found, why) = last(turtle, subject, target);
    assert!(found == zone && why.starts_with(reason), "{target}: {found}, {why}");
}

#[test]
fn a_number_decides_only_with_a_register_behind_it_and_names_that_agree() {
    let number =
        |iri: &str, class: &str, name: &str| format!("<{iri}> a {class} ; skos:prefLabel '{name}'@nb ; dct:identifier '972417858' .");
    let here = "https://katalog.x.no/org/1";
    let name = "Kommunal- og moderniseringsdepartementet";
    assert_eq!(pair(&number(here, "cv:PublicOrganisation", name), "no-kmd", here).unwrap().0, "accept");
    expect(
        &number(here, "<http://xmlns.com/foaf/0.1/Agent>", name),
        "no-kmd",
        here,
        "review",
        "nothing says that the number is from a Norwegian register",
    );
    expect(&number(here, "cv:PublicOrganisation", "Fiskebutikken"), "no-kmd", here, "review", "the names share no word");
    let nameless = format!("<{ORGANISATIONS}972417858> a rov:RegisteredOrganization .");
    assert_eq!(pair(&nameless, "no-kmd", &format!("{ORGANISATIONS}972417858")).unwrap().0, "accept", "no name says otherwise");
}

#[test]
fn an_organisation_without_the_same_number_is_for_review_whatever_its_name() {
    for (name, subject) in [("Ministry of Culture and Equality", "no-kud"), ("Regjeringen", "no-regjeringen")] {
        let tag = if subject == "no-kud" { "en" } else { "nb" };
        let turtle = format!("<https://x.no/1> a cv:PublicOrganisation ; skos:prefLabel '{name}'@{tag} .");
        expect(&turtle, subject, "https://x.no/1", "review", "only the name is the same");
    }
    let person = "<https://x.no/1> a <http://xmlns.com/foaf/0.1/Agent>, <http://xmlns.com/foaf/0.1/Person> ; <http://xmlns.com/foaf/0.1/name> 'KS'@nb .";
    expect(person, "no-ks", "https://x.no/1", "review", "so short a name does not decide alone");
}

#[test]
fn what_is_not_on_the_public_internet_is_left_whatever_its_number() {
    let places = [
        "http://localhost:5050/organizations/",
        "http://10.0.0.7/",
        "https://katalog.local/",
        "https://api.staging.x.no/",
        "urn:org:",
        "ftp://x.no/",
    ];
    for place in places {
        let iri = format!("{place}972417858");
        let turtle = format!(
            "<{iri}> a rov:RegisteredOrganization ; rov:legalName 'Kommunal- og moderniseringsdepartementet' ; dct:identifier '972417858' ."
        );
        expect(&turtle, "no-kmd", &iri, "leave", "the address is not on the public internet");
    }
}

#[test]
fn what_has_ended_is_not_accepted_and_the_reason_says_why() {
    for (said, reason) in [
        ("<http://www.w3.org/2002/07/owl#deprecated> true", "the target is no longer to be used (owl:deprecated)"),
        (
            "<http://publications.europa.eu/ontology/euvoc#status> <http://publications.europa.eu/resource/authority/concept-status/DEPRECATED>",
            "the target is no longer to be used (DEPRECATED)",
        ),
        (
            "adms:status <http://publications.europa.eu/resource/authority/concept-status/RETIRED>",
            "the target is no longer to be used (RETIRED)",
        ),
        ("adms:status 'DISCONTINUED'", "the target is no longer to be used (DISCONTINUED)"),
        ("adms:status <http://purl.org/adms/status/Withdrawn>", "the target is no longer to be used (Withdrawn)"),
        ("dct:isReplacedBy <https://x.no/2>", "the target has been replaced by https://x.no/2"),
    ] {
        let turtle = format!("<https://x.no/1> a cv:LifeEvent ; dct:title 'Få barn'@nb ; {said} .");
        expect(&turtle, "fa-barn", "https://x.no/1", "review", reason);
    }
    let gone = format!(
        "<{ORGANISATIONS}972417858> a rov:RegisteredOrganization ; rov:orgStatus
           <https://raw.githubusercontent.com/Informasjonsforvaltning/organization-catalog/main/src/main/resources/ontology/org-status.ttl#Avviklet> ."
    );
    expect(&gone, "no-kmd", &format!("{ORGANISATIONS}972417858"), "review", "the target is no longer to be used (Avviklet)");
    assert_eq!(
        pair("<https://x.no/1> a cv:LifeEvent ; dct:title 'Få barn'@nb ; adms:status 'Completed' .", "fa-barn", "https://x.no/1")
            .unwrap()
            .0,
        "accept"
    );
}

#[test]
fn two_names_in_one_language_a_place_abroad_and_a_keyword_are_for_review() {
    let event = |rest: &str| format!("<https://x.no/1> a cv:LifeEvent ; {rest} .");
    let review = |rest: &str, reason: &str| expect(&event(rest), "fa-barn", "https://x.no/1", "review", reason);
    review("dct:title 'Få barn'@nb, 'Kjøpe hytte'@nb", "the target has two names in one language that are not alike");
    review(
        "dct:title 'Få barn'@nb ; dct:spatial <http://publications.europa.eu/resource/authority/country/DNK>",
        "the target is about a place that is not known to be in Norway",
    );
    review("dct:title 'Hendelse 17'@nb ; dcat:keyword 'Få barn'@nb", "a hidden label or keyword does not decide alone");
    for fine in [
        "dct:title 'Få barn'@nb, 'Kjøpe hytte'@nn",
        "dct:title 'Få barn'@nb, 'Å få barn'@nb",
        "dct:title 'Få barn'@nb ; dct:spatial 'Norge'",
    ] {
        assert_eq!(pair(&event(fine), "fa-barn", "https://x.no/1").unwrap().0, "accept", "{fine}");
    }
}

#[test]
fn an_event_of_no_subclass_may_be_of_either_class() {
    let (zone, why) = pair("<https://x.no/1> a cv:Event ; dct:title 'Få barn'@nb .", "fa-barn", "https://x.no/1").unwrap();
    assert_eq!((zone.as_str(), why.as_str()), ("accept", "same name: “Få barn”"));
}

#[test]
fn labels_that_are_nodes_are_read_and_what_has_no_name_is_told() {
    let turtle = "<https://x.no/1> a cv:LifeEvent ; <http://www.w3.org/2008/05/skos-xl#prefLabel> [ <http://www.w3.org/2008/05/skos-xl#literalForm> 'Få barn'@nb ] .
         <https://x.no/2> a cv:LifeEvent . <https://x.no/3> a cv:LifeEvent ; dct:title 'Få barn'@de .";
    let world = World::new();
    let ran = propose(&world, turtle, &["life-event"]);
    assert!(ran.stdout.contains("https://x.no/1"), "{}", ran.stdout);
    assert!(
        ran.stderr.contains("2 resources without a name in Norwegian or English, such as <https://x.no/2>: not compared"),
        "{}",
        ran.stderr
    );
    assert!(PREFIXES.contains("skos:") && found(turtle).iter().all(|row| row.1 == "https://x.no/1"));
}

#[test]
fn a_reason_names_the_text_that_the_words_stand_in() {
    for row in found(
        "<https://x.no/1> a skos:Concept ; skos:prefLabel 'digital kompetanse'@nb . <https://x.no/2> a skos:Concept ; skos:prefLabel 'samstyring'@nb .",
    ) {
        assert!(!row.3.contains("“”"), "{row:?}");
    }
}

#[test]
fn names_of_organisations_that_are_nearly_the_same_are_for_review() {
    for (name, tag) in [
        ("Direktoratet for forvaltning og IKT (Difi)", "nb"),
        ("Direktoratet for forvaltning og IKT (et annet navn)", "nb"),
        ("Direktoratet for forvalting og IKT", "nb"),
    ] {
        let turtle = format!("<https://x.no/1> a cv:PublicOrganisation ; skos:prefLabel '{name}'@{tag} .");
        let (zone, why) = pair(&turtle, "no-difi", "https://x.no/1").unwrap();
        assert!(zone == "review" && why.starts_with("nearly the same name"), "{name}: {zone}, {why}");
    }
    let other = "<https://x.no/1> a cv:PublicOrganisation ; skos:prefLabel 'Direktoratet for fiske og fangst'@nb .";
    assert!(pair(other, "no-difi", "https://x.no/1").is_none_or(|(zone, _)| zone == "leave"));
}

#[test]
fn a_word_that_only_says_of_what_sort_the_head_is_is_left() {
    let concept = |label: &str| format!("<https://x.no/1> a skos:Concept ; skos:prefLabel '{label}'@en .");
    let zone = |label: &str| pair(&concept(label), "dodsfall-og-arv", "https://x.no/1").map_or_else(|| "none".to_owned(), |(zone, _)| zone);
    assert_eq!(zone("death star"), "leave");
    assert_eq!((zone("causes of death"), zone("sudden death")), ("review".to_owned(), "review".to_owned()));
}

#[test]
fn an_event_that_is_narrower_is_for_review() {
    let turtle = "<https://x.no/1> a cv:BusinessEvent ; dct:title 'Starte og drive barnehage'@nb .";
    assert_eq!(pair(turtle, "starte-og-drive-bedrift", "https://x.no/1").unwrap().0, "review");
}
