//! The gate: SHACL (<https://www.w3.org/TR/shacl/>), core and SPARQL-based constraints.
//!
//! The engine works on parsed terms, never on what a store gives back, because Oxigraph's store rewrites literals. What it
//! does not support is a [`ShapesError`] and never «conforms».

mod binder;
mod classes;
mod compare;
mod components;
mod engine;
pub mod explain;
mod gate;
mod messages;
mod path;
mod reader;
mod report;
mod shapes;
mod sparql;
pub(crate) mod vocabulary;

pub use gate::{Candidate, Validated, Verdict, admit};
pub use path::Path;
pub use reader::ShapesError;
pub use report::{Report, ValidationResult};
pub use shapes::Shapes;

use crate::error::Error;
use oxigraph::model::Graph;

impl From<ShapesError> for Error {
    fn from(error: ShapesError) -> Self {
        Self::ShapesUnsupported { node: error.node, problem: error.problem }
    }
}

/// Validates a data graph; an error is a failure in the sense of SHACL §3.4: the shapes cannot be applied.
pub fn check(shapes: &Shapes, data: &Graph) -> Result<Report, ShapesError> {
    crate::sparql::on_own_stack(|| engine::Engine::new(shapes, data).run())
        .map_err(|problem| ShapesError { node: "a SPARQL constraint".to_owned(), problem })
}
