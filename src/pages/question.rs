//! A page for each question: its form, its answer as a table, evidence on demand, downloads, and ways to ask it elsewhere.

use super::fields::{self, Field};
use super::frame::{Form, Frame};
use super::label::Labels;
use super::recipes::{self, Recipe};
use super::table::{self, Table};
use super::text::{Link, Text};
use super::{Site, Visit, dates, evidence, query_string, render, words};
use crate::error::{Error, Result};
use crate::questions::header::State;
use crate::questions::{self, Question};
use crate::sparql::{self, Answer, Request, Row};
use crate::validity::LeftOut;
use crate::why::{self, Evidence};
use askama::Template;
use oxigraph::model::vocab::xsd;
use oxigraph::model::{Literal, Term};

/// The formats that answers are taken home in: extension and word.
const DOWNLOADS: [(&str, &str); 6] = [
    ("xlsx", "download.xlsx"),
    ("excel-csv", "download.excel-csv"),
    ("csv", "download.csv"),
    ("json", "download.json"),
    ("tsv", "download.tsv"),
    ("md", "download.md"),
];
/// Parameters of the page beside the question's own.
const OF_PAGE: [&str; 3] = ["why", "as-of", "names"];

/// A file to take home.
struct Download {
    href: String,
    label: &'static str,
}

/// An answer as a page shows it.
pub(super) enum Shown {
    Yes(bool),
    Rows(Table),
    Graph(String),
}

#[derive(Template)]
#[template(path = "question.html")]
struct Page<'a> {
    frame: Frame<'a>,
    question: &'a Question,
    title: Text,
    fields: Vec<Field>,
    day: String,
    explained: bool,
    shown: Shown,
    proofs: Vec<evidence::Proof>,
    conflicts: Vec<Link>,
    note: Option<String>,
    waits: Option<&'static str>,
    downloads: Vec<Download>,
    cites: Vec<Download>,
    address: String,
    query_href: String,
    recipes: Vec<Recipe>,
    caption: String,
    empty: &'static str,
}

/// The page of a question; `left_out` is what the graph as it was leaves out.
pub fn page(site: &Site, visit: &Visit, name: &str, left_out: Option<&LeftOut>) -> Result<String> {
    let question = questions::find_among(site.questions(), name)?;
    let labels = Labels { site, language: visit.language };
    let explained = visit.parameter("why").is_some_and(|why| why == "true" || why == "1");
    let values = values(visit, question);
    let request = Request { timeout: Some(site.timeout), ..question.request(&values, visit.language, &site.base)? };
    if left_out.is_none() {
        check_known(site, &values, &request)?;
    }
    let (shown, proofs, touched) = answer(&labels, &request, explained)?;
    let touched = if explained { touched } else { question.header.touches.clone() };
    let language = visit.language;
    let title = question.header.summary(language);
    let text = Text::in_language(title, question.header.summary_language(language), language.tag());
    let frame = Frame::new(site, visit, format!("/questions/{name}"), title);
    let crumbs = vec![frame.crumb("nav.questions", "/questions"), group(&frame, question)];
    let asked: Vec<(&str, &str)> = values.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    let asked_on: Vec<(&str, &str)> =
        asked.iter().copied().chain(["as-of", "names"].into_iter().filter_map(|name| Some((name, visit.parameter(name)?)))).collect();
    let path = |extension: &str, more: Option<(&'static str, &'static str)>| {
        let lang = [("lang", language.tag())];
        let why = (explained && more.is_none()).then_some(("why", "true"));
        format!("/questions/{name}{extension}{}", query_string(asked_on.iter().copied().chain(lang).chain(why).chain(more)))
    };
    let downloads: Vec<Download> =
        DOWNLOADS.iter().map(|(extension, key)| Download { href: path(&format!(".{extension}"), None), label: frame.t(key) }).collect();
    let cites = [("text", "cite.text"), ("bibtex", "cite.bibtex")].into_iter().filter(|_| site.store.is_built_in());
    let cites = cites.map(|(style, key)| Download { href: path("", Some(("cite", style))), label: frame.t(key) }).collect();
    let address = format!("{}/questions/{name}{}", visit.origin, query_string(asked_on.iter().copied()));
    let forms = vec![
        Form { media_type: "application/sparql-results+json", href: path(".json", None) },
        Form { media_type: crate::rdf::format::CSV, href: path(".csv", None) },
    ];
    let recipes = recipes::of(&format!("{}{}", visit.origin, path(".csv", None)));
    let query_href = frame.href(&format!("/sparql{}", query_string([("query", with_values(question, &request.bindings).as_str())])));
    let page = Page {
        title: text,
        fields: fields::of(&labels, question, &values)?,
        day: visit.parameter("as-of").unwrap_or_default().to_owned(),
        explained,
        shown,
        proofs,
        conflicts: touched.iter().map(|number| evidence::conflict(&labels, number)).collect::<Result<_>>()?,
        note: left_out.map(|left_out| note(&labels, visit.parameter("as-of").unwrap_or_default(), left_out)),
        waits: question.header.waits_for.as_deref().and_then(|what| words::find(&format!("waits.{what}"), language)),
        downloads,
        cites,
        address,
        query_href,
        recipes,
        caption: title.to_owned(),
        empty: frame.t(if question.parameters.is_empty() { "question.empty" } else { "question.empty-choice" }),
        question,
        frame: Frame { forms, ..frame.below(crumbs) },
    };
    render(&page)
}

