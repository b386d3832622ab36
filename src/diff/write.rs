//! Writes differences: Markdown to be read, JSON for programs.

use super::Diff;
use super::facts::{Change, Difference, Evidence, Section};
use super::words::capital;
use crate::rdf::term::plain;
use oxigraph::model::{NamedOrBlankNode, Term};
use serde_json::{Map, Value, json};
use std::collections::{BTreeMap, BTreeSet};

/// How many conclusions of one rule Markdown shows; JSON has them all.
const SHOWN: usize = 20;

/// The difference as a page.
pub fn markdown(diff: &Diff<'_>) -> String {
    let words = &diff.words;
    let mut page = format!("# {}\n\n", words.phrase("title", &[("a", &code(&diff.a.name)), ("b", &code(&diff.b.name))]));
    if diff.is_empty() {
        return page + &words.phrase("same", &[]) + "\n";
    }
    page.push_str(&summary(diff));
    page.push_str(&changes(diff, 2));
    let answers = diff.answers.as_deref().unwrap_or_default();
    if !answers.is_empty() {
        page.push_str(&format!("\n## {}\n\n", words.phrase("heading-answers", &[])));
    }
    for answer in answers {
        let counts = (answer.added.to_string(), answer.removed.to_string());
        let fill = [("title", answer.title.as_str()), ("name", &answer.question), ("added", &counts.0), ("removed", &counts.1)];
        page.push_str(&format!("* {}\n", words.phrase("answer", &fill)));
        for (name, examples, all) in
            [("row-removed", &answer.examples_removed, answer.removed), ("row-added", &answer.examples_added, answer.added)]
        {
            for row in examples {
                page.push_str(&format!("  * {}\n", words.phrase(name, &[("row", &one_line(row))])));
            }
            if all > examples.len() {
                page.push_str(&format!("  * {}\n", words.phrase("more", &[("n", &(all - examples.len()).to_string())])));
            }
        }
    }
    page
}

/// All sections but the answers, under headings of a level.
pub fn changes(diff: &Diff<'_>, level: usize) -> String {
    let words = &diff.words;
    let marks = "#".repeat(level);
    let mut page = String::new();
    for (heading, wanted) in [
        ("heading-added", Kind::Added),
        ("heading-removed", Kind::Removed),
        ("heading-changed", Kind::Changed),
        ("heading-evidence", Kind::Evidence),
    ] {
        let found = of(diff, Section::Asserted, |difference| kind(difference) == wanted);
        if !found.is_empty() {
            page.push_str(&format!("\n{marks} {}\n", words.phrase(heading, &[])));
            things(diff, &found, level + 1, &mut page);
        }
    }
    let derived = of(diff, Section::Derived, |_| true);
    if !derived.is_empty() {
        page.push_str(&format!("\n{marks} {}\n", words.phrase("heading-derived", &[])));
        conclusions(diff, &derived, level + 1, &mut page);
    }
    let vocabulary = of(diff, Section::Vocabulary, |_| true);
    if !vocabulary.is_empty() {
        page.push_str(&format!("\n{marks} {}\n", words.phrase("heading-vocabulary", &[])));
        things(diff, &vocabulary, level + 1, &mut page);
    }
    let (added, removed) = diff.differences.loose_evidence;
    if (added, removed) != (0, 0) {
        page.push_str(&format!("\n{}\n", words.phrase("loose", &[("added", &added.to_string()), ("removed", &removed.to_string())])));
    }
    page
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Added,
    Removed,
    Changed,
    Evidence,
}

fn kind(difference: &Difference) -> Kind {
    match difference.change {
        Change::Added(_) => Kind::Added,
        Change::Removed(_) => Kind::Removed,
        Change::Changed(..) => Kind::Changed,
        Change::Evidence(_) => Kind::Evidence,
    }
}

fn of<'d>(diff: &'d Diff<'_>, section: Section, wanted: impl Fn(&Difference) -> bool) -> Vec<&'d Difference> {
    diff.differences.facts.iter().filter(|difference| difference.section == section && wanted(difference)).collect()
}

