//! How matching is set up: `ontology/link/*.toml`, built in. What is a target, what a name is worth, where the zones begin, and the words for it.

pub mod targets;
pub mod words;
pub mod zones;

use crate::error::{Error, Result};
use crate::link::thesaurus::Thesaurus;
use serde::de::DeserializeOwned;
use std::fs;
use std::path::Path;
use targets::Targets;
use words::Words;
use zones::Zones;

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

impl Settings {
    /// The settings that are built in.
    pub fn built_in() -> Result<Self> {
        Self::read(None)
    }

    /// The settings of a folder with files of the same names, or those built in.
    pub fn read(folder: Option<&Path>) -> Result<Self> {
        Ok(Self {
            targets: part(folder, "targets.toml", include_str!("../../../ontology/link/targets.toml"))?,
            zones: part(folder, "zones.toml", include_str!("../../../ontology/link/zones.toml"))?,
            words: part(folder, "words.toml", include_str!("../../../ontology/link/words.toml"))?,
            thesaurus: part(folder, "thesaurus.toml", include_str!("../../../ontology/link/thesaurus.toml"))?,
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
}
