//! What is common to reading requests: parameters, bodies, the wanted language.

use crate::error::{Error, Result};
use crate::questions::Language;
use crate::rdf::format::{Format, Kind};
use crate::sparql::guard::MAX_BYTES;
use crate::validity::Moment;
use axum::body::Body;
use axum::extract::Request;
use axum::http::{HeaderMap, HeaderValue, Method, Uri, header};
use axum::response::Response;
use std::time::Duration;

/// How long a body may take to come.
const PATIENCE: Duration = Duration::from_secs(10);
/// Room in a form for percent-encoding and the other parameters.
const MAX_BODY: usize = 4 * MAX_BYTES;

/// How an answer is wanted, beside what is asked.
#[derive(Default)]
pub(super) struct Manner {
    /// The day it is about.
    pub(super) moment: Option<Moment>,
    /// With the evidence of each row, and its notes in this language.
    pub(super) why: Option<Language>,
    /// Conflicts that the question is known to touch.
    pub(super) conflicts: Vec<String>,
}

/// The language of notes if `why` asks for evidence.
pub(super) fn evidence(why: Option<&str>, language: Language) -> Result<Option<Language>> {
    match why {
        Some("true" | "1" | "") => Ok(Some(language)),
        None | Some("false" | "0") => Ok(None),
        Some(other) => Err(Error::RequestInvalid {
            problem: format!("`why` is true or false, not `{other}`"),
            hint: "add why=true for the evidence of each row",
        }),
    }
}

/// The parameters of a query string or form, in order, decoded.
pub(super) fn parameters(encoded: &[u8]) -> Vec<(String, String)> {
    form_urlencoded::parse(encoded).into_owned().collect()
}

/// What may be done with what is only read.
pub(super) const READING: &str = "GET, HEAD, OPTIONS";

/// Refuses whatever is not reading.
pub(super) fn only_read(request: &Request) -> Result<()> {
    if matches!(*request.method(), Method::GET | Method::HEAD) {
        Ok(())
    } else {
        Err(not_allowed(request.method(), request.uri(), READING))
    }
}

/// The error of a method that a route does not have.
pub(super) fn not_allowed(method: &Method, uri: &Uri, allow: &'static str) -> Error {
    Error::MethodNotAllowed { path: uri.path().to_owned(), method: method.to_string(), allow }
}

/// The RDF syntax that the address says, or else the one that is accepted.
pub(super) fn rdf_format(said: Option<Format>, headers: &HeaderMap) -> Result<Format> {
    said.map_or_else(|| Format::negotiate(header_text(headers, header::ACCEPT), Kind::Graph), Ok)
}

/// A header's value as text, if it is text.
pub(super) fn header_text(headers: &HeaderMap, name: header::HeaderName) -> Option<&str> {
    headers.get(name)?.to_str().ok()
}

/// The whole body, if it is no larger than a query can be and comes in time.
pub(super) async fn body(body: Body) -> Result<Vec<u8>> {
    match tokio::time::timeout(PATIENCE, axum::body::to_bytes(body, MAX_BODY)).await {
        Ok(Ok(bytes)) => Ok(bytes.to_vec()),
        Ok(Err(error)) if error.to_string().contains("length limit") => {
            Err(Error::QueryTooComplex { what: "long", found: format!("more than {MAX_BODY} bytes"), limit: MAX_BODY })
        }
        Ok(Err(_)) | Err(_) => {
            Err(Error::RequestInvalid { problem: "the body did not come whole".to_owned(), hint: "send it again, in one go" })
        }
    }
}

/// The language asked for with `lang`, or the first of ours in `Accept-Language`, or nb.
pub(super) fn language(asked: Option<&str>, headers: &HeaderMap) -> Result<Language> {
    if let Some(asked) = asked {
        return asked.parse();
    }
    let accepted = header_text(headers, header::ACCEPT_LANGUAGE).unwrap_or_default();
    let primary = |range: &str| range.split([';', '-']).next().unwrap_or_default().trim().to_lowercase();
    Ok(accepted.split(',').find_map(|range| primary(range).replace("no", "nb").parse().ok()).unwrap_or_default())
}

/// The files for Excel get a name that it opens by.
pub(super) fn named_file(mut response: Response, name: &str, format: Option<Format>) -> Response {
    if let Some(format @ (Format::Xlsx | Format::ExcelCsv)) = format
        && let Ok(value) = HeaderValue::try_from(format!("attachment; filename=\"{name}.{}\"", format.extension()))
    {
        response.headers_mut().insert(header::CONTENT_DISPOSITION, value);
    }
    response
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_language_is_asked_for_or_accepted() {
        let accept = |value: &str| HeaderMap::from_iter([(header::ACCEPT_LANGUAGE, value.parse().expect("a header"))]);
        for (asked, header, expected) in [
            (Some("en"), "nn", Language::En),
            (None, "de, nn-NO;q=0.8, en", Language::Nn),
            (None, "no", Language::Nb),
            (None, "de", Language::Nb),
        ] {
            assert_eq!(language(asked, &accept(header)).expect("a language"), expected);
        }
        assert!(language(Some("de"), &HeaderMap::new()).is_err());
    }
}
