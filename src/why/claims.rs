//! From triples to the claims about them, and from claims to passages, rules and premises.

use super::{Decision, Evidence, Graphs, Kind, Support, words};
use crate::error::{Error, Result};
use crate::rdf::term::plain;
use crate::rdf::vocab::{dct, oa, sam, sssom};
use crate::store::Store;
use oxigraph::model::vocab::{rdf, rdfs};
use oxigraph::model::{GraphName, GraphNameRef, NamedNode, NamedNodeRef, NamedOrBlankNode, Term, Triple};
use std::cell::RefCell;
use std::collections::{BTreeSet, HashMap, HashSet};
use std::rc::Rc;

/// How deep premises are followed; rules build on rules, and never this far.
const MAX_DEPTH: usize = 16;

/// A triple and the graphs it was matched in.
type Matched = (Triple, Graphs);

pub(super) struct Claims<'a> {
    store: &'a Store,
    conflicts: Conflicts,
    known: RefCell<HashMap<Matched, Rc<Vec<Evidence>>>>,
}

impl<'a> Claims<'a> {
    pub(super) fn new(store: &'a Store) -> Result<Self> {
        Ok(Self { store, conflicts: Conflicts::read(store)?, known: RefCell::default() })
    }

    /// What supports stand on, each thing once.
    pub(super) fn evidence(&self, supports: &[Support]) -> Result<Vec<Evidence>> {
        let mut found = Vec::new();
        for support in supports {
            match support {
                Support::Triple { triple, graphs } => found.extend(self.of_triple(triple, graphs, 0)?.iter().cloned()),
                Support::Path { text, steps, graphs } => {
                    let mut evidence = Evidence::new(Kind::Path, text.clone());
                    for step in steps {
                        evidence.premises.extend(self.of_triple(step, graphs, 0)?.iter().cloned());
                    }
                    found.push(evidence);
                }
                Support::Absence { text } => found.push(Evidence::new(Kind::Absence, text.clone())),
                Support::Aggregate { text, rows, over } => {
                    let mut evidence = Evidence::new(Kind::Aggregate, text.clone());
                    evidence.rows = Some(*rows);
                    evidence.premises = self.evidence(over)?;
                    found.push(evidence);
                }
                Support::Elsewhere { endpoint } => {
                    let mut evidence = Evidence::new(Kind::Elsewhere, format!("from <{endpoint}>, {}", super::write::NOT_TRACED));
                    evidence.graphs.push(endpoint.clone());
                    found.push(evidence);
                }
                Support::Untraced { text } => found.push(Evidence::new(Kind::Untraced, text.clone())),
            }
        }
        let mut seen = HashSet::new();
        found.retain(|evidence| seen.insert(evidence.clone()));
        // A passage that was asked for by itself adds nothing where a fact rests on it.
        let place = |e: &Evidence| (e.document.clone(), e.lines.clone(), e.quote.clone(), e.mapping.clone());
        let of_facts: HashSet<_> = found.iter().filter(|e| !is_passage(e)).map(place).collect();
        found.retain(|evidence| !is_passage(evidence) || !of_facts.contains(&place(evidence)));
        Ok(found)
    }

    fn of_triple(&self, triple: &Triple, graphs: &Graphs, depth: usize) -> Result<Rc<Vec<Evidence>>> {
        let key = (triple.clone(), graphs.clone());
        if let Some(known) = self.known.borrow().get(&key) {
            return Ok(Rc::clone(known));
        }
        let mut found = Vec::new();
        for claim in self.claims_about(triple, graphs)? {
            found.extend(self.of_claim(&claim, depth)?);
        }
        if found.is_empty() {
            found = self.of_evidence_itself(triple)?;
        }
        if found.is_empty() {
            let mut evidence = Evidence::new(Kind::Untraced, words::statement(triple));
            evidence.graphs = self.graphs_of(triple)?;
            found.push(evidence);
        }
        let found = Rc::new(found);
        self.known.borrow_mut().insert(key, Rc::clone(&found));
        Ok(found)
    }

