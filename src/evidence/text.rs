//! The text of a document, in which quotations are looked for.
//!
//! Line breaks, page breaks and repeated spaces count as one space; a word that a hyphen breaks over two lines is one
//! word; everything is in Unicode normal form C. Words keep the lines they came from.

use std::ops::Range;
use unicode_normalization::UnicodeNormalization;

/// Words that may follow a hyphen that is not a word break, as in «kommunal- og».
const AFTER_A_REAL_HYPHEN: &[&str] = &["og", "eller", "samt", "men", "and", "or"];
/// Least similarity, from 0 to 1, of a passage worth showing.
const RESEMBLES: f64 = 0.5;

/// A document's words, and the shape of its lines.
#[derive(Debug)]
pub struct Text {
    pub(super) words: Vec<Word>,
    lines: Vec<Line>,
}

#[derive(Debug)]
pub(super) struct Word {
    pub(super) text: String,
    pub(super) first_line: usize,
    pub(super) last_line: usize,
}

/// What a line looks like; its words are in [`Text::words`].
#[derive(Debug)]
pub(super) struct Line {
    /// Its characters, without space at the ends; 0 for an empty line.
    pub(super) length: usize,
    /// It begins with a space: in these editions, the first line of a page.
    pub(super) indented: bool,
    /// All its letters are capitals.
    pub(super) capitals: bool,
    /// The length of the longest line among those around it that nothing parts from it.
    pub(super) width: usize,
}

/// The passage that resembles a quotation most.
#[derive(Debug, PartialEq, Eq)]
pub struct Nearest {
    /// Its first line.
    pub first_line: usize,
    /// Its last line.
    pub last_line: usize,
    /// Its words.
    pub text: String,
}

impl Text {
    /// Reads the words of a text.
    pub fn new(text: &str) -> Self {
        let mut words: Vec<Word> = Vec::new();
        for (at, line) in text.lines().enumerate() {
            let number = at + 1;
            for (position, word) in line.split_whitespace().enumerate() {
                let word: String = word.nfc().collect();
                match words.last_mut() {
                    Some(last) if position == 0 && is_broken(last, number, &word) => {
                        last.text.pop(); // the hyphen
                        last.text.push_str(&word);
                        last.last_line = number;
                    }
                    _ => words.push(Word { text: word, first_line: number, last_line: number }),
                }
            }
        }
        Self { words, lines: lines(text) }
    }

    /// A line, the first being 1.
    pub(super) fn line(&self, number: usize) -> &Line {
        &self.lines[number - 1]
    }

    /// How often a quotation stands within the lines, the first and last included.
    pub fn count(&self, quote: &str, first_line: usize, last_line: usize) -> usize {
        self.places(quote, first_line, last_line).len()
    }

    /// The words that a quotation takes up, wholly or in part, each time it stands within the lines.
    pub(super) fn places(&self, quote: &str, first_line: usize, last_line: usize) -> Vec<Range<usize>> {
        let first = self.words.partition_point(|word| word.first_line < first_line);
        let end = self.words.partition_point(|word| word.last_line <= last_line).max(first);
        let text = join(self.words[first..end].iter().map(|word| word.text.as_str()));
        let quote = normalise(quote);
        if quote.is_empty() {
            return Vec::new();
        }
        let starts = text.char_indices().map(|(at, _)| at);
        let starts = starts.filter(|&at| text[at..].starts_with(&quote) && is_whole(&text, at, at + quote.len()));
        let word_at = |at: usize| first + text[..at].matches(' ').count();
        starts.map(|at| word_at(at)..word_at(at + quote.len()) + 1).collect()
    }

    /// The passage, of as many words, that resembles the quotation most.
    pub fn nearest(&self, quote: &str) -> Option<Nearest> {
        let quote = normalise(quote);
        let length = quote.split(' ').count().min(self.words.len());
        let mut best: Option<(f64, &[Word])> = None;
        for window in self.words.windows(length.max(1)) {
            let similarity = strsim::normalized_levenshtein(&quote, &join(window.iter().map(|word| word.text.as_str())));
            if similarity >= RESEMBLES && best.is_none_or(|(most, _)| similarity > most) {
                best = Some((similarity, window));
            }
        }
        let (_, window) = best?;
        Some(Nearest {
            first_line: window.first()?.first_line,
            last_line: window.last()?.last_line,
            text: join(window.iter().map(|word| word.text.as_str())),
        })
    }
}

