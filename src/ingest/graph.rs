//! Things and facts to quads.
//!
//! What stands outside `facts` goes to `graph/reference`. A fact goes to the graph that its mode and document decide, and
//! becomes a claim in `graph/evidence`: the triple, its graph, its mode and the passages it rests on. Claims and passages
//! are named after their content, so that the same fact keeps its IRI from release to release.

use super::Mistake;
use super::claim::claim;
use super::context::{Context, Property, ValueKind};
use super::sheet::{Entry, Evidence, Fact, Mode, Quote, Sheet, Thing, Value};
use crate::rdf::iri::Base;
use crate::rdf::vocab::{dct, oa, sam};
use oxigraph::model::vocab::{rdf, xsd};
use oxigraph::model::{Literal, NamedNode, NamedNodeRef, Quad, Term, Triple};
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::path::Path;
use std::str::FromStr;

/// The quads of all sheets; what is wrong is added to `mistakes`.
pub fn quads(sheets: &[Sheet], context: &Context, base: &Base, mistakes: &mut Vec<Mistake>) -> Vec<Quad> {
    let mut builder =
        Builder { context, base, mistakes, named: BTreeMap::new(), parts: Vec::new(), said: HashMap::new(), quads: Vec::new() };
    builder.index(sheets);
    for sheet in sheets {
        for thing in &sheet.things {
            builder.thing(sheet, thing);
        }
    }
    builder.quads
}

/// A document part and the lines it occupies.
struct Part {
    document: String,
    name: String,
    first_line: usize,
    last_line: usize,
}

struct Builder<'a> {
    context: &'a Context,
    base: &'a Base,
    mistakes: &'a mut Vec<Mistake>,
    /// Things that have a type, and where they got it.
    named: BTreeMap<String, String>,
    parts: Vec<Part>,
    /// Facts that were said, and where: a triple is said once.
    said: HashMap<Triple, String>,
    quads: Vec<Quad>,
}

