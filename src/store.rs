//! The quad store: the built-in graph or files, in Oxigraph's memory store.
//!
//! The default graph is the union of all graphs, each triple once. Oxigraph 0.5 counts a triple that two graphs share
//! twice in a union of its own making (docs/decisions/0005), so the union is stored and not computed.

use crate::error::{Error, Result};
use crate::rdf::format;
use oxigraph::io::{RdfFormat, RdfParser};
use oxigraph::model::{GraphName, Quad};
use std::fmt::Display;
use std::fs::File;
use std::io::BufReader;
use std::path::{Path, PathBuf};

/// The whole built-in graph as canonical N-Quads; `make build` writes it.
pub const BUILT_IN: &str = include_str!("../data/built/graph.nq");

/// A quad store that is only read from.
#[derive(Clone)]
pub struct Store(oxigraph::store::Store);

impl Store {
    /// The graph that is built into the binary.
    pub fn built_in() -> Result<Self> {
        let parser = RdfParser::from_format(RdfFormat::NQuads).for_slice(BUILT_IN);
        Self::from_quads(|sink| hand_over(parser, Path::new("data/built/graph.nq"), sink))
    }

    /// The graph that the files hold together.
    pub fn from_files(paths: &[PathBuf]) -> Result<Self> {
        Self::from_quads(|sink| {
            for path in paths {
                let file = File::open(path).map_err(|source| Error::Read { path: path.clone(), source })?;
                // Blank nodes of different files stay apart.
                let parser = RdfParser::from_format(format::rdf_format_of(path)?).rename_blank_nodes();
                hand_over(parser.for_reader(BufReader::new(file)), path, sink)?;
            }
            Ok(())
        })
    }

    fn from_quads(read: impl FnOnce(&mut dyn FnMut(Quad)) -> Result<()>) -> Result<Self> {
        let failed = |error| Error::Store(Box::new(error));
        let store = oxigraph::store::Store::new().map_err(failed)?;
        let mut quads = Vec::new();
        read(&mut |quad: Quad| {
            if quad.graph_name != GraphName::DefaultGraph {
                quads.push(Quad { graph_name: GraphName::DefaultGraph, ..quad.clone() });
            }
            quads.push(quad);
        })?;
        store.extend(quads).map_err(failed)?;
        Ok(Self(store))
    }

    /// The engine's own store, for the evaluator alone.
    pub(crate) fn engine(&self) -> &oxigraph::store::Store {
        &self.0
    }
}

/// Hands each quad of a document to `sink`.
fn hand_over<E: Display>(quads: impl Iterator<Item = std::result::Result<Quad, E>>, path: &Path, sink: &mut dyn FnMut(Quad)) -> Result<()> {
    for quad in quads {
        sink(quad.map_err(|error| Error::RdfSyntax { path: path.to_owned(), problem: error.to_string() })?);
    }
    Ok(())
}
