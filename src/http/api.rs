//! `/openapi.json`: the questions described as an API; `/api/prefixes`, `/api/vocab` and `/api/parse`: what the editor of the SPARQL page
//! asks for.

use super::App;
use super::pages::origin;
use super::request::{body, not_allowed, only_read};
use crate::error::{Error, Result};
use crate::pages;
use crate::rdf::vocab::PREFIXES;
use axum::Router;
use axum::extract::{Request, State};
use axum::http::{Method, header};
use axum::response::{IntoResponse, Response};
use axum::routing::any;
use serde_json::{Map, Value, json};

pub(super) fn router() -> Router<App> {
    Router::new()
        .route("/openapi.json", any(description))
        .route("/api/prefixes", any(prefixes))
        .route("/api/vocab", any(vocab))
        .route("/api/parse", any(parse))
}

fn json_reply(value: &Value) -> Response {
    ([(header::CONTENT_TYPE, "application/json")], format!("{value}\n")).into_response()
}

async fn description(State(app): State<App>, request: Request) -> Result<Response> {
    only_read(&request)?;
    let (site, origin) = (app.0.site.clone(), origin(request.headers()));
    let document = app.run(move || pages::openapi::document(&site, &origin)).await?;
    Ok(json_reply(&document))
}

async fn prefixes(request: Request) -> Result<Response> {
    only_read(&request)?;
    let prefixes: Map<String, Value> = PREFIXES.iter().map(|(prefix, namespace)| ((*prefix).to_owned(), json!(namespace))).collect();
    Ok(json_reply(&json!({ "prefixes": prefixes })))
}

async fn vocab(State(app): State<App>, request: Request) -> Result<Response> {
    only_read(&request)?;
    let site = app.0.site.clone();
    let terms = app.run(move || pages::vocabulary::terms(&site)).await?;
    Ok(json_reply(&json!({ "terms": terms })))
}

/// Whether a text is a query; its error with line and column, the first being 1, where there is a place.
async fn parse(State(app): State<App>, request: Request) -> Result<Response> {
    if request.method() != Method::POST {
        return Err(not_allowed(request.method(), request.uri(), "POST, OPTIONS"));
    }
    let text = String::from_utf8(body(request.into_body()).await?)
        .map_err(|_| Error::RequestInvalid { problem: "the query is not UTF-8".to_owned(), hint: "SPARQL text is Unicode in UTF-8" })?;
    let error = app.run(move || Ok(pages::sparql::check(&text))).await?;
    let told = error.map(|error| match &error {
        Error::QuerySyntax { line, column, problem, .. } => {
            json!({ "message": problem, "line": line, "column": column, "hints": error.hints() })
        }
        other => json!({ "message": other.to_string(), "hints": other.hints() }),
    });
    Ok(json_reply(&json!({ "error": told })))
}
