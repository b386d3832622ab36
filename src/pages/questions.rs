//! All questions by group, and those that hold some words.

use super::frame::Frame;
use super::text::{Link, Text};
use super::{Site, Visit, render, words};
use crate::error::Result;
use crate::questions::header::State;
use crate::questions::{self, Question};
use askama::Template;
use std::collections::BTreeMap;

/// A question in a list.
pub(super) struct Entry {
    pub(super) link: Link,
    /// Why it has no answer, in a word.
    pub(super) state: Option<&'static str>,
}

/// The questions of a group.
pub(super) struct Group {
    pub(super) letter: String,
    pub(super) name: String,
    pub(super) entries: Vec<Entry>,
}

#[derive(Template)]
#[template(path = "questions.html")]
struct Page<'a> {
    frame: Frame<'a>,
    groups: Vec<Group>,
    search: String,
    found: usize,
}

/// The list of questions; `search` among the parameters narrows it.
pub fn page(site: &Site, visit: &Visit) -> Result<String> {
    let search = visit.parameter("search").unwrap_or_default().to_owned();
    let found = questions::search(site.questions(), &search);
    let frame = Frame::new(site, visit, "/questions", words::word("nav.questions", visit.language)).below(Vec::new());
    let groups = groups(&frame, &found);
    render(&Page { groups, search, found: found.len(), frame })
}

/// Questions by group, in the order of the letters.
pub(super) fn groups(frame: &Frame<'_>, questions: &[&Question]) -> Vec<Group> {
    let mut by_letter: BTreeMap<&str, Vec<Entry>> = BTreeMap::new();
    for question in questions {
        by_letter.entry(&question.header.group).or_default().push(entry(frame, question));
    }
    let group = |(letter, entries): (&str, Vec<Entry>)| Group {
        letter: letter.to_owned(),
        name: words::find(&format!("group.{letter}"), frame.language).unwrap_or(letter).to_owned(),
        entries,
    };
    by_letter.into_iter().map(group).collect()
}

pub(super) fn entry(frame: &Frame<'_>, question: &Question) -> Entry {
    let header = &question.header;
    let text = Text::in_language(header.summary(frame.language), header.summary_language(frame.language), frame.tag());
    let state = match header.state {
        State::Ready => None,
        State::Undecided => Some(frame.t("state.undecided-short")),
        State::Waits => Some(frame.t("state.waits-short")),
    };
    Entry { link: Link::new(text, frame.href(&format!("/questions/{}", question.name))), state }
}
