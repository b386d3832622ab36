//! The pages about the ontology, one for each language: header, classes with what the shapes ask of them, properties with examples, code lists,
//! rules, alignments with their reasons.

use super::GENERATED;
use crate::error::Result;
use crate::ingest;
use crate::ingest::rules::{self, Rule};
use crate::ingest::sources::Sources;
use crate::rdf::term::{instances, subjects};
use crate::rdf::vocab::{dct, owl, sam, schema, shorten, skos};
use crate::validate::vocabulary as sh;
use oxigraph::model::vocab::rdfs;
use oxigraph::model::{Graph, NamedNode, NamedNodeRef, TermRef, TripleRef};

const VALUES: [NamedNodeRef<'_>; 3] = [sam::CODE_LIST, rdfs::RANGE, schema::RANGE_INCLUDES];

/// What the pages are made of.
pub(super) struct Material {
    ontology: Graph,
    shapes: Graph,
    example: Graph,
    rules: Vec<Rule>,
    alignments: Vec<Alignment>,
}

/// How one of our terms stands to another's.
struct Alignment {
    term: String,
    how: String,
    other: String,
    why: String,
}

impl Material {
    pub(super) fn read(sources: &Sources) -> Result<Self> {
        let alignments = sources.ontology.iter().filter(|file| file.path.ends_with("alignments.ttl"));
        Ok(Self {
            ontology: ingest::ontology_graph(sources)?,
            shapes: ingest::turtle(&sources.shapes)?,
            example: ingest::turtle(sources.example.as_slice())?,
            rules: rules::read(&sources.rules)?,
            alignments: alignments.flat_map(|file| alignments_in(&file.text)).collect(),
        })
    }

    pub(super) fn page(&self, language: &'static str) -> String {
        Page { material: self, language, text: String::new() }.written()
    }
}

/// The statements of the file of alignments, each with the comment above it. A comment that a blank line follows is about the whole file.
fn alignments_in(text: &str) -> Vec<Alignment> {
    let mut found = Vec::new();
    let (mut why, mut in_comment) = (String::new(), false);
    for line in text.lines() {
        if let Some(comment) = line.strip_prefix("# ") {
            let before = if in_comment { std::mem::take(&mut why) + " " } else { String::new() };
            why = before + comment;
            in_comment = true;
            continue;
        }
        in_comment = false;
        if line.trim().is_empty() {
            why.clear();
        } else if let [term, how, other, "."] = line.split_whitespace().collect::<Vec<_>>().as_slice() {
            found.push(Alignment { term: (*term).to_owned(), how: (*how).to_owned(), other: (*other).to_owned(), why: why.clone() });
        }
    }
    found.retain(|alignment| !alignment.term.starts_with('@'));
    found
}

struct Page<'a> {
    material: &'a Material,
    language: &'static str,
    text: String,
}

