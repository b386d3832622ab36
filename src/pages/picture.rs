//! Pages of pictures: the picture, what must be known to read it right, and the same as a table.

use super::frame::{Form, Frame};
use super::label::Labels;
use super::pictures::{self, Palette, Specification};
use super::question::{self, Shown};
use super::text::{Link, Text};
use super::{Site, Visit, render, words};
use crate::error::{Error, Result};
use crate::questions;
use crate::rdf::format::SVG;
use crate::sparql::Request;
use askama::Template;

struct Entry {
    link: Link,
    note: String,
}

#[derive(Template)]
#[template(path = "pictures.html")]
struct List<'a> {
    frame: Frame<'a>,
    pictures: Vec<Entry>,
}

#[derive(Template)]
#[template(path = "picture.html")]
struct Page<'a> {
    frame: Frame<'a>,
    svg: String,
    note: String,
    file: String,
    questions: Vec<Link>,
    caption: String,
    shown: Shown,
    /// Whether its dates are also had as a calendar.
    calendar: bool,
}

/// The list of pictures.
pub fn list(site: &Site, visit: &Visit) -> Result<String> {
    let frame = Frame::new(site, visit, "/pictures", words::word("nav.pictures", visit.language)).below(Vec::new());
    let entry = |picture: Specification| Entry {
        link: Link::new(Text::plain(picture.title.of(visit.language)), frame.href(&format!("/pictures/{}", picture.id))),
        note: picture.note.of(visit.language).to_owned(),
    };
    let pictures = pictures::all()?.into_iter().map(entry).collect();
    render(&List { frame, pictures })
}

/// A picture with its table.
pub fn page(site: &Site, visit: &Visit, id: &str) -> Result<String> {
    let picture = find(visit, id)?;
    let labels = Labels { site, language: visit.language };
    let svg = picture.draw(&site.store, visit.language, &|iri| labels.href(iri), Palette::Page)?;
    let title = picture.title.of(visit.language).to_owned();
    let frame = Frame::new(site, visit, format!("/pictures/{id}"), title.clone());
    let mut links = Vec::new();
    for name in picture.questions() {
        let question = questions::find(name)?;
        let language = question.header.summary_language(visit.language);
        let text = Text::in_language(question.header.summary(visit.language), language, visit.language.tag());
        links.push(Link::new(text, frame.href(&format!("/questions/{name}?why=true"))));
    }
    let request = questions::find(&picture.question)?.request(&[], visit.language, &site.base)?;
    let (shown, ..) = question::answer(&labels, &Request { timeout: Some(site.timeout), ..request }, false)?;
    let file = frame.href(&format!("/pictures/{id}.svg"));
    let crumbs = vec![frame.crumb("nav.pictures", "/pictures")];
    let frame = Frame { forms: vec![Form { media_type: SVG, href: file.clone() }], ..frame.below(crumbs) };
    render(&Page {
        svg,
        note: picture.note.of(visit.language).to_owned(),
        file,
        questions: links,
        caption: title,
        shown,
        calendar: picture.question == super::calendar::QUESTION,
        frame,
    })
}

/// A picture as a file: with its own colours, and whole addresses.
pub fn file(site: &Site, visit: &Visit, id: &str) -> Result<String> {
    let labels = Labels { site, language: visit.language };
    let href = |iri: &str| labels.href(iri).map(|href| if href.starts_with('/') { site.whole(&visit.origin, &href) } else { href });
    find(visit, id)?.draw(&site.store, visit.language, &href, Palette::File)
}

fn find(visit: &Visit, id: &str) -> Result<Specification> {
    pictures::find(id)?.ok_or_else(|| Error::RouteNotFound { path: format!("/{}/pictures/{id}", visit.language.tag()) })
}
