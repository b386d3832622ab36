//! A page for each thing: what is said about it with its evidence, what points to it, and the same as data.

use super::evidence::{self, Proof};
use super::frame::{Form, Frame};
use super::label::{Labels, NAMING};
use super::pictures::{Neighbour, Palette, surroundings};
use super::text::{Link, Text, Value};
use super::{Site, Visit, kinds, render, words};
use crate::error::{Error, Result};
use crate::questions::Language;
use crate::rdf::format::Format;
use crate::rdf::vocab::{dct, sam, skos};
use crate::sparql::{Answer, Triples, write};
use crate::why;
use askama::Template;
use oxigraph::io::{JsonLdProfileSet, RdfFormat};
use oxigraph::model::vocab::rdf;
use oxigraph::model::{Graph, GraphName, GraphNameRef, NamedNode, NamedOrBlankNode, Term, TermRef, Triple};
use std::collections::{BTreeMap, BTreeSet};

/// Things of one property that are listed; the rest are counted.
const LISTED: usize = 100;
/// How far up breadcrumbs go.
const DEPTH: usize = 5;
/// The graph of what follows from the vocabulary alone.
const FROM_VOCABULARY: &str = "/graph/derived/rdfs";

/// A fact: a property with one of its values.
struct Fact {
    property: Link,
    /// How many facts in a row share the property; nothing for those after the first.
    span: Option<usize>,
    value: Value,
    proofs: Vec<Proof>,
}

/// Things that point here with a property.
struct Incoming {
    property: Link,
    things: Vec<Link>,
    more: usize,
}

/// A name, description or other text in a language that the page has not chosen.
struct Other {
    property: Link,
    text: Text,
}

#[derive(Template)]
#[template(path = "thing.html")]
struct Page<'a> {
    frame: Frame<'a>,
    label: Text,
    notation: Option<String>,
    classes: Vec<Link>,
    description: Option<Text>,
    conflicts: Vec<Link>,
    facts: Vec<Fact>,
    follows: Vec<Fact>,
    incoming: Vec<Incoming>,
    others: Vec<Other>,
    /// What is around it, drawn; nothing when there is nothing.
    around: Option<String>,
    iri: String,
    /// Whether sources say any of the facts; where none does, all are the graph's own order.
    sourced: bool,
    caption: &'static str,
}

/// The formats of a thing: extension and media type.
pub const FORMATS: [(&str, &str); 4] =
    [("ttl", "text/turtle"), ("jsonld", "application/ld+json"), ("rdf", "application/rdf+xml"), ("nt", "application/n-triples")];

/// A name without its extension, and the syntax of that, if it has one that we know: keys have dots themselves, as in `no-dos-2019-2.5`.
pub fn without_extension(name: &str) -> (&str, Option<Format>) {
    let known = |(extension, _): &(&str, _)| Some((name.strip_suffix(extension)?.strip_suffix('.')?, Format::of_rdf_extension(extension)));
    FORMATS.iter().find_map(known).unwrap_or((name, None))
}

/// The page of a thing by `kind/key`.
pub fn page(site: &Site, visit: &Visit, name: &str) -> Result<String> {
    let labels = Labels { site, language: visit.language };
    let node = find(site, name)?;
    let label = labels.of(&node)?;
    let (follows, own) = said(site, &node)?;
    let notation = labels.text_of(&node, skos::NOTATION)?.map(|text| text.value);
    let frame = Frame::new(site, visit, format!("/id/{name}"), label.value.clone());
    let crumbs = crumbs(&labels, &frame, &node, name)?;
    let (shown, elsewhere) = by_language(&labels, &node, own)?;
    let own = facts(&labels, &shown, true)?;
    let sourced = own.iter().any(|fact| !fact.proofs.is_empty());
    let incoming = incoming(&labels, &node)?;
    let page = Page {
        around: around(visit.language, &label.value, &own, &incoming)?,
        notation: notation.filter(|number| !label.value.contains(number.as_str())),
        classes: labels.classes(&node)?.iter().map(|class| labels.link(class)).collect::<Result<_>>()?,
        description: labels.description(&node)?,
        conflicts: conflicts(&labels, &node)?,
        sourced,
        caption: words::word(if sourced { "thing.facts" } else { "thing.ordered" }, visit.language),
        facts: own,
        follows: facts(&labels, &follows, false)?,
        incoming,
        others: others(&labels, &node, &elsewhere)?,
        iri: node.as_str().to_owned(),
        frame: Frame {
            forms: Form::all(&format!("/doc/{name}")),
            json_ld: Some(json_ld(&described(site, &node)?)?),
            ..frame.below(crumbs)
        },
        label,
    };
    render(&page)
}

