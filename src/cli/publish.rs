//! `samstyr publish`: a release in a folder.

use super::args::PublicationArgs;
use super::{Outcome, output};
use crate::error::{Result, count};
use crate::publish::{self, Publication};
use clap::Args;
use std::path::PathBuf;

/// Publish a release: graph, ontology, tables, answers and catalogue in a folder
///
/// The same graph, settings and day give the same bytes. Nothing is written unless it is known who publishes.
#[derive(Args)]
pub(super) struct Publish {
    /// Folder that becomes the release: new, empty, or holding this very release
    #[arg(long, value_name = "DIR")]
    out: PathBuf,
    #[command(flatten)]
    publication: PublicationArgs,
}

impl Publish {
    pub(super) fn run(self) -> Result<Outcome> {
        let publication = Publication::of_release(&self.publication.settings()?)?;
        let summary = publish::publish(&publication, &self.out)?;
        let done = if summary.written { "written to" } else { "already in" };
        let megabytes = summary.bytes / 1_000_000;
        output::say(&format!(
            "release {} {done} {}: {}, {megabytes} MB, graph {}",
            publication.release,
            self.out.display(),
            count(summary.files, "file"),
            summary.hash
        ));
        Ok(Outcome::Yes)
    }
}
