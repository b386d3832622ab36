//! What stands above the table of a mapping set: YAML, each line after a `#`.

use super::curie::{self, CurieMap};
use super::{Metadata, Mistakes};
use crate::error::{Error, Result};
use oxigraph::model::NamedNode;
use serde::{Deserialize, Serialize};
use serde_norway::Value;
use std::collections::BTreeMap;
use std::io::{self, Write};

/// The header as YAML has it; keys are written in this order.
#[derive(Default, Serialize, Deserialize)]
struct Header {
    #[serde(default, skip_serializing_if = "CurieMap::is_empty")]
    curie_map: CurieMap,
    #[serde(default)]
    mapping_set_id: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    mapping_set_title: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    mapping_set_description: Option<String>,
    #[serde(default)]
    license: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    subject_source: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    subject_source_version: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    object_source: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    object_source_version: Option<String>,
    #[serde(flatten)]
    other: BTreeMap<String, Value>,
}

/// The key that says which SSSOM a set is written in; since 1.1, and nothing means an older one.
const VERSION: &str = "sssom_version";

/// A value as it was written: YAML reads `1.1` as a number.
fn written(value: &Value) -> String {
    serde_norway::to_string(value).unwrap_or_default().trim().trim_matches(['\'', '"']).to_owned()
}

/// The lines of the header, without the `#`, and how many there are.
pub(super) fn split(text: &str) -> (String, usize) {
    let lines: Vec<&str> = text.lines().map_while(|line| line.strip_prefix('#')).collect();
    (lines.iter().map(|line| format!("{line}\n")).collect(), lines.len())
}

pub(super) fn read(yaml: &str, mistakes: &mut Mistakes) -> Option<Metadata> {
    let header: Header = match serde_norway::from_str(if yaml.trim().is_empty() { "{}" } else { yaml }) {
        Ok(header) => header,
        Err(error) => {
            let place = error.location();
            let column = place.as_ref().map_or_else(String::new, |place| format!("column {}: ", place.column() + 1));
            mistakes.at(place.map_or(1, |place| place.line()), format!("{column}{error}"));
            return None;
        }
    };
    let line_of = |key: &str| yaml.lines().position(|line| line.trim_start().starts_with(&format!("{key}:"))).map_or(1, |at| at + 1);
    if let Some(version) = header.other.get(VERSION).map(written).filter(|version| !version.starts_with("1.") && !version.starts_with("0."))
    {
        mistakes.at(line_of(VERSION), format!("`{VERSION}`: this program reads SSSOM 0.x and 1.x, not {version}"));
    }
    for namespace in header.curie_map.values() {
        if let Err(error) = NamedNode::new(namespace) {
            mistakes.at(line_of("curie_map"), format!("`{namespace}` is not an IRI: {error}"));
        }
    }
    let mut iri = |key: &str, text: &str| match (text, curie::expand(text, &header.curie_map)) {
        ("", _) => {
            mistakes.at(line_of(key), format!("`{key}` is missing above the table"));
            None
        }
        (_, Ok(iri)) => Some(iri),
        (_, Err(problem)) => {
            mistakes.at(line_of(key), format!("`{key}`: {problem}"));
            None
        }
    };
    let (id, license) = (iri("mapping_set_id", &header.mapping_set_id), iri("license", &header.license));
    let mut optional = |key: &str, text: &Option<String>| text.as_deref().and_then(|text| iri(key, text));
    let subject_source = optional("subject_source", &header.subject_source);
    let object_source = optional("object_source", &header.object_source);
    Some(Metadata {
        id: id?,
        title: header.mapping_set_title,
        description: header.mapping_set_description,
        license: license?,
        subject_source,
        subject_source_version: header.subject_source_version,
        object_source,
        object_source_version: header.object_source_version,
        curie_map: header.curie_map,
        other: header.other,
    })
}

/// Writes the header; `curie_map` is the set's, with a prefix for every IRI of the set.
pub(super) fn write(metadata: &Metadata, curie_map: &CurieMap, out: &mut impl Write) -> Result<()> {
    let curie = |iri: &Option<NamedNode>| iri.as_ref().map(|iri| curie::contract(iri, curie_map).unwrap_or_else(|| iri.as_str().into()));
    let header = Header {
        curie_map: curie_map.clone(),
        mapping_set_id: metadata.id.as_str().to_owned(),
        mapping_set_title: metadata.title.clone(),
        mapping_set_description: metadata.description.clone(),
        license: metadata.license.as_str().to_owned(),
        subject_source: curie(&metadata.subject_source),
        subject_source_version: metadata.subject_source_version.clone(),
        object_source: curie(&metadata.object_source),
        object_source_version: metadata.object_source_version.clone(),
        other: metadata.other.clone(),
    };
    let yaml = serde_norway::to_string(&header).map_err(|error| Error::Output(io::Error::other(error)))?;
    for line in yaml.lines() {
        writeln!(out, "#{line}").map_err(Error::Output)?;
    }
    Ok(())
}
