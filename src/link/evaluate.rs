//! How good the candidates are, measured on pairs that people have judged (`tests/links/`).

use super::clean::Cleaner;
use super::index::Index;
use super::legacy::modern;
use super::propose::{self, Candidate, Wanted, Zone};
use super::reading::Reader;
use super::record::Record;
use super::settings::Settings;
use crate::error::{Error, Result};
use crate::rdf::read;
use crate::store::Store;
use oxigraph::io::{RdfFormat, RdfParser};
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

/// The judged pairs that are built in.
pub const GOLD: &str = include_str!("../../tests/links/gold.tsv");
/// The records of the judged pairs, and others among them.
const RECORDS: &str = include_str!("../../tests/links/records.ttl");
/// The columns of a file of judged pairs.
const COLUMNS: [&str; 6] = ["split", "kind", "subject_id", "object_id", "verdict", "note"];
/// For a 95 % interval.
const Z: f64 = 1.959_963_984_540_054;

/// What people said of a pair.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Verdict {
    /// The same.
    Exact,
    /// Nearly the same.
    Close,
    /// The matter of our thing.
    Related,
    /// Nothing of the kind.
    None,
}

impl Verdict {
    const NAMES: [(&'static str, Self); 4] =
        [("exact", Self::Exact), ("close", Self::Close), ("related", Self::Related), ("none", Self::None)];

    /// The name.
    pub fn name(self) -> &'static str {
        Self::NAMES[self as usize].0
    }
}

/// A judged pair.
#[derive(Debug, Clone)]
pub struct Pair {
    /// `tuning` or `held-out`.
    pub split: String,
    /// The kind of target.
    pub kind: String,
    /// Ours.
    pub subject: String,
    /// Theirs.
    pub object: String,
    /// What people said.
    pub verdict: Verdict,
    /// Why.
    pub note: String,
}

/// Reads judged pairs; `name` is for messages.
pub fn gold(text: &str, name: &str) -> Result<Vec<Pair>> {
    let wrong = |problem: String| Error::RequestInvalid {
        problem: format!("`{name}` is no file of judged pairs: {problem}"),
        hint: "write split, kind, subject_id, object_id, verdict (exact, close, related, none) and note with tabs between, as in tests/links/gold.tsv",
    };
    let mut reader = csv::ReaderBuilder::new().delimiter(b'\t').quoting(false).from_reader(text.as_bytes());
    let header = reader.headers().map_err(|error| wrong(error.to_string()))?;
    if header.iter().ne(COLUMNS) {
        return Err(wrong(format!("the columns are not {}", COLUMNS.join(", "))));
    }
    let mut pairs = Vec::new();
    for (at, row) in reader.records().enumerate() {
        let row = row.map_err(|error| wrong(error.to_string()))?;
        let cell = |at: usize| row.get(at).unwrap_or_default().to_owned();
        let found = Verdict::NAMES.iter().find(|(known, _)| *known == cell(4));
        let verdict = found.map(|(_, verdict)| *verdict).ok_or_else(|| wrong(format!("line {}: `{}` is no verdict", at + 2, cell(4))))?;
        pairs.push(Pair { split: cell(0), kind: cell(1), subject: cell(2), object: cell(3), verdict, note: cell(5) });
    }
    Ok(pairs)
}

/// The records that are built in.
pub fn records(settings: &Settings) -> Result<Vec<Record>> {
    let (mut reader, mut cleaner) = (Reader::new(settings), Cleaner::default());
    let parser = RdfParser::from_format(RdfFormat::Turtle).for_slice(RECORDS);
    read::hand_over(parser, Path::new("tests/links/records.ttl"), &mut |quad| {
        if let Some(quad) = cleaner.clean(quad) {
            reader.take(&quad);
        }
    })?;
    Ok(reader.finish().records)
}

/// A share with its 95 % interval.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Share {
    /// How many of how many; nothing of nothing is no share.
    pub value: Option<f64>,
    /// Where the interval begins.
    pub low: f64,
    /// Where it ends.
    pub high: f64,
}

