//! A folder that is whole or not there: written beside, with its sums, and renamed when it is done.

use crate::error::{Error, Result};
use crate::rdf::iri::hex;
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

/// Where the sums of all the other files stand, as `sha256sum --check` reads them.
const SUMS: &str = "SHA256SUMS";

/// Files by their path in the folder.
pub type Files = BTreeMap<String, Vec<u8>>;

/// Adds the sums of all files.
pub fn add_sums(files: &mut Files) {
    let sums: String = files.iter().map(|(path, bytes)| format!("{}  {path}\n", hex(&Sha256::digest(bytes)))).collect();
    files.insert(SUMS.to_owned(), sums.into_bytes());
}

/// The folder's own name: its files are written beside it first, so `.`, `..` and `/` will not do.
pub fn named(folder: &Path) -> Result<String> {
    let name = folder.file_name().map(|name| name.to_string_lossy().into_owned());
    name.ok_or_else(|| Error::RequestInvalid {
        problem: format!("`{}` is not the name of a folder", folder.display()),
        hint: "name a folder that is new or empty, such as releases/2026.1",
    })
}

/// Puts the files in place; false when the very same are there already. Anything else that is there is left alone, and is an error.
pub fn place(files: &Files, folder: &Path) -> Result<bool> {
    if is_taken(folder)? {
        return if holds(files, folder) { Ok(false) } else { Err(Error::FolderTaken { path: folder.to_owned() }) };
    }
    let name = named(folder)?;
    let new = folder.with_file_name(format!(".{name}.{}.new", std::process::id()));
    if new.exists() {
        // What a run that was cut off has left under the same number.
        fs::remove_dir_all(&new).map_err(|source| Error::Write { path: new.clone(), source })?;
    }
    let placed = write(files, &new).and_then(|()| {
        if folder.is_dir() {
            fs::remove_dir(folder).map_err(|source| Error::Write { path: folder.to_owned(), source })?;
        }
        fs::rename(&new, folder).map_err(|source| Error::Write { path: folder.to_owned(), source })
    });
    if placed.is_err() {
        let _ = fs::remove_dir_all(&new); // the error that counts is already known
    }
    placed.map(|()| true)
}

fn is_taken(folder: &Path) -> Result<bool> {
    match fs::read_dir(folder) {
        Ok(mut entries) => Ok(entries.next().is_some()),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(false),
        Err(source) => Err(Error::Read { path: folder.to_owned(), source }),
    }
}

fn holds(files: &Files, folder: &Path) -> bool {
    files.iter().all(|(path, bytes)| fs::read(folder.join(path)).is_ok_and(|found| found == *bytes))
}

fn write(files: &Files, folder: &Path) -> Result<()> {
    let unwritable = |path: &Path, source| Error::Write { path: path.to_owned(), source };
    fs::create_dir_all(folder).map_err(|source| unwritable(folder, source))?;
    for (path, bytes) in files {
        let path: PathBuf = folder.join(path);
        if let Some(parent) = path.parent() {
            fs::create_dir_all(parent).map_err(|source| unwritable(parent, source))?;
        }
        fs::write(&path, bytes).map_err(|source| unwritable(&path, source))?;
        fs::File::open(&path).and_then(|file| file.sync_all()).map_err(|source| unwritable(&path, source))?;
    }
    Ok(())
}
