//! Taking one fact out of the sheets changes the answers that rest on it and no others; their evidence names it.

use samstyr::ingest::{self, sources::Sources};
use samstyr::questions::{self, Language};
use samstyr::rdf::iri::Base;
use samstyr::store::Store;
use samstyr::why::{self, Evidence, Explained};
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

/// A fact: where it stands, how evidence calls it, and the questions that change without naming it.
struct Fact {
    sheet: &'static str,
    from: &'static str,
    to: &'static str,
    statement: &'static str,
    /// The questions that ask for what is not there (NOT EXISTS, MINUS): without the fact they get a row that nothing in the full graph
    /// could rest on. The list is whole, and empty where such a question has rows that rest on the fact too.
    by_absence: &'static [&'static str],
}

const FACTS: &[Fact] = &[
    Fact {
        sheet: "no-kmd-ks-2020/measures.toml",
        from: "  { jointWith = \"org/no-ks\", lines = \"164\", quote = \"I samarbeid med KS utvikle felles prinsipper\" },\n",
        to: "",
        statement: "measure/no-dos-2019-2.9 sam:jointWith org/no-ks",
        by_absence: &[],
    },
    Fact {
        sheet: "no-kmd-ks-2020/agreement.toml",
        from: "  { validThrough = \"2022-09-01\", lines = \"297\", quote = \"gjelder til 1. september 2022\" },\n",
        to: "",
        statement: "agreement/no-kmd-ks-2020 sam:validThrough \"2022-09-01\"^^<http://www.w3.org/2001/XMLSchema#date>",
        by_absence: &[],
    },
    Fact {
        sheet: "external/organisations.toml",
        from: "  { identifier = \"971032146\", mode = \"External\", url = \"https://data.brreg.no/enhetsregisteret/api/enheter/971032146\" },\n",
        to: "",
        statement: "org/no-ks dct:identifier \"971032146\"",
        by_absence: &[],
    },
    Fact {
        sheet: "no-kmd-ks-2020/strategy.toml",
        from: "figureValue = 13, ",
        to: "",
        statement: "figure/no-dos-2019-joint-measures sam:figureValue \"13\"^^<http://www.w3.org/2001/XMLSchema#integer>",
        by_absence: &[],
    },
    Fact {
        sheet: "no-kmd-ks-2020/norms.toml",
        from: "bearer = \"org/no-kmd\", action = \"follow-up\"",
        to: "action = \"follow-up\"",
        statement: "norm/no-kmd-ks-2020-M2 sam:bearer org/no-kmd",
        by_absence: &[],
    },
    Fact {
        sheet: "no-kmd-ks-2020/measures.toml",
        from: "responsible = \"org/no-kmd\", lines = \"210-212\"",
        to: "lines = \"210-212\"",
        statement: "measure/no-dos-2019-5.2 sam:responsible org/no-kmd",
        by_absence: &["measures-without-responsible"],
    },
];

fn sources() -> Sources {
    Sources::open(Path::new(env!("CARGO_MANIFEST_DIR"))).unwrap()
}

/// The graph of the sheets, without the gate: a fact that must be there may be missing.
fn graph(sources: &Sources) -> Store {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("graph.nq");
    std::fs::write(&path, ingest::build(sources).unwrap().nquads()).unwrap();
    Store::from_files(&[path]).unwrap()
}

fn answers(store: &Store) -> BTreeMap<String, Explained> {
    let explain = |question: questions::Question| {
        let request = question.request(&[], Language::Nb, &Base::default()).unwrap();
        (question.name.clone(), why::explain(store, &request).unwrap())
    };
    questions::all().unwrap().into_iter().map(explain).collect()
}

fn names(evidence: &Evidence, statement: &str) -> bool {
    evidence.statement == statement || evidence.premises.iter().any(|premise| names(premise, statement))
}

#[test]
fn a_fact_taken_away_changes_the_answers_that_name_it() {
    let whole = answers(&graph(&sources()));
    for fact in FACTS {
        let mut without = sources();
        let sheet = without.sheets.iter_mut().find(|file| file.path.ends_with(fact.sheet)).unwrap();
        assert_eq!(sheet.text.matches(fact.from).count(), 1, "{} in {}", fact.from, fact.sheet);
        sheet.text = sheet.text.replacen(fact.from, fact.to, 1);
        let reduced = answers(&graph(&without));
        let same = |a: &Explained, b: &Explained| (&a.rows, a.boolean) == (&b.rows, b.boolean);
        let changed: BTreeSet<&str> =
            whole.iter().filter(|(name, all)| !same(all, &reduced[*name])).map(|(name, _)| name.as_str()).collect();
        let rests = |all: &Explained| all.rows.iter().flat_map(|(_, evidence)| evidence).any(|evidence| names(evidence, fact.statement));
        let named: BTreeSet<&str> = whole.iter().filter(|(_, all)| rests(all)).map(|(name, _)| name.as_str()).collect();
        assert!(!named.is_empty(), "no answer rests on {}", fact.statement);
        let unchanged: Vec<_> = named.difference(&changed).collect();
        assert!(unchanged.is_empty(), "{}: named and unchanged: {unchanged:?}", fact.statement);
        let unnamed: Vec<&str> = changed.difference(&named).copied().collect();
        assert_eq!(unnamed, fact.by_absence, "{}: changed and not named", fact.statement);
    }
}
