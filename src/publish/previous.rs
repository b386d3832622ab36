//! The release before: what of its catalogue stays in this one's, decided by `ontology/publish/series.rq`, and what has changed since.

use crate::diff::side::Side;
use crate::diff::{self, write};
use crate::error::{Error, Result};
use crate::questions::Language;
use crate::rdf::read;
use crate::rdf::term::plain;
use crate::sparql::{self, Answer, Request};
use crate::store::Store;
use oxigraph::model::{Graph, NamedNodeRef, Quad};
use std::path::Path;

const SERIES: &str = include_str!("../../ontology/publish/series.rq");
const PROBLEMS: &str = include_str!("../../ontology/publish/previous.rq");
/// The catalogue of a release, in the syntax that is read fastest.
const CATALOG: &str = "catalog.nt";
const EARLIER: NamedNodeRef<'_> = NamedNodeRef::new_unchecked("urn:samstyr:1");
const NOW: NamedNodeRef<'_> = NamedNodeRef::new_unchecked("urn:samstyr:2");

/// A catalogue with the datasets of the earlier releases.
pub fn with_earlier(catalog: &Graph, folder: &Path) -> Result<Graph> {
    let path = folder.join(CATALOG);
    let earlier = read::graph([path.as_path()])?;
    let graphs = [(&earlier, EARLIER), (catalog, NOW)];
    let quads = graphs.into_iter().flat_map(|(graph, name)| graph.iter().map(move |triple| triple.in_graph(name).into_owned()));
    let both = Store::of(quads.collect::<Vec<Quad>>())?;
    let problems: Vec<String> = sparql::answer(&both, &Request::new(PROBLEMS), |answer| match answer {
        Answer::Rows(rows) => rows.map(|row| Ok(row?.iter().flatten().map(plain).collect())).collect(),
        _ => Ok(Vec::new()),
    })?;
    if let Some(problem) = problems.first() {
        return Err(Error::PublicationIncomplete { problems: vec![format!("previous (`{}`) {problem}", folder.display())] });
    }
    sparql::answer(&both, &Request::new(SERIES), |answer| match answer {
        Answer::Graph(triples) => triples.collect(),
        _ => Ok(Graph::new()),
    })
}

/// What has changed since the earlier release, and which answers, in words.
pub fn changes(folder: &Path, (release, quads): (&str, Vec<Quad>), language: Language) -> Result<String> {
    let (mut before, now) = (Side::open(folder)?, Side::of(release, quads)?);
    before.name = folder.file_name().map_or_else(|| before.name.clone(), |name| name.to_string_lossy().into_owned());
    diff::diff(&before, &now, language, true, |found| Ok(write::markdown(found)))
}
