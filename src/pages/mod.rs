//! Pages for people: plain functions from a graph, a language and a thing to HTML, whole without JavaScript.
//!
//! The server and a static site call the same functions. Templates stand in `templates/` and are checked when the program is compiled; every
//! word of the interface stands in `words.toml`, in three languages. Text of the graph keeps its own language and says so.

pub mod accessibility;
pub mod assets;
pub mod calendar;
pub mod class;
pub mod data;
mod dates;
mod evidence;
pub mod failure;
mod fields;
mod frame;
pub mod front;
pub mod graph;
pub mod kinds;
mod label;
pub mod picture;
pub mod pictures;
pub mod places;
pub mod question;
pub mod questions;
mod recipes;
mod said;
pub mod search;
pub mod shapes;
pub mod sparql;
mod table;
pub mod terms;
mod text;
pub mod thing;
pub mod ties;
pub mod vocabulary;
pub mod words;

use crate::error::{Error, Result};
use crate::questions::{Language, Question};
use crate::rdf::iri::Base;
use crate::store::Store;
use askama::Template;
use oxigraph::model::{Graph, GraphName, GraphNameRef, NamedNode, TermRef};
use search::Index;
use std::collections::BTreeMap;
use std::sync::{Arc, OnceLock};
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
    index: Arc<OnceLock<Index>>,
    graphs: Arc<OnceLock<BTreeMap<NamedNode, usize>>>,
    /// Which fixed version of the ontology its graph is, if it is one.
    version: Option<Arc<str>>,
}

impl Site {
    /// A site over a graph; a query of a page may take `timeout`.
    pub fn new(store: Store, questions: Arc<[Question]>, timeout: Duration) -> Self {
        // Files are read again to be hashed; pages say so instead.
        let hash = if store.is_built_in() { crate::rdf::canonical::BUILT_IN_HASH.trim() } else { "–" };
        Self {
            store,
            questions,
            base: Base::default(),
            hash: hash.into(),
            timeout,
            statement: None,
            index: Arc::default(),
            graphs: Arc::default(),
            version: None,
        }
    }

    /// The same site with a link to the publisher's accessibility statement.
    #[must_use]
    pub fn with_statement(self, address: Option<&str>) -> Self {
        Self { statement: address.map(Arc::from), ..self }
    }

    /// The same site over another graph, such as the graph as it was on a day.
    #[must_use]
    pub fn over(&self, store: Store) -> Self {
        Self { store, index: Arc::default(), graphs: Arc::default(), ..self.clone() }
    }

    /// The same site over a fixed version of the ontology.
    fn of_version(&self, version: &str, ontology: &Graph) -> Result<Self> {
        let quads = ontology.iter().map(|triple| triple.into_owned().in_graph(GraphName::DefaultGraph));
        Ok(Self { version: Some(version.into()), ..self.over(Store::of(quads)?) })
    }

    /// The path of the ontology's page below the language.
    fn namespace(&self) -> String {
        self.version.as_ref().map_or_else(|| "/ns".to_owned(), |version| format!("/ns/{version}"))
    }

    /// Its named questions.
    pub fn questions(&self) -> &[Question] {
        &self.questions
    }

    /// What can be searched, made when it is first needed.
    fn index(&self) -> Result<&Index> {
        if let Some(index) = self.index.get() {
            return Ok(index);
        }
        let index = Index::of(self)?;
        Ok(self.index.get_or_init(|| index))
    }

    /// The named graphs and how many triples each holds, counted when it is first asked.
    fn graphs(&self) -> Result<&BTreeMap<NamedNode, usize>> {
        if let Some(graphs) = self.graphs.get() {
            return Ok(graphs);
        }
        let mut graphs = BTreeMap::new();
        for quad in self.store.matching(None, None, None, None) {
            if let GraphName::NamedNode(graph) = quad?.graph_name {
                *graphs.entry(graph).or_insert(0) += 1;
            }
        }
        Ok(self.graphs.get_or_init(|| graphs))
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
