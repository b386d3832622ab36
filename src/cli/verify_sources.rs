//! `samstyr verify-sources`: do the quotations stand in the texts?

use super::args::TextsArgs;
use super::{Outcome, output};
use crate::error::{Result, count};
use crate::evidence;
use clap::Args;

/// Look for every quotation in the texts of the documents
///
/// Exit status 0 when all quotations stand where they should, 1 when one does not.
#[derive(Args)]
pub(super) struct VerifySources {
    #[command(flatten)]
    texts: TextsArgs,
}

impl VerifySources {
    pub(super) fn run(self) -> Result<Outcome> {
        let verification = evidence::verify(&self.texts.sheets()?, &self.texts.folder)?;
        for changed in &verification.changed {
            output::note(&changed.to_string());
        }
        for finding in &verification.findings {
            output::say(&finding.to_string());
        }
        let sheets = self.texts.sheets_name();
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