impl Builder<'_> {
    fn mistake(&mut self, path: &Path, line: usize, problem: impl Into<String>) {
        self.mistakes.push(Mistake::new(path, line, problem));
    }

    fn index(&mut self, sheets: &[Sheet]) {
        for sheet in sheets {
            for thing in &sheet.things {
                if thing.own.iter().any(|entry| entry.property == "type") {
                    let place = format!("{}:{}", sheet.path.display(), thing.line);
                    if let Some(first) = self.named.insert(thing.name.clone(), place) {
                        self.mistake(&sheet.path, thing.line, format!("`{}` already got its type in {first}", thing.name));
                    }
                }
                let line = |name: &str| match thing.own.iter().find(|entry| entry.property == name)?.values.as_slice() {
                    [Value::Scalar(number)] => number.parse().ok(),
                    _ => None,
                };
                if let (Some(document), Some(first_line), Some(last_line)) = (&sheet.document, line("firstLine"), line("lastLine")) {
                    self.parts.push(Part { document: document.clone(), name: thing.name.clone(), first_line, last_line });
                }
            }
        }
    }

    fn thing(&mut self, sheet: &Sheet, thing: &Thing) {
        let Some(subject) = self.base.thing(&thing.name) else {
            self.mistake(
                &sheet.path,
                thing.line,
                format!("`{}` is not written kind/key, in ASCII letters, digits, `-`, `.` and `_`", thing.name),
            );
            return;
        };
        if !self.named.contains_key(&thing.name) {
            self.mistake(&sheet.path, thing.line, format!("`{}` has no type in any sheet", thing.name));
        }
        self.labels(sheet, thing);
        let reference = self.base.graph("reference");
        for entry in &thing.own {
            for (predicate, object) in self.values(sheet, entry, true) {
                self.quads.push(Quad::new(subject.clone(), predicate, object, reference.clone()));
            }
        }
        for fact in &thing.facts {
            self.fact(sheet, &subject, fact);
        }
    }

    /// A thing that has a type has a label in nb and en.
    fn labels(&mut self, sheet: &Sheet, thing: &Thing) {
        if !thing.own.iter().any(|entry| entry.property == "type") {
            return;
        }
        let languages: Vec<&str> = thing
            .own
            .iter()
            .filter(|entry| entry.property == "label")
            .flat_map(|entry| &entry.values)
            .filter_map(|value| match value {
                Value::Text { language, .. } => Some(language.as_str()),
                Value::Scalar(_) => None,
            })
            .collect();
        for language in ["nb", "en"] {
            if !languages.contains(&language) {
                self.mistake(&sheet.path, thing.line, format!("`{}` has no label in {language}", thing.name));
            }
        }
    }

    fn fact(&mut self, sheet: &Sheet, subject: &NamedNode, fact: &Fact) {
        let Some(graph) = self.graph_of(sheet, fact) else { return };
        let passages: Vec<NamedNode> = fact.evidence.iter().filter_map(|evidence| self.passage(sheet, fact, evidence)).collect();
        for entry in &fact.entries {
            for (predicate, object) in self.values(sheet, entry, false) {
                if entry.property == "statedIn" {
                    self.check_stated_in(sheet, fact, &object);
                }
                let triple = Triple::new(subject.clone(), predicate, object);
                let place = format!("{}:{}", sheet.path.display(), fact.line);
                // Two documents may say the same; one document says it once, as stated or as interpreted.
                if let Some(first) = self.said.insert(triple.clone(), place.clone())
                    && same_document(&first, &place)
                {
                    self.mistake(&sheet.path, fact.line, format!("this is already said in {first}"));
                }
                let mode = NamedNode::new_unchecked(format!("{}{}", sam::NAMESPACE, fact.mode));
                self.quads.extend(claim(self.base, &triple, &graph, mode.as_ref(), &passages));
                self.quads.push(triple.in_graph(graph.clone()));
            }
        }
    }

    fn graph_of(&mut self, sheet: &Sheet, fact: &Fact) -> Option<NamedNode> {
        let document = fact.evidence.iter().find_map(|evidence| match evidence {
            Evidence::Quote(quote) => Some(quote.document.as_str()),
            Evidence::Url(_) => None,
        });
        match (fact.mode, document) {
            (Mode::External, _) => Some(self.base.graph("external")),
            (Mode::Stated, Some(document)) => Some(self.base.graph(&format!("source/{document}"))),
            (Mode::Interpreted | Mode::LayoutInferred, Some(document)) => Some(self.base.graph(&format!("interpretation/{document}"))),
            (_, None) => {
                self.mistake(&sheet.path, fact.line, format!("a fact that is {} needs a quotation", fact.mode));
                None
            }
        }
    }

    fn passage(&mut self, sheet: &Sheet, fact: &Fact, evidence: &Evidence) -> Option<NamedNode> {
        let (name, properties) = match evidence {
            Evidence::Url(url) => match NamedNode::new(url) {
                Ok(address) => (url.clone(), vec![(dct::SOURCE, Term::from(address))]),
                Err(error) => {
                    self.mistake(&sheet.path, fact.line, format!("`{url}` is not a web address: {error}"));
                    return None;
                }
            },
            Evidence::Quote(quote) => (
                format!("{} {}-{} {}", quote.document, quote.first_line, quote.last_line, quote.text),
                vec![
                    (dct::SOURCE, self.reference(sheet, quote.line, &format!("document/{}", quote.document))?.into()),
                    (dct::IS_PART_OF, self.part_of(sheet, quote)?.into()),
                    (oa::EXACT, Literal::new_language_tagged_literal_unchecked(&quote.text, "nb").into()),
                    (sam::FIRST_LINE, integer(quote.first_line)),
                    (sam::LAST_LINE, integer(quote.last_line)),
                ],
            ),
        };
        let passage = self.base.by_content("passage", &name);
        let graph = self.base.graph("evidence");
        self.quads.push(Quad::new(passage.clone(), rdf::TYPE, sam::PASSAGE, graph.clone()));
        for (predicate, object) in properties {
            self.quads.push(Quad::new(passage.clone(), predicate, object, graph.clone()));
        }
        Some(passage)
    }

    /// The narrowest part whose lines hold the quotation's.
    fn part_of(&mut self, sheet: &Sheet, quote: &Quote) -> Option<NamedNode> {
        let holds =
            |part: &&Part| part.document == quote.document && part.first_line <= quote.first_line && quote.last_line <= part.last_line;
        let narrowest = self.parts.iter().filter(holds).min_by_key(|part| part.last_line - part.first_line);
        let part = narrowest.and_then(|part| self.base.thing(&part.name));
        if part.is_none() {
            let problem = format!("no part of `{}` holds lines {}-{}", quote.document, quote.first_line, quote.last_line);
            self.mistake(&sheet.path, quote.line, problem);
        }
        part
    }

    /// What a fact says stands in a part must be quoted from that part.
    fn check_stated_in(&mut self, sheet: &Sheet, fact: &Fact, object: &Term) {
        let Term::NamedNode(object) = object else { return };
        let Some(part) = self.parts.iter().find(|part| self.base.thing(&part.name).as_ref() == Some(object)) else { return };
        let (name, document, first, last) = (part.name.clone(), part.document.clone(), part.first_line, part.last_line);
        let inside = |evidence: &Evidence| matches!(evidence, Evidence::Quote(quote) if quote.document == document && first <= quote.first_line && quote.last_line <= last);
        if !fact.evidence.iter().any(inside) {
            self.mistake(&sheet.path, fact.line, format!("`{name}` has lines {first}-{last}, and no quotation of this fact is there"));
        }
    }

    fn values(&mut self, sheet: &Sheet, entry: &Entry, own: bool) -> Vec<(NamedNode, Term)> {
        if entry.property == "type" && own {
            let classes = entry.values.iter().filter_map(|value| self.class(sheet, entry.line, value));
            return classes.map(|class| (rdf::TYPE.into_owned(), class.into())).collect();
        }
        let Some(property) = self.context.property(&entry.property) else {
            let hint = self.context.nearest_property(&entry.property).map_or(String::new(), |near| format!("; did you mean `{near}`?"));
            self.mistake(&sheet.path, entry.line, format!("no property is called `{}`{hint}", entry.property));
            return Vec::new();
        };
        let unique: BTreeSet<String> = entry.values.iter().map(|value| format!("{value:?}")).collect();
        if unique.len() != entry.values.len() {
            self.mistake(&sheet.path, entry.line, format!("`{}` lists a value twice", entry.property));
        }
        let terms = entry.values.iter().filter_map(|value| self.value(sheet, entry, property, value));
        terms.map(|term| (property.iri.clone(), term)).collect()
    }

    fn class(&mut self, sheet: &Sheet, line: usize, value: &Value) -> Option<NamedNode> {
        let class = match value {
            Value::Scalar(name) => self.context.class(name).cloned(),
            Value::Text { .. } => None,
        };
        if class.is_none() {
            self.mistake(&sheet.path, line, format!("no class is called {value:?}"));
        }
        class
    }

    fn value(&mut self, sheet: &Sheet, entry: &Entry, property: &Property, value: &Value) -> Option<Term> {
        let problem = match (&property.values, value) {
            (ValueKind::Thing, Value::Scalar(name)) => return self.reference(sheet, entry.line, name).map(Term::from),
            (ValueKind::Property, Value::Scalar(name)) => match self.context.property(name) {
                Some(property) => return Some(property.iri.clone().into()),
                None => format!("no property is called `{name}`"),
            },
            (ValueKind::Code(codes), Value::Scalar(name)) => match codes.get(name) {
                Some(code) => return Some(code.clone().into()),
                None => format!(
                    "`{name}` is not a code of `{}`; there are {}",
                    entry.property,
                    codes.keys().cloned().collect::<Vec<_>>().join(", ")
                ),
            },
            (ValueKind::Text, Value::Text { language, text }) if matches!(language.as_str(), "nb" | "nn" | "en") => {
                return Some(Literal::new_language_tagged_literal_unchecked(text, language).into());
            }
            (ValueKind::Literal(datatype), Value::Scalar(text)) if is_lexical(datatype.as_ref(), text) => {
                return Some(Literal::new_typed_literal(text, datatype.clone()).into());
            }
            (ValueKind::Literal(datatype), _) => format!("`{}` takes a value of type {datatype}", entry.property),
            (ValueKind::Text, _) => format!("`{}` takes a text: {{ nb = \"…\", en = \"…\" }} (or nn)", entry.property),
            (ValueKind::Thing | ValueKind::Property | ValueKind::Code(_), Value::Text { .. }) => {
                format!("`{}` does not take a text", entry.property)
            }
        };
        self.mistake(&sheet.path, entry.line, problem);
        None
    }

    /// A thing that some sheet names.
    fn reference(&mut self, sheet: &Sheet, line: usize, name: &str) -> Option<NamedNode> {
        let thing = self.base.thing(name).filter(|_| self.named.contains_key(name));
        if thing.is_none() {
            self.mistake(&sheet.path, line, format!("nothing is called `{name}`"));
        }
        thing
    }
}

