//! Every picture, on the built-in graph, in every language.

use super::*;
use crate::rdf::iri::Base;
use std::collections::BTreeSet;

fn href(iri: &str) -> Option<String> {
    Base::default().name_of(iri).map(|name| format!("/nb/id/{name}"))
}

/// Attributes of this name in a picture.
fn attributes<'a>(svg: &'a str, name: &str) -> Vec<&'a str> {
    svg.split(&format!(" {name}=\"")).skip(1).filter_map(|rest| rest.split('"').next()).collect()
}

#[test]
fn every_picture_shows_every_thing_of_its_answer() {
    let store = Store::built_in().expect("the graph");
    for picture in all().expect("pictures") {
        let table = picture.table(&store, Language::Nb).expect("rows");
        let pairs = match &picture.draw {
            Draw::Groups(draw) => vec![&draw.item],
            Draw::Chain(draw) => draw.columns.iter().collect(),
            Draw::Timeline(draw) => vec![&draw.item],
            Draw::Matrix(draw) => vec![&draw.row, &draw.column],
        };
        let things: BTreeSet<String> = table
            .rows
            .iter()
            .flat_map(|row| pairs.iter().filter_map(|pair| rows::named(row, pair)))
            .filter_map(|named| href(&named.iri?))
            .collect();
        assert!(!things.is_empty(), "{}: nothing is drawn", picture.id);
        for language in [Language::Nb, Language::Nn, Language::En] {
            let svg = picture.draw(&store, language, &href, Palette::Page).expect("a picture");
            let linked: BTreeSet<String> = attributes(&svg, "href").into_iter().map(str::to_owned).collect();
            assert_eq!(linked, things, "{} {language}", picture.id);
            assert!(
                svg.contains(&format!("aria-label=\"{}\"", picture.title.of(language).replace('&', "&#38;"))),
                "{} {language}",
                picture.id
            );
        }
    }
}

#[test]
fn marks_are_known_words() {
    let store = Store::built_in().expect("the graph");
    let known = specification::marks().expect("marks");
    for picture in all().expect("pictures") {
        let table = picture.table(&store, Language::Nb).expect("rows");
        let column = match &picture.draw {
            Draw::Groups(draw) => Some(&draw.mark),
            Draw::Chain(draw) => draw.mark.as_ref(),
            Draw::Matrix(draw) => Some(&draw.mark),
            Draw::Timeline(_) => None,
        };
        for row in &table.rows {
            let code = column.map(|column| rows::text(row, column));
            assert!(code.as_ref().is_none_or(|code| known.contains_key(code)), "{}: {code:?} has no sign", picture.id);
        }
    }
}

/// No box stands outside the picture or on another.
fn check_boxes(picture: &str, svg: &str) -> usize {
    let number = |text: &str| text.parse::<usize>().expect("a length");
    let view: Vec<usize> = attributes(svg, "viewBox")[0].split(' ').map(number).collect();
    let boxes: Vec<[usize; 4]> = svg
        .split("<rect ")
        .skip(1)
        .map(|rect| ["x", "y", "width", "height"].map(|name| number(attributes(&format!(" {rect}"), name)[0])))
        .collect();
    for (at, [x, y, width, height]) in boxes.iter().enumerate() {
        assert!(x + width <= view[2] && y + height <= view[3], "{picture}: a box stands outside");
        let on_it = boxes[at + 1..].iter().find(|[u, v, w, h]| *u < x + width && *x < u + w && *v < y + height && *y < v + h);
        assert!(on_it.is_none(), "{picture}: {on_it:?} on {:?}", boxes[at]);
    }
    boxes.len()
}

#[test]
fn nothing_stands_outside_or_on_another_box() {
    let store = Store::built_in().expect("the graph");
    for picture in all().expect("pictures") {
        let svg = picture.draw(&store, Language::Nb, &href, Palette::File).expect("a picture");
        check_boxes(&picture.id, &svg);
    }
}

#[test]
fn names_are_escaped_and_surroundings_have_an_end() {
    let neighbour = |n: usize| Neighbour {
        iri: format!("https://w3id.org/samstyr/id/x/{n}"),
        name: format!("<b>{n}</b>"),
        property: "del av".to_owned(),
    };
    let many: Vec<_> = (0..25).map(neighbour).collect();
    let svg = surroundings(("A & B", "Rundt"), &many, &many[..1], Language::Nb, &href, Palette::Page).expect("a picture");
    assert!(!svg.contains("<b>") && svg.contains("A &#38; B") && svg.contains("… + 5"), "{svg}");
}

#[test]
fn a_map_leads_from_left_to_right_even_in_circles() {
    let spots: Vec<Spot> =
        ["a", "b", "c", "d", "alone"].iter().map(|name| Spot { iri: (*name).to_owned(), name: (*name).to_owned() }).collect();
    let ties = [(0, 1, "first"), (1, 2, "second"), (2, 0, "back"), (0, 2, "over"), (0, 2, "again"), (3, 3, "itself"), (3, 2, "late")];
    let lines: Vec<Line> = ties.iter().map(|(from, to, words)| Line { from: *from, to: *to, words: (*words).to_owned() }).collect();
    let href = |iri: &str| Some(format!("/{iri}"));
    let svg = map(("The title", "The note"), &spots, &lines, Language::En, &href, Palette::File).expect("a picture");
    assert_eq!(check_boxes("map", &svg), spots.len());
    for spot in &spots {
        assert!(svg.contains(&format!("href=\"/{}\"", spot.iri)), "{}", spot.name);
    }
    for (.., words) in ties {
        assert!(svg.contains(words), "{words}");
    }
    assert!(svg.contains("← over") != svg.contains("← back") && svg.contains("↻ itself"), "{svg}");
    let x = |name: &str| {
        let rect = svg.split(&format!("href=\"/{name}\"")).nth(1).and_then(|rest| rest.split("<rect").nth(1)).expect("a box");
        attributes(rect, "x")[0].parse::<usize>().expect("a length")
    };
    assert!(x("a") < x("b") && x("b") < x("c") && x("a") < x("d"), "{svg}");
    assert!(map(("", ""), &[], &[], Language::Nb, &href, Palette::Page).is_ok());
}
