//! The only place that prints: answers to stdout, words to stderr, colour only on a terminal.
//!
//! What people read is cleaned here of signs that steer a terminal, because names and texts come from files, catalogues and endpoints of others.
//! What programs read (CSV, JSON, RDF) is given as it is.

use crate::error::{Error, Result, harmless};
use crate::questions::Language;
use crate::rdf::format::{Format, Kind};
use crate::rdf::iri::Base;
use crate::sparql::{self, Answer, Request, Rows, Source, Triples, write};
use crate::store::Store;
use crate::why::{self, Explained};
use anstyle::{AnsiColor, Style};
use comfy_table::{Attribute, Cell, ContentArrangement, LineStyle, Table, presets};
use oxigraph::io::RdfFormat;
use oxigraph::model::{Graph, Term};
use oxigraph::sparql::results::QueryResultsFormat;
use std::io::{BufWriter, IsTerminal, Write, stdout};
use std::sync::mpsc;
use std::thread;
use std::time::Duration;

/// Colour of the word `error`.
const ERROR: Style = AnsiColor::Red.on_default().bold();
/// Colour of the words `hint` and `note`.
const HINT: Style = AnsiColor::Cyan.on_default().bold();

/// Answers a query and prints the answer.
pub(super) fn print_answer(source: &Source, request: Request, format: Option<Format>) -> Result<()> {
    let Some(timeout) = request.timeout else {
        let mut out = BufWriter::new(stdout().lock());
        source.answer(&request, |answer| print_to(answer, format, &mut out))?;
        return out.flush().map_err(Error::Output);
    };
    let source = source.clone();
    let out = in_time(timeout, move || {
        let mut out = Vec::new();
        source.answer(&request, |answer| print_to(answer, format, &mut out))?;
        Ok(out)
    })?;
    stdout().lock().write_all(&out).map_err(Error::Output)
}

/// Answers a query and prints each row with its evidence.
pub(super) fn print_explained(store: &Store, request: Request, format: Option<Format>, language: Language) -> Result<()> {
    let explained = match request.timeout {
        None => why::explain(store, &request)?,
        Some(timeout) => {
            let store = store.clone();
            in_time(timeout, move || why::explain(&store, &request))?
        }
    };
    print_evidence(store, &explained, format, language)
}

/// Prints rows with their evidence.
pub(super) fn print_evidence(store: &Store, explained: &Explained, format: Option<Format>, language: Language) -> Result<()> {
    let mut out = BufWriter::new(stdout().lock());
    let format = format.unwrap_or(if stdout().is_terminal() { Format::Table } else { Format::Results(QueryResultsFormat::Csv) });
    if format == Format::Table {
        let (rows, notes) = why::write::with_notes(explained, store, language.tag(), |number| format!("[{number}]"))?;
        print_table(rows, &mut out)?;
        for (at, note) in notes.iter().enumerate() {
            writeln!(out, "[{}] {}", at + 1, harmless(note)).map_err(Error::Output)?;
        }
    } else {
        why::write::write(explained, format, store, language.tag(), &mut out)?;
    }
    out.flush().map_err(Error::Output)?;
    note_conflicts(&explained.conflicts());
    Ok(())
}

/// The engine may overrun its limit; this thread then stops waiting, and nothing has been printed.
pub(super) fn in_time<T: Send + 'static>(timeout: Duration, work: impl FnOnce() -> Result<T> + Send + 'static) -> Result<T> {
    const GRACE: Duration = Duration::from_millis(200);
    let (sender, receiver) = mpsc::channel();
    thread::spawn(move || sender.send(work()));
    receiver.recv_timeout(timeout + GRACE).map_err(|_| sparql::timed_out(timeout))?
}

/// Says which conflicts between the sources an answer touches.
pub(super) fn note_conflicts(numbers: &[String]) {
    if !numbers.is_empty() {
        note(&format!(
            "the sources differ on something in this answer: {}; `samstyr ask contradictions` shows both sides",
            numbers.join(", ")
        ));
    }
}

/// Prints rows of our own making.
pub(super) fn print_rows(rows: Rows<'_>, format: Option<Format>) -> Result<()> {
    let mut out = BufWriter::new(stdout().lock());
    print_to(Answer::Rows(rows), format, &mut out)?;
    out.flush().map_err(Error::Output)
}

