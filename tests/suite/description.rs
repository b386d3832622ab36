//! What the server says of itself to programs: the endpoint's description and the questions as an API, both held to what it does.

use crate::world::encoded;
use axum::body::Body;
use axum::http::{Request, StatusCode};
use http_body_util::BodyExt;
use oxigraph::io::{RdfFormat, RdfParser};
use oxigraph::model::{Graph, NamedNodeRef, TermRef, Triple};
use samstyr::http::{App, Shelf, router};
use samstyr::net::Policy;
use samstyr::questions;
use samstyr::sparql::Services;
use samstyr::store::Store;
use serde_json::Value;
use std::collections::BTreeSet;
use std::time::Duration;
use tower::ServiceExt;

const SD: &str = "http://www.w3.org/ns/sparql-service-description#";
const VOID: &str = "http://rdfs.org/ns/void#";

/// A server that is asked many things.
struct Server {
    app: axum::Router,
    runtime: tokio::runtime::Runtime,
}

impl Server {
    fn new(store: Store, services: Services) -> Self {
        let app = App::reaching(services, store, questions::all().unwrap(), Duration::from_secs(60), Shelf::default());
        Self { app: router(app), runtime: tokio::runtime::Runtime::new().unwrap() }
    }

    fn built_in() -> Self {
        Self::new(Store::built_in().unwrap(), Services::default())
    }

    /// Status, media type without its parameters, body.
    fn get(&self, path: &str, accept: &str) -> (StatusCode, String, Vec<u8>) {
        self.runtime.block_on(async {
            let request = Request::get(path).header("accept", accept).header("host", "data.test").body(Body::empty()).unwrap();
            let (parts, body) = self.app.clone().oneshot(request).await.unwrap().into_parts();
            let media_type = parts.headers.get("content-type").map_or("", |value| value.to_str().unwrap());
            (parts.status, media_type.split(';').next().unwrap().to_owned(), body.collect().await.unwrap().to_bytes().to_vec())
        })
    }

    fn json(&self, path: &str, accept: &str) -> Value {
        let (status, _, body) = self.get(path, accept);
        assert_eq!(status, StatusCode::OK, "{path}");
        serde_json::from_slice(&body).unwrap()
    }

    fn description(&self) -> Graph {
        let (status, media_type, body) = self.get("/sparql", "text/turtle");
        assert_eq!((status, media_type.as_str()), (StatusCode::OK, "text/turtle"));
        RdfParser::from_format(RdfFormat::Turtle).for_slice(&body).map(|quad| Triple::from(quad.unwrap())).collect()
    }
}

/// The objects of a property, as text.
fn objects(graph: &Graph, property: &str) -> BTreeSet<String> {
    let found = graph.triples_for_predicate(NamedNodeRef::new_unchecked(property)).map(|triple| match triple.object {
        TermRef::NamedNode(node) => node.as_str().to_owned(),
        TermRef::Literal(literal) => literal.value().to_owned(),
        other => other.to_string(),
    });
    found.collect()
}

