//! How the classes of the ontology are tied: which properties lead from one to another, what stands under what, and what belongs together.
//!
//! All of it is read from the graph, so that a new class or property is drawn without a word here.

use super::label::Labels;
use super::pictures::{self, Palette, Spot};
use super::text::Link;
use super::{Site, Visit, words};
use crate::error::{Error, Result};
use crate::rdf::vocab::{owl, sam, schema, skos};
use crate::store::Store;
use oxigraph::model::vocab::{rdf, rdfs};
use oxigraph::model::{NamedNode, NamedNodeRef};
use std::collections::{BTreeMap, BTreeSet};

/// The name of the picture of them all.
const OVERVIEW: &str = "overview";
/// The name of the picture of those in no group.
const OTHERS: &str = "others";

/// That a property leads from one class to another.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Tie {
    pub(super) from: NamedNode,
    pub(super) property: NamedNode,
    pub(super) to: NamedNode,
}

/// Classes that belong together; those in no group come last, under no name.
pub(super) struct Group {
    pub(super) name: Option<NamedNode>,
    pub(super) classes: Vec<NamedNode>,
}

impl Group {
    /// Its name in addresses.
    fn id(&self) -> &str {
        self.name.as_ref().map_or(OTHERS, local_of)
    }
}

/// The classes of ours with their groups and ties.
pub(super) struct Ties {
    pub(super) groups: Vec<Group>,
    pub(super) all: BTreeSet<Tie>,
}

/// A tie in words.
pub(super) struct Row {
    pub(super) from: Link,
    pub(super) property: Link,
    pub(super) to: Link,
}

/// A picture, and the same as rows.
pub(super) struct Figure {
    pub(super) id: String,
    pub(super) title: String,
    /// The picture as a file; a fixed version has none.
    pub(super) file: Option<String>,
    pub(super) svg: String,
    pub(super) rows: Vec<Row>,
}

/// Our subjects of a class.
pub(super) fn instances(store: &Store, class: NamedNodeRef<'_>) -> Result<BTreeSet<NamedNode>> {
    subjects(store, rdf::TYPE, class)
}

/// Our subjects that a property leads from to a node.
pub(super) fn subjects(store: &Store, property: NamedNodeRef<'_>, object: NamedNodeRef<'_>) -> Result<BTreeSet<NamedNode>> {
    let mut found = store.subjects(property, Some(object.into()))?;
    found.retain(|node| node.as_str().starts_with(sam::NAMESPACE));
    Ok(found)
}

/// The classes of ours.
pub(super) fn classes(site: &Site) -> Result<BTreeSet<NamedNode>> {
    instances(&site.store, owl::CLASS)
}

impl Ties {
    pub(super) fn read(labels: &Labels<'_>) -> Result<Self> {
        let store = &labels.site.store;
        let classes = classes(labels.site)?;
        let mut all = BTreeSet::new();
        for class in &classes {
            for property in subjects(store, schema::DOMAIN_INCLUDES, class.as_ref())? {
                // What leads to codes says what kind of thing it is, and to which other it leads not.
                if store.nodes(&property, sam::CODE_LIST)?.is_empty() {
                    let ranges = store.nodes(&property, schema::RANGE_INCLUDES)?.into_iter();
                    all.extend(ranges.map(|to| Tie { from: class.clone(), property: property.clone(), to }));
                }
            }
            let above = store.nodes(class, rdfs::SUB_CLASS_OF)?.into_iter().filter(|above| classes.contains(above));
            all.extend(above.map(|to| Tie { from: class.clone(), property: rdfs::SUB_CLASS_OF.into_owned(), to }));
        }
        Ok(Self { groups: groups(labels, classes)?, all })
    }

    /// The group of this name in addresses.
    fn group(&self, id: &str) -> Option<&Group> {
        self.groups.iter().find(|group| group.id() == id)
    }

    /// All classes that are tied to another, and how.
    pub(super) fn overview(&self, labels: &Labels<'_>, palette: Palette, origin: &str) -> Result<Figure> {
        let tied = |class: &NamedNode| self.all.iter().any(|tie| tie.from != tie.to && (tie.from == *class || tie.to == *class));
        let classes = self.groups.iter().flat_map(|group| &group.classes).filter(|class| tied(class)).cloned().collect();
        let title = words::word("ns.overview", labels.language).to_owned();
        figure(labels, OVERVIEW, title, (classes, self.all.iter().collect()), palette, origin)
    }

    /// The classes of a group, and what they are tied to.
    pub(super) fn around(&self, labels: &Labels<'_>, group: &Group, palette: Palette, origin: &str) -> Result<Figure> {
        let title = match &group.name {
            Some(name) => capitalised(&labels.of(name)?.value),
            None => words::word("ns.others", labels.language).to_owned(),
        };
        let ties = self.all.iter().filter(|tie| group.classes.contains(&tie.from) || group.classes.contains(&tie.to)).collect();
        figure(labels, group.id(), title, (group.classes.clone(), ties), palette, origin)
    }
}

