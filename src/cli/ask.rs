//! `samstyr ask`: named questions.

use super::args::{CiteArgs, ConfigArgs, QuestionArgs, ServiceArgs, seconds};
use super::{Outcome, output};
use crate::citation::{self, Asked};
use crate::error::Result;
use crate::questions::{self, Language};
use crate::rdf::format::Format;
use crate::rdf::iri::Base;
use crate::sparql::Request;
use clap::Args;
use std::time::Duration;

/// Answer a named question; without a name, list them
#[derive(Args)]
pub(super) struct Ask {
    /// Name of the question
    question: Option<String>,
    /// List the questions whose titles, in any language, hold these words
    #[arg(long, value_name = "WORDS", conflicts_with = "question")]
    search: Option<String>,
    /// Show the evidence of each row
    #[arg(long, requires = "question", conflicts_with = "cite")]
    why: bool,
    /// Seconds after which to give up
    #[arg(long, value_name = "SECONDS", value_parser = seconds, requires = "question")]
    timeout: Option<Duration>,
    #[command(flatten)]
    how: QuestionArgs,
    #[command(flatten)]
    cite: CiteArgs,
    #[command(flatten)]
    services: ServiceArgs,
    #[command(flatten)]
    config: ConfigArgs,
}

impl Ask {
    pub(super) fn run(self) -> Result<Outcome> {
        let language = self.how.language.language()?;
        let moment = self.how.time.moment()?;
        let Some(name) = self.question else {
            return list(self.search.as_deref().unwrap_or_default(), language, self.how.output.format());
        };
        let question = questions::find(&name)?;
        let values = self.how.values(&question, moment.as_ref())?;
        if let Some((style, date)) = self.cite.wanted() {
            let asked = Asked::question(&question, values, language, moment);
            output::print_text(&style.write(&citation::cite(&self.how.graph.lasting("`--cite`")?, asked, date, self.timeout)?))?;
            return Ok(Outcome::Yes);
        }
        let base = Base::default();
        let services = self.services.services(self.config.config.as_deref())?;
        let request = Request { services, timeout: self.timeout, ..question.request(&values, language, &base)? };
        let note = if self.why {
            let (store, note) = self.how.graph.view("`--why`", moment.as_ref(), self.timeout)?;
            output::print_explained(&store, request, self.how.output.format(), language)?;
            note
        } else {
            let (source, note) = self.how.graph.source(moment.as_ref(), self.timeout)?;
            output::print_answer(&source, request, self.how.output.format())?;
            output::note_conflicts(&question.header.touches);
            note
        };
        if let Some(note) = note {
            output::note(&note);
        }
        for parameter in question.left_out(&values) {
            let (name, example) = (&parameter.name, parameter.example_text(&base));
            output::note(&format!("answered for {name}={example}, the question's example; give {name}=… to ask about another"));
        }
        Ok(Outcome::Yes)
    }
}

fn list(words: &str, language: Language, format: Option<Format>) -> Result<Outcome> {
    let questions = questions::all()?;
    let found = questions::search(&questions, words);
    output::print_rows(questions::rows(&found, language), format)?;
    if found.is_empty() {
        output::note("no question has these words in its title; `samstyr ask` lists them all");
        return Ok(Outcome::No);
    }
    Ok(Outcome::Yes)
}
