//! `/graph/…` and `/shapes`: named graphs and the shapes, as a page or as data.

use super::App;
use super::pages::{to_page, wants_page};
use super::request::{only_read, rdf_format};
use crate::error::Result;
use crate::pages::{graph, shapes, thing};
use axum::Router;
use axum::extract::{Request, State};
use axum::response::Response;
use axum::routing::any;

pub(super) fn router() -> Router<App> {
    let mut router = Router::new().route("/graph/{*path}", any(serve)).route("/shapes", any(serve));
    for (extension, _) in thing::FORMATS {
        router = router.route(&format!("/shapes.{extension}"), any(serve));
    }
    router
}

async fn serve(State(app): State<App>, request: Request) -> Result<Response> {
    let path = request.uri().path();
    only_read(&request)?;
    let (name, format) = thing::without_extension(path);
    if format.is_none() && wants_page(request.headers()) {
        return Ok(to_page(request.headers(), path, None));
    }
    let (format, site, name) = (rdf_format(format, request.headers())?, app.0.site.clone(), name.to_owned());
    let graph = move || match name.strip_prefix("/graph/") {
        Some(path) => graph::triples(&site, path),
        None => shapes::graph(),
    };
    app.respond_with_graph(format, graph).await
}
