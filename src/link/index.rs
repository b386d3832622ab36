//! The targets, found by number, by name and by words: a full-text index in memory, made by one thread in one segment,
//! so that the same targets always give the same answers.

use super::compared::Compared;
use super::heads::heads;
use super::lexicon::{Lexicon, Stem};
use super::record::{Name, Record};
use super::settings::Settings;
use super::settings::words::Words;
use super::settings::zones::Match;
use super::subjects::Subject;
use super::text::{Analysis, Tongue, failed, key, words};
use super::thesaurus::Phrase;
use super::variants::{are_near, variants};
use crate::error::Result;
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::Arc;
use tantivy::collector::TopDocs;
use tantivy::directory::RamDirectory;
use tantivy::query::{BooleanQuery, BoostQuery, Occur, Query, TermQuery};
use tantivy::schema::{Field, IndexRecordOption, STRING, Schema, TextFieldIndexing, TextOptions};
use tantivy::{Index as FullText, IndexReader, ReloadPolicy, Searcher, TantivyDocument, Term};

/// Memory that the index may take while it is made.
const BUDGET: usize = 200_000_000;
/// How many targets of a kind are looked at for a thing.
const NEAREST: usize = 100;
/// What a word of a name is worth against one of a description when targets are looked for.
const NAME_BOOST: f32 = 3.0;

/// Takes texts apart that are stems already, with blanks between.
const BETWEEN_BLANKS: &str = "whitespace";

/// The targets and the ways to find them.
pub struct Index {
    records: Vec<Arc<Record>>,
    compared: HashMap<usize, Compared>,
    numbers: HashMap<String, Vec<usize>>,
    names: HashMap<String, Vec<usize>>,
    related: HashMap<String, Vec<usize>>,
    searcher: Searcher,
    fields: Fields,
    lexicon: Lexicon,
    weights: [Vec<f64>; 2],
    /// How much stems tell among our own things.
    ours: [Vec<f64>; 2],
    /// Names of targets of the kinds that only a number makes the same, with what else they might be.
    bodies: Vec<(BTreeSet<String>, usize)>,
    words: Words,
}

/// The fields of the full-text index; a target's place in `records` is its document number.
struct Fields {
    kind: Field,
    names: [Field; 2],
    texts: [Field; 2],
}

impl Fields {
    fn name(&self, tongue: Tongue) -> Field {
        self.names[tongue as usize]
    }

    fn text(&self, tongue: Tongue) -> Field {
        self.texts[tongue as usize]
    }
}

impl Index {
    /// An index of targets; the words of our things help to take compounds apart.
    pub fn new(records: Vec<Record>, subjects: &[Arc<Subject>], settings: &Settings) -> Result<Self> {
        let analysis = Analysis::new(&settings.words, vocabulary(&records, subjects, settings))?;
        let of_ours = subjects.iter().map(|subject| subject.names.as_slice());
        let mut lexicon = Lexicon::new(analysis).learning(records.iter().map(|record| record.names.as_slice()).chain(of_ours));
        let (schema, fields) = schema();
        let builder = FullText::builder().schema(schema);
        let mut writer = builder.single_segment_index_writer::<TantivyDocument>(RamDirectory::create(), BUDGET).map_err(failed)?;
        let mut numbers: HashMap<String, Vec<usize>> = HashMap::new();
        let mut names: HashMap<String, Vec<usize>> = HashMap::new();
        let mut related: HashMap<String, Vec<usize>> = HashMap::new();
        let mut found = [Vec::new(), Vec::new()];
        for (at, record) in records.iter().enumerate() {
            writer.add_document(document(&fields, record, &mut lexicon, &mut found)).map_err(failed)?;
            if let Some(number) = &record.number {
                numbers.entry(number.clone()).or_default().push(at);
            }
            for iri in &record.related {
                related.entry(iri.clone()).or_default().push(at);
            }
            for name in record.names.iter().map(|name| key(&name.text)).collect::<BTreeSet<_>>() {
                names.entry(name).or_default().push(at);
            }
        }
        let open = |index: FullText| index.reader_builder().reload_policy(ReloadPolicy::Manual).try_into();
        let searcher = IndexReader::searcher(&writer.finalize().and_then(open).map_err(failed)?);
        let weights = Tongue::ALL.map(|tongue| weights(&found[tongue as usize], tongue, records.len(), settings, &mut lexicon));
        let ours = Tongue::ALL.map(|tongue| {
            let found = counted(subjects, tongue, &mut lexicon);
            told(&found, subjects.len(), lexicon.count(tongue))
        });
        let bodies = bodies(&records, settings);
        let words = settings.words.clone();
        let records = records.into_iter().map(Arc::new).collect();
        Ok(Self { records, compared: HashMap::new(), numbers, names, related, searcher, fields, lexicon, weights, ours, bodies, words })
    }

