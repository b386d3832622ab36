//! The pages, through the router and without a browser: whole in three languages, no dead link, nothing raw where there is a word for it.

use crate::world::{get, post};
use axum::body::Body;
use axum::http::{Request, StatusCode};
use http_body_util::BodyExt;
use samstyr::http::{App, Shelf, router};
use samstyr::pages::LANGUAGES;
use samstyr::questions;
use samstyr::store::Store;
use std::collections::{BTreeMap, BTreeSet};
use std::time::Duration;
use tokio::runtime::Runtime;
use tower::ServiceExt;

const BROWSER: &str = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8";
/// One address of each type of page, below the language.
const TYPES: [&str; 19] = [
    "/",
    "/questions",
    "/questions?search=plikt",
    "/questions/municipal-measures?why=true",
    "/questions/duties?bearer=no-kmd",
    "/questions/agreement-in-force",
    "/things",
    "/things/measure",
    "/id/measure/no-dos-2019-6.5",
    "/id/org/no-ks",
    "/id/conflict/no-dos-2019-Z3",
    "/search?q=KS",
    "/sparql",
    "/sparql?query=SELECT%20*%20%7B%20?m%20a%20sam:Measure%20%7D&why=true",
    "/ns",
    "/ns/Norm",
    "/shapes",
    "/graph/source/no-kmd-ks-2020",
    "/data",
];

/// A server that is asked many things.
pub struct Server {
    app: axum::Router,
    runtime: Runtime,
}

impl Server {
    pub fn new() -> Self {
        let shelf = Shelf { statement: Some("https://uustatus.no/nb/erklaringer/publisert/0".to_owned()), ..Shelf::default() };
        let app = App::new(Store::built_in().unwrap(), questions::all().unwrap(), Duration::from_secs(60), shelf);
        Self { app: router(app), runtime: Runtime::new().unwrap() }
    }

    pub fn get(&self, path: &str, accept: &str) -> (StatusCode, String, Vec<u8>) {
        self.runtime.block_on(async {
            let request = Request::get(path).header("accept", accept).body(Body::empty()).unwrap();
            let response = self.app.clone().oneshot(request).await.unwrap();
            let (parts, body) = response.into_parts();
            let location = parts.headers.get("location").map_or(String::new(), |value| value.to_str().unwrap().to_owned());
            (parts.status, location, body.collect().await.unwrap().to_bytes().to_vec())
        })
    }

    pub fn page(&self, path: &str) -> String {
        let (status, _, body) = self.get(path, BROWSER);
        assert_eq!(status, StatusCode::OK, "{path}");
        String::from_utf8(body).unwrap()
    }
}

/// The elements of a page in order, each with its attributes; fails where they are not nested as they should be.
fn elements(path: &str, html: &str) -> Vec<(String, BTreeMap<String, String>)> {
    const VOID: [&str; 6] = ["meta", "link", "input", "br", "img", "hr"];
    let mut open: Vec<String> = Vec::new();
    let mut found = Vec::new();
    let mut rest = html.strip_prefix("<!DOCTYPE html>").unwrap_or_else(|| panic!("{path}: no doctype"));
    while let Some((_, after)) = rest.split_once('<') {
        let (tag, after) = after.split_once('>').unwrap_or_else(|| panic!("{path}: a tag without an end"));
        rest = after;
        if let Some(name) = tag.strip_prefix('/') {
            assert_eq!(open.pop().as_deref(), Some(name), "{path}: </{name}> closes nothing");
            continue;
        }
        let (name, attributes) = tag.split_once(char::is_whitespace).unwrap_or((tag, ""));
        assert!(name.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit()), "{path}: <{tag}>");
        found.push((name.to_owned(), attributes_of(path, attributes)));
        if name == "script" {
            rest = rest.split_once("</script>").unwrap_or_else(|| panic!("{path}: a script without an end")).1;
        } else if !VOID.contains(&name) {
            open.push(name.to_owned());
        }
    }
    assert!(open.is_empty(), "{path}: {open:?} stay open");
    found
}

