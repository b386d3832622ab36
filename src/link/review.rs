//! Review: candidates shown to a person one by one, and what the person decides kept in the mapping sets.
//!
//! A pair is asked about once. What was refused never comes back; what was accepted comes back, with a flag, when the target has since got another
//! name or another version. Each decision is saved before the next candidate is shown, and can be taken back until the person stops.

use super::card::{Card, plain, short};
use super::desk::{Before, Desk, Sets, Standing};
use super::mapping::{Mapping, MappingSet};
use super::relation::{self, Relation};
use super::settings::Settings;
use super::wanted::{Open, Order, Wanted};
use crate::error::{Error, Result};
use oxigraph::model::NamedNode;
use std::collections::BTreeSet;
use std::io::BufRead;
use std::path::PathBuf;

/// What is answered to a candidate, in short: no reason for anything.
const ANSWERS: [&str; 8] = ["a", "r", "p", "c", "s", "n", "u", "q"];

/// What became of the candidates.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub struct Tally {
    /// Accepted, with the relation that was proposed or another.
    pub accepted: usize,
    /// Refused.
    pub refused: usize,
    /// Left for another time.
    pub skipped: usize,
    /// Not shown, because somebody has decided already.
    pub decided: usize,
    /// Not shown, because they are of other kinds, sets or zones than were asked for.
    pub others: usize,
    /// Not shown, because the person stopped before, or wanted no more.
    pub left: usize,
    /// Mapping sets that were not there before.
    pub new_sets: BTreeSet<String>,
}

/// The person, and what can be told to the person.
pub struct Person<'a> {
    /// A line for each question.
    pub answers: &'a mut dyn BufRead,
    /// Shows a text.
    pub show: &'a mut dyn FnMut(&str),
    /// Says more of one of our things.
    pub describe: &'a dyn Fn(&NamedNode) -> Option<String>,
    /// Says more of one of the targets.
    pub describe_target: &'a dyn Fn(&NamedNode) -> Option<String>,
}

/// What a person answers.
enum Choice {
    Accept(NamedNode),
    Refuse,
    Skip,
    SkipThing,
    Undo,
    Quit,
}

/// What was done, so that it can be taken back: at which candidate, and with how many.
enum Step {
    Skipped(usize, usize),
    Decided(usize, bool, Box<Before>),
}

/// Goes through the candidates.
pub fn review(candidates: &MappingSet, desk: &Desk, settings: &Settings, wanted: &Wanted, person: &mut Person<'_>) -> Result<Tally> {
    let mut sets = Sets::open(desk, &candidates.metadata, &settings.targets)?;
    let mut tally = Tally::default();
    let mut open = Vec::new();
    for candidate in wanted.of(candidates, &sets, &mut tally.others)? {
        match sets.standing(candidate)? {
            Standing::New => open.push(Open { candidate, changed: None }),
            Standing::Changed(how) => open.push(Open { candidate, changed: Some(how) }),
            Standing::Decided => tally.decided += 1,
        }
    }
    wanted.sort(&mut open);
    let shown = wanted.limit.map_or(open.len(), |limit| limit.min(open.len()));
    tally.left = open.len() - shown;
    open.truncate(shown);
    let mut done: Vec<Step> = Vec::new();
    let mut at = 0;
    while at < open.len() {
        let candidate = open[at].candidate;
        let text = card(&open, at, wanted.order, person).text();
        (person.show)(&text);
        let mut comment = None;
        let relations = relation::with(settings, candidate.object.as_str(), candidate.category.as_ref().map(NamedNode::as_str));
        match person.ask(candidate, &relations, &mut comment)? {
            Choice::Accept(predicate) => {
                done.push(Step::Decided(at, true, sets.decide(candidate, Some(predicate), comment)?.into()));
                at += 1;
            }
            Choice::Refuse => {
                done.push(Step::Decided(at, false, sets.decide(candidate, None, comment)?.into()));
                at += 1;
            }
            Choice::Skip => {
                done.push(Step::Skipped(at, 1));
                at += 1;
            }
            Choice::SkipThing => {
                let many = open[at..].iter().take_while(|open| open.candidate.subject == candidate.subject).count();
                done.push(Step::Skipped(at, many));
                at += many;
            }
            Choice::Undo => match done.pop() {
                None => (person.show)("nothing has been answered that could be taken back"),
                Some(Step::Skipped(from, _)) => at = from,
                Some(Step::Decided(from, _, before)) => {
                    sets.undo(open[from].candidate, *before)?;
                    at = from;
                }
            },
            Choice::Quit => break,
        }
    }
    tally.left += open.len() - at;
    tally.count(&done);
    Ok(tally)
}

