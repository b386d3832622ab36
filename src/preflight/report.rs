//! What was found, written: rows for tables, one JSON document, and triples (a SHACL report, DQV measurements, records).

use super::finding::Finding;
use super::mqa::{Score, Table};
use super::{Conformance, Document, Preflight};
use crate::rdf::term::plain;
use crate::rdf::vocab::{dcat, dct, dqv, foaf};
use crate::sparql::{Row, Rows};
use crate::validate::Report;
use oxigraph::model::vocab::rdf;
use oxigraph::model::{BlankNode, Graph, Literal, NamedNode, NamedOrBlankNode, Term, Triple};
use serde_json::{Value, json};

/// The few words of reports, in nb, nn and en.
fn word(language: &str, words: [&'static str; 3]) -> &'static str {
    match language {
        "nn" => words[1],
        "en" => words[2],
        _ => words[0],
    }
}

fn text(text: impl Into<String>) -> Term {
    Literal::from(text.into()).into()
}

fn iri(iri: &str) -> Term {
    NamedNode::new_unchecked(iri).into()
}

fn number(number: impl TryInto<i64>) -> Option<Term> {
    number.try_into().ok().map(|number: i64| Literal::from(number).into())
}

/// The findings.
pub fn finding_rows(found: &Preflight, language: &str) -> Rows<'static> {
    const COLUMNS: &[&str] = &["severity", "rule", "profile", "document", "line", "column", "subject", "path", "value", "message"];
    let row = |(document, finding): (&Document, &Finding)| -> Row {
        vec![
            Some(text(finding.severity.word())),
            Some(text(&finding.rule)),
            finding.profile.as_deref().map(text),
            Some(text(&document.name)),
            finding.line.and_then(number),
            finding.column.and_then(number),
            Some(finding.result.focus.clone()),
            finding.path().map(text),
            finding.result.value.clone(),
            Some(text(finding.message(language))),
        ]
    };
    Rows::of(COLUMNS, findings(found).map(row).collect())
}

/// The findings for people: what a table has room for.
pub fn finding_lines(found: &Preflight, language: &str) -> Rows<'static> {
    let row = |(document, finding): (&Document, &Finding)| -> Row {
        let place = match (finding.line, finding.column) {
            (Some(line), Some(column)) => format!("{}:{line}:{column}", document.name),
            (Some(line), None) => format!("{}:{line}", document.name),
            _ => document.name.clone(),
        };
        let rule = finding.profile.iter().fold(finding.rule.clone(), |rule, profile| format!("{profile}: {rule}"));
        vec![
            Some(text(finding.severity.word())),
            Some(text(place)),
            Some(finding.result.focus.clone()),
            Some(text(finding.message(language))),
            Some(text(rule)),
        ]
    };
    Rows::of(&["severity", "place", "subject", "message", "rule"], findings(found).map(row).collect())
}

fn findings(found: &Preflight) -> impl Iterator<Item = (&Document, &Finding)> {
    found.documents.iter().flat_map(|document| document.findings.iter().map(move |finding| (document, finding)))
}

/// The documents: harvested or not, and how they stand to the profiles.
pub fn document_rows(found: &Preflight, language: &str) -> Rows<'static> {
    let row = |document: &Document| -> Row {
        let harvested = if document.harvested { ["ja", "ja", "yes"] } else { ["nei", "nei", "no"] };
        let profiles: Vec<String> = document.profiles.iter().map(|profile| conformance(profile, language)).collect();
        vec![
            Some(text(&document.name)),
            Some(text(word(language, harvested))),
            document.triples.and_then(number),
            Some(text(profiles.join("\n"))),
        ]
    };
    Rows::of(&["document", "harvested", "triples", "profiles"], found.documents.iter().map(row).collect())
}

fn conformance(profile: &Conformance, language: &str) -> String {
    let Conformance { profile, violations, others } = profile;
    let verdict = match violations {
        0 => word(language, ["samsvarer", "samsvarar", "conforms"]).to_owned(),
        violations => format!("{violations} {}", word(language, ["brudd", "brot", "violations"])),
    };
    let others = match others {
        0 => String::new(),
        others => format!(", {others} {}", word(language, ["andre funn", "andre funn", "other findings"])),
    };
    format!("{profile}: {verdict}{others}")
}

