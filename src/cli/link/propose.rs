//! `samstyr link propose`: candidates for links, with score, reasons and zone.

use super::matched::MatchArgs;
use super::{Outcome, output};
use crate::error::{Error, Result, count};
use crate::ingest::sources::LINKS;
use crate::link::mapping::MappingSet;
use crate::link::proposals;
use crate::link::propose::{self, Candidate, Wanted, Zone};
use crate::link::reading::Found;
use crate::link::record::Record;
use crate::link::relabelled::{Relabelled, relabelled};
use crate::link::snapshot::Snapshot;
use crate::link::subjects::Subject;
use crate::link::{self, settings::Settings};
use crate::sparql::{Row, Rows};
use clap::Args;
use oxigraph::model::vocab::xsd;
use oxigraph::model::{Literal, NamedNode, Term};
use std::collections::HashSet;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Instant;

/// Columns of the rows.
const COLUMNS: [&str; 9] = ["zone", "score", "subject", "subject_name", "predicate", "target", "target_name", "target_kind", "why"];

/// Propose targets for our things, with score, reasons and zone
///
/// Reads a snapshot or files of a catalogue or vocabulary, compares names, numbers and descriptions, and says for each pair why it may be linked
/// and whether it may be accepted, should be reviewed or left. The same input gives the same bytes.
#[derive(Args)]
pub(in crate::cli) struct Propose {
    /// Kinds of things: organisation, life-event, commitment, group, measure, focus-area [default: all]
    #[arg(value_name = "KIND")]
    kinds: Vec<String>,
    /// Folder of a snapshot, as `link fetch` or `link import` writes it
    #[arg(long, value_name = "DIR")]
    snapshot: Vec<PathBuf>,
    /// RDF files of catalogues and vocabularies, in any syntax, also .gz and .zst
    #[arg(long, value_name = "FILE", num_args = 1..)]
    to: Vec<PathBuf>,
    /// Most candidates for each thing and kind of target
    #[arg(long, value_name = "N", default_value_t = 10)]
    limit: usize,
    /// The zones to show: accept, review, leave
    #[arg(long, value_name = "ZONE", value_parser = Zone::NAMES, value_delimiter = ',', default_values = ["accept", "review"])]
    zone: Vec<String>,
    /// Mapping sets, or folders with them: a pair that stands there, accepted or refused, is not proposed, unless it was accepted and its target has got
    /// another name [default: data/links, if it is here]
    #[arg(long, value_name = "PATH")]
    decided: Vec<PathBuf>,
    /// Write the candidates to accept and to review into a new file, as a mapping set (SSSOM/TSV)
    #[arg(long, value_name = "FILE")]
    out: Option<PathBuf>,
    /// Say how long reading, indexing and comparing took
    #[arg(long)]
    timings: bool,
    #[command(flatten)]
    how: MatchArgs,
}

impl Propose {
    pub(in crate::cli) fn run(self) -> Result<Outcome> {
        let files = self.files()?;
        let settings = self.how.settings()?;
        let store = self.how.graph.open("`link propose`", None)?;
        let sets = proposals::sets(&self.decided_in())?;
        let decided = proposals::decided(&sets);
        let wanted = Wanted { kinds: self.kinds.clone(), limit: Some(self.limit), decided };
        let subjects = propose::subjects(&store, &settings, &wanted)?;
        let mut times = vec![Instant::now()];
        let Found { records, unnamed } = link::targets(&files, &settings)?;
        times.push(Instant::now());
        if records.is_empty() {
            return Err(Error::RequestInvalid {
                problem: "nothing with a name that things can be linked to stands in these files".to_owned(),
                hint: "give a catalogue (DCAT, CPSV, organisations) or a vocabulary (SKOS); ontology/link/targets.toml lists the classes and the properties of names",
            });
        }
        output::note(&format!("{} compared with {}", count(subjects.len(), "thing"), count(records.len(), "resource")));
        let again = self.again(&sets, &subjects, &records);
        let mut index = link::index::Index::new(records, &subjects, &settings)?;
        times.push(Instant::now());
        let found = propose::propose(&subjects, &mut index, &settings, &wanted)?;
        times.push(Instant::now());
        if self.timings {
            let took = |step: usize| (times[step + 1] - times[step]).as_secs_f64();
            output::note(&format!("read in {:.2} s, indexed in {:.2} s, compared in {:.2} s", took(0), took(1), took(2)));
        }
        let shown: Vec<&Candidate> = found.iter().filter(|found| self.zone.iter().any(|zone| zone == found.zone.name())).collect();
        if !again.is_empty() {
            output::note(&format!(
                "{} to be looked at again: the target has another name than it was accepted by",
                count(again.len(), "accepted pair")
            ));
        }
        let language = self.how.language()?;
        if let Some(path) = &self.out {
            proposals::write(&proposals::as_set(&shown, &again, &settings), path)?;
            output::note(&format!("{} written to {}", count(shown.len() + again.len(), "candidate"), path.display()));
            note_unnamed(&unnamed);
            return Ok(Outcome::Yes);
        }
        let old = again.iter().map(|found| again_row(found, &settings, language));
        let rows = old.chain(shown.iter().map(|candidate| row(candidate, &settings, language))).collect();
        self.how.print(Rows::of(&COLUMNS, rows))?;
        let of = |zone: Zone| found.iter().filter(|found| found.zone == zone).count();
        let (accept, review, left) = (of(Zone::Accept), of(Zone::Review) + again.len(), of(Zone::Leave));
        output::note(&format!("{accept} to accept, {review} to review, {left} left"));
        note_unnamed(&unnamed);
        Ok(Outcome::Yes)
    }

