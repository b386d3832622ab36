//! The canonical form of a graph: RDFC-1.0 (<https://www.w3.org/TR/rdf-canon/>), by sophia, and its SHA-256.
//!
//! It is made from parsed terms, never from what a store gives back: Oxigraph's store rewrites literals.

use crate::error::{Error, Result};
use crate::rdf::iri::hex;
use sha2::{Digest, Sha256};
use sophia::api::prelude::{QuadParser, QuadSource};
use sophia::api::quad::Spog;
use sophia::api::term::SimpleTerm;
use sophia::c14n::rdfc10;
use std::collections::HashSet;

/// The canonical hash of the built-in graph; `make build` writes it and a test makes it again.
pub const BUILT_IN_HASH: &str = include_str!("../../data/built/graph.sha256");

/// The canonical N-Quads document of the quads in `nquads`.
pub fn canonical_nquads(nquads: &str) -> Result<String> {
    let quads: HashSet<Spog<SimpleTerm<'static>>> = sophia::turtle::parser::nq::NQuadsParser::new()
        .parse(nquads.as_bytes())
        .collect_quads()
        .map_err(|error| Error::Store(Box::new(error)))?;
    let mut canonical = Vec::with_capacity(nquads.len());
    rdfc10::normalize(&quads, &mut canonical).map_err(|error| Error::Store(error.to_string().into()))?;
    String::from_utf8(canonical).map_err(|error| Error::Store(Box::new(error)))
}

/// The canonical hash: SHA-256 of a canonical N-Quads document, in hexadecimal.
pub fn hash(canonical_nquads: &str) -> String {
    hex(&Sha256::digest(canonical_nquads.as_bytes()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn order_and_labels_do_not_matter() {
        let one = canonical_nquads("_:a <x:p> \"b\" .\n<x:s> <x:p> _:a <x:g> .\n").expect("N-Quads");
        let two = canonical_nquads("<x:s>   <x:p> _:z <x:g> .\n_:z <x:p> \"b\" .\n").expect("N-Quads");
        assert_eq!(one, two);
        assert_eq!(hash(&one).len(), 64);
    }

    #[test]
    fn a_mistake_is_an_error() {
        assert!(canonical_nquads("<x:s> <x:p> .").is_err());
    }
}
