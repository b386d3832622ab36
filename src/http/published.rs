//! `/catalog`, `/.well-known/void` and `/releases/…`: what is published, as any RDF syntax or as it stands on disk.

use super::App;
use super::request::{only_read, rdf_format};
use crate::error::{Error, Result};
use crate::publish::{self, Documents};
use crate::rdf::format::{ATOM, Format, media_type_of, rdf_format_of};
use crate::sparql::{Answer, Triples};
use axum::Router;
use axum::body::Body;
use axum::extract::{Request, State};
use axum::http::{HeaderValue, StatusCode, Uri, header};
use axum::response::{IntoResponse, Response};
use axum::routing::any;
use oxigraph::model::Graph;
use std::io::ErrorKind;
use std::path::Path;
use tower_http::services::ServeDir;

/// One of the documents.
type Choose = fn(&Documents) -> &Graph;

const DOCUMENTS: [(&str, Choose); 4] = [
    ("/catalog", |documents| &documents.catalog),
    ("/.well-known/void", |documents| &documents.void),
    ("/catalog/life-events", |documents| &documents.life_events),
    ("/catalog/concepts", |documents| &documents.concepts),
];
const EXTENSIONS: [&str; 6] = ["ttl", "nt", "nq", "trig", "jsonld", "rdf"];
const RELEASES: &str = "/releases";

pub(super) fn router() -> Router<App> {
    let mut router =
        Router::new().route("/feed.atom", any(feed)).route(RELEASES, any(release)).route(&format!("{RELEASES}/{{*path}}"), any(release));
    for (path, choose) in DOCUMENTS {
        let answer = move |State(app): State<App>, request: Request| async move { document(&app, &request, choose) };
        router = router.route(path, any(answer));
        for extension in EXTENSIONS {
            router = router.route(&format!("{path}.{extension}"), any(answer));
        }
    }
    router
}

fn document(app: &App, request: &Request, choose: Choose) -> Result<Response> {
    only_read(request)?;
    let path = request.uri().path();
    let documents = app.0.shelf.documents.as_ref().ok_or_else(|| Error::NotPublished { path: path.to_owned() })?;
    let format = rdf_format(rdf_format_of(Path::new(path)).ok().map(Format::Rdf), request.headers())?;
    App::respond_with(format, Answer::Graph(Triples::of(choose(documents))))
}

async fn feed(State(app): State<App>, request: Request) -> Result<Response> {
    only_read(&request)?;
    let unpublished = || Error::NotPublished { path: request.uri().path().to_owned() };
    let documents = app.0.shelf.documents.as_ref().ok_or_else(unpublished)?;
    let feed = publish::feed(documents, &app.origin(request.headers()))?.ok_or_else(unpublished)?;
    Ok(([(header::CONTENT_TYPE, ATOM)], feed).into_response())
}

/// A file as it stands: compressed copies are files of their own, never an encoding, because data.norge.no takes none.
async fn release(State(app): State<App>, request: Request) -> Result<Response> {
    only_read(&request)?;
    let path = request.uri().path().to_owned();
    let Some(folder) = &app.0.shelf.releases else { return Err(Error::NotPublished { path }) };
    let inside = path.strip_prefix(RELEASES).filter(|inside| !inside.is_empty()).unwrap_or("/");
    // A release under way has a name that begins with a dot.
    if inside.split('/').any(|segment| segment.starts_with('.')) {
        return Err(Error::RouteNotFound { path });
    }
    let uri: Uri = inside.parse().map_err(|_| Error::RouteNotFound { path: path.clone() })?;
    let (mut parts, _) = request.into_parts();
    parts.uri = uri;
    let mut files = ServeDir::new(folder).append_index_html_on_directories(false);
    let reply = files.try_call(Request::from_parts(parts, Body::empty())).await;
    let mut reply = match reply {
        Ok(reply) if reply.status() == StatusCode::NOT_FOUND => return Err(Error::RouteNotFound { path }),
        Ok(reply) => reply,
        Err(error)
            if matches!(
                error.kind(),
                ErrorKind::NotFound | ErrorKind::NotADirectory | ErrorKind::InvalidFilename | ErrorKind::InvalidInput
            ) =>
        {
            return Err(Error::RouteNotFound { path });
        }
        Err(source) => return Err(Error::Read { path: folder.join(inside.trim_start_matches('/')), source }),
    };
    reply.headers_mut().insert(header::CONTENT_TYPE, HeaderValue::from_static(media_type_of(Path::new(&path))));
    Ok(reply.map(Body::new))
}
