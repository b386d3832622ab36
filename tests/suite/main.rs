//! Hand-written tests: one file for each capability, [`world`] the only helper.

#![expect(clippy::unwrap_used, reason = "a test stops where something unexpected happens")]

mod ask;
mod build;
mod citation;
mod convert;
mod coverage;
mod diff;
mod http;
mod layout;
mod limits;
mod page_words;
mod pages;
mod preflight;
mod publish;
mod query;
mod removal;
mod rules;
mod serve;
mod time;
mod transcripts;
mod validate;
mod verify_sources;
mod why;
mod why_formats;
mod why_not;
mod why_scopes;
mod world;
