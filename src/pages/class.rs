//! A page for each class of the ontology: what it is, what is said of its things, what leads to it, and what is asked of it.

use super::frame::{Form, Frame};
use super::label::Labels;
use super::pictures::{Neighbour, Palette, surroundings};
use super::text::{Link, Text};
use super::ties::{self, Tie, Ties};
use super::{Site, Visit, kinds, render, shapes, words};
use crate::error::{Error, Result};
use crate::rdf::vocab::{sam, schema, shorten};
use askama::Template;
use oxigraph::model::NamedNode;
use oxigraph::model::vocab::{rdf, rdfs};
use std::collections::{BTreeMap, BTreeSet};

/// A property of the class's things.
struct Property {
    link: Link,
    definition: Option<Text>,
    values: Vec<Link>,
    /// The class above that it comes from.
    from: Option<Link>,
}

#[derive(Template)]
#[template(path = "class.html")]
struct Page<'a> {
    frame: Frame<'a>,
    label: Text,
    name: String,
    iri: String,
    definition: Option<Text>,
    above: Vec<Link>,
    below: Vec<Link>,
    around: Option<String>,
    file: String,
    properties: Vec<Property>,
    incoming: Vec<(Link, Link)>,
    asked: Vec<Text>,
    things: Vec<(Link, usize)>,
}

/// The page of a class by the local part of its IRI.
pub fn page(site: &Site, visit: &Visit, local: &str) -> Result<String> {
    let labels = Labels { site, language: visit.language };
    let class = find(site, visit, local)?;
    let label = labels.of(&class)?;
    let frame = Frame::new(site, visit, format!("/ns/{local}"), label.value.clone());
    let crumbs = vec![frame.crumb("nav.data", "/data"), frame.crumb("ns.title", "/ns")];
    let shapes = shapes::graph()?;
    let link = |class: &NamedNode| ties::link(&labels, class);
    let ties = Ties::read(&labels)?;
    let incoming = ties.all.iter().filter(|tie| tie.to == class && tie.property != rdfs::SUB_CLASS_OF.into_owned());
    render(&Page {
        name: shorten(class.as_str()).unwrap_or_default(),
        iri: class.as_str().to_owned(),
        definition: labels.description(&class)?,
        above: site.store.nodes(&class, rdfs::SUB_CLASS_OF)?.iter().map(link).collect::<Result<_>>()?,
        below: ties::subjects(&site.store, rdfs::SUB_CLASS_OF, class.as_ref())?.iter().map(link).collect::<Result<_>>()?,
        around: around(&labels, &class, &ties, (Palette::Page, ""))?,
        file: frame.href(&format!("/ns/{local}.svg")),
        properties: properties(&labels, &class)?,
        incoming: incoming.map(|tie| Ok((link(&tie.from)?, labels.link(&tie.property)?))).collect::<Result<_>>()?,
        asked: shapes::asked_of(&labels, &shapes, &class),
        things: things(&labels, &frame, &class)?,
        frame: Frame { forms: Form::all("/ns"), ..frame.below(crumbs) },
        label,
    })
}

/// The picture of a class as a file; nothing when no class is called so.
pub(super) fn file(site: &Site, visit: &Visit, local: &str) -> Result<Option<String>> {
    let labels = Labels { site, language: visit.language };
    match find(site, visit, local) {
        Ok(class) => around(&labels, &class, &Ties::read(&labels)?, (Palette::File, &visit.origin)),
        Err(Error::RouteNotFound { .. }) => Ok(None),
        Err(error) => Err(error),
    }
}

fn find(site: &Site, visit: &Visit, local: &str) -> Result<NamedNode> {
    let known = ties::classes(site)?.into_iter().find(|class| ties::local_of(class) == local);
    known.ok_or_else(|| Error::RouteNotFound { path: format!("/{}/ns/{local}", visit.language.tag()) })
}

