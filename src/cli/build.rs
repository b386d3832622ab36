//! `samstyr build`: ontology and fact sheets to `data/built/`, and the generated pages of `docs/`.

use super::{Outcome, output};
use crate::docs;
use crate::docs::fair;
use crate::error::{Error, Result, count};
use crate::ingest::{self, BUILT_GRAPH, BUILT_HASH, sources::Sources};
use crate::validate::{self, Verdict, explain};
use clap::Args;
use std::fs;
use std::path::{Path, PathBuf};

/// Make the built-in graph from `ontology/` and `data/`
///
/// Checks everything first; writes nothing when there is a mistake.
#[derive(Args)]
pub(super) struct Build {
    /// Folder with `ontology/` and `data/`
    #[arg(long, value_name = "DIR", default_value = ".")]
    root: PathBuf,
    /// Only say whether the built graph is up to date (exit status 1 when it is not)
    #[arg(long)]
    check: bool,
}

impl Build {
    pub(super) fn run(self) -> Result<Outcome> {
        let sources = Sources::open(&self.root)?;
        let graph = match validate::admit(&ingest::shapes(&sources)?, ingest::build(&sources)?)? {
            Verdict::Conforms(graph, report) => {
                for warning in explain::lines(&report, graph.graph(), "en") {
                    output::note(&warning);
                }
                graph
            }
            Verdict::Violates(report, graph) => return Err(Error::NotConformant { violations: explain::lines(&report, &graph, "en") }),
        };
        let hash = graph.hash();
        fair::admit(&ingest::ontology_graph(&sources)?, &sources.context)?;
        let mut files = vec![(BUILT_GRAPH, graph.nquads().to_owned()), (BUILT_HASH, format!("{hash}\n")), (fair::PAGE, fair::page())];
        files.extend(docs::pages(&sources)?);
        for (path, text) in files {
            let path = &self.root.join(path);
            let text = &text;
            let current = fs::read_to_string(path).is_ok_and(|found| found == *text);
            if self.check && !current {
                return Err(Error::BuildStale { path: path.clone() });
            }
            if !current {
                replace(path, text).map_err(|source| Error::Write { path: path.clone(), source })?;
            }
        }
        output::say(&format!("{}, canonical hash {hash}", count(graph.nquads().lines().count(), "quad")));
        Ok(Outcome::Yes)
    }
}

/// Writes beside the file and then takes its place, so that it is never half-written.
fn replace(path: &Path, text: &str) -> std::io::Result<()> {
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder)?;
    }
    let new = path.with_extension("new");
    fs::write(&new, text)?;
    fs::rename(&new, path)
}
