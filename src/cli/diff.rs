//! `samstyr diff`: what differs between two graphs, in the words of the domain.

use super::args::{LanguageArgs, fetch};
use super::{Outcome, output};
use crate::diff::side::Side;
use crate::diff::{self, changeset, write};
use crate::error::Result;
use crate::net::shown;
use crate::rdf::format::Format;
use clap::Args;
use clap::builder::PossibleValuesParser;
use oxigraph::sparql::results::QueryResultsFormat;
use std::path::{Path, PathBuf};

/// Say what differs between two graphs, and which answers change because of it
///
/// Each is a file in any RDF syntax (also .gz and .zst), the folder of a release, the address of a SPARQL endpoint, or `built-in`. Exit status 0 when they say the same, 1 when not.
#[derive(Args)]
pub(super) struct DiffCommand {
    /// What it was
    a: PathBuf,
    /// What it is
    b: PathBuf,
    /// Do not ask the questions of both graphs
    #[arg(long)]
    no_answers: bool,
    /// Format: md, json, or an RDF syntax (a change set for each thing) [default: md]
    #[arg(long, value_parser = formats())]
    format: Option<String>,
    #[command(flatten)]
    language: LanguageArgs,
}

/// An address cannot be the name of a file that somebody means.
fn open(operand: &Path) -> Result<Side> {
    match operand.to_str().filter(|text| text.starts_with("http://") || text.starts_with("https://")) {
        Some(address) => Side::of(&shown(address), fetch(address, None)?),
        None => Side::open(operand),
    }
}

fn formats() -> PossibleValuesParser {
    PossibleValuesParser::new(["md", "json"].into_iter().chain(Format::rdf_names()))
}

impl DiffCommand {
    pub(super) fn run(self) -> Result<Outcome> {
        let (a, b) = (open(&self.a)?, open(&self.b)?);
        let format = self.format.as_deref().and_then(Format::from_name).unwrap_or(Format::Markdown);
        let ask = !self.no_answers && !matches!(format, Format::Rdf(_));
        if a.has_named_graphs() != b.has_named_graphs() {
            output::note("one of the two has no named graphs, so graphs are not compared");
        }
        diff::diff(&a, &b, self.language.language()?, ask, |found| {
            match format {
                Format::Rdf(_) => output::print_graph(&changeset::graph(found), Some(format))?,
                Format::Results(QueryResultsFormat::Json) => output::print_json(&write::to_json(found))?,
                _ => output::print_text(&write::markdown(found))?,
            }
            Ok(if found.is_empty() { Outcome::Yes } else { Outcome::No })
        })
    }
}
