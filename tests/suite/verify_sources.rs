//! `samstyr verify-sources`, on a small document of its own.

use crate::world::World;

#[test]
fn quotations_that_stand_are_found() {
    let world = World::new().with_small_sources();
    let ran = world.run(&["verify-sources", "texts"]);
    assert_eq!((ran.status, ran.stdout.as_str()), (0, ""), "{}", ran.stderr);
    assert!(ran.stderr.contains("5 quotations of the fact sheets of ./data stand in 1 document"), "{}", ran.stderr);
}

#[test]
fn one_changed_letter_is_named_with_its_place_and_the_nearest_passage() {
    let world = World::new().with_small_sources();
    world.edit("texts/small.txt", "vennlig", "venlig");
    let ran = world.run(&["verify-sources", "texts"]);
    assert_eq!(ran.status, 1);
    assert!(ran.stderr.contains("note: the text of small has changed: SHA-256 of texts/small.txt is "), "{}", ran.stderr);
    let expected = "./data/sheet.toml:41: «prinsipper for digitaliseringsvennlig regelverk» is not in lines 4-6 of small; nearest are lines 4-6: «prinsipper for digitaliseringsvenlig regelverk»";
    assert!(ran.stderr.contains(expected), "{}", ran.stderr);
    assert!(ran.stderr.contains("1 of 5 quotations of the fact sheets of ./data do not stand where they should"), "{}", ran.stderr);
}

#[test]
fn a_quotation_that_stands_twice_is_ambiguous() {
    let world = World::new().with_small_sources();
    world.edit("data/sheet.toml", "lines = \"10\", quote = \"14. september 2020\"", "lines = \"8-10\", quote = \"Avtalen gjelder lenge\"");
    let ran = world.run(&["verify-sources", "texts"]);
    assert_eq!(ran.status, 1);
    assert!(ran.stderr.contains("is 2 times in lines 8-10 of small; quote more words or narrow the lines"), "{}", ran.stderr);
}

#[test]
fn a_changed_text_that_still_holds_the_quotations_is_reported_and_no_failure() {
    let world = World::new().with_small_sources();
    world.edit("texts/small.txt", "En liten", "Den lille");
    let ran = world.run(&["verify-sources", "texts"]);
    assert_eq!(ran.status, 0, "{}", ran.stderr);
    assert!(ran.stderr.contains("has changed"), "{}", ran.stderr);
}

#[test]
fn a_missing_text_cannot_be_verified() {
    let world = World::new().with_small_sources();
    let ran = world.run(&["verify-sources", "nowhere"]);
    assert_eq!(ran.status, 3);
    assert!(ran.stderr.contains("cannot read `nowhere/small.txt`"), "{}", ran.stderr);
}

#[test]
fn outside_a_checkout_the_built_in_sheets_are_used() {
    let world = World::new();
    let ran = world.run(&["verify-sources", "."]);
    assert_eq!(ran.status, 3);
    assert!(ran.stderr.contains(".txt`"), "{}", ran.stderr);
}
