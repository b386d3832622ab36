//! An answer as a table that people can read: labels for IRIs and codes, links, evidence beside each row.

use super::evidence::{self, Proof};
use super::label::Labels;
use super::text::Value;
use super::words;
use crate::error::Result;
use crate::rdf::vocab::skos;
use crate::sparql::Row;
use crate::why::Evidence;
use oxigraph::model::{GraphNameRef, NamedNode, NamedNodeRef, NamedOrBlankNode, Term};
use std::collections::{BTreeMap, BTreeSet};

/// Rows that a page shows; downloads have all.
pub(super) const SHOWN: usize = 500;
const IN_SCHEME: NamedNodeRef<'_> = NamedNodeRef::new_unchecked("http://www.w3.org/2004/02/skos/core#inScheme");

/// A column.
pub(super) struct Column {
    pub(super) name: String,
    pub(super) label: String,
}

/// A row as it is shown.
pub(super) struct Line {
    /// Nothing where the answer has no value.
    pub(super) cells: Vec<Option<Value>>,
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
            cells.push(term.map(|term| cell(labels, term, scheme)).transpose()?);
        }
        columns.push((Column { name: name.clone(), label: heading(labels, name) }, cells));
    }
    let repeated: BTreeSet<usize> = (0..columns.len()).filter(|at| repeats(&columns, *at)).collect();
    let (heads, cells): (Vec<_>, Vec<_>) =
        columns.into_iter().enumerate().filter(|(at, _)| !repeated.contains(at)).map(|(_, column)| column).unzip();
    let mut lines: Vec<Line> =
        (0..rows.len().min(SHOWN)).map(|_| Line { cells: Vec::with_capacity(heads.len()), proofs: Vec::new() }).collect();
    for column in cells {
        for (line, cell) in lines.iter_mut().zip(column) {
            line.cells.push(cell);
        }
    }
    for (line, evidence) in lines.iter_mut().zip(evidence.unwrap_or_default()) {
        line.proofs = evidence::proofs(labels, evidence)?;
    }
    Ok(Table { columns: heads, lines, rows: rows.len(), explained: evidence.is_some() })
}

/// What a column is called; one that nobody has named is called as the query calls it.
fn heading(labels: &Labels<'_>, name: &str) -> String {
    words::find(&format!("column.{name}"), labels.language).map_or_else(|| name.replace('_', " "), str::to_owned)
}

fn cell(labels: &Labels<'_>, term: &Term, scheme: Option<&BTreeMap<String, NamedNode>>) -> Result<Value> {
    let code = match (term, scheme) {
        (Term::Literal(literal), Some(scheme)) => scheme.get(literal.value()),
        _ => None,
    };
    match code {
        Some(code) => labels.value(&code.clone().into()),
        None => labels.value(term),
    }
}

/// Whether a column says nothing but the label of the thing in an earlier one.
fn repeats(columns: &[(Column, Vec<Option<Value>>)], at: usize) -> bool {
    let text = |cell: &Option<Value>| cell.as_ref().map(|value| value.link.text.value.clone());
    let own = &columns[at].1;
    let is_same = |(a, b): (&Option<Value>, &Option<Value>)| {
        a.as_ref().is_none_or(|value| value.link.href.is_some() || text(b).is_none()) && text(a) == text(b)
    };
    let has_link = |cells: &[Option<Value>]| cells.iter().flatten().any(|value| value.link.href.is_some());
    let has_text = own.iter().flatten().next().is_some();
    has_text && !has_link(own) && columns[..at].iter().any(|(_, other)| has_link(other) && other.iter().zip(own).all(is_same))
}

/// The code lists, so that `joint` is shown by its label.
struct Codes(Vec<BTreeMap<String, NamedNode>>);

impl Codes {
    fn read(labels: &Labels<'_>) -> Result<Self> {
        let mut schemes: BTreeMap<String, BTreeMap<String, NamedNode>> = BTreeMap::new();
        for quad in labels.site.store.matching(None, Some(IN_SCHEME), None, GraphNameRef::DefaultGraph) {
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

    /// The one list that all values of a column stand in.
    fn scheme_of(&self, terms: &[Option<&Term>]) -> Option<&BTreeMap<String, NamedNode>> {
        let mut values = BTreeSet::new();
        for term in terms.iter().flatten() {
            match term {
                Term::Literal(literal) if literal.language().is_none() => values.insert(literal.value()),
                _ => return None,
            };
        }
        let mut fitting = self.0.iter().filter(|scheme| values.iter().all(|value| scheme.contains_key(*value)));
        let first = fitting.next().filter(|_| !values.is_empty())?;
        fitting.next().is_none().then_some(first)
    }
}
