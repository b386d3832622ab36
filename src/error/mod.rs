//! What can go wrong, named after what the user meets.
//!
//! One [`Error`] serves the whole crate. Its [`code`](Error::code) is stable: the anchor in `docs/errors.md` and the
//! tail of an HTTP problem's `type`. Its [`class`](Error::class) decides the exit status (`cli`) and the HTTP status
//! (`http::error`), one table at each door.

mod class;
mod hints;
mod words;

pub use class::Class;
pub use hints::NOT_FOLLOWED;
use std::io;
use std::path::PathBuf;
pub use words::{backticked, count, harmless, is_steering};

/// A result whose error is [`enum@Error`].
pub type Result<T> = std::result::Result<T, Error>;

/// Everything that can go wrong. Messages are lower-case, without a full stop, and name the thing.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// No question has this name.
    #[error("question `{name}` does not exist")]
    QuestionNotFound {
        /// The name as it was given.
        name: String,
        /// Existing names that resemble it, nearest first.
        nearest: Vec<String>,
    },
    /// A question file breaks the header rules of `queries/README.md`.
    #[error("question file `{file}`: {problem}")]
    QuestionInvalid {
        /// The file's name.
        file: String,
        /// What is wrong with it.
        problem: String,
    },
    /// Nothing in the graph is called this.
    #[error("nothing in the graph is called `{name}`")]
    ThingNotFound {
        /// The name as it was given.
        name: String,
        /// Existing keys that resemble it, nearest first.
        nearest: Vec<String>,
    },
    /// The question has no such parameter.
    #[error("question `{question}` has no parameter `{name}`")]
    ParameterUnknown {
        /// The question's name.
        question: String,
        /// The parameter as it was given.
        name: String,
        /// The parameters that it does have.
        known: Vec<String>,
    },
    /// The parameter's value is not of the right kind.
    #[error("parameter `{name}` does not take `{value}`: {problem}")]
    ParameterInvalid {
        /// The parameter's name.
        name: String,
        /// The value as it was given.
        value: String,
        /// Why it is refused.
        problem: String,
        /// How to write one that is taken.
        hint: String,
    },
    /// No reference to an answer is found in a text, or what is found is not whole.
    #[error("the reference cannot be read: {problem}")]
    CitationInvalid {
        /// What is wrong.
        problem: String,
    },
    /// The query is not SPARQL.
    #[error("the query is not valid SPARQL at line {line}, column {column}: {problem}")]
    QuerySyntax {
        /// Line, the first being 1.
        line: usize,
        /// Column in characters, the first being 1.
        column: usize,
        /// What the parser expected.
        problem: String,
        /// The line of the query, for the caret.
        text: String,
        /// The way on, if one is known.
        hint: Option<String>,
    },
    /// The query uses something that is switched off here.
    #[error("{feature} is not allowed here")]
    QueryForbidden {
        /// What was asked for, such as "SERVICE <https://sparql.example.no/>".
        feature: String,
        /// The way on.
        hint: &'static str,
    },
    /// The query is larger or more deeply nested than is safe to parse.
    #[error("the query is too {what}: {found}, and at most {limit} are taken")]
    QueryTooComplex {
        /// "long", "deeply nested" or "large".
        what: &'static str,
        /// What was counted, with its unit.
        found: String,
        /// The limit in the same unit.
        limit: usize,
    },
    /// A limit on time, size or concurrency was reached. Never followed by a partial answer.
    #[error("{limit}")]
    Limit {
        /// Which limit, with its value.
        limit: String,
        /// The way on.
        hint: &'static str,
    },
    /// The query could not be evaluated.
    #[error("the query could not be evaluated")]
    Evaluation(#[source] Box<dyn std::error::Error + Send + Sync>),
    /// None of the offered formats is acceptable.
    #[error("{kind} cannot be given as `{asked}`")]
    NotAcceptable {
        /// "rows", "a graph" or "a yes or no".
        kind: &'static str,
        /// What was asked for.
        asked: String,
        /// What can be given.
        offered: Vec<&'static str>,
    },
    /// The request is not what the SPARQL Protocol or our routes ask for.
    #[error("{problem}")]
    RequestInvalid {
        /// What is wrong.
        problem: String,
        /// The way on.
        hint: &'static str,
    },
    /// No such route.
    #[error("there is nothing at `{path}`")]
    RouteNotFound {
        /// The path of the request.
        path: String,
    },
    /// The method is not one that the route takes.
    #[error("`{path}` does not take {method}")]
    MethodNotAllowed {
        /// The path of the request.
        path: String,
        /// The method of the request.
        method: String,
        /// The methods that it does take, as in the Allow header.
        allow: &'static str,
    },
    /// The request's body is of a type that the route does not read.
    #[error("a body of type `{found}` is not read here")]
    MediaTypeUnsupported {
        /// The Content-Type of the request.
        found: String,
    },
    /// A file's name does not tell its RDF format.
    #[error("cannot tell the RDF format of `{path}` from its name")]
    FormatUnknown {
        /// The file.
        path: PathBuf,
    },
    /// A file is not valid RDF.
    #[error("`{path}` is not valid RDF: {problem}")]
    RdfSyntax {
        /// The file.
        path: PathBuf,
        /// The parser's words, with line and column.
        problem: String,
    },
    /// The shapes cannot be applied: a failure in the sense of SHACL §3.4, never «conforms».
    #[error("the shapes cannot be applied: {node}: {problem}")]
    ShapesUnsupported {
        /// The node of the shapes graph.
        node: String,
        /// What is wrong or not supported.
        problem: String,
    },
    /// A graph that must conform does not.
    #[error("the graph does not conform: {}", count(.violations.len(), "violation"))]
    NotConformant {
        /// A line for each violation, with its focus node, rule and passage.
        violations: Vec<String>,
    },
    /// Fact sheets or the ontology hold mistakes. All of them are listed.
    #[error("{} in the fact sheets", count(.mistakes.len(), "mistake"))]
    SheetsInvalid {
        /// `file:line: what`, in reading order.
        mistakes: Vec<String>,
    },
    /// A mapping set holds mistakes. All of them are listed.
    #[error("{} in a mapping set", count(.mistakes.len(), "mistake"))]
    MappingsInvalid {
        /// `file:line: what`, in reading order.
        mistakes: Vec<String>,
    },
    /// A rule file breaks the rules of `ontology/rules/README.md`.
    #[error("rule file `{path}`: {problem}")]
    RuleInvalid {
        /// The file.
        path: PathBuf,
        /// What is wrong with it.
        problem: String,
    },
    /// The built graph is not the one that ontology and data give.
    #[error("`{path}` is not what the ontology and the fact sheets give")]
    BuildStale {
        /// The stale file.
        path: PathBuf,
    },
    /// The format has no named graphs, and the data has.
    #[error("`{path}` cannot hold the named graph {graph}")]
    GraphLost {
        /// The file.
        path: PathBuf,
        /// The named graph.
        graph: String,
    },
    /// The configuration cannot be read.
    #[error("the configuration `{path}` is not valid: {problem}")]
    ConfigInvalid {
        /// The file.
        path: PathBuf,
        /// What is wrong, with line and column.
        problem: String,
    },
    /// What must be known before anything is published is missing or a placeholder.
    #[error("this cannot be published: {}", .problems.join("; "))]
    PublicationIncomplete {
        /// What is missing or a placeholder, and why.
        problems: Vec<String>,
    },
    /// The folder that a release is to become holds something else.
    #[error("`{path}` holds something other than this release")]
    FolderTaken {
        /// The folder.
        path: PathBuf,
    },
    /// The file that is to be replaced is not an older one of the same kind.
    #[error("`{path}` is not replaced: {problem}")]
    FileTaken {
        /// The file.
        path: PathBuf,
        /// What it is instead.
        problem: String,
    },
    /// The server publishes nothing here.
    #[error("this server publishes nothing at `{path}`")]
    NotPublished {
        /// The path of the request.
        path: String,
    },
    /// A file or folder could not be read.
    #[error("cannot read `{path}`")]
    Read {
        /// The file or folder.
        path: PathBuf,
        /// Why.
        #[source]
        source: io::Error,
    },
    /// A file could not be written.
    #[error("cannot write `{path}`")]
    Write {
        /// The file.
        path: PathBuf,
        /// Why.
        #[source]
        source: io::Error,
    },
    /// The address could not be listened on.
    #[error("cannot listen on `{address}`")]
    Listen {
        /// The address.
        address: String,
        /// Why.
        #[source]
        source: io::Error,
    },
    /// An address that the policy on outgoing requests does not let through.
    #[error("{}`{url}`{} is not asked: {problem}", .from.as_ref().map(|from| format!("`{from}` leads to ")).unwrap_or_default(), if .from.is_some() { ", which" } else { "" })]
    EgressRefused {
        /// The address, without user information.
        url: String,
        /// The address that was given, if a redirect led from there.
        from: Option<String>,
        /// Why.
        problem: String,
        /// The way on.
        hint: &'static str,
    },
    /// A document that could be in order, and cannot be checked here.
    #[error("`{name}` cannot be checked: {problem}")]
    CannotCheck {
        /// The document.
        name: String,
        /// Why.
        problem: String,
    },
    /// An address that could not be asked.
    #[error("cannot fetch `{url}`")]
    Fetch {
        /// The address.
        url: String,
        /// Why.
        #[source]
        source: Box<dyn std::error::Error + Send + Sync>,
    },
    /// A folder is not a snapshot, or its manifest cannot be read.
    #[error("`{path}` is not a snapshot: {problem}")]
    SnapshotInvalid {
        /// The folder, or its manifest.
        path: PathBuf,
        /// What is wrong.
        problem: String,
    },
    /// Some of what a snapshot should hold could not be had; the rest was written.
    #[error("the snapshot in `{folder}` is not complete: {}", count(.failures.len(), "failure"))]
    SnapshotIncomplete {
        /// The folder.
        folder: PathBuf,
        /// A line for each part.
        failures: Vec<String>,
    },
    /// A SPARQL endpoint did not give an answer that can be read.
    #[error("the endpoint `{url}` {problem}")]
    EndpointFailed {
        /// Its address, after redirects.
        url: String,
        /// What it did instead.
        problem: String,
    },
    /// Links of a copy without a server lead nowhere.
    #[error("{} of the site lead nowhere", count(.links.len(), "link"))]
    LinksDead {
        /// A line for each: the page, and where the link leads.
        links: Vec<String>,
    },
    /// The output could not be written.
    #[error("cannot write the output")]
    Output(#[source] io::Error),
    /// The store failed, or holds something that it should not.
    #[error("the store failed")]
    Store(#[source] Box<dyn std::error::Error + Send + Sync>),
}

impl Error {
    /// The stable name of the error, in kebab-case.
    pub fn code(&self) -> &'static str {
        match self {
            Self::QuestionNotFound { .. } => "question-not-found",
            Self::QuestionInvalid { .. } => "question-invalid",
            Self::ThingNotFound { .. } => "thing-not-found",
            Self::ParameterUnknown { .. } => "parameter-unknown",
            Self::ParameterInvalid { .. } => "parameter-invalid",
            Self::CitationInvalid { .. } => "citation-invalid",
            Self::QuerySyntax { .. } => "query-syntax",
            Self::QueryForbidden { .. } => "query-forbidden",
            Self::QueryTooComplex { .. } => "query-too-complex",
            Self::Limit { .. } => "limit",
            Self::Evaluation(_) => "evaluation",
            Self::NotAcceptable { .. } => "not-acceptable",
            Self::RequestInvalid { .. } => "request-invalid",
            Self::RouteNotFound { .. } => "route-not-found",
            Self::MethodNotAllowed { .. } => "method-not-allowed",
            Self::MediaTypeUnsupported { .. } => "media-type-unsupported",
            Self::FormatUnknown { .. } => "format-unknown",
            Self::RdfSyntax { .. } => "rdf-syntax",
            Self::ShapesUnsupported { .. } => "shapes-unsupported",
            Self::NotConformant { .. } => "not-conformant",
            Self::SheetsInvalid { .. } => "sheets-invalid",
            Self::MappingsInvalid { .. } => "mappings-invalid",
            Self::RuleInvalid { .. } => "rule-invalid",
            Self::BuildStale { .. } => "build-stale",
            Self::GraphLost { .. } => "graph-lost",
            Self::ConfigInvalid { .. } => "config-invalid",
            Self::PublicationIncomplete { .. } => "publication-incomplete",
            Self::FolderTaken { .. } => "folder-taken",
            Self::FileTaken { .. } => "file-taken",
            Self::NotPublished { .. } => "not-published",
            Self::Read { .. } => "read",
            Self::Write { .. } => "write",
            Self::Listen { .. } => "listen",
            Self::EgressRefused { .. } => "egress-refused",
            Self::CannotCheck { .. } => "cannot-check",
            Self::Fetch { .. } => "fetch",
            Self::SnapshotInvalid { .. } => "snapshot-invalid",
            Self::SnapshotIncomplete { .. } => "snapshot-incomplete",
            Self::EndpointFailed { .. } => "endpoint-failed",
            Self::LinksDead { .. } => "links-dead",
            Self::Output(_) => "output",
            Self::Store(_) => "store",
        }
    }
}
