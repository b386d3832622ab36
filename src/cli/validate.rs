//! `samstyr validate`: SHACL.

use super::args::{LanguageArgs, OutputArgs, fetch};
use super::{Outcome, output};
use crate::error::Result;
use crate::ingest::{self, sources::Sources};
use crate::rdf::format::Format;
use crate::rdf::read;
use crate::store::BUILT_IN;
use crate::validate::{self, Candidate, Shapes, explain};
use clap::Args;
use oxigraph::model::{Graph, Triple};
use std::path::PathBuf;

/// Validate a graph with SHACL shapes
///
/// Without arguments: the built-in graph with our own shapes. RDF formats give a W3C validation report.
/// Exit status 0 when there is no violation, 1 when there is, 2 when the shapes cannot be applied.
#[derive(Args)]
pub(super) struct Validate {
    /// Files with shapes [default: our own]
    #[arg(long, value_name = "FILE", num_args = 1..)]
    shapes: Vec<PathBuf>,
    /// Files with data [default: the built-in graph]
    #[arg(long, value_name = "FILE", num_args = 1..)]
    data: Vec<PathBuf>,
    /// SPARQL endpoint whose graphs are validated together
    #[arg(long, value_name = "URL", conflicts_with = "data")]
    endpoint: Option<String>,
    #[command(flatten)]
    output: OutputArgs,
    #[command(flatten)]
    language: LanguageArgs,
}

impl Validate {
    pub(super) fn run(self) -> Result<Outcome> {
        let shapes = match self.shapes.as_slice() {
            [] => ingest::shapes(&Sources::built_in()?)?,
            files => Shapes::compile(graph(files)?)?,
        };
        let data = match (&self.endpoint, self.data.as_slice()) {
            (Some(address), _) => fetch(address, None)?.into_iter().map(Triple::from).collect(),
            (None, []) => Candidate::new(BUILT_IN.to_owned())?.into_graph(),
            (None, files) => graph(files)?,
        };
        let report = validate::check(&shapes, &data)?;
        match self.output.format() {
            Some(Format::Rdf(format)) => output::print_graph(&report.to_graph(), Some(Format::Rdf(format)))?,
            format => output::print_rows(explain::rows(&report, &data, self.language.language()?.tag()), format)?,
        }
        Ok(if report.violations().next().is_none() { Outcome::Yes } else { Outcome::No })
    }
}

fn graph(files: &[PathBuf]) -> Result<Graph> {
    read::graph(files.iter().map(PathBuf::as_path))
}
