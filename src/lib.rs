//! Samstyr: a linked-data toolkit for public strategies and the agreements that carry them out.
//!
//! The map, in the order of dependency; a module names only modules above it (`tests/suite/layout.rs` holds it to that):
//!
//! | room | what it does |
//! |---|---|
//! | [`error`] | what can go wrong, named after what the user meets |
//! | [`rdf`] | IRIs, vocabularies, syntaxes, the canonical form |
//! | [`config`] | `samstyr.toml` |
//! | [`net`] | outgoing requests, under one policy |
//! | [`store`] | the quad store: built-in graph or files, union as default graph |
//! | [`sparql`] | query text to answer: guard, parameters, evaluation under limits, writers |
//! | [`why`] | the evidence of each row of an answer |
//! | [`validity`] | what held on a day, as a view of a graph |
//! | [`validate`] | the gate: SHACL over parsed terms |
//! | [`convert`] | between RDF syntaxes, streaming |
//! | [`link`] | our things and those of data.norge.no's catalogues: snapshots, candidates, review, mapping sets |
//! | [`ingest`] | ontology and fact sheets to canonical N-Quads, with a claim for every fact |
//! | [`evidence`] | do the quotations stand in the texts? |
//! | [`questions`] | the named questions, `queries/*.rq` |
//! | [`citation`] | references to answers, and their replay |
//! | [`preflight`] | what a harvest by data.norge.no will make of a catalogue |
//! | [`diff`] | what differs between two graphs, in the words of the domain |
//! | [`docs`] | the generated pages of `docs/`; is the ontology findable, accessible, interoperable and reusable? |
//! | [`pages`] | things, questions and answers as pages for people |
//! | [`publish`] | releases and their catalogue |
//! | [`http`] | one door: `/sparql`, `/questions`, `/ns`, `/catalog`, `/releases` |
//! | [`cli`] | the other door: `ask`, `query`, `diff`, `serve`, `validate`, `preflight`, `convert`, `verify-sources`, `coverage`, `build`, `publish` |
//!
//! ```
//! use samstyr::questions::{self, Language};
//! use samstyr::rdf::iri::Base;
//! use samstyr::sparql::{self, Answer};
//! use samstyr::store::Store;
//!
//! let question = questions::find("municipal-tiers")?;
//! let request = question.request(&[], Language::En, &Base::default())?;
//! let tiers = sparql::answer(&Store::built_in()?, &request, |answer| match answer {
//!     Answer::Rows(rows) => Ok(rows.count()),
//!     _ => Ok(0),
//! })?;
//! assert_eq!(tiers, 6);
//! # Ok::<(), samstyr::error::Error>(())
//! ```

pub mod error;

pub mod rdf;

pub mod config;

pub mod net;

pub mod store;

pub mod sparql;

pub mod why;

pub mod validity;

pub mod validate;

pub mod convert;

pub mod link;

pub mod ingest;

pub mod evidence;

pub mod questions;

pub mod citation;

pub mod preflight;

pub mod diff;

pub mod docs;

pub mod pages;

pub mod publish;

pub mod http;

pub mod cli;
