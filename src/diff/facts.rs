//! What differs, fact by fact: evidence is folded into the facts that it is for, and what follows is kept apart from what is said.

use super::side::Side;
use crate::rdf::iri::DEFAULT_BASE;
use crate::rdf::term::{as_subject, plain};
use crate::rdf::vocab::{dct, oa, owl, sam, skos};
use oxigraph::model::vocab::rdf;
use oxigraph::model::{NamedNode, NamedNodeRef, NamedOrBlankNode, Quad, Term, Triple};
use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

/// Where in an account of differences something belongs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Section {
    /// What the sources say, or we say of them.
    Asserted,
    /// What follows by a rule.
    Derived,
    /// The ontology: classes, properties, codes, rules.
    Vocabulary,
}

/// What happened to a fact.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Change {
    /// It was not there.
    Added(Term),
    /// It is not there any more.
    Removed(Term),
    /// The property had one value and has another.
    Changed(Term, Term),
    /// The fact is the same, and rests on something else.
    Evidence(Term),
}

/// One difference.
#[derive(Debug, Clone)]
pub struct Difference {
    /// Where it belongs.
    pub section: Section,
    /// The thing.
    pub subject: NamedOrBlankNode,
    /// The property.
    pub property: NamedNode,
    /// What happened.
    pub change: Change,
    /// What the fact rested on.
    pub before: BTreeSet<Evidence>,
    /// What it rests on.
    pub after: BTreeSet<Evidence>,
}

/// What a fact rests on, in one place.
#[derive(Debug, Clone, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Evidence {
    /// How it is known, as an IRI.
    pub mode: Option<String>,
    /// The document's IRI or a web address.
    pub document: Option<String>,
    /// The document part's IRI.
    pub part: Option<String>,
    /// The lines, such as "235-237".
    pub lines: Option<String>,
    /// The quotation.
    pub quote: Option<String>,
    /// The rule's IRI, for what follows.
    pub rule: Option<String>,
    /// What it follows from, as triples.
    pub premises: Vec<String>,
}

/// All differences between two graphs.
#[derive(Debug, Default)]
pub struct Differences {
    /// In order: section, thing, property.
    pub facts: Vec<Difference>,
    /// Things that are new.
    pub new_things: BTreeSet<String>,
    /// Things that are gone.
    pub lost_things: BTreeSet<String>,
    /// Quads of evidence that no fact above accounts for: (added, removed).
    pub loose_evidence: (usize, usize),
}

impl Differences {
    /// Whether the graphs are the same.
    pub fn is_empty(&self) -> bool {
        self.facts.is_empty() && self.loose_evidence == (0, 0)
    }
}

/// A graph, by subject and by what its claims are about.
pub struct Index<'a> {
    by_subject: HashMap<&'a NamedOrBlankNode, Vec<&'a Quad>>,
    claims: HashMap<Triple, Vec<&'a NamedOrBlankNode>>,
    triples: HashMap<Triple, BTreeSet<String>>,
}

impl<'a> Index<'a> {
    /// Reads a graph once.
    pub fn new(side: &'a Side) -> Self {
        let mut by_subject: HashMap<_, Vec<_>> = HashMap::new();
        for quad in &side.quads {
            by_subject.entry(&quad.subject).or_default().push(quad);
        }
        let mut index = Self { by_subject, claims: HashMap::new(), triples: HashMap::new() };
        let subjects: Vec<_> = index.by_subject.keys().copied().collect();
        for subject in subjects {
            if index.is_evidence(subject) {
                if let Some(triple) = index.reified(subject) {
                    index.claims.entry(triple).or_default().push(subject);
                }
                continue;
            }
            for quad in &index.by_subject[subject] {
                let triple = Triple::new(quad.subject.clone(), quad.predicate.clone(), quad.object.clone());
                index.triples.entry(triple).or_default().insert(quad.graph_name.to_string());
            }
        }
        index
    }