/// Draws classes with their ties, and with what they are tied to outside.
fn figure(
    labels: &Labels<'_>,
    id: &str,
    title: String,
    (mut spots, ties): (Vec<NamedNode>, Vec<&Tie>),
    palette: Palette,
    origin: &str,
) -> Result<Figure> {
    let others: BTreeSet<&NamedNode> = ties.iter().flat_map(|tie| [&tie.from, &tie.to]).filter(|class| !spots.contains(class)).collect();
    spots.extend(others.into_iter().cloned());
    let at: BTreeMap<&NamedNode, usize> = spots.iter().enumerate().map(|(at, spot)| (spot, at)).collect();
    let (mut lines, mut rows) = (Vec::new(), Vec::new());
    for tie in ties {
        let property = labels.link(&tie.property)?;
        lines.push(pictures::Line { from: at[&tie.from], to: at[&tie.to], words: property.text.value.clone() });
        rows.push(Row { from: link(labels, &tie.from)?, property, to: link(labels, &tie.to)? });
    }
    rows.sort_by(|a, b| (&a.from, &a.property, &a.to).cmp(&(&b.from, &b.property, &b.to)));
    let named = |spot: &NamedNode| Ok(pictures::Spot { iri: spot.as_str().to_owned(), name: labels.of(spot)?.value });
    let named: Vec<Spot> = spots.iter().map(named).collect::<Result<_>>()?;
    let href = |iri: &str| address(labels, iri).map(|href| if href.starts_with('/') { format!("{origin}{href}") } else { href });
    let note = words::word("ns.picture-note", labels.language);
    let svg = pictures::map((&title, note), &named, &lines, labels.language, &href, palette)?;
    let file = labels.site.version.is_none().then(|| format!("/{}/ns/{id}.svg", labels.language.tag()));
    Ok(Figure { id: id.to_owned(), title, file, svg, rows })
}

/// A picture as a file of its own, by its name: `overview`, the local part of the IRI of a group or class, `others`.
pub fn file(site: &Site, visit: &Visit, id: &str) -> Result<String> {
    if let Some(svg) = super::class::file(site, visit, id)? {
        return Ok(svg);
    }
    let labels = Labels { site, language: visit.language };
    let ties = Ties::read(&labels)?;
    let figure = match ties.group(id) {
        _ if id == OVERVIEW => ties.overview(&labels, Palette::File, &visit.origin)?,
        Some(group) => ties.around(&labels, group, Palette::File, &visit.origin)?,
        None => return Err(Error::RouteNotFound { path: format!("/{}/ns/{id}.svg", visit.language.tag()) }),
    };
    Ok(figure.svg)
}

/// The groups by name, each with its classes by name; a class in several stands in the first.
fn groups(labels: &Labels<'_>, classes: BTreeSet<NamedNode>) -> Result<Vec<Group>> {
    let store = &labels.site.store;
    let mut named = Vec::new();
    for name in instances(store, skos::COLLECTION)? {
        named.push((labels.of(&name)?.value, name));
    }
    named.sort();
    let mut left = classes;
    let mut groups = Vec::new();
    for (_, name) in named {
        let members: Vec<NamedNode> = store.nodes(&name, skos::MEMBER)?.into_iter().filter(|class| left.remove(class)).collect();
        groups.push(Group { name: Some(name), classes: by_name(labels, members)? });
    }
    groups.push(Group { name: None, classes: by_name(labels, left.into_iter().collect())? });
    groups.retain(|group| !group.classes.is_empty());
    Ok(groups)
}

fn by_name(labels: &Labels<'_>, classes: Vec<NamedNode>) -> Result<Vec<NamedNode>> {
    let mut named = classes.into_iter().map(|class| Ok((labels.of(&class)?.value, class))).collect::<Result<Vec<_>>>()?;
    named.sort();
    Ok(named.into_iter().map(|(_, class)| class).collect())
}

/// A name as a heading has it.
fn capitalised(name: &str) -> String {
    let mut letters = name.chars();
    letters.next().into_iter().flat_map(char::to_uppercase).chain(letters).collect()
}

/// The part of an IRI of ours after the namespace.
pub(super) fn local_of(term: &NamedNode) -> &str {
    term.as_str().strip_prefix(sam::NAMESPACE).unwrap_or(term.as_str())
}

/// The page of a class of ours; where others' terms are. A fixed version has one page.
pub(super) fn address(labels: &Labels<'_>, iri: &str) -> Option<String> {
    match iri.strip_prefix(sam::NAMESPACE).filter(|_| labels.site.version.is_none()) {
        Some(local) => Some(format!("/{}/ns/{local}", labels.language.tag())),
        None => labels.href(iri),
    }
}

/// A class with the way to its page.
pub(super) fn link(labels: &Labels<'_>, class: &NamedNode) -> Result<Link> {
    Ok(Link { text: labels.of(class)?, href: address(labels, class.as_str()) })
}