/// The share and its interval by Wilson's formula.
pub fn share(hits: usize, all: usize) -> Share {
    if all == 0 {
        return Share { value: None, low: 0.0, high: 1.0 };
    }
    let number = |count: usize| f64::from(u32::try_from(count).unwrap_or(u32::MAX));
    let (n, p) = (number(all), number(hits) / number(all));
    let middle = p + Z * Z / (2.0 * n);
    let half = Z * (p * (1.0 - p) / n + Z * Z / (4.0 * n * n)).sqrt();
    let whole = 1.0 + Z * Z / n;
    Share { value: Some(p), low: ((middle - half) / whole).max(0.0), high: ((middle + half) / whole).min(1.0) }
}

/// What was found for the pairs of a kind and split.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Tally {
    /// Judged pairs.
    pub pairs: usize,
    /// Those that are links.
    pub links: usize,
    /// In the accept zone.
    pub accepted: usize,
    /// Links in the accept zone.
    pub accepted_links: usize,
    /// Links in the accept zone whose predicate says what people said.
    pub right_predicate: usize,
    /// In the accept or review zone.
    pub shown: usize,
    /// Links in the accept or review zone.
    pub shown_links: usize,
}

impl Tally {
    fn add(&mut self, pair: &Pair, found: Option<&Candidate>) {
        let is_link = pair.verdict != Verdict::None;
        let zone = found.map_or(Zone::Leave, |found| found.zone);
        let (accepted, shown) = (zone == Zone::Accept, zone != Zone::Leave);
        let count = |yes: bool| usize::from(yes);
        self.pairs += 1;
        self.links += count(is_link);
        self.accepted += count(accepted);
        self.accepted_links += count(accepted && is_link);
        self.right_predicate += count(accepted && found.is_some_and(|found| says(&found.predicate) == pair.verdict));
        self.shown += count(shown);
        self.shown_links += count(shown && is_link);
    }

    /// Of what is accepted, how much is right.
    pub fn precision(&self) -> Share {
        share(self.accepted_links, self.accepted)
    }

    /// Of the links, how many are accepted.
    pub fn recall(&self) -> Share {
        share(self.accepted_links, self.links)
    }

    /// Of what is accepted or shown for review, how much is right.
    pub fn shown_precision(&self) -> Share {
        share(self.shown_links, self.shown)
    }

    /// Of the links, how many are accepted or shown for review.
    pub fn shown_recall(&self) -> Share {
        share(self.shown_links, self.links)
    }

    /// The harmonic mean of precision and recall in the accept zone.
    pub fn f1(&self) -> Option<f64> {
        harmonic(self.precision(), self.recall())
    }

    /// The harmonic mean of precision and recall of what is accepted or shown for review.
    pub fn shown_f1(&self) -> Option<f64> {
        harmonic(self.shown_precision(), self.shown_recall())
    }
}

fn harmonic(precision: Share, recall: Share) -> Option<f64> {
    let (precision, recall) = (precision.value?, recall.value?);
    Some(if precision + recall > 0.0 { 2.0 * precision * recall / (precision + recall) } else { 0.0 })
}

/// What a predicate says, in the words of those who judged.
fn says(predicate: &str) -> Verdict {
    match predicate.rsplit(['#', '/']).next() {
        Some("exactMatch") => Verdict::Exact,
        Some("closeMatch") => Verdict::Close,
        _ => Verdict::Related,
    }
}

/// A pair that came out otherwise than people said.
#[derive(Debug, Clone)]
pub struct Mistake {
    /// The pair.
    pub pair: Pair,
    /// What was found of it; nothing when it was not looked at.
    pub found: Option<Candidate>,
}

impl Mistake {
    /// How bad: accepted and wrong is worst, then links that nobody would see, then what is shown in vain.
    fn rank(&self) -> u8 {
        match (self.pair.verdict == Verdict::None, self.zone()) {
            (true, Zone::Accept) => 0,
            (false, _) => 1,
            (true, _) => 2,
        }
    }

    /// The zone that the pair fell in.
    pub fn zone(&self) -> Zone {
        self.found.as_ref().map_or(Zone::Leave, |found| found.zone)
    }

    fn score(&self) -> f64 {
        self.found.as_ref().map_or(0.0, |found| found.score)
    }
}

/// What an evaluation gives.
pub struct Evaluation {
    /// By kind and split; the kind `all` has all of a split.
    pub tallies: BTreeMap<(String, String), Tally>,
    /// The worst first.
    pub mistakes: Vec<Mistake>,
    /// Accepted candidates of the judged things that nobody has judged.
    pub unjudged: usize,
}

