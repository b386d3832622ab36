//! Which answers are other ones: every built-in question that has an answer, asked of both graphs.

use super::side::Side;
use super::words::short;
use crate::error::Result;
use crate::questions::header::State;
use crate::questions::{self, Language, Question};
use crate::rdf::iri::Base;
use crate::rdf::term::plain;
use crate::sparql::{self, Answer};
use crate::store::Store;
use oxigraph::model::Term;
use serde::Serialize;
use std::collections::BTreeMap;

/// How many rows are shown of those that came, and of those that went.
const EXAMPLES: usize = 3;

/// An answer that changes.
#[derive(Debug, Serialize)]
pub struct AnswerChange {
    /// The question's name.
    pub question: String,
    /// Its title.
    pub title: String,
    /// How many rows are new.
    pub added: usize,
    /// How many rows are gone.
    pub removed: usize,
    /// Some of the new rows.
    pub examples_added: Vec<String>,
    /// Some of the rows that are gone.
    pub examples_removed: Vec<String>,
}

/// The answers that change, in the order of the questions, each with its parameters at their examples.
pub fn compare(a: &Side, b: &Side, language: Language) -> Result<Vec<AnswerChange>> {
    let before = Store::of(a.quads.iter().cloned())?;
    let after = Store::of(b.quads.iter().cloned())?;
    let mut found = Vec::new();
    for question in questions::all()?.into_iter().filter(|question| question.header.state != State::Waits) {
        let (old, new) = (rows(&before, &question, language)?, rows(&after, &question, language)?);
        let removed = surplus(&old, &new);
        let added = surplus(&new, &old);
        if added.is_empty() && removed.is_empty() {
            continue;
        }
        found.push(AnswerChange {
            title: question.header.summary(language).to_owned(),
            question: question.name,
            added: added.len(),
            removed: removed.len(),
            examples_added: added.into_iter().take(EXAMPLES).collect(),
            examples_removed: removed.into_iter().take(EXAMPLES).collect(),
        });
    }
    Ok(found)
}

/// The rows of an answer in short, with how often each stands there; the order is left out of account.
fn rows(store: &Store, question: &Question, language: Language) -> Result<BTreeMap<String, usize>> {
    let request = question.request(&[], language, &Base::default())?;
    sparql::answer(store, &request, |answer| {
        let mut found = BTreeMap::new();
        let mut add = |row: String| *found.entry(row).or_insert(0) += 1;
        match answer {
            Answer::Boolean(yes) => add(yes.to_string()),
            Answer::Rows(rows) => {
                for row in rows {
                    add(row?.iter().map(|value| cell(value.as_ref())).collect::<Vec<_>>().join(" · "));
                }
            }
            Answer::Graph(triples) => {
                for triple in triples {
                    add(triple?.to_string());
                }
            }
        }
        Ok(found)
    })
}

fn cell(value: Option<&Term>) -> String {
    match value {
        None => "–".to_owned(),
        Some(Term::NamedNode(node)) => short(node.as_str()),
        Some(other) => plain(other),
    }
}

/// The rows that stand in one more often than in the other, as often as they do.
fn surplus(one: &BTreeMap<String, usize>, other: &BTreeMap<String, usize>) -> Vec<String> {
    let more = |(row, count): (&String, &usize)| {
        let extra = count.saturating_sub(other.get(row).copied().unwrap_or_default());
        std::iter::repeat_n(row.clone(), extra)
    };
    one.iter().flat_map(more).collect()
}
