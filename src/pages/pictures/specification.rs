//! `queries/pictures.toml`: which question is drawn, how, and what is said beside it.

use crate::error::{Error, Result};
use crate::questions::Language;
use serde::Deserialize;
use std::collections::BTreeMap;

const FILE: &str = "queries/pictures.toml";

/// Words in the three languages.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Words {
    nb: String,
    nn: String,
    en: String,
}

impl Words {
    /// The words in a language.
    pub fn of(&self, language: Language) -> &str {
        match language {
            Language::Nb => &self.nb,
            Language::Nn => &self.nn,
            Language::En => &self.en,
        }
    }
}

/// A sign and its word: what is told by a sign alone is not told to everybody.
#[derive(Debug, Clone, Deserialize)]
pub(super) struct Mark {
    pub(super) symbol: String,
    #[serde(flatten)]
    pub(super) word: Words,
}

/// A picture.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Specification {
    /// Its name in addresses.
    #[serde(skip)]
    pub id: String,
    /// The question whose answer it draws.
    pub question: String,
    /// Another question whose columns are added to each row.
    pub(super) with: Option<Join>,
    /// Its heading.
    pub title: Words,
    /// What must be known to read it right.
    pub note: Words,
    pub(super) draw: Draw,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Join {
    pub(super) question: String,
    /// The column that both have.
    pub(super) on: String,
}

/// How it is drawn. A pair is the column of the thing and the columns of its name.
#[derive(Debug, Clone, Deserialize)]
#[serde(tag = "layout", rename_all = "lowercase")]
pub(super) enum Draw {
    Groups(Groups),
    Chain(Chain),
    Timeline(Timeline),
    Matrix(Matrix),
}

#[derive(Debug, Clone, Deserialize)]
pub(super) struct Groups {
    pub(super) group: Pair,
    pub(super) item: Pair,
    pub(super) mark: String,
}

#[derive(Debug, Clone, Deserialize)]
pub(super) struct Chain {
    pub(super) columns: Vec<Pair>,
    pub(super) relation: Option<String>,
    pub(super) mark: Option<String>,
}

#[derive(Debug, Clone, Deserialize)]
pub(super) struct Timeline {
    /// The first of these columns that has a value.
    pub(super) date: Vec<String>,
    pub(super) item: Pair,
    pub(super) detail: String,
}

#[derive(Debug, Clone, Deserialize)]
pub(super) struct Matrix {
    pub(super) row: Pair,
    pub(super) column: Pair,
    pub(super) mark: String,
}

pub(super) type Pair = (String, String);

#[derive(Deserialize)]
struct File {
    marks: BTreeMap<String, Mark>,
    #[serde(flatten)]
    pictures: toml::Table,
}

fn file() -> Result<File> {
    toml::from_str(include_str!("../../../queries/pictures.toml")).map_err(|error| invalid(&error))
}

fn invalid(error: &toml::de::Error) -> Error {
    Error::ConfigInvalid { path: FILE.into(), problem: error.to_string() }
}

/// All pictures, in the order of the file.
pub fn all() -> Result<Vec<Specification>> {
    let pictures = file()?.pictures.into_iter();
    pictures.map(|(id, value)| Ok(Specification { id, ..value.try_into().map_err(|error| invalid(&error))? })).collect()
}

/// The picture of this name.
pub fn find(id: &str) -> Result<Option<Specification>> {
    Ok(all()?.into_iter().find(|picture| picture.id == id))
}

/// The signs, by the codes that answers give.
pub(super) fn marks() -> Result<BTreeMap<String, Mark>> {
    Ok(file()?.marks)
}
