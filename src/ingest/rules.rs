//! The rules (`ontology/rules/*.rq`): from what the sheets say to what follows from it, with the premises of each conclusion.

use super::claim::{claim, reified};
use super::sources::SourceFile;
use crate::error::{Error, Result};
use crate::rdf::iri::Base;
use crate::rdf::vocab::{PREFIXES, dct, owl, sam, skos};
use crate::sparql::{self, Run, header};
use crate::store::Store;
use crate::why::{self, Support};
use oxigraph::model::vocab::rdf;
use oxigraph::model::{GraphName, Literal, NamedNode, NamedNodeRef, Quad, Term, Triple};
use spargebra::Query;
use spargebra::algebra::GraphPattern;
use spargebra::term::TriplePattern;
use std::collections::{BTreeMap, BTreeSet};

/// Rules that build on each other are run this often at most.
const MAX_ROUNDS: usize = 20;

/// A rule.
#[derive(Debug)]
pub struct Rule {
    /// Its key, such as "R2".
    pub id: String,
    set: String,
    version: String,
    names: BTreeMap<&'static str, String>,
    descriptions: BTreeMap<&'static str, String>,
    template: Vec<TriplePattern>,
    pattern: GraphPattern,
}

impl Rule {
    /// Reads a rule file.
    pub fn parse(file: &SourceFile) -> Result<Self> {
        let invalid = |problem: String| Error::RuleInvalid { path: file.path.clone(), problem };
        let mut keys = BTreeMap::new();
        for entry in header::entries(&file.text) {
            let (key, value) = entry.map_err(invalid)?;
            if !["id", "version", "set", "name-nb", "name-en", "description-nb", "description-en"].contains(&key) {
                return Err(invalid(format!("its header has an unknown key `{key}`")));
            }
            keys.insert(key, value.to_owned());
        }
        let mut take =
            |key: &str| keys.remove(key).filter(|value| !value.is_empty()).ok_or_else(|| invalid(format!("its header has no `{key}`")));
        let (id, version, set) = (take("id")?, take("version")?, take("set")?);
        if version.parse::<u32>().is_err() {
            return Err(invalid(format!("its version `{version}` is not a whole number")));
        }
        let names = BTreeMap::from([("nb", take("name-nb")?), ("en", take("name-en")?)]);
        let descriptions = BTreeMap::from([("nb", take("description-nb")?), ("en", take("description-en")?)]);
        let query = sparql::on_own_stack(|| sparql::prepare(&file.text, PREFIXES)).map_err(|error| invalid(error.to_string()))?;
        let Query::Construct { template, pattern, dataset: None, .. } = query else {
            return Err(invalid("it is not a CONSTRUCT without FROM".to_owned()));
        };
        Ok(Self { id, set, version, names, descriptions, template, pattern })
    }

    /// Its version, a whole number.
    pub fn version(&self) -> &str {
        &self.version
    }

    /// The set it belongs to, which names the graph of its conclusions.
    pub fn set(&self) -> &str {
        &self.set
    }

    /// Its name in nb or en.
    pub fn name(&self, language: &str) -> &str {
        self.names.get(language).map_or("", String::as_str)
    }

    /// What follows from what, in nb or en.
    pub fn description(&self, language: &str) -> &str {
        self.descriptions.get(language).map_or("", String::as_str)
    }

    /// The rule as a thing that claims can name.
    fn describe(&self, base: &Base) -> Vec<Quad> {
        let (rule, graph) = (self.iri(base), base.graph("reference"));
        let quad = |predicate: NamedNodeRef<'_>, object: Term| Quad::new(rule.clone(), predicate, object, graph.clone());
        let mut quads = vec![
            quad(rdf::TYPE, sam::RULE_CLASS.into_owned().into()),
            quad(skos::NOTATION, Literal::from(self.id.as_str()).into()),
            quad(owl::VERSION_INFO, Literal::from(self.version.as_str()).into()),
            quad(sam::IN_GRAPH, self.graph(base).into()),
        ];
        for (predicate, texts) in [(skos::PREF_LABEL, &self.names), (dct::DESCRIPTION, &self.descriptions)] {
            quads.extend(
                texts
                    .iter()
                    .map(|(language, text)| quad(predicate, Literal::new_language_tagged_literal_unchecked(text, *language).into())),
            );
        }
        quads
    }

    fn iri(&self, base: &Base) -> NamedNode {
        NamedNode::new_unchecked(format!("{}id/rule/{}", base.as_str(), self.id))
    }

    fn graph(&self, base: &Base) -> NamedNode {
        base.graph(&format!("derived/{}", self.set))
    }

    /// What follows in one step: each conclusion with the premises of the first way to it.
    fn conclusions(&self, run: &Run<'_>) -> Result<Vec<Conclusion>> {
        let mut found: BTreeMap<String, Conclusion> = BTreeMap::new();
        for (solution, supports) in why::solutions(run, &self.pattern)? {
            let mut premises = BTreeMap::new();
            for support in &supports {
                collect(support, &mut premises);
            }
            let premises: Vec<Triple> = premises.into_values().collect();
            for triple in self.template.iter().filter_map(|pattern| why::triple(pattern, &solution)) {
                found.entry(triple.to_string()).or_insert_with(|| Conclusion { triple, premises: premises.clone() });
            }
        }
        Ok(found.into_values().collect())
    }
}

