//! `link import`: RDF files of catalogues and vocabularies into a snapshot.

use super::document::Reading;
use super::manifest::{Entry, Failure, Manifest, Origin};
use super::snapshot::Writer;
use super::sorted::Hashed;
use crate::error::{Error, Result};
use crate::rdf::format::rdf_format_of;
use crate::rdf::iri::hex;
use crate::rdf::pack::Packing;
use crate::rdf::read;
use sha2::Digest;
use std::collections::BTreeSet;
use std::fs::{self, File};
use std::io::{self, BufReader, Read};
use std::path::{Path, PathBuf};

/// What the snapshot calls files that were imported.
const KIND: &str = "import";

/// What is said of a file that is no RDF, and no mistake either, such as an error of a server saved as JSON-LD.
const NOTHING: &str =
    "nothing in it: it has not one statement of RDF; look whether it is empty, or an error message that was saved in place of the data";

/// What is wanted.
#[derive(Debug, Clone)]
pub struct Import<'a> {
    /// Files in any RDF syntax, also compressed.
    pub files: &'a [PathBuf],
    /// The folder of the snapshot; made when it is missing.
    pub folder: &'a Path,
    /// Their day, and that of a new snapshot.
    pub date: &'a str,
    /// Whether the files hold only a part of what they are about, so that what is not in them may be there all the same.
    pub partial: bool,
}

impl Import<'_> {
    /// Reads the files into the snapshot; `watch` may look at the bytes as they are read. What cannot be read is told in the manifest.
    ///
    /// Each file becomes one of the snapshot, and takes the place of what was imported from it before.
    pub fn run(&self, mut watch: impl FnMut(&Path, Box<dyn Read>) -> Box<dyn Read>) -> Result<Vec<Entry>> {
        // What cannot be read is told before anything is written.
        for path in self.files {
            rdf_format_of(&Packing::of(path).1)?;
            read::regular(path)?;
            File::open(path).map_err(|source| Error::Read { path: path.clone(), source })?;
        }
        fs::create_dir_all(self.folder).map_err(|source| Error::Write { path: self.folder.to_owned(), source })?;
        let mut manifest = Manifest::read(self.folder)?.unwrap_or_else(|| Manifest::new(self.date));
        let mut done: Vec<Entry> = Vec::new();
        let mut seen = BTreeSet::new();
        for path in self.files.iter().filter(|path| seen.insert((*path).clone())) {
            let source = path.display().to_string();
            let name = name_of(path, &source, &manifest);
            let entry = self.file(path, &source, &name, &mut watch)?;
            // A file that holds nothing that can be read takes nothing away that was imported before.
            if entry.sources.is_empty() {
                let before = manifest.files.iter_mut().find(|before| before.file == entry.file);
                match before {
                    Some(before) => before.failures.clone_from(&entry.failures),
                    None => drop(fs::remove_file(self.folder.join(&entry.file))),
                }
            } else {
                manifest.put(entry.clone());
            }
            manifest.write(self.folder)?;
            done.push(entry);
        }
        Ok(done)
    }

    fn file(&self, path: &Path, source: &str, name: &str, watch: &mut impl FnMut(&Path, Box<dyn Read>) -> Box<dyn Read>) -> Result<Entry> {
        let entry = Entry { kind: KIND.to_owned(), file: name.to_owned(), complete: true, ..Entry::default() };
        let failed = |problem: String| Failure { part: String::new(), source: source.to_owned(), problem };
        let (packing, inner) = Packing::of(path);
        let format = rdf_format_of(&inner)?;
        let opened = digest(path).map_err(|source| Error::Read { path: path.to_owned(), source }).and_then(|(bytes, sha256)| {
            let reader = watch(path, Box::new(read::bytes(path)?));
            Ok((bytes, sha256, read::text(packing, path, reader)?))
        });
        let (bytes, sha256, reader) = match opened {
            Ok(opened) => opened,
            Err(error) => return Ok(Entry { complete: false, failures: vec![failed(reason(&error))], ..entry }),
        };
        let mut writer = Writer::new(self.folder.join(name), KIND);
        let scope = &sha256[..12];
        let found = Reading { format, base: None, scope }.read(reader, |quad| writer.add(quad))?;
        if found.quads == 0 {
            let told = if found.problems.is_empty() { vec![NOTHING.to_owned()] } else { found.problems };
            return Ok(Entry { complete: false, failures: told.into_iter().map(failed).collect(), ..entry });
        }
        let origin = Origin {
            source: source.to_owned(),
            retrieved: self.date.to_owned(),
            sha256,
            bytes,
            quads: found.quads,
            problems: found.problems.clone(),
            ..Origin::default()
        };
        let failures = found.problems.into_iter().map(failed).collect();
        let complete = origin.problems.is_empty() && !self.partial;
        writer.finish(Entry { complete, failures, sources: vec![origin], ..entry })
    }
}

/// Why a file cannot be read, without its name, which a failure has already.
fn reason(error: &Error) -> String {
    match error {
        Error::RdfSyntax { problem, .. } => problem.clone(),
        Error::Read { source, .. } => format!("cannot be read: {source}"),
        other => other.to_string(),
    }
}

/// How many bytes a file has, and their SHA-256.
fn digest(path: &Path) -> io::Result<(u64, String)> {
    let mut hashed = Hashed::new(io::sink());
    io::copy(&mut BufReader::new(File::open(path)?), &mut hashed)?;
    Ok((hashed.bytes, hex(&hashed.digest.finalize())))
}

/// The name that a file has in the snapshot: its own, and a number when another file has that already.
fn name_of(path: &Path, source: &str, manifest: &Manifest) -> String {
    let inner = Packing::of(path).1;
    let stem: String = inner.file_stem().unwrap_or_default().to_string_lossy().to_lowercase();
    let stem: String = stem.chars().map(|letter| if letter.is_ascii_alphanumeric() { letter } else { '-' }).collect();
    let names = std::iter::once(String::new()).chain((2..).map(|number| format!("-{number}")));
    let mut names = names.map(|number| format!("{KIND}-{stem}{number}.nq.zst"));
    let is_free = |name: &String| match manifest.files.iter().find(|entry| entry.file == *name) {
        Some(taken) => taken.sources.iter().any(|origin| origin.source == source),
        None => true,
    };
    names.find(is_free).unwrap_or_default()
}
