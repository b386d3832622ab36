//! What happens when, from the top: a list with dates, evenly spaced.

use super::drawing::{Drawing, GAP, List, MARGIN, Pen, Text};
use super::rows::{Table, named, text};
use super::specification::Timeline;

const AXIS: usize = 130;
const LEFT: usize = 160;
const WIDTH: usize = 600;

pub(super) fn draw(draw: &Timeline, table: &Table, pen: &Pen<'_>) -> Drawing {
    let mut drawing = Drawing { width: LEFT + WIDTH + MARGIN, ..Drawing::default() };
    let mut list = List::default();
    let mut y = MARGIN;
    for row in &table.rows {
        let Some(item) = named(row, &draw.item) else { continue };
        let date = draw.date.iter().map(|column| text(row, column)).find(|date| !date.is_empty()).unwrap_or_default();
        let node = pen.node(&item, Some(&text(row, &draw.detail)), (LEFT, y), WIDTH);
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
