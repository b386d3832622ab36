//! `--endpoint`: the same answers from elsewhere, and what is said when there are none.

use crate::loopback::{Does, Server};
use crate::speaking::{Endpoint, JSON, Served};
use crate::world::{Ran, World};

fn ask(endpoint: &Endpoint, arguments: &[&str]) -> Ran {
    World::new().run(&[&["query", "--endpoint", &endpoint.url], arguments].concat())
}

#[test]
fn an_endpoint_gives_the_same_bytes_as_the_built_in_graph() {
    let (world, server) = (World::new(), Served::new(&[]));
    for arguments in [
        &["ask", "municipal-measures", "--format", "json"][..],
        &["ask", "declared-figures", "--lang", "en"],
        &["ask", "duties", "bearer=no-kmd", "--format", "md"],
        &["query", "-e", "ASK { ?m a sam:Measure }"],
        &["query", "-e", "SELECT ?s { { ?s a sam:Measure FILTER(!BOUND(?n)) } OPTIONAL { ?s skos:notation ?n } } ORDER BY ?s"],
        &["query", "-e", "SELECT (COUNT(*) AS ?n) (MAX(?l) AS ?m) { ?s skos:prefLabel ?l FILTER(LANG(?l) = 'nb') }", "--timeout", "20"],
        &["query", "-e", "CONSTRUCT { ?s skos:prefLabel ?l } { ?s a sam:Measure ; skos:prefLabel ?l }"],
    ] {
        let here = world.run(arguments);
        let there = world.run(&[arguments, &["--endpoint", &server.url]].concat());
        assert_eq!((here.status, there.status), (0, 0), "{arguments:?}: {}", there.stderr);
        assert!(!here.stdout.is_empty() && there.stdout == here.stdout, "{arguments:?}:\n{}\n{}", here.stdout, there.stdout);
    }
}

#[test]
fn what_is_sent_is_standard() {
    let endpoint = Endpoint::saying("application/sparql-results+json; charset=utf-8", JSON);
    let ran = ask(&endpoint, &["-e", "SELECT ?x { ?x a sam:Measure FILTER EXISTS { ?x skos:notation '5.5' } }"]);
    assert_eq!((ran.status, ran.stdout.as_str()), (0, "x\r\nder\r\n"), "{}", ran.stderr);
    let sent = endpoint.asked().concat();
    assert!(sent.contains("<https://w3id.org/samstyr/ns#Measure>") && !sent.contains("sam:"), "{sent}");
    let endpoint = Endpoint::saying("application/sparql-results+json", JSON);
    World::new().run(&["ask", "duties", "bearer=no-ks", "--endpoint", &endpoint.url]);
    assert!(endpoint.asked().concat().contains("<https://w3id.org/samstyr/id/org/no-ks>"), "{:?}", endpoint.asked());
    // Whom the endpoint asks is not for us to say.
    let endpoint = Endpoint::saying("application/sparql-results+json", JSON);
    assert_eq!(ask(&endpoint, &["-e", "SELECT ?x { SERVICE ?e { ?x ?y ?z } }"]).status, 0);
}

#[test]
fn answers_are_read_in_every_syntax_that_keeps_terms() {
    let xml = "<sparql xmlns='http://www.w3.org/2005/sparql-results#'><head><variable name='x'/></head><results>\
               <result><binding name='x'><uri>x:a</uri></binding></result></results></sparql>";
    for (media_type, body) in [("application/sparql-results+xml", xml), ("text/xml", xml), ("text/tab-separated-values", "?x\n<x:a>\n")] {
        let ran = ask(&Endpoint::saying(media_type, body), &["-e", "SELECT ?x { ?x ?p ?o }", "--format", "tsv"]);
        assert_eq!((ran.status, ran.stdout.as_str()), (0, "?x\n<x:a>\n"), "{media_type}: {}", ran.stderr);
    }
    let rdf = "<rdf:RDF xmlns:rdf='http://www.w3.org/1999/02/22-rdf-syntax-ns#' xmlns:x='x:'><rdf:Description rdf:about='x:a'><x:p>1</x:p>\
               </rdf:Description></rdf:RDF>";
    for (media_type, body) in
        [("text/turtle", "<x:a> <x:p> '1' ."), ("application/n-triples", "<x:a> <x:p> \"1\" ."), ("application/rdf+xml", rdf)]
    {
        let ran = ask(&Endpoint::saying(media_type, body), &["-e", "CONSTRUCT WHERE { ?s ?p ?o }", "--format", "ntriples"]);
        assert_eq!((ran.status, ran.stdout.as_str()), (0, "<x:a> <x:p> \"1\" .\n"), "{media_type}: {}", ran.stderr);
    }
}

