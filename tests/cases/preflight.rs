//! The official examples and test documents around data.norge.no, which are not in the repository: one test for each when
//! `SAMSTYR_SHARED` names the folder that holds `fdk/`, one ignored test when it does not.

use libtest_mimic::{Failed, Trial};
use oxigraph::io::{RdfFormat, RdfParser};
use oxigraph::model::{Graph, NamedNodeRef, TermRef, Triple};
use samstyr::net::Policy;
use samstyr::preflight::{self, Asking, PATIENCE, Preflight, Source, Wanted};
use std::fs;
use std::path::{Path, PathBuf};

/// Official documents that are not Turtle, with the line of the mistake.
const BROKEN: &[(&str, usize)] = &[("cpsvapno_exOffentligTjeneste", 77), ("mqa_compliant-dataset-event", 45)];
/// A pair in a fixture that contradicts all others.
const INCONSISTENT: &str = "http://test-publisher.ttl#GeneratedCatalog";

pub fn trials() -> Vec<Trial> {
    let Some(shared) = std::env::var_os("SAMSTYR_SHARED") else {
        return vec![Trial::test("preflight::official examples", || Ok(())).with_ignored_flag(true)];
    };
    let root = PathBuf::from(shared).join("fdk");
    let mut files: Vec<PathBuf> = fs::read_dir(root.join("catalogs")).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.sort();
    assert!(files.len() > 30, "the catalogues are not whole: {} files", files.len());
    let golden = root.join("golden/mqa-max-dataset.ttl");
    let ids = files.clone();
    let mut trials = vec![
        Trial::test("preflight::golden", move || is_golden(&golden)),
        Trial::test("preflight::fdkIds of the fixtures", move || ids_agree(&ids)),
    ];
    trials.extend(files.into_iter().map(|file| {
        let name = file.file_stem().unwrap().to_string_lossy().into_owned();
        Trial::test(format!("preflight::{name}"), move || is_survived(&file))
    }));
    trials
}

fn look(file: &Path) -> Result<Preflight, Failed> {
    let asking = Asking { policy: Policy::default(), patience: PATIENCE, media_type: None };
    let sources = vec![Source::File(file.to_owned())];
    Ok(preflight::run(&Wanted { sources, asking, profiles: Vec::new(), shapes: Vec::new(), previous: None })?)
}

/// It conforms to both versions, and earns everything but the size in bytes.
fn is_golden(file: &Path) -> Result<(), Failed> {
    let found = look(file)?;
    let score = found.documents[0].scores[0].score;
    if found.is_clear() && score == 360 { Ok(()) } else { Err(format!("{score}, {:?}", found.documents[0].profiles).into()) }
}

/// It is read to the end or has a mistake with its line; every format of the report can be written.
fn is_survived(file: &Path) -> Result<(), Failed> {
    let found = look(file)?;
    for language in ["nb", "nn", "en"] {
        let rows = preflight::finding_rows(&found, language).count();
        let json = preflight::json(&found, language);
        assert_eq!(json["findings"].as_array().unwrap().len(), rows);
    }
    assert!(!preflight::graph(&found).is_empty());
    let document = &found.documents[0];
    let lines = fs::read_to_string(file)?.lines().count() + 1;
    if let Some(finding) = document.findings.iter().find(|finding| finding.line.is_some_and(|line| line == 0 || line > lines)) {
        return Err(format!("line {:?} of {lines}: {finding:?}", finding.line).into());
    }
    let syntax = document.findings.iter().find(|finding| finding.rule == "syntax").map(|finding| finding.line);
    let expected = BROKEN.iter().find(|(name, _)| file.file_stem().is_some_and(|stem| stem == *name)).map(|(_, line)| Some(*line));
    if syntax == expected { Ok(()) } else { Err(format!("syntax error at {syntax:?}, not {expected:?}").into()) }
}

/// Catalogue records name what they are about and its id.
fn ids_agree(files: &[PathBuf]) -> Result<(), Failed> {
    let topic = NamedNodeRef::new_unchecked("http://xmlns.com/foaf/0.1/primaryTopic");
    let identifier = NamedNodeRef::new_unchecked("http://purl.org/dc/terms/identifier");
    let mut pairs = 0;
    for file in files {
        let mut graph = Graph::new();
        for quad in RdfParser::from_format(RdfFormat::Turtle).for_slice(&fs::read(file)?).map_while(Result::ok) {
            graph.insert(&Triple::from(quad));
        }
        for record in graph.triples_for_predicate(topic) {
            let (TermRef::NamedNode(iri), Some(TermRef::Literal(id))) =
                (record.object, graph.object_for_subject_predicate(record.subject, identifier))
            else {
                continue;
            };
            let is_id = id.value().len() == 36 && id.value().as_bytes()[14] == b'3';
            if is_id && iri.as_str() != INCONSISTENT {
                let computed = preflight::fdk_id(iri.as_str()).to_string();
                if computed != id.value() {
                    return Err(format!("{}: {iri} is {computed}, not {}", file.display(), id.value()).into());
                }
                pairs += 1;
            }
        }
    }
    if pairs > 15 { Ok(()) } else { Err(format!("only {pairs} pairs").into()) }
}
