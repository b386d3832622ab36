//! `--as-of` and `--names`: the graph on three days, through both doors.

use crate::world::{World, encoded, get};
use axum::http::StatusCode;

/// The strategy is launched; the agreement is signed; the agreement has ended.
const DAYS: [&str; 3] = ["2019-06-11", "2020-09-14", "2023-01-01"];

/// Asks at both doors on a day; they must agree.
fn ask(question: &str, parameters: &[&str], day: &str) -> String {
    let mut arguments = vec!["ask", question];
    arguments.extend(parameters);
    arguments.extend(["--as-of", day, "--format", "csv"]);
    let here = World::new().run(&arguments);
    assert_eq!(here.status, 0, "{}", here.stderr);
    assert!(here.stderr.contains(&format!("note: as of {day}: ")), "{}", here.stderr);
    let there = get(&format!("/questions/{question}.csv?lang=nb&as-of={day}&{}", parameters.join("&")), "*/*");
    assert_eq!((there.status, &there.body), (StatusCode::OK, &here.stdout), "{question} {day}");
    assert!(here.stderr.contains(there.header("samstyr-note")), "{}", here.stderr);
    there.body
}

/// Queries at both doors on a day with names; they must agree.
fn query(text: &str, day: &str, names: &str) -> Vec<String> {
    let here = World::new().run(&["query", "-e", text, "--as-of", day, "--names", names]);
    assert_eq!(here.status, 0, "{}", here.stderr);
    let there = get(&format!("/sparql?query={}&as-of={day}&names={names}", encoded(text)), "text/csv");
    assert_eq!(there.body, here.stdout, "{text} {day} {names}");
    here.stdout.lines().skip(1).map(|line| line.trim_end().to_owned()).collect()
}

#[test]
fn duties_are_those_of_agreements_in_force() {
    let numbers = |day: &str| -> Vec<String> {
        ask("duties", &["bearer=no-ks"], day).lines().skip(1).filter_map(|row| Some(row.split(',').nth(1)?.to_owned())).collect()
    };
    let [before, during, after] = DAYS.map(numbers);
    assert_eq!(before, ["P3"], "the plan has no term and stays");
    assert_eq!(during.len(), 20);
    assert!(during.contains(&"J1".to_owned()) && during.contains(&"X2".to_owned()));
    assert_eq!(after, before);
    let difi = DAYS.map(|day| ask("duties", &["bearer=no-difi"], day).lines().count() - 1);
    assert_eq!(difi, [1, 0, 0], "who went into another bears nothing more");
}

#[test]
fn posts_and_tenures_are_those_of_the_day() {
    let posts = |day: &str| {
        let rows = ask("posts-on-date", &[], day);
        assert_eq!(rows, World::new().run(&["ask", "posts-on-date", &format!("day={day}")]).stdout, "the day is the question's too");
        rows
    };
    let [before, during, after] = DAYS.map(posts);
    assert!(before.contains("Nikolai Astrup") && before.contains("direktør for Difi") && !before.contains("Helleland"), "{before}");
    assert!(during.contains("Linda Hofstad Helleland") && !during.contains("direktør for Difi"), "{during}");
    assert!(after.contains("Gunn Marit Helgesen") && !after.contains("Helleland") && !after.contains("Gram"), "{after}");
    let tenures = "SELECT ?t { ?t a sam:Tenure } ORDER BY ?t";
    assert_eq!(DAYS.map(|day| query(tenures, day, "then").len()), [4, 5, 3]);
    let posts_in_difi = "SELECT ?p { ?p org:postIn <https://w3id.org/samstyr/id/org/no-difi> }";
    assert_eq!(DAYS.map(|day| query(posts_in_difi, day, "then").len()), [1, 0, 0]);
}

#[test]
fn organisations_bear_the_names_of_then_or_now() {
    let name = |key: &str, day: &str, names: &str| {
        let text = format!(
            "SELECT ?n {{ VALUES ?o {{ <https://w3id.org/samstyr/id/org/{key}> }} ?o a cv:PublicOrganisation ; skos:prefLabel ?n . FILTER(LANG(?n) = 'nb') }}"
        );
        query(&text, day, names).join("|")
    };
    let names = |key: &str, names: &str| DAYS.map(|day| name(key, day, names));
    let (kmd, kdd) = ("Kommunal- og moderniseringsdepartementet", "Kommunal- og distriktsdepartementet");
    assert_eq!(names("no-kmd", "then"), [kmd, kmd, kdd]);
    assert_eq!(names("no-kmd", "now"), [kdd, kdd, kdd]);
    let (difi, digdir) = ("Direktoratet for forvaltning og ikt", "Digitaliseringsdirektoratet");
    assert_eq!(names("no-difi", "then"), [difi, "", ""], "Difi went into Digdir on 2020-01-01");
    assert_eq!(names("no-difi", "now"), [digdir, "", ""]);
    assert_eq!(names("no-digdir", "then"), ["", digdir, digdir]);
    let (asd, aid) = ("Arbeids- og sosialdepartementet", "Arbeids- og inkluderingsdepartementet");
    assert_eq!(names("no-asd", "then"), [asd, asd, asd], "the day of the new name is not known");
    assert_eq!(names("no-asd", "now"), [aid, aid, aid]);
    let dfd = "Digitaliserings- og forvaltningsdepartementet";
    assert_eq!(names("no-dfd", "then"), ["", "", ""], "it came in 2024");
    assert_eq!(name("no-dfd", "2024-01-01", "then"), dfd);
    let labels = "SELECT ?l { <https://w3id.org/samstyr/id/org/no-kmd> skos:prefLabel|skos:altLabel ?l } ORDER BY ?l";
    assert_eq!(query(labels, "2022-01-01", "then"), [kdd, kdd, "Ministry of Local Government and Regional Development"]);
    assert_eq!(query(labels, "2021-12-31", "then").len(), 4, "three names and a short one");
}

