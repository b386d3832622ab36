//! What differs between two graphs, in the words of the domain: facts, conclusions, terms, and the answers that change because of them.
//!
//! [`side`] reads a graph and gives its blank nodes lasting names, [`facts`] finds the differences and folds evidence into them,
//! [`answers`] asks the questions of both, [`words`] finds names and sentences, and [`write`] and [`changeset`] write it all down.

pub mod answers;
pub mod changeset;
pub mod facts;
pub mod side;
pub mod words;
pub mod write;

use crate::error::Result;
use crate::questions::Language;
use answers::AnswerChange;
use facts::{Differences, Index};
use side::Side;
use words::{Sentences, Words};

/// Two graphs and all that differs.
pub struct Diff<'a> {
    /// What it was.
    pub a: &'a Side,
    /// What it is.
    pub b: &'a Side,
    /// What differs.
    pub differences: Differences,
    /// The answers that change; nothing when the questions were not asked.
    pub answers: Option<Vec<AnswerChange>>,
    /// The words to say it in.
    pub words: Words<'a>,
}

impl Diff<'_> {
    /// Whether the graphs say the same.
    pub fn is_empty(&self) -> bool {
        self.differences.is_empty()
    }
}

/// Compares two graphs and hands the differences to `read`; asks the questions of both if that is wanted.
pub fn diff<T>(a: &Side, b: &Side, language: Language, ask: bool, read: impl FnOnce(&Diff<'_>) -> Result<T>) -> Result<T> {
    let (before, after) = (Index::new(a), Index::new(b));
    let built_in = Side::built_in()?;
    let known = Index::new(&built_in);
    let sentences = Sentences::built_in()?;
    let differences = facts::compare(a, b, &before, &after);
    let answers = match (ask, differences.is_empty()) {
        (false, _) => None,
        (true, true) => Some(Vec::new()),
        (true, false) => Some(answers::compare(a, b, language)?),
    };
    let words = Words { graphs: vec![&after, &before, &known], sentences: &sentences, language };
    read(&Diff { a, b, differences, answers, words })
}
