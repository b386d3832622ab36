//! Our things and those of data.norge.no's catalogues: what may be the same, why, and what a person decided.
//!
//! Catalogues are read into dated snapshots, by asking their services ([`fetch`]) or from files ([`import`]), in which old names are
//! replaced ([`legacy`]) and known mistakes are dropped ([`clean`]); everything else works on [`snapshot`]s, without a network.
//! [`propose`] compares our things with the resources of a snapshot, [`mapping`] keeps what people decided, [`evaluate`] says how good
//! the proposals are, and [`check`] whether what was linked still holds; it can also ask the targets themselves.

mod card;
pub mod check;
pub mod clean;
pub mod client;
pub mod compared;
pub mod desk;
pub mod document;
mod ended;
pub mod endpoints;
pub mod evaluate;
pub mod fetch;
mod guard;
mod heads;
pub mod import;
pub mod index;
pub mod kind;
pub mod legacy;
pub mod lexicon;
mod likeness;
pub mod manifest;
pub mod mapping;
pub mod proposals;
pub mod propose;
pub mod quality;
pub mod reading;
pub mod record;
pub mod relabelled;
pub mod relation;
pub mod review;
pub mod score;
pub mod settings;
pub mod snapshot;
mod sorted;
pub mod subjects;
pub mod text;
pub mod thesaurus;
mod variants;
pub mod wanted;
mod written;

use crate::error::Result;
use crate::rdf::read;
use clean::Cleaner;
use reading::{Found, Reader};
use settings::Settings;
use std::path::PathBuf;

/// The targets that some files hold, and what has no name; the files are read one by one, and mended as an import would.
pub fn targets(files: &[PathBuf], settings: &Settings) -> Result<Found> {
    let (mut reader, mut cleaner) = (Reader::new(settings), Cleaner::default());
    for file in files {
        read::file(file, &mut |quad| {
            if let Some(quad) = cleaner.clean(quad) {
                reader.take(&quad);
            }
        })?;
    }
    Ok(reader.finish())
}