/// The question's own parameters that are given; an empty field is not given, and a day that is open is the day asked about.
fn values(visit: &Visit, question: &Question) -> Vec<(String, String)> {
    let given = visit.parameters.iter().filter(|(name, value)| !OF_PAGE.contains(&name.as_str()) && !value.trim().is_empty());
    let given: Vec<(String, String)> = given.cloned().collect();
    match visit.parameter("as-of") {
        Some(day) => question.on_day(given, day),
        None => given,
    }
}

/// What a view leaves out, in a sentence or two.
fn note(labels: &Labels<'_>, day: &str, left_out: &LeftOut) -> String {
    let day = dates::spoken(&Literal::new_typed_literal(day, xsd::DATE).into(), labels.language);
    let word = |key| words::word(key, labels.language).replace("{day}", &day);
    let counts: Vec<String> = left_out
        .things
        .iter()
        .map(|(kind, number)| {
            let kind = if kind == "organisation" { "org".to_owned() } else { kind.replace(' ', "-") };
            format!("{} ({number})", super::kinds::name(&kind, labels.language).to_lowercase())
        })
        .collect();
    let mut note =
        if counts.is_empty() { word("question.nothing-left-out") } else { format!("{} {}.", word("question.left-out"), counts.join(", ")) };
    if left_out.undated > 0 {
        note.push(' ');
        note.push_str(&word("question.undated").replace("{n}", &left_out.undated.to_string()));
    }
    note
}

/// Refuses a value that is called as our things are, and that nothing is said about.
fn check_known(site: &Site, values: &[(String, String)], request: &Request) -> Result<()> {
    for (name, value) in values {
        let bound = request.bindings.iter().find(|(bound, _)| bound == name).map(|(_, term)| term);
        if let Some(Term::NamedNode(node)) = bound
            && site.base.name_of(node.as_str()).is_some()
            && !site.holds(node)
        {
            return Err(Error::ParameterInvalid {
                name: name.clone(),
                value: value.clone(),
                problem: "nothing in the graph is called this".to_owned(),
                hint: "choose from the list on the page of the question".to_owned(),
            });
        }
    }
    Ok(())
}

/// An answer, with what a yes or no rests on and the conflicts it touches.
pub(super) fn answer(labels: &Labels<'_>, request: &Request, explained: bool) -> Result<(Shown, Vec<evidence::Proof>, Vec<String>)> {
    let store = &labels.site.store;
    if explained {
        let found = why::explain(store, request)?;
        let conflicts = found.conflicts();
        if let Some(yes) = found.boolean {
            let proofs = found.rows.first().map_or(Ok(Vec::new()), |(_, of_row)| evidence::proofs(labels, of_row))?;
            return Ok((Shown::Yes(yes), proofs, conflicts));
        }
        let names: Vec<String> = found.variables.iter().map(|variable| variable.as_str().to_owned()).collect();
        let (rows, of_rows): (Vec<Row>, Vec<Vec<Evidence>>) = found.rows.into_iter().unzip();
        return Ok((Shown::Rows(table::of(labels, &names, &rows, Some(&of_rows))?), Vec::new(), conflicts));
    }
    let shown = sparql::answer(store, request, |answer| match answer {
        Answer::Boolean(yes) => Ok(Shown::Yes(yes)),
        Answer::Rows(rows) => {
            let names: Vec<String> = rows.variables().iter().map(|variable| variable.as_str().to_owned()).collect();
            let rows = rows.collect::<Result<Vec<Row>>>()?;
            Ok(Shown::Rows(table::of(labels, &names, &rows, None)?))
        }
        graph @ Answer::Graph(_) => {
            let mut bytes = Vec::new();
            sparql::write::write(graph, crate::rdf::format::Format::Rdf(oxigraph::io::RdfFormat::Turtle), &mut bytes)?;
            String::from_utf8(bytes).map(Shown::Graph).map_err(|error| Error::Evaluation(Box::new(error)))
        }
    })?;
    Ok((shown, Vec::new(), Vec::new()))
}

fn group(frame: &Frame<'_>, question: &Question) -> Link {
    let letter = &question.header.group;
    let name = words::find(&format!("group.{letter}"), frame.language).unwrap_or(letter);
    Link::new(Text::plain(name), format!("{}#{letter}", frame.href("/questions")))
}

/// The text of a question with the values in the place of its examples, to be read and changed by a person.
pub(super) fn with_values(question: &Question, bindings: &[(String, Term)]) -> String {
    let mut text: String = question.text.lines().filter(|line| !line.starts_with("#+")).collect::<Vec<_>>().join("\n").trim().to_owned();
    for (name, value) in bindings {
        let start = format!("VALUES ?{name} {{");
        let mut done = String::new();
        let mut rest = text.as_str();
        while let Some((before, after)) = rest.split_once(&start) {
            let Some((_, after)) = after.split_once('}') else { break };
            done.push_str(&format!("{before}{start} {value} }}"));
            rest = after;
        }
        text = done + rest;
    }
    text
}

impl Page<'_> {
    fn state(&self) -> Option<&'static str> {
        match self.question.header.state {
            State::Ready => None,
            State::Undecided => Some(self.frame.t("state.undecided")),
            State::Waits => Some(self.frame.t("state.waits")),
        }
    }
}
