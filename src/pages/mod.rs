//! Pages for people: plain functions from a graph, a language and a thing to HTML, whole without JavaScript.
//!
//! The server and a static site call the same functions. Templates stand in `templates/` and are checked when the program is compiled; every
//! word of the interface stands in `words.toml`, in three languages. Text of the graph keeps its own language and says so.

pub mod accessibility;
pub mod assets;
mod evidence;
pub mod failure;
mod frame;
pub mod front;
mod label;
pub mod question;
pub mod questions;
mod recipes;
mod table;
mod text;
pub mod words;

use crate::error::{Error, Result};
use crate::questions::{Language, Question};
use crate::rdf::iri::Base;
use crate::store::Store;
use askama::Template;
use oxigraph::model::{GraphNameRef, NamedNode, TermRef};
use std::sync::Arc;
use std::time::Duration;

/// The languages of the pages.
pub const LANGUAGES: [Language; 3] = [Language::Nb, Language::Nn, Language::En];

/// What the pages are made from.
#[derive(Clone)]
pub struct Site {
    store: Store,
    questions: Arc<[Question]>,
    base: Base,
    hash: Arc<str>,
    timeout: Duration,
    statement: Option<Arc<str>>,
}

impl Site {
    /// A site over a graph; a query of a page may take `timeout`.
    pub fn new(store: Store, questions: Arc<[Question]>, timeout: Duration) -> Self {
        // Files are read again to be hashed; pages say so instead.
        let hash = if store.is_built_in() { crate::rdf::canonical::BUILT_IN_HASH.trim() } else { "–" };
        Self { store, questions, base: Base::default(), hash: hash.into(), timeout, statement: None }
    }

    /// The same site with a link to the publisher's accessibility statement.
    #[must_use]
    pub fn with_statement(self, address: Option<&str>) -> Self {
        Self { statement: address.map(Arc::from), ..self }
    }

    /// The same site over another graph, such as the graph as it was on a day.
    #[must_use]
    pub fn over(&self, store: Store) -> Self {
        Self { store, ..self.clone() }
    }

    /// Its named questions.
    pub fn questions(&self) -> &[Question] {
        &self.questions
    }

    /// Whether anything is said about a thing.
    pub fn holds(&self, node: &NamedNode) -> bool {
        let graph = GraphNameRef::DefaultGraph;
        let said = |found: Option<Result<_>>| found.is_some_and(|quad| quad.is_ok());
        said(self.store.matching(Some(node.as_ref().into()), None, None, graph).next())
            || said(self.store.matching(None, None, Some(TermRef::from(node.as_ref())), graph).next())
    }
}

/// Whoever looks: how they address us, and what they ask for.
#[derive(Debug, Clone, Default)]
pub struct Visit {
    /// The language of the page.
    pub language: Language,
    /// The parameters of the address, in order.
    pub parameters: Vec<(String, String)>,
    /// What addresses of this site begin with, such as `https://samstyr.example`, for what is copied elsewhere.
    pub origin: String,
}

impl Visit {
    /// The first value of a parameter that is not empty.
    pub fn parameter(&self, name: &str) -> Option<&str> {
        self.parameters.iter().find(|(known, value)| known == name && !value.trim().is_empty()).map(|(_, value)| value.as_str())
    }
}

fn render(template: &impl Template) -> Result<String> {
    template.render().map_err(|error| Error::Evaluation(Box::new(error)))
}

/// Percent-encoded parameters of an address, with `?`; nothing when there are none.
pub fn query_string<'a>(parameters: impl IntoIterator<Item = (&'a str, &'a str)>) -> String {
    let mut encoded = form_urlencoded::Serializer::new(String::new());
    encoded.extend_pairs(parameters);
    let encoded = encoded.finish();
    if encoded.is_empty() { encoded } else { format!("?{encoded}") }
}