fn attributes_of(path: &str, mut text: &str) -> BTreeMap<String, String> {
    let mut found = BTreeMap::new();
    while !text.trim_start().is_empty() {
        text = text.trim_start();
        let end = text.find([' ', '=']).unwrap_or(text.len());
        let (name, after) = text.split_at(end);
        let (value, after) = match after.strip_prefix("=\"") {
            Some(quoted) => quoted.split_once('"').unwrap_or_else(|| panic!("{path}: {text}")),
            None => ("", after),
        };
        let value = value.replace("&#38;", "&").replace("&amp;", "&");
        assert!(found.insert(name.to_owned(), value).is_none(), "{path}: {name} twice in {text}");
        text = after;
    }
    found
}

/// What a reader sees: no tags, no scripts, and no code.
fn visible(html: &str) -> String {
    let mut text = String::new();
    let mut rest = html;
    while let Some((before, after)) = rest.split_once('<') {
        text.push_str(before);
        let (tag, after) = after.split_once('>').unwrap();
        let name = tag.split(' ').next().unwrap();
        let hidden = ["script", "code", "textarea", "pre"].contains(&name);
        rest = if hidden { after.split_once(&format!("</{name}>")).unwrap().1 } else { after };
    }
    text + rest
}

#[test]
fn every_type_of_page_is_whole_in_three_languages() {
    let server = Server::new();
    for language in LANGUAGES {
        for below in TYPES {
            let path = format!("/{}{below}", language.tag());
            let html = server.page(&path);
            let elements = elements(&path, &html);
            let count = |name: &str| elements.iter().filter(|(found, _)| found == name).count();
            let html_element = elements.iter().find(|(name, _)| name == "html").unwrap();
            assert_eq!(html_element.1["lang"], language.tag(), "{path}");
            assert_eq!((count("h1"), count("main"), count("title")), (1, 1, 1), "{path}");
            let mut ids = BTreeSet::new();
            for (name, attributes) in &elements {
                assert!(!attributes.keys().any(|key| key.starts_with("on") || key == "style"), "{path}: <{name}> has {attributes:?}");
                if let Some(id) = attributes.get("id") {
                    assert!(ids.insert(id.clone()), "{path}: id {id} twice");
                }
            }
            for (name, attributes) in &elements {
                for key in ["for", "aria-labelledby", "aria-describedby"] {
                    if let Some(id) = attributes.get(key) {
                        assert!(ids.contains(id), "{path}: <{name}> refers to {id}");
                    }
                }
            }
            assert_eq!(count("table"), count("caption"), "{path}: a table without a caption");
            assert!(html.contains("uustatus.no"), "{path}: the publisher's statement");
        }
    }
}

#[test]
fn nothing_is_shown_raw_where_there_is_a_word_for_it() {
    let server = Server::new();
    for language in LANGUAGES {
        // The ontology and what is asked of the data are about the terms themselves.
        for below in TYPES.iter().filter(|below| !["/ns", "/ns/Norm", "/shapes"].contains(below)) {
            let text = visible(&server.page(&format!("/{}{below}", language.tag())));
            for raw in ["w3id.org", "http://", "sam:", "skos:", "no-dos-2019", "no-kmd-ks"] {
                let shown =
                    text.split_whitespace().find(|word| word.contains(raw) && !word.contains("/questions/") && !word.contains("graph"));
                // Graphs are named by their document, as there is nothing else to call them.
                let graphs = ["/data", "/graph/source/no-kmd-ks-2020"].contains(below);
                assert!(graphs || shown.is_none(), "/{language}{below} shows {shown:?}");
            }
        }
    }
}

