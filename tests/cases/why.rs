//! Evidence, over every question and over the W3C's SPARQL evaluation tests (when `SAMSTYR_SHARED` names the folder that holds
//! `conformance/`): the rows are those of the plain answer, and what a row's evidence names is enough for the row.

use libtest_mimic::{Failed, Trial};
use oxigraph::io::{RdfFormat, RdfParser};
use oxigraph::model::{Graph, NamedNode, NamedNodeRef, NamedOrBlankNodeRef, Term, TermRef};
use samstyr::questions::{self, Language, Question};
use samstyr::rdf::format::Format;
use samstyr::rdf::iri::Base;
use samstyr::rdf::vocab::PREFIXES;
use samstyr::sparql::{self, Answer, Request, Row};
use samstyr::store::Store;
use samstyr::why::{self, Evidence, Kind};
use std::fs;
use std::path::{Path, PathBuf};

const MF: &str = "http://www.w3.org/2001/sw/DataAccess/tests/test-manifest#";
const QT: &str = "http://www.w3.org/2001/sw/DataAccess/tests/test-query#";
const BASE: &str = "https://w3c.github.io/rdf-tests/sparql/";
/// What gives another value each time; OFFSET counts rows that the evidence of one does not bring back.
const NEW_EACH_TIME: &[&str] = &["RAND", "UUID", "NOW", "BNODE", "OFFSET"];
/// Tests whose rows do not follow from triples of the evidence alone, and why.
const NOT_OF_TRIPLES: &[(&str, &str)] = &[
    ("graph-empty", "rests on the names of graphs"),
    ("graph-empty-exist", "rests on the names of graphs"),
    ("graph-variable-scope", "rests on the names of graphs"),
    ("subset-02", "an absence inside an absence: what is not missing is not shown"),
    ("subset-03", "as subset-02"),
    ("sq01", "the engine does not say in which graph a sub-select inside GRAPH matched, and the evidence says untraced"),
    ("sq04", "as sq01"),
    ("sq05", "as sq01"),
];

pub fn trials() -> Vec<Trial> {
    let mut trials: Vec<Trial> = questions::all()
        .unwrap()
        .into_iter()
        .map(|question| Trial::test(format!("why::question::{}", question.name), move || check_question(&question)))
        .collect();
    let Some(shared) = std::env::var_os("SAMSTYR_SHARED") else {
        trials.push(Trial::test("why::W3C suite", || Ok(())).with_ignored_flag(true));
        return trials;
    };
    let root = PathBuf::from(shared).join("conformance/w3c/sparql");
    let mut manifests = Vec::new();
    collect(&root, &mut manifests);
    manifests.sort();
    assert!(manifests.len() > 20, "the W3C suite is not whole: {} manifests", manifests.len());
    trials.extend(manifests.into_iter().map(|manifest| {
        let name = manifest.parent().unwrap().strip_prefix(&root).unwrap().display().to_string();
        let root = root.clone();
        Trial::test(format!("why::W3C::{name}"), move || check_manifest(&root, &manifest))
    }));
    trials
}

fn collect(folder: &Path, manifests: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            collect(&path, manifests);
        } else if path.ends_with("manifest.ttl") && fs::read_to_string(&path).unwrap().contains("QueryEvaluationTest") {
            manifests.push(path);
        }
    }
}

/// The rows of the plain answer; an ASK has one, without values, if it holds.
fn plain(store: &Store, request: &Request) -> Result<Option<Vec<Row>>, samstyr::error::Error> {
    sparql::answer(store, request, |answer| match answer {
        Answer::Rows(rows) => rows.collect::<Result<_, _>>().map(Some),
        Answer::Boolean(yes) => Ok(Some(if yes { vec![Vec::new()] } else { Vec::new() })),
        Answer::Graph(_) => Ok(None),
    })
}

fn check_question(question: &Question) -> Result<(), Failed> {
    let store = Store::built_in()?;
    let request = question.request(&[], Language::Nb, &Base::default())?;
    let explained = why::explain(&store, &request)?;
    let rows: Vec<Row> = explained.rows.iter().map(|(row, _)| row.clone()).collect();
    let expected = plain(&store, &request)?.ok_or("it is no graph")?;
    if explained.boolean.map_or(rows != expected, |yes| yes == expected.is_empty()) {
        return Err("the rows differ from those of the plain answer".into());
    }
    let mut json = Vec::new();
    why::write::write(&explained, Format::from_name("json").unwrap(), &store, "nb", &mut json)?;
    let document: serde_json::Value = serde_json::from_slice(&json)?;
    for (row, (values, evidence)) in document["rows"].as_array().unwrap().iter().zip(&explained.rows) {
        let traced = evidence.iter().any(Evidence::is_traced);
        if traced != row["note"].is_null() || (!traced && row["note"] != why::write::UNTRACED) {
            return Err(format!("{values:?} says {} of its evidence", row["note"]).into());
        }
    }
    Ok(())
}

fn objects(graph: &Graph, subject: NamedOrBlankNodeRef<'_>, iri: String) -> Vec<Term> {
    let predicate = NamedNode::new_unchecked(iri);
    graph.objects_for_subject_predicate(subject, &predicate).map(TermRef::into_owned).collect()
}

