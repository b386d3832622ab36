//! How good the proposed links are on the judged pairs: `data/links/quality.tsv` is the table, and the aims of it are floors.

use crate::kept::is_current;
use libtest_mimic::{Failed, Trial};
use samstyr::link::evaluate::{self, GOLD};
use samstyr::link::quality;
use samstyr::link::settings::Settings;
use samstyr::store::Store;

/// Of what is accepted, this much must be right.
const PRECISION: f64 = 0.97;
/// Of the links, this many must be accepted or shown for review.
const RECALL: f64 = 0.85;

pub fn trials() -> Vec<Trial> {
    vec![Trial::test("links::quality", check)]
}

fn check() -> Result<(), Failed> {
    let settings = Settings::built_in()?;
    let pairs = evaluate::gold(GOLD, "tests/links/gold.tsv")?;
    let found = evaluate::evaluate(&Store::built_in()?, pairs, evaluate::records(&settings)?, &settings)?;
    for split in ["tuning", "held-out"] {
        let tally = &found.tallies[&("all".to_owned(), split.to_owned())];
        let (precision, recall) = (tally.precision().value.unwrap_or_default(), tally.shown_recall().value.unwrap_or_default());
        if precision < PRECISION || recall < RECALL {
            return Err(
                format!("{split}: precision {precision:.3} of at least {PRECISION}, recall with review {recall:.3} of {RECALL}").into()
            );
        }
    }
    is_current("data/links/quality.tsv", |day| quality::record(&found, day))
}
