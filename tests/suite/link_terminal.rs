//! `samstyr link review -` at a terminal: candidates from stdin, answers from the keyboard, and Ctrl+C.
#![cfg(unix)]

use crate::world::World;
use rexpect::session::{PtySession, spawn_command};
use samstyr::link::mapping::MappingSet;
use std::process::Command;

const CANDIDATES: &str = "#mapping_set_id: https://example.org/candidates\n#license: https://data.norge.no/nlod/no/2.0
subject_id\tpredicate_id\tobject_id\tobject_label\tmapping_justification\tconfidence
https://w3id.org/samstyr/id/life-event/fa-barn\tskos:relatedMatch\thttps://psi.norge.no/los/ord/adopsjon\tAdopsjon\tsemapv:LexicalMatching\t0.7
https://w3id.org/samstyr/id/life-event/fa-barn\tskos:relatedMatch\thttps://psi.norge.no/los/ord/barnehage\tBarnehage\tsemapv:LexicalMatching\t0.6\n";
/// How long a test waits for a text before it fails, in milliseconds.
const PATIENCE: u64 = 60_000;

/// A person at a terminal who pipes the candidates.
fn person(world: &World) -> PtySession {
    world.file("candidates.tsv", CANDIDATES);
    let mut command = Command::new("sh");
    let review = "exec \"$SAMSTYR\" link review - --into links --author Kari --date 2026-11-22 < candidates.tsv";
    command.env_clear().env("SAMSTYR", env!("CARGO_BIN_EXE_samstyr")).env("TERM", "dumb").args(["-c", review]).current_dir(world.path());
    spawn_command(command, Some(PATIENCE)).unwrap()
}

fn kept(world: &World) -> MappingSet {
    MappingSet::read(&world.path().join("links/los.sssom.tsv")).unwrap()
}

#[test]
fn candidates_are_piped_and_answers_are_typed() {
    let world = World::new();
    let mut terminal = person(&world);
    terminal.exp_string("1 of 2").unwrap();
    terminal.exp_string("[q]uit?").unwrap();
    terminal.send_line("a").unwrap();
    terminal.exp_string("2 of 2").unwrap();
    terminal.send_line("r").unwrap();
    terminal.exp_string("why not, in English? (nothing for no reason)").unwrap();
    terminal.send_line("").unwrap();
    terminal.exp_string("1 accepted, 1 refused, 0 skipped, 0 left; 0 already decided").unwrap();
    terminal.exp_eof().unwrap();
    assert_eq!(kept(&world).mappings.iter().map(|mapping| mapping.refused).collect::<Vec<_>>(), [false, true]);
}

#[test]
fn stopping_with_the_keyboard_loses_nothing() {
    let world = World::new();
    let mut terminal = person(&world);
    terminal.exp_string("1 of 2").unwrap();
    terminal.send_line("a").unwrap();
    terminal.exp_string("2 of 2").unwrap();
    terminal.exp_string("[q]uit?").unwrap();
    terminal.send_control('c').unwrap();
    terminal.exp_eof().unwrap();
    assert_eq!(kept(&world).mappings.len(), 1);
    let files: Vec<_> = std::fs::read_dir(world.path().join("links")).unwrap().map(|entry| entry.unwrap().file_name()).collect();
    assert_eq!(files, ["los.sssom.tsv"], "nothing half-written is left");
    let mut terminal = person(&world);
    terminal.exp_string("1 of 1").unwrap();
    terminal.send_line("q").unwrap();
    terminal.exp_string("1 left; 1 already decided").unwrap();
    terminal.exp_eof().unwrap();
}

#[test]
fn without_a_terminal_there_is_nothing_to_answer_on() {
    let world = World::new();
    world.file("candidates.tsv", CANDIDATES);
    // A session of its own has no terminal.
    let mut command = Command::new("setsid");
    command.env_clear().args(["-w", env!("CARGO_BIN_EXE_samstyr"), "link", "review", "-", "--into", "links", "--author", "Kari"]);
    let candidates = std::fs::File::open(world.path().join("candidates.tsv")).unwrap();
    let ran = command.current_dir(world.path()).stdin(candidates).output().unwrap();
    assert_eq!(ran.status.code(), Some(2));
    let stderr = String::from_utf8(ran.stderr).unwrap();
    assert!(stderr.contains("there is no terminal to answer on") && stderr.contains("give the candidates as a file"), "{stderr}");
}
