//! What went wrong, as a page that helps on: what it was, and where to look.

use super::frame::Frame;
use super::said::{Said, said};
use super::{Site, Visit, render, words};
use crate::error::{Class, Error, Result};
use askama::Template;

#[derive(Template)]
#[template(path = "failure.html")]
struct Page<'a> {
    frame: Frame<'a>,
    said: Said,
}

/// The page of an error at an address.
pub fn page(site: &Site, visit: &Visit, path: &str, error: &Error) -> Result<String> {
    let key = match error.class() {
        Class::NotFound => "failure.not-found",
        Class::Limit => "failure.limit",
        Class::Internal | Class::NotConformant => "failure.internal",
        _ => "failure.input",
    };
    let tag = visit.language.tag();
    let below = path.strip_prefix('/').and_then(|path| path.strip_prefix(tag)).filter(|below| below.starts_with('/'));
    let frame = Frame::new(site, visit, below.unwrap_or("/"), words::word(key, visit.language));
    let last = path.trim_end_matches('/').rsplit('/').next().unwrap_or_default();
    // Only where nothing was found: what is wrong with a value is not found by searching for its question.
    let known = last.is_empty() || error.class() != Class::NotFound || super::LANGUAGES.iter().any(|language| language.tag() == last);
    let guess = if known { String::new() } else { last.replace(['-', '_', '+'], " ") };
    // What the address was about is there to search for.
    render(&Page { said: said(site, visit, path, error), frame: Frame { sought: guess, ..frame.below(Vec::new()) } })
}
