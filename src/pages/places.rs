//! Where the pages are: for search engines, and for the copy that needs no server.

use super::{LANGUAGES, Site, kinds, pictures, render, ties};
use crate::docs::namespace;
use crate::error::Result;
use crate::rdf::vocab::skos;
use askama::Template;
use std::collections::BTreeSet;

/// The pages that stand alone.
const SINGLE: [&str; 8] = ["/", "/questions", "/pictures", "/things", "/ns", "/shapes", "/data", "/accessibility"];

#[derive(Template)]
#[template(path = "sitemap.xml")]
struct Map {
    places: Vec<Place>,
}

/// A page in each language: tag and whole address.
struct Place {
    addresses: Vec<(&'static str, String)>,
}

/// The paths of all pages below the language, sorted.
pub fn all(site: &Site) -> Result<Vec<String>> {
    let mut places: BTreeSet<String> = SINGLE.iter().map(|&path| path.to_owned()).collect();
    places.extend(site.questions().iter().map(|question| format!("/questions/{}", question.name)));
    places.extend(pictures::all()?.into_iter().map(|picture| format!("/pictures/{}", picture.id)));
    places.extend(ties::classes(site)?.iter().map(|class| format!("/ns/{}", ties::local_of(class))));
    places.extend(namespace::versions()?.iter().map(|version| format!("/ns/{version}")));
    places.extend(
        kinds::all(&site.store, &site.base)?.into_keys().filter(|kind| !kinds::is_book(kind)).map(|kind| format!("/things/{kind}")),
    );
    places.extend(site.graphs()?.keys().filter_map(|graph| site.base.path_of_graph(graph.as_str())).map(|path| format!("/graph/{path}")));
    let things = site.store.subjects(skos::PREF_LABEL, None)?;
    places.extend(things.iter().filter_map(|thing| site.base.name_of(thing.as_str())).map(|name| format!("/id/{name}")));
    Ok(places.into_iter().collect())
}

/// The map of the site, as <https://www.sitemaps.org/protocol.html> has it.
pub fn map(site: &Site, origin: &str) -> Result<String> {
    let address = |tag: &'static str, place: &str| (tag, site.whole(origin, &format!("/{tag}{place}")));
    let place = |place: &String| Place { addresses: LANGUAGES.map(|language| address(language.tag(), place)).into() };
    render(&Map { places: all(site)?.iter().map(place).collect() })
}
