//! `samstyr verify-citation`: is the answer that a reference cites still the answer?

use super::args::{GraphArgs, seconds};
use super::{Outcome, output};
use crate::citation::{self, Replay, What};
use crate::error::{Error, Result};
use clap::Args;
use std::fs;
use std::io::{Read, stdin};
use std::path::Path;
use std::time::Duration;

/// Ask again what a reference cites, and compare
///
/// Takes any text that `ask --cite` or `query --cite` has given, with other text around it. Exit status 0 when every answer is the same,
/// 1 when one differs or its question is no longer there, 2 when there is no whole reference.
#[derive(Args)]
pub(super) struct VerifyCitation {
    /// The reference, or a file that holds it; `-` reads stdin
    #[arg(value_name = "REFERENCE|FILE")]
    reference: String,
    /// Seconds after which to give up on an answer; whoever wrote the reference chose the query
    #[arg(long, value_name = "SECONDS", value_parser = seconds, default_value = "60")]
    timeout: Duration,
    #[command(flatten)]
    graph: GraphArgs,
}

impl VerifyCitation {
    pub(super) fn run(self) -> Result<Outcome> {
        let store = self.graph.lasting("`verify-citation`")?;
        let references = citation::find(&self.text()?)?;
        let mut outcome = Outcome::Yes;
        for reference in references {
            let (store, again, timeout) = (store.clone(), reference.clone(), self.timeout);
            let replay = output::in_time(timeout, move || citation::verify(&store, &again, Some(timeout)))?;
            if !replay.same_answer {
                outcome = Outcome::No;
            }
            let name = match &reference.asked.what {
                What::Question(name, _) => format!("`{name}`"),
                What::Query(_) => "the query".to_owned(),
            };
            output::say(&format!("{name}, cited {}: {}", reference.date, verdict(replay)));
        }
        Ok(outcome)
    }

    fn text(&self) -> Result<String> {
        if self.reference.contains("samstyr:") {
            return Ok(self.reference.clone());
        }
        let path = Path::new(&self.reference);
        if path != Path::new("-") {
            return fs::read_to_string(path).map_err(|source| Error::Read { path: path.to_owned(), source });
        }
        let mut text = String::new();
        stdin().read_to_string(&mut text).map_err(|source| Error::Read { path: "stdin".into(), source })?;
        Ok(text)
    }
}

fn verdict(replay: Replay) -> String {
    let changed = match (replay.same_question, replay.same_graph) {
        (true, true) => "neither the question nor the graph has changed",
        (true, false) => "the graph has changed",
        (false, true) => "the question has changed",
        (false, false) => "the question and the graph have changed",
    };
    match replay.same_answer {
        true if replay.same_question && replay.same_graph => "the answer is the same".to_owned(),
        true => format!("the answer is the same, although {changed}"),
        false if replay.same_question && replay.same_graph => {
            format!("the answer differs, and {changed}: the reference was altered, or another version of the program answered")
        }
        false => format!("the answer differs: {changed}"),
    }
}
