//! Search: names in all languages, numbers, identifiers and keys of things; titles of questions; terms of the ontology.

use super::frame::Frame;
use super::label::{Labels, NAMING};
use super::text::Link;
use super::{Site, Visit, kinds, render, words};
use crate::error::Result;
use crate::questions;
use crate::rdf::term::plain;
use crate::rdf::vocab::{dct, sam, skos};
use askama::Template;
use oxigraph::model::NamedNode;
use oxigraph::model::vocab::rdf;
use std::collections::BTreeMap;

/// Things of one kind that are shown.
const SHOWN: usize = 50;

/// All that can be found, in lower case; made once for a graph.
pub(super) struct Index(Vec<Entry>);

struct Entry {
    node: NamedNode,
    kind: String,
    names: Vec<String>,
    /// Numbers, identifiers and keys.
    codes: Vec<String>,
}

/// How well something fits: a number or the whole name, the beginning of a name, somewhere.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Fit {
    Whole,
    Beginning,
    Within,
}

/// How well something fits, its number, and the way to it.
type Hit = (Fit, Option<String>, Link);

/// What was found of a kind.
struct Group {
    name: String,
    found: Vec<(Option<String>, Link)>,
    more: usize,
    best: Fit,
}

#[derive(Template)]
#[template(path = "found.html")]
struct Page<'a> {
    frame: Frame<'a>,
    groups: Vec<Group>,
    total: usize,
}

impl Index {
    pub(super) fn of(site: &Site) -> Result<Self> {
        let mut entries = Vec::new();
        for (kind, things) in kinds::all(&site.store, &site.base)? {
            if !kinds::BOOKS.contains(&kind.as_str()) {
                for thing in things {
                    entries.push(Entry::of(site, thing, &kind)?);
                }
            }
        }
        let typed = site.store.subjects(rdf::TYPE, None)?;
        for term in typed.into_iter().filter(|node| node.as_str().starts_with(sam::NAMESPACE)) {
            entries.push(Entry::of(site, term, "term")?);
        }
        Ok(Self(entries))
    }

    fn find(&self, query: &str) -> Vec<(Fit, &Entry)> {
        let query = query.to_lowercase();
        let joined: String = query.split_whitespace().collect();
        let is_number = !joined.is_empty() && joined.chars().all(|c| c.is_ascii_digit() || c == '.');
        let query = if is_number { joined } else { query };
        let words: Vec<&str> = query.split_whitespace().collect();
        let found: Vec<(Fit, &Entry)> = self.0.iter().filter_map(|entry| Some((entry.fit(&query, &words)?, entry))).collect();
        // Whoever asks for 5.1 does not mean 5.10 where there is a 5.1.
        let exact = is_number && found.iter().any(|(fit, _)| *fit == Fit::Whole);
        found.into_iter().filter(|(fit, _)| !exact || *fit == Fit::Whole).collect()
    }
}

impl Entry {
    fn of(site: &Site, node: NamedNode, kind: &str) -> Result<Self> {
        let texts = |property| -> Result<Vec<String>> {
            Ok(site.store.objects(&node, property)?.iter().map(|term| plain(term).to_lowercase()).collect())
        };
        let mut names = Vec::new();
        for property in NAMING.into_iter().chain([skos::ALT_LABEL]) {
            names.extend(texts(property)?);
        }
        let mut codes = texts(skos::NOTATION)?;
        codes.extend(texts(dct::IDENTIFIER)?);
        codes.extend(node.as_str().rsplit(['/', '#']).next().map(str::to_lowercase));
        Ok(Self { node, kind: kind.to_owned(), names, codes })
    }

    fn fit(&self, query: &str, words: &[&str]) -> Option<Fit> {
        let query = query.trim();
        let texts = || self.names.iter().chain(&self.codes);
        if texts().any(|text| text == query) {
            return Some(Fit::Whole);
        }
        if words.is_empty() || !words.iter().all(|word| texts().any(|text| text.contains(word))) {
            return None;
        }
        Some(if self.names.iter().any(|name| name.starts_with(query)) { Fit::Beginning } else { Fit::Within })
    }
}

/// What holds the words of the parameter `q`, by kind, the best first.
pub fn page(site: &Site, visit: &Visit) -> Result<String> {
    if site.fixed().is_some() {
        return super::alphabet::page(site, visit);
    }
    let labels = Labels { site, language: visit.language };
    let query = visit.parameter("q").unwrap_or_default();
    let title = words::word("search.title", visit.language);
    let frame = Frame { sought: query.to_owned(), ..Frame::new(site, visit, "/search", title).below(Vec::new()) };
    let mut kinds: BTreeMap<&str, Vec<Hit>> = BTreeMap::new();
    for (fit, entry) in site.index()?.find(query) {
        let notation = labels.text_of(&entry.node, skos::NOTATION)?.map(|text| text.value);
        kinds.entry(&entry.kind).or_default().push((fit, notation, labels.link(&entry.node)?));
    }
    let asked = if query.is_empty() { Vec::new() } else { questions::search(site.questions(), query) };
    for question in asked {
        let link = super::questions::entry(&frame, question).link;
        kinds.entry("question").or_default().push((Fit::Within, None, link));
    }
    let mut groups = Vec::new();
    for (kind, mut found) in kinds {
        found.sort();
        let best = found.first().map_or(Fit::Within, |(fit, ..)| *fit);
        let more = found.len().saturating_sub(SHOWN);
        let found = found.into_iter().take(SHOWN).map(|(_, notation, link)| (notation, link)).collect();
        groups.push(Group { name: kinds::name(kind, visit.language), found, more, best });
    }
    groups.sort_by(|a, b| (a.best, &a.name).cmp(&(b.best, &b.name)));
    let total = groups.iter().map(|group| group.found.len() + group.more).sum();
    render(&Page { frame, groups, total })
}
