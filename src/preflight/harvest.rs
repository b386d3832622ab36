//! The checks behind the harvest rules: of the answer, of the text, of the graph, and across documents.
//!
//! Each is a small function that adds its findings; what is called what stands in [`rules`].

use super::finding::{Finding, Place, named, short};
use super::lines::Parsed;
use super::members::{DATASET, Members, has};
use super::rules;
use super::source::Fetched;
use crate::net::{self, Body, Reply};
use crate::rdf::head;
use crate::rdf::vocab::{dcat, dct};
use oxigraph::model::{NamedNode, NamedOrBlankNode, NamedOrBlankNodeRef, Term};
use std::collections::{BTreeMap, BTreeSet};
use std::time::Duration;

/// More triples than this along with one member are worth a warning: our own bar, the harvester has none.
const MANY_TRIPLES: usize = 1_000;
const HYDRA: &str = "http://www.w3.org/ns/hydra/core#";

/// A document whose graph is looked at.
pub(super) struct Subject<'a> {
    pub iri: &'a NamedNode,
    pub parsed: &'a Parsed,
    pub members: &'a Members,
}

type Findings = Vec<Finding>;

/// The rules on what came over the network, and on the size.
pub(super) fn transport(fetched: &Fetched, patience: Duration, findings: &mut Findings) {
    let mut add = |rule, detail: &str| findings.push(Finding::of_rule(rule, fetched.iri.clone(), detail, Place::default()));
    if let Some(reply) = &fetched.reply {
        if let Some(code @ (401 | 403)) = reply.status {
            add(rules::AUTHENTICATION, &code.to_string());
        } else if let Some(status) = status(reply) {
            add(rules::STATUS, &status);
        }
        // Its value is read as the name of a character set.
        if let Some(encoding) = reply.content_encoding.as_deref().filter(|encoding| !encoding.eq_ignore_ascii_case("utf-8")) {
            add(rules::ENCODING, encoding);
        }
        if let Some(links) = reply.links.as_deref().filter(|links| links.contains("rel=\"next\"") || links.contains("rel=next")) {
            add(rules::PAGING, &shown_all(links));
        }
    }
    match fetched.body {
        Body::TooLarge => add(rules::SIZE, ""),
        Body::TooLate => add(rules::TIME, &format!("{} s", patience.as_secs_f64())),
        Body::Whole(_) => {}
    }
}

fn status(reply: &Reply) -> Option<String> {
    let status = reply.status.filter(|status| *status != 200)?;
    Some(match &reply.location {
        Some(location) => format!("{status} → {}", net::shown(location)),
        None => status.to_string(),
    })
}

/// A header with addresses, without the passwords in them.
fn shown_all(header: &str) -> String {
    let separates = |c: char| c.is_whitespace() || matches!(c, '<' | '>' | '"' | ',' | ';');
    header
        .split_inclusive(separates)
        .map(|part| net::shown(part.trim_end_matches(separates)) + &part[part.trim_end_matches(separates).len()..])
        .collect()
}

/// The text of a body, without the byte order mark before it, or the finding that it is none.
pub(super) fn utf8(fetched: &Fetched, bytes: &[u8]) -> Result<String, Box<Finding>> {
    std::str::from_utf8(head::unmarked(bytes)).map(str::to_owned).map_err(|error| {
        let line = String::from_utf8_lossy(&bytes[..error.valid_up_to()]).matches('\n').count() + 1;
        Box::new(Finding::of_rule(rules::UTF8, fetched.iri.clone(), "", Place::line(Some(line))))
    })
}

/// The rules on a document's graph.
pub(super) fn graph(subject: &Subject<'_>, findings: &mut Findings) {
    for rule in [relative_iris, predicate_names, paging, containers, members, orphans, shallow, publishers, series, nothing] {
        rule(subject, findings);
    }
}

/// IRIs that were relative, each once.
fn relative_iris(subject: &Subject<'_>, findings: &mut Findings) {
    for (at, relative) in &subject.parsed.relative {
        let triple = subject.parsed.triple(*at);
        let is_subject = triple.subject == relative.becomes.as_ref().into();
        let line = if is_subject { subject.parsed.line_of(triple.subject.as_ref()) } else { subject.parsed.line_at(*at) };
        let detail = format!("<{}> → {}", relative.name, relative.becomes);
        findings.push(Finding::of_rule(rules::RELATIVE, triple.subject.clone(), &detail, Place::line(line)));
    }
}

/// Predicates that RDF/XML cannot write, each once.
fn predicate_names(subject: &Subject<'_>, findings: &mut Findings) {
    let mut seen = BTreeSet::new();
    for (at, triple) in subject.parsed.triples() {
        let predicate = triple.predicate.as_str();
        if !ends_in_name(predicate) && seen.insert(predicate) {
            let place = Place { line: subject.parsed.line_at(at), path: Some(triple.predicate.clone()), ..Place::default() };
            findings.push(Finding::of_rule(rules::PREDICATE, triple.subject.clone(), predicate, place));
        }
    }
}

