//! `samstyr coverage`, on a small document of its own.

use crate::world::World;

const LINES: &str = "
[\"omission/small-1\"]
type = \"Omission\"
label = { nb = \"Varigheten\", en = \"The term\" }
reason = { nb = \"Den sier ikke hvor lenge.\", en = \"It does not say how long.\" }
facts = [
  { source = \"document/small\", lines = \"9\", quote = \"lenge. Avtalen gjelder\" },
]
";

fn csv(world: &World, more: &[&str]) -> (i32, Vec<String>, String) {
    let arguments = [&["coverage", "texts", "--format", "csv"], more].concat();
    let ran = world.run(&arguments);
    let rows = ran.stdout.replace("https://w3id.org/samstyr/id/", "");
    (ran.status, rows.lines().map(str::to_owned).collect(), ran.stderr)
}

#[test]
fn each_part_has_its_share() {
    let world = World::new().with_small_sources();
    let (status, rows, stderr) = csv(&world, &[]);
    let expected = [
        "document,part,title,sentences,covered,left_out,uncovered,normative_uncovered,share",
        "document/small,,,1,0,0,1,0,0.00",
        "document/small,part/small-1,Punkt 1,1,1,0,0,0,1.00",
        "document/small,part/small-2,Punkt 2,3,1,0,2,0,0.33",
    ];
    assert_eq!((status, rows), (0, expected.map(str::to_owned).to_vec()), "{stderr}");
    assert_eq!(stderr, "5 sentences of 1 document: 2 covered, 0 left out on purpose, 3 uncovered (0 normative)\n");
    let (_, rows, _) = csv(&world, &["--lang", "en"]);
    assert!(rows[2].contains("Section 1"), "{rows:?}");
}

#[test]
fn what_no_fact_rests_on_is_listed_with_the_reason_if_there_is_one() {
    let world = World::new().with_small_sources();
    let (status, rows, _) = csv(&world, &["--sentences"]);
    let expected = [
        "document,part,lines,fragment,normative,state,reason",
        "document/small,,1,En liten avtale,false,uncovered,",
        "document/small,part/small-2,9,Avtalen gjelder lenge.,false,uncovered,",
        "document/small,part/small-2,9,Avtalen gjelder lenge.,false,uncovered,",
    ];
    assert_eq!((status, rows), (0, expected.map(str::to_owned).to_vec()));
    world.file("data/omissions.toml", &format!("document = \"small\"\n{LINES}"));
    let (_, rows, stderr) = csv(&world, &["--sentences", "--lang", "en"]);
    for row in &rows[2..] {
        assert_eq!(row, "document/small,part/small-2,9,Avtalen gjelder lenge.,false,left-out,It does not say how long.");
    }
    assert!(stderr.contains("2 covered, 2 left out on purpose, 1 uncovered"), "{stderr}");
}

#[test]
fn a_normative_sentence_that_nothing_rests_on_is_a_no() {
    let world = World::new().with_small_sources();
    world.edit("texts/small.txt", "Avtalen gjelder lenge. Avtalen", "Partene skal evaluere. Avtalen");
    let (status, rows, stderr) = csv(&world, &["--sentences"]);
    assert_eq!(status, 1);
    assert!(rows.contains(&"document/small,part/small-2,9,Partene skal evaluere.,true,uncovered,".to_owned()), "{rows:?}");
    assert!(stderr.starts_with("note: the text of small has changed: SHA-256 of texts/small.txt is "), "{stderr}");
    assert!(stderr.contains("3 uncovered (1 normative)"), "{stderr}");
    world.edit(
        "data/sheet.toml",
        "lines = \"10\", quote = \"14. september 2020\"",
        "lines = \"9\", quote = \"skal evaluere. Avtalen gjelder\"",
    );
    assert_eq!(csv(&world, &[]).0, 0);
}

#[test]
fn a_lead_in_makes_what_follows_it_normative() {
    let world = World::new().with_small_sources();
    world.edit("texts/small.txt", "\nAvtalen gjelder lenge. Avtalen", "\nPartene vil:\nGjelde lenge. Avtalen");
    world.edit("data/sheet.toml", "lastLine = 10", "lastLine = 11");
    let (status, rows, _) = csv(&world, &["--sentences"]);
    assert_eq!(status, 1);
    assert!(rows.contains(&"document/small,part/small-2,10,Gjelde lenge.,true,uncovered,".to_owned()), "{rows:?}");
    assert!(!rows.iter().any(|row| row.contains("Partene vil")), "{rows:?}");
}

#[test]
fn a_quotation_that_is_nowhere_covers_nothing() {
    let world = World::new().with_small_sources();
    world.edit("data/sheet.toml", "lines = \"10\", quote = \"14. september 2020\"", "lines = \"8-10\", quote = \"Avtalen gjelder lenge\"");
    let (_, _, stderr) = csv(&world, &[]);
    assert!(stderr.contains("note: 1 quotation not found in one place, and so not counted"), "{stderr}");
    assert!(stderr.contains("1 covered"), "{stderr}");
}

#[test]
fn a_missing_text_cannot_be_compared() {
    let world = World::new().with_small_sources();
    let ran = world.run(&["coverage", "nowhere"]);
    assert_eq!((ran.status, ran.stdout.as_str()), (3, ""));
    assert!(ran.stderr.contains("cannot read `nowhere/small.txt`"), "{}", ran.stderr);
    assert_eq!(world.run(&["coverage"]).status, 2);
}
