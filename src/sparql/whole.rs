//! The whole graph of an endpoint: every statement, with the graph it stands in.
//!
//! An endpoint may cut off what it finds too long without saying so (Virtuoso's `ResultSetMaxRows`). So statements are counted first, each
//! graph is asked for by itself, in pages if it must be, and one that comes out short is an error and never half a graph.

use super::remote::{Endpoint, Fetched, PATIENCE};
use super::{Deadline, Row};
use crate::error::{Error, Result, count};
use crate::rdf::format::Kind;
use oxigraph::model::{GraphName, NamedNode, NamedOrBlankNode, Quad, Term};
use std::collections::HashSet;
use std::time::Duration;

/// Most statements.
pub const MAX_STATEMENTS: usize = 1_000_000;
/// Statements that stand in no named graph.
const ALONE: &str = "?s ?p ?o FILTER NOT EXISTS { GRAPH ?g { ?s ?p ?o } }";

/// One of the graphs of an endpoint.
struct Part {
    name: GraphName,
    /// What it holds, as a pattern of `?s`, `?p` and `?o`.
    pattern: String,
    statements: usize,
}

impl Endpoint {
    /// Every statement. A blank node is the same throughout one graph and no further, as it has no name in answers.
    pub fn whole(&self, timeout: Option<Duration>) -> Result<Vec<Quad>> {
        let deadline = Deadline::new(Some(timeout.unwrap_or(PATIENCE)));
        let parts = self.parts(deadline)?;
        let all = parts.iter().map(|part| part.statements).fold(0, usize::saturating_add);
        if all > MAX_STATEMENTS {
            return Err(Error::Limit {
                limit: format!("the endpoint `{}` holds {all} statements, more than the {MAX_STATEMENTS} that are fetched", self.address()),
                hint: "ask it with `samstyr query --endpoint URL`, or fetch its files and give those that matter with `--data`",
            });
        }
        let mut quads = Vec::with_capacity(all);
        for part in &parts {
            self.part(part, deadline, &mut quads)?;
        }
        Ok(quads)
    }

    fn parts(&self, deadline: Deadline) -> Result<Vec<Part>> {
        let mut parts = Vec::new();
        for row in self.rows("SELECT ?g (COUNT(*) AS ?n) WHERE { GRAPH ?g { ?s ?p ?o } } GROUP BY ?g", deadline)? {
            let [name, statements] = row.as_slice() else { return Err(self.odd("a count of the statements of each graph")) };
            // Without graphs there may be one row, with 0 in it.
            match (name, number(statements.as_ref())) {
                (_, Some(0)) => {}
                (Some(Term::NamedNode(name)), Some(statements)) => {
                    parts.push(Part { pattern: format!("GRAPH {name} {{ ?s ?p ?o }}"), name: name.clone().into(), statements });
                }
                _ => return Err(self.odd("a count of the statements of each graph, with IRIs for graphs")),
            }
        }
        parts.sort_by_cached_key(|part| part.name.to_string());
        let alone = self.rows(&format!("SELECT (COUNT(*) AS ?n) WHERE {{ {ALONE} }}"), deadline)?;
        let statements = alone.first().and_then(|row| number(row.first()?.as_ref())).ok_or_else(|| self.odd("a count of statements"))?;
        if statements > 0 {
            parts.push(Part { name: GraphName::DefaultGraph, pattern: ALONE.to_owned(), statements });
        }
        Ok(parts)
    }

    fn part(&self, part: &Part, deadline: Deadline, quads: &mut Vec<Quad>) -> Result<()> {
        let mut found = HashSet::with_capacity(part.statements);
        let mut page = self.rows(&format!("SELECT ?s ?p ?o WHERE {{ {} }}", part.pattern), deadline)?;
        let (length, mut asked) = (page.len(), 0);
        while !page.is_empty() {
            asked += page.len();
            for row in page {
                found.insert(quad(&row, &part.name).ok_or_else(|| self.odd("statements"))?);
            }
            if found.len() >= part.statements || found.iter().any(has_blank_node) {
                break;
            }
            page = self.rows(&format!("SELECT ?s ?p ?o WHERE {{ {} }} OFFSET {asked} LIMIT {length}", part.pattern), deadline)?;
        }
        if found.len() != part.statements {
            let (name, came, all) = (&part.name, found.len(), count(part.statements, "statement"));
            return Err(self.failed(format!(
                "counts {all} in the graph {name} and gave {came} of them: it cuts off long answers, or the graph changed meanwhile"
            )));
        }
        let start = quads.len();
        quads.extend(found);
        quads[start..].sort_by_cached_key(ToString::to_string);
        Ok(())
    }

    fn rows(&self, query: &str, deadline: Deadline) -> Result<Vec<Row>> {
        match self.fetch(query, Kind::Rows, deadline.left().unwrap_or(PATIENCE)) {
            Ok(Fetched::Rows(_, rows)) => Ok(rows),
            Ok(_) => Err(self.odd("rows")),
            Err(_) if deadline.check().is_err() => {
                let seconds = deadline.timeout.unwrap_or_default().as_secs_f64();
                Err(self.failed(format!("did not give its whole graph within {seconds} s")))
            }
            Err(error) => Err(error),
        }
    }

    fn odd(&self, wanted: &str) -> Error {
        self.failed(format!("gave something else when it was asked for {wanted}"))
    }

    fn failed(&self, problem: String) -> Error {
        Error::EndpointFailed { url: self.address().to_owned(), problem }
    }
}

fn number(term: Option<&Term>) -> Option<usize> {
    match term? {
        Term::Literal(literal) => literal.value().parse().ok(),
        _ => None,
    }
}

fn quad(row: &[Option<Term>], graph: &GraphName) -> Option<Quad> {
    let [Some(subject), Some(Term::NamedNode(predicate)), Some(object)] = row else { return None };
    let subject = match subject {
        Term::NamedNode(node) => NamedOrBlankNode::from(node.clone()),
        Term::BlankNode(node) => node.clone().into(),
        _ => return None,
    };
    Some(Quad::new(subject, NamedNode::clone(predicate), object.clone(), graph.clone()))
}

fn has_blank_node(quad: &Quad) -> bool {
    quad.subject.is_blank_node() || matches!(quad.object, Term::BlankNode(_) | Term::Triple(_))
}
