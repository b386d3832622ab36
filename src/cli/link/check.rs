//! `samstyr link check`: do links still lead to what they were made to?

use super::super::args::{OutputArgs, day};
use super::{Outcome, ask, output, place};
use crate::error::{Error, Result, count};
use crate::ingest::sources::{LINKS, Sources};
use crate::link::check::{self, Checked, How, Link, State};
use crate::link::mapping::{Mapping, MappingSet, in_folder};
use crate::link::snapshot::Snapshot;
use crate::sparql::record::check_place;
use crate::sparql::{Row, Rows};
use crate::validity;
use clap::Args;
use indicatif::ProgressBar;
use oxigraph::model::{Literal, NamedNode, Term};
use std::fs;
use std::io::{IsTerminal, stderr};
use std::path::{Path, PathBuf};

/// Find links whose targets are dead, moved, withdrawn or called something else
///
/// Looks in a snapshot, without a network, or asks each target. Only accepted links are looked at. Exit status 0 when all hold that could be looked at, 1 when one
/// does not, 3 when a target did not answer.
#[derive(Args)]
pub(in crate::cli) struct Check {
    /// Mapping sets, in SSSOM/TSV [default: those of data/links here, else the ones built in]
    #[arg(value_name = "FILE")]
    files: Vec<PathBuf>,
    /// Folder of the snapshot [default: the newest in the folder of snapshots]
    #[arg(long, value_name = "DIR", conflicts_with = "online")]
    snapshot: Option<PathBuf>,
    /// Ask each target
    #[arg(long)]
    online: bool,
    /// Keep what was found of each target in this file, such as data/links/checks.tsv, from which `make build` makes data
    #[arg(long, value_name = "FILE")]
    record: Option<PathBuf>,
    /// Day of the record [default: today]
    #[arg(long, value_name = "DATE", value_parser = day, requires = "record")]
    date: Option<String>,
    #[command(flatten)]
    cache: place::CacheArgs,
    #[command(flatten)]
    ask: ask::AskArgs,
    #[command(flatten)]
    output: OutputArgs,
}

impl Check {
    pub(in crate::cli) fn run(self) -> Result<Outcome> {
        self.record.as_deref().map_or(Ok(()), |path| check_place(path, check::RECORD))?;
        let links = links(&self.files)?;
        let (format, online) = (self.output.format(), self.online);
        let (record, day) = (self.record.clone(), self.date.clone());
        let checked = if online {
            self.ask_all(&links)?
        } else {
            let folder = match self.snapshot {
                Some(folder) => folder,
                None => newest(&self.cache.folder()?)?,
            };
            output::note(&format!("looking in `{}`", folder.display()));
            check::offline(&links, &Snapshot::open(&folder)?)?
        };
        let how = if online { How::Online } else { How::Snapshot };
        let kept = match record {
            None => Ok(()),
            Some(path) => check::record(&checked, how, &day.unwrap_or_else(validity::today)).and_then(|record| record.write(&path)),
        };
        output::print_rows(rows(&checked), format)?;
        let with = |name: &str| checked.iter().filter(|one| one.state.name() == name).count();
        let names = ["holds", "dead", "moved", "withdrawn", "relabelled", "unknown"];
        let parts: Vec<String> = names.iter().filter(|name| with(name) > 0).map(|name| format!("{} {name}", with(name))).collect();
        output::note(&format!("{}: {}", count(checked.len(), "link"), parts.join(", ")));
        kept?; // what was found is told before what could not be kept
        if checked.iter().any(|one| one.state.is_rot()) {
            return Ok(Outcome::No);
        }
        let unknown = checked.iter().find(|one| online && matches!(one.state, State::Unknown(_)));
        match unknown {
            Some(one) => Err(Error::Fetch { url: one.link.object.clone(), source: one.state.detail().into() }),
            None => Ok(Outcome::Yes),
        }
    }

    fn ask_all(self, links: &[Link]) -> Result<Vec<Checked>> {
        // Among one's own files: a name in a folder that others write to could be taken.
        let folder = self.cache.folder()?;
        fs::create_dir_all(&folder).map_err(|source| Error::Write { path: folder.clone(), source })?;
        let spool = folder.join(format!("check-{}", std::process::id()));
        let client = self.ask.client()?;
        let bar = if stderr().is_terminal() { ProgressBar::new(links.len() as u64) } else { ProgressBar::hidden() };
        let checked = check::online(links, &client, &spool, &mut |done, all| {
            bar.set_length(all as u64);
            bar.set_position(done as u64);
        });
        bar.finish_and_clear();
        let _ = fs::remove_file(spool); // there is none when nobody answered
        checked
    }
}

/// The accepted links of some files; without any, those of `data/links` here, else the ones built in.
fn links(files: &[PathBuf]) -> Result<Vec<Link>> {
    let here = Path::new(LINKS);
    let sets: Vec<(MappingSet, PathBuf)> = if !files.is_empty() {
        read_sets(files)?
    } else if here.is_dir() {
        read_sets(&in_folder(here)?)?
    } else {
        let built_in = Sources::built_in()?.links.into_iter();
        built_in.map(|file| Ok((MappingSet::parse(&file.path, &file.text)?, file.path))).collect::<Result<_>>()?
    };
    let of_set = |(set, path): &(MappingSet, PathBuf)| -> Vec<Link> {
        let link = |mapping: &Mapping| Link {
            file: path.display().to_string(),
            subject: mapping.subject.as_str().to_owned(),
            predicate: mapping.predicate.as_str().to_owned(),
            object: mapping.object.as_str().to_owned(),
            label: mapping.object_label.clone(),
        };
        set.accepted().map(link).collect()
    };
    Ok(sets.iter().flat_map(of_set).collect())
}

fn read_sets(files: &[PathBuf]) -> Result<Vec<(MappingSet, PathBuf)>> {
    files.iter().map(|path| Ok((MappingSet::read(path)?, path.clone()))).collect()
}

/// The newest snapshot: folders are called after their day.
fn newest(folder: &Path) -> Result<PathBuf> {
    let entries = fs::read_dir(folder).map(|entries| entries.filter_map(|entry| entry.ok().map(|entry| entry.path())).collect());
    let mut folders: Vec<PathBuf> = entries.unwrap_or_default();
    folders.retain(|path| path.join(crate::link::manifest::FILE).is_file());
    folders.into_iter().max().ok_or_else(|| Error::SnapshotInvalid { path: folder.to_owned(), problem: "it holds no snapshot".to_owned() })
}

/// Every link that does not plainly hold.
fn rows(checked: &[Checked]) -> Rows<'static> {
    let text = |text: &str| Some(Term::from(Literal::from(text)));
    let node = |iri: &str| Some(Term::from(NamedNode::new_unchecked(iri)));
    let row = |Checked { link, state, .. }: &Checked| -> Row {
        let label = link.label.as_deref().and_then(text);
        vec![
            text(state.name()),
            node(&link.object),
            label,
            text(state.detail()),
            node(&link.subject),
            node(&link.predicate),
            text(&link.file),
        ]
    };
    let columns = ["state", "target", "label", "detail", "subject", "predicate", "file"];
    Rows::of(&columns, checked.iter().filter(|one| one.state != State::Holds).map(row).collect())
}
