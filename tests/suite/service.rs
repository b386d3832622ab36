//! SERVICE: refused unless the host is listed, asked once, and never silently unexplained.

use crate::speaking::{Endpoint, JSON, Served, endless};
use crate::world::{Ran, Replied, World, encoded};
use axum::body::Body;
use axum::http::{Request, StatusCode};
use http_body_util::BodyExt;
use samstyr::http::{App, Shelf, router};
use samstyr::questions;
use samstyr::sparql::Services;
use samstyr::store::Store;
use std::time::Duration;
use tower::ServiceExt;

const ALLOW: [&str; 2] = ["--allow-host", "127.0.0.1"];

fn query(text: &str, arguments: &[&str]) -> Ran {
    World::new().run(&[&["query", "-e", text], arguments].concat())
}

fn select(endpoint: &Endpoint, silent: &str) -> String {
    format!("SELECT ?x {{ SERVICE {silent} <{}> {{ ?s ?p ?x }} }}", endpoint.url)
}

fn good() -> Endpoint {
    Endpoint::saying("application/sparql-results+json", JSON)
}

#[test]
fn nothing_is_asked_that_is_not_listed() {
    let endpoint = good();
    for silent in ["", "SILENT"] {
        for allowed in [&[][..], &["--allow-host", "127.0.0.2"], &["--allow-host", "127.0.0.1:1"], &["--allow-host", "localhost"]] {
            let ran = query(&select(&endpoint, silent), allowed);
            assert_eq!(ran.status, 2, "{}", ran.stderr);
            assert!(ran.stderr.contains(&format!("SERVICE <{}> is not allowed here", endpoint.url)), "{}", ran.stderr);
            assert!(ran.stderr.contains("[net] allow"), "{}", ran.stderr);
        }
    }
    for hidden in [
        format!(
            "SELECT * {{ ?s ?p ?o FILTER EXISTS {{ SERVICE SILENT <{}> {{ ?s ?p ?o }} }} }}",
            endpoint.url.replace("127.0.0.1", "2130706434")
        ),
        format!("SELECT * {{ SERVICE <{}> {{ SERVICE <http://127.0.0.2/> {{ ?s ?p ?o }} }} }}", endpoint.url),
        "SELECT * { VALUES ?e { <http://127.0.0.1/> } SERVICE SILENT ?e { ?s ?p ?o } }".to_owned(),
        "SELECT * { SERVICE SILENT <urn:x:y> { ?s ?p ?o } }".to_owned(),
    ] {
        assert_eq!(query(&hidden, &ALLOW).status, 2, "{hidden}");
    }
    assert!(endpoint.asked().is_empty());
}

#[test]
fn listed_hosts_come_from_options_environment_or_file() {
    let endpoint = good();
    let text = select(&endpoint, "");
    let port = endpoint.url.trim_start_matches("http://").trim_end_matches("/sparql");
    for arguments in [ALLOW, ["--allow-host", port]] {
        assert_eq!(query(&text, &arguments).stdout, "x\r\nder\r\n");
    }
    let world = World::new();
    world.file("samstyr.toml", "[net]\nallow = [\"127.0.0.1\"]\n");
    assert_eq!(world.run(&["query", "-e", &text]).stdout, "x\r\nder\r\n");
    assert_eq!(world.run(&["query", "-e", &text, "--allow-host", "example.no"]).status, 2, "an option wins over the file");
    let output = crate::world::program(&["query", "-e", &text]).env("SAMSTYR_NET_ALLOW", "example.no,127.0.0.1").output().unwrap();
    assert_eq!(String::from_utf8(output.stdout).unwrap(), "x\r\nder\r\n");
}

#[test]
fn what_is_there_joins_what_is_here() {
    let (world, server) = (World::new(), Served::new(&[]));
    let here = "SELECT ?m ?l { ?m a sam:Measure . ?m skos:prefLabel ?l FILTER(LANG(?l) = 'nb') } ORDER BY ?m";
    let there = here.replace("?m skos:prefLabel ?l", &format!("SERVICE <{}> {{ ?m skos:prefLabel ?l }}", server.url));
    let (own, both) = (world.run(&["query", "-e", here]), world.run(&[&["query", "-e", &there], &ALLOW[..]].concat()));
    assert_eq!(both.stdout, own.stdout, "{}", both.stderr);
    assert!(own.stdout.lines().count() > 28);
    let optional = format!(
        "SELECT (COUNT(?l) AS ?n) (COUNT(*) AS ?all) {{ ?m a sam:Measure OPTIONAL {{ SERVICE <{}> {{ ?m sam:noSuch ?l }} }} }}",
        server.url
    );
    let ran = world.run(&[&["query", "-e", &optional], &ALLOW[..]].concat());
    assert!(ran.stdout.lines().nth(1).is_some_and(|row| row.starts_with("0,") && row != "0,0"), "{} {}", ran.stdout, ran.stderr);
}

