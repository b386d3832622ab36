//! What stands in a copy without a server where a server chooses by `Accept`: a page that leads to the three languages and to the
//! data, and the page for addresses that are not there.

use super::fixed::{Fixed, relative};
use super::label::Labels;
use super::{LANGUAGES, Site, assets, render, words};
use crate::error::Result;
use crate::questions::{self, Language};
use crate::rdf::iri::DEFAULT_BASE;
use askama::Template;
use oxigraph::model::NamedNode;

/// The style sheet of all pages.
const STYLE: &str = "samstyr.css";

/// A page in a language.
struct Own {
    tag: &'static str,
    language: &'static str,
    title: String,
    href: String,
}

#[derive(Template)]
#[template(path = "lead.html")]
struct Lead {
    pages: Vec<Own>,
    data: Vec<(&'static str, String)>,
}

#[derive(Template)]
#[template(path = "lost.html")]
struct Lost {
    pages: Vec<Lostness>,
    style: Option<String>,
}

/// What is said in a language of an address that is not there, and where to go on.
struct Lostness {
    tag: &'static str,
    title: &'static str,
    front: (&'static str, String),
    list: (&'static str, String),
}

/// The pages that lead on to the pages at some paths below the language, each with its file.
pub fn to(site: &Site, fixed: &Fixed, paths: impl IntoIterator<Item = String>) -> Result<Vec<(String, String)>> {
    let mut found = Vec::new();
    for path in paths {
        let (neutral, data) = match path.split('/').nth(1).unwrap_or_default() {
            "" => ("/".to_owned(), Vec::new()),
            "id" => (
                path.clone(),
                super::thing::FORMATS.map(|(extension, _)| format!("{}.{extension}", path.replacen("/id/", "/doc/", 1))).into(),
            ),
            "questions" => (path.clone(), Vec::new()),
            "ns" | "shapes" => (path.clone(), super::thing::FORMATS.map(|(extension, _)| format!("{path}.{extension}")).into()),
            "graph" => (path.clone(), ["ttl", "jsonld", "rdf", "nq"].map(|extension| format!("{path}.{extension}")).into()),
            _ => continue,
        };
        let Some(file) = fixed.file(&neutral) else { continue };
        let to = |address: &str| fixed.file(address).map(|there| relative(&file, &there)).unwrap_or_default();
        let mut pages = Vec::new();
        for language in LANGUAGES {
            let title = title(site, language, &path)?;
            let href = to(&format!("/{}{path}", language.tag()));
            pages.push(Own { tag: language.tag(), language: words::word("layout.language", language), title, href });
        }
        let data = data.iter().filter_map(|address| Some((name(address)?, to(address)))).collect();
        found.push((file.clone(), render(&Lead { pages, data })?));
    }
    Ok(found)
}

/// What a syntax is called, the same in all languages.
fn name(address: &str) -> Option<&'static str> {
    let names = [("ttl", "Turtle"), ("jsonld", "JSON-LD"), ("rdf", "RDF/XML"), ("nt", "N-Triples"), ("nq", "N-Quads")];
    let extension = address.rsplit('.').next()?;
    names.iter().find(|(known, _)| *known == extension).map(|(_, name)| *name)
}

fn title(site: &Site, language: Language, path: &str) -> Result<String> {
    let labels = Labels { site, language };
    let (kind, name) = path.trim_start_matches('/').split_once('/').unwrap_or((path.trim_start_matches('/'), ""));
    Ok(match (kind, name) {
        ("id" | "graph", _) => labels.of(&NamedNode::new_unchecked(format!("{DEFAULT_BASE}{kind}/{name}")))?.value,
        ("questions", "") => words::word("nav.questions", language).to_owned(),
        ("questions", _) => questions::find_among(site.questions(), name)?.header.summary(language).to_owned(),
        ("ns", _) => words::word("ns.title", language).to_owned(),
        ("shapes", _) => words::word("shapes.title", language).to_owned(),
        _ => words::word("front.title", language).to_owned(),
    })
}

/// The page for an address that is not there. It may be shown at any depth, so its addresses are whole.
pub fn lost(fixed: &Fixed) -> Result<String> {
    let pages = LANGUAGES.map(|language| {
        let whole = |path: &str| fixed.file(&format!("/{}{path}", language.tag())).map(|file| fixed.whole(&file)).unwrap_or_default();
        let word = |key| words::word(key, language);
        Lostness {
            tag: language.tag(),
            title: word("failure.not-found"),
            front: (word("nav.front"), whole("/")),
            list: (word("alphabet.title"), whole("/search")),
        }
    });
    render(&Lost { pages: pages.into(), style: assets::find(STYLE).map(|_| fixed.whole(&format!("assets/{STYLE}"))) })
}
