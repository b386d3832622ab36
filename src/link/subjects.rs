//! Our own things, as the queries of `ontology/link/subjects/` find them: a file is a kind, a row is a thing, a role and a value.

use super::record::{Name, Sort};
use super::text::Tongue;
use crate::error::{Error, Result};
use crate::rdf::term::plain;
use crate::sparql::{self, Answer, Request};
use crate::store::Store;
use oxigraph::model::{Literal, Term};
use rust_embed::Embed;
use std::collections::BTreeMap;

#[derive(Embed)]
#[folder = "ontology/link/subjects"]
#[include = "*.rq"]
struct Queries;

/// A thing of ours that may be linked.
#[derive(Debug, Clone, Default)]
pub struct Subject {
    /// Its IRI.
    pub iri: String,
    /// Its kind: the name of the query.
    pub kind: String,
    /// Its names.
    pub names: Vec<Name>,
    /// Texts about it.
    pub texts: Vec<(Tongue, String)>,
    /// Names of what it belongs to.
    pub context: Vec<Name>,
    /// Its classes.
    pub classes: Vec<String>,
    /// Its organisation number.
    pub number: Option<String>,
    /// The organisation numbers of those that it names.
    pub actors: Vec<String>,
}

/// The things of a kind, sorted by IRI.
pub fn of_kind(store: &Store, kind: &str) -> Result<Vec<Subject>> {
    let file = Queries::get(&format!("{kind}.rq")).ok_or_else(|| missing(kind, "there is no such query"))?;
    let text = String::from_utf8(file.data.into_owned()).map_err(|error| Error::Store(Box::new(error)))?;
    let mut found: BTreeMap<String, Subject> = BTreeMap::new();
    sparql::answer(store, &Request::new(text), |answer| {
        let Answer::Rows(rows) = answer else { return Err(missing(kind, "it is no SELECT")) };
        for row in rows {
            let row: [Option<Term>; 3] = row?.try_into().unwrap_or_default();
            let [Some(Term::NamedNode(thing)), Some(role), Some(value)] = row else {
                return Err(missing(kind, "a row is not thing, role and value"));
            };
            let subject = found.entry(thing.as_str().to_owned()).or_insert_with(|| Subject {
                iri: thing.as_str().to_owned(),
                kind: kind.to_owned(),
                ..Subject::default()
            });
            subject.take(&plain(&role), &value).map_err(|problem| missing(kind, &problem))?;
        }
        Ok(())
    })?;
    let mut found: Vec<Subject> = found.into_values().collect();
    for subject in &mut found {
        subject.names.sort();
    }
    Ok(found)
}

impl Subject {
    fn take(&mut self, role: &str, value: &Term) -> std::result::Result<(), String> {
        let name = |sort| match value {
            Term::Literal(literal) => Tongue::of(literal.language()).map(|_| named(sort, literal)),
            _ => None,
        };
        match role {
            "label" => self.names.extend(name(Sort::Main)),
            "topic" => self.names.extend(name(Sort::Topic)),
            "other" => self.names.extend(name(Sort::Other)),
            "former" => self.names.extend(name(Sort::Former)),
            "context" => self.context.extend(name(Sort::Main)),
            "text" => self.texts.extend(name(Sort::Main).map(|text| (text.tongue(), text.text))),
            "class" => self.classes.push(plain(value)),
            "number" => self.number = Some(plain(value)),
            "actor" => self.actors.push(plain(value)),
            other => return Err(format!("`{other}` is no role")),
        }
        Ok(())
    }
}

fn named(sort: Sort, literal: &Literal) -> Name {
    Name { sort, tag: literal.language().map(str::to_owned), text: literal.value().to_owned() }
}

fn missing(kind: &str, problem: &str) -> Error {
    Error::QuestionInvalid { file: format!("ontology/link/subjects/{kind}.rq"), problem: problem.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::link::settings::Settings;

    #[test]
    fn every_kind_of_the_settings_has_things_with_names() {
        let store = Store::built_in().expect("the built-in graph");
        let settings = Settings::built_in().expect("the settings");
        for kind in settings.zones.subjects() {
            let found = of_kind(&store, kind).expect("things");
            assert!(found.len() >= 7, "{kind}: {}", found.len());
            assert!(found.iter().all(|subject| subject.names.iter().any(|name| name.sort == Sort::Main)), "{kind}");
        }
        assert_eq!(Queries::iter().count(), settings.zones.subjects().len());
    }

    #[test]
    fn later_names_numbers_and_classes_are_found() {
        let store = Store::built_in().expect("the built-in graph");
        let organisations = of_kind(&store, "organisation").expect("organisations");
        let kmd = organisations.iter().find(|subject| subject.iri.ends_with("/no-kmd")).expect("KMD");
        assert_eq!(kmd.number.as_deref(), Some("972417858"));
        assert!(kmd.names.iter().any(|name| name.sort == Sort::Former && name.text == "Kommunal- og distriktsdepartementet"));
        let events = of_kind(&store, "life-event").expect("life events");
        assert_eq!(events.len(), 7);
        assert_eq!(events.iter().filter(|event| event.classes[0].ends_with("BusinessEvent")).count(), 2);
    }
}
