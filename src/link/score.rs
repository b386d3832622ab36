//! How good a candidate is, and why: names first, then what else speaks for it or against it.

use super::compared::{Compared, Stemmed, Weighed, words};
use super::guard::letters;
use super::index::Index;
use super::lexicon::Stem;
use super::likeness::ratio;
use super::record::{Record, Sort};
use super::settings::Settings;
use super::settings::zones::{Match, Zones};
use super::subjects::Subject;
use super::text::Tongue;
use super::thesaurus::Phrase;
use super::variants::{are_near, variants};
use std::collections::{BTreeMap, BTreeSet};

/// Names shorter than this are the same only as a whole: abbreviations share letters with anything.
const SHORTEST: usize = 4;
/// Most that something shared can be worth: only a name or number that is the same is worth more.
const MOST_SHARED: f64 = 0.95;

/// Fewest words that a title shares: one is as often another sense of it.
const FEWEST_TITLED: usize = 2;
/// Letters of a text of ours that a reason repeats.
const LONGEST_SAID: usize = 100;
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
    /// The name that is the same, if one is.
    pub name: Option<SameName>,
}

/// What is known of the names that are the same.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SameName {
    /// The best sort among them.
    pub sort: Sort,
    /// Letters of the longest.
    pub letters: usize,
}

impl Scored {
    fn shared(score: f64, reason: Reason) -> Self {
        Self { score, agreement: Agreement::Part, reasons: vec![reason], name: None }
    }
}

/// A thing of ours with everything about it as stems, to be compared with many targets.
pub struct Profile<'a> {
    subject: &'a Subject,
    names: Vec<Stemmed>,
    texts: Vec<(Tongue, Vec<Stem>)>,
    words: [Weighed; 2],
    context: Vec<Stemmed>,
    phrases: Vec<Phrase>,
    inherited: Vec<Phrase>,
    variants: Vec<BTreeSet<String>>,
}

impl<'a> Profile<'a> {
    /// The profile of a thing.
    pub fn new(subject: &'a Subject, settings: &Settings, index: &mut Index) -> Self {
        let names = Stemmed::all(&subject.names, index);
        let texts: Vec<(Tongue, Vec<Stem>)> = subject.texts.iter().map(|(tongue, text)| (*tongue, index.stems(text, *tongue))).collect();
        let words = Tongue::ALL.map(|tongue| words(&names, &texts, tongue, index));
        let context = Stemmed::all(&subject.context, index);
        let phrases = index.phrases(&subject.names, settings);
        let inherited = index.phrases(&subject.context, settings);
        let variants = subject.names.iter().map(|name| variants(&name.text, &settings.words)).collect();
        Self { subject, names, texts, words, context, phrases, inherited, variants }
    }

    /// The words that belong to it, and for a rule that says so those of what it stands below.
    pub fn phrases(&self, rule: &Match) -> Vec<Phrase> {
        let inherited = self.inherited.iter().filter(|phrase| rule.inherit && !self.phrases.contains(phrase));
        self.phrases.iter().chain(inherited).cloned().collect()
    }

    /// Its names.
    pub fn names(&self) -> &[Stemmed] {
        &self.names
    }

    /// How good a target is; nothing when it cannot be the same or shares nothing.
    ///
    /// `same` are targets that are the same as ours, by IRI and name: a target that its vocabulary relates to one of them is related to ours.
    pub fn score(
        &self,
        target: &Compared,
        same: &BTreeMap<String, String>,
        settings: &Settings,
        rule: &Match,
        index: &Index,
    ) -> Option<Scored> {
        let (record, zones) = (&target.record, &settings.zones);
        let apart = settings.targets.kind.iter().find(|kind| kind.name == *record.kind).map_or(&[][..], |kind| kind.apart.as_slice());
        if let (Some(ours), Some(theirs)) = (&self.subject.number, &record.number) {
            let same = || Scored { score: 1.0, agreement: Agreement::Number, reasons: vec![Reason::new("number", &[ours])], name: None };
            return (ours == theirs).then(same);
        }
        let mut found = if let Some(found) = self.same_name(&target.names, zones) {
            found
        } else {
            let found = [
                self.shared_name(&target.names, zones, !apart.is_empty(), index),
                self.related(target, rule, zones),
                linked(record, same, zones),
                if rule.titled { self.titled(target, zones, index) } else { None },
                if rule.numbered { self.variant(target, settings) } else { None },
            ];
            let best = found.into_iter().flatten().reduce(|best, other| if other.score > best.score { other } else { best })?;
            self.with_signals(best, target, zones, index)
        };
        if self.other_class(record, apart) {
            found.score += zones.signal.class_differs;
            found.reasons.push(Reason::new("class", &[]));
        }
        found.score = (found.score.clamp(0.0, 1.0) * 1000.0).round() / 1000.0;
        Some(found)
    }

