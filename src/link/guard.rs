//! What keeps a candidate from being accepted, however good its score: what the score cannot know, or what a name alone does not decide.

use super::compared::{Compared, Stemmed};
use super::ended::Ended;
use super::record::{Sort, Standing};
use super::score::{Agreement, Reason, SameName, Scored};
use super::settings::zones::{Match, Names};

/// Why a candidate is not accepted; nothing when nothing speaks against it.
pub(super) fn doubts(ours: &[Stemmed], target: &Compared, scored: &Scored, rule: &Match, names: &Names) -> Vec<Reason> {
    let mut doubts = match scored.agreement {
        Agreement::Number => of_number(ours, target, names.short),
        Agreement::Name => of_name(scored.name, rule, names.short),
        Agreement::Part => Vec::new(),
    };
    if let Some((one, other)) = two_names(&target.names, names.short) {
        doubts.push(Reason::new("two-names", &[&one.text, &other.text]));
    }
    let record = &target.record;
    doubts.extend(record.abroad.iter().map(|place| Reason::new("abroad", &[place])));
    doubts.extend(record.ended.iter().map(|ended| {
        let code = if matches!(ended, Ended::Replaced(_)) { "replaced" } else { "withdrawn" };
        Reason::new(code, &[ended.short()])
    }));
    doubts
}

/// Why a target is no candidate at all.
pub(super) fn refusal(target: &Compared, agreement: Agreement) -> Option<Reason> {
    match target.record.standing {
        Standing::Unreachable => Some(Reason::new("unreachable", &[])),
        Standing::Example if agreement != Agreement::Number => Some(Reason::new("unreal", &[])),
        Standing::Example | Standing::Real => None,
    }
}

/// A number decides if it is one of ours to give, and if the names do not say otherwise.
fn of_number(ours: &[Stemmed], target: &Compared, short: usize) -> Vec<Reason> {
    let mut doubts = Vec::new();
    if !target.record.registered {
        doubts.push(Reason::new("unregistered", &[]));
    }
    let alike = |one: &Stemmed, other: &Stemmed| one.key == other.key || (one.tongue == other.tongue && shares_stem(one, other));
    let comparable = |names: &[Stemmed]| names.iter().any(|name| name.sort != Sort::Hidden && letters(name) > short);
    if let (Some(one), Some(other)) = (ours.first(), target.names.first()) {
        let both = comparable(ours) && comparable(&target.names);
        if both && !ours.iter().any(|one| target.names.iter().any(|other| alike(one, other))) {
            doubts.push(Reason::new("other-names", &[&one.text, &other.text]));
        }
    }
    doubts
}

fn of_name(name: Option<SameName>, rule: &Match, short: usize) -> Vec<Reason> {
    let mut doubts = Vec::new();
    if rule.numbered {
        doubts.push(Reason::new("numberless", &[]));
    }
    if let Some(name) = name {
        if name.letters <= short {
            doubts.push(Reason::new("short", &[]));
        }
        if name.sort == Sort::Hidden {
            doubts.push(Reason::new("searched", &[]));
        }
    }
    doubts
}

/// Two main names of a target in one language that share no word: two things may have got one address. Abbreviations are no names of this sort.
fn two_names(names: &[Stemmed], short: usize) -> Option<(&Stemmed, &Stemmed)> {
    let main: Vec<&Stemmed> =
        names.iter().filter(|name| name.sort == Sort::Main && letters(name) > short && !name.stems.stems.is_empty()).collect();
    let pairs = main.iter().enumerate().flat_map(|(at, one)| main[at + 1..].iter().map(move |other| (*one, *other)));
    pairs.into_iter().find(|(one, other)| one.tag == other.tag && one.key != other.key && !shares_stem(one, other))
}

fn shares_stem(one: &Stemmed, other: &Stemmed) -> bool {
    one.stems.stems.iter().any(|stem| other.stems.stems.contains(stem))
}

pub(super) fn letters(name: &Stemmed) -> usize {
    name.key.chars().filter(|letter| letter.is_alphanumeric()).count()
}
