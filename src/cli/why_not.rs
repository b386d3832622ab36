//! `samstyr why-not`: why something is not in an answer.

use super::args::QuestionArgs;
use super::{Outcome, output};
use crate::error::{Result, backticked};
use crate::questions;
use crate::rdf::iri::Base;
use crate::why::{absent, find};
use clap::Args;

/// Say why something is not in the answer to a question
///
/// Names the first condition that it does not meet, and shows what stands there instead, with evidence.
/// Exit status 1 when it is in the answer after all.
#[derive(Args)]
pub(super) struct WhyNot {
    /// Name of the question
    question: String,
    /// What is missed: a key, an IRI, or a number such as `5.5`
    key: String,
    #[command(flatten)]
    how: QuestionArgs,
}

impl WhyNot {
    pub(super) fn run(self) -> Result<Outcome> {
        let language = self.how.language.language()?;
        let question = questions::find(&self.question)?;
        let moment = self.how.time.moment()?;
        let values = self.how.values(&question, moment.as_ref())?;
        let base = Base::default();
        let request = question.request(&values, language, &base)?;
        let (store, note) = self.how.graph.view("`why-not`", moment.as_ref(), None)?;
        let things = find::things(&store, &base, &self.key)?;
        let found = absent::why_not(&store, &request, &things, language.tag())?;
        output::print_evidence(&store, &found.explained, self.how.output.format(), language)?;
        if let Some(note) = note {
            output::note(&note);
        }
        if !found.elsewhere.is_empty() {
            let (key, columns) = (&self.key, backticked(&found.elsewhere, "and"));
            output::note(&format!("`{key}` does stand in the answer, in {columns}; this is why it is not in the first column of its kind"));
        }
        if found.present {
            output::note(&format!("`{}` is in the answer to `{}`; these are its rows", self.key, self.question));
            return Ok(Outcome::No);
        }
        Ok(Outcome::Yes)
    }
}
