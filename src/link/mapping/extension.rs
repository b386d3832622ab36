//! Columns of ours, for which SSSOM has no slot: declared in the header of each set that has them, as SSSOM asks.

use super::{Mapping, Metadata};
use crate::rdf::vocab::{dct, sam};
use oxigraph::model::NamedNodeRef;
use oxigraph::model::vocab::rdfs;
use serde_norway::{Mapping as Table, Value};

/// The comment of a decision in bokmål; `comment` has it in English.
pub const COMMENT_NB: &str = "ext_comment_nb";
/// Where the publisher of the object stands in the organisation catalogue, such as `/KOMMUNE/…`.
pub const PUBLISHER_PATH: &str = "ext_object_publisher_path";

/// The language of the object's label, of a row or of a whole set.
pub const LABEL_LANGUAGE: &str = "object_label_language";
/// In which zone a candidate is. It tells of the search, and stands in no set of decisions.
pub const ZONE: &str = "zone";

/// The columns of decisions, with the properties that say what they mean.
const COLUMNS: [(&str, NamedNodeRef<'_>); 3] =
    [(COMMENT_NB, rdfs::COMMENT), (PUBLISHER_PATH, sam::OBJECT_PUBLISHER_PATH), (LABEL_LANGUAGE, dct::LANGUAGE)];

/// The key of a header that declares columns.
const DEFINITIONS: &str = "extension_definitions";
const NAME: &str = "slot_name";

/// The metadata with a declaration of each of these columns that some row fills, in this order, below those that stand there.
pub(super) fn declared(metadata: &Metadata, mappings: &[&Mapping]) -> Metadata {
    let mut metadata = metadata.clone();
    let mut definitions = match metadata.other.get(DEFINITIONS) {
        Some(Value::Sequence(known)) => known.clone(),
        _ => Vec::new(),
    };
    let before = definitions.len();
    for (name, property) in COLUMNS {
        let used = mappings.iter().any(|mapping| mapping.other.contains_key(name));
        if used && !definitions.iter().any(|known| known.get(NAME).and_then(Value::as_str) == Some(name)) {
            let pairs = [(NAME, name), ("property", property.as_str())];
            definitions
                .push(Value::Mapping(pairs.map(|(key, value)| (Value::from(key), Value::from(value))).into_iter().collect::<Table>()));
        }
    }
    if definitions.len() > before {
        metadata.other.insert(DEFINITIONS.to_owned(), Value::Sequence(definitions));
    }
    metadata
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::link::mapping::{MappingSet, SEMAPV};
    use oxigraph::model::NamedNode;

    #[test]
    fn columns_in_use_are_declared_once() {
        let node = |text: &str| NamedNode::new_unchecked(text);
        let mut set = MappingSet::new(Metadata::new(node("https://example.org/set"), node("https://example.org/licence")));
        let why = node(&format!("{SEMAPV}LexicalMatching"));
        set.mappings.push(Mapping::new(node("https://a.example/x"), node("https://p.example/p"), node("https://b.example/y"), why));
        let written = |set: &MappingSet| {
            let mut out = Vec::new();
            set.write(&mut out).expect("written");
            String::from_utf8(out).expect("UTF-8")
        };
        assert!(!written(&set).contains(DEFINITIONS));
        set.mappings[0].other.insert(COMMENT_NB.to_owned(), "Derfor.".to_owned());
        let text = written(&set);
        assert_eq!(text.matches("slot_name: ext_comment_nb").count(), 1, "{text}");
        assert!(text.contains("#  property: http://www.w3.org/2000/01/rdf-schema#comment") && !text.contains(PUBLISHER_PATH), "{text}");
        let again = MappingSet::parse(std::path::Path::new("x"), &text).expect("a set");
        assert_eq!(written(&again), text);
    }
}
