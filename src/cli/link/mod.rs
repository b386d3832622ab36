//! `samstyr link`: what our things may be linked to.

mod propose;

use super::{Outcome, output};
use crate::error::Result;
use clap::{Args, Subcommand};

/// Link our things to the catalogues and vocabularies of data.norge.no
#[derive(Args)]
pub(super) struct Link {
    #[command(subcommand)]
    command: LinkCommand,
}

#[derive(Subcommand)]
enum LinkCommand {
    /// Propose targets for our things, with score, reasons and zone
    Propose(propose::Propose),
}

impl Link {
    pub(super) fn run(self) -> Result<Outcome> {
        match self.command {
            LinkCommand::Propose(command) => command.run(),
        }
    }
}
