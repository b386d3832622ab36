//! `samstyr preflight`: will data.norge.no harvest it, does it conform, and what will it score?

use super::args::{ConfigArgs, LanguageArgs, NetArgs, OutputArgs, day, seconds};
use super::{Outcome, output};
use crate::error::Result;
use crate::preflight::{self, Asking, PATIENCE, Preflight, Source, Wanted};
use crate::rdf::format::Format;
use crate::sparql::record::check_place;
use crate::validity;
use clap::Args;
use oxigraph::sparql::results::QueryResultsFormat;
use std::io::{IsTerminal, stdout};
use std::path::PathBuf;
use std::time::Duration;

/// Check a catalogue before data.norge.no harvests it
///
/// Every document is checked by the rules of the harvest, the profiles whose classes it uses (DCAT-AP-NO 3 and 2.0.0, CPSV-AP-NO,
/// SKOS-AP-NO), and scored as the metadata quality assessment does. Only the addresses given are asked. JSON has everything; CSV and its kin have the
/// findings; RDF formats give a SHACL report with DQV measurements. Exit status 0 when all is harvested and nothing is a violation, else 1.
#[derive(Args)]
pub(super) struct PreflightCommand {
    /// Files, folders (every RDF file below them) and addresses
    #[arg(value_name = "FILE|URL|DIR", required = true, num_args = 1..)]
    sources: Vec<String>,
    /// Check against these profiles whatever the classes [default: those whose classes occur]
    #[arg(long = "profile", value_name = "PROFILE", num_args = 1.., value_parser = clap::builder::PossibleValuesParser::new(preflight::profiles()))]
    profiles: Vec<String>,
    /// Check against the shapes in these files in place of our own, such as the official ones
    #[arg(long, value_name = "FILE", num_args = 1.., conflicts_with = "profiles")]
    shapes: Vec<PathBuf>,
    /// What was published before: what is gone will be marked as removed
    #[arg(long, value_name = "FILE")]
    previous: Option<PathBuf>,
    /// The media type that the source is registered with, which decides how it is read [default: as the answer or the name says]
    #[arg(long, value_name = "TYPE")]
    media_type: Option<String>,
    #[command(flatten)]
    net: NetArgs,
    #[command(flatten)]
    config: ConfigArgs,
    /// Seconds that an answer may take [default: 600, as the harvester waits]
    #[arg(long, value_name = "SECONDS", value_parser = seconds)]
    timeout: Option<Duration>,
    /// Keep what was found in this file, such as data/catalogue.tsv for our own catalogue, from which `make build` makes data
    #[arg(long, value_name = "FILE")]
    record: Option<PathBuf>,
    /// Day of the record [default: today]
    #[arg(long, value_name = "DATE", value_parser = day, requires = "record")]
    date: Option<String>,
    #[command(flatten)]
    output: OutputArgs,
    #[command(flatten)]
    language: LanguageArgs,
}

impl PreflightCommand {
    pub(super) fn run(self) -> Result<Outcome> {
        self.record.as_deref().map_or(Ok(()), |path| check_place(path, preflight::RECORD))?;
        let mut sources = Vec::new();
        for source in &self.sources {
            sources.extend(Source::all(source)?);
        }
        let patience = self.timeout.unwrap_or(PATIENCE);
        let asking = Asking { policy: self.net.policy(self.config.read()?)?, patience, media_type: self.media_type };
        let wanted = Wanted { sources, asking, profiles: self.profiles, shapes: self.shapes, previous: self.previous };
        let found = preflight::run(&wanted)?;
        let kept = match &self.record {
            None => Ok(()),
            Some(path) => preflight::record(&found, &self.date.unwrap_or_else(validity::today)).and_then(|record| record.write(path)),
        };
        found.notes.iter().for_each(|note| output::note(note));
        print(&found, self.output.format(), self.language.language()?.tag())?;
        kept?; // what was found is told before what could not be kept
        Ok(if found.is_clear() { Outcome::Yes } else { Outcome::No })
    }
}

fn print(found: &Preflight, format: Option<Format>, language: &str) -> Result<()> {
    match format {
        Some(Format::Rdf(_)) => output::print_graph(&preflight::graph(found), format),
        Some(Format::Results(QueryResultsFormat::Json)) => output::print_json(&preflight::json(found, language)),
        Some(Format::Table) => print_tables(found, language),
        None if stdout().is_terminal() => print_tables(found, language),
        _ => output::print_rows(preflight::finding_rows(found, language), format),
    }
}

/// The summary, what was found, the scores, what the missing points cost, and the names in the portal.
fn print_tables(found: &Preflight, language: &str) -> Result<()> {
    let scored = found.documents.iter().any(|document| !document.scores.is_empty());
    let named = found.documents.iter().any(|document| !document.resources.is_empty());
    let tables = [
        (true, preflight::document_rows(found, language)),
        (found.documents.iter().any(|document| !document.findings.is_empty()), preflight::finding_lines(found, language)),
        (scored, preflight::dataset_rows(found, language)),
        (scored, preflight::advice_rows(found, language)),
        (named, preflight::resource_rows(found)),
    ];
    for (at, (_, rows)) in tables.into_iter().filter(|(some, _)| *some).enumerate() {
        if at > 0 {
            output::print_text("\n")?;
        }
        output::print_rows(rows, Some(Format::Table))?;
    }
    Ok(())
}
