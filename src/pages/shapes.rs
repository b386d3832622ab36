//! The shapes on one page: what is asked of the things of each class.

use super::frame::{Form, Frame};
use super::label::Labels;
use super::text::{Link, Text};
use super::ties::local_of;
use super::{Site, Visit, render, words};
use crate::error::Result;
use crate::ingest;
use crate::ingest::sources::Sources;
use crate::validate::vocabulary as sh;
use askama::Template;
use oxigraph::model::{Graph, NamedNode, NamedNodeRef, NamedOrBlankNode, NamedOrBlankNodeRef, Term};
use std::collections::BTreeSet;

/// From a shape to its parts.
const PARTS: [NamedNodeRef<'_>; 2] = [sh::PROPERTY, sh::SPARQL];

/// What is asked of a class.
struct Asked {
    class: Link,
    id: String,
    rules: Vec<Text>,
}

#[derive(Template)]
#[template(path = "shapes.html")]
struct Page<'a> {
    frame: Frame<'a>,
    classes: Vec<Asked>,
}

/// The built-in shapes.
pub fn graph() -> Result<Graph> {
    ingest::turtle(&Sources::built_in()?.shapes)
}

/// The page of the shapes.
pub fn page(site: &Site, visit: &Visit) -> Result<String> {
    let labels = Labels { site, language: visit.language };
    let shapes = graph()?;
    let targets: BTreeSet<NamedNode> =
        shapes.triples_for_predicate(sh::TARGET_CLASS).filter_map(|triple| node(&triple.object.into())).collect();
    let mut classes = Vec::new();
    for class in targets {
        let rules = asked_of(&labels, &shapes, &class);
        let id = local_of(&class).to_owned();
        classes.push(Asked { class: labels.link(&class)?, id, rules });
    }
    classes.retain(|class| !class.rules.is_empty());
    classes.sort_by(|a, b| a.class.cmp(&b.class));
    let frame = Frame::new(site, visit, "/shapes", words::word("shapes.title", visit.language));
    let crumbs = vec![frame.crumb("nav.data", "/data"), frame.crumb("ns.title", "/ns")];
    render(&Page { frame: Frame { forms: Form::all("/shapes"), ..frame.below(crumbs) }, classes })
}

/// What the shapes ask of a class, in their own words.
pub(super) fn asked_of(labels: &Labels<'_>, shapes: &Graph, class: &NamedNode) -> Vec<Text> {
    let mut rules = BTreeSet::new();
    for shape in shapes.subjects_for_predicate_object(sh::TARGET_CLASS, class) {
        rules.extend(messages(labels, shapes, shape));
        for part in PARTS.iter().flat_map(|part| shapes.objects_for_subject_predicate(shape, *part)) {
            if let Some(part) = crate::rdf::term::as_subject(&part.into()) {
                rules.extend(messages(labels, shapes, part.as_ref()));
            }
        }
    }
    rules.into_iter().collect()
}

/// What a shape says when it is broken; places for values are shown as such.
fn messages(labels: &Labels<'_>, shapes: &Graph, shape: NamedOrBlankNodeRef<'_>) -> Option<Text> {
    let texts: Vec<Term> = shapes.objects_for_subject_predicate(shape, sh::MESSAGE).map(Into::into).collect();
    labels.best(&texts).map(|text| Text { value: text.value.replace("{?", "{").replace("{$", "{"), ..text })
}

fn node(term: &Term) -> Option<NamedNode> {
    match crate::rdf::term::as_subject(term)? {
        NamedOrBlankNode::NamedNode(node) => Some(node),
        NamedOrBlankNode::BlankNode(_) => None,
    }
}