fn summary(diff: &Diff<'_>) -> String {
    let count = |wanted: Kind| of(diff, Section::Asserted, |difference| kind(difference) == wanted).len();
    let changed = (count(Kind::Changed) + count(Kind::Evidence)).to_string();
    let answers = diff.answers.as_ref().map_or_else(|| diff.words.phrase("not-asked", &[]), |answers| answers.len().to_string());
    let fill = [
        ("added", count(Kind::Added).to_string()),
        ("removed", count(Kind::Removed).to_string()),
        ("changed", changed),
        ("derived", of(diff, Section::Derived, |_| true).len().to_string()),
        ("vocabulary", of(diff, Section::Vocabulary, |_| true).len().to_string()),
        ("answers", answers),
    ];
    let fill: Vec<(&str, &str)> = fill.iter().map(|(name, value)| (*name, value.as_str())).collect();
    diff.words.phrase("summary", &fill) + "\n"
}

/// Differences thing by thing.
fn things(diff: &Diff<'_>, differences: &[&Difference], level: usize, page: &mut String) {
    let words = &diff.words;
    let mut last: Option<&NamedOrBlankNode> = None;
    for difference in differences {
        let whole = whole(diff, difference);
        if last != Some(&difference.subject) {
            let thing = words.thing(&difference.subject, true);
            let heading = whole.map_or_else(|| thing.clone(), |name| words.phrase(name, &[("thing", &thing)]));
            page.push_str(&format!("\n{} {}\n\n", "#".repeat(level), capital(&one_line(&heading))));
            last = Some(&difference.subject);
        }
        bullet(diff, difference, whole.is_some(), page);
    }
}

