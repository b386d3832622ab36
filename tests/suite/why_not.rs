//! `samstyr why-not`: the first condition that something does not meet, in words, with what stands there instead.

use crate::world::World;

/// Question, key, part of the condition, part of the explanation, part of a quotation (or nothing where no document is to be quoted).
const CASES: &[(&str, &str, &str, &str, &str)] = &[
    ("joint-measures", "5.5", "sam:jointWith org/no-ks", "har ikke «felles med» KS", "Vurdere behovet for å etablere"),
    ("joint-measures", "no-dos-2019-5.2", "sam:jointWith org/no-ks", "5.2 KMD koordinerer", "KMD tar ansvaret"),
    ("joint-measures", "measure/no-dos-2019-8.1", "sam:jointWith org/no-ks", "har ikke «felles med» KS", "strategi for digital kompetanse"),
    ("municipal-measures", "9", "sam:effectOf measure/no-dos-2019-9", "ingenting har «virkning av»", "9. Digital sikkerhet"),
    ("measure-dependencies", "4.2", "sam:dependsOn", "har ikke «bygger på»", "Innlede dialog"),
    ("measure-dependencies", "6.5", "sam:dependsOn", "har ikke «bygger på»", "utarbeide retningslinjer med felles prinsipper"),
    ("guides-strategies-principles", "6.4", "sam:deliverableType", "der står utredning eller vurdering", "Vurdere behovet for prinsipper"),
    ("guides-strategies-principles", "5.1", "sam:deliverableType", "der står arena", ""),
    ("joint-measures-outside-plan", "3.3", "sam:scopeStatus sam:OutOfPlan", "der står med i planen", "3.3. Datafordeler"),
    ("joint-measures-outside-plan", "5.5", "sam:jointWith", "har ikke «felles med»", "Vurdere behovet"),
    ("areas-outside-plan", "5", "NOT {", "utelatt fordi dette finnes", "KMD tar ansvaret"),
    ("rights", "J1", "rdf:type sam:Right", "har ikke «slag» rett; der står", ""),
    ("parties", "no-digdir", "sam:party org/no-digdir", "der står KS", ""),
    ("ministries", "no-difi", "sam:responsible org/no-difi", "ingenting har «ansvarlig»", ""),
    ("who-informs-whom", "J1", "sam:action sam:Inform", "der står gjennomføre", "Partene skal sammen sørge for"),
    ("strategy-owners", "no-digdir", "sam:bearer org/no-digdir", "der står KS", "KMD og KS eier"),
    ("conditional-duties", "K1", "sam:condition", "har ikke «forbehold»", ""),
    ("built-on-life-events", "4.2", "", "", ""),
    ("proposed-decision", "no-ks", "", "ingen kolonne", ""),
    ("focus-areas", "J1", "", "spørsmålet har ingen kolonne for ting av dette slaget", ""),
];

#[test]
fn what_is_missed_is_explained() {
    let world = World::new();
    for (question, key, condition, explanation, quote) in CASES {
        let ran = world.run(&["why-not", question, key, "--lang", "nb", "--format", "json"]);
        assert_eq!(ran.status, 0, "{question} {key}: {}", ran.stderr);
        let found: serde_json::Value = serde_json::from_str(&ran.stdout).unwrap();
        let rows = found["rows"].as_array().unwrap();
        let says = |column: &str, part: &str| {
            part.is_empty() || rows.iter().any(|row| row["values"][column].as_str().unwrap_or_default().contains(part))
        };
        assert!(!rows.is_empty() && says("condition", condition) && says("explanation", explanation), "{question} {key}: {}", ran.stdout);
        assert!(quote.is_empty() || ran.stdout.contains(quote), "{question} {key} has not «{quote}»: {}", ran.stdout);
    }
}

#[test]
fn what_is_there_is_not_missed() {
    let ran = World::new().run(&["why-not", "joint-measures", "2.8", "--lang", "nb", "--format", "csv"]);
    assert_eq!(ran.status, 1);
    assert!(ran.stdout.contains("I samarbeid med KS utvikle metoder"), "{}", ran.stdout);
    assert!(ran.stderr.contains("`2.8` is in the answer to `joint-measures`"), "{}", ran.stderr);
}

#[test]
fn what_stands_in_another_column_is_said_to() {
    let ran = World::new().run(&["why-not", "measure-dependencies", "2.LE", "--lang", "en", "--format", "csv"]);
    assert_eq!(ran.status, 0, "{}", ran.stderr);
    assert!(ran.stdout.contains("has no «depends on»"), "{}", ran.stdout);
    assert!(ran.stderr.contains("`2.LE` does stand in the answer, in `builds_on`"), "{}", ran.stderr);
}

#[test]
fn unknown_names_are_named() {
    let world = World::new();
    let ran = world.run(&["why-not", "joint-measures", "no-dos-2019-55"]);
    assert_eq!(ran.status, 1);
    assert!(ran.stderr.contains("nothing in the graph is called `no-dos-2019-55`"), "{}", ran.stderr);
    assert!(ran.stderr.contains("did you mean `no-dos-2019-5"), "{}", ran.stderr);
    assert_eq!(world.run(&["why-not", "joint-mesures", "5.5"]).status, 1);
    let ran = world.run(&["why-not", "agreement-in-force", "5.5"]);
    assert_eq!(ran.status, 2);
    assert!(ran.stderr.contains("only a question with rows leaves something out"), "{}", ran.stderr);
}

#[test]
fn the_graph_may_be_anybodys_and_the_words_english() {
    let world = World::new();
    let data = world.file(
        "data.ttl",
        "@prefix : <https://w3id.org/samstyr/id/measure/> . @prefix sam: <https://w3id.org/samstyr/ns#> .\n\
         @prefix skos: <http://www.w3.org/2004/02/skos/core#> .\n\
         :x-1 a sam:Measure ; skos:notation \"1\" ; skos:prefLabel \"en\"@nb , \"one\"@en ; sam:dependsOn :x-2 .\n\
         :x-2 a sam:Measure ; skos:notation \"2\" ; skos:prefLabel \"to\"@nb , \"two\"@en .\n",
    );
    let ran = world.run(&["why-not", "measure-dependencies", "2", "--lang", "en", "--format", "csv", "--data", data.to_str().unwrap()]);
    assert_eq!(ran.status, 0, "{}", ran.stderr);
    assert!(ran.stdout.contains("2 two has no «sam:dependsOn»"), "{}", ran.stdout);
}