fn check_manifest(root: &Path, path: &Path) -> Result<(), Failed> {
    let folder = path.parent().ok_or("no folder")?;
    let base = format!("{BASE}{}/", folder.strip_prefix(root)?.display());
    let text = fs::read(path)?;
    let mut manifest = Graph::new();
    for quad in RdfParser::from_format(RdfFormat::Turtle).with_base_iri(format!("{base}manifest.ttl"))?.for_slice(&text) {
        manifest.insert(&quad?.into());
    }
    let class = NamedNode::new_unchecked(format!("{MF}QueryEvaluationTest"));
    let rdf_type: NamedNodeRef<'_> = oxigraph::model::vocab::rdf::TYPE;
    let mut problems = Vec::new();
    for test in manifest.subjects_for_predicate_object(rdf_type, &class) {
        let Some(Term::BlankNode(action)) = objects(&manifest, test, format!("{MF}action")).pop() else { continue };
        let file = |term: &Term| match term {
            Term::NamedNode(iri) => Some((iri.as_str().to_owned(), root.join(iri.as_str().strip_prefix(BASE)?))),
            _ => None,
        };
        let files =
            |name: &str| objects(&manifest, action.as_ref().into(), format!("{QT}{name}")).iter().filter_map(file).collect::<Vec<_>>();
        let Some((_, query)) = files("query").pop() else { continue };
        if let Err(problem) = check_case(&base, &query, &files("data"), &files("graphData")) {
            problems.push(format!("{}: {problem}", query.display()));
        }
    }
    if problems.is_empty() { Ok(()) } else { Err(problems.join("\n").into()) }
}

/// The data with each graph under its name; what has no name in the default graph.
fn load(folder: &Path, data: &[(String, PathBuf)], graphs: &[(String, PathBuf)]) -> Option<Store> {
    let mut nquads = String::new();
    for (is_default, (iri, path)) in data.iter().map(|file| (true, file)).chain(graphs.iter().map(|file| (false, file))) {
        let format = RdfFormat::from_extension(path.extension()?.to_str()?)?;
        let text = fs::read(path).ok()?;
        for quad in RdfParser::from_format(format).with_base_iri(iri).ok()?.rename_blank_nodes().for_slice(&text) {
            let quad = quad.ok()?;
            let named = if is_default { quad.clone() } else { oxigraph::model::Triple::from(quad).in_graph(NamedNode::new(iri).ok()?) };
            nquads.push_str(&format!("{named} .\n"));
        }
    }
    store(folder, "data.nq", &nquads)
}

fn store(folder: &Path, name: &str, text: &str) -> Option<Store> {
    let path = folder.join(name);
    fs::write(&path, text).ok()?;
    Store::from_files(&[path]).ok()
}

fn check_case(base: &str, query: &Path, data: &[(String, PathBuf)], graphs: &[(String, PathBuf)]) -> Result<(), String> {
    let folder = tempfile::tempdir().map_err(|error| error.to_string())?;
    let (Some(store), Ok(text)) = (load(folder.path(), data, graphs), fs::read_to_string(query)) else { return Ok(()) };
    let request = Request::new(format!("BASE <{base}>\n{text}"));
    let rows = match (plain(&store, &request), why::explain(&store, &request)) {
        (Err(_) | Ok(None), Err(_)) => return Ok(()),
        (Ok(Some(rows)), Ok(explained)) => {
            let same = explained.boolean.map_or_else(
                || sorted(explained.rows.iter().map(|(row, _)| row)) == sorted(&rows) || is_new_each_time(&text),
                |yes| yes != rows.is_empty(),
            );
            if !same {
                return Err("the rows differ".to_owned());
            }
            if explained.boolean == Some(false) { Vec::new() } else { explained.rows }
        }
        (plain, explained) => return Err(format!("plain {:?}, explained {:?}", plain.is_ok(), explained.err())),
    };
    let name = query.file_stem().unwrap_or_default();
    if is_new_each_time(&text) || NOT_OF_TRIPLES.iter().any(|(known, _)| name == *known) {
        return Ok(());
    }
    // An empty path ends at any node there is, and rests on no triple.
    let goes_nowhere = |evidence: &[Evidence]| evidence.iter().any(|thing| thing.kind == Kind::Path && thing.premises.is_empty());
    for (row, evidence) in rows.into_iter().filter(|(_, evidence)| !goes_nowhere(evidence)) {
        let Some(part) = enough(folder.path(), &evidence) else { continue };
        let found = plain(&part, &request).ok().flatten().unwrap_or_default();
        if !found.iter().any(|other| alike(other) == alike(&row)) {
            return Err(format!("{row:?} does not follow from {evidence:#?}"));
        }
    }
    Ok(())
}

/// Rows in any order: the engine's own changes where the query asks for none.
fn sorted<'a>(rows: impl IntoIterator<Item = &'a Row>) -> Vec<Vec<Option<String>>> {
    let mut rows: Vec<_> = rows.into_iter().map(alike).collect();
    rows.sort();
    rows
}

fn is_new_each_time(text: &str) -> bool {
    NEW_EACH_TIME.iter().any(|name| text.to_uppercase().contains(name))
}

/// A row with all blank nodes alike: they have other names in each store.
fn alike(row: &Row) -> Vec<Option<String>> {
    let word = |word: &str| if word.starts_with("_:") { "_:".to_owned() } else { word.to_owned() };
    row.iter().map(|value| value.as_ref().map(|term| term.to_string().split(' ').map(word).collect())).collect()
}

/// A store of the statements that evidence names; nothing when some are not written out.
fn enough(folder: &Path, evidence: &[Evidence]) -> Option<Store> {
    let mut trig: String = PREFIXES.iter().map(|(prefix, namespace)| format!("@prefix {prefix}: <{namespace}> .\n")).collect();
    write_out(evidence, &mut trig);
    store(folder, "part.trig", &trig)
}

fn write_out(evidence: &[Evidence], trig: &mut String) {
    for thing in evidence {
        if thing.kind == Kind::Untraced && thing.graphs.is_empty() {
            trig.push_str(&format!("{} .\n", thing.statement));
        }
        thing.graphs.iter().for_each(|graph| trig.push_str(&format!("<{graph}> {{ {} }}\n", thing.statement)));
        write_out(&thing.premises, trig);
    }
}