    /// The best name that is the same, letter by letter or by its stems.
    fn same_name(&self, theirs: &[Stemmed], zones: &Zones) -> Option<Scored> {
        let mut best: Option<Scored> = None;
        let mut languages = BTreeSet::new();
        let mut name: Option<SameName> = None;
        for ours in &self.names {
            for their in theirs.iter().filter(|their| their.tongue == ours.tongue) {
                let by_letters = ours.key == their.key;
                let by_stems = ours.stems.stems.len() > 1 && ours.stems.stems == their.stems.stems;
                if !by_letters && !by_stems {
                    continue;
                }
                languages.insert(ours.tongue);
                let this = SameName { sort: ours.sort.max(their.sort), letters: letters(ours).min(letters(their)) };
                name = Some(name.map_or(this, |best| SameName { sort: best.sort.min(this.sort), letters: best.letters.max(this.letters) }));
                let worth = if by_letters { zones.name.same } else { zones.name.stems };
                let score = worth * factor(ours.sort, zones) * factor(their.sort, zones);
                if best.as_ref().is_none_or(|best| score > best.score) {
                    let code = match (ours.sort.max(their.sort), by_letters) {
                        (Sort::Main | Sort::Topic, true) => "same",
                        (Sort::Other, true) => "other",
                        (Sort::Former, true) => "former",
                        (Sort::Hidden, true) => "hidden",
                        (_, false) => "stems",
                    };
                    let reasons = vec![Reason::new(code, &[&ours.text, &their.text])];
                    best = Some(Scored { score, agreement: Agreement::Name, reasons, name: None });
                }
            }
        }
        let mut best = Scored { name, ..best? };
        if languages.len() > 1 {
            best.score = (best.score + zones.signal.language).min(1.0);
            best.reasons.push(Reason::new("language", &[]));
        }
        Some(best)
    }

