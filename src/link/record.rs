//! Targets: the resources of a catalogue or vocabulary, as [`super::reading`] makes them.

use super::ended::Ended;
use super::text::Tongue;
use std::sync::Arc;

/// Digits of an organisation number.
const DIGITS: usize = 9;

/// A resource that something of ours may be linked to.
#[derive(Debug, Clone)]
pub struct Record {
    /// Its IRI.
    pub iri: Arc<str>,
    /// Its kind, by `targets.toml`.
    pub kind: Arc<str>,
    /// Its classes.
    pub classes: Vec<Arc<str>>,
    /// Its names.
    pub names: Vec<Name>,
    /// Texts about it.
    pub texts: Vec<(Tongue, String)>,
    /// What it stands below: names of other targets.
    pub broader: Vec<Name>,
    /// What its vocabulary relates it to.
    pub related: Vec<String>,
    /// The number of the organisation that publishes it.
    pub publisher: Option<String>,
    /// Where the organisation stands that publishes it, such as `/KOMMUNE/…`, if its record was read too.
    pub publisher_path: Option<String>,
    /// Its organisation number.
    pub number: Option<String>,
    /// Whether the number is that of a Norwegian register: by the address, or because the class is that of organisations with one.
    pub registered: bool,
    /// That it is no longer in use, and how that is known.
    pub ended: Option<Ended>,
    /// A place that it is about and that is not known to be in Norway.
    pub abroad: Option<String>,
    /// Whether it is one that somebody means and can reach.
    pub standing: Standing,
}

/// Whether a target is one that somebody means and can reach.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Standing {
    /// As far as is known.
    Real,
    /// It stands in a test catalogue or an example: the number alone makes it one that is meant.
    Example,
    /// Its address is none of the public internet, or that of a server for tests.
    Unreachable,
}

/// A name, in what language and of what sort.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Name {
    /// Of what sort.
    pub sort: Sort,
    /// The language tag; nothing when it has none.
    pub tag: Option<String>,
    /// The name.
    pub text: String,
}

/// Of what sort a name is, the best first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Sort {
    /// What it is called.
    Main,
    /// What the thing it is about is called.
    Topic,
    /// Another name, such as an abbreviation.
    Other,
    /// What it was called, or came to be called.
    Former,
    /// A hidden label, a keyword or the words of a code.
    Hidden,
}

impl Name {
    /// The language that it is compared in.
    pub fn tongue(&self) -> Tongue {
        Tongue::of(self.tag.as_deref()).unwrap_or(Tongue::Norwegian)
    }
}

/// The name of a thing in a language, or in nb, or in any.
pub fn name_for<'a>(names: &'a [Name], language: &str) -> Option<&'a Name> {
    let of = |wanted: &str| names.iter().find(|name| name.sort == Sort::Main && name.tag.as_deref() == Some(wanted));
    of(language).or_else(|| of("nb")).or_else(|| names.first())
}

/// The same as a text, which is empty where there is no name.
pub fn name_in<'a>(names: &'a [Name], language: &str) -> &'a str {
    name_for(names, language).map_or("", |name| name.text.as_str())
}

/// The text as an organisation number: nine digits with the right check digit (modulus 11).
pub fn number(text: &str) -> Option<String> {
    const WEIGHTS: [u32; DIGITS - 1] = [3, 2, 7, 6, 5, 4, 3, 2];
    let digits: Vec<u32> =
        text.chars().filter(|letter| !letter.is_whitespace()).map(|letter| letter.to_digit(10)).collect::<Option<_>>()?;
    let (check, rest) = digits.split_last().filter(|_| digits.len() == DIGITS)?;
    let sum: u32 = rest.iter().zip(WEIGHTS).map(|(digit, weight)| digit * weight).sum();
    let expected = match sum % 11 {
        0 => 0,
        rest => 11 - rest,
    };
    (*check == expected).then(|| digits.iter().filter_map(|digit| char::from_digit(*digit, 10)).collect())
}

/// The one organisation number that stands in an IRI.
pub(super) fn number_in(iri: &str) -> Option<String> {
    let mut runs = iri.split(|letter: char| !letter.is_ascii_digit()).filter(|run| run.len() == DIGITS);
    let found = runs.next()?;
    if runs.next().is_some() { None } else { number(found) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_have_a_check_digit() {
        assert_eq!(number("974 760 673").as_deref(), Some("974760673"));
        assert_eq!((number("974760674"), number("97476067"), number("97476067x")), (None, None, None));
        assert_eq!(number_in("https://x.example/974760673/991825827"), None, "two numbers are none");
    }
}
