//! Why a row stands in an answer: the triples it rests on, and the sentences that those rest on.
//!
//! Works for any SELECT or ASK: [`explain`] answers the query, finds the solutions behind each row ([`scope`], [`solve`]), walks the
//! algebra with them ([`trace`]) and looks up the claims of the triples that matched ([`claims`]). What has no claim is said to be untraced.

pub mod absent;
mod claims;
mod conditions;
pub mod find;
mod path;
mod scope;
mod solve;
mod trace;
mod words;
pub mod write;

use crate::error::{Error, Result};
use crate::sparql::{Answer, Request, Row, Run, on_own_stack};
use crate::store::Store;
use claims::Claims;
use oxigraph::model::{GraphNameRef, NamedNode, Triple, Variable};
use scope::Scope;
pub(crate) use scope::Solution;
use serde::Serialize;
use spargebra::Query;
use spargebra::algebra::GraphPattern;
use spargebra::term::TriplePattern;
use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};
use trace::Tracer;

/// What a row rests on.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(crate) enum Support {
    /// A triple that matched.
    Triple { triple: Triple, graphs: Graphs },
    /// A property path, with the triples of a shortest way.
    Path { text: String, steps: Vec<Triple>, graphs: Graphs },
    /// Something that is not there: MINUS, NOT EXISTS, an aggregate over nothing.
    Absence { text: String },
    /// The rows that an aggregate was made from.
    Aggregate { text: String, rows: usize, over: Vec<Support> },
    /// What an endpoint elsewhere answered.
    Elsewhere { endpoint: String },
    /// What cannot be traced.
    Untraced { text: String },
}

/// The graphs that a pattern is matched in.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(crate) enum Graphs {
    /// The store's default graph.
    Default,
    /// The graphs of FROM.
    Merged(Vec<NamedNode>),
    /// One graph.
    Named(NamedNode),
}

impl Graphs {
    fn names(&self) -> Vec<GraphNameRef<'_>> {
        match self {
            Self::Default => vec![GraphNameRef::DefaultGraph],
            Self::Merged(graphs) => graphs.iter().map(|graph| graph.as_ref().into()).collect(),
            Self::Named(graph) => vec![graph.as_ref().into()],
        }
    }

    /// Whether a claim about a triple in `graph` is about what was matched here.
    fn hold(&self, graph: &NamedNode) -> bool {
        match self {
            Self::Default => true,
            Self::Merged(graphs) => graphs.contains(graph),
            Self::Named(named) => named == graph,
        }
    }
}

/// What kind of thing an [`Evidence`] is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Kind {
    /// A fact, with one of its passages or, if it is derived, its premises.
    Fact,
    /// A property path; its premises are the facts along it.
    Path,
    /// Something that is not in the graph.
    Absence,
    /// An aggregate; its premises are what the contributing rows rest on.
    Aggregate,
    /// What another endpoint answered to SERVICE; it stands in `graphs`, and what its answer rests on is not known here.
    Elsewhere,
    /// A statement that no claim is made about: a name, a type, the ontology.
    Untraced,
}

/// What was decided about one of our things and one of others', by whom, when and why.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize)]
pub struct Decision {
    /// The term of the vocabulary of justifications, such as `ManualMappingCuration`.
    pub justification: String,
    /// How sure, from 0 to 1; nothing where it is not said, as of most refusals.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub confidence: String,
    /// Who decided.
    pub author: String,
    /// On which day.
    pub date: String,
    /// Why in words, in the language of the reader, once [`Explained::told_in`] has chosen it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub comment: Option<String>,
    /// Why in words, by language.
    #[serde(skip)]
    pub comments: BTreeMap<String, String>,
}

impl Decision {
    /// Language and text of the comment for a reader of a language: theirs, else nb, else en, else any.
    pub fn comment_for(&self, language: &str) -> Option<(&str, &str)> {
        let of = |language: &str| self.comments.get_key_value(language);
        let found = of(language).or_else(|| of("nb")).or_else(|| of("en")).or_else(|| self.comments.first_key_value());
        found.map(|(language, text)| (language.as_str(), text.as_str()))
    }

    /// The decision in a line.
    pub fn in_words(&self, language: &str) -> String {
        let comment = self.comment_for(language).map_or_else(String::new, |(_, text)| format!(": {text}"));
        format!("{}{comment}", said(&[&self.justification, &self.confidence, &self.author, &self.date]))
    }
}

/// What is said of these, with commas.
pub fn said(parts: &[&str]) -> String {
    parts.iter().copied().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(", ")
}

