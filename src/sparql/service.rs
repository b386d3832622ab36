//! SERVICE: which endpoints a query may ask, and the asking.
//!
//! An endpoint must be a constant whose host is listed; nothing else passes `guard`, SILENT or not. The whole pattern is asked for, once
//! per query, whatever is known outside of it. What is refused on the way (a redirect) or runs into a limit of the query is an error even
//! under SILENT, which forgives an endpoint that fails and nothing else.

use super::remote::{self, Fetched};
use super::{Deadline, Row, standard, tree};
use crate::error::{Error, Result};
use crate::net::{Limits, Policy};
use oxigraph::model::{NamedNode, Variable};
use oxigraph::sparql::{DefaultServiceHandler, QueryEvaluationError, QuerySolutionIter};
use spargebra::Query;
use spargebra::algebra::GraphPattern;
use spargebra::term::NamedNodePattern;
use std::collections::{BTreeSet, HashMap};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;
use url::Url;

/// Most SERVICE in a query.
pub const MAX_SERVICES: usize = 8;
/// Most bytes that all endpoints of a query may answer together.
pub const MAX_BYTES: u64 = 32 * 1024 * 1024;
/// Longest wait for one endpoint; the query's own limit may be shorter.
pub const PATIENCE: Duration = Duration::from_secs(60);
/// What the engine calls an endpoint of a query, before its number: two SERVICE may ask the same one for different things.
const NUMBERED: &str = "service:";

/// Which endpoints SERVICE may ask; none by default.
#[derive(Debug, Clone, Default)]
pub struct Services {
    policy: Policy,
    /// Whether whoever evaluates the query decides.
    theirs: bool,
}

impl Services {
    /// Those on the hosts that a policy lists.
    pub fn on(policy: Policy) -> Self {
        Self { policy: policy.closed(), theirs: false }
    }

    /// For a query that is not evaluated here.
    pub(crate) fn of_others() -> Self {
        Self { theirs: true, ..Self::default() }
    }

    /// Whether there is any endpoint that a query may ask.
    pub fn any(&self) -> bool {
        self.policy.lists_any()
    }

    /// Whether a query may name this endpoint.
    pub(super) fn admit(&self, name: &NamedNodePattern) -> Result<()> {
        let refused = |feature: String, hint| Err(Error::QueryForbidden { feature, hint });
        let node = match name {
            _ if self.theirs => return Ok(()),
            NamedNodePattern::NamedNode(node) => node,
            NamedNodePattern::Variable(variable) => {
                return refused(format!("SERVICE {variable}"), "name the endpoint: SERVICE <https://…> { … }");
            }
        };
        if Url::parse(node.as_str()).is_ok_and(|url| self.policy.lists(&url)) {
            return Ok(());
        }
        refused(
            format!("SERVICE {node}"),
            "its host is not listed: whoever runs the program can list it in `[net] allow` of samstyr.toml or with `--allow-host HOST`",
        )
    }
}

/// What one endpoint is asked.
struct Call {
    endpoint: String,
    variables: Arc<[Variable]>,
    text: String,
}

/// The endpoints that the queries of one request ask, each of them once.
pub(super) struct Federation {
    policy: Policy,
    deadline: Deadline,
    state: Mutex<State>,
}

/// What was answered, or the address of the endpoint and how it failed.
type Answered = std::result::Result<Arc<Vec<Row>>, (String, String)>;

#[derive(Default)]
struct State {
    calls: Vec<Arc<Call>>,
    /// By endpoint and text.
    answered: HashMap<(String, String), Answered>,
    bytes: u64,
    /// What is an error even under SILENT.
    fault: Option<Error>,
}

