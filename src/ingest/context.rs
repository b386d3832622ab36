//! The JSON-LD context `ontology/context.jsonld`: short names of properties, classes and codes, and how values are written.
//!
//! Fact sheets use these names, so that the sheets and the published JSON-LD speak alike. The subset that is read is
//! term definitions with `@id`, `@type`, `@container: @language` and a scoped `@context` of codes (JSON-LD 1.1 §4.1).

use super::sources::SourceFile;
use crate::error::{Error, Result};
use oxigraph::model::NamedNode;
use serde::Deserialize;
use std::collections::BTreeMap;

/// How a property's values are written in a fact sheet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ValueKind {
    /// `kind/key` of a thing.
    Thing,
    /// The short name of a code; the map gives its IRI.
    Code(BTreeMap<String, NamedNode>),
    /// The name of a property.
    Property,
    /// `{ nb = "…", en = "…" }`.
    Text,
    /// A literal of this datatype.
    Literal(NamedNode),
}

/// A property.
#[derive(Debug, Clone)]
pub struct Property {
    /// Its IRI.
    pub iri: NamedNode,
    /// How its values are written.
    pub values: ValueKind,
}

/// The names that fact sheets may use.
#[derive(Debug, Default)]
pub struct Context {
    properties: BTreeMap<String, Property>,
    classes: BTreeMap<String, NamedNode>,
}

#[derive(Deserialize)]
struct Document {
    #[serde(rename = "@context")]
    context: serde_json::Map<String, serde_json::Value>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Definition {
    #[serde(rename = "@id")]
    id: String,
    #[serde(rename = "@type")]
    kind: Option<String>,
    #[serde(rename = "@container")]
    container: Option<String>,
    #[serde(rename = "@context", default)]
    codes: BTreeMap<String, String>,
}

impl Context {
    /// Reads a context document.
    pub fn parse(file: &SourceFile) -> Result<Self> {
        let invalid = |problem: String| Error::RdfSyntax { path: file.path.clone(), problem };
        let document: Document = serde_json::from_str(&file.text).map_err(|error| invalid(error.to_string()))?;
        let prefixes: BTreeMap<&str, &str> = document
            .context
            .iter()
            .filter_map(|(name, value)| Some((name.as_str(), value.as_str().filter(|v| v.contains("://"))?)))
            .collect();
        let expand = |name: &str| -> Result<NamedNode> {
            let iri = match name.split_once(':') {
                Some((prefix, local)) if prefixes.contains_key(prefix) => format!("{}{local}", prefixes[prefix]),
                _ => name.to_owned(),
            };
            NamedNode::new(&iri).map_err(|error| invalid(format!("`{name}` is not an IRI: {error}")))
        };
        let mut context = Self::default();
        for (name, value) in &document.context {
            match value {
                serde_json::Value::String(iri)
                    if !name.starts_with('@') && !iri.starts_with('@') && !prefixes.contains_key(name.as_str()) =>
                {
                    context.classes.insert(name.clone(), expand(iri)?);
                }
                serde_json::Value::Object(_) => {
                    let definition = Definition::deserialize(value).map_err(|error| invalid(format!("`{name}`: {error}")))?;
                    let property = Property { iri: expand(&definition.id)?, values: value_kind(&definition, &expand)? };
                    context.properties.insert(name.clone(), property);
                }
                _ => {}
            }
        }
        Ok(context)
    }

    /// The property of this name.
    pub fn property(&self, name: &str) -> Option<&Property> {
        self.properties.get(name)
    }

    /// The class of this name.
    pub fn class(&self, name: &str) -> Option<&NamedNode> {
        self.classes.get(name)
    }

    /// All properties with their names.
    pub fn properties(&self) -> impl Iterator<Item = (&str, &Property)> {
        self.properties.iter().map(|(name, property)| (name.as_str(), property))
    }

    /// All classes with their names.
    pub fn classes(&self) -> impl Iterator<Item = (&str, &NamedNode)> {
        self.classes.iter().map(|(name, iri)| (name.as_str(), iri))
    }

    /// The name that resembles an unknown one most.
    pub fn nearest_property(&self, name: &str) -> Option<&str> {
        let close = |known: &&str| strsim::jaro_winkler(known, name) > 0.8;
        let best = |a: &&str, b: &&str| strsim::jaro_winkler(a, name).total_cmp(&strsim::jaro_winkler(b, name));
        self.properties.keys().map(String::as_str).filter(close).max_by(best)
    }
}

fn value_kind(definition: &Definition, expand: &impl Fn(&str) -> Result<NamedNode>) -> Result<ValueKind> {
    if definition.container.as_deref() == Some("@language") {
        return Ok(ValueKind::Text);
    }
    Ok(match definition.kind.as_deref() {
        Some("@id") => ValueKind::Thing,
        Some("@vocab") if definition.codes.is_empty() => ValueKind::Property,
        Some("@vocab") => {
            ValueKind::Code(definition.codes.iter().map(|(name, iri)| Ok((name.clone(), expand(iri)?))).collect::<Result<_>>()?)
        }
        Some(datatype) => ValueKind::Literal(expand(datatype)?),
        None => ValueKind::Literal(oxigraph::model::vocab::xsd::STRING.into_owned()),
    })
}
