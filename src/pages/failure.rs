//! What went wrong, as a page that helps on: what it was, and where to look.

use super::frame::Frame;
use super::{Site, Visit, render, words};
use crate::error::{Class, Error, Result};
use askama::Template;

#[derive(Template)]
#[template(path = "failure.html")]
struct Page<'a> {
    frame: Frame<'a>,
    message: String,
    hints: Vec<String>,
}

/// The page of an error at an address.
pub fn page(site: &Site, visit: &Visit, path: &str, error: &Error) -> Result<String> {
    let key = match error.class() {
        Class::NotFound => "failure.not-found",
        Class::Limit => "failure.limit",
        Class::Internal | Class::NotConformant => "failure.internal",
        _ => "failure.input",
    };
    let frame = Frame::new(site, &Visit { parameters: Vec::new(), ..visit.clone() }, "/", words::word(key, visit.language));
    let last = path.trim_end_matches('/').rsplit('/').next().unwrap_or_default();
    let known = last.is_empty() || super::LANGUAGES.iter().any(|language| language.tag() == last);
    let guess = if known { String::new() } else { last.replace(['-', '_', '+'], " ") };
    let internal = error.class() == Class::Internal;
    let hints = if internal { Vec::new() } else { error.hints() };
    // The page has no address of its own, and so no other languages to go to but the front page's.
    // What the address was about is there to search for.
    render(&Page { message: error.to_string(), hints, frame: Frame { sought: guess, ..frame.below(Vec::new()) } })
}
