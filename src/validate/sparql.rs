//! SPARQL-based constraints (SHACL §5): queries with pre-bound variables, over the data graph.
//!
//! Pre-binding is substitution in the parsed query, in every nested scope (SHACL §5.3.1, appendix A). Blank nodes have no
//! constant in SPARQL, so the dataset that queries see has IRIs in their place; results are turned back.

use super::binder::Binder;
use super::path::{Path, subject};
use super::reader::{Reader, ShapesError, literals};
use super::vocabulary as sh;
use crate::rdf::vocab::owl;
use oxigraph::model::{
    Dataset, Graph, GraphName, Literal, NamedNode, NamedOrBlankNode, NamedOrBlankNodeRef, Quad, Term, TermRef, Variable,
};
use oxigraph::sparql::{QueryResults, SparqlEvaluator};
use spargebra::Query;
use spargebra::algebra::GraphPattern;
use std::collections::HashMap;

/// What stands for a blank node in the dataset that queries see.
const SKOLEM: &str = "urn:samstyr:blank:";
/// The name of the shapes graph in that dataset.
const SHAPES_GRAPH: &str = "urn:samstyr:shapes";

/// A query of a constraint or validator.
#[derive(Debug)]
pub(super) struct Prepared(Query);

/// A `sh:sparql` constraint.
#[derive(Debug)]
pub(super) struct SparqlConstraint {
    pub node: Term,
    pub query: Prepared,
    pub messages: Vec<Literal>,
}

impl SparqlConstraint {
    /// Reads a constraint; nothing when it is deactivated.
    pub fn read(reader: &Reader<'_>, node: TermRef<'_>) -> Result<Option<Self>, ShapesError> {
        let reader = Reader { graph: reader.graph };
        let owned = node.into_owned();
        let Some(start) = subject(owned.as_ref()) else { return Err(ShapesError::new(node, "a SPARQL constraint is not a literal")) };
        if reader.flag(start, sh::DEACTIVATED)? {
            return Ok(None);
        }
        let Some(text) = reader.text(start, sh::SELECT)? else {
            return Err(ShapesError::new(node, "a SPARQL constraint without sh:select is not supported"));
        };
        let query = Prepared::read(&reader, start, text, &["this"])?;
        let messages = literals(&reader, start, sh::MESSAGE)?;
        Ok(Some(Self { node: owned.clone(), query, messages }))
    }
}

impl Prepared {
    /// Parses a query with the prefixes that its node names; `bound` are the variables that get values before it runs.
    pub fn read(reader: &Reader<'_>, node: NamedOrBlankNodeRef<'_>, text: &str, bound: &[&str]) -> Result<Self, ShapesError> {
        let invalid = |problem: String| ShapesError::new(node, problem);
        // Only what the shapes declare: the common prefixes are ours and not SHACL's.
        let declared = prefixes(reader, node)?;
        let prefixes: Vec<(&str, &str)> = declared.iter().map(|(prefix, namespace)| (prefix.as_str(), namespace.as_str())).collect();
        let query = crate::sparql::prepare(text, &prefixes).map_err(|error| invalid(error.to_string()))?;
        let (Query::Select { pattern, .. } | Query::Ask { pattern, .. }) = &query else {
            return Err(invalid("only SELECT and ASK are supported".to_owned()));
        };
        check_scopes(pattern, bound, true).map_err(invalid)?;
        Ok(Self(query))
    }

    pub fn is_ask(&self) -> bool {
        matches!(self.0, Query::Ask { .. })
    }
}

/// What pre-binding does not survive (SHACL appendix A): MINUS, VALUES, an assignment to a pre-bound variable, and a nested
/// SELECT that does not return them all.
fn check_scopes(pattern: &GraphPattern, bound: &[&str], outermost: bool) -> Result<(), String> {
    let names = |variable: &Variable| bound.contains(&variable.as_str());
    let mut outermost_below = false;
    match pattern {
        GraphPattern::Minus { .. } => return Err("MINUS cannot be used with pre-bound variables".to_owned()),
        GraphPattern::Values { .. } => return Err("VALUES cannot be used with pre-bound variables".to_owned()),
        GraphPattern::Extend { variable, .. } if names(variable) => return Err(format!("{variable} is pre-bound and cannot be assigned")),
        GraphPattern::Group { aggregates, .. } if aggregates.iter().any(|(variable, _)| names(variable)) => {
            return Err("a pre-bound variable cannot be assigned by an aggregate".to_owned());
        }
        GraphPattern::Project { variables, .. } if !outermost => {
            if let Some(missing) = bound.iter().find(|name| !variables.iter().any(|variable| variable.as_str() == **name)) {
                return Err(format!("a nested SELECT must return the pre-bound ?{missing}"));
            }
        }
        // What wraps the query's own projection.
        GraphPattern::Distinct { .. } | GraphPattern::Reduced { .. } | GraphPattern::Slice { .. } | GraphPattern::OrderBy { .. } => {
            outermost_below = outermost;
        }
        _ => {}
    }
    crate::sparql::tree::children(pattern).into_iter().try_for_each(|child| check_scopes(child, bound, outermost_below))
}

