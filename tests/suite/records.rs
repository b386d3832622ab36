//! `--record` of `link evaluate`, `link check` and `preflight`: what was found is kept, an older record gives way, and nothing else does.

use crate::preflight::catalog;
use crate::world::{Ran, World};
use samstyr::sparql::record::Record;
use std::collections::BTreeSet;
use std::fs;

/// The commands that keep records: what each is called, how it is run, and the name of its record.
const COMMANDS: [(&[&str], &str); 3] = [
    (&["link", "evaluate"], "link-quality"),
    (&["link", "check", "--snapshots", "cache"], "link-check"),
    (&["preflight", "catalog.ttl"], "catalogue"),
];

fn kept(world: &World, file: &str) -> Record {
    let text = fs::read_to_string(world.path().join(file)).unwrap();
    Record::parse(&text).unwrap_or_else(|fault| panic!("line {}: {}", fault.line, fault.problem))
}

fn record(world: &World, command: &[&str], file: &str, day: &str) -> Ran {
    world.run(&[command, &["--record", file, "--date", day, "--format", "csv"]].concat())
}

fn names(world: &World) -> BTreeSet<String> {
    fs::read_dir(world.path()).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect()
}

/// Two targets, of which the second is not in the snapshot.
fn with_links(world: &World) {
    world.file(
        "links.sssom.tsv",
        "#mapping_set_id: https://example.org/set\n#license: http://publications.europa.eu/resource/authority/licence/NLOD_2_0\n\
         #curie_map:\n#  skos: http://www.w3.org/2004/02/skos/core#\n#  semapv: https://w3id.org/semapv/vocab/\n#  x: https://example.org/\n\
         #  t: https://psi.norge.no/los/ord/\nsubject_id\tpredicate_id\tobject_id\tobject_label\tmapping_justification\n\
         x:a\tskos:exactMatch\tt:here\tHer\tsemapv:ManualMappingCuration\nx:b\tskos:exactMatch\tt:gone\tBorte\tsemapv:ManualMappingCuration\n",
    );
    world.file("los.ttl", "<https://psi.norge.no/los/ord/here> <http://www.w3.org/2004/02/skos/core#prefLabel> \"Her\"@nb .");
    let ran = world.run(&["link", "import", "los.ttl", "--out", "cache/2026-11-22", "--date", "2026-11-22"]);
    assert_eq!(ran.status, 0, "{}", ran.stderr);
}

#[test]
fn an_evaluation_is_kept_as_it_is_printed_and_the_next_takes_its_place() {
    let world = World::new();
    let ran = record(&world, &["link", "evaluate"], "quality.tsv", "2026-11-23");
    assert_eq!(ran.status, 0, "{}", ran.stderr);
    let found = kept(&world, "quality.tsv");
    assert_eq!(
        (found.name.as_str(), found.made_by.as_str(), found.made_on.as_str()),
        ("link-quality", "samstyr link evaluate", "2026-11-23")
    );
    let printed: Vec<Vec<&str>> = ran.stdout.lines().map(|line| line.split(',').collect()).collect();
    assert_eq!((&found.columns[..2], printed[0].len()), (&["kind".to_owned(), "split".to_owned()][..], found.columns.len()));
    assert_eq!(found.rows, printed[1..]);
    assert!(found.rows.iter().any(|row| row[..2] == ["all", "held-out"]), "{found:?}");
    assert_eq!(record(&world, &["link", "evaluate"], "quality.tsv", "2026-11-24").status, 0);
    assert_eq!(kept(&world, "quality.tsv"), Record { made_on: "2026-11-24".to_owned(), ..found });
    assert_eq!(names(&world), BTreeSet::from(["quality.tsv".to_owned()]));
}

#[test]
fn the_next_check_of_links_takes_the_place_of_the_last() {
    let world = World::new();
    with_links(&world);
    let command = ["link", "check", "links.sssom.tsv", "--snapshots", "cache"];
    assert_eq!(record(&world, &command, "checks.tsv", "2026-11-23").status, 1);
    let outcomes = |record: &Record| record.rows.iter().map(|row| format!("{} {} {}", row[0], row[1], row[4])).collect::<Vec<_>>();
    let los = "https://psi.norge.no/los/ord";
    let first = kept(&world, "checks.tsv");
    assert_eq!(outcomes(&first), [format!("{los}/gone dead 2026-11-23"), format!("{los}/here holds 2026-11-23")]);
    world.edit("links.sssom.tsv", "x:b\tskos:exactMatch\tt:gone\tBorte", "x:b\tskos:closeMatch\tt:here\tNoe annet");
    assert_eq!(record(&world, &command, "checks.tsv", "2026-11-24").status, 1);
    // Of what was found before, nothing stays: a target that nothing leads to any more is not asked for.
    assert_eq!(outcomes(&kept(&world, "checks.tsv")), [format!("{los}/here relabelled 2026-11-24")]);
}

