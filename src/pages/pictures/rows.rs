//! The rows of a question's answer by column.

use super::specification::Pair;
use crate::error::Result;
use crate::pages::dates;
use crate::questions::{Language, Question};
use crate::rdf::iri::Base;
use crate::rdf::term::plain;
use crate::sparql::{self, Answer};
use crate::store::Store;
use oxigraph::model::Term;
use std::collections::BTreeMap;

pub(super) type Row = BTreeMap<String, Term>;

#[derive(Debug, Default)]
pub(super) struct Table {
    pub(super) rows: Vec<Row>,
}

/// A thing as it is drawn: what it is, if it has an IRI, and its name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Named {
    pub(super) iri: Option<String>,
    pub(super) name: String,
}

impl Table {
    pub(super) fn ask(store: &Store, question: &Question, language: Language) -> Result<Self> {
        let request = question.request(&[], language, &Base::default())?;
        sparql::answer(store, &request, |answer| {
            let Answer::Rows(answer) = answer else { return Ok(Self::default()) };
            let columns: Vec<String> = answer.variables().iter().map(|column| column.as_str().to_owned()).collect();
            let row = |row: Result<sparql::Row>| {
                let cells = columns.iter().cloned().zip(row?);
                Ok(cells.filter_map(|(column, term)| Some((column, term?))).collect())
            };
            Ok(Self { rows: answer.map(row).collect::<Result<_>>()? })
        })
    }

    /// Adds the cells of the other table's first row with the same value in a column.
    pub(super) fn join(&mut self, other: &Self, on: &str) {
        for row in &mut self.rows {
            let same = other.rows.iter().find(|candidate| candidate.get(on).is_some() && candidate.get(on) == row.get(on));
            for (column, term) in same.into_iter().flatten() {
                row.entry(column.clone()).or_insert_with(|| term.clone());
            }
        }
    }
}

/// The thing of a pair of columns; nothing when neither has a value.
pub(super) fn named(row: &Row, (thing, name): &Pair) -> Option<Named> {
    let iri = match row.get(thing) {
        Some(Term::NamedNode(node)) => Some(node.as_str().to_owned()),
        _ => None,
    };
    let words: Vec<String> = name.split(' ').filter_map(|column| row.get(column)).map(plain).collect();
    (!words.is_empty()).then(|| Named { iri, name: words.join(" ") })
}

/// The text of a column as it is said in the language; empty when there is none.
pub(super) fn spoken(row: &Row, column: &str, language: Language) -> String {
    row.get(column).map(|term| dates::spoken(term, language)).unwrap_or_default()
}

/// The text of a column; empty when there is none.
pub(super) fn text(row: &Row, column: &str) -> String {
    row.get(column).map(plain).unwrap_or_default()
}
