//! A shortest witness of a property path: the triples that lead from one end to the other.

use super::Graphs;
use crate::error::Result;
use crate::rdf::term::as_subject;
use crate::sparql::Run;
use oxigraph::model::{NamedNodeRef, NamedOrBlankNode, Quad, Term, Triple};
use spargebra::algebra::PropertyPathExpression as Path;
use std::collections::{BTreeMap, HashSet};

/// Ends of a path with the triples that lead there, nearest first.
type Ends = Vec<(Term, Vec<Triple>)>;

pub(super) struct Walk<'a> {
    pub(super) run: &'a Run<'a>,
    pub(super) graphs: &'a Graphs,
}

impl Walk<'_> {
    /// The triples of a shortest way from `start` to `end`; none when the path is empty, nothing when there is no way.
    pub(super) fn witness(&self, path: &Path, start: &Term, end: &Term) -> Result<Option<Vec<Triple>>> {
        let ends = self.ends(path, start, true)?;
        Ok(ends.into_iter().find(|(term, _)| term == end).map(|(_, triples)| triples))
    }

    fn ends(&self, path: &Path, from: &Term, forward: bool) -> Result<Ends> {
        self.run.check()?;
        Ok(match path {
            Path::NamedNode(predicate) => self.step(Some(predicate.as_ref()), &[], from, forward)?,
            Path::NegatedPropertySet(but) => {
                let but: Vec<_> = but.iter().map(oxigraph::model::NamedNode::as_ref).collect();
                self.step(None, &but, from, forward)?
            }
            Path::Reverse(inner) => self.ends(inner, from, !forward)?,
            Path::Sequence(first, second) => {
                let (first, second) = if forward { (first, second) } else { (second, first) };
                let mut found = Vec::new();
                for (middle, before) in self.ends(first, from, forward)? {
                    for (end, after) in self.ends(second, &middle, forward)? {
                        found.push((end, [before.clone(), after].concat()));
                    }
                }
                nearest(found)
            }
            Path::Alternative(left, right) => {
                let mut found = self.ends(left, from, forward)?;
                found.extend(self.ends(right, from, forward)?);
                nearest(found)
            }
            Path::ZeroOrOne(inner) => {
                let mut found = vec![(from.clone(), Vec::new())];
                found.extend(self.ends(inner, from, forward)?);
                nearest(found)
            }
            Path::ZeroOrMore(inner) => self.closure(inner, vec![(from.clone(), Vec::new())], forward)?,
            Path::OneOrMore(inner) => self.closure(inner, self.ends(inner, from, forward)?, forward)?,
        })
    }

    /// Everything that steps of `path` reach from `starts`, nearest first: a step may be several triples long.
    fn closure(&self, path: &Path, starts: Ends, forward: bool) -> Result<Ends> {
        let mut seen = HashSet::new();
        let mut waiting: BTreeMap<(usize, usize), (Term, Vec<Triple>)> = BTreeMap::new();
        let mut came = 0;
        let mut wait = |waiting: &mut BTreeMap<_, _>, term: Term, triples: Vec<Triple>| {
            came += 1;
            waiting.insert((triples.len(), came), (term, triples));
        };
        for (term, triples) in starts {
            wait(&mut waiting, term, triples);
        }
        let mut found = Vec::new();
        while let Some((_, (term, triples))) = waiting.pop_first() {
            if !seen.insert(term.clone()) {
                continue;
            }
            for (end, step) in self.ends(path, &term, forward)? {
                if !seen.contains(&end) {
                    wait(&mut waiting, end, [triples.clone(), step].concat());
                }
            }
            found.push((term, triples));
        }
        Ok(found)
    }

    fn step(&self, predicate: Option<NamedNodeRef<'_>>, but: &[NamedNodeRef<'_>], from: &Term, forward: bool) -> Result<Ends> {
        let store = self.run.store();
        let mut found = Vec::new();
        for graph in self.graphs.names() {
            let subject = if forward { as_subject(from) } else { None };
            if forward && subject.is_none() {
                continue; // a literal begins no triple
            }
            let object = (!forward).then(|| from.as_ref());
            for quad in store.matching(subject.as_ref().map(NamedOrBlankNode::as_ref), predicate, object, graph) {
                let quad: Quad = quad?;
                if !but.contains(&quad.predicate.as_ref()) {
                    let end = if forward { quad.object.clone() } else { quad.subject.clone().into() };
                    found.push((end, vec![Triple::from(quad)]));
                }
            }
        }
        found.sort_by_cached_key(|(_, triples)| triples.iter().map(ToString::to_string).collect::<Vec<_>>());
        Ok(found)
    }
}

/// One way to each end, the shortest, and the ends in order of length.
fn nearest(mut found: Ends) -> Ends {
    found.sort_by_key(|(_, triples)| triples.len());
    let mut seen = HashSet::new();
    found.retain(|(end, _)| seen.insert(end.clone()));
    found
}
