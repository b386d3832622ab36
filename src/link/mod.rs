//! Our things and those of data.norge.no's catalogues: what may be the same, why, and what a person decided.

pub mod evaluate;
pub mod index;
pub mod mapping;
pub mod propose;
pub mod record;
pub mod score;
pub mod settings;
pub mod subjects;
pub mod text;
pub mod thesaurus;

use crate::convert;
use crate::error::{Error, Result};
use record::{Reader, Record};
use settings::Settings;
use std::fs;
use std::path::{Path, PathBuf};

/// The targets that some files hold, sorted by IRI; the files are read one by one.
pub fn targets(files: &[PathBuf], settings: &Settings) -> Result<Vec<Record>> {
    let mut reader = Reader::new(settings);
    for file in files {
        convert::read(file, &mut |quad| reader.take(&quad))?;
    }
    Ok(reader.finish())
}

/// The RDF files in a folder, sorted by name.
pub fn rdf_files(folder: &Path) -> Result<Vec<PathBuf>> {
    let unreadable = |source| Error::Read { path: folder.to_owned(), source };
    let entries = fs::read_dir(folder).map_err(unreadable)?;
    let mut files: Vec<PathBuf> =
        entries.map(|entry| entry.map(|entry| entry.path())).collect::<std::io::Result<_>>().map_err(unreadable)?;
    files.retain(|file| convert::End::new(file, None).is_ok());
    files.sort();
    Ok(files)
}
