//! The quad store: the built-in graph or files, in Oxigraph's memory store.
//!
//! The default graph is the union of all graphs, each triple once. Oxigraph 0.5 counts a triple that two graphs share
//! twice in a union of its own making (docs/decisions/0005), so the union is stored and not computed.

use crate::error::{Error, Result};
use crate::rdf::{canonical, read};
use oxigraph::io::{RdfFormat, RdfParser};
use oxigraph::model::{
    GraphName, GraphNameRef, NamedNode, NamedNodeRef, NamedOrBlankNode, NamedOrBlankNodeRef, Quad, Term, TermRef, Triple,
};
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

/// The whole built-in graph as canonical N-Quads; `make build` writes it.
pub const BUILT_IN: &str = include_str!("../data/built/graph.nq");

/// The way from an endpoint to a file.
pub const FETCH: &str = "fetch it with `samstyr convert --endpoint URL graph.nq`, and give it with `--data graph.nq`";

/// A quad store that is only read from.
#[derive(Clone)]
pub struct Store {
    engine: oxigraph::store::Store,
    origin: Origin,
}

/// What a store was read from.
#[derive(Debug, Clone)]
enum Origin {
    BuiltIn,
    Files(Vec<PathBuf>),
    /// Somewhere that rewrites literals, such as an endpoint.
    Elsewhere,
}

impl Store {
    /// The graph that is built into the binary.
    pub fn built_in() -> Result<Self> {
        // Lenient: the gate has looked at it, and every command waits for this.
        let parser = RdfParser::from_format(RdfFormat::NQuads).lenient().for_slice(BUILT_IN);
        Self::from_quads(Origin::BuiltIn, |sink| read::hand_over(parser, Path::new("data/built/graph.nq"), sink))
    }

    /// The graph that the files hold together.
    pub fn from_files(paths: &[PathBuf]) -> Result<Self> {
        Self::from_quads(Origin::Files(paths.to_vec()), |sink| {
            for path in paths {
                read::file(path, sink)?;
            }
            Ok(())
        })
    }

    /// A store of quads.
    pub(crate) fn of(quads: impl IntoIterator<Item = Quad>) -> Result<Self> {
        Self::from_quads(Origin::Elsewhere, |sink| {
            quads.into_iter().for_each(sink);
            Ok(())
        })
    }

    fn from_quads(origin: Origin, read: impl FnOnce(&mut dyn FnMut(Quad)) -> Result<()>) -> Result<Self> {
        let mut quads = Vec::new();
        read(&mut |quad: Quad| {
            if quad.graph_name != GraphName::DefaultGraph {
                quads.push(Quad { graph_name: GraphName::DefaultGraph, ..quad.clone() });
            }
            quads.push(quad);
        })?;
        Self::load(origin, quads)
    }

    fn load(origin: Origin, quads: Vec<Quad>) -> Result<Self> {
        let engine = oxigraph::store::Store::new().map_err(failed)?;
        engine.extend(quads).map_err(failed)?;
        Ok(Self { engine, origin })
    }

    /// A copy with what `keep` keeps, the union included, and `new` quads beside it.
    pub fn rewritten(&self, keep: impl Fn(&Quad) -> bool, new: Vec<Quad>) -> Result<Self> {
        let mut quads = new;
        for quad in &self.engine {
            quads.extend(Some(quad.map_err(failed)?).filter(&keep));
        }
        Self::load(self.origin.clone(), quads)
    }

    /// Whether it holds the built-in graph.
    pub fn is_built_in(&self) -> bool {
        matches!(self.origin, Origin::BuiltIn)
    }

    /// The canonical hash of the graph it was read from, a copy's too; of files, as they are now.
    pub fn canonical_hash(&self) -> Result<String> {
        let files = match &self.origin {
            Origin::BuiltIn => return Ok(canonical::BUILT_IN_HASH.trim().to_owned()),
            Origin::Files(files) => files,
            Origin::Elsewhere => {
                return Err(Error::RequestInvalid {
                    problem: "what an endpoint holds has no hash by which a reference could name it".to_owned(),
                    hint: FETCH,
                });
            }
        };
        let mut nquads = String::new();
        for path in files {
            read::file(path, &mut |quad| nquads.push_str(&format!("{quad} .\n")))?;
        }
        Ok(canonical::hash(&canonical::canonical_nquads(&nquads)?))
    }

    /// The quads that match; nothing stands for anything.
    pub(crate) fn matching<'a>(
        &'a self,
        subject: Option<NamedOrBlankNodeRef<'_>>,
        predicate: Option<NamedNodeRef<'_>>,
        object: Option<TermRef<'_>>,
        graph: impl Into<Option<GraphNameRef<'a>>>,
    ) -> impl Iterator<Item = Result<Quad>> + 'a {
        self.engine.quads_for_pattern(subject, predicate, object, graph.into()).map(|quad| quad.map_err(failed))
    }

    /// The quads of a triple, one for each graph that holds it.
    pub(crate) fn everywhere(&self, triple: &Triple) -> impl Iterator<Item = Result<Quad>> + '_ {
        let (subject, predicate, object) = (triple.subject.as_ref(), triple.predicate.as_ref(), triple.object.as_ref());
        let quads = self.engine.quads_for_pattern(Some(subject), Some(predicate), Some(object), None);
        quads.map(|quad| quad.map_err(failed))
    }

    /// The objects of a property of a thing, over all graphs.
    pub(crate) fn objects(&self, subject: &NamedNode, predicate: NamedNodeRef<'_>) -> Result<Vec<Term>> {
        let quads = self.matching(Some(subject.as_ref().into()), Some(predicate), None, GraphNameRef::DefaultGraph);
        quads.map(|quad| Ok(quad?.object)).collect()
    }

    /// The things that a property of a thing leads to, over all graphs.
    pub(crate) fn nodes(&self, subject: &NamedNode, predicate: NamedNodeRef<'_>) -> Result<BTreeSet<NamedNode>> {
        let objects = self.objects(subject, predicate)?.into_iter();
        Ok(objects.filter_map(|term| if let Term::NamedNode(node) = term { Some(node) } else { None }).collect())
    }

    /// The things that have a property, with this value or with any, over all graphs.
    pub(crate) fn subjects(&self, predicate: NamedNodeRef<'_>, object: Option<TermRef<'_>>) -> Result<BTreeSet<NamedNode>> {
        let mut found = BTreeSet::new();
        for quad in self.matching(None, Some(predicate), object, GraphNameRef::DefaultGraph) {
            if let NamedOrBlankNode::NamedNode(node) = quad?.subject {
                found.insert(node);
            }
        }
        Ok(found)
    }

    /// The engine's own store, for the evaluator alone.
    pub(crate) fn engine(&self) -> &oxigraph::store::Store {
        &self.engine
    }
}

fn failed(error: oxigraph::store::StorageError) -> Error {
    Error::Store(Box::new(error))
}
