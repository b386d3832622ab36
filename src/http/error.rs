//! Errors as problem documents (RFC 9457), and the one table from class to HTTP status.

use crate::error::{Class, Error};
use crate::rdf::iri::DEFAULT_BASE;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde_json::json;
use std::any::Any;

/// The media type of a problem document.
const PROBLEM: &str = "application/problem+json";
/// Seconds after which a client that met a limit may try again.
const RETRY_AFTER: &str = "5";

pub(super) fn status(class: Class) -> StatusCode {
    match class {
        Class::Input => StatusCode::BAD_REQUEST,
        Class::NotFound => StatusCode::NOT_FOUND,
        Class::MethodNotAllowed => StatusCode::METHOD_NOT_ALLOWED,
        Class::NotAcceptable => StatusCode::NOT_ACCEPTABLE,
        Class::MediaTypeUnsupported => StatusCode::UNSUPPORTED_MEDIA_TYPE,
        Class::Forbidden => StatusCode::FORBIDDEN,
        Class::TooLarge => StatusCode::PAYLOAD_TOO_LARGE,
        Class::Limit => StatusCode::SERVICE_UNAVAILABLE,
        Class::NotConformant | Class::Internal => StatusCode::INTERNAL_SERVER_ERROR,
    }
}

impl IntoResponse for Error {
    fn into_response(self) -> Response {
        let status = status(self.class());
        let internal = status == StatusCode::INTERNAL_SERVER_ERROR;
        let mut problem = json!({
            "type": format!("{DEFAULT_BASE}errors#{}", self.code()),
            "title": status.canonical_reason(),
            "status": status.as_u16(),
            "detail": self.to_string(),
            "code": self.code(),
        });
        if let Self::QuerySyntax { line, column, .. } = &self {
            problem["line"] = json!(line);
            problem["column"] = json!(column);
        }
        let hints = self.hints();
        if !hints.is_empty() && !internal {
            problem["hints"] = json!(hints);
        }
        let mut response = (status, [(header::CONTENT_TYPE, PROBLEM)], format!("{problem}\n")).into_response();
        if let Self::MethodNotAllowed { allow, .. } = &self {
            response.headers_mut().insert(header::ALLOW, HeaderValue::from_static(allow));
        }
        if self.class() == Class::Limit {
            response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from_static(RETRY_AFTER));
        }
        response
    }
}

/// What a client gets when a handler panics: no cause, and the server goes on.
pub(super) fn after_panic(_: Box<dyn Any + Send>) -> Response {
    Error::Evaluation("a handler panicked".into()).into_response()
}
