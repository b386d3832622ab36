//! A document as the harvester sees it: containers, their members, and the part of the graph that goes with each.

use crate::rdf::vocab::{dcat, skos};
use oxigraph::model::vocab::rdf;
use oxigraph::model::{Graph, NamedNode, NamedNodeRef, NamedOrBlankNode, NamedOrBlankNodeRef, Term, TermRef, TripleRef};
use std::collections::{BTreeMap, BTreeSet, HashSet};

const DCAT: &str = dcat::NAMESPACE;
const SKOS: &str = skos::NAMESPACE;
const CV: &str = "http://data.europa.eu/m8g/";
const CPSV: &str = "http://purl.org/vocab/cpsv#";
const CPSVNO: &str = "https://data.norge.no/vocabulary/cpsvno#";
const DCATNO: &str = "https://data.norge.no/vocabulary/dcatno#";
const MODELLDCATNO: &str = "https://data.norge.no/vocabulary/modelldcatno#";

/// What the harvester collects: each data type has a harvest of its own.
#[derive(Debug)]
pub(super) struct Kind {
    /// The data type, as a source is registered with.
    pub name: &'static str,
    classes: &'static [(&'static str, &'static str)],
    /// From container to member.
    property: (&'static str, &'static str),
    /// The folder and host of its catalogue records.
    pub record: &'static str,
    /// The folder of its pages in the portal.
    pub portal: &'static str,
}

/// The data type of datasets and their series.
pub(super) const DATASET: &str = "dataset";

/// The data types, in the order of the portal.
pub(super) const KINDS: &[Kind] = &[
    Kind {
        name: DATASET,
        classes: &[(DCAT, "Dataset"), (DCAT, "DatasetSeries")],
        property: (DCAT, "dataset"),
        record: "datasets",
        portal: "datasets",
    },
    Kind {
        name: "dataservice",
        classes: &[(DCAT, "DataService")],
        property: (DCAT, "service"),
        record: "dataservices",
        portal: "data-services",
    },
    Kind { name: "concept", classes: &[(SKOS, "Concept")], property: (SKOS, "member"), record: "concepts", portal: "concepts" },
    Kind {
        name: "informationmodel",
        classes: &[(MODELLDCATNO, "InformationModel")],
        property: (MODELLDCATNO, "model"),
        record: "informationmodels",
        portal: "information-models",
    },
    Kind {
        name: "publicService",
        classes: &[(CPSV, "PublicService"), (CPSVNO, "Service")],
        property: (DCATNO, "containsService"),
        record: "services",
        portal: "services",
    },
    Kind {
        name: "event",
        classes: &[(CV, "Event"), (CV, "LifeEvent"), (CV, "BusinessEvent")],
        property: (DCATNO, "containsEvent"),
        record: "events",
        portal: "events",
    },
];

/// Whether an IRI is a namespace with a local name.
fn is(iri: &str, (namespace, local): (&str, &str)) -> bool {
    iri.strip_prefix(namespace) == Some(local)
}

/// A container that names a member.
#[derive(Debug)]
pub(super) struct Link {
    pub container: NamedOrBlankNode,
    pub property: NamedNode,
    pub kind: &'static Kind,
    pub member: Term,
}

/// Containers, members and what is typed as one.
#[derive(Debug, Default)]
pub(super) struct Members {
    /// Catalogues and collections; true for collections.
    pub containers: BTreeMap<String, (NamedOrBlankNode, bool)>,
    pub links: Vec<Link>,
    /// What is typed as something that is harvested, by its text and the data type: one node may be of several.
    pub typed: BTreeMap<(String, &'static str), (NamedOrBlankNode, &'static Kind)>,
    /// Everything that ends a member's graph.
    borders: HashSet<NamedOrBlankNode>,
}

impl Members {
    pub(super) fn find(graph: &Graph) -> Self {
        let mut members = Self::default();
        let mut concepts = Vec::new();
        for triple in graph.triples_for_predicate(rdf::TYPE) {
            let TermRef::NamedNode(class) = triple.object else { continue };
            let (subject, class) = (triple.subject.into_owned(), class.as_str());
            if is(class, (DCAT, "Catalog")) || is(class, (SKOS, "Collection")) {
                members.containers.insert(subject.to_string(), (subject, is(class, (SKOS, "Collection"))));
            } else if let Some(kind) = KINDS.iter().find(|kind| kind.classes.iter().any(|name| is(class, *name))) {
                if kind.name == "concept" {
                    concepts.push((subject, kind));
                } else {
                    members.typed.insert((subject.to_string(), kind.name), (subject, kind));
                }
            }
        }
        // Elsewhere a skos:Concept is a code from somebody's list, and no concept that is published.
        if members.containers.values().any(|(_, collection)| *collection) {
            members.typed.extend(concepts.into_iter().map(|(subject, kind)| ((subject.to_string(), kind.name), (subject, kind))));
        }
        members.links = KINDS.iter().flat_map(|kind| links(graph, kind)).collect();
        members.borders =
            members.typed.values().map(|(node, _)| node).chain(members.containers.values().map(|(node, _)| node)).cloned().collect();
        members
    }

