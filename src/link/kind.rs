//! The kinds of things that can be fetched, and where each is.

use std::fmt::Write;

/// A kind: its name, and where it is.
#[derive(Debug, PartialEq, Eq)]
pub struct Kind {
    /// What the command and the manifest call it.
    pub name: &'static str,
    /// Where it is.
    pub place: Place,
}

/// Where a kind is.
#[derive(Debug, PartialEq, Eq)]
pub enum Place {
    /// In the catalogues: by SPARQL, else from the resource service, else found by searching.
    Catalogues {
        /// The classes.
        classes: &'static [&'static str],
        /// What resource service and search call it.
        path: &'static str,
        /// Whether only what has a record of its own counts: codes are concepts too.
        recorded: bool,
    },
    /// One document of the organisation catalogue.
    Organizations(&'static str),
    /// One document of the reference data.
    Reference(&'static str),
}

const DCAT: [&str; 3] =
    ["http://www.w3.org/ns/dcat#Dataset", "http://www.w3.org/ns/dcat#DatasetSeries", "http://www.w3.org/ns/dcat#DataService"];

/// All kinds, in the order in which they are fetched: what is small and everything needs comes first.
pub const KINDS: &[Kind] = &[
    Kind { name: "organizations", place: Place::Organizations("/organizations") },
    Kind { name: "los", place: Place::Reference("/los/themes-and-words") },
    Kind { name: "eu-themes", place: Place::Reference("/eu/data-themes") },
    Kind { name: "eurovoc", place: Place::Reference("/eu/eurovocs") },
    Kind { name: "administrative-units", place: Place::Reference("/geonorge/administrative-enheter") },
    Kind {
        name: "events",
        place: Place::Catalogues {
            classes: &["http://data.europa.eu/m8g/Event", "http://data.europa.eu/m8g/LifeEvent", "http://data.europa.eu/m8g/BusinessEvent"],
            path: "events",
            recorded: false,
        },
    },
    Kind {
        name: "services",
        place: Place::Catalogues {
            classes: &["http://purl.org/vocab/cpsv#PublicService", "https://data.norge.no/vocabulary/cpsvno#Service"],
            path: "services",
            recorded: false,
        },
    },
    Kind { name: "datasets", place: Place::Catalogues { classes: &[DCAT[0], DCAT[1]], path: "datasets", recorded: false } },
    Kind { name: "data-services", place: Place::Catalogues { classes: &[DCAT[2]], path: "data-services", recorded: false } },
    Kind {
        name: "concepts",
        place: Place::Catalogues { classes: &["http://www.w3.org/2004/02/skos/core#Concept"], path: "concepts", recorded: true },
    },
    Kind {
        name: "information-models",
        place: Place::Catalogues {
            classes: &["https://data.norge.no/vocabulary/modelldcatno#InformationModel"],
            path: "information-models",
            recorded: false,
        },
    },
];

/// The names of all kinds.
pub fn names() -> impl Iterator<Item = &'static str> {
    KINDS.iter().map(|kind| kind.name)
}

/// Those of these names, in the order in which they are fetched; all when none is named.
pub fn named(names: &[String]) -> Vec<&'static Kind> {
    KINDS.iter().filter(|kind| names.is_empty() || names.iter().any(|name| name == kind.name)).collect()
}

/// The pattern of the resources of some classes.
fn pattern(classes: &[&str], recorded: bool) -> String {
    let mut values = String::new();
    for class in classes {
        let _ = write!(values, "<{class}> "); // writing to a String cannot fail
    }
    let record = if recorded { "?record <http://xmlns.com/foaf/0.1/primaryTopic> ?s . " } else { "" };
    format!("VALUES ?class {{ {values}}} ?s a ?class . {record}FILTER(isIRI(?s))")
}

/// How many resources of some classes there are.
pub(super) fn count(classes: &[&str], recorded: bool) -> String {
    format!("SELECT (COUNT(DISTINCT ?s) AS ?n) WHERE {{ {} }}", pattern(classes, recorded))
}

