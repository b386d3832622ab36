//! A page for each question: its form, its answer as a table, evidence on demand, downloads, and ways to ask it elsewhere.

use super::frame::Frame;
use super::label::Labels;
use super::table::{self, Table};
use super::taken::Taken;
use super::text::{Link, Text};
use super::{Site, Visit, evidence, query_string, render, words};
use crate::error::{Error, Result};
use crate::questions::header::State;
use crate::questions::{self, Parameter, Question};
use crate::sparql::{self, Answer, Request, Row};
use crate::why::{self, Evidence};
use askama::Template;
use oxigraph::model::vocab::{rdf, xsd};
use oxigraph::model::{GraphNameRef, NamedNode, NamedOrBlankNode, Term};
use std::collections::BTreeSet;

/// More choices than this are typed, not chosen.
const MOST_CHOICES: usize = 60;
/// A copy without a server has a page for each choice where there are no more than these: all pages together stay few enough for any host.
const MOST_PAGES: usize = 20;
/// Parameters of the page beside the question's own.
const OF_PAGE: [&str; 3] = ["why", "as-of", "names"];

/// A field of the form.
struct Field {
    name: String,
    label: String,
    value: String,
    /// The type of an input; unused where there are choices.
    kind: &'static str,
    choices: Vec<Choice>,
}

impl Field {
    /// Whether its choices have pages of their own.
    fn has_pages(&self) -> bool {
        self.choices.iter().any(|choice| choice.href.is_some())
    }
}

struct Choice {
    value: String,
    text: Text,
    selected: bool,
    /// Where the page stands that asks this, in a copy without a server.
    href: Option<String>,
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
    taken: Taken,
    caption: String,
}

/// The page of a question; `note` says what the graph as it was leaves out.
pub fn page(site: &Site, visit: &Visit, name: &str, note: Option<String>) -> Result<String> {
    let question = questions::find_among(site.questions(), name)?;
    let labels = Labels { site, language: visit.language };
    let explained = visit.parameter("why").is_some_and(|why| why == "true" || why == "1");
    let values = values(visit, question);
    let request = Request { timeout: Some(site.timeout), ..question.request(&values, visit.language, &site.base)? };
    let (shown, proofs, touched) = answer(&labels, &request, explained)?;
    let touched = if explained { touched } else { question.header.touches.clone() };
    let language = visit.language;
    let title = question.header.summary(language);
    let text = Text::in_language(title, question.header.summary_language(language), language.tag());
    let frame = Frame::new(site, visit, format!("/questions/{name}"), title);
    let crumbs = vec![frame.crumb("nav.questions", "/questions"), group(&frame, question)];
    let taken = Taken::of(&frame, visit, question, &request, &values, explained);
    let page = Page {
        title: text,
        fields: fields(&labels, question, &values)?,
        day: visit.parameter("as-of").unwrap_or_default().to_owned(),
        explained,
        shown,
        proofs,
        conflicts: touched.iter().map(|number| evidence::conflict(&labels, number)).collect::<Result<_>>()?,
        note,
        waits: question.header.waits_for.as_deref().and_then(|what| words::find(&format!("waits.{what}"), language)),
        caption: title.to_owned(),
        question,
        frame: Frame { forms: taken.forms(), ..frame.below(crumbs) },
        taken,
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

/// The fields of the form. In a copy without a server, a choice has a page of its own where nothing else is chosen.
fn fields(labels: &Labels<'_>, question: &Question, values: &[(String, String)]) -> Result<Vec<Field>> {
    let mut fields = question.parameters.iter().map(|parameter| field(labels, parameter, values)).collect::<Result<Vec<_>>>()?;
    let ([field], [parameter], Some(fixed)) = (fields.as_mut_slice(), question.parameters.as_slice(), labels.site.fixed()) else {
        return Ok(fields);
    };
    if field.choices.len() > MOST_PAGES {
        return Ok(fields);
    }
    let example = parameter.example_text(&labels.site.base);
    let here = format!("/{}/questions/{}", labels.language.tag(), question.name);
    for choice in &mut field.choices {
        let asked = if choice.value == example { String::new() } else { query_string([(field.name.as_str(), choice.value.as_str())]) };
        choice.href = Some(format!("{here}{asked}")).filter(|href| fixed.file(href).is_some());
    }
    Ok(fields)
}

fn field(labels: &Labels<'_>, parameter: &Parameter, values: &[(String, String)]) -> Result<Field> {
    let base = &labels.site.base;
    let given = values.iter().find(|(name, _)| *name == parameter.name).map(|(_, value)| value.clone());
    let value = given.unwrap_or_else(|| parameter.example_text(base));
    let label = words::find(&format!("column.{}", parameter.name), labels.language).unwrap_or(&parameter.name).to_owned();
    let kind = match &parameter.example {
        Term::Literal(literal) if literal.datatype() == xsd::DATE => "date",
        Term::Literal(literal) if literal.datatype() == xsd::INTEGER => "number",
        _ => "text",
    };
    let mut choices = match &parameter.example {
        Term::NamedNode(example) => choices(labels, example, &value)?,
        _ => Vec::new(),
    };
    if choices.len() > MOST_CHOICES {
        choices.clear();
    }
    Ok(Field { name: parameter.name.clone(), label, value, kind, choices })
}

/// The things that share a class with the example, by label; what was given is among them.
fn choices(labels: &Labels<'_>, example: &NamedNode, given: &str) -> Result<Vec<Choice>> {
    let site = labels.site;
    let mut things = BTreeSet::from([example.clone()]);
    for class in labels.classes(example)? {
        for quad in site.store.matching(None, Some(rdf::TYPE), Some(class.as_ref().into()), GraphNameRef::DefaultGraph) {
            if let NamedOrBlankNode::NamedNode(thing) = quad?.subject {
                things.insert(thing);
            }
        }
    }
    let kind = site.base.name_of(example.as_str()).and_then(|name| name.split_once('/')).map(|(kind, _)| kind);
    let mut choices = Vec::new();
    for thing in things {
        let name = site.base.name_of(thing.as_str()).and_then(|name| name.split_once('/'));
        let value = match (name, kind) {
            (Some((own, key)), Some(kind)) if own == kind => key.to_owned(),
            (Some((own, key)), _) => format!("{own}/{key}"),
            (None, _) => thing.as_str().to_owned(),
        };
        let number = labels.text_of(&thing, crate::rdf::vocab::skos::NOTATION)?;
        let text = labels.of(&thing)?;
        let text = Text { value: number.map_or(text.value.clone(), |number| format!("{} {}", number.value, text.value)), ..text };
        let selected = value == given || thing.as_str() == given || name.is_some_and(|(kind, key)| given == format!("{kind}/{key}"));
        choices.push(Choice { value, text, selected, href: None });
    }
    choices.sort_by_key(|choice| choice.text.value.to_lowercase());
    if !choices.iter().any(|choice| choice.selected) {
        choices.insert(0, Choice { value: given.to_owned(), text: Text::plain(given), selected: true, href: None });
    }
    Ok(choices)
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