/// The things that it points to and that point to it, as a picture.
fn around(language: Language, label: &str, facts: &[Fact], incoming: &[Incoming]) -> Result<Option<String>> {
    let neighbour = |property: &Link, thing: &Link| {
        let iri = thing.href.clone().filter(|href| href.contains("/id/") && href.starts_with('/'))?;
        Some(Neighbour { iri, name: thing.text.value.clone(), property: property.text.value.clone() })
    };
    let to: Vec<_> = facts.iter().filter_map(|fact| neighbour(&fact.property, &fact.value.link)).collect();
    let from: Vec<_> =
        incoming.iter().flat_map(|group| group.things.iter().filter_map(|thing| neighbour(&group.property, thing))).collect();
    if to.is_empty() && from.is_empty() {
        return Ok(None);
    }
    let title = words::word("thing.around", language);
    surroundings((label, title), &from, &to, language, &|href| Some(href.to_owned()), Palette::Page).map(Some)
}

/// The thing called `kind/key`; an error names those that resemble it.
pub fn find(site: &Site, name: &str) -> Result<NamedNode> {
    if let Some(node) = site.base.thing(name).filter(|node| site.holds(node)) {
        return Ok(node);
    }
    let key = name.rsplit('/').next().unwrap_or(name);
    // The key of another kind, or a number, is as good as a name that resembles it.
    let found = why::find::things(&site.store, &site.base, key)?;
    let nearest = found.iter().filter_map(|node| site.base.name_of(node.as_str())).map(str::to_owned).collect();
    Err(Error::ThingNotFound { name: name.to_owned(), nearest })
}

/// What is said about a thing and of what it is a part, as a graph: its own facts, and those that point to it.
pub fn described(site: &Site, node: &NamedNode) -> Result<Graph> {
    let mut graph = Graph::new();
    for quad in site.store.matching(Some(node.as_ref().into()), None, None, GraphNameRef::DefaultGraph) {
        graph.insert(&Triple::from(quad?));
    }
    for quad in site.store.matching(None, None, Some(TermRef::from(node.as_ref())), GraphNameRef::DefaultGraph) {
        let quad = quad?;
        if !is_bookkeeping(&quad.predicate) {
            graph.insert(&Triple::from(quad));
        }
    }
    Ok(graph)
}

/// As JSON-LD that may stand in a page: no `<` that could end the element.
fn json_ld(graph: &Graph) -> Result<String> {
    let mut bytes = Vec::new();
    let format = RdfFormat::JsonLd { profile: JsonLdProfileSet::empty() };
    write::write(Answer::Graph(Triples::of(graph)), Format::Rdf(format), &mut bytes)?;
    Ok(String::from_utf8_lossy(&bytes).trim().replace('<', "\\u003c"))
}

/// What is said about a thing: what follows from the vocabulary alone, and the rest.
fn said(site: &Site, node: &NamedNode) -> Result<(Vec<Triple>, Vec<Triple>)> {
    let mut graphs: BTreeMap<String, (Triple, Vec<String>)> = BTreeMap::new();
    for quad in site.store.matching(Some(node.as_ref().into()), None, None, None) {
        let quad = quad?;
        let name = if let GraphName::NamedNode(graph) = &quad.graph_name { Some(graph.as_str().to_owned()) } else { None };
        let triple = Triple::from(quad);
        graphs.entry(triple.to_string()).or_insert_with(|| (triple, Vec::new())).1.extend(name);
    }
    let (mut follows, mut own) = (Vec::new(), Vec::new());
    for (triple, graphs) in graphs.into_values().filter(|(triple, _)| triple.predicate != rdf::TYPE && !is_text(triple)) {
        let only = !graphs.is_empty() && graphs.iter().all(|graph| graph.ends_with(FROM_VOCABULARY));
        if only { &mut follows } else { &mut own }.push(triple);
    }
    Ok((follows, own))
}

/// Names and descriptions stand at the top of the page.
fn is_text(triple: &Triple) -> bool {
    let is_named = matches!(&triple.object, Term::Literal(literal) if literal.language().is_some());
    is_named && (NAMING.contains(&triple.predicate.as_ref()) || triple.predicate == dct::DESCRIPTION)
}

/// How claims name the parts of a triple, which is no fact about the thing.
fn is_bookkeeping(property: &NamedNode) -> bool {
    [rdf::SUBJECT, rdf::PREDICATE, rdf::OBJECT].contains(&property.as_ref())
}

fn facts(labels: &Labels<'_>, triples: &[Triple], with_evidence: bool) -> Result<Vec<Fact>> {
    let evidence = if with_evidence { why::of_triples(&labels.site.store, triples)? } else { Vec::new() };
    let mut sorted = Vec::new();
    for (at, triple) in triples.iter().enumerate() {
        let value = labels.value(&triple.object)?;
        let proofs = evidence.get(at).map_or(Ok(Vec::new()), |found| evidence::proofs(labels, found))?;
        sorted.push((labels.link(&triple.predicate)?, value, proofs));
    }
    sorted.sort_by(|a, b| (&a.0, &a.1.link).cmp(&(&b.0, &b.1.link)));
    let count = |property: &Link| sorted.iter().filter(|(other, ..)| other == property).count();
    let spans: Vec<Option<usize>> =
        sorted.iter().enumerate().map(|(at, (property, ..))| (at == 0 || sorted[at - 1].0 != *property).then(|| count(property))).collect();
    Ok(sorted.into_iter().zip(spans).map(|((property, value, proofs), span)| Fact { property, span, value, proofs }).collect())
}