/// A page of them, by their IRIs.
pub(super) fn page(classes: &[&str], recorded: bool, size: u64, at: u64) -> String {
    format!("SELECT DISTINCT ?s WHERE {{ {} }} ORDER BY ?s LIMIT {size} OFFSET {}", pattern(classes, recorded), size * at)
}

/// The triples of a page: those of the resources, of what has no name but theirs, of their distributions and of their records.
pub(super) fn triples(classes: &[&str], recorded: bool, size: u64, at: u64) -> String {
    let page = page(classes, recorded, size, at);
    format!(
        "CONSTRUCT {{ ?a ?p ?o }} WHERE {{ {{ {page} }} \
         {{ ?s ?p ?o . BIND(?s AS ?a) }} \
         UNION {{ ?s <http://www.w3.org/ns/dcat#distribution> ?a . ?a ?p ?o }} \
         UNION {{ ?s ?q ?a . FILTER(isBlank(?a) || CONTAINS(STR(?a), \"/.well-known/skolem/\")) ?a ?p ?o }} \
         UNION {{ ?a <http://xmlns.com/foaf/0.1/primaryTopic> ?s ; ?p ?o }} }}"
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sparql::{self, Answer, Request};
    use crate::store::Store;

    const DATA: &str = "
        <x:a> <http://www.w3.org/1999/02/22-rdf-syntax-ns#type> <x:C> . <x:a> <x:t> \"A\" . <x:a> <x:contact> _:c . _:c <x:mail> \"m\" .
        <x:a> <x:label> <x:a/.well-known/skolem/1> . <x:a/.well-known/skolem/1> <x:form> \"f\" .
        <x:b> <http://www.w3.org/1999/02/22-rdf-syntax-ns#type> <x:C> . <x:b> <x:t> \"B\" . <x:other> <x:t> \"no\" . <x:b> <x:see> <x:other> .
        <x:r> <http://xmlns.com/foaf/0.1/primaryTopic> <x:a> . <x:r> <x:id> \"1\" .
        _:d <http://www.w3.org/1999/02/22-rdf-syntax-ns#type> <x:C> .";

    #[test]
    fn queries_count_and_give_whole_resources_page_by_page() {
        let quads = oxigraph::io::RdfParser::from_format(oxigraph::io::RdfFormat::Turtle).for_slice(DATA);
        let store = Store::of(quads.map(|quad| quad.expect("Turtle"))).expect("a store");
        let number = |query: String| {
            let counted = sparql::answer(&store, &Request::new(query), |answer| match answer {
                Answer::Rows(rows) => Ok(rows.filter_map(|row| row.ok()?.first()?.clone()).map(|term| term.to_string()).collect()),
                Answer::Graph(triples) => Ok(vec![triples.count().to_string()]),
                Answer::Boolean(_) => Ok(Vec::<String>::new()),
            });
            counted.expect("an answer")
        };
        assert_eq!(number(count(&["x:C"], false)), ["\"2\"^^<http://www.w3.org/2001/XMLSchema#integer>"]);
        assert_eq!(number(count(&["x:C"], true)), ["\"1\"^^<http://www.w3.org/2001/XMLSchema#integer>"]);
        assert_eq!(number(page(&["x:C"], false, 1, 1)), ["<x:b>"]);
        assert_eq!(number(triples(&["x:C"], false, 1, 0)), ["8"]);
        assert_eq!(number(triples(&["x:C"], false, 1, 1)), ["3"]);
    }

    #[test]
    fn every_kind_has_its_own_name() {
        let mut all: Vec<_> = names().collect();
        all.sort_unstable();
        all.dedup();
        assert_eq!(all.len(), KINDS.len());
        assert_eq!(named(&["los".to_owned()]).len(), 1);
        assert_eq!(named(&[]).len(), KINDS.len());
    }
}