    /// A target as it is compared; nothing of one that [`Self::near`] did not find.
    pub fn compared(&self, at: usize) -> Option<&Compared> {
        self.compared.get(&at)
    }

    /// The stems of a text, in order of the alphabet and each once.
    pub fn stems(&mut self, text: &str, tongue: Tongue) -> Vec<Stem> {
        self.lexicon.stems(text, tongue)
    }

    /// Stems in order of the alphabet, each once.
    pub fn sorted(&self, stems: Vec<Stem>, tongue: Tongue) -> Vec<Stem> {
        self.lexicon.sorted(stems, tongue)
    }

    /// How much a stem tells: 1 for one that no target has, near 0 for one that most have, and less for one listed as weak.
    pub fn weight(&self, stem: Stem, tongue: Tongue) -> f64 {
        self.weights[tongue as usize].get(stem.at()).copied().unwrap_or(1.0)
    }

    /// How much a stem tells both among the targets and among our own things.
    pub fn rarity(&self, stem: Stem, tongue: Tongue) -> f64 {
        self.weight(stem, tongue) * self.ours[tongue as usize].get(stem.at()).copied().unwrap_or(1.0)
    }

    /// The stems of the words that the parts of a name end in.
    pub fn heads(&mut self, name: &str, tongue: Tongue) -> Vec<Stem> {
        let heads = heads(name, tongue, &self.words);
        heads.iter().flat_map(|head| self.lexicon.stems(head, tongue)).collect()
    }

    /// The words that belong to things with these names.
    pub fn phrases(&mut self, names: &[Name], settings: &Settings) -> Vec<Phrase> {
        settings.thesaurus.of(names, &mut self.lexicon)
    }

    /// The targets of some kinds that are worth comparing with a thing, in order; among them those that are related to one of `same`.
    pub fn near(
        &mut self,
        subject: &Subject,
        phrases: &[Phrase],
        same: &BTreeMap<String, String>,
        rule: &Match,
    ) -> Result<BTreeSet<usize>> {
        let kinds = &rule.targets;
        let mut found: BTreeSet<usize> = BTreeSet::new();
        found.extend(same.keys().filter_map(|iri| self.related.get(iri)).flatten());
        found.extend(subject.number.iter().filter_map(|number| self.numbers.get(number)).flatten());
        found.extend(subject.names.iter().filter_map(|name| self.names.get(&key(&name.text))).flatten());
        if rule.numbered {
            let ours: Vec<BTreeSet<String>> = subject.names.iter().map(|name| variants(&name.text, &self.words)).collect();
            let near = self.bodies.iter().filter(|(theirs, _)| ours.iter().any(|ours| are_near(ours, theirs)));
            found.extend(near.map(|(_, at)| *at));
        }
        let words = self.wanted(subject, phrases);
        for kind in kinds {
            let is_kind = TermQuery::new(Term::from_field_text(self.fields.kind, kind), IndexRecordOption::Basic);
            let any = BooleanQuery::union(words.iter().map(|word| word.box_clone()).collect());
            let query = BooleanQuery::new(vec![(Occur::Must, Box::new(is_kind) as Box<dyn Query>), (Occur::Must, Box::new(any))]);
            let top = self.searcher.search(&query, &TopDocs::with_limit(NEAREST).order_by_score()).map_err(failed)?;
            found.extend(top.into_iter().map(|(_, address)| address.doc_id as usize));
        }
        found.retain(|at| kinds.iter().any(|kind| **kind == *self.records[*at].kind));
        for at in &found {
            if !self.compared.contains_key(at) {
                let compared = Compared::new(self.records[*at].clone(), self);
                self.compared.insert(*at, compared);
            }
        }
        Ok(found)
    }

