//! Is the ontology findable, accessible, interoperable and reusable? A list of items, each checked by `samstyr build`; one that is not met stops it.
//!
//! `docs/fair.md` lists them with how each is met, and what cannot be checked here.

use crate::docs::namespace::{EXTENSIONS, written};
use crate::error::{Error, Result};
use crate::ingest::context::Context;
use crate::ingest::sources::SourceFile;
use crate::rdf::format::Format;
use crate::rdf::term::instances;
use crate::rdf::vocab::{PREFIXES, dct, owl, sam, skos};
use oxigraph::model::vocab::rdfs;
use oxigraph::model::{Graph, NamedNode, NamedNodeRef, NamedOrBlankNodeRef, TermRef};
use std::collections::BTreeSet;

/// Where the list stands, from the root of the repository.
pub const PAGE: &str = "docs/fair.md";

const VANN: &str = "http://purl.org/vocab/vann/";
const LANGUAGES: [&str; 2] = ["nb", "en"];
/// Redirectors that outlive a host.
const PERSISTENT: [&str; 2] = ["https://w3id.org/", "https://purl.org/"];

/// An item of the list.
pub struct Item {
    /// The FAIR principle, and what of it.
    pub id: &'static str,
    /// What is asked.
    asks: &'static str,
    /// Who asks it.
    source: &'static str,
    /// How it is met.
    met_by: &'static str,
    /// What is missing; nothing when it is met.
    check: fn(&Ontology<'_>) -> Vec<String>,
}

/// What is checked.
pub struct Ontology<'a> {
    graph: &'a Graph,
    context: Option<Context>,
}

/// Items, in the order of the principles.
const ITEMS: &[Item] = &[
    Item {
        id: "F1-persistent",
        asks: "Terms have globally unique, persistent identifiers under a redirector that is independent of the host.",
        source: "FAIR F1; w3id.org; SEMIC PC-R2",
        met_by: "the ontology and its namespace stand under `https://w3id.org/`",
        check: persistent,
    },
    Item {
        id: "F1-version",
        asks: "Every version has an IRI of its own.",
        source: "FAIR F1; OWL 2 §3.1; SEMIC PC-R3, PC-R4",
        met_by: "`owl:versionIRI` is the ontology's IRI and `owl:versionInfo`; `/ns/{version}` serves it",
        check: version,
    },
    Item {
        id: "F2-metadata",
        asks: "Title and description in nb and en, creator with a name, date.",
        source: "FAIR F2, R1.2; DCTERMS",
        met_by: "the header of `ontology/samstyr.ttl`; the publisher is named at publication",
        check: metadata,
    },
    Item {
        id: "F3-namespace",
        asks: "The metadata name the namespace and the prefix of the terms they describe.",
        source: "FAIR F3; VANN",
        met_by: "`vann:preferredNamespaceUri` and `vann:preferredNamespacePrefix`",
        check: namespace,
    },
    Item {
        id: "A1-negotiation",
        asks: "The namespace answers over an open protocol in the form that is asked for.",
        source: "FAIR A1, A1.1; W3C Best Practice Recipes for Publishing RDF Vocabularies; SEMIC PC-R5, PC-R6",
        met_by: "`/ns` of `samstyr serve`: Turtle, N-Triples, N-Quads, TriG, JSON-LD and RDF/XML; a browser is led to a page in nb, nn or en",
        check: negotiation,
    },
    Item {
        id: "A1-resolvable",
        asks: "Every term of ours leads to the document that defines it.",
        source: "FAIR A1; Linked Data principles 2 and 3; SEMIC PC-R5",
        met_by: "a hash namespace: the document of the namespace holds every term",
        check: resolvable,
    },
    Item {
        id: "I1-language",
        asks: "The ontology is in RDF and OWL, one ontology, without anonymous terms.",
        source: "FAIR I1; SEMIC SC-R1",
        met_by: "one `owl:Ontology`, and every class and property has an IRI",
        check: language,
    },
    Item {
        id: "I1-labels",
        asks: "Every class, property and code has a label and a definition in nb and en.",
        source: "FAIR I1, F2; SEMIC SC-R3",
        met_by: "labels and definitions in `samstyr.ttl` and `codes.ttl`",
        check: labels,
    },
    Item {
        id: "I2-alignments",
        asks: "Terms are aligned with vocabularies that are FAIR themselves.",
        source: "FAIR I2; SEMIC GC-R1, GC-R2",
        met_by: "`alignments.ttl`: PROV-O, ORG, SKOS, DCTERMS and others, each with a reason",
        check: alignments,
    },
    Item {
        id: "I3-code-lists",
        asks: "References are qualified: a property's code list exists, and every code stands in a list.",
        source: "FAIR I3; SKOS",
        met_by: "`sam:codeList` and `skos:inScheme`",
        check: code_lists,
    },
    Item {
        id: "R1.1-licence",
        asks: "The ontology has a clear licence.",
        source: "FAIR R1.1; SEMIC PC-R1",
        met_by: "`dct:license`: NLOD 2.0",
        check: licence,
    },
    Item {
        id: "R1.2-change",
        asks: "It says what changed, in nb and en.",
        source: "FAIR R1.2; SKOS",
        met_by: "`skos:changeNote`; [ontology-changes.md](ontology-changes.md)",
        check: change,
    },
    Item {
        id: "R1.3-context",
        asks: "A JSON-LD context covers every term.",
        source: "FAIR R1.3; JSON-LD 1.1",
        met_by: "`ontology/context.jsonld`",
        check: context,
    },
];

