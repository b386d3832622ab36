//! Data-driven tests: one for each question file, each invalid example, each W3C SHACL test.
//!
//! `UPDATE=1 cargo nextest run` rewrites the expected answers; the diff is the review.

#![expect(clippy::unwrap_used, reason = "a test stops where something unexpected happens")]

mod catalogue;
mod endpoint;
mod kept;
mod links;
mod preflight;
mod questions;
mod shacl;
mod shapes;
mod sources;
mod why;

use libtest_mimic::{Arguments, Trial};

fn main() {
    let arguments = Arguments::from_args();
    let mut trials: Vec<Trial> = questions::trials();
    trials.extend(catalogue::trials());
    trials.extend(endpoint::trials());
    trials.extend(links::trials());
    trials.extend(preflight::trials());
    trials.extend(shacl::trials());
    trials.extend(shapes::trials());
    trials.extend(sources::trials());
    trials.extend(why::trials());
    libtest_mimic::run(&arguments, trials).exit();
}
