//! `samstyr link`: our things and those of data.norge.no's catalogues. One file for each subcommand.

mod ask;
mod fetch;
mod import;
mod place;
mod review;

use super::{Outcome, output};
use crate::error::Result;
use clap::Subcommand;

/// Link things to data.norge.no's catalogues and vocabularies
#[derive(Subcommand)]
pub(in crate::cli) enum Link {
    /// Read catalogues and vocabularies of data.norge.no into a dated snapshot
    Fetch(Box<fetch::Fetch>),
    /// Read RDF files of catalogues and vocabularies into a dated snapshot
    Import(import::Import),
    /// Decide on candidates, one by one
    Review(review::Review),
}

impl Link {
    pub(super) fn run(self) -> Result<Outcome> {
        match self {
            Self::Fetch(command) => command.run(),
            Self::Import(command) => command.run(),
            Self::Review(command) => command.run(),
        }
    }
}
