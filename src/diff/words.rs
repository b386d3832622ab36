//! Differences in the words of the domain: the sentences of `ontology/diff/sentences.toml`, with names from the graphs themselves.

use super::facts::{Change, Difference, Evidence, Index, NAMES};
use crate::error::{Error, Result};
use crate::questions::Language;
use crate::rdf::iri::Base;
use crate::rdf::term::{as_subject, plain};
use crate::rdf::vocab::{PREFIXES, skos};
use oxigraph::model::vocab::{rdf, rdfs};
use oxigraph::model::{NamedNode, NamedOrBlankNode, Term};
use serde::Deserialize;
use std::collections::{BTreeMap, BTreeSet};

/// A text in nb, nn and en.
#[derive(Debug, Deserialize)]
struct Text {
    nb: String,
    nn: String,
    en: String,
}

impl Text {
    fn in_language(&self, language: Language) -> &str {
        match language {
            Language::Nb => &self.nb,
            Language::Nn => &self.nn,
            Language::En => &self.en,
        }
    }
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Sentence {
    property: String,
    value: Option<String>,
    added: Option<Text>,
    removed: Option<Text>,
    changed: Option<Text>,
}

/// The sentences and phrases, as they are built in.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Sentences {
    bare: Vec<String>,
    sentence: Vec<Sentence>,
    phrase: BTreeMap<String, Text>,
}

impl Sentences {
    /// Reads them.
    pub fn built_in() -> Result<Self> {
        toml::from_str(include_str!("../../ontology/diff/sentences.toml")).map_err(|error| Error::Store(Box::new(error)))
    }
}

/// Names and sentences in one language.
pub struct Words<'a> {
    /// Where names are looked up: first what is, then what was, then the built-in graph, which knows the ontology.
    pub graphs: Vec<&'a Index<'a>>,
    /// The sentences.
    pub sentences: &'a Sentences,
    /// The language; nb where a name is missing in it.
    pub language: Language,
}

