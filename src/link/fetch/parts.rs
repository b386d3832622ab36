//! The parts of a kind: each a sorted file with its own entry, kept until the kind is whole.

use super::super::manifest::{Entry, Failure, Warning, replace};
use super::super::snapshot::Writer;
use super::super::sorted::{Sorter, Written};
use crate::error::{Error, Result};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

/// The folder of parts within that of the snapshot; it is gone when the snapshot is whole.
const FOLDER: &str = "parts";
/// Most places that a warning of the whole names.
const MOST_PLACES: usize = 10;

/// A part that came.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(super) struct Part {
    /// Which plan it is part of: another count or another size of pages is another plan.
    pub plan: String,
    /// What it holds.
    pub entry: Entry,
}

/// The parts of a kind.
pub(super) struct Parts {
    snapshot: PathBuf,
    folder: PathBuf,
    kind: &'static str,
    came: BTreeMap<u64, Part>,
    /// What the snapshot holds of the kind, when that is whole.
    before: Option<Entry>,
}

impl Parts {
    /// Those that an earlier run has left.
    pub fn open(snapshot: &Path, kind: &'static str, before: Option<&Entry>) -> Result<Self> {
        let before = before.filter(|before| before.complete).cloned();
        let folder = snapshot.join(FOLDER).join(kind);
        fs::create_dir_all(&folder).map_err(|source| Error::Write { path: folder.clone(), source })?;
        let mut parts = Self { snapshot: snapshot.to_owned(), folder, kind, came: BTreeMap::new(), before };
        let unreadable = |source| Error::Read { path: parts.folder.clone(), source };
        for entry in fs::read_dir(&parts.folder).map_err(unreadable)? {
            let path = entry.map_err(unreadable)?.path();
            let number = path.file_stem().and_then(|stem| stem.to_str()?.parse().ok());
            if let (Some(number), true) = (number, path.extension().is_some_and(|extension| extension == "json")) {
                // One that cannot be read is one that did not come.
                let part = fs::read_to_string(&path).ok().and_then(|text| serde_json::from_str::<Part>(&text).ok());
                parts.came.extend(part.filter(|_| parts.file(number).is_file()).map(|part| (number, part)));
            }
        }
        Ok(parts)
    }

    /// Whether a part of this plan came whole.
    pub fn has(&self, number: u64, plan: &str) -> bool {
        self.came.get(&number).is_some_and(|part| part.plan == plan && part.entry.failures.is_empty())
    }

    /// Where the bytes of a part go as they come.
    pub fn spool(&self) -> PathBuf {
        self.folder.join("answer")
    }

    /// A writer for a part.
    pub fn writer(&self, number: u64) -> Writer {
        Writer::new(self.file(number).with_extension("coming"), self.kind)
    }

    /// Keeps a part, unless it is less than what came before.
    pub fn put(&mut self, number: u64, plan: &str, writer: Writer, entry: Entry) -> Result<()> {
        let whole = entry.failures.is_empty();
        let entry = writer.finish(entry)?;
        let coming = self.file(number).with_extension("coming");
        let more = self.came.get(&number).is_none_or(|before| entry.quads >= before.entry.quads);
        if !whole && !more {
            return fs::remove_file(&coming).map_err(|source| Error::Write { path: coming, source });
        }
        let part = Part { plan: plan.to_owned(), entry };
        let text = serde_json::to_string(&part).map_err(|error| Error::Store(Box::new(error)))?;
        let file = self.file(number);
        fs::rename(&coming, &file).map_err(|source| Error::Write { path: file, source })?;
        replace(&self.folder.join(format!("{number}.json")), text.as_bytes())?;
        self.came.insert(number, part);
        Ok(())
    }

    /// Makes one file of all parts, and forgets them when nothing failed. What was whole before gives way only to what is whole.
    pub fn finish(mut self, plan: &str, all: u64, expected: Option<u64>, failures: Vec<Failure>) -> Result<Entry> {
        let whole = failures.is_empty() && (0..all).all(|number| self.has(number, plan));
        if let (false, Some(before)) = (whole, self.before.take()) {
            return Ok(Entry { failures, ..before });
        }
        if whole {
            self.came.retain(|number, part| *number < all && part.plan == plan);
        }
        let file = format!("{}.nq.zst", self.kind);
        let target = self.snapshot.join(&file);
        let mut sorter = Sorter::new(&target);
        let mut entry = Entry { file, kind: self.kind.to_owned(), complete: whole, expected, failures, ..Entry::default() };
        for (number, part) in &self.came {
            sorter.add_run(self.file(*number));
            gather(&mut entry, &part.entry);
        }
        let Written { quads, bytes, sha256, resources } = sorter.finish(&target)?;
        if whole {
            fs::remove_dir_all(&self.folder).map_err(|source| Error::Write { path: self.folder.clone(), source })?;
            let _ = fs::remove_dir(self.snapshot.join(FOLDER)); // other kinds may still have parts
        }
        Ok(Entry { quads, bytes, sha256, resources, ..entry })
    }

    fn file(&self, number: u64) -> PathBuf {
        self.folder.join(format!("{number}.nq.zst"))
    }
}

/// Adds what there is to say of a part.
fn gather(entry: &mut Entry, part: &Entry) {
    entry.sources.extend(part.sources.iter().cloned());
    for (old, times) in &part.renamed {
        *entry.renamed.entry(old.clone()).or_default() += times;
    }
    for warning in &part.warnings {
        match entry.warnings.iter_mut().find(|other| other.trap == warning.trap) {
            None => entry.warnings.push(warning.clone()),
            Some(other) => add(other, warning),
        }
    }
}

fn add(warning: &mut Warning, more: &Warning) {
    warning.times += more.times;
    let room = MOST_PLACES.saturating_sub(warning.places.len());
    let new: Vec<String> = more.places.iter().filter(|place| !warning.places.contains(place)).take(room).cloned().collect();
    warning.places.extend(new);
}
