//! The gate itself: a candidate graph becomes a validated one, or a report.
//!
//! [`Validated`] has no other maker than [`admit`], and what writes the built-in graph takes nothing else:
//!
//! ```compile_fail
//! let graph = samstyr::validate::Validated { nquads: String::new(), graph: Default::default() };
//! ```

use super::{Report, Shapes, ShapesError, check};
use crate::error::Result;
use crate::rdf::canonical;
use crate::rdf::read::hand_over;
use oxigraph::io::{RdfFormat, RdfParser};
use oxigraph::model::{Graph, Triple};
use std::path::Path;

/// A graph before the gate.
#[derive(Debug)]
pub struct Candidate {
    nquads: String,
    graph: Graph,
}

/// A graph after the gate: it has no violation of the shapes it was checked with.
#[derive(Debug)]
pub struct Validated {
    nquads: String,
    graph: Graph,
}

/// What the gate says.
#[derive(Debug)]
pub enum Verdict {
    /// No violation; the report holds warnings at most.
    Conforms(Box<Validated>, Report),
    /// At least one violation, and the graph in which it is.
    Violates(Report, Box<Graph>),
}

impl Candidate {
    /// A candidate out of a canonical N-Quads document; validation sees the triples of all its graphs together.
    pub fn new(nquads: String) -> Result<Self> {
        let mut graph = Graph::new();
        let parser = RdfParser::from_format(RdfFormat::NQuads).for_slice(&nquads);
        hand_over(parser, Path::new("the built graph"), &mut |quad| {
            graph.insert(&Triple::from(quad));
        })?;
        Ok(Self { nquads, graph })
    }

    /// The canonical N-Quads document.
    pub fn nquads(&self) -> &str {
        &self.nquads
    }

    /// The triples of all graphs together.
    pub fn into_graph(self) -> Graph {
        self.graph
    }
}

impl Validated {
    /// The canonical N-Quads document.
    pub fn nquads(&self) -> &str {
        &self.nquads
    }

    /// The triples of all graphs together.
    pub fn graph(&self) -> &Graph {
        &self.graph
    }

    /// The canonical hash.
    pub fn hash(&self) -> String {
        canonical::hash(&self.nquads)
    }
}

/// Checks a candidate; an error means that the shapes cannot be applied.
pub fn admit(shapes: &Shapes, candidate: Candidate) -> std::result::Result<Verdict, ShapesError> {
    let report = check(shapes, &candidate.graph)?;
    let conforms = report.violations().next().is_none();
    Ok(if conforms {
        Verdict::Conforms(Box::new(Validated { nquads: candidate.nquads, graph: candidate.graph }), report)
    } else {
        Verdict::Violates(report, Box::new(candidate.graph))
    })
}
