//! `samstyr link propose`: candidates for links, with score, reasons and zone.

use super::matched::MatchArgs;
use super::{Outcome, output};
use crate::error::{Error, Result, count};
use crate::ingest::sources::LINKS;
use crate::link::proposals;
use crate::link::propose::{self, Candidate, Wanted, Zone};
use crate::link::snapshot::Snapshot;
use crate::link::{self, settings::Settings};
use crate::sparql::{Row, Rows};
use clap::Args;
use oxigraph::model::vocab::xsd;
use oxigraph::model::{Literal, NamedNode, Term};
use std::path::PathBuf;
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
    #[arg(long, value_name = "DIR", required_unless_present = "to")]
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
    /// Mapping sets, or folders with them: a pair that stands there, accepted or refused, is not proposed [default: data/links, if it is here]
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
        let settings = self.how.settings()?;
        let store = self.how.graph.open("`link propose`", None)?;
        let decided = proposals::decided(&self.decided_in())?;
        let wanted = Wanted { kinds: self.kinds.clone(), limit: Some(self.limit), decided };
        let subjects = propose::subjects(&store, &settings, &wanted)?;
        let mut times = vec![Instant::now()];
        let records = link::targets(&self.files()?, &settings)?;
        times.push(Instant::now());
        if records.is_empty() {
            return Err(Error::RequestInvalid {
                problem: "nothing with a name that things can be linked to stands in these files".to_owned(),
                hint: "give a catalogue (DCAT, CPSV, organisations) or a vocabulary (SKOS); ontology/link/targets.toml lists the classes and the properties of names",
            });
        }
        output::note(&format!("{} compared with {}", count(subjects.len(), "thing"), count(records.len(), "resource")));
        let mut index = link::index::Index::new(records, &subjects, &settings)?;
        times.push(Instant::now());
        let found = propose::propose(&subjects, &mut index, &settings, &wanted)?;
        times.push(Instant::now());
        if self.timings {
            let took = |step: usize| (times[step + 1] - times[step]).as_secs_f64();
            output::note(&format!("read in {:.2} s, indexed in {:.2} s, compared in {:.2} s", took(0), took(1), took(2)));
        }
        let shown: Vec<&Candidate> = found.iter().filter(|found| self.zone.iter().any(|zone| zone == found.zone.name())).collect();
        let language = self.how.language()?;
        if let Some(path) = &self.out {
            proposals::write(&proposals::as_set(&shown, &settings), path)?;
            output::note(&format!("{} written to {}", count(shown.len(), "candidate"), path.display()));
            return Ok(Outcome::Yes);
        }
        let rows = shown.iter().map(|candidate| row(candidate, &settings, language)).collect();
        self.how.print(Rows::of(&COLUMNS, rows))?;
        let of = |zone: Zone| found.iter().filter(|found| found.zone == zone).count();
        output::note(&format!("{} to accept, {} to review, {} left", of(Zone::Accept), of(Zone::Review), of(Zone::Leave)));
        Ok(Outcome::Yes)
    }

    /// Where the decided pairs stand.
    fn decided_in(&self) -> Vec<PathBuf> {
        let here = PathBuf::from(LINKS);
        if self.decided.is_empty() && here.is_dir() { vec![here] } else { self.decided.clone() }
    }

    /// The files to read, in order.
    fn files(&self) -> Result<Vec<PathBuf>> {
        let mut files = self.to.clone();
        for folder in &self.snapshot {
            files.extend(Snapshot::open(folder)?.files());
        }
        Ok(files)
    }
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
