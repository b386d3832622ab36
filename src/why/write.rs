//! Writes rows with their evidence: columns in CSV and TSV, nested in JSON, notes in Markdown and on a terminal.

use super::{Evidence, Explained, Kind, words};
use crate::error::{Error, Result, harmless};
use crate::rdf::format::{Format, Kind as AnswerKind};
use crate::rdf::term::plain;
use crate::sparql::{Answer, Row, Rows, write};
use crate::store::Store;
use oxigraph::model::{Literal, NamedNode, Term};
use oxigraph::sparql::results::QueryResultsFormat;
use serde_json::{Map, Value, json};
use std::io::Write;

/// The columns that evidence adds; several things in one cell are joined with [`JOINT`], and stand in the same order in all five.
pub const COLUMNS: [&str; 5] = ["evidence_document", "evidence_part", "evidence_lines", "evidence_quote", "evidence_mode"];
/// Between the things in one cell.
pub const JOINT: &str = " | ";
/// What a row says that nothing is known to support.
pub const UNTRACED: &str = "evidence not traced";
/// What is said of an endpoint that answered a part of a row.
pub(super) const NOT_TRACED: &str = "not traced";
/// The column of an ASK.
const ANSWER: &str = "answer";
/// The column of notes.
const NOTES: &str = "evidence";

/// The formats that can carry evidence.
pub fn format_for(format: Format) -> Result<Format> {
    match format {
        Format::Table
        | Format::Markdown
        | Format::ExcelCsv
        | Format::Xlsx
        | Format::Results(QueryResultsFormat::Csv | QueryResultsFormat::Tsv | QueryResultsFormat::Json) => Ok(format),
        other => Err(Error::NotAcceptable {
            kind: "rows with evidence",
            asked: other.name().to_owned(),
            offered: vec!["table", "csv", "excel-csv", "tsv", "json", "xlsx", "md"],
        }),
    }
}

/// Writes an explained answer; labels in notes are in `language`. The format must be one of [`format_for`].
pub fn write(explained: &Explained, format: Format, store: &Store, language: &str, out: &mut impl Write) -> Result<()> {
    match format_for(format)? {
        Format::Results(QueryResultsFormat::Json) => writeln!(out, "{}", to_json(&explained.told_in(language))).map_err(Error::Output),
        Format::Markdown | Format::Table => {
            let (rows, notes) = with_notes(explained, store, language, |number| format!("[^{number}]"))?;
            write::write(Answer::Rows(rows), Format::Markdown, out)?;
            for (at, note) in notes.iter().enumerate() {
                let break_before = if at == 0 { "\n" } else { "" };
                writeln!(out, "{break_before}[^{}]: {}", at + 1, harmless(note)).map_err(Error::Output)?;
            }
            Ok(())
        }
        other => write::write(Answer::Rows(with_columns(explained, language)), other, out),
    }
}

fn to_json(explained: &Explained) -> Value {
    let mut document = Map::new();
    if let Some(yes) = explained.boolean {
        document.insert("boolean".to_owned(), json!(yes));
    }
    let names: Vec<&str> = explained.variables.iter().map(oxigraph::model::Variable::as_str).collect();
    let rows = explained.rows.iter().map(|(row, evidence)| {
        let bound = names.iter().zip(row).filter_map(|(name, value)| Some(((*name).to_owned(), json!(plain(value.as_ref()?)))));
        let values: Map<String, Value> = bound.collect();
        let traced = evidence.iter().any(Evidence::is_traced);
        let mut entry = json!({ "values": values, "evidence": evidence });
        if !traced {
            entry["note"] = json!(UNTRACED);
        }
        entry
    });
    document.insert("variables".to_owned(), json!(names));
    document.insert("rows".to_owned(), rows.collect());
    document.insert("conflicts".to_owned(), json!(explained.conflicts()));
    Value::Object(document)
}

/// The answer's own columns: those of its rows, or one for an ASK.
fn own_columns(explained: &Explained) -> Vec<&str> {
    match explained.boolean {
        Some(_) => vec![ANSWER],
        None => explained.variables.iter().map(oxigraph::model::Variable::as_str).collect(),
    }
}

