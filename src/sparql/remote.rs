//! A SPARQL endpoint elsewhere, asked by the query operation of the SPARQL 1.1 Protocol (§2.1.2: a form, posted).
//!
//! An answer is read whole before any of it is given on, so that one that breaks off is an error and never half an answer.

use super::service::Services;
use super::{Answer, Request, Row, Rows, Triples, on_own_stack, standard};
use crate::error::{Error, NOT_FOLLOWED, Result, is_steering};
use crate::net::{self, Body, Limits, Policy, Reply};
use crate::rdf::format::{Format, Kind};
use crate::rdf::head;
use oxigraph::io::{RdfFormat, RdfParser};
use oxigraph::model::{BlankNode, NamedOrBlankNode, Term, Triple, Variable};
use oxigraph::sparql::results::{QueryResultsFormat, QueryResultsParser, SliceQueryResultsParserOutput};
use spargebra::Query;
use std::collections::HashMap;
use std::time::Duration;
use url::Url;

/// Most bytes of an answer.
const MAX_BYTES: u64 = 256 * 1024 * 1024;
/// How long an answer may take when nobody says.
pub(super) const PATIENCE: Duration = Duration::from_secs(300);
/// Most characters of an endpoint's own words in a message.
const MAX_WORDS: usize = 300;

/// An endpoint that the user named.
#[derive(Debug, Clone)]
pub struct Endpoint {
    url: Url,
    policy: Policy,
}

impl Endpoint {
    /// The endpoint at an address. Its host may be asked wherever it is, because the user typed it; where it redirects to, only on the public internet.
    pub fn new(address: &str) -> Result<Self> {
        let invalid = |problem: String| Error::RequestInvalid {
            problem: format!("`{address}` is not the address of an endpoint: {problem}"),
            hint: "write it out, such as http://127.0.0.1:7878/sparql",
        };
        let url = Url::parse(address).map_err(|error| invalid(error.to_string()))?;
        let host = url.host_str().ok_or_else(|| invalid("it names no host".to_owned()))?;
        Ok(Self { policy: Policy::default().allow([host.to_owned()], "`--endpoint`")?, url })
    }

    /// Its address.
    pub fn address(&self) -> &str {
        self.url.as_str()
    }

    /// The answer to a query. What SERVICE in it may ask is for the endpoint to say.
    pub(super) fn answer(&self, request: &Request) -> Result<Answer<'static>> {
        let settled = self.is_virtuoso(request.timeout.unwrap_or(PATIENCE))?;
        let (text, kind) = on_own_stack(|| -> Result<(String, Kind)> {
            let query = Request { services: Services::of_others(), ..request.clone() }.query()?;
            let kind = match query {
                Query::Select { .. } => Kind::Rows,
                Query::Ask { .. } => Kind::Boolean,
                Query::Construct { .. } | Query::Describe { .. } => Kind::Graph,
            };
            Ok((standard::text(&query, settled), kind))
        })?;
        Ok(match self.fetch(&text, kind, request.timeout.unwrap_or(PATIENCE))? {
            Fetched::Boolean(yes) => Answer::Boolean(yes),
            Fetched::Rows(variables, rows) => Answer::Rows(Rows::given(variables, rows)),
            Fetched::Graph(triples) => Answer::Graph(Triples::given(triples)),
        })
    }

    /// Whether Virtuoso says that it is one, when it is asked for next to nothing.
    fn is_virtuoso(&self, time: Duration) -> Result<bool> {
        let accept = Format::accept(Kind::Boolean);
        let reply = net::post(&self.url, &[("query", "ASK {}")], accept, &self.policy, Limits { bytes: MAX_BYTES, time })?;
        Ok(reply.server.is_some_and(|server| server.starts_with("Virtuoso")))
    }

    /// What it answers to the text of a query.
    pub(super) fn fetch(&self, query: &str, kind: Kind, time: Duration) -> Result<Fetched> {
        fetch(&self.url, query, kind, &self.policy, Limits { bytes: MAX_BYTES, time }).map(|(fetched, _)| fetched)
    }
}

/// An answer as it was read.
pub(super) enum Fetched {
    Boolean(bool),
    Rows(Vec<Variable>, Vec<Row>),
    Graph(Vec<Triple>),
}