#[test]
fn no_link_inside_the_site_is_dead() {
    let server = Server::new();
    let mut seen: BTreeSet<String> = BTreeSet::new();
    let mut waiting = vec!["/nb/".to_owned()];
    let mut anchors: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    let mut wanted: BTreeSet<(String, String, String)> = BTreeSet::new();
    while let Some(path) = waiting.pop() {
        if !seen.insert(path.clone()) {
            continue;
        }
        let (status, location, body) = server.get(&path, BROWSER);
        assert!(status == StatusCode::OK || (status == StatusCode::SEE_OTHER && location.starts_with('/')), "{path}: {status}");
        let is_file = [".svg", ".ics"].iter().any(|end| path.ends_with(end));
        if !path.starts_with("/nb/") || is_file {
            continue;
        }
        let html = String::from_utf8(body).unwrap();
        let elements = elements(&path, &html);
        anchors.insert(path.clone(), elements.iter().filter_map(|(_, attributes)| attributes.get("id").cloned()).collect());
        for (_, attributes) in &elements {
            let Some(href) = attributes.get("href").or_else(|| attributes.get("action")) else { continue };
            let (target, anchor) = href.split_once('#').unwrap_or((href, ""));
            let target = if target.is_empty() { path.as_str() } else { target };
            if !target.starts_with('/') {
                continue;
            }
            if !anchor.is_empty() {
                wanted.insert((target.to_owned(), anchor.to_owned(), path.clone()));
            }
            // What is many and alike stands for one another: evidence, files of things and answers, queries, pages in other languages.
            let alike = ["/nb/id/claim/", "/nb/id/passage/", "/nb/id/statement/", "/nb/sparql?", "/doc/", "/questions/", "/nn/", "/en/"];
            let sampled = alike.iter().any(|start| target.starts_with(start)) && path != "/nb/questions/duties";
            if !sampled || seen.len().is_multiple_of(50) {
                waiting.push(target.to_owned());
            }
        }
    }
    assert!(seen.len() > 800, "only {} addresses were found", seen.len());
    for (target, anchor, from) in wanted {
        let Some(ids) = anchors.get(&target) else { continue };
        assert!(ids.contains(&anchor), "{from} leads to {target}#{anchor}, which is not there");
    }
}

#[test]
fn a_thing_is_given_as_it_is_asked_for() {
    let path = "/id/measure/no-dos-2019-6.5";
    for (accept, location) in [
        (BROWSER, "/nb/id/measure/no-dos-2019-6.5"),
        ("text/turtle", "/doc/measure/no-dos-2019-6.5"),
        ("*/*", "/doc/measure/no-dos-2019-6.5"),
    ] {
        let reply = get(path, accept);
        assert_eq!((reply.status, reply.header("location")), (StatusCode::SEE_OTHER, location), "{accept}");
        assert!(reply.header("vary").contains("Accept-Language") && reply.header("link").contains("</doc/measure/no-dos-2019-6.5.ttl>"));
    }
    assert_eq!(get("/id/measure/no-dos-2019-6.5.jsonld", "*/*").header("location"), "/doc/measure/no-dos-2019-6.5.jsonld");
    for (extension, accept, media_type) in [
        ("", "text/turtle", "text/turtle; charset=utf-8"),
        ("", "application/ld+json", "application/ld+json"),
        (".ttl", BROWSER, "text/turtle; charset=utf-8"),
        (".rdf", "*/*", "application/rdf+xml"),
        (".nt", "*/*", "application/n-triples"),
    ] {
        let reply = get(&format!("/doc/measure/no-dos-2019-6.5{extension}"), accept);
        assert_eq!((reply.status, reply.header("content-type")), (StatusCode::OK, media_type), "{extension} {accept}");
        assert!(reply.body.contains("Retningslinjer for involvering av kommunal sektor"), "{extension}");
    }
    assert_eq!(get(path, "image/png").status, StatusCode::NOT_ACCEPTABLE);
    for wrong in ["/id/measure/no-dos-2019-6.99", "/doc/measure/x", "/id/nothing/x"] {
        assert_eq!(get(wrong, "text/turtle").status, StatusCode::NOT_FOUND, "{wrong}");
    }
    assert_eq!(post(path, "text/turtle", "").status, StatusCode::METHOD_NOT_ALLOWED);
    assert_eq!(get("/shapes", "text/turtle").status, StatusCode::OK);
    assert_eq!(get("/graph/source/no-kmd-ks-2020", "text/turtle").status, StatusCode::OK);
    assert_eq!(get("/graph/nothing", "text/turtle").status, StatusCode::NOT_FOUND);
}

