//! The pages: `/nb/…`, `/nn/…`, `/en/…`, their style and scripts, and what leads a browser to them.

use super::App;
use super::request::{header_text, language, only_read, parameters};
use crate::error::{Class, Error, Result};
use crate::pages::{self, Visit, assets};
use crate::questions::Language;
use crate::rdf::format::{HTML, ICS, SVG, XML, prefers_html};
use crate::validity::Moment;
use axum::Router;
use axum::extract::{Path, Request, State};
use axum::http::{HeaderMap, HeaderName, HeaderValue, StatusCode, Uri, header};
use axum::response::{IntoResponse, Response};
use axum::routing::any;

/// What a page may load: its own style, fonts and scripts, and nothing else from anywhere.
const POLICY: &str = "default-src 'none'; style-src 'self'; font-src 'self'; script-src 'self'; img-src 'self' data:; connect-src 'self'; \
                      form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

pub(super) fn router() -> Router<App> {
    let mut router = Router::new().route("/assets/{name}", any(asset)).route("/sitemap.xml", any(site_map));
    for language in pages::LANGUAGES {
        let tag = language.tag();
        let handler = move |State(app): State<App>, request: Request| page(app, language, request);
        router = router.route(&format!("/{tag}"), any(handler)).route(&format!("/{tag}/"), any(handler));
        router = router.route(&format!("/{tag}/{{*path}}"), any(handler));
    }
    router.layer(axum::middleware::from_fn(super::gzip::compress))
}

/// Whether whoever asks wants a page and not data.
pub(super) fn wants_page(headers: &HeaderMap) -> bool {
    prefers_html(header_text(headers, header::ACCEPT))
}

/// To the page at a path, in the language of whoever asks.
pub(super) fn to_page(headers: &HeaderMap, path: &str, query: Option<&str>) -> Response {
    let tag = language(None, headers).unwrap_or_default().tag();
    see_other(&match query {
        Some(query) => format!("/{tag}{path}?{query}"),
        None => format!("/{tag}{path}"),
    })
}

/// 303, relative.
pub(super) fn see_other(location: &str) -> Response {
    match HeaderValue::try_from(location) {
        Ok(location) => (StatusCode::SEE_OTHER, [(header::LOCATION, location)]).into_response(),
        Err(_) => Error::RouteNotFound { path: location.to_owned() }.into_response(),
    }
}

/// A page that is not there, for a browser.
pub(super) async fn not_found(State(app): State<App>, uri: Uri, headers: HeaderMap) -> Response {
    let error = Error::RouteNotFound { path: uri.path().to_owned() };
    if !wants_page(&headers) {
        return error.into_response();
    }
    let visit = Visit { language: language(None, &headers).unwrap_or_default(), ..Visit::default() };
    failed(&app, &visit, uri.path(), error)
}

async fn page(app: App, language: Language, request: Request) -> Response {
    let headers = request.headers();
    let path = request.uri().path().to_owned();
    let visit =
        Visit { language, parameters: parameters(request.uri().query().unwrap_or_default().as_bytes()), origin: app.origin(headers) };
    if let Err(error) = only_read(&request) {
        return failed(&app, &visit, &path, error);
    }
    let (maker, asked, below) = (app.clone(), visit.clone(), path.get(3..).unwrap_or_default().to_owned());
    if let Some(picture) =
        below.strip_suffix(".svg").filter(|picture| ["/pictures/", "/ns/"].iter().any(|place| picture.starts_with(place)))
    {
        let picture = picture.to_owned();
        let drawn = app.run(move || match picture.strip_prefix("/ns/") {
            Some(id) => pages::ties::file(&maker.0.site, &asked, id),
            None => pages::picture::file(&maker.0.site, &asked, picture.trim_start_matches("/pictures/")),
        });
        let drawn = drawn.await;
        return drawn.map(|svg| ([(header::CONTENT_TYPE, SVG)], svg)).into_response();
    }
    if below == "/agreement.ics" {
        let file = app.run(move || pages::calendar::file(&maker.0.site, &asked)).await;
        return file.map(|file| ([(header::CONTENT_TYPE, ICS)], file)).into_response();
    }
    match app.run(move || make(&maker, &asked, &below)).await {
        Ok((html, class)) => written(class.map_or(StatusCode::OK, super::error::status), &visit, html),
        Err(error) => failed(&app, &visit, &path, error),
    }
}

async fn site_map(State(app): State<App>, request: Request) -> Response {
    let origin = app.origin(request.headers());
    let maker = app.clone();
    let map = app.run(move || pages::places::map(&maker.0.site, &origin)).await;
    map.map(|map| ([(header::CONTENT_TYPE, XML)], map)).into_response()
}

