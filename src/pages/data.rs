//! About the data: what they are made from, their graphs, their licence, and how programs get them.

use super::frame::Frame;
use super::label::Labels;
use super::text::Link;
use super::{Site, Visit, graph, render, words};
use crate::error::Result;
use askama::Template;

/// A graph in a line.
struct Line {
    link: Link,
    path: String,
    what: Option<&'static str>,
    triples: usize,
}

#[derive(Template)]
#[template(path = "data.html")]
struct Page<'a> {
    frame: Frame<'a>,
    graphs: Vec<Line>,
}

/// The page about the data.
pub fn page(site: &Site, visit: &Visit) -> Result<String> {
    let labels = Labels { site, language: visit.language };
    let mut graphs = Vec::new();
    for (name, &triples) in site.graphs()? {
        let Some(path) = site.base.path_of_graph(name.as_str()) else { continue };
        let link = Link { text: graph::name(&labels, path)?, href: labels.href(name.as_str()) };
        graphs.push(Line { link, path: path.to_owned(), what: words::find(&graph::what(path), visit.language), triples });
    }
    let frame = Frame::new(site, visit, "/data", words::word("nav.data", visit.language)).below(Vec::new());
    render(&Page { frame, graphs })
}
