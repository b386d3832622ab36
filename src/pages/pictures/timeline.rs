//! What happens when, from the top: a list with dates, evenly spaced.

use super::drawing::{Drawing, GAP, List, MARGIN, Pen, Text};
use super::rows::{Table, named, spoken};
use super::specification::Timeline;

/// The longest date fits before it: «20. september 2019».
const AXIS: usize = 168;
const LEFT: usize = 198;
const WIDTH: usize = 600;

pub(super) fn draw(draw: &Timeline, table: &Table, pen: &Pen<'_>) -> Drawing {
    let mut drawing = Drawing { width: LEFT + WIDTH + MARGIN, ..Drawing::default() };
    let mut list = List::default();
    let mut y = MARGIN;
    for row in &table.rows {
        let Some(item) = named(row, &draw.item) else { continue };
        let date = draw.date.iter().map(|column| spoken(row, column, pen.language)).find(|date| !date.is_empty()).unwrap_or_default();
        let node = pen.node(&item, Some(&spoken(row, &draw.detail, pen.language)), (LEFT, y), WIDTH);
        let middle = y + node.height / 2;
        drawing.words.push(Text { x: MARGIN, y: middle + 5, words: date });
        drawing.lines.push(format!("M{} {middle}H{LEFT}", AXIS - 8));
        y += node.height + GAP;
        list.nodes.push(node);
    }
    drawing.lines.push(format!("M{AXIS} {MARGIN}V{}", y.saturating_sub(GAP)));
    drawing.lists.push(list);
    drawing.height = y;
    drawing
}
