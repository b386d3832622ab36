//! The dates of the agreement as a calendar file (RFC 5545), from the answer to `agreement-dates`.

use super::label::Labels;
use super::{Site, Visit, words};
use crate::error::{Error, Result};
use crate::questions;
use crate::rdf::term::plain;
use crate::sparql::{self, Answer, Request};
use icalendar::{Calendar, Component, Event, EventLike};

/// The question whose answer the calendar is made of.
pub const QUESTION: &str = "agreement-dates";

/// The calendar, in the language of the visit. No clock is read: an entry is stamped with its own day.
pub fn file(site: &Site, visit: &Visit) -> Result<String> {
    let question = questions::find_among(site.questions(), QUESTION)?;
    let request = Request { timeout: Some(site.timeout), ..question.request(&[], visit.language, &site.base)? };
    let labels = Labels { site, language: visit.language };
    let mut calendar = Calendar::new();
    calendar.name(words::word("calendar.name", visit.language));
    let rows: Vec<sparql::Row> = sparql::answer(&site.store, &request, |answer| match answer {
        Answer::Rows(rows) => rows.collect(),
        _ => Ok(Vec::new()),
    })?;
    for (at, row) in rows.iter().enumerate() {
        let [Some(date), Some(thing), Some(title), Some(note)] = row.as_slice() else { continue };
        let (iri, date) = (plain(thing), plain(date));
        let day = date.parse().map_err(|error| Error::Evaluation(Box::new(error)))?;
        let event = Event::new()
            .all_day(day)
            .uid(&format!("{iri}#{date}-{at}"))
            .add_property("DTSTAMP", format!("{}T000000Z", date.replace('-', "")))
            .summary(&format!("{}: {}", plain(note), plain(title)))
            .url(&labels.href(&iri).map_or(iri, |href| site.whole(&visit.origin, &href)))
            .done();
        calendar.push(event);
    }
    Ok(calendar.done().to_string())
}