impl Tally {
    fn count(&mut self, done: &[Step]) {
        for step in done {
            match step {
                Step::Skipped(_, many) => self.skipped += many,
                Step::Decided(_, accepted, before) => {
                    *if *accepted { &mut self.accepted } else { &mut self.refused } += 1;
                    self.new_sets.extend(before.new_set().map(str::to_owned));
                }
            }
        }
    }
}

fn card<'a>(open: &'a [Open<'a>], at: usize, order: Order, person: &Person<'_>) -> Card<'a> {
    let Open { candidate, changed, .. } = &open[at];
    let same = |other: &&Open<'_>| other.candidate.subject == candidate.subject;
    // Where things are not together, each card is the first that a person reads of its thing.
    let is_first = order == Order::Score || !open[..at].last().as_ref().is_some_and(same);
    let many = if order == Order::Score { 1 } else { open[at..].iter().take_while(same).count() };
    Card {
        candidate,
        changed: changed.as_deref(),
        place: (at + 1, open.len()),
        first: is_first.then(|| (many, (person.describe)(&candidate.subject))),
        target: (person.describe_target)(&candidate.object),
    }
}

impl Person<'_> {
    /// Asks until an answer is understood; the end of the answers is a wish to stop.
    fn ask(&mut self, candidate: &Mapping, relations: &[&'static Relation], comment: &mut Option<String>) -> Result<Choice> {
        loop {
            (self.show)("[a]ccept, [r]efuse, another [p]redicate, [c]omment, [s]kip, skip to the [n]ext thing, [u]ndo or [q]uit?");
            let Some(answer) = self.line()? else { return Ok(Choice::Quit) };
            match answer.to_lowercase().as_str() {
                "a" | "accept" => match unfit(candidate, relations) {
                    None => return Ok(Choice::Accept(candidate.predicate.clone())),
                    Some(problem) => (self.show)(&format!("{problem}: choose one with p")),
                },
                "r" | "refuse" => {
                    if comment.is_none() {
                        *comment = self.reason()?;
                    }
                    return Ok(Choice::Refuse);
                }
                "s" | "skip" => return Ok(Choice::Skip),
                "n" | "next" => return Ok(Choice::SkipThing),
                "u" | "undo" => return Ok(Choice::Undo),
                "q" | "quit" => return Ok(Choice::Quit),
                "c" | "comment" => {
                    (self.show)("why, in English, in place of the reasons that were found:");
                    let Some(text) = self.line()? else { return Ok(Choice::Quit) };
                    *comment = Some(text).filter(|text| !text.is_empty());
                }
                "p" | "predicate" => {
                    (self.show)(&relation::question(relations));
                    let Some(answer) = self.line()? else { return Ok(Choice::Quit) };
                    match relation::chosen(relations, &answer.to_lowercase()) {
                        Ok(predicate) => return Ok(Choice::Accept(predicate)),
                        Err(problem) => (self.show)(&problem),
                    }
                }
                _ => (self.show)(&format!("`{answer}` is not one of a, r, p, c, s, n, u and q")),
            }
        }
    }

    /// Why a pair is refused, in the person's own words, if there are any: what the search found speaks for the link.
    fn reason(&mut self) -> Result<Option<String>> {
        (self.show)("why not, in English? (nothing for no reason)");
        loop {
            match self.line()? {
                Some(text) if ANSWERS.contains(&text.to_lowercase().as_str()) => {
                    (self.show)(&format!("`{text}` is no reason: write why not in words, or nothing for no reason"));
                }
                said => return Ok(said.filter(|text| !text.is_empty())),
            }
        }
    }

    fn line(&mut self) -> Result<Option<String>> {
        let mut text = String::new();
        match self.answers.read_line(&mut text) {
            Ok(0) => Ok(None),
            Ok(_) => Ok(Some(text.trim().to_owned())),
            Err(source) => Err(Error::Read { path: PathBuf::from("-"), source }),
        }
    }
}

/// Why a candidate cannot be accepted with the relation that it has, if it cannot.
fn unfit(candidate: &Mapping, relations: &[&'static Relation]) -> Option<String> {
    let predicate = plain(&short(&candidate.predicate));
    match Relation::of(&candidate.predicate) {
        None => Some(format!("{predicate} is no relation that links have")),
        Some(relation) if relations.contains(&relation) => None,
        Some(_) => {
            let class = candidate.category.as_ref().map_or("its kind".to_owned(), |class| plain(&short(class)));
            Some(format!("{predicate} is no relation to {class}"))
        }
    }
}
