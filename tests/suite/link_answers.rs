//! From a decision in a mapping set to the answers: what was accepted stands there with the decision as its evidence, and the row that said that nothing
//! is decided is gone; what was refused stands in the reason.

use crate::world::World;
use serde_json::Value;
use std::fs;
use std::path::Path;
use std::sync::LazyLock;

const CANDIDATES: &str = "#curie_map:\n#  cpsvno: https://data.norge.no/vocabulary/cpsvno#\n#  cv: http://data.europa.eu/m8g/\n#  dcat: http://www.w3.org/ns/dcat#\n#  dct: http://purl.org/dc/terms/
#  event: https://w3id.org/samstyr/id/life-event/\n#  measure: https://w3id.org/samstyr/id/measure/\n#  norm: https://w3id.org/samstyr/id/norm/
#  x: https://catalogue.example/\n#mapping_set_id: https://example.org/candidates\n#license: https://data.norge.no/nlod/no/2.0\n#object_source: x:all
subject_id\tpredicate_id\tobject_id\tobject_label\tobject_category\tmapping_justification\tconfidence\tcomment\text_comment_nb\text_object_publisher_path
event:dodsfall-og-arv\tskos:closeMatch\tx:funeral\tGravferd\tcv:LifeEvent\tsemapv:LexicalMatching\t0.8\t\t\t
event:fa-barn\tdct:relation\tx:kindergarten\tBarnehageplass\tcpsvno:Service\tsemapv:LexicalMatching\t0.9\tFor parents.\tFor foreldre.\t
event:ny-i-norge\tdct:relation\tx:fishing\tFiskekort\tcpsvno:Service\tsemapv:LexicalMatching\t0.6\tFor anglers.\tFor sportsfiskere.\t
measure:no-dos-2019-3.1\tdct:relation\tx:weather\tVær-API\tdcat:DataService\tsemapv:LexicalMatching\t0.6\tWeather.\tDet gjelder været.\t
measure:no-dos-2019-3.3\tdct:relation\tx:wells\tBrønner\tdcat:Dataset\tsemapv:LexicalMatching\t0.7\t\t\t
measure:no-dos-2019-3.4\tdct:relation\tx:budget\tBudsjett\tdcat:Dataset\tsemapv:LexicalMatching\t0.8\tOpen data.\tÅpne data.\t/KOMMUNE/958935420
measure:no-dos-2019-5.1\tdct:relation\tx:archive\tFelles arkiv\tcpsvno:Service\tsemapv:LexicalMatching\t0.8\t\t\t/KOMMUNE/958935420
measure:no-dos-2019-5.4\tdct:relation\tx:login\tInnloggings-API\tdcat:DataService\tsemapv:LexicalMatching\t0.9\tAn eID.\tEn e-ID.\t/STAT/972417858/991825827
measure:no-dos-2019-8.1\tskos:closeMatch\tx:skill\tDigital kompetanse\tskos:Concept\tsemapv:LexicalMatching\t0.9\t\t\t
norm:no-kmd-ks-2020-K3\tdct:relation\tx:solution\tFelles løsning\tcpsvno:Service\tsemapv:LexicalMatching\t0.9\tNamed by KS.\tNevnt av KS.\t
";

/// What a person answers, in the order in which the pairs are shown: one is refused without a reason, one with.
const ANSWERS: &str = "a\na\nr\n\nr\nIt is about the weather.\na\na\na\na\na\na\n";

/// A copy of the project in which these decisions were made, and the graph built of it.
static DECIDED: LazyLock<World> = LazyLock::new(|| {
    let world = World::new();
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    for folder in ["ontology", "data"] {
        copy(&root.join(folder), &world.path().join(folder));
    }
    fs::remove_dir_all(world.path().join("data/built")).unwrap();
    world.file("candidates.sssom.tsv", CANDIDATES);
    let ran = world.run_with_stdin(
        &["link", "review", "candidates.sssom.tsv", "--target", "resources", "--author", "Kari Nordmann", "--date", "2026-11-22"],
        ANSWERS,
    );
    assert!(ran.status == 0 && ran.stderr.contains("8 accepted, 2 refused"), "{}", ran.stderr);
    let sheet = "[\"mapping-set/resources\"]\ntype = \"MappingSet\"\nlabel = { nb = \"Koblinger til ressurser\", en = \"Mappings to resources\" }\n";
    world.file("data/reference/resources.toml", sheet);
    let ran = world.run(&["build"]);
    assert_eq!(ran.status, 0, "{}", ran.stderr);
    world
});

fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap() {
        let path = entry.unwrap().path();
        let to = to.join(path.file_name().unwrap());
        if path.is_dir() { copy(&path, &to) } else { fs::copy(&path, &to).map(|_| ()).unwrap() }
    }
}

/// The rows of a question on that graph: their values and their evidence.
fn rows(question: &str, arguments: &[&str]) -> Vec<(Value, String)> {
    let ran = DECIDED.run(&[&["ask", question, "--data", "data/built/graph.nq", "--why", "--format", "json"], arguments].concat());
    assert_eq!(ran.status, 0, "{}", ran.stderr);
    let json: Value = serde_json::from_str(&ran.stdout).unwrap();
    json["rows"].as_array().unwrap().iter().map(|row| (row["values"].clone(), row["evidence"].to_string())).collect()
}

/// The only row: linked to this, with the decision as its evidence and its comment as its reason.
fn is_linked(row: &(Value, String), column: &str, target: &str, reason: &str) {
    let (values, evidence) = row;
    assert_eq!((&values["state"], &values[column]), (&"linked".into(), &format!("https://catalogue.example/{target}").into()), "{values}");
    assert_eq!(values["reason"], reason);
    assert!(evidence.contains("\"author\":\"Kari Nordmann\"") && evidence.contains("mapping-set/resources"), "{evidence}");
}

#[test]
fn an_accepted_api_dataset_and_service_stand_in_the_answers() {
    let api = rows("apis-for-measure", &["measure=no-dos-2019-5.4"]);
    assert_eq!(api.len(), 1, "the row that said that nothing is decided is gone: {api:?}");
    is_linked(&api[0], "api", "login", "Godtatt av Kari Nordmann, 2026-11-22: En e-ID.");
    let english = rows("apis-for-measure", &["measure=no-dos-2019-5.4", "--lang", "en"]);
    is_linked(&english[0], "api", "login", "Accepted by Kari Nordmann, 2026-11-22: An eID.");
    assert_eq!(english[0].0["api_name"], "Innloggings-API");
    assert_eq!((&api[0].0["relation"], &english[0].0["relation"]), (&"er knyttet til".into(), &"relation".into()));
    let dataset = rows("datasets-for-measure", &["measure=no-dos-2019-3.4"]);
    assert_eq!(dataset.len(), 1, "{dataset:?}");
    is_linked(&dataset[0], "dataset", "budget", "Godtatt av Kari Nordmann, 2026-11-22: Åpne data.");
    let services: Vec<_> = rows("services-per-life-event", &[]).into_iter().filter(|row| row.0["kind"] == "service").collect();
    assert_eq!(services.len(), 7, "each life event once: {services:?}");
    let of_child: Vec<_> = services.iter().filter(|row| row.0["title"] == "Få barn").collect();
    is_linked(of_child[0], "target", "kindergarten", "Godtatt av Kari Nordmann, 2026-11-22: For foreldre.");
}

#[test]
fn a_municipal_publication_is_told_by_the_place_of_its_publisher() {
    let of_municipality = rows("municipal-publications", &["measure=no-dos-2019-3.4"]);
    assert_eq!(of_municipality.len(), 1, "{of_municipality:?}");
    is_linked(&of_municipality[0], "publication", "budget", "Godtatt av Kari Nordmann, 2026-11-22: Åpne data.");
    assert_eq!((&of_municipality[0].0["publisher"], &of_municipality[0].0["kind"]), (&"958935420".into(), &"dataset".into()));
    let of_somebody = rows("municipal-publications", &["measure=no-dos-2019-3.3"]);
    assert_eq!((of_somebody.len(), &of_somebody[0].0["state"]), (1, &"undecided".into()), "{of_somebody:?}");
    assert!(of_somebody[0].0["reason"].as_str().unwrap().contains("Hvem som gir det ut, er ikke kjent"), "{of_somebody:?}");
    let of_state = rows("municipal-publications", &["measure=no-dos-2019-5.4"]);
    assert_eq!((of_state.len(), &of_state[0].0["publication"]), (1, &"none".into()), "the state is no municipality: {of_state:?}");
}

