//! The SPARQL page: a query typed or brought along, and its answer as a table; whole without JavaScript.

use super::evidence::Proof;
use super::frame::Frame;
use super::label::Labels;
use super::question::{Shown, answer};
use super::said::{Said, said};
use super::text::Link;
use super::{Site, Visit, query_string, render, words};
use crate::error::{Class, Error, Result};
use crate::rdf::format::{Format, Kind};
use crate::rdf::vocab::PREFIXES;
use crate::sparql::{self, Request};
use askama::Template;

/// What a page without a query begins with.
const START: &str = "SELECT ?measure ?number ?title WHERE {\n  ?measure a sam:Measure ;\n    skos:notation ?number ;\n    skos:prefLabel ?title .\n  \
                     FILTER(LANG(?title) = \"nb\")\n}\nORDER BY ?number\nLIMIT 20\n";
/// Questions whose queries show how one is written.
const EXAMPLES: [&str; 4] = ["municipal-measures", "duties", "contradictions", "governance-lines"];

/// What is wrong with a query, and where.
struct Problem {
    said: Said,
    /// Line and column with the line's text and a caret.
    place: Option<(usize, usize, String)>,
}

struct Raw {
    href: String,
    name: &'static str,
}

#[derive(Template)]
#[template(path = "sparql.html")]
struct Page<'a> {
    frame: Frame<'a>,
    query: String,
    explained: bool,
    shown: Option<Shown>,
    proofs: Vec<Proof>,
    problem: Option<Problem>,
    raws: Vec<Raw>,
    examples: Vec<Link>,
    caption: &'static str,
    empty: &'static str,
    prefixes: &'static [(&'static str, &'static str)],
}

/// The page, and the class of what is wrong with the query if something is.
pub fn page(site: &Site, visit: &Visit) -> Result<(String, Option<Class>)> {
    let labels = Labels { site, language: visit.language };
    let given = visit.parameter("query").map(str::to_owned);
    let explained = visit.parameter("why").is_some_and(|why| why == "true" || why == "1");
    let asked = given.as_ref().map(|text| {
        let request = Request { timeout: Some(site.timeout), ..Request::new(text.clone()) };
        answer(&labels, &request, explained)
    });
    let (shown, proofs, problem, class) = match asked {
        None => (None, Vec::new(), None, None),
        Some(Ok((shown, proofs, _))) => (Some(shown), proofs, None, None),
        Some(Err(error)) => (None, Vec::new(), Some(problem(site, visit, &error)), Some(error.class())),
    };
    let kind = match &shown {
        Some(Shown::Graph(_)) => Kind::Graph,
        Some(Shown::Yes(_)) => Kind::Boolean,
        _ => Kind::Rows,
    };
    let raw = |format: Format| {
        let parameters = [("query", given.as_deref().unwrap_or_default()), ("format", format.name())];
        Raw { href: format!("/sparql{}", query_string(parameters)), name: format.name() }
    };
    let offered = Format::names().filter_map(Format::from_name).filter(|format| format.media_type().is_some() && format.carries(kind));
    let raws = if shown.is_some() { offered.map(raw).collect() } else { Vec::new() };
    let frame = Frame::new(site, visit, "/sparql", words::word("sparql.title", visit.language)).below(Vec::new());
    let examples = site.questions().iter().filter(|question| EXAMPLES.contains(&question.name.as_str()));
    let examples = examples
        .map(|question| {
            let entry = super::questions::entry(&frame, question).link;
            let text = super::question::with_values(question, &[]);
            Link { href: Some(frame.href(&format!("/sparql{}", query_string([("query", text.as_str())])))), ..entry }
        })
        .collect();
    let page = Page {
        query: given.unwrap_or_else(|| START.to_owned()),
        explained,
        shown,
        proofs,
        problem,
        raws,
        examples,
        caption: words::word("question.answer", visit.language),
        empty: words::word("sparql.empty", visit.language),
        prefixes: PREFIXES,
        frame: Frame { own_scripts: vec!["editor.js"], ..frame },
    };
    Ok((render(&page)?, class))
}

fn problem(site: &Site, visit: &Visit, error: &Error) -> Problem {
    let place = match error {
        Error::QuerySyntax { line, column, text, .. } => {
            let caret = " ".repeat(column.saturating_sub(1));
            Some((*line, *column, format!("{text}\n{caret}^")))
        }
        _ => None,
    };
    Problem { said: said(site, visit, "/sparql", error), place }
}

/// What is wrong with the text of a query, without asking it.
pub fn check(text: &str) -> Option<Error> {
    sparql::check(text).err()
}
