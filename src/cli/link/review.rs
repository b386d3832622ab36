//! `samstyr link review`: candidates to decisions.

use super::super::args::day;
use super::{Outcome, output};
use crate::error::{Error, Result};
use crate::ingest::sources::LINKS;
use crate::link::desk::Desk;
use crate::link::mapping::{CATEGORY, MappingSet, target_of};
use crate::link::propose::Zone;
use crate::link::record::Record;
use crate::link::review::{Person, Tally, review};
use crate::link::settings::Settings;
use crate::link::snapshot::Snapshot;
use crate::link::wanted::{Order, Wanted};
use crate::rdf::term::text_in;
use crate::rdf::vocab::dct;
use crate::store::Store;
use crate::{link, validity};
use clap::Args;
use clap::builder::{PossibleValuesParser, TypedValueParser};
use oxigraph::model::NamedNode;
use oxigraph::model::vocab::rdf;
use std::collections::{HashMap, HashSet};
use std::fs::File;
use std::io::{BufRead, BufReader, Read, stdin};
use std::path::{Path, PathBuf};

/// Decide on candidates, one by one
///
/// Shows each pair with the reasons for it and asks: accept, refuse, accept with another relation, comment, skip, undo or quit. A refusal asks why, and takes nothing for an answer. Every decision is saved
/// at once, so that quitting, also with Ctrl+C, loses nothing, and a pair is asked about once: what was refused never comes back, what was accepted comes
/// back when its target has got another name or version. Answers may be piped.
#[derive(Args)]
pub(in crate::cli) struct Review {
    /// File of candidates in SSSOM/TSV, as `link propose --out` writes them; - reads them from stdin and the answers from the terminal
    #[arg(value_name = "FILE")]
    file: PathBuf,
    /// Folder of the mapping sets; the folder that it is in must be there
    #[arg(long, value_name = "DIR", default_value = LINKS)]
    into: PathBuf,
    /// The mapping set that decisions go into [default: that of the kind of target, else as the file is called, without .sssom.tsv]
    #[arg(long, value_name = "NAME")]
    target: Option<String>,
    /// Who decides
    #[arg(long, value_name = "NAME", env = "SAMSTYR_AUTHOR", value_parser = author)]
    author: String,
    /// Day of the decisions [default: today]
    #[arg(long, value_name = "DATE", value_parser = day)]
    date: Option<String>,
    /// Only candidates of these zones: accept, review
    #[arg(long, value_name = "ZONE", value_parser = Zone::NAMES, value_delimiter = ',')]
    zone: Vec<String>,
    /// Only candidates for our things of these kinds, as they stand in their IRIs, such as life-event, measure, org
    #[arg(long, value_name = "KIND", value_delimiter = ',')]
    kind: Vec<String>,
    /// Only candidates whose decisions go into these mapping sets, such as los, datasets
    #[arg(long, value_name = "NAME", value_delimiter = ',')]
    set: Vec<String>,
    /// thing: thing by thing, the likeliest first; score: the likeliest of all first
    #[arg(long, value_name = "ORDER", default_value = "thing", value_parser = PossibleValuesParser::new(["thing", "score"])
        .map(|name| if name == "score" { Order::Score } else { Order::Thing }))]
    order: Order,
    /// Stop after this many
    #[arg(long, value_name = "N")]
    limit: Option<usize>,
    /// Folder of the snapshot that the candidates are from: what it says of each target is shown
    #[arg(long, value_name = "DIR")]
    snapshot: Vec<PathBuf>,
}

impl Review {
    pub(in crate::cli) fn run(self) -> Result<Outcome> {
        has_parent(&self.into)?;
        let is_new = !self.into.is_dir();
        let piped = self.file.as_os_str() == "-";
        let mut candidates = if piped { read_stdin()? } else { MappingSet::read(&self.file)? };
        let settings = Settings::built_in()?;
        categorise(&mut candidates, &settings);
        let targets = targets(&self.snapshot, &candidates, &settings)?;
        let stem = || self.file.file_stem().unwrap_or_default().to_string_lossy().into_owned();
        let otherwise = (!piped).then(|| target_of(&self.file).unwrap_or_else(stem));
        let desk = Desk {
            folder: self.into,
            target: self.target,
            otherwise,
            author: self.author,
            date: self.date.unwrap_or_else(validity::today),
        };
        let wanted = Wanted { zones: self.zone, kinds: self.kind, sets: self.set, order: self.order, limit: self.limit };
        let store = Store::built_in()?;
        let mut answers: Box<dyn BufRead> = if piped { Box::new(BufReader::new(terminal()?)) } else { Box::new(stdin().lock()) };
        let mut person = Person {
            answers: &mut *answers,
            show: &mut |text| output::say(text),
            describe: &|thing| describe(&store, thing),
            describe_target: &|target| targets.get(target.as_str()).and_then(about),
        };
        let tally = review(&candidates, &desk, &settings, &wanted, &mut person)?;
        tell(&tally, &desk.folder);
        if is_new && desk.folder.is_dir() {
            output::note(&format!("the folder `{}` is new", desk.folder.display()));
        }
        Ok(Outcome::Yes)
    }
}

