//! The main things as tables: a query in `ontology/publish/tables/` is a table, its name the file's. CSV, and all in one workbook.

use super::rebase::Rebase;
use crate::error::{Error, Result};
use crate::questions::{Language, Question};
use crate::rdf::format::Format;
use crate::sparql::{self, Answer, Request, Row, Rows, write};
use crate::store::Store;
use oxigraph::model::vocab::xsd;
use oxigraph::model::{Literal, Term};
use oxigraph::sparql::results::QueryResultsFormat;
use rust_embed::Embed;
use rust_xlsxwriter::{DocProperties, ExcelDateTime, Format as Style, Workbook, XlsxError};

#[derive(Embed)]
#[folder = "ontology/publish/tables"]
#[include = "*.rq"]
struct TableFiles;

/// Widest column, in characters.
const WIDEST: usize = 60;

/// A table in memory.
pub struct Table {
    /// The file's name without extension.
    pub name: String,
    columns: Vec<String>,
    rows: Vec<Row>,
}

/// All tables, sorted by name; the questions are one of them.
pub fn all(store: &Store, questions: &[Question], rebase: &Rebase<'_>) -> Result<Vec<Table>> {
    let mut tables = vec![of_questions(questions)];
    for file in TableFiles::iter() {
        let Some(query) = TableFiles::get(&file) else { continue };
        let query = String::from_utf8(query.data.into_owned()).map_err(|error| Error::Store(Box::new(error)))?;
        let (columns, rows) = answer(store, &Request::new(query), rebase)?;
        tables.push(Table { name: file.trim_end_matches(".rq").to_owned(), columns, rows });
    }
    tables.sort_by(|a, b| a.name.cmp(&b.name));
    Ok(tables)
}

/// The answer to a query, with our IRIs moved.
pub fn answer(store: &Store, request: &Request, rebase: &Rebase<'_>) -> Result<(Vec<String>, Vec<Row>)> {
    sparql::answer(store, request, |answer| {
        let Answer::Rows(rows) = answer else { return Ok((Vec::new(), Vec::new())) };
        let columns = rows.variables().iter().map(|variable| variable.as_str().to_owned()).collect();
        let moved = |row: Row| row.into_iter().map(|value| value.map(|term| rebase.term(term))).collect();
        Ok((columns, rows.map(|row| row.map(moved)).collect::<Result<_>>()?))
    })
}

/// Rows in a format, as both doors write them.
pub fn written(columns: &[String], rows: &[Row], format: QueryResultsFormat) -> Result<Vec<u8>> {
    let columns: Vec<&str> = columns.iter().map(String::as_str).collect();
    let mut bytes = Vec::new();
    write::write(Answer::Rows(Rows::of(&columns, rows.to_vec())), Format::Results(format), &mut bytes)?;
    Ok(bytes)
}

fn of_questions(questions: &[Question]) -> Table {
    let text = |text: &str| Some(Term::from(Literal::from(text)));
    let rows = questions.iter().map(|question| {
        let header = &question.header;
        let titles = [Language::Nb, Language::Nn, Language::En].map(|language| text(header.summary(language)));
        let [nb, nn, en] = titles;
        let nn = nn.filter(|_| header.summary_nn.is_some());
        vec![
            text(&question.name),
            text(&header.group),
            text(&header.covers.join(" ")),
            nb,
            nn,
            en,
            text(header.state.name()),
            header.waits_for.as_deref().and_then(text),
        ]
    });
    let columns = ["question", "group", "covers", "title_nb", "title_nn", "title_en", "state", "waits_for"];
    Table { name: "questions".to_owned(), columns: columns.map(str::to_owned).into(), rows: rows.collect() }
}

impl Table {
    /// As CSV.
    pub fn csv(&self) -> Result<Vec<u8>> {
        written(&self.columns, &self.rows, QueryResultsFormat::Csv)
    }
}

/// One workbook with a sheet for each table; `date` stands in it as the day it was made.
pub fn workbook(tables: &[Table], title: &str, author: &str, date: &str) -> Result<Vec<u8>> {
    let build = || -> std::result::Result<Vec<u8>, XlsxError> {
        let mut workbook = Workbook::new();
        let day = ExcelDateTime::parse_from_str(date)?;
        workbook.set_properties(&DocProperties::new().set_title(title).set_author(author).set_creation_datetime(&day));
        let bold = Style::new().set_bold();
        for table in tables {
            let sheet = workbook.add_worksheet().set_name(&table.name)?;
            for (column, name) in (0..).zip(&table.columns) {
                sheet.write_string_with_format(0, column, name, &bold)?;
                let widest = table.rows.iter().filter_map(|row| row.get(usize::from(column))?.as_ref());
                let width = widest.map(|term| text(term).chars().count()).max().unwrap_or(0).max(name.len()).min(WIDEST);
                sheet.set_column_width(column, u16::try_from(width + 2).unwrap_or(u16::MAX))?;
            }
            for (number, row) in (1..).zip(&table.rows) {
                for (column, value) in (0..).zip(row) {
                    match value {
                        Some(Term::Literal(literal)) if literal.datatype() == xsd::INTEGER => {
                            sheet.write_number(number, column, literal.value().parse::<f64>().unwrap_or_default())?
                        }
                        Some(term) => sheet.write_string(number, column, text(term))?,
                        None => sheet,
                    };
                }
            }
            sheet.set_freeze_panes(1, 0)?;
        }
        workbook.save_to_buffer()
    };
    build().map_err(|error| Error::Store(Box::new(error)))
}

fn text(term: &Term) -> String {
    match term {
        Term::NamedNode(node) => node.as_str().to_owned(),
        Term::Literal(literal) => literal.value().to_owned(),
        other => other.to_string(),
    }
}
