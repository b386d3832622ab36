//! Patterns in words that a person can read beside a row: our things by kind and key, other names by prefix.

use super::scope::{Solution, is_own, name, value};
use crate::error::Result;
use crate::rdf::iri::Base;
use crate::rdf::term::text_in;
use crate::rdf::vocab::skos;
use crate::sparql::tree;
use crate::store::Store;
use oxigraph::model::vocab::rdfs;
use oxigraph::model::{NamedNode, Term, Triple, Variable};
use spargebra::algebra::{Expression, GraphPattern, PropertyPathExpression};
use spargebra::term::{NamedNodePattern, TermPattern, TriplePattern};

/// A term in short.
pub(super) fn term(term: &Term) -> String {
    match term {
        Term::NamedNode(node) => {
            let iri = node.as_str();
            Base::default().short(iri).unwrap_or_else(|| node.to_string())
        }
        other => other.to_string(),
    }
}

/// A triple in short.
pub(super) fn statement(triple: &Triple) -> String {
    format!("{} {} {}", term(&triple.subject.clone().into()), term(&triple.predicate.clone().into()), term(&triple.object))
}

/// A triple pattern with the values that are known.
pub(super) fn triple(pattern: &TriplePattern, known: &Solution) -> String {
    let predicate = match (name(&pattern.predicate, known), &pattern.predicate) {
        (Some(found), _) => term(&found),
        (None, NamedNodePattern::Variable(variable)) => variable.to_string(),
        (None, NamedNodePattern::NamedNode(node)) => node.to_string(),
    };
    format!("{} {predicate} {}", end(&pattern.subject, known), end(&pattern.object, known))
}

/// A path with the values that are known.
pub(super) fn path(subject: &TermPattern, path: &PropertyPathExpression, object: &TermPattern, known: &Solution) -> String {
    format!("{} {} {}", end(subject, known), path_text(path), end(object, known))
}

/// The triples, paths and conditions of a pattern with the values that are known.
pub(super) fn pattern(pattern: &GraphPattern, known: &Solution) -> String {
    let mut parts = Vec::new();
    collect(pattern, known, &mut parts);
    parts.join(" . ")
}

fn collect(pattern: &GraphPattern, known: &Solution, parts: &mut Vec<String>) {
    match pattern {
        GraphPattern::Bgp { patterns } => parts.extend(patterns.iter().map(|pattern| triple(pattern, known))),
        GraphPattern::Path { subject, path: way, object } => parts.push(path(subject, way, object, known)),
        _ => {}
    }
    for child in tree::children(pattern) {
        collect(child, known, parts);
    }
    // Without its condition, what is said to be absent might be there.
    if let GraphPattern::Filter { expr, .. } = pattern
        && !is_exists(expr)
    {
        parts.push(format!("FILTER{}", expression(expr, known)));
    }
}

fn end(pattern: &TermPattern, known: &Solution) -> String {
    match (value(pattern, known), pattern) {
        (Some(found), _) => term(&found),
        (None, TermPattern::Variable(variable)) if is_own(variable) => "[]".to_owned(),
        (None, TermPattern::BlankNode(_)) => "[]".to_owned(),
        (None, other) => other.to_string(),
    }
}

fn path_text(path: &PropertyPathExpression) -> String {
    use PropertyPathExpression as P;
    match path {
        P::NamedNode(node) => term(&node.clone().into()),
        P::Reverse(inner) => format!("^{}", path_text(inner)),
        P::Sequence(left, right) => format!("{}/{}", path_text(left), path_text(right)),
        P::Alternative(left, right) => format!("({}|{})", path_text(left), path_text(right)),
        P::ZeroOrMore(inner) => format!("({})*", path_text(inner)),
        P::OneOrMore(inner) => format!("({})+", path_text(inner)),
        P::ZeroOrOne(inner) => format!("({})?", path_text(inner)),
        P::NegatedPropertySet(but) => {
            let but: Vec<String> = but.iter().map(|node| term(&node.clone().into())).collect();
            format!("!({})", but.join("|"))
        }
    }
}

/// An expression as SPARQL, with names in short.
pub(super) fn expression(expression: &Expression, known: &Solution) -> String {
    let mut filled = expression.clone();
    fill(&mut filled, known);
    let text = filled.to_string();
    let mut short = String::with_capacity(text.len());
    let mut rest = text.as_str();
    while let Some((before, after)) = rest.split_once('<') {
        short.push_str(before);
        if let Some((Ok(node), after)) = after.split_once('>').map(|(iri, after)| (NamedNode::new(iri), after)) {
            short.push_str(&term(&node.into()));
            rest = after;
        } else {
            short.push('<');
            rest = after;
        }
    }
    short + rest
}

/// Puts the values that are known in the place of their variables.
fn fill(expression: &mut Expression, known: &Solution) {
    if let Expression::Variable(variable) = expression {
        match known.get(variable) {
            Some(Term::NamedNode(node)) => *expression = node.clone().into(),
            Some(Term::Literal(literal)) => *expression = literal.clone().into(),
            _ => {}
        }
    }
    for inner in tree::expressions_in_mut(expression) {
        fill(inner, known);
    }
}

/// The label of a thing, property or class in a language, or in nb.
pub(super) fn label(store: &Store, node: &NamedNode, language: &str) -> Result<Option<String>> {
    for property in [skos::PREF_LABEL, rdfs::LABEL] {
        let labels = store.objects(node, property)?;
        if let Some(label) = text_in(&labels, language).or_else(|| text_in(&labels, "nb")) {
            return Ok(Some(label));
        }
    }
    Ok(None)
}

/// Whether an expression is EXISTS or NOT EXISTS, whose pattern is told by itself.
fn is_exists(expression: &Expression) -> bool {
    match expression {
        Expression::Exists(_) => true,
        Expression::Not(inner) => matches!(inner.as_ref(), Expression::Exists(_)),
        _ => false,
    }
}

/// Whether an expression looks at a variable, EXISTS left aside.
pub(super) fn mentions(expression: &Expression, variable: &Variable) -> bool {
    match expression {
        Expression::Variable(found) | Expression::Bound(found) => found == variable,
        other => tree::expressions_in(other).into_iter().any(|inner| mentions(inner, variable)),
    }
}
