//! Who has what part in what: things across, things down, a sign where they meet.

use super::drawing::{Drawing, GAP, LETTER, LINE, List, MARGIN, PADDING, Pen, Text, Turned};
use super::rows::{Named, Table, named, text};
use super::specification::Matrix;
use crate::error::Result;
use std::collections::BTreeSet;

const LABEL: usize = 330;
const CELL: usize = 30;

pub(super) fn draw(draw: &Matrix, table: &Table, pen: &Pen<'_>) -> Result<Drawing> {
    let (mut rows, mut columns): (Vec<Named>, Vec<Named>) = (Vec::new(), Vec::new());
    let mut cells = Vec::new();
    for row in &table.rows {
        let (Some(across), Some(down)) = (named(row, &draw.row), named(row, &draw.column)) else { continue };
        cells.push((index(&mut rows, across), index(&mut columns, down), text(row, &draw.mark)));
    }
    let x = |column: usize| MARGIN + LABEL + column * CELL + CELL / 2;
    let headings = columns.iter().map(reach).max().unwrap_or_default();
    let right = columns.iter().enumerate().map(|(at, column)| x(at) + reach(column)).max().unwrap_or_default();
    let mut drawing = Drawing { width: right + MARGIN, ..Drawing::default() };
    for (at, column) in columns.iter().enumerate() {
        let text = Text { x: x(at), y: headings, words: column.name.clone() };
        drawing.turned.push(Turned { text, href: column.iri.as_deref().and_then(pen.href) });
    }
    let mut list = List::default();
    let mut y = headings + GAP;
    for (at, row) in rows.iter().enumerate() {
        let node = pen.node(row, None, (MARGIN, y), LABEL - PADDING);
        let middle = y + node.height / 2 + 5;
        for (_, column, mark) in cells.iter().filter(|(row, ..)| *row == at) {
            drawing.words.push(Text { x: x(*column) - 5, y: middle, words: Pen::symbol(mark)? });
        }
        drawing.lines.push(format!("M{} {}H{}", MARGIN + LABEL, y + node.height + 2, MARGIN + LABEL + columns.len() * CELL));
        y += node.height + 4;
        list.nodes.push(node);
    }
    for column in 0..=columns.len() {
        drawing.lines.push(format!("M{} {}V{y}", MARGIN + LABEL + column * CELL, headings + GAP));
    }
    let codes: BTreeSet<&String> = cells.iter().map(|(.., mark)| mark).collect();
    for code in codes {
        y += LINE;
        drawing.words.push(Text { x: MARGIN + PADDING, y, words: pen.mark(code)? });
    }
    drawing.lists.push(list);
    drawing.height = y + GAP;
    Ok(drawing)
}

/// How far a heading that rises at 45 degrees reaches to the right and upwards.
fn reach(named: &Named) -> usize {
    named.name.chars().count() * LETTER * 3 / 4 + PADDING
}

fn index(known: &mut Vec<Named>, named: Named) -> usize {
    known.iter().position(|other| *other == named).unwrap_or_else(|| {
        known.push(named);
        known.len() - 1
    })
}
