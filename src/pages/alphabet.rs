//! Everything that has a name, by letter: what a copy without a server has in the place of the search.

use super::frame::Frame;
use super::label::Labels;
use super::text::Link;
use super::{Site, Visit, kinds, questions, render, words};
use crate::error::Result;
use crate::questions::Language;
use askama::Template;
use std::collections::BTreeMap;

/// Something to find, with its kind.
struct Entry {
    link: Link,
    kind: String,
}

struct Letter {
    shown: String,
    /// As part of an address.
    id: String,
    entries: Vec<Entry>,
}

#[derive(Template)]
#[template(path = "alphabet.html")]
struct Page<'a> {
    frame: Frame<'a>,
    letters: Vec<Letter>,
    total: usize,
}

/// The page of all things and questions.
pub(super) fn page(site: &Site, visit: &Visit) -> Result<String> {
    let labels = Labels { site, language: visit.language };
    let frame = Frame::new(site, visit, "/search", words::word("alphabet.title", visit.language)).below(Vec::new());
    let mut entries = Vec::new();
    for (kind, things) in kinds::all(&site.store, &site.base)? {
        if kinds::is_book(&kind) {
            continue;
        }
        let name = kinds::name(&kind, visit.language);
        for thing in things {
            entries.push(Entry { link: labels.link(&thing)?, kind: name.clone() });
        }
    }
    for question in site.questions() {
        entries.push(Entry { link: questions::entry(&frame, question).link, kind: kinds::name("question", visit.language) });
    }
    let total = entries.len();
    entries.sort_by_cached_key(|entry| (sorted_as(&entry.link.text.value, visit.language), entry.kind.clone(), entry.link.clone()));
    let mut letters: BTreeMap<String, Vec<Entry>> = BTreeMap::new();
    for entry in entries {
        let key = sorted_as(&entry.link.text.value, visit.language);
        letters.entry(key.chars().next().filter(|c| *c >= 'a').map_or(String::new(), String::from)).or_default().push(entry);
    }
    let letters = letters.into_iter().map(|(key, entries)| Letter { shown: shown(&key), id: format!("letter-{}", id(&key)), entries });
    render(&Page { letters: letters.collect(), total, frame })
}

/// Lower case without marks, in the order of the language's alphabet: æ, ø and å come last in Norwegian.
fn sorted_as(name: &str, language: Language) -> String {
    let plain = name.trim_start_matches(|c: char| !c.is_alphanumeric()).to_lowercase();
    let place = |c: char| match (c, language) {
        ('æ' | 'å', Language::En) => 'a',
        ('ø', Language::En) => 'o',
        ('æ', _) => '{',
        ('ø', _) => '|',
        ('å', _) => '}',
        ('é' | 'è' | 'ê', _) => 'e',
        (other, _) => other,
    };
    plain.chars().map(place).collect()
}

/// A letter as it is read; nothing is what begins with none.
fn shown(key: &str) -> String {
    match key {
        "" => "0–9".to_owned(),
        "{" => "Æ".to_owned(),
        "|" => "Ø".to_owned(),
        "}" => "Å".to_owned(),
        other => other.to_uppercase(),
    }
}

fn id(key: &str) -> &str {
    match key {
        "" => "0",
        "{" => "ae",
        "|" => "oe",
        "}" => "aa",
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_norwegian_alphabet_ends_in_ae_oe_aa() {
        let mut names = vec!["Åpne data", "«Arkiv»", "Økonomi", "Ærlig", "Zoo"];
        names.sort_by_key(|name| sorted_as(name, Language::Nb));
        assert_eq!(names, ["«Arkiv»", "Zoo", "Ærlig", "Økonomi", "Åpne data"]);
        names.sort_by_key(|name| sorted_as(name, Language::En));
        assert_eq!(names.last(), Some(&"Zoo"));
    }
}
