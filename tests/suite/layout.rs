//! The house rules: order of modules, sizes, presence of what must be there. ARCHITECTURE.md says why.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

/// The rooms of `src/` in order of dependency; each may name only those before it.
const ORDER: &[&str] = &[
    "error",
    "rdf",
    "config",
    "net",
    "store",
    "sparql",
    "why",
    "validity",
    "validate",
    "convert",
    "link",
    "ingest",
    "evidence",
    "questions",
    "citation",
    "preflight",
    "diff",
    "docs",
    "pages",
    "publish",
    "http",
    "cli",
];
const MAX_ENTRIES: usize = 25;
const MAX_LINES: usize = 400;
const MAX_DECISION_LINES: usize = 60;

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

fn read(path: impl AsRef<Path>) -> String {
    let path = root().join(path);
    fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// All files below a folder with an extension, as paths from the root.
fn files(folder: &str, extension: &str) -> Vec<PathBuf> {
    let mut found = Vec::new();
    let mut folders = vec![root().join(folder)];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|found| found == extension) {
                found.push(path.strip_prefix(root()).unwrap().to_owned());
            }
        }
    }
    found.sort();
    assert!(!found.is_empty(), "no .{extension} below {folder}");
    found
}

/// The code of a file without its unit tests and comments.
fn code(path: &Path) -> String {
    let text = read(path);
    let code = text.split("#[cfg(test)]").next().unwrap_or_default();
    code.lines().filter(|line| !line.trim_start().starts_with("//")).collect::<Vec<_>>().join("\n")
}

#[test]
fn modules_name_only_those_before_them() {
    let rooms: BTreeSet<String> = fs::read_dir(root().join("src"))
        .unwrap()
        .map(|entry| entry.unwrap().path().file_stem().unwrap().to_string_lossy().into_owned())
        .filter(|name| name != "lib" && name != "main")
        .collect();
    assert_eq!(rooms, ORDER.iter().map(|&name| name.to_owned()).collect(), "ORDER and src/ differ");
    for path in files("src", "rs") {
        let room = path.iter().nth(1).unwrap().to_str().unwrap().trim_end_matches(".rs");
        let Some(at) = ORDER.iter().position(|&name| name == room) else { continue };
        for later in &ORDER[at + 1..] {
            assert!(!code(&path).contains(&format!("crate::{later}")), "{} names {later}, which comes after {room}", path.display());
        }
    }
}

#[test]
fn rooms_are_small() {
    let entries = fs::read_dir(root().join("src")).unwrap().count();
    assert!(entries <= MAX_ENTRIES, "src/ has {entries} entries");
    for path in files("src", "rs").into_iter().chain(files("tests", "rs")) {
        let lines = read(&path).lines().count();
        assert!(lines <= MAX_LINES, "{} has {lines} lines", path.display());
        let name = path.file_stem().unwrap().to_str().unwrap();
        assert!(!["utils", "util", "helpers", "common", "types", "misc"].contains(&name), "{}: no such room", path.display());
    }
}

#[test]
fn every_file_says_what_it_is_for() {
    for path in files("src", "rs").into_iter().chain(files("tests", "rs")) {
        assert!(read(&path).starts_with("//! "), "{} does not open with what it is for", path.display());
    }
    for folder in ["data", "docs", "ontology", "queries", "tests"] {
        assert!(root().join(folder).join("README.md").is_file(), "{folder}/ has no README.md");
    }
}

#[test]
fn libraries_have_one_owner() {
    let owners: &[(&str, &[&str])] = &[
        ("oxigraph::store", &["src/store.rs"]),
        ("sophia::", &["src/rdf/canonical.rs"]),
        (
            "spargebra",
            &["src/sparql", "src/why", "src/ingest/rules.rs", "src/validate/binder.rs", "src/validate/sparql.rs", "src/validate/path.rs"],
        ),
        ("flate2", &["src/rdf/pack.rs"]),
        ("zstd::", &["src/rdf/pack.rs"]),
        (
            "toml::",
            &[
                "src/ingest/sheet.rs",
                "src/diff/words.rs",
                "src/preflight/mqa.rs",
                "src/config.rs",
                "src/link/settings",
                "src/pages/words.rs",
                "src/pages/pictures/specification.rs",
            ],
        ),
        ("serde_norway", &["src/link/mapping"]),
        ("reqwest", &["src/net"]),
        ("oxttl", &["src/preflight/lines.rs"]),
        ("rust_xlsxwriter", &["src/sparql/workbook.rs"]),
        ("axum", &["src/http"]),
        ("clap::", &["src/cli"]),
        ("comfy_table", &["src/cli/output.rs"]),
        ("unicode_normalization", &["src/evidence/text.rs", "src/link/text.rs"]),
        ("tantivy", &["src/link/text.rs", "src/link/index.rs"]),
        ("rapidfuzz", &["src/link/likeness.rs"]),
        ("stdout()", &["src/cli/output.rs", "src/cli/convert.rs", "src/cli/manual.rs", "src/cli/preflight.rs"]),
        ("Date::now", &["src/validity.rs"]),
        ("text/csv", &["src/rdf/format.rs"]),
        ("NodeRef::new_unchecked(\"http", &["src/rdf/vocab.rs"]),
    ];
    for path in files("src", "rs") {
        for (name, allowed) in owners {
            if code(&path).contains(name) {
                assert!(
                    allowed.iter().any(|owner| path.starts_with(owner)),
                    "{} names {name}, which belongs to {allowed:?}",
                    path.display()
                );
            }
        }
    }
}

