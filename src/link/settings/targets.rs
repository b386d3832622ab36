//! `ontology/link/targets.toml`: what is read of a target, and of which kind it is.

use serde::Deserialize;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::link::settings::Settings;

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
}
