//! Review: candidates shown to a person one by one, and what the person decides kept in the mapping sets.
//!
//! A pair is asked about once. What was refused never comes back; what was accepted comes back, with a flag, when the target has since got another
//! name or another version. Each decision is saved before the next candidate is shown.

use super::mapping::{EXTENSION, Mapping, MappingSet, Metadata, SEMAPV};
use crate::error::{Error, Result};
use crate::rdf::iri::Base;
use crate::rdf::vocab::{shorten, skos};
use oxigraph::model::NamedNode;
use std::collections::BTreeMap;
use std::fs;
use std::io::BufRead;
use std::path::{Path, PathBuf};

/// The licence that a new set gets: that of the data.
const LICENCE: &str = "http://publications.europa.eu/resource/authority/licence/NLOD_2_0";
/// Columns of a candidate that tell of the search, not of the decision.
const OF_THE_SEARCH: &[&str] = &["zone"];
/// The column of a row that says which source its object is of, where that is not the set's.
const OBJECT_SOURCE: &str = "object_source";

/// Who decides, when, and where decisions are kept.
#[derive(Debug, Clone)]
pub struct Desk {
    /// The folder of the mapping sets.
    pub folder: PathBuf,
    /// The set that decisions go into, where a candidate's own source names none.
    pub target: String,
    /// Who decides.
    pub author: String,
    /// On which day.
    pub date: String,
}

/// What became of the candidates.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
pub struct Tally {
    /// Accepted, with the relation that was proposed or another.
    pub accepted: usize,
    /// Refused.
    pub refused: usize,
    /// Left for another time.
    pub skipped: usize,
    /// Not shown, because somebody has decided already.
    pub decided: usize,
    /// Not shown, because the person stopped before.
    pub left: usize,
}

/// What a person answers.
enum Choice {
    Accept(NamedNode),
    Refuse,
    Skip,
    Quit,
}

/// Goes through the candidates: `show` gets what a person reads, `describe` says more of one of our things, and `answers` has a line for each question.
pub fn review(
    candidates: &MappingSet,
    desk: &Desk,
    answers: &mut impl BufRead,
    show: &mut impl FnMut(&str),
    describe: &impl Fn(&NamedNode) -> Option<String>,
) -> Result<Tally> {
    let mut sets = Sets::open(desk, candidates)?;
    let mut open: Vec<(&Mapping, Option<String>)> = Vec::new();
    let mut tally = Tally::default();
    for candidate in &candidates.mappings {
        match sets.standing(candidate) {
            Standing::New => open.push((candidate, None)),
            Standing::Changed(how) => open.push((candidate, Some(how))),
            Standing::Decided => tally.decided += 1,
        }
    }
    // The things in the order of their names, and for each the likeliest first.
    let sure = |candidate: &Mapping| candidate.confidence.unwrap_or_default();
    open.sort_by(|(a, _), (b, _)| a.subject.cmp(&b.subject).then(sure(b).total_cmp(&sure(a))).then_with(|| a.object.cmp(&b.object)));
    for (at, (candidate, changed)) in open.iter().enumerate() {
        show(&card(candidate, changed.as_deref(), at + 1, open.len(), describe(&candidate.subject).as_deref()));
        match ask(candidate, answers, show)? {
            Choice::Accept(predicate) => {
                sets.decide(candidate, Some(predicate))?;
                tally.accepted += 1;
            }
            Choice::Refuse => {
                sets.decide(candidate, None)?;
                tally.refused += 1;
            }
            Choice::Skip => tally.skipped += 1,
            Choice::Quit => {
                tally.left = open.len() - at;
                break;
            }
        }
    }
    Ok(tally)
}

