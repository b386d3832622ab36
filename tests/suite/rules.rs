//! The rules: what each concludes, that deriving comes to rest, and that a conclusion goes with its premise.

use crate::world::World;
use oxigraph::io::{RdfFormat, RdfParser};
use oxigraph::model::{GraphName, Quad};
use samstyr::ingest;
use samstyr::ingest::rules::{self, Rule};
use samstyr::ingest::sources::{SourceFile, Sources};
use samstyr::rdf::iri::Base;
use samstyr::store::BUILT_IN;
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

const SAM: &str = "https://w3id.org/samstyr/ns#";
const RDF: &str = "http://www.w3.org/1999/02/22-rdf-syntax-ns#";

fn sources() -> Sources {
    Sources::open(Path::new(env!("CARGO_MANIFEST_DIR"))).unwrap()
}

fn parse(format: RdfFormat, text: &str) -> Vec<Quad> {
    RdfParser::from_format(format).for_slice(text).map(Result::unwrap).collect()
}

fn trig(text: &str) -> Vec<Quad> {
    let prefixes = "@prefix : <x:> . @prefix sam: <https://w3id.org/samstyr/ns#> . @prefix dct: <http://purl.org/dc/terms/> .\n\
        @prefix org: <http://www.w3.org/ns/org#> . @prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> . @prefix group: <https://w3id.org/samstyr/id/group/> .\n\
        @prefix xsd: <http://www.w3.org/2001/XMLSchema#> .";
    parse(RdfFormat::TriG, &format!("{prefixes} :source {{ {text} }}"))
}

fn derived(asserted: &[Quad]) -> Vec<Quad> {
    rules::derive(asserted, &rules::read(&sources().rules).unwrap(), &Base::default()).unwrap()
}

/// The conclusions, with the rule set, in short.
fn conclusions(text: &str) -> BTreeSet<String> {
    let graph = |quad: &Quad| match &quad.graph_name {
        GraphName::NamedNode(name) => name.as_str().split_once("/graph/derived/").map(|(_, set)| set.to_owned()),
        _ => None,
    };
    let short = |quad: &Quad, set: &str| {
        let line = format!("{set}: {} {} {}", quad.subject, quad.predicate, quad.object);
        line.replace(SAM, "").replace("http://purl.org/dc/terms/", "").replace("x:", "").replace(['<', '>'], "")
    };
    derived(&trig(text)).iter().filter_map(|quad| Some(short(quad, &graph(quad)?))).collect()
}

fn check(text: &str, expected: &[&str]) {
    assert_eq!(conclusions(text), expected.iter().map(|line| (*line).to_owned()).collect(), "{text}");
}

#[test]
fn whoever_answers_for_a_part_takes_part() {
    let part = ":part a sam:LifeEventCommitment ; dct:isPartOf :m ; sam:responsible :who .";
    check(&format!("{part} :m a sam:Measure ."), &["roles: m involves who"]);
    check(part, &[]);
    // What is said already is not concluded.
    check(&format!("{part} :m a sam:Measure ; sam:involves :who ."), &[]);
}

#[test]
fn the_wording_gives_the_tier() {
    let effect = ":e a sam:MunicipalEffect ; sam:effectOf :m . :ks sam:represents group:no-kommunal-sektor .";
    let joint = ["effects: e effectTier JointTier", "effects: e effectRoute JointWordingRoute"];
    let named = ["effects: e effectTier NamedTier", "effects: e effectRoute NamedActorRoute"];
    check(&format!("{effect} :m sam:jointWith :ks ."), &joint);
    check(&format!("{effect} :m sam:jointWith :ks ; sam:namesActor group:no-kommunal-sektor ."), &joint);
    check(&format!("{effect} :m sam:namesActor group:no-kommunal-sektor ."), &named);
    check(&format!("{effect} :m sam:involves :ks ."), &named);
    check(&format!("{effect} :m sam:addressedTo :ks ."), &named);
    check(&format!("{effect} :m sam:jointWith :other ; sam:involves :ks ."), &[]);
    check(&format!("{effect} :m sam:involves :other ."), &[]);
}

#[test]
fn a_dependency_gives_an_interpreted_tier() {
    let two = ":e a sam:MunicipalEffect ; sam:effectOf :m . :f sam:effectOf :n . :m sam:dependsOn :n .";
    let interpreted = ["effects: e effectTier InterpretedTier", "effects: e effectRoute DependencyRoute"];
    check(&format!("{two} :f sam:effectTier sam:JointTier ."), &interpreted);
    check(&format!("{two} :f sam:effectTier sam:StateOnlyTier ."), &[]);
    // What the wording itself says of the sector comes first.
    let named = ["effects: e effectTier NamedTier", "effects: e effectRoute NamedActorRoute"];
    check(&format!("{two} :f sam:effectTier sam:JointTier . :m sam:namesActor group:no-kommunal-sektor ."), &named);
    check(&format!("{two} :f sam:effectTier sam:JointTier . :m sam:jointWith :other ."), &[]);
}

