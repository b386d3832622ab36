//! What leads to what, from left to right: a thing that leads to several stands once.

use super::drawing::{ARROW, BETWEEN, BOX, Drawing, GAP, List, MARGIN, Pen, above, beside, wrap};
use super::rows::{Named, Table, named, text};
use super::specification::Chain;
use crate::error::Result;

/// A row of the picture.
struct Line {
    cells: Vec<Named>,
    words: String,
}

pub(super) fn draw(draw: &Chain, table: &Table, pen: &Pen<'_>) -> Result<Drawing> {
    let mut lines = Vec::new();
    for row in &table.rows {
        let cells: Vec<Named> = draw.columns.iter().map_while(|pair| named(row, pair)).collect();
        let mark = draw.mark.as_ref().map(|mark| pen.mark(&text(row, mark))).transpose()?;
        let relation = draw.relation.as_ref().map(|relation| text(row, relation));
        let words: Vec<String> = [relation, mark].into_iter().flatten().collect();
        lines.push(Line { cells, words: words.join("\n") });
    }
    // Lines that begin with the same thing stand together, where the first of them stood.
    let firsts: Vec<Option<Named>> = lines.iter().map(|line| line.cells.first().cloned()).collect();
    lines.sort_by_key(|line| firsts.iter().position(|first| first.as_ref() == line.cells.first()));
    Ok(place(&lines, draw.columns.len(), pen))
}

fn place(lines: &[Line], columns: usize, pen: &Pen<'_>) -> Drawing {
    let between = if lines.iter().all(|line| line.words.is_empty()) { ARROW } else { BETWEEN };
    let mut drawing = Drawing { width: 2 * MARGIN + columns * BOX + (columns - 1) * between, ..Drawing::default() };
    let mut tops = vec![MARGIN];
    for line in lines {
        let cells = line.cells.iter().map(|cell| pen.node(cell, None, (0, 0), BOX).height);
        let height = cells.chain([above(relation(line).len())]).max().unwrap_or_default();
        tops.push(tops.last().copied().unwrap_or_default() + height + GAP);
    }
    for column in 0..columns {
        let mut list = List::default();
        let mut at = 0;
        while at < lines.len() {
            let same = lines[at..].iter().take_while(|line| line.cells.get(column) == lines[at].cells.get(column)).count();
            if let Some(cell) = lines[at].cells.get(column) {
                let mut node = pen.node(cell, None, (MARGIN + column * (BOX + between), tops[at]), BOX);
                node.stretch(tops[at + same] - tops[at] - GAP);
                list.nodes.push(node);
            }
            at += same;
        }
        drawing.lists.push(list);
    }
    for (at, line) in lines.iter().enumerate() {
        for left in 1..line.cells.len() {
            let (from, y) = (MARGIN + left * BOX + (left - 1) * between, usize::midpoint(tops[at], tops[at + 1] - GAP));
            drawing.arrows.push(format!("M{from} {y}H{}", from + between - 4));
            drawing.words.extend(beside((from, y), relation(line)));
        }
    }
    drawing.height = tops.last().copied().unwrap_or(MARGIN);
    drawing
}

fn relation(line: &Line) -> Vec<String> {
    line.words.lines().flat_map(|words| wrap(words, BETWEEN)).collect()
}
