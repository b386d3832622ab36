//! Records of what our own checks found: what a check finds now is what its file says.

use libtest_mimic::Failed;
use samstyr::error::Result;
use samstyr::sparql::record::Record;
use samstyr::validity;
use std::fs;
use std::path::Path;

/// Compares a record of the day that the file names; `UPDATE=1` writes one of today when they differ.
pub fn is_current(file: &str, record: impl Fn(&str) -> Result<Record>) -> std::result::Result<(), Failed> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(file);
    let kept = fs::read_to_string(&path).map_err(|error| format!("{}: {error}; UPDATE=1 writes it", path.display()));
    let day = kept.as_ref().ok().and_then(|text| Record::parse(text).ok()).map_or_else(validity::today, |record| record.made_on);
    let now = record(&day)?.text()?;
    if kept.as_ref() == Ok(&now) {
        return Ok(());
    }
    if std::env::var_os("UPDATE").is_some() {
        record(&validity::today())?.write(&path)?;
        return Ok(());
    }
    Err(format!("expected\n{}\ngot\n{now}\nUPDATE=1 accepts it; say in the commit why, and `make build`", kept?).into())
}