/// Asks an endpoint; the answer, which must be of this kind, and how many bytes it had.
pub(super) fn fetch(url: &Url, query: &str, kind: Kind, policy: &Policy, limits: Limits) -> Result<(Fetched, u64)> {
    let reply = net::post(url, &[("query", query)], Format::accept(kind), policy, limits)?;
    let failed = |problem: String| Error::EndpointFailed { url: reply.url.to_string(), problem };
    let bytes = match &reply.body {
        Body::Whole(bytes) => bytes,
        Body::TooLarge => return Err(failed(format!("answers more than {} bytes, which is the limit", limits.bytes))),
        Body::TooLate => return Err(failed(format!("did not answer within {:.1} s", limits.time.as_secs_f64()))),
    };
    if reply.status != Some(200) {
        return Err(failed(refusal(&reply, bytes)));
    }
    if let Some(encoding) = reply.content_encoding.as_deref().filter(|encoding| *encoding != "identity") {
        return Err(failed(format!("answers compressed as {encoding}, which was not asked for")));
    }
    let content_type = reply.content_type.as_deref().unwrap_or_default();
    let Some(format) = Format::of_answer(content_type, kind) else {
        let said = words(bytes, content_type);
        let found = if content_type.is_empty() { "without saying what it is" } else { content_type };
        return Err(failed(format!("answers {found}, which cannot be read as {}: {said}", kind.name())));
    };
    let fetched =
        read(bytes, format).map_err(|problem| failed(format!("gives an answer that is not valid {}: {problem}", format.name())))?;
    let fetched = if kind == Kind::Boolean { truth(fetched) } else { fetched };
    match (&fetched, kind) {
        (Fetched::Boolean(_), Kind::Boolean) | (Fetched::Rows(..), Kind::Rows) | (Fetched::Graph(_), Kind::Graph) => {}
        _ => return Err(failed(format!("gives another kind of answer than {}", kind.name()))),
    }
    Ok((fetched, bytes.len() as u64))
}

/// Virtuoso 7 answers ASK with a row of its own, 1 or 0, or with none.
fn truth(fetched: Fetched) -> Fetched {
    match fetched {
        Fetched::Rows(columns, rows) if matches!(columns.as_slice(), [one] if one.as_str() == "__ASK_RETVAL") => {
            let yes = rows.iter().flatten().flatten().any(|value| matches!(value, Term::Literal(literal) if literal.value() == "1"));
            Fetched::Boolean(yes)
        }
        other => other,
    }
}

/// What a status other than 200 says.
fn refusal(reply: &Reply, bytes: &[u8]) -> String {
    let status = reply.status.unwrap_or_default();
    if let Some(location) = reply.location.as_deref().filter(|_| (300..400).contains(&status)) {
        return format!("answers {status} and leads to {}, {NOT_FOLLOWED}", printable(&net::shown(location)));
    }
    let said = words(bytes, reply.content_type.as_deref().unwrap_or_default());
    let mut text = match status {
        429 => "answers 429: too many requests".to_owned(),
        other => format!("answers {other}"),
    };
    if let Some(after) = &reply.retry_after {
        let seconds = after.trim().parse::<u64>().map_or_else(|_| format!("after {after}"), |seconds| format!("in {seconds} s"));
        text.push_str(&format!(" (try again {})", printable(&seconds)));
    }
    if said.is_empty() { text } else { format!("{text}: {said}") }
}

fn read(bytes: &[u8], format: Format) -> std::result::Result<Fetched, String> {
    match format {
        Format::Rdf(format) => read_graph(bytes, format),
        Format::Results(format) => read_results(bytes, format),
        Format::Table | Format::Markdown | Format::Xlsx | Format::ExcelCsv => Err("it is for people".to_owned()),
    }
}

fn read_results(bytes: &[u8], format: QueryResultsFormat) -> std::result::Result<Fetched, String> {
    let output = QueryResultsParser::from_format(format).for_slice(bytes).map_err(|error| error.to_string())?;
    let mut nodes = HashMap::new();
    match output {
        SliceQueryResultsParserOutput::Boolean(yes) => Ok(Fetched::Boolean(yes)),
        SliceQueryResultsParserOutput::Solutions(solutions) => {
            let variables = solutions.variables().to_vec();
            let mut rows = Vec::new();
            for solution in solutions {
                let solution = solution.map_err(|error| error.to_string())?;
                rows.push(solution.values().iter().map(|value| value.clone().map(|term| fresh(term, &mut nodes))).collect());
            }
            Ok(Fetched::Rows(variables, rows))
        }
    }
}

