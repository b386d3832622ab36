//! `samstyr link review`: candidates to decisions.

use super::super::args::day;
use super::{Outcome, output};
use crate::error::{Error, Result};
use crate::ingest::sources::LINKS;
use crate::link::mapping::{CATEGORY, MappingSet};
use crate::link::review::{Desk, review, target_of};
use crate::link::settings::Settings;
use crate::rdf::term::text_in;
use crate::rdf::vocab::dct;
use crate::store::Store;
use crate::validity;
use clap::Args;
use oxigraph::model::NamedNode;
use std::fs::File;
use std::io::{BufReader, Read, stdin};
use std::path::{Path, PathBuf};

/// Decide on candidates, one by one
///
/// Shows each pair with the reasons for it and asks: accept, refuse, accept with another relation, skip or quit. Every decision is saved at once, and a
/// pair is asked about once: what was refused never comes back, what was accepted comes back when its target has got another name or version.
/// Answers may be piped.
#[derive(Args)]
pub(in crate::cli) struct Review {
    /// File of candidates in SSSOM/TSV, as `link propose --out` writes them; - reads them from stdin and the answers from the terminal
    #[arg(value_name = "FILE")]
    file: PathBuf,
    /// Folder of the mapping sets
    #[arg(long, value_name = "DIR", default_value = LINKS)]
    into: PathBuf,
    /// The mapping set that decisions go into [default: as the file is called, without .sssom.tsv]
    #[arg(long, value_name = "NAME", required_if_eq("file", "-"))]
    target: Option<String>,
    /// Who decides
    #[arg(long, value_name = "NAME", env = "SAMSTYR_AUTHOR")]
    author: String,
    /// Day of the decisions [default: today]
    #[arg(long, value_name = "DATE", value_parser = day)]
    date: Option<String>,
}

impl Review {
    pub(in crate::cli) fn run(self) -> Result<Outcome> {
        let piped = self.file.as_os_str() == "-";
        let mut candidates = if piped { read_stdin()? } else { MappingSet::read(&self.file)? };
        // `link propose` says of what kind a target is; of a file from elsewhere, only an IRI may tell.
        let settings = Settings::built_in()?;
        for candidate in candidates.mappings.iter_mut().filter(|candidate| candidate.category.is_none()) {
            candidate.category = settings.targets.category(candidate.object.as_str(), &[]).map(NamedNode::new_unchecked);
            if candidate.category.is_some() {
                candidate.other.remove(CATEGORY);
            }
        }
        let target = self.target.or_else(|| target_of(&self.file));
        let target = target.unwrap_or_else(|| self.file.file_stem().unwrap_or_default().to_string_lossy().into_owned());
        let desk = Desk { folder: self.into, target, author: self.author, date: self.date.unwrap_or_else(validity::today) };
        let store = Store::built_in()?;
        let describe = |thing: &NamedNode| text_in(&store.objects(thing, dct::DESCRIPTION).ok()?, "nb");
        let mut show = |text: &str| output::say(text);
        let tally = if piped {
            let path = Path::new("/dev/tty");
            let terminal = File::open(path).map_err(|source| Error::Read { path: path.to_owned(), source })?;
            review(&candidates, &desk, &mut BufReader::new(terminal), &mut show, &describe)?
        } else {
            review(&candidates, &desk, &mut stdin().lock(), &mut show, &describe)?
        };
        output::say(&format!(
            "{} accepted, {} refused, {} skipped, {} left; {} already decided",
            tally.accepted, tally.refused, tally.skipped, tally.left, tally.decided
        ));
        Ok(Outcome::Yes)
    }
}

fn read_stdin() -> Result<MappingSet> {
    let path = Path::new("-");
    let mut text = String::new();
    stdin().read_to_string(&mut text).map_err(|source| Error::Read { path: path.to_owned(), source })?;
    MappingSet::parse(path, &text)
}
