//! How alike the letters of two texts are.

use rapidfuzz::distance::levenshtein::{Args, distance_with_args};

/// Between 0, nothing in common, and 1, the same.
pub(super) fn ratio(one: &str, other: &str) -> f64 {
    rapidfuzz::fuzz::ratio(one.chars(), other.chars())
}

/// Whether no more than so many letters must be put in, taken out or changed to make one the other.
pub(super) fn within(one: &str, other: &str, edits: usize) -> bool {
    distance_with_args(one.chars(), other.chars(), &Args::default().score_cutoff(edits)).is_some()
}
