//! The releases as a feed (RFC 4287), from the catalogue: what is new, for whoever follows along.

use super::documents::Documents;
use crate::error::{Error, Result};
use crate::rdf::term::plain;
use crate::sparql::{self, Answer, Request};
use crate::store::Store;
use askama::Template;
use oxigraph::model::Quad;

const RELEASES: &str = include_str!("../../ontology/publish/feed.rq");

struct Entry {
    version: String,
    day: String,
    title: String,
    author: String,
}

#[derive(Template)]
#[template(path = "feed.xml")]
struct Feed<'a> {
    origin: &'a str,
    entries: Vec<Entry>,
    updated: String,
}

/// The feed; nothing when no release has a day.
pub fn feed(documents: &Documents, origin: &str) -> Result<Option<String>> {
    let quads = documents.catalog.iter().map(|triple| triple.in_graph(oxigraph::model::GraphNameRef::DefaultGraph).into_owned());
    let catalog = Store::of(quads.collect::<Vec<Quad>>())?;
    let entries: Vec<Entry> = sparql::answer(&catalog, &Request::new(RELEASES), |answer| match answer {
        Answer::Rows(rows) => rows.map(|row| Ok(entry(&row?))).collect(),
        _ => Ok(Vec::new()),
    })?;
    let Some(updated) = entries.first().map(|entry| entry.day.clone()) else { return Ok(None) };
    let feed = Feed { origin, entries, updated };
    feed.render().map(Some).map_err(|error| Error::Evaluation(Box::new(error)))
}

fn entry(row: &sparql::Row) -> Entry {
    let cell = |at: usize| row.get(at).and_then(Option::as_ref).map(plain).unwrap_or_default();
    Entry { version: cell(0), day: cell(1), title: cell(2), author: cell(4) }
}
