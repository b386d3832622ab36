//! `samstyr link evaluate`: how good the candidates are, on pairs that people have judged.

use super::super::args::day;
use super::matched::MatchArgs;
use super::{Outcome, output};
use crate::error::{Error, Result, count};
use crate::link::evaluate::{self, Mistake};
use crate::link::settings::Settings;
use crate::link::{self, quality};
use crate::sparql::record::check_place;
use crate::sparql::{Row, Rows};
use crate::validity;
use clap::Args;
use oxigraph::model::{Literal, NamedNode, Term};
use std::fs;
use std::path::PathBuf;

/// Columns of the list of mistakes.
const MISTAKES: [&str; 10] = ["split", "kind", "subject", "subject_name", "target", "target_name", "judged", "zone", "score", "why"];

/// Measure the candidates on pairs that people have judged
///
/// Precision, recall and F1 for each kind of target, with 95 % intervals (Wilson). Pairs that nobody has judged count neither way.
#[derive(Args)]
pub(in crate::cli) struct Evaluate {
    /// Judged pairs: split, kind, `subject_id`, `object_id`, verdict, note, with tabs between [default: those built in]
    #[arg(long, value_name = "FILE")]
    gold: Option<PathBuf>,
    /// RDF files with the records of the pairs [default: those built in]
    #[arg(long, value_name = "FILE", num_args = 1..)]
    records: Vec<PathBuf>,
    /// Only this split: tuning or held-out
    #[arg(long, value_name = "SPLIT")]
    split: Option<String>,
    /// List the N worst mistakes with their reasons instead of the table
    #[arg(long, value_name = "N")]
    errors: Option<usize>,
    /// Keep the table with its day in this file, such as data/links/quality.tsv, from which `make build` makes data
    #[arg(long, value_name = "FILE", conflicts_with_all = ["gold", "records", "split", "errors", "settings", "data", "endpoint"])]
    record: Option<PathBuf>,
    /// Day of the record [default: today]
    #[arg(long, value_name = "DATE", value_parser = day, requires = "record")]
    date: Option<String>,
    #[command(flatten)]
    how: MatchArgs,
}

impl Evaluate {
    pub(in crate::cli) fn run(self) -> Result<Outcome> {
        self.record.as_deref().map_or(Ok(()), |path| check_place(path, quality::RECORD))?;
        let settings = self.how.settings()?;
        let mut pairs = match &self.gold {
            None => evaluate::gold(evaluate::GOLD, "tests/links/gold.tsv")?,
            Some(path) => {
                let text = fs::read_to_string(path).map_err(|source| Error::Read { path: path.clone(), source })?;
                evaluate::gold(&text, &path.display().to_string())?
            }
        };
        if let Some(split) = &self.split {
            pairs.retain(|pair| pair.split == *split);
            if pairs.is_empty() {
                return Err(Error::RequestInvalid {
                    problem: format!("no judged pair is in the split `{split}`"),
                    hint: "the splits are named in the first column of the judged pairs: tuning and held-out in those built in",
                });
            }
        }
        let records =
            if self.records.is_empty() { evaluate::records(&settings)? } else { link::targets(&self.records, &settings)?.records };
        let compared = format!("{} against {}", count(pairs.len(), "judged pair"), count(records.len(), "record"));
        let found = evaluate::evaluate(&self.how.graph.open("`link evaluate`", None)?, pairs, records, &settings)?;
        let kept = match &self.record {
            None => Ok(()),
            Some(path) => quality::record(&found, &self.date.unwrap_or_else(validity::today)).and_then(|record| record.write(path)),
        };
        let rows = match self.errors {
            None => quality::table(&found),
            Some(most) => {
                let language = self.how.language()?;
                let mistakes = found.mistakes.iter().take(most);
                Rows::of(&MISTAKES, mistakes.map(|mistake| mistake_row(mistake, &settings, language)).collect())
            }
        };
        self.how.print(rows)?;
        output::note(&format!("{compared}; {} accepted that nobody has judged", count(found.unjudged, "candidate")));
        kept.map(|()| Outcome::Yes) // what was found is told before what could not be kept
    }
}

fn mistake_row(mistake: &Mistake, settings: &Settings, language: &str) -> Row {
    let (pair, found) = (&mistake.pair, mistake.found.as_ref());
    let why = found.map(|found| found.why(&settings.words, language).join("; "));
    vec![
        text(&pair.split),
        text(&pair.kind),
        Some(NamedNode::new_unchecked(&pair.subject).into()),
        found.and_then(|found| text(found.subject_name(language))),
        Some(NamedNode::new_unchecked(&pair.object).into()),
        found.and_then(|found| text(found.target_name(language))),
        text(&format!("{}: {}", pair.verdict.name(), pair.note)),
        text(mistake.zone().name()),
        quality::decimal(found.map(|found| found.score)),
        why.as_deref().and_then(text),
    ]
}

#[expect(clippy::unnecessary_wraps, reason = "a cell of a row may be empty")]
fn text(text: &str) -> Option<Term> {
    Some(Literal::from(text).into())
}
