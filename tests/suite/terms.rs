//! The ontology for people: its page with pictures, a page for each class, and the way there from the IRIs of terms.

use crate::world::{World, get};
use axum::body::Body;
use axum::http::{Request, StatusCode};
use http_body_util::BodyExt;
use samstyr::http::{App, Shelf, router};
use samstyr::questions;
use samstyr::store::{BUILT_IN, Store};
use std::collections::BTreeSet;
use std::time::Duration;
use tower::ServiceExt;

const BROWSER: &str = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8";

fn classes() -> BTreeSet<String> {
    let declared = " <http://www.w3.org/1999/02/22-rdf-syntax-ns#type> <http://www.w3.org/2002/07/owl#Class> ";
    let lines = BUILT_IN.lines().filter(|line| line.contains(declared));
    lines.filter_map(|line| Some(line.strip_prefix("<https://w3id.org/samstyr/ns#")?.split('>').next()?.to_owned())).collect()
}

/// The answer of a server over a file.
fn over(text: &str, path: &str) -> String {
    let world = World::new();
    let file = world.file("ontology.ttl", text);
    let app = App::new(Store::from_files(&[file]).unwrap(), questions::all().unwrap(), Duration::from_secs(60), Shelf::default());
    tokio::runtime::Runtime::new().unwrap().block_on(async {
        let request = Request::get(path).header("accept", BROWSER).body(Body::empty()).unwrap();
        let body = router(app).oneshot(request).await.unwrap().into_body();
        String::from_utf8(body.collect().await.unwrap().to_bytes().to_vec()).unwrap()
    })
}

#[test]
fn a_browser_is_led_to_the_page_in_its_language() {
    for (path, language, location) in
        [("/ns", "nn-NO, en;q=0.5", "/nn/ns"), ("/ns", "de", "/nb/ns"), ("/ns.html", "en", "/en/ns"), ("/ns/0.1.0", "en", "/en/ns/0.1.0")]
    {
        let request = Request::get(path).header("accept", BROWSER).header("accept-language", language);
        let reply = crate::world::send(request.body(Body::empty()).unwrap());
        assert_eq!((reply.status, reply.header("location")), (StatusCode::SEE_OTHER, location), "{path} {language}");
    }
    assert_eq!(get("/ns/9.9.9", BROWSER).status, StatusCode::NOT_FOUND);
    assert_eq!(get("/nb/ns/9.9.9", BROWSER).status, StatusCode::NOT_FOUND);
    let fixed = get("/nb/ns/0.1.0", BROWSER);
    assert_eq!(fixed.status, StatusCode::OK);
    for part in ["Utgave 0.1.0", "id=\"Measure\"", "href=\"/ns/0.1.0.ttl\"", "href=\"/nb/ns/0.1.0#Measure\""] {
        assert!(fixed.body.contains(part), "{part}");
    }
    assert!(!fixed.body.contains("href=\"/nb/ns/Measure\""), "a fixed version leads to classes that stand now");
}

#[test]
fn every_class_has_its_place_its_picture_and_its_page() {
    let page = get("/nb/ns", BROWSER).body;
    let classes = classes();
    assert!(classes.len() > 30, "classes were not found in the built-in graph");
    for class in &classes {
        assert!(page.contains(&format!("id=\"{class}\"")), "{class} has no place");
        let boxed = page.split(&format!("<a href=\"/nb/ns/{class}\"><rect")).count() - 1;
        assert!(boxed > 0, "{class} is in no picture");
    }
    let overview = get("/en/ns/overview.svg", "*/*");
    assert_eq!((overview.status, overview.header("content-type")), (StatusCode::OK, "image/svg+xml"));
    for part in ["<title>", "<desc>", "focus area", "scoped", "stands under", "href=\"/en/ns/Duty\""] {
        assert!(overview.body.contains(part), "{part}");
    }
    for (class, parts) in [
        (
            "Measure",
            ["href=\"/en/ns/MunicipalEffect\"", "commitment verb", "href=\"/en/things/measure\"", "href=\"/en/ns#CommitmentVerbs\""],
        ),
        ("Duty", ["href=\"/en/ns/Norm\"", "mirrors", "From", "bearer"]),
        ("Omission", ["omission", "href=\"/ns.ttl\"", "Write sam:reason", "sam:Omission"]),
    ] {
        let page = get(&format!("/en/ns/{class}"), BROWSER);
        assert_eq!(page.status, StatusCode::OK, "{class}");
        for part in parts {
            assert!(page.body.contains(part), "{class}: {part}");
        }
    }
    let picture = get("/nb/ns/Measure.svg", "*/*");
    assert!(picture.status == StatusCode::OK && picture.body.starts_with("<svg"), "{}", picture.status);
    for path in ["/nb/ns/Nothing", "/nb/ns/nothing.svg", "/nb/ns/Omission.svg"] {
        assert_eq!(get(path, BROWSER).status, StatusCode::NOT_FOUND, "{path}");
    }
}

#[test]
fn a_new_class_appears_by_itself() {
    let text = r#"@prefix owl: <http://www.w3.org/2002/07/owl#> . @prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> . @prefix sam: <https://w3id.org/samstyr/ns#> .
        @prefix schema: <https://schema.org/> . @prefix skos: <http://www.w3.org/2004/02/skos/core#> .
        sam:Old a owl:Class ; rdfs:label "gammel"@nb . sam:New a owl:Class ; rdfs:label "ny <b>"@nb . sam:Alone a owl:Class ; rdfs:label "for seg"@nb .
        sam:leads a owl:ObjectProperty ; rdfs:label "fører til"@nb ; schema:domainIncludes sam:New ; schema:rangeIncludes sam:Old .
        sam:OldTerms a skos:Collection ; skos:prefLabel "de gamle"@nb ; skos:member sam:Old ."#;
    let page = over(text, "/nb/ns");
    let (overview, groups) = page.split_once("id=\"classes\"").unwrap();
    assert!(overview.contains("href=\"/nb/ns/New\"") && overview.contains("fører til") && !overview.contains("/nb/ns/Alone"), "{overview}");
    let (first, others) = groups.split_once("id=\"others\"").unwrap();
    assert!(first.contains("de gamle") && first.contains("href=\"/nb/ns/New\"") && !first.contains("/nb/ns/Alone"), "{first}");
    assert!(others.contains("href=\"/nb/ns/Alone\"") && !page.contains("ny <b>"), "{others}");
    assert!(over(text, "/nb/ns/others.svg").contains("for seg"));
}
