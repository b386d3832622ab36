//! Validation reports: as data, and as the W3C's RDF (SHACL §3.6).

use super::path::Path;
use super::vocabulary as sh;
use oxigraph::model::vocab::rdf;
use oxigraph::model::{BlankNode, Graph, Literal, NamedNode, NamedOrBlankNode, Term, Triple};

/// One violation, warning or remark.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ValidationResult {
    /// The node that was looked at.
    pub focus: Term,
    /// The path at which it fails, if any.
    pub path: Option<Path>,
    /// The value that fails, if any.
    pub value: Option<Term>,
    /// The constraint component.
    pub component: NamedNode,
    /// The shape.
    pub shape: NamedOrBlankNode,
    /// The SPARQL constraint, if it is one.
    pub constraint: Option<Term>,
    /// How grave: `sh:Violation`, `sh:Warning`, `sh:Info` or the shape's own.
    pub severity: NamedNode,
    /// What is wrong, in the languages that the shape gives.
    pub messages: Vec<Literal>,
}

/// All results of a validation, in a stable order.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub struct Report {
    /// The results.
    pub results: Vec<ValidationResult>,
}

impl Report {
    /// Whether there is no result at all (SHACL §3.6.1.1: a warning does not conform either).
    pub fn conforms(&self) -> bool {
        self.results.is_empty()
    }

    /// The results that are violations: all that are neither warnings nor remarks.
    pub fn violations(&self) -> impl Iterator<Item = &ValidationResult> {
        self.results.iter().filter(|result| result.severity != sh::WARNING && result.severity != sh::INFO)
    }

    /// The report as triples; its own blank nodes are numbered, so that the same report gives the same triples.
    pub fn to_graph(&self) -> Graph {
        let mut graph = Graph::new();
        let mut paths = (1..).map(|number| BlankNode::new_unchecked(format!("path{number}")));
        let report = BlankNode::new_unchecked("report");
        graph.insert(&Triple::new(report.clone(), rdf::TYPE, sh::VALIDATION_REPORT));
        graph.insert(&Triple::new(report.clone(), sh::CONFORMS, Literal::from(self.conforms())));
        for (at, found) in self.results.iter().enumerate() {
            let node = BlankNode::new_unchecked(format!("result{}", at + 1));
            graph.insert(&Triple::new(report.clone(), sh::RESULT, node.clone()));
            let path = found.path.as_ref().map(|path| path.write(&mut graph, &mut paths));
            let mut add = |predicate, object: Term| {
                graph.insert(&Triple::new(node.clone(), predicate, object));
            };
            add(rdf::TYPE, sh::VALIDATION_RESULT.into_owned().into());
            add(sh::FOCUS_NODE, found.focus.clone());
            add(sh::SOURCE_CONSTRAINT_COMPONENT, found.component.clone().into());
            add(sh::SOURCE_SHAPE, found.shape.clone().into());
            add(sh::RESULT_SEVERITY, found.severity.clone().into());
            for message in &found.messages {
                add(sh::RESULT_MESSAGE, message.clone().into());
            }
            for (predicate, object) in
                [(sh::RESULT_PATH, path), (sh::VALUE, found.value.clone()), (sh::SOURCE_CONSTRAINT, found.constraint.clone())]
            {
                if let Some(object) = object {
                    add(predicate, object);
                }
            }
        }
        graph
    }
}