    /// The values of a property of a thing, sorted.
    pub fn values(&self, subject: &NamedOrBlankNode, property: NamedNodeRef<'_>) -> Vec<&'a Term> {
        let quads = self.by_subject.get(subject).map_or(&[][..], Vec::as_slice);
        let mut found: Vec<&Term> = quads.iter().filter(|quad| quad.predicate == property).map(|quad| &quad.object).collect();
        found.sort_by_cached_key(ToString::to_string);
        found.dedup();
        found
    }

    fn text(&self, subject: &NamedOrBlankNode, property: NamedNodeRef<'_>) -> Option<String> {
        self.values(subject, property).first().map(|term| plain(term))
    }

    fn has_type(&self, subject: &NamedOrBlankNode, classes: &[NamedNodeRef<'_>]) -> bool {
        self.values(subject, rdf::TYPE).iter().any(|class| matches!(class, Term::NamedNode(class) if classes.contains(&class.as_ref())))
    }

    fn is_evidence(&self, subject: &NamedOrBlankNode) -> bool {
        self.has_type(subject, &[sam::CLAIM, sam::PASSAGE, rdf::STATEMENT])
    }

    /// Whether it is a term of a vocabulary: declared by OWL, a code, or a rule. A property of others that is only labelled stands in the
    /// graph of the ontology or, where there are no graphs, has no class at all.
    fn is_term(&self, subject: &NamedOrBlankNode) -> bool {
        let quads = self.by_subject.get(subject).map_or(&[][..], Vec::as_slice);
        let ontology = format!("<{DEFAULT_BASE}graph/ontology>");
        let of_owl = |term: &Term| matches!(term, Term::NamedNode(class) if class.as_str().starts_with(owl::NAMESPACE));
        let ours = matches!(subject, NamedOrBlankNode::NamedNode(node) if node.as_str().starts_with(sam::NAMESPACE.trim_end_matches('#')));
        ours || quads.iter().any(|quad| quad.graph_name.to_string() == ontology || quad.predicate == rdf::TYPE && of_owl(&quad.object))
            || self.has_type(subject, &[sam::RULE_CLASS])
    }

    fn reified(&self, claim: &NamedOrBlankNode) -> Option<Triple> {
        let one = |property| self.values(claim, property).first().copied().cloned();
        let (subject, Term::NamedNode(predicate)) = (one(rdf::SUBJECT)?, one(rdf::PREDICATE)?) else { return None };
        let subject: NamedOrBlankNode = match subject {
            Term::NamedNode(node) => node.into(),
            Term::BlankNode(node) => node.into(),
            Term::Literal(_) | Term::Triple(_) => return None,
        };
        Some(Triple::new(subject, predicate, one(rdf::OBJECT)?))
    }

    /// What a fact rests on.
    fn evidence(&self, triple: &Triple) -> BTreeSet<Evidence> {
        let mut found = BTreeSet::new();
        for claim in self.claims.get(triple).map_or(&[][..], Vec::as_slice) {
            let mut premises: Vec<String> = self.values(claim, sam::PREMISE).into_iter().map(|premise| self.premise(premise)).collect();
            premises.sort();
            let of_claim = Evidence {
                mode: self.text(claim, sam::ASSERTION_MODE),
                rule: self.text(claim, sam::RULE),
                premises,
                ..Evidence::default()
            };
            let mut places = self.values(claim, sam::EVIDENCE).into_iter().filter_map(as_subject).peekable();
            if places.peek().is_none() {
                found.insert(of_claim.clone());
            }
            for place in places {
                let lines = self.text(&place, sam::FIRST_LINE).zip(self.text(&place, sam::LAST_LINE));
                found.insert(Evidence {
                    document: self.text(&place, dct::SOURCE),
                    part: self.text(&place, dct::IS_PART_OF),
                    lines: lines.map(|(first, last)| if first == last { first } else { format!("{first}-{last}") }),
                    quote: self.text(&place, oa::EXACT),
                    ..of_claim.clone()
                });
            }
        }
        found
    }

    fn premise(&self, premise: &Term) -> String {
        let triple = as_subject(premise).and_then(|premise| self.reified(&premise));
        triple.map_or_else(|| premise.to_string(), |triple| triple.to_string())
    }

    /// Claims and passages that stand behind a fact.
    fn behind(&self, triple: &Triple, found: &mut HashSet<NamedOrBlankNode>) {
        for claim in self.claims.get(triple).map_or(&[][..], Vec::as_slice) {
            found.insert((*claim).clone());
            let near = self.values(claim, sam::EVIDENCE).into_iter().chain(self.values(claim, sam::PREMISE));
            found.extend(near.filter_map(as_subject));
        }
    }

    fn section(&self, triple: &Triple, evidence: &BTreeSet<Evidence>) -> Section {
        let derived_graph = format!("<{DEFAULT_BASE}graph/derived/");
        let in_derived = |graphs: &BTreeSet<String>| graphs.iter().all(|graph| graph.starts_with(&derived_graph));
        let derived_mode = |e: &Evidence| e.mode.as_deref() == Some(sam::DERIVED.as_str());
        if self.is_term(&triple.subject) {
            Section::Vocabulary
        } else if self.triples.get(triple).is_some_and(in_derived) || !evidence.is_empty() && evidence.iter().all(derived_mode) {
            Section::Derived
        } else {
            Section::Asserted
        }
    }

    /// How many values a property of a thing has, in one language.
    fn count(&self, key: &Key) -> usize {
        self.values(&key.1, key.2.as_ref()).iter().filter(|value| language(value) == key.3).count()
    }
}

/// Section, thing, property and language: what can have *one* value.
type Key = (Section, NamedOrBlankNode, NamedNode, String);

/// A key as it sorts.
type Order = (Section, Vec<String>, String, String);
/// What went and what came under a key.
type Group = (Key, Vec<Triple>, Vec<Triple>);

/// Everything that differs from `a` to `b`; graphs are compared where both sides have any.
pub fn compare(a: &Side, b: &Side, before: &Index<'_>, after: &Index<'_>) -> Differences {
    let mut groups: BTreeMap<Order, Group> = BTreeMap::new();
    let mut differences = Differences::default();
    let mut accounted = HashSet::new();
    let mut place = |triple: &Triple, index: &Index<'_>, added: bool| {
        let section = index.section(triple, &index.evidence(triple));
        let key = (section, triple.subject.clone(), triple.predicate.clone(), language(&triple.object));
        let order = (section, natural(&triple.subject.to_string()), triple.predicate.to_string(), key.3.clone());
        let (_, removed_ones, added_ones) = groups.entry(order).or_insert_with(|| (key, Vec::new(), Vec::new()));
        if added { added_ones.push(triple.clone()) } else { removed_ones.push(triple.clone()) }
    };
    for triple in before.triples.keys().filter(|triple| !after.triples.contains_key(triple)) {
        before.behind(triple, &mut accounted);
        place(triple, before, false);
    }
    for triple in after.triples.keys().filter(|triple| !before.triples.contains_key(triple)) {
        after.behind(triple, &mut accounted);
        place(triple, after, true);
    }
    for (key, removed, added) in groups.into_values() {
        differences.facts.extend(of_group(&key, removed, added, before, after));
    }
    let graphs_count = a.has_named_graphs() && b.has_named_graphs();
    differences.facts.extend(otherwise_known(before, after, graphs_count, &mut accounted));
    differences
        .facts
        .sort_by_cached_key(|d| (d.section, natural(&d.subject.to_string()), d.property.to_string(), format!("{:?}", d.change)));
    let is_thing = |node: &NamedOrBlankNode, index: &Index<'_>| !index.is_evidence(node) && !index.values(node, rdf::TYPE).is_empty();
    let only_in = |here: &Index<'_>, there: &Index<'_>| {
        let only = here.by_subject.keys().filter(|node| !there.by_subject.contains_key(**node) && is_thing(node, here));
        only.map(ToString::to_string).collect()
    };
    (differences.new_things, differences.lost_things) = (only_in(after, before), only_in(before, after));
    let loose = |here: &Side, there: &Side, index: &Index<'_>| {
        let known: HashSet<_> = there.quads.iter().map(|quad| (&quad.subject, &quad.predicate, &quad.object)).collect();
        let of_evidence = |quad: &&Quad| index.is_evidence(&quad.subject) && !accounted.contains(&quad.subject);
        here.quads.iter().filter(of_evidence).filter(|quad| !known.contains(&(&quad.subject, &quad.predicate, &quad.object))).count()
    };
    differences.loose_evidence = (loose(b, a, after), loose(a, b, before));
    differences
}

