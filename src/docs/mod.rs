//! The generated pages of the documentation. A test says when they are stale.

mod changes;
pub mod fair;
pub mod namespace;
mod ontology;
mod questions;

use crate::error::Result;
use crate::ingest::sources::Sources;
use crate::questions as asked;

const GENERATED: &str = "<!-- made by `make build`; change the sources, not this page -->\n";

/// All pages, by their path from the root of the repository.
pub fn pages(sources: &Sources) -> Result<Vec<(&'static str, String)>> {
    let material = ontology::Material::read(sources)?;
    Ok(vec![
        ("docs/ontology.md", material.page("en")),
        ("docs/ontology.nb.md", material.page("nb")),
        ("docs/ontology-changes.md", changes::page(sources)?),
        ("docs/questions.md", questions::page(&asked::all()?)),
    ])
}