/// The datasets' scores, by dimension.
pub fn dataset_rows(found: &Preflight, language: &str) -> Rows<'static> {
    let table = &found.table;
    let dimensions = table.dimensions();
    let columns: Vec<&str> =
        ["dataset", "score", "max", "level"].into_iter().chain(dimensions.iter().map(|(name, _)| *name)).chain(["assumed"]).collect();
    let row = |score: &Score| -> Row {
        let level = table.level(score.score).map_or("", |level| level.name(language));
        let mut row = vec![Some(score.dataset.clone().into()), number(score.score), number(table.total), Some(text(level))];
        row.extend(dimensions.iter().map(|(name, points)| Some(text(format!("{}/{points}", table.points(score, name))))));
        row.push(number(score.assumed));
        row
    };
    Rows::of(&columns, scores(found).map(row).collect())
}

fn scores(found: &Preflight) -> impl Iterator<Item = &Score> {
    found.documents.iter().flat_map(|document| &document.scores)
}

/// What the missing points cost, the dearest first; those that nobody can have come last.
pub fn advice_rows(found: &Preflight, language: &str) -> Rows<'static> {
    let mut missing: Vec<(usize, usize)> = (0..found.table.metrics.len())
        .map(|at| (at, scores(found).filter(|score| !score.measured[at].met).count()))
        .filter(|(at, datasets)| *datasets > 0 && found.table.metrics[*at].points > 0)
        .collect();
    missing.sort_by_key(|(at, datasets)| {
        let metric = &found.table.metrics[*at];
        (!metric.reachable(), std::cmp::Reverse(metric.points as usize * datasets))
    });
    let row = |(at, datasets): (usize, usize)| -> Row {
        let metric = &found.table.metrics[at];
        vec![
            Some(text(&metric.id)),
            Some(text(&metric.dimension)),
            number(metric.points),
            number(datasets),
            Some(text(metric.advice(language))),
        ]
    };
    Rows::of(&["metric", "dimension", "points", "datasets", "how"], missing.into_iter().map(row).collect())
}

/// The names in the portal.
pub fn resource_rows(found: &Preflight) -> Rows<'static> {
    let resources = found.documents.iter().flat_map(|document| &document.resources);
    let row = |resource: &super::Resource| -> Row {
        let portal = resource.portal.as_deref().map(iri);
        vec![
            Some(iri(&resource.iri)),
            Some(text(resource.kind)),
            Some(text(resource.fdk_id.to_string())),
            portal,
            Some(iri(&resource.record)),
        ]
    };
    Rows::of(&["resource", "kind", "fdk_id", "portal", "record"], resources.map(row).collect())
}

/// Everything as one JSON document.
pub fn json(found: &Preflight, language: &str) -> Value {
    let documents: Vec<Value> = found.documents.iter().map(document).collect();
    let datasets: Vec<Value> = found
        .documents
        .iter()
        .flat_map(|document| document.scores.iter().map(move |score| dataset(&found.table, score, &document.name, language)))
        .collect();
    let findings: Vec<Value> = findings(found).map(|(document, found)| finding(found, &document.name, language)).collect();
    let resources: Vec<Value> = found
        .documents
        .iter()
        .flat_map(|document| document.resources.iter().map(move |resource| (resource, &document.name)))
        .map(|(resource, document)| {
            json!({
                "iri": resource.iri, "kind": resource.kind, "fdkId": resource.fdk_id.to_string(), "portal": resource.portal,
                "record": resource.record, "document": document,
            })
        })
        .collect();
    json!({ "clear": found.is_clear(), "documents": documents, "datasets": datasets, "findings": findings, "resources": resources })
}

fn document(document: &Document) -> Value {
    let profile = |one: &Conformance| json!({ "profile": one.profile, "conforms": one.violations == 0, "violations": one.violations, "others": one.others });
    let profiles: Vec<Value> = document.profiles.iter().map(profile).collect();
    json!({ "document": document.name, "harvested": document.harvested, "triples": document.triples, "profiles": profiles })
}

