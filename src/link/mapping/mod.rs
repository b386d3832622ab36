//! Mapping sets: which of our things were compared with which of others', by whom, and what was decided.
//!
//! The format is SSSOM/TSV (`*.sssom.tsv`): metadata in YAML above a table. A pair that a person refused stays, with
//! `predicate_modifier` `Not`. What is written is always in the same order, so that a set read and written is the same bytes;
//! columns and keys that this program does not know are kept.

mod curie;
mod extension;
mod folder;
mod header;
mod table;

use crate::error::{Error, Result};
pub use curie::CurieMap;
pub use extension::{COMMENT_NB, LABEL_LANGUAGE, PUBLISHER_PATH, ZONE};
pub use folder::{EXTENSION, in_folder, target_of};
use oxigraph::model::NamedNode;
use serde_norway::Value;
use std::collections::BTreeMap;
use std::fs;
use std::io::Write;
use std::path::Path;
pub use table::CATEGORY;

/// The language of labels that nothing else is said of.
pub const BOKMAL: &str = "nb";
/// The namespace of the justifications of mappings.
pub const SEMAPV: &str = "https://w3id.org/semapv/vocab/";
/// The licence of our own sets: that of the data.
pub const LICENCE: &str = "http://publications.europa.eu/resource/authority/licence/NLOD_2_0";

/// What a set says of itself.
#[derive(Debug, Clone, PartialEq)]
pub struct Metadata {
    /// The set's own IRI.
    pub id: NamedNode,
    /// Its title.
    pub title: Option<String>,
    /// What it holds.
    pub description: Option<String>,
    /// Its licence.
    pub license: NamedNode,
    /// Where the subjects come from.
    pub subject_source: Option<NamedNode>,
    /// Which version of it.
    pub subject_source_version: Option<String>,
    /// Where the objects come from.
    pub object_source: Option<NamedNode>,
    /// Which version of it; a mapping may say its own.
    pub object_source_version: Option<String>,
    /// Prefixes; what lacks one gets it when the set is written.
    pub curie_map: CurieMap,
    /// Further keys, as they were read.
    pub other: BTreeMap<String, Value>,
}

impl Metadata {
    /// The metadata that a set must have.
    pub fn new(id: NamedNode, license: NamedNode) -> Self {
        Self {
            id,
            title: None,
            description: None,
            license,
            subject_source: None,
            subject_source_version: None,
            object_source: None,
            object_source_version: None,
            curie_map: CurieMap::new(),
            other: BTreeMap::new(),
        }
    }

    /// In what language the label of an object is: as its row says, or else the set; in bokmål where neither does.
    pub fn label_language<'a>(&'a self, mapping: &'a Mapping) -> &'a str {
        let of_set = || self.other.get(LABEL_LANGUAGE).and_then(Value::as_str);
        mapping.other.get(LABEL_LANGUAGE).map(String::as_str).or_else(of_set).unwrap_or(BOKMAL)
    }

    /// The IRI that a CURIE of this set stands for.
    pub fn expand(&self, curie: &str) -> Option<NamedNode> {
        curie::expand(curie, &self.curie_map).ok()
    }
}

/// One of our things, one of others', and what was found or decided about the two.
#[derive(Debug, Clone, PartialEq)]
pub struct Mapping {
    /// Ours.
    pub subject: NamedNode,
    /// What ours is called.
    pub subject_label: Option<String>,
    /// How the two stand to each other, such as `skos:exactMatch`.
    pub predicate: NamedNode,
    /// Whether it was decided that they do not.
    pub refused: bool,
    /// Theirs.
    pub object: NamedNode,
    /// What theirs is called.
    pub object_label: Option<String>,
    /// Of what kind theirs is: a class (`object_category`).
    pub category: Option<NamedNode>,
    /// Why, as a term of [`SEMAPV`].
    pub justification: NamedNode,
    /// Who decided (`author_label`).
    pub author: Option<String>,
    /// Who looked at it again (`reviewer_label`).
    pub reviewer: Option<String>,
    /// On which day (`mapping_date`).
    pub date: Option<String>,
    /// How sure, from 0 to 1.
    pub confidence: Option<f64>,
    /// The version of the source of `object`, where it differs from the set's.
    pub object_source_version: Option<String>,
    /// In words.
    pub comment: Option<String>,
    /// Further columns, as they were read.
    pub other: BTreeMap<String, String>,
}

impl Mapping {
    /// A pair with its justification and nothing more.
    pub fn new(subject: NamedNode, predicate: NamedNode, object: NamedNode, justification: NamedNode) -> Self {
        Self {
            subject,
            subject_label: None,
            predicate,
            refused: false,
            object,
            object_label: None,
            category: None,
            justification,
            author: None,
            reviewer: None,
            date: None,
            confidence: None,
            object_source_version: None,
            comment: None,
            other: BTreeMap::new(),
        }
    }

    /// What decides its place in a set.
    fn key(&self) -> (&NamedNode, &NamedNode, &NamedNode, bool) {
        (&self.subject, &self.object, &self.predicate, self.refused)
    }
}

