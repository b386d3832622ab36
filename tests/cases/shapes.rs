//! The shapes and their examples: the valid graph conforms, each invalid one gives exactly what its first lines announce.
//!
//! A line `# expects: FOCUS PATH COMPONENT SEVERITY` announces one result; PATH is `-` when there is none.

use libtest_mimic::{Failed, Trial};
use oxigraph::model::Graph;
use samstyr::ingest::{self, sources::Sources};
use samstyr::rdf::read;
use samstyr::validate::{Path as PropertyPath, Report, Shapes, check};
use std::fs;
use std::path::{Path, PathBuf};

const SHACL: &str = "http://www.w3.org/ns/shacl#";

pub fn trials() -> Vec<Trial> {
    let examples = Path::new(env!("CARGO_MANIFEST_DIR")).join("ontology/examples");
    let mut invalid: Vec<PathBuf> = fs::read_dir(examples.join("invalid")).unwrap().map(|entry| entry.unwrap().path()).collect();
    invalid.sort();
    let mut trials = vec![Trial::test("shapes::the valid example conforms", move || conforms(&examples.join("example.ttl")))];
    for path in invalid {
        let name = path.file_stem().unwrap().to_string_lossy().into_owned();
        trials.push(Trial::test(format!("shapes::{name}"), move || announced(&path)));
    }
    trials
}

fn validate(path: &Path) -> Result<(Report, Graph), Failed> {
    let shapes: Shapes = ingest::shapes(&Sources::built_in()?)?;
    let data = read::graph([path])?;
    let report = check(&shapes, &data).map_err(|error| error.to_string())?;
    Ok((report, data))
}

fn conforms(path: &Path) -> Result<(), Failed> {
    let (report, _) = validate(path)?;
    if !report.conforms() {
        return Err(format!("{:#?}", found(&report)).into());
    }
    Ok(())
}

/// The results as the announcements are written.
fn found(report: &Report) -> Vec<String> {
    let local = |iri: &str| iri.trim_start_matches(SHACL).to_owned();
    let mut found: Vec<String> = report
        .results
        .iter()
        .map(|result| {
            let path = match &result.path {
                Some(PropertyPath::Predicate(predicate)) => predicate.to_string(),
                Some(_) => "path".to_owned(),
                None => "-".to_owned(),
            };
            format!("{} {path} {} {}", result.focus, local(result.component.as_str()), local(result.severity.as_str()))
        })
        .collect();
    found.sort();
    found
}

fn announced(path: &Path) -> Result<(), Failed> {
    let text = fs::read_to_string(path)?;
    let mut expected: Vec<String> =
        text.lines().filter_map(|line| line.strip_prefix("# expects:")).map(|line| line.trim().to_owned()).collect();
    expected.sort();
    if expected.is_empty() {
        return Err("it announces nothing".into());
    }
    let (report, _) = validate(path)?;
    let found = found(&report);
    if found != expected {
        return Err(format!("announced {expected:#?}\nfound {found:#?}").into());
    }
    Ok(())
}
