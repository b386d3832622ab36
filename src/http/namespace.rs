//! `/ns`, `/ns.ttl`, `/ns/{version}`: the ontology where its terms lead to, in the form that is asked for; a browser is led to a page.

use super::App;
use super::pages::{to_page, wants_page};
use super::request::{only_read, rdf_format};
use crate::docs::namespace::{EXTENSIONS, ontology, written};
use crate::error::{Error, Result};
use crate::rdf::format::Format;
use axum::Router;
use axum::extract::rejection::PathRejection;
use axum::extract::{Path, Request, State};
use axum::http::header;
use axum::response::{IntoResponse, Response};
use axum::routing::any;

pub(super) fn router() -> Router<App> {
    let mut router = Router::new().route("/ns", any(now)).route("/ns.html", any(page)).route("/ns/{version}", any(fixed));
    for extension in EXTENSIONS {
        let format = Format::of_rdf_extension(extension);
        router = router
            .route(&format!("/ns.{extension}"), any(move |State(app): State<App>, request: Request| respond(app, request, None, format)));
    }
    router
}

/// A redirect keeps what stands after `#`, so a term's IRI leads to its place on the page.
async fn page(request: Request) -> Result<Response> {
    only_read(&request)?;
    Ok(to_page(request.headers(), "/ns", None))
}

async fn now(State(app): State<App>, request: Request) -> Result<Response> {
    if wants_page(request.headers()) { page(request).await } else { respond(app, request, None, None).await }
}

async fn fixed(State(app): State<App>, version: std::result::Result<Path<String>, PathRejection>, request: Request) -> Result<Response> {
    let Path(version) = version.map_err(|_| Error::RouteNotFound { path: request.uri().path().to_owned() })?;
    // A version has dots itself: an extension counts only if it is one.
    let named = version.rsplit_once('.').and_then(|(name, extension)| Some((name.to_owned(), Format::of_rdf_extension(extension)?)));
    let (version, format) = named.map_or((version, None), |(name, format)| (name, Some(format)));
    if format.is_none() && wants_page(request.headers()) {
        only_read(&request)?;
        app.run({
            let version = version.clone();
            move || ontology(Some(&version))
        })
        .await?; // 404 here and not after the redirect
        return Ok(to_page(request.headers(), &format!("/ns/{version}"), None));
    }
    respond(app, request, Some(version), format).await
}

async fn respond(app: App, request: Request, version: Option<String>, format: Option<Format>) -> Result<Response> {
    only_read(&request)?;
    let format = rdf_format(format, request.headers())?;
    let body = app.run(move || written(&ontology(version.as_deref())?, format)).await?;
    Ok(([(header::CONTENT_TYPE, format.media_type().unwrap_or_default())], body).into_response())
}
