//! The solutions of scopes, each asked of the engine as seldom as can be.

use super::scope::{Scope, Solution, agree};
use super::{Graphs, sorted};
use crate::error::{Error, Result};
use crate::sparql::{Answer, Run};
use oxigraph::model::Variable;
use spargebra::algebra::{GraphPattern, QueryDataset};
use std::cell::RefCell;
use std::collections::HashMap;
use std::rc::Rc;

/// Solutions of one scope that are kept at most; more are an error and never a part of the evidence.
const MAX_SOLUTIONS: usize = 100_000;
/// How often an inner scope is solved for one outer solution at a time, before it is solved for all at once.
const FEW: usize = 2;

pub(super) struct Solver<'a> {
    pub(super) run: &'a Run<'a>,
    pub(super) dataset: Option<QueryDataset>,
    solved: RefCell<HashMap<Entered, Rc<Vec<Solution>>>>,
    times: RefCell<HashMap<Place, usize>>,
    whole: RefCell<HashMap<Place, Option<Rc<Whole>>>>,
}

/// An inner scope by the address of its pattern, which its owner keeps, and the graphs it is solved in.
type Place = (usize, Graphs);

/// An inner scope entered with the values that are known outside.
type Entered = (Place, Solution);

/// All solutions of a scope by what the outside sees of them.
struct Whole {
    by_interface: HashMap<Solution, Vec<Solution>>,
    /// What leaves a variable of the interface unbound, and so may agree with several outer solutions.
    partial: Vec<Solution>,
}

impl<'a> Solver<'a> {
    pub(super) fn new(run: &'a Run<'a>, dataset: Option<QueryDataset>) -> Self {
        Self { run, dataset, solved: RefCell::default(), times: RefCell::default(), whole: RefCell::default() }
    }

    /// All solutions of a scope that agree with what is known.
    pub(super) fn solutions(&self, scope: &Scope, known: &Solution) -> Result<Vec<Solution>> {
        self.bounded(scope, known)?.ok_or_else(|| Error::Limit {
            limit: format!("the evidence has more than {MAX_SOLUTIONS} solutions to go through"),
            hint: "narrow the question, or ask without evidence",
        })
    }

    /// The same, matched in these graphs.
    pub(super) fn in_graphs(&self, scope: &Scope, known: &Solution, graphs: &Graphs) -> Result<Vec<Solution>> {
        match graphs {
            Graphs::Named(graph) => self.solutions(&scope.within(graph), known),
            Graphs::Default | Graphs::Merged(_) => self.solutions(scope, known),
        }
    }

    /// The same, or nothing when they are too many.
    fn bounded(&self, scope: &Scope, known: &Solution) -> Result<Option<Vec<Solution>>> {
        let Answer::Rows(rows) = self.run.answer(scope.query(known, self.dataset.as_ref()))? else { return Ok(None) };
        let variables: Vec<Variable> = rows.variables().to_vec();
        let mut found = Vec::new();
        for row in rows {
            let bound = variables.iter().cloned().zip(row?).filter_map(|(variable, value)| Some((variable, value?)));
            let solution: Solution = bound.collect();
            if agree(&solution, known) {
                found.push(solution);
            }
            if found.len() > MAX_SOLUTIONS {
                return Ok(None);
            }
        }
        Ok(Some(found))
    }

    /// The solutions of an inner scope within one solution of the outer, in order, computed once.
    pub(super) fn solved(&self, pattern: &GraphPattern, scope: &Scope, outer: &Solution, graphs: &Graphs) -> Result<Rc<Vec<Solution>>> {
        let place: Place = (std::ptr::from_ref(pattern) as usize, graphs.clone());
        let key = (place, scope.enter(outer));
        if let Some(solutions) = self.solved.borrow().get(&key) {
            return Ok(Rc::clone(solutions));
        }
        let within;
        let scope = match graphs {
            Graphs::Named(graph) => {
                within = scope.within(graph);
                &within
            }
            Graphs::Default | Graphs::Merged(_) => scope,
        };
        let solutions = match self.whole(&key.0, scope)? {
            Some(whole) => whole.agreeing(scope, &key.1),
            None => self.solutions(scope, &key.1)?,
        };
        let solutions = Rc::new(sorted(solutions));
        self.solved.borrow_mut().insert(key, Rc::clone(&solutions));
        Ok(solutions)
    }

    /// All solutions of a scope that is entered often; nothing while it is not, or when they are too many to keep.
    fn whole(&self, place: &Place, scope: &Scope) -> Result<Option<Rc<Whole>>> {
        let Some(interface) = scope.interface() else { return Ok(None) };
        let mut times = self.times.borrow_mut();
        let times = times.entry(place.clone()).or_default();
        *times += 1;
        if *times <= FEW {
            return Ok(None);
        }
        if let Some(known) = self.whole.borrow().get(place) {
            return Ok(known.clone());
        }
        let whole = self.bounded(scope, &Solution::new())?.map(|solutions| Rc::new(Whole::new(solutions, interface)));
        self.whole.borrow_mut().insert(place.clone(), whole.clone());
        Ok(whole)
    }
}

impl Whole {
    fn new(solutions: Vec<Solution>, interface: &[Variable]) -> Self {
        let mut whole = Self { by_interface: HashMap::new(), partial: Vec::new() };
        for solution in solutions {
            let seen: Solution =
                interface.iter().filter_map(|variable| Some((variable.clone(), solution.get(variable)?.clone()))).collect();
            if seen.len() == interface.len() {
                whole.by_interface.entry(seen).or_default().push(solution);
            } else {
                whole.partial.push(solution);
            }
        }
        whole
    }

    fn agreeing(&self, scope: &Scope, known: &Solution) -> Vec<Solution> {
        let complete = scope.interface().is_some_and(|interface| interface.len() == known.len());
        let mut found: Vec<Solution> = if complete {
            self.by_interface.get(known).cloned().unwrap_or_default()
        } else {
            self.by_interface.values().flatten().filter(|solution| agree(solution, known)).cloned().collect()
        };
        found.extend(self.partial.iter().filter(|solution| agree(solution, known)).cloned());
        found
    }
}