/// What a person reads of a candidate.
fn card(candidate: &Mapping, changed: Option<&str>, number: usize, of: usize, description: Option<&str>) -> String {
    let named = |iri: &NamedNode, label: &Option<String>| match label {
        Some(label) => format!("«{label}» {iri}"),
        None => iri.to_string(),
    };
    let mut lines = vec![format!("\n{number} of {of}: {}", named(&candidate.subject, &candidate.subject_label))];
    lines.extend(description.map(|text| format!("    {text}")));
    lines.push(format!("  {} {}", short(&candidate.predicate), named(&candidate.object, &candidate.object_label)));
    let why = candidate.justification.as_str().trim_start_matches(SEMAPV);
    let sure = candidate.confidence.map_or_else(String::new, |number| format!(", {number}"));
    lines.push(format!("    {why}{sure}"));
    lines.extend(candidate.other.iter().map(|(column, cell)| format!("    {column}: {cell}")));
    lines.extend(candidate.comment.iter().map(|comment| format!("    {comment}")));
    lines.extend(changed.map(|how| format!("  changed since it was accepted: {how}")));
    lines.join("\n")
}

fn short(iri: &NamedNode) -> String {
    shorten(iri.as_str()).unwrap_or_else(|| iri.to_string())
}

/// Asks until an answer is understood; the end of the answers is a wish to stop.
fn ask(candidate: &Mapping, answers: &mut impl BufRead, show: &mut impl FnMut(&str)) -> Result<Choice> {
    loop {
        show("[a]ccept, [r]efuse, another [p]redicate, [s]kip or [q]uit?");
        let Some(answer) = line(answers)? else { return Ok(Choice::Quit) };
        match answer.as_str() {
            "a" | "accept" => return Ok(Choice::Accept(candidate.predicate.clone())),
            "r" | "refuse" => return Ok(Choice::Refuse),
            "s" | "skip" => return Ok(Choice::Skip),
            "q" | "quit" => return Ok(Choice::Quit),
            "p" | "predicate" => {
                show("[e]xact, [c]lose, [b]roader (theirs is wider), [n]arrower (theirs is narrower) or [r]elated match?");
                let Some(answer) = line(answers)? else { return Ok(Choice::Quit) };
                match predicate(&answer) {
                    Some(predicate) => return Ok(Choice::Accept(predicate)),
                    None => show(&format!("`{answer}` is not one of e, c, b, n and r")),
                }
            }
            other => show(&format!("`{other}` is not one of a, r, p, s and q")),
        }
    }
}

fn line(answers: &mut impl BufRead) -> Result<Option<String>> {
    let mut text = String::new();
    match answers.read_line(&mut text) {
        Ok(0) => Ok(None),
        Ok(_) => Ok(Some(text.trim().to_lowercase())),
        Err(source) => Err(Error::Read { path: PathBuf::from("-"), source }),
    }
}

fn predicate(answer: &str) -> Option<NamedNode> {
    let name = match answer {
        "e" | "exact" => "exactMatch",
        "c" | "close" => "closeMatch",
        "b" | "broader" => "broadMatch",
        "n" | "narrower" => "narrowMatch",
        "r" | "related" => "relatedMatch",
        _ => return None,
    };
    Some(NamedNode::new_unchecked(format!("{}{name}", skos::NAMESPACE)))
}

/// Whether a pair is to be asked about.
enum Standing {
    New,
    Decided,
    Changed(String),
}

/// The mapping sets of a folder.
struct Sets<'a> {
    desk: &'a Desk,
    candidates: &'a Metadata,
    by_target: BTreeMap<String, MappingSet>,
}

impl<'a> Sets<'a> {
    fn open(desk: &'a Desk, candidates: &'a MappingSet) -> Result<Self> {
        let mut by_target = BTreeMap::new();
        if desk.folder.is_dir() {
            let unreadable = |source| Error::Read { path: desk.folder.clone(), source };
            for entry in fs::read_dir(&desk.folder).map_err(unreadable)? {
                let path = entry.map_err(unreadable)?.path();
                if let Some(target) = target_of(&path) {
                    by_target.insert(target, MappingSet::read(&path)?);
                }
            }
        }
        Ok(Self { desk, candidates: &candidates.metadata, by_target })
    }