/// What the list asks for and no check here can know.
const NOT_CHECKED: &[(&str, &str)] = &[
    ("F4", "The ontology is registered where people search (w3id.org, data.norge.no, LOV): done at publication, and not before."),
    (
        "A2",
        "The host, and the redirects of w3id.org, are there: the rules stand in [http.md](http.md#names-that-last); no request is sent from the build.",
    ),
    ("R1.2", "The publisher: configured at publication; none is named before there is one."),
];

/// What is missing, item by item.
pub fn missing(graph: &Graph, context: &SourceFile) -> Vec<String> {
    let ontology = Ontology { graph, context: Context::parse(context).ok() };
    let of_item = |item: &Item| (item.check)(&ontology).into_iter().map(|what| format!("fair {}: {what}", item.id)).collect::<Vec<_>>();
    ITEMS.iter().flat_map(of_item).collect()
}

/// An error that names what is missing, if anything is.
pub fn admit(graph: &Graph, context: &SourceFile) -> Result<()> {
    let violations = missing(graph, context);
    if violations.is_empty() { Ok(()) } else { Err(Error::NotConformant { violations }) }
}

/// The page with the list. It is written only when every item is met.
pub fn page() -> String {
    let mut page = "# Is the ontology FAIR?\n\n<!-- made by `make build`; change the sources, not this page -->\n\n\
        A list of our own after the [FAIR principles](https://www.go-fair.org/fair-principles/) and the SEMIC style guide. `samstyr build` checks every item\n\
        of the first table, and writes nothing when one is not met.\n\n| | item | what is asked | after | how it is met |\n|---|---|---|---|---|\n"
        .to_owned();
    for item in ITEMS {
        page.push_str(&format!("| ✓ | {} | {} | {} | {} |\n", item.id, item.asks, item.source, item.met_by));
    }
    page.push_str("\nNot checked by the build, because it cannot know:\n\n| principle | what |\n|---|---|\n");
    for (principle, what) in NOT_CHECKED {
        page.push_str(&format!("| {principle} | {what} |\n"));
    }
    page
}

