//! The generated pages of the documentation: `docs/ontology.md` and `docs/questions.md`. A test says when they are stale.

use crate::questions::Question;
use crate::questions::header::State;
use crate::rdf::iri::Base;
use crate::rdf::vocab::{sam, shorten};
use oxigraph::model::vocab::{rdf, rdfs};
use oxigraph::model::{Graph, NamedNode, NamedNodeRef, NamedOrBlankNodeRef, TermRef};
use std::collections::BTreeSet;

/// Where the page about the ontology stands, from the root of the repository.
pub const ONTOLOGY_PAGE: &str = "docs/ontology.md";
/// Where the page about the questions stands.
pub const QUESTIONS_PAGE: &str = "docs/questions.md";

const GENERATED: &str = "<!-- made by `make build`; change the sources, not this page -->\n";
const OWL: &str = "http://www.w3.org/2002/07/owl#";
const SKOS: &str = "http://www.w3.org/2004/02/skos/core#";

/// How many competency questions each group has.
const COMPETENCY_QUESTIONS: &[(&str, usize)] = &[
    ("A", 8),
    ("B", 12),
    ("C", 12),
    ("D", 10),
    ("E", 14),
    ("F", 8),
    ("G", 12),
    ("H", 10),
    ("I", 14),
    ("J", 10),
    ("K", 4),
    ("L", 12),
    ("M", 10),
    ("N", 6),
];

/// Groups of questions: letter, nb, en.
const GROUPS: &[(&str, &str, &str)] = &[
    ("A", "Dokumenter og strategi", "Documents and strategy"),
    ("B", "Tiltak og innsatsområder", "Measures and focus areas"),
    ("C", "Kommunal sektor", "The municipal sector"),
    ("D", "Parter, roller og virksomheter", "Parties, roles and organisations"),
    ("E", "Plikter og informasjonsflyt", "Duties and information flow"),
    ("F", "Livshendelser", "Life events"),
    ("G", "Styring, møter og eskalering", "Governance, meetings and escalation"),
    ("H", "Handlingsplanen for 2020", "The 2020 action plan"),
    ("I", "Status og oppfølging", "Status and follow-up"),
    ("J", "Tid og oppsigelse", "Time and termination"),
    ("K", "Økonomi", "Economy"),
    ("L", "Belegg og kvalitet", "Evidence and quality"),
    ("M", "data.norge.no og lenker", "data.norge.no and links"),
    ("N", "Sammenligning", "Comparison"),
];

/// How many competency questions are in each state, by group; a question that is covered twice counts once, in its best state.
fn coverage(questions: &[Question]) -> String {
    let ids = |group: &str, state: State| -> BTreeSet<String> {
        let of_state = questions.iter().filter(|question| question.header.state == state);
        of_state.flat_map(|question| question.header.covers.iter()).filter(|id| id.starts_with(group)).cloned().collect()
    };
    let mut text = "\n| competency questions | of | ready | undecided | waiting | not covered |\n|---|---|---|---|---|---|\n".to_owned();
    for (group, total) in COMPETENCY_QUESTIONS {
        let (ready, undecided, waits) = (ids(group, State::Ready), ids(group, State::Undecided), ids(group, State::Waits));
        let undecided: BTreeSet<String> = undecided.difference(&ready).cloned().collect();
        let waits: BTreeSet<String> = waits.into_iter().filter(|id| !ready.contains(id) && !undecided.contains(id)).collect();
        let known = |n: &usize| [&ready, &undecided, &waits].iter().any(|ids| ids.contains(&format!("{group}{n}")));
        let missing: Vec<String> = (1..=*total).filter(|n| !known(n)).map(|n| format!("{group}{n}")).collect();
        text.push_str(&format!(
            "| {group} | {total} | {} | {} | {} | {} |\n",
            ready.len(),
            undecided.len(),
            waits.len(),
            missing.join(" ")
        ));
    }
    text
}

/// The page about the questions.
pub fn questions_page(questions: &[Question]) -> String {
    let base = Base::default();
    let mut page = format!(
        "# Questions\n\n{GENERATED}\n{} questions. Ask one with `samstyr ask NAME` or at `/questions/NAME`; \
         how a question is written stands in [queries/README.md](../queries/README.md).\n",
        questions.len(),
    );
    page.push_str(&coverage(questions));
    for (group, nb, en) in GROUPS {
        let of_group: Vec<&Question> = questions.iter().filter(|question| question.header.group == *group).collect();
        if of_group.is_empty() {
            continue;
        }
        page.push_str(&format!("\n## {group} {nb} · {en}\n\n| name | question | parameters | covers | state |\n|---|---|---|---|---|\n"));
        for question in of_group {
            let header = &question.header;
            let nn = header.summary_nn.as_ref().map_or(String::new(), |nn| format!("<br>nn: {nn}"));
            let state = match &header.waits_for {
                Some(what) => format!("waits for {what}"),
                None => header.state.name().to_owned(),
            };
            let parameters: Vec<String> =
                question.parameters.iter().map(|parameter| format!("`{}={}`", parameter.name, parameter.example_text(&base))).collect();
            page.push_str(&format!(
                "| [`{name}`](../queries/{name}.rq) | {}{nn}<br>en: {} | {} | {} | {state} |\n",
                header.summary_nb,
                header.summary_en,
                parameters.join(" "),
                header.covers.join(" "),
                name = question.name
            ));
        }
    }
    page
}

