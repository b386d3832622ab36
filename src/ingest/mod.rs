//! From what people write to the graph: ontology and fact sheets in, canonical N-Quads out.
//!
//! [`sources`] finds the files, [`sheet`] reads one fact sheet, [`context`] gives names their IRIs, [`ontology`] checks
//! the ontology, [`graph`] turns things and facts into quads with
//! a claim for every fact, [`links`] adds what was decided of the things of others, [`records`] what our own checks found, and [`rules`] what follows. Every mistake in every
//! file is found before anything is refused, and nothing is written while there is one.

mod claim;
pub mod context;
pub mod graph;
pub mod links;
pub mod ontology;
pub mod records;
pub mod rules;
pub mod sheet;
pub mod sources;

use crate::error::{Error, Result};
use crate::rdf::canonical::canonical_nquads;
use crate::rdf::iri::Base;
use crate::rdf::read::hand_over;
use crate::validate::{Candidate, Shapes};
use context::Context;
use oxigraph::io::{RdfFormat, RdfParser};
use oxigraph::model::{Graph, Triple};
use sheet::Sheet;
use sources::{SourceFile, Sources};
use std::path::{Path, PathBuf};

/// Where the built graph stands, from the root of the repository.
pub const BUILT_GRAPH: &str = "data/built/graph.nq";
/// Where its canonical hash stands.
pub const BUILT_HASH: &str = "data/built/graph.sha256";

/// Something wrong in a file, at a line.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Mistake {
    /// The file, as it was opened.
    pub path: PathBuf,
    /// The line, the first being 1.
    pub line: usize,
    /// What is wrong and, where it helps, the way out.
    pub problem: String,
}

impl Mistake {
    /// A mistake at a line of a file.
    pub fn new(path: &Path, line: usize, problem: impl Into<String>) -> Self {
        Self { path: path.to_owned(), line, problem: problem.into() }
    }
}

/// Reads all fact sheets.
pub fn read_sheets(sources: &Sources) -> Result<Vec<Sheet>> {
    let mut mistakes = Vec::new();
    let sheets = sources.sheets.iter().filter_map(|file| sheet::read(file, &mut mistakes)).collect();
    refuse(mistakes)?;
    Ok(sheets)
}

/// Our shapes.
pub fn shapes(sources: &Sources) -> Result<Shapes> {
    Ok(Shapes::compile(turtle(&sources.shapes)?)?)
}

/// The ontology as triples, unchecked.
pub fn ontology_graph(sources: &Sources) -> Result<Graph> {
    turtle(&sources.ontology)
}

/// Turtle files as one graph.
pub fn turtle(files: &[SourceFile]) -> Result<Graph> {
    let mut graph = Graph::new();
    for file in files {
        let parser = RdfParser::from_format(RdfFormat::Turtle).rename_blank_nodes().for_slice(&file.text);
        hand_over(parser, &file.path, &mut |quad| {
            graph.insert(&Triple::from(quad));
        })?;
    }
    Ok(graph)
}

/// The whole graph, before the gate: ontology, things, facts and evidence in canonical N-Quads (RDFC-1.0).
pub fn build(sources: &Sources) -> Result<Candidate> {
    let base = Base::default();
    let context = Context::parse(&sources.context)?;
    let sheets = read_sheets(sources)?;
    let mut mistakes = Vec::new();
    let ontology = ontology::read(&sources.ontology, &context, &sources.context, &mut mistakes)?;
    let mut quads = graph::quads(&sheets, &context, &base, &mut mistakes);
    quads.extend(links::quads(&sources.links, &quads, &base, &mut mistakes)?);
    quads.extend(records::quads(&sources.records, &quads, &context, &base, &mut mistakes));
    refuse(mistakes)?;
    let graph = base.graph("ontology");
    quads.extend(ontology.into_iter().map(|triple| triple.in_graph(graph.clone())));
    let derived = rules::derive(&quads, &rules::read(&sources.rules)?, &base)?;
    let document: String = quads.iter().chain(&derived).map(|quad| format!("{quad} .\n")).collect();
    Candidate::new(canonical_nquads(&document)?)
}

fn refuse(mut mistakes: Vec<Mistake>) -> Result<()> {
    if mistakes.is_empty() {
        return Ok(());
    }
    mistakes.sort();
    mistakes.dedup();
    let mistakes = mistakes.into_iter().map(|m| format!("{}:{}: {}", m.path.display(), m.line, m.problem)).collect();
    Err(Error::SheetsInvalid { mistakes })
}
