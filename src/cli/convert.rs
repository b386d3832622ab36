//! `samstyr convert`: between RDF syntaxes.

use super::{Outcome, output};
use crate::convert::{End, convert};
use crate::error::{Result, count};
use crate::rdf::format::Format;
use clap::Args;
use clap::builder::PossibleValuesParser;
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use oxigraph::io::RdfFormat;
use std::io::{IsTerminal, Read, stderr, stdin, stdout};
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

/// Work that takes longer than this shows a bar.
const PATIENCE: Duration = Duration::from_secs(1);

/// Convert between RDF syntaxes
///
/// Formats are told by the names: .ttl, .nt, .nq, .trig, .jsonld, .rdf, each also with .gz or .zst behind it.
#[derive(Args)]
pub(super) struct Convert {
    /// File to read; `-` reads stdin
    #[arg(value_name = "IN")]
    from: PathBuf,
    /// File to write; `-` writes stdout
    #[arg(value_name = "OUT")]
    to: PathBuf,
    /// Format of IN, when its name does not tell
    #[arg(long = "from", value_name = "FORMAT", value_parser = PossibleValuesParser::new(Format::rdf_names()))]
    from_format: Option<String>,
    /// Format of OUT, when its name does not tell
    #[arg(long = "to", value_name = "FORMAT", value_parser = PossibleValuesParser::new(Format::rdf_names()))]
    to_format: Option<String>,
}

impl Convert {
    pub(super) fn run(self) -> Result<Outcome> {
        let from = End::new(&self.from, rdf(self.from_format.as_deref()))?;
        let to = End::new(&self.to, rdf(self.to_format.as_deref()))?;
        let size = from.size();
        let quads = convert(&from, &to, stdin(), stdout().lock(), |reader| match size {
            Some(size) => watch(reader, size),
            None => reader,
        })?;
        output::say(&count(usize::try_from(quads).unwrap_or(usize::MAX), "quad"));
        Ok(Outcome::Yes)
    }
}

fn rdf(name: Option<&str>) -> Option<RdfFormat> {
    match Format::from_name(name?) {
        Some(Format::Rdf(format)) => Some(format),
        _ => None,
    }
}

/// A reader of a file that shows how far it has come, on a terminal.
pub(super) fn watched(path: &Path, reader: Box<dyn Read>) -> Box<dyn Read> {
    match std::fs::metadata(path) {
        Ok(metadata) => watch(reader, metadata.len()),
        Err(_) => reader,
    }
}

fn watch(reader: Box<dyn Read>, size: u64) -> Box<dyn Read> {
    if stderr().is_terminal() { Box::new(Watched::new(reader, size)) } else { reader }
}

/// A reader that shows how far it has come, once it has taken a while.
struct Watched {
    reader: Box<dyn Read>,
    bar: ProgressBar,
    start: Instant,
    shown: bool,
}

impl Watched {
    fn new(reader: Box<dyn Read>, size: u64) -> Self {
        let bar = ProgressBar::with_draw_target(Some(size), ProgressDrawTarget::hidden());
        if let Ok(style) = ProgressStyle::with_template("{bar:40} {bytes} of {total_bytes}, {eta} left") {
            bar.set_style(style);
        }
        Self { reader, bar, start: Instant::now(), shown: false }
    }
}

impl Read for Watched {
    fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
        let read = self.reader.read(buffer)?;
        if !self.shown && self.start.elapsed() > PATIENCE {
            self.bar.set_draw_target(ProgressDrawTarget::stderr());
            self.shown = true;
        }
        self.bar.inc(read as u64);
        Ok(read)
    }
}

impl Drop for Watched {
    fn drop(&mut self) {
        self.bar.finish_and_clear();
    }
}
