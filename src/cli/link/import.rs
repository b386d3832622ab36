//! `samstyr link import`: RDF files into a snapshot.

use super::super::args::OutputArgs;
use super::super::convert::watched;
use super::{Outcome, place};
use crate::error::Result;
use crate::link::import;
use clap::Args;
use std::path::PathBuf;

/// Read RDF files of catalogues and vocabularies into a dated snapshot
///
/// DCAT-AP-NO, CPSV-AP-NO, SKOS-AP-NO, organisations, reference data: any RDF syntax, also with .gz or .zst behind the name. Each file becomes sorted
/// N-Quads, compressed with zstd, and manifest.json tells where it came from. Old IRIs are written as now and known mistakes are dropped. What
/// stands around a mistake in the syntax is kept; the exit status is then 3.
#[derive(Args)]
pub(in crate::cli) struct Import {
    /// Files to read
    #[arg(value_name = "FILE", required = true, num_args = 1..)]
    files: Vec<PathBuf>,
    /// The files hold only a part of their catalogues: what is not in them is unknown to `link check`, not dead
    #[arg(long)]
    partial: bool,
    #[command(flatten)]
    place: place::PlaceArgs,
    #[command(flatten)]
    output: OutputArgs,
}

impl Import {
    pub(in crate::cli) fn run(self) -> Result<Outcome> {
        let (folder, date) = self.place.place()?;
        let wanted = import::Import { files: &self.files, folder: &folder, date: &date, partial: self.partial };
        let entries = wanted.run(|path, reader| watched(path, reader))?;
        place::report(&folder, &entries, self.output.format())?;
        Ok(Outcome::Yes)
    }
}
