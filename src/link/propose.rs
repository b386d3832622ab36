//! Candidates: our things, the targets that may be the same or belong to them, and in which zone each pair falls.

use super::compared::Compared;
use super::guard;
use super::index::Index;
use super::record::{Record, Standing, name_in};
use super::score::{Agreement, Profile, Reason, Scored};
use super::settings::Settings;
use super::settings::words::Words;
use super::settings::zones::Match;
use super::subjects::{self, Subject};
use crate::error::{Error, Result, backticked};
use crate::store::Store;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// What to do with a candidate.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Zone {
    /// Good enough to be taken.
    Accept,
    /// Worth a look.
    Review,
    /// Not worth one.
    Leave,
}

impl Zone {
    /// The names, as `--zone` takes them.
    pub const NAMES: [&'static str; 3] = ["accept", "review", "leave"];

    /// The name.
    pub fn name(self) -> &'static str {
        Self::NAMES[self as usize]
    }
}

/// A target that may be linked from a thing of ours.
#[derive(Debug, Clone)]
pub struct Candidate {
    /// Our thing, with its kind.
    pub subject: Arc<Subject>,
    /// The target.
    pub target: Arc<Record>,
    /// The property that would link them.
    pub predicate: String,
    /// Between 0 and 1.
    pub score: f64,
    /// What to do with it.
    pub zone: Zone,
    /// Why, the weightiest first.
    pub reasons: Vec<Reason>,
}

impl Candidate {
    /// The reasons in words.
    pub fn why(&self, words: &Words, language: &str) -> Vec<String> {
        self.reasons.iter().map(|reason| words.reason(reason.code, language, &reason.values)).collect()
    }

    /// What our thing is called.
    pub fn subject_name(&self, language: &str) -> &str {
        name_in(&self.subject.names, language)
    }

    /// What the target is called.
    pub fn target_name(&self, language: &str) -> &str {
        name_in(&self.target.names, language)
    }
}

/// What to propose.
#[derive(Debug, Clone, Default)]
pub struct Wanted {
    /// Kinds of ours; all when empty.
    pub kinds: Vec<String>,
    /// Most candidates for each thing and kind of target; as many as there are when nothing.
    pub limit: Option<usize>,
    /// Pairs that a person has decided on, as subject and object: these are not proposed again.
    pub decided: BTreeSet<(String, String)>,
}

/// Our things of the wanted kinds.
pub fn subjects(store: &Store, settings: &Settings, wanted: &Wanted) -> Result<Vec<Arc<Subject>>> {
    let known = settings.zones.subjects();
    if let Some(kind) = wanted.kinds.iter().find(|kind| !known.contains(&kind.as_str())) {
        return Err(Error::RequestInvalid {
            problem: format!("`{kind}` is no kind of thing that is linked: there are {}", backticked(&known, "and")),
            hint: "name one of these, or none for all",
        });
    }
    let kinds = known.into_iter().filter(|kind| wanted.kinds.is_empty() || wanted.kinds.iter().any(|wanted| wanted == kind));
    let mut found = Vec::new();
    for kind in kinds {
        found.extend(subjects::of_kind(store, kind)?.into_iter().map(Arc::new));
    }
    Ok(found)
}

/// The candidates for some things, in order of the things, then of the kind of target, best first.
pub fn propose(subjects: &[Arc<Subject>], index: &mut Index, settings: &Settings, wanted: &Wanted) -> Result<Vec<Candidate>> {
    let mut found = Vec::new();
    for subject in subjects {
        let profile = Profile::new(subject, settings, index);
        let mut same = BTreeMap::new();
        for rule in settings.zones.matches.iter().filter(|rule| rule.subject == subject.kind) {
            let of_rule = for_subject(subject, &profile, &same, rule, index, settings)?;
            let taken = of_rule.iter().filter(|found| found.zone == Zone::Accept);
            same.extend(taken.map(|found| (found.target.iri.to_string(), found.target_name("nb").to_owned())));
            found.extend(undecided(of_rule, wanted));
        }
    }
    share(&mut found);
    Ok(found)
}

