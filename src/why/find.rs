//! Things by what people call them: a key, `kind/key`, an IRI, or a number such as "5.5".

use crate::error::{Error, Result};
use crate::rdf::iri::Base;
use crate::rdf::vocab::skos;
use crate::store::Store;
use oxigraph::model::vocab::rdf;
use oxigraph::model::{Literal, NamedNode, Term};
use std::collections::BTreeSet;

/// The things that a name can stand for; an error names those that resemble it.
pub fn things(store: &Store, base: &Base, name: &str) -> Result<Vec<NamedNode>> {
    let known = store.subjects(rdf::TYPE, None)?;
    let key = |node: &NamedNode| base.kind_and_key(node.as_str()).map(|(_, key)| key.to_owned());
    let named =
        |node: &&NamedNode| node.as_str() == name || base.name_of(node.as_str()) == Some(name) || key(node).as_deref() == Some(name);
    let found: Vec<NamedNode> = known.iter().filter(named).cloned().collect();
    if !found.is_empty() {
        return Ok(found);
    }
    let number = Term::from(Literal::from(name));
    let numbered = store.subjects(skos::NOTATION, Some(number.as_ref()))?;
    if numbered.is_empty() {
        return Err(Error::ThingNotFound { name: name.to_owned(), nearest: nearest(known.iter().filter_map(key), name) });
    }
    Ok(numbered.into_iter().collect())
}

fn nearest(keys: impl Iterator<Item = String>, name: &str) -> Vec<String> {
    const LIKE: f64 = 0.9;
    let keys: BTreeSet<String> = keys.collect();
    let mut near: Vec<(f64, String)> = keys.into_iter().map(|key| (strsim::jaro_winkler(&key, name), key)).collect();
    near.retain(|(similarity, key)| *similarity > LIKE || key.ends_with(&format!("-{name}")));
    near.sort_by(|a, b| b.0.total_cmp(&a.0));
    near.into_iter().take(3).map(|(_, key)| key).collect()
}
