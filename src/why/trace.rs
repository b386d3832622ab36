//! From a solution to the triples it rests on: walks the algebra and instantiates what matched.

use super::path::Walk;
use super::scope::{Scope, Solution, marked, name, value};
use super::solve::Solver;
use super::{Graphs, Support, words};
use crate::error::Result;
use crate::sparql::{Run, tree};
use oxigraph::model::{NamedNode, NamedOrBlankNode, Term, Triple, Variable};
use spargebra::algebra::{AggregateExpression, AggregateFunction, Expression, GraphPattern, PropertyPathExpression, QueryDataset};
use spargebra::term::{TermPattern, TriplePattern};
use std::cell::RefCell;
use std::collections::HashMap;
use std::rc::Rc;

/// Subject, path and object.
type PathPattern<'a> = (&'a TermPattern, &'a PropertyPathExpression, &'a TermPattern);

pub(super) struct Tracer<'a> {
    pub(super) solver: Solver<'a>,
    /// Scopes by the address of the pattern they were made from. A scope owns its pattern, so addresses stay.
    scopes: RefCell<HashMap<usize, Rc<Scope>>>,
}

impl<'a> Tracer<'a> {
    pub(super) fn new(run: &'a Run<'a>, dataset: Option<QueryDataset>) -> Self {
        Self { solver: Solver::new(run, dataset), scopes: RefCell::default() }
    }

    /// The default graph of the query.
    pub(super) fn default_graph(&self) -> Graphs {
        match &self.solver.dataset {
            Some(dataset) => Graphs::Merged(dataset.default.clone()),
            None => Graphs::Default,
        }
    }

    /// The triples that a solution of a scope rests on.
    pub(super) fn scope(&self, scope: &Scope, solution: &Solution, graphs: &Graphs, found: &mut Vec<Support>) -> Result<()> {
        self.pattern(&scope.pattern, solution, graphs, found)
    }

    fn pattern(&self, pattern: &GraphPattern, solution: &Solution, graphs: &Graphs, found: &mut Vec<Support>) -> Result<()> {
        use GraphPattern as P;
        match pattern {
            P::Bgp { patterns } => found.extend(patterns.iter().map(|pattern| instantiate(pattern, solution, graphs))),
            P::Path { subject, path, object } => found.push(self.path((subject, path, object), solution, graphs)?),
            P::Join { left, right } | P::Lateral { left, right } => {
                self.pattern(left, solution, graphs, found)?;
                self.pattern(right, solution, graphs, found)?;
            }
            P::LeftJoin { left, right, expression } => {
                self.pattern(left, solution, graphs, found)?;
                if let Some((mark, right)) = marked(right)
                    && solution.contains_key(mark)
                {
                    self.pattern(right, solution, graphs, found)?;
                    if let Some(expression) = expression {
                        self.conditions(expression, Some(true), solution, graphs, found)?;
                    }
                }
            }
            P::Union { left, right } => {
                for (mark, side) in [left, right].into_iter().filter_map(|side| marked(side)) {
                    if solution.contains_key(mark) {
                        self.pattern(side, solution, graphs, found)?;
                    }
                }
            }
            P::Filter { expr, inner } => {
                self.pattern(inner, solution, graphs, found)?;
                self.conditions(expr, Some(true), solution, graphs, found)?;
            }
            P::Extend { inner, expression, .. } => {
                self.pattern(inner, solution, graphs, found)?;
                self.conditions(expression, None, solution, graphs, found)?;
            }
            P::Minus { left, right } => {
                self.pattern(left, solution, graphs, found)?;
                absence(right, solution, found);
            }
            P::Graph { name: graph, inner } => match name(graph, solution) {
                Some(Term::NamedNode(graph)) => self.pattern(inner, solution, &Graphs::Named(graph), found)?,
                _ => found.push(Support::Untraced { text: words::pattern(inner, solution) }),
            },
            P::Group { inner, variables, aggregates } => self.group(pattern, inner, variables, aggregates, solution, graphs, found)?,
            P::Project { .. } | P::Distinct { .. } | P::Reduced { .. } | P::Slice { .. } | P::OrderBy { .. } => {
                let scope = self.scope_of(pattern, Scope::new);
                for inner in self.solver.solved(pattern, &scope, solution, graphs)?.iter() {
                    self.pattern(&scope.pattern, inner, graphs, found)?;
                }
            }
            P::Values { .. } => {}
            P::Service { .. } => found.extend(elsewhere(pattern)),
        }
        Ok(())
    }

    fn path(&self, (subject, path, object): PathPattern<'_>, solution: &Solution, graphs: &Graphs) -> Result<Support> {
        let walk = Walk { run: self.solver.run, graphs };
        let text = words::path(subject, path, object, solution);
        let (Some(start), Some(end)) = (value(subject, solution), value(object, solution)) else {
            return Ok(Support::Untraced { text });
        };
        Ok(match walk.witness(path, &start, &end)? {
            Some(steps) => Support::Path { text, steps, graphs: graphs.clone() },
            None => Support::Untraced { text },
        })
    }

