//! `/questions` and `/questions/{id}[.format]`: the named questions as an API.

use super::App;
use super::pages::{to_page, wants_page};
use super::request::{Manner, evidence, header_text, language, named_file, only_read, parameters};
use crate::citation::{self, Asked, Style};
use crate::error::{Error, Result};
use crate::questions::{self, Language, Question};
use crate::rdf::format::{Format, Kind};
use crate::sparql::Answer;
use crate::validity::Moment;
use axum::Router;
use axum::extract::rejection::PathRejection;
use axum::extract::{Path, Request, State};
use axum::http::header;
use axum::response::{IntoResponse, Response};
use axum::routing::any;
use oxigraph::sparql::results::QueryResultsFormat;
use serde_json::{Value, json};

pub(super) fn router() -> Router<App> {
    Router::new().route("/questions", any(list)).route("/questions/{id}", any(answer))
}

/// What is asked of a question beside its own parameters; no question has one of these names.
struct Asking {
    values: Vec<(String, String)>,
    language: Language,
    moment: Option<Moment>,
    why: Option<Language>,
    cite: Option<(Style, Option<String>)>,
    search: Option<String>,
}

fn read(request: &Request) -> Result<Asking> {
    only_read(request)?;
    let mut values = parameters(request.uri().query().unwrap_or_default().as_bytes());
    let mut take = |wanted: &str| {
        let at = values.iter().position(|(name, _)| name == wanted)?;
        Some(values.remove(at).1)
    };
    let language = language(take("lang").as_deref(), request.headers())?;
    let moment = Moment::read(take("as-of").as_deref(), take("names").as_deref())?;
    let why = evidence(take("why").as_deref(), language)?;
    let search = take("search");
    let cite = match take("cite") {
        Some(style) => Some((read_style(&style)?, take("date"))),
        None => None,
    };
    Ok(Asking { values, language, moment, why, cite, search })
}

fn read_style(name: &str) -> Result<Style> {
    Style::from_name(name).ok_or_else(|| Error::ParameterInvalid {
        name: "cite".to_owned(),
        value: name.to_owned(),
        problem: "it is not a style of reference".to_owned(),
        hint: format!("choose {}", Style::NAMES.join(" or ")),
    })
}

async fn list(State(app): State<App>, request: Request) -> Result<Response> {
    if wants_page(request.headers()) {
        return Ok(to_page(request.headers(), "/questions", request.uri().query()));
    }
    let Asking { language, search, .. } = read(&request)?;
    let found = questions::search(&app.0.questions, search.as_deref().unwrap_or_default());
    let format = Format::negotiate(header_text(request.headers(), header::ACCEPT), Kind::Rows)?;
    if format != Format::Results(QueryResultsFormat::Json) {
        return App::respond_with(format, Answer::Rows(questions::rows(&found, language)));
    }
    let questions: Vec<Value> = found.iter().map(|question| describe(question, &app)).collect();
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
        "state": header.state.name(),
        "waits_for": header.waits_for,
        "conflicts": header.touches,
        "title": { "nb": header.summary_nb, "nn": header.summary_nn, "en": header.summary_en },
        "parameters": parameters,
        "href": format!("/questions/{}", question.name),
    })
}

async fn answer(State(app): State<App>, id: std::result::Result<Path<String>, PathRejection>, request: Request) -> Result<Response> {
    let Path(id) = id.map_err(|_| Error::RouteNotFound { path: request.uri().path().to_owned() })?;
    let Asking { mut values, language, moment, why, cite, .. } = read(&request)?;
    let named = id.rsplit_once('.').and_then(|(name, extension)| Some((name, Format::from_name(extension)?)));
    let (name, format) = named.map_or((id.as_str(), None), |(name, format)| (name, Some(format)));
    if format.is_none() && cite.is_none() && wants_page(request.headers()) {
        return Ok(to_page(request.headers(), request.uri().path(), request.uri().query()));
    }
    let question = questions::find_among(&app.0.questions, name)?;
    if let Some(moment) = &moment {
        values = question.on_day(values, &moment.day);
    }
    if let Some((style, date)) = cite {
        return respond_with_reference(&app, style, Asked::question(question, values, language, moment), date).await;
    }
    let query = question.request(&values, language, &app.0.base)?;
    let accept = header_text(request.headers(), header::ACCEPT).map(str::to_owned);
    let manner = Manner { moment, why, conflicts: question.header.touches.clone() };
    let response = app.respond(query, manner, move |kind| match format {
        Some(format) => format.for_kind(kind),
        None => Format::negotiate(accept.as_deref(), kind),
    });
    Ok(named_file(response.await?, name, format))
}

/// A reference in place of the answer. The hash of files is made when it is asked for, and they may have changed since: built-in graph only.
async fn respond_with_reference(app: &App, style: Style, asked: Asked, date: Option<String>) -> Result<Response> {
    if !app.0.store.is_built_in() {
        return Err(Error::RequestInvalid {
            problem: "this server has files instead of the built-in graph, and gives no references".to_owned(),
            hint: "use `samstyr ask --cite --data` with the same files",
        });
    }
    let (store, timeout) = (app.0.store.clone(), app.0.timeout);
    let reference = app.run(move || citation::cite(&store, asked, date, Some(timeout))).await?;
    Ok(([(header::CONTENT_TYPE, style.media_type())], style.write(&reference)).into_response())
}
