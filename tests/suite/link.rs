//! `samstyr link import`, and what a snapshot is.

use crate::world::World;
use samstyr::link::snapshot::Snapshot;
use serde_json::Value;
use std::fs;
use std::path::Path;

fn fixture(name: &str) -> String {
    fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/link").join(name)).unwrap()
}

fn world() -> World {
    let world = World::new();
    for name in ["organizations.ttl", "los.ttl", "events.ttl"] {
        world.file(name, &fixture(name));
    }
    world
}

fn manifest(world: &World, folder: &str) -> Value {
    serde_json::from_str(&fs::read_to_string(world.path().join(folder).join("manifest.json")).unwrap()).unwrap()
}

const DAY: [&str; 4] = ["--out", "snap", "--date", "2026-11-22"];

fn import(world: &World, files: &[&str]) -> crate::world::Ran {
    world.run(&[&["link", "import"], files, &DAY].concat())
}

#[test]
fn files_become_a_snapshot_that_every_command_reads() {
    let world = world();
    assert_eq!(world.run(&["convert", "los.ttl", "los.nt.gz"]).status, 0);
    let ran = import(&world, &["organizations.ttl", "los.nt.gz", "events.ttl"]);
    assert_eq!(ran.status, 0, "{}", ran.stderr);
    let expected = "file,kind,complete,quads,resources,warnings,failures\r\n\
        import-organizations.nq.zst,import,true,16,5,1,0\r\nimport-los.nq.zst,import,true,9,2,1,0\r\nimport-events.nq.zst,import,true,7,2,0,0\r\n";
    assert_eq!(ran.stdout, expected);
    for said in ["kommune/id/null", "does not exist", "<https://psi.norge.no/los/hendelse/ny-i-norge>", "1 old IRI", "`snap`"] {
        assert!(ran.stderr.contains(said), "{said} is not in {}", ran.stderr);
    }
    let asked = world.run(&[
        "query",
        "-e",
        "SELECT ?o ?g { GRAPH ?g { ?o <http://xmlns.com/foaf/0.1/name> ?n } } ORDER BY ?o",
        "--data",
        "snap/import-organizations.nq.zst",
    ]);
    let organization = "https://organization-catalog.fellesdatakatalog.digdir.no/organizations";
    let graph = "https://w3id.org/samstyr/graph/snapshot/import";
    assert_eq!(
        asked.stdout,
        format!("o,g\r\n{organization}/974760673,{graph}\r\n{organization}/986105174,{graph}\r\n"),
        "{}",
        asked.stderr
    );
}

#[test]
fn the_manifest_tells_where_everything_came_from() {
    let world = world();
    import(&world, &["organizations.ttl"]);
    let found = manifest(&world, "snap");
    assert_eq!((&found["form"], &found["date"]), (&1.into(), &"2026-11-22".into()));
    let file = &found["files"][0];
    assert_eq!(file["resources"]["http://xmlns.com/foaf/0.1/Agent"], 2, "{file}");
    assert_eq!(file["renamed"]["https://organization-catalogue.fellesdatakatalog.digdir.no/organizations/974760673"], 8, "{file}");
    let source = &file["sources"][0];
    let text = fixture("organizations.ttl");
    assert_eq!((&source["source"], &source["retrieved"]), (&"organizations.ttl".into(), &"2026-11-22".into()));
    assert_eq!(source["bytes"], text.len());
    let hash = world.run(&["convert", "snap/import-organizations.nq.zst", "again.nq"]);
    assert_eq!(hash.status, 0, "{}", hash.stderr);
    let lines: Vec<String> = fs::read_to_string(world.path().join("again.nq")).unwrap().lines().map(str::to_owned).collect();
    assert!(lines.is_sorted() && lines.len() == 16, "{lines:?}");
    // The same again, to the byte, whatever the blank nodes were called.
    let bytes = fs::read(world.path().join("snap/import-organizations.nq.zst")).unwrap();
    import(&world, &["organizations.ttl"]);
    assert_eq!(bytes, fs::read(world.path().join("snap/import-organizations.nq.zst")).unwrap());
    assert_eq!(found, manifest(&world, "snap"));
}

#[test]
fn what_can_be_read_is_kept_and_the_rest_is_told() {
    let world = world();
    world.file("broken.ttl", "<x:a> <x:p> 1 .\n<x:b> <x:p> <x y> .\n<x:c> <x:p> 3 .");
    let ran = import(&world, &["los.ttl", "broken.ttl"]);
    assert_eq!(ran.status, 3, "{}", ran.stdout);
    assert!(ran.stderr.contains("`snap` is not complete: 1 failure"), "{}", ran.stderr);
    assert!(ran.stderr.contains("broken.ttl: Parser error at line 2"), "{}", ran.stderr);
    let found = manifest(&world, "snap");
    let files: Vec<(&str, &Value, &Value)> =
        found["files"].as_array().unwrap().iter().map(|file| (file["file"].as_str().unwrap(), &file["complete"], &file["quads"])).collect();
    assert_eq!(files, [("import-broken.nq.zst", &false.into(), &2.into()), ("import-los.nq.zst", &true.into(), &9.into())]);
    let left: Vec<String> =
        fs::read_dir(world.path().join("snap")).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
    assert_eq!(left.len(), 3, "nothing half-written is left: {left:?}");
    // A name that does not tell the syntax is wrong use, and nothing is written.
    let ran = world.run(&["link", "import", "los.doc", "--out", "other"]);
    assert_eq!((ran.status, world.path().join("other").exists()), (2, false), "{}", ran.stderr);
}