impl Federation {
    pub(super) fn new(services: &Services, deadline: Deadline) -> Self {
        Self { policy: services.policy.clone(), deadline, state: Mutex::default() }
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Numbers the endpoints of a query, so that the handler knows which of them the engine wants; whether there are any.
    pub(super) fn number(&self, query: &mut Query) -> bool {
        let mut state = self.state();
        let before = state.calls.len();
        tree::services_mut(tree::pattern_mut(query), &mut |name, inner| {
            let NamedNodePattern::NamedNode(endpoint) = &*name else { return };
            let mut variables = BTreeSet::new();
            inner.on_in_scope_variable(|variable| {
                variables.insert(variable.clone());
            });
            let variables: Vec<Variable> = variables.into_iter().collect();
            let call = Call {
                endpoint: endpoint.as_str().to_owned(),
                text: standard::text(&select(inner.clone(), variables.clone()), false),
                variables: variables.into(),
            };
            *name = NamedNode::new_unchecked(format!("{NUMBERED}{}", state.calls.len())).into();
            state.calls.push(Arc::new(call));
        });
        state.calls.len() > before
    }

    /// What went wrong that SILENT does not forgive.
    pub(super) fn fault(&self) -> Option<Error> {
        self.state().fault.take()
    }

    fn rows(&self, call: &Call) -> Result<Arc<Vec<Row>>> {
        let key = (call.endpoint.clone(), call.text.clone());
        if let Some(known) = self.state().answered.get(&key) {
            return known.clone().map_err(|(url, problem)| Error::EndpointFailed { url, problem });
        }
        let rows = self.ask(call).map(Arc::new);
        let known = match &rows {
            Ok(rows) => Ok(Arc::clone(rows)),
            Err(Error::EndpointFailed { url, problem }) => Err((url.clone(), problem.clone())),
            Err(other) => Err((call.endpoint.clone(), format!("could not be asked: {}", remote::with_causes(other)))),
        };
        self.state().answered.insert(key, known);
        rows
    }

    fn ask(&self, call: &Call) -> Result<Vec<Row>> {
        let url = Url::parse(&call.endpoint).map_err(|error| Error::EndpointFailed {
            url: call.endpoint.clone(),
            problem: format!("has no address that can be asked: {error}"),
        })?;
        let left = MAX_BYTES.saturating_sub(self.state().bytes);
        let limits = Limits { bytes: left, time: self.deadline.left().map_or(PATIENCE, |left| left.min(PATIENCE)) };
        let (fetched, bytes) = remote::fetch(&url, &call.text, crate::rdf::format::Kind::Rows, &self.policy, limits)?;
        self.state().bytes += bytes;
        let Fetched::Rows(columns, rows) = fetched else { return Ok(Vec::new()) };
        // Only what was asked for: an endpoint must not bind what belongs to the rest of the query.
        let places: Vec<Option<usize>> =
            call.variables.iter().map(|variable| columns.iter().position(|column| column == variable)).collect();
        Ok(rows.into_iter().map(|row| places.iter().map(|at| at.and_then(|at| row.get(at).cloned().flatten())).collect()).collect())
    }
}

/// The query for all solutions of a pattern.
fn select(pattern: GraphPattern, variables: Vec<Variable>) -> Query {
    let pattern = GraphPattern::Project { inner: Box::new(pattern), variables };
    Query::Select { dataset: None, pattern, base_iri: None }
}

/// The federation as the engine knows it.
pub(super) struct Handler(pub(super) Arc<Federation>);

impl DefaultServiceHandler for Handler {
    type Error = Error;

    fn handle(&self, name: &NamedNode, _pattern: &GraphPattern, _base: Option<&oxiri::Iri<String>>) -> Result<QuerySolutionIter<'static>> {
        let number = name.as_str().strip_prefix(NUMBERED).and_then(|number| number.parse::<usize>().ok());
        let call = number.and_then(|number| self.0.state().calls.get(number).cloned());
        let call = call.ok_or_else(|| Error::Evaluation(format!("{name} was not numbered").into()))?;
        if self.0.state().fault.is_some() {
            return Err(Error::Evaluation("the query has failed".into()));
        }
        let rows = self.0.rows(&call).and_then(|rows| self.0.deadline.check().map(|()| rows));
        match rows {
            Ok(rows) => {
                let solutions = (0..rows.len()).map(move |at| Ok::<_, QueryEvaluationError>(rows[at].clone()));
                Ok(QuerySolutionIter::from_tuples(Arc::clone(&call.variables), solutions))
            }
            Err(error @ (Error::EndpointFailed { .. } | Error::Fetch { .. })) if self.0.deadline.check().is_ok() => Err(error),
            Err(error) => {
                self.0.state().fault = Some(self.0.deadline.check().err().unwrap_or(error));
                Err(Error::Evaluation("the query has failed".into()))
            }
        }
    }
}
