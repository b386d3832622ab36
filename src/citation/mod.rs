//! References to answers: what was asked, of which graph, and the hash of what came out; and their replay.
//!
//! A reference holds a locator that a machine can read (the form stands in `locator`). Whoever has the program can ask
//! again and is told whether the answer is the same (docs/decisions/0011).

mod locator;
mod prose;

use crate::error::{Error, Result, backticked};
use crate::questions::{self, Language, Question};
use crate::rdf::canonical;
use crate::rdf::format::Format;
use crate::rdf::iri::{Base, hex};
use crate::sparql::{self, Kind, Request, write};
use crate::store::Store;
use crate::validity::{self, Moment};
use oxigraph::io::RdfFormat;
use oxigraph::sparql::results::QueryResultsFormat;
use sha2::{Digest, Sha256};
use std::time::Duration;

/// The names that a locator gives meaning to; no question has a parameter of one of them.
pub const RESERVED: &[&str] = &["lang", "as-of", "names", "cite", "query", "question", "graph", "answer", "rows", "date"];

/// What was asked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Asked {
    /// The question or query.
    pub what: What,
    /// The language of the answer, and of the reference.
    pub language: Language,
    /// The day it was asked about.
    pub moment: Option<Moment>,
}

/// A question with its parameters, or a query.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum What {
    /// Name and parameters.
    Question(String, Vec<(String, String)>),
    /// The text.
    Query(String),
}

impl Asked {
    /// A question with these values; those left out are written out too, so that a changed example changes nothing.
    pub fn question(question: &Question, mut values: Vec<(String, String)>, language: Language, moment: Option<Moment>) -> Self {
        let base = Base::default();
        let rest: Vec<_> = question.left_out(&values).map(|open| (open.name.clone(), open.example_text(&base))).collect();
        values.extend(rest);
        Self { what: What::Question(question.name.clone(), values), language, moment }
    }
}

/// A reference to an answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reference {
    /// What was asked.
    pub asked: Asked,
    /// SHA-256 of the text of the question or query.
    pub question: String,
    /// The canonical hash of the graph.
    pub graph: String,
    /// SHA-256 of the answer: rows or truth value as W3C TSV, triples as canonical N-Quads.
    pub answer: String,
    /// How many rows there are, if it is rows.
    pub rows: Option<usize>,
    /// When it was asked, `YYYY-MM-DD`.
    pub date: String,
}

/// How a reference is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Style {
    /// A sentence and the locator.
    Text,
    /// A BibTeX entry.
    Bibtex,
}

impl Style {
    /// The names that [`from_name`](Self::from_name) takes.
    pub const NAMES: [&str; 2] = ["text", "bibtex"];

    /// The style of this name.
    pub fn from_name(name: &str) -> Option<Self> {
        match name {
            "text" => Some(Self::Text),
            "bibtex" => Some(Self::Bibtex),
            _ => None,
        }
    }

    /// The media type of a reference written so.
    pub fn media_type(self) -> &'static str {
        match self {
            Self::Text => "text/plain; charset=utf-8",
            Self::Bibtex => "application/x-bibtex; charset=utf-8",
        }
    }

    /// Writes a reference, with a line break at its end.
    pub fn write(self, reference: &Reference) -> String {
        match self {
            Self::Text => prose::text(reference),
            Self::Bibtex => prose::bibtex(reference),
        }
    }
}

/// Asks, and gives the reference to the answer; nothing for the date is today.
pub fn cite(store: &Store, asked: Asked, date: Option<String>, timeout: Option<Duration>) -> Result<Reference> {
    let date = date.unwrap_or_else(validity::today);
    if !validity::is_day(&date) {
        return Err(Error::ParameterInvalid {
            name: "date".to_owned(),
            value: date,
            problem: "it is not a day".to_owned(),
            hint: "write it as year-month-day, such as 2020-09-14".to_owned(),
        });
    }
    let (text, request) = request(&asked)?;
    only_here(&request)?;
    let (answer, rows) = digest(store, &Request { timeout, ..request }, asked.moment.as_ref())?;
    Ok(Reference { question: sha256(text.as_bytes()), graph: store.canonical_hash()?, asked, answer, rows, date })
}

