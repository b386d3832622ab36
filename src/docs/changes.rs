//! What changed from one version of the ontology to the next.

use super::GENERATED;
use crate::diff::side::Side;
use crate::diff::{self, write};
use crate::error::Result;
use crate::ingest;
use crate::ingest::sources::Sources;
use crate::questions::Language;
use crate::rdf::vocab::owl;
use oxigraph::model::{Graph, GraphName, TermRef, TripleRef};

/// The page, newest change first.
pub(super) fn page(sources: &Sources) -> Result<String> {
    let mut versions = Vec::new();
    for file in &sources.releases {
        let name = file.path.file_stem().unwrap_or_default().to_string_lossy().into_owned();
        versions.push(side(&name, &ingest::turtle(std::slice::from_ref(file))?)?);
    }
    versions.sort_by_cached_key(|side| diff::facts::natural(&side.name));
    let now = ingest::ontology_graph(sources)?;
    versions.push(side(&format!("{} as it stands in ontology/", version(&now)), &now)?);
    let mut page = format!(
        "# Changes of the ontology\n\n{GENERATED}\nMade with `samstyr diff` from the versions in [ontology/releases/](../ontology/releases/README.md).\n"
    );
    for pair in versions.windows(2).rev() {
        page.push_str(&format!("\n## From {} to {}\n", pair[0].name, pair[1].name));
        page.push_str(&diff::diff(&pair[0], &pair[1], Language::En, false, |found| {
            Ok(if found.is_empty() { "\nNothing has changed.\n".to_owned() } else { write::changes(found, 3) })
        })?);
    }
    if let Some(first) = versions.first() {
        page.push_str(&format!("\n## {}\n\nThe first version, with {} triples.\n", first.name, first.quads.len()));
    }
    Ok(page)
}

fn side(name: &str, graph: &Graph) -> Result<Side> {
    Side::of(name, graph.iter().map(|triple| triple.into_owned().in_graph(GraphName::DefaultGraph)).collect())
}

/// The version that the ontology says it is.
fn version(graph: &Graph) -> String {
    let found = graph.triples_for_predicate(owl::VERSION_INFO).find_map(|TripleRef { object, .. }| match object {
        TermRef::Literal(literal) => Some(literal.value().to_owned()),
        _ => None,
    });
    found.unwrap_or_default()
}