#[test]
fn a_page_of_a_thing_shows_its_evidence_and_contradictions() {
    let server = Server::new();
    let html = server.page("/nb/id/measure/no-dos-2019-6.5");
    for shown in [
        "Retningslinjer for involvering av kommunal sektor",
        "<q class=\"quote\">",
        "data-code=\"Stated\"",
        "/nb/id/document/no-kmd-ks-2020",
        "/nb/id/area/no-dos-2019-6",
        "linje",
        "application/ld+json",
    ] {
        assert!(html.contains(shown), "{shown}");
    }
    let contradicted = server.page("/nb/questions/municipal-measures");
    assert!(contradicted.contains("/nb/id/conflict/no-dos-2019-Z3"), "the contradiction that the answer touches");
}

#[test]
fn a_page_that_is_not_there_helps() {
    for path in [
        "/nb/id/measure/no-dos-2019-6.99",
        "/nb/questions/municipal-measure",
        "/nn/nothing",
        "/en/things/nothing",
        "/nothing",
        "/nb/things/measure?page=9",
    ] {
        let reply = get(path, BROWSER);
        assert_eq!((reply.status, reply.header("content-type")), (StatusCode::NOT_FOUND, "text/html; charset=utf-8"), "{path}");
        elements(path, &reply.body);
        assert!(reply.body.contains("/search"), "{path}");
    }
    assert!(get("/nb/questions/municipal-measure", BROWSER).body.contains("municipal-measures"), "the nearest question is named");
    assert_eq!(get("/nothing", "*/*").header("content-type"), "application/problem+json");
    assert_eq!(post("/nb/", "text/plain", "").status, StatusCode::METHOD_NOT_ALLOWED);
}

#[test]
fn search_finds_what_people_type_and_runs_nothing() {
    let server = Server::new();
    for (query, path) in [
        ("5.1", "/nb/id/measure/no-dos-2019-5.1"),
        ("971%20032%20146", "/nb/id/org/no-ks"),
        ("971032146", "/nb/id/org/no-ks"),
        ("guidelines+on+involving", "/nb/id/measure/no-dos-2019-6.5"),
        ("KS", "/nb/id/org/no-ks"),
        ("Ny+i+Norge", "/nb/id/life-event"),
        ("oppsigelse", "/nb/questions/"),
        ("MunicipalEffect", "/nb/ns#MunicipalEffect"),
    ] {
        let html = server.page(&format!("/nb/search?q={query}"));
        let found = html.split_once("role=\"status\"").unwrap().1;
        assert!(found.contains(path), "{query} does not find {path}");
    }
    assert!(!server.page("/nb/search?q=5.1").contains("no-dos-2019-5.10"), "5.1 is not 5.10");
    for path in [
        "/nb/search?q=%3Cscript%3Ealert(1)%3C/script%3E",
        "/nb/questions?search=%22%3E%3Cscript%3E",
        "/nb/questions/duties?bearer=no-kmd&as-of=2020-09-14&names=then",
    ] {
        let html = server.page(path);
        elements(path, &html);
        assert!(!html.contains("<script>"), "{path}");
    }
    assert_eq!(server.page("/nb/search?q=KS"), server.page("/nb/search?q=KS"));
}

#[test]
fn the_sparql_page_answers_and_says_what_is_wrong() {
    let server = Server::new();
    let html = server.page("/nb/sparql?query=SELECT%20?m%20%7B%20?m%20a%20sam:Measure%20%7D%20ORDER%20BY%20?m");
    assert!(html.contains("/nb/id/measure/no-dos-2019-5.1") && html.contains("id=\"query\"") && html.contains("id=\"sparql-form\""));
    assert!(server.page("/nb/sparql?query=ASK%20%7B%7D").contains("Ja"));
    assert!(server.page("/nb/sparql?query=DESCRIBE%20sam:Measure").contains("sam:Measure"));
    let wrong = get("/nb/sparql?query=SELECT%20*%0AWHERE%20%7B%20?s%20?p%20%7D", BROWSER);
    assert_eq!(wrong.status, StatusCode::BAD_REQUEST);
    assert!(wrong.body.contains("Linje 2") && wrong.body.contains("role=\"alert\""), "{}", wrong.body);
    let led = get("/sparql?query=ASK%20%7B%7D", BROWSER);
    assert_eq!((led.status, led.header("location")), (StatusCode::SEE_OTHER, "/nb/sparql?query=ASK%20%7B%7D"));
    let raw = get("/sparql?query=ASK%20%7B%7D&format=json", BROWSER);
    assert_eq!((raw.status, raw.header("content-type")), (StatusCode::OK, "application/sparql-results+json"));
    assert_eq!(get("/sparql?query=ASK%20%7B%7D&format=docx", BROWSER).status, StatusCode::BAD_REQUEST);
}