/// The facts that the page shows, and the same texts in other languages.
fn by_language(labels: &Labels<'_>, node: &NamedNode, facts: Vec<Triple>) -> Result<(Vec<Triple>, Vec<Triple>)> {
    let (mut shown, mut elsewhere) = (Vec::new(), Vec::new());
    for fact in facts {
        let language = if let Term::Literal(literal) = &fact.object { literal.language() } else { None };
        let all = labels.site.store.objects(node, fact.predicate.as_ref())?;
        let is_chosen = language.is_none() || language == labels.best_language(&all);
        if is_chosen { shown.push(fact) } else { elsewhere.push(fact) }
    }
    Ok((shown, elsewhere))
}

fn incoming(labels: &Labels<'_>, node: &NamedNode) -> Result<Vec<Incoming>> {
    let mut follows: BTreeMap<(NamedNode, NamedNode), bool> = BTreeMap::new();
    for quad in labels.site.store.matching(None, None, Some(TermRef::from(node.as_ref())), None) {
        let quad = quad?;
        let (NamedOrBlankNode::NamedNode(subject), GraphName::NamedNode(graph)) = (quad.subject, quad.graph_name) else { continue };
        if !is_bookkeeping(&quad.predicate) {
            let only = follows.entry((quad.predicate, subject)).or_insert(true);
            *only &= graph.as_str().ends_with(FROM_VOCABULARY);
        }
    }
    let mut by_property: BTreeMap<NamedNode, BTreeSet<Link>> = BTreeMap::new();
    for ((property, subject), _) in follows.into_iter().filter(|(_, follows)| !follows) {
        by_property.entry(property).or_default().insert(labels.link(&subject)?);
    }
    let mut found = Vec::new();
    for (property, things) in by_property {
        let more = things.len().saturating_sub(LISTED);
        found.push(Incoming { property: labels.link(&property)?, things: things.into_iter().take(LISTED).collect(), more });
    }
    found.sort_by(|a, b| a.property.cmp(&b.property));
    Ok(found)
}

/// The contradictions between the sources that concern a thing.
fn conflicts(labels: &Labels<'_>, node: &NamedNode) -> Result<Vec<Link>> {
    let mut found = BTreeSet::new();
    for subject in labels.site.store.subjects(sam::CONCERNS, Some(node.as_ref().into()))? {
        if labels.site.store.objects(&subject, rdf::TYPE)?.contains(&sam::CONFLICT.into_owned().into()) {
            found.insert(labels.link(&subject)?);
        }
    }
    Ok(found.into_iter().collect())
}

/// Names, descriptions and other texts in the languages that the page does not show.
fn others(labels: &Labels<'_>, node: &NamedNode, elsewhere: &[Triple]) -> Result<Vec<Other>> {
    let word = |key| Link::text(Text::plain(words::word(key, labels.language)));
    let mut found = Vec::new();
    for fact in elsewhere {
        let Term::Literal(literal) = &fact.object else { continue };
        found.push(Other { property: labels.link(&fact.predicate)?, text: labels.text(literal) });
    }
    let named = NAMING.into_iter().map(|property| (property, "thing.name"));
    for (property, key) in named.chain([(dct::DESCRIPTION, "thing.description")]) {
        let shown = labels.text_of(node, property)?;
        for term in labels.site.store.objects(node, property)? {
            let Term::Literal(literal) = term else { continue };
            let text = labels.text(&literal);
            if shown.as_ref() != Some(&text) {
                found.push(Other { property: word(key), text });
            }
        }
    }
    found.sort_by(|a, b| (&a.property, &a.text).cmp(&(&b.property, &b.text)));
    Ok(found)
}

/// The way down to a thing: all things, its kind, and what it is part of.
fn crumbs(labels: &Labels<'_>, frame: &Frame<'_>, node: &NamedNode, name: &str) -> Result<Vec<Link>> {
    let kind = name.split('/').next().unwrap_or_default();
    let mut above = Vec::new();
    let mut seen = BTreeSet::from([node.clone()]);
    let mut here = node.clone();
    while above.len() < DEPTH {
        let Some(whole) = labels.site.store.nodes(&here, dct::IS_PART_OF)?.pop_first() else { break };
        if !seen.insert(whole.clone()) {
            break;
        }
        above.push(labels.link(&whole)?);
        here = whole;
    }
    let own = Link::new(Text::plain(kinds::name(kind, labels.language)), frame.href(&format!("/things/{kind}")));
    let start = if above.is_empty() { vec![frame.crumb("nav.things", "/things"), own] } else { vec![frame.crumb("nav.things", "/things")] };
    Ok(start.into_iter().chain(above.into_iter().rev()).collect())
}