/// Whether the whole thing is new or gone, as the name of a phrase.
fn whole(diff: &Diff<'_>, difference: &Difference) -> Option<&'static str> {
    let subject = difference.subject.to_string();
    if diff.differences.new_things.contains(&subject) {
        Some("new")
    } else if diff.differences.lost_things.contains(&subject) {
        Some("lost")
    } else {
        None
    }
}

/// Conclusions rule by rule.
fn conclusions(diff: &Diff<'_>, differences: &[&Difference], level: usize, page: &mut String) {
    let mut by_rule: BTreeMap<String, Vec<&Difference>> = BTreeMap::new();
    for difference in differences {
        by_rule.entry(rule(diff, difference)).or_default().push(difference);
    }
    for (rule, of_rule) in by_rule {
        page.push_str(&format!("\n{} {}\n\n", "#".repeat(level), capital(&rule)));
        for difference in of_rule.iter().take(SHOWN) {
            page.push_str(&format!("* {}\n", one_line(&diff.words.sentence(difference, false))));
        }
        if of_rule.len() > SHOWN {
            page.push_str(&format!("* {}\n", diff.words.phrase("more", &[("n", &(of_rule.len() - SHOWN).to_string())])));
        }
    }
}

/// The names of the rules that a conclusion stands on, or stood on.
fn rule(diff: &Diff<'_>, difference: &Difference) -> String {
    let rules: BTreeSet<&String> =
        difference.after.iter().chain(&difference.before).filter_map(|evidence| evidence.rule.as_ref()).collect();
    if rules.is_empty() {
        return diff.words.phrase("no-rule", &[]);
    }
    rules.into_iter().map(|rule| diff.words.name_of_iri(rule)).collect::<Vec<_>>().join(", ")
}

fn bullet(diff: &Diff<'_>, difference: &Difference, alone: bool, page: &mut String) {
    let words = &diff.words;
    let sentence = one_line(&words.sentence(difference, alone));
    let evidence = match &difference.change {
        Change::Evidence(_) => {
            page.push_str(&format!("* {sentence}\n"));
            for (name, evidence) in [("rests-from", &difference.before), ("rests-to", &difference.after)] {
                page.push_str(&format!("  * {}\n", words.phrase(name, &[("evidence", &one_line(&words.evidence(evidence)))])));
            }
            return;
        }
        Change::Removed(_) => &difference.before,
        Change::Added(_) | Change::Changed(..) => &difference.after,
    };
    if evidence.is_empty() {
        page.push_str(&format!("* {sentence}\n"));
    } else {
        page.push_str(&format!("* {} ({}).\n", sentence.trim_end_matches('.'), one_line(&words.evidence(evidence))));
    }
}

fn code(text: &str) -> String {
    format!("`{text}`")
}

fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The difference as JSON.
pub fn to_json(diff: &Diff<'_>) -> Value {
    let list = |section, wanted: Kind| -> Vec<Value> {
        of(diff, section, |difference| kind(difference) == wanted).into_iter().map(|difference| entry(diff, difference)).collect()
    };
    let of_section = |section| {
        json!({
            "added": list(section, Kind::Added),
            "removed": list(section, Kind::Removed),
            "changed": list(section, Kind::Changed),
            "evidence": list(section, Kind::Evidence),
        })
    };
    let things = |names: &BTreeSet<String>| -> Vec<String> { names.iter().map(|name| name.trim_matches(['<', '>']).to_owned()).collect() };
    let mut document = json!({
        "a": { "name": diff.a.name, "quads": diff.a.quads.len() },
        "b": { "name": diff.b.name, "quads": diff.b.quads.len() },
        "same": diff.is_empty(),
        "things": { "added": things(&diff.differences.new_things), "removed": things(&diff.differences.lost_things) },
    });
    if let (Value::Object(document), Value::Object(asserted)) = (&mut document, of_section(Section::Asserted)) {
        document.extend(asserted);
        document.insert("derived".to_owned(), of_section(Section::Derived));
        document.insert("vocabulary".to_owned(), of_section(Section::Vocabulary));
        let (added, removed) = diff.differences.loose_evidence;
        document.insert("other_evidence".to_owned(), json!({ "added": added, "removed": removed }));
        document.insert("answers".to_owned(), json!(diff.answers));
    }
    document
}

fn entry(diff: &Diff<'_>, difference: &Difference) -> Value {
    let words = &diff.words;
    let mut entry = Map::new();
    let subject = Term::from(difference.subject.clone());
    entry.insert("thing".to_owned(), json!({ "id": plain(&subject), "name": words.thing(&difference.subject, true) }));
    let property = difference.property.clone();
    entry.insert("property".to_owned(), json!({ "id": property.as_str(), "name": words.name_of_iri(property.as_str()) }));
    match &difference.change {
        Change::Added(term) | Change::Removed(term) | Change::Evidence(term) => {
            entry.insert("value".to_owned(), value(diff, term));
        }
        Change::Changed(before, after) => {
            entry.insert("before".to_owned(), value(diff, before));
            entry.insert("after".to_owned(), value(diff, after));
        }
    }
    entry.insert("sentence".to_owned(), json!(words.sentence(difference, false)));
    for (name, evidence) in [("evidence_before", &difference.before), ("evidence_after", &difference.after)] {
        if !evidence.is_empty() {
            entry.insert(name.to_owned(), evidence.iter().map(evidence_entry).collect());
        }
    }
    Value::Object(entry)
}

fn value(diff: &Diff<'_>, term: &Term) -> Value {
    match term {
        Term::Literal(literal) => json!({
            "type": "literal", "value": literal.value(), "language": literal.language(), "datatype": literal.datatype().as_str(),
        }),
        other => {
            json!({ "type": if other.is_blank_node() { "bnode" } else { "uri" }, "value": plain(other), "name": diff.words.value(other) })
        }
    }
}

fn evidence_entry(evidence: &Evidence) -> Value {
    let mut entry = Map::new();
    for (name, value) in [
        ("mode", &evidence.mode),
        ("document", &evidence.document),
        ("part", &evidence.part),
        ("lines", &evidence.lines),
        ("quote", &evidence.quote),
        ("rule", &evidence.rule),
    ] {
        if let Some(value) = value {
            entry.insert(name.to_owned(), json!(value));
        }
    }
    if !evidence.premises.is_empty() {
        entry.insert("premises".to_owned(), json!(evidence.premises));
    }
    Value::Object(entry)
}
