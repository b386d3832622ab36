//! A target as it is compared: its names, texts and surroundings as stems, made once for however many of our things.

use super::heads::before_dash;
use super::index::Index;
use super::lexicon::Stem;
use super::record::{Name, Record, Sort};
use super::text::{Tongue, key};
use std::sync::Arc;

/// Stems in order of the alphabet, each once, and what they weigh together.
#[derive(Debug, Default, PartialEq)]
pub struct Weighed {
    /// The stems.
    pub stems: Vec<Stem>,
    /// The sum of their weights.
    pub weight: f64,
}

impl Weighed {
    pub(super) fn new(stems: Vec<Stem>, tongue: Tongue, index: &Index) -> Self {
        let weight = stems.iter().map(|stem| index.weight(*stem, tongue)).sum();
        Self { stems, weight }
    }

    /// Of a text.
    pub fn of(text: &str, tongue: Tongue, index: &mut Index) -> Self {
        let stems = index.stems(text, tongue);
        Self::new(stems, tongue, index)
    }
}

/// A name as it is compared.
#[derive(Debug)]
pub struct Stemmed {
    /// Of what sort it is.
    pub sort: Sort,
    /// The language tag.
    pub tag: Option<Arc<str>>,
    /// The language that it is compared in.
    pub tongue: Tongue,
    /// The name.
    pub text: Arc<str>,
    /// Letter by letter.
    pub key: String,
    /// By its stems.
    pub stems: Weighed,
    /// The stems of the words that its parts end in: what it is about.
    pub heads: Vec<Stem>,
}

impl Stemmed {
    /// Names in their order.
    pub fn all(names: &[Name], index: &mut Index) -> Vec<Self> {
        let mut one = |name: &Name| Self {
            sort: name.sort,
            tag: name.tag.as_deref().map(Arc::from),
            tongue: name.tongue(),
            text: name.text.as_str().into(),
            key: key(&name.text),
            stems: Weighed::of(&name.text, name.tongue(), index),
            heads: index.heads(&name.text, name.tongue()),
        };
        names.iter().map(&mut one).collect()
    }
}

/// A target with everything about it as stems.
#[derive(Debug)]
pub struct Compared {
    /// The target.
    pub record: Arc<Record>,
    /// Its names.
    pub names: Vec<Stemmed>,
    /// Its texts.
    pub texts: Vec<(Tongue, Vec<Stem>)>,
    /// Names and texts together, for each language.
    pub words: [Weighed; 2],
    /// What it stands below.
    pub broader: Vec<Stemmed>,
    /// The stems of titles, as far as a dash, and keywords, for each language.
    pub titles: [Vec<Stem>; 2],
}

impl Compared {
    pub(super) fn new(record: Arc<Record>, index: &mut Index) -> Self {
        let names = Stemmed::all(&record.names, index);
        let texts: Vec<(Tongue, Vec<Stem>)> = record.texts.iter().map(|(tongue, text)| (*tongue, index.stems(text, *tongue))).collect();
        let words = Tongue::ALL.map(|tongue| words(&names, &texts, tongue, index));
        let broader = Stemmed::all(&record.broader, index);
        let titles = Tongue::ALL.map(|tongue| {
            let told = record.names.iter().filter(|name| name.tongue() == tongue && matches!(name.sort, Sort::Main | Sort::Hidden));
            let stems = told.flat_map(|name| index.stems(before_dash(&name.text), tongue)).collect();
            index.sorted(stems, tongue)
        });
        Self { record, names, texts, words, broader, titles }
    }

    /// The name that it is known by, for telling two of the same name apart.
    pub fn main(&self) -> &str {
        self.names.iter().find(|name| name.sort == Sort::Main).map_or(&self.record.iri, |name| &name.key)
    }
}

/// The stems of all names and texts of a language.
pub(super) fn words(names: &[Stemmed], texts: &[(Tongue, Vec<Stem>)], tongue: Tongue, index: &Index) -> Weighed {
    let of_names = names.iter().filter(|name| name.tongue == tongue).flat_map(|name| &name.stems.stems);
    let of_texts = texts.iter().filter(|(of, _)| *of == tongue).flat_map(|(_, stems)| stems);
    Weighed::new(index.sorted(of_names.chain(of_texts).copied().collect(), tongue), tongue, index)
}
