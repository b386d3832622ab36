//! Parameters and datasets, set in the parsed query and never in its text.
//!
//! A parameter is a `VALUES ?name { <example> }` with one variable and one row. Its value is replaced in the tree, so no
//! string is ever pasted into SPARQL, and the query runs as it stands in any editor.

use super::tree;
use crate::error::{Error, Result};
use oxigraph::model::{NamedNode, Term, Variable};
use spargebra::Query;
use spargebra::algebra::{GraphPattern, QueryDataset};
use spargebra::term::GroundTerm;

/// The parameters of a query in the order of the text: name and example value.
pub fn parameters(query: &Query) -> Vec<(String, Term)> {
    let mut found = Vec::new();
    visit(tree::pattern(query), &mut |variables, bindings| {
        if let ([variable], [row]) = (variables, bindings)
            && let [Some(value)] = row.as_slice()
            && let Some(term) = to_term(value)
        {
            found.push((variable.as_str().to_owned(), term));
        }
    });
    found
}

/// Sets a parameter. A parameter that stands in several places is set in all of them.
pub fn replace(query: &mut Query, name: &str, value: &Term) -> Result<()> {
    let Some(ground) = from_term(value) else {
        return Err(Error::ParameterInvalid {
            name: name.to_owned(),
            value: value.to_string(),
            problem: "it is a blank node".to_owned(),
            hint: "give an IRI or a literal".to_owned(),
        });
    };
    visit_mut(tree::pattern_mut(query), &mut |variables, bindings| {
        if matches!(variables, [variable] if variable.as_str() == name) && bindings.len() == 1 {
            bindings[0] = vec![Some(ground.clone())];
        }
    });
    Ok(())
}

/// The dataset that the SPARQL Protocol's parameters describe; nothing when there are none.
pub fn dataset(default_graphs: &[String], named_graphs: &[String]) -> Result<Option<QueryDataset>> {
    if default_graphs.is_empty() && named_graphs.is_empty() {
        return Ok(None);
    }
    let iris = |graphs: &[String]| -> Result<Vec<NamedNode>> { graphs.iter().map(|graph| graph_iri(graph)).collect() };
    Ok(Some(QueryDataset { default: iris(default_graphs)?, named: Some(iris(named_graphs)?) }))
}

fn graph_iri(text: &str) -> Result<NamedNode> {
    NamedNode::new(text).map_err(|error| Error::RequestInvalid {
        problem: format!("`{text}` is not the IRI of a graph: {error}"),
        hint: "give an absolute IRI",
    })
}

/// Replaces the query's own FROM and FROM NAMED (SPARQL 1.1 Protocol §2.1.4).
pub fn set_dataset(query: &mut Query, new: QueryDataset) {
    match query {
        Query::Select { dataset, .. } | Query::Construct { dataset, .. } | Query::Describe { dataset, .. } | Query::Ask { dataset, .. } => {
            *dataset = Some(new);
        }
    }
}

type Row = Vec<Option<GroundTerm>>;

/// Every VALUES outside EXISTS, where no parameters stand.
fn visit(pattern: &GraphPattern, found: &mut impl FnMut(&[Variable], &[Row])) {
    if let GraphPattern::Values { variables, bindings } = pattern {
        found(variables, bindings);
    }
    for child in tree::inner(pattern) {
        visit(child, found);
    }
}

fn visit_mut(pattern: &mut GraphPattern, found: &mut impl FnMut(&[Variable], &mut [Row])) {
    if let GraphPattern::Values { variables, bindings } = pattern {
        found(variables, bindings);
    }
    for child in tree::inner_mut(pattern) {
        visit_mut(child, found);
    }
}

fn to_term(value: &GroundTerm) -> Option<Term> {
    match value {
        GroundTerm::NamedNode(node) => Some(node.clone().into()),
        GroundTerm::Literal(literal) => Some(literal.clone().into()),
        GroundTerm::Triple(_) => None,
    }
}

fn from_term(value: &Term) -> Option<GroundTerm> {
    match value {
        Term::NamedNode(node) => Some(node.clone().into()),
        Term::Literal(literal) => Some(literal.clone().into()),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use oxigraph::model::Literal;

    #[test]
    fn a_value_takes_the_place_of_the_example() {
        let mut query = crate::sparql::parse("SELECT * { VALUES ?x { <x:a> } VALUES ?y { 1 2 } ?s ?p ?x }").expect("a query");
        assert_eq!(parameters(&query), [("x".to_owned(), NamedNode::new_unchecked("x:a").into())]);
        let attack = Term::from(Literal::from("> } DROP ALL"));
        replace(&mut query, "x", &attack).expect("a literal can be bound");
        assert_eq!(parameters(&query), [("x".to_owned(), attack)]);
    }

    #[test]
    fn parameters_are_found_inside_other_patterns() {
        let query = crate::sparql::parse(
            "SELECT ?s { { SELECT ?s { VALUES ?a { 1 } ?s ?p ?a } LIMIT 1 } OPTIONAL { VALUES ?b { 2 } } MINUS { VALUES ?c { 3 } } }",
        )
        .expect("a query");
        let names: Vec<_> = parameters(&query).into_iter().map(|(name, _)| name).collect();
        assert_eq!(names, ["a", "b", "c"]);
    }

    #[test]
    fn protocol_graphs_must_be_iris() {
        assert!(dataset(&[], &[]).expect("no dataset").is_none());
        assert!(dataset(&["not an iri".to_owned()], &[]).is_err());
    }
}
