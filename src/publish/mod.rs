//! Releases of the graph, and the catalogue that tells of them.
//!
//! [`details`] says who publishes what, where and when, and refuses placeholders. What is told is decided by queries in
//! `ontology/publish/`: [`documents`] builds the catalogue, [`service`] what an endpoint says of itself, [`tables`] the tables. [`release`] gathers the files, in the
//! syntaxes of [`syntax`] and [`jsonld`], and [`folder`] puts them in place; [`shelf`] has them where a file host wants them. No clock is read: same graph,
//! details and day in, same bytes out.

pub mod details;
pub mod documents;
mod feed;
mod folder;
mod jsonld;
mod previous;
mod rebase;
mod release;
mod service;
mod shelf;
mod syntax;
mod tables;

pub use details::Publication;
pub use documents::Documents;
pub use feed::feed;
pub use folder::{Files, add_sums, named};
pub use rebase::Rebase;
pub use release::{Answers, Made, Summary, make, publish, put};
pub use service::description;
pub use shelf::{missing, shelve};
pub use tables::Answered;