/// Prints words that are what was asked for.
pub(super) fn print_text(text: &str) -> Result<()> {
    stdout().lock().write_all(harmless(text).as_bytes()).map_err(Error::Output)
}

/// Prints a document for programs.
pub(super) fn print_json(document: &serde_json::Value) -> Result<()> {
    stdout().lock().write_all(format!("{document:#}\n").as_bytes()).map_err(Error::Output)
}

/// Prints triples of our own making.
pub(super) fn print_graph(graph: &Graph, format: Option<Format>) -> Result<()> {
    let mut out = BufWriter::new(stdout().lock());
    print_to(Answer::Graph(Triples::of(graph)), format, &mut out)?;
    out.flush().map_err(Error::Output)
}

fn print_to(answer: Answer<'_>, format: Option<Format>, out: &mut impl Write) -> Result<()> {
    let format = format.unwrap_or(match (answer.kind(), stdout().is_terminal()) {
        (Kind::Graph, _) => Format::Rdf(RdfFormat::Turtle),
        (_, true) => Format::Table,
        (_, false) => Format::Results(QueryResultsFormat::Csv),
    });
    match (format, answer) {
        (Format::Table, Answer::Rows(rows)) => print_table(rows, out),
        (format, answer) => write::write(answer, format, out),
    }
}

/// A table that fits the terminal; wider than that when there is none.
fn print_table(rows: Rows<'_>, out: &mut impl Write) -> Result<()> {
    let base = Base::default();
    let mut table = Table::new();
    table.load_style(presets::UTF8_NO_BORDERS.row_separator(LineStyle::none()));
    if stdout().is_terminal() {
        table.set_content_arrangement(ContentArrangement::Dynamic);
    } else {
        table.force_no_tty();
    }
    let coloured = anstream::AutoStream::choice(&stdout()) != anstream::ColorChoice::Never;
    table.set_header(rows.variables().iter().map(|variable| {
        let cell = Cell::new(harmless(variable.as_str()));
        if coloured { cell.add_attribute(Attribute::Bold) } else { cell }
    }));
    let mut count = 0;
    for row in rows {
        table.add_row(row?.iter().map(|value| cell(value.as_ref(), &base)));
        count += 1;
    }
    writeln!(out, "{table}").map_err(Error::Output)?;
    if count == 0 {
        note("no rows");
    }
    Ok(())
}

/// A term as a person reads it: our things by kind and key, other IRIs by prefix, literals by their text.
fn cell(value: Option<&Term>, base: &Base) -> String {
    let cell = match value {
        None => String::new(),
        Some(Term::NamedNode(node)) => base.short(node.as_str()).unwrap_or_else(|| node.to_string()),
        Some(Term::Literal(literal)) => literal.value().to_owned(),
        Some(other) => other.to_string(),
    };
    harmless(&cell).into_owned()
}

/// Prints a line of words.
pub(super) fn say(text: &str) {
    say_styled(&harmless(text));
}

/// Prints a note.
pub(super) fn note(text: &str) {
    say_styled(&format!("{HINT}note:{HINT:#} {}", harmless(text)));
}

/// Prints words whose styles are ours.
fn say_styled(text: &str) {
    let _ = writeln!(anstream::stderr(), "{text}"); // nowhere is left to complain to
}

/// Prints an error with its causes, its place and the way on.
pub(super) fn report(error: &Error) {
    let mut text = format!("{ERROR}error:{ERROR:#} {}", harmless(&error.to_string()));
    if let Error::QuerySyntax { line, column, text: source, .. } = error {
        let margin = line.to_string();
        let blank = " ".repeat(margin.len());
        let before: String = source.chars().take(column - 1).map(|c| if c == '\t' { '\t' } else { ' ' }).collect();
        text.push_str(&format!("\n{blank} |\n{margin} | {}\n{blank} | {before}{ERROR}^{ERROR:#}", harmless(source)));
    }
    let mut cause = std::error::Error::source(error);
    while let Some(source) = cause {
        text.push_str(&format!("\n  caused by: {}", harmless(&source.to_string())));
        cause = source.source();
    }
    for hint in error.hints() {
        let hint = harmless(&hint);
        match error {
            Error::SheetsInvalid { .. } | Error::MappingsInvalid { .. } | Error::NotConformant { .. } => {
                text.push_str(&format!("\n{hint}"));
            }
            _ => text.push_str(&format!("\n{HINT}hint:{HINT:#} {hint}")),
        }
    }
    say_styled(&text);
}
