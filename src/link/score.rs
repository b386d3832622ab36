//! How good a candidate is, and why: names first, then what else speaks for it or against it.

use super::index::Index;
use super::record::{Name, Record, Sort};
use super::settings::{Settings, Zones};
use super::subjects::Subject;
use super::text::{Tongue, key};
use super::thesaurus::Phrase;
use crate::error::Result;
use std::collections::{BTreeMap, BTreeSet};

/// Names shorter than this are the same only as a whole: abbreviations share letters with anything.
const SHORTEST: usize = 4;
/// Most that something shared can be worth: only a name or number that is the same is worth more.
const MOST_SHARED: f64 = 0.95;

/// Most words of the thesaurus that count.
const MOST_HITS: usize = 4;

/// Why a candidate is one: a code of `words.toml` and what stands in its places.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reason {
    /// The code.
    pub code: &'static str,
    /// What was compared.
    pub values: Vec<String>,
}

impl Reason {
    pub(super) fn new(code: &'static str, values: &[&str]) -> Self {
        Self { code, values: values.iter().map(|&value| value.to_owned()).collect() }
    }
}

/// In what a candidate agrees with our thing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Agreement {
    /// Something is shared.
    Part,
    /// A name is the same.
    Name,
    /// The organisation number is the same.
    Number,
}

/// A score with its reasons, the weightiest first.
#[derive(Debug, Clone)]
pub struct Scored {
    /// Between 0 and 1.
    pub score: f64,
    /// In what it agrees.
    pub agreement: Agreement,
    /// Why.
    pub reasons: Vec<Reason>,
}

/// A name with its stems.
struct Stemmed<'a> {
    name: &'a Name,
    key: String,
    stems: Vec<String>,
}

/// A thing of ours with everything about it as stems, to be compared with many targets.
pub struct Profile<'a> {
    subject: &'a Subject,
    names: Vec<Stemmed<'a>>,
    texts: Vec<(Tongue, Vec<String>)>,
    context: Vec<(Tongue, Vec<String>)>,
    phrases: Vec<Phrase>,
}

impl<'a> Profile<'a> {
    /// The profile of a thing.
    pub fn new(subject: &'a Subject, settings: &Settings, index: &mut Index) -> Self {
        let names = stemmed(&subject.names, index);
        let texts = Tongue::ALL.map(|tongue| (tongue, all_stems(&subject.names, &subject.texts, tongue, index)));
        let context = subject.context.iter().map(|name| (name.tongue(), index.stems(&name.text, name.tongue()))).collect();
        let phrases = index.phrases(subject, settings);
        Self { subject, names, texts: texts.into(), context, phrases }
    }

    /// The words that belong to it.
    pub fn phrases(&self) -> &[Phrase] {
        &self.phrases
    }

    /// How good a target is; nothing when it cannot be the same or shares nothing.
    ///
    /// `same` are targets that are the same as ours, by IRI and name: a target that its vocabulary relates to one of them is related to ours.
    pub fn score(
        &self,
        record: &Record,
        same: &BTreeMap<String, String>,
        settings: &Settings,
        index: &mut Index,
    ) -> Result<Option<Scored>> {
        if let (Some(ours), Some(theirs)) = (&self.subject.number, &record.number) {
            let same = || Scored { score: 1.0, agreement: Agreement::Number, reasons: vec![Reason::new("number", &[ours])] };
            return Ok((ours == theirs).then(same));
        }
        let zones = &settings.zones;
        let theirs = stemmed(&record.names, index);
        let mut found = if let Some(found) = self.same_name(&theirs, zones) {
            found
        } else {
            let found =
                [self.shared_name(&theirs, zones, index)?, self.related(record, &theirs, zones, index), linked(record, same, zones)];
            match found.into_iter().flatten().reduce(|best, other| if other.score > best.score { other } else { best }) {
                Some(found) => self.with_signals(found, record, zones, index)?,
                None => return Ok(None),
            }
        };
        if self.other_class(record) {
            found.score += zones.signal.class_differs;
            found.reasons.push(Reason::new("class", &[]));
        }
        found.score = (found.score.clamp(0.0, 1.0) * 1000.0).round() / 1000.0;
        Ok(Some(found))
    }