#[test]
fn history_is_still_told() {
    let changes = |day: &str| ask("organisation-changes", &[], day).lines().count() - 1;
    assert_eq!(DAYS.map(changes), [2, 3, 4], "two have no date");
    assert!(ask("organisation-changes", &[], "2023-01-01").contains("Direktoratet for forvaltning og ikt"));
    assert!(ask("plan-makers", &[], "2023-01-01").contains("no-difi"), "it made the plan when it was there");
}

#[test]
fn a_claim_goes_with_what_it_claims() {
    let dangling = "SELECT ?c { ?c a sam:Claim ; rdf:subject ?s ; rdf:predicate ?p ; rdf:object ?o . FILTER NOT EXISTS { ?s ?p ?o } }";
    for day in DAYS {
        assert_eq!(query(dangling, day, "then"), [""; 0], "{day}");
    }
    let part = "SELECT ?c { ?c rdf:subject|rdf:object <https://w3id.org/samstyr/id/agreement/no-kmd-ks-2020> }";
    assert!(query(part, "2023-01-01", "then").is_empty() && !query(part, "2021-01-01", "then").is_empty());
}

#[test]
fn questions_on_time_agree_with_the_day() {
    assert_eq!(DAYS.map(|day| ask("agreement-in-force", &[], day).contains("true")), [false, true, false]);
    for (day, force) in [("2020-09-13", 0), ("2022-09-01", 1), ("2022-09-02", 0)] {
        assert_eq!(ask("agreement-term", &[], day).lines().count() - 1, force, "{day}");
        assert_eq!(ask("notice-deadline", &[], day).lines().count() - 1, force, "{day}");
        assert_eq!(ask("earliest-end", &[], day).lines().count() - 1, force, "{day}");
        assert_eq!(ask("uncovered-period", &[], day).lines().count() - 1, force * 4, "{day}");
    }
    let ran = World::new().run(&["ask", "agreement-term", "--as-of", "2023-01-01"]);
    assert!(ran.stderr.contains("as of 2023-01-01: 1 agreement, 2 appointments, 1 change, 30 norms, "), "{}", ran.stderr);
    assert!(ran.stderr.contains("2 organisations changed their names on days that are not known"), "{}", ran.stderr);
}

#[test]
fn what_has_no_dates_or_dates_that_differ_stays() {
    let world = World::new();
    let data = world.file(
        "d.ttl",
        "@prefix sam: <https://w3id.org/samstyr/ns#> . @prefix xsd: <http://www.w3.org/2001/XMLSchema#> . @prefix dct: <http://purl.org/dc/terms/> .\n\
         <x:undated> a sam:Agreement . <x:both> a sam:Agreement ; sam:validThrough \"2020-01-01\"^^xsd:date, \"2021-01-01\"^^xsd:date .\n\
         <x:year> a sam:Agreement ; sam:validThrough \"2019\"^^xsd:gYear . <x:old> a sam:Agreement ; sam:validThrough \"2020-01-01\"^^xsd:date .\n\
         <x:part> a sam:Duty ; dct:isPartOf <x:old> .",
    );
    let count = |day: &str| {
        let ran = world.run(&["query", "-e", "SELECT ?s { ?s a ?c } ORDER BY ?s", "--as-of", day, "--data", data.to_str().unwrap()]);
        ran.stdout.lines().skip(1).collect::<Vec<_>>().join(" ")
    };
    assert_eq!(count("2020-01-01"), "x:both x:old x:part x:undated x:year");
    assert_eq!(count("2020-06-01"), "x:both x:undated x:year");
    assert_eq!(count("2021-06-01"), "x:undated x:year");
}

#[test]
fn a_day_is_a_day() {
    let world = World::new();
    for arguments in [
        &["ask", "duties", "--as-of", "2023-02-29"][..],
        &["ask", "duties", "--as-of", "2023-01-01Z"],
        &["query", "-e", "ASK {}", "--as-of", "yesterday"],
        &["query", "-e", "ASK {}", "--names", "now"],
        &["ask", "duties", "--as-of", "2023-01-01", "--names", "later"],
    ] {
        let ran = world.run(arguments);
        assert_eq!((ran.status, ran.stdout.as_str()), (2, ""), "{arguments:?}");
    }
    assert!(world.run(&["ask", "duties", "--as-of", "14.9.2020"]).stderr.contains("such as 2020-09-14"));
    for path in ["/questions/duties?as-of=x", "/questions/duties?names=now", "/sparql?query=ASK%7B%7D&as-of=2023-13-01"] {
        assert_eq!(get(path, "*/*").status, StatusCode::BAD_REQUEST, "{path}");
    }
}