#[test]
fn an_endpoint_is_asked_once_for_one_thing() {
    let endpoint = good();
    let text = format!(
        "SELECT (COUNT(*) AS ?n) {{ GRAPH ?g {{ ?m a sam:Measure }} FILTER EXISTS {{ SERVICE <{0}> {{ ?s ?p ?x }} }} SERVICE <{0}> {{ ?s ?p ?x }} }}",
        endpoint.url
    );
    let ran = query(&text, &ALLOW);
    assert_eq!(ran.status, 0, "{}", ran.stderr);
    assert_eq!(endpoint.asked().len(), 1, "{:?}", endpoint.asked());
    assert!(!endpoint.asked()[0].contains("GRAPH"), "GRAPH does not reach into SERVICE: {:?}", endpoint.asked());
    let nine = "{ SERVICE <http://127.0.0.1/> { ?s ?p ?o } }".repeat(9);
    let ran = query(&format!("ASK {{ {nine} }}"), &ALLOW);
    assert!(ran.status == 2 && ran.stderr.contains("more than 8 SERVICE"), "{}", ran.stderr);
}

#[test]
fn an_endpoint_binds_only_what_it_was_asked_for() {
    let more = r#"{"head":{"vars":["m","x"]},"results":{"bindings":[{"m":{"type":"uri","value":"x:forged"},"x":{"type":"literal","value":"1"}}]}}"#;
    let endpoint = Endpoint::saying("application/sparql-results+json", more);
    let text = format!("SELECT ?m ?x {{ SERVICE <{}> {{ ?s ?p ?x }} OPTIONAL {{ ?m a sam:NoSuchClass }} }}", endpoint.url);
    assert_eq!(query(&text, &ALLOW).stdout, "m,x\r\n,1\r\n");
}

#[test]
fn silent_forgives_a_failing_endpoint_and_nothing_else() {
    let json = "Content-Type: application/sparql-results+json\r\n";
    for (status, headers, body) in [
        ("500 Oops", "", ""),
        ("429 Slow down", "Retry-After: 9\r\n", ""),
        ("200 OK", "Content-Type: text/html\r\n", "<p>hi"),
        ("200 OK", json, &JSON[..70]),
        ("200 OK", &format!("{json}Content-Length: 33554433\r\n"), ""),
    ] {
        let endpoint = Endpoint::new(Some((status, headers, body)));
        let ran = query(&select(&endpoint, ""), &ALLOW);
        assert_eq!((ran.status, ran.stdout.as_str()), (3, ""), "{status}: {}", ran.stderr);
        assert!(ran.stderr.starts_with(&format!("error: the endpoint `{}`", endpoint.url)), "{}", ran.stderr);
        let ran = query(&select(&endpoint, "SILENT"), &ALLOW);
        assert_eq!((ran.status, ran.stdout.as_str()), (0, "x\r\n\r\n"), "{status}: {}", ran.stderr);
    }
    let secret = good();
    let private = secret.url.replace("127.0.0.1", "localhost");
    let endpoint = Endpoint::new(Some(("307 Temporary Redirect", &format!("Location: {private}\r\n"), "")));
    for (text, silent) in [("SELECT ?x", ""), ("SELECT ?x", "SILENT"), ("SELECT (COUNT(*) AS ?x)", "SILENT"), ("ASK", "SILENT")] {
        let ran = query(&format!("{text} {{ SERVICE {silent} <{}> {{ ?s ?p ?x }} }}", endpoint.url), &ALLOW);
        assert_eq!((ran.status, ran.stdout.as_str()), (2, ""), "{text} {silent}: {}", ran.stderr);
        assert!(ran.stderr.contains(&format!("`{private}` is not asked")), "{}", ran.stderr);
    }
    assert!(secret.asked().is_empty());
    let slow = Endpoint::new(None);
    for silent in ["", "SILENT"] {
        let ran = query(&select(&slow, silent), &[&ALLOW[..], &["--timeout", "0.2"]].concat());
        assert_eq!((ran.status, ran.stdout.as_str()), (3, ""), "{silent}: {}", ran.stderr);
        assert!(ran.stderr.contains("the query took longer than 0.2 s"), "{}", ran.stderr);
    }
}

