//! How good the proposed links are on the judged pairs: `data/links/quality.tsv` is the table, and the aims of it are floors.

use libtest_mimic::{Failed, Trial};
use samstyr::link::evaluate::{self, GOLD};
use samstyr::link::quality;
use samstyr::link::settings::Settings;
use samstyr::sparql::record::Record;
use samstyr::store::Store;
use samstyr::validity;
use std::fs;
use std::path::Path;

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
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("data/links/quality.tsv");
    let kept = fs::read_to_string(&path).map_err(|error| format!("{}: {error}; UPDATE=1 writes it", path.display()));
    let day = kept.as_ref().ok().and_then(|text| Record::parse(text).ok()).map_or_else(validity::today, |record| record.made_on);
    let now = quality::record(&found, &day)?.text()?;
    if kept.as_ref() == Ok(&now) {
        return Ok(());
    }
    if std::env::var_os("UPDATE").is_some() {
        quality::record(&found, &validity::today())?.write(&path)?;
        return Ok(());
    }
    Err(format!("expected\n{}\ngot\n{now}\nUPDATE=1 accepts it; say in the commit why, and `make build`", kept?).into())
}
