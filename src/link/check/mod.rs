//! `link check`: do links still lead to what they were made to?

mod facts;
mod kept;
mod online;

use super::legacy;
use super::snapshot::{Snapshot, quads_of};
use crate::error::Result;
use facts::Facts;
pub use kept::{How, RECORD, record};
pub use online::online;
use std::collections::BTreeSet;

/// A link to look at.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Link {
    /// The file that has it.
    pub file: String,
    /// Our thing.
    pub subject: String,
    /// How the two stand to each other.
    pub predicate: String,
    /// Their thing.
    pub object: String,
    /// What theirs was called when the link was made.
    pub label: Option<String>,
}

/// How it stands with a link.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum State {
    /// Its target is there, and called what it was called.
    Holds,
    /// Its target is no longer there; why that is known.
    Dead(String),
    /// Its target has another IRI now.
    Moved(String),
    /// Its target is not to be used any longer; the status that says so.
    Withdrawn(String),
    /// Its target is called something else now.
    Relabelled(String),
    /// It was not possible to look; why.
    Unknown(String),
}

impl State {
    /// The name of the state.
    pub fn name(&self) -> &'static str {
        match self {
            Self::Holds => "holds",
            Self::Dead(_) => "dead",
            Self::Moved(_) => "moved",
            Self::Withdrawn(_) => "withdrawn",
            Self::Relabelled(_) => "relabelled",
            Self::Unknown(_) => "unknown",
        }
    }

    /// Why, where to, or what it is called now.
    pub fn detail(&self) -> &str {
        match self {
            Self::Holds => "",
            Self::Dead(detail) | Self::Moved(detail) | Self::Withdrawn(detail) | Self::Relabelled(detail) | Self::Unknown(detail) => detail,
        }
    }

    /// Whether somebody must look at the link.
    pub fn is_rot(&self) -> bool {
        !matches!(self, Self::Holds | Self::Unknown(_))
    }
}

/// A link, and how it stands with it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Checked {
    /// The link.
    pub link: Link,
    /// How it stands with it.
    pub state: State,
    /// The day of the copy that was looked in; nothing when the target itself was asked, or no copy has anything like it.
    pub copied: Option<String>,
}

/// Looks for the targets in a snapshot. What the snapshot does not cover, or has only in part, is unknown and not dead.
pub fn offline(links: &[Link], snapshot: &Snapshot) -> Result<Vec<Checked>> {
    // A snapshot has IRIs as they are written now.
    let modern = |link: &Link| legacy::modern(&link.object).into_owned();
    let targets: BTreeSet<String> = links.iter().map(modern).collect();
    let mut facts = Facts::of(targets.iter().map(String::as_str));
    let mut partly = Facts::of([]);
    for (path, entry) in snapshot.files().iter().zip(&snapshot.manifest().files) {
        // Parts of a file may have come on several days; the last of them is when it was whole.
        let day = entry.sources.iter().map(|origin| origin.retrieved.as_str()).max().unwrap_or(&snapshot.manifest().date);
        for quad in quads_of(path)? {
            let quad = quad?;
            facts.take(&quad, day);
            if !entry.complete {
                partly.take(&quad, day);
            }
        }
    }
    let look = |link: &Link| {
        let target = modern(link);
        if let Some(day) = facts.day_of(&target) {
            let state = if target == link.object { facts.state(&target, link.label.as_deref()) } else { State::Moved(target) };
            return (state, Some(day.to_owned()));
        }
        let Some(day) = facts.day_of_the_like(&target) else {
            return (State::Unknown("the snapshot has nothing like it".to_owned()), None);
        };
        let state = match partly.day_of_the_like(&target) {
            None => State::Dead(format!("it is not in the snapshot of {}", snapshot.manifest().date)),
            Some(_) => State::Unknown("the snapshot has only a part of what is like it".to_owned()),
        };
        (state, Some(day.to_owned()))
    };
    let checked = links.iter().map(|link| {
        let (state, copied) = look(link);
        Checked { link: link.clone(), state, copied }
    });
    Ok(checked.collect())
}
