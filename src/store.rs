//! The quad store: the built-in graph or files, in Oxigraph's memory store.
//!
//! The default graph is the union of all graphs, each triple once. Oxigraph 0.5 counts a triple that two graphs share
//! twice in a union of its own making (docs/decisions/0005), so the union is stored and not computed.

use crate::error::{Error, Result};
use crate::rdf::read;
use oxigraph::io::{RdfFormat, RdfParser};
use oxigraph::model::{GraphName, Quad};
use std::path::{Path, PathBuf};

/// The whole built-in graph as canonical N-Quads; `make build` writes it.
pub const BUILT_IN: &str = include_str!("../data/built/graph.nq");

/// A quad store that is only read from.
#[derive(Clone)]
pub struct Store(oxigraph::store::Store);

impl Store {
    /// The graph that is built into the binary.
    pub fn built_in() -> Result<Self> {
        // Lenient: the gate has looked at it, and every command waits for this.
        let parser = RdfParser::from_format(RdfFormat::NQuads).lenient().for_slice(BUILT_IN);
        Self::from_quads(|sink| read::hand_over(parser, Path::new("data/built/graph.nq"), sink))
    }

    /// The graph that the files hold together.
    pub fn from_files(paths: &[PathBuf]) -> Result<Self> {
        Self::from_quads(|sink| {
            for path in paths {
                read::file(path, sink)?;
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
