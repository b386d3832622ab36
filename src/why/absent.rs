//! Why something is not in an answer: the first condition of the query that it does not meet, and what stands there instead.
//!
//! The conditions are taken in the order of the text and added one at a time; the first that leaves no solution is the one that fails.

use super::claims::Claims;
use super::conditions::{Condition, another_name, conditions, join};
use super::scope::{Scope, Solution, name, value};
use super::trace::Tracer;
use super::{Evidence, Explained, Graphs, Support, words};
use crate::error::{Error, Result};
use crate::rdf::term::plain;
use crate::rdf::vocab::{sam, skos};
use crate::sparql::{Answer, Request, Row, Run, on_own_stack};
use crate::store::Store;
use oxigraph::model::{Literal, NamedNode, NamedOrBlankNode, Term, Triple, Variable};
use spargebra::Query;
use spargebra::algebra::{Expression, GraphPattern};
use spargebra::term::TriplePattern;

/// How many ways of failing are told at most.
const MAX_TOLD: usize = 3;

/// The answer to why something is absent.
#[derive(Debug)]
pub struct WhyNot {
    /// Rows `thing, column, condition, explanation` with the evidence of what stands there instead.
    pub explained: Explained,
    /// Whether the thing is in the answer after all; the rows are then those it is in.
    pub present: bool,
    /// Other columns that it stands in.
    pub elsewhere: Vec<String>,
}

/// Looks for the first condition that keeps `things` out of the answer; words are in `language`.
pub fn why_not(store: &Store, request: &Request, things: &[NamedNode], language: &str) -> Result<WhyNot> {
    on_own_stack(|| {
        let query = request.query()?;
        let run = Run::of(store, request);
        let Query::Select { pattern, dataset, .. } = &query else {
            return Err(Error::RequestInvalid {
                problem: "only a question with rows leaves something out".to_owned(),
                hint: "ask it with `--why`: a yes or no shows its evidence",
            });
        };
        let Answer::Rows(rows) = run.answer(query.clone())? else { return Err(Error::Evaluation("a SELECT gave no rows".into())) };
        let variables = rows.variables().to_vec();
        let rows = rows.collect::<Result<Vec<Row>>>()?;
        let search = Search { tracer: Tracer::new(&run, dataset.clone()), claims: Claims::new(store)?, store, language };
        let places = search.places(things, &variables, &rows, pattern)?;
        let value = |row: &Row, column: &Variable| variables.iter().position(|name| name == column).and_then(|at| row[at].clone());
        let holds = |row: &Row| places.iter().any(|(thing, column)| value(row, column) == Some(thing.clone().into()));
        if rows.iter().any(holds) {
            let explained = super::explain(store, request)?;
            let rows = explained.rows.into_iter().filter(|(row, _)| holds(row)).collect();
            return Ok(WhyNot { explained: Explained { rows, ..explained }, present: true, elsewhere: Vec::new() });
        }
        let stands_in = |column: usize| rows.iter().any(|row| things.iter().any(|thing| row[column] == Some(thing.clone().into())));
        let elsewhere =
            (0..variables.len()).filter(|column| stands_in(*column)).map(|column| variables[column].as_str().to_owned()).collect();
        let mut told = Vec::new();
        for (thing, column) in places {
            told.extend(search.place(pattern, &thing, &column)?);
        }
        if told.is_empty() {
            told.extend(things.iter().map(|thing| search.nowhere(thing, &variables)));
        }
        let variables = ["thing", "column", "condition", "explanation"].map(Variable::new_unchecked).to_vec();
        Ok(WhyNot { explained: Explained { variables, rows: told, boolean: None }, present: false, elsewhere })
    })
}

struct Search<'a> {
    tracer: Tracer<'a>,
    claims: Claims<'a>,
    store: &'a Store,
    language: &'a str,
}

/// A condition that leaves no solution.
struct Failure {
    condition: String,
    explanation: String,
    instead: Vec<Support>,
}