#[test]
fn what_never_ends_is_ended() {
    let head = "HTTP/1.1 200 OK\r\nContent-Type: application/sparql-results+json\r\n\r\n{\"head\":{\"vars\":[\"x\"]},";
    let flood = endless(head, &[b' '; 16_384], None);
    for silent in ["", "SILENT"] {
        let text = format!("SELECT ?x {{ SERVICE {silent} <{flood}> {{ ?s ?p ?x }} }}");
        let ran = query(&text, &ALLOW);
        let said = silent == "SILENT" || ran.stderr.contains("answers more than 33554432 bytes, which is the limit");
        assert_eq!((ran.status, said), (if silent.is_empty() { 3 } else { 0 }, true), "{}", ran.stderr);
    }
    // Each byte comes in time, and the whole never does.
    let drip = endless(head, b" ", Some(Duration::from_millis(20)));
    for silent in ["", "SILENT"] {
        let text = format!("SELECT ?x {{ SERVICE {silent} <{drip}> {{ ?s ?p ?x }} }}");
        let ran = query(&text, &[&ALLOW[..], &["--timeout", "0.5"]].concat());
        assert_eq!((ran.status, ran.stdout.as_str()), (3, ""), "{}", ran.stderr);
        assert!(ran.stderr.contains("took longer than 0.5 s"), "{}", ran.stderr);
    }
    let ran = World::new().run(&["query", "-e", "ASK { ?s ?p ?o }", "--why", "--endpoint", &drip, "--timeout", "0.5"]);
    assert!(ran.status == 3 && ran.stderr.contains("did not give its whole graph within 0.5 s"), "{}", ran.stderr);
}

#[test]
fn hostile_answers_are_errors() {
    let lol: String = (1..30).map(|n| format!("<!ENTITY l{n} '{0}{0}{0}{0}{0}{0}{0}{0}{0}{0}'>", format!("&l{};", n - 1))).collect();
    let bomb = format!(
        "<?xml version='1.0'?><!DOCTYPE s [<!ENTITY l0 'lol'>{lol}]><sparql xmlns='http://www.w3.org/2005/sparql-results#'><head><variable name='x'/>\
         </head><results><result><binding name='x'><literal>&l29;</literal></binding></result></results></sparql>"
    );
    let outside = bomb.replace("<!ENTITY l0 'lol'>", "<!ENTITY l0 SYSTEM 'file:///etc/passwd'>").replace("&l29;", "&l0;");
    let deep = format!("{{\"head\":{}", "[".repeat(200_000));
    let (xml, json) = ("Content-Type: application/sparql-results+xml\r\n", "Content-Type: application/sparql-results+json\r\n");
    let wait = format!("Retry-After: {}\r\n", "9".repeat(40));
    for (status, headers, body) in [
        ("200 OK", xml, bomb.as_str()),
        ("200 OK", xml, &outside),
        ("200 OK", json, &deep),
        ("200 OK", json, "\u{feff}[1,2"),
        ("200 OK", "Content-Type: application/sparql-results+json\r\nContent-Encoding: gzip\r\n", "\u{1f}\u{8b}"),
        ("429 Slow down", &wait, ""),
        ("503 Busy", "Retry-After: Fri, 31 Dec 9999 23:59:59 GMT\r\n", ""),
    ] {
        let endpoint = Endpoint::new(Some((status, headers, body)));
        let ran = query(&select(&endpoint, ""), &[&ALLOW[..], &["--timeout", "20"]].concat());
        assert_eq!((ran.status, ran.stdout.as_str()), (3, ""), "{status} {headers}: {}", ran.stderr);
        assert!(ran.stderr.starts_with(&format!("error: the endpoint `{}`", endpoint.url)), "{}", ran.stderr);
        assert!(ran.stderr.len() < 2_000 && !ran.stderr.contains("root:"), "{}", ran.stderr);
    }
    // Other ways to write a host that is not listed, in the query and where a listed one leads.
    let secret = good();
    for other in ["2130706433", "0x7f000001", "0177.0.0.1", "[::ffff:127.0.0.1]", "[::1]"] {
        let url = secret.url.replace("127.0.0.1", other);
        let ran = query(&format!("SELECT ?x {{ SERVICE SILENT <{url}> {{ ?s ?p ?x }} }}"), &["--allow-host", "example.no"]);
        assert_eq!(ran.status, 2, "{url}: {}", ran.stderr);
    }
    let port = secret.url.rsplit(':').next().unwrap();
    for other in ["2130706434", "[::ffff:127.0.0.2]", "[::1]", "localhost", "user:secret@127.0.0.1"] {
        let headers = format!("Location: http://{other}:{port}\r\n");
        let endpoint = Endpoint::new(Some(("308 Permanent Redirect", &headers, "")));
        let ran = query(&select(&endpoint, "SILENT"), &ALLOW);
        assert_eq!((ran.status, ran.stdout.as_str()), (2, ""), "{other}: {}", ran.stderr);
        assert!(ran.stderr.contains("is not asked") && !ran.stderr.contains("secret"), "{other}: {}", ran.stderr);
    }
    assert!(secret.asked().is_empty());
}

