//! The files of mapping sets: each is called after its target.

use crate::error::{Error, Result};
use std::fs;
use std::path::{Path, PathBuf};

/// How the name of a mapping set's file ends.
pub const EXTENSION: &str = ".sssom.tsv";

/// The target that a file of mappings is about, by its name.
pub fn target_of(path: &Path) -> Option<String> {
    path.file_name()?.to_str()?.strip_suffix(EXTENSION).map(str::to_owned)
}

/// The mapping sets in a folder, sorted by name.
pub fn in_folder(folder: &Path) -> Result<Vec<PathBuf>> {
    let unreadable = |source| Error::Read { path: folder.to_owned(), source };
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).map_err(unreadable)? {
        found.push(entry.map_err(unreadable)?.path());
    }
    found.retain(|path| target_of(path).is_some());
    found.sort();
    Ok(found)
}
