//! Candidates as a mapping set, and the pairs of mapping sets that need no candidate any more.

use super::mapping::{
    BOKMAL, COMMENT_NB, CurieMap, LABEL_LANGUAGE, LICENCE, Mapping, MappingSet, Metadata, PUBLISHER_PATH, SEMAPV, ZONE, in_folder,
};
use super::propose::{Candidate, Zone};
use super::record::name_for;
use super::relabelled::Relabelled;
use super::settings::Settings;
use super::settings::targets::Targets;
use super::settings::words::Words;
use crate::error::{Error, Result};
use crate::rdf::iri::Base;
use oxigraph::model::NamedNode;
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

/// What the set of proposals is called.
const SET: &str = "https://w3id.org/samstyr/links/proposals";

/// The mapping sets of some files or folders.
pub fn sets(paths: &[PathBuf]) -> Result<Vec<MappingSet>> {
    files(paths)?.iter().map(|path| MappingSet::read(path)).collect()
}

/// The pairs that someone has accepted or refused.
pub fn decided(sets: &[MappingSet]) -> BTreeSet<(String, String)> {
    let mappings = sets.iter().flat_map(|set| &set.mappings);
    mappings.map(|mapping| (mapping.subject.as_str().to_owned(), mapping.object.as_str().to_owned())).collect()
}

/// The files, and the mapping sets in the folders, sorted by name.
fn files(paths: &[PathBuf]) -> Result<Vec<PathBuf>> {
    let mut found = Vec::new();
    for path in paths {
        if !path.is_dir() {
            found.push(path.clone());
            continue;
        }
        found.extend(in_folder(path)?);
    }
    Ok(found)
}

/// The candidates of the accept and review zones as a set, and the pairs that come back. Nobody has decided on them: they have no author and no date.
pub fn as_set(candidates: &[&Candidate], again: &[Relabelled], settings: &Settings) -> MappingSet {
    let node = NamedNode::new_unchecked;
    let mut metadata = Metadata::new(node(SET), node(LICENCE));
    metadata.title = Some("Proposed links".to_owned());
    metadata.description = Some("Proposed by `samstyr link propose`; nobody has decided on them yet.".to_owned());
    metadata.curie_map = prefixes(candidates, &settings.targets);
    let shown = candidates.iter().filter(|found| found.zone != Zone::Leave);
    let mappings = shown.map(|found| Mapping {
        subject_label: Some(found.subject_name(BOKMAL).to_owned()),
        object_label: Some(found.target_name(BOKMAL).to_owned()).filter(|name| !name.is_empty()),
        category: settings.targets.category(&found.target.iri, &found.target.classes).map(node),
        confidence: Some(found.score),
        comment: Some(why(found, &settings.words, "en")),
        other: columns(found, &settings.words),
        ..Mapping::new(node(&found.subject.iri), node(&found.predicate), node(found.target.iri.as_ref()), justification(found))
    });
    let again = again.iter().map(|found| {
        let mut mapping = found.mapping.clone();
        mapping.other.insert(ZONE.to_owned(), Zone::Review.name().to_owned());
        mapping
    });
    MappingSet { metadata, mappings: mappings.chain(again).collect() }
}

/// Prefixes that say something: the kinds of our things, and the kinds of targets that are told by how their IRIs begin.
fn prefixes(candidates: &[&Candidate], targets: &Targets) -> CurieMap {
    let base = Base::default();
    let ours = candidates.iter().filter_map(|found| {
        let (kind, _) = base.kind_and_key(&found.subject.iri)?;
        Some((kind.to_owned(), format!("{}id/{kind}/", base.as_str())))
    });
    let found = |prefix: &str| candidates.iter().any(|found| found.target.iri.starts_with(prefix));
    let theirs = targets.kind.iter().filter_map(|kind| match kind.prefixes.as_slice() {
        [prefix] if found(prefix) => Some((kind.name.clone(), prefix.clone())),
        _ => None,
    });
    ours.chain(theirs).collect()
}

fn why(found: &Candidate, words: &Words, language: &str) -> String {
    found.why(words, language).join("; ")
}

/// What SSSOM has no column for.
fn columns(found: &Candidate, words: &Words) -> BTreeMap<String, String> {
    // A target without a name in bokmål is called what it is called.
    let language = name_for(&found.target.names, BOKMAL).and_then(|name| name.tag.clone()).filter(|tag| tag != BOKMAL);
    let named = [
        (ZONE, Some(found.zone.name().to_owned())),
        (COMMENT_NB, Some(why(found, words, BOKMAL))),
        (PUBLISHER_PATH, found.target.publisher_path.clone()),
        (LABEL_LANGUAGE, language),
    ];
    named.into_iter().filter_map(|(column, cell)| Some((column.to_owned(), cell?))).collect()
}

/// Why, as a term of SEMAPV: by an identifier, by words, or by our thesaurus.
fn justification(found: &Candidate) -> NamedNode {
    let term = match found.reasons.first().map(|reason| reason.code) {
        Some("number") => "DatabaseCrossReference",
        Some("related" | "linked") => "BackgroundKnowledgeBasedMatching",
        Some("stems" | "whole" | "part") => "LexicalSimilarityThresholdMatching",
        _ => "LexicalMatching",
    };
    NamedNode::new_unchecked(format!("{SEMAPV}{term}"))
}

/// Writes a set into a file, which must not be there yet: it might hold decisions.
pub fn write(set: &MappingSet, path: &Path) -> Result<()> {
    let unwritable = |source| Error::Write { path: path.to_owned(), source };
    let mut bytes = Vec::new();
    set.write(&mut bytes)?;
    let mut file = fs::File::options().write(true).create_new(true).open(path).map_err(unwritable)?;
    std::io::Write::write_all(&mut file, &bytes).map_err(unwritable)
}
