//! `--cite` and `verify-citation`.

use crate::world::{World, get};
use axum::http::StatusCode;
use samstyr::citation::{self, Asked, RESERVED, Style};
use samstyr::questions::{self, Language};
use samstyr::store::Store;
use samstyr::validity::Moment;

const CITE: &[&str] = &["ask", "duties", "bearer=no-kmd", "--cite", "--date", "2026-11-22"];

fn locator(text: &str) -> String {
    text.split_whitespace().find(|word| word.starts_with("samstyr:")).unwrap().to_owned()
}

#[test]
fn every_question_can_be_cited_and_verified() {
    let store = Store::built_in().unwrap();
    let moments = [None, Moment::read(Some("2020-09-14"), Some("now")).unwrap()];
    for (at, question) in questions::all().unwrap().into_iter().enumerate() {
        assert!(question.parameters.iter().all(|parameter| !RESERVED.contains(&parameter.name.as_str())), "{}", question.name);
        // A view takes longer to make than a question to answer: a day for every fourth is enough.
        let moments = if at % 4 == 0 { &moments[..] } else { &moments[..1] };
        for (moment, language) in moments.iter().cloned().zip([Language::Nn, Language::En]) {
            let asked = Asked::question(&question, Vec::new(), language, moment);
            let reference = citation::cite(&store, asked, Some("2026-11-22".to_owned()), None).unwrap();
            for style in [Style::Text, Style::Bibtex] {
                let found = citation::find(&style.write(&reference)).unwrap();
                assert_eq!(found, std::slice::from_ref(&reference), "{}", question.name);
            }
            let replay = citation::verify(&store, &reference, None).unwrap();
            assert!(replay.same_answer && replay.same_question && replay.same_graph, "{}", question.name);
        }
    }
}

#[test]
fn a_reference_is_a_sentence_or_bibtex() {
    let world = World::new();
    let text = world.run(CITE);
    assert_eq!(text.status, 0, "{}", text.stderr);
    assert!(text.stdout.starts_with("«Hvilke plikter har en part, alene eller sammen med andre?» Svar fra Samstyr"), "{}", text.stdout);
    assert_eq!(text.stdout.lines().count(), 1);
    let locator = locator(&text.stdout);
    assert!(locator.starts_with("samstyr:ask/duties?bearer=no-kmd&lang=nb&question=sha256-"), "{locator}");
    assert!(locator.contains(samstyr::rdf::canonical::BUILT_IN_HASH.trim()) && locator.ends_with("&date=2026-11-22"), "{locator}");
    let english = world.run(&[CITE, &["--lang", "en", "--as-of", "2021-01-01"]].concat()).stdout;
    assert!(
        english.contains("Which duties")
            && english.contains("rows, as of 2021-01-01, given 2026-11-22")
            && english.contains("&as-of=2021-01-01&")
    );
    let bibtex = world.run(&["ask", "duties", "--cite", "bibtex", "--date", "2026-11-22"]).stdout;
    assert!(bibtex.starts_with("@misc{samstyr-duties-2026-11-22-") && bibtex.contains("\\&lang=nb\\&"), "{bibtex}");
    let there = get("/questions/duties?bearer=no-kmd&lang=nb&cite=text&date=2026-11-22", "*/*");
    assert_eq!((there.status, there.body), (StatusCode::OK, text.stdout));
    assert_eq!(get("/questions/duties?cite=bibtex", "*/*").header("content-type"), "application/x-bibtex; charset=utf-8");
    assert_eq!(get("/questions/duties?cite=mla", "*/*").status, StatusCode::BAD_REQUEST);
    assert_eq!(get("/questions/duties?cite=text&date=x", "*/*").status, StatusCode::BAD_REQUEST);
}

#[test]
fn a_reference_is_found_in_its_document() {
    let world = World::new();
    let text = world.run(CITE).stdout;
    let wrapped: String = text.chars().enumerate().flat_map(|(at, c)| [Some(c), (at % 60 == 59).then_some('\n')]).flatten().collect();
    let file =
        world.file("notat.txt", &format!("Se også samstyr: en lenke.\n\n> {}\n\nHilsen 2026\n", wrapped.trim().replace('\n', "\n> ")));
    let bibtex = world.file("refs.bib", &world.run(&["ask", "parties", "--cite", "bibtex"]).stdout);
    for (argument, stdin) in
        [(file.to_str().unwrap(), ""), (bibtex.to_str().unwrap(), ""), ("-", text.as_str()), (locator(&text).as_str(), "")]
    {
        let ran = world.run_with_stdin(&["verify-citation", argument], stdin);
        assert_eq!((ran.status, ran.stdout.as_str()), (0, ""), "{argument}: {}", ran.stderr);
        assert!(ran.stderr.ends_with("the answer is the same\n"), "{}", ran.stderr);
    }
}

