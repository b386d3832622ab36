//! SPARQL: text in, answer out, under limits.
//!
//! A query passes the [`guard`] before the parser sees it, its parameters are set in the parsed tree ([`bind`]), and it
//! is parsed, evaluated and dropped on a stack of its own, because parser, optimiser and evaluator recurse.

pub mod bind;
pub mod guard;
pub mod header;
pub mod lexer;
pub(crate) mod tree;
pub mod workbook;
pub mod write;

use crate::error::{Error, Result};
pub use crate::rdf::format::Kind;
use crate::rdf::vocab::PREFIXES;
use crate::store::Store;
use oxigraph::model::{Graph, Term, Triple, Variable};
use oxigraph::sparql::{CancellationToken, QueryEvaluationError, QueryResults, QuerySolutionIter, QueryTripleIter, SparqlEvaluator};
use spargebra::SparqlParser;
use std::sync::mpsc;
use std::thread;
use std::time::{Duration, Instant};

/// Bytes of stack for one query; reserved, and only touched as far as the query is deep.
const STACK: usize = 256 * 1024 * 1024;

/// A query with what is needed to answer it.
#[derive(Debug, Clone, Default)]
pub struct Request {
    /// The query text.
    pub text: String,
    /// Parameters: the variable's name and the value that takes the place of its example.
    pub bindings: Vec<(String, Term)>,
    /// Graphs of the SPARQL Protocol's `default-graph-uri`; they override FROM.
    pub default_graphs: Vec<String>,
    /// Graphs of the SPARQL Protocol's `named-graph-uri`; they override FROM NAMED.
    pub named_graphs: Vec<String>,
    /// How long it may take; nothing for as long as it takes.
    pub timeout: Option<Duration>,
}

impl Request {
    /// A request for the answer to a query text.
    pub fn new(text: impl Into<String>) -> Self {
        Self { text: text.into(), ..Self::default() }
    }
}

/// An answer that is still being computed; rows and triples come one by one.
pub enum Answer<'a> {
    /// Of an ASK query.
    Boolean(bool),
    /// Of a SELECT query.
    Rows(Rows<'a>),
    /// Of a CONSTRUCT or DESCRIBE query.
    Graph(Triples<'a>),
}

impl Answer<'_> {
    /// What the answer is made of.
    pub fn kind(&self) -> Kind {
        match self {
            Self::Boolean(_) => Kind::Boolean,
            Self::Rows(_) => Kind::Rows,
            Self::Graph(_) => Kind::Graph,
        }
    }
}

/// One row: a value, or nothing, for each variable.
pub type Row = Vec<Option<Term>>;

/// Rows of an answer; each is as wide as [`Rows::variables`].
pub struct Rows<'a> {
    variables: Vec<Variable>,
    rows: Box<dyn Iterator<Item = Result<Row>> + 'a>,
}

impl<'a> Rows<'a> {
    /// Rows of our own making, such as the list of questions. The columns' names are letters and underscores.
    pub fn of(columns: &[&str], rows: Vec<Row>) -> Self {
        let variables = columns.iter().map(|name| Variable::new_unchecked(*name)).collect();
        Self { variables, rows: Box::new(rows.into_iter().map(Ok)) }
    }

    fn new(solutions: QuerySolutionIter<'a>, deadline: Deadline) -> Self {
        let variables = solutions.variables().to_vec();
        let rows = solutions.map(move |solution| {
            deadline.check()?;
            Ok(solution.map_err(|error| deadline.explain(error))?.values().to_vec())
        });
        Self { variables, rows: Box::new(rows) }
    }

    /// The columns in order.
    pub fn variables(&self) -> &[Variable] {
        &self.variables
    }
}

impl Iterator for Rows<'_> {
    type Item = Result<Row>;

    fn next(&mut self) -> Option<Self::Item> {
        self.rows.next()
    }
}

/// The triples of a CONSTRUCT or DESCRIBE query.
pub struct Triples<'a>(Box<dyn Iterator<Item = Result<Triple>> + 'a>);

impl<'a> Triples<'a> {
    /// Triples of our own making, such as a validation report.
    pub fn of(graph: &'a Graph) -> Self {
        Self(Box::new(graph.iter().map(|triple| Ok(triple.into_owned()))))
    }

    fn new(triples: QueryTripleIter<'a>, deadline: Deadline) -> Self {
        Self(Box::new(triples.map(move |triple| {
            deadline.check()?;
            triple.map_err(|error| deadline.explain(error))
        })))
    }
}

impl Iterator for Triples<'_> {
    type Item = Result<Triple>;

    fn next(&mut self) -> Option<Self::Item> {
        self.0.next()
    }
}

