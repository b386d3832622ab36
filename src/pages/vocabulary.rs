//! The names that a query over this graph may use, with labels, for completion.

use super::Site;
use crate::error::Result;
use crate::rdf::vocab::{sam, shorten, skos};
use oxigraph::model::vocab::{rdf, rdfs};
use oxigraph::model::{GraphNameRef, NamedNode, NamedNodeRef, NamedOrBlankNode, Term};
use serde::Serialize;
use std::collections::BTreeMap;

/// A name with what it means, by language.
#[derive(Serialize)]
pub struct Word {
    name: String,
    kind: &'static str,
    label: BTreeMap<String, String>,
    description: BTreeMap<String, String>,
}

/// The classes that things have, the properties that they have, and our codes; each by its prefix.
pub fn terms(site: &Site) -> Result<Vec<Word>> {
    let mut kinds: BTreeMap<NamedNode, &'static str> = BTreeMap::new();
    for quad in site.store.matching(None, None, None, GraphNameRef::DefaultGraph) {
        let quad = quad?;
        if quad.predicate == rdf::TYPE {
            if let Term::NamedNode(class) = quad.object {
                kinds.insert(class, "class");
            }
            if let NamedOrBlankNode::NamedNode(subject) = quad.subject
                && subject.as_str().starts_with(sam::NAMESPACE)
            {
                kinds.entry(subject).or_insert("code"); // a class or property that is used becomes one below
            }
        }
        kinds.insert(quad.predicate, "property");
    }
    let mut found = Vec::new();
    for (term, kind) in kinds {
        let Some(name) = shorten(term.as_str()) else { continue };
        let kind = if kind == "code" { declared(site, &term)? } else { Some(kind) };
        let Some(kind) = kind else { continue };
        let mut label = texts(site, &term, skos::PREF_LABEL)?;
        label.append(&mut texts(site, &term, rdfs::LABEL)?);
        found.push(Word { name, kind, label, description: texts(site, &term, skos::DEFINITION)? });
    }
    found.sort_by(|a, b| a.name.cmp(&b.name));
    Ok(found)
}

/// What the ontology says a term is; nothing for a group of terms, which no query asks for.
fn declared(site: &Site, term: &NamedNode) -> Result<Option<&'static str>> {
    let types = site.store.objects(term, rdf::TYPE)?;
    let ends = |end: &str| types.iter().any(|class| matches!(class, Term::NamedNode(class) if class.as_str().ends_with(end)));
    Ok(if ends("#Class") {
        Some("class")
    } else if ends("Property") {
        Some("property")
    } else if ends("#Collection") {
        None
    } else {
        Some("code")
    })
}

fn texts(site: &Site, term: &NamedNode, property: NamedNodeRef<'_>) -> Result<BTreeMap<String, String>> {
    let literals = site.store.objects(term, property)?.into_iter().filter_map(|term| match term {
        Term::Literal(literal) => Some((literal.language()?.to_owned(), literal.value().to_owned())),
        _ => None,
    });
    Ok(literals.collect())
}