    /// The set of a candidate: that of its source, else the one that was asked for.
    fn target(&self, candidate: &Mapping) -> &str {
        let of_source = |set: &MappingSet, source: &str| {
            let iri = set.metadata.object_source.as_ref().map(NamedNode::as_str);
            iri == Some(source) || set.metadata.expand(source).is_some_and(|expanded| Some(expanded.as_str()) == iri)
        };
        let named = candidate.other.get(OBJECT_SOURCE).and_then(|source| self.by_target.iter().find(|(_, set)| of_source(set, source)));
        named.map_or(&self.desk.target, |(target, _)| target)
    }

    fn standing(&self, candidate: &Mapping) -> Standing {
        let set = self.by_target.get(self.target(candidate));
        let Some((set, known)) = set.and_then(|set| Some((set, set.find(&candidate.subject, &candidate.object)?))) else {
            return Standing::New;
        };
        if known.refused {
            return Standing::Decided;
        }
        let versions = (known.object_source_version.as_ref().or(set.metadata.object_source_version.as_ref()), self.version(candidate));
        match ((&known.object_label, &candidate.object_label), versions) {
            ((Some(then), Some(now)), _) if then != now => Standing::Changed(format!("it was called «{then}»")),
            (_, (Some(then), Some(now))) if then != now => Standing::Changed(format!("it was of version {then}, and is now of {now}")),
            _ => Standing::Decided,
        }
    }

    fn version<'c>(&'c self, candidate: &'c Mapping) -> Option<&'c String> {
        candidate.object_source_version.as_ref().or(self.candidates.object_source_version.as_ref())
    }

    /// Keeps a decision: accepted with a predicate, or refused.
    fn decide(&mut self, candidate: &Mapping, accepted: Option<NamedNode>) -> Result<()> {
        let target = self.target(candidate).to_owned();
        let version = self.version(candidate).cloned();
        let mut decision = Mapping {
            refused: accepted.is_none(),
            predicate: accepted.unwrap_or_else(|| candidate.predicate.clone()),
            justification: NamedNode::new_unchecked(format!("{SEMAPV}ManualMappingCuration")),
            author: Some(self.desk.author.clone()),
            date: Some(self.desk.date.clone()),
            confidence: Some(candidate.confidence.unwrap_or(1.0)),
            ..candidate.clone()
        };
        decision.other.retain(|column, _| column != OBJECT_SOURCE && !OF_THE_SEARCH.contains(&column.as_str()));
        let set = self.by_target.entry(target.clone()).or_insert_with(|| new_set(&target, self.candidates));
        decision.object_source_version = version.filter(|version| set.metadata.object_source_version.as_ref() != Some(version));
        set.mappings.retain(|known| known.subject != decision.subject || known.object != decision.object);
        set.mappings.push(decision);
        save(set, &self.desk.folder.join(format!("{target}{EXTENSION}")))
    }
}

/// The target that a file of mappings is about, by its name.
pub fn target_of(path: &Path) -> Option<String> {
    path.file_name()?.to_str()?.strip_suffix(EXTENSION).map(str::to_owned)
}

/// A set for a target that has none, with what the candidates say of theirs.
fn new_set(target: &str, candidates: &Metadata) -> MappingSet {
    let id = NamedNode::new_unchecked(format!("{}id/mapping-set/{target}", Base::default().as_str()));
    MappingSet::new(Metadata {
        object_source: candidates.object_source.clone(),
        object_source_version: candidates.object_source_version.clone(),
        curie_map: candidates.curie_map.clone(),
        ..Metadata::new(id, NamedNode::new_unchecked(LICENCE))
    })
}

/// Writes beside the file and then takes its place, so that a decision is there whole or not at all.
fn save(set: &MappingSet, path: &Path) -> Result<()> {
    let unwritable = |source| Error::Write { path: path.to_owned(), source };
    let mut bytes = Vec::new();
    set.write(&mut bytes)?;
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder).map_err(unwritable)?;
    }
    let new = path.with_extension("new");
    fs::write(&new, bytes).and_then(|()| fs::rename(&new, path)).map_err(unwritable)
}