#[test]
fn an_endpoint_says_what_it_is_and_what_it_holds() {
    let server = Server::built_in();
    let graph = server.description();
    let sd = |local: &str| objects(&graph, &format!("{SD}{local}"));
    assert_eq!(sd("endpoint"), BTreeSet::from(["http://data.test/sparql".to_owned()]));
    assert_eq!(sd("supportedLanguage"), BTreeSet::from([format!("{SD}SPARQL11Query")]));
    assert_eq!(sd("feature"), BTreeSet::from([format!("{SD}UnionDefaultGraph")]));
    assert!(!graph.iter().any(|triple| triple.subject.is_blank_node() || triple.object.is_blank_node()));
    // Every graph by its name, with as many triples as a query counts.
    let counted = |query: &str| {
        server.json(&format!("/sparql?query={}", encoded(query)), "application/sparql-results+json")["results"]["bindings"].clone()
    };
    let named = counted("SELECT ?g (COUNT(*) AS ?n) { GRAPH ?g { ?s ?p ?o } } GROUP BY ?g");
    let graphs: BTreeSet<String> = named.as_array().unwrap().iter().map(|row| row["g"]["value"].as_str().unwrap().to_owned()).collect();
    assert!(graphs.len() > 8 && sd("name") == graphs, "{graphs:?}");
    let mut sizes: Vec<String> = named.as_array().unwrap().iter().map(|row| row["n"]["value"].as_str().unwrap().to_owned()).collect();
    sizes.push(counted("SELECT (COUNT(*) AS ?n) { ?s ?p ?o }")[0]["n"]["value"].as_str().unwrap().to_owned());
    let mut told: Vec<String> = graph
        .triples_for_predicate(NamedNodeRef::new_unchecked(&format!("{VOID}triples")))
        .map(|triple| match triple.object {
            TermRef::Literal(literal) => literal.value().to_owned(),
            other => panic!("{other}"),
        })
        .collect();
    sizes.sort();
    told.sort();
    assert_eq!(told, sizes);
    // Every format that it names, it gives.
    let formats = sd("resultFormat");
    for (name, query, media_type) in [
        ("SPARQL_Results_JSON", "ASK {}", "application/sparql-results+json"),
        ("SPARQL_Results_XML", "ASK {}", "application/sparql-results+xml"),
        ("SPARQL_Results_CSV", "ASK {}", "text/csv"),
        ("SPARQL_Results_TSV", "ASK {}", "text/tab-separated-values"),
        ("Turtle", "CONSTRUCT {} {}", "text/turtle"),
        ("N-Triples", "CONSTRUCT {} {}", "application/n-triples"),
        ("N-Quads", "CONSTRUCT {} {}", "application/n-quads"),
        ("TriG", "CONSTRUCT {} {}", "application/trig"),
        ("JSON-LD", "CONSTRUCT {} {}", "application/ld+json"),
        ("RDF_XML", "CONSTRUCT {} {}", "application/rdf+xml"),
    ] {
        assert!(formats.contains(&format!("http://www.w3.org/ns/formats/{name}")), "{name}");
        let (status, given, _) = server.get(&format!("/sparql?query={}", encoded(query)), media_type);
        assert_eq!((status, given.as_str()), (StatusCode::OK, media_type), "{name}");
    }
    assert_eq!(formats.len(), 10);
}

#[test]
fn a_description_is_had_by_whoever_takes_a_graph() {
    let server = Server::built_in();
    for (path, accept, status, media_type) in [
        ("/sparql", "*/*", 200, "text/turtle"),
        ("/sparql", "application/rdf+xml", 200, "application/rdf+xml"),
        ("/sparql?format=jsonld", "text/html", 200, "application/ld+json"),
        ("/sparql?format=csv", "*/*", 406, "application/problem+json"),
        ("/sparql", "text/html", 303, ""),
        ("/sparql", "application/sparql-results+json", 400, "application/problem+json"),
        ("/sparql?lang=nb", "text/turtle", 400, "application/problem+json"),
    ] {
        let (given, found, _) = server.get(path, accept);
        assert_eq!((given.as_u16(), found.as_str()), (status, media_type), "{path} {accept}");
    }
}

#[test]
fn features_are_those_of_the_store_and_its_policy() {
    let world = crate::world::World::new();
    let file = world.file("a.trig", "<x:a> <x:p> <x:b> . <x:g> { <x:a> <x:p> <x:c> }");
    let policy = Policy::default().allow(["localhost".to_owned()], "here").unwrap();
    let graph = Server::new(Store::from_files(&[file]).unwrap(), Services::on(policy)).description();
    // A triple in no named graph: the default graph is no mere union. And there is somebody to ask.
    assert_eq!(objects(&graph, &format!("{SD}feature")), BTreeSet::from([format!("{SD}BasicFederatedQuery")]));
    assert_eq!(objects(&graph, &format!("{SD}name")), BTreeSet::from(["x:g".to_owned()]));
    assert_eq!(objects(&graph, &format!("{VOID}triples")), BTreeSet::from(["1".to_owned(), "2".to_owned()]));
}

/// Every reference of a document leads to a part of it.
fn check_references(document: &Value, part: &Value) {
    match part {
        Value::Object(members) => {
            if let Some(Value::String(reference)) = members.get("$ref") {
                assert!(document.pointer(reference.trim_start_matches('#')).is_some(), "{reference} leads nowhere");
            }
            members.values().for_each(|member| check_references(document, member));
        }
        Value::Array(items) => items.iter().for_each(|item| check_references(document, item)),
        _ => {}
    }
}

/// What a parameter is asked with: its example, as a query string has it.
fn example(operation: &Value) -> String {
    let own = operation["parameters"].as_array().unwrap().iter().filter(|parameter| parameter["name"].is_string());
    let pairs = own.map(|own| {
        format!(
            "{}={}",
            own["name"].as_str().unwrap(),
            encoded(&own["example"].as_str().map_or_else(|| own["example"].to_string(), str::to_owned))
        )
    });
    pairs.collect::<Vec<_>>().join("&")
}