    fn claims_about(&self, triple: &Triple, graphs: &Graphs) -> Result<Vec<NamedNode>> {
        let subject = Term::from(triple.subject.clone());
        let mut claims = Vec::new();
        for quad in self.store.matching(None, Some(rdf::SUBJECT), Some(subject.as_ref()), GraphNameRef::DefaultGraph) {
            let NamedOrBlankNode::NamedNode(claim) = quad?.subject else { continue };
            let predicate = self.store.objects(&claim, rdf::PREDICATE)?;
            if predicate != [Term::from(triple.predicate.clone())] || self.store.objects(&claim, rdf::OBJECT)? != [triple.object.clone()] {
                continue;
            }
            // A premise that is no claim of its own has no mode, and nothing to show.
            let in_graph = self.store.objects(&claim, sam::IN_GRAPH)?;
            let held = in_graph.iter().any(|graph| matches!(graph, Term::NamedNode(graph) if graphs.hold(graph)));
            if held && !self.store.objects(&claim, sam::ASSERTION_MODE)?.is_empty() {
                claims.push(claim);
            }
        }
        claims.sort();
        Ok(claims)
    }

    /// A claim with each of its passages, or with its rule and premises.
    fn of_claim(&self, claim: &NamedNode, depth: usize) -> Result<Vec<Evidence>> {
        let Some(triple) = self.triple_of(claim)? else { return Ok(Vec::new()) };
        let mut fact = Evidence::new(Kind::Fact, words::statement(&triple));
        fact.mode = self.one(claim, sam::ASSERTION_MODE)?.map(|mode| local_name(&mode));
        fact.conflicts = self.conflicts.touched_by(&triple, self.store)?;
        if let Some(rule) = self.one(claim, sam::RULE)? {
            fact.rule = Some(plain(&rule));
            if depth < MAX_DEPTH {
                for premise in self.premises(claim)? {
                    if let Some(triple) = self.triple_of(&premise)? {
                        let graph = match self.one(&premise, sam::IN_GRAPH)? {
                            Some(Term::NamedNode(graph)) => Graphs::Named(graph),
                            _ => Graphs::Default,
                        };
                        fact.premises.extend(self.of_triple(&triple, &graph, depth + 1)?.iter().cloned());
                    }
                }
            }
            return Ok(vec![fact]);
        }
        let mut passages = self.store.objects(claim, sam::EVIDENCE)?;
        passages.sort_by_key(ToString::to_string);
        let passages = passages.iter().filter_map(as_node).map(|passage| self.at(&fact, passage));
        passages.collect()
    }

    fn premises(&self, claim: &NamedNode) -> Result<Vec<NamedNode>> {
        let mut premises: Vec<NamedNode> = self.store.objects(claim, sam::PREMISE)?.iter().filter_map(as_node).cloned().collect();
        premises.sort();
        Ok(premises)
    }

    fn triple_of(&self, claim: &NamedNode) -> Result<Option<Triple>> {
        let (subject, predicate) = (self.one(claim, rdf::SUBJECT)?, self.one(claim, rdf::PREDICATE)?);
        Ok(match (subject, predicate, self.one(claim, rdf::OBJECT)?) {
            (Some(Term::NamedNode(subject)), Some(Term::NamedNode(predicate)), Some(object)) => {
                Some(Triple::new(subject, predicate, object))
            }
            _ => None,
        })
    }

    /// A fact with the place of one passage.
    fn at(&self, fact: &Evidence, passage: &NamedNode) -> Result<Evidence> {
        if let Some(justification) = self.one(passage, sssom::MAPPING_JUSTIFICATION)? {
            return self.decided(fact, passage, &justification);
        }
        let first = self.one(passage, sam::FIRST_LINE)?.map(|line| plain(&line));
        let last = self.one(passage, sam::LAST_LINE)?.map(|line| plain(&line));
        let lines = first.map(|first| match last {
            Some(last) if last != first => format!("{first}-{last}"),
            _ => first,
        });
        let text = |term: Option<Term>| term.map(|term| plain(&term));
        Ok(Evidence {
            document: text(self.one(passage, dct::SOURCE)?),
            part: text(self.one(passage, dct::IS_PART_OF)?),
            quote: text(self.one(passage, oa::EXACT)?),
            lines,
            ..fact.clone()
        })
    }

    /// A fact with the mapping that it rests on.
    fn decided(&self, fact: &Evidence, mapping: &NamedNode, justification: &Term) -> Result<Evidence> {
        let text = |predicate| Ok::<_, Error>(self.one(mapping, predicate)?.map(|term| plain(&term)));
        let decision = Decision {
            justification: local_name(justification),
            confidence: text(sssom::CONFIDENCE)?.unwrap_or_default(),
            author: text(sssom::AUTHOR_LABEL)?.unwrap_or_default(),
            date: text(dct::CREATED)?.unwrap_or_default(),
            comment: text(rdfs::COMMENT)?,
        };
        Ok(Evidence { document: text(dct::IS_PART_OF)?, mapping: Some(decision), ..fact.clone() })
    }