#[test]
fn a_listed_host_is_itself_however_its_address_is_written() {
    let endpoint = good();
    for (listed, asked) in [("[::ffff:127.0.0.1]", "[::ffff:127.0.0.1]"), ("127.0.0.1", "[::ffff:7f00:1]"), ("2130706433", "0x7f.1")] {
        let url = endpoint.url.replace("127.0.0.1", asked);
        let ran = query(&format!("SELECT ?x {{ SERVICE <{url}> {{ ?s ?p ?x }} }}"), &["--allow-host", listed]);
        assert_eq!((ran.status, ran.stdout.lines().next()), (0, Some("x")), "{listed}, {asked}: {}", ran.stderr);
    }
}

#[test]
fn evidence_says_what_came_from_elsewhere() {
    let endpoint = good();
    let said = format!("from <{}>, not traced", endpoint.url);
    let text = format!("SELECT ?m ?x {{ ?m sam:number '5.5' . ?m a sam:Measure . SERVICE <{}> {{ ?s ?p ?x }} }}", endpoint.url)
        .replace("sam:number", "skos:notation");
    let ran = query(&text, &[&ALLOW[..], &["--why", "--format", "json"]].concat());
    let found: serde_json::Value = serde_json::from_str(&ran.stdout).unwrap_or_else(|error| panic!("{error}: {}", ran.stderr));
    let rows = found["rows"].as_array().unwrap();
    assert!(!rows.is_empty());
    for row in rows {
        let elsewhere: Vec<_> = row["evidence"].as_array().unwrap().iter().filter(|one| one["kind"] == "elsewhere").collect();
        assert_eq!(elsewhere.len(), 1, "{row}");
        assert_eq!((&elsewhere[0]["statement"], &elsewhere[0]["graphs"][0]), (&said.clone().into(), &endpoint.url.clone().into()));
    }
    let csv = query(&text, &[&ALLOW[..], &["--why"]].concat()).stdout;
    assert!(csv.contains(&said) && csv.contains("Elsewhere"), "{csv}");
    let md = query(&text, &[&ALLOW[..], &["--why", "--format", "md"]].concat()).stdout;
    assert!(md.contains(&format!("fra <{}>, ikke sporet", endpoint.url)), "{md}");
    let absent =
        format!("SELECT ?m {{ ?m skos:notation '5.5' MINUS {{ ?m ?p ?o SERVICE <{}> {{ ?m ?p ?x }} FILTER(?x = 1) }} }}", endpoint.url);
    assert!(query(&absent, &[&ALLOW[..], &["--why"]].concat()).stdout.contains(&said), "an absence that an endpoint was asked about");
}

#[test]
fn no_reference_is_given_to_what_others_answered() {
    let endpoint = good();
    let ran = query(&select(&endpoint, ""), &[&ALLOW[..], &["--cite"]].concat());
    assert_eq!(ran.status, 2, "{}", ran.stdout);
    assert!(ran.stderr.contains(&endpoint.url) && ran.stderr.contains("could not be verified"), "{}", ran.stderr);
    assert!(endpoint.asked().is_empty());
}

fn serve(services: Services, text: &str) -> Replied {
    let app = App::reaching(services, Store::built_in().unwrap(), questions::all().unwrap(), Duration::from_secs(9), Shelf::default());
    let runtime = tokio::runtime::Runtime::new().unwrap();
    runtime.block_on(async {
        let request = Request::get(format!("/sparql?query={}", encoded(text))).header("accept", "text/csv").body(Body::empty()).unwrap();
        let (parts, body) = router(app).oneshot(request).await.unwrap().into_parts();
        let bytes = body.collect().await.unwrap().to_bytes();
        Replied { status: parts.status, headers: parts.headers, body: String::from_utf8(bytes.to_vec()).unwrap() }
    })
}

#[test]
fn the_server_asks_whom_its_operator_listed() {
    let (endpoint, broken) = (good(), Endpoint::new(Some(("500 Oops", "", ""))));
    let replied = serve(Services::default(), &select(&endpoint, "SILENT"));
    assert_eq!((replied.status, &replied.json()["code"]), (StatusCode::FORBIDDEN, &"query-forbidden".into()));
    let listed = || Services::on(samstyr::net::Policy::default().allow(["127.0.0.1".to_owned()], "here").unwrap());
    let replied = serve(listed(), &select(&endpoint, ""));
    assert_eq!((replied.status, replied.body.as_str()), (StatusCode::OK, "x\r\nder\r\n"));
    let replied = serve(listed(), &select(&broken, ""));
    assert_eq!((replied.status, &replied.json()["code"]), (StatusCode::BAD_GATEWAY, &"endpoint-failed".into()));
    assert_eq!(endpoint.asked().len(), 1);
}