#[test]
fn the_questions_as_an_api_are_what_the_server_does() {
    let server = Server::built_in();
    let document = server.json("/openapi.json", "*/*");
    assert_eq!((document["openapi"].as_str(), document["servers"][0]["url"].as_str()), (Some("3.1.0"), Some("http://data.test")));
    check_references(&document, &document);
    let paths = document["paths"].as_object().unwrap();
    let operations: BTreeSet<&str> = paths.values().map(|path| path["get"]["operationId"].as_str().unwrap()).collect();
    assert_eq!(operations.len(), paths.len(), "an operationId stands twice");
    let questions = questions::all().unwrap();
    assert_eq!(paths.len(), questions.len() + 2);
    for question in &questions {
        let path = format!("/questions/{}", question.name);
        let operation = &paths[&path]["get"];
        assert_eq!(operation["summary"], question.header.summary_en, "{path}");
        assert!(operation["description"].as_str().unwrap().contains(&question.header.summary_nb), "{path}");
        let answer = server.json(&format!("{path}?{}", example(operation)), "application/sparql-results+json");
        let schema = &operation["responses"]["200"]["content"]["application/sparql-results+json"]["schema"];
        let columns = &schema["allOf"][1]["properties"]["head"]["properties"]["vars"]["const"];
        assert!(if columns.is_null() { answer["boolean"].is_boolean() } else { answer["head"]["vars"] == *columns }, "{path}: {schema}");
    }
    // Every media type of three kinds of questions: rows, with a parameter, yes or no.
    for name in ["municipal-measures", "duties", "agreement-in-force"] {
        let operation = &paths[&format!("/questions/{name}")]["get"];
        for media_type in operation["responses"]["200"]["content"].as_object().unwrap().keys() {
            let more = match media_type.as_str() {
                "application/json" => "&why=true",
                "text/plain" => "&cite=text&date=2026-11-22",
                "application/x-bibtex" => "&cite=bibtex&date=2026-11-22",
                _ => "",
            };
            let (status, given, _) = server.get(&format!("/questions/{name}?{}{more}", example(operation)), media_type);
            assert_eq!((status, &given), (StatusCode::OK, media_type), "{name}");
        }
    }
    let (status, given, body) = server.get("/questions/duties?holder=x", "*/*");
    let problem: Value = serde_json::from_slice(&body).unwrap();
    assert!(status == StatusCode::BAD_REQUEST && given == "application/problem+json" && problem["hints"].is_array(), "{problem}");
}

#[test]
fn what_the_api_lists_can_be_asked_for() {
    let server = Server::built_in();
    let document = server.json("/openapi.json", "*/*");
    let by_extension = &document["paths"]["/questions/{id}.{format}"]["get"];
    let values = |at: usize| by_extension["parameters"][at]["schema"]["enum"].as_array().unwrap().clone();
    assert!(values(0).contains(&"duties".into()) && values(1).len() > 5);
    for format in values(1) {
        let (status, given, _) = server.get(&format!("/questions/focus-areas.{}", format.as_str().unwrap()), "text/html");
        assert!(status == StatusCode::OK && by_extension["responses"]["200"]["content"].get(&given).is_some(), "{format}: {given}");
    }
    for media_type in document["paths"]["/questions"]["get"]["responses"]["200"]["content"].as_object().unwrap().keys() {
        let (status, given, _) = server.get("/questions", media_type);
        assert_eq!((status, &given), (StatusCode::OK, media_type));
    }
    // The keys that a parameter lists, each with its name, are all answered; so are an IRI and the other shapes of values.
    let bearer = &document["paths"]["/questions/duties"]["get"]["parameters"][0]["schema"];
    let keys = bearer["anyOf"][0]["oneOf"].as_array().unwrap();
    assert!(keys.iter().any(|key| key["const"] == "no-kmd" && key["title"].as_str().unwrap().contains("Ministry")), "{bearer}");
    for key in keys {
        let (status, ..) = server.get(&format!("/questions/duties?bearer={}", encoded(key["const"].as_str().unwrap())), "text/csv");
        assert_eq!(status, StatusCode::OK, "{key}");
    }
    assert_eq!(
        server.get(&format!("/questions/duties?bearer={}", encoded("https://w3id.org/samstyr/id/org/no-kmd")), "text/csv").0,
        StatusCode::OK
    );
    let days = document["paths"].as_object().unwrap().values().flat_map(|path| path["get"]["parameters"].as_array().unwrap().clone());
    assert!(days.into_iter().any(|own| own["schema"]["format"] == "date" && own["example"].as_str().is_some_and(|day| day.len() == 10)));
    assert_eq!(server.get("/openapi.json", "text/html").1, "application/json");
}