fn read_graph(bytes: &[u8], format: RdfFormat) -> std::result::Result<Fetched, String> {
    let parser = RdfParser::from_format(format).without_named_graphs().rename_blank_nodes();
    let triples = parser.for_slice(head::unmarked(bytes)).map(|quad| quad.map(Triple::from)).collect::<std::result::Result<Vec<_>, _>>();
    triples.map(Fetched::Graph).map_err(|error| error.to_string())
}

/// The term with blank nodes of our own: a label means nothing beyond the document it stands in.
fn fresh(term: Term, nodes: &mut HashMap<BlankNode, BlankNode>) -> Term {
    match term {
        Term::BlankNode(node) => nodes.entry(node).or_default().clone().into(),
        Term::Triple(triple) => {
            let Triple { subject, predicate, object } = *triple;
            let subject = match subject {
                NamedOrBlankNode::BlankNode(node) => nodes.entry(node).or_default().clone().into(),
                named @ NamedOrBlankNode::NamedNode(_) => named,
            };
            Triple { subject, predicate, object: fresh(object, nodes) }.into()
        }
        other => other,
    }
}

/// What an endpoint says in a few words: the detail of a problem document, a page without its markup, or the beginning of a text.
fn words(bytes: &[u8], content_type: &str) -> String {
    let text = String::from_utf8_lossy(bytes);
    let problem = serde_json::from_str::<serde_json::Value>(&text).ok();
    let detail = problem.as_ref().and_then(|problem| problem.get("detail")?.as_str());
    let text = match detail {
        Some(detail) => detail.to_owned(),
        None if content_type.contains("html") || text.trim_start().starts_with('<') => without_markup(&text),
        None => text.into_owned(),
    };
    let text = printable(&text);
    match text.char_indices().nth(MAX_WORDS) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text,
    }
}

/// One line without signs that steer a terminal.
fn printable(text: &str) -> String {
    let spaced: String = text.chars().map(|c| if is_steering(c) { ' ' } else { c }).collect();
    spaced.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The text of a page.
fn without_markup(page: &str) -> String {
    let mut text = String::new();
    let mut rest = page;
    while let Some((before, tag)) = rest.split_once('<') {
        text.push_str(before);
        text.push(' ');
        let hidden =
            ["script", "style"].into_iter().find(|name| tag.get(..name.len()).is_some_and(|start| start.eq_ignore_ascii_case(name)));
        rest = match hidden {
            Some(name) => tag.find(&format!("</{name}")).map_or("", |at| &tag[at + 1..]),
            None => tag,
        };
        rest = rest.split_once('>').map_or("", |(_, after)| after);
    }
    text.push_str(rest);
    [("&lt;", "<"), ("&gt;", ">"), ("&quot;", "\""), ("&#39;", "'"), ("&nbsp;", " "), ("&amp;", "&")]
        .into_iter()
        .fold(text, |text, (entity, sign)| text.replace(entity, sign))
}

/// An error with its causes in one line.
pub(super) fn with_causes(error: &Error) -> String {
    let mut text = error.to_string();
    let mut cause = std::error::Error::source(error);
    while let Some(source) = cause {
        text.push_str(&format!(": {source}"));
        cause = source.source();
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_few_and_plain() {
        let page = "<html><head><style>p { x: <y> }</style><SCRIPT>alert('1')</script><title>500 &lt;oops&gt;</title></head><p>It\n broke";
        assert_eq!(words(page.as_bytes(), "text/html"), "500 <oops> It broke");
        assert_eq!(words(br#"{"status":400,"detail":"no such thing"}"#, "application/problem+json"), "no such thing");
        assert_eq!(words(b"a\x1b[2Jb\r\nc", "text/plain"), "a [2Jb c");
        assert_eq!(words("å".repeat(1_000).as_bytes(), "").chars().count(), MAX_WORDS + 1);
    }

    #[test]
    fn blank_nodes_are_new_in_every_answer() {
        let json =
            br#"{"head":{"vars":["a","b"]},"results":{"bindings":[{"a":{"type":"bnode","value":"x"},"b":{"type":"bnode","value":"x"}}]}}"#;
        let read = || match read_results(json, QueryResultsFormat::Json).expect("an answer") {
            Fetched::Rows(_, rows) => rows[0].clone(),
            _ => panic!("no rows"),
        };
        let (one, other) = (read(), read());
        assert_eq!(one[0], one[1]);
        assert_ne!(one[0], other[0]);
    }
}
