//! `samstyr link check`: dead, moved, withdrawn and relabelled targets, in a snapshot and online.

use crate::loopback::{Does, Server, Still, status, turtle};
use crate::world::{Ran, World};
use samstyr::config;
use samstyr::link::check::{self, Link, State};
use samstyr::link::client::Client;
use samstyr::link::endpoints::Endpoints;
use samstyr::net::{Clock, Limits, Policy};
use std::sync::Arc;
use std::time::Duration;

/// A mapping set with these targets and their labels; the last is refused.
fn set(world: &World, base: &str, targets: &[(&str, &str)]) {
    let mut text =
        "#mapping_set_id: https://example.org/set\n#license: http://publications.europa.eu/resource/authority/licence/NLOD_2_0\n\
        #curie_map:\n#  skos: http://www.w3.org/2004/02/skos/core#\n#  semapv: https://w3id.org/semapv/vocab/\n#  x: https://example.org/\n"
            .to_owned();
    text += &format!("#  t: {base}\nsubject_id\tpredicate_id\tpredicate_modifier\tobject_id\tobject_label\tmapping_justification\n");
    for (at, (target, label)) in targets.iter().enumerate() {
        let refused = if at + 1 == targets.len() { "Not" } else { "" };
        text += &format!("x:s{at}\tskos:exactMatch\t{refused}\tt:{target}\t{label}\tsemapv:ManualMappingCuration\n");
    }
    world.file("links.sssom.tsv", &text);
}

/// State, end of the target and detail of the links that do not hold.
fn found(ran: &Ran) -> Vec<(String, String, String)> {
    let rows = ran.stdout.lines().skip(1).map(|line| line.split(',').map(str::to_owned).collect::<Vec<_>>());
    rows.map(|row| (row[0].clone(), row[1].rsplit('/').next().unwrap().to_owned(), row[3].clone())).collect()
}

fn expect(ran: &Ran, expected: &[(&str, &str, &str)]) {
    let expected: Vec<_> = expected.iter().map(|(a, b, c)| ((*a).to_owned(), (*b).to_owned(), (*c).to_owned())).collect();
    assert_eq!(found(ran), expected, "{}", ran.stderr);
}

const PREFIXES: &str = "@prefix skos: <http://www.w3.org/2004/02/skos/core#> . @prefix dct: <http://purl.org/dc/terms/> . @prefix adms: <http://www.w3.org/ns/adms#> .
@prefix t: <https://psi.norge.no/los/ord/> .\n";
const THERE: &str = "t:same skos:prefLabel \"Det  same\"@nn, \"Det samme\"@nb .
t:moved skos:prefLabel \"Flyttet\"@nb ; dct:isReplacedBy t:same .
t:old skos:prefLabel \"Gammel\"@nb ; adms:status <http://publications.europa.eu/resource/authority/concept-status/RETIRED> .
t:current skos:prefLabel \"Ny\"@nb ; adms:status <http://publications.europa.eu/resource/authority/concept-status/CURRENT> .
t:renamed skos:prefLabel \"Nytt navn\"@nb, \"New name\"@en .\n";
const TARGETS: &[(&str, &str)] = &[
    ("same", "Det samme"),
    ("moved", "Flyttet"),
    ("old", "Gammel"),
    ("current", "Ny"),
    ("renamed", "Gammelt navn"),
    ("gone", "Borte"),
    ("refused", "Avvist"),
];

fn snapshot(world: &World, text: &str) -> i32 {
    world.file("los.ttl", &format!("{PREFIXES}{text}"));
    world.run(&["link", "import", "los.ttl", "--out", "cache/2026-11-22", "--date", "2026-11-22"]).status
}

