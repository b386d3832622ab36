//! A report for people: each result with its rule, its message and, through the evidence, the document and passage.

use super::path::Path;
use super::report::{Report, ValidationResult};
use super::vocabulary::NAMESPACE;
use crate::rdf::iri::Base;
use crate::rdf::vocab::{dct, oa, sam, shorten};
use crate::sparql::{Row, Rows};
use oxigraph::model::vocab::rdf;
use oxigraph::model::{Graph, Literal, NamedNodeRef, NamedOrBlankNodeRef, Term, TermRef};

/// The columns of [`rows`].
const COLUMNS: &[&str] = &["severity", "focus", "path", "value", "rule", "message", "document", "part", "lines", "quote"];

/// A passage that a fact about the focus node rests on.
struct Place {
    document: String,
    part: String,
    lines: String,
    quote: String,
}

/// The results as rows; several passages are joined with ` | `.
pub fn rows(report: &Report, data: &Graph, language: &str) -> Rows<'static> {
    let rows = report.results.iter().map(|found| row(found, data, language)).collect();
    Rows::of(COLUMNS, rows)
}

/// The results as lines of text.
pub fn lines(report: &Report, data: &Graph, language: &str) -> Vec<String> {
    report.results.iter().map(|found| line(found, data, language)).collect()
}

fn row(found: &ValidationResult, data: &Graph, language: &str) -> Row {
    let text = |text: String| (!text.is_empty()).then(|| Term::from(Literal::from(text)));
    let places = places(found, data);
    let joined = |field: fn(&Place) -> &str| text(places.iter().map(field).collect::<Vec<_>>().join(" | "));
    vec![
        text(local(found.severity.as_str())),
        Some(found.focus.clone()),
        found.path.as_ref().and_then(|path| text(path_text(path))),
        found.value.clone(),
        text(rule(found)),
        text(message(found, language)),
        joined(|place| &place.document),
        joined(|place| &place.part),
        joined(|place| &place.lines),
        joined(|place| &place.quote),
    ]
}

fn line(found: &ValidationResult, data: &Graph, language: &str) -> String {
    let base = Base::default();
    let name = |term: &Term| match term {
        Term::NamedNode(node) => base.short(node.as_str()).unwrap_or_else(|| node.to_string()),
        other => other.to_string(),
    };
    let mut text = format!("{}: {}", local(found.severity.as_str()).to_lowercase(), name(&found.focus));
    if let Some(path) = &found.path {
        text.push_str(&format!(", {}", path_text(path)));
    }
    if let Some(value) = &found.value {
        text.push_str(&format!(", value {}", name(value)));
    }
    text.push_str(&format!(": {} [{}]", message(found, language), rule(found)));
    for place in places(found, data) {
        text.push_str(&format!("; {}, {}, lines {}: «{}»", place.document, place.part, place.lines, place.quote));
    }
    text
}

/// The shape and the constraint component.
pub fn rule(found: &ValidationResult) -> String {
    let component = local(found.component.as_str()).replace("ConstraintComponent", "");
    match found.shape.as_ref() {
        NamedOrBlankNodeRef::NamedNode(shape) => format!("{} {component}", local(shape.as_str())),
        NamedOrBlankNodeRef::BlankNode(_) => component,
    }
}

/// The shape's message in the language, else in nb, else any, else what the component says by its name.
pub fn message(found: &ValidationResult, language: &str) -> String {
    let in_language = |wanted: &str| found.messages.iter().find(|message| message.language() == Some(wanted));
    let chosen = in_language(language).or_else(|| in_language("nb")).or_else(|| found.messages.first());
    chosen.map_or_else(|| format!("{} does not hold", local(found.component.as_str())), |message| message.value().to_owned())
}

fn local(iri: &str) -> String {
    iri.strip_prefix(NAMESPACE).unwrap_or_else(|| iri.rsplit(['#', '/']).next().unwrap_or(iri)).to_owned()
}

/// A path as SPARQL writes it, with prefixes.
pub fn path_text(path: &Path) -> String {
    let all = |paths: &[Path], sign: &str| paths.iter().map(path_text).collect::<Vec<_>>().join(sign);
    match path {
        Path::Predicate(predicate) => shorten(predicate.as_str()).unwrap_or_else(|| predicate.to_string()),
        Path::Inverse(inner) if matches!(**inner, Path::Predicate(_)) => format!("^{}", path_text(inner)),
        Path::Inverse(inner) => format!("^({})", path_text(inner)),
        Path::Sequence(steps) => all(steps, "/"),
        Path::Alternative(choices) => format!("({})", all(choices, "|")),
        Path::ZeroOrMore(inner) => format!("({})*", path_text(inner)),
        Path::OneOrMore(inner) => format!("({})+", path_text(inner)),
        Path::ZeroOrOne(inner) => format!("({})?", path_text(inner)),
    }
}

/// The passages of the claims about the focus node: those with the result's predicate, else all.
fn places(found: &ValidationResult, data: &Graph) -> Vec<Place> {
    let claims: Vec<_> = data.subjects_for_predicate_object(rdf::SUBJECT, &found.focus).collect();
    let of_predicate: Vec<_> = match &found.path {
        Some(Path::Predicate(predicate)) => claims
            .iter()
            .copied()
            .filter(|claim| data.object_for_subject_predicate(*claim, rdf::PREDICATE) == Some(predicate.as_ref().into()))
            .collect(),
        _ => Vec::new(),
    };
    let claims = if of_predicate.is_empty() { claims } else { of_predicate };
    let mut passages: Vec<TermRef<'_>> =
        claims.iter().flat_map(|claim| data.objects_for_subject_predicate(*claim, sam::EVIDENCE)).collect();
    passages.sort_by_key(ToString::to_string);
    passages.dedup();
    passages.into_iter().filter_map(|passage| place(data, super::path::subject(passage)?)).collect()
}

fn place(data: &Graph, passage: NamedOrBlankNodeRef<'_>) -> Option<Place> {
    let literal = |predicate: NamedNodeRef<'_>| match data.object_for_subject_predicate(passage, predicate)? {
        TermRef::Literal(literal) => Some(literal.value().to_owned()),
        _ => None,
    };
    let name = |predicate: NamedNodeRef<'_>| match data.object_for_subject_predicate(passage, predicate)? {
        TermRef::NamedNode(node) => Some(Base::default().name_of(node.as_str()).unwrap_or(node.as_str()).to_owned()),
        _ => None,
    };
    let (first, last) = (literal(sam::FIRST_LINE).unwrap_or_default(), literal(sam::LAST_LINE).unwrap_or_default());
    Some(Place {
        document: name(dct::SOURCE)?,
        part: name(dct::IS_PART_OF).unwrap_or_default(),
        lines: if first == last { first } else { format!("{first}-{last}") },
        quote: literal(oa::EXACT).unwrap_or_default(),
    })
}