/// The page about the ontology.
pub fn ontology_page(graph: &Graph) -> String {
    let reader = Ontology { graph };
    let mut page = format!(
        "# Ontology\n\n{GENERATED}\nNamespace `{}`, prefix `sam:`. How to read and extend it stands in [ontology/README.md](../ontology/README.md).\n",
        sam::NAMESPACE
    );
    page.push_str("\n## Classes\n\n| class | nb | en | stands under |\n|---|---|---|---|\n");
    for class in reader.instances(&format!("{OWL}Class")) {
        page.push_str(&format!(
            "| {} | {} | {} | {} |\n",
            name(&class),
            reader.described(&class, "nb"),
            reader.described(&class, "en"),
            reader.names(&class, rdfs::SUB_CLASS_OF)
        ));
    }
    page.push_str("\n## Properties\n\n| property | nb | en | values | stands under |\n|---|---|---|---|---|\n");
    for kind in ["ObjectProperty", "DatatypeProperty", "AnnotationProperty"] {
        for property in reader.instances(&format!("{OWL}{kind}")) {
            page.push_str(&format!(
                "| {} | {} | {} | {} | {} |\n",
                name(&property),
                reader.described(&property, "nb"),
                reader.described(&property, "en"),
                reader.values(&property),
                reader.names(&property, rdfs::SUB_PROPERTY_OF)
            ));
        }
    }
    page.push_str("\n## Code lists\n");
    for scheme in reader.instances(&format!("{SKOS}ConceptScheme")) {
        page.push_str(&format!(
            "\n### {}: {}\n\n| code | nb | en |\n|---|---|---|\n",
            name(&scheme),
            reader.text(&scheme, &format!("{SKOS}prefLabel"), "en")
        ));
        let in_scheme = NamedNode::new_unchecked(format!("{SKOS}inScheme"));
        let mut codes = reader.subjects(&in_scheme, &scheme);
        codes.sort_by_key(|code| reader.text(code, &format!("{SKOS}notation"), ""));
        for code in codes {
            let label = |language| reader.text(&code, &format!("{SKOS}prefLabel"), language);
            let definition = |language| reader.text(&code, &format!("{SKOS}definition"), language);
            let notation = reader.text(&code, &format!("{SKOS}notation"), "");
            page.push_str(&format!(
                "| `{notation}` | **{}** {} | **{}** {} |\n",
                label("nb"),
                definition("nb"),
                label("en"),
                definition("en")
            ));
        }
    }
    page
}

/// A term by its prefix.
fn name(term: &NamedNode) -> String {
    shorten(term.as_str()).map_or_else(|| format!("<{}>", term.as_str()), |short| format!("`{short}`"))
}

struct Ontology<'a> {
    graph: &'a Graph,
}

impl Ontology<'_> {
    fn subjects(&self, predicate: &NamedNode, object: &NamedNode) -> Vec<NamedNode> {
        let subjects = self.graph.subjects_for_predicate_object(predicate, object);
        let mut found: Vec<NamedNode> = subjects
            .filter_map(|subject| match subject {
                NamedOrBlankNodeRef::NamedNode(node) => Some(node.into_owned()),
                NamedOrBlankNodeRef::BlankNode(_) => None,
            })
            .collect();
        found.sort();
        found
    }

    fn instances(&self, class: &str) -> Vec<NamedNode> {
        self.subjects(&rdf::TYPE.into_owned(), &NamedNode::new_unchecked(class))
    }

    /// A literal in a language; `""` asks for one without.
    fn text(&self, term: &NamedNode, predicate: &str, language: &str) -> String {
        let wanted = |term: &TermRef<'_>| matches!(term, TermRef::Literal(literal) if literal.language().unwrap_or_default() == language);
        let predicate = NamedNode::new_unchecked(predicate);
        match self.graph.objects_for_subject_predicate(term, &predicate).find(wanted) {
            Some(TermRef::Literal(literal)) => literal.value().replace('|', "\\|"),
            _ => String::new(),
        }
    }

    fn described(&self, term: &NamedNode, language: &str) -> String {
        let definition = self.text(term, &format!("{SKOS}definition"), language);
        format!("**{}** {definition}", self.text(term, rdfs::LABEL.as_str(), language))
    }

    fn names(&self, term: &NamedNode, predicate: NamedNodeRef<'_>) -> String {
        let mut names: Vec<String> = self
            .graph
            .objects_for_subject_predicate(term, predicate)
            .filter_map(|object| match object {
                TermRef::NamedNode(node) => Some(name(&node.into_owned())),
                _ => None,
            })
            .collect();
        names.sort();
        names.join(", ")
    }

    /// What a property's values are: a code list, a datatype, or classes.
    fn values(&self, property: &NamedNode) -> String {
        let of = |iri: String| self.names(property, NamedNode::new_unchecked(iri).as_ref());
        [of(format!("{}codeList", sam::NAMESPACE)), of(rdfs::RANGE.as_str().to_owned()), of("https://schema.org/rangeIncludes".to_owned())]
            .into_iter()
            .find(|names| !names.is_empty())
            .unwrap_or_default()
    }
}
