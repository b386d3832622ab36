//! Which words belong together, by `ontology/link/thesaurus.toml`.

use super::lexicon::{Lexicon, Stem};
use super::record::Name;
use super::text::Tongue;
use serde::Deserialize;

/// Stands before words that must be the whole of a name.
const WHOLE: char = '=';

/// The entries.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Thesaurus {
    entry: Vec<Entry>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Entry {
    when: Vec<String>,
    norwegian: Vec<String>,
    english: Vec<String>,
}

/// A word or two that belong to a thing, as they stand and as stems.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Phrase {
    /// The language.
    pub tongue: Tongue,
    /// The stems, all of which must stand in what is compared.
    pub stems: Vec<Stem>,
    /// The words.
    pub text: String,
    /// That they must be the whole of a name.
    pub whole: bool,
}

impl Thesaurus {
    /// The phrases that belong to a thing with these names, each once, Norwegian before English and by their stems.
    pub fn of(&self, names: &[Name], lexicon: &mut Lexicon) -> Vec<Phrase> {
        let norwegian = names.iter().filter(|name| name.tongue() == Tongue::Norwegian);
        let ours: Vec<Vec<Stem>> = norwegian.map(|name| lexicon.stems(&name.text, Tongue::Norwegian)).collect();
        let mut found = Vec::new();
        for entry in &self.entry {
            let applies = entry.when.iter().any(|when| {
                let when = lexicon.stems(when, Tongue::Norwegian);
                !when.is_empty() && ours.iter().any(|stems| when.iter().all(|stem| stems.contains(stem)))
            });
            if applies {
                for (tongue, words) in [(Tongue::Norwegian, &entry.norwegian), (Tongue::English, &entry.english)] {
                    let phrases = words.iter().map(|word| {
                        let text = word.trim_start_matches(WHOLE).to_owned();
                        Phrase { tongue, stems: lexicon.stems(&text, tongue), whole: text.len() < word.len(), text }
                    });
                    found.extend(phrases.filter(|phrase| !phrase.stems.is_empty()));
                }
            }
        }
        found.sort_by_cached_key(|phrase: &Phrase| {
            let stems: Vec<String> = phrase.stems.iter().map(|stem| lexicon.text(*stem, phrase.tongue).to_owned()).collect();
            (phrase.tongue, stems, phrase.text.clone(), phrase.whole)
        });
        found.dedup();
        found
    }

    /// The Norwegian words of all entries.
    pub fn words(&self) -> impl Iterator<Item = &str> {
        self.entry.iter().flat_map(|entry| entry.norwegian.iter().chain(&entry.when)).map(String::as_str)
    }
}
