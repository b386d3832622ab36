//! The rows of a mapping set: tab-separated, in the order of SSSOM's slots, then what others have added.

use super::curie::{self, CurieMap};
use super::{Mapping, Mistakes};
use crate::error::{Error, Result};
use crate::validity::is_day;
use csv::{ReaderBuilder, StringRecord, WriterBuilder};
use oxigraph::model::NamedNode;
use std::collections::BTreeMap;
use std::io::{self, Write};

/// The slots of a mapping in the order of SSSOM 1.1, which is the order of the columns.
const SLOTS: &[&str] = &[
    "record_id",
    "subject_id",
    "subject_label",
    "subject_category",
    "predicate_id",
    "predicate_label",
    "predicate_modifier",
    "object_id",
    "object_label",
    "object_category",
    "mapping_justification",
    "author_id",
    "author_label",
    "reviewer_id",
    "reviewer_label",
    "creator_id",
    "creator_label",
    "license",
    "subject_type",
    "subject_source",
    "subject_source_version",
    "object_type",
    "object_source",
    "object_source_version",
    "predicate_type",
    "mapping_provider",
    "mapping_source",
    "mapping_cardinality",
    "cardinality_scope",
    "mapping_tool",
    "mapping_tool_id",
    "mapping_tool_version",
    "mapping_date",
    "publication_date",
    "review_date",
    "confidence",
    "reviewer_agreement",
    "curation_rule",
    "curation_rule_text",
    "subject_match_field",
    "object_match_field",
    "match_string",
    "subject_preprocessing",
    "object_preprocessing",
    "similarity_score",
    "similarity_measure",
    "see_also",
    "issue_tracker_item",
    "other",
    "comment",
];
/// The columns that every table has, whether a row needs them or not.
const ALWAYS: [&str; 4] = ["subject_id", "predicate_id", "object_id", "mapping_justification"];
/// The column that says of what kind the object is.
pub const CATEGORY: &str = "object_category";
/// What `predicate_modifier` says of a pair that was refused.
const NOT: &str = "Not";

/// Reads the table below a header of `above` lines.
pub(super) fn read(text: &str, above: usize, map: &CurieMap, mistakes: &mut Mistakes) -> Vec<Mapping> {
    let mut reader = ReaderBuilder::new().delimiter(b'\t').flexible(true).from_reader(text.as_bytes());
    let columns = match reader.headers() {
        Ok(columns) => columns.clone(),
        Err(error) => {
            mistakes.at(above + 1, error.to_string());
            return Vec::new();
        }
    };
    let twice = columns.iter().enumerate().find(|(at, name)| columns.iter().take(*at).any(|other| other == *name));
    if let Some((_, name)) = twice {
        mistakes.at(above + 1, format!("the column `{name}` stands twice"));
    }
    for name in ALWAYS {
        if !columns.iter().any(|column| column == name) {
            mistakes.at(above + 1, format!("the column `{name}` is missing"));
        }
    }
    let mut mappings = Vec::new();
    if !mistakes.is_empty() {
        return mappings;
    }
    for record in reader.records() {
        match record {
            Ok(record) => {
                let line = above + record.position().map_or(1, |place| usize::try_from(place.line()).unwrap_or(usize::MAX));
                mappings.extend(Row { columns: &columns, record: &record, line, map, mistakes: &mut *mistakes }.mapping());
            }
            Err(error) => mistakes.at(above + 1, error.to_string()),
        }
    }
    mappings
}

struct Row<'a, 'f> {
    columns: &'a StringRecord,
    record: &'a StringRecord,
    line: usize,
    map: &'a CurieMap,
    mistakes: &'a mut Mistakes<'f>,
}

impl Row<'_, '_> {
    fn mapping(mut self) -> Option<Mapping> {
        if self.record.len() != self.columns.len() {
            let problem = format!("{} cells, and the table has {} columns", self.record.len(), self.columns.len());
            self.mistakes.at(self.line, problem);
            return None;
        }
        let mut cells: BTreeMap<String, String> = self
            .columns
            .iter()
            .zip(self.record)
            .filter(|(_, cell)| !cell.is_empty())
            .map(|(column, cell)| (column.to_owned(), cell.to_owned()))
            .collect();
        let subject = self.iri(&mut cells, "subject_id");
        let predicate = self.iri(&mut cells, "predicate_id");
        let object = self.iri(&mut cells, "object_id");
        let justification = self.iri(&mut cells, "mapping_justification");
        // SSSOM prefers a term and allows a word; a word stays as it was read.
        let category = cells.get(CATEGORY).and_then(|text| curie::expand(text, self.map).ok());
        if category.is_some() {
            cells.remove(CATEGORY);
        }
        let refused = self.refused(&mut cells);
        let confidence = self.confidence(&mut cells);
        let date = self.date(&mut cells);
        let mut take = |column: &str| cells.remove(column);
        Some(Mapping {
            subject_label: take("subject_label"),
            object_label: take("object_label"),
            category,
            object_source_version: take("object_source_version"),
            author: take("author_label"),
            reviewer: take("reviewer_label"),
            comment: take("comment"),
            subject: subject?,
            predicate: predicate?,
            refused: refused?,
            object: object?,
            justification: justification?,
            confidence,
            date,
            other: cells,
        })
    }

