//! `/id/…` and `/doc/…`: things where their IRIs lead, as a page or as data.

use super::App;
use super::pages::{see_other, to_page, wants_page};
use super::request::header_text;
use crate::error::{Error, Result};
use crate::pages::thing;
use crate::rdf::format::{Format, Kind, rdf_format_of};
use crate::sparql::{Answer, Triples, write};
use axum::Router;
use axum::extract::{Request, State};
use axum::http::{HeaderValue, Method, header};
use axum::response::{IntoResponse, Response};
use axum::routing::any;

pub(super) fn router() -> Router<App> {
    Router::new().route("/id/{kind}/{key}", any(lead)).route("/doc/{kind}/{key}", any(document))
}

/// `kind/key` below a prefix, and the syntax that a known extension asks for: keys may have dots themselves.
fn read<'a>(request: &'a Request, prefix: &str) -> Result<(&'a str, Option<Format>)> {
    let path = request.uri().path();
    if !matches!(*request.method(), Method::GET | Method::HEAD) {
        let method = request.method().to_string();
        return Err(Error::MethodNotAllowed { path: path.to_owned(), method, allow: "GET, HEAD, OPTIONS" });
    }
    let name = path.strip_prefix(prefix).unwrap_or(path);
    Ok(match thing::extension(name) {
        Some((name, extension)) => (name, rdf_format_of(format!("x.{extension}").as_ref()).ok().map(Format::Rdf)),
        None => (name, None),
    })
}

/// 303 to the page or the data, with links to the other forms.
async fn lead(State(app): State<App>, request: Request) -> Result<Response> {
    let (name, format) = read(&request, "/id/")?;
    thing::find(&app.0.site, name)?;
    let path = request.uri().path();
    let mut response = if format.is_some() {
        see_other(&path.replacen("/id/", "/doc/", 1))
    } else if wants_page(request.headers()) {
        to_page(request.headers(), path, None)
    } else {
        Format::negotiate(header_text(request.headers(), header::ACCEPT), Kind::Graph)?; // 406 here and not after the redirect
        see_other(&path.replacen("/id/", "/doc/", 1))
    };
    add_links(&mut response, name);
    Ok(response)
}

async fn document(State(app): State<App>, request: Request) -> Result<Response> {
    let (name, format) = read(&request, "/doc/")?;
    let format = match format {
        Some(format) => format,
        None => Format::negotiate(header_text(request.headers(), header::ACCEPT), Kind::Graph)?,
    };
    let (site, asked) = (app.0.site.clone(), name.to_owned());
    let work = move || {
        let node = thing::find(&site, &asked)?;
        let mut body = Vec::new();
        write::write(Answer::Graph(Triples::of(&thing::described(&site, &node)?)), format, &mut body)?;
        Ok(body)
    };
    let body = app.run(work).await?;
    let mut response = ([(header::CONTENT_TYPE, format.media_type().unwrap_or_default())], body).into_response();
    add_links(&mut response, name);
    Ok(response)
}

/// The forms of a thing, as alternates.
fn add_links(response: &mut Response, name: &str) {
    let data =
        thing::FORMATS.iter().map(|(extension, media_type)| format!("</doc/{name}.{extension}>; rel=\"alternate\"; type=\"{media_type}\""));
    let pages = crate::pages::LANGUAGES.iter().map(|language| {
        let tag = language.tag();
        format!("</{tag}/id/{name}>; rel=\"alternate\"; type=\"text/html\"; hreflang=\"{tag}\"")
    });
    let links = data.chain(pages).collect::<Vec<_>>().join(", ");
    if let Ok(links) = HeaderValue::try_from(links) {
        response.headers_mut().insert(header::LINK, links);
    }
}
