//! SPARQL: text in, answer out, under limits.
//!
//! A query passes the [`guard`] before the parser sees it, its parameters are set in the parsed tree ([`bind`]), and it
//! is parsed, evaluated and dropped on a stack of its own, because parser, optimiser and evaluator recurse. A [`Source`] is
//! what is asked: a store here or an endpoint elsewhere; [`Services`] is whom a query may ask besides.

pub mod bind;
mod constants;
mod exists;
pub mod guard;
pub mod header;
pub mod lexer;
pub mod record;
mod remote;
mod service;
mod source;
mod standard;
pub(crate) mod tree;
mod whole;
pub mod workbook;
pub mod write;

use crate::error::{Error, Result};
pub use crate::rdf::format::Kind;
use crate::rdf::vocab::PREFIXES;
use crate::store::Store;
use oxigraph::model::{Graph, Term, Triple, Variable};
use oxigraph::sparql::{CancellationToken, QueryEvaluationError, QueryResults, QuerySolutionIter, QueryTripleIter, SparqlEvaluator};
pub use remote::Endpoint;
use service::{Federation, Handler};
pub use service::{MAX_BYTES as MAX_SERVICE_BYTES, MAX_SERVICES, PATIENCE as SERVICE_PATIENCE, Services};
pub use source::Source;
use spargebra::SparqlParser;
use std::sync::{Arc, mpsc};
use std::thread;
use std::time::{Duration, Instant};
pub use whole::MAX_STATEMENTS;

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
    /// Which endpoints SERVICE may ask.
    pub services: Services,
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

    fn new(solutions: QuerySolutionIter<'a>, watch: Watch) -> Self {
        let variables = solutions.variables().to_vec();
        Self { variables, rows: Box::new(watch.over(solutions).map(|solution| Ok(solution?.values().to_vec()))) }
    }

    /// Read to the end, if others are asked: one that fails must not leave half an answer.
    fn whole_if(self, federated: bool) -> Result<Self> {
        if federated { Ok(Self::given(self.variables, self.rows.collect::<Result<_>>()?)) } else { Ok(self) }
    }

    /// Rows that somebody else gave.
    fn given(variables: Vec<Variable>, rows: Vec<Row>) -> Self {
        Self { variables, rows: Box::new(rows.into_iter().map(Ok)) }
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

    fn new(triples: QueryTripleIter<'a>, watch: Watch) -> Self {
        Self(Box::new(watch.over(triples)))
    }

    /// As for rows.
    fn whole_if(self, federated: bool) -> Result<Self> {
        if federated { Ok(Self::given(self.0.collect::<Result<_>>()?)) } else { Ok(self) }
    }

    /// Triples that somebody else gave.
    fn given(triples: Vec<Triple>) -> Self {
        Self(Box::new(triples.into_iter().map(Ok)))
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
        read(Run::of(store, request).answer(query)?)
    })
}

impl Request {
    /// The parsed query with its parameters and dataset set. Must run [`on_own_stack`].
    pub(crate) fn query(&self) -> Result<spargebra::Query> {
        let mut query = read(&self.text, PREFIXES, &self.services)?;
        for (variable, value) in &self.bindings {
            bind::replace(&mut query, variable, value)?;
        }
        if let Some(dataset) = bind::dataset(&self.default_graphs, &self.named_graphs)? {
            bind::set_dataset(&mut query, dataset);
        }
        Ok(query)
    }
}

/// A store with a limit that all queries of one request share, and what they were answered elsewhere.
pub(crate) struct Run<'a> {
    store: &'a Store,
    deadline: Deadline,
    federation: Arc<Federation>,
    token: CancellationToken,
    _watch: Option<mpsc::Sender<()>>,
}

impl<'a> Run<'a> {
    /// Within a time, and without SERVICE.
    pub(crate) fn new(store: &'a Store, timeout: Option<Duration>) -> Self {
        Self::reaching(store, timeout, &Services::default())
    }

    /// As a request says.
    pub(crate) fn of(store: &'a Store, request: &Request) -> Self {
        Self::reaching(store, request.timeout, &request.services)
    }

    fn reaching(store: &'a Store, timeout: Option<Duration>, services: &Services) -> Self {
        let token = CancellationToken::new();
        let deadline = Deadline::new(timeout);
        let federation = Arc::new(Federation::new(services, deadline));
        Self { store, deadline, federation, _watch: deadline.watch(token.clone()), token }
    }