fn dataset(table: &Table, score: &Score, document: &str, language: &str) -> Value {
    let level = table.level(score.score);
    let dimensions: Vec<Value> = table
        .dimensions()
        .into_iter()
        .map(|(name, max)| json!({ "dimension": name, "score": table.points(score, name), "max": max }))
        .collect();
    let missing: Vec<Value> = score
        .measured
        .iter()
        .map(|one| (one, &table.metrics[one.metric]))
        .filter(|(one, metric)| !one.met && metric.points > 0)
        .map(|(_, metric)| {
            json!({
                "metric": metric.id, "dimension": metric.dimension, "points": metric.points, "attainable": metric.reachable(),
                "conflict": metric.conflicts(), "how": metric.advice(language),
            })
        })
        .collect();
    json!({
        "iri": score.dataset.as_str(), "score": score.score, "max": table.total, "attainable": table.attainable, "assumed": score.assumed,
        "percent": f64::from(score.score * 1000 / table.total) / 10.0, "level": level.map(|level| &level.id),
        "distribution": score.distribution.as_ref().map(node), "dimensions": dimensions, "missing": missing, "document": document,
    })
}

fn node(node: &NamedOrBlankNode) -> String {
    plain(&node.clone().into())
}

fn finding(found: &Finding, document: &str, language: &str) -> Value {
    json!({
        "rule": found.rule, "severity": found.severity.word(), "line": found.line, "column": found.column, "profile": found.profile,
        "subject": found.subject(), "path": found.path(), "value": found.value(), "message": found.message(language), "document": document,
    })
}

/// A SHACL validation report of all findings, the measurements of every dataset in DQV, and the records that the portal will make.
pub fn graph(found: &Preflight) -> Graph {
    let results = found.documents.iter().flat_map(|document| &document.findings).map(|finding| finding.result.clone()).collect();
    let mut graph = Report { results }.to_graph();
    let mut measured = 0;
    for score in scores(found) {
        measurements(&mut graph, &found.table, score, &mut measured);
    }
    for resource in found.documents.iter().flat_map(|document| &document.resources) {
        let record = NamedNode::new_unchecked(&resource.record);
        graph.insert(&Triple::new(record.clone(), rdf::TYPE, dcat::CATALOG_RECORD));
        graph.insert(&Triple::new(record.clone(), dct::IDENTIFIER, Literal::from(resource.fdk_id.to_string())));
        graph.insert(&Triple::new(record, foaf::PRIMARY_TOPIC, NamedNode::new_unchecked(&resource.iri)));
    }
    graph
}

/// What was measured, and the sums: of each dimension, and of all.
fn measurements(graph: &mut Graph, table: &Table, score: &Score, measured: &mut usize) {
    let mut add = |metric: &str, on: &NamedOrBlankNode, value: Literal| {
        *measured += 1;
        let node = BlankNode::new_unchecked(format!("measurement{measured}"));
        graph.insert(&Triple::new(node.clone(), rdf::TYPE, dqv::QUALITY_MEASUREMENT));
        graph.insert(&Triple::new(node.clone(), dqv::IS_MEASUREMENT_OF, NamedNode::new_unchecked(format!("{}{metric}", table.namespace))));
        graph.insert(&Triple::new(node.clone(), dqv::COMPUTED_ON, on.clone()));
        graph.insert(&Triple::new(node, dqv::VALUE, value));
    };
    let dataset = NamedOrBlankNode::from(score.dataset.clone());
    for one in score.measured.iter().filter(|one| !(one.assumed && one.met)) {
        add(&table.metrics[one.metric].id, &one.on, Literal::from(one.met));
    }
    for (dimension, _) in table.dimensions() {
        add(&format!("{dimension}Scoring"), &dataset, Literal::from(i64::from(table.points(score, dimension))));
    }
    add("scoring", &dataset, Literal::from(i64::from(score.score)));
}
