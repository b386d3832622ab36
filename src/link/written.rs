//! The two written standards of Norwegian: which nynorsk stems are which bokmål stems, learned from names that are given in both.

use super::likeness::ratio;
use super::record::{Name, Sort};
use super::text::{Analysis, Tongue, words};
use std::collections::{BTreeMap, HashMap};

/// Share of letters in which two stems of the same word agree at least, unless they stand alone against each other twice or more.
const ALIKE: f64 = 0.5;

/// Bokmål stems by nynorsk stems that differ from them.
pub(super) type Written = HashMap<Box<str>, Box<str>>;

/// What names in both standards tell: those with as many words, word by word. A stem that is as often itself is left as it is.
pub(super) fn learned<'a>(all: impl Iterator<Item = &'a [Name]>, analysis: &mut Analysis) -> Written {
    let mut counts: BTreeMap<String, BTreeMap<String, (u32, f64)>> = BTreeMap::new();
    for names in all {
        let of = |wanted: &str| {
            let mut found = names.iter().filter(|name| name.sort == Sort::Main && name.tag.as_deref() == Some(wanted));
            found.next().filter(|_| found.next().is_none())
        };
        let (Some(bokmal), Some(nynorsk)) = (of("nb"), of("nn")) else { continue };
        let (bokmal, nynorsk) = (words(&bokmal.text), words(&nynorsk.text));
        if bokmal.len() != nynorsk.len() {
            continue;
        }
        let alone = bokmal.iter().zip(&nynorsk).filter(|(one, other)| one != other).count() == 1;
        for (one, other) in bokmal.iter().zip(&nynorsk) {
            for (one, other) in stem_pairs(one, other, analysis) {
                let alike = ratio(&one, &other);
                if alone || alike >= ALIKE {
                    counts.entry(other).or_default().entry(one).or_insert((0, alike)).0 += 1;
                }
            }
        }
    }
    let best = counts.iter().filter_map(|(nynorsk, found)| {
        // Of those as frequent, the first in the alphabet.
        let (bokmal, (count, alike)) = found.iter().rev().max_by_key(|(_, (count, _))| *count)?;
        let itself = found.get(nynorsk).map_or(0, |(count, _)| *count);
        (*count > itself && (*alike >= ALIKE || *count > 1)).then(|| (Box::from(nynorsk.as_str()), Box::from(bokmal.as_str())))
    });
    let best: Written = best.collect();
    // One step only: what is a bokmål stem here is not led on elsewhere.
    best.iter().filter(|(_, bokmal)| !best.contains_key(*bokmal)).map(|(nynorsk, bokmal)| (nynorsk.clone(), bokmal.clone())).collect()
}

/// The stems of two words one against the other, if they are as many.
fn stem_pairs(one: &str, other: &str, analysis: &mut Analysis) -> Vec<(String, String)> {
    let mut stems = |word: &str| {
        let mut found = Vec::new();
        analysis.each_stem(word, Tongue::Norwegian, |stem| found.push(stem.to_owned()));
        found
    };
    let (one, other) = (stems(one), stems(other));
    if one.len() == other.len() { one.into_iter().zip(other).collect() } else { Vec::new() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::link::settings::Settings;

    fn names(bokmal: &str, nynorsk: &str) -> Vec<Name> {
        let name = |tag: &str, text: &str| Name { sort: Sort::Main, tag: Some(tag.to_owned()), text: text.to_owned() };
        vec![name("nb", bokmal), name("nn", nynorsk)]
    }

    #[test]
    fn words_are_learned_by_their_place_and_the_rest_is_left() {
        let settings = Settings::built_in().expect("the settings");
        let mut analysis = Analysis::new(&settings.words, std::collections::BTreeSet::new()).expect("an analysis");
        let all = [
            names("Åpne data", "Opne data"),
            names("Uker med ferie", "Veker med ferie"),
            names("Uker i året", "Veker i året"),
            names("Ansatte", "Tilsette"),
            names("Ansatte i staten", "Tilsette i staten"),
            names("Katt og hund", "Hund og katt"),
            names("Bil", "Lue"),
            names("Norsk språk", "Norsk mål og skrift"),
        ];
        let found = learned(all.iter().map(Vec::as_slice), &mut analysis);
        let of = |stem: &str| found.get(stem).map(|stem| &**stem);
        assert_eq!((of("opn"), of("vek")), (Some("åpn"), Some("uker")));
        let (bokmal, nynorsk) = stem_pairs("ansatte", "tilsette", &mut analysis).remove(0);
        assert_eq!(of(&nynorsk), Some(bokmal.as_str()), "not alike, but twice, and so is «uke»");
        assert_eq!((of("hund"), of("lu"), of("mål")), (None, None, None));
    }
}
