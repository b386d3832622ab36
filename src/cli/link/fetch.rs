//! `samstyr link fetch`: catalogues and vocabularies into a snapshot.

use super::super::args::OutputArgs;
use super::{Outcome, ask, place};
use crate::error::Result;
use crate::link::fetch::{self, Progress};
use crate::link::kind;
use clap::Args;
use clap::builder::PossibleValuesParser;
use indicatif::{ProgressBar, ProgressStyle};
use std::io::{IsTerminal, stderr};

/// Resources on a page of SPARQL.
const PAGE: u64 = 500;

/// Read catalogues and vocabularies of data.norge.no into a dated snapshot
///
/// SPARQL is asked first; what it does not give whole is asked for one by one from the resource service, and what it cannot count is looked for by searching. Every service
/// is asked as often as it allows, and again when that may help. What came is kept: a second run into the same folder asks only for what is missing. The exit
/// status is 3 when something is.
#[derive(Args)]
pub(in crate::cli) struct Fetch {
    /// What to fetch [default: everything]
    #[arg(value_name = "KIND", value_parser = PossibleValuesParser::new(kind::names()))]
    kinds: Vec<String>,
    /// Ask again for what the folder already has
    #[arg(long)]
    again: bool,
    /// Resources that SPARQL is asked for at once [default: 500]
    #[arg(long, value_name = "NUMBER", value_parser = clap::value_parser!(u64).range(1..=10_000))]
    page: Option<u64>,
    #[command(flatten)]
    ask: ask::AskArgs,
    #[command(flatten)]
    place: place::PlaceArgs,
    #[command(flatten)]
    output: OutputArgs,
}

impl Fetch {
    pub(in crate::cli) fn run(self) -> Result<Outcome> {
        let (folder, date) = self.place.place()?;
        let client = self.ask.client()?;
        let kinds = kind::named(&self.kinds);
        let wanted = fetch::Fetch {
            kinds: &kinds,
            folder: &folder,
            date: &date,
            page: self.page.unwrap_or(PAGE),
            again: self.again,
            client: &client,
        };
        let bar = bar();
        let entries = wanted.run(&mut |progress| show(&bar, progress));
        bar.finish_and_clear();
        place::report(&folder, &entries?, self.output.format())?;
        Ok(Outcome::Yes)
    }
}

fn bar() -> ProgressBar {
    let bar = if stderr().is_terminal() { ProgressBar::new(1) } else { ProgressBar::hidden() };
    if let Ok(style) = ProgressStyle::with_template("{msg:22} {bar:40} {pos} of {len}, {eta} left") {
        bar.set_style(style);
    }
    bar
}

fn show(bar: &ProgressBar, progress: Progress) {
    if progress.done == 0 {
        bar.reset();
    }
    bar.set_message(progress.kind);
    bar.set_length(progress.all);
    bar.set_position(progress.done);
}