#[test]
fn what_is_found_of_a_catalogue_is_kept_by_rules_and_datasets() {
    let world = World::new();
    world.file("catalog.ttl", &catalog());
    let command = ["preflight", "catalog.ttl"];
    assert_eq!(record(&world, &command, "found.tsv", "2026-11-23").status, 0);
    let clear = kept(&world, "found.tsv");
    let row = |record: &Record, metric: &str, rules: &str| {
        let of = |at: usize, name: &str| record.cell(at, name).unwrap_or_default().to_owned();
        let at = (0..record.rows.len()).find(|at| of(*at, "metric") == metric && of(*at, "rules") == rules).unwrap();
        (of(at, "document"), of(at, "value"), of(at, "most"), of(at, "found"))
    };
    let cells = |value: &str, most: &str, found: &str| ("catalog".to_owned(), value.to_owned(), most.to_owned(), found.to_owned());
    assert_eq!((clear.name.as_str(), clear.made_on.as_str()), ("catalogue", "2026-11-23"));
    assert_eq!(row(&clear, "harvestable", "harvest"), cells("true", "", ""));
    assert_eq!(row(&clear, "violations", "harvest"), cells("0", "", ""));
    assert_eq!(row(&clear, "mqa-score", ""), cells("360", "435", ""));
    world.edit("catalog.ttl", "dcat:dataset ex", "dcat:dataset ex:gone , ex");
    assert_eq!(record(&world, &command, "found.tsv", "2026-11-24").status, 1);
    let broken = kept(&world, "found.tsv");
    assert_eq!(broken.made_on, "2026-11-24");
    assert_eq!(row(&broken, "violations", "harvest"), cells("1", "", "harvest-member"));
}

#[test]
fn only_an_older_record_of_the_same_check_gives_way() {
    for (command, name) in COMMANDS {
        let other = if name == "catalogue" { "link-check" } else { "catalogue" };
        let head = |name: &str| format!("#record: {name}\n#made_by: samstyr x\n#made_on: 2026-11-22\n");
        for (text, problem) in [
            (
                "# My notes\n".to_owned(),
                format!("`kept.tsv` is not replaced: it is not the record `{name}`: line 1: `#record: …` is missing"),
            ),
            (format!("{}a\tb\n1\t2\n3\n", head(name)), format!("it is not the record `{name}`: line 6: ")),
            (format!("<<<<<<< ours\n{}a\n", head(name)), "line 1: ".to_owned()),
            (format!("{}a\n", head(other)), format!("it is the record `{other}`, and this is `{name}`")),
        ] {
            let world = World::new();
            world.file("catalog.ttl", &catalog());
            world.file("kept.tsv", &text);
            let before = names(&world);
            let ran = record(&world, command, "kept.tsv", "2026-11-23");
            assert_eq!((ran.status, ran.stdout.as_str()), (2, ""), "{}", ran.stderr);
            assert!(ran.stderr.contains(&problem) && ran.stderr.contains("hint: give another file"), "{}", ran.stderr);
            assert_eq!(fs::read_to_string(world.path().join("kept.tsv")).unwrap(), text);
            assert_eq!(names(&world), before);
        }
    }
}

#[test]
fn where_nothing_can_be_written_is_told_before_anything_is_checked() {
    for (command, _) in COMMANDS {
        let world = World::new();
        world.file("catalog.ttl", &catalog());
        world.file("folder/inside", "");
        fs::write(world.path().join("bytes.tsv"), [0xFF, 0xFE]).unwrap();
        let before = names(&world);
        for (place, status, problem) in [
            ("folder", 3, "cannot write `folder`"),
            ("nowhere/kept.tsv", 3, "cannot write `nowhere/kept.tsv`"),
            ("catalog.ttl/kept.tsv", 3, "cannot write `catalog.ttl/kept.tsv`"),
            ("bytes.tsv", 2, "`bytes.tsv` is not replaced: it is no text"),
        ] {
            let ran = record(&world, command, place, "2026-11-23");
            assert_eq!((ran.status, ran.stdout.as_str()), (status, ""), "{place}: {}", ran.stderr);
            assert!(ran.stderr.contains(problem), "{}", ran.stderr);
        }
        assert_eq!(names(&world), before);
    }
}

#[test]
fn what_was_found_is_printed_even_if_it_could_not_be_kept_after_all() {
    let world = World::new();
    with_links(&world);
    world.file("catalog.ttl", &catalog());
    let before = names(&world);
    // There is room for the name, and none for that of the file that is written before it is renamed.
    let long = "x".repeat(252);
    for (command, printed) in [
        (&["link", "check", "links.sssom.tsv", "--snapshots", "cache"][..], "dead,https://psi.norge.no/los/ord/gone"),
        (&["preflight", "catalog.ttl"][..], "severity"),
    ] {
        let ran = record(&world, command, &long, "2026-11-23");
        assert!(ran.status == 3 && ran.stderr.contains(&format!("cannot write `{long}`")), "{}", ran.stderr);
        assert!(ran.stdout.contains(printed), "{}", ran.stdout);
    }
    assert_eq!(names(&world), before);
}