/// The class with what leads to it and what it leads to.
fn around(labels: &Labels<'_>, class: &NamedNode, ties: &Ties, (palette, origin): (Palette, &str)) -> Result<Option<String>> {
    let store = &labels.site.store;
    let neighbour = |property: &NamedNode, other: &NamedNode| {
        Ok(Neighbour { iri: other.as_str().to_owned(), name: labels.of(other)?.value, property: labels.of(property)?.value })
    };
    let from: Vec<Neighbour> =
        ties.all.iter().filter(|tie| tie.to == *class).map(|tie| neighbour(&tie.property, &tie.from)).collect::<Result<_>>()?;
    let mut to: BTreeSet<Tie> = ties.all.iter().filter(|tie| tie.from == *class).cloned().collect();
    for property in ties::subjects(store, schema::DOMAIN_INCLUDES, class.as_ref())? {
        let lists = store.nodes(&property, sam::CODE_LIST)?.into_iter();
        to.extend(lists.map(|to| Tie { from: class.clone(), property: property.clone(), to }));
    }
    let to: Vec<Neighbour> = to.iter().map(|tie| neighbour(&tie.property, &tie.to)).collect::<Result<_>>()?;
    if from.is_empty() && to.is_empty() {
        return Ok(None);
    }
    let classes = ties::classes(labels.site)?;
    let href = |iri: &str| {
        let known = classes.iter().any(|class| class.as_str() == iri);
        let href = if known { ties::address(labels, iri) } else { labels.href(iri) }?;
        Some(if href.starts_with('/') { format!("{origin}{href}") } else { href })
    };
    let title = words::word("ns.around", labels.language);
    surroundings((&labels.of(class)?.value, title), &from, &to, labels.language, &href, palette).map(Some)
}

/// What is said of the things of a class: its own properties, and those of the classes above it.
fn properties(labels: &Labels<'_>, class: &NamedNode) -> Result<Vec<Property>> {
    let store = &labels.site.store;
    let mut found = Vec::new();
    let (mut seen, mut classes) = (BTreeSet::from([class.clone()]), vec![class.clone()]);
    while let Some(here) = classes.pop() {
        for property in ties::subjects(store, schema::DOMAIN_INCLUDES, here.as_ref())? {
            let mut values = BTreeSet::new();
            // What a code list names is told by the list, and not by the class of all codes.
            let lists = store.nodes(&property, sam::CODE_LIST)?;
            let ranges = if lists.is_empty() { [schema::RANGE_INCLUDES, rdfs::RANGE].as_slice() } else { [sam::CODE_LIST].as_slice() };
            for range in ranges {
                for value in store.nodes(&property, *range)? {
                    values.insert(labels.link(&value)?);
                }
            }
            let from = if here == *class { None } else { Some(ties::link(labels, &here)?) };
            let link = labels.link(&property)?;
            found.push(Property { link, definition: labels.description(&property)?, values: values.into_iter().collect(), from });
        }
        let above = store.nodes(&here, rdfs::SUB_CLASS_OF)?.into_iter();
        classes.extend(above.filter(|above| above.as_str().starts_with(sam::NAMESPACE) && seen.insert(above.clone())));
    }
    found.sort_by(|a, b| (a.from.is_some(), &a.link).cmp(&(b.from.is_some(), &b.link)));
    Ok(found)
}

/// How many things there are of a class, by kind.
fn things(labels: &Labels<'_>, frame: &Frame<'_>, class: &NamedNode) -> Result<Vec<(Link, usize)>> {
    let mut sizes: BTreeMap<String, usize> = BTreeMap::new();
    for node in labels.site.store.subjects(rdf::TYPE, Some(class.as_ref().into()))? {
        if let Some((kind, _)) = labels.site.base.kind_and_key(node.as_str()) {
            *sizes.entry(kind.to_owned()).or_default() += 1;
        }
    }
    Ok(sizes.into_iter().map(|(kind, size)| (kinds::link(frame, &kind), size)).collect())
}
