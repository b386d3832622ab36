//! Where snapshots are, and what is said when one was written.

use super::super::args::day;
use super::output;
use crate::error::{Error, Result, count};
use crate::link::manifest::{Entry, Failure};
use crate::rdf::format::Format;
use crate::sparql::{Row, Rows};
use crate::validity::today;
use clap::Args;
use oxigraph::model::{Literal, Term};
use std::path::{Path, PathBuf};

/// The folder and the day of a snapshot.
#[derive(Args)]
pub(super) struct PlaceArgs {
    /// Folder of the snapshot [default: samstyr/snapshots/DATE in the cache folder]
    #[arg(long, value_name = "DIR")]
    out: Option<PathBuf>,
    /// Day of the snapshot, such as 2026-11-22 [default: today]
    #[arg(long, value_name = "DATE", value_parser = day)]
    date: Option<String>,
    #[command(flatten)]
    cache: CacheArgs,
}

/// Where the cache folder is.
#[derive(Args)]
pub(super) struct CacheArgs {
    /// Folder that snapshots are kept in [default: samstyr/snapshots in the cache folder]
    #[arg(long, value_name = "DIR", env = "SAMSTYR_SNAPSHOTS")]
    snapshots: Option<PathBuf>,
    /// What the desktop calls the cache folder
    #[arg(long, hide = true, env = "XDG_CACHE_HOME")]
    xdg_cache_home: Option<PathBuf>,
}

impl CacheArgs {
    /// The folder that holds a snapshot for each day.
    pub(super) fn folder(&self) -> Result<PathBuf> {
        // The base directory specification: a relative path is not one.
        let xdg = || self.xdg_cache_home.clone().filter(|path| path.is_absolute());
        let cache = || xdg().or_else(|| std::env::home_dir().map(|home| home.join(".cache")));
        let folder = self.snapshots.clone().or_else(|| cache().map(|cache| cache.join("samstyr/snapshots")));
        folder.ok_or(Error::RequestInvalid {
            problem: "nobody says where the cache folder is".to_owned(),
            hint: "give `--out DIR`, or set XDG_CACHE_HOME or HOME",
        })
    }
}

impl PlaceArgs {
    /// The folder, and the day.
    pub(super) fn place(&self) -> Result<(PathBuf, String)> {
        let date = self.date.clone().unwrap_or_else(today);
        let folder = match &self.out {
            Some(folder) => folder.clone(),
            None => self.cache.folder()?.join(&date),
        };
        Ok((folder, date))
    }
}

/// Prints what a snapshot got, says what is known to be wrong with it, and fails when something is missing.
pub(super) fn report(folder: &Path, entries: &[Entry], format: Option<Format>) -> Result<()> {
    output::print_rows(rows(entries), format)?;
    for entry in entries {
        let renamed: u64 = entry.renamed.values().sum();
        if renamed > 0 {
            output::note(&format!("{}: {} written as now", entry.file, count_of(renamed, "old IRI")));
        }
        for warning in &entry.warnings {
            let more = if warning.times > warning.places.len() as u64 { " and more" } else { "" };
            output::note(&format!("{}: {} ({}): {}{more}", entry.file, warning.problem, warning.times, warning.places.join("; ")));
        }
    }
    output::note(&format!("the snapshot is in `{}`; `--data` reads its files", folder.display()));
    let failures: Vec<String> = entries.iter().flat_map(|entry| &entry.failures).map(Failure::line).collect();
    if failures.is_empty() { Ok(()) } else { Err(Error::SnapshotIncomplete { folder: folder.to_owned(), failures }) }
}

fn rows(entries: &[Entry]) -> Rows<'static> {
    let text = |text: &str| Some(Term::from(Literal::from(text)));
    let number = |number: u64| Some(Term::from(Literal::from(number)));
    let row = |entry: &Entry| -> Row {
        vec![
            text(&entry.file),
            text(&entry.kind),
            Some(Literal::from(entry.complete).into()),
            number(entry.quads),
            number(entry.resources.values().sum()),
            number(entry.warnings.iter().map(|warning| warning.times).sum()),
            number(entry.failures.len() as u64),
        ]
    };
    let columns = ["file", "kind", "complete", "quads", "resources", "warnings", "failures"];
    Rows::of(&columns, entries.iter().map(row).collect())
}

/// "1 old IRI", "2 old IRIs".
fn count_of(number: u64, noun: &str) -> String {
    count(usize::try_from(number).unwrap_or(usize::MAX), noun)
}
