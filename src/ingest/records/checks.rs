//! The last check of the targets of links: what was found of each, how and when.

use super::Reader;
use oxigraph::model::Literal;
use oxigraph::model::vocab::rdf;

pub(super) fn read(reader: &mut Reader<'_>) {
    let Some(class) = reader.context.class("TargetCheck").cloned() else { return };
    for row in 0..reader.record.rows.len() {
        let Some(target) = reader.iri(row, "target") else { continue };
        let (Some(outcome), Some(how)) = (reader.needed(row, "outcome"), reader.needed(row, "how")) else { continue };
        if reader.needed(row, "date").is_none() || reader.needed(row, "sets").is_none() {
            continue;
        }
        let check = reader.base.by_content("target-check", target.as_str());
        reader.say(&check, rdf::TYPE, class.clone());
        reader.part_of_record(&check);
        reader.say_value(&check, "checkedTarget", target);
        // The outcome is what the line is evidence of; the rest says how it was found.
        if let Some((property, code)) = reader.code(row, "checkOutcome", &outcome) {
            reader.fact(row, &check, property.as_ref(), code);
        }
        reader.say_code(row, &check, "checkMethod", &how);
        for (property, column) in [("date", "date"), ("copiedOn", "copied")] {
            if let Some(day) = reader.day(row, column) {
                reader.say_value(&check, property, day);
            }
        }
        if let Some(detail) = reader.record.cell(row, "detail").map(Literal::from) {
            reader.say_value(&check, "outcomeDetail", detail);
        }
        let sets = reader.record.cell(row, "sets").unwrap_or_default().to_owned();
        for set in sets.split(' ') {
            if let Some(set) = reader.thing(row, &format!("mapping-set/{set}")) {
                reader.say_value(&check, "linkedFrom", set);
            }
        }
    }
}
