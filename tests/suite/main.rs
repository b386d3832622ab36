//! Hand-written tests: one file for each capability, [`world`] and [`loopback`] the only helpers.

#![expect(clippy::unwrap_used, reason = "a test stops where something unexpected happens")]

mod ask;
mod build;
mod citation;
mod convert;
mod coverage;
mod diff;
mod endpoint;
mod http;
mod layout;
mod limits;
mod link;
mod link_answers;
mod link_check;
mod link_desk;
mod link_fetch;
mod link_propose;
mod link_review;
mod link_terminal;
mod loopback;
mod page_reading;
mod page_words;
mod pages;
mod pictures;
mod preflight;
mod preflight_net;
mod preflight_reading;
mod publish;
mod query;
mod removal;
mod rules;
mod serve;
mod service;
mod speaking;
mod terms;
mod time;
mod transcripts;
mod validate;
mod verify_sources;
mod why;
mod why_formats;
mod why_not;
mod why_scopes;
mod world;
