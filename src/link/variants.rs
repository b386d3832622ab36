//! Names of organisations that are nearly the same: with an abbreviation in brackets, with the country before them, or misspelt.
//! They are worth a look and no more.

use super::likeness::within;
use super::settings::words::Words;
use super::text::key;
use std::collections::BTreeSet;

/// Letters of a name in which one edit is nothing, and of one in which two are.
const ONE_EDIT: usize = 12;
const TWO_EDITS: usize = 20;

/// A name as it stands, without what stands in brackets, what stands in them, and each without words for the country and «the»; in letters.
pub(super) fn variants(text: &str, words: &Words) -> BTreeSet<String> {
    let mut parts = vec![text.to_owned()];
    if let Some((before, rest)) = text.split_once('(') {
        let (inside, after) = rest.split_once(')').unwrap_or((rest, ""));
        parts.extend([format!("{before} {after}"), inside.to_owned()]);
    }
    let mut found: BTreeSet<String> = parts.iter().map(|part| key(part)).collect();
    let country: Vec<String> = words.country.iter().map(|word| key(word)).collect();
    let plain =
        found.iter().map(|name| name.split(' ').filter(|word| !country.iter().any(|known| known == word)).collect::<Vec<_>>().join(" "));
    found.extend(plain.collect::<Vec<_>>());
    found.retain(|name| !name.is_empty());
    found
}

/// Whether two names differ by a misspelling.
pub(super) fn is_misspelt(one: &str, other: &str) -> bool {
    let letters = |text: &str| text.chars().count();
    let (one_long, other_long) = (letters(one), letters(other));
    let most = match one_long.min(other_long) {
        TWO_EDITS.. => 2,
        ONE_EDIT.. => 1,
        _ => return false,
    };
    one_long.abs_diff(other_long) <= most && one != other && within(one, other, most)
}

/// Whether two names have a variant in common or differ by a misspelling.
pub(super) fn are_near(ours: &BTreeSet<String>, theirs: &BTreeSet<String>) -> bool {
    ours.iter().any(|one| theirs.contains(one) || theirs.iter().any(|other| is_misspelt(one, other)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::link::settings::Settings;

    #[test]
    fn brackets_countries_and_misspellings_are_near_and_other_names_are_not() {
        let settings = Settings::built_in().expect("the settings");
        let near = |one: &str, other: &str| are_near(&variants(one, &settings.words), &variants(other, &settings.words));
        for (one, other, expected) in [
            ("Direktoratet for forvaltning og IKT (Difi)", "Difi", true),
            ("Direktoratet for forvaltning og IKT (Difi)", "Direktoratet for forvaltning og IKT", true),
            ("Norwegian Ministry of Culture", "Ministry of Culture", true),
            ("The Ministry of Culture", "Royal Norwegian Ministry of Culture", true),
            ("Kulturdepartmentet", "Kulturdepartementet", true),
            ("Kulturdepartementet", "Finansdepartementet", false),
            ("Ministry of Culture", "Ministry of Climate", false),
            ("Helfo", "Helse", false),
        ] {
            assert_eq!(near(one, other), expected, "{one} {other}");
        }
    }
}
