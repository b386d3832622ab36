//! The front page: what this is, one answer at once, and the ways in.

use super::frame::Frame;
use super::label::Labels;
use super::question::{Shown, answer};
use super::questions::groups;
use super::text::{Link, Value};
use super::{Site, Visit, render, words};
use crate::error::Result;
use crate::questions;
use crate::questions::Question;
use crate::rdf::vocab::{sam, skos};
use crate::sparql::Request;
use askama::Template;
use oxigraph::model::vocab::rdf;

/// The question that the front page answers.
const FLAGSHIP: &str = "municipal-measures";

/// The measures of a tier.
struct Tier {
    value: Value,
    /// Number, measure.
    measures: Vec<(Option<Value>, Value)>,
}

/// A group of questions, in a line.
struct Group {
    link: Link,
    size: usize,
}

#[derive(Template)]
#[template(path = "front.html")]
struct Page<'a> {
    frame: Frame<'a>,
    question: Link,
    tiers: Vec<Tier>,
    total: usize,
    areas: Vec<(Option<String>, Link)>,
    groups: Vec<Group>,
}

/// The front page.
pub fn page(site: &Site, visit: &Visit) -> Result<String> {
    let labels = Labels { site, language: visit.language };
    let frame = Frame::new(site, visit, "/", words::word("front.title", visit.language));
    let question = questions::find_among(site.questions(), FLAGSHIP)?;
    let tiers = tiers(&labels, question)?;
    let all: Vec<&Question> = site.questions().iter().collect();
    let in_groups = groups(&frame, &all).into_iter().map(|group| Group {
        link: Link::new(super::text::Text::plain(group.name), format!("{}#{}", frame.href("/questions"), group.letter)),
        size: group.entries.len(),
    });
    let groups = in_groups.collect();
    let page = Page {
        question: super::questions::entry(&frame, question).link,
        total: tiers.iter().map(|tier| tier.measures.len()).sum(),
        tiers,
        areas: areas(&labels)?,
        groups,
        frame,
    };
    render(&page)
}

/// The answer to the flagship question by tier, in the order of the answer.
fn tiers(labels: &Labels<'_>, question: &Question) -> Result<Vec<Tier>> {
    let request = question.request(&[], labels.language, &labels.site.base)?;
    let (shown, _, _) = answer(labels, &Request { timeout: Some(labels.site.timeout), ..request }, false)?;
    let Shown::Rows(table) = shown else { return Ok(Vec::new()) };
    let at = |name: &str| table.columns.iter().position(|column| column.name == name);
    let (Some(measure), number, Some(tier)) = (at("measure"), at("number"), at("tier")) else { return Ok(Vec::new()) };
    let mut tiers: Vec<Tier> = Vec::new();
    for line in table.lines {
        let cell = |at: usize| line.cells.get(at).cloned().flatten();
        let (Some(value), Some(name)) = (cell(tier), cell(measure)) else { continue };
        let entry = (number.and_then(cell), name);
        match tiers.last_mut().filter(|last| last.value == value) {
            Some(last) => last.measures.push(entry),
            None => tiers.push(Tier { value, measures: vec![entry] }),
        }
    }
    Ok(tiers)
}

/// The focus areas of the strategy, by number.
fn areas(labels: &Labels<'_>) -> Result<Vec<(Option<String>, Link)>> {
    let mut areas = Vec::new();
    for area in labels.site.store.subjects(rdf::TYPE, Some(sam::FOCUS_AREA.into()))? {
        let number = labels.text_of(&area, skos::NOTATION)?.map(|text| text.value);
        areas.push((number, labels.link(&area)?));
    }
    areas.sort();
    Ok(areas)
}
