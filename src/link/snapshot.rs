//! A snapshot: a folder with what catalogues said on a day, as sorted compressed N-Quads, and its manifest.

use super::clean::Cleaner;
use super::manifest::{Entry, Manifest};
use super::sorted::{Sorter, Written};
use crate::error::{Error, Result};
use crate::rdf::iri::Base;
use crate::rdf::read;
use oxigraph::io::RdfParser;
use oxigraph::model::{GraphName, NamedNode, Quad};
use std::fs;
use std::path::{Path, PathBuf};

/// A snapshot that is read.
#[derive(Debug, Clone)]
pub struct Snapshot {
    folder: PathBuf,
    manifest: Manifest,
}

impl Snapshot {
    /// Opens a folder with a manifest; every file that it names must be there.
    pub fn open(folder: &Path) -> Result<Self> {
        let Some(manifest) = Manifest::read(folder)? else {
            return Err(Error::SnapshotInvalid { path: folder.to_owned(), problem: "it has no manifest.json".to_owned() });
        };
        let snapshot = Self { folder: folder.to_owned(), manifest };
        for path in snapshot.files() {
            if let Err(source) = fs::metadata(&path) {
                return Err(Error::Read { path, source });
            }
        }
        Ok(snapshot)
    }

    /// What it says of itself.
    pub fn manifest(&self) -> &Manifest {
        &self.manifest
    }

    /// Its files, which every command reads with `--data`.
    pub fn files(&self) -> Vec<PathBuf> {
        self.manifest.files.iter().map(|entry| self.folder.join(&entry.file)).collect()
    }

    /// The file of a kind, such as `datasets`.
    pub fn file(&self, kind: &str) -> Option<PathBuf> {
        self.manifest.files.iter().find(|entry| entry.kind == kind).map(|entry| self.folder.join(&entry.file))
    }

    /// All quads, file after file, as they are read.
    pub fn quads(&self) -> impl Iterator<Item = Result<Quad>> {
        self.files().into_iter().flat_map(|path| match quads_of(&path) {
            Ok(quads) => quads,
            Err(error) => Box::new(std::iter::once(Err(error))) as Box<dyn Iterator<Item = Result<Quad>>>,
        })
    }
}

/// The quads of one file, as they are read.
pub fn quads_of(path: &Path) -> Result<Box<dyn Iterator<Item = Result<Quad>>>> {
    let (format, reader) = read::open(path)?;
    let path = path.to_owned();
    let invalid = move |error: oxigraph::io::RdfParseError| Error::RdfSyntax { path: path.clone(), problem: error.to_string() };
    Ok(Box::new(RdfParser::from_format(format).for_reader(reader).map(move |quad| quad.map_err(&invalid))))
}

/// One file of a snapshot that is being written.
pub(super) struct Writer {
    target: PathBuf,
    graph: GraphName,
    sorter: Sorter,
    pub cleaner: Cleaner,
}

impl Writer {
    /// Triples without a graph get that of the kind: `{base}graph/snapshot/{kind}`.
    pub fn new(target: PathBuf, kind: &str) -> Self {
        let graph: NamedNode = Base::default().graph(&format!("snapshot/{kind}"));
        Self { sorter: Sorter::new(&target), target, graph: graph.into(), cleaner: Cleaner::default() }
    }

    /// Takes a quad as a catalogue says it.
    pub fn add(&mut self, mut quad: Quad) -> Result<()> {
        if quad.graph_name.is_default_graph() {
            quad.graph_name = self.graph.clone();
        }
        match self.cleaner.clean(quad) {
            Some(quad) => self.sorter.add(&format!("{quad} .")),
            None => Ok(()),
        }
    }

    /// Writes the file, and what there is to say of it.
    pub fn finish(self, entry: Entry) -> Result<Entry> {
        let Written { quads, bytes, sha256, resources } = self.sorter.finish(&self.target)?;
        let (renamed, warnings) = (self.cleaner.renamed.clone(), self.cleaner.warnings());
        let file = self.target.file_name().map_or_else(String::new, |name| name.to_string_lossy().into_owned());
        Ok(Entry { file, quads, bytes, sha256, resources, renamed, warnings, ..entry })
    }
}