impl Ontology<'_> {
    /// Classes and properties.
    fn terms(&self) -> Vec<NamedNode> {
        let kinds = [owl::CLASS, owl::OBJECT_PROPERTY, owl::DATATYPE_PROPERTY, owl::ANNOTATION_PROPERTY];
        kinds.into_iter().flat_map(|kind| instances(self.graph, kind)).collect()
    }

    fn codes(&self) -> Vec<NamedNode> {
        instances(self.graph, skos::CONCEPT)
    }

    /// The ontology itself; where there is none, every question about it is answered with no.
    fn header(&self) -> NamedNode {
        instances(self.graph, owl::ONTOLOGY).into_iter().next().unwrap_or_else(|| NamedNode::new_unchecked("urn:none"))
    }

    fn values(&self, subject: &NamedNode, predicate: &str) -> Vec<TermRef<'_>> {
        let predicate = NamedNode::new_unchecked(predicate);
        let of_subject = self.graph.iter().filter(|triple| triple.subject == NamedOrBlankNodeRef::from(subject.as_ref()));
        of_subject.filter(|triple| triple.predicate == predicate.as_ref()).map(|triple| triple.object).collect()
    }

    fn text(&self, subject: &NamedNode, predicate: &str) -> String {
        match self.values(subject, predicate).first() {
            Some(TermRef::Literal(literal)) => literal.value().to_owned(),
            Some(TermRef::NamedNode(node)) => node.as_str().to_owned(),
            _ => String::new(),
        }
    }

    fn in_languages(&self, subject: &NamedNode, predicate: NamedNodeRef<'_>) -> Vec<String> {
        let has = |language: &str| {
            let objects = self.graph.objects_for_subject_predicate(subject, predicate);
            objects.into_iter().any(|object| matches!(object, TermRef::Literal(literal) if literal.language() == Some(language)))
        };
        LANGUAGES.iter().filter(|language| !has(language)).map(|language| format!("{subject} has no {predicate} in {language}")).collect()
    }
}

fn require(met: bool, what: impl Into<String>) -> Vec<String> {
    if met { Vec::new() } else { vec![what.into()] }
}

fn persistent(ontology: &Ontology<'_>) -> Vec<String> {
    let header = ontology.header();
    require(
        PERSISTENT.iter().any(|root| header.as_str().starts_with(root)),
        format!("{header} does not stand under {}", PERSISTENT.join(" or ")),
    )
}

fn version(ontology: &Ontology<'_>) -> Vec<String> {
    let header = ontology.header();
    let info = ontology.text(&header, owl::VERSION_INFO.as_str());
    let expected = format!("{}/{info}", header.as_str());
    let found = ontology.text(&header, owl::VERSION_IRI.as_str());
    require(
        !info.is_empty() && found == expected,
        format!("owl:versionIRI is `{found}`, and not the ontology's IRI, `/` and owl:versionInfo"),
    )
}

fn metadata(ontology: &Ontology<'_>) -> Vec<String> {
    let header = ontology.header();
    let mut missing: Vec<String> =
        [dct::TITLE, dct::DESCRIPTION].into_iter().flat_map(|property| ontology.in_languages(&header, property)).collect();
    let creators = ontology.values(&header, dct::CREATOR.as_str());
    let named = |creator: &TermRef<'_>| match creator {
        TermRef::NamedNode(node) => ontology.graph.object_for_subject_predicate(*node, skos::PREF_LABEL).is_some(),
        _ => false,
    };
    missing.extend(require(creators.iter().any(named), "the header has no dct:creator with a name"));
    missing.extend(require(!ontology.values(&header, dct::CREATED.as_str()).is_empty(), "the header has no dct:created"));
    missing
}

fn namespace(ontology: &Ontology<'_>) -> Vec<String> {
    let header = ontology.header();
    let prefix = ontology.text(&header, &format!("{VANN}preferredNamespacePrefix"));
    let uri = ontology.text(&header, &format!("{VANN}preferredNamespaceUri"));
    let known = PREFIXES.contains(&(prefix.as_str(), uri.as_str())) && uri == sam::NAMESPACE;
    require(known, format!("the header names the prefix `{prefix}` and the namespace `{uri}`, and they are not ours"))
}

fn negotiation(ontology: &Ontology<'_>) -> Vec<String> {
    let given = |extension: &&str| {
        Format::of_rdf_extension(extension).is_some_and(|format| written(ontology.graph, format).is_ok_and(|body| !body.is_empty()))
    };
    EXTENSIONS
        .iter()
        .filter(|extension| !given(extension))
        .map(|extension| format!("the ontology cannot be given as .{extension}"))
        .collect()
}

