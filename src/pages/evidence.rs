//! What a fact or a row rests on, as a page shows it: how it is known, the quotation, and where that stands.

use super::label::Labels;
use super::text::{Link, Text, Value};
use super::words;
use crate::error::Result;
use crate::rdf::vocab::{PREFIXES, sam, skos};
use crate::why::{Evidence, Kind};
use askama::Template;
use askama::filters::HtmlSafe;
use oxigraph::model::vocab::rdf;
use oxigraph::model::{Literal, NamedNode};

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
        decided: evidence.mapping.as_ref().map(|decision| format!("{}, {}, {}", decision.author, decision.date, decision.confidence)),
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

/// A triple in short, said with the names of its things, and «noe» for what is open; nothing where it is more than that.
fn spoken(labels: &Labels<'_>, statement: &str) -> Result<Option<Value>> {
    let tokens: Vec<&str> = statement.split_whitespace().collect();
    if tokens.len() != 3 {
        return Ok(None);
    }
    let mut words = Vec::new();
    for token in tokens {
        if token.starts_with('?') || token == "[]" {
            words.push(words::word("proof.something", labels.language).to_owned());
            continue;
        }
        let thing = labels.site.base.thing(token).filter(|node| labels.site.holds(node));
        let Some(node) = thing.or_else(|| expanded(token)) else { return Ok(None) };
        words.push(labels.of(&node)?.value);
    }
    Ok(Some(Value { data: Some(statement.to_owned()), ..Value::of(Link::text(Text::plain(words.join(" – ")))) }))
}

/// The IRI of a name with a prefix that we know.
fn expanded(name: &str) -> Option<NamedNode> {
    let (prefix, local) = name.split_once(':')?;
    let (_, namespace) = PREFIXES.iter().find(|(known, _)| *known == prefix)?;
    NamedNode::new(format!("{namespace}{local}")).ok()
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
