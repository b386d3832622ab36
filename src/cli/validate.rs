//! `samstyr validate`: SHACL.

use super::args::OutputArgs;
use super::{Outcome, output};
use crate::error::{Error, Result};
use crate::rdf::read;
use crate::validate::{self, Shapes, ShapesError};
use clap::Args;
use std::path::PathBuf;

/// Validate a graph with SHACL shapes
///
/// Exit status 0 when there is no result, 1 when there is, 2 when the shapes cannot be applied.
#[derive(Args)]
pub(super) struct Validate {
    /// Files with shapes
    #[arg(long, value_name = "FILE", num_args = 1.., required = true)]
    shapes: Vec<PathBuf>,
    /// Files with data
    #[arg(long, value_name = "FILE", num_args = 1.., required = true)]
    data: Vec<PathBuf>,
    #[command(flatten)]
    output: OutputArgs,
}

impl Validate {
    pub(super) fn run(self) -> Result<Outcome> {
        let shapes = Shapes::compile(read::graph(self.shapes.iter().map(PathBuf::as_path))?).map_err(unsupported)?;
        let data = read::graph(self.data.iter().map(PathBuf::as_path))?;
        let report = validate::check(&shapes, &data).map_err(unsupported)?;
        output::print_graph(&report.to_graph(), self.output.format())?;
        Ok(if report.conforms() { Outcome::Yes } else { Outcome::No })
    }
}

fn unsupported(error: ShapesError) -> Error {
    Error::ShapesUnsupported { node: error.node, problem: error.problem }
}
