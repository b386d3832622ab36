//! `link fetch`: catalogues and vocabularies into a snapshot, kind by kind and part by part.
//!
//! Every part that came is kept on disk until the kind is whole, so that whatever stops the work loses nothing, and a second
//! run asks only for what is missing.

mod catalogues;
mod get;
mod parts;

use super::client::Client;
use super::kind::{Kind, Place};
use super::manifest::{Entry, Manifest};
use crate::error::{Error, Result};
use parts::Parts;
use std::fs;
use std::path::Path;

/// What is wanted.
pub struct Fetch<'a> {
    /// The kinds.
    pub kinds: &'a [&'static Kind],
    /// The folder of the snapshot; made when it is missing.
    pub folder: &'a Path,
    /// Its day.
    pub date: &'a str,
    /// How many resources a page of SPARQL has.
    pub page: u64,
    /// Whether what is there already is asked for again.
    pub again: bool,
    /// Who asks.
    pub client: &'a Client,
}

/// How far it has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Progress {
    /// What is fetched.
    pub kind: &'static str,
    /// Parts that are done.
    pub done: u64,
    /// All parts.
    pub all: u64,
}

impl Fetch<'_> {
    /// Fetches. What could not be had is told in the manifest; an error is one of this machine.
    pub fn run(&self, watch: &mut dyn FnMut(Progress)) -> Result<Vec<Entry>> {
        fs::create_dir_all(self.folder).map_err(|source| Error::Write { path: self.folder.to_owned(), source })?;
        let mut manifest = Manifest::read(self.folder)?.unwrap_or_else(|| Manifest::new(self.date));
        let mut done = Vec::new();
        for kind in self.kinds {
            let before = manifest.files.iter().find(|entry| entry.kind == kind.name && self.folder.join(&entry.file).is_file());
            let entry = match before {
                Some(before) if before.complete && !self.again => Entry { failures: Vec::new(), ..before.clone() },
                before => self.kind(kind, before, watch)?,
            };
            manifest.put(entry.clone());
            manifest.write(self.folder)?;
            done.push(entry);
        }
        Ok(done)
    }

    fn kind(&self, kind: &'static Kind, before: Option<&Entry>, watch: &mut dyn FnMut(Progress)) -> Result<Entry> {
        let parts = Parts::open(self.folder, kind.name, before)?;
        match kind.place {
            Place::Catalogues { classes, path, recorded } => {
                catalogues::Catalogue { fetch: self, kind, classes, path, recorded, parts }.run(watch)
            }
            Place::Organizations(_) | Place::Reference(_) => self.document(kind, before, parts, watch),
        }
    }
}
