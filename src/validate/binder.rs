//! Pre-binding: values in the place of variables, in every scope of a parsed query (SHACL §5.3.1).

use super::path::Path;
use crate::sparql::tree;
use oxigraph::model::{Literal, Term, Variable};
use spargebra::algebra::{AggregateExpression, Expression, GraphPattern, OrderExpression};
use spargebra::term::{NamedNodePattern, TermPattern, TriplePattern};
use std::collections::HashMap;

/// Puts values in the place of variables.
pub(super) struct Binder<'a> {
    pub values: &'a HashMap<&'a str, Term>,
    pub path: Option<&'a Path>,
}

impl Binder<'_> {
    pub fn pattern(&self, pattern: &mut GraphPattern) {
        use GraphPattern as P;
        match pattern {
            P::Bgp { patterns } => *pattern = self.triples(std::mem::take(patterns)),
            P::Path { subject, object, .. } => {
                self.term(subject);
                self.term(object);
            }
            P::Join { left, right } | P::Lateral { left, right } | P::Union { left, right } | P::Minus { left, right } => {
                self.pattern(left);
                self.pattern(right);
            }
            P::LeftJoin { left, right, expression } => {
                self.pattern(left);
                self.pattern(right);
                if let Some(expression) = expression {
                    self.expression(expression);
                }
            }
            P::Filter { expr, inner } => {
                self.expression(expr);
                self.pattern(inner);
            }
            P::Graph { name, inner } | P::Service { name, inner, .. } => {
                if let NamedNodePattern::Variable(variable) = name
                    && let Some(Term::NamedNode(graph)) = self.values.get(variable.as_str())
                {
                    *name = graph.clone().into();
                }
                self.pattern(inner);
            }
            P::Extend { inner, expression, .. } => {
                self.expression(expression);
                self.pattern(inner);
            }
            P::OrderBy { inner, expression } => {
                for OrderExpression::Asc(by) | OrderExpression::Desc(by) in expression {
                    self.expression(by);
                }
                self.pattern(inner);
            }
            P::Group { inner, aggregates, .. } => {
                for (_, aggregate) in aggregates {
                    if let AggregateExpression::FunctionCall { expr, .. } = aggregate {
                        self.expression(expr);
                    }
                }
                self.pattern(inner);
            }
            P::Project { inner, .. } | P::Distinct { inner } | P::Reduced { inner } | P::Slice { inner, .. } => self.pattern(inner),
            P::Values { .. } => {}
        }
    }

    fn triples(&self, patterns: Vec<TriplePattern>) -> GraphPattern {
        let mut plain = Vec::new();
        let mut paths = Vec::new();
        for mut triple in patterns {
            self.term(&mut triple.subject);
            self.term(&mut triple.object);
            match (&triple.predicate, self.path) {
                (NamedNodePattern::Variable(variable), Some(path)) if variable.as_str() == "PATH" => {
                    paths.push(GraphPattern::Path { subject: triple.subject, path: path.to_sparql(), object: triple.object });
                    continue;
                }
                (NamedNodePattern::Variable(variable), _) => {
                    if let Some(Term::NamedNode(node)) = self.values.get(variable.as_str()) {
                        triple.predicate = node.clone().into();
                    }
                }
                _ => {}
            }
            plain.push(triple);
        }
        paths
            .into_iter()
            .fold(GraphPattern::Bgp { patterns: plain }, |left, right| GraphPattern::Join { left: Box::new(left), right: Box::new(right) })
    }

    fn term(&self, term: &mut TermPattern) {
        if let TermPattern::Variable(variable) = term {
            match self.values.get(variable.as_str()) {
                Some(Term::NamedNode(node)) => *term = node.clone().into(),
                Some(Term::Literal(literal)) => *term = literal.clone().into(),
                _ => {}
            }
        }
    }

    fn expression(&self, expression: &mut Expression) {
        use Expression as E;
        let value_of = |variable: &Variable| self.values.get(variable.as_str());
        match expression {
            E::Variable(variable) => match value_of(variable) {
                Some(Term::NamedNode(node)) => *expression = node.clone().into(),
                Some(Term::Literal(literal)) => *expression = literal.clone().into(),
                _ => {}
            },
            E::Bound(variable) => {
                if value_of(variable).is_some() {
                    *expression = Literal::from(true).into();
                }
            }
            E::Exists(pattern) => self.pattern(pattern),
            other => {
                for inner in tree::expressions_in_mut(other) {
                    self.expression(inner);
                }
            }
        }
    }
}
