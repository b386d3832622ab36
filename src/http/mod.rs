//! The HTTP door: reads a request, calls one room, hands the answer to the writers.
//!
//! It ships safe: read-only, no outgoing request but of SERVICE to hosts that the operator listed, a guard before the parser, a time limit that frees the client, a cap on
//! the size of an answer and on how many queries run at once. An answer is made whole before its first byte is sent, so
//! that a limit is always an error and never half an answer.

mod api;
pub mod error;
pub mod freeze;
mod graphs;
mod gzip;
mod namespace;
mod pages;
mod published;
mod questions;
mod request;
mod sparql;
mod things;
mod views;

use crate::error::{Error, Result};
use crate::pages::Site;
use crate::pages::fixed::Fixed;
use crate::publish::Documents;
use crate::questions::Question;
use crate::rdf::canonical;
use crate::rdf::format::Format;
use crate::rdf::iri::Base;
use crate::sparql::{self as engine, Answer, Request, Services, Triples};
use crate::store::Store;
use crate::why;
use axum::Router;
use axum::http::{HeaderMap, HeaderName, HeaderValue, Method, header};
use axum::response::{IntoResponse, Response};
use axum::routing::any;
use oxigraph::model::Graph;
use request::Manner;
use std::io::{self, Write};
use std::path::PathBuf;
use std::sync::Arc;
use std::thread;
use std::time::Duration;
use tokio::sync::Semaphore;
use tower_http::catch_panic::CatchPanicLayer;
use tower_http::cors::{Any, CorsLayer};
use tower_http::set_header::SetResponseHeaderLayer;
use views::Views;

/// Largest answer, in bytes.
const MAX_ANSWER: usize = 64 * 1024 * 1024;
/// How much longer than its limit a query that does not heed it is waited for.
const GRACE: Duration = Duration::from_millis(500);

/// The header that says what the graph as it was leaves out.
const NOTE: HeaderName = HeaderName::from_static("samstyr-note");
/// The response header that names the conflicts between the sources that an answer touches, such as "Z1, Z3".
const CONFLICTS: HeaderName = HeaderName::from_static("samstyr-conflicts");
const PLAIN: &str = "text/plain; charset=utf-8";

/// What every handler needs.
#[derive(Clone)]
pub struct App(Arc<Inner>);

struct Inner {
    store: Store,
    questions: Arc<[Question]>,
    base: Base,
    timeout: Duration,
    running: Arc<Semaphore>,
    services: Services,
    views: Views,
    shelf: Shelf,
    site: Site,
}

/// What is published beside the answers; nothing where it is not said who publishes.
#[derive(Default)]
pub struct Shelf {
    /// Catalogue and what belongs to it.
    pub documents: Option<Documents>,
    /// Folder with releases.
    pub releases: Option<PathBuf>,
    /// Address of the publisher's accessibility statement.
    pub statement: Option<String>,
    /// What the pages are a copy of, where they will stand without a server.
    pub fixed: Option<Fixed>,
}

impl App {
    /// An application over a store; a query may take `timeout`.
    pub fn new(store: Store, questions: Vec<Question>, timeout: Duration, shelf: Shelf) -> Self {
        Self::reaching(Services::default(), store, questions, timeout, shelf)
    }

    /// The same, whose queries may ask some endpoints with SERVICE.
    pub fn reaching(services: Services, store: Store, questions: Vec<Question>, timeout: Duration, shelf: Shelf) -> Self {
        let cores = thread::available_parallelism().map_or(2, std::num::NonZero::get);
        let running = Arc::new(Semaphore::new(cores * 2));
        let questions: Arc<[Question]> = questions.into();
        let site = Site::new(store.clone(), Arc::clone(&questions), timeout).with_statement(shelf.statement.as_deref());
        let site = match &shelf.fixed {
            Some(fixed) => site.without_server(fixed.clone()),
            None => site,
        };
        Self(Arc::new(Inner { store, questions, base: Base::default(), timeout, running, services, views: Views::default(), shelf, site }))
    }

    /// Answers a query on the graph as it was and writes it in the format that `choose` picks for its kind.
    async fn respond(
        &self,
        request: Request,
        manner: Manner,
        choose: impl FnOnce(engine::Kind) -> Result<Format> + Send + 'static,
    ) -> Result<Response> {
        let request = Request { timeout: Some(self.0.timeout), services: self.0.services.clone(), ..request };
        let app = self.clone();
        let work = move || {
            let view = manner.moment.map(|moment| app.0.views.get(&app.0.store, &moment, app.0.timeout)).transpose()?;
            let (store, note) = view.map_or_else(|| (app.0.store.clone(), None), |view| (view.store, Some(view.note)));
            let mut out = Capped(Vec::new());
            if let Some(language) = manner.why {
                let format = why::write::format_for(choose(engine::Kind::Rows)?)?;
                let explained = why::explain(&store, &request)?;
                why::write::write(&explained, format, &store, language.tag(), &mut out).map_err(too_large)?;
                return Ok((why::write::media_type(format), out.0, note, explained.conflicts()));
            }
            engine::answer(&store, &request, |answer| {
                let format = choose(answer.kind())?;
                engine::write::write(answer, format, &mut out).map_err(too_large)?;
                Ok((format.media_type().unwrap_or(PLAIN), out.0, note, manner.conflicts))
            })
        };
        let (media_type, body, note, conflicts) = self.run(work).await?;
        let mut response = ([(header::CONTENT_TYPE, media_type)], body).into_response();
        let conflicts = (!conflicts.is_empty()).then(|| conflicts.join(", "));
        for (name, value) in [(NOTE, note), (CONFLICTS, conflicts)] {
            if let Some(value) = value.and_then(|value| HeaderValue::try_from(value).ok()) {
                response.headers_mut().insert(name, value);
            }
        }
        Ok(response)
    }

