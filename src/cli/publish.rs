//! `samstyr publish`: a release in a folder, with pages where a site is wanted.

use super::args::PublicationArgs;
use super::{Outcome, output};
use crate::error::{Result, count};
use crate::http::freeze;
use crate::publish::{self, Publication};
use clap::Args;
use indicatif::ProgressBar;
use std::io::{IsTerminal, stderr};
use std::path::PathBuf;

/// Publish a release: graph, ontology, tables, answers and catalogue in a folder
///
/// The same graph, settings and day give the same bytes. Nothing is written unless it is known who publishes.
#[derive(Args)]
pub(super) struct Publish {
    /// Folder that becomes the release: new, empty, or holding this very release
    #[arg(long, value_name = "DIR")]
    out: PathBuf,
    /// Make a whole site of it, for a host that has nothing but files: pages, data and the release in `releases/`
    #[arg(long)]
    site: bool,
    #[command(flatten)]
    publication: PublicationArgs,
}

impl Publish {
    pub(super) fn run(self) -> Result<Outcome> {
        let settings = self.publication.settings()?;
        let publication = Publication::of_release(&settings)?;
        let summary = if self.site {
            let bar = if stderr().is_terminal() { ProgressBar::new(1) } else { ProgressBar::hidden() };
            let show = |done: usize, all: usize| {
                bar.set_length(all as u64);
                bar.set_position(done as u64);
            };
            let made = freeze::publish(&publication, settings.accessibility_statement, &self.out, &show);
            bar.finish_and_clear();
            made?
        } else {
            publish::publish(&publication, &self.out)?
        };
        let what = if self.site { "site of release" } else { "release" };
        let done = if summary.written { "written to" } else { "already in" };
        let megabytes = summary.bytes / 1_000_000;
        output::say(&format!(
            "{what} {} {done} {}: {}, {megabytes} MB, graph {}",
            publication.release,
            self.out.display(),
            count(summary.files, "file"),
            summary.hash
        ));
        Ok(Outcome::Yes)
    }
}
