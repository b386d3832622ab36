//! What a layout makes: boxes, lines and words at their places; and how it is written as SVG.
//!
//! Lengths are pixels. Widths of words are estimated, on the wide side, since no font is at hand when the picture is made.

use super::rows::Named;
use super::specification::{Mark, marks};
use crate::error::{Error, Result};
use crate::questions::Language;
use askama::Template;

/// The address of a thing, for its IRI; nothing when it has none.
pub type Href<'a> = dyn Fn(&str) -> Option<String> + 'a;

/// Who colours the picture.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Palette {
    /// The stylesheet of the page it stands in.
    Page,
    /// It does itself, as a file of its own.
    File,
}

/// Space around everything.
pub(super) const MARGIN: usize = 8;
/// Space between boxes.
pub(super) const GAP: usize = 16;
/// Width of a box; the longest name of a ministry fits.
pub(super) const BOX: usize = 240;
/// From one line of words to the next.
pub(super) const LINE: usize = 20;
/// Space between a box and its words.
pub(super) const PADDING: usize = 10;
/// Room for an arrow and its words; three boxes fit a window of 1200 pixels.
pub(super) const BETWEEN: usize = 168;
/// Room for an arrow alone.
pub(super) const ARROW: usize = 64;
/// An estimate of the width of a letter of 14 pixels.
pub(super) const LETTER: usize = 8;

/// What all layouts need to know.
pub(super) struct Pen<'a> {
    pub(super) language: Language,
    pub(super) href: &'a Href<'a>,
}

/// Words at a place; `y` is the line they stand on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Text {
    pub(super) x: usize,
    pub(super) y: usize,
    pub(super) words: String,
}

/// A box with words, which may lead somewhere.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Node {
    pub(super) x: usize,
    pub(super) y: usize,
    pub(super) width: usize,
    pub(super) height: usize,
    pub(super) href: Option<String>,
    pub(super) lines: Vec<Text>,
}

/// Boxes that belong together, under a heading; what a screen reader takes as a list.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub(super) struct List {
    pub(super) heading: Option<Text>,
    pub(super) nodes: Vec<Node>,
}

/// A column's heading, turned.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Turned {
    pub(super) text: Text,
    pub(super) href: Option<String>,
}

/// A whole picture.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub(super) struct Drawing {
    pub(super) width: usize,
    pub(super) height: usize,
    pub(super) lists: Vec<List>,
    pub(super) turned: Vec<Turned>,
    /// Lines with an arrow at their end.
    pub(super) arrows: Vec<String>,
    /// Lines without.
    pub(super) lines: Vec<String>,
    /// Words beside lines; the table beneath a picture says the same.
    pub(super) words: Vec<Text>,
}

#[derive(Template)]
#[template(path = "picture.svg")]
struct Picture<'a> {
    title: &'a str,
    note: &'a str,
    own_colours: bool,
    drawing: &'a Drawing,
}

impl Drawing {
    pub(super) fn write(&self, title: &str, note: &str, palette: Palette) -> Result<String> {
        let picture = Picture { title, note, own_colours: palette == Palette::File, drawing: self };
        picture.render().map_err(|error| Error::Store(Box::new(error)))
    }
}

impl Pen<'_> {
    /// A box with the name of a thing; the lower of two lines may say something about it.
    pub(super) fn node(&self, named: &Named, detail: Option<&str>, (x, y): (usize, usize), width: usize) -> Node {
        let words = wrap(&named.name, width).into_iter().chain(detail.into_iter().flat_map(|detail| wrap(detail, width)));
        let lines: Vec<Text> =
            words.enumerate().map(|(at, words)| Text { x: x + PADDING, y: y + PADDING + LINE * at + 15, words }).collect();
        let height = lines.len() * LINE + 2 * PADDING;
        Node { x, y, width, height, href: named.iri.as_deref().and_then(self.href), lines }
    }

    /// Sign and word of a code; a code that has none stands for itself.
    pub(super) fn mark(&self, code: &str) -> Result<String> {
        Ok(marks()?.get(code).map_or_else(|| code.to_owned(), |mark| format!("{} {}", mark.symbol, mark.word.of(self.language))))
    }

    /// The sign alone, for where the words stand elsewhere.
    pub(super) fn symbol(code: &str) -> Result<String> {
        Ok(marks()?.get(code).map_or_else(|| code.to_owned(), |mark: &Mark| mark.symbol.clone()))
    }
}

impl Node {
    /// Makes the box higher, with its words in the middle.
    pub(super) fn stretch(&mut self, height: usize) {
        let lower = height.saturating_sub(self.height) / 2;
        for line in &mut self.lines {
            line.y += lower;
        }
        self.height = height.max(self.height);
    }
}

/// The height that a box must have for so many lines to stand above the arrow from its middle.
pub(super) fn above(lines: usize) -> usize {
    2 * (lines * LINE + PADDING)
}

/// Words above an arrow that begins at a place.
pub(super) fn beside((x, y): (usize, usize), words: Vec<String>) -> impl Iterator<Item = Text> {
    let count = words.len();
    words.into_iter().enumerate().map(move |(at, words)| Text { x: x + PADDING, y: y - 6 - LINE * (count - 1 - at), words })
}

/// Words in lines that fit a box; a word that is too long is cut with a hyphen.
pub(super) fn wrap(text: &str, width: usize) -> Vec<String> {
    let most = (width.saturating_sub(2 * PADDING) / LETTER).max(2);
    let mut lines: Vec<String> = Vec::new();
    for word in text.split_whitespace() {
        let mut letters: Vec<char> = word.chars().collect();
        match lines.last_mut() {
            Some(line) if line.chars().count() + 1 + letters.len() <= most => {
                line.push(' ');
                line.extend(letters);
                continue;
            }
            _ => {}
        }
        while letters.len() > most {
            let rest = letters.split_off(most - 1);
            lines.push(letters.iter().chain(['-'].iter()).collect());
            letters = rest;
        }
        lines.push(letters.into_iter().collect());
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_fit_their_box() {
        assert_eq!(wrap("en to tre fire", 2 * PADDING + 8 * LETTER), ["en to", "tre fire"]);
        assert_eq!(wrap("samhandling", 2 * PADDING + 6 * LETTER), ["samha-", "ndling"]);
        assert!(wrap("", 100).is_empty());
    }
}
