//! What is asked: a store here, or an endpoint elsewhere.

use super::{Answer, Endpoint, Request, answer};
use crate::error::Result;
use crate::store::Store;

/// Where answers come from.
#[derive(Clone)]
pub enum Source {
    /// A store, with our own engine.
    Store(Store),
    /// An endpoint, with its engine and its idea of the default graph.
    Endpoint(Endpoint),
}

impl Source {
    /// Answers a query; `read` gets the answer and must take what it needs of it.
    pub fn answer<T>(&self, request: &Request, read: impl FnOnce(Answer<'_>) -> Result<T>) -> Result<T> {
        match self {
            Self::Store(store) => answer(store, request, read),
            Self::Endpoint(endpoint) => read(endpoint.answer(request)?),
        }
    }
}
