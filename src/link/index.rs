//! The targets, found by number, by name and by words: a full-text index in memory, made by one thread in one segment,
//! so that the same targets always give the same answers.

use super::record::{Name, Record, Sort};
use super::settings::Settings;
use super::subjects::Subject;
use super::text::{Analysis, Tongue, failed, key, words};
use super::thesaurus::Phrase;
use crate::error::Result;
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::Arc;
use tantivy::collector::TopDocs;
use tantivy::directory::RamDirectory;
use tantivy::query::{BooleanQuery, BoostQuery, Occur, Query, TermQuery};
use tantivy::schema::{Field, IndexRecordOption, STRING, Schema, TextFieldIndexing, TextOptions};
use tantivy::tokenizer::TokenizerManager;
use tantivy::{Index as FullText, IndexReader, ReloadPolicy, Searcher, TantivyDocument, Term};

/// Memory that the index may take while it is made.
const BUDGET: usize = 200_000_000;
/// How many targets of a kind are looked at for a thing.
const NEAREST: usize = 100;
/// What a word of a name is worth against one of a description when targets are looked for.
const NAME_BOOST: f32 = 3.0;

/// The targets and the ways to find them.
pub struct Index {
    records: Vec<Record>,
    numbers: HashMap<String, Vec<usize>>,
    names: HashMap<String, Vec<usize>>,
    related: HashMap<String, Vec<usize>>,
    searcher: Searcher,
    fields: Fields,
    analysis: Analysis,
    weak: [BTreeSet<String>; 2],
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
        let mut analysis = Analysis::new(&settings.words, vocabulary(&records, subjects, settings))?;
        let (schema, fields) = schema();
        let tokenizers = TokenizerManager::default();
        for tongue in Tongue::ALL {
            tokenizers.register(tokenizer(tongue), analysis.analyzer(tongue));
        }
        let builder = FullText::builder().schema(schema).tokenizers(tokenizers);
        let mut writer = builder.single_segment_index_writer::<TantivyDocument>(RamDirectory::create(), BUDGET).map_err(failed)?;
        let mut numbers: HashMap<String, Vec<usize>> = HashMap::new();
        let mut names: HashMap<String, Vec<usize>> = HashMap::new();
        let mut related: HashMap<String, Vec<usize>> = HashMap::new();
        for (at, record) in records.iter().enumerate() {
            writer.add_document(document(&fields, record)).map_err(failed)?;
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
        let weak = Tongue::ALL.map(|tongue| {
            let listed = settings.words.weak.of(tongue);
            listed.iter().flat_map(|word| analysis.stems(word, tongue)).collect()
        });
        Ok(Self { records, numbers, names, related, searcher, fields, analysis, weak })
    }

    /// The targets, sorted by IRI.
    pub fn records(&self) -> &[Record] {
        &self.records
    }

    /// The stems of a text.
    pub fn stems(&mut self, text: &str, tongue: Tongue) -> Vec<String> {
        self.analysis.stems(text, tongue)
    }

    /// How much a stem tells: 1 for one that no target has, near 0 for one that most have, and less for one listed as weak.
    pub fn weight(&self, stem: &str, tongue: Tongue, weak: f64) -> Result<f64> {
        let term = Term::from_field_text(self.fields.name(tongue), stem);
        let found = self.searcher.doc_freq(&term).map_err(failed)?;
        let all = f64::from(u32::try_from(self.records.len()).unwrap_or(u32::MAX)).max(1.0);
        let found = f64::from(u32::try_from(found).unwrap_or(u32::MAX));
        let rare = 1.0 - (1.0 + found).ln() / (2.0 + all).ln();
        Ok(if self.weak[tongue as usize].contains(stem) { rare * weak } else { rare })
    }

    /// The words that belong to a thing.
    pub fn phrases(&mut self, subject: &Subject, settings: &Settings) -> Vec<Phrase> {
        settings.thesaurus.of(&subject.names, &mut self.analysis)
    }