fn own_values(explained: &Explained, row: &Row) -> Row {
    match explained.boolean {
        Some(yes) => vec![Some(Literal::from(yes).into())],
        None => row.clone(),
    }
}

/// One thing in the five columns: document, part, lines, quotation, mode.
type Slot = [String; 5];

fn with_columns(explained: &Explained, language: &str) -> Rows<'static> {
    let columns: Vec<&str> = own_columns(explained).into_iter().chain(COLUMNS).collect();
    let rows = explained.rows.iter().map(|(row, evidence)| {
        let mut slots = Vec::new();
        for evidence in evidence {
            fill(evidence, language, &mut slots);
        }
        if slots.is_empty() {
            slots.push([String::new(), String::new(), String::new(), String::new(), UNTRACED.to_owned()]);
        }
        let mut values = own_values(explained, row);
        values.extend((0..COLUMNS.len()).map(|column| {
            let cells: Vec<&str> = slots.iter().map(|slot| slot[column].as_str()).collect();
            Some(Term::from(Literal::from(cells.join(JOINT))))
        }));
        values
    });
    Rows::of(&columns, rows.collect())
}

/// The slots of a thing and what it follows from, each once. A statement without a claim has none.
fn fill(evidence: &Evidence, language: &str, slots: &mut Vec<Slot>) {
    let text = |value: &Option<String>| value.clone().unwrap_or_default();
    let slot = match evidence.kind {
        Kind::Fact => {
            let part = evidence.rule.as_ref().or(evidence.part.as_ref()).cloned();
            let part = part.or_else(|| evidence.mapping.as_ref().map(|decision| decision.in_words(language)));
            Some([text(&evidence.document), text(&part), text(&evidence.lines), text(&evidence.quote), text(&evidence.mode)])
        }
        Kind::Absence => Some([String::new(), evidence.statement.clone(), String::new(), String::new(), "Absent".to_owned()]),
        Kind::Aggregate => {
            let part = format!("{}: {} rows", evidence.statement, evidence.rows.unwrap_or_default());
            Some([String::new(), part, String::new(), String::new(), "Aggregate".to_owned()])
        }
        Kind::Elsewhere => Some([String::new(), evidence.statement.clone(), String::new(), String::new(), "Elsewhere".to_owned()]),
        Kind::Path | Kind::Untraced => None,
    };
    slots.extend(slot.filter(|slot| !slots.contains(slot)));
    for premise in &evidence.premises {
        fill(premise, language, slots);
    }
}

/// Rows with a last column of note marks, and the notes in the order of their numbers, each once.
pub fn with_notes(
    explained: &Explained,
    store: &Store,
    language: &str,
    mark: impl Fn(usize) -> String,
) -> Result<(Rows<'static>, Vec<String>)> {
    let words = Words { store, language };
    let mut notes: Vec<String> = Vec::new();
    let mut rows = Vec::new();
    for (row, evidence) in &explained.rows {
        let mut marks = Vec::new();
        let mut found = Vec::new();
        for evidence in evidence.iter().filter(|evidence| evidence.is_told()) {
            found.push(words.note(evidence)?);
        }
        if found.is_empty() {
            found.push(words.untraced());
        }
        for note in found {
            let at = notes.iter().position(|known| *known == note).unwrap_or_else(|| {
                notes.push(note);
                notes.len() - 1
            });
            marks.push(mark(at + 1));
        }
        let mut values = own_values(explained, row);
        values.push(Some(Literal::from(marks.join(" ")).into()));
        rows.push(values);
    }
    let columns: Vec<&str> = own_columns(explained).into_iter().chain([NOTES]).collect();
    Ok((Rows::of(&columns, rows), notes))
}

/// The words around evidence, in one language.
struct Words<'a> {
    store: &'a Store,
    language: &'a str,
}

