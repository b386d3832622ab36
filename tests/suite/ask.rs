//! `samstyr ask`.

use crate::world::World;

#[test]
fn the_flagship_question_has_its_tiers() {
    let ran = World::new().run(&["ask", "municipal-measures", "--format", "csv"]);
    assert_eq!(ran.status, 0);
    assert_eq!(ran.stderr, "note: the sources differ on something in this answer: Z3; `samstyr ask contradictions` shows both sides\n");
    let mut lines = ran.stdout.lines();
    assert_eq!(lines.next(), Some("measure,number,title,tier,route,reason"));
    let rows: Vec<&str> = lines.collect();
    let count = |tier: &str| rows.iter().filter(|row| row.contains(&format!(",{tier},"))).count();
    let tiers = ["joint", "named", "life-event", "interpreted", "state-only", "undetermined"].map(count);
    assert_eq!((tiers, rows.len()), ([7, 4, 1, 4, 3, 9], 28));
}

#[test]
fn without_a_name_the_questions_are_listed() {
    let ran = World::new().run(&["ask"]);
    assert!(ran.stdout.starts_with("id,group,title,state\r\n"));
    assert!(ran.stdout.contains("municipal-measures,C,Hvilke tiltak berører kommunal sektor?,ready"));
    let english = World::new().run(&["ask", "--lang", "en"]);
    assert!(english.stdout.contains("Which measures affect the municipal sector?"));
}

#[test]
fn labels_follow_the_language_and_fall_back_to_bokmal() {
    let title = |language: &str| World::new().run(&["ask", "life-events", "--lang", language]).stdout;
    assert!(title("nb").contains("Ny i Norge"));
    assert!(title("nn").contains("Ny i Noreg"));
    assert!(title("en").contains("New in Norway"));
    assert!(World::new().run(&["ask", "municipal-measures", "--lang", "nn"]).stdout.contains("Generisk datafordeler"));
}

#[test]
fn parameters_take_keys_and_iris() {
    let world = World::new();
    let key = world.run(&["ask", "duties", "bearer=no-kmd"]);
    let iri = world.run(&["ask", "duties", "bearer=https://w3id.org/samstyr/id/org/no-kmd"]);
    assert_eq!((key.status, &key.stdout), (0, &iri.stdout));
    assert_eq!(key.stderr, "");
    assert!(key.stdout.contains("no-kmd-ks-2020-M1") && !key.stdout.contains("no-kmd-ks-2020-K1"));
    let example = world.run(&["ask", "duties"]);
    assert!(example.stderr.contains("answered for bearer=no-ks"), "{}", example.stderr);
}

#[test]
fn an_ask_query_answers_yes_or_no() {
    let world = World::new();
    assert_eq!(world.run(&["ask", "agreement-in-force", "day=2022-09-01"]).stdout, "true");
    assert_eq!(world.run(&["ask", "agreement-in-force", "day=2022-09-02"]).stdout, "false");
}

#[test]
fn mistakes_say_the_way_on() {
    let world = World::new();
    for (arguments, status, message) in [
        (&["ask", "municipal-mesures"][..], 1, "did you mean `municipal-measures`"),
        (&["ask", "xyzzy"][..], 1, "`samstyr ask` lists the questions"),
        (&["ask", "duties", "holder=no-ks"][..], 2, "it takes `bearer`"),
        (&["ask", "duties", "bearer=> } DROP ALL"][..], 2, "for example `bearer=no-ks`"),
        (&["ask", "duties", "no-ks"][..], 2, "write name=value"),
        (&["ask", "duties", "bearer=no-ks", "bearer=no-kmd"][..], 2, "it is given twice"),
        (&["ask", "--as-of", "x"][..], 2, "it is not a day"),
        (&["ask", "notice-deadline", "x=1"][..], 2, "it takes no parameters"),
        (&["ask", "agreement-in-force", "day=1.9.2022"][..], 2, "it is not a date"),
        (&["ask", "duties", "--format", "turtle"][..], 2, "choose `table`, `json`"),
    ] {
        let ran = world.run(arguments);
        assert_eq!(ran.status, status, "{arguments:?}: {}", ran.stderr);
        assert!(ran.stderr.contains(message), "{arguments:?}: {}", ran.stderr);
        assert_eq!(ran.stdout, "", "{arguments:?}");
    }
}

#[test]
fn questions_can_be_asked_of_other_data() {
    let world = World::new();
    let data = world.file(
        "d.ttl",
        "@prefix sam: <https://w3id.org/samstyr/ns#> . @prefix xsd: <http://www.w3.org/2001/XMLSchema#> .\n\
         <x:a> a sam:Agreement ; sam:validThrough \"2030-12-31\"^^xsd:date ; sam:noticePeriod \"P1M\"^^xsd:duration .",
    );
    let ran = world.run(&["ask", "notice-deadline", "--data", data.to_str().unwrap()]);
    assert_eq!(ran.stdout, "agreement,expires,notice,last_day\r\nx:a,2030-12-31,P1M,2030-11-30\r\n");
}