#[test]
fn a_yes_or_no_of_virtuoso_is_one() {
    let rows = |bindings: &str| format!(r#"{{"head":{{"link":[],"vars":["__ASK_RETVAL"]}},"results":{{"bindings":[{bindings}]}}}}"#);
    let value = |n: u8| {
        let datatype = "http://www.w3.org/2001/XMLSchema#integer";
        rows(&format!(r#"{{"__ASK_RETVAL":{{"type":"typed-literal","datatype":"{datatype}","value":"{n}"}}}}"#))
    };
    for (body, said) in [(value(1), "true"), (value(0), "false"), (rows(""), "false")] {
        let endpoint = Endpoint::saying("application/sparql-results+json", &body);
        let ran = ask(&endpoint, &["-e", "ASK { ?s ?p ?o }"]);
        assert_eq!((ran.status, ran.stdout.trim()), (0, said), "{body}: {}", ran.stderr);
    }
    // A column of that name is not taken for one where rows were asked for, nor any other column where a yes or no was.
    let endpoint = Endpoint::saying("application/sparql-results+json", &value(1));
    assert_eq!(ask(&endpoint, &["-e", "SELECT ?x { ?x ?p ?o }"]).stdout, "__ASK_RETVAL\r\n1\r\n");
    assert_eq!(ask(&Endpoint::saying("application/sparql-results+json", JSON), &["-e", "ASK { ?s ?p ?o }"]).status, 3);
}

#[test]
fn failures_name_the_endpoint_and_say_what_it_said() {
    let html = "Content-Type: text/html\r\n";
    let json = "Content-Type: application/sparql-results+json\r\n";
    let problem = r#"{"detail":"the query took longer than 10 s"}"#;
    for (status, headers, body, said) in [
        ("500 Oops", html, "<html><style>p{}</style><h1>Broken &amp; gone</h1>", "answers 500: Broken & gone"),
        ("400 Bad Request", "Content-Type: text/plain\r\n", "no\x1b[2J such\nfunction", "answers 400: no [2J such function"),
        ("503 Busy", "Content-Type: application/problem+json\r\n", problem, "answers 503: the query took longer than 10 s"),
        ("429 Slow down", "Retry-After: 30\r\n", "", "answers 429: too many requests (try again in 30 s)"),
        ("303 See Other", "Location: /other\r\n", "", "answers 303 and leads to /other, which is not followed"),
        ("200 OK", html, "<title>Welcome</title>", "answers text/html, which cannot be read as rows: Welcome"),
        ("200 OK", "Content-Type: text/csv\r\n", "x\nder\n", "answers text/csv, which cannot be read as rows"),
        ("200 OK", "", "x", "answers without saying what it is"),
        ("200 OK", json, &JSON[..60], "gives an answer that is not valid json"),
        ("200 OK", json, r#"{"head":{},"boolean":true}"#, "gives another kind of answer than rows"),
        ("200 OK", &format!("{json}Content-Length: 999999999\r\n"), "", "answers more than 268435456 bytes, which is the limit"),
        ("200 OK", &format!("{json}Content-Encoding: gzip\r\n"), JSON, "answers compressed as gzip"),
    ] {
        let endpoint = Endpoint::new(Some((status, headers, body)));
        let ran = ask(&endpoint, &["-e", "SELECT ?x { ?x ?p ?o }"]);
        assert_eq!((ran.status, ran.stdout.as_str()), (3, ""), "{said}: {}", ran.stderr);
        let expected = format!("error: the endpoint `{}` {said}", endpoint.url);
        assert!(ran.stderr.starts_with(&expected), "{expected}\n{}", ran.stderr);
    }
    for (status, location) in [("302 Found", "file:///etc/passwd"), ("303 See Other", "/other")] {
        let endpoint = Endpoint::new(Some((status, &format!("Location: {location}\r\n"), "")));
        let ran = ask(&endpoint, &["-e", "ASK {}"]);
        assert_eq!(ran.status, 3);
        assert!(ran.stderr.contains(&format!("leads to {location}, which is not followed")), "{}", ran.stderr);
        assert!(
            ran.stderr.contains("hint: a query goes where 301, 302, 307 or 308 lead") && !ran.stderr.contains("ask for less"),
            "{}",
            ran.stderr
        );
    }
    let broken = Endpoint::new(Some(("200 OK", &format!("{json}Content-Length: 500\r\n"), JSON)));
    let ran = ask(&broken, &["-e", "SELECT ?x { ?x ?p ?o }"]);
    assert_eq!((ran.status, ran.stdout.as_str()), (3, ""), "an answer that breaks off: {}", ran.stderr);
    let slow = Endpoint::new(None);
    let ran = ask(&slow, &["-e", "SELECT ?x { ?x ?p ?o }", "--timeout", "0.2"]);
    assert_eq!(ran.status, 3);
    assert!(
        ran.stderr.contains("samstyr convert --endpoint URL graph.nq") || ran.stderr.contains("took longer"),
        "the way on: {}",
        ran.stderr
    );
    assert!(ran.stderr.contains("did not answer within 0.2 s") || ran.stderr.contains("took longer than 0.2 s"), "{}", ran.stderr);
}

#[test]
fn a_redirect_is_asked_again_unless_it_leads_into_a_private_net() {
    let last = Endpoint::saying("application/sparql-results+json", JSON);
    let first = Endpoint::new(Some(("307 Temporary Redirect", &format!("Location: {}\r\n", last.url), "")));
    let ran = ask(&first, &["-e", "SELECT ?x { ?x ?p ?o }"]);
    assert_eq!((ran.status, ran.stdout.as_str()), (0, "x\r\nder\r\n"), "{}", ran.stderr);
    assert_eq!(first.asked(), last.asked());
    let private = last.url.replace("127.0.0.1", "127.0.0.2");
    let first = Endpoint::new(Some(("302 Found", &format!("Location: {private}\r\n"), "")));
    let ran = ask(&first, &["-e", "SELECT ?x { ?x ?p ?o }"]);
    assert_eq!(ran.status, 2);
    assert!(ran.stderr.contains(&format!("`{private}` is not asked")), "{}", ran.stderr);
    assert_eq!(last.asked().len(), 2, "what it is, and the query");
}

/// An endpoint of two graphs, the second in pages, and a statement that is in none.
fn counted(statements: usize, cut: bool) -> Server {
    Server::new(move |asked| {
        let uri = |value: &str| format!(r#"{{"type":"uri","value":"{value}"}}"#);
        let number = |n: usize| format!(r#"{{"type":"literal","value":"{n}"}}"#);
        let triple = |n: usize| format!(r#"{{"s":{},"p":{},"o":{}}}"#, uri(&format!("x:s{n}")), uri("x:p"), number(n));
        let (columns, rows) = match asked.body.as_str() {
            text if text.contains("GROUP BY") => {
                let row = |graph: &str, n: usize| format!(r#"{{"g":{},"n":{}}}"#, uri(graph), number(n));
                ("g\",\"n", vec![row("x:a", 1), row("x:b", statements)])
            }
            text if text.contains("COUNT") => ("n", vec![format!(r#"{{"n":{}}}"#, number(1))]),
            text if text.contains("NOT EXISTS") => ("s\",\"p\",\"o", vec![triple(99)]),
            text if text.contains("<x:a>") => ("s\",\"p\",\"o", vec![triple(0)]),
            text => {
                let offset = text.split("OFFSET ").nth(1).and_then(|rest| rest.split(' ').next()?.parse().ok()).unwrap_or(0);
                let end = if cut { 2 } else { statements.min(offset + 2) };
                ("s\",\"p\",\"o", (offset..end).map(triple).collect())
            }
        };
        let body = format!(r#"{{"head":{{"vars":["{columns}"]}},"results":{{"bindings":[{}]}}}}"#, rows.join(","));
        Does::Answers("200 OK\r\nContent-Type: application/sparql-results+json".to_owned(), body)
    })
}

#[test]
fn a_whole_graph_is_fetched_and_counted() {
    let (world, server) = (World::new(), counted(5, false));
    let ran = world.run(&["convert", "--endpoint", &server.address, "out.nq"]);
    assert_eq!(ran.status, 0, "{}", ran.stderr);
    let written = std::fs::read_to_string(world.path().join("out.nq")).unwrap();
    let lines: Vec<&str> = written.lines().collect();
    assert_eq!((lines.len(), lines[0], lines[6]), (7, "<x:s0> <x:p> \"0\" <x:a> .", "<x:s99> <x:p> \"99\" ."), "{written}");
    let ran = world.run(&["diff", "--no-answers", "out.nq", &server.address]);
    assert_eq!(ran.status, 0, "{}{}", ran.stdout, ran.stderr);
    let cut = counted(5, true);
    let ran = world.run(&["convert", "--endpoint", &cut.address, "cut.nq"]);
    assert_eq!(ran.status, 3, "{}", ran.stderr);
    assert!(
        ran.stderr.contains(&cut.address) && ran.stderr.contains("counts 5 statements in the graph <x:b> and gave 2 of them"),
        "{}",
        ran.stderr
    );
    assert!(!world.path().join("cut.nq").exists());
    let ran = world.run(&["convert", "--endpoint", &counted(1_000_000, false).address, "large.nq"]);
    assert!(ran.status == 3 && ran.stderr.contains("holds 1000002 statements") && ran.stderr.contains("--data"), "{}", ran.stderr);
    let slow = Server::new(|_| Does::Nothing);
    let ran = world.run(&["query", "-e", "ASK {}", "--why", "--timeout", "0.2", "--endpoint", &slow.address]);
    assert!(ran.status == 3 && ran.stderr.contains("did not give its whole graph within 0.2 s"), "{}", ran.stderr);
    for question in [&["ask", "duties"][..], &["ask", "duties", "--why"]] {
        let ran = world.run(&[question, &["--timeout", "0.2", "--endpoint", &slow.address]].concat());
        assert!(ran.status == 3 && ran.stderr.contains("0.2 s"), "{}", ran.stderr);
    }
    for odd in [JSON, r#"{"head":{"vars":["g","n"]},"results":{"bindings":[{"n":{"type":"literal","value":"many"}}]}}"#] {
        let endpoint = Endpoint::saying("application/sparql-results+json", odd);
        let ran = world.run(&["convert", "--endpoint", &endpoint.url, "odd.nq"]);
        assert!(ran.status == 3 && ran.stderr.contains("gave something else when it was asked for a count"), "{}", ran.stderr);
    }
    let ran = world.run(&["convert", "--endpoint", &server.address, "out.nq", "two.nq"]);
    assert!(ran.status == 2 && ran.stderr.contains("--endpoint URL OUT"), "{}", ran.stderr);
}

#[test]
fn what_goes_through_the_whole_graph_fetches_it() {
    let (world, server) = (World::new(), Served::new(&[]));
    let query = ["query", "-e", "SELECT ?m { ?m a sam:Measure ; skos:notation '5.5' }"];
    for (what, arguments) in [
        ("`--why`", &[&query[..], &["--why"]].concat()[..]),
        ("`--as-of`", &["ask", "municipal-tiers", "--as-of", "2020-09-14"]),
        ("`--why`", &["ask", "declared-figures", "--why", "--format", "json"]),
        ("`why-not`", &["why-not", "municipal-measures", "5.5"]),
    ] {
        let here = world.run(arguments);
        let there = world.run(&[arguments, &["--endpoint", &server.url]].concat());
        assert_eq!((there.status, &there.stdout), (here.status, &here.stdout), "{arguments:?}: {}", there.stderr);
        assert!(there.stderr.contains(&format!("{what} goes through the whole graph")), "{}", there.stderr);
    }
    let ran = world.run(&["diff", "--no-answers", "built-in", &server.url]);
    assert_eq!(ran.status, 0, "{}{}", ran.stdout, ran.stderr);
    let (here, there) = (world.run(&["validate"]), world.run(&["validate", "--endpoint", &server.url]));
    assert_eq!((there.status, there.stdout), (here.status, here.stdout), "{}", there.stderr);
}

#[test]
fn a_reference_needs_a_graph_that_lasts() {
    let endpoint = Endpoint::saying("application/sparql-results+json", JSON);
    for (what, arguments) in [
        ("`--cite`", &["query", "-e", "SELECT ?x { ?x ?p ?o }", "--cite"][..]),
        ("`--cite`", &["ask", "duties", "--cite"]),
        ("`verify-citation`", &["verify-citation", "reference.txt"]),
    ] {
        let world = World::new();
        world.file("reference.txt", "a reference");
        let ran = world.run(&[arguments, &["--endpoint", &endpoint.url]].concat());
        assert_eq!(ran.status, 2, "{arguments:?}: {}", ran.stderr);
        let said = format!("{what} names a graph by its hash");
        assert!(ran.stderr.contains(&said) && ran.stderr.contains("samstyr convert --endpoint URL graph.nq"), "{}", ran.stderr);
    }
    let query = ["query", "-e", "SELECT ?x { ?x ?p ?o }"];
    assert!(endpoint.asked().is_empty());
    let ran = World::new().run(&[&query[..], &["--endpoint", &endpoint.url, "--data", "x.ttl"]].concat());
    assert_eq!(ran.status, 2, "one graph: {}", ran.stderr);
    for wrong in ["localhost", "mailto:x@example.no", "ftp://127.0.0.1/"] {
        assert_eq!(World::new().run(&[&query[..], &["--endpoint", wrong]].concat()).status, 2, "{wrong}");
    }
}