/// Answers a query; `read` gets the answer and must take what it needs of it.
pub fn answer<T>(store: &Store, request: &Request, read: impl FnOnce(Answer<'_>) -> Result<T>) -> Result<T> {
    on_own_stack(|| {
        let query = request.query()?;
        let run = Run::new(store, request.timeout);
        read(run.answer(query)?)
    })
}

impl Request {
    /// The parsed query with its parameters and dataset set. Must run [`on_own_stack`].
    pub(crate) fn query(&self) -> Result<spargebra::Query> {
        let mut query = prepare(&self.text, PREFIXES)?;
        for (variable, value) in &self.bindings {
            bind::replace(&mut query, variable, value)?;
        }
        if let Some(dataset) = bind::dataset(&self.default_graphs, &self.named_graphs)? {
            bind::set_dataset(&mut query, dataset);
        }
        Ok(query)
    }
}

/// A store with a limit that all queries of one request share.
pub(crate) struct Run<'a> {
    store: &'a Store,
    deadline: Deadline,
    token: CancellationToken,
    _watch: Option<mpsc::Sender<()>>,
}

impl<'a> Run<'a> {
    pub(crate) fn new(store: &'a Store, timeout: Option<Duration>) -> Self {
        let token = CancellationToken::new();
        let deadline = Deadline::new(timeout);
        Self { store, deadline, _watch: deadline.watch(token.clone()), token }
    }

    pub(crate) fn store(&self) -> &'a Store {
        self.store
    }

    /// An error when the time is up.
    pub(crate) fn check(&self) -> Result<()> {
        self.deadline.check()
    }

    pub(crate) fn answer(&self, query: spargebra::Query) -> Result<Answer<'a>> {
        let deadline = self.deadline;
        let results = SparqlEvaluator::new()
            .with_cancellation_token(self.token.clone())
            .for_query(query)
            .on_store(self.store.engine())
            .execute()
            .map_err(|error| deadline.explain(error))?;
        Ok(match results {
            QueryResults::Boolean(yes) => Answer::Boolean(yes),
            QueryResults::Solutions(solutions) => Answer::Rows(Rows::new(solutions, deadline)),
            QueryResults::Graph(triples) => Answer::Graph(Triples::new(triples, deadline)),
        })
    }
}

/// The one way from text to query: guarded, parsed with these prefixes declared, checked. Must run [`on_own_stack`].
pub(crate) fn prepare(text: &str, prefixes: &[(&str, &str)]) -> Result<spargebra::Query> {
    guard::check(text)?;
    let mut parser = SparqlParser::new();
    for (prefix, namespace) in prefixes {
        parser = parser.with_prefix(*prefix, *namespace).map_err(|error| Error::RequestInvalid {
            problem: format!("the prefix `{prefix}:` has no IRI for a namespace: {error}"),
            hint: "declare it with an absolute IRI",
        })?;
    }
    let query = parser.parse_query(text).map_err(|error| guard::explain_syntax_error(text, &error.to_string()))?;
    guard::check_tree(&query)?;
    Ok(query)
}

/// Whether a text is a query that would be asked; it is not.
pub fn check(text: &str) -> Result<()> {
    on_own_stack(|| prepare(text, PREFIXES).map(|_| ()))
}

/// Parses without a guard, for unit tests.
#[cfg(test)]
pub(crate) fn parse(text: &str) -> Result<spargebra::Query> {
    SparqlParser::new().parse_query(text).map_err(|error| guard::explain_syntax_error(text, &error.to_string()))
}

/// Runs on a stack that bears what the guard lets through; does nothing when it is on one already.
pub(crate) fn on_own_stack<T>(work: impl FnOnce() -> T) -> T {
    stacker::maybe_grow(STACK / 2, STACK, work)
}

/// When a query must be done.
#[derive(Clone, Copy)]
struct Deadline {
    timeout: Option<Duration>,
    end: Option<Instant>,
}

impl Deadline {
    fn new(timeout: Option<Duration>) -> Self {
        Self { timeout, end: timeout.and_then(|timeout| Instant::now().checked_add(timeout)) }
    }

    /// Cancels the query when the time is up, unless the returned guard is dropped before.
    fn watch(self, token: CancellationToken) -> Option<mpsc::Sender<()>> {
        let timeout = self.timeout?;
        let (guard, dropped) = mpsc::channel::<()>();
        thread::spawn(move || {
            if dropped.recv_timeout(timeout) == Err(mpsc::RecvTimeoutError::Timeout) {
                token.cancel();
            }
        });
        Some(guard)
    }

    fn check(self) -> Result<()> {
        match self.end {
            Some(end) if Instant::now() >= end => Err(self.passed()),
            _ => Ok(()),
        }
    }

    fn passed(self) -> Error {
        let seconds = self.timeout.unwrap_or_default().as_secs_f64();
        Error::Limit {
            limit: format!("the query took longer than {seconds} s"),
            hint: "ask for less, or give it more time with `--timeout`",
        }
    }

    fn explain(self, error: QueryEvaluationError) -> Error {
        match error {
            QueryEvaluationError::Cancelled => self.passed(),
            other => Error::Evaluation(Box::new(other)),
        }
    }
}

/// The error of a query that was given up on by whoever waited for it.
pub fn timed_out(timeout: Duration) -> Error {
    Deadline::new(Some(timeout)).passed()
}