    /// The best name that is the same, letter by letter or by its stems.
    fn same_name(&self, theirs: &[Stemmed<'_>], zones: &Zones) -> Option<Scored> {
        let mut best: Option<Scored> = None;
        let mut languages = BTreeSet::new();
        for ours in &self.names {
            for their in theirs.iter().filter(|their| their.name.tongue() == ours.name.tongue()) {
                let by_letters = ours.key == their.key;
                let by_stems = ours.stems.len() > 1 && ours.stems == their.stems;
                if !by_letters && !by_stems {
                    continue;
                }
                languages.insert(ours.name.tongue());
                let worth = if by_letters { zones.name.same } else { zones.name.stems };
                let score = worth * factor(ours.name.sort, zones) * factor(their.name.sort, zones);
                if best.as_ref().is_none_or(|best| score > best.score) {
                    let code = match (ours.name.sort.max(their.name.sort), by_letters) {
                        (Sort::Main | Sort::Topic, true) => "same",
                        (Sort::Other, true) => "other",
                        (Sort::Former, true) => "former",
                        (Sort::Hidden, true) => "hidden",
                        (_, false) => "stems",
                    };
                    let reasons = vec![Reason::new(code, &[&ours.name.text, &their.name.text])];
                    best = Some(Scored { score, agreement: Agreement::Name, reasons });
                }
            }
        }
        let mut best = best?;
        if languages.len() > 1 {
            best.score = (best.score + zones.signal.language).min(1.0);
            best.reasons.push(Reason::new("language", &[]));
        }
        Some(best)
    }

    /// The best name that shares words with ours, or that stands in our description.
    fn shared_name(&self, theirs: &[Stemmed<'_>], zones: &Zones, index: &Index) -> Result<Option<Scored>> {
        let mut best: Option<Scored> = None;
        let mut keep = |score: f64, reason: Reason| {
            if best.as_ref().is_none_or(|best| score > best.score) {
                best = Some(Scored { score, agreement: Agreement::Part, reasons: vec![reason] });
            }
        };
        for their in theirs.iter().filter(|their| their.key.chars().count() >= SHORTEST) {
            let tongue = their.name.tongue();
            for ours in self.names.iter().filter(|ours| ours.name.tongue() == tongue) {
                let Some((worth, whole)) = shared(&ours.stems, &their.stems, tongue, zones, index)? else { continue };
                let letters = zones.part.letters * rapidfuzz::fuzz::ratio(ours.key.chars(), their.key.chars());
                let score = (worth + letters) * factor(ours.name.sort, zones) * factor(their.name.sort, zones);
                let (code, values) =
                    if whole { ("whole", [&their.name.text, &ours.name.text]) } else { ("part", [&ours.name.text, &their.name.text]) };
                keep(score, Reason::new(code, &values.map(String::as_str)));
            }
            let texts = self.texts.iter().filter(|(of, _)| *of == tongue);
            for (_, stems) in texts {
                if let Some((worth, true)) = shared(stems, &their.stems, tongue, zones, index)? {
                    let text = self.subject.texts.iter().find(|(of, _)| *of == tongue).map_or("", |(_, text)| text.as_str());
                    let score = worth * zones.part.text * factor(their.name.sort, zones);
                    keep(score, Reason::new("whole", &[&their.name.text, text]));
                }
            }
        }
        Ok(best)
    }

    /// The words of the thesaurus that stand in a target's names or texts.
    fn related(&self, record: &Record, theirs: &[Stemmed<'_>], zones: &Zones, index: &mut Index) -> Option<Scored> {
        let worth = &zones.related;
        let mut texts = Vec::new();
        for (tongue, text) in &record.texts {
            texts.push((*tongue, index.stems(text, *tongue)));
        }
        let mut hits: Vec<(f64, &Phrase, &str)> = Vec::new();
        for phrase in &self.phrases {
            let stands = |stems: &[String]| {
                if phrase.whole { stems == phrase.stems } else { phrase.stems.iter().all(|stem| stems.contains(stem)) }
            };
            let in_names = theirs.iter().filter(|their| their.name.tongue() == phrase.tongue && stands(&their.stems)).map(|their| {
                let score = if their.stems == phrase.stems { worth.name } else { worth.part };
                (score * factor(their.name.sort, zones), phrase, their.name.text.as_str())
            });
            let in_texts = texts.iter().filter(|(tongue, stems)| *tongue == phrase.tongue && stands(stems));
            let main = theirs.first().map_or("", |their| their.name.text.as_str());
            let best = in_names.chain(in_texts.map(|_| (worth.text, phrase, main))).max_by(|a, b| a.0.total_cmp(&b.0));
            hits.extend(best);
        }
        hits.sort_by(|a, b| b.0.total_cmp(&a.0).then_with(|| a.1.cmp(b.1)));
        let (score, phrase, name) = *hits.first()?;
        let further = hits.len().min(MOST_HITS) - 1;
        let score = score + worth.more * f64::from(u32::try_from(further).unwrap_or_default());
        Some(Scored { score, agreement: Agreement::Part, reasons: vec![Reason::new("related", &[&phrase.text, name])] })
    }

    /// Adds what else speaks for a candidate.
    fn with_signals(&self, mut found: Scored, record: &Record, zones: &Zones, index: &mut Index) -> Result<Scored> {
        let mut text: f64 = 0.0;
        for (tongue, ours) in &self.texts {
            let theirs = all_stems(&record.names, &record.texts, *tongue, index);
            text = text.max(likeness(ours, &theirs, *tongue, zones, index)?);
        }
        if text > 0.0 && !record.texts.is_empty() {
            found.score += zones.signal.text * text;
            found.reasons.push(Reason::new("text", &[]));
        }
        let mut context: Option<(f64, &Name)> = None;
        for broader in &record.broader {
            let theirs = index.stems(&broader.text, broader.tongue());
            let ours = self.context.iter().map(|(tongue, stems)| (*tongue, stems));
            let names = self.names.iter().map(|name| (name.name.tongue(), &name.stems));
            for (tongue, stems) in ours.chain(names).filter(|(tongue, _)| *tongue == broader.tongue()) {
                let like = likeness(stems, &theirs, tongue, zones, index)?;
                if like > 0.0 && context.is_none_or(|(best, _)| like > best) {
                    context = Some((like, broader));
                }
            }
        }
        if let Some((like, broader)) = context {
            found.score += zones.signal.context * like;
            found.reasons.push(Reason::new("context", &[&broader.text]));
        }
        if let Some(publisher) = record.publisher.as_ref().filter(|publisher| self.subject.actors.contains(publisher)) {
            found.score += zones.signal.publisher;
            found.reasons.push(Reason::new("publisher", &[publisher]));
        }
        found.score = found.score.min(MOST_SHARED);
        Ok(found)
    }

    /// Whether both have a class and none is the same: a life event is no business event.
    fn other_class(&self, record: &Record) -> bool {
        let ours = &self.subject.classes;
        !ours.is_empty()
            && !record.classes.is_empty()
            && &*record.kind == "event"
            && !record.classes.iter().any(|class| ours.iter().any(|own| **own == **class))
    }
}

/// That the target's vocabulary relates it to a target that is the same as ours.
fn linked(record: &Record, same: &BTreeMap<String, String>, zones: &Zones) -> Option<Scored> {
    let name = record.related.iter().find_map(|iri| same.get(iri))?;
    Some(Scored { score: zones.signal.linked, agreement: Agreement::Part, reasons: vec![Reason::new("linked", &[name])] })
}

/// What a name of a sort is worth.
fn factor(sort: Sort, zones: &Zones) -> f64 {
    match sort {
        Sort::Main | Sort::Topic => 1.0,
        Sort::Other => zones.name.other,
        Sort::Former => zones.name.former,
        Sort::Hidden => zones.name.hidden,
    }
}

fn stemmed<'a>(names: &'a [Name], index: &mut Index) -> Vec<Stemmed<'a>> {
    names.iter().map(|name| Stemmed { name, key: key(&name.text), stems: index.stems(&name.text, name.tongue()) }).collect()
}

/// The stems of all names and texts of a language.
fn all_stems(names: &[Name], texts: &[(Tongue, String)], tongue: Tongue, index: &mut Index) -> Vec<String> {
    let mut stems = BTreeSet::new();
    for name in names.iter().filter(|name| name.tongue() == tongue) {
        stems.extend(index.stems(&name.text, tongue));
    }
    for (_, text) in texts.iter().filter(|(of, _)| *of == tongue) {
        stems.extend(index.stems(text, tongue));
    }
    stems.into_iter().collect()
}

/// The weight of stems.
fn weight<'s>(stems: impl Iterator<Item = &'s String>, tongue: Tongue, zones: &Zones, index: &Index) -> Result<f64> {
    let mut sum = 0.0;
    for stem in stems {
        sum += index.weight(stem, tongue, zones.part.weak)?;
    }
    Ok(sum)
}

