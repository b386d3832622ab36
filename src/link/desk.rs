//! Where decisions are kept: the mapping sets of a folder, one file for each target.
//!
//! A decision is written into its set as the set stands on disk at that moment, so that two people may review at the same time, and by renaming,
//! so that it is there whole or not at all.

use super::mapping::{COMMENT_NB, EXTENSION, LABEL_LANGUAGE, LICENCE, Mapping, MappingSet, Metadata, SEMAPV, ZONE, in_folder, target_of};
use super::settings::targets::Targets;
use crate::error::{Error, Result};
use crate::rdf::iri::Base;
use oxigraph::model::NamedNode;
use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

/// The column of a row that says which source its object is of, where that is not the set's.
const OBJECT_SOURCE: &str = "object_source";

/// Who decides, when, and where decisions are kept.
#[derive(Debug, Clone)]
pub struct Desk {
    /// The folder of the mapping sets.
    pub folder: PathBuf,
    /// The set that decisions go into, where a candidate's own source names none.
    pub target: Option<String>,
    /// The set of what nothing else tells the set of.
    pub otherwise: Option<String>,
    /// Who decides.
    pub author: String,
    /// On which day.
    pub date: String,
}

/// Whether a pair is to be asked about.
pub(super) enum Standing {
    New,
    Decided,
    Changed(String),
}

/// What stood of a pair before it was decided on.
pub(super) struct Before {
    target: String,
    mapping: Option<Mapping>,
    is_new_set: bool,
}

impl Before {
    /// The set, if there was none.
    pub fn new_set(&self) -> Option<&str> {
        self.is_new_set.then_some(self.target.as_str())
    }
}

/// The mapping sets of a folder.
pub(super) struct Sets<'a> {
    desk: &'a Desk,
    candidates: &'a Metadata,
    kinds: &'a Targets,
    by_target: BTreeMap<String, MappingSet>,
}

impl<'a> Sets<'a> {
    pub fn open(desk: &'a Desk, candidates: &'a Metadata, kinds: &'a Targets) -> Result<Self> {
        let mut by_target = BTreeMap::new();
        if desk.folder.is_dir() {
            for path in in_folder(&desk.folder)? {
                by_target.extend(target_of(&path).zip(Some(MappingSet::read(&path)?)));
            }
        }
        Ok(Self { desk, candidates, kinds, by_target })
    }

    /// The set of a candidate: the one that has decided on it, that of its source, the one that was asked for, that of its kind.
    pub fn target(&self, candidate: &Mapping) -> Result<String> {
        let decided = self.by_target.iter().find(|(_, set)| set.find(&candidate.subject, &candidate.object).is_some());
        let source =
            candidate.other.get(OBJECT_SOURCE).map(|source| self.candidates.expand(source).map_or(source.clone(), NamedNode::into_string));
        let of_source = |set: &MappingSet| {
            source.as_ref().is_some_and(|source| set.metadata.object_source.as_ref().is_some_and(|of_set| of_set.as_str() == source))
        };
        let named = decided.or_else(|| self.by_target.iter().find(|(_, set)| of_source(set))).map(|(target, _)| target.as_str());
        let by_kind = || self.kinds.set_of(candidate.object.as_str(), candidate.category.as_ref().map(NamedNode::as_str));
        let found = named.or(self.desk.target.as_deref()).or_else(by_kind).or(self.desk.otherwise.as_deref());
        found.map(str::to_owned).ok_or_else(|| Error::RequestInvalid {
            problem: format!("nothing says which mapping set decisions on {} go into", candidate.object),
            hint: "name it with `--target`",
        })
    }

    pub fn standing(&self, candidate: &Mapping) -> Result<Standing> {
        let set = self.by_target.get(&self.target(candidate)?);
        let Some((set, known)) = set.and_then(|set| Some((set, set.find(&candidate.subject, &candidate.object)?))) else {
            return Ok(Standing::New);
        };
        if known.refused {
            return Ok(Standing::Decided);
        }
        let versions = (known.object_source_version.as_ref().or(set.metadata.object_source_version.as_ref()), self.version(candidate));
        Ok(match ((&known.object_label, &candidate.object_label), versions) {
            ((Some(then), Some(now)), _) if then != now => Standing::Changed(format!("it was called «{then}»")),
            (_, (Some(then), Some(now))) if then != now => Standing::Changed(format!("it was of version {then}, and is now of {now}")),
            _ => Standing::Decided,
        })
    }