/// What a rule concludes, and from what.
struct Conclusion {
    triple: Triple,
    premises: Vec<Triple>,
}

/// The triples that a support is made of. That something is absent leaves no triple; the rule's description says so.
fn collect(support: &Support, premises: &mut BTreeMap<String, Triple>) {
    match support {
        Support::Triple { triple, .. } => {
            premises.insert(triple.to_string(), triple.clone());
        }
        Support::Path { steps, .. } => premises.extend(steps.iter().map(|triple| (triple.to_string(), triple.clone()))),
        Support::Aggregate { over, .. } => over.iter().for_each(|support| collect(support, premises)),
        // A rule asks nobody else: it is parsed without SERVICE.
        Support::Absence { .. } | Support::Elsewhere { .. } | Support::Untraced { .. } => {}
    }
}

/// Reads the rules, which have a name each.
pub fn read(files: &[SourceFile]) -> Result<Vec<Rule>> {
    let mut rules: Vec<Rule> = Vec::new();
    for file in files {
        let rule = Rule::parse(file)?;
        if rules.iter().any(|known| known.id == rule.id) {
            let problem = format!("another rule has the id `{}`", rule.id);
            return Err(Error::RuleInvalid { path: file.path.clone(), problem });
        }
        rules.push(rule);
    }
    Ok(rules)
}

/// The quads that follow from others: descriptions of the rules, conclusions, and a claim for each conclusion.
pub fn derive(asserted: &[Quad], rules: &[Rule], base: &Base) -> Result<Vec<Quad>> {
    let mut derived: Vec<Quad> = rules.iter().flat_map(|rule| rule.describe(base)).collect();
    for _ in 0..MAX_ROUNDS {
        let store = Store::of(asserted.iter().chain(&derived).cloned())?;
        let new = round(&store, rules, base)?;
        if new.is_empty() {
            return Ok(derived);
        }
        derived.extend(new);
    }
    Err(Error::Store(format!("the rules came to no end in {MAX_ROUNDS} rounds").into()))
}

/// What follows in one step from what is there.
fn round(store: &Store, rules: &[Rule], base: &Base) -> Result<Vec<Quad>> {
    sparql::on_own_stack(|| {
        let run = Run::new(store, None);
        let mut concluded = BTreeSet::new();
        let mut quads = Vec::new();
        for rule in rules {
            for conclusion in rule.conclusions(&run)? {
                if store.everywhere(&conclusion.triple).next().is_none() && concluded.insert(conclusion.triple.to_string()) {
                    quads.extend(conclude(store, rule, &conclusion, base)?);
                }
            }
        }
        Ok(quads)
    })
}

/// A conclusion in the graph of its rule set, its claim, and a name for each premise that is no claim.
fn conclude(store: &Store, rule: &Rule, conclusion: &Conclusion, base: &Base) -> Result<Vec<Quad>> {
    let (graph, evidence) = (rule.graph(base), base.graph("evidence"));
    let quad = conclusion.triple.clone().in_graph(graph.clone());
    let name = base.by_content("claim", &quad.to_string());
    let mut quads = claim(base, &conclusion.triple, &graph, sam::DERIVED, &[]);
    quads.push(Quad::new(name.clone(), sam::RULE, rule.iri(base), evidence.clone()));
    for triple in &conclusion.premises {
        let Some(premise) = strongest(store, triple)? else { continue };
        let GraphName::NamedNode(graph) = premise.graph_name.clone() else { continue };
        let of_claim = base.by_content("claim", &premise.to_string());
        let is_claim = !store.objects(&of_claim, rdf::TYPE)?.is_empty();
        let premise = if is_claim { of_claim } else { base.by_content("statement", &premise.to_string()) };
        if !is_claim {
            quads.extend(reified(base, &premise, rdf::STATEMENT, triple, &graph));
        }
        quads.push(Quad::new(name.clone(), sam::PREMISE, premise, evidence.clone()));
    }
    quads.push(quad);
    Ok(quads)
}

/// The quad of a triple that says it most strongly: a source before a reading of it, what was found before what was derived.
fn strongest(store: &Store, triple: &Triple) -> Result<Option<Quad>> {
    const ORDER: [&str; 5] = ["/graph/source/", "/graph/interpretation/", "/graph/external", "/graph/links/", "/graph/derived/"];
    let mut quads = store
        .everywhere(triple)
        .filter(|quad| !matches!(quad, Ok(quad) if quad.graph_name.is_default_graph()))
        .collect::<Result<Vec<_>>>()?;
    quads.sort_by_cached_key(|quad| {
        let graph = quad.graph_name.to_string();
        (ORDER.iter().position(|room| graph.contains(room)).unwrap_or(ORDER.len()), graph)
    });
    Ok(quads.into_iter().next())
}