/// Whether two places are in sheets of the same folder, which is to say of the same document.
fn same_document(one: &str, other: &str) -> bool {
    Path::new(one).parent() == Path::new(other).parent()
}

fn integer(number: usize) -> Term {
    Literal::new_typed_literal(number.to_string(), xsd::INTEGER).into()
}

/// Whether a text is in the lexical space of a datatype, in the form the store would give back.
fn is_lexical(datatype: NamedNodeRef<'_>, text: &str) -> bool {
    fn same<T: FromStr + ToString>(text: &str) -> bool {
        text.parse::<T>().is_ok_and(|value| value.to_string() == text)
    }
    match datatype {
        xsd::STRING => !text.is_empty(),
        xsd::INTEGER => same::<oxsdatatypes::Integer>(text),
        xsd::DATE => same::<oxsdatatypes::Date>(text),
        xsd::G_YEAR => same::<oxsdatatypes::GYear>(text),
        xsd::G_YEAR_MONTH => same::<oxsdatatypes::GYearMonth>(text),
        xsd::DURATION => same::<oxsdatatypes::Duration>(text),
        _ => false, // a datatype that the ontology starts to use gets its line here
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn literals_are_checked_by_their_datatype() {
        for (datatype, good, bad) in [
            (xsd::DATE, "2020-09-14", "14.09.2020"),
            (xsd::G_YEAR, "2019", "19"),
            (xsd::DURATION, "P3M", "3 months"),
            (xsd::INTEGER, "28", "028"),
            (xsd::G_YEAR_MONTH, "2019-06", "2019-13"),
        ] {
            assert!(is_lexical(datatype, good), "{good}");
            assert!(!is_lexical(datatype, bad), "{bad}");
        }
    }
}
