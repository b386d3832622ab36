//! The HTTP door, without a port.

use crate::world::{World, encoded, get, post, send, send_with_timeout};
use axum::body::Body;
use axum::http::{Method, Request, StatusCode};
use std::time::{Duration, Instant};

const MEASURES: &str = "SELECT ?m ?n { ?m a sam:Measure ; skos:notation ?n } ORDER BY ?m";

#[test]
fn both_doors_give_the_same_bytes() {
    let world = World::new();
    for query in [MEASURES, "SELECT * { VALUES (?a ?b) { (\"æ,\\\"ø\\\"\\n\"@nb UNDEF) (1.50 <x:y>) } }"] {
        for format in ["csv", "tsv", "json", "xml"] {
            let media_type = match format {
                "csv" => "text/csv",
                "tsv" => "text/tab-separated-values",
                other => &format!("application/sparql-results+{other}"),
            };
            let there = get(&format!("/sparql?query={}", encoded(query)), media_type);
            let here = world.run(&["query", "-e", query, "--format", format]);
            assert_eq!((there.status, there.body), (StatusCode::OK, here.stdout), "{format}");
        }
    }
}

#[test]
fn a_query_comes_by_get_form_or_directly() {
    let query = "ASK { ?m a sam:Measure }";
    let replies = [
        get(&format!("/sparql?query={}", encoded(query)), "text/csv"),
        post("/sparql", "application/x-www-form-urlencoded; charset=UTF-8", &format!("query={}", encoded(query))),
        post("/sparql", "application/sparql-query", query),
    ];
    for reply in &replies {
        assert_eq!(reply.status, StatusCode::OK, "{}", reply.body);
        assert!(reply.body.contains("true"));
    }
    let head = send(Request::head(format!("/sparql?query={}", encoded(query))).body(Body::empty()).unwrap());
    assert_eq!((head.status, head.body.as_str()), (StatusCode::OK, ""));
}

#[test]
fn the_accept_header_chooses_the_format() {
    let rows = format!("/sparql?query={}", encoded(MEASURES));
    let graph = format!("/sparql?query={}", encoded("CONSTRUCT WHERE { ?m a sam:Measure }"));
    for (path, accept, media_type) in [
        (&rows, "*/*", "application/sparql-results+json"),
        (&rows, "application/json", "application/sparql-results+json"),
        (&rows, "application/sparql-results+xml", "application/sparql-results+xml"),
        (&rows, "text/csv", "text/csv; charset=utf-8"),
        (&rows, "text/markdown", "text/markdown; charset=utf-8"),
        (&graph, "*/*", "text/turtle; charset=utf-8"),
        (&graph, "application/n-triples", "application/n-triples"),
        (&graph, "application/ld+json", "application/ld+json"),
        (&graph, "application/rdf+xml", "application/rdf+xml"),
    ] {
        let reply = get(path, accept);
        assert_eq!((reply.status, reply.header("content-type")), (StatusCode::OK, media_type), "{accept}");
    }
    let refused = get(&rows, "text/turtle");
    assert_eq!(refused.status, StatusCode::NOT_ACCEPTABLE);
}

#[test]
fn protocol_graphs_replace_the_default_graph() {
    let count = encoded("SELECT (COUNT(*) AS ?n) { ?s a sam:Claim }");
    let number = |path: String| get(&path, "text/csv").body;
    let whole = number(format!("/sparql?query={count}"));
    let evidence = number(format!("/sparql?query={count}&default-graph-uri={}", encoded("https://w3id.org/samstyr/graph/evidence")));
    let reference = number(format!("/sparql?query={count}&default-graph-uri={}", encoded("https://w3id.org/samstyr/graph/reference")));
    assert_eq!((&whole, reference.as_str()), (&evidence, "n\r\n0\r\n"));
}

#[test]
fn mistakes_are_problems() {
    let reply = get(&format!("/sparql?query={}", encoded("SELECT ?x\nWHERE { ?x sam:number }")), "*/*");
    assert_eq!((reply.status, reply.header("content-type")), (StatusCode::BAD_REQUEST, "application/problem+json"));
    let problem = reply.json();
    assert_eq!((&problem["code"], &problem["line"], &problem["column"]), (&"query-syntax".into(), &2.into(), &23.into()));
    assert_eq!(problem["type"], "https://w3id.org/samstyr/errors#query-syntax");
    for (path, status, code) in [
        ("/sparql".to_owned(), 400, "request-invalid"),
        ("/sparql?query=ASK%7B%7D&query=ASK%7B%7D".to_owned(), 400, "request-invalid"),
        ("/sparql?query=ASK%7B%7D&default-graph-uri=x".to_owned(), 400, "request-invalid"),
        (format!("/sparql?query={}", encoded("SELECT * { SERVICE SILENT <http://127.0.0.1:1/> { ?s ?p ?o } }")), 403, "query-forbidden"),
        (format!("/sparql?query={}", encoded(&"{".repeat(5_000))), 413, "query-too-complex"),
        (
            format!("/sparql?query={}", encoded("SELECT * { ?s ?p 1SERVICE SILENT<http://127.0.0.1:1/>{ ?a ?b ?c } }")),
            403,
            "query-forbidden",
        ),
        (format!("/sparql?query={}", encoded(&format!("ASK {{ ?s ?p ({}) }}", "1 ".repeat(900)))), 413, "query-too-complex"),
        (
            format!("/sparql?query={}", encoded(&format!("ASK{{FILTER(\"x\"@values=\"x\"{})}}", "&&1".repeat(3_600)))),
            413,
            "query-too-complex",
        ),
        ("/questions/%ff".to_owned(), 404, "route-not-found"),
        ("/sparql?update=DROP%20ALL".to_owned(), 403, "query-forbidden"),
        ("/update".to_owned(), 403, "query-forbidden"),
        ("/data?default".to_owned(), 403, "query-forbidden"),
        ("/nowhere".to_owned(), 404, "route-not-found"),
        ("/questions/municipal-mesures".to_owned(), 404, "question-not-found"),
        ("/questions/duties?holder=x".to_owned(), 400, "parameter-unknown"),
        ("/questions/duties?bearer=%3E".to_owned(), 400, "parameter-invalid"),
        ("/questions/duties?lang=de".to_owned(), 400, "parameter-invalid"),
        ("/questions/duties.turtle".to_owned(), 406, "not-acceptable"),
    ] {
        let reply = get(&path, "*/*");
        assert_eq!((reply.status.as_u16(), reply.json()["code"].as_str()), (status, Some(code)), "{path}");
    }
    let delete = send(Request::builder().method(Method::DELETE).uri("/sparql").body(Body::empty()).unwrap());
    assert_eq!((delete.status, delete.header("allow")), (StatusCode::METHOD_NOT_ALLOWED, "GET, HEAD, POST, OPTIONS"));
    assert_eq!(post("/sparql", "text/plain", "ASK {}").status, StatusCode::UNSUPPORTED_MEDIA_TYPE);
    assert_eq!(post("/questions", "text/plain", "").status, StatusCode::METHOD_NOT_ALLOWED);
    let latin1 = Request::post("/sparql").header("content-type", "application/sparql-query").body(Body::from(vec![0xE6])).unwrap();
    assert_eq!(send(latin1).status, StatusCode::BAD_REQUEST);
    assert_eq!(post("/sparql", "application/sparql-query", &" ".repeat(5_000_000)).status, StatusCode::PAYLOAD_TOO_LARGE);
}

