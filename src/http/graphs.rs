//! `/graph/…` and `/shapes`: named graphs and the shapes, as a page or as data.

use super::App;
use super::pages::{to_page, wants_page};
use super::request::header_text;
use crate::error::{Error, Result};
use crate::pages::{graph, shapes, thing};
use crate::rdf::format::{Format, Kind, rdf_format_of};
use crate::sparql::{Answer, Triples, write};
use axum::Router;
use axum::extract::{Request, State};
use axum::http::{Method, header};
use axum::response::{IntoResponse, Response};
use axum::routing::any;
use oxigraph::model::Graph;

pub(super) fn router() -> Router<App> {
    let mut router = Router::new().route("/graph/{*path}", any(serve)).route("/shapes", any(serve));
    for (extension, _) in thing::FORMATS {
        router = router.route(&format!("/shapes.{extension}"), any(serve));
    }
    router
}

async fn serve(State(app): State<App>, request: Request) -> Result<Response> {
    let path = request.uri().path();
    if !matches!(*request.method(), Method::GET | Method::HEAD) {
        let method = request.method().to_string();
        return Err(Error::MethodNotAllowed { path: path.to_owned(), method, allow: "GET, HEAD, OPTIONS" });
    }
    let (name, format) = match thing::extension(path) {
        Some((name, extension)) => (name, rdf_format_of(format!("x.{extension}").as_ref()).ok().map(Format::Rdf)),
        None => (path, None),
    };
    if format.is_none() && wants_page(request.headers()) {
        return Ok(to_page(request.headers(), path, None));
    }
    let format = match format {
        Some(format) => format,
        None => Format::negotiate(header_text(request.headers(), header::ACCEPT), Kind::Graph)?,
    };
    let (site, name) = (app.0.site.clone(), name.to_owned());
    let work = move || {
        let graph: Graph = match name.strip_prefix("/graph/") {
            Some(path) => graph::triples(&site, path)?,
            None => shapes::graph()?,
        };
        let mut body = Vec::new();
        write::write(Answer::Graph(Triples::of(&graph)), format, &mut body)?;
        Ok(body)
    };
    let body = app.run(work).await?;
    Ok(([(header::CONTENT_TYPE, format.media_type().unwrap_or_default())], body).into_response())
}
