//! `samstyr query`: any SPARQL query.

use super::args::{CiteArgs, ConfigArgs, GraphArgs, LanguageArgs, OutputArgs, ServiceArgs, TimeArgs, seconds};
use super::{Outcome, output};
use crate::citation::{self, Asked, What};
use crate::error::{Error, Result};
use crate::questions::Language;
use crate::sparql::Request;
use clap::Args;
use std::fs;
use std::io::{Read, stdin};
use std::path::{Path, PathBuf};
use std::time::Duration;

/// Answer any SPARQL query
#[derive(Args)]
pub(super) struct Query {
    /// File with the query; `-` reads it from stdin
    #[arg(value_name = "FILE", required_unless_present = "text", conflicts_with = "text")]
    file: Option<PathBuf>,
    /// The query itself
    #[arg(short = 'e', value_name = "TEXT")]
    text: Option<String>,
    /// Seconds after which to give up
    #[arg(long, value_name = "SECONDS", value_parser = seconds)]
    timeout: Option<Duration>,
    /// Show the evidence of each row
    #[arg(long, conflicts_with = "cite")]
    why: bool,
    #[command(flatten)]
    language: LanguageArgs,
    #[command(flatten)]
    graph: GraphArgs,
    #[command(flatten)]
    output: OutputArgs,
    #[command(flatten)]
    time: TimeArgs,
    #[command(flatten)]
    cite: CiteArgs,
    #[command(flatten)]
    services: ServiceArgs,
    #[command(flatten)]
    config: ConfigArgs,
}

impl Query {
    pub(super) fn run(self) -> Result<Outcome> {
        let text = match (self.text, &self.file) {
            (Some(text), _) => text,
            (None, Some(file)) if file != Path::new("-") => {
                fs::read_to_string(file).map_err(|source| Error::Read { path: file.clone(), source })?
            }
            (None, _) => {
                let mut text = String::new();
                stdin().read_to_string(&mut text).map_err(|source| Error::Read { path: "stdin".into(), source })?;
                text
            }
        };
        let moment = self.time.moment()?;
        if let Some((style, date)) = self.cite.wanted() {
            let asked = Asked { what: What::Query(text), language: Language::En, moment };
            let (store, timeout) = (self.graph.lasting("`--cite`")?, self.timeout);
            let reference = match timeout {
                Some(limit) => output::in_time(limit, move || citation::cite(&store, asked, date, timeout))?,
                None => citation::cite(&store, asked, date, None)?,
            };
            output::print_text(&style.write(&reference))?;
            return Ok(Outcome::Yes);
        }
        let services = self.services.services(self.config.config.as_deref())?;
        let request = Request { timeout: self.timeout, services, ..Request::new(text) };
        let note = if self.why {
            let (store, note) = self.graph.view("`--why`", moment.as_ref(), self.timeout)?;
            output::print_explained(&store, request, self.output.format(), self.language.language()?)?;
            note
        } else {
            let (source, note) = self.graph.source(moment.as_ref(), self.timeout)?;
            output::print_answer(&source, request, self.output.format())?;
            note
        };
        if let Some(note) = note {
            output::note(&note);
        }
        Ok(Outcome::Yes)
    }
}