    /// The rows that an aggregate was made from.
    #[expect(clippy::too_many_arguments, reason = "the parts of a Group and where it stands")]
    fn group(
        &self,
        pattern: &GraphPattern,
        inner: &GraphPattern,
        variables: &[Variable],
        aggregates: &[(Variable, AggregateExpression)],
        solution: &Solution,
        graphs: &Graphs,
        found: &mut Vec<Support>,
    ) -> Result<()> {
        let scope = self.scope_of(pattern, |_| Scope::of_group(inner, variables));
        let solved = self.solver.solved(pattern, &scope, solution, graphs)?;
        // A row without a value is of the group without one, and of no other.
        let rows: Vec<_> = solved.iter().filter(|row| variables.iter().all(|by| row.get(by) == solution.get(by))).collect();
        let mut over = Vec::new();
        for row in &rows {
            self.pattern(&scope.pattern, row, graphs, &mut over)?;
        }
        if aggregates.is_empty() {
            found.append(&mut over); // GROUP BY alone is a DISTINCT
            return Ok(());
        }
        let functions: Vec<String> = aggregates.iter().map(|(_, aggregate)| function(aggregate)).collect();
        if rows.is_empty() {
            absence(inner, &scope.enter(solution), &mut over);
        }
        found.push(Support::Aggregate { text: functions.join(", "), rows: rows.len(), over: super::distinct(over) });
        Ok(())
    }

    /// What the EXISTS in a condition rest on. `holds`: whether the condition is known to hold, or not to.
    fn conditions(
        &self,
        expression: &Expression,
        holds: Option<bool>,
        solution: &Solution,
        graphs: &Graphs,
        found: &mut Vec<Support>,
    ) -> Result<()> {
        match (expression, holds) {
            (Expression::Exists(pattern), Some(false)) => absence(pattern, solution, found),
            (Expression::Exists(pattern), _) => {
                let scope = self.scope_of(pattern, Scope::of_exists);
                let witnesses = self.solver.solved(pattern, &scope, solution, graphs)?;
                // A blank node cannot be asked for again, so that what was not found may be there.
                let is_sure = holds.is_none() && !solution.values().any(Term::is_blank_node);
                match witnesses.first() {
                    Some(witness) => self.pattern(&scope.pattern, witness, graphs, found)?,
                    None if !is_sure => found.push(Support::Untraced { text: words::pattern(pattern, solution) }),
                    None => absence(pattern, solution, found),
                }
            }
            (Expression::Not(inner), _) => self.conditions(inner, holds.map(|holds| !holds), solution, graphs, found)?,
            (Expression::And(left, right), Some(true)) | (Expression::Or(left, right), Some(false)) => {
                self.conditions(left, holds, solution, graphs, found)?;
                self.conditions(right, holds, solution, graphs, found)?;
            }
            _ => {
                for inner in tree::expressions_in(expression) {
                    self.conditions(inner, None, solution, graphs, found)?;
                }
            }
        }
        Ok(())
    }

    fn scope_of(&self, pattern: &GraphPattern, make: impl FnOnce(&GraphPattern) -> Scope) -> Rc<Scope> {
        let address = std::ptr::from_ref(pattern) as usize;
        Rc::clone(self.scopes.borrow_mut().entry(address).or_insert_with(|| Rc::new(make(pattern))))
    }
}

/// A pattern that has no solution, and the endpoints that were asked whether it has.
pub(super) fn absence(pattern: &GraphPattern, solution: &Solution, found: &mut Vec<Support>) {
    found.push(Support::Absence { text: words::pattern(pattern, solution) });
    found.extend(elsewhere(pattern));
}

fn elsewhere(pattern: &GraphPattern) -> impl Iterator<Item = Support> {
    tree::endpoints(pattern).into_iter().map(|endpoint| Support::Elsewhere { endpoint })
}

pub(super) fn instantiate(pattern: &TriplePattern, solution: &Solution, graphs: &Graphs) -> Support {
    let subject = match value(&pattern.subject, solution) {
        Some(Term::NamedNode(node)) => Some(NamedOrBlankNode::from(node)),
        Some(Term::BlankNode(node)) => Some(node.into()),
        _ => None,
    };
    let predicate: Option<NamedNode> = match name(&pattern.predicate, solution) {
        Some(Term::NamedNode(node)) => Some(node),
        _ => None,
    };
    match (subject, predicate, value(&pattern.object, solution)) {
        (Some(subject), Some(predicate), Some(object)) => {
            Support::Triple { triple: Triple { subject, predicate, object }, graphs: graphs.clone() }
        }
        _ => Support::Untraced { text: words::triple(pattern, solution) },
    }
}

fn function(aggregate: &AggregateExpression) -> String {
    let (name, distinct) = match aggregate {
        AggregateExpression::CountSolutions { distinct } => ("COUNT".to_owned(), *distinct),
        AggregateExpression::FunctionCall { name, distinct, .. } => {
            let name = match name {
                AggregateFunction::GroupConcat { .. } => "GROUP_CONCAT".to_owned(),
                other => other.to_string(),
            };
            (name, *distinct)
        }
    };
    if distinct { format!("{name} DISTINCT") } else { name }
}
