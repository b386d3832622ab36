//! How things are called on a page: labels in the page's language, then nb, nn, en; and where their pages are.

use super::text::{Link, Text, Value};
use super::{Site, dates, graph, kinds, words};
use crate::error::Result;
use crate::questions::Language;
use crate::rdf::vocab::{dct, oa, sam, shorten, skos, sssom};
use oxigraph::model::vocab::{rdf, rdfs, xsd};
use oxigraph::model::{GraphNameRef, Literal, NamedNode, NamedNodeRef, Term};

/// Properties that name a thing, the first that it has counting.
pub(super) const NAMING: [NamedNodeRef<'_>; 3] = [skos::PREF_LABEL, rdfs::LABEL, dct::TITLE];

/// Names and addresses for one page.
#[derive(Clone, Copy)]
pub(super) struct Labels<'a> {
    pub(super) site: &'a Site,
    pub(super) language: Language,
}

impl Labels<'_> {
    fn word(&self, key: &str) -> Option<&'static str> {
        words::find(key, self.language)
    }

    /// The best of some texts: the page's language, then nb, nn, en, any.
    pub(super) fn best(&self, texts: &[Term]) -> Option<Text> {
        let literals = || texts.iter().filter_map(|term| if let Term::Literal(literal) = term { Some(literal) } else { None });
        let wanted = [self.language.tag(), "nb", "nn", "en"];
        let found = wanted.iter().find_map(|tag| literals().find(|literal| literal.language() == Some(tag)));
        found.or_else(|| literals().min_by_key(ToString::to_string)).map(|literal| self.text(literal))
    }

    /// The language of the texts that a page shows where a property has them in several: as [`Labels::best`] chooses.
    pub(super) fn best_language<'t>(&self, texts: &'t [Term]) -> Option<&'t str> {
        let tags = || texts.iter().filter_map(|term| if let Term::Literal(literal) = term { literal.language() } else { None });
        let wanted = [self.language.tag(), "nb", "nn", "en"];
        wanted.iter().find_map(|wanted| tags().find(|tag| tag == wanted)).or_else(|| tags().min())
    }

    pub(super) fn text(&self, literal: &Literal) -> Text {
        Text::in_language(literal.value(), literal.language().unwrap_or_default(), self.language.tag())
    }

    /// The text of a property in the best language.
    pub(super) fn text_of(&self, node: &NamedNode, property: NamedNodeRef<'_>) -> Result<Option<Text>> {
        Ok(self.best(&self.site.store.objects(node, property)?))
    }

    /// What a thing, property or class is called.
    pub(super) fn of(&self, node: &NamedNode) -> Result<Text> {
        for property in NAMING {
            if let Some(text) = self.text_of(node, property)? {
                return Ok(text);
            }
        }
        if let Some(text) = self.of_evidence(node)? {
            return Ok(text);
        }
        let iri = node.as_str();
        if let Some(path) = self.site.base.path_of_graph(iri) {
            return graph::name(self, path);
        }
        let short = shorten(iri);
        let known = short.as_deref().and_then(|short| self.word(&format!("term.{}", short.replace(':', "-"))));
        let key = || self.site.base.kind_and_key(iri).map(|(_, key)| key.to_owned());
        Ok(Text::plain(known.map(str::to_owned).or_else(key).or(short).unwrap_or_else(|| without_scheme(iri))))
    }

    /// Passages are called by their quotation, decisions by their reason, claims by what they say.
    fn of_evidence(&self, node: &NamedNode) -> Result<Option<Text>> {
        let store = &self.site.store;
        if let Some(quote) = store.objects(node, oa::EXACT)?.first() {
            return Ok(self.best(std::slice::from_ref(quote)).map(|text| Text { value: format!("«{}»", text.value), ..text }));
        }
        if !store.objects(node, sssom::MAPPING_JUSTIFICATION)?.is_empty() {
            return self.text_of(node, rdfs::COMMENT);
        }
        let one = |property| -> Result<Option<Term>> { Ok(store.objects(node, property)?.into_iter().next()) };
        let (Some(subject), Some(predicate), Some(object)) = (one(rdf::SUBJECT)?, one(rdf::PREDICATE)?, one(rdf::OBJECT)?) else {
            return Ok(None);
        };
        let mut parts = Vec::new();
        for term in [subject, predicate, object] {
            parts.push(match &term {
                Term::NamedNode(node) => self.of(node)?.value,
                other => self.value(other)?.link.text.value,
            });
        }
        Ok(Some(Text::plain(parts.join(" – "))))
    }

    /// The address of the page about something: ours here, others where they are.
    pub(super) fn href(&self, iri: &str) -> Option<String> {
        let language = self.language.tag();
        if let Some(name) = self.site.base.name_of(iri) {
            let node = self.site.base.thing(name)?;
            // A copy has no pages for the books of evidence: what they say stands beside each fact.
            let told = self.site.fixed().is_none() || !kinds::is_book(name);
            return (told && self.site.holds(&node)).then(|| format!("/{language}/id/{name}"));
        }
        if let Some(local) = iri.strip_prefix(sam::NAMESPACE) {
            return Some(format!("/{language}{}#{local}", self.site.namespace()));
        }
        if let Some(path) = self.site.base.path_of_graph(iri) {
            let graph = self.site.base.graph(path);
            let holds = self.site.store.matching(None, None, None, GraphNameRef::from(graph.as_ref())).next().is_some();
            return holds.then(|| format!("/{language}/graph/{path}"));
        }
        (iri.starts_with("https://") || iri.starts_with("http://")).then(|| iri.to_owned())
    }

    /// A thing by its name, with the way to it.
    pub(super) fn link(&self, node: &NamedNode) -> Result<Link> {
        Ok(Link { text: self.of(node)?, href: self.href(node.as_str()) })
    }

    /// A term as it is shown.
    pub(super) fn value(&self, term: &Term) -> Result<Value> {
        Ok(match term {
            Term::NamedNode(node) => self.code(node)?,
            Term::Literal(literal) => self.literal(literal),
            other => Value::of(Link::text(Text::plain(other.to_string()))),
        })
    }

    /// A code that an answer gives as it is in a column, said in words; nothing when it is not known as one.
    pub(super) fn plain_code(&self, term: &Term, column: &str) -> Option<Value> {
        let Term::Literal(literal) = term else { return None };
        let is_plain = literal.language().is_none() && literal.datatype() == xsd::STRING;
        let code = literal.value().replace(' ', "-");
        let words = self.word(&format!("code.{column}-{code}")).or_else(|| self.word(&format!("code.{code}"))).filter(|_| is_plain)?;
        Some(Value { data: Some(literal.value().to_owned()), ..Value::of(Link::text(Text::plain(words))) })
    }

    /// A thing; a code has its sign.
    fn code(&self, node: &NamedNode) -> Result<Value> {
        let mut value = Value::of(self.link(node)?);
        if let Some(local) = node.as_str().strip_prefix(sam::NAMESPACE) {
            value.symbol = self.word(&format!("symbol.{local}"));
            value.code = value.symbol.map(|_| local.to_owned());
        }
        Ok(value)
    }

    fn literal(&self, literal: &Literal) -> Value {
        let datatype = literal.datatype();
        let text = |value: String| Value::of(Link::text(Text::plain(value)));
        if let Some(value) = dates::value(literal, self.language) {
            return value;
        }
        if datatype == xsd::BOOLEAN {
            let key = if literal.value() == "true" { "answer.yes" } else { "answer.no" };
            return text(words::word(key, self.language).to_owned());
        }
        if [xsd::INTEGER, xsd::DECIMAL, xsd::DOUBLE].contains(&datatype) {
            let shown = if self.language == Language::En { literal.value().to_owned() } else { literal.value().replace('.', ",") };
            return Value { number: true, ..text(shown) };
        }
        if literal.value().starts_with("https://") || literal.value().starts_with("http://") {
            return Value::of(Link { text: Text::plain(without_scheme(literal.value())), href: self.href(literal.value()) });
        }
        Value::of(Link::text(self.text(literal)))
    }

    /// The classes of a thing that are its own, not only what follows from them.
    pub(super) fn classes(&self, node: &NamedNode) -> Result<Vec<NamedNode>> {
        let mut all = Vec::new();
        for quad in self.site.store.matching(Some(node.as_ref().into()), Some(rdf::TYPE), None, None) {
            let quad = quad?;
            if let (Term::NamedNode(class), Some(graph)) = (quad.object, named(&quad.graph_name)) {
                all.push((graph.contains("/graph/derived/"), class));
            }
        }
        if all.is_empty() {
            for quad in self.site.store.matching(Some(node.as_ref().into()), Some(rdf::TYPE), None, GraphNameRef::DefaultGraph) {
                if let Term::NamedNode(class) = quad?.object {
                    all.push((false, class));
                }
            }
        }
        all.sort();
        all.dedup();
        let asserted: Vec<NamedNode> = all.iter().filter(|(derived, _)| !derived).map(|(_, class)| class.clone()).collect();
        Ok(if asserted.is_empty() { all.into_iter().map(|(_, class)| class).collect() } else { asserted })
    }

    /// The description of a thing.
    pub(super) fn description(&self, node: &NamedNode) -> Result<Option<Text>> {
        Ok(self.text_of(node, dct::DESCRIPTION)?.or(self.text_of(node, skos::DEFINITION)?))
    }
}

fn named(graph: &oxigraph::model::GraphName) -> Option<&str> {
    match graph {
        oxigraph::model::GraphName::NamedNode(node) => Some(node.as_str()),
        _ => None,
    }
}

/// An address as people write it.
fn without_scheme(iri: &str) -> String {
    iri.trim_start_matches("https://").trim_start_matches("http://").trim_end_matches('/').to_owned()
}