#[test]
fn a_file_that_is_missing_is_told_before_anything_is_written() {
    let world = world();
    let ran = import(&world, &["los.ttl", "missing.ttl"]);
    assert!(ran.status == 3 && ran.stderr.contains("cannot read `missing.ttl`"), "{ran:?}");
    assert!(!world.path().join("snap").exists());
}

#[test]
fn nothing_is_not_complete_and_takes_nothing_away() {
    let world = world();
    world.file("empty.ttl", "");
    world.file("error.jsonld", r#"{"error":"not found"}"#);
    let ran = import(&world, &["empty.ttl", "error.jsonld", "los.ttl"]);
    assert_eq!(ran.status, 3, "{}", ran.stdout);
    for file in ["empty.ttl", "error.jsonld"] {
        assert!(ran.stderr.contains(&format!("{file}: nothing in it")), "{}", ran.stderr);
    }
    assert!(ran.stdout.contains("import-empty.nq.zst,import,false,0,0,0,1\r\n"), "{}", ran.stdout);
    assert_eq!(Snapshot::open(&world.path().join("snap")).unwrap().files().len(), 1);
    // What was had before stays, and the manifest says that it could not be had again.
    world.file("los.ttl", "");
    assert_eq!(import(&world, &["los.ttl"]).status, 3);
    let snapshot = Snapshot::open(&world.path().join("snap")).unwrap();
    let kept = &snapshot.manifest().files[0];
    assert_eq!((snapshot.manifest().files.len(), kept.quads, kept.complete, kept.failures.len()), (1, 9, true, 1));
    assert_eq!(snapshot.quads().filter_map(Result::ok).count(), 9);
}

#[test]
fn two_files_of_one_name_stay_apart_and_a_second_import_adds() {
    let world = world();
    world.file("more/los.ttl", "<x:s> <x:p> 1 .");
    assert_eq!(import(&world, &["los.ttl"]).status, 0);
    assert_eq!(import(&world, &["more/los.ttl", "los.ttl"]).status, 0);
    let snapshot = Snapshot::open(&world.path().join("snap")).unwrap();
    let quads: Vec<u64> = snapshot.manifest().files.iter().map(|file| file.quads).collect();
    assert_eq!((quads, snapshot.quads().filter_map(Result::ok).count()), (vec![1, 9], 10));
}

#[test]
fn the_cache_folder_is_where_the_desktop_says() {
    let world = world();
    let cache = world.path().join("cache");
    let run = |name: &str, value: &Path| {
        let mut program = crate::world::program(&["link", "import", "los.ttl", "--date", "2026-11-22"]);
        program.current_dir(world.path()).env(name, value).output().unwrap().status.code()
    };
    assert_eq!(run("XDG_CACHE_HOME", &cache), Some(0));
    assert!(cache.join("samstyr/snapshots/2026-11-22/manifest.json").is_file());
    assert_eq!(run("HOME", world.path()), Some(0));
    assert!(world.path().join(".cache/samstyr/snapshots/2026-11-22/manifest.json").is_file());
    assert_eq!(run("SAMSTYR_SNAPSHOTS", &world.path().join("here")), Some(0));
    assert!(world.path().join("here/2026-11-22/manifest.json").is_file());
    let ran = world.run(&["link", "import", "los.ttl", "--date", "tomorrow"]);
    assert_eq!(ran.status, 2, "{}", ran.stderr);
}

#[test]
fn what_is_no_snapshot_is_not_opened() {
    let world = World::new();
    let problem = |text: Option<&str>| {
        if let Some(text) = text {
            world.file("s/manifest.json", text);
        }
        Snapshot::open(&world.path().join("s")).unwrap_err().to_string()
    };
    assert!(problem(None).contains("it has no manifest.json"));
    assert!(problem(Some("{")).contains("is not a snapshot"));
    let manifest = |form: u32, file: &str| {
        format!(
            r#"{{"form":{form},"date":"2026-11-22","made_by":"x","files":[{{"file":"{file}","kind":"x","complete":true,"quads":0,"bytes":0,"sha256":"","resources":{{}},"renamed":{{}},"sources":[],"warnings":[],"failures":[]}}]}}"#
        )
    };
    assert!(problem(Some(&manifest(2, "a"))).contains("its form is 2"));
    assert!(problem(Some(&manifest(1, "../a"))).contains("is not the name of a file in the folder"));
    assert!(problem(Some(&manifest(1, "a.nq.zst"))).contains("cannot read"));
}