/// The candidates of one thing among the kinds of a rule.
fn for_subject(
    subject: &Arc<Subject>,
    profile: &Profile<'_>,
    same: &BTreeMap<String, String>,
    rule: &Match,
    index: &mut Index,
    settings: &Settings,
) -> Result<Vec<Candidate>> {
    let mut kinds: BTreeMap<usize, Vec<(&Compared, Scored)>> = BTreeMap::new();
    let near = index.near(subject, &profile.phrases(rule), same, rule)?;
    for target in near.into_iter().filter_map(|at| index.compared(at)) {
        if let Some(scored) = profile.score(target, same, settings, rule, index) {
            let kind = rule.targets.iter().position(|kind| **kind == *target.record.kind).unwrap_or_default();
            kinds.entry(kind).or_default().push((target, scored));
        }
    }
    let mut found = Vec::new();
    for mut group in kinds.into_values() {
        group.sort_by(|(a, one), (b, other)| other.score.total_cmp(&one.score).then_with(|| a.record.iri.cmp(&b.record.iri)));
        let doubts: Vec<bool> = (0..group.len()).map(|at| is_ambiguous(&group, at, settings.zones.ambiguous.within)).collect();
        found.extend(group.into_iter().zip(doubts).map(|((target, scored), doubt)| {
            let doubts = guard::doubts(profile.names(), target, &scored, rule, &settings.zones.name);
            candidate(subject, target, scored, (doubts, doubt), rule)
        }));
    }
    Ok(found)
}

/// Those that nobody has decided on, and of each kind of target no more than are wanted.
fn undecided(found: Vec<Candidate>, wanted: &Wanted) -> Vec<Candidate> {
    let mut of_kind: BTreeMap<Arc<str>, usize> = BTreeMap::new();
    let new = found.into_iter().filter(|found| !wanted.decided.contains(&(found.subject.iri.clone(), found.target.iri.to_string())));
    new.filter(|found| {
        let count = of_kind.entry(found.target.kind.clone()).or_default();
        *count += 1;
        wanted.limit.is_none_or(|limit| *count <= limit)
    })
    .collect()
}

fn candidate(subject: &Arc<Subject>, target: &Compared, scored: Scored, doubts: (Vec<Reason>, bool), rule: &Match) -> Candidate {
    let Scored { score, agreement, mut reasons, .. } = scored;
    let mut zone = match score {
        score if score >= rule.accept => Zone::Accept,
        score if score >= rule.review => Zone::Review,
        _ => Zone::Leave,
    };
    let (mut doubts, ambiguous) = doubts;
    if ambiguous {
        doubts.insert(0, Reason::new("ambiguous", &[]));
    }
    // What only shares something is worth a look and no more.
    if !doubts.is_empty() || agreement == Agreement::Part {
        zone = zone.max(Zone::Review);
        reasons.append(&mut doubts);
    }
    if let Some(refusal) = guard::refusal(target, agreement) {
        reasons.push(refusal);
        zone = Zone::Leave;
    }
    let predicate = if agreement == Agreement::Part { &rule.part } else { &rule.same }.clone();
    Candidate { subject: subject.clone(), target: target.record.clone(), predicate, score, zone, reasons }
}

/// Whether another target of the kind is as good: the same number in the same register, a name that is as much the same,
/// or the same name twice. A number that is the same leaves no doubt about targets that only share the name, but they are in doubt.
fn is_ambiguous(group: &[(&Compared, Scored)], at: usize, within: f64) -> bool {
    let (target, scored) = &group[at];
    let others = group.iter().enumerate().filter(|(other, (target, _))| *other != at && target.record.standing == Standing::Real);
    others.into_iter().any(|(_, (other, of_other))| match (scored.agreement, of_other.agreement) {
        (Agreement::Number, Agreement::Number) => register(&target.record.iri) == register(&other.record.iri),
        (Agreement::Number, _) | (Agreement::Name, Agreement::Part) => false,
        (_, Agreement::Number) => true,
        (Agreement::Name, Agreement::Name) => (scored.score - of_other.score).abs() <= within,
        (Agreement::Part, Agreement::Name | Agreement::Part) => target.main() == other.main(),
    })
}

/// The host of an IRI.
fn register(iri: &str) -> &str {
    iri.split('/').nth(2).unwrap_or(iri)
}

/// A target that two of our things of a kind have the name of belongs to neither without a look.
fn share(found: &mut [Candidate]) {
    let mut taken: BTreeMap<(String, Arc<str>), usize> = BTreeMap::new();
    let by_name = |candidate: &Candidate| candidate.zone == Zone::Accept && candidate.reasons.iter().all(|reason| reason.code != "number");
    let place = |candidate: &Candidate| (candidate.subject.kind.clone(), candidate.target.iri.clone());
    let same = |candidate: &Candidate| candidate.reasons.first().is_some_and(|reason| !["whole", "part"].contains(&reason.code));
    for candidate in found.iter().filter(|candidate| by_name(candidate) && same(candidate)) {
        *taken.entry(place(candidate)).or_default() += 1;
    }
    for candidate in found.iter_mut() {
        if by_name(candidate) && same(candidate) && taken.get(&place(candidate)).is_some_and(|count| *count > 1) {
            candidate.zone = Zone::Review;
            candidate.reasons.push(Reason::new("ambiguous", &[]));
        }
    }
}
