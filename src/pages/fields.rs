//! The fields of a question's form: what a parameter may be chosen from, by name, and what is typed.

use super::label::Labels;
use super::text::Text;
use super::{kinds, words};
use crate::error::Result;
use crate::questions::{Parameter, Question};
use crate::sparql::{self, Answer, Request};
use oxigraph::model::vocab::{rdf, xsd};
use oxigraph::model::{GraphNameRef, NamedNode, NamedOrBlankNode, Term};
use std::collections::{BTreeMap, BTreeSet};

/// More choices than this are typed, not chosen.
const MOST: usize = 100;

/// A field of the form.
pub(super) struct Field {
    pub(super) name: String,
    pub(super) label: String,
    pub(super) value: String,
    /// The type of an input; unused where there are choices.
    pub(super) kind: &'static str,
    /// None where a value is typed.
    pub(super) groups: Vec<Group>,
}

/// Choices of one kind of thing; without a name where there is one kind only.
pub(super) struct Group {
    pub(super) name: Option<String>,
    pub(super) choices: Vec<Choice>,
}

/// A value that can be chosen.
pub(super) struct Choice {
    pub(super) value: String,
    pub(super) text: Text,
    pub(super) selected: bool,
}

/// The fields of a question, with the values that are given.
pub(super) fn of(labels: &Labels<'_>, question: &Question, values: &[(String, String)]) -> Result<Vec<Field>> {
    question.parameters.iter().map(|parameter| field(labels, question, parameter, values)).collect()
}

fn field(labels: &Labels<'_>, question: &Question, parameter: &Parameter, values: &[(String, String)]) -> Result<Field> {
    let given = values.iter().find(|(name, _)| *name == parameter.name).map(|(_, value)| value.clone());
    let value = given.unwrap_or_else(|| parameter.example_text(&labels.site.base));
    let label = words::find(&format!("column.{}", parameter.name), labels.language).unwrap_or(&parameter.name).to_owned();
    let kind = match &parameter.example {
        Term::Literal(literal) if literal.datatype() == xsd::DATE => "date",
        Term::Literal(literal) if literal.datatype() == xsd::INTEGER => "number",
        _ => "text",
    };
    let groups = match &parameter.example {
        Term::NamedNode(example) => groups(labels, things(labels, question, parameter, example)?, example, &value)?,
        _ => Vec::new(),
    };
    Ok(Field { name: parameter.name.clone(), label, value, kind, groups })
}

/// What a parameter may be: what its question says, or the things that share a class with its example.
fn things(labels: &Labels<'_>, question: &Question, parameter: &Parameter, example: &NamedNode) -> Result<BTreeSet<NamedNode>> {
    let site = labels.site;
    let mut things = BTreeSet::from([example.clone()]);
    let Some(query) = question.choices(&parameter.name) else {
        for class in labels.classes(example)? {
            for quad in site.store.matching(None, Some(rdf::TYPE), Some(class.as_ref().into()), GraphNameRef::DefaultGraph) {
                if let NamedOrBlankNode::NamedNode(thing) = quad?.subject {
                    things.insert(thing);
                }
            }
        }
        return Ok(things);
    };
    let request = Request { timeout: Some(site.timeout), ..Request::new(query) };
    sparql::answer(&site.store, &request, |answer| {
        let Answer::Rows(rows) = answer else { return Ok(()) };
        for row in rows {
            if let Some(Some(Term::NamedNode(thing))) = row?.into_iter().next() {
                things.insert(thing);
            }
        }
        Ok(())
    })?;
    Ok(things)
}

/// The things by kind and label; what was given is among them.
fn groups(labels: &Labels<'_>, things: BTreeSet<NamedNode>, example: &NamedNode, given: &str) -> Result<Vec<Group>> {
    if things.len() > MOST {
        return Ok(Vec::new());
    }
    let base = &labels.site.base;
    let own_kind = base.name_of(example.as_str()).and_then(|name| name.split_once('/')).map(|(kind, _)| kind);
    let mut by_kind: BTreeMap<String, Vec<Choice>> = BTreeMap::new();
    for thing in things {
        let name = base.name_of(thing.as_str()).and_then(|name| name.split_once('/'));
        let value = match (name, own_kind) {
            (Some((kind, key)), Some(own)) if kind == own => key.to_owned(),
            (Some((kind, key)), _) => format!("{kind}/{key}"),
            (None, _) => thing.as_str().to_owned(),
        };
        let number = labels.text_of(&thing, crate::rdf::vocab::skos::NOTATION)?;
        let text = labels.of(&thing)?;
        let text = Text { value: number.map_or(text.value.clone(), |number| format!("{} {}", number.value, text.value)), ..text };
        let selected = value == given || thing.as_str() == given || name.is_some_and(|(kind, key)| given == format!("{kind}/{key}"));
        let kind = name.map_or_else(String::new, |(kind, _)| kinds::name(kind, labels.language));
        by_kind.entry(kind).or_default().push(Choice { value, text, selected });
    }
    if !by_kind.values().flatten().any(|choice| choice.selected) {
        let choice = Choice { value: given.to_owned(), text: Text::plain(given), selected: true };
        by_kind.entry(String::new()).or_default().push(choice);
    }
    let named = by_kind.len() > 1;
    let group = |(name, mut choices): (String, Vec<Choice>)| {
        choices.sort_by_key(|choice| choice.text.value.to_lowercase());
        Group { name: Some(name).filter(|name| named && !name.is_empty()), choices }
    };
    Ok(by_kind.into_iter().map(group).collect())
}
