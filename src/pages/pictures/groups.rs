//! Boxes under headings, each with a mark: measures by focus area, bodies by level.

use super::drawing::{BOX, Drawing, GAP, LINE, List, MARGIN, Pen, Text};
use super::rows::{Named, Table, named, text};
use super::specification::Groups;
use crate::error::Result;

const COLUMNS: usize = 4;

pub(super) fn draw(draw: &Groups, table: &Table, pen: &Pen<'_>) -> Result<Drawing> {
    let mut groups: Vec<(Named, Vec<(Named, String)>)> = Vec::new();
    for row in &table.rows {
        let (Some(group), Some(item)) = (named(row, &draw.group), named(row, &draw.item)) else { continue };
        let item = (item, pen.mark(&text(row, &draw.mark))?);
        match groups.iter_mut().find(|(known, _)| *known == group) {
            Some((_, items)) => items.push(item),
            None => groups.push((group, vec![item])),
        }
    }
    // A group without a thing of its own, such as «undetermined», comes last; the others stand as in the answer.
    groups.sort_by_key(|(group, _)| group.iri.is_none());
    let mut drawing = Drawing { width: 2 * MARGIN + COLUMNS * BOX + (COLUMNS - 1) * GAP, ..Drawing::default() };
    let mut y = MARGIN;
    for (group, items) in groups {
        let heading = Text { x: MARGIN, y: y + LINE, words: group.name };
        y += LINE + GAP;
        let mut list = List { heading: Some(heading), nodes: Vec::new() };
        for line in items.chunks(COLUMNS) {
            let at = |column: usize| (MARGIN + column * (BOX + GAP), y);
            let mut nodes: Vec<_> =
                line.iter().enumerate().map(|(column, (item, mark))| pen.node(item, Some(mark), at(column), BOX)).collect();
            let height = nodes.iter().map(|node| node.height).max().unwrap_or_default();
            for node in &mut nodes {
                node.height = height;
            }
            list.nodes.append(&mut nodes);
            y += height + GAP;
        }
        drawing.lists.push(list);
        y += GAP;
    }
    drawing.height = y;
    Ok(drawing)
}