    /// The best name that shares words with ours, or that stands in our description.
    fn shared_name(&self, theirs: &[Stemmed], zones: &Zones, events: bool, index: &Index) -> Option<Scored> {
        let mut best: Option<Scored> = None;
        let mut keep = |score: f64, code: &'static str, one: &str, other: &str| {
            if best.as_ref().is_none_or(|best| score > best.score) {
                best = Some(Scored::shared(score, Reason::new(code, &[one, other])));
            }
        };
        for their in theirs.iter().filter(|their| their.key.chars().count() >= SHORTEST) {
            let tongue = their.tongue;
            for ours in self.names.iter().filter(|ours| ours.tongue == tongue) {
                let Some((worth, whole)) = shared(&ours.stems, &their.stems, tongue, zones, index) else { continue };
                let letters = zones.part.letters * ratio(&ours.key, &their.key);
                let score = (worth + letters) * factor(ours.sort, zones) * factor(their.sort, zones);
                let score = if events && are_alike(&ours.stems.stems, &their.stems.stems) { score.max(zones.part.alike) } else { score };
                let (code, one, other) = if whole { ("whole", their, ours) } else { ("part", ours, their) };
                keep(score, code, &one.text, &other.text);
            }
            if let Some((worth, true)) = shared(&self.words[tongue as usize], &their.stems, tongue, zones, index) {
                keep(worth * zones.part.text * factor(their.sort, zones), "described", &their.text, &self.said(&their.stems.stems, tongue));
            }
        }
        best
    }

    /// The words of the thesaurus that stand in a target's names or texts.
    fn related(&self, target: &Compared, rule: &Match, zones: &Zones) -> Option<Scored> {
        let worth = &zones.related;
        let main = target.names.first().map_or("", |name| &name.text);
        let mut hits: Vec<(f64, &Phrase, &str)> = Vec::new();
        let inherited = if rule.inherit { self.inherited.as_slice() } else { &[] };
        for phrase in self.phrases.iter().chain(inherited.iter().filter(|phrase| !self.phrases.contains(phrase))) {
            let stands = |stems: &[Stem]| {
                if phrase.whole { stems == phrase.stems } else { phrase.stems.iter().all(|stem| stems.contains(stem)) }
            };
            let names = target.names.iter().filter(|name| name.tongue == phrase.tongue && stands(&name.stems.stems));
            let in_names = names.map(|name| {
                let heads = phrase.stems.iter().any(|stem| name.heads.contains(stem));
                let score = match name.stems.stems == phrase.stems {
                    true => worth.name,
                    false if !heads => worth.modifier,
                    false if rule.titled && name.sort == Sort::Main => zones.title.hit,
                    false => worth.part,
                };
                (score * factor(name.sort, zones), phrase, &*name.text)
            });
            let in_texts = target.texts.iter().filter(|(tongue, stems)| *tongue == phrase.tongue && stands(stems));
            let best = in_names.chain(in_texts.map(|_| (worth.text, phrase, main))).max_by(|a, b| a.0.total_cmp(&b.0));
            hits.extend(best);
        }
        // Of those that are worth the same, the first phrase: the order is kept.
        hits.sort_by(|a, b| b.0.total_cmp(&a.0));
        let (score, phrase, name) = *hits.first()?;
        let further = hits.len().min(MOST_HITS) - 1;
        let score = score + worth.more * f64::from(u32::try_from(further).unwrap_or_default());
        Some(Scored::shared(score, Reason::new("related", &[&phrase.text, name])))
    }

    /// What is rare in our name, with us and in the catalogue, and stands in a target's titles or keywords.
    fn titled(&self, target: &Compared, zones: &Zones, index: &Index) -> Option<Scored> {
        let main = target.names.first().map_or("", |name| &name.text);
        let mut best: Option<(f64, &Stemmed)> = None;
        for ours in self.names.iter().filter(|name| name.sort != Sort::Hidden) {
            let theirs = &target.titles[ours.tongue as usize];
            let told = |stem: &Stem| index.rarity(*stem, ours.tongue).powi(2);
            let shared: Vec<&Stem> = ours.stems.stems.iter().filter(|stem| theirs.contains(stem)).collect();
            let all: f64 = ours.stems.stems.iter().map(told).sum();
            if shared.len() < FEWEST_TITLED || all <= 0.0 {
                continue;
            }
            let share = shared.into_iter().map(told).sum::<f64>() / all;
            if best.is_none_or(|(most, _)| share > most) {
                best = Some((share, ours));
            }
        }
        let (share, ours) = best?;
        Some(Scored::shared(zones.title.floor + zones.title.share * share, Reason::new("title", &[&ours.text, main])))
    }

    /// The first name that is nearly the same, in the way that names of organisations are.
    fn variant(&self, target: &Compared, settings: &Settings) -> Option<Scored> {
        for their in &target.names {
            let theirs = variants(&their.text, &settings.words);
            let ours = self.names.iter().zip(&self.variants).find(|(ours, known)| ours.tongue == their.tongue && are_near(known, &theirs));
            if let Some((ours, _)) = ours {
                return Some(Scored::shared(settings.zones.name.variant, Reason::new("variant", &[&ours.text, &their.text])));
            }
        }
        None
    }

    /// Adds what else speaks for a candidate.
    fn with_signals(&self, mut found: Scored, target: &Compared, zones: &Zones, index: &Index) -> Scored {
        let record = &target.record;
        let mut text: f64 = 0.0;
        for tongue in Tongue::ALL {
            text = text.max(likeness(&self.words[tongue as usize], &target.words[tongue as usize], tongue, index));
        }
        if text > 0.0 && !record.texts.is_empty() {
            found.score += zones.signal.text * text;
            found.reasons.push(Reason::new("text", &[]));
        }
        let mut context: Option<(f64, &Stemmed)> = None;
        for broader in &target.broader {
            let ours = self.context.iter().chain(&self.names).filter(|ours| ours.tongue == broader.tongue);
            for like in ours.map(|ours| likeness(&ours.stems, &broader.stems, broader.tongue, index)) {
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
        found
    }

    /// Whether the target has one of the classes that are apart, and ours another: a life event is no business event. What only has a class
    /// above both may be either.
    fn other_class(&self, record: &Record, apart: &[String]) -> bool {
        let ours = &self.subject.classes;
        let of_both = |class: &String| record.classes.iter().any(|found| **found == **class);
        let mut theirs = apart.iter().filter(|class| of_both(class)).peekable();
        theirs.peek().is_some() && apart.iter().any(|class| ours.contains(class)) && !theirs.any(|class| ours.contains(class))
    }

    /// The text or name of ours in which most of these stems stand, cut for a reason.
    fn said(&self, stems: &[Stem], tongue: Tongue) -> String {
        let names = self.names.iter().filter(|name| name.tongue == tongue).map(|name| (&*name.text, &name.stems.stems));
        let texts = self.subject.texts.iter().zip(&self.texts).filter(|((of, _), _)| *of == tongue);
        let texts = texts.map(|((_, text), (_, stems))| (text.as_str(), stems));
        let count = |found: &Vec<Stem>| stems.iter().filter(|stem| found.contains(stem)).count();
        // Of those with as many, the first: names come before texts.
        let best =
            names.chain(texts).map(|(text, found)| (text, count(found))).reduce(|best, other| if other.1 > best.1 { other } else { best });
        cut(best.map_or("", |(text, _)| text))
    }
}

/// Whether two words or more are the same and half of both names.
fn are_alike(ours: &[Stem], theirs: &[Stem]) -> bool {
    let both = ours.iter().filter(|stem| theirs.contains(stem)).count();
    both >= FEWEST_TITLED && both * 2 >= ours.len() && both * 2 >= theirs.len()
}

/// A text, cut between words to what a reason has room for.
fn cut(text: &str) -> String {
    let text = text.trim();
    let Some((end, _)) = text.char_indices().nth(LONGEST_SAID) else { return text.to_owned() };
    format!("{}…", text[..end].rsplit_once(char::is_whitespace).map_or(&text[..end], |(words, _)| words))
}

/// That the target's vocabulary relates it to a target that is the same as ours.
fn linked(record: &Record, same: &BTreeMap<String, String>, zones: &Zones) -> Option<Scored> {
    let name = record.related.iter().find_map(|iri| same.get(iri))?;
    Some(Scored::shared(zones.signal.linked, Reason::new("linked", &[name])))
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

/// What the words that two names share are worth, and whether the whole of theirs stands in ours; nothing when they share none.
fn shared(ours: &Weighed, theirs: &Weighed, tongue: Tongue, zones: &Zones, index: &Index) -> Option<(f64, bool)> {
    let (both, common) = common(ours, theirs, tongue, index);
    if common == 0 {
        return None;
    }
    let part = &zones.part;
    let whole = common == theirs.stems.len();
    let covered = 2.0 * both / (ours.weight + theirs.weight).max(f64::MIN_POSITIVE);
    let rare = 1.0 - (-both).exp();
    let told = both / theirs.weight.max(f64::MIN_POSITIVE);
    let worth = part.floor * told * rare.sqrt() + part.covered * covered + part.rare * rare + if whole { part.whole } else { 0.0 };
    Some((worth, whole))
}

/// How much two texts are about the same, by the weight of their stems.
fn likeness(ours: &Weighed, theirs: &Weighed, tongue: Tongue, index: &Index) -> f64 {
    let (both, _) = common(ours, theirs, tongue, index);
    if both > 0.0 { both / (ours.weight * theirs.weight).sqrt() } else { 0.0 }
}

/// What the stems that two texts share weigh together, and how many they are.
fn common(ours: &Weighed, theirs: &Weighed, tongue: Tongue, index: &Index) -> (f64, usize) {
    let shared = ours.stems.iter().filter(|stem| theirs.stems.contains(stem));
    shared.fold((0.0, 0), |(weight, count), stem| (weight + index.weight(*stem, tongue), count + 1))
}
