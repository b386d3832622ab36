//! `/sparql`: the query operation of the SPARQL 1.1 Protocol (§2.1), by GET, form POST and direct POST; without a query, what the
//! endpoint says of itself.

use super::App;
use super::pages::{origin, to_page, wants_page};
use super::request::{Manner, body, evidence, header_text, named_file, not_allowed, parameters};
use crate::error::{Error, Result};
use crate::publish;
use crate::questions::Language;
use crate::rdf::format::{Format, Kind};
use crate::sparql::Request as Query;
use crate::validity::Moment;
use axum::Router;
use axum::body::Body;
use axum::extract::{Request, State};
use axum::http::{HeaderMap, Method, header};
use axum::response::Response;
use axum::routing::any;
use oxigraph::model::NamedNode;

pub(super) fn router() -> Router<App> {
    Router::new().route("/sparql", any(query)).route("/update", any(write)).route("/data", any(write)).route("/data/{*path}", any(write))
}

async fn query(State(app): State<App>, request: Request) -> Result<Response> {
    let (parts, incoming) = request.into_parts();
    let accept = header_text(&parts.headers, header::ACCEPT).map(str::to_owned);
    let in_address = parameters(parts.uri.query().unwrap_or_default().as_bytes());
    // A link to a file says its format in the address, where a browser's Accept asks for a page.
    let format = format_of(&in_address)?;
    let reads = matches!(parts.method, Method::GET | Method::HEAD);
    if reads && format.is_none() && wants_page(&parts.headers) {
        return Ok(to_page(&parts.headers, "/sparql", parts.uri.query()));
    }
    if reads && in_address.iter().all(|(name, _)| name == "format") {
        let format = match format {
            Some(format) => Ok(format.for_kind(Kind::Graph)?),
            None => Format::negotiate(accept.as_deref(), Kind::Graph),
        };
        // Whoever takes no graph has forgotten the query, and is told so below.
        if let Ok(format) = format {
            return describe(&app, &parts.headers, format).await;
        }
    }
    let (query, manner) = match parts.method {
        Method::GET | Method::HEAD => from_parameters(in_address)?,
        Method::POST => from_post(header_text(&parts.headers, header::CONTENT_TYPE), in_address, incoming).await?,
        _ => return Err(not_allowed(&parts.method, &parts.uri, "GET, HEAD, POST, OPTIONS")),
    };
    let response = app.respond(query, manner, move |kind| match format {
        Some(format) => format.for_kind(kind),
        None => Format::negotiate(accept.as_deref(), kind),
    });
    Ok(named_file(response.await?, "answer", format))
}

/// What the endpoint says of itself, at the address by which it is asked (SPARQL 1.1 Service Description §2).
async fn describe(app: &App, headers: &HeaderMap, format: Format) -> Result<Response> {
    let endpoint = NamedNode::new(format!("{}/sparql", origin(headers)))
        .unwrap_or_else(|_| NamedNode::new_unchecked(format!("{}sparql", app.0.base.as_str())));
    let (store, federated, timeout) = (app.0.store.clone(), app.0.services.any(), app.0.timeout);
    app.respond_with_graph(format, move || publish::description(&store, &endpoint, federated, timeout)).await
}

/// The format that `format` in the address asks for.
fn format_of(parameters: &[(String, String)]) -> Result<Option<Format>> {
    let Some((_, name)) = parameters.iter().find(|(name, _)| name == "format") else { return Ok(None) };
    let format = Format::from_name(name).filter(|format| format.media_type().is_some());
    format.map(Some).ok_or_else(|| Error::ParameterInvalid {
        name: "format".to_owned(),
        value: name.clone(),
        problem: "it is not a format of answers".to_owned(),
        hint: "choose one of those in docs/http.md, such as csv or turtle".to_owned(),
    })
}

async fn from_post(content_type: Option<&str>, in_address: Vec<(String, String)>, incoming: Body) -> Result<(Query, Manner)> {
    let media_type = content_type.unwrap_or_default().split(';').next().unwrap_or_default().trim().to_lowercase();
    match media_type.as_str() {
        "application/x-www-form-urlencoded" => from_parameters(parameters(&body(incoming).await?)),
        "application/sparql-query" => {
            let text = String::from_utf8(body(incoming).await?).map_err(|_| Error::RequestInvalid {
                problem: "the query is not UTF-8".to_owned(),
                hint: "SPARQL text is Unicode in UTF-8",
            })?;
            let mut with_query = in_address;
            if with_query.iter().any(|(name, _)| name == "query") {
                return Err(one_query());
            }
            with_query.push(("query".to_owned(), text));
            from_parameters(with_query)
        }
        _ => Err(Error::MediaTypeUnsupported { found: content_type.unwrap_or("none").to_owned() }),
    }
}

fn from_parameters(parameters: Vec<(String, String)>) -> Result<(Query, Manner)> {
    let mut query = Query::default();
    let mut texts = Vec::new();
    let (mut as_of, mut names, mut why, mut lang) = (None, None, None, None);
    for (name, value) in parameters {
        match name.as_str() {
            "query" => texts.push(value),
            "default-graph-uri" => query.default_graphs.push(value),
            "named-graph-uri" => query.named_graphs.push(value),
            "as-of" => as_of = Some(value),
            "names" => names = Some(value),
            "why" => why = Some(value),
            "lang" => lang = Some(value),
            "update" => return Err(no_writing()),
            _ => {} // the protocol lets servers have parameters of their own
        }
    }
    let [text] = <[String; 1]>::try_from(texts).map_err(|_| one_query())?;
    query.text = text;
    let moment = Moment::read(as_of.as_deref(), names.as_deref())?;
    let language = lang.as_deref().map_or(Ok(Language::default()), str::parse)?;
    Ok((query, Manner { moment, why: evidence(why.as_deref(), language)?, ..Manner::default() }))
}

fn one_query() -> Error {
    Error::RequestInvalid {
        problem: "a request has exactly one `query`".to_owned(),
        hint: "try /sparql?query=SELECT%20*%20%7B%20%3Fs%20a%20sam%3AMeasure%20%7D",
    }
}

/// Update and Graph Store Protocol: this server is read-only.
async fn write() -> Error {
    no_writing()
}

fn no_writing() -> Error {
    Error::QueryForbidden { feature: "writing".to_owned(), hint: "this server is read-only" }
}