/// Mappings to one target.
#[derive(Debug, Clone, PartialEq)]
pub struct MappingSet {
    /// What the set says of itself.
    pub metadata: Metadata,
    /// Its mappings.
    pub mappings: Vec<Mapping>,
}

impl MappingSet {
    /// A set without mappings.
    pub fn new(metadata: Metadata) -> Self {
        Self { metadata, mappings: Vec::new() }
    }

    /// Reads a file.
    pub fn read(path: &Path) -> Result<Self> {
        let text = fs::read_to_string(path).map_err(|source| Error::Read { path: path.to_owned(), source })?;
        Self::parse(path, &text)
    }

    /// Reads a text; `path` is what mistakes are said to stand in.
    pub fn parse(path: &Path, text: &str) -> Result<Self> {
        let mut mistakes = Mistakes { path, found: Vec::new() };
        let text = text.trim_start_matches('\u{feff}'); // spreadsheets put one before UTF-8
        let (yaml, above) = header::split(text);
        let metadata = header::read(&yaml, &mut mistakes);
        let map = metadata.as_ref().map(|metadata| metadata.curie_map.clone()).unwrap_or_default();
        let rest = text.split_inclusive('\n').skip(above).collect::<String>();
        let mappings = if metadata.is_some() { table::read(&rest, above, &map, &mut mistakes) } else { Vec::new() };
        // A row that was cut in its last cell has as many cells as the others.
        if !rest.is_empty() && !rest.ends_with('\n') {
            let problem =
                "the last line has no end, as when a file is cut off: fetch the file again, or, if nothing is missing, end the line";
            mistakes.at(text.lines().count(), problem);
        }
        match metadata {
            Some(metadata) if mistakes.is_empty() => Ok(Self { metadata, mappings }),
            _ => Err(Error::MappingsInvalid { mistakes: mistakes.found }),
        }
    }

    /// Writes the set: keys and columns in the order of SSSOM, mappings by subject and object.
    pub fn write(&self, out: &mut impl Write) -> Result<()> {
        let mut mappings: Vec<&Mapping> = self.mappings.iter().collect();
        mappings.sort_by(|a, b| a.key().cmp(&b.key()));
        let metadata = &self.metadata;
        let mut map = metadata.curie_map.clone();
        let of_set = metadata.subject_source.iter().chain(&metadata.object_source);
        let of_rows = mappings.iter().flat_map(|mapping| [&mapping.subject, &mapping.predicate, &mapping.object, &mapping.justification]);
        let categories = mappings.iter().filter_map(|mapping| mapping.category.as_ref());
        curie::complete(&mut map, of_set.chain(of_rows).chain(categories));
        header::write(&extension::declared(metadata, &mappings), &map, out)?;
        table::write(&mappings, &map, out)
    }

    /// What was decided about a pair, if anything was.
    pub fn find(&self, subject: &NamedNode, object: &NamedNode) -> Option<&Mapping> {
        self.mappings.iter().find(|mapping| mapping.subject == *subject && mapping.object == *object)
    }

    /// Takes the prefixes of another set for what has none here.
    pub fn adopt_prefixes(&mut self, other: &CurieMap) {
        let Self { metadata, mappings } = self;
        let iris = mappings.iter().flat_map(|mapping| [&mapping.subject, &mapping.predicate, &mapping.object, &mapping.justification]);
        curie::adopt(&mut metadata.curie_map, other, iris);
    }

    /// The mappings that were not refused.
    pub fn accepted(&self) -> impl Iterator<Item = &Mapping> {
        self.mappings.iter().filter(|mapping| !mapping.refused)
    }
}

/// Mistakes in one file, in the order they were found.
struct Mistakes<'a> {
    path: &'a Path,
    found: Vec<String>,
}

