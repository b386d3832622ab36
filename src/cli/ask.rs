//! `samstyr ask`: named questions.

use super::args::{GraphArgs, LanguageArgs, OutputArgs};
use super::{Outcome, output};
use crate::error::{Error, Result};
use crate::questions;
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
    /// Show the evidence of each row
    #[arg(long, requires = "question")]
    why: bool,
    #[command(flatten)]
    graph: GraphArgs,
    #[command(flatten)]
    output: OutputArgs,
    #[command(flatten)]
    language: LanguageArgs,
}

impl Ask {
    pub(super) fn run(self) -> Result<Outcome> {
        let language = self.language.language()?;
        let Some(name) = self.question else {
            output::print_rows(questions::rows(&questions::all()?, language), self.output.format())?;
            return Ok(Outcome::Yes);
        };
        let question = questions::find(&name)?;
        let values = self.values.iter().map(|value| split(value)).collect::<Result<Vec<_>>>()?;
        let base = Base::default();
        let request = question.request(&values, language, &base)?;
        let store = self.graph.open()?;
        if self.why {
            output::print_explained(&store, &request, self.output.format(), language)?;
        } else {
            output::print_answer(&store, request, self.output.format())?;
        }
        for parameter in question.left_out(&values) {
            let (name, example) = (&parameter.name, parameter.example_text(&base));
            output::note(&format!("answered for {name}={example}, the question's example; give {name}=… to ask about another"));
        }
        Ok(Outcome::Yes)
    }
}

fn split(text: &str) -> Result<(String, String)> {
    match text.split_once('=') {
        Some((name, value)) => Ok((name.to_owned(), value.to_owned())),
        None => {
            Err(Error::RequestInvalid { problem: format!("`{text}` is not a parameter"), hint: "write name=value, such as bearer=no-ks" })
        }
    }
}
