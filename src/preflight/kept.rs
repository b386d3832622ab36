//! What was found of one's own catalogue, as a record: a row for each document and set of rules, and one for each dataset's score.

use super::{Document, Preflight, Severity};
use crate::error::Result;
use crate::sparql::record::Record;
use crate::sparql::{Row, Rows};
use oxigraph::model::{Literal, Term};
use std::collections::BTreeSet;
use std::path::Path;

/// What the record is called.
pub const RECORD: &str = "catalogue";
/// What the rules of the harvest are called among the profiles.
const HARVEST: &str = "harvest";
const COLUMNS: [&str; 9] = ["document", "dataset", "metric", "rules", "value", "most", "attainable", "assumed", "found"];

/// The record of a day. Lines and messages are left out: they change with every release, and what is found does not.
pub fn record(found: &Preflight, day: &str) -> Result<Record> {
    let mut rows = Vec::new();
    for document in &found.documents {
        rows.extend(of_rules(document));
    }
    for document in &found.documents {
        rows.extend(document.scores.iter().map(|score| {
            let number = |number: u32| number.to_string();
            row([
                &name(document),
                score.dataset.as_str(),
                "mqa-score",
                "",
                &number(score.score),
                &number(found.table.total),
                &number(found.table.attainable),
                &number(score.assumed),
                "",
            ])
        }));
    }
    Record::of(RECORD, "samstyr preflight", day, Rows::of(&COLUMNS, rows))
}

/// A document's rows: whether it is harvested, and what each set of rules finds.
fn of_rules(document: &Document) -> Vec<Row> {
    let name = name(document);
    let harvested = if document.harvested { "true" } else { "false" };
    let mut rows = vec![row([&name, "", "harvestable", HARVEST, harvested, "", "", "", ""])];
    let profiles = document.profiles.iter().map(|one| one.profile.as_str());
    for rules in std::iter::once(HARVEST).chain(profiles) {
        let of_rules = |violations: bool| {
            let these = document.findings.iter().filter(move |finding| {
                finding.profile.as_deref().unwrap_or(HARVEST) == rules && (finding.severity == Severity::Violation) == violations
            });
            these.map(|finding| finding.rule.as_str()).collect::<Vec<_>>()
        };
        for (metric, found) in [("violations", of_rules(true)), ("remarks", of_rules(false))] {
            // Rules and not findings are counted: how often one finds something grows with the graph.
            let names: BTreeSet<&str> = found.into_iter().collect();
            let value = names.len().to_string();
            let names = names.into_iter().collect::<Vec<_>>().join(", ");
            rows.push(row([&name, "", metric, rules, &value, "", "", "", &names]));
        }
    }
    rows
}

/// The name of a document without its folder and ending.
fn name(document: &Document) -> String {
    Path::new(&document.name).file_stem().unwrap_or_default().to_string_lossy().into_owned()
}

fn row(cells: [&str; 9]) -> Row {
    cells.iter().map(|cell| (!cell.is_empty()).then(|| Term::from(Literal::from(*cell)))).collect()
}