    fn version<'c>(&'c self, candidate: &'c Mapping) -> Option<&'c String> {
        candidate.object_source_version.as_ref().or(self.candidates.object_source_version.as_ref())
    }

    /// Keeps a decision: accepted with a predicate, or refused. Gives what stood there before.
    pub fn decide(&mut self, candidate: &Mapping, accepted: Option<NamedNode>, comment: Option<String>) -> Result<Before> {
        let target = self.target(candidate)?;
        let version = self.version(candidate).cloned();
        let refused = accepted.is_none();
        // What the search found speaks for the link, in words and as a number: it is neither why nor how surely a person refused.
        let is_own = comment.is_some() || refused;
        let one_line = |text: &Option<String>| text.as_deref().map(|text| text.split_whitespace().collect::<Vec<_>>().join(" "));
        let mut decision = Mapping {
            refused,
            predicate: accepted.unwrap_or_else(|| candidate.predicate.clone()),
            justification: NamedNode::new_unchecked(format!("{SEMAPV}ManualMappingCuration")),
            author: Some(self.desk.author.clone()),
            date: Some(self.desk.date.clone()),
            confidence: (!refused).then(|| candidate.confidence.unwrap_or(1.0)),
            subject_label: one_line(&candidate.subject_label),
            object_label: one_line(&candidate.object_label),
            comment: one_line(&if is_own { comment } else { candidate.comment.clone() }),
            ..candidate.clone()
        };
        if is_own {
            decision.other.remove(COMMENT_NB); // it has the reasons that were found, in bokmål
        }
        decision.other.retain(|column, _| ![OBJECT_SOURCE, ZONE, LABEL_LANGUAGE].contains(&column.as_str()));
        let is_new_set = self.refresh(&target)?;
        let path = self.path(&target);
        let set = self.by_target.entry(target.clone()).or_insert_with(|| new_set(&target, self.candidates));
        decision.object_source_version = version.filter(|version| set.metadata.object_source_version.as_ref() != Some(version));
        let language = self.candidates.label_language(candidate);
        if decision.object_label.is_some() && set.metadata.label_language(&decision) != language {
            decision.other.insert(LABEL_LANGUAGE.to_owned(), language.to_owned());
        }
        let mapping = set.find(&decision.subject, &decision.object).cloned();
        set.mappings.retain(|known| known.subject != decision.subject || known.object != decision.object);
        set.mappings.push(decision);
        set.adopt_prefixes(&self.candidates.curie_map);
        save(set, &path)?;
        Ok(Before { target, mapping, is_new_set })
    }

    /// Puts back what stood of a pair before.
    pub fn undo(&mut self, candidate: &Mapping, before: Before) -> Result<()> {
        self.refresh(&before.target)?;
        let path = self.path(&before.target);
        let Some(set) = self.by_target.get_mut(&before.target) else { return Ok(()) };
        set.mappings.retain(|known| known.subject != candidate.subject || known.object != candidate.object);
        set.mappings.extend(before.mapping);
        if before.is_new_set && set.mappings.is_empty() {
            self.by_target.remove(&before.target);
            return fs::remove_file(&path).map_err(|source| Error::Write { path, source });
        }
        save(set, &path)
    }

    /// Reads a set as it stands on disk now. Says whether there is none.
    fn refresh(&mut self, target: &str) -> Result<bool> {
        let path = self.path(target);
        if path.exists() {
            self.by_target.insert(target.to_owned(), MappingSet::read(&path)?);
            return Ok(false);
        }
        self.by_target.remove(target);
        Ok(true)
    }

    fn path(&self, target: &str) -> PathBuf {
        self.desk.folder.join(format!("{target}{EXTENSION}"))
    }
}

/// A set for a target that has none, with what the candidates say of theirs.
fn new_set(target: &str, candidates: &Metadata) -> MappingSet {
    let id = NamedNode::new_unchecked(format!("{}id/mapping-set/{target}", Base::default().as_str()));
    MappingSet::new(Metadata {
        object_source: candidates.object_source.clone(),
        object_source_version: candidates.object_source_version.clone(),
        ..Metadata::new(id, NamedNode::new_unchecked(LICENCE))
    })
}

/// Writes beside the file and then takes its place.
fn save(set: &MappingSet, path: &Path) -> Result<()> {
    let unwritable = |source| Error::Write { path: path.to_owned(), source };
    let mut bytes = Vec::new();
    set.write(&mut bytes)?;
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder).map_err(unwritable)?;
    }
    let new = path.with_extension("new");
    fs::write(&new, bytes).and_then(|()| fs::rename(&new, path)).map_err(unwritable)
}
