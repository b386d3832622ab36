//! `samstyr link`: our things and those of data.norge.no's catalogues. One file for each subcommand.

mod ask;
mod check;
mod evaluate;
mod fetch;
mod import;
mod matched;
mod place;
mod propose;
mod review;

use super::{Outcome, output};
use crate::error::Result;
use clap::Subcommand;

/// Link things to data.norge.no's catalogues and vocabularies
#[derive(Subcommand)]
pub(in crate::cli) enum Link {
    /// Find links whose targets are dead, moved, withdrawn or called something else
    Check(Box<check::Check>),
    /// Read catalogues and vocabularies of data.norge.no into a dated snapshot
    Fetch(Box<fetch::Fetch>),
    /// Read RDF files of catalogues and vocabularies into a dated snapshot
    Import(import::Import),
    /// Propose targets for our things, with score, reasons and zone
    Propose(propose::Propose),
    /// Measure the candidates on pairs that people have judged
    Evaluate(evaluate::Evaluate),
    /// Decide on candidates, one by one
    Review(review::Review),
}

impl Link {
    pub(super) fn run(self) -> Result<Outcome> {
        match self {
            Self::Check(command) => command.run(),
            Self::Fetch(command) => command.run(),
            Self::Import(command) => command.run(),
            Self::Propose(command) => command.run(),
            Self::Evaluate(command) => command.run(),
            Self::Review(command) => command.run(),
        }
    }
}
