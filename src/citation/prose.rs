//! A reference as a person pastes it: a sentence in the language of the answer, or a BibTeX entry.

use super::{Reference, What, locator};
use crate::questions::{self, Language};

const VERSION: &str = env!("CARGO_PKG_VERSION");

/// A sentence and the locator.
pub(super) fn text(reference: &Reference) -> String {
    let Reference { asked, date, .. } = reference;
    let about = about(reference);
    let title = match (&asked.what, asked.language) {
        (What::Query(_), _) => format!("{}.", title(reference)),
        (What::Question(..), Language::En) => format!("“{}”", title(reference)),
        (What::Question(..), _) => format!("«{}»", title(reference)),
    };
    let sentence = match asked.language {
        Language::Nb => format!("Svar fra Samstyr {VERSION}{about}, gitt {date}. Etterprøves med «samstyr verify-citation»:"),
        Language::Nn => format!("Svar frå Samstyr {VERSION}{about}, gjeve {date}. Kan etterprøvast med «samstyr verify-citation»:"),
        Language::En => format!("Answer from Samstyr {VERSION}{about}, given {date}. Verify with “samstyr verify-citation”:"),
    };
    format!("{title} {sentence} {}\n", locator::write(reference))
}

/// A BibTeX entry; the locator stands in its note.
pub(super) fn bibtex(reference: &Reference) -> String {
    let name = match &reference.asked.what {
        What::Question(name, _) => name,
        What::Query(_) => "query",
    };
    let year = &reference.date[..4];
    format!(
        "@misc{{samstyr-{name}-{date}-{answer},\n  author = {{{{Samstyr}}}},\n  title = {{{{{title}}}}},\n  year = {{{year}}},\n  \
         howpublished = {{{how}}},\n  note = {{\\texttt{{{locator}}}}},\n}}\n",
        date = reference.date,
        answer = &reference.answer[..8],
        title = latex(&title(reference)),
        how = latex(&format!("Samstyr {VERSION}{}", about(reference))),
        locator = latex(&locator::write(reference)),
    )
}

/// The question in a sentence; a query has none.
fn title(reference: &Reference) -> String {
    let language = reference.asked.language;
    let question = match &reference.asked.what {
        What::Question(name, _) => questions::find(name).ok(),
        What::Query(_) => None,
    };
    let unnamed = match language {
        Language::En => "A SPARQL query",
        Language::Nb | Language::Nn => "En SPARQL-spørring",
    };
    question.map_or_else(|| unnamed.to_owned(), |question| question.header.summary(language).to_owned())
}

/// Name and parameters, size, and the day it was asked about.
fn about(reference: &Reference) -> String {
    let language = reference.asked.language;
    let name = match &reference.asked.what {
        What::Question(name, values) => {
            format!(", {name}{}", values.iter().map(|(name, value)| format!(" {name}={value}")).collect::<String>())
        }
        What::Query(_) => String::new(),
    };
    let rows = match (language, reference.rows) {
        (_, None) => String::new(),
        (Language::En, Some(1)) => ", 1 row".to_owned(),
        (Language::En, Some(rows)) => format!(", {rows} rows"),
        (_, Some(1)) => ", 1 rad".to_owned(),
        (_, Some(rows)) => format!(", {rows} rader"),
    };
    let day = reference.asked.moment.as_ref().map_or_else(String::new, |moment| match language {
        Language::Nb | Language::Nn => format!(", slik det var {}", moment.day),
        Language::En => format!(", as of {}", moment.day),
    });
    format!("{name}{rows}{day}")
}

fn latex(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '\\' => escaped.push_str("\\textbackslash{}"),
            '~' => escaped.push_str("\\textasciitilde{}"),
            '^' => escaped.push_str("\\textasciicircum{}"),
            '{' | '}' | '$' | '&' | '#' | '%' | '_' => escaped.extend(['\\', c]),
            other => escaped.push(other),
        }
    }
    escaped
}

#[cfg(test)]
mod tests {
    #[test]
    fn latex_specials_are_escaped() {
        assert_eq!(
            super::latex("a_b & 5 % {x} $ # ~ ^ \\"),
            "a\\_b \\& 5 \\% \\{x\\} \\$ \\# \\textasciitilde{} \\textasciicircum{} \\textbackslash{}"
        );
    }
}
