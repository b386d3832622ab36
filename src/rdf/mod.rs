//! RDF itself: our names ([`iri`]), everybody's vocabularies ([`vocab`]), the syntaxes ([`format`]),
//! files ([`read`], [`pack`], [`head`]), terms and graphs in memory ([`term`]) and the canonical form ([`canonical`]).

pub mod canonical;
pub mod format;
pub mod head;
pub mod iri;
pub mod pack;
pub mod read;
pub mod term;
pub mod vocab;
