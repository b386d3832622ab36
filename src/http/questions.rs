//! `/questions` and `/questions/{id}[.format]`: the named questions as an API.

use super::App;
use super::request::{header_text, language, parameters};
use crate::error::{Error, Result};
use crate::questions::{self, Language, Question};
use crate::rdf::format::Format;
use crate::sparql::Answer;
use axum::Router;
use axum::extract::rejection::PathRejection;
use axum::extract::{Path, Request, State};
use axum::http::{Method, header};
use axum::response::{IntoResponse, Response};
use axum::routing::any;
use oxigraph::sparql::results::QueryResultsFormat;
use serde_json::{Value, json};

pub(super) fn router() -> Router<App> {
    Router::new().route("/questions", any(list)).route("/questions/{id}", any(answer))
}

/// The parameter that sets the language; no question has one of that name.
const LANG: &str = "lang";

/// Parameters without `lang`, and the language.
fn read(request: &Request) -> Result<(Vec<(String, String)>, Language)> {
    if !matches!(*request.method(), Method::GET | Method::HEAD) {
        let path = request.uri().path().to_owned();
        return Err(Error::MethodNotAllowed { path, method: request.method().to_string(), allow: "GET, HEAD, OPTIONS" });
    }
    let mut values = parameters(request.uri().query().unwrap_or_default().as_bytes());
    let asked = values.iter().find(|(name, _)| name == LANG).map(|(_, value)| value.clone());
    values.retain(|(name, _)| name != LANG);
    Ok((values, language(asked.as_deref(), request.headers())?))
}

async fn list(State(app): State<App>, request: Request) -> Result<Response> {
    let (_, language) = read(&request)?;
    let format = Format::negotiate(header_text(request.headers(), header::ACCEPT), crate::rdf::format::Kind::Rows)?;
    if format != Format::Results(QueryResultsFormat::Json) {
        return App::respond_with(format, Answer::Rows(questions::rows(&app.0.questions, language)));
    }
    let questions: Vec<Value> = app.0.questions.iter().map(|question| describe(question, &app)).collect();
    let body = format!("{}\n", json!({ "questions": questions }));
    Ok(([(header::CONTENT_TYPE, "application/json")], body).into_response())
}

fn describe(question: &Question, app: &App) -> Value {
    let header = &question.header;
    let parameters: Vec<Value> = question
        .parameters
        .iter()
        .map(|parameter| json!({ "name": parameter.name, "example": parameter.example_text(&app.0.base) }))
        .collect();
    json!({
        "id": question.name,
        "group": header.group,
        "covers": header.covers,
        "title": { "nb": header.summary_nb, "nn": header.summary_nn, "en": header.summary_en },
        "parameters": parameters,
        "href": format!("/questions/{}", question.name),
    })
}

async fn answer(State(app): State<App>, id: std::result::Result<Path<String>, PathRejection>, request: Request) -> Result<Response> {
    let Path(id) = id.map_err(|_| Error::RouteNotFound { path: request.uri().path().to_owned() })?;
    let (values, language) = read(&request)?;
    let named = id.rsplit_once('.').and_then(|(name, extension)| Some((name, Format::from_name(extension)?)));
    let (name, format) = named.map_or((id.as_str(), None), |(name, format)| (name, Some(format)));
    let query = questions::find_among(&app.0.questions, name)?.request(&values, language, &app.0.base)?;
    let accept = header_text(request.headers(), header::ACCEPT).map(str::to_owned);
    app.respond(query, move |kind| match format {
        Some(format) => format.for_kind(kind),
        None => Format::negotiate(accept.as_deref(), kind),
    })
    .await
}
