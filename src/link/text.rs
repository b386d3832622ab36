//! Names and texts as they are compared: letter by letter, and as stems of words and of the parts of compounds.

use super::settings::words::{Compound, Words};
use crate::error::{Error, Result};
use std::borrow::Cow;
use std::collections::{BTreeSet, HashSet};
use tantivy::tokenizer::{
    Language, LowerCaser, RemoveLongFilter, SimpleTokenizer, SplitCompoundWords, Stemmer, StopWordFilter, TextAnalyzer, TokenStream,
};
use unicode_normalization::{IsNormalized, UnicodeNormalization, is_nfc_quick};

/// Longest word that is looked at, in bytes.
pub(super) const LONGEST: usize = 60;

/// Letters that a stem keeps at least when it loses a second ending.
const SHORTEST_STEM: usize = 4;

/// A language that texts are compared in. Both written standards of Norwegian are one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Tongue {
    /// Bokmål, nynorsk, and what has no language.
    Norwegian,
    /// English.
    English,
}

impl Tongue {
    /// Both.
    pub const ALL: [Self; 2] = [Self::Norwegian, Self::English];

    /// Of a language tag; nothing for a language that is not read.
    pub fn of(tag: Option<&str>) -> Option<Self> {
        match tag.map(|tag| tag.split('-').next().unwrap_or(tag)) {
            None | Some("nb" | "nn" | "no") => Some(Self::Norwegian),
            Some("en") => Some(Self::English),
            Some(_) => None,
        }
    }
}

/// A text with its letters composed, which is how nearly all texts are written.
pub(super) fn composed(text: &str) -> Cow<'_, str> {
    if is_nfc_quick(text.chars()) == IsNormalized::Yes { text.into() } else { text.nfc().collect::<String>().into() }
}

/// A name as it is compared letter by letter: small letters, one blank between words, no signs.
pub fn key(text: &str) -> String {
    let text = composed(text).to_lowercase().replace('&', " og ");
    text.split(|letter: char| !letter.is_alphanumeric()).filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ")
}

/// The words of a text in small letters.
pub fn words(text: &str) -> Vec<String> {
    key(text).split(' ').filter(|word| !word.is_empty()).map(str::to_owned).collect()
}

/// Words to stems.
pub struct Analysis {
    norwegian: TextAnalyzer,
    english: TextAnalyzer,
    compound: Compound,
    parts: HashSet<String>,
}

impl Analysis {
    /// An analysis that takes compounds apart into words that occur among `known`.
    pub fn new(settings: &Words, known: BTreeSet<String>) -> Result<Self> {
        let stop = |tongue| StopWordFilter::remove(settings.stop.of(tongue).to_vec());
        let found = parts(settings, known);
        let parts = SplitCompoundWords::from_dictionary(&found).map_err(failed)?;
        let plain = || TextAnalyzer::builder(SimpleTokenizer::default()).filter(RemoveLongFilter::limit(LONGEST)).filter(LowerCaser);
        Ok(Self {
            norwegian: plain().filter(stop(Tongue::Norwegian)).filter(parts).filter(Stemmer::new(Language::Norwegian)).build(),
            english: plain().filter(stop(Tongue::English)).filter(Stemmer::new(Language::English)).build(),
            compound: settings.compound.clone(),
            parts: found.into_iter().collect(),
        })
    }

    /// Hands over the stems of a word in order; none for one that says nothing.
    pub fn each_stem(&mut self, word: &str, tongue: Tongue, mut take: impl FnMut(&str)) {
        match tongue {
            Tongue::Norwegian => self.each_norwegian(word, take),
            Tongue::English => {
                let ending = word.trim_end_matches('s').to_lowercase();
                // The stemmer makes «governance» and «government» one.
                let lost = ["ance", "ence"].iter().find(|end| ending.ends_with(**end)).map(|end| &end[..3]);
                self.english.token_stream(word).process(&mut |token| match lost {
                    Some(lost) if !token.text.ends_with(lost) => take(&format!("{}{lost}", token.text)),
                    _ => take(&token.text),
                });
            }
        }
    }

    fn each_norwegian(&mut self, word: &str, mut take: impl FnMut(&str)) {
        let mut stems: Vec<String> = Vec::new();
        self.norwegian.token_stream(word).process(&mut |token| stems.push(token.text.clone()));
        if stems.len() == 1
            && let Some((one, other)) = self.broken(&word.to_lowercase())
        {
            stems.clear();
            for part in [one, other] {
                self.norwegian.token_stream(part).process(&mut |token| stems.push(token.text.clone()));
            }
        }
        for stem in &stems {
            take(settled(stem, &self.compound.again));
        }
    }