    /// The words to look for: those of names weigh more than those of texts.
    fn wanted(&mut self, subject: &Subject, phrases: &[Phrase]) -> Vec<Box<dyn Query>> {
        let names = subject.names.iter().map(|name| (name.tongue(), name.text.as_str(), NAME_BOOST));
        let texts = subject.texts.iter().map(|(tongue, text)| (*tongue, text.as_str(), 1.0));
        let mut wanted: BTreeMap<(Tongue, Stem), f32> = BTreeMap::new();
        for (tongue, text, boost) in names.chain(texts) {
            for stem in self.lexicon.stems(text, tongue) {
                let best = wanted.entry((tongue, stem)).or_insert(boost);
                *best = best.max(boost);
            }
        }
        for phrase in phrases {
            for stem in &phrase.stems {
                wanted.entry((phrase.tongue, *stem)).or_insert(1.0);
            }
        }
        // In order of the alphabet: scores are sums, and a sum may depend on the order.
        let lexicon = &self.lexicon;
        let mut wanted: Vec<(Tongue, &str, f32)> =
            wanted.into_iter().map(|((tongue, stem), boost)| (tongue, lexicon.text(stem, tongue), boost)).collect();
        wanted.sort_by_key(|(tongue, stem, _)| (*tongue, *stem));
        let one = |field: Field, stem: &str, boost: f32| -> Box<dyn Query> {
            let term = TermQuery::new(Term::from_field_text(field, stem), IndexRecordOption::WithFreqs);
            Box::new(BoostQuery::new(Box::new(term), boost))
        };
        let both = wanted.iter().flat_map(|(tongue, stem, boost)| {
            [one(self.fields.name(*tongue), stem, boost * NAME_BOOST), one(self.fields.text(*tongue), stem, *boost)]
        });
        both.collect()
    }
}

/// The words that occur in Norwegian names, and in what is said of our things.
fn vocabulary(records: &[Record], subjects: &[Arc<Subject>], settings: &Settings) -> BTreeSet<String> {
    let of_names = |names: &[Name]| -> Vec<String> {
        names.iter().filter(|name| name.tongue() == Tongue::Norwegian).flat_map(|name| words(&name.text)).collect()
    };
    let texts = subjects.iter().flat_map(|subject| &subject.texts).filter(|(tongue, _)| *tongue == Tongue::Norwegian);
    let mut found: BTreeSet<String> = settings.thesaurus.words().flat_map(words).collect();
    found.extend(texts.flat_map(|(_, text)| words(text)));
    found.extend(records.iter().flat_map(|record| of_names(&record.names)));
    found.extend(subjects.iter().flat_map(|subject| of_names(&subject.names)));
    found
}

/// What each stem tells, by how many targets have it in a name: `found` counts them.
fn weights(found: &[u32], tongue: Tongue, targets: usize, settings: &Settings, lexicon: &mut Lexicon) -> Vec<f64> {
    let weak: BTreeSet<Stem> = settings.words.weak.of(tongue).iter().flat_map(|word| lexicon.stems(word, tongue)).collect();
    let mut weights = told(found, targets, lexicon.count(tongue));
    let is_number = |stem: &str| stem.chars().all(|letter| letter.is_ascii_digit());
    // A year tells when, not what.
    for (_, weight) in weights.iter_mut().enumerate().filter(|(at, _)| is_number(lexicon.text_at(*at, tongue))) {
        *weight *= settings.zones.part.weak;
    }
    for stem in weak {
        weights[stem.at()] *= settings.zones.part.weak;
    }
    weights
}

