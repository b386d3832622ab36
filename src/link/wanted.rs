//! Which candidates a person wants to see, and in what order.

use super::desk::Sets;
use super::mapping::{Mapping, MappingSet, ZONE};
use crate::error::{Error, Result, backticked};
use crate::rdf::iri::Base;
use std::collections::{BTreeMap, BTreeSet};

/// In what order candidates are shown.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Order {
    /// Thing by thing, and for each the likeliest first.
    #[default]
    Thing,
    /// The likeliest first, whatever the thing.
    Score,
}

/// Which candidates are shown; everything that names nothing takes all.
#[derive(Debug, Clone, Default)]
pub struct Wanted {
    /// Zones.
    pub zones: Vec<String>,
    /// Kinds of our things, as they stand in their IRIs.
    pub kinds: Vec<String>,
    /// Mapping sets that decisions would go into.
    pub sets: Vec<String>,
    /// In what order.
    pub order: Order,
    /// No more than this.
    pub limit: Option<usize>,
}

/// A candidate that nobody has decided on, or that has changed since.
pub(super) struct Open<'a> {
    pub candidate: &'a Mapping,
    pub changed: Option<String>,
}

impl Wanted {
    /// The candidates that are wanted, each pair once; `others` counts the rest.
    pub(super) fn of<'a>(&self, candidates: &'a MappingSet, sets: &Sets<'_>, others: &mut usize) -> Result<Vec<&'a Mapping>> {
        let mut pairs: BTreeMap<_, &Mapping> = BTreeMap::new();
        for candidate in &candidates.mappings {
            let known = pairs.entry((&candidate.subject, &candidate.object)).or_insert(candidate);
            if sure(candidate) > sure(known) {
                *known = candidate;
            }
        }
        let mut there: [BTreeSet<String>; 3] = Default::default();
        let mut found = Vec::new();
        for candidate in pairs.into_values() {
            let is = [candidate.other.get(ZONE).cloned(), kind_of(candidate), Some(sets.target(candidate)?)];
            let fits = self
                .filters()
                .iter()
                .zip(&is)
                .all(|((_, wanted), is)| wanted.is_empty() || is.as_ref().is_some_and(|is| wanted.contains(is)));
            for (there, is) in there.iter_mut().zip(is) {
                there.extend(is);
            }
            if fits {
                found.push(candidate);
            } else {
                *others += 1;
            }
        }
        for ((option, wanted), there) in self.filters().into_iter().zip(&there).filter(|_| !candidates.mappings.is_empty()) {
            if let Some(missing) = wanted.iter().find(|wanted| !there.contains(*wanted)) {
                return Err(none_of(option, missing, there));
            }
        }
        Ok(found)
    }

    fn filters(&self) -> [(&'static str, &Vec<String>); 3] {
        [("zone", &self.zones), ("kind", &self.kinds), ("set", &self.sets)]
    }

    /// Puts the candidates in order.
    pub(super) fn sort(&self, open: &mut [Open<'_>]) {
        let by_score = |a: &Open<'_>, b: &Open<'_>| sure(b.candidate).total_cmp(&sure(a.candidate));
        let by_name = |a: &Open<'_>, b: &Open<'_>| a.candidate.subject.cmp(&b.candidate.subject);
        open.sort_by(|a, b| {
            let first = if self.order == Order::Score {
                by_score(a, b).then_with(|| by_name(a, b))
            } else {
                by_name(a, b).then_with(|| by_score(a, b))
            };
            first.then_with(|| a.candidate.object.cmp(&b.candidate.object))
        });
    }
}

fn sure(candidate: &Mapping) -> f64 {
    candidate.confidence.unwrap_or_default()
}

/// The kind of our thing, as its IRI says it.
fn kind_of(candidate: &Mapping) -> Option<String> {
    Base::default().kind_and_key(candidate.subject.as_str()).map(|(kind, _)| kind.to_owned())
}

fn none_of(option: &str, missing: &str, there: &BTreeSet<String>) -> Error {
    let known: Vec<&str> = there.iter().map(String::as_str).collect();
    let problem = if known.is_empty() {
        format!("no candidate says its {option}")
    } else {
        format!("no candidate is of the {option} `{missing}`: there are {}", backticked(&known, "and"))
    };
    Error::RequestInvalid { problem, hint: "name one of these, or leave the option out for all" }
}
