//! Reading RDF files, whatever their syntax and compression: the quads of each, or where the parser stopped.

use crate::error::{Error, Result};
use crate::rdf::format::rdf_format_of;
use crate::rdf::head;
use crate::rdf::pack::Packing;
use oxigraph::io::{RdfFormat, RdfParser};
use oxigraph::model::{Graph, Quad, Triple};
use std::fmt::Display;
use std::fs::{self, File, Metadata};
use std::io::{self, BufReader, ErrorKind, Read};
use std::path::Path;

/// The text of RDF in a file, unpacked, and its syntax as the name tells it.
pub fn open(path: &Path) -> Result<(RdfFormat, Box<dyn Read>)> {
    let (packing, inner) = Packing::of(path);
    let format = rdf_format_of(&inner)?;
    Ok((format, text(packing, path, bytes(path)?)?))
}

/// The bytes of a file, which may be a pipe.
pub fn bytes(path: &Path) -> Result<File> {
    no_folder(path)?;
    File::open(path).map_err(|source| unreadable(path, source))
}

/// The text of RDF in the bytes of a file.
pub fn text<'a>(packing: Packing, path: &Path, bytes: impl Read + 'a) -> Result<Box<dyn Read + 'a>> {
    packing.unpack(BufReader::new(bytes)).and_then(head::text).map_err(|source| unreadable(path, source))
}

/// The size of a file that can be read more than once; a pipe may never end, and is not opened.
pub fn regular(path: &Path) -> Result<u64> {
    let metadata = no_folder(path)?;
    if metadata.is_file() {
        return Ok(metadata.len());
    }
    Err(no_file(path, "a pipe or a device", "give a file; what a pipe holds can be saved to one"))
}

fn no_folder(path: &Path) -> Result<Metadata> {
    let metadata = fs::metadata(path).map_err(|source| unreadable(path, source))?;
    if metadata.is_dir() { Err(no_file(path, "a folder", "give the files in it, such as `FOLDER/*.ttl`")) } else { Ok(metadata) }
}

/// What is no RDF at all is told as such; what could not be read may be in order.
fn unreadable(path: &Path, source: io::Error) -> Error {
    match source.kind() {
        ErrorKind::InvalidData => Error::RdfSyntax { path: path.to_owned(), problem: source.to_string() },
        _ => Error::Read { path: path.to_owned(), source },
    }
}

fn no_file(path: &Path, what: &str, hint: &'static str) -> Error {
    Error::RequestInvalid { problem: format!("`{}` is {what}", path.display()), hint }
}

/// Hands each quad of a file to `sink`; blank nodes of different files stay apart.
pub fn file(path: &Path, sink: &mut dyn FnMut(Quad)) -> Result<()> {
    let (format, reader) = open(path)?;
    hand_over(RdfParser::from_format(format).rename_blank_nodes().for_reader(reader), path, sink)
}

/// The triples of all graphs of some files, as they were parsed.
pub fn graph<'a>(paths: impl IntoIterator<Item = &'a Path>) -> Result<Graph> {
    let mut graph = Graph::new();
    for path in paths {
        file(path, &mut |quad| {
            graph.insert(&Triple::from(quad));
        })?;
    }
    Ok(graph)
}

/// Hands each quad that a parser gives to `sink`; `path` is for messages.
pub fn hand_over<E: Display>(
    quads: impl Iterator<Item = std::result::Result<Quad, E>>,
    path: &Path,
    sink: &mut dyn FnMut(Quad),
) -> Result<()> {
    for quad in quads {
        sink(quad.map_err(|error| Error::RdfSyntax { path: path.to_owned(), problem: error.to_string() })?);
    }
    Ok(())
}
