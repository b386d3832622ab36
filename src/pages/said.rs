//! What went wrong, said in the language of a page, with the way on. What only a parser can say stays in English, and is marked so.

use super::label::Labels;
use super::text::{Link, Text};
use super::{Site, Visit, words};
use crate::error::{Class, Error};
use crate::questions::Question;
use crate::why::find;
use oxigraph::model::Term;
use oxigraph::model::vocab::xsd;

/// An error as a page says it.
pub(super) struct Said {
    pub(super) message: String,
    /// What is more precise, in the program's own words.
    pub(super) details: Vec<Text>,
    /// How to do it right.
    pub(super) hints: Vec<String>,
    /// Where to go instead.
    pub(super) ways: Vec<Link>,
}

/// Who is told, and of what address.
struct Teller<'a> {
    labels: Labels<'a>,
    visit: &'a Visit,
    question: Option<&'a Question>,
}

/// An error at an address, with or without its language.
pub(super) fn said(site: &Site, visit: &Visit, path: &str, error: &Error) -> Said {
    let name = path.rsplit_once("/questions/").map(|(_, name)| name);
    let question = site.questions().iter().find(|question| Some(question.name.as_str()) == name);
    Teller { labels: Labels { site, language: visit.language }, visit, question }.tell(error)
}

/// A sentence with what is named in it.
fn fill(sentence: &str, named: &[(&str, &str)]) -> String {
    named.iter().fold(sentence.to_owned(), |sentence, (name, value)| sentence.replace(&format!("{{{name}}}"), value))
}

impl Teller<'_> {
    fn tell(&self, error: &Error) -> Said {
        match error {
            Error::QuestionNotFound { name, nearest } => {
                let ways = nearest.iter().filter_map(|name| self.to_question(name)).collect();
                Said { ways, ..self.say("failure.question", &[("name", name)]) }
            }
            Error::ThingNotFound { name, nearest } => {
                let ways = nearest.iter().flat_map(|name| self.to_things(name)).collect();
                Said { ways, ..self.say("failure.thing", &[("name", name)]) }
            }
            Error::RouteNotFound { path } => self.say("failure.page", &[("path", path)]),
            Error::MethodNotAllowed { method, .. } => self.say("failure.method", &[("method", method)]),
            Error::ParameterUnknown { name, known, .. } => self.unknown(name, known),
            Error::ParameterInvalid { name, value, .. } => self.invalid(name, value),
            Error::QuerySyntax { problem, hint, .. } => {
                Said { details: self.details([problem].into_iter().chain(hint)), ..self.say("failure.syntax", &[]) }
            }
            Error::QueryForbidden { feature, hint } => {
                Said { details: self.details([feature, *hint]), ..self.say("failure.forbidden", &[]) }
            }
            Error::QueryTooComplex { .. } => Said { details: self.details([error.to_string()]), ..self.say("failure.complex", &[]) },
            Error::Limit { limit, .. } => Said {
                details: self.details([limit]),
                hints: vec![self.word("failure.limit-hint").to_owned()],
                ..self.say("failure.limit-text", &[])
            },
            other if other.class() == Class::Internal => {
                Said { details: self.details([other.to_string()]), ..self.say("failure.internal-text", &[]) }
            }
            other => {
                Said { details: self.details([other.to_string()].into_iter().chain(other.hints())), ..self.say("failure.input-text", &[]) }
            }
        }
    }

    fn word(&self, key: &'static str) -> &'static str {
        words::word(key, self.labels.language)
    }

    fn say(&self, key: &'static str, named: &[(&str, &str)]) -> Said {
        Said { message: fill(self.word(key), named), details: Vec::new(), hints: Vec::new(), ways: Vec::new() }
    }

    fn details<T: AsRef<str>>(&self, texts: impl IntoIterator<Item = T>) -> Vec<Text> {
        texts.into_iter().map(|text| Text::in_language(text.as_ref(), "en", self.labels.language.tag())).collect()
    }

    /// A parameter that the question does not have.
    fn unknown(&self, name: &str, known: &[String]) -> Said {
        let known: Vec<String> = known.iter().map(|name| self.label(name)).collect();
        let hint = match known.as_slice() {
            [] => self.word("failure.no-choices").to_owned(),
            known => fill(self.word("failure.choices"), &[("known", &known.join(", "))]),
        };
        Said { hints: vec![hint], ways: self.again(), ..self.say("failure.parameter", &[("name", name)]) }
    }

    /// A value that a parameter does not take.
    fn invalid(&self, name: &str, value: &str) -> Said {
        let parameter = self.question.and_then(|question| question.parameters.iter().find(|parameter| parameter.name == name));
        let is_day =
            parameter.is_some_and(|parameter| matches!(&parameter.example, Term::Literal(example) if example.datatype() == xsd::DATE));
        let twice = self.visit.parameters.iter().filter(|(given, _)| given == name).count() > 1;
        let named = [("value", value), ("name", &self.label(name))];
        let (key, hint) = match name {
            _ if parameter.is_some() && twice => ("failure.twice", "failure.twice-hint"),
            "names" if self.visit.parameter("as-of").is_none() => ("failure.no-day", "failure.day-hint"),
            "names" => ("failure.names", "failure.names-hint"),
            "as-of" => ("failure.day", "failure.day-hint"),
            _ if is_day => ("failure.day", "failure.day-hint"),
            _ => ("failure.value", "failure.value-hint"),
        };
        Said { hints: vec![self.word(hint).to_owned()], ways: self.again(), ..self.say(key, &named) }
    }

    /// What a parameter is called on the form.
    fn label(&self, name: &str) -> String {
        words::find(&format!("column.{name}"), self.labels.language).unwrap_or(name).to_owned()
    }

    /// The question itself, with its form as it stands at first.
    fn again(&self) -> Vec<Link> {
        self.question.and_then(|question| self.to_question(&question.name)).into_iter().collect()
    }

    fn to_question(&self, name: &str) -> Option<Link> {
        let header = &self.labels.site.questions().iter().find(|question| question.name == name)?.header;
        let language = self.labels.language;
        let text = Text::in_language(header.summary(language), header.summary_language(language), language.tag());
        Some(Link::new(text, format!("/{}/questions/{name}", language.tag())))
    }

    /// The things that a key or `kind/key` names; a page about an error has no errors of its own.
    fn to_things(&self, name: &str) -> Vec<Link> {
        let site = self.labels.site;
        let found = find::things(&site.store, &site.base, name).unwrap_or_default();
        found.iter().filter_map(|node| self.labels.link(node).ok()).filter(|link| link.href.is_some()).collect()
    }
}