#[test]
fn the_editor_gets_prefixes_words_and_errors() {
    assert_eq!(get("/api/prefixes", "*/*").json()["prefixes"]["sam"], "https://w3id.org/samstyr/ns#");
    let vocab = get("/api/vocab", "*/*").json();
    let term = |name: &str| vocab["terms"].as_array().unwrap().iter().find(|term| term["name"] == name).unwrap().clone();
    assert_eq!((term("sam:Measure")["kind"].as_str(), term("sam:Measure")["label"]["nb"].as_str()), (Some("class"), Some("tiltak")));
    assert_eq!(term("sam:bearer")["kind"], "property");
    assert_eq!(term("sam:Stated")["kind"], "code");
    assert!(post("/api/parse", "application/sparql-query", "ASK {}").json()["error"].is_null());
    let error = post("/api/parse", "application/sparql-query", "SELECT *\nWHERE { ?s ?p }").json()["error"].clone();
    assert_eq!(error["line"], 2);
    assert!(error["column"].as_u64().unwrap() > 1 && !error["message"].as_str().unwrap().is_empty());
    assert_eq!(get("/api/parse", "*/*").status, StatusCode::METHOD_NOT_ALLOWED);
}

#[test]
fn pages_allow_nothing_from_outside_and_other_routes_stay_as_they_were() {
    let page = get("/nb/", BROWSER);
    let policy = page.header("content-security-policy");
    assert!(
        policy.starts_with("default-src 'none';") && !policy.contains("unsafe") && policy.contains("frame-ancestors 'none'"),
        "{policy}"
    );
    assert_eq!(page.header("content-language"), "nb");
    assert_eq!(get("/questions", "application/json").header("content-security-policy"), "default-src 'none'");
    for (language, location) in [("nn-NO, en;q=0.5", "/nn/"), ("de", "/nb/"), ("en", "/en/")] {
        let request = Request::get("/").header("accept", BROWSER).header("accept-language", language);
        let reply = crate::world::send(request.body(Body::empty()).unwrap());
        assert_eq!((reply.status, reply.header("location")), (StatusCode::SEE_OTHER, location), "{language}");
    }
    assert!(get("/", "*/*").body.contains("/sparql?query="), "a program gets the list of routes");
    assert_eq!(get("/assets/nothing.css", "*/*").status, StatusCode::NOT_FOUND);
}

#[test]
fn answers_can_be_taken_home() {
    let server = Server::new();
    let (status, _, workbook) = server.get("/questions/first-draft-meetings.xlsx?why=true", BROWSER);
    assert!(status == StatusCode::OK && workbook.starts_with(b"PK"), "{status}");
    let csv = get("/questions/duties.excel-csv?bearer=no-kmd&lang=nn", BROWSER);
    assert!(csv.body.starts_with("\u{feff}duty;number;title;"), "{}", csv.body);
    assert_eq!(csv.header("content-disposition"), "attachment; filename=\"duties.csv\"");
    assert_eq!(csv.header("content-type"), "text/csv; charset=utf-8");
    let page = server.page("/nb/questions/duties?bearer=no-kmd");
    for shown in [
        "/questions/duties.xlsx?bearer=no-kmd",
        "read_csv",
        "Csv.Document",
        "cite=bibtex",
        "/nb/sparql?query=",
        "<option value=\"no-kmd\" selected>",
    ] {
        assert!(page.contains(shown), "{shown}");
    }
}