/// What the words that two names share are worth, and whether the whole of theirs stands in ours; nothing when they share none.
fn shared(ours: &[String], theirs: &[String], tongue: Tongue, zones: &Zones, index: &Index) -> Result<Option<(f64, bool)>> {
    let common: Vec<&String> = ours.iter().filter(|stem| theirs.contains(stem)).collect();
    if common.is_empty() {
        return Ok(None);
    }
    let part = &zones.part;
    let both = weight(common.iter().copied(), tongue, zones, index)?;
    let (our, their) = (weight(ours.iter(), tongue, zones, index)?, weight(theirs.iter(), tongue, zones, index)?);
    let whole = common.len() == theirs.len();
    let covered = 2.0 * both / (our + their).max(f64::MIN_POSITIVE);
    let rare = 1.0 - (-both).exp();
    let told = both / their.max(f64::MIN_POSITIVE);
    let worth = part.floor * told * rare.sqrt() + part.covered * covered + part.rare * rare + if whole { part.whole } else { 0.0 };
    Ok(Some((worth, whole)))
}

/// How much two texts are about the same, by the weight of their stems.
fn likeness(ours: &[String], theirs: &[String], tongue: Tongue, zones: &Zones, index: &Index) -> Result<f64> {
    let both = weight(ours.iter().filter(|stem| theirs.contains(stem)), tongue, zones, index)?;
    let (our, their) = (weight(ours.iter(), tongue, zones, index)?, weight(theirs.iter(), tongue, zones, index)?);
    Ok(if both > 0.0 { both / (our * their).sqrt() } else { 0.0 })
}