#[test]
fn a_merger_gives_a_successor_and_a_new_name_does_not() {
    let change = "org:originalOrganization :old ; org:resultingOrganization :new .";
    check(&format!(":c sam:changeKind sam:Merger ; {change}"), &["succession: old isReplacedBy new"]);
    check(&format!(":c sam:changeKind sam:Rename ; {change}"), &[]);
}

#[test]
fn notice_is_counted_from_the_expiry() {
    let expires = ":a sam:validThrough \"2022-09-01\"^^xsd:date";
    check(
        &format!("{expires} ; sam:noticePeriod \"P3M\"^^xsd:duration ."),
        &["deadlines: a lastNotice \"2022-06-01\"^^http://www.w3.org/2001/XMLSchema#date"],
    );
    check(&format!("{expires} ."), &[]);
}

#[test]
fn escalation_goes_on_along_the_chain() {
    check(":a sam:escalatesTo :b . :b sam:escalatesTo :c .", &["governance: a escalatesTo c"]);
    let four = ["governance: a escalatesTo c", "governance: a escalatesTo d", "governance: b escalatesTo d"];
    check(":a sam:escalatesTo :b . :b sam:escalatesTo :c . :c sam:escalatesTo :d .", &four);
    check(":a sam:escalatesTo :b . :b sam:escalatesTo :a .", &[]);
}

#[test]
fn a_duty_about_a_measure_mirrors_it() {
    check(":d a sam:Duty ; sam:concerns :m . :m a sam:Measure .", &["norms: d mirrors m"]);
    check(":d a sam:Duty ; sam:concerns :m .", &[]);
}

#[test]
fn the_verb_gives_the_strength() {
    let measure = |verbs: &str| format!(":m a sam:Measure ; sam:commitmentVerb {verbs} .");
    check(&measure("sam:Study , sam:Assess"), &["commitments: m commitmentStrength AssessStrength"]);
    check(&measure("sam:Develop"), &["commitments: m commitmentStrength DeliverStrength"]);
    check(&measure("sam:Assess , sam:Develop"), &["commitments: m commitmentStrength DeliverStrength"]);
    check(":m a sam:Measure .", &[]);
}

#[test]
fn broader_classes_and_properties_hold_too() {
    check(":A rdfs:subClassOf :B . :B rdfs:subClassOf :C . :x a :A .", &[&format!("rdfs: x {RDF}type B"), &format!("rdfs: x {RDF}type C")]);
    check(
        ":p rdfs:subPropertyOf :q . :q rdfs:subPropertyOf :r . :x :p 1 .",
        &["rdfs: x q \"1\"^^http://www.w3.org/2001/XMLSchema#integer", "rdfs: x r \"1\"^^http://www.w3.org/2001/XMLSchema#integer"],
    );
}

#[test]
fn deriving_again_adds_nothing() {
    let built = parse(RdfFormat::NQuads, BUILT_IN);
    let known: BTreeSet<String> = built.iter().map(ToString::to_string).collect();
    let new: Vec<String> = derived(&built).iter().map(ToString::to_string).filter(|quad| !known.contains(quad)).collect();
    assert_eq!(new, Vec::<String>::new());
    let [once, again] = [(); 2].map(|()| ingest::build(&sources()).unwrap());
    assert!(once.nquads() == again.nquads(), "two builds differ");
}

#[test]
fn a_conclusion_goes_with_its_premise() {
    let tier = "<https://w3id.org/samstyr/id/effect/no-dos-2019-2.9> <https://w3id.org/samstyr/ns#effectTier> ";
    let joint = format!("{tier}<https://w3id.org/samstyr/ns#JointTier>");
    assert!(BUILT_IN.contains(&joint));
    let mut without = sources();
    let sheet = without.sheets.iter_mut().find(|file| file.path.ends_with("no-kmd-ks-2020/measures.toml")).unwrap();
    let fact = "  { jointWith = \"org/no-ks\", lines = \"164\", quote = \"I samarbeid med KS utvikle felles prinsipper\" },\n";
    assert!(sheet.text.contains(fact));
    sheet.text = sheet.text.replace(fact, "");
    let built = ingest::build(&without).unwrap();
    assert!(!built.nquads().contains(tier), "the measure has a tier of its own");
    // Nothing of the conclusion is left: its claim would name the effect.
    assert!(!built.nquads().contains("<http://www.w3.org/1999/02/22-rdf-syntax-ns#object> <https://w3id.org/samstyr/ns#JointTier> .\n"));
    assert_eq!(BUILT_IN.matches("#effectTier> <https://w3id.org/samstyr/ns#JointTier>").count(), 7);
    assert_eq!(built.nquads().matches("#effectTier> <https://w3id.org/samstyr/ns#JointTier>").count(), 6);
}

