//! Accepted pairs that are to be looked at again: their targets are called something else than when somebody accepted them.
//!
//! They come back whether or not the search would find them still: what was decided is shown, and the new name.

use super::mapping::{Mapping, MappingSet};
use super::record::{Record, Sort, name_in};
use std::sync::Arc;

/// A pair that comes back.
#[derive(Debug, Clone)]
pub struct Relabelled {
    /// What was decided, with the name that the target has now, and with nobody who has decided on that.
    pub mapping: Mapping,
    /// What the target was called.
    pub before: String,
    /// The kind of the target.
    pub kind: Arc<str>,
}

/// The pairs of some sets that come back, with targets among records that are sorted by IRI. `is_wanted` says of which of our things.
pub fn relabelled(sets: &[MappingSet], records: &[Record], is_wanted: impl Fn(&str) -> bool) -> Vec<Relabelled> {
    let mut found = Vec::new();
    for set in sets {
        for mapping in set.accepted().filter(|mapping| is_wanted(mapping.subject.as_str())) {
            let record = records.binary_search_by(|record| (*record.iri).cmp(mapping.object.as_str())).ok().map(|at| &records[at]);
            if let (Some(record), Some(before)) = (record, &mapping.object_label) {
                let again = new_name(record, before, set.metadata.label_language(mapping)).map(|now| again(mapping, record, before, now));
                found.extend(again);
            }
        }
    }
    found.sort_by(|a, b| (&a.mapping.subject, &a.mapping.object).cmp(&(&b.mapping.subject, &b.mapping.object)));
    found
}

/// What a target is called now, unless the old name is still one that it is called by, in whatever language.
fn new_name(record: &Record, before: &str, language: &str) -> Option<String> {
    let before = one_line(before);
    let mut names = record.names.iter().filter(|name| name.sort == Sort::Main).map(|name| one_line(&name.text)).peekable();
    let is_renamed = names.peek().is_some() && names.all(|name| name != before);
    is_renamed.then(|| one_line(name_in(&record.names, language)))
}

fn again(mapping: &Mapping, record: &Record, before: &str, now: String) -> Relabelled {
    let mapping =
        Mapping { object_label: Some(now), author: None, reviewer: None, date: None, object_source_version: None, ..mapping.clone() };
    Relabelled { mapping, before: before.to_owned(), kind: record.kind.clone() }
}

/// A name as decisions keep it.
fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
