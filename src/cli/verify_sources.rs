//! `samstyr verify-sources`: do the quotations stand in the texts?

use super::{Outcome, output};
use crate::error::{Result, count};
use crate::evidence;
use crate::ingest;
use crate::ingest::sources::Sources;
use clap::Args;
use std::path::{Path, PathBuf};

/// Look for every quotation in the texts of the documents
///
/// Exit status 0 when all quotations stand where they should, 1 when one does not.
#[derive(Args)]
pub(super) struct VerifySources {
    /// Folder with the texts, under the file names that the fact sheets give
    #[arg(value_name = "DIR")]
    folder: PathBuf,
    /// Folder with `ontology/` and `data/` [default: here when they are here, else the ones built in]
    #[arg(long, value_name = "DIR")]
    root: Option<PathBuf>,
}

impl VerifySources {
    pub(super) fn run(self) -> Result<Outcome> {
        let here = Path::new(".");
        let root = self.root.as_deref().or_else(|| is_root(here).then_some(here));
        let sources = match root {
            Some(root) => Sources::open(root)?,
            None => Sources::built_in()?,
        };
        let verification = evidence::verify(&ingest::read_sheets(&sources)?, &self.folder)?;
        for changed in &verification.changed {
            let (document, path) = (&changed.document, changed.path.display());
            output::note(&format!(
                "the text of {document} has changed: SHA-256 of {path} is {}, expected {}",
                changed.found, changed.expected
            ));
        }
        for finding in &verification.findings {
            output::say(&finding.to_string());
        }
        let sheets = root.map_or("built-in fact sheets".to_owned(), |root| format!("fact sheets of {}", root.join("data").display()));
        let quotations = count(verification.quotations, "quotation");
        let documents = count(verification.documents, "document");
        if verification.findings.is_empty() {
            output::say(&format!("{quotations} of the {sheets} stand in {documents}"));
            return Ok(Outcome::Yes);
        }
        output::say(&format!("{} of {quotations} of the {sheets} do not stand where they should", verification.findings.len()));
        Ok(Outcome::No)
    }
}

fn is_root(folder: &Path) -> bool {
    folder.join("ontology/samstyr.ttl").is_file() && folder.join("data").is_dir()
}