    /// The targets of some kinds that are worth comparing with a thing, in order; among them those that are related to one of `same`.
    pub fn near(
        &mut self,
        subject: &Subject,
        phrases: &[Phrase],
        same: &BTreeMap<String, String>,
        kinds: &[String],
    ) -> Result<BTreeSet<usize>> {
        let mut found: BTreeSet<usize> = BTreeSet::new();
        found.extend(same.keys().filter_map(|iri| self.related.get(iri)).flatten());
        found.extend(subject.number.iter().filter_map(|number| self.numbers.get(number)).flatten());
        found.extend(subject.names.iter().filter_map(|name| self.names.get(&key(&name.text))).flatten());
        let words = self.wanted(subject, phrases);
        for kind in kinds {
            let is_kind = TermQuery::new(Term::from_field_text(self.fields.kind, kind), IndexRecordOption::Basic);
            let any = BooleanQuery::union(words.iter().map(|word| word.box_clone()).collect());
            let query = BooleanQuery::new(vec![(Occur::Must, Box::new(is_kind) as Box<dyn Query>), (Occur::Must, Box::new(any))]);
            let top = self.searcher.search(&query, &TopDocs::with_limit(NEAREST).order_by_score()).map_err(failed)?;
            found.extend(top.into_iter().map(|(_, address)| address.doc_id as usize));
        }
        found.retain(|at| kinds.iter().any(|kind| **kind == *self.records[*at].kind));
        Ok(found)
    }

    /// The words to look for: those of names weigh more than those of texts.
    fn wanted(&mut self, subject: &Subject, phrases: &[Phrase]) -> Vec<Box<dyn Query>> {
        let names = subject.names.iter().map(|name| (name.tongue(), name.text.as_str(), NAME_BOOST));
        let texts = subject.texts.iter().map(|(tongue, text)| (*tongue, text.as_str(), 1.0));
        let mut wanted: BTreeMap<(Tongue, String), f32> = BTreeMap::new();
        for (tongue, text, boost) in names.chain(texts) {
            for stem in self.analysis.stems(text, tongue) {
                let best = wanted.entry((tongue, stem)).or_insert(boost);
                *best = best.max(boost);
            }
        }
        for phrase in phrases {
            for stem in &phrase.stems {
                wanted.entry((phrase.tongue, stem.clone())).or_insert(1.0);
            }
        }
        let one = |field: Field, stem: &str, boost: f32| -> Box<dyn Query> {
            let term = TermQuery::new(Term::from_field_text(field, stem), IndexRecordOption::WithFreqs);
            Box::new(BoostQuery::new(Box::new(term), boost))
        };
        let both = wanted.iter().flat_map(|((tongue, stem), boost)| {
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

fn tokenizer(tongue: Tongue) -> &'static str {
    match tongue {
        Tongue::Norwegian => "norwegian",
        Tongue::English => "english",
    }
}

fn schema() -> (Schema, Fields) {
    let mut schema = Schema::builder();
    let options = |tongue| {
        let indexing = TextFieldIndexing::default().set_tokenizer(tokenizer(tongue)).set_index_option(IndexRecordOption::WithFreqs);
        TextOptions::default().set_indexing_options(indexing)
    };
    let kind = schema.add_text_field("kind", STRING);
    let names = Tongue::ALL.map(|tongue| schema.add_text_field(&format!("name-{}", tokenizer(tongue)), options(tongue)));
    let texts = Tongue::ALL.map(|tongue| schema.add_text_field(&format!("text-{}", tokenizer(tongue)), options(tongue)));
    (schema.build(), Fields { kind, names, texts })
}

fn document(fields: &Fields, record: &Record) -> TantivyDocument {
    let mut document = TantivyDocument::default();
    document.add_text(fields.kind, &record.kind);
    for name in &record.names {
        document.add_text(fields.name(name.tongue()), &name.text);
    }
    for (tongue, text) in &record.texts {
        document.add_text(fields.text(*tongue), text);
    }
    document
}

/// The name that a target is known by, for telling two of the same name apart.
pub fn main_key(record: &Record) -> Arc<str> {
    let main = record.names.iter().find(|name| name.sort == Sort::Main);
    main.map_or_else(|| record.iri.clone(), |name| key(&name.text).into())
}
