//! What stands at the ontology's namespace: the ontology in every RDF syntax, and as a page.

use super::ontology::text;
use crate::error::{Error, Result};
use crate::ingest;
use crate::ingest::sources::Sources;
use crate::rdf::format::{self, Format, Kind};
use crate::rdf::term::instances;
use crate::rdf::vocab::{owl, shorten, skos};
use crate::sparql::{Answer, Triples, write};
use oxigraph::model::vocab::rdfs;
use oxigraph::model::{Graph, NamedNode, NamedNodeRef, TermRef, TripleRef};

/// The extensions that ask for a form, as in `/ns.ttl`.
pub const EXTENSIONS: [&str; 7] = ["ttl", "nt", "nq", "trig", "jsonld", "rdf", "html"];

/// A form of the ontology.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Form {
    /// A page for people.
    Html,
    /// An RDF syntax.
    Rdf(Format),
}

impl Form {
    /// The form of an extension.
    pub fn from_extension(extension: &str) -> Option<Self> {
        if extension == "html" {
            return Some(Self::Html);
        }
        format::rdf_format_of(format!("ns.{extension}").as_ref()).ok().map(|format| Self::Rdf(Format::Rdf(format)))
    }

    /// The form that an `Accept` header asks for.
    pub fn negotiate(accept: Option<&str>) -> Result<Self> {
        if format::prefers_html(accept) { Ok(Self::Html) } else { Format::negotiate(accept, Kind::Graph).map(Self::Rdf) }
    }

    /// Its media type.
    pub fn media_type(self) -> &'static str {
        match self {
            Self::Html => format::HTML,
            Self::Rdf(format) => format.media_type().unwrap_or_default(),
        }
    }

    /// The ontology in this form.
    pub fn write(self, graph: &Graph) -> Result<Vec<u8>> {
        match self {
            Self::Html => Ok(page(graph).into_bytes()),
            Self::Rdf(format) => {
                let mut out = Vec::new();
                write::write(Answer::Graph(Triples::of(graph)), format, &mut out)?;
                Ok(out)
            }
        }
    }
}

/// The ontology that is built in: one of its fixed versions by its number, or what stands now without one.
pub fn ontology(version: Option<&str>) -> Result<Graph> {
    let sources = Sources::built_in()?;
    let now = ingest::ontology_graph(&sources)?;
    let Some(version) = version else { return Ok(now) };
    let fixed = sources.releases.iter().find(|file| file.path.file_stem().is_some_and(|name| name == version));
    match fixed {
        Some(file) => ingest::turtle(std::slice::from_ref(file)),
        None if is_version(&now, version) => Ok(now),
        None => Err(Error::RouteNotFound { path: format!("/ns/{version}") }),
    }
}

fn is_version(graph: &Graph, version: &str) -> bool {
    let is_it = |TripleRef { object, .. }: TripleRef<'_>| matches!(object, TermRef::Literal(literal) if literal.value() == version);
    instances(graph, "http://www.w3.org/2002/07/owl#Ontology")
        .iter()
        .any(|ontology| graph.triples_for_subject(ontology).any(|triple| triple.predicate == owl::VERSION_INFO && is_it(triple)))
}

/// A page with an anchor for each term, so that `/ns#Measure` leads to it; without styles and scripts.
fn page(graph: &Graph) -> String {
    let title = |language| {
        let ontologies = instances(graph, "http://www.w3.org/2002/07/owl#Ontology");
        ontologies
            .first()
            .map_or(String::new(), |it| escaped(&text(graph, it, NamedNodeRef::new_unchecked("http://purl.org/dc/terms/title"), language)))
    };
    let mut page = format!(
        "<!DOCTYPE html>\n<html lang=\"nb\">\n<head><meta charset=\"utf-8\"><meta name=\"viewport\" content=\"width=device-width\"><title>{nb}</title></head>\n\
         <body>\n<main>\n<h1>{nb}</h1>\n<p lang=\"en\">{}</p>\n<p>",
        title("en"),
        nb = title("nb")
    );
    for extension in EXTENSIONS.iter().filter(|extension| **extension != "html") {
        page.push_str(&format!("<a href=\"/ns.{extension}\">{extension}</a> "));
    }
    page.push_str("</p>\n");
    for (class, heading) in [
        ("http://www.w3.org/2002/07/owl#Class", "Klasser"),
        ("http://www.w3.org/2002/07/owl#ObjectProperty", "Egenskaper til ting"),
        ("http://www.w3.org/2002/07/owl#DatatypeProperty", "Egenskaper med verdier"),
        ("http://www.w3.org/2002/07/owl#AnnotationProperty", "Merknader"),
        ("http://www.w3.org/2004/02/skos/core#ConceptScheme", "Kodelister"),
        ("http://www.w3.org/2004/02/skos/core#Concept", "Koder"),
    ] {
        let found = instances(graph, class);
        if found.is_empty() {
            continue;
        }
        page.push_str(&format!("<h2>{heading}</h2>\n<dl>\n"));
        for term in found {
            page.push_str(&entry(graph, &term));
        }
        page.push_str("</dl>\n");
    }
    page + "</main>\n</body>\n</html>\n"
}

fn entry(graph: &Graph, term: &NamedNode) -> String {
    let iri = term.as_str();
    let anchor = iri.rsplit(['#', '/']).next().unwrap_or_default();
    let label = |language| {
        let own = text(graph, term, rdfs::LABEL, language);
        escaped(&if own.is_empty() { text(graph, term, skos::PREF_LABEL, language) } else { own })
    };
    let definition =
        |language| escaped(&text(graph, term, NamedNodeRef::new_unchecked("http://www.w3.org/2004/02/skos/core#definition"), language));
    format!(
        "<dt id=\"{}\"><code>{}</code> {} · <span lang=\"en\">{}</span></dt>\n<dd>{}<br><span lang=\"en\">{}</span></dd>\n",
        escaped(anchor),
        escaped(&shorten(iri).unwrap_or_else(|| iri.to_owned())),
        label("nb"),
        label("en"),
        definition("nb"),
        definition("en"),
    )
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}
