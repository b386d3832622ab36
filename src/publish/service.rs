//! What a SPARQL endpoint says of itself: `ontology/publish/service.rq`, asked of the store it answers from.

use crate::error::Result;
use crate::sparql::{self, Answer, Request};
use crate::store::Store;
use oxigraph::model::{Graph, Literal, NamedNode};
use std::time::Duration;

const SERVICE: &str = include_str!("../../ontology/publish/service.rq");

/// The description of the endpoint at an address; `federated` says whether there is anybody that SERVICE may ask.
pub fn description(store: &Store, endpoint: &NamedNode, federated: bool, timeout: Duration) -> Result<Graph> {
    let bindings = vec![("endpoint".to_owned(), endpoint.clone().into()), ("federated".to_owned(), Literal::from(federated).into())];
    let request = Request { bindings, timeout: Some(timeout), ..Request::new(SERVICE) };
    sparql::answer(store, &request, |answer| match answer {
        Answer::Graph(triples) => triples.collect(),
        Answer::Boolean(_) | Answer::Rows(_) => Ok(Graph::new()),
    })
}