impl Mistakes<'_> {
    fn at(&mut self, line: usize, problem: impl AsRef<str>) {
        self.found.push(format!("{}:{line}: {}", self.path.display(), problem.as_ref()));
    }

    fn is_empty(&self) -> bool {
        self.found.is_empty()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SET: &str = "#curie_map:
#  event: https://w3id.org/samstyr/id/life-event/
#  los: https://psi.norge.no/los/hendelse/
#mapping_set_id: https://example.org/los
#mapping_set_description: |-
#  Two lines: the first
#  and the second
#license: https://data.norge.no/nlod/no/2.0
#object_source: los:scheme
#object_source_version: 2026-08-17
#creator_label:
#- A
subject_id\tsubject_label\tpredicate_id\tpredicate_modifier\tobject_id\tobject_category\tmapping_justification\tauthor_label\tmapping_date\tconfidence\tcomment\tzone
event:no-fa-barn\tFå barn\tskos:exactMatch\t\tlos:fa-barn\tskos:Concept\tsemapv:ManualMappingCuration\tA\t2026-11-22\t1\t\"Said \"\"so\"\"\"\taccept
event:no-fa-barn\t\tskos:closeMatch\tNot\tlos:ny-i-norge\tan event\tsemapv:ManualMappingCuration\tA\t2026-11-22\t0.25\t\t
";

    fn set() -> MappingSet {
        MappingSet::parse(Path::new("los.sssom.tsv"), SET).expect("a set")
    }

    fn written(set: &MappingSet) -> String {
        let mut out = Vec::new();
        set.write(&mut out).expect("written");
        String::from_utf8(out).expect("UTF-8")
    }

    #[test]
    fn a_set_is_read_and_written_as_it_was() {
        let set = set();
        assert_eq!(set.mappings.len(), 2);
        let (first, second) = (&set.mappings[0], &set.mappings[1]);
        assert_eq!(first.object.as_str(), "https://psi.norge.no/los/hendelse/fa-barn");
        assert_eq!(first.category.as_ref().map(NamedNode::as_str), Some("http://www.w3.org/2004/02/skos/core#Concept"));
        assert_eq!((&second.category, second.other["object_category"].as_str()), (&None, "an event"), "SSSOM allows a word, too");
        assert_eq!((first.refused, first.confidence, first.comment.as_deref()), (false, Some(1.0), Some("Said \"so\"")));
        assert_eq!(first.other, BTreeMap::from([("zone".to_owned(), "accept".to_owned())]));
        assert_eq!((second.refused, second.confidence, second.date.as_deref()), (true, Some(0.25), Some("2026-11-22")));
        assert_eq!(set.metadata.object_source.as_ref().map(NamedNode::as_str), Some("https://psi.norge.no/los/hendelse/scheme"));
        assert!(set.metadata.other.contains_key("creator_label"));
        assert_eq!(set.accepted().count(), 1);
        assert_eq!(written(&set), SET);
    }

    #[test]
    fn the_order_is_always_the_same_and_every_iri_has_a_prefix() {
        let mut set = set();
        set.mappings.reverse();
        assert_eq!(written(&set), SET);
        let iri = |text: &str| NamedNode::new_unchecked(text);
        let why = iri(&format!("{SEMAPV}LexicalMatching"));
        set.mappings.push(Mapping::new(
            iri("https://a.example/x"),
            iri("http://www.w3.org/2004/02/skos/core#closeMatch"),
            iri("urn:a:b"),
            why,
        ));
        let text = written(&set);
        assert!(text.contains("ns1:x\t\tskos:closeMatch\t\tns2:b\t\tsemapv:LexicalMatching"), "{text}");
        let again = MappingSet::parse(Path::new("x"), &text).expect("a set");
        assert_eq!(written(&again), text);
    }

    #[test]
    fn mistakes_are_all_told_with_their_places() {
        let told = |text: &str| match MappingSet::parse(Path::new("x.sssom.tsv"), text) {
            Err(Error::MappingsInvalid { mistakes }) => mistakes,
            other => panic!("{other:?}"),
        };
        let wrong = SET.replace("\t1\t", "\tmuch\t").replace("\tNot\t", "\tNo\t").replace("los:ny-i-norge", "loz:ny-i-norge");
        assert_eq!(
            told(&wrong),
            [
                "x.sssom.tsv:14: column `confidence`: `much` is not a number from 0 to 1",
                "x.sssom.tsv:15: column `object_id`: the prefix `loz` of `loz:ny-i-norge` is not in the curie_map",
                "x.sssom.tsv:15: column `predicate_modifier`: `No` is not `Not`, which is the only modifier",
            ]
        );
        assert_eq!(told(&SET.replace("los:fa-barn", "")), ["x.sssom.tsv:14: column `object_id`: nothing stands here"]);
        assert_eq!(told(&SET.replace("2026-11-22\t1", "22.11.2026\t1")).len(), 1);
        assert_eq!(told(&SET.replace("predicate_id", "relation")), ["x.sssom.tsv:13: the column `predicate_id` is missing"]);
        assert_eq!(told(&SET.replace("\tzone\n", "\tcomment\n")), ["x.sssom.tsv:13: the column `comment` stands twice"]);
        assert_eq!(told(&SET.replace("\taccept\n", "\n")), ["x.sssom.tsv:14: 11 cells, and the table has 12 columns"]);
        assert_eq!(told(&SET.replace("#license", "#licence")), ["x.sssom.tsv:1: `license` is missing above the table"]);
        assert_eq!(told(&SET.replace("#object_source:", "#object_source: ["))[0].split(": ").next(), Some("x.sssom.tsv:9"));
        assert_eq!(told("").len(), 2);
        let cut = told(&SET[..SET.find("accept").expect("a cell") + 3]);
        assert!(cut.len() == 1 && cut[0].starts_with("x.sssom.tsv:14: the last line has no end, as when a file is cut off"), "{cut:?}");
        let cut = told(&SET[..SET.rfind("ManualMapping").expect("a cell")]);
        assert!(cut[0].starts_with("x.sssom.tsv:15: 7 cells, and the table has 12 columns"), "{cut:?}");
    }
}
