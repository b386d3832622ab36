//! What is known to fall short of WCAG, so that nobody has to find out.

use super::frame::Frame;
use super::{Site, Visit, render, words};
use crate::error::Result;
use askama::Template;

#[derive(Template)]
#[template(path = "accessibility.html")]
struct Page<'a> {
    frame: Frame<'a>,
}

/// The page of known deviations.
pub fn page(site: &Site, visit: &Visit) -> Result<String> {
    let frame = Frame::new(site, visit, "/accessibility", words::word("footer.accessibility", visit.language)).below(Vec::new());
    render(&Page { frame })
}
