//! Where the pages are: for search engines, and for the copy that needs no server.

use super::{LANGUAGES, Site, pictures, render, ties};
use crate::error::Result;
use crate::rdf::vocab::skos;
use askama::Template;
use oxigraph::model::{GraphNameRef, NamedOrBlankNode};
use std::collections::BTreeSet;

/// The pages that stand alone.
const SINGLE: [&str; 8] = ["/", "/questions", "/pictures", "/things", "/ns", "/shapes", "/data", "/accessibility"];

#[derive(Template)]
#[template(path = "sitemap.xml")]
struct Map<'a> {
    origin: &'a str,
    places: Vec<String>,
    languages: [&'static str; 3],
}

/// The paths of all pages below the language, sorted.
pub fn all(site: &Site) -> Result<Vec<String>> {
    let mut places: BTreeSet<String> = SINGLE.iter().map(|&path| path.to_owned()).collect();
    places.extend(site.questions().iter().map(|question| format!("/questions/{}", question.name)));
    places.extend(pictures::all()?.into_iter().map(|picture| format!("/pictures/{}", picture.id)));
    places.extend(ties::classes(site)?.iter().map(|class| format!("/ns/{}", ties::local_of(class))));
    for quad in site.store.matching(None, Some(skos::PREF_LABEL), None, GraphNameRef::DefaultGraph) {
        if let NamedOrBlankNode::NamedNode(thing) = quad?.subject
            && let Some(name) = site.base.name_of(thing.as_str())
        {
            places.insert(format!("/id/{name}"));
        }
    }
    Ok(places.into_iter().collect())
}

/// The map of the site, as <https://www.sitemaps.org/protocol.html> has it.
pub fn map(site: &Site, origin: &str) -> Result<String> {
    render(&Map { origin, places: all(site)?, languages: LANGUAGES.map(crate::questions::Language::tag) })
}
