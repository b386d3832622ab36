//! Quads in every syntax, sorted, so that the same quads give the same bytes.

use super::jsonld;
use crate::error::{Error, Result};
use crate::rdf::canonical::canonical_nquads;
use crate::rdf::read::hand_over;
use crate::rdf::vocab::PREFIXES;
use crate::sparql::{Answer, Triples, write};
use oxigraph::io::{RdfFormat, RdfParser, RdfSerializer};
use oxigraph::model::{Graph, GraphName, Quad, Triple};
use std::path::Path;

/// The context of the JSON-LD that is published.
pub struct Writer {
    jsonld: jsonld::Compactor,
}

impl Writer {
    /// A writer; `context` is the text of `ontology/context.jsonld`.
    pub fn new(context: jsonld::Compactor) -> Self {
        Self { jsonld: context }
    }

    /// Canonical quads as N-Quads, `TriG`, JSON-LD, Turtle and RDF/XML, by extension. The last two have no graphs: there it is their union.
    pub fn every_syntax(&self, nquads: &str) -> Result<Vec<(&'static str, Vec<u8>)>> {
        let mut quads = parse(nquads)?;
        let triples: Graph = quads.iter().cloned().map(Triple::from).collect();
        check_predicates(&triples)?;
        // Canonical order begins with the subject; syntaxes with blocks want the graph first.
        quads.sort_by_cached_key(|quad| quad.graph_name.to_string());
        let named = quads.iter().any(|quad| quad.graph_name != GraphName::DefaultGraph);
        let lines = if named { "nq" } else { "nt" };
        let mut files = vec![(lines, nquads.as_bytes().to_vec()), ("jsonld", self.jsonld.write(&quads))];
        files.push(("ttl", graph(&triples, RdfFormat::Turtle)?));
        files.push(("rdf", graph(&triples, RdfFormat::RdfXml)?));
        if named {
            files.push(("trig", trig(&quads)?));
        }
        Ok(files)
    }
}

/// A graph in a syntax, as both doors write it.
pub fn graph(graph: &Graph, format: RdfFormat) -> Result<Vec<u8>> {
    let mut bytes = Vec::new();
    write::write(Answer::Graph(Triples::of(graph)), crate::rdf::format::Format::Rdf(format), &mut bytes)?;
    Ok(bytes)
}

/// Triples as canonical N-Triples: labels of blank nodes follow from the graph alone.
pub fn canonical(triples: impl IntoIterator<Item = Triple>) -> Result<String> {
    let lines: String = triples.into_iter().map(|triple| format!("{triple} .\n")).collect();
    canonical_nquads(&lines)
}

/// The quads of a document of our own making.
pub fn parse(nquads: &str) -> Result<Vec<Quad>> {
    let mut quads = Vec::new();
    hand_over(RdfParser::from_format(RdfFormat::NQuads).for_slice(nquads), Path::new("the release"), &mut |quad| quads.push(quad))?;
    Ok(quads)
}

fn trig(quads: &[Quad]) -> Result<Vec<u8>> {
    let mut serializer = RdfSerializer::from_format(RdfFormat::TriG);
    for (prefix, namespace) in PREFIXES {
        serializer = serializer.with_prefix(*prefix, *namespace).map_err(|error| Error::Store(Box::new(error)))?;
    }
    let mut serializer = serializer.for_writer(Vec::new());
    for quad in quads {
        serializer.serialize_quad(quad).map_err(Error::Output)?;
    }
    serializer.finish().map_err(Error::Output)
}

/// RDF/XML writes a predicate as the name of an element, and data.norge.no reads everything that way: what cannot be written so is refused.
fn check_predicates(triples: &Graph) -> Result<()> {
    for triple in triples {
        let iri = triple.predicate.as_str();
        let is_name = |c: char| c.is_alphanumeric() || matches!(c, '-' | '_' | '.');
        let local = &iri[iri.rfind(|c| !is_name(c)).map_or(0, |at| at + 1)..];
        if !local.contains(|c: char| c.is_alphabetic() || c == '_') {
            let problem = format!("the predicate <{iri}> has no name that RDF/XML can write");
            return Err(Error::RdfSyntax { path: Path::new("the release").to_owned(), problem });
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_predicate_must_have_a_name() {
        let graph =
            |predicate: &str| parse(&format!("<x:s> <{predicate}> <x:o> .\n")).expect("N-Quads").into_iter().map(Triple::from).collect();
        assert!(check_predicates(&graph("http://x.no/ns#p1")).is_ok());
        for wrong in ["http://x.no/p/123", "http://x.no/ns#"] {
            assert!(check_predicates(&graph(wrong)).is_err(), "{wrong}");
        }
    }
}