impl Words<'_> {
    /// A phrase with its places filled.
    pub fn phrase(&self, name: &str, fill: &[(&str, &str)]) -> String {
        let text = self.sentences.phrase.get(name).map_or(name, |text| text.in_language(self.language));
        filled(text, |place| fill.iter().find(|(name, _)| *name == place).map(|(_, value)| (*value).to_owned())).unwrap_or_default()
    }

    /// What a difference says.
    pub fn sentence(&self, difference: &Difference, alone: bool) -> String {
        let (kind, value) = match &difference.change {
            Change::Added(value) => ("added", value),
            Change::Removed(value) => ("removed", value),
            Change::Changed(_, after) => ("changed", after),
            Change::Evidence(value) => (evidence_kind(difference), value),
        };
        let place = |name: &str| self.place(difference, name);
        let own = self.template(difference, kind, value).and_then(|template| filled(template, place));
        let general = || {
            let name = if alone && matches!(kind, "added" | "removed") { "fact" } else { kind };
            self.sentences.phrase.get(name).and_then(|text| filled(text.in_language(self.language), place))
        };
        finished(&own.or_else(general).unwrap_or_default())
    }

    fn template(&self, difference: &Difference, kind: &str, value: &Term) -> Option<&str> {
        let of_property = |sentence: &&Sentence| long(&sentence.property) == difference.property.as_str();
        let of_value = |sentence: &Sentence| sentence.value.as_ref().is_none_or(|wanted| long(wanted) == plain(value));
        let text = |sentence: &&'_ Sentence| match kind {
            "added" => sentence.added.is_some(),
            "removed" => sentence.removed.is_some(),
            "changed" => sentence.changed.is_some(),
            _ => false,
        };
        let found = self.sentences.sentence.iter().filter(of_property).filter(|sentence| of_value(sentence)).find(text)?;
        let text = match kind {
            "added" => &found.added,
            "removed" => &found.removed,
            _ => &found.changed,
        };
        text.as_ref().map(|text| text.in_language(self.language))
    }

    /// What stands in a place of a sentence; nothing when the thing has no such property.
    fn place(&self, difference: &Difference, name: &str) -> Option<String> {
        let value = |value: &Term| self.value(value);
        match (name, &difference.change) {
            ("thing", _) => Some(self.thing(&difference.subject, false)),
            ("property", change) => Some(self.property(&difference.property, change)),
            ("value", Change::Added(term) | Change::Removed(term) | Change::Evidence(term)) => Some(value(term)),
            ("before", Change::Changed(before, _)) => Some(value(before)),
            ("after", Change::Changed(_, after)) => Some(value(after)),
            (name, _) if name.contains(':') => {
                let property = NamedNode::new(long(name)).ok()?;
                self.graphs.iter().find_map(|graph| graph.values(&difference.subject, property.as_ref()).first().map(|term| value(term)))
            }
            _ => None,
        }
    }

    /// A property's name; the language stands behind it where a value has one.
    fn property(&self, property: &NamedNode, change: &Change) -> String {
        let name = self.name(&property.clone().into()).unwrap_or_else(|| format!("`{}`", short(property.as_str())));
        let (Change::Added(value) | Change::Removed(value) | Change::Changed(_, value) | Change::Evidence(value)) = change;
        match value {
            Term::Literal(literal) if literal.language().is_some() => format!("{name} ({})", literal.language().unwrap_or_default()),
            _ => name,
        }
    }

    /// A value: the name of a thing, or a text in quotation marks, or a number or date as it is.
    pub fn value(&self, term: &Term) -> String {
        match (as_subject(term), term) {
            (Some(thing), _) => self.thing(&thing, false),
            (None, Term::Literal(literal)) if literal.datatype() == rdf::LANG_STRING => format!("«{}»", literal.value()),
            (None, Term::Literal(literal)) => literal.value().to_owned(),
            (None, other) => other.to_string(),
        }
    }

    /// What a thing is called: class and number, or name; `full` has both.
    pub fn thing(&self, thing: &NamedOrBlankNode, full: bool) -> String {
        let Some(name) = self.name(thing) else {
            return match thing {
                NamedOrBlankNode::NamedNode(node) => short(node.as_str()),
                NamedOrBlankNode::BlankNode(node) => node.to_string(),
            };
        };
        let classes = self.classes(thing);
        let is_bare = classes.iter().any(|class| self.sentences.bare.iter().any(|bare| long(bare) == class.as_str()));
        let Some(class) = classes.iter().find_map(|class| self.name(&class.clone().into())).filter(|_| !is_bare) else {
            return name;
        };
        let number = self.graphs.iter().find_map(|graph| graph.values(thing, skos::NOTATION).first().map(|term| plain(term)));
        match number {
            Some(number) if full => format!("{class} {number} («{name}»)"),
            Some(number) => format!("{class} {number}"),
            None if name.to_lowercase().contains(&class.to_lowercase()) => format!("«{name}»"),
            None => format!("{class} «{name}»"),
        }
    }

    /// The classes of a thing, without those that follow from others.
    fn classes(&self, thing: &NamedOrBlankNode) -> Vec<NamedNode> {
        let Some(graph) = self.graphs.iter().find(|graph| !graph.values(thing, rdf::TYPE).is_empty()) else { return Vec::new() };
        let all: Vec<&Term> = graph.values(thing, rdf::TYPE);
        let above = |class: &Term| {
            let near = as_subject(class)
                .map(|class| self.graphs.iter().flat_map(|graph| graph.values(&class, rdfs::SUB_CLASS_OF)).collect::<Vec<_>>());
            near.unwrap_or_default()
        };
        let upper: BTreeSet<String> = all.iter().flat_map(|class| above(class)).map(ToString::to_string).collect();
        let lowest = all.into_iter().filter(|class| !upper.contains(&class.to_string()));
        lowest.filter_map(|class| if let Term::NamedNode(class) = class { Some(class.clone()) } else { None }).collect()
    }

    /// The name of a thing in the language, or in nb, or in any.
    pub fn name(&self, thing: &NamedOrBlankNode) -> Option<String> {
        let names: Vec<&Term> = self
            .graphs
            .iter()
            .map(|graph| NAMES.iter().flat_map(|property| graph.values(thing, *property)).collect())
            .find(|found: &Vec<_>| !found.is_empty())?;
        let in_language = |wanted: &str| {
            names.iter().find_map(|name| match name {
                Term::Literal(literal) if literal.language() == Some(wanted) => Some(literal.value().to_owned()),
                _ => None,
            })
        };
        in_language(self.language.tag()).or_else(|| in_language("nb")).or_else(|| names.first().map(|name| plain(name)))
    }

    /// The name of something that is given as an IRI.
    pub fn name_of_iri(&self, iri: &str) -> String {
        match NamedNode::new(iri) {
            Ok(node) => self.name(&node.into()).unwrap_or_else(|| short(iri)),
            Err(_) => iri.to_owned(),
        }
    }

    /// What a fact rests on, in short.
    pub fn evidence(&self, evidence: &BTreeSet<Evidence>) -> String {
        if evidence.is_empty() {
            return self.phrase("nothing", &[]);
        }
        evidence.iter().map(|evidence| self.one_evidence(evidence)).collect::<Vec<_>>().join("; ")
    }

    fn one_evidence(&self, evidence: &Evidence) -> String {
        let mut parts = Vec::new();
        if let Some(quote) = &evidence.quote {
            parts.push(format!("«{quote}»"));
        }
        parts.extend([&evidence.document, &evidence.part].into_iter().flatten().map(|iri| self.name_of_iri(iri)));
        if let Some(lines) = &evidence.lines {
            parts.push(self.phrase("lines", &[("lines", &lines.replace('-', "–"))]));
        }
        if !evidence.premises.is_empty() {
            parts.push(self.phrase("premises", &[("n", &evidence.premises.len().to_string())]));
        }
        parts.extend([&evidence.rule, &evidence.mode].into_iter().flatten().map(|iri| self.name_of_iri(iri)));
        parts.join(", ")
    }
}

