//! RDF itself: our names ([`iri`]), everybody's vocabularies ([`vocab`]), the syntaxes ([`format`]),
//! files ([`read`]) and the canonical form ([`canonical`]).

pub mod canonical;
pub mod format;
pub mod iri;
pub mod read;
pub mod vocab;
