//! `ontology/link/words.toml`: words that say little, how compounds are joined, and the words of reasons.

use crate::link::text::Tongue;
use serde::Deserialize;
use std::collections::BTreeMap;

/// `words.toml`.
#[derive(Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Words {
    /// Words that say nothing.
    pub stop: Stop,
    /// Words that say little, because nearly everything in the field is called so.
    pub weak: Stop,
    /// Words that join the parts of a name.
    pub join: Stop,
    /// Words of organisations' names that tell the country.
    pub country: Vec<String>,
    /// How Norwegian joins words.
    pub compound: Compound,
    /// Why a candidate is one.
    pub reason: BTreeMap<String, BTreeMap<String, String>>,
}

/// Words of both languages.
#[derive(Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Stop {
    /// Of both written standards.
    pub norwegian: Vec<String>,
    /// Of English.
    pub english: Vec<String>,
}

impl Stop {
    /// Those of a language.
    pub fn of(&self, tongue: Tongue) -> &[String] {
        match tongue {
            Tongue::Norwegian => &self.norwegian,
            Tongue::English => &self.english,
        }
    }
}

/// How Norwegian joins words.
#[derive(Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Compound {
    /// Letters of the shortest part.
    pub shortest: usize,
    /// Parts that are shorter without what joins them.
    pub also: Vec<String>,
    /// Endings of parts that take an s before the next.
    pub joined_by_s: Vec<String>,
    /// Parts that take an e before the next.
    #[serde(default)]
    pub joined_by_e: Vec<String>,
    /// Letters of a known word that takes an unknown compound apart; 0 when only wholly known compounds are.
    #[serde(default)]
    pub known: usize,
    /// Letters of what is left then.
    #[serde(default)]
    pub rest: usize,
    /// Prefixes that are no words of their own there: «overføring» is no «føring».
    #[serde(default)]
    pub prefixes: Vec<String>,
    /// Endings that are taken from stems once more.
    #[serde(default)]
    pub again: Vec<String>,
}

impl Words {
    /// A reason in words.
    pub fn reason(&self, code: &str, language: &str, values: &[String]) -> String {
        let text = self.reason.get(code).and_then(|texts| texts.get(language)).cloned().unwrap_or_else(|| code.to_owned());
        values.iter().enumerate().fold(text, |text, (at, value)| text.replace(&format!("{{{at}}}"), value))
    }
}

#[cfg(test)]
mod tests {
    use crate::link::settings::Settings;

    #[test]
    fn every_reason_stands_in_three_languages_with_the_same_places() {
        let settings = Settings::built_in().expect("the settings");
        for (code, texts) in &settings.words.reason {
            assert_eq!(texts.keys().collect::<Vec<_>>(), ["en", "nb", "nn"], "{code}");
            let places = |text: &String| text.matches('{').count();
            assert!(texts.values().all(|text| places(text) == places(&texts["nb"])), "{code}");
        }
        assert_eq!(settings.words.reason("same", "en", &["A".to_owned()]), "same name: “A”");
    }
}
