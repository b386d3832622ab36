//! What stands at the ontology's namespace: the ontology in every RDF syntax. Its pages are made in `pages`.

use crate::error::{Error, Result};
use crate::ingest;
use crate::ingest::sources::Sources;
use crate::rdf::format::Format;
use crate::rdf::term::instances;
use crate::rdf::vocab::owl;
use crate::sparql::{Answer, Triples, write};
use oxigraph::model::{Graph, TermRef, TripleRef};

/// The extensions that ask for a syntax, as in `/ns.ttl`.
pub const EXTENSIONS: [&str; 6] = ["ttl", "nt", "nq", "trig", "jsonld", "rdf"];

/// An ontology in a syntax.
pub fn written(graph: &Graph, format: Format) -> Result<Vec<u8>> {
    let mut out = Vec::new();
    write::write(Answer::Graph(Triples::of(graph)), format, &mut out)?;
    Ok(out)
}

/// The ontology that is built in: one of its fixed versions by its number, or what stands now without one.
pub fn ontology(version: Option<&str>) -> Result<Graph> {
    let sources = Sources::built_in()?;
    let now = ingest::ontology_graph(&sources)?;
    let Some(version) = version else { return Ok(now) };
    let fixed = sources.releases.iter().find(|file| file.path.file_stem().is_some_and(|name| name == version));
    match fixed {
        Some(file) => ingest::turtle(std::slice::from_ref(file)),
        None if is_version(&now, version) => Ok(now),
        None => Err(Error::RouteNotFound { path: format!("/ns/{version}") }),
    }
}

/// The versions that are fixed, by number.
pub fn versions() -> Result<Vec<String>> {
    let sources = Sources::built_in()?;
    Ok(sources.releases.iter().filter_map(|file| file.path.file_stem()).map(|name| name.to_string_lossy().into_owned()).collect())
}

fn is_version(graph: &Graph, version: &str) -> bool {
    let is_it = |TripleRef { object, .. }: TripleRef<'_>| matches!(object, TermRef::Literal(literal) if literal.value() == version);
    instances(graph, owl::ONTOLOGY)
        .iter()
        .any(|ontology| graph.triples_for_subject(ontology).any(|triple| triple.predicate == owl::VERSION_INFO && is_it(triple)))
}
