//! One thing in the middle, what points to it on the left, what it points to on the right.

use super::drawing::{BETWEEN, BOX, Drawing, GAP, Href, LINE, List, MARGIN, PADDING, Palette, Pen, Text, above, beside, wrap};
use super::rows::Named;
use crate::error::Result;
use crate::questions::Language;

/// As many neighbours on a side as can be taken in; the page lists them all.
const MOST: usize = 20;

/// A thing beside the one in the middle.
#[derive(Debug, Clone)]
pub struct Neighbour {
    /// Its IRI.
    pub iri: String,
    /// Its name.
    pub name: String,
    /// The name of the property between them.
    pub property: String,
}

/// Draws the surroundings of a thing; `title` is what the picture is called.
pub fn surroundings(
    (name, title): (&str, &str),
    incoming: &[Neighbour],
    outgoing: &[Neighbour],
    language: Language,
    href: &Href<'_>,
    palette: Palette,
) -> Result<String> {
    let pen = Pen { language, href };
    let mut drawing = Drawing { width: 2 * MARGIN + 3 * BOX + 2 * BETWEEN, ..Drawing::default() };
    let [left, middle, right] = [0, 1, 2].map(|column| MARGIN + column * (BOX + BETWEEN));
    let heights = [(incoming, left, left + BOX), (outgoing, right, middle + BOX)].map(|(neighbours, x, line)| {
        let (mut list, mut y) = (List::default(), MARGIN);
        for neighbour in neighbours.iter().take(MOST) {
            let named = Named { iri: Some(neighbour.iri.clone()), name: neighbour.name.clone() };
            let words = wrap(&neighbour.property, BETWEEN);
            let mut node = pen.node(&named, None, (x, y), BOX);
            node.stretch(above(words.len()));
            let at = y + node.height / 2;
            drawing.arrows.push(format!("M{line} {at}H{}", line + BETWEEN - 4));
            drawing.words.extend(beside((line, at), words));
            y += node.height + GAP;
            list.nodes.push(node);
        }
        if neighbours.len() > MOST {
            drawing.words.push(Text { x: x + PADDING, y: y + 15, words: format!("… + {}", neighbours.len() - MOST) });
            y += LINE + GAP;
        }
        drawing.lists.push(list);
        y
    });
    let mut centre = pen.node(&Named { iri: None, name: name.to_owned() }, None, (middle, MARGIN), BOX);
    centre.stretch(heights.into_iter().max().unwrap_or(MARGIN).saturating_sub(MARGIN + GAP));
    drawing.height = centre.height + 2 * MARGIN;
    drawing.lists.insert(1, List { heading: None, nodes: vec![centre] });
    drawing.write(title, "", palette)
}
