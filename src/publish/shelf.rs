//! A release, and those before it, where their catalogue says that they are: for a host that has nothing but files.

use super::details::Publication;
use super::folder::Files;
use super::release::{Answers, Made};
use crate::error::{Error, Result};
use crate::rdf::read;
use crate::rdf::term::plain;
use crate::sparql::{self, Answer, Request};
use crate::store::Store;
use oxigraph::model::{Graph, GraphNameRef, Quad, TermRef};
use std::fs;
use std::path::{Path, PathBuf};

const RELEASES: &str = include_str!("../../ontology/publish/releases.rq");
/// Documents that are harvested: their name in a release and where a server has them.
const AT_ROOT: [(&str, &str); 4] =
    [("catalog", "catalog"), ("life-events", "catalog/life-events"), ("concepts", "catalog/concepts"), ("void", ".well-known/void")];
const EXTENSIONS: [&str; 4] = ["ttl", "nt", "rdf", "jsonld"];

/// The files under `releases/`, and the documents that are harvested where they stay from release to release; with them the catalogue and the answers.
pub fn shelve(publication: &Publication, made: Made) -> Result<(Files, Graph, Answers)> {
    let mut files = Files::new();
    for (name, place) in AT_ROOT {
        for extension in EXTENSIONS {
            if let Some(bytes) = made.files.get(&format!("{name}.{extension}")) {
                files.insert(format!("{place}.{extension}"), bytes.clone());
            }
        }
    }
    let own = &publication.release;
    files.extend(made.files.into_iter().map(|(path, bytes)| (format!("releases/{own}/{path}"), bytes)));
    if let Some(folder) = &publication.previous {
        let before = read::graph([folder.join("catalog.nt").as_path()])?;
        for (version, newest) in releases(&before)? {
            let place = if newest { folder.clone() } else { folder.with_file_name(&version) };
            add_folder(&mut files, &place, &format!("releases/{version}"), &version)?;
        }
    }
    Ok((files, made.documents.catalog, made.answers))
}

/// What a catalogue says is at the base, and is not among the files.
pub fn missing(catalog: &Graph, base: &str, files: &Files) -> Vec<String> {
    let releases = format!("{base}releases/");
    let named = catalog.iter().filter_map(|triple| match triple.object {
        TermRef::NamedNode(node) => node.as_str().strip_prefix(base).filter(|_| node.as_str().starts_with(&releases)).map(str::to_owned),
        _ => None,
    });
    let mut missing: Vec<String> = named.filter(|path| !files.contains_key(path)).collect();
    missing.sort();
    missing.dedup();
    missing
}

/// The releases that a catalogue names, and which is its own.
fn releases(catalog: &Graph) -> Result<Vec<(String, bool)>> {
    let quads = catalog.iter().map(|triple| triple.in_graph(GraphNameRef::DefaultGraph).into_owned());
    let store = Store::of(quads.collect::<Vec<Quad>>())?;
    sparql::answer(&store, &Request::new(RELEASES), |answer| match answer {
        Answer::Rows(rows) => rows
            .map(|row| {
                let row = row?;
                let cell = |at: usize| row.get(at).and_then(Option::as_ref).map(plain).unwrap_or_default();
                Ok((cell(0), cell(1) == "true"))
            })
            .collect(),
        _ => Ok(Vec::new()),
    })
}

/// A release on disk, whole. Its files are not made again: what is released never changes.
fn add_folder(files: &mut Files, folder: &Path, place: &str, version: &str) -> Result<()> {
    if !folder.is_dir() {
        let problem = format!("previous leads to release {version}, which the catalogue names, and `{}` is not there", folder.display());
        return Err(Error::PublicationIncomplete { problems: vec![problem] });
    }
    let mut folders: Vec<PathBuf> = vec![folder.to_owned()];
    while let Some(inside) = folders.pop() {
        let unreadable = |source| Error::Read { path: inside.clone(), source };
        for entry in fs::read_dir(&inside).map_err(unreadable)? {
            let path = entry.map_err(unreadable)?.path();
            if path.is_dir() {
                folders.push(path);
                continue;
            }
            let name = path.strip_prefix(folder).unwrap_or(&path).to_string_lossy().replace('\\', "/");
            let bytes = fs::read(&path).map_err(|source| Error::Read { path: path.clone(), source })?;
            files.insert(format!("{place}/{name}"), bytes);
        }
    }
    Ok(())
}
