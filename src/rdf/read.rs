//! Reading RDF files, whatever their syntax and compression: the quads of each, or where the parser stopped.

use crate::error::{Error, Result};
use crate::rdf::format::rdf_format_of;
use crate::rdf::pack::Packing;
use oxigraph::io::{RdfFormat, RdfParser};
use oxigraph::model::{Graph, Quad, Triple};
use std::fmt::Display;
use std::fs::File;
use std::io::{BufReader, Read};
use std::path::Path;

/// The bytes of RDF in a file, unpacked, and their syntax as the name tells it.
pub fn open(path: &Path) -> Result<(RdfFormat, Box<dyn Read>)> {
    let unreadable = |source| Error::Read { path: path.to_owned(), source };
    let (packing, inner) = Packing::of(path);
    let format = rdf_format_of(&inner)?;
    let file = File::open(path).map_err(unreadable)?;
    Ok((format, packing.unpack(BufReader::new(file)).map_err(unreadable)?))
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