    fn mistake(&mut self, column: &str, problem: &str) {
        self.mistakes.at(self.line, format!("column `{column}`: {problem}"));
    }

    fn iri(&mut self, cells: &mut BTreeMap<String, String>, column: &str) -> Option<NamedNode> {
        let Some(text) = cells.remove(column) else {
            self.mistake(column, "nothing stands here");
            return None;
        };
        match curie::expand(&text, self.map) {
            Ok(iri) => Some(iri),
            Err(problem) => {
                self.mistake(column, &problem);
                None
            }
        }
    }

    fn refused(&mut self, cells: &mut BTreeMap<String, String>) -> Option<bool> {
        match cells.remove("predicate_modifier").as_deref() {
            None => Some(false),
            Some(NOT) => Some(true),
            Some(other) => {
                self.mistake("predicate_modifier", &format!("`{other}` is not `{NOT}`, which is the only modifier"));
                None
            }
        }
    }

    // What is wrong in an optional cell is a mistake, which refuses the whole set: nothing reads it as absent.
    fn confidence(&mut self, cells: &mut BTreeMap<String, String>) -> Option<f64> {
        let text = cells.remove("confidence")?;
        match text.parse::<f64>() {
            Ok(number) if (0.0..=1.0).contains(&number) => Some(number),
            _ => {
                self.mistake("confidence", &format!("`{text}` is not a number from 0 to 1"));
                None
            }
        }
    }

    fn date(&mut self, cells: &mut BTreeMap<String, String>) -> Option<String> {
        let text = cells.remove("mapping_date")?;
        if is_day(&text) {
            return Some(text);
        }
        self.mistake("mapping_date", &format!("`{text}` is not a date such as `2026-11-22`"));
        None
    }
}

/// Writes the table; columns that no row fills are left out.
pub(super) fn write(mappings: &[&Mapping], map: &CurieMap, out: &mut impl Write) -> Result<()> {
    let rows: Vec<BTreeMap<&str, String>> = mappings.iter().map(|mapping| cells(mapping, map)).collect();
    let used = |column: &&str| ALWAYS.contains(column) || rows.iter().any(|row| row.contains_key(column));
    let mut columns: Vec<&str> = SLOTS.iter().copied().filter(|column| used(column)).collect();
    let mut added: Vec<&str> = rows.iter().flat_map(BTreeMap::keys).copied().filter(|column| !SLOTS.contains(column)).collect();
    added.sort_unstable();
    added.dedup();
    columns.extend(added);
    let failed = |error: csv::Error| Error::Output(io::Error::other(error));
    let mut writer = WriterBuilder::new().delimiter(b'\t').from_writer(out);
    writer.write_record(&columns).map_err(failed)?;
    for row in &rows {
        writer.write_record(columns.iter().map(|column| row.get(column).map_or("", String::as_str))).map_err(failed)?;
    }
    writer.flush().map_err(Error::Output)
}

fn cells<'a>(mapping: &'a Mapping, map: &CurieMap) -> BTreeMap<&'a str, String> {
    let curie = |iri: &NamedNode| Some(curie::contract(iri, map).unwrap_or_else(|| iri.as_str().to_owned()));
    let named = [
        ("subject_id", curie(&mapping.subject)),
        ("subject_label", mapping.subject_label.clone()),
        ("predicate_id", curie(&mapping.predicate)),
        ("predicate_modifier", mapping.refused.then(|| NOT.to_owned())),
        ("object_id", curie(&mapping.object)),
        ("object_label", mapping.object_label.clone()),
        (CATEGORY, mapping.category.as_ref().and_then(curie)),
        ("mapping_justification", curie(&mapping.justification)),
        ("author_label", mapping.author.clone()),
        ("reviewer_label", mapping.reviewer.clone()),
        ("object_source_version", mapping.object_source_version.clone()),
        ("mapping_date", mapping.date.clone()),
        ("confidence", mapping.confidence.map(|number| number.to_string())),
        ("comment", mapping.comment.clone()),
    ];
    let other = mapping.other.iter().map(|(column, cell)| (column.as_str(), Some(cell.clone())));
    named.into_iter().chain(other).filter_map(|(column, cell)| Some((column, cell.filter(|cell| !cell.is_empty())?))).collect()
}
