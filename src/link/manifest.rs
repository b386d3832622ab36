//! What a snapshot says of itself: where everything came from, when, and what could not be had.

use crate::error::{Error, Result};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::fs::{self, File};
use std::io::Write;
use std::path::{Path, PathBuf};

/// The file's name.
pub const FILE: &str = "manifest.json";
/// The version of the manifest's form.
const FORM: u32 = 1;

/// `manifest.json` of a snapshot.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Manifest {
    /// The version of this form.
    pub form: u32,
    /// The day of the snapshot.
    pub date: String,
    /// What wrote it.
    pub made_by: String,
    /// The files, sorted by name.
    pub files: Vec<Entry>,
}

/// One file of a snapshot.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Entry {
    /// Its name in the folder.
    pub file: String,
    /// What it holds, such as `datasets`, or `import`.
    pub kind: String,
    /// Whether everything that was asked for is in it.
    pub complete: bool,
    /// How many quads.
    pub quads: u64,
    /// Bytes, compressed.
    pub bytes: u64,
    /// SHA-256 of the file as it is, in hexadecimal.
    pub sha256: String,
    /// Resources by class.
    pub resources: BTreeMap<String, u64>,
    /// How many resources the source said it has.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub expected: Option<u64>,
    /// Old IRIs, and how often each was replaced.
    pub renamed: BTreeMap<String, u64>,
    /// Where the quads came from.
    pub sources: Vec<Origin>,
    /// Known mistakes that were met.
    pub warnings: Vec<Warning>,
    /// What could not be had.
    pub failures: Vec<Failure>,
}

/// One document that was read.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Origin {
    /// Which part of the whole, such as `page 3`; empty for a whole file.
    #[serde(skip_serializing_if = "String::is_empty", default)]
    pub part: String,
    /// The address or the file.
    pub source: String,
    /// The day it was read.
    pub retrieved: String,
    /// SHA-256 of its bytes as they came, in hexadecimal.
    pub sha256: String,
    /// How many bytes.
    pub bytes: u64,
    /// How many quads were read from it.
    pub quads: u64,
    /// How many requests it took.
    #[serde(skip_serializing_if = "is_zero", default)]
    pub requests: u32,
    /// What a later request can name to ask whether it changed.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub etag: Option<String>,
    /// When the source says it was changed.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub last_modified: Option<String>,
    /// What went wrong on the way, and was overcome or left out.
    #[serde(skip_serializing_if = "Vec::is_empty", default)]
    pub problems: Vec<String>,
}

/// A known mistake that was met.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Warning {
    /// Its name.
    pub trap: String,
    /// What was done about it, and why.
    pub problem: String,
    /// How often.
    pub times: u64,
    /// Where: the first of them.
    pub places: Vec<String>,
}

/// Something that could not be had.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Failure {
    /// Which part of the whole; empty for a whole file.
    pub part: String,
    /// The address or the file.
    pub source: String,
    /// What is wrong.
    pub problem: String,
}

impl Failure {
    /// In one line.
    pub fn line(&self) -> String {
        let part = if self.part.is_empty() { String::new() } else { format!(" ({})", self.part) };
        format!("{}{part}: {}", self.source, self.problem)
    }
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde asks so")]
fn is_zero(number: &u32) -> bool {
    *number == 0
}

impl Manifest {
    /// The manifest of a new snapshot.
    pub fn new(date: &str) -> Self {
        Self { form: FORM, date: date.to_owned(), made_by: concat!("samstyr ", env!("CARGO_PKG_VERSION")).to_owned(), files: Vec::new() }
    }

    /// Reads the manifest of a folder; nothing when it has none.
    pub fn read(folder: &Path) -> Result<Option<Self>> {
        let path = folder.join(FILE);
        let text = match fs::read_to_string(&path) {
            Ok(text) => text,
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(None),
            Err(source) => return Err(Error::Read { path, source }),
        };
        let invalid = |problem: String| Error::SnapshotInvalid { path: path.clone(), problem };
        let manifest: Self = serde_json::from_str(&text).map_err(|error| invalid(error.to_string()))?;
        if manifest.form != FORM {
            return Err(invalid(format!("its form is {}, and {FORM} is read", manifest.form)));
        }
        // A name that leads out of the folder would let a manifest read what it should not.
        match manifest.files.iter().find(|entry| Path::new(&entry.file).file_name() != Some(entry.file.as_ref())) {
            Some(entry) => Err(invalid(format!("`{}` is not the name of a file in the folder", entry.file))),
            None => Ok(Some(manifest)),
        }
    }

    /// Writes it; the old one stands until the new one is whole.
    pub fn write(&self, folder: &Path) -> Result<()> {
        let path = folder.join(FILE);
        let text = serde_json::to_string_pretty(self).map_err(|error| Error::Store(Box::new(error)))? + "\n";
        replace(&path, text.as_bytes())
    }

    /// Puts an entry in its place; one of the same file goes.
    pub fn put(&mut self, entry: Entry) {
        self.files.retain(|other| other.file != entry.file);
        self.files.push(entry);
        self.files.sort_by(|one, other| one.file.cmp(&other.file));
    }
}

/// Writes a file under another name and renames it when it is whole.
pub(super) fn replace(path: &Path, bytes: &[u8]) -> Result<()> {
    let new = beside(path);
    let unwritable = |source| Error::Write { path: path.to_owned(), source };
    let written = File::create(&new).and_then(|mut file| file.write_all(bytes).and_then(|()| file.sync_all()));
    written.and_then(|()| fs::rename(&new, path)).map_err(|source| {
        let _ = fs::remove_file(&new); // the error that counts is already known
        unwritable(source)
    })
}

/// The name that a file has until it is whole.
pub(super) fn beside(path: &Path) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(format!(".{}.new", std::process::id()));
    name.into()
}