    /// What addresses begin with: those of the copy, or as whoever asks knows this server.
    fn origin(&self, headers: &HeaderMap) -> String {
        self.0.site.fixed().map_or_else(|| pages::origin(headers), |fixed| fixed.base.trim_end_matches('/').to_owned())
    }

    /// Works on a thread of its own when there is a place among those that run; gives up waiting at the time limit.
    async fn run<T: Send + 'static>(&self, work: impl FnOnce() -> Result<T> + Send + 'static) -> Result<T> {
        let timeout = self.0.timeout;
        let permit = tokio::time::timeout(timeout, Arc::clone(&self.0.running).acquire_owned())
            .await
            .map_err(|_| busy())?
            .map_err(|error| Error::Evaluation(Box::new(error)))?;
        let work = tokio::task::spawn_blocking(move || {
            let _permit = permit; // a query that overruns its limit keeps its place until it ends
            work()
        });
        tokio::time::timeout(timeout + GRACE, work)
            .await
            .map_err(|_| engine::timed_out(timeout))?
            .map_err(|error| Error::Evaluation(Box::new(error)))?
    }

    /// Makes a graph and writes it.
    async fn respond_with_graph(&self, format: Format, graph: impl FnOnce() -> Result<Graph> + Send + 'static) -> Result<Response> {
        self.run(move || Self::respond_with(format, Answer::Graph(Triples::of(&graph()?)))).await
    }

    /// Writes an answer of our own making.
    fn respond_with(format: Format, answer: Answer<'_>) -> Result<Response> {
        let mut body = Vec::new();
        engine::write::write(answer, format, &mut body)?;
        Ok(([(header::CONTENT_TYPE, format.media_type().unwrap_or(PLAIN))], body).into_response())
    }
}

fn busy() -> Error {
    Error::Limit { limit: "too many queries are running".to_owned(), hint: "try again in a few seconds" }
}

/// A buffer that takes no more than an answer may have.
struct Capped(Vec<u8>);

impl Write for Capped {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        if self.0.len() + bytes.len() > MAX_ANSWER {
            return Err(io::Error::new(io::ErrorKind::FileTooLarge, "the answer is too large"));
        }
        self.0.extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

fn too_large(error: Error) -> Error {
    match error {
        Error::Output(source) if source.kind() == io::ErrorKind::FileTooLarge => Error::Limit {
            limit: format!("the answer is larger than {} MiB", MAX_ANSWER / 1024 / 1024),
            hint: "ask for less with LIMIT, or ask at the command line",
        },
        other => other,
    }
}

/// All routes with the headers that every response has.
pub fn router(app: App) -> Router {
    let header = |name, value| SetResponseHeaderLayer::if_not_present(name, HeaderValue::from_static(value));
    Router::new()
        .route("/", any(about))
        .merge(sparql::router())
        .merge(questions::router())
        .merge(namespace::router())
        .merge(published::router())
        .merge(pages::router())
        .merge(things::router())
        .merge(graphs::router())
        .merge(api::router())
        .fallback(pages::not_found)
        .with_state(app)
        .layer(
            CorsLayer::new()
                .allow_origin(Any)
                .allow_methods([Method::GET, Method::POST])
                .allow_headers([header::CONTENT_TYPE, header::ACCEPT])
                .expose_headers([NOTE, CONFLICTS]),
        )
        .layer(header(header::X_CONTENT_TYPE_OPTIONS, "nosniff"))
        .layer(header(header::REFERRER_POLICY, "no-referrer"))
        .layer(header(header::CONTENT_SECURITY_POLICY, "default-src 'none'"))
        .layer(header(header::VARY, "Accept, Accept-Language"))
        .layer(header(HeaderName::from_static("cross-origin-resource-policy"), "cross-origin"))
        .layer(CatchPanicLayer::custom(error::after_panic))
}

/// What there is, for whoever comes without an address.
async fn about(headers: HeaderMap) -> Response {
    if pages::wants_page(&headers) {
        return pages::to_page(&headers, "/", None);
    }
    let hash = canonical::BUILT_IN_HASH.trim();
    format!(
        "samstyr {version}\n\n\
         /questions                        the named questions, with parameters\n\
         /questions/municipal-measures     the answer to one; add .csv .tsv .json .xml or .md, ?lang=nb|nn|en and parameters\n\
         /questions/duties?as-of=DATE      what was valid on a day; /sparql takes it too\n\
         /questions/duties?cite=text       a reference to the answer; samstyr verify-citation asks again\n\
         /sparql?query=…                   any SPARQL 1.1 query; POST works too\n\
         /openapi.json                     the questions as an API (OpenAPI 3.1); /sparql alone describes the endpoint\n\
         /ns                               the ontology: a page, or .ttl .nt .nq .trig .jsonld .rdf\n\
         /catalog, /.well-known/void       what is published, if it is said who publishes; /releases/… the files\n\n\
         built into this program: graph {hash} (SHA-256 of RDFC-1.0 N-Quads)\n",
        version = env!("CARGO_PKG_VERSION"),
    )
    .into_response()
}

/// Serves until `stop` resolves, then finishes the requests under way.
pub async fn serve(app: App, listener: tokio::net::TcpListener, stop: impl Future<Output = ()> + Send + 'static) -> io::Result<()> {
    axum::serve(listener, router(app)).with_graceful_shutdown(stop).await
}
