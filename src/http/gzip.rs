//! Pages and what belongs to them travel compressed to a browser that takes it. Data never do: data.norge.no takes none.

use super::request::header_text;
use crate::error::Error;
use crate::rdf::pack;
use axum::body::{Body, to_bytes};
use axum::extract::Request;
use axum::http::{HeaderMap, HeaderValue, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};

/// Bytes below which compressing gains nothing.
const SMALL: usize = 1024;
/// Bytes that a page may have; they are in memory already.
const MOST: usize = usize::MAX;

/// Compresses a reply made of text.
pub(super) async fn compress(request: Request, next: Next) -> Response {
    let wanted = takes_gzip(request.headers());
    let mut response = next.run(request).await;
    response.headers_mut().insert(header::VARY, HeaderValue::from_static("Accept, Accept-Language, Accept-Encoding"));
    if !wanted || !is_text(response.headers()) {
        return response;
    }
    let (mut parts, body) = response.into_parts();
    let bytes = match to_bytes(body, MOST).await {
        Ok(bytes) => bytes,
        Err(error) => return Error::Evaluation(Box::new(error)).into_response(),
    };
    match pack::gzip(&bytes).ok().filter(|_| bytes.len() > SMALL) {
        Some(small) => {
            parts.headers.remove(header::CONTENT_LENGTH);
            parts.headers.insert(header::CONTENT_ENCODING, HeaderValue::from_static("gzip"));
            weaken(&mut parts.headers);
            Response::from_parts(parts, Body::from(small))
        }
        None => Response::from_parts(parts, Body::from(bytes)),
    }
}

/// Whether gzip is among the encodings that are accepted, and not refused by a weight of nothing.
fn takes_gzip(headers: &HeaderMap) -> bool {
    let accepted = header_text(headers, header::ACCEPT_ENCODING).unwrap_or_default();
    accepted.split(',').any(|coding| {
        let mut parts = coding.split(';').map(str::trim);
        let is_gzip = parts.next().is_some_and(|name| name.eq_ignore_ascii_case("gzip"));
        let weight = parts.find_map(|part| part.strip_prefix("q=")).and_then(|weight| weight.parse::<f32>().ok());
        is_gzip && weight.is_none_or(|weight| weight > 0.0)
    })
}

fn is_text(headers: &HeaderMap) -> bool {
    let media_type = header_text(headers, header::CONTENT_TYPE).unwrap_or_default();
    media_type.starts_with("text/") || media_type.starts_with("image/svg+xml")
}

/// The same content in other bytes: a strong tag would promise the bytes.
fn weaken(headers: &mut HeaderMap) {
    let weak = header_text(headers, header::ETAG).filter(|tag| !tag.starts_with("W/")).map(|tag| format!("W/{tag}"));
    if let Some(weak) = weak.and_then(|weak| HeaderValue::try_from(weak).ok()) {
        headers.insert(header::ETAG, weak);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn gzip_is_used_where_it_is_taken() {
        let takes = |value: &str| takes_gzip(&HeaderMap::from_iter([(header::ACCEPT_ENCODING, value.parse().expect("a header"))]));
        assert!(takes("gzip, deflate, br") && takes("br;q=1, GZIP;q=0.5"));
        assert!(!takes("br") && !takes("gzip;q=0") && !takes("identity"));
    }
}