/// What one thing that a row rests on stands on itself.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize)]
pub struct Evidence {
    /// What kind of thing it is.
    pub kind: Kind,
    /// The statement, pattern or aggregate, in short.
    pub statement: String,
    /// How it is known: Stated, Interpreted, `LayoutInferred`, External or Derived; nothing when it is no fact.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub mode: Option<String>,
    /// The IRI of the document, or a web address.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub document: Option<String>,
    /// The IRI of the document part.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub part: Option<String>,
    /// The lines of the document's text edition, such as "235-237".
    #[serde(skip_serializing_if = "Option::is_none")]
    pub lines: Option<String>,
    /// The quotation.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub quote: Option<String>,
    /// What was decided, if it is a link that rests on a mapping; the document is then the mapping set.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub mapping: Option<Decision>,
    /// The rule, if it is derived.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub rule: Option<String>,
    /// The graphs of a statement that no claim is made about.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub graphs: Vec<String>,
    /// The conflicts between the sources that the fact touches, such as "Z1".
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub conflicts: Vec<String>,
    /// How many rows an aggregate was made from.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub rows: Option<usize>,
    /// What it follows from, if it follows from something.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub premises: Vec<Evidence>,
}

impl Evidence {
    fn new(kind: Kind, statement: String) -> Self {
        Self {
            kind,
            statement,
            mode: None,
            document: None,
            part: None,
            lines: None,
            quote: None,
            mapping: None,
            rule: None,
            graphs: Vec::new(),
            conflicts: Vec::new(),
            rows: None,
            premises: Vec::new(),
        }
    }

    /// Whether it leads to a passage, a rule or an absence.
    pub fn is_traced(&self) -> bool {
        match self.kind {
            Kind::Fact | Kind::Absence => true,
            Kind::Path | Kind::Aggregate => self.premises.iter().any(Self::is_traced),
            Kind::Elsewhere | Kind::Untraced => false,
        }
    }

    /// Whether a reader must be told of it: what is traced, and what came from elsewhere.
    fn is_told(&self) -> bool {
        self.kind == Kind::Elsewhere || self.is_traced() || self.premises.iter().any(Self::is_told)
    }

    fn tell_in(&mut self, language: &str) {
        if let Some(decision) = &mut self.mapping {
            decision.comment = decision.comment_for(language).map(|(_, text)| text.to_owned());
        }
        for premise in &mut self.premises {
            premise.tell_in(language);
        }
    }

    fn add_conflicts(&self, found: &mut BTreeSet<String>) {
        found.extend(self.conflicts.iter().cloned());
        for premise in &self.premises {
            premise.add_conflicts(found);
        }
    }
}

/// An answer with the evidence of each row.
#[derive(Debug)]
pub struct Explained {
    /// The columns.
    pub variables: Vec<Variable>,
    /// The rows in the order of the answer.
    pub rows: Vec<(Row, Vec<Evidence>)>,
    /// The value of an ASK, whose evidence is that of the one row.
    pub boolean: Option<bool>,
}

impl Explained {
    /// The same, with the comments of decisions in the language of a reader.
    #[must_use]
    pub fn told_in(&self, language: &str) -> Self {
        let mut told = Self { variables: self.variables.clone(), rows: self.rows.clone(), boolean: self.boolean };
        for evidence in told.rows.iter_mut().flat_map(|(_, evidence)| evidence) {
            evidence.tell_in(language);
        }
        told
    }

    /// The conflicts between the sources that some row touches, in order.
    pub fn conflicts(&self) -> Vec<String> {
        let mut found = BTreeSet::new();
        for evidence in self.rows.iter().flat_map(|(_, evidence)| evidence) {
            evidence.add_conflicts(&mut found);
        }
        let mut found: Vec<String> = found.into_iter().collect();
        found.sort_by_key(|number| (number.len(), number.clone())); // Z2 before Z10
        found
    }
}

/// Answers a SELECT or ASK with the evidence of each row.
pub fn explain(store: &Store, request: &Request) -> Result<Explained> {
    on_own_stack(|| {
        let query = request.query()?;
        let run = Run::of(store, request);
        let (pattern, dataset) = match &query {
            Query::Select { pattern, dataset, .. } | Query::Ask { pattern, dataset, .. } => (pattern.clone(), dataset.clone()),
            Query::Construct { .. } | Query::Describe { .. } => {
                return Err(Error::RequestInvalid {
                    problem: "evidence is given for the rows of SELECT and for ASK, not for a graph".to_owned(),
                    hint: "ask for the same triples with SELECT ?s ?p ?o",
                });
            }
        };
        let tracer = Tracer::new(&run, dataset);
        let claims = Claims::new(store)?;
        let root = Scope::new(&pattern);
        match run.answer(query)? {
            Answer::Boolean(yes) => explain_boolean(yes, &pattern, &root, &tracer, &claims),
            Answer::Rows(rows) => {
                let variables = rows.variables().to_vec();
                let rows = rows.collect::<Result<Vec<Row>>>()?;
                let behind = Behind::new(&pattern, &root, &variables, &tracer)?;
                let explain = |row: Row| {
                    run.check()?;
                    let evidence = claims.evidence(&behind.supports(&row)?)?;
                    Ok((row, evidence))
                };
                let rows = rows.into_iter().map(explain).collect::<Result<_>>()?;
                Ok(Explained { variables, rows, boolean: None })
            }
            Answer::Graph(_) => Ok(Explained { variables: Vec::new(), rows: Vec::new(), boolean: None }),
        }
    })
}

