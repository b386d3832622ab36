//! JSON-LD with our context: the names of `ontology/context.jsonld`, which fact sheets use too.
//!
//! The reverse of what `ingest::context` reads, and no more: whatever the context does not cover is written with its full IRI,
//! so that nothing is lost (docs/decisions/0013).

use crate::error::{Error, Result};
use crate::ingest::context::{Context, ValueKind};
use oxigraph::model::vocab::{rdf, xsd};
use oxigraph::model::{GraphName, Quad, Term};
use serde_json::{Map, Value, json};
use std::collections::HashMap;

/// Writes JSON-LD with a context.
pub struct Compactor {
    /// The document that the context came from, to stand in every file.
    document: Map<String, Value>,
    properties: HashMap<String, (String, ValueKind)>,
    classes: HashMap<String, String>,
}

impl Compactor {
    /// A compactor; `text` is what `context` was read from.
    pub fn new(context: &Context, text: &str) -> Result<Self> {
        let document = serde_json::from_str(text).map_err(|error| Error::Store(Box::new(error)))?;
        let properties =
            context.properties().map(|(name, property)| (property.iri.as_str().to_owned(), (name.to_owned(), property.values.clone())));
        let classes = context.classes().map(|(name, iri)| (iri.as_str().to_owned(), name.to_owned()));
        Ok(Self { document, properties: properties.collect(), classes: classes.collect() })
    }

    /// Quads that are sorted by graph and subject, a thing on each line.
    pub fn write(&self, quads: &[Quad]) -> Vec<u8> {
        let mut parts = Vec::new();
        for of_graph in quads.chunk_by(|a, b| a.graph_name == b.graph_name) {
            let things: Vec<String> =
                of_graph.chunk_by(|a, b| a.subject == b.subject).map(|quads| Value::Object(self.thing(quads)).to_string()).collect();
            let things = things.join(",\n");
            parts.push(match &of_graph[0].graph_name {
                GraphName::NamedNode(name) => format!("{{\"id\":{},\"@graph\":[\n{things}\n]}}", json!(name.as_str())),
                GraphName::BlankNode(name) => format!("{{\"id\":{},\"@graph\":[\n{things}\n]}}", json!(name.to_string())),
                GraphName::DefaultGraph => things,
            });
        }
        let context = self.document.get("@context").cloned().unwrap_or_default();
        format!("{{\"@context\":{context},\n\"@graph\":[\n{}\n]}}\n", parts.join(",\n")).into_bytes()
    }

    /// A thing with all that one graph says of it.
    fn thing(&self, quads: &[Quad]) -> Map<String, Value> {
        let mut thing = Map::new();
        let Some(first) = quads.first() else { return thing };
        thing.insert("id".to_owned(), identifier(&first.subject.clone().into()));
        for quad in quads {
            if quad.predicate == rdf::TYPE
                && let Term::NamedNode(class) = &quad.object
            {
                let class = self.classes.get(class.as_str()).map_or(class.as_str(), String::as_str);
                add(&mut thing, "type", json!(class));
                continue;
            }
            let known = self.properties.get(quad.predicate.as_str());
            if let (Some((name, ValueKind::Text)), Some((language, text))) = (known, tagged(&quad.object)) {
                // A map from language to text: one text, or a list of them.
                let texts = thing.entry(name.clone()).or_insert_with(|| json!({}));
                if let Value::Object(texts) = texts {
                    add(texts, language, json!(text));
                }
                continue;
            }
            match known.and_then(|(name, values)| Some((name.as_str(), short(&quad.object, values)?))) {
                Some((name, value)) => add(&mut thing, name, value),
                None => add(&mut thing, quad.predicate.as_str(), expanded(&quad.object)),
            }
        }
        thing
    }
}

/// Adds a value to a property: alone, or in a list with those that are there.
fn add(thing: &mut Map<String, Value>, name: &str, value: Value) {
    match thing.get_mut(name) {
        Some(Value::Array(values)) => values.push(value),
        Some(one) => {
            let first = one.take();
            *one = json!([first, value]);
        }
        None => {
            thing.insert(name.to_owned(), value);
        }
    }
}

/// A text with its language.
fn tagged(term: &Term) -> Option<(&str, &str)> {
    match term {
        Term::Literal(literal) if literal.direction().is_none() => Some((literal.language()?, literal.value())),
        _ => None,
    }
}

/// The value as the context lets it be written under the property's name; nothing when it is of another kind.
fn short(term: &Term, values: &ValueKind) -> Option<Value> {
    match (values, term) {
        (ValueKind::Thing, Term::NamedNode(_) | Term::BlankNode(_)) => Some(identifier(term)),
        (ValueKind::Code(codes), Term::NamedNode(node)) => {
            let code = codes.iter().find(|(_, iri)| *iri == node).map(|(name, _)| name.as_str());
            Some(json!(code.unwrap_or(node.as_str())))
        }
        (ValueKind::Property, Term::NamedNode(node)) => Some(json!(node.as_str())),
        (ValueKind::Literal(datatype), Term::Literal(literal)) if literal.datatype() == datatype.as_ref() => Some(json!(literal.value())),
        _ => None,
    }
}

/// The value with all that is needed to read it without a context.
fn expanded(term: &Term) -> Value {
    match term {
        Term::Literal(literal) => match (literal.language(), literal.direction()) {
            (Some(language), Some(direction)) => {
                json!({ "@value": literal.value(), "@language": language, "@direction": direction.to_string() })
            }
            (Some(language), None) => json!({ "@value": literal.value(), "@language": language }),
            (None, _) if literal.datatype() == xsd::STRING => json!({ "@value": literal.value() }),
            (None, _) => json!({ "@value": literal.value(), "@type": literal.datatype().as_str() }),
        },
        other => json!({ "id": identifier(other) }),
    }
}

fn identifier(term: &Term) -> Value {
    match term {
        Term::NamedNode(node) => json!(node.as_str()),
        other => json!(other.to_string()),
    }
}