    /// The accepted pairs that come back, of our things of the wanted kinds; they are to be reviewed.
    fn again(&self, sets: &[MappingSet], subjects: &[Arc<Subject>], records: &[Record]) -> Vec<Relabelled> {
        if !self.zone.iter().any(|zone| zone == Zone::Review.name()) {
            return Vec::new();
        }
        let ours: HashSet<&str> = subjects.iter().map(|subject| subject.iri.as_str()).collect();
        relabelled(sets, records, |subject| self.kinds.is_empty() || ours.contains(subject))
    }

    /// Where the decided pairs stand.
    fn decided_in(&self) -> Vec<PathBuf> {
        let here = PathBuf::from(LINKS);
        if self.decided.is_empty() && here.is_dir() { vec![here] } else { self.decided.clone() }
    }

    /// The files to read, in order.
    fn files(&self) -> Result<Vec<PathBuf>> {
        if self.to.is_empty() && self.snapshot.is_empty() {
            return Err(Error::RequestInvalid {
                problem: "nothing is given that our things could be compared with".to_owned(),
                hint: "`samstyr link fetch` or `samstyr link import FILE…` makes a snapshot and says where it is: give that folder with `--snapshot`; `--to` reads RDF files as they are",
            });
        }
        let mut files = self.to.clone();
        for folder in &self.snapshot {
            files.extend(Snapshot::open(folder)?.files());
        }
        Ok(files)
    }
}

/// Says what was not compared because it has no name.
fn note_unnamed(unnamed: &[String]) {
    if let Some(first) = unnamed.first() {
        let what = count(unnamed.len(), "resource");
        output::note(&format!("{what} without a name in Norwegian or English, such as <{first}>: not compared"));
    }
}

/// The row of a pair that comes back: what was decided, and what the target was called then.
fn again_row(found: &Relabelled, settings: &Settings, language: &str) -> Row {
    let text = |text: &str| Some(Term::from(Literal::from(text)));
    let Relabelled { mapping, before, kind } = found;
    vec![
        text(Zone::Review.name()),
        mapping.confidence.map(|sure| Literal::new_typed_literal(format!("{sure:.3}"), xsd::DECIMAL).into()),
        Some(mapping.subject.clone().into()),
        mapping.subject_label.as_deref().and_then(text),
        Some(mapping.predicate.clone().into()),
        Some(mapping.object.clone().into()),
        mapping.object_label.as_deref().and_then(text),
        text(kind),
        text(&settings.words.reason("relabelled", language, std::slice::from_ref(before))),
    ]
}

fn row(candidate: &Candidate, settings: &Settings, language: &str) -> Row {
    let text = |text: &str| Some(Term::from(Literal::from(text)));
    let iri = |iri: &str| Some(Term::from(NamedNode::new_unchecked(iri)));
    vec![
        text(candidate.zone.name()),
        Some(Literal::new_typed_literal(format!("{:.3}", candidate.score), xsd::DECIMAL).into()),
        iri(&candidate.subject.iri),
        text(candidate.subject_name(language)),
        iri(&candidate.predicate),
        iri(&candidate.target.iri),
        text(candidate.target_name(language)),
        text(&candidate.target.kind),
        text(&candidate.why(&settings.words, language).join("; ")),
    ]
}
