//! RDF itself: our names ([`iri`]), everybody's vocabularies ([`vocab`]), the syntaxes ([`format`]) and the
//! canonical form ([`canonical`]).

pub mod canonical;
pub mod format;
pub mod iri;
pub mod vocab;