    pub(crate) fn store(&self) -> &'a Store {
        self.store
    }

    /// An error when the time is up.
    pub(crate) fn check(&self) -> Result<()> {
        self.deadline.check()
    }

    pub(crate) fn answer(&self, mut query: spargebra::Query) -> Result<Answer<'a>> {
        exists::put_in_order(tree::pattern_mut(&mut query));
        let federated = self.federation.number(&mut query);
        let watch = Watch { deadline: self.deadline, federation: Arc::clone(&self.federation) };
        let results = SparqlEvaluator::new()
            .with_cancellation_token(self.token.clone())
            .with_default_service_handler(Handler(Arc::clone(&self.federation)))
            .for_query(query)
            .on_store(self.store.engine())
            .execute();
        Ok(match watch.fault().map_or(Ok(()), Err).and_then(|()| results.map_err(|error| watch.explain(error)))? {
            QueryResults::Boolean(yes) => Answer::Boolean(yes),
            QueryResults::Solutions(solutions) => Answer::Rows(Rows::new(solutions, watch).whole_if(federated)?),
            QueryResults::Graph(triples) => Answer::Graph(Triples::new(triples, watch).whole_if(federated)?),
        })
    }
}

/// The one way from text to query: guarded, parsed with these prefixes declared, checked; no SERVICE. Must run [`on_own_stack`].
pub(crate) fn prepare(text: &str, prefixes: &[(&str, &str)]) -> Result<spargebra::Query> {
    read(text, prefixes, &Services::default())
}

/// The parameters of a query, whatever endpoints it asks: that is decided when it is asked. Must run [`on_own_stack`].
pub(crate) fn parameters_of(text: &str) -> Result<Vec<(String, Term)>> {
    read(text, PREFIXES, &Services::of_others()).map(|query| bind::parameters(&query))
}

/// The columns of a SELECT; nothing for other queries.
pub fn columns_of(text: &str) -> Result<Option<Vec<String>>> {
    on_own_stack(|| Ok(tree::columns(&read(text, PREFIXES, &Services::of_others())?)))
}

/// The endpoints that the query of a request asks with SERVICE.
pub(crate) fn endpoints(request: &Request) -> Result<Vec<String>> {
    on_own_stack(|| Ok(tree::endpoints(tree::pattern(&Request { services: Services::of_others(), ..request.clone() }.query()?))))
}

fn read(text: &str, prefixes: &[(&str, &str)], services: &Services) -> Result<spargebra::Query> {
    guard::check(text)?;
    let mut parser = SparqlParser::new();
    for (prefix, namespace) in prefixes {
        parser = parser.with_prefix(*prefix, *namespace).map_err(|error| Error::RequestInvalid {
            problem: format!("the prefix `{prefix}:` has no IRI for a namespace: {error}"),
            hint: "declare it with an absolute IRI",
        })?;
    }
    let query = parser.parse_query(text).map_err(|error| guard::explain_syntax_error(text, &error.to_string()))?;
    guard::check_tree(&query, services)?;
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

    /// What is left of the time, if it is limited.
    fn left(self) -> Option<Duration> {
        self.end.map(|end| end.saturating_duration_since(Instant::now()))
    }

    fn passed(self) -> Error {
        let seconds = self.timeout.unwrap_or_default().as_secs_f64();
        Error::Limit {
            limit: format!("the query took longer than {seconds} s"),
            hint: "ask for less, or give it more time with `--timeout`",
        }
    }
}

/// What ends an answer before its end.
struct Watch {
    deadline: Deadline,
    federation: Arc<Federation>,
}

impl Watch {
    /// What an endpoint was refused for, or a limit it ran into; the engine may have gone on without it.
    fn fault(&self) -> Option<Error> {
        self.federation.fault()
    }

    fn explain(&self, error: QueryEvaluationError) -> Error {
        match error {
            QueryEvaluationError::Cancelled => self.deadline.passed(),
            QueryEvaluationError::Service(source) => source.downcast().map_or_else(Error::Evaluation, |error| *error),
            other => Error::Evaluation(Box::new(other)),
        }
    }

    /// The items of an answer up to where it must end.
    fn over<T>(self, items: impl Iterator<Item = std::result::Result<T, QueryEvaluationError>>) -> impl Iterator<Item = Result<T>> {
        let mut items = items.fuse();
        std::iter::from_fn(move || {
            let item = items.next();
            if let Some(fault) = self.fault() {
                return Some(Err(fault));
            }
            let item = item?;
            Some(self.deadline.check().and_then(|()| item.map_err(|error| self.explain(error))))
        })
    }
}

/// The error of a query that was given up on by whoever waited for it.
pub fn timed_out(timeout: Duration) -> Error {
    Deadline::new(Some(timeout)).passed()
}