#[test]
fn questions_are_listed_and_answered() {
    let world = World::new();
    let list = get("/questions", "application/json").json();
    let question = list["questions"].as_array().unwrap().iter().find(|question| question["id"] == "duties").unwrap().clone();
    assert_eq!(question["parameters"][0]["example"], "no-ks");
    assert_eq!(question["href"], "/questions/duties");
    assert!(get("/questions", "text/csv").body.starts_with("id,group,title,state\r\n"));
    let here = world.run(&["ask", "duties", "bearer=no-kmd", "--lang", "en", "--format", "csv"]).stdout;
    let there = get("/questions/duties.csv?bearer=no-kmd&lang=en", "text/html");
    assert_eq!((there.header("content-type"), &there.body), ("text/csv; charset=utf-8", &here));
    assert_eq!(get("/questions/duties?bearer=no-kmd&lang=en", "text/csv").body, here);
    let accepted = Request::get("/questions/life-events.csv").header("accept-language", "nn-NO, en;q=0.5").body(Body::empty()).unwrap();
    assert!(send(accepted).body.contains("Ny i Noreg"));
}

#[test]
fn every_response_has_the_safe_headers() {
    for path in ["/", "/questions", "/nowhere", "/sparql?query=ASK%7B%7D"] {
        let reply = get(path, "*/*");
        assert_eq!(reply.header("x-content-type-options"), "nosniff", "{path}");
        assert_eq!(reply.header("content-security-policy"), "default-src 'none'", "{path}");
        assert_eq!(reply.header("referrer-policy"), "no-referrer", "{path}");
        assert!(reply.header("vary").contains("Accept"), "{path}");
    }
    assert!(get("/", "*/*").body.contains("/questions/municipal-measures"));
    let cross_origin = Request::get("/questions").header("origin", "https://example.org").body(Body::empty()).unwrap();
    assert_eq!(send(cross_origin).header("access-control-allow-origin"), "*");
}

#[test]
fn a_client_is_freed_at_the_time_limit() {
    let heavy = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }";
    let request = Request::get(format!("/sparql?query={}", encoded(heavy))).body(Body::empty()).unwrap();
    let start = Instant::now();
    let reply = send_with_timeout(request, Duration::from_millis(300));
    assert_eq!((reply.status, reply.json()["code"].as_str()), (StatusCode::SERVICE_UNAVAILABLE, Some("limit")));
    assert_eq!(reply.header("retry-after"), "5");
    assert!(start.elapsed() < Duration::from_secs(30), "the client waited for the query to end");
}

#[test]
fn the_namespace_answers_in_every_form() {
    for (path, accept, media_type) in [
        ("/ns", "*/*", "text/turtle; charset=utf-8"),
        ("/ns", "application/rdf+xml", "application/rdf+xml"),
        ("/ns", "application/ld+json", "application/ld+json"),
        ("/ns.nt", "text/html", "application/n-triples"),
        ("/ns/0.1.0", "*/*", "text/turtle; charset=utf-8"),
        ("/ns/0.1.0", "text/turtle", "text/turtle; charset=utf-8"),
        ("/ns/0.1.0.jsonld", "text/turtle", "application/ld+json"),
    ] {
        let reply = get(path, accept);
        assert_eq!((reply.status, reply.header("content-type")), (StatusCode::OK, media_type), "{path} {accept}");
        assert!(reply.body.contains("Measure"), "{path} {accept}");
        assert!(reply.header("vary").contains("Accept"), "{path}");
    }
    assert_eq!(get("/ns", "image/png").status, StatusCode::NOT_ACCEPTABLE);
    for path in ["/ns/9.9.9", "/ns.exe", "/ns/0.1.0/x"] {
        assert_eq!(get(path, "*/*").status, StatusCode::NOT_FOUND, "{path}");
    }
    assert_eq!(post("/ns", "text/turtle", "").status, StatusCode::METHOD_NOT_ALLOWED);
}
