//! How matching is set up: `ontology/link/*.toml`, built in. What is a target, what a name is worth, where the zones begin, and the words for it.

use crate::error::{Error, Result};
use crate::link::text::Tongue;
use crate::link::thesaurus::Thesaurus;
use serde::Deserialize;
use serde::de::DeserializeOwned;
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;
use std::sync::Arc;

pub use super::zones::{Ambiguous, Match, Names, Part, Related, Signals, Title, Zones};

/// Everything that `ontology/link/` says.
pub struct Settings {
    /// What is read of a target.
    pub targets: Targets,
    /// Worth of names and signals, and the zones.
    pub zones: Zones,
    /// Stop words, compounds and the words of reasons.
    pub words: Words,
    /// Which words belong together.
    pub thesaurus: Thesaurus,
}

/// `targets.toml`.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Targets {
    /// The properties of each role.
    pub role: BTreeMap<Role, Vec<String>>,
    /// Texts that stand where nobody wrote one.
    pub blank: Blank,
    /// How records that nobody means are told.
    pub unreal: Unreal,
    /// Where a number is one of a Norwegian register.
    pub register: Register,
    /// How a place in Norway is told.
    pub norway: Norway,
    /// The kinds, the first that fits wins.
    pub kind: Vec<Kind>,
    /// The kinds whose links each mapping set holds.
    #[serde(default)]
    pub set: BTreeMap<String, Vec<String>>,
}

/// What a property of a target is read as.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Role {
    /// Its name.
    Label,
    /// Another name.
    Other,
    /// A name for searching alone.
    Hidden,
    /// A keyword.
    Keyword,
    /// A text about it.
    Text,
    /// What it belongs under.
    Broader,
    /// What it is related to.
    Related,
    /// Who publishes it or answers for it.
    Publisher,
    /// An organisation number.
    Number,
    /// Where an organisation stands in the public sector, such as `/KOMMUNE/…`.
    Path,
    /// A code whose IRI ends in words.
    Code,
    /// What it is about in space.
    Spatial,
    /// The text of a label or definition that is a node of its own.
    Form,
}

/// Texts that are none.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Blank {
    /// The texts.
    pub texts: Vec<String>,
}

/// How records of tests and examples are told.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Unreal {
    /// Words of an IRI.
    pub words: Vec<String>,
    /// How a host begins.
    pub hosts: Vec<String>,
    /// Words of the name of a host of which nothing is linked, whatever its number.
    pub never: Vec<String>,
}

/// Where a number is one of a Norwegian register.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Register {
    /// How the addresses of its entries begin.
    pub prefixes: Vec<String>,
    /// Classes of what has such a number.
    pub classes: Vec<String>,
}

/// How a place in Norway is told.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Norway {
    /// Addresses, and how they begin where they end in `/` or `_`.
    pub places: Vec<String>,
    /// Names of the country, in small letters.
    pub names: Vec<String>,
}

/// A kind of target.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Kind {
    /// What it is called in rows and in `zones.toml`.
    pub name: String,
    /// How its IRIs begin.
    #[serde(default)]
    pub prefixes: Vec<String>,
    /// Its classes.
    #[serde(default)]
    pub classes: Vec<String>,
    /// The class of all its resources, where its IRIs tell it.
    pub category: Option<String>,
    /// Classes of which a resource has one at most: what has one of them is none of another.
    #[serde(default)]
    pub apart: Vec<String>,
}

impl Kind {
    /// Whether a resource with this IRI and these classes is of this kind.
    pub fn holds(&self, iri: &str, classes: &[Arc<str>]) -> bool {
        self.prefixes.iter().any(|prefix| iri.len() > prefix.len() && iri.starts_with(prefix.as_str())) || self.class(classes).is_some()
    }

    fn class(&self, classes: &[Arc<str>]) -> Option<&str> {
        self.classes.iter().find(|class| classes.iter().any(|found| **found == ***class)).map(String::as_str)
    }
}

impl Targets {
    /// The class that mapping sets write for a resource: its kind's, its own, or the kind's first.
    pub fn category(&self, iri: &str, classes: &[Arc<str>]) -> Option<&str> {
        let kind = self.kind.iter().find(|kind| kind.holds(iri, classes))?;
        kind.category.as_deref().or_else(|| kind.class(classes)).or_else(|| kind.classes.first().map(String::as_str))
    }