/// Whether an IRI ends in an `NCName` (Namespaces in XML 1.0 §3): of its last name characters, one may start a name.
fn ends_in_name(iri: &str) -> bool {
    iri.chars().rev().take_while(|c| is_name_char(*c)).any(is_name_start)
}

fn is_name_start(c: char) -> bool {
    matches!(c, 'A'..='Z' | 'a'..='z' | '_' | '\u{C0}'..='\u{D6}' | '\u{D8}'..='\u{F6}' | '\u{F8}'..='\u{2FF}' | '\u{370}'..='\u{37D}'
        | '\u{37F}'..='\u{1FFF}' | '\u{200C}'..='\u{200D}' | '\u{2070}'..='\u{218F}' | '\u{2C00}'..='\u{2FEF}'
        | '\u{3001}'..='\u{D7FF}' | '\u{F900}'..='\u{FDCF}' | '\u{FDF0}'..='\u{FFFD}' | '\u{10000}'..='\u{EFFFF}')
}

fn is_name_char(c: char) -> bool {
    is_name_start(c) || matches!(c, '0'..='9' | '-' | '.' | '\u{B7}' | '\u{300}'..='\u{36F}' | '\u{203F}'..='\u{2040}')
}

/// Hydra's links to further pages.
fn paging(subject: &Subject<'_>, findings: &mut Findings) {
    for (at, triple) in subject.parsed.triples() {
        let local = triple.predicate.as_str().strip_prefix(HYDRA);
        if matches!(local, Some("next" | "nextPage")) {
            let place = Place {
                line: subject.parsed.line_at(at),
                path: Some(triple.predicate.clone()),
                value: Some(triple.object.clone()),
                ..Place::default()
            };
            findings.push(Finding::of_rule(rules::PAGING, triple.subject.clone(), &triple.object.to_string(), place));
        }
    }
}

/// Containers without IRI or type.
fn containers(subject: &Subject<'_>, findings: &mut Findings) {
    let members = subject.members;
    let untyped = members.links.iter().map(|link| &link.container).filter(|node| !members.containers.contains_key(&node.to_string()));
    let blank = members.containers.values().map(|(node, _)| node).filter(|node| node.is_blank_node());
    let wrong: BTreeMap<String, &NamedOrBlankNode> = untyped.chain(blank).map(|node| (node.to_string(), node)).collect();
    for node in wrong.values() {
        findings.push(Finding::of_rule(
            rules::MEMBER,
            (*node).clone(),
            &named(node.as_ref()),
            Place::line(subject.parsed.line_of(node.as_ref())),
        ));
    }
}

/// Members that are blank, or have no type that is harvested.
fn members(subject: &Subject<'_>, findings: &mut Findings) {
    for link in &subject.members.links {
        let harvested = match &link.member {
            Term::NamedNode(_) => subject.members.typed.contains_key(&(link.member.to_string(), link.kind.name)),
            _ => false,
        };
        // A collection's members need not be concepts: it may hold other collections.
        let is_container = subject.members.containers.contains_key(&link.member.to_string());
        if harvested || is_container {
            continue;
        }
        let line = subject.parsed.line_of_property(link.container.as_ref(), link.property.as_ref(), Some(&link.member));
        let name = match &link.member {
            Term::NamedNode(node) => short(node.as_ref()),
            other => other.to_string(),
        };
        let place = Place { line, path: Some(link.property.clone()), value: Some(link.member.clone()), ..Place::default() };
        findings.push(Finding::of_rule(rules::MEMBER, link.container.clone(), &name, place));
    }
    let linked: BTreeSet<String> = subject.members.links.iter().map(|link| link.member.to_string()).collect();
    let blank: BTreeMap<String, &NamedOrBlankNode> =
        subject.members.typed.values().filter(|(node, _)| node.is_blank_node()).map(|(node, _)| (node.to_string(), node)).collect();
    for (name, node) in blank.into_iter().filter(|(name, _)| !linked.contains(name)) {
        let line = subject.parsed.line_of(node.as_ref());
        findings.push(Finding::of_rule(rules::MEMBER, node.clone(), &name, Place::line(line)));
    }
}

/// Resources in no container. What is in a series is where the series is.
fn orphans(subject: &Subject<'_>, findings: &mut Findings) {
    let mut listed: BTreeSet<(String, &str)> = subject.members.links.iter().map(|link| (link.member.to_string(), link.kind.name)).collect();
    for triple in subject.parsed.graph.triples_for_predicate(dcat::IN_SERIES) {
        if listed.contains(&(triple.object.to_string(), DATASET)) {
            listed.insert((triple.subject.to_string(), DATASET));
        }
    }
    for (node, kind) in subject.members.published().filter(|(node, kind)| !listed.contains(&(node.to_string(), kind.name))) {
        let fragment = if kind.name == "concept" { "GeneratedCollection" } else { "GeneratedCatalog" };
        let detail = format!("{}#{fragment}", subject.iri.as_str());
        findings.push(Finding::of_rule(rules::ORPHAN, node.clone(), &detail, Place::line(subject.parsed.line_of(node.into()))));
    }
}

