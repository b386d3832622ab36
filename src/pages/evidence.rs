//! What a fact or a row rests on, as a page shows it: how it is known, the quotation, and where that stands.

use super::label::Labels;
use super::text::{Link, Text, Value};
use super::words;
use crate::error::Result;
use crate::rdf::vocab::{PREFIXES, sam, skos};
use crate::why::{Evidence, Kind, said};
use askama::Template;
use askama::filters::HtmlSafe;
use oxigraph::model::vocab::rdf;
use oxigraph::model::{Literal, NamedNode};
use std::collections::BTreeSet;

/// As many premises stand open; more are folded.
const OPEN: usize = 4;

/// One thing that something rests on.
#[derive(PartialEq, Eq, Template)]
#[template(path = "proof.html")]
pub(super) struct Proof {
    /// How it is known, in words and with a sign.
    mode: Vec<Value>,
    /// What is said when it is no passage: an absence, an aggregate, a rule.
    what: Option<Link>,
    /// The statement in words, where it is a triple of things that have names.
    spoken: Option<Value>,
    /// The pattern in short, where there are no words for it and a person may want it.
    statement: Option<String>,
    quote: Option<Text>,
    /// Why a person decided for a link or against it.
    decision: Option<Text>,
    /// Who decided, when and how surely.
    decided: Option<String>,
    document: Option<Link>,
    part: Option<Link>,
    lines: Option<String>,
    conflicts: Vec<Link>,
    from: &'static str,
    conflict_word: &'static str,
    premises: Vec<Proof>,
    /// Whether the premises are folded away: those of something that is itself a premise, and many.
    folded: bool,
}

impl HtmlSafe for Proof {}

/// Evidence for a page; what nobody claims is left out where something else is known.
pub(super) fn proofs(labels: &Labels<'_>, evidence: &[Evidence]) -> Result<Vec<Proof>> {
    proofs_at(labels, evidence, 0)
}

fn proofs_at(labels: &Labels<'_>, evidence: &[Evidence], depth: usize) -> Result<Vec<Proof>> {
    let mut found = Vec::new();
    for evidence in evidence.iter().filter(|evidence| evidence.is_traced()) {
        let proof = proof(labels, evidence, depth)?;
        // Several facts may rest on the same: it is shown once.
        if !found.contains(&proof) {
            found.push(proof);
        }
    }
    Ok(found)
}

fn proof(labels: &Labels<'_>, evidence: &Evidence, depth: usize) -> Result<Proof> {
    let premises = proofs_at(labels, &evidence.premises, depth + 1)?;
    let word = |key| words::word(key, labels.language);
    let link = |iri: &Option<String>| iri.as_deref().map(|iri| named(labels, iri)).transpose();
    let mut mode = Vec::new();
    for name in evidence.mode.iter().flat_map(|modes| modes.split(", ")) {
        mode.push(labels.value(&NamedNode::new_unchecked(format!("{}{name}", sam::NAMESPACE)).into())?);
    }
    let what = match evidence.kind {
        Kind::Absence => Some(Link::text(Text::plain(word("proof.absence")))),
        Kind::Path => Some(Link::text(Text::plain(word("proof.path")))),
        Kind::Aggregate => {
            let rows = evidence.rows.unwrap_or_default();
            let key = if rows == 1 { "proof.aggregate-one" } else { "proof.aggregate" };
            Some(Link::text(Text::plain(word(key).replace("{n}", &rows.to_string()))))
        }
        Kind::Fact => link(&evidence.rule)?,
        Kind::Elsewhere => Some(Link::text(Text::plain(word("proof.elsewhere")))),
        Kind::Untraced => None,
    };
    // What is computed, and by which function, the query tells.
    let is_told = what.is_some() && evidence.rule.is_none() && evidence.kind != Kind::Aggregate;
    let spoken = if is_told { spoken(labels, &evidence.statement)? } else { None };
    let lines = evidence.lines.as_deref().map(|lines| {
        let key = if lines.contains('-') { "proof.lines" } else { "proof.line" };
        format!("{} {}", word(key), lines.replace('-', "–"))
    });
    Ok(Proof {
        mode,
        statement: (is_told && spoken.is_none()).then(|| evidence.statement.clone()),
        spoken,
        what,
        quote: evidence.quote.as_deref().map(|quote| Text::in_language(quote, "nb", labels.language.tag())),
        decision: evidence.mapping.as_ref().and_then(|decision| {
            let (language, text) = decision.comment_for(labels.language.tag())?;
            Some(Text::in_language(text, language, labels.language.tag()))
        }),
        decided: evidence.mapping.as_ref().map(|decision| said(&[&decision.author, &decision.date, &decision.confidence])),
        document: link(&evidence.document)?,
        part: link(&evidence.part)?,
        lines,
        conflicts: evidence.conflicts.iter().map(|number| conflict(labels, number)).collect::<Result<_>>()?,
        from: word("proof.from"),
        conflict_word: word("proof.conflict"),
        folded: depth > 0 || premises.len() > OPEN,
        premises,
    })
}

