//! Where a catalogue comes from: files, folders and addresses, as bytes with what was said of them.

use crate::error::{Error, Result};
use crate::net::{self, Body, Limits, Policy, Reply};
use oxigraph::io::RdfFormat;
use oxigraph::model::NamedNode;
use std::fs;
use std::path::{Path, PathBuf};
use std::time::Duration;
use url::Url;

/// Most bytes that the harvester takes.
pub(super) const MAX_BYTES: u64 = 75 * 1024 * 1024;
/// How long the harvester waits.
pub const PATIENCE: Duration = Duration::from_secs(600);
/// What the files of a folder must be called to be read; .json, .xml and .txt may be anything.
const EXTENSIONS: &[&str] = &["jsonld", "n3", "nq", "nt", "rdf", "trig", "ttl"];
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
    /// How it is to be read; nothing when nobody says.
    pub format: Option<RdfFormat>,
    /// What its format is called.
    pub format_name: String,
    pub body: Body,
    /// What an address answered.
    pub reply: Option<Reply>,
}

impl Source {
    /// The documents that an argument means: an address, a file, or every RDF file below a folder.
    pub fn all(argument: &str) -> Result<Vec<Self>> {
        if argument.contains("://") {
            let invalid = |error| Error::RequestInvalid {
                problem: format!("`{argument}` is not an address: {error}"),
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

fn file(path: &Path, registered: Option<&str>) -> Result<Fetched> {
    let unreadable = |source| Error::Read { path: path.to_owned(), source };
    let size = fs::metadata(path).map_err(unreadable)?.len();
    let body = if size > MAX_BYTES { Body::TooLarge } else { Body::Whole(fs::read(path).map_err(unreadable)?) };
    let absolute = fs::canonicalize(path).map_err(unreadable)?;
    // Every absolute path has a file address.
    let iri =
        Url::from_file_path(absolute).map_or_else(|()| NamedNode::new_unchecked("file:///"), |url| NamedNode::new_unchecked(url.as_str()));
    let extension = path.extension().and_then(|extension| extension.to_str()).unwrap_or_default();
    Ok(Fetched {
        name: path.display().to_string(),
        iri,
        format: registered.map_or_else(|| RdfFormat::from_extension(extension), RdfFormat::from_media_type),
        format_name: registered.unwrap_or(extension).to_owned(),
        body,
        reply: None,
    })
}

fn answered(url: &Url, mut reply: Reply, registered: Option<&str>) -> Fetched {
    let by_name = Path::new(reply.url.path()).extension().and_then(|extension| RdfFormat::from_extension(extension.to_str()?));
    let stated = reply.content_type.clone().unwrap_or_default();
    // Static hosts call everything plain text or bytes; the name knows better.
    let vague = stated.is_empty() || ["text/plain", "application/octet-stream"].iter().any(|vague| stated.starts_with(vague));
    let format = match registered {
        Some(media_type) => RdfFormat::from_media_type(media_type),
        None if vague => by_name,
        None => RdfFormat::from_media_type(&stated),
    };
    Fetched {
        name: url.to_string(),
        iri: NamedNode::new_unchecked(url.as_str()),
        format,
        format_name: registered.map_or(stated, str::to_owned),
        body: std::mem::replace(&mut reply.body, Body::TooLate),
        reply: Some(reply),
    }
}
