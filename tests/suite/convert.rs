//! `samstyr convert`.

use crate::world::World;
use std::fs;

const QUADS: &str = "<x:g> { <x:s> <x:p> \"a\\\"\\n\u{1F600}\"@nb , 01 . _:b <x:p> <x:s> }\n<x:s> <x:p> \"1.50\"^^<http://www.w3.org/2001/XMLSchema#decimal> .\n";

#[test]
fn every_syntax_and_compression_gives_the_same_quads_back() {
    let world = World::new();
    world.file("in.trig", QUADS);
    assert_eq!(world.run(&["convert", "in.trig", "reference.nq"]).status, 0);
    let sorted = |name: &str| {
        let mut lines: Vec<String> = fs::read_to_string(world.path().join(name)).unwrap().lines().map(blank).collect();
        lines.sort();
        lines
    };
    for through in ["t.nq", "t.trig", "t.jsonld", "t.nq.gz", "t.trig.zst", "t.jsonld.gz"] {
        let there = world.run(&["convert", "in.trig", through]);
        assert_eq!((there.status, there.stderr.as_str()), (0, "4 quads\n"), "{through}");
        assert_eq!(world.run(&["convert", through, "back.nq"]).status, 0, "{through}");
        assert_eq!(sorted("back.nq"), sorted("reference.nq"), "{through}");
    }
    assert!(fs::read_to_string(world.path().join("reference.nq")).unwrap().contains("\"01\"^^"), "literals keep their form");
}

/// A line with its blank nodes alike: their labels may change.
fn blank(line: &str) -> String {
    line.split(' ').map(|word| if word.starts_with("_:") { "_:" } else { word }).collect::<Vec<_>>().join(" ")
}

#[test]
fn stdin_and_stdout_need_a_format() {
    let world = World::new();
    let ran = world.run_with_stdin(&["convert", "-", "-", "--from", "turtle", "--to", "ntriples"], "<x:s> a <x:C> .");
    assert_eq!(ran.stdout, "<x:s> <http://www.w3.org/1999/02/22-rdf-syntax-ns#type> <x:C> .\n");
    assert_eq!(world.run(&["convert", "-", "-"]).status, 2);
}

#[test]
fn prefixes_are_kept() {
    let world = World::new();
    world.file("in.ttl", "@prefix ex: <https://example.org/> . ex:a ex:b ex:c .");
    world.run(&["convert", "in.ttl", "out.trig"]);
    let out = fs::read_to_string(world.path().join("out.trig")).unwrap();
    assert!(out.contains("@prefix ex:") && out.contains("ex:a ex:b ex:c"), "{out}");
}

#[test]
fn a_mistake_has_its_place_and_leaves_what_was_there() {
    let world = World::new();
    world.file("in.ttl", "<x:s> <x:p> 1 .\n<x:s> <x:p>\n  oops .");
    world.file("in.trig", "<x:g> { <x:s> <x:p> 1 }");
    world.file("out.nt", "as it was");
    for (arguments, status, message) in [
        (["convert", "in.ttl", "out.nt"], 2, "`in.ttl` is not valid RDF: Parser error at line 3 between columns 3 and 7"),
        (["convert", "in.trig", "out.nt"], 2, "`out.nt` cannot hold the named graph <x:g>"),
        (["convert", "nothing.ttl", "out.nt"], 3, "cannot read `nothing.ttl`"),
        (["convert", "in.ttl", "nowhere/out.nt"], 3, "cannot write `nowhere/out.nt`"),
        (["convert", "in.ttl", "out.doc"], 2, "cannot tell the RDF format of `out.doc`"),
    ] {
        let ran = world.run(&arguments);
        assert_eq!(ran.status, status, "{arguments:?}: {}", ran.stderr);
        assert!(ran.stderr.contains(message), "{arguments:?}: {}", ran.stderr);
    }
    assert_eq!(fs::read_to_string(world.path().join("out.nt")).unwrap(), "as it was");
    let left: Vec<_> = fs::read_dir(world.path())
        .unwrap()
        .map(|entry| entry.unwrap().file_name())
        .filter(|name| name.to_string_lossy().ends_with(".new"))
        .collect();
    assert!(left.is_empty(), "{left:?}");
}

#[test]
fn other_files_links_and_devices_are_safe() {
    let world = World::new();
    world.file("in.nt", "<x:s> <x:p> <x:o> .\n");
    world.file("out.nt.new", "<x:a> <x:b> <x:c> .\n");
    assert_eq!(world.run(&["convert", "--from", "ntriples", "out.nt.new", "out.nt"]).stderr, "1 quad\n");
    assert!(world.path().join("out.nt.new").exists());
    std::os::unix::fs::symlink("out.nt", world.path().join("link.nt")).unwrap();
    assert_eq!(world.run(&["convert", "in.nt", "link.nt"]).status, 0);
    assert!(fs::symlink_metadata(world.path().join("link.nt")).unwrap().is_symlink());
    assert_eq!(fs::read_to_string(world.path().join("out.nt")).unwrap(), "<x:s> <x:p> <x:o> .\n");
    assert_eq!(world.run(&["convert", "in.nt", "/dev/null", "--to", "ntriples"]).status, 0);
    assert!(!fs::metadata("/dev/null").unwrap().is_file());
}

#[test]
fn completions_and_manual_are_printed() {
    let world = World::new();
    for shell in ["bash", "zsh", "fish"] {
        assert!(world.run(&["completions", shell]).stdout.contains("verify-sources"), "{shell}");
    }
    assert!(world.run(&["man"]).stdout.contains(".TH samstyr 1"));
    assert!(world.run(&["man", "ask"]).stdout.contains("NAME=VALUE"));
    assert_eq!(world.run(&["man", "nothing"]).status, 2);
}