    /// The mapping set that links to a target belong in, by its IRI or else its class.
    pub fn set_of(&self, iri: &str, class: Option<&str>) -> Option<&str> {
        let classes: Vec<Arc<str>> = class.into_iter().map(Arc::from).collect();
        let kind = self.kind.iter().find(|kind| kind.holds(iri, &classes))?;
        self.set.iter().find(|(_, kinds)| kinds.contains(&kind.name)).map(|(set, _)| set.as_str())
    }

    /// Every class that mapping sets may write, each once.
    pub fn categories(&self) -> BTreeSet<&str> {
        self.kind.iter().flat_map(|kind| kind.category.iter().chain(&kind.classes)).map(String::as_str).collect()
    }
}

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

impl Settings {
    /// The settings that are built in.
    pub fn built_in() -> Result<Self> {
        Self::read(None)
    }

    /// The settings of a folder with files of the same names, or those built in.
    pub fn read(folder: Option<&Path>) -> Result<Self> {
        Ok(Self {
            targets: part(folder, "targets.toml", include_str!("../../ontology/link/targets.toml"))?,
            zones: part(folder, "zones.toml", include_str!("../../ontology/link/zones.toml"))?,
            words: part(folder, "words.toml", include_str!("../../ontology/link/words.toml"))?,
            thesaurus: part(folder, "thesaurus.toml", include_str!("../../ontology/link/thesaurus.toml"))?,
        })
    }
}

/// One file of the settings; one that a folder does not have is the one built in.
fn part<T: DeserializeOwned>(folder: Option<&Path>, name: &str, built_in: &str) -> Result<T> {
    let path = folder.map(|folder| folder.join(name)).filter(|path| path.is_file());
    let text = match &path {
        None => built_in.to_owned(),
        Some(path) => fs::read_to_string(path).map_err(|source| Error::Read { path: path.clone(), source })?,
    };
    toml::from_str(&text).map_err(|error| Error::ConfigInvalid {
        path: path.unwrap_or_else(|| Path::new("ontology/link").join(name)),
        problem: error.to_string(),
    })
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
    use super::*;

    #[test]
    fn zones_name_kinds_that_exist_and_begin_in_order() {
        let settings = Settings::built_in().expect("the settings");
        let kinds: Vec<&str> = settings.targets.kind.iter().map(|kind| kind.name.as_str()).collect();
        for found in &settings.zones.matches {
            assert!(found.targets.iter().all(|target| kinds.contains(&target.as_str())), "{:?}", found.targets);
            assert!(0.0 < found.review && found.review < found.accept && found.accept < 1.0, "{}", found.subject);
        }
        assert_eq!(settings.zones.subjects(), ["organisation", "life-event", "commitment", "group", "measure", "focus-area"]);
    }

    #[test]
    fn every_kind_has_one_mapping_set() {
        let targets = Settings::built_in().expect("the settings").targets;
        for kind in &targets.kind {
            assert_eq!(targets.set.values().flatten().filter(|name| **name == kind.name).count(), 1, "{}", kind.name);
        }
        assert_eq!(targets.set_of("https://psi.norge.no/los/ord/adopsjon", None), Some("los"));
        assert_eq!(targets.set_of("https://x.example/1", Some("http://www.w3.org/ns/dcat#Dataset")), Some("datasets"));
    }

    #[test]
    fn every_kind_has_a_category() {
        let settings = Settings::built_in().expect("the settings");
        assert!(settings.targets.kind.iter().all(|kind| kind.category.is_some() || !kind.classes.is_empty()));
        let category = |iri: &str, classes: &[&str]| {
            let classes: Vec<Arc<str>> = classes.iter().map(|class| Arc::from(*class)).collect();
            settings.targets.category(iri, &classes).map(|class| class.rsplit(['/', '#']).next().unwrap_or_default().to_owned())
        };
        assert_eq!(category("https://psi.norge.no/los/ord/a", &[]).as_deref(), Some("Concept"));
        assert_eq!(category("https://x.example/1", &["http://data.europa.eu/m8g/BusinessEvent"]).as_deref(), Some("BusinessEvent"));
        let register = "https://organization-catalog.fellesdatakatalog.digdir.no/organizations/991825827";
        assert_eq!(category(register, &[]).as_deref(), Some("RegisteredOrganization"));
        assert_eq!(category("https://x.example/1", &[]), None);
    }

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
