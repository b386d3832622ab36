//! How one of our things may stand to a target. SKOS has matches between concepts; a dataset, an API or a service is none, and has a mere relation.
//! Which kinds of target have which is read off the predicates that `zones.toml` proposes for them.

use super::settings::Settings;
use crate::rdf::vocab::skos;
use oxigraph::model::NamedNode;
use std::sync::Arc;

/// A relation that a link may have.
#[derive(Debug, PartialEq, Eq)]
pub struct Relation {
    /// The predicate, in short.
    pub name: &'static str,
    /// The predicate.
    iri: &'static str,
    /// What a person answers.
    answers: [&'static str; 2],
    /// What a person is asked.
    asked: &'static str,
}

/// Every relation that a link may have.
pub const RELATIONS: &[Relation] = &[
    Relation::new("skos:exactMatch", "http://www.w3.org/2004/02/skos/core#exactMatch", ["e", "exact"], "[e]xact"),
    Relation::new("skos:closeMatch", "http://www.w3.org/2004/02/skos/core#closeMatch", ["c", "close"], "[c]lose"),
    Relation::new("skos:broadMatch", "http://www.w3.org/2004/02/skos/core#broadMatch", ["b", "broader"], "[b]roader (theirs is wider)"),
    Relation::new(
        "skos:narrowMatch",
        "http://www.w3.org/2004/02/skos/core#narrowMatch",
        ["n", "narrower"],
        "[n]arrower (theirs is narrower)",
    ),
    Relation::new("skos:relatedMatch", "http://www.w3.org/2004/02/skos/core#relatedMatch", ["r", "related"], "[r]elated match"),
    Relation::new("dct:relation", "http://purl.org/dc/terms/relation", ["d", "dct:relation"], "[d]ct:relation (to what is no concept)"),
];

impl Relation {
    const fn new(name: &'static str, iri: &'static str, answers: [&'static str; 2], asked: &'static str) -> Self {
        Self { name, iri, answers, asked }
    }

    /// The relation that a predicate is.
    pub fn of(predicate: &NamedNode) -> Option<&'static Self> {
        RELATIONS.iter().find(|relation| relation.iri == predicate.as_str())
    }

    /// The predicate.
    pub fn predicate(&self) -> NamedNode {
        NamedNode::new_unchecked(self.iri)
    }

    /// Whether it is one of the matches of SKOS, which are between concepts.
    fn is_match(&self) -> bool {
        self.iri.starts_with(skos::NAMESPACE)
    }
}

/// The relations that a target may have, by its IRI or else its class; all where nothing tells its kind.
pub fn with(settings: &Settings, target: &str, class: Option<&str>) -> Vec<&'static Relation> {
    let classes: Vec<Arc<str>> = class.into_iter().map(Arc::from).collect();
    let kind = settings.targets.kind.iter().find(|kind| kind.holds(target, &classes));
    let rules = settings.zones.matches.iter().filter(|rule| kind.is_some_and(|kind| rule.targets.contains(&kind.name)));
    let proposed: Vec<bool> = rules.flat_map(|rule| [&rule.same, &rule.part]).map(|iri| iri.starts_with(skos::NAMESPACE)).collect();
    RELATIONS.iter().filter(|relation| proposed.is_empty() || proposed.contains(&relation.is_match())).collect()
}

/// The question which of these relations it is.
pub(super) fn question(relations: &[&Relation]) -> String {
    format!("{}?", listed(&relations.iter().map(|relation| relation.asked).collect::<Vec<_>>(), "or"))
}

/// The relation that an answer names, or what could have been answered.
pub(super) fn chosen(relations: &[&'static Relation], answer: &str) -> Result<NamedNode, String> {
    let found = relations.iter().find(|relation| relation.answers.contains(&answer));
    found.map(|relation| relation.predicate()).ok_or_else(|| {
        let answers: Vec<&str> = relations.iter().map(|relation| relation.answers[0]).collect();
        let one_of = if answers.len() > 1 { "one of " } else { "" };
        format!("`{answer}` is not {one_of}{}", listed(&answers, "and"))
    })
}

fn listed(words: &[&str], conjunction: &str) -> String {
    match words {
        [] => String::new(),
        [one] => (*one).to_owned(),
        [rest @ .., last] => format!("{} {conjunction} {last}", rest.join(", ")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn matches_are_between_concepts_and_resources_have_a_relation() {
        let settings = Settings::built_in().expect("the settings");
        let names = |target: &str, class: Option<&str>| -> Vec<&str> {
            with(&settings, target, class).into_iter().map(|relation| relation.name).collect()
        };
        for class in
            ["http://www.w3.org/ns/dcat#Dataset", "http://www.w3.org/ns/dcat#DataService", "http://purl.org/vocab/cpsv#PublicService"]
        {
            assert_eq!(names("https://x.example/1", Some(class)), ["dct:relation"], "{class}");
        }
        for (target, class) in [
            ("https://psi.norge.no/los/ord/adopsjon", None),
            ("https://x.example/1", Some("http://www.w3.org/2004/02/skos/core#Concept")),
            ("https://x.example/1", Some("http://data.europa.eu/m8g/BusinessEvent")),
            ("https://organization-catalog.fellesdatakatalog.digdir.no/organizations/991825827", None),
        ] {
            assert_eq!(names(target, class).len(), 5, "{target}");
            assert!(!names(target, class).contains(&"dct:relation"), "{target}");
        }
        assert_eq!(names("https://x.example/1", None).len(), RELATIONS.len());
    }

    #[test]
    fn every_kind_of_target_is_proposed_with_something() {
        let settings = Settings::built_in().expect("the settings");
        for kind in &settings.targets.kind {
            assert!(settings.zones.matches.iter().any(|rule| rule.targets.contains(&kind.name)), "{}", kind.name);
        }
    }
}
