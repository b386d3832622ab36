//! Which sentences of the documents no fact rests on.
//!
//! A sentence is covered when the words of a quotation are among its own, not merely its lines; it is left out on purpose
//! when that quotation belongs to a `sam:Omission`. Headings name the parts, which the sheets hold, and page furniture
//! says nothing: neither counts. Nor does a lead-in such as «Regjeringen vil:», which is said of each of those after it.

use super::sentences::{self, sentences};
use super::text::Text;
use super::{Changed, Texts, own, quotations};
use crate::error::Result;
use crate::ingest::sheet::{Sheet, Value};
use std::collections::BTreeMap;
use std::path::Path;

/// Words of a sentence that are shown; it is the documents' text, and stays there.
const FRAGMENT: usize = 12;

/// What the facts rest on, sentence by sentence.
#[derive(Debug)]
pub struct Coverage {
    /// The sentences, document by document in reading order.
    pub sentences: Vec<Sentence>,
    /// Documents read.
    pub documents: usize,
    /// Quotations that do not stand in exactly one place, and so cover nothing.
    pub misplaced: usize,
    /// Documents whose text is not the one that was quoted from.
    pub changed: Vec<Changed>,
}

/// A sentence of a document.
#[derive(Debug)]
pub struct Sentence {
    /// The document's key.
    pub document: String,
    /// The narrowest part that holds its lines, as `part/key`.
    pub part: Option<String>,
    /// Its first line in the text edition, from 1.
    pub first_line: usize,
    /// Its last line, included.
    pub last_line: usize,
    /// Its first words.
    pub fragment: String,
    /// Whether it says what somebody shall, must, should, may or will do.
    pub normative: bool,
    /// Whether a fact rests on it.
    pub state: State,
}

/// Whether a fact rests on a sentence.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum State {
    /// At least one does.
    Covered,
    /// None does, and that is on purpose.
    LeftOut {
        /// The omission, as `kind/key`; it has the reason.
        omission: String,
    },
    /// None does.
    Uncovered,
}

/// How many sentences are in which state.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
pub struct Count {
    /// All.
    pub sentences: usize,
    /// Those that a fact rests on.
    pub covered: usize,
    /// Those left out on purpose.
    pub left_out: usize,
    /// The others.
    pub uncovered: usize,
    /// The normative ones among the others.
    pub normative_uncovered: usize,
}

impl Count {
    /// Counts sentences.
    pub fn of<'a>(sentences: impl IntoIterator<Item = &'a Sentence>) -> Self {
        let mut count = Self::default();
        for sentence in sentences {
            count.sentences += 1;
            match sentence.state {
                State::Covered => count.covered += 1,
                State::LeftOut { .. } => count.left_out += 1,
                State::Uncovered => {
                    count.uncovered += 1;
                    count.normative_uncovered += usize::from(sentence.normative);
                }
            }
        }
        count
    }
}

impl Coverage {
    /// The sentences of each document part together, parts in the order they begin.
    pub fn sections(&self) -> Vec<Vec<&Sentence>> {
        let mut sections: Vec<Vec<&Sentence>> = Vec::new();
        for sentence in &self.sentences {
            let same = |section: &&mut Vec<&Sentence>| section[0].document == sentence.document && section[0].part == sentence.part;
            match sections.iter_mut().find(same) {
                Some(section) => section.push(sentence),
                None => sections.push(vec![sentence]),
            }
        }
        sections
    }
}

/// Compares the sheets with the texts that stand in `folder` under the names the sheets give.
pub fn coverage(sheets: &[Sheet], folder: &Path) -> Result<Coverage> {
    let Texts { texts, changed } = Texts::read(sheets, folder)?;
    let mut coverage = Coverage { sentences: Vec::new(), documents: texts.len(), misplaced: 0, changed };
    let mut quoted: BTreeMap<&str, Vec<Quoted>> = BTreeMap::new();
    for (_, thing, quote) in quotations(sheets) {
        let places = texts.get(&quote.document).map(|text| text.places(&quote.text, quote.first_line, quote.last_line));
        match places.as_deref() {
            Some([place]) => {
                let omission = (own(thing, "type") == Some("Omission")).then_some(thing.name.as_str());
                let words = quoted.entry(&quote.document).or_insert_with(|| vec![Quoted::default(); texts[&quote.document].words.len()]);
                words[place.clone()].iter_mut().for_each(|word| word.by(omission));
            }
            _ => coverage.misplaced += 1,
        }
    }
    for (document, text) in &texts {
        let words = quoted.remove(document.as_str()).unwrap_or_default();
        coverage.sentences.extend(read(document, text, &words, &parts(sheets, document)));
    }
    Ok(coverage)
}