impl Page<'_> {
    /// The word in the page's language.
    fn pick(&self, nb: &'static str, en: &'static str) -> &'static str {
        if self.language == "nb" { nb } else { en }
    }

    fn line(&mut self, text: &str) {
        self.text.push_str(text);
        self.text.push('\n');
    }

    fn heading(&mut self, nb: &'static str, en: &'static str) {
        let heading = self.pick(nb, en);
        self.line(&format!("\n## {heading}\n"));
    }

    fn written(mut self) -> String {
        self.header();
        self.classes();
        self.properties();
        self.code_lists();
        self.rules();
        self.alignments();
        self.text
    }

    fn header(&mut self) {
        let title = self.pick("Ontologi", "Ontology");
        self.line(&format!("# {title}\n\n{GENERATED}"));
        let other = self.pick("[In English](ontology.md)", "[På norsk](ontology.nb.md)");
        self.line(&format!(
            "{other} · [{}](ontology-changes.md) · [FAIR](fair.md) · [{}](../ontology/README.md)\n",
            self.pick("endringer", "changes"),
            self.pick("hvordan den leses og utvides", "how to read and extend it"),
        ));
        for ontology in instances(&self.material.ontology, owl::ONTOLOGY) {
            let text = |predicate: NamedNodeRef<'_>, language: &str| text(&self.material.ontology, &ontology, predicate, language);
            let title = text(dct::TITLE, self.language);
            let line = format!(
                "**{title}** {} `{}`, {} `sam:`, {} {}, [{}]({}).",
                text(dct::DESCRIPTION, self.language),
                sam::NAMESPACE,
                self.pick("prefiks", "prefix"),
                self.pick("utgave", "version"),
                text(owl::VERSION_INFO, ""),
                self.pick("lisens", "licence"),
                objects(&self.material.ontology, &ontology, dct::LICENSE).join(" "),
            );
            self.line(&line);
        }
    }

    fn classes(&mut self) {
        self.heading("Klasser", "Classes");
        let ontology = &self.material.ontology;
        for class in instances(ontology, owl::CLASS) {
            let label = text(ontology, &class, rdfs::LABEL, self.language);
            let definition = text(ontology, &class, skos::DEFINITION, self.language);
            self.line(&format!("### {} {label}\n\n{definition}", name(&class)));
            let above = names(ontology, &class, rdfs::SUB_CLASS_OF);
            if !above.is_empty() {
                let word = self.pick("Står under", "Stands under");
                self.line(&format!("\n{word} {above}."));
            }
            let asked = self.asked_of(&class);
            if !asked.is_empty() {
                self.line("");
            }
            for rule in asked {
                self.line(&format!("* {rule}"));
            }
            self.line("");
        }
    }

    /// What the shapes ask of a class, in their own words.
    fn asked_of(&self, class: &NamedNode) -> Vec<String> {
        let shapes = &self.material.shapes;
        let mut found = Vec::new();
        for shape in subjects(shapes, sh::TARGET_CLASS, class.as_ref()) {
            for link in [sh::PROPERTY, sh::SPARQL] {
                let mut parts: Vec<NamedNode> = nodes(shapes, &shape, link);
                parts.sort();
                for part in parts {
                    let message = text(shapes, &part, sh::MESSAGE, self.language);
                    let path = names(shapes, &part, sh::PATH);
                    let path = if path.is_empty() { path } else { path + ": " };
                    found.push(path + &message.replace("{?", "{"));
                }
            }
        }
        found.retain(|rule| !rule.is_empty());
        found
    }

    fn properties(&mut self) {
        self.heading("Egenskaper", "Properties");
        let head =
            self.pick("| egenskap | hva | verdier | står under | eksempel |", "| property | what | values | stands under | example |");
        self.line(&format!("{head}\n|---|---|---|---|---|"));
        let ontology = &self.material.ontology;
        for kind in [owl::OBJECT_PROPERTY, owl::DATATYPE_PROPERTY, owl::ANNOTATION_PROPERTY] {
            for property in instances(ontology, kind) {
                let values = VALUES.into_iter().map(|link| names(ontology, &property, link)).find(|names| !names.is_empty());
                self.line(&format!(
                    "| {} | **{}** {} | {} | {} | {} |",
                    name(&property),
                    text(ontology, &property, rdfs::LABEL, self.language),
                    text(ontology, &property, skos::DEFINITION, self.language),
                    values.unwrap_or_default(),
                    names(ontology, &property, rdfs::SUB_PROPERTY_OF),
                    self.example_of(&property)
                ));
            }
        }
    }

    /// The first use of a property in the example.
    fn example_of(&self, property: &NamedNode) -> String {
        let uses = self.material.example.triples_for_predicate(property);
        let of_language = |object: &TermRef<'_>| match object {
            TermRef::Literal(literal) => literal.language().is_none_or(|language| language == self.language),
            _ => true,
        };
        let written = |TripleRef { subject, object, .. }: TripleRef<'_>| {
            let value = match object {
                TermRef::NamedNode(node) => plain_name(node.as_str()),
                TermRef::Literal(literal) => format!("«{}»", literal.value().replace('|', "\\|")),
                other => other.to_string(),
            };
            let subject = subject.to_string();
            format!("{} → {value}", plain_name(subject.trim_matches(['<', '>'])))
        };
        uses.filter(|triple| of_language(&triple.object)).map(written).min().unwrap_or_default()
    }

    fn code_lists(&mut self) {
        self.heading("Kodelister", "Code lists");
        let ontology = &self.material.ontology;
        for scheme in instances(ontology, skos::CONCEPT_SCHEME) {
            let label = text(ontology, &scheme, skos::PREF_LABEL, self.language);
            let head = self.pick("| kode | hva |", "| code | what |");
            self.line(&format!("### {}: {label}\n\n{head}\n|---|---|", name(&scheme)));
            let mut codes = subjects(ontology, skos::IN_SCHEME, scheme.as_ref());
            codes.sort_by_key(|code| text(ontology, code, skos::NOTATION, ""));
            for code in codes {
                let (notation, label) = (text(ontology, &code, skos::NOTATION, ""), text(ontology, &code, skos::PREF_LABEL, self.language));
                let definition = text(ontology, &code, skos::DEFINITION, self.language);
                self.line(&format!("| `{notation}` | **{label}** {definition} |"));
            }
            self.line("");
        }
    }

    fn rules(&mut self) {
        self.heading("Regler", "Rules");
        let head = self.pick("| regel | hva som følger av hva | graf |", "| rule | what follows from what | graph |");
        self.line(&format!("{head}\n|---|---|---|"));
        for rule in &self.material.rules {
            let line = format!(
                "| [{id}](../ontology/rules/{id}.rq) | **{}** {} | `derived/{}`, {} {} |",
                rule.name(self.language),
                rule.description(self.language).replace('|', "\\|"),
                rule.set(),
                self.pick("utgave", "version"),
                rule.version(),
                id = rule.id,
            );
            self.line(&line);
        }
    }

    fn alignments(&mut self) {
        self.heading("Sammenheng med andre vokabularer", "Alignments");
        let head = self.pick("| begrep | forhold | begrep hos andre | hvorfor (på engelsk) |", "| term | how | another's term | why |");
        self.line(&format!("{head}\n|---|---|---|---|"));
        for Alignment { term, how, other, why } in &self.material.alignments {
            self.line(&format!("| `{term}` | `{how}` | `{other}` | {} |", why.replace('|', "\\|")));
        }
    }
}