impl Search<'_> {
    /// Which thing could have stood in which column: where others of its kind stand, or where the pattern alone would let it.
    fn places(
        &self,
        things: &[NamedNode],
        variables: &[Variable],
        rows: &[Row],
        pattern: &GraphPattern,
    ) -> Result<Vec<(NamedNode, Variable)>> {
        let kind = |iri: &str| iri.rsplit_once('/').map(|(kind, _)| kind.to_owned());
        let mut found = Vec::new();
        for thing in things {
            let like = |value: &Term| matches!(value, Term::NamedNode(node) if kind(node.as_str()) == kind(thing.as_str()));
            let column = (0..variables.len()).find(|column| rows.iter().any(|row| row[*column].as_ref().is_some_and(like)));
            if let Some(column) = column {
                found.push((thing.clone(), variables[column].clone()));
            } else if rows.is_empty() {
                let conditions = conditions(Scope::new(pattern).plain());
                for variable in variables {
                    let known = Solution::from([(variable.clone(), thing.clone().into())]);
                    let first = conditions.iter().take(1).cloned().collect::<Vec<_>>();
                    if !self.tracer.solver.solutions(&Scope::bare(&join(&first)), &known)?.is_empty() {
                        found.push((thing.clone(), variable.clone()));
                        break;
                    }
                }
            }
        }
        Ok(found)
    }

    /// What fails for a thing in a column, as rows.
    fn place(&self, pattern: &GraphPattern, thing: &NamedNode, column: &Variable) -> Result<Vec<(Row, Vec<Evidence>)>> {
        let scope = Scope::new(pattern);
        let named = another_name(scope.plain(), column).unwrap_or(column);
        let known = Solution::from([(named.clone(), thing.clone().into())]);
        let failures = self.failures(scope.plain(), &known, &self.tracer.default_graph())?;
        let rows = failures.into_iter().take(MAX_TOLD).map(|failure| {
            let text = |text: &str| Some(Term::from(Literal::from(text)));
            let row = vec![Some(thing.clone().into()), text(column.as_str()), text(&failure.condition), text(&failure.explanation)];
            Ok((row, self.claims.evidence(&failure.instead)?))
        });
        rows.collect()
    }

    fn nowhere(&self, thing: &NamedNode, variables: &[Variable]) -> (Row, Vec<Evidence>) {
        let columns: Vec<&str> = variables.iter().map(Variable::as_str).collect();
        let explanation = format!(
            "{} ({})",
            self.pick("spørsmålet har ingen kolonne for ting av dette slaget", "the question has no column for things of this kind"),
            columns.join(", ")
        );
        (vec![Some(thing.clone().into()), None, None, Some(Literal::from(explanation).into())], Vec::new())
    }

    /// The first condition of a pattern that leaves no solution, with the conditions inside it where it has several sides.
    fn failures(&self, pattern: &GraphPattern, known: &Solution, graphs: &Graphs) -> Result<Vec<Failure>> {
        let conditions = conditions(pattern);
        let mut before = vec![known.clone()];
        for at in 0..conditions.len() {
            let scope = Scope::bare(&join(&conditions[..=at]));
            let solutions = self.tracer.solver.in_graphs(&scope, known, graphs)?;
            if solutions.is_empty() {
                before.sort_by_key(|solution| format!("{solution:?}"));
                return self.explain(&conditions[at], &before, graphs);
            }
            // What is missed is known, also where no condition has named it yet.
            before = solutions.into_iter().map(|solution| known.clone().into_iter().chain(solution).collect()).collect();
        }
        // Every condition can be met: what keeps it out stands around the pattern.
        Ok(vec![Failure {
            condition: "LIMIT, HAVING".to_owned(),
            explanation: self
                .pick(
                    "alle vilkår er oppfylt, men utvalget tar ikke med raden",
                    "all conditions are met, but the selection leaves the row out",
                )
                .to_owned(),
            instead: Vec::new(),
        }])
    }

    /// Why a condition fails after each of the first solutions before it.
    fn explain(&self, condition: &Condition, before: &[Solution], graphs: &Graphs) -> Result<Vec<Failure>> {
        let mut failures = Vec::new();
        for solution in before.iter().take(MAX_TOLD) {
            match condition {
                Condition::Triple(pattern) => failures.push(self.triple(pattern, solution, graphs)?),
                Condition::Filter(expression) => failures.push(self.filter(expression, solution, graphs)?),
                Condition::Minus(pattern) => failures.push(self.excluded(pattern, solution, graphs)?),
                Condition::Pattern(pattern) => failures.extend(self.inside(pattern, solution, graphs)?),
                Condition::Bind(variable, expression) => failures.push(Failure {
                    condition: format!("{variable} = {}", words::expression(expression, solution)),
                    explanation: self.pick("utregningen gir noe annet", "the computation gives something else").to_owned(),
                    instead: Vec::new(),
                }),
                Condition::Optional(..) => {}
            }
        }
        failures.dedup_by(|a, b| a.explanation == b.explanation);
        Ok(failures)
    }

    fn triple(&self, pattern: &TriplePattern, known: &Solution, graphs: &Graphs) -> Result<Failure> {
        let subject = value(&pattern.subject, known);
        let predicate = name(&pattern.predicate, known);
        let mut instead = Vec::new();
        if let (Some(Term::NamedNode(subject)), Some(Term::NamedNode(predicate))) = (&subject, &predicate) {
            for graph in graphs.names() {
                let subject = NamedOrBlankNode::from(subject.clone());
                for quad in self.store.matching(Some(subject.as_ref()), Some(predicate.as_ref()), None, graph) {
                    instead.push(Support::Triple { triple: Triple::from(quad?), graphs: graphs.clone() });
                }
            }
        }
        let property = predicate.as_ref().map_or_else(|| "?".to_owned(), |predicate| self.label(predicate));
        let object = value(&pattern.object, known);
        let mut explanation = match &subject {
            Some(subject) => format!("{} {} «{property}»", self.label(subject), self.pick("har ikke", "has no")),
            None => format!("{} «{property}»", self.pick("ingenting har", "nothing has")),
        };
        if let Some(object) = &object {
            explanation.push_str(&format!(" {}", self.label(object)));
        }
        if !instead.is_empty() {
            let there: Vec<String> = instead.iter().filter_map(|support| object_of(support).map(|object| self.label(object))).collect();
            explanation.push_str(&format!("; {} {}", self.pick("der står", "there stands"), there.join(", ")));
        } else if let Some(about) = subject.or(object) {
            instead = self.wording(&about, graphs)?;
        }
        Ok(Failure { condition: words::triple(pattern, known), explanation, instead })
    }

    /// Where a thing stands in the documents, so that a reader can see that what is missed is not there.
    fn wording(&self, thing: &Term, graphs: &Graphs) -> Result<Vec<Support>> {
        let Term::NamedNode(thing) = thing else { return Ok(Vec::new()) };
        let mut found = Vec::new();
        for graph in graphs.names() {
            for quad in self.store.matching(Some(thing.as_ref().into()), Some(sam::STATED_IN), None, graph) {
                found.push(Support::Triple { triple: Triple::from(quad?), graphs: graphs.clone() });
            }
        }
        Ok(found)
    }

    fn filter(&self, expression: &Expression, known: &Solution, graphs: &Graphs) -> Result<Failure> {
        if let Expression::Not(inner) = expression
            && let Expression::Exists(pattern) = inner.as_ref()
        {
            return self.excluded(pattern, known, graphs);
        }
        if let Expression::Exists(pattern) = expression {
            let scope = Scope::new(pattern);
            let known = scope.enter(known);
            if let Some(failure) = self.failures(scope.plain(), &known, graphs)?.into_iter().next() {
                return Ok(failure);
            }
        }
        let values = known.iter().filter(|(variable, _)| words::mentions(expression, variable));
        let values: Vec<String> =
            values.map(|(variable, value)| format!("{variable} {} {}", self.pick("er", "is"), self.label(value))).collect();
        let condition = words::expression(expression, known);
        let explanation = format!("{}: {}", self.pick("vilkåret holder ikke", "the condition does not hold"), values.join(", "));
        Ok(Failure { condition, explanation, instead: self.about(expression, known, graphs)? })
    }

    /// The triples that gave the values a filter looks at.
    fn about(&self, expression: &Expression, known: &Solution, graphs: &Graphs) -> Result<Vec<Support>> {
        let mut found = Vec::new();
        let things: Vec<&Term> = known.values().collect();
        for (_, value) in known.iter().filter(|(variable, _)| words::mentions(expression, variable)) {
            for subject in &things {
                let Term::NamedNode(subject) = subject else { continue };
                for graph in graphs.names() {
                    let subject = NamedOrBlankNode::from(subject.clone());
                    for quad in self.store.matching(Some(subject.as_ref()), None, Some(value.as_ref()), graph) {
                        found.push(Support::Triple { triple: Triple::from(quad?), graphs: graphs.clone() });
                    }
                }
            }
        }
        Ok(super::distinct(found))
    }

    fn excluded(&self, pattern: &GraphPattern, known: &Solution, graphs: &Graphs) -> Result<Failure> {
        let scope = Scope::new(pattern);
        let mut instead = Vec::new();
        let solutions = super::sorted(self.tracer.solver.in_graphs(&scope, &scope.enter(known), graphs)?);
        if let Some(solution) = solutions.first() {
            self.tracer.scope(&scope, solution, graphs, &mut instead)?;
        }
        let there: Vec<String> = instead.iter().filter_map(support_text).collect();
        Ok(Failure {
            condition: format!("NOT {{ {} }}", words::pattern(pattern, known)),
            explanation: format!("{}: {}", self.pick("utelatt fordi dette finnes", "left out because this is there"), there.join(" . ")),
            instead,
        })
    }

    /// What fails inside a pattern that is one condition: each side of a UNION, a sub-select, a graph.
    fn inside(&self, pattern: &GraphPattern, known: &Solution, graphs: &Graphs) -> Result<Vec<Failure>> {
        match pattern {
            GraphPattern::Union { left, right } => {
                let mut failures = self.failures(left, known, graphs)?;
                failures.extend(self.failures(right, known, graphs)?);
                Ok(failures)
            }
            GraphPattern::Graph { name: graph, inner } => match name(graph, known) {
                Some(Term::NamedNode(graph)) => self.failures(inner, known, &Graphs::Named(graph)),
                _ => Ok(vec![self.plainly(pattern, known)]),
            },
            GraphPattern::Group { inner, variables, .. } => {
                let scope = Scope::of_group(inner, variables);
                self.failures(scope.plain(), &scope.enter(known), graphs)
            }
            GraphPattern::Project { .. }
            | GraphPattern::Distinct { .. }
            | GraphPattern::Reduced { .. }
            | GraphPattern::Slice { .. }
            | GraphPattern::OrderBy { .. } => {
                let scope = Scope::new(pattern);
                self.failures(scope.plain(), &scope.enter(known), graphs)
            }
            GraphPattern::Values { variables, .. } => {
                let values = known.iter().filter(|(variable, _)| variables.contains(variable));
                let values: Vec<String> =
                    values.map(|(variable, value)| format!("{variable} {} {}", self.pick("er", "is"), self.label(value))).collect();
                let explanation =
                    format!("{}: {}", self.pick("spørsmålet tar ikke med dette", "the question does not take this"), values.join(", "));
                Ok(vec![Failure { condition: "VALUES".to_owned(), explanation, instead: Vec::new() }])
            }
            GraphPattern::Path { .. } | GraphPattern::Service { .. } => Ok(vec![self.plainly(pattern, known)]),
            group => self.failures(group, known, graphs),
        }
    }

    fn plainly(&self, pattern: &GraphPattern, known: &Solution) -> Failure {
        let condition = words::pattern(pattern, known);
        Failure { explanation: format!("{}: {condition}", self.pick("finnes ikke", "not there")), condition, instead: Vec::new() }
    }

    fn pick<'t>(&self, norwegian: &'t str, english: &'t str) -> &'t str {
        if self.language == "en" { english } else { norwegian }
    }

    /// The label of a thing or property in the language, with its number; else its short form.
    fn label(&self, term: &Term) -> String {
        let Term::NamedNode(node) = term else { return plain(term) };
        let label = words::label(self.store, node, self.language).ok().flatten();
        let number = self.store.objects(node, skos::NOTATION).ok().and_then(|numbers| numbers.first().map(plain));
        match (label, number) {
            (Some(label), Some(number)) if number.starts_with(|c: char| c.is_ascii_digit()) => format!("{number} {label}"),
            (Some(label), _) => label,
            (None, _) => words::term(term),
        }
    }
}

fn object_of(support: &Support) -> Option<&Term> {
    match support {
        Support::Triple { triple, .. } => Some(&triple.object),
        _ => None,
    }
}

fn support_text(support: &Support) -> Option<String> {
    match support {
        Support::Triple { triple, .. } => Some(words::statement(triple)),
        Support::Path { text, .. } => Some(text.clone()),
        _ => None,
    }
}