/// What about the evidence is another: the quotation alone, how it is known alone, or more.
fn evidence_kind(difference: &Difference) -> &'static str {
    let without = |clear: fn(&mut Evidence)| {
        let all = |evidence: &BTreeSet<Evidence>| -> BTreeSet<Evidence> {
            let mut evidence: Vec<Evidence> = evidence.iter().cloned().collect();
            evidence.iter_mut().for_each(clear);
            evidence.into_iter().collect()
        };
        all(&difference.before) == all(&difference.after)
    };
    if without(|evidence| evidence.quote = None) {
        "quote"
    } else if without(|evidence| evidence.mode = None) {
        "mode"
    } else {
        "evidence"
    }
}

/// A text with `{places}` filled; nothing when one cannot be.
fn filled(text: &str, fill: impl Fn(&str) -> Option<String>) -> Option<String> {
    let mut parts = text.split('{');
    let mut out = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let (place, rest) = part.split_once('}')?;
        out.push_str(&fill(place)?);
        out.push_str(rest);
    }
    Some(out)
}

/// With a capital letter and a full stop.
fn finished(text: &str) -> String {
    let stop = if text.ends_with(['.', '?', '!']) || text.is_empty() { "" } else { "." };
    capital(text) + stop
}

/// With a capital letter.
pub fn capital(text: &str) -> String {
    let mut chars = text.chars();
    chars.next().map_or(String::new(), |first| first.to_uppercase().chain(chars).collect())
}

/// The IRI of a name such as `sam:bearer`.
fn long(name: &str) -> String {
    let found = name.split_once(':').and_then(|(prefix, local)| {
        let (_, namespace) = PREFIXES.iter().find(|(known, _)| *known == prefix)?;
        Some(format!("{namespace}{local}"))
    });
    found.unwrap_or_else(|| name.to_owned())
}

/// An IRI as a person can read it.
pub fn short(iri: &str) -> String {
    Base::default().short(iri).unwrap_or_else(|| iri.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_phrase_of_the_code_is_there_and_places_are_known() {
        let sentences = Sentences::built_in().expect("the sentences");
        for name in
            ["title", "same", "summary", "fact", "added", "removed", "changed", "evidence", "quote", "mode", "answer", "loose", "more"]
        {
            assert!(sentences.phrase.contains_key(name), "{name}");
        }
        for sentence in &sentences.sentence {
            assert_ne!(long(&sentence.property), sentence.property, "{} has no known prefix", sentence.property);
            for (text, own) in [(&sentence.added, "{value}"), (&sentence.removed, "{value}"), (&sentence.changed, "{after}")] {
                let Some(text) = text else { continue };
                for text in [&text.nb, &text.nn, &text.en] {
                    let places = text.split('{').skip(1).map(|part| part.split('}').next().unwrap_or_default());
                    let known =
                        places.filter(|place| !place.contains(':')).all(|place| ["thing", "value", "before", "after"].contains(&place));
                    assert!(known && (text.contains(own) || sentence.value.is_some()), "{text}");
                }
            }
        }
    }

    #[test]
    fn a_place_that_cannot_be_filled_gives_nothing() {
        assert_eq!(filled("a {b} c", |_| Some("x".to_owned())).as_deref(), Some("a x c"));
        assert_eq!(filled("a {b} c", |_| None), None);
        assert_eq!(filled("a {b", |_| Some(String::new())), None);
        assert_eq!((finished("åpent").as_str(), finished("").as_str()), ("Åpent.", ""));
    }
}
