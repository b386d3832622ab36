//! A page for each named graph: what it holds, and how much.

use super::frame::{Form, Frame};
use super::label::Labels;
use super::text::{Link, Text};
use super::{Site, Visit, kinds, render, words};
use crate::error::{Error, Result};
use askama::Template;
use oxigraph::model::{Graph, NamedOrBlankNodeRef, Triple};
use std::collections::{BTreeMap, BTreeSet};

#[derive(Template)]
#[template(path = "graph.html")]
struct Page<'a> {
    frame: Frame<'a>,
    iri: String,
    what: Option<&'static str>,
    triples: usize,
    kinds: Vec<(Link, usize)>,
}

/// What kind of graph it is, as a key of the words.
pub(super) fn what(path: &str) -> String {
    format!("graph.{}", path.split('/').next().unwrap_or_default())
}

/// What a graph is called: the document, rule or catalogue that it is about, and what it says of it.
pub(super) fn name(labels: &Labels<'_>, path: &str) -> Result<Text> {
    let (room, about) = path.split_once('/').unwrap_or((path, ""));
    let kind = match room {
        "source" | "interpretation" => "document",
        "links" => "mapping-set",
        _ => "",
    };
    let described = labels.site.base.thing(&format!("{kind}/{about}")).filter(|node| !kind.is_empty() && labels.site.holds(node));
    let topic = words::find(&format!("graph-topic.{about}"), labels.language);
    let about = match (described, topic) {
        (Some(node), _) => labels.of(&node)?,
        (None, Some(topic)) => Text::plain(topic),
        (None, None) => Text::plain(about),
    };
    let named = words::find(&format!("graph-name.{room}"), labels.language);
    Ok(match named {
        Some(named) => Text { value: named.replace("{name}", &about.value), ..about },
        None => Text::plain(path),
    })
}

/// The triples of a graph by its path, such as `source/no-kmd-ks-2020`.
pub fn triples(site: &Site, path: &str) -> Result<Graph> {
    let name = site.base.graph(path);
    let mut graph = Graph::new();
    for quad in site.store.matching(None, None, None, oxigraph::model::GraphNameRef::from(name.as_ref())) {
        graph.insert(&Triple::from(quad?));
    }
    if graph.is_empty() {
        return Err(Error::RouteNotFound { path: format!("/graph/{path}") });
    }
    Ok(graph)
}

/// The page of a graph.
pub fn page(site: &Site, visit: &Visit, path: &str) -> Result<String> {
    let labels = Labels { site, language: visit.language };
    let graph = triples(site, path)?;
    let node = site.base.graph(path);
    let mut things: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    for triple in &graph {
        if let NamedOrBlankNodeRef::NamedNode(subject) = triple.subject
            && let Some((kind, key)) = site.base.kind_and_key(subject.as_str())
        {
            things.entry(kind).or_default().insert(key);
        }
    }
    let frame = Frame::new(site, visit, format!("/graph/{path}"), labels.of(&node)?.value);
    let kinds = things.into_iter().map(|(kind, keys)| (kinds::link(&frame, kind), keys.len())).collect();
    let crumbs = vec![frame.crumb("nav.data", "/data")];
    let in_release = site.fixed().is_some(); // which has its named graphs as N-Quads
    let mut forms = Form::all(&format!("/graph/{path}"));
    if in_release {
        forms.retain(|form| form.media_type != "application/n-triples");
        forms.push(Form { media_type: "application/n-quads", href: format!("/graph/{path}.nq") });
    }
    let what = words::find(&what(path), visit.language);
    render(&Page { frame: Frame { forms, ..frame.below(crumbs) }, iri: node.into_string(), what, triples: graph.len(), kinds })
}
