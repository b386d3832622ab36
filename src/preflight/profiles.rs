//! The application profiles: our own shapes for each, in `ontology/profiles`, or official ones given by the user.

use crate::error::{Error, Result};
use crate::rdf::read::{self, hand_over};
use crate::validate::{self, Report, Shapes};
use oxigraph::io::{RdfFormat, RdfParser};
use oxigraph::model::vocab::rdf;
use oxigraph::model::{Graph, NamedNodeRef, Triple};
use rust_embed::Embed;
use std::path::{Path, PathBuf};

#[derive(Embed)]
#[folder = "ontology/profiles"]
#[include = "*.ttl"]
#[include = "*.toml"]
struct Files;

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
}

impl Profiles {
    /// The profiles of these names, or all; files with shapes take their place.
    pub(super) fn load(wanted: &[String], files: &[PathBuf]) -> Result<Self> {
        let mut chosen = Vec::new();
        if files.is_empty() {
            for profile in PROFILES.iter().filter(|profile| wanted.is_empty() || wanted.iter().any(|name| name == profile.name)) {
                // A profile that is named applies whatever stands in the document.
                let classes = wanted.is_empty().then_some(profile.classes);
                chosen.push((profile.name.to_owned(), classes, own(profile.name)?));
            }
        } else {
            let shapes = Shapes::compile(read::graph(files.iter().map(PathBuf::as_path))?)?;
            let names: Vec<_> = files.iter().filter_map(|file| file.file_stem()).map(|name| name.to_string_lossy()).collect();
            chosen.push((names.join(" "), None, shapes));
        }
        Ok(Self { chosen, assessed: own(ASSESSED)? })
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

fn has_instance(graph: &Graph, class: &str) -> bool {
    graph.subjects_for_predicate_object(rdf::TYPE, NamedNodeRef::new_unchecked(class)).next().is_some()
}

/// The table of the metadata quality metrics.
pub(super) fn metrics() -> Result<String> {
    embedded("mqa.toml")
}

fn own(profile: &str) -> Result<Shapes> {
    let name = format!("{profile}.ttl");
    let mut graph = Graph::new();
    let text = embedded(&name)?;
    let parser = RdfParser::from_format(RdfFormat::Turtle).for_slice(&text);
    hand_over(parser, Path::new(&name), &mut |quad| {
        graph.insert(&Triple::from(quad));
    })?;
    Ok(Shapes::compile(graph)?)
}

fn embedded(name: &str) -> Result<String> {
    let file = Files::get(name).ok_or_else(|| Error::Store(format!("{name} is not built in").into()))?;
    String::from_utf8(file.data.into_owned()).map_err(|error| Error::Store(Box::new(error)))
}
