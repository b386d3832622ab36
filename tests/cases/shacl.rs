//! The W3C's SHACL test suite (core and SPARQL), which is not in the repository: one test for each `sht:Validate` when
//! `SAMSTYR_SHARED` names the folder that holds `conformance/`, one ignored test when it does not.
//!
//! Compared are `sh:conforms` and the multiset of results (focus node, path, value, component, shape, severity).

use libtest_mimic::{Failed, Trial};
use oxigraph::io::{RdfFormat, RdfParser};
use oxigraph::model::{Graph, NamedNode, NamedNodeRef, NamedOrBlankNodeRef, Term, TermRef, Triple};
use samstyr::validate::{Shapes, check};
use std::fs;
use std::path::{Path, PathBuf};

const BASE: &str = "https://w3c.github.io/data-shapes/data-shapes-test-suite/tests/";
const SHT: &str = "http://www.w3.org/ns/shacl-test#";
const MF: &str = "http://www.w3.org/2001/sw/DataAccess/tests/test-manifest#";
const SH: &str = "http://www.w3.org/ns/shacl#";
const TYPE: NamedNodeRef<'_> = oxigraph::model::vocab::rdf::TYPE;

pub fn trials() -> Vec<Trial> {
    let Some(shared) = std::env::var_os("SAMSTYR_SHARED") else {
        return vec![Trial::test("shacl::W3C suite", || Ok(())).with_ignored_flag(true)];
    };
    let root = PathBuf::from(shared).join("conformance/w3c/shacl/tests");
    let mut files = Vec::new();
    collect(&root, &mut files);
    files.sort();
    let tests = files.into_iter().filter(|file| fs::read_to_string(file).unwrap().contains("sht:Validate"));
    let tests: Vec<PathBuf> = tests.collect();
    assert!(tests.len() > 100, "the W3C suite is not whole: {} files", tests.len());
    tests
        .into_iter()
        .map(|file| {
            let root = root.clone();
            let name = file.strip_prefix(&root).unwrap().display().to_string();
            Trial::test(format!("shacl::{name}"), move || run(&root, &file))
        })
        .collect()
}

fn collect(folder: &Path, files: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            collect(&path, files);
        } else if path.extension().is_some_and(|extension| extension == "ttl") && !path.ends_with("manifest.ttl") {
            files.push(path);
        }
    }
}

fn parse(root: &Path, file: &Path) -> Result<Graph, Failed> {
    let base = format!("{BASE}{}", file.strip_prefix(root)?.display());
    let text = fs::read(file)?;
    let mut graph = Graph::new();
    for quad in RdfParser::from_format(RdfFormat::Turtle).with_base_iri(base)?.for_slice(&text) {
        graph.insert(&Triple::from(quad?));
    }
    Ok(graph)
}

fn node(term: TermRef<'_>) -> Option<NamedOrBlankNodeRef<'_>> {
    match term {
        TermRef::NamedNode(node) => Some(node.into()),
        TermRef::BlankNode(node) => Some(node.into()),
        _ => None,
    }
}

fn object<'a>(graph: &'a Graph, subject: NamedOrBlankNodeRef<'a>, iri: String) -> Option<TermRef<'a>> {
    let predicate = NamedNode::new_unchecked(iri);
    graph.objects_for_subject_predicate(subject, &predicate).next()
}

fn run(root: &Path, file: &Path) -> Result<(), Failed> {
    let manifest = parse(root, file)?;
    let validate = NamedNode::new_unchecked(format!("{SHT}Validate"));
    let tests: Vec<_> = manifest.subjects_for_predicate_object(TYPE, &validate).collect();
    if tests.is_empty() {
        return Err("no sht:Validate in this file".into());
    }
    for test in tests {
        let action = object(&manifest, test, format!("{MF}action")).and_then(node).ok_or("no action")?;
        let graph_of = |name: &str| -> Result<Graph, Failed> {
            let TermRef::NamedNode(iri) = object(&manifest, action, format!("{SHT}{name}")).ok_or("no graph")? else {
                return Err("the graph is no IRI".into());
            };
            parse(root, &root.join(iri.as_str().trim_start_matches(BASE)))
        };
        let outcome = Shapes::compile(graph_of("shapesGraph")?).and_then(|shapes| check(&shapes, &graph_of("dataGraph").unwrap()));
        let expected = object(&manifest, test, format!("{MF}result")).ok_or("no result")?;
        match (node(expected), outcome) {
            (Some(NamedOrBlankNodeRef::NamedNode(failure)), Err(_)) if failure.as_str() == format!("{SHT}Failure") => {}
            (Some(wanted @ NamedOrBlankNodeRef::BlankNode(_)), Ok(report)) => {
                let got = report.to_graph();
                let type_of_report = NamedNode::new_unchecked(format!("{SH}ValidationReport"));
                let node_of_report = got.subjects_for_predicate_object(TYPE, &type_of_report).next().ok_or("no report")?;
                let (wanted, got) = (results(&manifest, wanted), results(&got, node_of_report));
                if wanted != got {
                    return Err(format!("expected {wanted:#?}\ngot {got:#?}").into());
                }
            }
            (expected, outcome) => return Err(format!("expected {expected:?}, got {outcome:?}").into()),
        }
    }
    Ok(())
}

/// `sh:conforms` and the results, with blank nodes shown by their structure where it matters (paths) and alike where not.
fn results(graph: &Graph, report: NamedOrBlankNodeRef<'_>) -> (String, Vec<String>) {
    let conforms = object(graph, report, format!("{SH}conforms")).map(|term| term.to_string()).unwrap_or_default();
    let result = NamedNode::new_unchecked(format!("{SH}result"));
    let mut rows: Vec<String> = graph
        .objects_for_subject_predicate(report, &result)
        .filter_map(node)
        .map(|result| {
            let field = |name: &str| match object(graph, result, format!("{SH}{name}")) {
                Some(TermRef::BlankNode(blank)) if name == "resultPath" => path(graph, &blank.into_owned().into()),
                Some(TermRef::BlankNode(_)) => "_:".to_owned(),
                Some(term) => term.to_string(),
                None => String::new(),
            };
            ["focusNode", "resultPath", "value", "sourceConstraintComponent", "sourceShape", "resultSeverity"].map(field).join(" ")
        })
        .collect();
    rows.sort();
    (conforms, rows)
}

fn path(graph: &Graph, term: &Term) -> String {
    let Some(blank) = node(term.as_ref()).filter(|_| term.is_blank_node()) else { return term.to_string() };
    let mut parts: Vec<String> = graph
        .triples_for_subject(blank)
        .map(|triple| format!("{} {}", triple.predicate, path(graph, &triple.object.into_owned())))
        .collect();
    parts.sort();
    format!("[{}]", parts.join("; "))
}
