//! `/ns`, `/ns.ttl`, `/ns/{version}`: the ontology where its terms lead to, in the form that is asked for.

use super::App;
use super::pages::{page_at, wants_page};
use super::request::header_text;
use crate::docs::namespace::{EXTENSIONS, Form, ontology};
use crate::error::{Error, Result};
use axum::Router;
use axum::extract::rejection::PathRejection;
use axum::extract::{Path, Request, State};
use axum::http::{Method, header};
use axum::response::{IntoResponse, Response};
use axum::routing::any;

pub(super) fn router() -> Router<App> {
    let mut router = Router::new().route("/ns", any(now)).route("/ns/{version}", any(fixed));
    for extension in EXTENSIONS {
        let form = Form::from_extension(extension);
        router = router
            .route(&format!("/ns.{extension}"), any(move |State(app): State<App>, request: Request| respond(app, request, None, form)));
    }
    router
}

async fn now(State(app): State<App>, request: Request) -> Result<Response> {
    if wants_page(request.headers()) {
        return Ok(page_at(app, request.headers(), "/ns").await);
    }
    respond(app, request, None, None).await
}

async fn fixed(State(app): State<App>, version: std::result::Result<Path<String>, PathRejection>, request: Request) -> Result<Response> {
    let Path(version) = version.map_err(|_| Error::RouteNotFound { path: request.uri().path().to_owned() })?;
    // A version has dots itself: an extension counts only if it is one.
    let named = version.rsplit_once('.').and_then(|(name, extension)| Some((name.to_owned(), Form::from_extension(extension)?)));
    let (version, form) = named.map_or((version, None), |(name, form)| (name, Some(form)));
    respond(app, request, Some(version), form).await
}

async fn respond(app: App, request: Request, version: Option<String>, form: Option<Form>) -> Result<Response> {
    if !matches!(*request.method(), Method::GET | Method::HEAD) {
        let path = request.uri().path().to_owned();
        return Err(Error::MethodNotAllowed { path, method: request.method().to_string(), allow: "GET, HEAD, OPTIONS" });
    }
    let form = match form {
        Some(form) => form,
        None => Form::negotiate(header_text(request.headers(), header::ACCEPT))?,
    };
    let body = app.run(move || form.write(&ontology(version.as_deref())?)).await?;
    Ok(([(header::CONTENT_TYPE, form.media_type())], body).into_response())
}
