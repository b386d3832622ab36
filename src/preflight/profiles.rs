//! The application profiles: our own shapes for each, in `ontology/profiles`, or official ones given by the user.

use super::lines::Parsed;
use super::naming::Labels;
use super::source;
use crate::error::{Error, Result, count};
use crate::validate::vocabulary as sh;
use crate::validate::{self, Report, Shapes};
use oxigraph::io::RdfFormat;
use oxigraph::model::vocab::rdf;
use oxigraph::model::{Graph, NamedNodeRef, TermRef, Triple};
use rust_embed::Embed;
use std::collections::BTreeMap;
use std::path::PathBuf;

#[derive(Embed)]
#[folder = "ontology/profiles"]
#[include = "*.ttl"]
#[include = "*.toml"]
struct Files;

const SEVERITIES: &[&str] = &["Violation", "Warning", "Info"];
/// The properties of SHACL (<https://www.w3.org/ns/shacl>), those of its extensions included.
const TERMS: &[&str] = &[
    "alternativePath",
    "and",
    "annotationProperty",
    "annotationValue",
    "annotationVarName",
    "ask",
    "class",
    "closed",
    "condition",
    "construct",
    "datatype",
    "deactivated",
    "declare",
    "defaultValue",
    "description",
    "disjoint",
    "entailment",
    "equals",
    "expression",
    "filterShape",
    "flags",
    "group",
    "hasValue",
    "ignoredProperties",
    "in",
    "intersection",
    "inversePath",
    "js",
    "jsFunctionName",
    "jsLibrary",
    "jsLibraryURL",
    "labelTemplate",
    "languageIn",
    "lessThan",
    "lessThanOrEquals",
    "maxCount",
    "maxExclusive",
    "maxInclusive",
    "maxLength",
    "message",
    "minCount",
    "minExclusive",
    "minInclusive",
    "minLength",
    "name",
    "namespace",
    "node",
    "nodeKind",
    "nodeValidator",
    "nodes",
    "not",
    "object",
    "oneOrMorePath",
    "optional",
    "or",
    "order",
    "parameter",
    "path",
    "pattern",
    "predicate",
    "prefix",
    "prefixes",
    "property",
    "propertyValidator",
    "qualifiedMaxCount",
    "qualifiedMinCount",
    "qualifiedValueShape",
    "qualifiedValueShapesDisjoint",
    "reifierShape",
    "reificationRequired",
    "returnType",
    "rule",
    "select",
    "severity",
    "shapesGraph",
    "sparql",
    "subject",
    "suggestedShapesGraph",
    "target",
    "targetClass",
    "targetNode",
    "targetObjectsOf",
    "targetSubjectsOf",
    "union",
    "uniqueLang",
    "update",
    "validator",
    "xone",
    "zeroOrMorePath",
    "zeroOrOnePath",
];

const DCAT: &[&str] = &[
    "http://www.w3.org/ns/dcat#Catalog",
    "http://www.w3.org/ns/dcat#Dataset",
    "http://www.w3.org/ns/dcat#DatasetSeries",
    "http://www.w3.org/ns/dcat#Distribution",
    "http://www.w3.org/ns/dcat#DataService",
];

/// A profile with the classes that call for it.
struct Profile {
    name: &'static str,
    classes: &'static [&'static str],
}

/// The profile whose results the quality assessment counts.
const ASSESSED: &str = "dcat-ap-no-2";

const PROFILES: &[Profile] = &[
    Profile { name: "dcat-ap-no-3", classes: DCAT },
    Profile { name: ASSESSED, classes: DCAT },
    Profile {
        name: "cpsv-ap-no",
        classes: &[
            "http://purl.org/vocab/cpsv#PublicService",
            "https://data.norge.no/vocabulary/cpsvno#Service",
            "http://data.europa.eu/m8g/Event",
            "http://data.europa.eu/m8g/LifeEvent",
            "http://data.europa.eu/m8g/BusinessEvent",
        ],
    },
    Profile { name: "skos-ap-no", classes: &["http://www.w3.org/2004/02/skos/core#Collection"] },
];

/// The names of the profiles.
pub fn names() -> impl Iterator<Item = &'static str> {
    PROFILES.iter().map(|profile| profile.name)
}

/// Profiles ready to be applied.
pub(super) struct Profiles {
    /// Name, the classes that call for it (nothing: it always applies), shapes.
    chosen: Vec<(String, Option<&'static [&'static str]>, Shapes)>,
    assessed: Shapes,
    /// What was passed over in shapes that the user gave.
    pub notes: Vec<String>,
}

