//! The words of the pages: each used, none missing, and one for every column, kind and group that the data bring.

use samstyr::pages::{kinds, words};
use samstyr::questions::{self, Language};
use samstyr::store::Store;
use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

/// The keys that the code names: `t("…")`, `word("…")` and the like, and the first part of keys that are put together.
fn used_keys() -> (BTreeSet<String>, BTreeSet<String>) {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/pages");
    let (mut whole, mut begun) = (BTreeSet::new(), BTreeSet::new());
    for folder in [folder.clone(), folder.join("templates")] {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() || path.extension().is_some_and(|extension| extension == "toml") {
                continue;
            }
            let text = fs::read_to_string(&path).unwrap();
            for literal in text.split('"').skip(1).step_by(1) {
                if let Some((group, rest)) = literal.split_once('.')
                    && !group.is_empty()
                    && group.chars().all(|c| c.is_ascii_lowercase() || c == '-')
                {
                    match rest.split_once('{') {
                        Some(("", _)) => begun.insert(group.to_owned()),
                        _ => whole.insert(literal.to_owned()),
                    };
                }
            }
        }
    }
    (whole, begun)
}

#[test]
fn every_word_is_used_and_every_used_word_is_there() {
    let (whole, begun) = used_keys();
    let keys: BTreeSet<&str> = words::keys().collect();
    let groups: BTreeSet<&str> = keys.iter().filter_map(|key| key.split_once('.')).map(|(group, _)| group).collect();
    for key in &keys {
        let group = key.split_once('.').unwrap().0;
        assert!(whole.contains(*key) || begun.contains(group), "{key} is used nowhere");
    }
    for key in whole {
        let (group, rest) = key.split_once('.').unwrap();
        let looks_like_one = groups.contains(group) && !begun.contains(group) && rest.chars().all(|c| c.is_ascii_lowercase() || c == '-');
        assert!(
            !looks_like_one || ["html", "css", "js", "toml"].contains(&rest) || keys.contains(key.as_str()),
            "{key} is not in words.toml"
        );
    }
}

#[test]
fn every_column_parameter_group_and_code_has_its_words() {
    let find = |key: String| assert!(words::find(&key, Language::Nn).is_some(), "words.toml has no {key}");
    for question in questions::all().unwrap() {
        find(format!("group.{}", question.header.group));
        for parameter in &question.parameters {
            find(format!("column.{}", parameter.name));
        }
        if let Some(waits) = &question.header.waits_for {
            find(format!("waits.{waits}"));
        }
        let answer = fs::read_to_string(format!("queries/{}.tsv", question.name)).unwrap();
        let head = answer.lines().next().unwrap();
        for column in head.split('\t').filter(|column| column.starts_with('?')) {
            find(format!("column.{}", column.trim_start_matches('?')));
        }
    }
    for kind in kinds::names(&Store::built_in().unwrap()).unwrap() {
        find(format!("kind.{kind}"));
    }
}
