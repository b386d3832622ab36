//! What was found: a SHACL result with its rule and its place, whether a shape or a harvest rule found it.

use super::rules::Rule;
use crate::rdf::term::plain;
use crate::rdf::vocab::shorten;
use crate::validate::vocabulary as sh;
use crate::validate::{Path, ValidationResult, explain};
use oxigraph::model::{Literal, NamedNode, NamedNodeRef, NamedOrBlankNodeRef, Term};

/// Where the harvest rules have their IRIs.
const RULES: &str = "https://w3id.org/samstyr/preflight#";

/// How grave a finding is, in SHACL's words.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    /// Something is not harvested, or does not conform.
    Violation,
    /// It is harvested, but not as it could be.
    Warning,
    /// Good to know.
    Info,
}

impl Severity {
    /// The word in reports.
    pub fn word(self) -> &'static str {
        match self {
            Self::Violation => "violation",
            Self::Warning => "warning",
            Self::Info => "info",
        }
    }

    fn iri(self) -> NamedNode {
        let iri = match self {
            Self::Violation => sh::VIOLATION,
            Self::Warning => sh::WARNING,
            Self::Info => sh::INFO,
        };
        iri.into_owned()
    }

    /// A severity of a shape's own is a violation.
    fn of(iri: &NamedNode) -> Self {
        match iri.as_ref() {
            sh::WARNING => Self::Warning,
            sh::INFO => Self::Info,
            _ => Self::Violation,
        }
    }
}

/// One finding.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// The harvest rule, or the shape and its constraint.
    pub rule: String,
    /// The profile whose shape it is; nothing for a harvest rule.
    pub profile: Option<String>,
    /// How grave it is.
    pub severity: Severity,
    /// The line, where it is certain.
    pub line: Option<usize>,
    /// The column of a syntax error.
    pub column: Option<usize>,
    /// Whether it stops the harvest of the whole document.
    pub stops: bool,
    /// The rest.
    pub result: ValidationResult,
}

/// Where a harvest rule found something.
#[derive(Debug, Default)]
pub(super) struct Place {
    pub line: Option<usize>,
    pub column: Option<usize>,
    pub path: Option<NamedNode>,
    pub value: Option<Term>,
}

impl Place {
    pub(super) fn line(line: Option<usize>) -> Self {
        Self { line, ..Self::default() }
    }
}

impl Finding {
    /// What a harvest rule found.
    pub(super) fn of_rule(rule: &Rule, focus: impl Into<Term>, detail: &str, place: Place) -> Self {
        let node = NamedNode::new_unchecked(format!("{RULES}{}", rule.id));
        let message =
            |(words, language): (&str, &str)| Literal::new_language_tagged_literal_unchecked(words.replacen("{}", detail, 1), language);
        Self {
            rule: rule.id.to_owned(),
            profile: None,
            severity: rule.severity,
            line: place.line,
            column: place.column,
            stops: rule.stops,
            result: ValidationResult {
                focus: focus.into(),
                path: place.path.map(Path::Predicate),
                value: place.value,
                component: node.clone(),
                shape: node.into(),
                constraint: None,
                severity: rule.severity.iri(),
                messages: rule.words.into_iter().zip(["nb", "nn", "en"]).map(message).collect(),
            },
        }
    }

    /// What a shape of a profile found.
    pub(super) fn of_shape(profile: &str, result: ValidationResult, line: Option<usize>) -> Self {
        Self {
            rule: explain::rule(&result),
            profile: Some(profile.to_owned()),
            severity: Severity::of(&result.severity),
            line,
            column: None,
            stops: false,
            result,
        }
    }

    /// What it says.
    pub fn message(&self, language: &str) -> String {
        explain::message(&self.result, language)
    }

    /// Where it points, as SPARQL writes paths.
    pub fn path(&self) -> Option<String> {
        self.result.path.as_ref().map(explain::path_text)
    }

    /// The node, as an IRI or blank node.
    pub fn subject(&self) -> String {
        plain(&self.result.focus)
    }

    /// The value.
    pub fn value(&self) -> Option<String> {
        self.result.value.as_ref().map(plain)
    }
}

/// A node as a sentence names it.
pub(super) fn named(node: NamedOrBlankNodeRef<'_>) -> String {
    match node {
        NamedOrBlankNodeRef::NamedNode(node) => short(node),
        NamedOrBlankNodeRef::BlankNode(node) => node.to_string(),
    }
}

/// An IRI with its prefix, if it has one of ours.
pub(super) fn short(node: NamedNodeRef<'_>) -> String {
    shorten(node.as_str()).unwrap_or_else(|| node.to_string())
}