/// A term by its prefix, as code.
fn name(term: &NamedNode) -> String {
    shorten(term.as_str()).map_or_else(|| format!("<{}>", term.as_str()), |short| format!("`{short}`"))
}

/// A thing of the example by kind and key, a term by its prefix.
fn plain_name(iri: &str) -> String {
    shorten(iri).unwrap_or_else(|| iri.trim_start_matches("https://example.org/id/").to_owned())
}

fn nodes(graph: &Graph, subject: &NamedNode, predicate: NamedNodeRef<'_>) -> Vec<NamedNode> {
    let objects = graph.objects_for_subject_predicate(subject, predicate);
    objects.filter_map(|object| if let TermRef::NamedNode(node) = object { Some(node.into_owned()) } else { None }).collect()
}

fn objects(graph: &Graph, subject: &NamedNode, predicate: NamedNodeRef<'_>) -> Vec<String> {
    let mut found: Vec<String> = nodes(graph, subject, predicate).into_iter().map(NamedNode::into_string).collect();
    found.sort();
    found
}

fn names(graph: &Graph, subject: &NamedNode, predicate: NamedNodeRef<'_>) -> String {
    let mut names: Vec<String> = nodes(graph, subject, predicate).iter().map(name).collect();
    names.sort();
    names.join(", ")
}

/// A literal in a language, fit for a table; `""` asks for one without.
fn text(graph: &Graph, term: &NamedNode, predicate: NamedNodeRef<'_>, language: &str) -> String {
    let wanted = |term: &TermRef<'_>| matches!(term, TermRef::Literal(literal) if literal.language().unwrap_or_default() == language);
    match graph.objects_for_subject_predicate(term, predicate).find(wanted) {
        Some(TermRef::Literal(literal)) => literal.value().replace('|', "\\|"),
        _ => String::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_reason_is_the_comment_above() {
        let text =
            "# About all.\n\n# One:\n# why.\nsam:A rdfs:subClassOf x:B .\nsam:C skos:closeMatch x:D .\n\nsam:E skos:closeMatch x:F .\n";
        let found: Vec<_> = alignments_in(text).into_iter().map(|a| (a.term, a.why)).collect();
        let expected = [("sam:A", "One: why."), ("sam:C", "One: why."), ("sam:E", "")];
        assert_eq!(found, expected.map(|(term, why)| (term.to_owned(), why.to_owned())));
    }
}
