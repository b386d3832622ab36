//! The words of the interface: `words.toml`, each in bokmål, nynorsk and English.

use crate::questions::Language;
use serde::Deserialize;
use std::collections::BTreeMap;
use std::sync::LazyLock;

/// The file of words.
pub const SOURCE: &str = include_str!("words.toml");

/// One word or sentence: the same in all languages, or one for each.
#[derive(Deserialize)]
#[serde(untagged)]
enum Entry {
    Same(String),
    Each([String; 3]),
}

static WORDS: LazyLock<BTreeMap<String, Entry>> = LazyLock::new(|| {
    let groups: BTreeMap<String, BTreeMap<String, Entry>> = toml::from_str(SOURCE).unwrap_or_default(); // a test reads it strictly
    groups.into_iter().flat_map(|(group, words)| words.into_iter().map(move |(key, entry)| (format!("{group}.{key}"), entry))).collect()
});

/// The word in a language, if it is there.
pub fn find(key: &str, language: Language) -> Option<&'static str> {
    Some(match WORDS.get(key)? {
        Entry::Same(word) => word,
        Entry::Each([nb, nn, en]) => match language {
            Language::Nb => nb,
            Language::Nn => nn,
            Language::En => en,
        },
    })
}

/// The word in a language; a word that is missing shows its key, and a test finds it.
pub fn word(key: &'static str, language: Language) -> &'static str {
    find(key, language).unwrap_or(key)
}

/// All keys.
pub fn keys() -> impl Iterator<Item = &'static str> {
    WORDS.keys().map(String::as_str)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_word_stands_in_three_languages() {
        let groups: BTreeMap<String, BTreeMap<String, Entry>> = toml::from_str(SOURCE).expect("words.toml");
        assert!(groups.len() > 5);
        for (group, words) in groups {
            for (key, entry) in words {
                let all = match entry {
                    Entry::Same(word) => vec![word],
                    Entry::Each(words) => words.to_vec(),
                };
                assert!(all.iter().all(|word| !word.trim().is_empty()), "{group}.{key}");
            }
        }
    }
}