    /// When the question is about the evidence, a claim or a passage that matched stands for itself.
    fn of_evidence_itself(&self, triple: &Triple) -> Result<Vec<Evidence>> {
        let NamedOrBlankNode::NamedNode(subject) = &triple.subject else { return Ok(Vec::new()) };
        let types = self.store.objects(subject, rdf::TYPE)?;
        if types.contains(&sam::CLAIM.into_owned().into()) {
            return self.of_claim(subject, 0);
        }
        if types.contains(&sam::REFUSAL.into_owned().into()) {
            let mut fact = Evidence::new(Kind::Fact, words::term(&subject.clone().into()));
            fact.mode = Some(local_name(&sam::INTERPRETED.into_owned().into()));
            return Ok(vec![self.at(&fact, subject)?]);
        }
        if types.contains(&sam::PASSAGE.into_owned().into()) || types.contains(&sam::MAPPING.into_owned().into()) {
            let mut modes = BTreeSet::new();
            let object = Term::from(subject.clone());
            for quad in self.store.matching(None, Some(sam::EVIDENCE), Some(object.as_ref()), GraphNameRef::DefaultGraph) {
                if let NamedOrBlankNode::NamedNode(claim) = quad?.subject {
                    modes.extend(self.one(&claim, sam::ASSERTION_MODE)?.map(|mode| local_name(&mode)));
                }
            }
            let mut fact = Evidence::new(Kind::Fact, words::term(&subject.clone().into()));
            fact.mode = Some(modes.into_iter().collect::<Vec<_>>().join(", "));
            return Ok(vec![self.at(&fact, subject)?]);
        }
        Ok(Vec::new())
    }

    fn graphs_of(&self, triple: &Triple) -> Result<Vec<String>> {
        let mut graphs = BTreeSet::new();
        for quad in self.store.everywhere(triple) {
            if let GraphName::NamedNode(graph) = quad?.graph_name {
                graphs.insert(graph.into_string());
            }
        }
        Ok(graphs.into_iter().collect())
    }

    fn one(&self, subject: &NamedNode, predicate: NamedNodeRef<'_>) -> Result<Option<Term>> {
        Ok(self.store.objects(subject, predicate)?.into_iter().next())
    }
}

/// Which facts touch a conflict: those with one of its properties, about one of the things it concerns or a thing that names one.
struct Conflicts(HashMap<NamedNode, Vec<(String, HashSet<Term>)>>);

impl Conflicts {
    fn read(store: &Store) -> Result<Self> {
        let mut found: HashMap<NamedNode, Vec<(String, HashSet<Term>)>> = HashMap::new();
        for quad in store.matching(None, Some(sam::ON_PROPERTY), None, GraphNameRef::DefaultGraph) {
            let quad = quad?;
            let (NamedOrBlankNode::NamedNode(conflict), Term::NamedNode(property)) = (quad.subject, quad.object) else { continue };
            let number = store.objects(&conflict, crate::rdf::vocab::skos::NOTATION)?.first().map(plain).unwrap_or_default();
            let concerns = store.objects(&conflict, sam::CONCERNS)?.into_iter().collect();
            found.entry(property).or_default().push((number, concerns));
        }
        for conflicts in found.values_mut() {
            conflicts.sort_by(|a, b| a.0.cmp(&b.0));
        }
        Ok(Self(found))
    }

    fn touched_by(&self, triple: &Triple, store: &Store) -> Result<Vec<String>> {
        let Some(conflicts) = self.0.get(&triple.predicate) else { return Ok(Vec::new()) };
        let mut near = vec![triple.object.clone(), triple.subject.clone().into()];
        for quad in store.matching(Some(triple.subject.as_ref()), None, None, GraphNameRef::DefaultGraph) {
            near.push(quad?.object);
        }
        Ok(conflicts
            .iter()
            .filter(|(_, concerns)| near.iter().any(|thing| concerns.contains(thing)))
            .map(|(number, _)| number.clone())
            .collect())
    }
}

/// Whether it is a passage that stands for itself.
fn is_passage(evidence: &Evidence) -> bool {
    evidence.kind == Kind::Fact && !evidence.statement.contains(' ')
}

fn as_node(term: &Term) -> Option<&NamedNode> {
    match term {
        Term::NamedNode(node) => Some(node),
        _ => None,
    }
}

/// The last part of a code's IRI, which is its short name.
fn local_name(term: &Term) -> String {
    plain(term).rsplit(['#', '/']).next().unwrap_or_default().to_owned()
}
