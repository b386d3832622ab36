//! The part of a reference that a machine reads:
//!
//! `samstyr:ask/NAME?parameters&lang=nb&as-of=DAY&names=now&question=sha256-…&graph=sha256-…&answer=sha256-…&rows=N&date=DAY`,
//! or `samstyr:query?query=TEXT&…`, percent-encoded as forms are. It ends with its date, so that it is found again in a
//! text whose lines are broken anywhere.

use super::{Asked, RESERVED, Reference, What};
use crate::error::{Error, Result};
use crate::questions::Language;
use crate::validity::{Moment, Names, is_day};
use form_urlencoded::Serializer;
use std::collections::BTreeMap;

const SCHEME: &str = "samstyr:";
const ASK: &str = "ask/";
const QUERY: &str = "query?";
const HASH: &str = "sha256-";
const LAST: &str = "&date=";

/// Writes a locator.
pub(super) fn write(reference: &Reference) -> String {
    let Asked { what, language, moment } = &reference.asked;
    let mut pairs = Serializer::new(String::new());
    let start = match what {
        What::Question(name, values) => {
            pairs.extend_pairs(values);
            format!("{ASK}{name}?")
        }
        What::Query(text) => {
            pairs.append_pair("query", text);
            QUERY.to_owned()
        }
    };
    pairs.append_pair("lang", language.tag());
    if let Some(moment) = moment {
        pairs.append_pair("as-of", &moment.day);
        if moment.names == Names::Now {
            pairs.append_pair("names", moment.names.word());
        }
    }
    for (name, hash) in [("question", &reference.question), ("graph", &reference.graph), ("answer", &reference.answer)] {
        pairs.append_pair(name, &format!("{HASH}{hash}"));
    }
    if let Some(rows) = reference.rows {
        pairs.append_pair("rows", &rows.to_string());
    }
    pairs.append_pair("date", &reference.date);
    format!("{SCHEME}{start}{}", pairs.finish())
}

/// All locators in a text, read.
pub(super) fn find(text: &str) -> Result<Vec<Reference>> {
    // Without what breaking lines, quoting mail and LaTeX put into it.
    let text: String = text.chars().filter(|c| !c.is_whitespace() && !matches!(c, '>' | '\\')).collect();
    let found = text.split(SCHEME).skip(1).filter(|rest| rest.starts_with(ASK) || rest.starts_with(QUERY));
    let references = found.map(read).collect::<Result<Vec<_>>>()?;
    if references.is_empty() {
        return Err(invalid(format!("nothing in the text begins with `{SCHEME}{ASK}` or `{SCHEME}{QUERY}`")));
    }
    Ok(references)
}

fn invalid(problem: impl Into<String>) -> Error {
    Error::CitationInvalid { problem: problem.into() }
}

/// Reads a locator without its scheme; what follows the date does not belong to it.
fn read(text: &str) -> Result<Reference> {
    let end = text.find(LAST).map(|at| at + LAST.len() + "2020-09-14".len());
    let text = end.and_then(|end| text.get(..end)).ok_or_else(|| invalid("it does not end with a date"))?;
    let (path, pairs) = text.split_once('?').ok_or_else(|| invalid("it has no `?`"))?;
    if let Some(odd) = pairs.chars().find(|c| !(c.is_ascii_alphanumeric() || "*-._%+&=".contains(*c))) {
        return Err(invalid(format!("`{odd}` does not belong in it")));
    }
    let mut reserved = BTreeMap::new();
    let mut values = Vec::new();
    for (name, value) in form_urlencoded::parse(pairs.as_bytes()).into_owned() {
        if !RESERVED.contains(&name.as_str()) {
            values.push((name, value));
        } else if reserved.insert(name.clone(), value).is_some() {
            return Err(invalid(format!("it has `{name}` twice")));
        }
    }
    let mut take = |name: &str| reserved.remove(name);
    let mut must = |name: &str| take(name).ok_or_else(|| invalid(format!("it has no `{name}`")));
    let what = match path.strip_prefix(ASK) {
        Some(name) => What::Question(name.to_owned(), values),
        None if values.is_empty() => What::Query(must("query")?),
        None => return Err(invalid("a query has no parameters")),
    };
    let language: Language = must("lang")?.parse()?;
    let (question, graph, answer) = (hash(&must("question")?)?, hash(&must("graph")?)?, hash(&must("answer")?)?);
    let date = must("date")?;
    let rows = take("rows").map(|rows| rows.parse().map_err(|_| invalid(format!("`{rows}` is not a number of rows")))).transpose()?;
    let moment = Moment::read(take("as-of").as_deref(), take("names").as_deref())?;
    match (reserved.keys().next(), is_day(&date)) {
        (Some(name), _) => Err(invalid(format!("`{name}` does not belong in it"))),
        (None, false) => Err(invalid(format!("`{date}` is not a day"))),
        (None, true) => Ok(Reference { asked: Asked { what, language, moment }, question, graph, answer, rows, date }),
    }
}

