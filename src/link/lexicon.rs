//! Stems as numbers: a word is taken apart the first time that it is met, and two stems are the same when their numbers are.
//! Catalogues say the same words over and over, and numbers are compared quickly.

use super::record::Name;
use super::text::{Analysis, LONGEST, Tongue, composed};
use super::written::{Written, learned};
use std::collections::HashMap;
use std::sync::Arc;

/// The number of a stem among those of its language.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Stem(u32);

impl Stem {
    /// The number, as a place in a list.
    pub fn at(self) -> usize {
        self.0 as usize
    }
}

/// The words and stems that were met.
pub struct Lexicon {
    analysis: Analysis,
    known: [Known; 2],
    written: Written,
}

/// Those of a language.
#[derive(Default)]
struct Known {
    words: HashMap<Box<str>, Box<[Stem]>>,
    numbers: HashMap<Arc<str>, Stem>,
    stems: Vec<Arc<str>>,
}

impl Lexicon {
    /// A lexicon that has met nothing.
    pub fn new(analysis: Analysis) -> Self {
        Self { analysis, known: <[Known; 2]>::default(), written: Written::new() }
    }

    /// The same, which knows what names in both written standards of Norwegian tell.
    pub(super) fn learning<'a>(mut self, names: impl Iterator<Item = &'a [Name]>) -> Self {
        self.written = learned(names, &mut self.analysis);
        self
    }

    /// The stems of a text in its order, each as often as it stands there.
    pub fn read(&mut self, text: &str, tongue: Tongue) -> Vec<Stem> {
        let Self { analysis, known, written } = self;
        let known = &mut known[tongue as usize];
        let mut found = Vec::new();
        let text = composed(text);
        for word in text.split(|letter: char| !letter.is_alphanumeric()).filter(|word| !word.is_empty() && word.len() < LONGEST) {
            if let Some(stems) = known.words.get(word) {
                found.extend_from_slice(stems);
            } else {
                let before = found.len();
                analysis.each_stem(word, tongue, |stem| {
                    let other = (tongue == Tongue::Norwegian).then(|| written.get(stem)).flatten();
                    found.push(known.number(other.map_or(stem, |other| other)));
                });
                known.words.insert(word.into(), found[before..].into());
            }
        }
        found
    }

    /// The stems of a text in order of the alphabet, each once.
    pub fn stems(&mut self, text: &str, tongue: Tongue) -> Vec<Stem> {
        let found = self.read(text, tongue);
        self.sorted(found, tongue)
    }

    /// Stems in order of the alphabet, each once.
    pub fn sorted(&self, mut stems: Vec<Stem>, tongue: Tongue) -> Vec<Stem> {
        // Numbers first: most that stand twice are gone before letters are compared.
        stems.sort_unstable();
        stems.dedup();
        stems.sort_unstable_by_key(|stem| self.text(*stem, tongue));
        stems
    }

    /// A stem in letters.
    pub fn text(&self, stem: Stem, tongue: Tongue) -> &str {
        &self.known[tongue as usize].stems[stem.at()]
    }

    /// The stem of a number in letters.
    pub(super) fn text_at(&self, at: usize, tongue: Tongue) -> &str {
        self.known[tongue as usize].stems.get(at).map_or("", |stem| stem)
    }

    /// How many stems of a language were met.
    pub fn count(&self, tongue: Tongue) -> usize {
        self.known[tongue as usize].stems.len()
    }
}

impl Known {
    fn number(&mut self, text: &str) -> Stem {
        if let Some(stem) = self.numbers.get(text) {
            return *stem;
        }
        let stem = Stem(u32::try_from(self.stems.len()).unwrap_or(u32::MAX));
        let text: Arc<str> = text.into();
        self.stems.push(text.clone());
        self.numbers.insert(text, stem);
        stem
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::link::settings::Settings;

    fn lexicon(known: &[&str]) -> Lexicon {
        let settings = Settings::built_in().expect("the settings");
        Lexicon::new(Analysis::new(&settings.words, known.iter().map(|&word| word.to_owned()).collect()).expect("an analysis"))
    }

    fn stems(lexicon: &mut Lexicon, text: &str, tongue: Tongue) -> Vec<String> {
        let found = lexicon.stems(text, tongue);
        found.into_iter().map(|stem| lexicon.text(stem, tongue).to_owned()).collect()
    }

    #[test]
    fn compounds_and_endings_fall_away() {
        let mut lexicon = lexicon(&["tjeneste", "utvikling", "tjenesteutvikling", "kunnskap", "departementet", "data", "sjøer"]);
        let mut stems = |text| stems(&mut lexicon, text, Tongue::Norwegian);
        assert_eq!(stems("Tjenesteutviklingen"), ["tjenest", "utvikling"], "its beginning is known");
        assert_eq!(stems("Kommunenummeret"), ["kommunenumm"], "no part of it is known");
        assert_eq!((stems("datafordeler"), stems("sikkerhet")), (stems("datafordeleren"), stems("sikkerheita")));
        assert_eq!(stems("tjenesteutvikling"), stems("utvikling av tjenester"));
        assert_eq!(stems("Kunnskapsdepartementet"), ["departement", "kunnskap"]);
        assert_eq!(stems("datasjøer"), stems("sjøer og data"));
        assert_eq!(stems("sj\u{f8}er fra a\u{30a}r til \u{e5}r").len(), 2, "letters are composed");
    }

    #[test]
    fn what_joins_words_falls_away() {
        let mut lexicon =
            lexicon(&["skatt", "melding", "idrett", "anlegg", "søknad", "nummer", "krav", "spesifikasjon", "fritid", "tilbud"]);
        let mut stems = |text| stems(&mut lexicon, text, Tongue::Norwegian);
        for (joined, apart) in [
            ("skattemelding", "melding om skatt"),
            ("idrettsanlegg", "anlegg for idrett"),
            ("søknadsnummer", "nummer på søknad"),
            ("fritidstilbud", "tilbud i fritid"),
            ("kravspesifikasjon", "spesifikasjon av krav"),
        ] {
            assert_eq!(stems(joined), stems(apart), "{joined}");
        }
    }

    #[test]
    fn both_written_standards_meet_and_english_stays_apart() {
        let mut lexicon = lexicon(&[]);
        assert_eq!(lexicon.stems("kommunane", Tongue::Norwegian), lexicon.stems("kommunene", Tongue::Norwegian));
        assert_eq!(stems(&mut lexicon, "the sharing of services", Tongue::English), ["servic", "share"]);
        assert_ne!(lexicon.stems("governance", Tongue::English), lexicon.stems("government", Tongue::English));
    }

    #[test]
    fn a_text_keeps_its_order_and_its_repetitions_and_a_word_keeps_its_number() {
        let mut lexicon = lexicon(&["tjeneste", "utvikling"]);
        let text = "Tjenesteutvikling av tjenester";
        let first = lexicon.read(text, Tongue::Norwegian);
        assert_eq!((first.len(), first[0], lexicon.count(Tongue::Norwegian)), (3, first[2], 2));
        assert_eq!(lexicon.read(text, Tongue::Norwegian), first);
        assert_eq!(lexicon.read(&"a".repeat(1000), Tongue::Norwegian), [], "a word of that length is none");
        assert_eq!(lexicon.count(Tongue::English), 0);
    }
}