fn prefixes(reader: &Reader<'_>, node: NamedOrBlankNodeRef<'_>) -> Result<Vec<(String, String)>, ShapesError> {
    let graph = reader.graph;
    let mut found = Vec::new();
    for ontology in graph.objects_for_subject_predicate(node, sh::PREFIXES).filter_map(subject) {
        let mut ontologies = vec![ontology];
        let mut at = 0;
        while at < ontologies.len() {
            for more in graph.objects_for_subject_predicate(ontologies[at], owl::IMPORTS).filter_map(subject) {
                if !ontologies.contains(&more) {
                    ontologies.push(more);
                }
            }
            at += 1;
        }
        for declaration in
            ontologies.iter().flat_map(|ontology| graph.objects_for_subject_predicate(*ontology, sh::DECLARE)).filter_map(subject)
        {
            let text = |predicate| match graph.object_for_subject_predicate(declaration, predicate) {
                Some(TermRef::Literal(literal)) => Some(literal.value().to_owned()),
                _ => None,
            };
            match (text(sh::PREFIX), text(sh::NAMESPACE_TERM)) {
                (Some(prefix), Some(namespace)) => found.push((prefix, namespace)),
                _ => return Err(ShapesError::new(declaration, "a prefix declaration has sh:prefix and sh:namespace")),
            }
        }
    }
    Ok(found)
}

/// The data graph as queries see it.
pub(super) struct Queryable {
    dataset: Dataset,
}

/// A solution of a constraint's query.
pub(super) type Solution = HashMap<String, Term>;

impl Queryable {
    pub fn new(data: &Graph, shapes: &Graph) -> Self {
        let mut dataset = Dataset::new();
        let shapes_graph = GraphName::from(NamedNode::new_unchecked(SHAPES_GRAPH));
        for (graph, name) in [(data, GraphName::DefaultGraph), (shapes, shapes_graph)] {
            for triple in graph {
                let subject = match skolem(triple.subject.into_owned().into()) {
                    Term::NamedNode(node) => NamedOrBlankNode::from(node),
                    _ => triple.subject.into_owned(),
                };
                dataset.insert(&Quad::new(subject, triple.predicate, skolem(triple.object.into_owned()), name.clone()));
            }
        }
        Self { dataset }
    }

    /// The solutions of a SELECT, or one empty solution for an ASK that holds.
    pub fn solutions(
        &self,
        query: &Prepared,
        bound: &[(&str, Term)],
        path: Option<&Path>,
        shape: &NamedOrBlankNode,
    ) -> Result<Vec<Solution>, String> {
        let mut values: HashMap<&str, Term> = bound.iter().map(|(name, value)| (*name, skolem(value.clone()))).collect();
        values.insert("shapesGraph", NamedNode::new_unchecked(SHAPES_GRAPH).into());
        values.insert("currentShape", skolem(shape.clone().into()));
        let binder = Binder { values: &values, path };
        let mut query = query.0.clone();
        match &mut query {
            Query::Select { pattern, .. }
            | Query::Ask { pattern, .. }
            | Query::Construct { pattern, .. }
            | Query::Describe { pattern, .. } => {
                binder.pattern(pattern);
            }
        }
        let failed = |error: oxigraph::sparql::QueryEvaluationError| error.to_string();
        let results = SparqlEvaluator::new().for_query(query).on_queryable_dataset(&self.dataset).execute().map_err(failed)?;
        match results {
            QueryResults::Boolean(yes) => Ok(if yes { vec![Solution::new()] } else { Vec::new() }),
            QueryResults::Solutions(solutions) => solutions
                .map(|solution| {
                    let solution = solution.map_err(failed)?;
                    let mut row: Solution =
                        solution.iter().map(|(name, value)| (name.as_str().to_owned(), unskolem(value.clone()))).collect();
                    for (name, value) in bound {
                        row.entry((*name).to_owned()).or_insert_with(|| value.clone());
                    }
                    Ok(row)
                })
                .collect(),
            QueryResults::Graph(_) => Ok(Vec::new()),
        }
    }
}

fn skolem(term: Term) -> Term {
    match term {
        Term::BlankNode(node) => NamedNode::new_unchecked(format!("{SKOLEM}{}", node.as_str())).into(),
        other => other,
    }
}

fn unskolem(term: Term) -> Term {
    match &term {
        Term::NamedNode(node) => match node.as_str().strip_prefix(SKOLEM) {
            Some(label) => oxigraph::model::BlankNode::new_unchecked(label).into(),
            None => term,
        },
        _ => term,
    }
}
