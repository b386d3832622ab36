//! Where a catalogue comes from: files, folders and addresses, as bytes with what was said of them.

use super::lines::{Parsed, Stop};
use super::media::{self, Reading};
use super::naming::Labels;
use crate::error::{Error, Result};
use crate::net::{self, Body, Limits, Policy, Reply};
use crate::rdf::format::rdf_format_of;
use crate::rdf::{head, read};
use oxigraph::model::NamedNode;
use std::fs::{self, File};
use std::io::Read;
use std::path::{Path, PathBuf};
use std::time::Duration;
use url::Url;

/// Most bytes that the harvester takes.
pub(super) const MAX_BYTES: u64 = 75 * 1024 * 1024;
/// How long the harvester waits.
pub const PATIENCE: Duration = Duration::from_secs(600);
/// What the files of a folder must be called to be read; .json, .xml and .txt may be anything.
const EXTENSIONS: &[&str] = &["jsonld", "n3", "nq", "nt", "rdf", "rj", "trig", "trix", "ttl"];
const ACCEPT: &str = "text/turtle, application/rdf+xml;q=0.9, application/ld+json;q=0.8, application/n-triples;q=0.7, */*;q=0.1";

/// One document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Source {
    /// A file.
    File(PathBuf),
    /// An address.
    Address(Url),
}

/// How addresses are asked.
#[derive(Debug, Clone)]
pub struct Asking {
    /// Which may be asked.
    pub policy: Policy,
    /// How long an answer may take.
    pub patience: Duration,
    /// The media type that the source is registered with, if it is known.
    pub media_type: Option<String>,
}

/// A document before it is read.
#[derive(Debug)]
pub(super) struct Fetched {
    pub name: String,
    pub iri: NamedNode,
    /// How it is to be read.
    pub reading: Reading,
    /// What its format is called.
    pub format_name: String,
    pub body: Body,
    /// What an address answered.
    pub reply: Option<Reply>,
}

impl Source {
    /// The documents that an argument means: an address, a file, or every RDF file below a folder.
    pub fn all(argument: &str) -> Result<Vec<Self>> {
        let scheme = argument.split_once(':').map(|(scheme, _)| scheme.to_lowercase());
        if argument.contains("://") || matches!(scheme.as_deref(), Some("http" | "https")) {
            let invalid = |error| Error::RequestInvalid {
                problem: format!("`{}` is not an address: {error}", net::shown(argument)),
                hint: "give a file, a folder or an address such as `https://example.no/catalog.ttl`",
            };
            return Ok(vec![Self::Address(Url::parse(argument).map_err(invalid)?)]);
        }
        let path = Path::new(argument);
        let mut files = Vec::new();
        if path.is_dir() {
            collect(path, &mut files)?;
            files.sort();
            if files.is_empty() {
                return Err(Error::RequestInvalid {
                    problem: format!("there is no RDF file in `{}`", path.display()),
                    hint: "their names end in .ttl, .nt, .nq, .trig, .jsonld or .rdf",
                });
            }
        } else {
            files.push(path.to_owned());
        }
        Ok(files.into_iter().map(Self::File).collect())
    }

    pub(super) fn fetch(&self, asking: &Asking) -> Result<Fetched> {
        let registered = asking.media_type.as_deref();
        match self {
            Self::File(path) => file(path, registered),
            Self::Address(url) => {
                let limits = Limits { bytes: MAX_BYTES, time: asking.patience };
                let reply = net::get(url, registered.unwrap_or(ACCEPT), &asking.policy, limits)?;
                Ok(answered(url, reply, registered))
            }
        }
    }
}

fn collect(folder: &Path, files: &mut Vec<PathBuf>) -> Result<()> {
    let unreadable = |source| Error::Read { path: folder.to_owned(), source };
    for entry in fs::read_dir(folder).map_err(unreadable)? {
        let entry = entry.map_err(unreadable)?;
        let path = entry.path();
        // A link to a folder is not followed: it may lead back here.
        if entry.file_type().map_err(unreadable)?.is_dir() {
            collect(&path, files)?;
        } else if path.extension().is_some_and(|extension| EXTENSIONS.iter().any(|known| extension.eq_ignore_ascii_case(known))) {
            files.push(path);
        }
    }
    Ok(())
}

/// The triples of a file that is no catalogue to be harvested, such as shapes or a previous version: it must be RDF.
pub(super) fn parsed(path: &Path, labels: &mut Labels) -> Result<Parsed> {
    let unreadable = |source| Error::Read { path: path.to_owned(), source };
    read::regular(path)?;
    let format = rdf_format_of(path)?;
    let mut text = String::new();
    head::text(File::open(path).map_err(unreadable)?).and_then(|mut reader| reader.read_to_string(&mut text)).map_err(unreadable)?;
    let parsed = Parsed::read(text, format, labels);
    match &parsed.stop {
        Some(stop) => Err(Error::RdfSyntax { path: path.to_owned(), problem: described(stop) }),
        None => Ok(parsed),
    }
}

/// A mistake with its place.
pub(super) fn described(stop: &Stop) -> String {
    match (stop.line, stop.column) {
        (Some(line), Some(column)) => format!("line {line}, column {column}: {}", stop.problem),
        _ => stop.problem.clone(),
    }
}

fn file(path: &Path, registered: Option<&str>) -> Result<Fetched> {
    let unreadable = |source| Error::Read { path: path.to_owned(), source };
    let body = if read::regular(path)? > MAX_BYTES { Body::TooLarge } else { Body::Whole(fs::read(path).map_err(unreadable)?) };
    let absolute = fs::canonicalize(path).map_err(unreadable)?;
    // Every absolute path has a file address.
    let iri =
        Url::from_file_path(absolute).map_or_else(|()| NamedNode::new_unchecked("file:///"), |url| NamedNode::new_unchecked(url.as_str()));
    let extension = path.extension().and_then(|extension| extension.to_str()).unwrap_or_default();
    Ok(Fetched {
        name: path.display().to_string(),
        iri,
        reading: registered.map_or_else(|| media::named(extension), media::registered),
        format_name: registered.unwrap_or(extension).to_owned(),
        body,
        reply: None,
    })
}

fn answered(url: &Url, mut reply: Reply, registered: Option<&str>) -> Fetched {
    let extension = Path::new(reply.url.path()).extension().and_then(|extension| extension.to_str()).unwrap_or_default();
    let stated = reply.content_type.clone().unwrap_or_default();
    // Static hosts call everything plain text or bytes; the name knows better.
    let vague = stated.is_empty() || ["text/plain", "application/octet-stream"].iter().any(|vague| stated.starts_with(vague));
    let reading = match registered {
        Some(media_type) => media::registered(media_type),
        None if vague => media::named(extension),
        None => media::stated(&stated),
    };
    Fetched {
        name: url.to_string(),
        iri: NamedNode::new_unchecked(url.as_str()),
        reading,
        format_name: registered.map_or(stated, str::to_owned),
        body: std::mem::replace(&mut reply.body, Body::TooLate),
        reply: Some(reply),
    }
}
