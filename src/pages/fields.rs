//! The fields of a question's form: what a parameter may be chosen from, by name, and what is typed.

use super::label::Labels;
use super::text::Text;
use super::{kinds, query_string, words};
use crate::error::Result;
use crate::questions::{Parameter, Question};
use crate::sparql::{self, Answer, Request};
use oxigraph::model::vocab::{rdf, xsd};
use oxigraph::model::{NamedNode, Term};
use std::collections::{BTreeMap, BTreeSet};

/// More choices than this are typed, not chosen.
const MOST: usize = 100;
/// A copy without a server has a page for each choice where there are no more than these: all pages together stay few enough for any host.
const MOST_PAGES: usize = 20;

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

impl Field {
    /// Whether its choices have pages of their own.
    pub(super) fn has_pages(&self) -> bool {
        self.choices().any(|choice| choice.href.is_some())
    }

    pub(super) fn choices(&self) -> impl Iterator<Item = &Choice> {
        self.groups.iter().flat_map(|group| &group.choices)
    }
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
    /// Where the page stands that asks this, in a copy without a server.
    pub(super) href: Option<String>,
}

/// The fields of a question, with the values that are given. In a copy without a server, a choice has a page of its own where nothing
/// else is chosen.
pub(super) fn of(labels: &Labels<'_>, question: &Question, values: &[(String, String)]) -> Result<Vec<Field>> {
    let fields = question.parameters.iter().map(|parameter| field(labels, question, parameter, values));
    let mut fields = fields.collect::<Result<Vec<_>>>()?;
    let ([field], [parameter], Some(fixed)) = (fields.as_mut_slice(), question.parameters.as_slice(), labels.site.fixed()) else {
        return Ok(fields);
    };
    if field.choices().count() > MOST_PAGES {
        return Ok(fields);
    }
    let example = parameter.example_text(&labels.site.base);
    let here = format!("/{}/questions/{}", labels.language.tag(), question.name);
    for choice in field.groups.iter_mut().flat_map(|group| &mut group.choices) {
        let asked = if choice.value == example { String::new() } else { query_string([(field.name.as_str(), choice.value.as_str())]) };
        choice.href = Some(format!("{here}{asked}")).filter(|href| fixed.file(href).is_some());
    }
    Ok(fields)
}

/// One of them.
pub(super) fn field(labels: &Labels<'_>, question: &Question, parameter: &Parameter, values: &[(String, String)]) -> Result<Field> {
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
            things.extend(site.store.subjects(rdf::TYPE, Some(class.as_ref().into()))?);
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
    let own_kind = base.kind_and_key(example.as_str()).map(|(kind, _)| kind);
    let mut by_kind: BTreeMap<String, Vec<Choice>> = BTreeMap::new();
    for thing in things {
        let name = base.kind_and_key(thing.as_str());
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
        by_kind.entry(kind).or_default().push(Choice { value, text, selected, href: None });
    }
    if !by_kind.values().flatten().any(|choice| choice.selected) {
        let choice = Choice { value: given.to_owned(), text: Text::plain(given), selected: true, href: None };
        by_kind.entry(String::new()).or_default().push(choice);
    }
    let named = by_kind.len() > 1;
    let group = |(name, mut choices): (String, Vec<Choice>)| {
        choices.sort_by_key(|choice| choice.text.value.to_lowercase());
        Group { name: Some(name).filter(|name| named && !name.is_empty()), choices }
    };
    Ok(by_kind.into_iter().map(group).collect())
}