/// What quotes a word.
#[derive(Default, Clone)]
struct Quoted<'a> {
    fact: bool,
    omission: Option<&'a str>,
}

impl<'a> Quoted<'a> {
    fn by(&mut self, omission: Option<&'a str>) {
        match omission {
            Some(_) => self.omission = omission,
            None => self.fact = true,
        }
    }
}

/// The sentences of one document that count.
fn read(document: &str, text: &Text, quoted: &[Quoted<'_>], parts: &[Part<'_>]) -> Vec<Sentence> {
    let mut found = Vec::new();
    let mut lead_in = None;
    for sentence in sentences(text) {
        let holds = |part: &&Part<'_>| part.first_line <= sentence.first_line && sentence.last_line <= part.last_line;
        let part = parts.iter().filter(holds).min_by_key(|part| part.last_line - part.first_line);
        let name = part.map(|part| part.name);
        let heading = sentence.is_heading() && part.is_some_and(|part| part.first_line == sentence.first_line);
        if sentence.is_lead_in() {
            lead_in = Some(name);
        } else if !heading && !sentence.is_furniture() {
            found.push(Sentence {
                document: document.to_owned(),
                part: name.map(str::to_owned),
                first_line: sentence.first_line,
                last_line: sentence.last_line,
                fragment: fragment(&sentence),
                normative: sentence.is_normative() || lead_in == Some(name),
                state: state(quoted.get(sentence.words.clone()).unwrap_or_default()),
            });
        }
    }
    found
}

fn state(words: &[Quoted<'_>]) -> State {
    match words.iter().find_map(|word| word.omission) {
        _ if words.iter().any(|word| word.fact) => State::Covered,
        Some(omission) => State::LeftOut { omission: omission.to_owned() },
        None => State::Uncovered,
    }
}

fn fragment(sentence: &sentences::Sentence) -> String {
    match sentence.text.match_indices(' ').nth(FRAGMENT - 1) {
        Some((end, _)) => format!("{} …", &sentence.text[..end]),
        None => sentence.text.clone(),
    }
}

struct Part<'a> {
    name: &'a str,
    first_line: usize,
    last_line: usize,
}

fn parts<'a>(sheets: &'a [Sheet], document: &str) -> Vec<Part<'a>> {
    let things = sheets.iter().filter(|sheet| sheet.document.as_deref() == Some(document)).flat_map(|sheet| &sheet.things);
    let line = |thing, name| own(thing, name)?.parse().ok();
    things
        .filter_map(|thing| Some(Part { name: &thing.name, first_line: line(thing, "firstLine")?, last_line: line(thing, "lastLine")? }))
        .collect()
}

/// A text outside `facts`, with its language: the one asked for, else bokmål.
pub fn text_of<'a>(sheets: &'a [Sheet], name: &str, property: &str, language: &str) -> Option<(&'a str, &'a str)> {
    let things = sheets.iter().flat_map(|sheet| &sheet.things).filter(|thing| thing.name == name);
    let entries = things.flat_map(|thing| &thing.own).filter(|entry| entry.property == property);
    let texts: Vec<(&str, &str)> = entries
        .flat_map(|entry| &entry.values)
        .filter_map(|value| match value {
            Value::Text { language, text } => Some((text.as_str(), language.as_str())),
            Value::Scalar(_) => None,
        })
        .collect();
    [language, "nb"].iter().find_map(|wanted| texts.iter().find(|(_, language)| language == wanted)).copied()
}