/// The differences in one property of one thing: a change where it had one value and has one, else what came and what went.
fn of_group(key: &Key, mut removed: Vec<Triple>, mut added: Vec<Triple>, before: &Index<'_>, after: &Index<'_>) -> Vec<Difference> {
    let one = |change, old: Option<&Triple>, new: Option<&Triple>| Difference {
        section: key.0,
        subject: key.1.clone(),
        property: key.2.clone(),
        change,
        before: old.map(|triple| before.evidence(triple)).unwrap_or_default(),
        after: new.map(|triple| after.evidence(triple)).unwrap_or_default(),
    };
    if let ([old], [new]) = (removed.as_slice(), added.as_slice())
        && before.count(key) == 1
        && after.count(key) == 1
    {
        return vec![one(Change::Changed(old.object.clone(), new.object.clone()), Some(old), Some(new))];
    }
    let text = |triple: &Triple| triple.to_string();
    removed.sort_by_cached_key(text);
    added.sort_by_cached_key(text);
    let gone = removed.iter().map(|old| one(Change::Removed(old.object.clone()), Some(old), None));
    let come = added.iter().map(|new| one(Change::Added(new.object.clone()), None, Some(new)));
    gone.chain(come).collect()
}

/// Facts on both sides whose evidence, or graph where no claim says more, is another.
fn otherwise_known(before: &Index<'_>, after: &Index<'_>, graphs: bool, accounted: &mut HashSet<NamedOrBlankNode>) -> Vec<Difference> {
    let mut found = Vec::new();
    for (triple, graphs_before) in &before.triples {
        let Some(graphs_after) = after.triples.get(triple) else { continue };
        let (mut old, mut new) = (before.evidence(triple), after.evidence(triple));
        if old == new && graphs && graphs_before != graphs_after {
            let in_graph = |graphs: &BTreeSet<String>, evidence: &mut BTreeSet<Evidence>| {
                evidence.extend(graphs.iter().map(|graph| Evidence { document: Some(bare(graph)), ..Evidence::default() }));
            };
            in_graph(graphs_before, &mut old);
            in_graph(graphs_after, &mut new);
        }
        if old == new {
            continue;
        }
        before.behind(triple, accounted);
        after.behind(triple, accounted);
        let common: BTreeSet<Evidence> = old.intersection(&new).cloned().collect();
        found.push(Difference {
            section: after.section(triple, &new),
            subject: triple.subject.clone(),
            property: triple.predicate.clone(),
            change: Change::Evidence(triple.object.clone()),
            before: old.difference(&common).cloned().collect(),
            after: new.difference(&common).cloned().collect(),
        });
    }
    found
}

/// A graph's name without brackets.
fn bare(graph: &str) -> String {
    graph.trim_start_matches('<').trim_end_matches('>').to_owned()
}

fn language(term: &Term) -> String {
    match term {
        Term::Literal(literal) => literal.language().unwrap_or_default().to_owned(),
        _ => String::new(),
    }
}

/// A text as parts that sort 2.8 before 2.10.
pub fn natural(text: &str) -> Vec<String> {
    let mut parts: Vec<String> = Vec::new();
    let mut in_number = false;
    for c in text.chars() {
        if parts.is_empty() || c.is_ascii_digit() != in_number {
            parts.push(String::new());
            in_number = c.is_ascii_digit();
        }
        if let Some(last) = parts.last_mut() {
            last.push(c);
        }
    }
    let pad = |part: String| if part.starts_with(|c: char| c.is_ascii_digit()) { format!("{part:0>12}") } else { part };
    parts.into_iter().map(pad).collect()
}

/// The properties that name a thing.
pub const NAMES: [NamedNodeRef<'_>; 2] = [skos::PREF_LABEL, oxigraph::model::vocab::rdfs::LABEL];
