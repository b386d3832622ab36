//! Do the quotations stand in the texts, and do they leave nothing out? The promise of the project rests on this room.

pub mod coverage;
mod sentences;
pub mod text;

use crate::error::{Error, Result};
use crate::ingest::sheet::{Evidence, Quote, Sheet, Thing, Value};
use crate::rdf::iri::hex;
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;
use std::fmt;
use std::fs;
use std::path::{Path, PathBuf};
use text::{Nearest, Text};

/// What came of looking for every quotation.
#[derive(Debug, Default)]
pub struct Verification {
    /// Quotations looked for, each place of each fact sheet counted.
    pub quotations: usize,
    /// Documents read.
    pub documents: usize,
    /// Quotations that do not stand where they should, in the order of the sheets.
    pub findings: Vec<Finding>,
    /// Documents whose text is not the one that was quoted from, by SHA-256.
    pub changed: Vec<Changed>,
}

/// A quotation that does not stand where it should.
#[derive(Debug)]
pub struct Finding {
    /// The fact sheet.
    pub path: PathBuf,
    /// The quotation and its line in the sheet.
    pub quote: Quote,
    /// What is wrong.
    pub problem: Problem,
}

/// What is wrong with a quotation.
#[derive(Debug)]
pub enum Problem {
    /// It is not within its lines.
    Missing {
        /// The passage of the document that resembles it most, if any does.
        nearest: Option<Nearest>,
    },
    /// It is within its lines more than once.
    Ambiguous {
        /// How often.
        times: usize,
    },
}

/// A document whose text has changed.
#[derive(Debug)]
pub struct Changed {
    /// The document's key.
    pub document: String,
    /// The file that was read.
    pub path: PathBuf,
    /// The SHA-256 that the fact sheets expect.
    pub expected: String,
    /// The SHA-256 of what was read.
    pub found: String,
}

impl fmt::Display for Changed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { document, path, expected, found } = self;
        write!(f, "the text of {document} has changed: SHA-256 of {} is {found}, expected {expected}", path.display())
    }
}

impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Quote { document, first_line, last_line, text, line } = &self.quote;
        let place = if first_line == last_line { format!("line {first_line}") } else { format!("lines {first_line}-{last_line}") };
        write!(f, "{}:{line}: «{text}» ", self.path.display())?;
        match &self.problem {
            Problem::Missing { nearest } => {
                write!(f, "is not in {place} of {document}")?;
                match nearest {
                    Some(near) if near.first_line == near.last_line => write!(f, "; nearest is line {}: «{}»", near.first_line, near.text),
                    Some(near) => write!(f, "; nearest are lines {}-{}: «{}»", near.first_line, near.last_line, near.text),
                    None => write!(f, ", and nothing resembles it"),
                }
            }
            Problem::Ambiguous { times } => {
                write!(f, "is {times} times in {place} of {document}; quote more words or narrow the lines")
            }
        }
    }
}

/// Looks for every quotation of the sheets in the texts that stand in `folder` under the names the sheets give.
pub fn verify(sheets: &[Sheet], folder: &Path) -> Result<Verification> {
    let Texts { texts, changed } = Texts::read(sheets, folder)?;
    let mut verification = Verification { documents: texts.len(), changed, ..Verification::default() };
    for (sheet, _, quote) in quotations(sheets) {
        verification.quotations += 1;
        // A document that no sheet describes is refused when the graph is built; here its quotation is missing.
        let problem = texts.get(&quote.document).map_or(Some(Problem::Missing { nearest: None }), |text| look_for(text, quote));
        if let Some(problem) = problem {
            verification.findings.push(Finding { path: sheet.path.clone(), quote: quote.clone(), problem });
        }
    }
    Ok(verification)
}

/// The texts of the documents that the sheets describe, by document.
struct Texts {
    texts: BTreeMap<String, Text>,
    changed: Vec<Changed>,
}

impl Texts {
    fn read(sheets: &[Sheet], folder: &Path) -> Result<Self> {
        let mut read = Self { texts: BTreeMap::new(), changed: Vec::new() };
        for document in documents(sheets) {
            let path = folder.join(&document.file);
            let bytes = fs::read(&path).map_err(|source| Error::Read { path: path.clone(), source })?;
            let found = hex(&Sha256::digest(&bytes));
            read.texts.insert(document.key.clone(), Text::new(&String::from_utf8_lossy(&bytes)));
            if found != document.sha256 {
                read.changed.push(Changed { document: document.key, path, expected: document.sha256, found });
            }
        }
        Ok(read)
    }
}

/// Every quotation with its sheet and the thing it is quoted for.
fn quotations(sheets: &[Sheet]) -> impl Iterator<Item = (&Sheet, &Thing, &Quote)> {
    let things = sheets.iter().flat_map(|sheet| sheet.things.iter().map(move |thing| (sheet, thing)));
    things.flat_map(|(sheet, thing)| {
        let evidence = thing.facts.iter().flat_map(|fact| &fact.evidence);
        evidence.filter_map(move |evidence| match evidence {
            Evidence::Quote(quote) => Some((sheet, thing, quote)),
            Evidence::Url(_) => None,
        })
    })
}

fn look_for(text: &Text, quote: &Quote) -> Option<Problem> {
    match text.count(&quote.text, quote.first_line, quote.last_line) {
        1 => None,
        0 => Some(Problem::Missing { nearest: text.nearest(&quote.text) }),
        times => Some(Problem::Ambiguous { times }),
    }
}

/// A document as the sheets describe it.
#[derive(Debug, Clone)]
pub struct Document {
    /// Its key.
    pub key: String,
    /// The file name of its text.
    pub file: String,
    /// The SHA-256 of its text, in hexadecimal.
    pub sha256: String,
}

/// The documents that the sheets describe.
pub fn documents(sheets: &[Sheet]) -> Vec<Document> {
    let mut found = Vec::new();
    for thing in sheets.iter().flat_map(|sheet| &sheet.things) {
        let own = |name| own(thing, name).map(str::to_owned);
        if let (Some(key), Some(file), Some(sha256)) = (thing.name.strip_prefix("document/"), own("textFile"), own("textSha256")) {
            found.push(Document { key: key.to_owned(), file, sha256 });
        }
    }
    found
}

/// The one value of a property outside `facts`, if it has one and that is no text in a language.
fn own<'a>(thing: &'a Thing, property: &str) -> Option<&'a str> {
    match thing.own.iter().find(|entry| entry.property == property)?.values.as_slice() {
        [Value::Scalar(text)] => Some(text),
        _ => None,
    }
}
