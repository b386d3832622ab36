//! The files that the graph is made of: on disk, or as they were when the binary was built.

use crate::error::{Error, Result};
use crate::link::mapping::EXTENSION;
use rust_embed::Embed;
use std::fs;
use std::path::{Path, PathBuf};

/// A text file.
#[derive(Debug, Clone)]
pub struct SourceFile {
    /// Its path from the root of the repository, or as it was opened.
    pub path: PathBuf,
    /// Its text.
    pub text: String,
}

/// Everything that [`build`](super::build) reads.
#[derive(Debug, Clone)]
pub struct Sources {
    /// `ontology/*.ttl`, sorted by name.
    pub ontology: Vec<SourceFile>,
    /// `ontology/context.jsonld`.
    pub context: SourceFile,
    /// `ontology/shapes/*.ttl`, sorted by name.
    pub shapes: Vec<SourceFile>,
    /// `ontology/rules/*.rq`, sorted by name.
    pub rules: Vec<SourceFile>,
    /// `ontology/releases/*.ttl`: earlier versions of the ontology, sorted by name; there may be none.
    pub releases: Vec<SourceFile>,
    /// `ontology/examples/example.ttl`, if it is there.
    pub example: Option<SourceFile>,
    /// `data/**/*.toml`, sorted by path.
    pub sheets: Vec<SourceFile>,
    /// `data/links/*.sssom.tsv`, sorted by name; there may be none.
    pub links: Vec<SourceFile>,
    /// The other tables below `data/`, sorted by path: what our own checks found; there may be none.
    pub records: Vec<SourceFile>,
}

#[derive(Embed)]
#[folder = "ontology"]
#[include = "*.ttl"]
#[include = "context.jsonld"]
#[exclude = "*/*"]
struct OntologyFiles;

#[derive(Embed)]
#[folder = "ontology/shapes"]
#[include = "*.ttl"]
struct ShapeFiles;

#[derive(Embed)]
#[folder = "ontology/rules"]
#[include = "*.rq"]
struct RuleFiles;

#[derive(Embed)]
#[folder = "ontology/releases"]
#[include = "*.ttl"]
struct ReleaseFiles;

#[derive(Embed)]
#[folder = "ontology/examples"]
#[include = "example.ttl"]
struct ExampleFiles;

#[derive(Embed)]
#[folder = "data"]
#[include = "*.toml"]
struct SheetFiles;

#[derive(Embed)]
#[folder = "data/links"]
#[include = "*.sssom.tsv"]
struct LinkFiles;

#[derive(Embed)]
#[folder = "data"]
#[include = "*.tsv"]
#[exclude = "*.sssom.tsv"]
struct RecordFiles;

const CONTEXT: &str = "context.jsonld";
/// Where the mapping sets stand, from the root of the repository.
pub const LINKS: &str = "data/links";

impl Sources {
    /// The files below `root/ontology` and `root/data`.
    pub fn open(root: &Path) -> Result<Self> {
        let mut ontology = Vec::new();
        collect(&root.join("ontology"), "ttl", false, &mut ontology)?;
        let mut shapes = Vec::new();
        collect(&root.join("ontology/shapes"), "ttl", false, &mut shapes)?;
        let mut rules = Vec::new();
        collect(&root.join("ontology/rules"), "rq", false, &mut rules)?;
        let mut releases = Vec::new();
        if root.join("ontology/releases").is_dir() {
            collect(&root.join("ontology/releases"), "ttl", false, &mut releases)?;
        }
        let example = root.join("ontology/examples/example.ttl");
        let example = if example.is_file() { Some(read(example)?) } else { None };
        let mut sheets = Vec::new();
        collect(&root.join("data"), "toml", true, &mut sheets)?;
        let (mut links, mut records) = (Vec::new(), Vec::new());
        if root.join(LINKS).is_dir() {
            collect(&root.join(LINKS), "tsv", false, &mut links)?;
        }
        links.retain(is_mapping_set);
        collect(&root.join("data"), "tsv", true, &mut records)?;
        records.retain(|file| !is_mapping_set(file));
        Ok(Self { ontology, context: read(root.join("ontology").join(CONTEXT))?, shapes, rules, releases, example, sheets, links, records })
    }

    /// The files as they were when the binary was built.
    pub fn built_in() -> Result<Self> {
        let mut ontology = embedded::<OntologyFiles>("ontology")?;
        let context = ontology.iter().position(|file| file.path.ends_with(CONTEXT)).map(|at| ontology.remove(at));
        let context = context.ok_or_else(|| Error::Store("the ontology's context is not built in".into()))?;
        Ok(Self {
            ontology,
            context,
            shapes: embedded::<ShapeFiles>("ontology/shapes")?,
            rules: embedded::<RuleFiles>("ontology/rules")?,
            releases: embedded::<ReleaseFiles>("ontology/releases")?,
            example: embedded::<ExampleFiles>("ontology/examples")?.pop(),
            sheets: embedded::<SheetFiles>("data")?,
            links: embedded::<LinkFiles>(LINKS)?,
            records: embedded::<RecordFiles>("data")?,
        })
    }
}

fn is_mapping_set(file: &SourceFile) -> bool {
    file.path.to_string_lossy().ends_with(EXTENSION)
}

fn embedded<E: Embed>(folder: &str) -> Result<Vec<SourceFile>> {
    let mut files = Vec::new();
    for name in E::iter() {
        let path = Path::new(folder).join(name.as_ref());
        let Some(file) = E::get(&name) else { continue };
        let text = String::from_utf8(file.data.into_owned()).map_err(|error| Error::Store(Box::new(error)))?;
        files.push(SourceFile { path, text });
    }
    files.sort_by(|a, b| a.path.cmp(&b.path));
    Ok(files)
}

fn collect(folder: &Path, extension: &str, deep: bool, files: &mut Vec<SourceFile>) -> Result<()> {
    let unreadable = |source| Error::Read { path: folder.to_owned(), source };
    let mut paths = Vec::new();
    for entry in fs::read_dir(folder).map_err(unreadable)? {
        paths.push(entry.map_err(unreadable)?.path());
    }
    paths.sort();
    for path in paths {
        if path.is_dir() && deep {
            collect(&path, extension, deep, files)?;
        } else if path.extension().is_some_and(|found| found == extension) {
            files.push(read(path)?);
        }
    }
    Ok(())
}

fn read(path: PathBuf) -> Result<SourceFile> {
    match fs::read_to_string(&path) {
        Ok(text) => Ok(SourceFile { path, text }),
        Err(source) => Err(Error::Read { path, source }),
    }
}