fn resolvable(ontology: &Ontology<'_>) -> Vec<String> {
    let header = ontology.header();
    let hash = format!("{}#", header.as_str());
    let ours = ontology.terms().into_iter().chain(ontology.codes()).chain(instances(ontology.graph, skos::CONCEPT_SCHEME));
    // What is not ours is only reused here, and leads to its own document.
    let root = header.as_str().rsplit_once('/').map_or("", |(root, _)| root).to_owned();
    let lost = ours.filter(|term| term.as_str().starts_with(&root) && !term.as_str().starts_with(&hash));
    lost.map(|term| format!("{term} does not lead to {header}")).collect()
}

fn language(ontology: &Ontology<'_>) -> Vec<String> {
    let mut missing = require(instances(ontology.graph, owl::ONTOLOGY).len() == 1, "there is not exactly one owl:Ontology");
    let anonymous = ontology.graph.iter().filter(|triple| triple.subject.is_blank_node()).count();
    missing.extend(require(anonymous == 0, format!("{anonymous} triples are about blank nodes")));
    missing
}

fn labels(ontology: &Ontology<'_>) -> Vec<String> {
    let of = |term: &NamedNode, label: NamedNodeRef<'_>| {
        let mut missing = ontology.in_languages(term, label);
        missing.extend(ontology.in_languages(term, skos::DEFINITION));
        missing
    };
    let mut missing: Vec<String> = ontology.terms().iter().flat_map(|term| of(term, rdfs::LABEL)).collect();
    missing.extend(ontology.codes().iter().flat_map(|code| of(code, skos::PREF_LABEL)));
    missing
}

fn alignments(ontology: &Ontology<'_>) -> Vec<String> {
    let links = [rdfs::SUB_CLASS_OF.as_str(), rdfs::SUB_PROPERTY_OF.as_str()].map(str::to_owned);
    let aligned = |predicate: &str| {
        links.iter().any(|link| link == predicate) || predicate.starts_with(skos::NAMESPACE) && predicate.ends_with("Match")
    };
    let mut found = BTreeSet::new();
    for triple in ontology.graph.iter().filter(|triple| aligned(triple.predicate.as_str())) {
        if let TermRef::NamedNode(other) = triple.object {
            found.extend(PREFIXES.iter().filter(|(_, namespace)| other.as_str().starts_with(namespace)).map(|(prefix, _)| *prefix));
        }
    }
    let wanted = ["dct", "org", "prov", "skos"];
    wanted.iter().filter(|prefix| !found.contains(**prefix)).map(|prefix| format!("no term is aligned with `{prefix}:`")).collect()
}

fn code_lists(ontology: &Ontology<'_>) -> Vec<String> {
    let schemes: BTreeSet<NamedNode> = instances(ontology.graph, skos::CONCEPT_SCHEME).into_iter().collect();
    let is_scheme = |term: &TermRef<'_>| matches!(term, TermRef::NamedNode(node) if schemes.contains(&node.into_owned()));
    let mut missing = Vec::new();
    for (terms, link) in [(ontology.terms(), sam::CODE_LIST), (ontology.codes(), skos::IN_SCHEME)] {
        for term in terms {
            let found: Vec<_> = ontology.graph.objects_for_subject_predicate(&term, link).collect();
            let is_code = link == skos::IN_SCHEME;
            missing.extend(require(
                found.iter().all(is_scheme) && !(is_code && found.is_empty()),
                format!("{link} of {term} is no code list"),
            ));
        }
    }
    missing
}

fn licence(ontology: &Ontology<'_>) -> Vec<String> {
    let found = ontology.text(&ontology.header(), dct::LICENSE.as_str());
    require(found.starts_with("https://"), "the header has no dct:license with an address")
}

fn change(ontology: &Ontology<'_>) -> Vec<String> {
    ontology.in_languages(&ontology.header(), skos::CHANGE_NOTE)
}

fn context(ontology: &Ontology<'_>) -> Vec<String> {
    let Some(context) = &ontology.context else { return vec!["ontology/context.jsonld cannot be read".to_owned()] };
    let named = |term: &NamedNode| {
        let local = term.as_str().strip_prefix(sam::NAMESPACE).unwrap_or_default();
        local.is_empty() || context.class(local) == Some(term) || context.property(local).is_some_and(|property| property.iri == *term)
    };
    ontology.terms().iter().filter(|term| !named(term)).map(|term| format!("{term} is not in the context")).collect()
}

#[cfg(test)]
mod tests;
