//! `samstyr link`: our things and those of data.norge.no's catalogues. One file for each subcommand.

mod evaluate;
mod import;
mod place;
mod propose;

use super::{Outcome, output};
use crate::error::Result;
use clap::Subcommand;

/// Link things to data.norge.no's catalogues and vocabularies
#[derive(Subcommand)]
pub(in crate::cli) enum Link {
    /// Read RDF files of catalogues and vocabularies into a dated snapshot
    Import(import::Import),
    /// Propose targets for our things, with score, reasons and zone
    Propose(propose::Propose),
    /// Measure the candidates on pairs that people have judged
    Evaluate(evaluate::Evaluate),
}

impl Link {
    pub(super) fn run(self) -> Result<Outcome> {
        match self {
            Self::Import(command) => command.run(),
            Self::Propose(command) => command.run(),
            Self::Evaluate(command) => command.run(),
        }
    }
}
