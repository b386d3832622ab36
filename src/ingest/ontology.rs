//! The ontology: read, and held to its own rules.
//!
//! Every class, property and code has a label and a definition in nb and en; the context names all of them and nothing
//! that does not exist; the codes it gives a property are those of the property's code list.

use super::Mistake;
use super::context::{Context, ValueKind};
use super::sources::SourceFile;
use crate::error::{Error, Result};
use crate::rdf::term::instances;
use crate::rdf::vocab::{owl, sam, skos};
use oxigraph::io::{RdfFormat, RdfParser};
use oxigraph::model::vocab::rdfs;
use oxigraph::model::{Graph, NamedNode, NamedNodeRef, NamedOrBlankNodeRef, TermRef, Triple};
use std::collections::BTreeMap;

/// Reads the ontology's files and checks them.
pub fn read(files: &[SourceFile], context: &Context, context_file: &SourceFile, mistakes: &mut Vec<Mistake>) -> Result<Vec<Triple>> {
    let mut graph = Graph::new();
    let mut lines = BTreeMap::new();
    for file in files {
        for quad in RdfParser::from_format(RdfFormat::Turtle).for_slice(&file.text) {
            let quad = quad.map_err(|error| Error::RdfSyntax { path: file.path.clone(), problem: error.to_string() })?;
            if quad.subject.is_blank_node() || quad.object.is_blank_node() {
                mistakes.push(Mistake::new(&file.path, 1, "a blank node: give it an IRI, so that releases can be compared"));
            }
            graph.insert(&Triple::from(quad));
        }
        for (at, line) in file.text.lines().enumerate() {
            if let Some(name) = line.strip_prefix("sam:").and_then(|rest| rest.split(' ').next()) {
                lines.entry(format!("{}{name}", sam::NAMESPACE)).or_insert((file, at + 1));
            }
        }
    }
    let mut check = Check { graph: &graph, mistakes, lines: &lines };
    check.terms(context, context_file);
    check.names(context, context_file);
    Ok(graph.iter().map(oxigraph::model::TripleRef::into_owned).collect())
}

struct Check<'a> {
    graph: &'a Graph,
    mistakes: &'a mut Vec<Mistake>,
    /// Where each of our terms is declared.
    lines: &'a BTreeMap<String, (&'a SourceFile, usize)>,
}

impl Check<'_> {
    fn mistake(&mut self, iri: &str, fallback: &SourceFile, problem: String) {
        let (file, line) = self.lines.get(iri).copied().unwrap_or((fallback, 1));
        self.mistakes.push(Mistake::new(&file.path, line, problem));
    }

    fn has_language(&self, subject: &NamedNode, predicate: NamedNodeRef<'_>, language: &str) -> bool {
        self.graph
            .objects_for_subject_predicate(subject.as_ref(), predicate)
            .any(|object| matches!(object, TermRef::Literal(literal) if literal.language() == Some(language)))
    }

    fn terms(&mut self, context: &Context, context_file: &SourceFile) {
        for kind in [owl::CLASS, owl::OBJECT_PROPERTY, owl::DATATYPE_PROPERTY, owl::ANNOTATION_PROPERTY] {
            for term in instances(self.graph, kind) {
                self.described(&term, rdfs::LABEL, Some(skos::DEFINITION), context_file);
                let local = term.as_str().strip_prefix(sam::NAMESPACE).unwrap_or_default();
                let named = match kind {
                    owl::CLASS => context.class(local) == Some(&term),
                    _ => context.property(local).is_some_and(|property| property.iri == term),
                };
                if !named {
                    self.mistake(term.as_str(), context_file, format!("`{local}` is missing in ontology/context.jsonld"));
                }
            }
        }
        for scheme in instances(self.graph, skos::CONCEPT_SCHEME) {
            self.described(&scheme, skos::PREF_LABEL, None, context_file);
        }
        for concept in instances(self.graph, skos::CONCEPT) {
            self.described(&concept, skos::PREF_LABEL, Some(skos::DEFINITION), context_file);
        }
    }

    fn described(&mut self, term: &NamedNode, label: NamedNodeRef<'_>, definition: Option<NamedNodeRef<'_>>, fallback: &SourceFile) {
        for language in ["nb", "en"] {
            if !self.has_language(term, label, language) {
                self.mistake(term.as_str(), fallback, format!("{term} has no label in {language}"));
            }
            if definition.is_some_and(|definition| !self.has_language(term, definition, language)) {
                self.mistake(term.as_str(), fallback, format!("{term} has no definition in {language}"));
            }
        }
    }

    fn names(&mut self, context: &Context, file: &SourceFile) {
        let declared = |graph: &Graph, iri: &NamedNode| {
            !iri.as_str().starts_with(sam::NAMESPACE) || graph.triples_for_subject(iri.as_ref()).next().is_some()
        };
        for (name, iri) in context.classes() {
            if !declared(self.graph, iri) {
                self.mistake(iri.as_str(), file, format!("the context names `{name}`, and no class is called {iri}"));
            }
        }
        for (name, property) in context.properties() {
            if !declared(self.graph, &property.iri) {
                self.mistake(
                    property.iri.as_str(),
                    file,
                    format!("the context names `{name}`, and no property is called {}", property.iri),
                );
            }
            let listed = self.code_list(&property.iri);
            match (&property.values, listed) {
                (ValueKind::Code(codes), Some(listed)) if *codes != listed => {
                    let problem = format!("the codes of `{name}` in the context are not those of its code list");
                    self.mistake(property.iri.as_str(), file, problem);
                }
                (ValueKind::Code(_), None)
                | (ValueKind::Thing | ValueKind::Property | ValueKind::Text | ValueKind::Literal(_), Some(_)) => {
                    self.mistake(
                        property.iri.as_str(),
                        file,
                        format!("`{name}` takes codes in the context or in the ontology, not in both"),
                    );
                }
                _ => {}
            }
        }
    }

    /// The codes of a property's list by notation; nothing when it has no list.
    fn code_list(&self, property: &NamedNode) -> Option<BTreeMap<String, NamedNode>> {
        let scheme = self.graph.object_for_subject_predicate(property.as_ref(), sam::CODE_LIST)?;
        let concepts = self.graph.subjects_for_predicate_object(skos::IN_SCHEME, scheme);
        Some(
            concepts
                .filter_map(|concept| match (concept, self.graph.object_for_subject_predicate(concept, skos::NOTATION)?) {
                    (NamedOrBlankNodeRef::NamedNode(node), TermRef::Literal(notation)) => {
                        Some((notation.value().to_owned(), node.into_owned()))
                    }
                    _ => None,
                })
                .collect(),
        )
    }
}