#[test]
fn a_new_snapshot_shows_which_links_are_rotten() {
    let world = World::new();
    set(&world, "https://psi.norge.no/los/ord/", TARGETS);
    assert_eq!(snapshot(&world, THERE), 0);
    let ran = world.run(&["link", "check", "links.sssom.tsv", "--snapshots", "cache"]);
    assert_eq!(ran.status, 1, "{}", ran.stderr);
    expect(
        &ran,
        &[
            ("moved", "moved", "https://psi.norge.no/los/ord/same"),
            ("withdrawn", "old", "http://publications.europa.eu/resource/authority/concept-status/RETIRED"),
            ("relabelled", "renamed", "Nytt navn"),
            ("dead", "gone", "it is not in the snapshot of 2026-11-22"),
        ],
    );
    assert!(ran.stderr.contains("6 links: 2 holds, 1 dead, 1 moved, 1 withdrawn, 1 relabelled"), "{}", ran.stderr);
    let ran = world.run(&["link", "check", "links.sssom.tsv", "--snapshots", "nowhere"]);
    assert!(ran.status == 2 && ran.stderr.contains("`nowhere` is not a snapshot: it holds no snapshot"), "{}", ran.stderr);
}

#[test]
fn what_a_snapshot_does_not_cover_is_unknown_and_not_dead() {
    let world = World::new();
    set(&world, "https://psi.norge.no/los/ord/", &[("gone", "Borte"), ("refused", "")]);
    assert_eq!(snapshot(&world, "<https://psi.norge.no/los/tema/a> skos:prefLabel \"A\"@nb ."), 0);
    let check = || world.run(&["link", "check", "links.sssom.tsv", "--snapshot", "cache/2026-11-22"]);
    expect(&check(), &[("unknown", "gone", "the snapshot has nothing like it")]);
    assert_eq!(check().status, 0);
    assert_eq!(snapshot(&world, "t:a skos:prefLabel \"A\"@nb . t:b skos:prefLabel <no iri> ."), 3);
    expect(&check(), &[("unknown", "gone", "the snapshot has only a part of what is like it")]);
    // An old spelling has moved.
    set(&world, "https://data.norge.no/organizations/", &[("974760673", ""), ("974760673", "")]);
    let now = "https://organization-catalog.fellesdatakatalog.digdir.no/organizations/974760673";
    assert_eq!(snapshot(&world, &format!("<{now}> skos:prefLabel \"B\"@nb .")), 0);
    expect(&check(), &[("moved", "974760673", now)]);
}

#[test]
fn online_each_target_is_asked_once() {
    let server = Server::new(|asked| match asked.path.as_str() {
        "/moved" => status("301 Moved Permanently\r\nLocation: /same"),
        "/other" => status("303 See Other\r\nLocation: /same"),
        "/gone" | "/harvested" => status("410 Gone"),
        "/page" => Does::Answers("200 OK\r\nContent-Type: text/html".to_owned(), "<p>".to_owned()),
        path if path.starts_with("/v1/resources/by-uri/graph?uri=") && path.ends_with("harvested") => turtle("<x:s> <x:p> 1 ."),
        "/renamed" => turtle("<> <http://purl.org/dc/terms/title> \"Nytt navn\"@nb ."),
        "/same" => turtle("<> <http://purl.org/dc/terms/title> \"Det samme\"@nb ."),
        _ => status("404 Not Found"),
    });
    let link = |name: &str, label: &str| Link {
        file: "f".to_owned(),
        subject: "x:s".to_owned(),
        predicate: "x:p".to_owned(),
        object: format!("{}/{name}", server.address),
        label: Some(label.to_owned()).filter(|label| !label.is_empty()),
    };
    let targets =
        [("same", "Det samme"), ("moved", ""), ("gone", ""), ("harvested", ""), ("page", "P"), ("renamed", "Gammelt"), ("other", "")];
    let mut links: Vec<Link> = targets.iter().map(|(name, label)| link(name, label)).collect();
    links.push(link("same", "Annet"));
    let clock = Arc::new(Still::default());
    let settings = config::Link { resource: Some(server.address.clone()), ..config::Link::default() };
    let limits = Limits { bytes: 100_000, time: Duration::from_secs(60) };
    let policy = Policy::default().allow(["127.0.0.1".to_owned()], "here").unwrap();
    let client = Client::new(Endpoints::of(&settings).unwrap(), policy, limits, clock.clone());
    let world = World::new();
    let checked = check::online(&links, &client, &world.path().join("spool"), &mut |_, _| ()).unwrap();
    let states: Vec<State> = checked.into_iter().map(|one| one.state).collect();
    let moved = State::Moved(format!("{}/same", server.address));
    let dead = State::Dead("the answer is 410".to_owned());
    let renamed = |now: &str| State::Relabelled(now.to_owned());
    let holds = State::Holds;
    let expected = [holds.clone(), moved, dead, holds.clone(), holds.clone(), renamed("Nytt navn"), holds, renamed("Det samme")];
    assert_eq!(states, expected);
    assert_eq!(clock.now(), Duration::from_secs(6), "a host is asked once a second, and each target once");
}

