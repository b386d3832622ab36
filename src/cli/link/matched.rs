//! What is matched, by which settings, and how the result is told: the arguments of commands that match.

use super::super::args::{GraphArgs, LanguageArgs, OutputArgs};
use super::output;
use crate::error::Result;
use crate::link::settings::Settings;
use crate::sparql::Rows;
use clap::Args;
use std::path::PathBuf;

/// The settings, our graph, and the form of the result.
#[derive(Args)]
pub(super) struct MatchArgs {
    /// Folder with targets.toml, zones.toml, words.toml, thesaurus.toml, or some of them, in place of those built in
    #[arg(long, value_name = "DIR")]
    settings: Option<PathBuf>,
    #[command(flatten)]
    pub(super) graph: GraphArgs,
    #[command(flatten)]
    output: OutputArgs,
    #[command(flatten)]
    language: LanguageArgs,
}

impl MatchArgs {
    pub(super) fn settings(&self) -> Result<Settings> {
        Settings::read(self.settings.as_deref())
    }

    /// The tag of the language of names and reasons.
    pub(super) fn language(&self) -> Result<&'static str> {
        Ok(self.language.language()?.tag())
    }

    pub(super) fn print(&self, rows: Rows<'_>) -> Result<()> {
        output::print_rows(rows, self.output.format())
    }
}