/// What each of some stems tells: 1 for one that none of `all` things has, near 0 for one that most have.
fn told(found: &[u32], all: usize, stems: usize) -> Vec<f64> {
    let all = f64::from(u32::try_from(all).unwrap_or(u32::MAX)).max(1.0);
    let mut weights = vec![1.0; stems.max(found.len())];
    for (at, found) in found.iter().enumerate() {
        weights[at] = 1.0 - (1.0 + f64::from(*found)).ln() / (2.0 + all).ln();
    }
    weights
}

/// How many of our things have each stem in a name.
fn counted(subjects: &[Arc<Subject>], tongue: Tongue, lexicon: &mut Lexicon) -> Vec<u32> {
    let mut found: Vec<u32> = Vec::new();
    for subject in subjects {
        let names = subject.names.iter().filter(|name| name.tongue() == tongue);
        let stems: BTreeSet<Stem> = names.flat_map(|name| lexicon.stems(&name.text, tongue)).collect();
        for stem in stems {
            found.resize(found.len().max(stem.at() + 1), 0);
            found[stem.at()] += 1;
        }
    }
    found
}

/// The names of targets of the kinds that only a number makes the same.
fn bodies(records: &[Record], settings: &Settings) -> Vec<(BTreeSet<String>, usize)> {
    let kinds: BTreeSet<&str> =
        settings.zones.matches.iter().filter(|rule| rule.numbered).flat_map(|rule| &rule.targets).map(String::as_str).collect();
    let bodies = records.iter().enumerate().filter(|(_, record)| kinds.contains(&*record.kind));
    bodies.flat_map(|(at, record)| record.names.iter().map(move |name| (variants(&name.text, &settings.words), at))).collect()
}

fn schema() -> (Schema, Fields) {
    let mut schema = Schema::builder();
    let indexing = TextFieldIndexing::default().set_tokenizer(BETWEEN_BLANKS).set_index_option(IndexRecordOption::WithFreqs);
    let options = TextOptions::default().set_indexing_options(indexing);
    let kind = schema.add_text_field("kind", STRING);
    let names = ["name-norwegian", "name-english"].map(|field| schema.add_text_field(field, options.clone()));
    let texts = ["text-norwegian", "text-english"].map(|field| schema.add_text_field(field, options.clone()));
    (schema.build(), Fields { kind, names, texts })
}

/// A target as the full-text index takes it; `found` counts the targets that have a stem in a name.
fn document(fields: &Fields, record: &Record, lexicon: &mut Lexicon, found: &mut [Vec<u32>; 2]) -> TantivyDocument {
    let mut document = TantivyDocument::default();
    document.add_text(fields.kind, &record.kind);
    let mut of_names = [Vec::new(), Vec::new()];
    for name in &record.names {
        let tongue = name.tongue();
        let stems = lexicon.read(&name.text, tongue);
        document.add_text(fields.name(tongue), joined(&stems, tongue, lexicon));
        of_names[tongue as usize].extend(stems);
    }
    for (tongue, text) in &record.texts {
        let stems = lexicon.read(text, *tongue);
        document.add_text(fields.text(*tongue), joined(&stems, *tongue, lexicon));
    }
    for (stems, found) in of_names.iter_mut().zip(found) {
        stems.sort_unstable();
        stems.dedup();
        for stem in stems {
            found.resize(found.len().max(stem.at() + 1), 0);
            found[stem.at()] += 1;
        }
    }
    document
}

fn joined(stems: &[Stem], tongue: Tongue, lexicon: &Lexicon) -> String {
    stems.iter().map(|stem| lexicon.text(*stem, tongue)).collect::<Vec<_>>().join(" ")
}
