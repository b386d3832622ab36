//! `samstyr publish --site`: a folder that is whole without a server, walked file by file.

use crate::world::{PUBLISHER, World, program, tree};
use regex::Regex;
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::process::Command;

const BASE: &str = "https://samstyr.digdir.no/samstyr/";

fn text(bytes: &[u8]) -> String {
    String::from_utf8(bytes.to_vec()).unwrap()
}

/// The file that a way from another leads to.
fn resolved(from: &str, way: &str) -> String {
    let mut parts: Vec<&str> = from.split('/').collect();
    parts.pop();
    for part in way.split('/').filter(|part| *part != ".") {
        if part == ".." {
            assert!(parts.pop().is_some(), "{from} leads out of the folder: {way}");
        } else {
            parts.push(part);
        }
    }
    parts.join("/")
}

/// Every address in every page and style sheet leads to a file that is there, and every fragment to a place in it.
fn walk(files: &BTreeMap<String, Vec<u8>>) -> usize {
    let address = Regex::new(r#"\s(?:href|src|action|srcset)\s*=\s*"([^"]*)""#).unwrap();
    let refresh = Regex::new(r#"content="0; url=([^"]*)""#).unwrap();
    let in_style = Regex::new(r#"url\(["']?([^)"']*)["']?\)"#).unwrap();
    let id = Regex::new(r#"\sid="([^"]*)""#).unwrap();
    let script = Regex::new(r"(?s)<script[^>]*>.*?</script>").unwrap();
    let pages: BTreeMap<&str, String> = files
        .iter()
        .filter(|(path, _)| path.strip_suffix(".html").is_some())
        .map(|(path, bytes)| (path.as_str(), script.replace_all(&text(bytes), "").into_owned()))
        .collect();
    let ids: BTreeMap<&str, BTreeSet<String>> =
        pages.iter().map(|(path, html)| (*path, id.captures_iter(html).map(|found| found[1].to_owned()).collect())).collect();
    let (mut wrong, mut seen) = (Vec::new(), 0);
    let mut check = |from: &str, way: &str| {
        seen += 1;
        let way = way.replace("&amp;", "&");
        let own = way.strip_prefix(BASE).filter(|_| from == "404.html");
        if own.is_none() && (way.starts_with("https://") || way.starts_with("http://") || way.starts_with("data:")) {
            if way.starts_with(BASE) {
                wrong.push(format!("{from}: {way} is whole"));
            }
            return;
        }
        let (path, place) = way.split_once('#').unwrap_or((&way, ""));
        let to = match own {
            Some(own) => own.to_owned(),
            None if path.is_empty() => from.to_owned(),
            None => resolved(from, path),
        };
        let there = files.contains_key(&to) && !way.starts_with('/') && !way.contains('?');
        if !there || !(place.is_empty() || ids.get(to.as_str()).is_some_and(|ids| ids.contains(place))) {
            wrong.push(format!("{from}: {way}"));
        }
    };
    for (path, html) in &pages {
        for found in address.captures_iter(html).chain(refresh.captures_iter(html)) {
            check(path, &found[1]);
        }
        assert!(!html.contains("<form"), "{path} has a form");
    }
    for (path, bytes) in files.iter().filter(|(path, _)| path.strip_suffix(".css").is_some()) {
        for found in in_style.captures_iter(&text(bytes)).filter(|found| !found[1].starts_with("data:")) {
            check(path, &found[1]);
        }
    }
    assert!(wrong.is_empty(), "{} of {seen} links lead nowhere:\n{}", wrong.len(), wrong[..wrong.len().min(30)].join("\n"));
    seen
}

#[test]
fn a_site_is_whole_without_a_server() {
    let world = World::new();
    world.file("samstyr.toml", &format!("{PUBLISHER}base = \"{BASE}\"\n"));
    let publish = |out: &str, zone: &str| {
        let arguments = ["publish", "--site", "--release", "2026.1", "--date", "2026-11-22", "--out", out];
        program(&arguments).env("TZ", zone).current_dir(world.path()).spawn().unwrap()
    };
    let runs = [publish("one", "UTC"), publish("deep/er/two", "Asia/Kathmandu")]; // at once: each core has one
    for run in runs {
        let output = run.wait_with_output().unwrap();
        let said = text(&output.stderr);
        assert!(output.status.success() && said.contains("site of release 2026.1 written to"), "{said}");
    }
    let (files, two) = (tree(&world.path().join("one")), tree(&world.path().join("deep/er/two")));
    assert_eq!(files.keys().collect::<Vec<_>>(), two.keys().collect::<Vec<_>>());
    for (path, bytes) in &files {
        assert!(two[path] == *bytes, "{path} differs");
    }
    let sums = Command::new("sha256sum").args(["--check", "--quiet", "SHA256SUMS"]).current_dir(world.path().join("one")).status();
    assert!(sums.unwrap().success());
    assert_eq!(text(&files["SHA256SUMS"]).lines().count(), files.len() - 1);
    assert!(walk(&files) > 30_000);
    what_is_there(&files);
}

fn what_is_there(files: &BTreeMap<String, Vec<u8>>) {
    for path in [
        ".nojekyll",
        "404.html",
        "index.html",
        "nb/index.html",
        "nn/questions/duties.html",
        "en/questions/duties.bearer-no-kmd.html",
        "nb/id/measure/no-dos-2019-6.5.html",
        "id/measure/no-dos-2019-6.5.html",
        "doc/measure/no-dos-2019-6.5.ttl",
        "nb/pictures/process.svg",
        "nb/agreement.ics",
        "questions/duties.nb.xlsx",
        "questions/duties.bearer-no-kmd.en.csv",
        "catalog.ttl",
        "catalog/life-events.ttl",
        "releases/2026.1/graph.nq",
        "feed.atom",
    ] {
        assert!(files.contains_key(path), "{path} is not there");
    }
    assert!(!files.keys().any(|path| path.contains("/id/claim/") || path.contains("/id/passage/")));
    // What is named outside of pages is there as well, under the base.
    for path in ["sitemap.xml", "nb/agreement.ics", "nb/pictures/process.svg"] {
        let named = text(&files[path]).replace("\r\n ", "");
        let own: Vec<&str> = named.split(BASE).skip(1).filter_map(|rest| rest.split(['"', '<', '\r', '#']).next()).collect();
        assert!(own.len() > 3, "{path}");
        let missing: Vec<&&str> = own.iter().filter(|address| !address.starts_with("id/") && !files.contains_key(**address)).collect();
        assert!(missing.is_empty(), "{path}: {missing:?}");
    }
    for path in ["nn/things/measure", "en/graph/evidence", "nb/ns/Measure"] {
        assert!(text(&files["sitemap.xml"]).contains(&format!("<loc>{BASE}{path}")), "{path}");
    }
    let catalog = text(&files["catalog.ttl"]);
    assert!(
        catalog.contains(&format!("<{BASE}releases/2026.1/graph.nq>")) && !catalog.contains("DataService") && !catalog.contains("sparql11")
    );
    assert!(!text(&files[".well-known/void.ttl"]).contains("sparqlEndpoint"));
    assert_eq!(files["catalog.ttl"], files["releases/2026.1/catalog.ttl"]);
    // Our things stand under the base everywhere, and the pages that need a server say so.
    for path in ["nb/id/measure/no-dos-2019-6.5.html", "doc/measure/no-dos-2019-6.5.ttl", "questions/duties.nb.json"] {
        let said = text(&files[path]);
        assert!(said.contains(&format!("{BASE}id/")) && !said.contains("w3id.org/samstyr/id/"), "{path}");
    }
    assert!(text(&files["nn/sparql.html"]).contains("Desse sidene er filer utan tenar"));
}

#[test]
fn releases_before_come_along_or_are_missed() {
    let world = World::new();
    world.file("samstyr.toml", &format!("{PUBLISHER}base = \"{BASE}\"\n"));
    let first = world.run(&["publish", "--release", "2025.4", "--date", "2025-12-01", "--out", "releases/2025.4"]);
    assert_eq!(first.status, 0, "{}", first.stderr);
    let second = ["publish", "--release", "2026.1", "--date", "2026-11-22", "--previous", "releases/2025.4", "--out", "releases/2026.1"];
    assert_eq!(world.run(&second).status, 0);
    fs::remove_dir_all(world.path().join("releases/2025.4")).unwrap();
    let third = ["publish", "--site", "--release", "2026.2", "--date", "2026-12-01", "--previous", "releases/2026.1", "--out", "site"];
    let refused = world.run(&third);
    assert!(refused.status == 2 && refused.stderr.contains("previous leads to release 2025.4"), "{}", refused.stderr);
    assert!(!world.path().join("site").exists());
}
