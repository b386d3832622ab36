//! The main things as tables: a query in `ontology/publish/tables/` is a table, its name the file's. CSV, and all in one workbook.

use super::rebase::Rebase;
use crate::error::{Error, Result};
use crate::questions::{Language, Question};
use crate::rdf::format::Format;
use crate::sparql::workbook::{self, About, Sheet};
use crate::sparql::{self, Answer, Request, Row, Rows, Triples, write};
use crate::store::Store;
use oxigraph::model::{Graph, Literal, Term};
use oxigraph::sparql::results::QueryResultsFormat;
use rust_embed::Embed;

#[derive(Embed)]
#[folder = "ontology/publish/tables"]
#[include = "*.rq"]
struct TableFiles;

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
        let Answered::Rows(columns, rows) = Answered::of(store, &Request::new(query), rebase)? else { continue };
        tables.push(Table { name: file.trim_end_matches(".rq").to_owned(), columns, rows });
    }
    tables.sort_by(|a, b| a.name.cmp(&b.name));
    Ok(tables)
}

/// An answer with our IRIs moved, to be written in several formats.
pub enum Answered {
    /// Columns and rows.
    Rows(Vec<String>, Vec<Row>),
    /// Yes or no.
    Boolean(bool),
    /// Triples.
    Graph(Box<Graph>),
}

impl Answered {
    /// The answer to a query.
    pub fn of(store: &Store, request: &Request, rebase: &Rebase<'_>) -> Result<Self> {
        sparql::answer(store, request, |answer| {
            Ok(match answer {
                Answer::Rows(rows) => {
                    let columns = rows.variables().iter().map(|variable| variable.as_str().to_owned()).collect();
                    let moved = |row: Row| row.into_iter().map(|value| value.map(|term| rebase.term(term))).collect();
                    Self::Rows(columns, rows.map(|row| row.map(moved)).collect::<Result<_>>()?)
                }
                Answer::Boolean(yes) => Self::Boolean(yes),
                Answer::Graph(triples) => Self::Graph(Box::new(triples.map(|triple| Ok(rebase.triple(triple?))).collect::<Result<_>>()?)),
            })
        })
    }

    /// The answer as a file; an error where the format does not carry it.
    pub fn written(&self, format: Format) -> Result<Vec<u8>> {
        let mut bytes = Vec::new();
        match self {
            Self::Rows(columns, rows) => {
                let columns: Vec<&str> = columns.iter().map(String::as_str).collect();
                write::write(Answer::Rows(Rows::of(&columns, rows.clone())), format, &mut bytes)?;
            }
            Self::Boolean(yes) => write::write(Answer::Boolean(*yes), format, &mut bytes)?,
            Self::Graph(graph) => write::write(Answer::Graph(Triples::of(graph)), format, &mut bytes)?,
        }
        Ok(bytes)
    }
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
        Answered::Rows(self.columns.clone(), self.rows.clone()).written(Format::Results(QueryResultsFormat::Csv))
    }
}

/// One workbook with a sheet for each table; `date` stands in it as the day it was made.
pub fn workbook(tables: &[Table], title: &str, author: &str, date: &str) -> Result<Vec<u8>> {
    let sheets: Vec<Sheet<'_>> =
        tables.iter().map(|table| Sheet { name: &table.name, columns: &table.columns, rows: &table.rows }).collect();
    workbook::workbook(&sheets, &About { title, author, date: Some(date) })
}