/// The name of a person, as it is typed and kept in a row of a table.
fn author(text: &str) -> std::result::Result<String, String> {
    let name = text.trim();
    if name.is_empty() {
        return Err("say who decides, such as `Kari Nordmann`".to_owned());
    }
    if name.chars().any(char::is_control) {
        return Err("a name has no tabs, line breaks or other control characters in it".to_owned());
    }
    Ok(name.to_owned())
}

/// A mistyped folder would be made, and what is decided would be looked for elsewhere.
fn has_parent(folder: &Path) -> Result<()> {
    let parent = folder.parent().filter(|parent| !parent.as_os_str().is_empty());
    let missing = parent.filter(|parent| !folder.is_dir() && !parent.is_dir());
    missing.map_or(Ok(()), |parent| {
        Err(Error::RequestInvalid {
            problem: format!("`{}` is not there, and neither is `{}`", folder.display(), parent.display()),
            hint: "go to the folder with `data/links`, or name with `--into` a folder that is there, or one to be made within another",
        })
    })
}

/// `link propose` says of what kind a target is; of a file from elsewhere, only an IRI may tell.
fn categorise(candidates: &mut MappingSet, settings: &Settings) {
    for candidate in candidates.mappings.iter_mut().filter(|candidate| candidate.category.is_none()) {
        candidate.category = settings.targets.category(candidate.object.as_str(), &[]).map(NamedNode::new_unchecked);
        if candidate.category.is_some() {
            candidate.other.remove(CATEGORY);
        }
    }
}

fn tell(tally: &Tally, folder: &Path) {
    let others = if tally.others > 0 { format!(", {} not asked for", tally.others) } else { String::new() };
    output::say(&format!(
        "{} accepted, {} refused, {} skipped, {} left; {} already decided{others}",
        tally.accepted, tally.refused, tally.skipped, tally.left, tally.decided
    ));
    for set in &tally.new_sets {
        output::note(&format!(
            "the mapping set `{set}` in `{}` is new: before `samstyr build`, give it a name as `mapping-set/{set}` in data/reference/links.toml, \
             and say above its table in `object_source` what its targets are of",
            folder.display()
        ));
    }
}

/// What this program's graph says of one of our things.
fn describe(store: &Store, thing: &NamedNode) -> Option<String> {
    let of = |property| store.objects(thing, property).unwrap_or_default();
    if of(rdf::TYPE).is_empty() {
        return Some("no such thing is in the graph of this program: it may be of another version".to_owned());
    }
    text_in(&of(dct::DESCRIPTION), "nb")
}

/// The targets of the candidates, by their IRIs, as the snapshots have them.
fn targets(snapshots: &[PathBuf], candidates: &MappingSet, settings: &Settings) -> Result<HashMap<String, Record>> {
    let mut files = Vec::new();
    for folder in snapshots {
        files.extend(Snapshot::open(folder)?.files());
    }
    let wanted: HashSet<&str> = candidates.mappings.iter().map(|mapping| mapping.object.as_str()).collect();
    let found = link::targets(&files, settings)?.records.into_iter().filter(|record| wanted.contains(&*record.iri));
    Ok(found.map(|record| (record.iri.to_string(), record)).collect())
}

/// What a target says of itself.
fn about(record: &Record) -> Option<String> {
    let mut parts: Vec<String> = record.texts.first().map(|(_, text)| text.clone()).into_iter().collect();
    let above: Vec<String> = record.broader.iter().take(3).map(|name| format!("«{}»", name.text)).collect();
    if !above.is_empty() {
        parts.push(format!("below {}", above.join(", ")));
    }
    parts.extend(record.publisher.iter().map(|number| format!("published by {number}")));
    parts.extend(record.ended.iter().map(|ended| format!("no longer to be used ({})", ended.short())));
    (!parts.is_empty()).then(|| parts.join(" · "))
}

fn read_stdin() -> Result<MappingSet> {
    let path = Path::new("-");
    let mut text = String::new();
    stdin().read_to_string(&mut text).map_err(|source| Error::Read { path: path.to_owned(), source })?;
    MappingSet::parse(path, &text)
}

/// The terminal of whoever runs the program.
fn terminal() -> Result<File> {
    File::open("/dev/tty").map_err(|source| Error::RequestInvalid {
        problem: format!("there is no terminal to answer on ({source}), and the candidates come from stdin"),
        hint: "give the candidates as a file, and the answers on stdin",
    })
}