#[test]
fn every_conclusion_has_one_claim_with_rule_and_premises() {
    let quads = parse(RdfFormat::NQuads, BUILT_IN);
    let graphs = |quad: &Quad| quad.graph_name.to_string().contains("/graph/derived/");
    let mut properties: BTreeMap<String, BTreeMap<String, Vec<String>>> = BTreeMap::new();
    for quad in &quads {
        let of = properties.entry(quad.subject.to_string()).or_default();
        of.entry(quad.predicate.as_str().to_owned()).or_default().push(quad.object.to_string());
    }
    let one = |of: &BTreeMap<String, Vec<String>>, name: &str| of.get(name).map(|found| found.join(" ")).unwrap_or_default();
    let parts = [format!("{RDF}subject"), format!("{RDF}predicate"), format!("{RDF}object"), format!("{SAM}inGraph")];
    let mut claims: BTreeMap<String, Vec<&BTreeMap<String, Vec<String>>>> = BTreeMap::new();
    for of in properties.values().filter(|of| one(of, &format!("{SAM}assertionMode")) == format!("<{SAM}Derived>")) {
        claims.entry(parts.each_ref().map(|part| one(of, part)).join(" ")).or_default().push(of);
    }
    let mut conclusions = 0;
    let everything: BTreeSet<String> = quads.iter().map(ToString::to_string).collect();
    for quad in quads.iter().filter(|quad| graphs(quad)) {
        conclusions += 1;
        let [claim] = claims.remove(&quad.to_string()).unwrap_or_default()[..] else { panic!("{quad} has not one claim") };
        assert!(properties.contains_key(&one(claim, &format!("{SAM}rule"))), "{quad} has no rule");
        let premises = claim.get(&format!("{SAM}premise")).cloned().unwrap_or_default();
        assert!(!premises.is_empty(), "{quad} has no premise");
        for premise in premises {
            let said = parts.each_ref().map(|part| one(&properties[&premise], part)).join(" ");
            assert!(everything.contains(&said), "{quad} rests on {said}, which is not there");
        }
    }
    assert!(conclusions > 50, "{conclusions} conclusions");
    assert!(claims.is_empty(), "claims about what is not there: {claims:?}");
}

const RULE: &str = "#+ id: T1\n#+ version: 1\n#+ set: test\n#+ name-nb: a\n#+ name-en: b\n#+ description-nb: c\n#+ description-en: d\n\
    CONSTRUCT { ?s <x:q> ?o } WHERE { ?s <x:p> ?o }\n";

#[test]
fn a_rule_with_a_mistake_is_refused_by_name() {
    let file = |text: &str| SourceFile { path: PathBuf::from("ontology/rules/T1.rq"), text: text.to_owned() };
    assert_eq!(Rule::parse(&file(RULE)).unwrap().id, "T1");
    for (from, to, problem) in [
        ("#+ set: test\n", "", "has no `set`"),
        ("#+ name-en: b\n", "#+ name-en:\n", "has no `name-en`"),
        ("#+ set: test\n", "#+ set: test\n#+ author: me\n", "unknown key `author`"),
        ("#+ version: 1\n", "#+ version: one\n", "not a whole number"),
        ("CONSTRUCT { ?s <x:q> ?o } WHERE", "SELECT * WHERE", "not a CONSTRUCT"),
        ("WHERE {", "FROM <x:g> WHERE {", "not a CONSTRUCT without FROM"),
        ("?s <x:p> ?o }\n", "?s <x:p> }\n", "not valid SPARQL"),
        ("?s <x:p> ?o }\n", "SERVICE <x:s> { ?s <x:p> ?o } }\n", "SERVICE"),
    ] {
        assert!(RULE.contains(from), "{from}");
        let error = Rule::parse(&file(&RULE.replace(from, to))).unwrap_err();
        assert_eq!(error.code(), "rule-invalid", "{to}");
        let message = error.to_string();
        assert!(message.contains("ontology/rules/T1.rq") && message.contains(problem), "{to}: {message}");
    }
    let twice = rules::read(&[file(RULE), SourceFile { path: PathBuf::from("ontology/rules/T2.rq"), text: RULE.to_owned() }]).unwrap_err();
    assert!(twice.to_string().contains("T2.rq") && twice.to_string().contains("another rule has the id `T1`"), "{twice}");
    let world = World::new().with_small_sources();
    world.file("ontology/rules/T1.rq", &RULE.replace("#+ set: test\n", ""));
    let ran = world.run(&["build"]);
    assert!(ran.status != 0 && ran.stderr.contains("T1.rq") && ran.stderr.contains("has no `set`"), "{ran:?}");
    assert!(!world.path().join("data/built").exists(), "something was written");
}