/// What each of some triples of the default graph rests on, for pages about things.
pub fn of_triples(store: &Store, triples: &[Triple]) -> Result<Vec<Vec<Evidence>>> {
    let claims = Claims::new(store)?;
    let support = |triple: &Triple| Support::Triple { triple: triple.clone(), graphs: Graphs::Default };
    triples.iter().map(|triple| claims.evidence(&[support(triple)])).collect()
}

/// The solutions of a pattern with what each rests on, for rules. Must run [`on_own_stack`].
pub(crate) fn solutions(run: &Run<'_>, pattern: &GraphPattern) -> Result<Vec<(Solution, Vec<Support>)>> {
    let tracer = Tracer::new(run, None);
    let scope = Scope::new(pattern);
    let graphs = tracer.default_graph();
    let mut found = Vec::new();
    for solution in sorted(tracer.solver.solutions(&scope, &Solution::new())?) {
        let mut supports = Vec::new();
        tracer.scope(&scope, &solution, &graphs, &mut supports)?;
        found.push((solution, distinct(supports)));
    }
    Ok(found)
}

/// The triple that a template gives for a solution, if all its values are there.
pub(crate) fn triple(template: &TriplePattern, solution: &Solution) -> Option<Triple> {
    match trace::instantiate(template, solution, &Graphs::Default) {
        Support::Triple { triple, .. } => Some(triple),
        _ => None,
    }
}

fn explain_boolean(yes: bool, pattern: &GraphPattern, root: &Scope, tracer: &Tracer<'_>, claims: &Claims<'_>) -> Result<Explained> {
    let mut supports = Vec::new();
    match sorted(tracer.solver.solutions(root, &Solution::new())?).first().filter(|_| yes) {
        Some(solution) => tracer.scope(root, solution, &tracer.default_graph(), &mut supports)?,
        None => trace::absence(pattern, &Solution::new(), &mut supports),
    }
    let evidence = claims.evidence(&distinct(supports))?;
    Ok(Explained { variables: Vec::new(), rows: vec![(Vec::new(), evidence)], boolean: Some(yes) })
}

/// The solutions behind the rows of an answer.
struct Behind<'a> {
    root: &'a Scope,
    variables: &'a [Variable],
    tracer: &'a Tracer<'a>,
    /// All solutions by the row they give; nothing when the query takes only some rows, and each is looked up for itself.
    by_row: Option<HashMap<Row, Vec<Solution>>>,
}

impl<'a> Behind<'a> {
    fn new(pattern: &GraphPattern, root: &'a Scope, variables: &'a [Variable], tracer: &'a Tracer<'a>) -> Result<Self> {
        if matches!(pattern, GraphPattern::Slice { .. }) {
            return Ok(Self { root, variables, tracer, by_row: None });
        }
        let mut by_row: HashMap<Row, Vec<Solution>> = HashMap::new();
        for solution in sorted(tracer.solver.solutions(root, &Solution::new())?) {
            let row = variables.iter().map(|variable| solution.get(variable).cloned()).collect();
            by_row.entry(row).or_default().push(solution);
        }
        Ok(Self { root, variables, tracer, by_row: Some(by_row) })
    }

    /// What all solutions behind a row rest on together.
    fn supports(&self, row: &Row) -> Result<Vec<Support>> {
        let looked_up;
        let solutions = if let Some(by_row) = &self.by_row {
            by_row.get(row).map_or(&[][..], Vec::as_slice)
        } else {
            looked_up = self.look_up(row)?;
            &looked_up
        };
        let graphs = self.tracer.default_graph();
        let mut supports = Vec::new();
        if solutions.is_empty() {
            supports.push(Support::Untraced { text: "the row is another one each time it is asked for".to_owned() }); // NOW, RAND, UUID, BNODE
        }
        for solution in solutions {
            self.tracer.scope(self.root, solution, &graphs, &mut supports)?;
        }
        Ok(distinct(supports))
    }

    /// The solutions that give a row: those that agree with its values, and leave unbound what it leaves unbound.
    fn look_up(&self, row: &Row) -> Result<Vec<Solution>> {
        let bound = self.variables.iter().cloned().zip(row).filter_map(|(variable, value)| Some((variable, value.clone()?)));
        let known: Solution = bound.collect();
        let gives_row =
            |solution: &Solution| self.variables.iter().all(|variable| known.contains_key(variable) || !solution.contains_key(variable));
        let found = self.tracer.solver.solutions(self.root, &known)?;
        Ok(sorted(found.into_iter().filter(gives_row).collect()))
    }
}

/// Each support once, in the order of the query.
fn distinct(supports: Vec<Support>) -> Vec<Support> {
    let mut seen = HashSet::new();
    supports.into_iter().filter(|support| seen.insert(support.clone())).collect()
}

/// In an order that is the same for the same graph, whatever the engine's.
fn sorted(mut solutions: Vec<Solution>) -> Vec<Solution> {
    solutions.sort_by_cached_key(|solution| solution.iter().map(|(name, value)| format!("{name} {value}")).collect::<Vec<_>>());
    solutions
}
