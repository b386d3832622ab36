//! What tells of a release: catalogue, statistics, life events, terms and provenance, each built by a query in `ontology/publish/`.

use super::details::Publication;
use super::previous;
use super::rebase::Rebase;
use crate::error::Result;
use crate::sparql::{self, Answer, Request};
use crate::store::Store;
use oxigraph::model::{Graph, Literal};

const CATALOG: &str = include_str!("../../ontology/publish/catalog.rq");
const VOID: &str = include_str!("../../ontology/publish/void.rq");
const LIFE_EVENTS: &str = include_str!("../../ontology/publish/life-events.rq");
const CONCEPTS: &str = include_str!("../../ontology/publish/concepts.rq");
const PROVENANCE: &str = include_str!("../../ontology/publish/provenance.rq");

/// What is also served.
pub struct Documents {
    /// DCAT-AP-NO: datasets, distributions, services.
    pub catalog: Graph,
    /// `VoID`: what the graph consists of.
    pub void: Graph,
    /// CPSV-AP-NO: life events with the authorities that answer for them.
    pub life_events: Graph,
    /// SKOS-AP-NO: terms of the ontology.
    pub concepts: Graph,
}

impl Documents {
    /// Those of a publication.
    pub fn build(store: &Store, publication: &Publication) -> Result<Self> {
        let build = |query| construct(store, publication, query, None);
        let mut catalog = build(CATALOG)?;
        if let Some(folder) = &publication.previous {
            catalog = previous::with_earlier(&catalog, folder)?;
        }
        Ok(Self { catalog, void: build(VOID)?, life_events: build(LIFE_EVENTS)?, concepts: build(CONCEPTS)? })
    }

    /// Each with its name in a release.
    pub fn named(&self) -> [(&'static str, &Graph); 4] {
        [("catalog", &self.catalog), ("void", &self.void), ("life-events", &self.life_events), ("concepts", &self.concepts)]
    }
}

/// How the release came about; `hash` is the canonical hash of what it is made from.
pub(super) fn provenance(store: &Store, publication: &Publication, hash: &str) -> Result<Graph> {
    construct(store, publication, PROVENANCE, Some(hash))
}

fn construct(store: &Store, publication: &Publication, query: &str, hash: Option<&str>) -> Result<Graph> {
    let mut request = Request { bindings: publication.bindings(), ..Request::new(query) };
    request.bindings.extend(hash.map(|hash| ("hash".to_owned(), Literal::from(hash).into())));
    let rebase = Rebase::to(&publication.base);
    sparql::answer(store, &request, |answer| match answer {
        Answer::Graph(triples) => triples.map(|triple| Ok(rebase.triple(triple?))).collect(),
        _ => Ok(Graph::new()),
    })
}
