//! Names and texts of others steer no terminal: what people read is cleaned, what programs read is not.

use crate::preflight::catalog;
use crate::world::{Ran, World};
use rexpect::session::spawn_command;
use serde_json::Value;
use std::fs;
use std::process::Command;

/// Clears a screen, rings, colours by the sign of one byte, and turns what follows.
const STEERING: &str = "A\u{1b}[2J\u{7}B\u{9b}31mC \u{202e}D\u{2066}E";
/// What is shown of it.
const SHOWN: &str = "A�[2J�B�31mC �D�E";
/// The same in Turtle.
const TURTLE: &str = "A\\u001B[2J\\u0007B\\u009B31mC \\u202ED\\u2066E";
const LABEL: &str = "http://www.w3.org/2004/02/skos/core#prefLabel";
const LABELS: &str =
    "SELECT ?label { ?thing <http://www.w3.org/2004/02/skos/core#prefLabel> ?label FILTER NOT EXISTS { ?other <https://e.no/p> ?label } }";

fn steers(text: &str) -> bool {
    text.contains(|letter: char| {
        (letter.is_control() && letter != '\n') || ('\u{202a}'..='\u{202e}').contains(&letter) || letter == '\u{2066}'
    })
}

/// What was printed, which steers nothing and shows the text.
fn shows(ran: &Ran, what: &str) {
    assert!(!steers(&ran.stdout) && !steers(&ran.stderr), "{what}: {ran:?}");
    assert!(ran.stdout.contains(SHOWN), "{what}: {ran:?}");
}

fn with_label(world: &World, name: &str, text: &str) {
    world.file(name, &format!("<https://e.no/x> <{LABEL}> \"{text}\"@nb ."));
}

#[test]
fn answers_for_people_are_cleaned_and_those_for_programs_are_whole() {
    let world = World::new();
    with_label(&world, "foreign.ttl", TURTLE);
    let ask = |format: &str, more: &[&str]| {
        let ran = world.run(&[&["query", "-e", LABELS, "--data", "foreign.ttl", "--format", format], more].concat());
        assert_eq!(ran.status, 0, "{}", ran.stderr);
        ran
    };
    for format in ["table", "md"] {
        shows(&ask(format, &[]), format);
        // The note of what is not there says the label too.
        let explained = ask(format, &["--why"]);
        shows(&explained, "evidence");
        assert!(explained.stdout.lines().any(|line| line.starts_with('[') && line.contains("D�E")), "{}", explained.stdout);
    }
    assert!(ask("csv", &[]).stdout.contains(STEERING));
    let json: Value = serde_json::from_str(&ask("json", &[]).stdout).unwrap();
    assert_eq!(json["results"]["bindings"][0]["label"]["value"], STEERING);
    let json: Value = serde_json::from_str(&ask("json", &["--why"]).stdout).unwrap();
    assert_eq!(json["rows"][0]["values"]["label"], STEERING);
    assert_eq!(world.run(&["convert", "foreign.ttl", "same.nt"]).status, 0);
    let construct = ["query", "-e", "CONSTRUCT WHERE { ?s ?p ?o }", "--data", "foreign.ttl", "--format", "ntriples"];
    assert_eq!(world.run(&construct).stdout, fs::read_to_string(world.path().join("same.nt")).unwrap());
    assert!(world.run(&construct).stdout.contains('\u{202e}'));
}

#[test]
fn names_in_catalogues_of_others_are_cleaned_in_every_command_that_tells_of_them() {
    let world = World::new();
    world.file(
        "links.sssom.tsv",
        "#mapping_set_id: https://example.org/set\n#license: http://publications.europa.eu/resource/authority/licence/NLOD_2_0\n\
         #curie_map:\n#  skos: http://www.w3.org/2004/02/skos/core#\n#  semapv: https://w3id.org/semapv/vocab/\n#  x: https://example.org/\n\
         subject_id\tpredicate_id\tobject_id\tobject_label\tmapping_justification\n\
         x:a\tskos:exactMatch\thttps://psi.norge.no/los/ord/x\tHer\tsemapv:ManualMappingCuration\n",
    );
    world.file("los.ttl", &format!("<https://psi.norge.no/los/ord/x> <{LABEL}> \"{TURTLE}\"@nb ."));
    assert_eq!(world.run(&["link", "import", "los.ttl", "--out", "cache/2026-11-22", "--date", "2026-11-22"]).status, 0);
    shows(&world.run(&["link", "check", "links.sssom.tsv", "--snapshots", "cache", "--format", "table"]), "link check");

    world.file(
        "events.ttl",
        &format!(
            "<https://e.no/1> a <http://purl.org/vocab/cpsv#LifeEvent>, <http://data.europa.eu/m8g/LifeEvent> ;
             <http://purl.org/dc/terms/title> \"Å få barn {TURTLE}\"@nb ."
        ),
    );
    let propose = ["link", "propose", "life-event", "--to", "events.ttl", "--zone", "accept,review,leave", "--format", "table"];
    shows(&world.run(&propose), "link propose");

    // The syntax of IRIs lets some of it through.
    world.file("catalog.ttl", &catalog().replacen("dcat:dataset ex", "dcat:dataset <https://e.no/\u{202e}E> , ex", 1));
    let found = world.run(&["preflight", "catalog.ttl", "--format", "table"]);
    assert!(!steers(&found.stdout) && found.stdout.contains("<https://e.no/�E>"), "{}", found.stdout);
    assert!(world.run(&["preflight", "catalog.ttl", "--format", "csv"]).stdout.contains("https://e.no/\u{202e}E"));

    with_label(&world, "before.ttl", "Før");
    with_label(&world, "after.ttl", TURTLE);
    shows(&world.run(&["diff", "before.ttl", "after.ttl"]), "diff");
}

#[test]
fn errors_name_what_others_wrote_without_obeying_it() {
    let world = World::new();
    world.file("gold.tsv", &format!("split\tkind\tsubject_id\tobject_id\tverdict\tnote\ntuning\tevent\tx:a\tx:b\t{STEERING}\tn\n"));
    let mut command = Command::new(env!("CARGO_BIN_EXE_samstyr"));
    command.env_clear().env("TERM", "xterm-256color").args(["link", "evaluate", "--gold", "gold.tsv"]).current_dir(world.path());
    // At a terminal, where the styles of our own words are let through.
    let bytes = spawn_command(command, Some(60_000)).unwrap().exp_eof().unwrap();
    let shown = String::from_utf8(bytes.chars().map(|byte| u8::try_from(byte).unwrap()).collect()).unwrap();
    assert!(shown.contains(SHOWN), "{shown:?}");
    assert!(shown.contains("\u{1b}[1m") && !shown.contains("\u{1b}[2J") && !shown.contains(['\u{7}', '\u{9b}', '\u{202e}']), "{shown:?}");
}
