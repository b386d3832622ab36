//! All things by kind, and the things of a kind.

use super::frame::Frame;
use super::label::Labels;
use super::text::{Link, Text};
use super::{Site, Visit, query_string, render, words};
use crate::error::{Error, Result};
use crate::questions::Language;
use crate::rdf::iri::Base;
use crate::rdf::vocab::skos;
use crate::store::Store;
use askama::Template;
use oxigraph::model::NamedNode;
use oxigraph::model::vocab::rdf;
use std::collections::{BTreeMap, BTreeSet};

/// Things on a page of a list.
const ON_A_PAGE: usize = 300;
/// Kinds that keep the books of evidence and of our own checks: listed last, and not searched.
pub(super) const BOOKS: [&str; 5] = ["claim", "measurement", "passage", "statement", "target-check"];

/// Whether something, by its `kind/key`, is an entry of those books.
pub(super) fn is_book(name: &str) -> bool {
    name.split('/').next().is_some_and(|kind| BOOKS.contains(&kind))
}

/// The name of a kind, leading to its things. A copy without a server lists no books.
pub(super) fn link(frame: &Frame<'_>, kind: &str) -> Link {
    let href = (frame.site.fixed().is_none() || !is_book(kind)).then(|| frame.href(&format!("/things/{kind}")));
    Link { text: Text::plain(name(kind, frame.language)), href }
}

struct Kind {
    link: Link,
    size: usize,
}

#[derive(Template)]
#[template(path = "things.html")]
struct Things<'a> {
    frame: Frame<'a>,
    kinds: Vec<Kind>,
    books: Vec<Kind>,
}

#[derive(Template)]
#[template(path = "kind.html")]
struct OfKind<'a> {
    frame: Frame<'a>,
    things: Vec<(Option<String>, Link)>,
    total: usize,
    before: Option<String>,
    after: Option<String>,
}

/// What a kind is called, in the plural.
pub(super) fn name(kind: &str, language: Language) -> String {
    words::find(&format!("kind.{kind}"), language).unwrap_or(kind).to_owned()
}

/// Our things by kind.
pub(super) fn all(store: &Store, base: &Base) -> Result<BTreeMap<String, BTreeSet<NamedNode>>> {
    let mut kinds: BTreeMap<String, BTreeSet<NamedNode>> = BTreeMap::new();
    for node in store.subjects(rdf::TYPE, None)? {
        if let Some((kind, _)) = base.kind_and_key(node.as_str()) {
            kinds.entry(kind.to_owned()).or_default().insert(node);
        }
    }
    Ok(kinds)
}

/// The kinds of things in a graph.
pub fn names(store: &Store) -> Result<Vec<String>> {
    Ok(all(store, &Base::default())?.into_keys().collect())
}

/// The page of all kinds.
pub fn page(site: &Site, visit: &Visit) -> Result<String> {
    let frame = Frame::new(site, visit, "/things", words::word("nav.things", visit.language)).below(Vec::new());
    let (mut kinds, mut books) = (Vec::new(), Vec::new());
    for (kind, things) in all(&site.store, &site.base)? {
        let link = link(&frame, &kind);
        let is_book = BOOKS.contains(&kind.as_str());
        if is_book && site.fixed().is_some() {
            continue; // the template says where it stands
        }
        let list = if is_book { &mut books } else { &mut kinds };
        list.push(Kind { link, size: things.len() });
    }
    kinds.sort_by(|a, b| a.link.cmp(&b.link));
    render(&Things { frame, kinds, books })
}

/// The page of a kind.
pub fn of_kind(site: &Site, visit: &Visit, kind: &str) -> Result<String> {
    let labels = Labels { site, language: visit.language };
    let path = format!("/things/{kind}");
    let not_found = || Error::RouteNotFound { path: format!("/{}{path}", visit.language.tag()) };
    let things = all(&site.store, &site.base)?.remove(kind).ok_or_else(not_found)?;
    let total = things.len();
    let number: usize = visit.parameter("page").map_or(Some(1), |page| page.parse().ok()).filter(|page| *page > 0).ok_or_else(not_found)?;
    let start = (number - 1).saturating_mul(ON_A_PAGE);
    if start > 0 && start >= total {
        return Err(not_found());
    }
    let mut listed = Vec::new();
    for thing in things {
        let notation = labels.text_of(&thing, skos::NOTATION)?.map(|text| text.value);
        listed.push((numeric(notation.as_deref()), notation, labels.link(&thing)?));
    }
    listed.sort();
    let frame = Frame::new(site, visit, path.clone(), name(kind, visit.language));
    let crumbs = vec![frame.crumb("nav.things", "/things")];
    let to = |page: usize| frame.href(&format!("{path}{}", query_string([("page", page.to_string().as_str())])));
    let page = OfKind {
        things: listed.into_iter().skip(start).take(ON_A_PAGE).map(|(_, notation, link)| (notation, link)).collect(),
        total,
        before: (number > 1).then(|| to(number - 1)),
        after: (start + ON_A_PAGE < total).then(|| to(number + 1)),
        frame: frame.below(crumbs),
    };
    render(&page)
}

/// The numbers in a notation, so that 2.10 comes after 2.9 and J10 after J9; what has none comes last.
fn numeric(notation: Option<&str>) -> (bool, String, Vec<u32>) {
    let Some(notation) = notation else { return (true, String::new(), Vec::new()) };
    let letters: String = notation.chars().take_while(|c| c.is_alphabetic()).collect();
    let numbers = notation.split(|c: char| !c.is_ascii_digit()).filter_map(|digits| digits.parse().ok()).collect();
    (false, letters, numbers)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn notations_are_sorted_as_people_count() {
        let mut notations = vec![None, Some("J10"), Some("2.10"), Some("J9"), Some("2.9")];
        notations.sort_by_key(|notation| numeric(*notation));
        assert_eq!(notations, [Some("2.9"), Some("2.10"), Some("J9"), Some("J10"), None]);
    }
}