#[test]
fn nothing_is_left_unfinished() {
    let marks = ["TO", "FIX", "XX"].map(|start| {
        format!(
            "{start}{}",
            if start == "FIX" {
                "ME"
            } else if start == "XX" {
                "X"
            } else {
                "DO"
            }
        )
    });
    for path in files("src", "rs").into_iter().chain(files("tests", "rs")).chain(files("docs", "md")) {
        let text = read(&path);
        for mark in &marks {
            assert!(!text.contains(mark.as_str()), "{} holds {mark}", path.display());
        }
        assert!(!text.contains("#[ignore") || path.ends_with("layout.rs"), "{} switches a test off", path.display());
    }
}

#[test]
fn every_error_has_its_section() {
    let errors = read("src/error/mod.rs");
    let documented = read("docs/errors.md");
    let codes: Vec<&str> = errors.split("=> \"").skip(1).filter_map(|rest| rest.split('"').next()).collect();
    assert!(codes.len() > 15, "codes were not found in src/error/mod.rs");
    for code in &codes {
        assert!(documented.contains(&format!("\n## {code}\n")), "docs/errors.md has no section {code}");
    }
    assert_eq!(documented.matches("\n## ").count(), codes.len(), "docs/errors.md has sections of errors that do not exist");
}

#[test]
fn every_iri_constant_is_in_the_ontology() {
    let ontology = read("ontology/samstyr.ttl") + &read("ontology/codes.ttl");
    let vocab = read("src/rdf/vocab.rs");
    let ours = vocab.split_once("    sam \"").and_then(|(_, rest)| rest.split_once('}')).map(|(ours, _)| ours).unwrap_or_default();
    let locals: Vec<&str> = ours.lines().skip(1).filter_map(|line| line.split('"').nth(1)).collect();
    assert!(locals.len() > 15, "constants were not found in src/rdf/vocab.rs");
    for local in locals {
        assert!(ontology.contains(&format!("\nsam:{local} a ")), "sam:{local} is not in the ontology");
    }
}

#[test]
fn decisions_are_short_and_listed() {
    let list = read("docs/README.md");
    for path in files("docs/decisions", "md") {
        let name = path.file_name().unwrap().to_str().unwrap();
        let lines = read(&path).lines().count();
        assert!(lines <= MAX_DECISION_LINES, "{name} has {lines} lines");
        assert!(list.contains(name), "docs/README.md does not list {name}");
    }
}

#[test]
fn dependencies_have_a_decision() {
    let decisions: String = files("docs/decisions", "md").iter().map(read).collect();
    let manifest = read("Cargo.toml");
    let mut in_dependencies = false;
    for line in manifest.lines() {
        if line.starts_with('[') {
            in_dependencies = line == "[dependencies]" || line == "[dev-dependencies]";
        } else if let Some((name, _)) = line.split_once(" = ").filter(|_| in_dependencies && !line.starts_with('#')) {
            assert!(decisions.contains(&format!("`{name}`")), "no decision record names the dependency `{name}`");
        }
    }
}

#[test]
fn every_class_has_a_shape_an_example_and_an_invalid_one() {
    let example = read("ontology/examples/example.ttl");
    let invalid: Vec<String> =
        files("ontology/examples/invalid", "ttl").iter().map(|path| path.file_stem().unwrap().to_string_lossy().into_owned()).collect();
    let mut classes = 0;
    for line in files("ontology", "ttl")
        .iter()
        .filter(|path| path.iter().count() == 2)
        .flat_map(|path| read(path).lines().map(str::to_owned).collect::<Vec<_>>())
    {
        let Some(class) = line.strip_prefix("sam:").and_then(|rest| rest.split_once(" a owl:Class")).map(|(class, _)| class) else {
            continue;
        };
        classes += 1;
        assert!(root().join(format!("ontology/shapes/{class}.ttl")).is_file(), "{class} has no shape");
        assert!(example.contains(&format!("sam:{class}")) || class == "Norm", "{class} has no instance in ontology/examples/example.ttl");
        assert!(invalid.iter().any(|name| name.starts_with(&format!("{class}-"))), "{class} has no invalid example");
    }
    assert!(classes > 15, "classes were not found in ontology/");
}

#[test]
fn shapes_and_examples_are_small() {
    for (folder, most) in [("ontology/shapes", 80), ("ontology/examples/invalid", 15)] {
        for path in files(folder, "ttl") {
            let lines = read(&path).lines().count();
            assert!(lines <= most, "{} has {lines} lines", path.display());
        }
    }
}
