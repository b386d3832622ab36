//! `samstyr ask`: named questions.

use super::args::{CiteArgs, GraphArgs, LanguageArgs, OutputArgs, TimeArgs};
use super::{Outcome, output};
use crate::citation::{self, Asked};
use crate::error::{Error, Result};
use crate::questions::{self, Language};
use crate::rdf::format::Format;
use crate::rdf::iri::Base;
use clap::Args;

/// Answer a named question; without a name, list them
#[derive(Args)]
pub(super) struct Ask {
    /// Name of the question
    question: Option<String>,
    /// Parameters: a key or an IRI, such as `bearer=no-ks`
    #[arg(value_name = "NAME=VALUE")]
    values: Vec<String>,
    /// List the questions whose titles, in any language, hold these words
    #[arg(long, value_name = "WORDS", conflicts_with = "question")]
    search: Option<String>,
    /// Show the evidence of each row
    #[arg(long, requires = "question", conflicts_with = "cite")]
    why: bool,
    #[command(flatten)]
    graph: GraphArgs,
    #[command(flatten)]
    output: OutputArgs,
    #[command(flatten)]
    language: LanguageArgs,
    #[command(flatten)]
    time: TimeArgs,
    #[command(flatten)]
    cite: CiteArgs,
}

impl Ask {
    pub(super) fn run(self) -> Result<Outcome> {
        let language = self.language.language()?;
        let moment = self.time.moment()?;
        let Some(name) = self.question else {
            return list(self.search.as_deref().unwrap_or_default(), language, self.output.format());
        };
        let question = questions::find(&name)?;
        let values = self.values.iter().map(|value| split(value)).collect::<Result<Vec<_>>>()?;
        let values = match &moment {
            Some(moment) => question.on_day(values, &moment.day),
            None => values,
        };
        if let Some((style, date)) = self.cite.wanted() {
            let asked = Asked::question(&question, values, language, moment);
            output::print_text(&style.write(&citation::cite(&self.graph.open()?, asked, date, None)?))?;
            return Ok(Outcome::Yes);
        }
        let base = Base::default();
        let request = question.request(&values, language, &base)?;
        let (store, note) = self.graph.view(moment.as_ref(), None)?;
        if self.why {
            output::print_explained(&store, request, self.output.format(), language)?;
        } else {
            output::print_answer(&store, request, self.output.format())?;
            output::note_conflicts(&question.header.touches);
        }
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

pub(super) fn split(text: &str) -> Result<(String, String)> {
    match text.split_once('=') {
        Some((name, value)) => Ok((name.to_owned(), value.to_owned())),
        None => {
            Err(Error::RequestInvalid { problem: format!("`{text}` is not a parameter"), hint: "write name=value, such as bearer=no-ks" })
        }
    }
}