/// What addresses of this server begin with, as whoever asks knows it; a proxy says that it is reached by https.
pub(super) fn origin(headers: &HeaderMap) -> String {
    let secure = header_text(headers, HeaderName::from_static("x-forwarded-proto")) == Some("https");
    let scheme = if secure { "https" } else { "http" };
    header_text(headers, header::HOST).map(|host| format!("{scheme}://{host}")).unwrap_or_default()
}

/// The page at a path below the language, and the class of what is wrong with what was asked there.
fn make(app: &App, visit: &Visit, path: &str) -> Result<(String, Option<Class>)> {
    match path {
        "/sparql" => pages::sparql::page(&app.0.site, visit),
        _ => make_whole(app, visit, path).map(|html| (html, None)),
    }
}

fn make_whole(app: &App, visit: &Visit, path: &str) -> Result<String> {
    let site = &app.0.site;
    let parts: Vec<&str> = path.trim_matches('/').split('/').collect();
    match parts.as_slice() {
        [""] => pages::front::page(site, visit),
        ["search"] => pages::search::page(site, visit),
        ["things"] => pages::kinds::page(site, visit),
        ["things", kind] => pages::kinds::of_kind(site, visit, kind),
        ["id", kind, key] => pages::thing::page(site, visit, &format!("{kind}/{key}")),
        ["ns"] => pages::terms::page(site, visit),
        ["ns", name] if is_version(name) => pages::terms::version(site, visit, name),
        ["ns", class] => pages::class::page(site, visit, class),
        ["shapes"] => pages::shapes::page(site, visit),
        ["data"] => pages::data::page(site, visit),
        ["graph", rest @ ..] if !rest.is_empty() => pages::graph::page(site, visit, &rest.join("/")),
        ["accessibility"] => pages::accessibility::page(site, visit),
        ["pictures"] => pages::picture::list(site, visit),
        ["pictures", id] => pages::picture::page(site, visit, id),
        ["questions"] => pages::questions::page(site, visit),
        ["questions", name] => {
            let Some(moment) = Moment::read(visit.parameter("as-of"), visit.parameter("names"))? else {
                return pages::question::page(site, visit, name, None);
            };
            let view = app.0.views.get(&app.0.store, &moment, app.0.timeout)?;
            pages::question::page(&site.over(view.store), visit, name, Some(&view.left_out))
        }
        _ => Err(Error::RouteNotFound { path: format!("/{}{path}", visit.language.tag()) }),
    }
}

/// Versions of the ontology begin with a digit, and terms do not.
fn is_version(name: &str) -> bool {
    name.starts_with(|c: char| c.is_ascii_digit())
}

fn written(status: StatusCode, visit: &Visit, html: String) -> Response {
    let headers = [
        (header::CONTENT_TYPE, HTML),
        (header::CONTENT_LANGUAGE, visit.language.tag()),
        (header::CONTENT_SECURITY_POLICY, POLICY),
        (header::CACHE_CONTROL, "no-cache"),
        (HeaderName::from_static("cross-origin-resource-policy"), "same-origin"),
    ];
    (status, headers, html).into_response()
}

/// An error as a page; its headers are those of the problem document.
fn failed(app: &App, visit: &Visit, path: &str, error: Error) -> Response {
    let page = pages::failure::page(&app.0.site, visit, path, &error);
    let problem = error.into_response();
    let Ok(html) = page else { return problem };
    let mut response = written(problem.status(), visit, html);
    for name in [header::ALLOW, header::RETRY_AFTER] {
        if let Some(value) = problem.headers().get(&name) {
            response.headers_mut().insert(name, value.clone());
        }
    }
    response
}

/// A file of the interface. An address with its version never changes; one without is asked about each time.
async fn asset(Path(name): Path<String>, request: Request) -> Response {
    let Some(asset) = assets::find(&name) else {
        return Error::RouteNotFound { path: request.uri().path().to_owned() }.into_response();
    };
    let tag = format!("\"{}\"", asset.hash);
    let versioned = request.uri().query().is_some_and(|query| query.strip_prefix("v=").is_some_and(|v| asset.hash.starts_with(v)));
    let cache = if versioned { "public, max-age=31536000, immutable" } else { "no-cache" };
    let headers = [(header::ETAG, tag.clone()), (header::CACHE_CONTROL, cache.to_owned())];
    if header_text(request.headers(), header::IF_NONE_MATCH)
        .is_some_and(|known| known.split(',').any(|known| known.trim().trim_start_matches("W/") == tag))
    {
        return (StatusCode::NOT_MODIFIED, headers).into_response();
    }
    (headers, [(header::CONTENT_TYPE, asset.media_type)], asset.bytes.into_owned()).into_response()
}
