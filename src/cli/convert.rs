//! `samstyr convert`: between RDF syntaxes.

use super::args::fetch;
use super::{Outcome, output};
use crate::convert::{End, convert};
use crate::error::{Error, Result, count};
use crate::rdf::format::Format;
use clap::Args;
use clap::builder::PossibleValuesParser;
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use oxigraph::io::RdfFormat;
use std::io::{Cursor, IsTerminal, Read, stderr, stdin, stdout};
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

/// Work that takes longer than this shows a bar.
const PATIENCE: Duration = Duration::from_secs(1);

/// Convert between RDF syntaxes
///
/// Formats are told by the names: .ttl, .nt, .nq, .trig, .jsonld, .rdf, each also with .gz or .zst behind it.
/// `samstyr convert --endpoint URL OUT` fetches every graph of a SPARQL endpoint.
#[derive(Args)]
pub(super) struct Convert {
    /// File to read; `-` reads stdin
    #[arg(value_name = "IN")]
    from: PathBuf,
    /// File to write; `-` writes stdout
    #[arg(value_name = "OUT", required_unless_present = "endpoint")]
    to: Option<PathBuf>,
    /// SPARQL endpoint to read instead of IN
    #[arg(long, value_name = "URL", conflicts_with = "from_format")]
    endpoint: Option<String>,
    /// Format of IN, when its name does not tell
    #[arg(long = "from", value_name = "FORMAT", value_parser = PossibleValuesParser::new(Format::rdf_names()))]
    from_format: Option<String>,
    /// Format of OUT, when its name does not tell
    #[arg(long = "to", value_name = "FORMAT", value_parser = PossibleValuesParser::new(Format::rdf_names()))]
    to_format: Option<String>,
}

impl Convert {
    pub(super) fn run(self) -> Result<Outcome> {
        let (from, stdin, to): (End, Box<dyn Read>, _) = match (&self.endpoint, &self.to) {
            (Some(address), None) => {
                let quads = fetch(address, None)?;
                let lines = quads.iter().map(|quad| format!("{quad} .\n")).collect::<String>();
                (End::new(Path::new("-"), Some(RdfFormat::NQuads))?, Box::new(Cursor::new(lines)), &self.from)
            }
            (Some(_), Some(to)) => return Err(two_sources(&self.from, to)),
            (None, to) => (End::new(&self.from, rdf(self.from_format.as_deref()))?, Box::new(stdin()), to.as_ref().unwrap_or(&self.from)),
        };
        let to = End::new(to, rdf(self.to_format.as_deref()))?;
        let size = from.size();
        let quads = convert(&from, &to, stdin, stdout().lock(), |reader| match size {
            Some(size) => watch(reader, size),
            None => reader,
        })?;
        output::say(&count(usize::try_from(quads).unwrap_or(usize::MAX), "quad"));
        Ok(Outcome::Yes)
    }
}

fn two_sources(from: &Path, to: &Path) -> Error {
    Error::RequestInvalid {
        problem: format!("`{}` and the endpoint are both given to be read, and `{}` to be written", from.display(), to.display()),
        hint: "give `--endpoint URL OUT`, or `IN OUT`",
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