/// Proposes for the things of the judged pairs and compares with what people said.
pub fn evaluate(store: &Store, pairs: Vec<Pair>, records: Vec<Record>, settings: &Settings) -> Result<Evaluation> {
    let wanted = Wanted::default();
    let mut subjects = propose::subjects(store, settings, &wanted)?;
    let judged: BTreeSet<&str> = pairs.iter().map(|pair| pair.subject.as_str()).collect();
    let mut index = Index::new(records, &subjects, settings)?;
    subjects.retain(|subject| judged.contains(subject.iri.as_str()));
    let found = propose::propose(&subjects, &mut index, settings, &wanted)?;
    let known: BTreeSet<(String, String)> = pairs.iter().map(|pair| (pair.subject.clone(), modern(&pair.object).into_owned())).collect();
    let found: BTreeMap<(String, String), Candidate> =
        found.into_iter().map(|found| ((found.subject.iri.clone(), found.target.iri.to_string()), found)).collect();
    let mut tallies: BTreeMap<(String, String), Tally> = BTreeMap::new();
    let mut mistakes = Vec::new();
    for pair in pairs {
        let candidate = found.get(&(pair.subject.clone(), modern(&pair.object).into_owned())).cloned();
        for kind in [pair.kind.as_str(), "all"] {
            tallies.entry((kind.to_owned(), pair.split.clone())).or_default().add(&pair, candidate.as_ref());
        }
        let shown = candidate.as_ref().is_some_and(|found| found.zone != Zone::Leave);
        if shown != (pair.verdict != Verdict::None) {
            mistakes.push(Mistake { pair, found: candidate });
        }
    }
    let new = |(place, found): &(&(String, String), &Candidate)| found.zone == Zone::Accept && !known.contains(place);
    let unjudged = found.iter().filter(new).count();
    mistakes.sort_by(|a, b| {
        let place = |mistake: &Mistake| (mistake.pair.kind.clone(), mistake.pair.subject.clone(), mistake.pair.object.clone());
        let by_score = if a.rank() == 1 { a.score().total_cmp(&b.score()) } else { b.score().total_cmp(&a.score()) };
        a.rank().cmp(&b.rank()).then(by_score).then_with(|| place(a).cmp(&place(b)))
    });
    Ok(Evaluation { tallies, mistakes, unjudged })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn intervals_are_wilsons() {
        let of = share(9, 10);
        assert!((of.low - 0.5958).abs() < 1e-4 && (of.high - 0.9821).abs() < 1e-4, "{of:?}");
        assert!((share(10, 10).high - 1.0).abs() < 1e-9 && share(10, 10).low < 0.75);
        assert_eq!(share(0, 0).value, None);
    }

    #[test]
    fn what_is_no_file_of_pairs_is_refused_with_its_place() {
        let header = "split\tkind\tsubject_id\tobject_id\tverdict\tnote\n";
        let wrong = gold(&format!("{header}tuning\torg\ta\tb\tperhaps\t\n"), "g.tsv").expect_err("no verdict");
        assert_eq!(wrong.to_string(), "`g.tsv` is no file of judged pairs: line 2: `perhaps` is no verdict");
        assert!(gold("a\tb\n", "g.tsv").is_err());
        assert_eq!(gold(&format!("{header}tuning\torg\ta\tb\tnone\t\"odd\n"), "g.tsv").expect("a pair")[0].note, "\"odd");
    }

    #[test]
    fn the_built_in_pairs_name_things_and_records_that_exist() {
        let settings = Settings::built_in().expect("the settings");
        let records: BTreeSet<String> = records(&settings).expect("records").iter().map(|record| record.iri.to_string()).collect();
        let pairs = gold(GOLD, "gold.tsv").expect("pairs");
        let graph = crate::store::BUILT_IN;
        for pair in &pairs {
            assert!(graph.contains(&format!("\n<{}> ", pair.subject)), "{}", pair.subject);
            assert!(records.contains(&pair.object) || RECORDS.contains(&pair.object), "{}", pair.object);
        }
        assert!(pairs.len() >= 200 && pairs.iter().any(|pair| pair.verdict == Verdict::None));
    }
}