impl Profiles {
    /// The profiles of these names, or all; files with shapes take their place.
    pub(super) fn load(wanted: &[String], files: &[PathBuf]) -> Result<Self> {
        let mut chosen = Vec::new();
        let mut notes = Vec::new();
        if files.is_empty() {
            for profile in PROFILES.iter().filter(|profile| wanted.is_empty() || wanted.iter().any(|name| name == profile.name)) {
                // A profile that is named applies whatever stands in the document.
                let classes = wanted.is_empty().then_some(profile.classes);
                chosen.push((profile.name.to_owned(), classes, own(profile.name)?));
            }
        } else {
            let (mut graph, mut labels) = (Graph::new(), Labels::new("s"));
            for file in files {
                graph.extend(source::parsed(file, &mut labels)?.graph.iter());
            }
            notes = pass_over(&mut graph);
            let shapes = Shapes::compile(graph)?;
            let names: Vec<_> = files.iter().filter_map(|file| file.file_stem()).map(|name| name.to_string_lossy()).collect();
            chosen.push((names.join(" "), None, shapes));
        }
        Ok(Self { chosen, assessed: own(ASSESSED)?, notes })
    }

    /// The report of every profile that applies.
    pub(super) fn check(&self, graph: &Graph) -> Result<Vec<(&str, Report)>> {
        let applies = |classes: Option<&[&str]>| classes.is_none_or(|classes| classes.iter().any(|class| has_instance(graph, class)));
        let applying = self.chosen.iter().filter(|(_, classes, _)| applies(*classes));
        applying.map(|(name, _, shapes)| Ok((name.as_str(), validate::check(shapes, graph)?))).collect()
    }

    /// Whether the assessment's shapes find nothing at all in a graph.
    pub(super) fn assessed(&self, graph: &Graph) -> Result<bool> {
        Ok(validate::check(&self.assessed, graph)?.conforms())
    }
}

/// Takes out of shapes what SHACL does not define, and says so. The published shapes are full of misspelt terms (sh:MinCount,
/// sh:Voilation), and the service that runs them ignores those; what SHACL does define and the engine does not know stays an error.
fn pass_over(shapes: &mut Graph) -> Vec<String> {
    let local = |iri: &str| iri.strip_prefix(sh::NAMESPACE).map(str::to_owned);
    let mut unknown = BTreeMap::new();
    for triple in shapes.iter() {
        let predicate = local(triple.predicate.as_str());
        let severity = match triple.object {
            TermRef::NamedNode(object) if predicate.as_deref() == Some("severity") => local(object.as_str()),
            _ => None,
        };
        let misspelt = predicate.filter(|name| !TERMS.contains(&name.as_str()));
        let misspelt = misspelt.or(severity.filter(|name| !SEVERITIES.contains(&name.as_str())));
        if let Some(name) = misspelt {
            unknown.entry(name).or_insert_with(Vec::new).push(triple.into_owned());
        }
    }
    for triple in unknown.values().flatten() {
        shapes.remove(triple);
    }
    let note = |(name, triples): (String, Vec<Triple>)| {
        format!("the shapes say sh:{name}, which SHACL does not define, {}: passed over", count(triples.len(), "time"))
    };
    unknown.into_iter().map(note).collect()
}

fn has_instance(graph: &Graph, class: &str) -> bool {
    graph.subjects_for_predicate_object(rdf::TYPE, NamedNodeRef::new_unchecked(class)).next().is_some()
}

/// The table of the metadata quality metrics.
pub(super) fn metrics() -> Result<String> {
    embedded("mqa.toml")
}

fn own(profile: &str) -> Result<Shapes> {
    let parsed = Parsed::read(embedded(&format!("{profile}.ttl"))?, RdfFormat::Turtle, &mut Labels::new("s"));
    match parsed.stop {
        Some(stop) => Err(Error::Store(format!("{profile}.ttl: {}", source::described(&stop)).into())),
        None => Ok(Shapes::compile(parsed.graph)?),
    }
}

fn embedded(name: &str) -> Result<String> {
    let file = Files::get(name).ok_or_else(|| Error::Store(format!("{name} is not built in").into()))?;
    String::from_utf8(file.data.into_owned()).map_err(|error| Error::Store(Box::new(error)))
}