#[test]
fn what_was_altered_is_found() {
    let world = World::new();
    let whole = locator(&world.run(CITE).stdout);
    let altered = |from: &str, to: &str| {
        assert!(whole.contains(from), "{from}");
        let ran = world.run(&["verify-citation", &whole.replacen(from, to, 1)]);
        (ran.status, ran.stderr)
    };
    let flipped = |key: &str| {
        let at = whole.find(&format!("{key}=sha256-")).unwrap() + key.len() + "=sha256-".len() + 5;
        let digit = if whole.as_bytes()[at] == b'0' { "1" } else { "0" };
        world.run(&["verify-citation", &format!("{}{digit}{}", &whole[..at], &whole[at + 1..])])
    };
    let answer = flipped("answer");
    assert_eq!(answer.status, 1);
    assert!(answer.stderr.contains("the answer differs, and neither the question nor the graph has changed"), "{}", answer.stderr);
    let graph = flipped("graph");
    assert_eq!(graph.status, 0);
    assert!(graph.stderr.contains("the answer is the same, although the graph has changed"), "{}", graph.stderr);
    assert!(flipped("question").stderr.contains("the answer is the same, although the question has changed"));
    for (from, to, status, words) in [
        ("bearer=no-kmd", "bearer=no-ks", 1, "the answer differs"),
        ("rows=", "rows=1", 1, "the answer differs"),
        ("lang=nb", "lang=en", 1, "the answer differs"),
        ("ask/duties", "ask/dutties", 1, "question `dutties` does not exist"),
        ("bearer=", "holder=", 2, "has no parameter `holder`"),
        ("samstyr:ask", "samstyr:tell", 2, "the reference cannot be read"),
        ("&date=2026-11-22", "", 2, "it does not end with a date"),
        ("graph=sha256-", "graph=sha256-x", 2, "64 hexadecimal digits"),
    ] {
        let (ran, stderr) = altered(from, to);
        assert_eq!(ran, status, "{from} → {to}: {stderr}");
        assert!(stderr.contains(words), "{from} → {to}: {stderr}");
    }
    assert_eq!(world.run(&["verify-citation", "nothing.txt"]).status, 3);
    assert_eq!(world.run_with_stdin(&["verify-citation", "-"], "no reference").status, 2);
}

#[test]
fn files_and_queries_are_cited_too() {
    let world = World::new();
    let data = world.file("d.ttl", "<x:a> <x:p> [ <x:q> 1 ] .");
    let data = data.to_str().unwrap();
    let cite = |query: &str| locator(&world.run(&["query", "-e", query, "--cite", "--data", data]).stdout);
    let count = cite("SELECT (COUNT(*) AS ?n)\n{ ?s ?p ?o } # æ & 100 %");
    let all = cite("CONSTRUCT WHERE { ?s <x:q> ?o }");
    let ask = cite("ASK { ?s <x:q> 1 }");
    let verdict = |reference: &str| {
        let ran = world.run(&["verify-citation", reference, "--data", data]);
        (ran.status, ran.stderr.trim().split_once(": ").unwrap().1.to_owned())
    };
    assert_eq!(verdict(&count), (0, "the answer is the same".to_owned()));
    assert_eq!(verdict(&ask), (0, "the answer is the same".to_owned()));
    assert_eq!(verdict(&all), (0, "the answer is the same".to_owned()));
    world.file("d.ttl", "# Other words for the same graph.\n<x:a> <x:p> _:other . _:other <x:q> 1 .");
    assert_eq!(verdict(&count), (0, "the answer is the same".to_owned()));
    world.file("d.ttl", "<x:a> <x:p> [ <x:q> 1 ], 2 .");
    assert_eq!(verdict(&count), (1, "the answer differs: the graph has changed".to_owned()));
    assert_eq!(verdict(&ask), (0, "the answer is the same, although the graph has changed".to_owned()));
    assert!(all.contains("&answer=sha256-") && !all.contains("&rows="));
}
