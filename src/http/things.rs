//! `/id/…` and `/doc/…`: things where their IRIs lead, as a page or as data.

use super::App;
use super::pages::{see_other, to_page, wants_page};
use super::request::{only_read, rdf_format};
use crate::error::Result;
use crate::pages::thing;
use crate::rdf::format::Format;
use axum::Router;
use axum::extract::{Request, State};
use axum::http::{HeaderValue, header};
use axum::response::Response;
use axum::routing::any;

pub(super) fn router() -> Router<App> {
    Router::new().route("/id/{kind}/{key}", any(lead)).route("/doc/{kind}/{key}", any(document))
}

/// `kind/key` below a prefix, and the syntax that a known extension asks for: keys may have dots themselves.
fn read<'a>(request: &'a Request, prefix: &str) -> Result<(&'a str, Option<Format>)> {
    only_read(request)?;
    let path = request.uri().path();
    Ok(thing::without_extension(path.strip_prefix(prefix).unwrap_or(path)))
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
        rdf_format(None, request.headers())?; // 406 here and not after the redirect
        see_other(&path.replacen("/id/", "/doc/", 1))
    };
    add_links(&mut response, name);
    Ok(response)
}

async fn document(State(app): State<App>, request: Request) -> Result<Response> {
    let (name, format) = read(&request, "/doc/")?;
    let (format, site, asked) = (rdf_format(format, request.headers())?, app.0.site.clone(), name.to_owned());
    let graph = move || thing::described(&site, &thing::find(&site, &asked)?);
    let mut response = app.respond_with_graph(format, graph).await?;
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
