//! The ontology on one page: classes, properties and code lists, each term where its IRI leads.

use super::frame::{Form, Frame};
use super::label::Labels;
use super::pictures::Palette;
use super::text::{Link, Text};
use super::ties::{self, Figure, Ties};
use super::{Site, Visit, render, words};
use crate::docs::namespace;
use crate::error::Result;
use crate::rdf::vocab::{owl, sam, schema, shorten, skos};
use askama::Template;
use oxigraph::model::vocab::rdfs;
use oxigraph::model::{NamedNode, NamedNodeRef};
use std::collections::BTreeSet;
use std::sync::Arc;

/// Sections of the page after that of the classes: the class of the terms in them, and the word above.
const SECTIONS: [(NamedNodeRef<'_>, &str); 3] = [
    (owl::OBJECT_PROPERTY, "ns.object-properties"),
    (owl::DATATYPE_PROPERTY, "ns.datatype-properties"),
    (owl::ANNOTATION_PROPERTY, "ns.annotation-properties"),
];
/// What is told of a term beside its name and definition.
const DETAILS: [(NamedNodeRef<'_>, &str); 6] = [
    (rdfs::SUB_CLASS_OF, "ns.under"),
    (rdfs::SUB_PROPERTY_OF, "ns.under"),
    (schema::DOMAIN_INCLUDES, "ns.of"),
    (rdfs::RANGE, "ns.values"),
    (schema::RANGE_INCLUDES, "ns.values"),
    (sam::CODE_LIST, "ns.values"),
];

/// A term of the ontology.
struct Entry {
    id: String,
    name: String,
    label: Text,
    /// The label, with the way to the page of a class.
    link: Link,
    symbol: Option<&'static str>,
    notation: Option<String>,
    definition: Option<Text>,
    details: Vec<(&'static str, Vec<Link>)>,
}

/// Classes that belong together, drawn and told.
struct Group {
    figure: Figure,
    entries: Vec<Entry>,
}

struct Section {
    id: &'static str,
    title: &'static str,
    entries: Vec<Entry>,
}

/// A code list with its codes.
struct List {
    entry: Entry,
    codes: Vec<Entry>,
}

#[derive(Template)]
#[template(path = "terms.html")]
struct Page<'a> {
    frame: Frame<'a>,
    version: Option<Arc<str>>,
    /// The pages of the fixed versions.
    versions: Vec<Link>,
    /// All classes that are tied to others; nothing where there are none.
    overview: Option<Figure>,
    groups: Vec<Group>,
    /// How many classes there are.
    classes: usize,
    sections: Vec<Section>,
    lists: Vec<List>,
}

/// The page of a fixed version of the ontology.
pub fn version(site: &Site, visit: &Visit, version: &str) -> Result<String> {
    page(&site.of_version(version, &namespace::ontology(Some(version))?)?, visit)
}

/// The page of the ontology.
pub fn page(site: &Site, visit: &Visit) -> Result<String> {
    let labels = Labels { site, language: visit.language };
    let ties = Ties::read(&labels)?;
    let overview = Some(ties.overview(&labels, Palette::Page, "")?).filter(|overview| !overview.rows.is_empty());
    let mut groups = Vec::new();
    for group in &ties.groups {
        let entries = group.classes.iter().map(|class| entry(&labels, class)).collect::<Result<Vec<_>>>()?;
        groups.push(Group { figure: ties.around(&labels, group, Palette::Page, "")?, entries });
    }
    let classes = groups.iter().map(|group| group.entries.len()).sum();
    let mut sections = Vec::new();
    for (class, title) in SECTIONS {
        let terms = ties::instances(&site.store, class)?;
        let mut entries = terms.iter().map(|term| entry(&labels, term)).collect::<Result<Vec<_>>>()?;
        entries.sort_by_key(|entry| entry.label.value.to_lowercase());
        sections.push(Section { id: title.rsplit('.').next().unwrap_or_default(), title: words::word(title, visit.language), entries });
    }
    let mut lists = Vec::new();
    let mut listed = BTreeSet::new();
    for scheme in ties::instances(&site.store, skos::CONCEPT_SCHEME)? {
        let mut codes = Vec::new();
        for code in site.store.subjects(skos::IN_SCHEME, Some(scheme.as_ref().into()))? {
            if listed.insert(code.clone()) {
                codes.push(entry(&labels, &code)?);
            }
        }
        codes.sort_by(|a, b| a.notation.cmp(&b.notation));
        lists.push(List { entry: entry(&labels, &scheme)?, codes });
    }
    lists.sort_by_key(|list| list.entry.label.value.to_lowercase());
    let alone: Vec<NamedNode> = ties::instances(&site.store, skos::CONCEPT)?.into_iter().filter(|code| !listed.contains(code)).collect();
    let codes = alone.iter().map(|code| entry(&labels, code)).collect::<Result<Vec<_>>>()?;
    sections.push(Section { id: "codes", title: words::word("ns.codes", visit.language), entries: codes });
    sections.retain(|section| !section.entries.is_empty());
    let frame = Frame::new(site, visit, site.namespace(), words::word("ns.title", visit.language));
    let versions =
        namespace::versions()?.into_iter().map(|version| Link::new(Text::plain(&version), frame.href(&format!("/ns/{version}"))));
    let versions = versions.collect();
    let crumbs = vec![frame.crumb("nav.data", "/data")];
    render(&Page {
        frame: Frame { forms: Form::all(&site.namespace()), ..frame.below(crumbs) },
        version: site.version.clone(),
        versions,
        overview,
        groups,
        classes,
        sections,
        lists,
    })
}

fn entry(labels: &Labels<'_>, term: &NamedNode) -> Result<Entry> {
    let iri = term.as_str();
    let mut details: Vec<(&'static str, Vec<Link>)> = Vec::new();
    for (property, key) in DETAILS {
        let nodes = labels.site.store.nodes(term, property)?;
        let links = nodes.iter().map(|node| labels.link(node)).collect::<Result<BTreeSet<_>>>()?;
        let word = words::word(key, labels.language);
        if !links.is_empty() && !details.iter().any(|(known, _)| *known == word) {
            details.push((word, links.into_iter().collect()));
        }
    }
    Ok(Entry {
        symbol: labels.value(&term.clone().into())?.symbol,
        name: shorten(iri).unwrap_or_else(|| iri.to_owned()),
        label: labels.of(term)?,
        link: ties::link(labels, term)?,
        notation: labels.text_of(term, skos::NOTATION)?.map(|text| text.value),
        definition: labels.description(term)?,
        details,
        id: ties::local_of(term).to_owned(),
    })
}