#[test]
fn common_solutions_are_those_of_the_duty_and_municipal_ones_of_the_ecosystem() {
    let mut found = rows("municipal-common-solutions", &[]);
    assert_eq!(found.len(), 2, "{found:?}");
    found.sort_by_key(|row| row.0["solution"].to_string());
    is_linked(&found[0], "solution", "archive", "Godtatt av Kari Nordmann, 2026-11-22.");
    is_linked(&found[1], "solution", "solution", "Godtatt av Kari Nordmann, 2026-11-22: Nevnt av KS.");
}

#[test]
fn areas_count_what_was_accepted_by_its_kind() {
    let found = rows("areas-without-resources", &[]);
    let of = |number: &str| {
        let row = &found.iter().find(|row| row.0["number"] == number).unwrap().0;
        ["datasets", "apis", "services", "state"].map(|column| row[column].as_str().unwrap().to_owned())
    };
    assert_eq!(of("3"), ["2", "0", "0", "linked"]);
    assert_eq!(of("5"), ["0", "1", "1", "linked"]);
    assert_eq!(of("7"), ["0", "0", "0", "undecided"]);
}

#[test]
fn concepts_and_events_stand_in_the_answers_whatever_set_they_are_in() {
    let of = |question: &str, column: &str, target: &str| {
        let target = format!("https://catalogue.example/{target}");
        rows(question, &[]).into_iter().filter(|row| row.0[column] == target.as_str()).collect::<Vec<_>>()
    };
    let (concept, event) = (of("agreed-concepts", "concept", "skill"), of("life-events-in-catalogue", "target", "funeral"));
    assert_eq!((concept.len(), event.len()), (1, 1), "{concept:?} {event:?}");
    assert_eq!((&concept[0].0["concept_name"], &concept[0].0["source"]), (&"Digital kompetanse".into(), &"Koblinger til ressurser".into()));
    assert_eq!((&event[0].0["target_name"], &event[0].0["relation"]), (&"Gravferd".into(), &"svarer nesten til".into()));
    for target in ["skill", "funeral", "login", "kindergarten"] {
        let unchecked = of("dead-links", "target", target);
        assert_eq!((unchecked.len(), &unchecked[0].0["outcome"]), (1, &"unchecked".into()), "{target}: {unchecked:?}");
    }
}

#[test]
fn what_was_refused_is_told_and_decides_nothing_else() {
    for (question, arguments, told) in [
        ("apis-for-measure", ["measure=no-dos-2019-3.1", "--lang", "nb"], "Sammenlignet og avvist: «Vær-API»: It is about the weather. "),
        ("apis-for-measure", ["measure=no-dos-2019-3.1", "--lang", "nn"], "Samanlikna og avvist: «Vær-API»: It is about the weather. "),
        ("apis-for-measure", ["measure=no-dos-2019-3.1", "--lang", "en"], "Compared and refused: «Vær-API»: It is about the weather. "),
    ] {
        let found = rows(question, &arguments);
        assert_eq!((found.len(), &found[0].0["state"]), (1, &"undecided".into()), "{found:?}");
        assert!(found[0].0["reason"].as_str().unwrap().starts_with(told), "{found:?}");
        assert!(found[0].1.contains("Kari Nordmann"), "the refusal is the evidence: {}", found[0].1);
    }
    for (language, told) in [
        ("nb", "Sammenlignet og avvist: «Fiskekort»: uten oppgitt grunn. Avtalen"),
        ("nn", "Samanlikna og avvist: «Fiskekort»: utan oppgjeven grunn. Avtalen"),
        ("en", "Compared and refused: «Fiskekort»: without a stated reason. "),
    ] {
        let services = rows("services-per-life-event", &["--lang", language]);
        let new =
            services.iter().find(|row| row.0["event"].as_str().unwrap().ends_with("ny-i-norge") && row.0["kind"] == "service").unwrap();
        assert_eq!((&new.0["state"], &new.0["target"]), (&"undecided".into(), &"none".into()));
        assert!(new.0["reason"].as_str().unwrap().starts_with(told), "{new:?}");
        assert!(new.1.contains("Kari Nordmann") && !new.1.contains("For anglers") && !new.1.contains("\"confidence\":\"\""), "{}", new.1);
    }
    let untouched = rows("apis-for-measure", &["measure=no-dos-2019-7.1"]);
    assert!(untouched[0].0["reason"].as_str().unwrap().starts_with("Dokumentene nevner"), "{untouched:?}");
}