/// Members that bring much along.
fn shallow(subject: &Subject<'_>, findings: &mut Findings) {
    if subject.parsed.graph.len() <= MANY_TRIPLES {
        return;
    }
    for node in subject.members.published().map(|(node, _)| node).collect::<BTreeSet<_>>() {
        let triples = subject.members.graph_of(&subject.parsed.graph, node.into()).len();
        if triples > MANY_TRIPLES {
            findings.push(Finding::of_rule(
                rules::SHALLOW,
                node.clone(),
                &triples.to_string(),
                Place::line(subject.parsed.line_of(node.into())),
            ));
        }
    }
}

/// Datasets that inherit their publisher.
fn publishers(subject: &Subject<'_>, findings: &mut Findings) {
    let graph = &subject.parsed.graph;
    for node in subject.members.datasets(graph).filter(|node| !has(graph, (*node).into(), dct::PUBLISHER)) {
        // A series' publisher is inherited too, and is no more seen by the assessment.
        let from: BTreeSet<String> = graph.objects_for_subject_predicate(node, dcat::IN_SERIES).map(|series| series.to_string()).collect();
        let names = from.into_iter().collect::<Vec<_>>().join(", ");
        let detail = if names.is_empty() { names } else { format!(" ({names})") };
        let place = Place { line: subject.parsed.line_of(node.into()), path: Some(dct::PUBLISHER.into_owned()), ..Place::default() };
        findings.push(Finding::of_rule(rules::PUBLISHER, node.clone(), &detail, place));
    }
}

/// Series that are nothing else: they are harvested, and not scored.
fn series(subject: &Subject<'_>, findings: &mut Findings) {
    for node in subject.members.series(&subject.parsed.graph) {
        findings.push(Finding::of_rule(rules::SERIES, node.clone(), "", Place::line(subject.parsed.line_of(node.into()))));
    }
}

/// A document in which there is nothing to harvest.
fn nothing(subject: &Subject<'_>, findings: &mut Findings) {
    let container = subject.members.containers.values().any(|(node, _)| node.is_named_node());
    if !container && subject.members.published().next().is_none() {
        findings.push(Finding::of_rule(rules::NOTHING, subject.iri.clone(), "", Place::default()));
    }
}

/// The same container or member from several sources: a finding in each of them.
pub(super) fn conflicts(documents: &[(&str, Subject<'_>)]) -> Vec<(usize, Finding)> {
    let mut where_: BTreeMap<&NamedNode, Vec<usize>> = BTreeMap::new();
    for (at, (_, subject)) in documents.iter().enumerate() {
        let containers = subject.members.containers.values().filter_map(|(node, _)| match node {
            NamedOrBlankNode::NamedNode(node) => Some(node),
            NamedOrBlankNode::BlankNode(_) => None,
        });
        for node in containers.chain(subject.members.published().map(|(node, _)| node)).collect::<BTreeSet<_>>() {
            where_.entry(node).or_default().push(at);
        }
    }
    let mut findings = Vec::new();
    for (node, places) in where_.into_iter().filter(|(_, places)| places.len() > 1) {
        for at in &places {
            let others: Vec<&str> = places.iter().filter(|other| *other != at).map(|other| documents[*other].0).collect();
            let line = documents[*at].1.parsed.line_of(NamedOrBlankNodeRef::from(node));
            findings.push((*at, Finding::of_rule(rules::CONFLICT, node.clone(), &others.join(", "), Place::line(line))));
        }
    }
    findings
}

/// What the previous version published and this one does not.
pub(super) fn removed(previous: &str, before: &Members, now: &[&Members]) -> Vec<Finding> {
    let still: BTreeSet<(&NamedNode, &str)> =
        now.iter().flat_map(|members| members.published().map(|(node, kind)| (node, kind.name))).collect();
    let gone = before.published().filter(|(node, kind)| !still.contains(&(*node, kind.name)));
    gone.map(|(node, _)| Finding::of_rule(rules::REMOVED, node.clone(), previous, Place::default())).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_end_an_iri_or_do_not() {
        for good in ["http://e/p", "http://e/p1", "http://e#a-b.c", "http://e/1a", "http://e/æ", "http://e/p_1", "http://e/x.1"] {
            assert!(ends_in_name(good), "{good}");
        }
        for bad in ["http://e/p/", "http://e/p#", "http://e/p/123", "http://e/p/1-2", "http://e/p/(a)", "http://e/p/."] {
            assert!(!ends_in_name(bad), "{bad}");
        }
    }
}