    /// A word that is no compound of known words, as its longest known end and what stands before it, or its longest known beginning and the rest.
    fn broken<'a>(&self, word: &'a str) -> Option<(&'a str, &'a str)> {
        let Compound { known, rest, prefixes, .. } = &self.compound;
        let letters = word.chars().count();
        if *known == 0 || letters < known + rest {
            return None;
        }
        let at: Vec<usize> = word.char_indices().map(|(at, _)| at).collect();
        let is_rest = |text: &str| !prefixes.iter().any(|prefix| prefix == text);
        let end =
            (*rest..=letters - known).map(|cut| word.split_at(at[cut])).find(|(before, end)| self.parts.contains(*end) && is_rest(before));
        end.or_else(|| (*known..=letters - rest).rev().map(|cut| word.split_at(at[cut])).find(|(start, _)| self.parts.contains(*start)))
    }
}

/// A stem without the endings that the stemmer leaves: it takes one, and the definite forms of «-er» and nynorsk «-heit» have two.
fn settled<'a>(stem: &'a str, again: &[String]) -> &'a str {
    let mut stem = stem;
    let long = |rest: &&str| rest.chars().count() >= SHORTEST_STEM;
    while let Some(rest) = again.iter().find_map(|ending| stem.strip_suffix(ending.as_str())).filter(long) {
        stem = rest;
    }
    stem
}

/// The words that compounds are taken apart into: those that are no compounds themselves, also with the s or e that joins them to the next.
fn parts(settings: &Words, known: BTreeSet<String>) -> Vec<String> {
    let shortest = settings.compound.shortest;
    let joined = |word: &str| settings.compound.joined_by_s.iter().any(|ending| word.ends_with(ending.as_str()));
    let mut known: Vec<String> = known
        .into_iter()
        .filter(|word| word.len() < LONGEST && word.chars().count() >= shortest && word.chars().all(char::is_alphabetic))
        .collect();
    known.sort_by_cached_key(|word| (word.chars().count(), word.clone()));
    let mut parts: HashSet<String> = settings.compound.also.iter().cloned().collect();
    for word in known {
        if !is_joined(&word, &parts, shortest) {
            if joined(&word) {
                parts.insert(format!("{word}s"));
            }
            if settings.compound.joined_by_e.contains(&word) {
                parts.insert(format!("{word}e"));
            }
            parts.insert(word);
        }
    }
    let mut parts: Vec<String> = parts.into_iter().collect();
    parts.sort();
    parts
}

/// Whether a word is two or more parts.
fn is_joined(word: &str, parts: &HashSet<String>, shortest: usize) -> bool {
    let ends: Vec<usize> = word.char_indices().map(|(at, _)| at).chain([word.len()]).collect();
    let mut reached = vec![false; ends.len()];
    reached[0] = true;
    for end in shortest..ends.len() {
        reached[end] = (0..=end - shortest)
            .any(|start| reached[start] && (start, end) != (0, ends.len() - 1) && parts.contains(&word[ends[start]..ends[end]]));
    }
    reached[ends.len() - 1]
}

/// Whether what stands in the library failed.
pub(super) fn failed(error: tantivy::TantivyError) -> Error {
    Error::Store(Box::new(error))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_compared_without_signs_and_capitals() {
        assert_eq!(key(" Arbeids- og  sosialdepartementet "), "arbeids og sosialdepartementet");
        assert_eq!((key("KS – Kommune"), key("Natur & miljø")), ("ks kommune".to_owned(), "natur og miljø".to_owned()));
        assert_eq!(key("a\u{30a}"), "å", "composed and not are the same");
    }

    #[test]
    fn tags_are_of_a_language_or_none() {
        assert_eq!(Tongue::of(Some("en-GB")), Some(Tongue::English));
        assert_eq!((Tongue::of(None), Tongue::of(Some("se"))), (Some(Tongue::Norwegian), None));
    }

    #[test]
    fn a_word_is_no_part_of_itself() {
        let parts = HashSet::from(["data".to_owned()]);
        assert!(!is_joined("data", &parts, 4) && is_joined("datadata", &parts, 4) && !is_joined("datasjø", &parts, 4));
    }
}
