//! Our things and those of data.norge.no's catalogues: what may be the same, why, and what a person decided.
//!
//! Catalogues are read into dated snapshots, by asking their services ([`fetch`]) or from files ([`import`]), in which old names are replaced ([`legacy`]) and known
//! mistakes are dropped ([`clean`]); everything else works on [`snapshot`]s, without a network.

pub mod clean;
pub mod client;
pub mod document;
pub mod endpoints;
pub mod fetch;
pub mod import;
pub mod kind;
pub mod legacy;
pub mod manifest;
pub mod mapping;
pub mod review;
pub mod snapshot;
mod sorted;