/// Whether the last word of an earlier line goes on in the first word of this one.
fn is_broken(last: &Word, line: usize, next: &str) -> bool {
    if last.last_line == line || last.text.chars().count() < 2 {
        return false;
    }
    match last.text.chars().last() {
        Some('\u{AD}') => true,
        Some('-' | '\u{2010}') => next.starts_with(char::is_lowercase) && !AFTER_A_REAL_HYPHEN.contains(&next),
        _ => false,
    }
}

fn lines(text: &str) -> Vec<Line> {
    let line =
        |line: &str| Line { length: line.trim().chars().count(), indented: line.starts_with(' '), capitals: is_capitals(line), width: 0 };
    let mut lines: Vec<Line> = text.lines().map(line).collect();
    for block in lines.chunk_by_mut(|before, after| (before.length == 0) == (after.length == 0) && !after.indented) {
        let width = block.iter().map(|line| line.length).max().unwrap_or_default();
        for line in block {
            line.width = width;
        }
    }
    lines
}

/// Whether a text has letters, and only capital ones.
pub(super) fn is_capitals(text: &str) -> bool {
    text.chars().any(char::is_uppercase) && !text.chars().any(char::is_lowercase)
}

fn normalise(text: &str) -> String {
    let text: String = text.nfc().collect();
    join(text.split_whitespace())
}

pub(super) fn join<'a>(words: impl Iterator<Item = &'a str>) -> String {
    words.collect::<Vec<_>>().join(" ")
}

/// Whether a match begins and ends with whole words. Boxes that the extraction ran together («sikkerhetØkt») are two words.
fn is_whole(text: &str, start: usize, end: usize) -> bool {
    let apart = |before: Option<char>, after: Option<char>| match (before, after) {
        (Some(before), Some(after)) if before.is_alphanumeric() && after.is_alphanumeric() => before.is_lowercase() && after.is_uppercase(),
        _ => true,
    };
    apart(text[..start].chars().next_back(), text[start..].chars().next())
        && apart(text[..end].chars().next_back(), text[end..].chars().next())
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = "Klart og \ndigitaliserings-\n\nvennlig regelverk\n\u{c}\n Kommunal- og \nmoderniserings-\ndepartementet\nDigital sikkerhetØkt deling\nav data og data og data";

    #[test]
    fn words_broken_over_lines_and_pages_are_whole() {
        let text = Text::new(TEXT);
        for quote in [
            "Klart og digitaliseringsvennlig regelverk",
            "regelverk Kommunal- og moderniseringsdepartementet",
            "Digital sikkerhet",
            "Økt deling av data",
        ] {
            assert_eq!(text.count(quote, 1, 12), 1, "{quote}");
        }
        assert_eq!(text.count("a\u{30a}pne", 1, 12), 0);
        assert_eq!(Text::new("a\u{30a}pne  data").count("åpne data", 1, 1), 1);
    }

    #[test]
    fn a_quotation_counts_within_its_lines_and_as_whole_words() {
        let text = Text::new(TEXT);
        assert_eq!(text.count("data", 1, 12), 3);
        assert_eq!(text.count("data og data", 1, 12), 2);
        assert_eq!(text.count("regelverk", 5, 12), 0);
        assert_eq!(text.count("gelverk", 1, 12), 0);
        assert_eq!(text.count("", 1, 12), 0);
    }

    #[test]
    fn a_missing_quotation_has_a_nearest_passage() {
        let text = Text::new(TEXT);
        let nearest = text.nearest("digitaliseringsvenlig regelverk").expect("something near");
        assert_eq!(nearest, Nearest { first_line: 2, last_line: 4, text: "digitaliseringsvennlig regelverk".into() });
        assert_eq!(text.nearest("xyzzy qwerty plugh"), None);
        assert_eq!(Text::new("").nearest("a"), None);
    }
}