impl Words<'_> {
    fn pick<'t>(&self, nb: &'t str, nn: &'t str, en: &'t str) -> &'t str {
        match self.language {
            "en" => en,
            "nn" => nn,
            _ => nb,
        }
    }

    fn untraced(&self) -> String {
        self.pick("belegget er ikke sporet", "belegget er ikkje spora", UNTRACED).to_owned()
    }

    fn note(&self, evidence: &Evidence) -> Result<String> {
        let mut premises = Vec::new();
        for premise in evidence.premises.iter().filter(|premise| premise.is_told()) {
            premises.push(self.note(premise)?);
        }
        if premises.is_empty() {
            premises.extend(evidence.premises.iter().map(|premise| format!("`{}`", premise.statement)));
        }
        let premises = premises.join("; ");
        let statement = &evidence.statement;
        let mut note = match evidence.kind {
            Kind::Absence => format!("{}: `{statement}`", self.pick("finnes ikke", "finst ikkje", "not there")),
            Kind::Path => format!("{} `{statement}`: {premises}", self.pick("vei", "veg", "path")),
            Kind::Aggregate => {
                let rows = evidence.rows.unwrap_or_default();
                format!("{statement} {} {rows} {}: {premises}", self.pick("av", "av", "of"), self.pick("rader", "rader", "rows"))
            }
            Kind::Elsewhere => {
                let not_traced = self.pick("ikke sporet", "ikkje spora", NOT_TRACED);
                format!("{} <{}>, {not_traced}", self.pick("fra", "frå", "from"), evidence.graphs.join(", "))
            }
            Kind::Untraced => self.untraced(),
            Kind::Fact => self.fact(evidence, &premises)?,
        };
        if !evidence.conflicts.is_empty() {
            let word = self.pick("motstrid", "motstrid", "conflict");
            note.push_str(&format!(" [{word}: {}]", evidence.conflicts.join(", ")));
        }
        Ok(note)
    }

    fn fact(&self, evidence: &Evidence, premises: &str) -> Result<String> {
        let mode = evidence.mode.as_deref().map_or(Ok(String::new()), |mode| self.mode(mode))?;
        if let Some(rule) = &evidence.rule {
            let rule = self.label(rule)?;
            return Ok(format!("`{}` ({mode}: {rule}) {} {premises}", evidence.statement, self.pick("av", "av", "from")));
        }
        let mut note = evidence.document.as_deref().map_or(Ok(String::new()), |document| self.label(document))?;
        if let Some(part) = &evidence.part {
            note.push_str(&format!(", {}", self.label(part)?));
        }
        if let Some(lines) = &evidence.lines {
            let word = if lines.contains('-') { self.pick("linjene", "linjene", "lines") } else { self.pick("linje", "linje", "line") };
            note.push_str(&format!(", {word} {}", lines.replace('-', "–")));
        }
        if let Some(decision) = &evidence.mapping {
            note.push_str(&format!(", {}", decision.in_words(self.language)));
        }
        if let Some(quote) = &evidence.quote {
            note.push_str(&format!(": «{quote}»"));
        }
        Ok(format!("{note} ({mode})"))
    }

    /// The name of a mode; several are joined.
    fn mode(&self, modes: &str) -> Result<String> {
        let names = modes.split(", ").map(|mode| self.label(&format!("{}{mode}", crate::rdf::vocab::sam::NAMESPACE)));
        Ok(names.collect::<Result<Vec<_>>>()?.join(", "))
    }

    /// The label in the language, or in nb, or the IRI.
    fn label(&self, iri: &str) -> Result<String> {
        let Ok(node) = NamedNode::new(iri) else { return Ok(iri.to_owned()) };
        Ok(words::label(self.store, &node, self.language)?.unwrap_or_else(|| iri.to_owned()))
    }
}

/// The media type of an explained answer.
pub fn media_type(format: Format) -> &'static str {
    match format {
        Format::Results(QueryResultsFormat::Json) => "application/json",
        other => other.media_type().unwrap_or("text/plain; charset=utf-8"),
    }
}

/// The format that an `Accept` header asks for.
pub fn negotiate(accept: Option<&str>) -> Result<Format> {
    Format::negotiate(accept, AnswerKind::Rows).and_then(format_for)
}