fn hash(text: &str) -> Result<String> {
    let is_hash = |digits: &&str| digits.len() == 64 && digits.chars().all(|c| c.is_ascii_digit() || ('a'..='f').contains(&c));
    match text.strip_prefix(HASH).filter(is_hash) {
        Some(digits) => Ok(digits.to_owned()),
        None => Err(invalid(format!("`{text}` is not `{HASH}` and 64 hexadecimal digits"))),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn reference() -> Reference {
        let values = vec![("bearer".to_owned(), "no-ks".to_owned()), ("x".to_owned(), "æ & \\ å=1%~".to_owned())];
        Reference {
            asked: Asked {
                what: What::Question("duties".to_owned(), values),
                language: Language::Nn,
                moment: Some(Moment { day: "2020-09-14".to_owned(), names: Names::Now }),
            },
            question: "0".repeat(64),
            graph: "a".repeat(64),
            answer: "f".repeat(64),
            rows: Some(3),
            date: "2026-11-22".to_owned(),
        }
    }

    #[test]
    fn what_is_written_is_read_wherever_lines_break() {
        let query = Asked { what: What::Query("SELECT *\n{ ?s ?p \"x\" }".to_owned()), language: Language::Nb, moment: None };
        for reference in [reference(), Reference { asked: query, rows: None, ..reference() }] {
            let written = write(&reference);
            assert!(written.is_ascii());
            for width in [7, 40, 76] {
                let lines: Vec<&str> = written.as_bytes().chunks(width).map(|line| str::from_utf8(line).expect("ASCII")).collect();
                let text = format!("See samstyr: it says\n> {}.\nAnd so on: 2020", lines.join("\n> "));
                assert_eq!(find(&text).expect("a reference"), std::slice::from_ref(&reference), "{text}");
            }
            let latex = written.replace('&', "\\&").replace('%', "\\%").replace('_', "\\_");
            assert_eq!(find(&format!("\\texttt{{{latex}}}. {latex}")).expect("two"), [reference.clone(), reference.clone()]);
        }
    }

    #[test]
    fn what_is_not_whole_is_refused() {
        let whole = write(&reference());
        assert!(find(&whole).is_ok());
        for (from, to) in [
            ("samstyr:ask", "samstyr:asked"),
            ("&lang=nn", ""),
            ("lang=nn", "lang=de"),
            ("&lang=nn", "&lang=nn&lang=nb"),
            ("sha256-aa", "sha256-a"),
            ("sha256-aa", "sha256-ag"),
            ("sha256-aa", "sha1-aa"),
            ("as-of=2020-09-14", "as-of=2020-09-31"),
            ("names=now", "names=old"),
            ("rows=3", "rows=x"),
            ("date=2026-11-22", "date=2026-11-2"),
            ("date=2026-11-22", "date=2026-13-22"),
            ("&lang", "&cite=x&lang"),
            ("bearer", "<bearer"),
            ("ask/duties", "query"),
        ] {
            assert!(whole.contains(from), "{from}");
            assert!(find(&whole.replacen(from, to, 1)).is_err(), "{from} → {to}");
        }
    }
}
