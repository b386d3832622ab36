//! Our things and those of data.norge.no's catalogues: what may be the same, why, and what a person decided.

pub mod mapping;