/// Triples in short, said with the names of their things, and «noe» for what is open; nothing where they are more than that.
fn spoken(labels: &Labels<'_>, statement: &str) -> Result<Option<Value>> {
    let triples: Vec<Vec<&str>> = statement.split(" . ").map(|triple| triple.split_whitespace().collect()).collect();
    if triples.iter().any(|tokens| tokens.len() != 3) {
        return Ok(None);
    }
    let open: BTreeSet<&str> = triples.iter().flatten().copied().filter(|token| is_open(token)).collect();
    let something = words::word("proof.something", labels.language);
    let mut said = Vec::new();
    for tokens in triples {
        let mut words = Vec::new();
        for token in tokens {
            words.push(match open.iter().zip('A'..='Z').find(|(open, _)| **open == token) {
                Some(_) if open.len() == 1 => something.to_owned(),
                Some((_, letter)) => format!("{something} {letter}"),
                None => match name_of(labels, token)? {
                    Some(name) => name,
                    None => return Ok(None),
                },
            });
        }
        said.push(words.join(" – "));
    }
    Ok(Some(Value { data: Some(statement.to_owned()), ..Value::of(Link::text(Text::plain(said.join("; ")))) }))
}

fn is_open(token: &str) -> bool {
    token.starts_with('?') || token == "[]"
}

/// What a thing, a term or one of several properties is called; nothing for other paths, values and what nobody has named.
fn name_of(labels: &Labels<'_>, token: &str) -> Result<Option<String>> {
    let mut names = Vec::new();
    for choice in token.split('|').map(|choice| choice.trim_matches(['(', ')'])) {
        let thing = labels.site.base.thing(choice).filter(|node| labels.site.holds(node));
        let Some(node) = thing.or_else(|| expanded(choice)) else { return Ok(None) };
        names.push(labels.of(&node)?.value);
    }
    Ok(Some(names.join(words::word("proof.or", labels.language))))
}

/// The IRI of a name with a prefix that we know, or of an IRI in angle brackets; a path is neither.
fn expanded(name: &str) -> Option<NamedNode> {
    if let Some(iri) = name.strip_prefix('<').and_then(|rest| rest.strip_suffix('>')) {
        return NamedNode::new(iri).ok();
    }
    let (prefix, local) = name.split_once(':')?;
    let (_, namespace) = PREFIXES.iter().find(|(known, _)| *known == prefix)?;
    let is_name = !local.contains(['/', '^', '*', '+', '?', '!', ':']);
    is_name.then(|| NamedNode::new(format!("{namespace}{local}")).ok()).flatten()
}

fn named(labels: &Labels<'_>, iri: &str) -> Result<Link> {
    match NamedNode::new(iri) {
        Ok(node) => labels.link(&node),
        Err(_) => Ok(Link::text(Text::plain(iri))),
    }
}

/// The conflict of a number, such as Z3.
pub(super) fn conflict(labels: &Labels<'_>, number: &str) -> Result<Link> {
    let store = &labels.site.store;
    for node in store.subjects(skos::NOTATION, Some(Literal::from(number).as_ref().into()))? {
        if store.objects(&node, rdf::TYPE)?.contains(&sam::CONFLICT.into_owned().into()) {
            let Link { text, href } = labels.link(&node)?;
            return Ok(Link { text: Text { value: format!("{number}: {}", text.value), ..text }, href });
        }
    }
    Ok(Link::text(Text::plain(number)))
}
