//! The ontology on one page: classes, properties and code lists, each term where its IRI leads.

use super::frame::{Form, Frame};
use super::label::Labels;
use super::text::{Link, Text};
use super::{Site, Visit, render, words};
use crate::error::Result;
use crate::rdf::vocab::{sam, shorten, skos};
use askama::Template;
use oxigraph::model::vocab::{rdf, rdfs};
use oxigraph::model::{GraphNameRef, NamedNode, NamedNodeRef, NamedOrBlankNode, Term, TermRef};
use std::collections::BTreeSet;

/// Sections of the page: the class of the terms in them, and the word above.
const SECTIONS: [(&str, &str); 4] = [
    ("http://www.w3.org/2002/07/owl#Class", "ns.classes"),
    ("http://www.w3.org/2002/07/owl#ObjectProperty", "ns.object-properties"),
    ("http://www.w3.org/2002/07/owl#DatatypeProperty", "ns.datatype-properties"),
    ("http://www.w3.org/2002/07/owl#AnnotationProperty", "ns.annotation-properties"),
];
/// What is told of a term beside its name and definition.
const DETAILS: [(NamedNodeRef<'_>, &str); 6] = [
    (rdfs::SUB_CLASS_OF, "ns.under"),
    (rdfs::SUB_PROPERTY_OF, "ns.under"),
    (NamedNodeRef::new_unchecked("https://schema.org/domainIncludes"), "ns.of"),
    (rdfs::RANGE, "ns.values"),
    (NamedNodeRef::new_unchecked("https://schema.org/rangeIncludes"), "ns.values"),
    (NamedNodeRef::new_unchecked("https://w3id.org/samstyr/ns#codeList"), "ns.values"),
];
const IN_SCHEME: NamedNodeRef<'_> = NamedNodeRef::new_unchecked("http://www.w3.org/2004/02/skos/core#inScheme");
const SCHEME: NamedNodeRef<'_> = NamedNodeRef::new_unchecked("http://www.w3.org/2004/02/skos/core#ConceptScheme");
const CONCEPT: NamedNodeRef<'_> = NamedNodeRef::new_unchecked("http://www.w3.org/2004/02/skos/core#Concept");

/// A term of the ontology.
struct Entry {
    id: String,
    name: String,
    label: Text,
    symbol: Option<&'static str>,
    notation: Option<String>,
    definition: Option<Text>,
    details: Vec<(&'static str, Vec<Link>)>,
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
    sections: Vec<Section>,
    lists: Vec<List>,
}

/// The page of the ontology.
pub fn page(site: &Site, visit: &Visit) -> Result<String> {
    let labels = Labels { site, language: visit.language };
    let mut sections = Vec::new();
    for (class, title) in SECTIONS {
        let terms = instances(&labels, NamedNodeRef::new_unchecked(class))?;
        let mut entries = terms.iter().map(|term| entry(&labels, term)).collect::<Result<Vec<_>>>()?;
        entries.sort_by_key(|entry| entry.label.value.to_lowercase());
        sections.push(Section { id: title.rsplit('.').next().unwrap_or_default(), title: words::word(title, visit.language), entries });
    }
    let mut lists = Vec::new();
    let mut listed = BTreeSet::new();
    for scheme in instances(&labels, SCHEME)? {
        let mut codes = Vec::new();
        for quad in site.store.matching(None, Some(IN_SCHEME), Some(TermRef::from(scheme.as_ref())), GraphNameRef::DefaultGraph) {
            if let NamedOrBlankNode::NamedNode(code) = quad?.subject
                && listed.insert(code.clone())
            {
                codes.push(entry(&labels, &code)?);
            }
        }
        codes.sort_by(|a, b| a.notation.cmp(&b.notation));
        lists.push(List { entry: entry(&labels, &scheme)?, codes });
    }
    lists.sort_by_key(|list| list.entry.label.value.to_lowercase());
    let alone: Vec<NamedNode> = instances(&labels, CONCEPT)?.into_iter().filter(|code| !listed.contains(code)).collect();
    let codes = alone.iter().map(|code| entry(&labels, code)).collect::<Result<Vec<_>>>()?;
    sections.push(Section { id: "codes", title: words::word("ns.codes", visit.language), entries: codes });
    sections.retain(|section| !section.entries.is_empty());
    let frame = Frame::new(site, visit, "/ns", words::word("ns.title", visit.language));
    let crumbs = vec![frame.crumb("nav.data", "/data")];
    let forms = super::thing::FORMATS.map(|(extension, media_type)| Form { media_type, href: format!("/ns.{extension}") }).into();
    render(&Page { frame: Frame { forms, ..frame.below(crumbs) }, sections, lists })
}

/// Our terms of a class.
fn instances(labels: &Labels<'_>, class: NamedNodeRef<'_>) -> Result<Vec<NamedNode>> {
    let mut found = BTreeSet::new();
    for quad in labels.site.store.matching(None, Some(rdf::TYPE), Some(TermRef::from(class)), GraphNameRef::DefaultGraph) {
        if let NamedOrBlankNode::NamedNode(node) = quad?.subject
            && node.as_str().starts_with(sam::NAMESPACE)
        {
            found.insert(node);
        }
    }
    Ok(found.into_iter().collect())
}

fn entry(labels: &Labels<'_>, term: &NamedNode) -> Result<Entry> {
    let iri = term.as_str();
    let id = iri.strip_prefix(sam::NAMESPACE).unwrap_or(iri).to_owned();
    let mut details: Vec<(&'static str, Vec<Link>)> = Vec::new();
    for (property, key) in DETAILS {
        let mut links = BTreeSet::new();
        for object in labels.site.store.objects(term, property)? {
            if let Term::NamedNode(node) = object {
                links.insert(labels.link(&node)?);
            }
        }
        let word = words::word(key, labels.language);
        if !links.is_empty() && !details.iter().any(|(known, _)| *known == word) {
            details.push((word, links.into_iter().collect()));
        }
    }
    Ok(Entry {
        symbol: labels.value(&term.clone().into())?.symbol,
        name: shorten(iri).unwrap_or_else(|| iri.to_owned()),
        label: labels.of(term)?,
        notation: labels.text_of(term, skos::NOTATION)?.map(|text| text.value),
        definition: labels.description(term)?,
        details,
        id,
    })
}
