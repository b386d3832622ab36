//! An answer as a table that people can read: labels for IRIs and codes, links, evidence beside each row.

use super::evidence::{self, Proof};
use super::label::Labels;
use super::text::{Link, Value};
use super::words;
use crate::error::Result;
use crate::rdf::vocab::skos;
use crate::sparql::Row;
use crate::why::Evidence;
use oxigraph::model::{GraphNameRef, NamedNode, NamedOrBlankNode, Term};
use std::collections::{BTreeMap, BTreeSet};

/// Rows that a page shows; downloads have all.
pub(super) const SHOWN: usize = 500;
/// Up to so many rows show their evidence at once.
const OPEN: usize = 5;
/// Bytes of a text that is more than a name.
const SENTENCE: usize = 90;
/// What answers say where no code of a list holds.
const NO_CODE: [&str; 4] = ["none", "unknown", "undecided", "undetermined"];

/// A column.
pub(super) struct Column {
    pub(super) name: String,
    pub(super) label: String,
    /// Whether its heading stands over digits that are aligned.
    pub(super) number: bool,
    /// Whether it holds sentences, which a narrow column would make many lines of.
    pub(super) long: bool,
}

/// A row as it is shown.
pub(super) struct Line {
    /// Nothing where the answer has no value.
    pub(super) cells: Vec<Option<Value>>,
    /// What the row is called: its first link, else its first cell.
    pub(super) name: String,
    pub(super) proofs: Vec<Proof>,
}

/// A table as it is shown.
pub(super) struct Table {
    pub(super) columns: Vec<Column>,
    pub(super) lines: Vec<Line>,
    /// How many rows the answer has.
    pub(super) rows: usize,
    /// Whether each row comes with what it rests on.
    pub(super) explained: bool,
    /// Whether the evidence stands open: few rows have room for it.
    pub(super) open: bool,
}

/// Rows, and what they rest on where that was asked for, under the names of their columns.
pub(super) fn of(labels: &Labels<'_>, names: &[String], rows: &[Row], evidence: Option<&[Vec<Evidence>]>) -> Result<Table> {
    let codes = Codes::read(labels)?;
    let mut columns = Vec::new();
    for (at, name) in names.iter().enumerate() {
        let terms: Vec<Option<&Term>> = rows.iter().map(|row| row.get(at).and_then(Option::as_ref)).collect();
        let scheme = codes.scheme_of(&terms);
        let mut cells = Vec::new();
        for term in terms.iter().take(SHOWN) {
            cells.push(term.map(|term| cell(labels, term, name, scheme)).transpose()?);
        }
        let number = at > 0 && cells.iter().flatten().all(|value: &Value| value.number) && cells.iter().any(Option::is_some);
        let long = cells.iter().flatten().any(|value: &Value| value.link.text.value.len() > SENTENCE);
        columns.push((Column { name: name.clone(), label: heading(labels, name), number, long }, cells));
    }
    let repeated = merge_names(&mut columns);
    let (heads, cells): (Vec<_>, Vec<_>) =
        columns.into_iter().enumerate().filter(|(at, _)| !repeated.contains(at)).map(|(_, column)| column).unzip();
    let mut lines: Vec<Line> = (0..rows.len().min(SHOWN))
        .map(|_| Line { cells: Vec::with_capacity(heads.len()), name: String::new(), proofs: Vec::new() })
        .collect();
    for column in cells {
        for (line, cell) in lines.iter_mut().zip(column) {
            line.cells.push(cell);
        }
    }
    for line in &mut lines {
        let cells = || line.cells.iter().flatten();
        let name = cells().find(|value| value.link.href.is_some()).or_else(|| cells().next());
        line.name = name.map(|value| value.link.text.value.clone()).unwrap_or_default();
    }
    for (line, evidence) in lines.iter_mut().zip(evidence.unwrap_or_default()) {
        line.proofs = evidence::proofs(labels, evidence)?;
    }
    Ok(Table { columns: heads, lines, rows: rows.len(), explained: evidence.is_some(), open: rows.len() <= OPEN })
}

/// What a column is called; one that nobody has named is called as the query calls it.
fn heading(labels: &Labels<'_>, name: &str) -> String {
    words::find(&format!("column.{name}"), labels.language).map_or_else(|| name.replace('_', " "), str::to_owned)
}

