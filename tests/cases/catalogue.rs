//! Catalogue, life events and terms: what our preflight says of them is `data/catalogue.tsv`; and against the official shapes, which are not in the repository: these run when
//! `SAMSTYR_SHARED` names the folder that holds `fdk/shapes/`, and are shown as ignored when it does not.

use crate::kept::is_current;
use libtest_mimic::{Failed, Trial};
use oxigraph::io::{RdfFormat, RdfParser};
use oxigraph::model::{Graph, Triple};
use samstyr::config::Publish;
use samstyr::net::Policy;
use samstyr::preflight::{self, Asking, PATIENCE, Source, Wanted};
use samstyr::publish::{Documents, Publication};
use samstyr::rdf::format::Format;
use samstyr::rdf::read;
use samstyr::sparql::{Answer, Triples, write};
use samstyr::store::Store;
use samstyr::validate::{Shapes, check};
use std::fs;
use std::path::{Path, PathBuf};

/// Which shapes each document is held against; the quality service takes no warning either.
const SHAPES: [(&str, &str); 7] = [
    ("catalog", "DCAT-AP-NO-shacl_shapes_2.00.ttl"),
    ("catalog", "mqa_dcat-ap-no_shacl-shapes-2.0.0.ttl"),
    ("catalog", "v3-reconstructed/dcatapno3-core-shapes.ttl"),
    ("catalog", "v3-reconstructed/dcatapno3-range-shapes.ttl"),
    ("catalog", "v3-reconstructed/dcatapno3-vocabulary-shapes.ttl"),
    ("life-events", "CPSV-AP-NO_shacl_shapes_v1.ttl"),
    ("concepts", "SKOS-AP-NO-Begrep-shape_v2.ttl"),
];

/// Slips of the pen in the official files. Our validator refuses them, where others read past them; mended, the shapes ask for more.
const SLIPS: [(&str, &str); 5] = [
    ("sh:MinCount", "sh:minCount"),
    ("sh:Voilation", "sh:Violation"),
    ("sh:propertye", "sh:property"),
    ("sh:targetSubjectOf", "sh:targetSubjectsOf"),
    ("sh:targetSUbjectOf", "sh:targetSubjectsOf"),
];

pub fn trials() -> Vec<Trial> {
    let folder = std::env::var_os("SAMSTYR_SHARED").map(|shared| PathBuf::from(shared).join("fdk/shapes"));
    let missing = folder.is_none();
    let folder = folder.unwrap_or_default();
    let trial = |(document, file): (&'static str, &'static str)| {
        let path = folder.join(file);
        Trial::test(format!("catalogue::{document} conforms to {file}"), move || conforms(document, &path)).with_ignored_flag(missing)
    };
    let preflight = Trial::test("catalogue::preflight", preflight);
    SHAPES.into_iter().map(trial).chain([preflight]).collect()
}

fn publication() -> Result<Publication, Failed> {
    let text = |text: &str| Some(text.to_owned());
    Ok(Publication::of_release(&Publish {
        base: None,
        publisher: text("https://organization-catalog.fellesdatakatalog.digdir.no/organizations/991825827"),
        publisher_name: text("Digitaliseringsdirektoratet"),
        contact_name: text("Datateamet"),
        contact_email: text("data@digdir.no"),
        release: text("2026.1"),
        date: text("2026-11-22"),
        previous: None,
        accessibility_statement: None,
    })?)
}

fn preflight() -> Result<(), Failed> {
    let documents = Documents::build(&Store::built_in()?, &publication()?)?;
    let folder = tempfile::tempdir()?;
    let mut sources = Vec::new();
    for (name, graph) in documents.named().into_iter().filter(|(name, _)| *name != "void") {
        let path = folder.path().join(format!("{name}.ttl"));
        let mut turtle = Vec::new();
        write::write(Answer::Graph(Triples::of(graph)), Format::Rdf(RdfFormat::Turtle), &mut turtle)?;
        fs::write(&path, turtle)?;
        sources.push(Source::File(path));
    }
    let asking = Asking { policy: Policy::default(), patience: PATIENCE, media_type: None };
    let found = preflight::run(&Wanted { sources, asking, profiles: Vec::new(), shapes: Vec::new(), previous: None })?;
    is_current("data/catalogue.tsv", |day| preflight::record(&found, day))
}

fn conforms(document: &str, shapes: &Path) -> Result<(), Failed> {
    let documents = Documents::build(&Store::built_in()?, &publication()?)?;
    let (_, graph) = documents.named().into_iter().find(|(name, _)| *name == document).ok_or("no such document")?;
    let text = fs::read_to_string(shapes)?;
    let mended = SLIPS.iter().fold(text, |text, (slip, meant)| text.replace(slip, meant));
    let mut shapes_graph = Graph::new();
    read::hand_over(RdfParser::from_format(RdfFormat::Turtle).for_slice(&mended), shapes, &mut |quad| {
        shapes_graph.insert(&Triple::from(quad));
    })?;
    let report = check(&Shapes::compile(shapes_graph)?, graph)?;
    if report.results.is_empty() {
        return Ok(());
    }
    let results: Vec<String> =
        report.results.iter().map(|result| format!("{} {:?} {:?} {}", result.focus, result.path, result.value, result.component)).collect();
    Err(format!("{results:#?}").into())
}