#[test]
fn a_refusal_is_neither_a_link_nor_a_claim() {
    let ask = |query: &str| DECIDED.run(&["query", "-e", query, "--data", "data/built/graph.nq", "--format", "csv"]).stdout;
    assert_eq!(ask("ASK { GRAPH ?g { ?s ?p <https://catalogue.example/weather> FILTER(?p != owl:annotatedTarget) } }").trim(), "false");
    assert_eq!(ask("ASK { ?s owl:annotatedTarget <https://catalogue.example/weather> ; a sam:Refusal }").trim(), "true");
}

#[test]
fn what_was_linked_to_since_the_last_check_is_told_also_when_it_is_no_concept() {
    let found = rows("dead-links", &[]);
    assert!(found.iter().any(|row| row.0["target"] == "https://catalogue.example/login" && row.0["targets"] == "1"), "{found:?}");
}

#[test]
fn a_kind_that_nobody_said_stops_the_build_and_an_address_may_tell_it() {
    let world = World::new().with_small_sources();
    let header = "#curie_map:\n#  measure: https://w3id.org/samstyr/id/measure/\n#  los: https://psi.norge.no/los/ord/\n#  x: https://catalogue.example/
#mapping_set_id: https://example.org/candidates\n#license: https://data.norge.no/nlod/no/2.0\n#object_source: x:all\nsubject_id\tpredicate_id\tobject_id\tmapping_justification\n";
    world.file(
        "both.sssom.tsv",
        &format!(
            "{header}measure:x\tskos:relatedMatch\tlos:a\tsemapv:LexicalMatching\nmeasure:x\tdct:relation\tx:b\tsemapv:LexicalMatching\n"
        )
        .replace("#  los", "#  dct: http://purl.org/dc/terms/\n#  los"),
    );
    let ran = world.run_with_stdin(&["link", "review", "both.sssom.tsv", "--author", "Kari", "--date", "2026-11-22"], "a\na\n");
    assert_eq!(ran.status, 0, "{}", ran.stderr);
    world.file("data/sets.toml", "[\"mapping-set/both\"]\ntype = \"MappingSet\"\nlabel = { nb = \"K\", en = \"M\" }\n");
    let ran = world.run(&["build"]);
    assert_eq!(ran.status, 1, "{}", ran.stderr);
    let told: Vec<&str> = ran.stderr.lines().filter(|line| line.contains("object_category")).collect();
    assert_eq!(told.len(), 1, "Los tells by its addresses: {}", ran.stderr);
    assert!(told[0].contains("<https://catalogue.example/b>") && told[0].contains("dcat:DataService"), "{told:?}");
}

#[test]
fn an_accepted_service_is_published_as_a_relation_of_its_event_and_a_refused_one_is_not() {
    let ran = DECIDED.run(&["query", "ontology/publish/life-events.rq", "--data", "data/built/graph.nq", "--format", "ntriples"]);
    assert_eq!(ran.status, 0, "{}", ran.stderr);
    let related =
        "<https://w3id.org/samstyr/id/life-event/fa-barn> <http://purl.org/dc/terms/relation> <https://catalogue.example/kindergarten> .";
    assert!(ran.stdout.lines().any(|line| line == related), "{}", ran.stdout);
    assert!(!ran.stdout.contains("fishing") && !ran.stdout.contains("becoming-a-caretaker"), "refused pairs are not published");
    let catalog = DECIDED.run(&["query", "ontology/publish/catalog.rq", "--data", "data/built/graph.nq", "--format", "ntriples"]).stdout;
    assert!(catalog.contains("links/resources.sssom.tsv>"), "a new set is in the catalogue");
}