/// All references in a text, however its lines are broken; none, or one that is not whole, is an error.
pub fn find(text: &str) -> Result<Vec<Reference>> {
    locator::find(text)
}

/// What asking again gave.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Replay {
    /// The answer is the same.
    pub same_answer: bool,
    /// The question or query is the same.
    pub same_question: bool,
    /// The graph is the same.
    pub same_graph: bool,
}

/// Asks again. A question that is no longer there is an error.
pub fn verify(store: &Store, reference: &Reference, timeout: Option<Duration>) -> Result<Replay> {
    let text = match &reference.asked.what {
        What::Question(name, _) => questions::find(name)?.text,
        What::Query(text) => text.clone(),
    };
    let same_question = sha256(text.as_bytes()) == reference.question;
    let same_graph = store.canonical_hash()? == reference.graph;
    if let Ok((_, request)) = request(&reference.asked) {
        only_here(&request)?;
    }
    let digest =
        request(&reference.asked).and_then(|(_, request)| digest(store, &Request { timeout, ..request }, reference.asked.moment.as_ref()));
    let same_answer = match digest {
        Ok((answer, rows)) => answer == reference.answer && rows == reference.rows,
        // A changed question may have lost a parameter: what was answered then, it does not answer now.
        Err(Error::ParameterUnknown { .. } | Error::ParameterInvalid { .. }) if !same_question => false,
        Err(error) => return Err(error),
    };
    Ok(Replay { same_answer, same_question, same_graph })
}

/// An error for what asks others too: asked again, they may answer something else, and nobody has the hash of their graph.
fn only_here(request: &Request) -> Result<()> {
    let endpoints = sparql::endpoints(request)?;
    if endpoints.is_empty() {
        return Ok(());
    }
    Err(Error::RequestInvalid {
        problem: format!(
            "a part of the answer comes from {}, so that a reference to it could not be verified",
            backticked(&endpoints, "and")
        ),
        hint: "fetch that part into a file, and cite a query of both files, given with `--data`",
    })
}

/// The text of what is asked, and the request for its answer.
fn request(asked: &Asked) -> Result<(String, Request)> {
    match &asked.what {
        What::Question(name, values) => {
            let question = questions::find(name)?;
            let request = question.request(values, asked.language, &Base::default())?;
            Ok((question.text, request))
        }
        What::Query(text) => Ok((text.clone(), Request::new(text.clone()))),
    }
}

/// The hash of the answer, and how many rows it has.
fn digest(store: &Store, request: &Request, moment: Option<&Moment>) -> Result<(String, Option<usize>)> {
    let view = moment.map(|moment| validity::view(store, moment, request.timeout)).transpose()?;
    let store = view.as_ref().map_or(store, |view| &view.store);
    let mut out = Vec::new();
    let kind = sparql::answer(store, request, |answer| {
        let kind = answer.kind();
        let format = match kind {
            Kind::Graph => Format::Rdf(RdfFormat::NTriples),
            Kind::Rows | Kind::Boolean => Format::Results(QueryResultsFormat::Tsv),
        };
        write::write(answer, format, &mut out).map(|()| kind)
    })?;
    if kind == Kind::Graph {
        // Labels of blank nodes are made anew each time a file is read.
        let triples = String::from_utf8(out).map_err(|error| Error::Evaluation(Box::new(error)))?;
        return Ok((canonical::hash(&canonical::canonical_nquads(&triples)?), None));
    }
    // The first line of a TSV names the columns, every line ends with a break, and a break in a value is written `\n`.
    let rows = (kind == Kind::Rows).then(|| out.split(|byte| *byte == b'\n').count().saturating_sub(2));
    Ok((sha256(&out), rows))
}

fn sha256(bytes: &[u8]) -> String {
    hex(&Sha256::digest(bytes))
}