fn cell(labels: &Labels<'_>, term: &Term, column: &str, scheme: Option<&BTreeMap<String, NamedNode>>) -> Result<Value> {
    let code = match (term, scheme) {
        (Term::Literal(literal), Some(scheme)) => scheme.get(literal.value()),
        _ => None,
    };
    match code {
        Some(code) => labels.value(&code.clone().into()),
        None => labels.plain_code(term, column).map_or_else(|| labels.value(term), Ok),
    }
}

/// The columns that say nothing but what the thing in an earlier column is called; where that has no thing, it takes the words.
fn merge_names(columns: &mut [(Column, Vec<Option<Value>>)]) -> BTreeSet<usize> {
    let mut merged = BTreeSet::new();
    for at in 0..columns.len() {
        let is_named_by = |thing: &usize| names(&columns[*thing].1, &columns[at].1) || repeats(&columns[*thing], &columns[at]);
        let Some(thing) = (0..at).find(|thing| !merged.contains(thing) && is_named_by(thing)) else { continue };
        let words = columns[at].1.clone();
        for (cell, words) in columns[thing].1.iter_mut().zip(words) {
            *cell = match (cell.take(), words) {
                (Some(thing), Some(words)) => Some(Value { link: Link { text: words.link.text, ..thing.link }, ..thing }),
                (thing, words) => thing.or(words),
            };
        }
        merged.insert(at);
    }
    merged
}

/// Whether a column says under the same heading what an earlier one says: that there is no thing, and so no name.
fn repeats(earlier: &(Column, Vec<Option<Value>>), column: &(Column, Vec<Option<Value>>)) -> bool {
    earlier.0.label == column.0.label && earlier.1 == column.1
}

/// Whether the words name the things: each that there is, and nothing else that leads anywhere.
fn names(things: &[Option<Value>], words: &[Option<Value>]) -> bool {
    let text = |cell: &Option<Value>| cell.as_ref().map(|value| value.link.text.value.clone());
    let has_link = |cell: &Option<Value>| cell.as_ref().is_some_and(|value| value.link.href.is_some());
    let fits = |(thing, words): (&Option<Value>, &Option<Value>)| match thing {
        Some(_) => has_link(thing) && text(thing).zip(text(words)).is_some_and(|(thing, words)| is_name(&thing, &words)),
        None => true,
    };
    things.iter().any(has_link) && words.iter().any(Option::is_some) && !words.iter().any(has_link) && things.iter().zip(words).all(fits)
}

/// Whether words are what a thing is shown as, or the end of its address where it has no name.
fn is_name(thing: &str, words: &str) -> bool {
    thing == words || thing.strip_suffix(words).is_some_and(|before| before.ends_with(['#', '/']))
}

/// The code lists, so that `joint` is shown by its label.
struct Codes(Vec<BTreeMap<String, NamedNode>>);

impl Codes {
    fn read(labels: &Labels<'_>) -> Result<Self> {
        let mut schemes: BTreeMap<String, BTreeMap<String, NamedNode>> = BTreeMap::new();
        for quad in labels.site.store.matching(None, Some(skos::IN_SCHEME), None, GraphNameRef::DefaultGraph) {
            let quad = quad?;
            let NamedOrBlankNode::NamedNode(code) = quad.subject else { continue };
            for notation in labels.site.store.objects(&code, skos::NOTATION)? {
                if let Term::Literal(notation) = notation {
                    schemes.entry(quad.object.to_string()).or_default().insert(notation.value().to_owned(), code.clone());
                }
            }
        }
        Ok(Self(schemes.into_values().collect()))
    }

    /// The one list that all values of a column stand in; that there is none may be said in words of its own.
    fn scheme_of(&self, terms: &[Option<&Term>]) -> Option<&BTreeMap<String, NamedNode>> {
        let mut values = BTreeSet::new();
        for term in terms.iter().flatten() {
            match term {
                Term::Literal(literal) if literal.language().is_none() => values.insert(literal.value()),
                _ => return None,
            };
        }
        let known = |scheme: &BTreeMap<String, NamedNode>, value: &str| scheme.contains_key(value) || NO_CODE.contains(&value);
        let fits = |scheme: &BTreeMap<String, NamedNode>| {
            values.iter().all(|value| known(scheme, value)) && values.iter().any(|value| scheme.contains_key(*value))
        };
        let mut fitting = self.0.iter().filter(|scheme| fits(scheme));
        let first = fitting.next()?;
        fitting.next().is_none().then_some(first)
    }
}