#[test]
fn when_nobody_could_be_asked_that_is_no_answer() {
    let world = World::new();
    set(&world, "http://127.0.0.1:9/", &[("a", ""), ("a", "")]);
    let ran = world.run(&["link", "check", "links.sssom.tsv", "--online", "--snapshots", "cache"]);
    assert_eq!(ran.status, 3, "{}", ran.stdout);
    assert!(found(&ran)[0].0 == "unknown" && ran.stderr.contains("127.0.0.1 is not on the public internet"), "{}", ran.stdout);
}

#[test]
fn without_files_the_links_of_the_built_in_graph_are_looked_at() {
    let world = World::new();
    assert_eq!(snapshot(&world, "<https://psi.norge.no/los/hendelse/fa-barn> skos:prefLabel \"Å få barn\"@nb ."), 0);
    let ran = world.run(&["link", "check", "--snapshots", "cache"]);
    assert_eq!(ran.status, 1, "{}", ran.stderr);
    assert!(ran.stdout.contains("dead,https://psi.norge.no/los/hendelse/ny-i-norge"), "{}", ran.stdout);
    assert!(!ran.stdout.contains("hendelse/fa-barn"), "{}", ran.stdout);
}

#[test]
fn what_was_found_is_kept_a_row_for_each_target() {
    let world = World::new();
    set(&world, "https://psi.norge.no/los/ord/", TARGETS);
    assert_eq!(snapshot(&world, THERE), 0);
    let check =
        |file: &str| world.run(&["link", "check", "links.sssom.tsv", "--snapshots", "cache", "--record", file, "--date", "2026-11-23"]);
    let ran = check("checks.tsv");
    assert_eq!(ran.status, 1, "{}", ran.stderr);
    let kept = std::fs::read_to_string(world.path().join("checks.tsv")).unwrap();
    let rows: Vec<&str> = kept.lines().collect();
    assert_eq!(rows[..3], ["#record: link-check", "#made_by: samstyr link check", "#made_on: 2026-11-23"]);
    assert_eq!(rows[3], "target\toutcome\tdetail\thow\tdate\tcopied\tlabel\tsets");
    assert_eq!(rows.len(), 4 + 6, "the refused one is not there: {kept}");
    let los = "https://psi.norge.no/los/ord";
    assert_eq!(rows[4], format!("{los}/current\tholds\t\tsnapshot\t2026-11-23\t2026-11-22\tNy\tlinks"));
    assert_eq!(rows[6], format!("{los}/moved\tmoved\t{los}/same\tsnapshot\t2026-11-23\t2026-11-22\tFlyttet\tlinks"));
    check("again.tsv");
    assert_eq!(std::fs::read_to_string(world.path().join("again.tsv")).unwrap(), kept);
    let ran = check("nowhere/checks.tsv");
    assert!(ran.status == 3 && ran.stderr.contains("nowhere/checks.tsv"), "{}", ran.stderr);
}

#[test]
fn what_is_not_in_a_sample_is_unknown() {
    let world = World::new();
    set(&world, "https://psi.norge.no/los/ord/", &[("same", "Det samme"), ("gone", "Borte"), ("refused", "")]);
    world.file("los.ttl", &format!("{PREFIXES}{THERE}"));
    let import = ["link", "import", "los.ttl", "--partial", "--out", "cache/2026-11-22", "--date", "2026-11-22"];
    assert_eq!(world.run(&import).status, 0);
    let ran = world.run(&["link", "check", "links.sssom.tsv", "--snapshots", "cache"]);
    assert_eq!(ran.status, 0, "{}", ran.stderr);
    expect(&ran, &[("unknown", "gone", "the snapshot has only a part of what is like it")]);
}
