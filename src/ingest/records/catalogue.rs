//! What `samstyr preflight` says of our own catalogue: findings for each document and set of rules, and the score of each dataset.

use super::Reader;
use oxigraph::model::vocab::xsd;
use oxigraph::model::{Literal, NamedNode};

/// Numbers beside a value, and the properties that say them.
const BESIDE: [(&str, &str); 3] = [("most", "atMost"), ("attainable", "attainable"), ("assumed", "assumedPoints")];

pub(super) fn read(reader: &mut Reader<'_>) {
    for row in 0..reader.record.rows.len() {
        let (Some(document), Some(metric)) = (reader.needed(row, "document"), reader.needed(row, "metric")) else { continue };
        let Some(value) = value(reader, row) else { continue };
        let rules = reader.record.cell(row, "rules").unwrap_or_default().to_owned();
        let Some(on) = measured(reader, row, &document) else { continue };
        let key = format!("{} {metric} {rules}", on.as_str());
        let Some(measurement) = reader.measurement(row, &key, &metric, &on, value) else { continue };
        if !rules.is_empty() {
            reader.say_code(row, &measurement, "checkedAgainst", &rules);
        }
        for (column, property) in BESIDE {
            if let Some(number) = reader.number(row, column) {
                reader.say_value(&measurement, property, number);
            }
        }
        if let Some(found) = reader.record.cell(row, "found").map(Literal::from) {
            reader.say_value(&measurement, "foundRules", found);
        }
    }
}

/// What was measured: the document, or a dataset in it. A dataset's IRI begins with its release; its name does not.
fn measured(reader: &mut Reader<'_>, row: usize, document: &str) -> Option<NamedNode> {
    let dataset = reader.record.cell(row, "dataset").and_then(|iri| iri.rsplit(['/', '#']).next()).map(str::to_owned);
    match dataset {
        Some(name) => reader.thing(row, &format!("catalogue-dataset/{name}")),
        None => reader.thing(row, &format!("catalogue/{document}")),
    }
}

/// A yes, a no or a number.
fn value(reader: &mut Reader<'_>, row: usize) -> Option<Literal> {
    let cell = reader.needed(row, "value")?;
    match cell.as_str() {
        "true" | "false" => Some(Literal::new_typed_literal(cell, xsd::BOOLEAN)),
        _ => reader.number(row, "value"),
    }
}