    /// The resources that can be harvested: typed, with an IRI.
    pub(super) fn published(&self) -> impl Iterator<Item = (&NamedNode, &'static Kind)> {
        self.typed.values().filter_map(|(node, kind)| match node {
            NamedOrBlankNode::NamedNode(node) => Some((node, *kind)),
            NamedOrBlankNode::BlankNode(_) => None,
        })
    }

    /// The datasets that the quality assessment looks at: typed as one. The graph it sees has not been through the reasoner, so a
    /// series that says no more of itself is none.
    pub(super) fn datasets(&self, graph: &Graph) -> impl Iterator<Item = &NamedNode> {
        self.of_datasets(graph, true)
    }

    /// The series that are no datasets.
    pub(super) fn series(&self, graph: &Graph) -> impl Iterator<Item = &NamedNode> {
        self.of_datasets(graph, false)
    }

    fn of_datasets(&self, graph: &Graph, typed: bool) -> impl Iterator<Item = &NamedNode> {
        let of_kind = self.published().filter(|(_, kind)| kind.name == DATASET).map(|(node, _)| node);
        of_kind.filter(move |node| graph.contains(TripleRef::new(*node, rdf::TYPE, dcat::DATASET)) == typed)
    }

    /// What is harvested along with a member: everything that can be reached, up to other members.
    pub(super) fn graph_of(&self, graph: &Graph, member: NamedOrBlankNodeRef<'_>) -> Graph {
        let mut found = Graph::new();
        let mut seen = BTreeSet::from([member.to_string()]);
        let mut queue = vec![member.into_owned()];
        while let Some(node) = queue.pop() {
            for triple in graph.triples_for_subject(&node) {
                found.insert(triple);
                let next: NamedOrBlankNode = match triple.object {
                    TermRef::NamedNode(next) => next.into_owned().into(),
                    TermRef::BlankNode(next) => next.into_owned().into(),
                    _ => continue,
                };
                if !self.borders.contains(&next) && seen.insert(next.to_string()) {
                    queue.push(next);
                }
            }
        }
        found
    }
}

/// The links to members of a kind, sorted.
fn links(graph: &Graph, kind: &'static Kind) -> Vec<Link> {
    let property = NamedNode::new_unchecked(format!("{}{}", kind.property.0, kind.property.1));
    let mut links: Vec<Link> = graph
        .triples_for_predicate(&property)
        .map(|triple| Link { container: triple.subject.into_owned(), property: property.clone(), kind, member: triple.object.into_owned() })
        .collect();
    links.sort_by_key(|link| (link.container.to_string(), link.member.to_string()));
    links
}

/// Whether a node has a property.
pub(super) fn has(graph: &Graph, node: NamedOrBlankNodeRef<'_>, property: NamedNodeRef<'_>) -> bool {
    graph.objects_for_subject_predicate(node, property).next().is_some()
}

#[cfg(test)]
mod tests {
    use super::*;
    use oxigraph::io::RdfParser;
    use oxigraph::model::Triple;

    #[test]
    fn a_member_ends_where_another_begins() {
        let text = "@prefix dcat: <http://www.w3.org/ns/dcat#> . @prefix e: <http://e/> .\n\
            e:k a dcat:Catalog ; dcat:dataset e:a , e:b . e:a a dcat:Dataset ; e:to e:b , e:x . e:b a dcat:Dataset ; e:to e:y . e:x e:to [ e:to e:x ] .";
        let mut graph = Graph::new();
        for quad in RdfParser::from_format(oxigraph::io::RdfFormat::Turtle).for_slice(text) {
            graph.insert(&Triple::from(quad.expect("Turtle")));
        }
        let members = Members::find(&graph);
        assert_eq!((members.containers.len(), members.links.len(), members.published().count()), (1, 2, 2));
        assert_eq!(members.graph_of(&graph, NamedNodeRef::new_unchecked("http://e/a").into()).len(), 5);
    }
}
