//! What is tied to what: boxes in columns, so that lines lead from left to right, with few crossings.
//!
//! A layered drawing (Sugiyama): each box stands right of those that lead to it, a line that passes a column has a place of its own there,
//! and the order in the columns is the best of a few sweeps in which each place moves to the middle of its neighbours.

use super::drawing::{Drawing, GAP, Href, LINE, List, MARGIN, Palette, Pen, beside, wrap};
use super::rows::Named;
use crate::error::Result;
use crate::questions::Language;
use std::collections::{BTreeMap, BTreeSet};

/// Width of a box.
const WIDTH: usize = 180;
/// Room for words beside a box.
const WORDS: usize = 140;
/// Room in which lines turn.
const TURN: usize = 40;
const STEP: usize = WIDTH + WORDS + TURN;
/// Space under the words of a line.
const UNDER: usize = 10;
/// How often the order is tried to be made better.
const SWEEPS: usize = 12;

/// A thing to draw: its IRI and its name.
#[derive(Debug, Clone)]
pub struct Spot {
    /// Its IRI.
    pub iri: String,
    /// Its name.
    pub name: String,
}

/// That one thing leads to another, by their places among the things.
#[derive(Debug, Clone)]
pub struct Line {
    /// The one that leads.
    pub from: usize,
    /// The one that is led to; the same for what leads to its own kind.
    pub to: usize,
    /// The name of what is between them.
    pub words: String,
}

/// Draws things and how they are tied; title and note are what the picture is called and what must be known to read it.
pub fn map(
    (title, note): (&str, &str),
    spots: &[Spot],
    lines: &[Line],
    language: Language,
    href: &Href<'_>,
    palette: Palette,
) -> Result<String> {
    draw(spots, lines, &Pen { language, href }).write(title, note, palette)
}

/// A line with its words, from a box on the left to one on the right.
struct Edge {
    /// Whether it leads from right to left: what goes in a circle cannot lead to the right all the way.
    turned: bool,
    words: Vec<String>,
    /// The places it goes through, boxes at both ends.
    path: Vec<usize>,
}

/// A box, or where a line passes a column; the boxes come first, in the order of the things.
struct Place {
    column: usize,
    y: usize,
    height: usize,
    /// Edges that come from the left and go to the right, from the top.
    incoming: Vec<usize>,
    outgoing: Vec<usize>,
}

struct Layout {
    places: Vec<Place>,
    edges: Vec<Edge>,
    /// The places of each column, from the top.
    columns: Vec<Vec<usize>>,
}

fn draw(spots: &[Spot], lines: &[Line], pen: &Pen<'_>) -> Drawing {
    let mut own: BTreeMap<usize, Vec<&str>> = BTreeMap::new();
    let mut pairs: BTreeMap<(usize, usize), Vec<&str>> = BTreeMap::new();
    for line in lines {
        let words = if line.from == line.to { own.entry(line.from).or_default() } else { pairs.entry((line.from, line.to)).or_default() };
        words.push(&line.words);
    }
    let node = |at: usize, place: (usize, usize)| {
        let loops = own.get(&at).map(|words| format!("↻ {}", words.join(", ")));
        pen.node(&Named { iri: Some(spots[at].iri.clone()), name: spots[at].name.clone() }, loops.as_deref(), place, WIDTH)
    };
    let heights = (0..spots.len()).map(|at| node(at, (0, 0)).height).collect();
    let mut layout = Layout::new(heights, &pairs);
    layout.order();
    layout.stand();
    let width = 2 * MARGIN + (layout.columns.len().max(1) - 1) * STEP + WIDTH;
    let mut drawing = Drawing { width, ..Drawing::default() };
    layout.lines(&mut drawing);
    let mut list = List::default();
    for at in layout.columns.iter().flatten().copied().filter(|at| *at < spots.len()) {
        let place = &layout.places[at];
        let mut node = node(at, (left(place.column), place.y));
        node.stretch(place.height);
        drawing.height = drawing.height.max(place.y + place.height + MARGIN);
        list.nodes.push(node);
    }
    drawing.lists.push(list);
    drawing
}

fn left(column: usize) -> usize {
    MARGIN + column * STEP
}

impl Layout {
    fn new(heights: Vec<usize>, pairs: &BTreeMap<(usize, usize), Vec<&str>>) -> Self {
        let turned = circles(heights.len(), pairs.keys().copied());
        let directed = |(from, to): (usize, usize)| if turned.contains(&(from, to)) { (to, from) } else { (from, to) };
        let columns = columns(heights.len(), &pairs.keys().map(|pair| directed(*pair)).collect::<Vec<_>>());
        let place = |(height, column)| Place { column, y: 0, height, incoming: Vec::new(), outgoing: Vec::new() };
        let mut layout = Self { places: heights.into_iter().zip(columns).map(place).collect(), edges: Vec::new(), columns: Vec::new() };
        for (pair, words) in pairs {
            let (from, to) = directed(*pair);
            let mut path = vec![from];
            for column in layout.places[from].column + 1..layout.places[to].column {
                path.push(layout.places.len());
                layout.places.push(place((LINE, column)));
            }
            path.push(to);
            let turned = turned.contains(pair);
            let words = words.iter().flat_map(|words| wrap(&if turned { format!("← {words}") } else { (*words).to_owned() }, WORDS));
            let edge = Edge { turned, words: words.collect(), path };
            for step in edge.path.windows(2) {
                layout.places[step[0]].outgoing.push(layout.edges.len());
                layout.places[step[1]].incoming.push(layout.edges.len());
            }
            layout.edges.push(edge);
        }
        let last = layout.places.iter().map(|place| place.column).max().unwrap_or_default();
        layout.columns =
            (0..=last).map(|column| (0..layout.places.len()).filter(|at| layout.places[*at].column == column).collect()).collect();
        layout
    }

    /// The place before or after a place on a line.
    fn beside(&self, edge: usize, place: usize, after: bool) -> Option<usize> {
        let path = &self.edges[edge].path;
        let at = path.iter().position(|other| *other == place)?;
        if after { path.get(at + 1) } else { path.get(at.checked_sub(1)?) }.copied()
    }

    fn neighbours(&self, place: usize, after: bool) -> Vec<usize> {
        let edges = if after { &self.places[place].outgoing } else { &self.places[place].incoming };
        edges.iter().filter_map(|edge| self.beside(*edge, place, after)).collect()
    }

    /// Orders the columns so that few lines cross.
    fn order(&mut self) {
        let mut best = (self.crossings(), self.columns.clone());
        for sweep in 0..SWEEPS {
            let after = sweep % 2 == 1;
            let columns: Vec<usize> = if after { (0..self.columns.len()).rev().collect() } else { (0..self.columns.len()).collect() };
            for column in columns {
                let positions = self.positions();
                let middle = |place: &usize| {
                    let around: Vec<usize> = self.neighbours(*place, after).into_iter().map(|at| positions[at]).collect();
                    // Twelfths keep the middle a whole number for up to four neighbours, and near one for more.
                    if around.is_empty() { positions[*place] * 12 } else { around.iter().sum::<usize>() * 12 / around.len() }
                };
                let mut places = self.columns[column].clone();
                places.sort_by_key(middle);
                self.columns[column] = places;
            }
            let crossings = self.crossings();
            if crossings < best.0 {
                best = (crossings, self.columns.clone());
            }
        }
        self.columns = best.1;
        let positions = self.positions();
        for place in 0..self.places.len() {
            for after in [false, true] {
                let edges = if after { self.places[place].outgoing.clone() } else { self.places[place].incoming.clone() };
                let mut edges: Vec<_> =
                    edges.into_iter().map(|edge| (self.beside(edge, place, after).map(|at| positions[at]), edge)).collect();
                edges.sort_unstable();
                let edges = edges.into_iter().map(|(_, edge)| edge).collect();
                if after { self.places[place].outgoing = edges } else { self.places[place].incoming = edges }
            }
        }
    }

    /// Where each place stands in its column.
    fn positions(&self) -> Vec<usize> {
        let mut positions = vec![0; self.places.len()];
        for column in &self.columns {
            for (at, place) in column.iter().enumerate() {
                positions[*place] = at;
            }
        }
        positions
    }

    fn crossings(&self) -> usize {
        let positions = self.positions();
        let steps = |column: &Vec<usize>| -> Vec<(usize, usize)> {
            let of =
                |place: &usize| self.neighbours(*place, true).into_iter().map(|to| (positions[*place], positions[to])).collect::<Vec<_>>();
            column.iter().flat_map(of).collect()
        };
        let cross = |steps: Vec<(usize, usize)>| {
            let pairs = steps.iter().enumerate().flat_map(|(at, a)| steps[at + 1..].iter().map(move |b| (a, b)));
            pairs.filter(|(a, b)| (a.0 < b.0 && a.1 > b.1) || (a.0 > b.0 && a.1 < b.1)).count()
        };
        self.columns.iter().map(steps).map(cross).sum()
    }

    /// Heights and places: as near as can be to what leads there, and below what stands above.
    fn stand(&mut self) {
        for place in 0..self.places.len() {
            if self.is_box(place) {
                let words: usize = self.places[place].outgoing.iter().map(|edge| self.room(*edge)).sum();
                let arrows = (self.places[place].incoming.len() + 1) * UNDER;
                self.places[place].height = self.places[place].height.max(words).max(arrows);
            }
        }
        for column in self.columns.clone() {
            let mut y = MARGIN;
            for place in column {
                let before: Vec<usize> = self.places[place]
                    .incoming
                    .iter()
                    .filter_map(|edge| Some(self.leaves(*edge, self.beside(*edge, place, false)?)))
                    .collect();
                let wanted = if before.is_empty() {
                    y
                } else {
                    (before.iter().sum::<usize>() / before.len()).saturating_sub(self.places[place].height / 2)
                };
                self.places[place].y = y.max(wanted);
                y = self.places[place].y + self.places[place].height + GAP;
            }
        }
    }

    fn is_box(&self, place: usize) -> bool {
        !self.edges.iter().any(|edge| edge.path[1..edge.path.len() - 1].contains(&place))
    }

    /// The height that a line with its words needs beside a box.
    fn room(&self, edge: usize) -> usize {
        self.edges[edge].words.len() * LINE + UNDER
    }

    /// The height at which a line goes on from a place.
    fn leaves(&self, edge: usize, place: usize) -> usize {
        let here = &self.places[place];
        if !self.is_box(place) {
            return here.y + here.height / 2;
        }
        let above: usize = here.outgoing.iter().take_while(|other| **other != edge).map(|other| self.room(*other)).sum();
        let all: usize = here.outgoing.iter().map(|other| self.room(*other)).sum();
        here.y + here.height.saturating_sub(all) / 2 + above + self.room(edge) - UNDER / 2
    }

    /// The height at which a line comes to a place.
    fn comes(&self, edge: usize, place: usize) -> usize {
        let here = &self.places[place];
        let at = here.incoming.iter().position(|other| *other == edge).unwrap_or_default();
        here.y + here.height * (at + 1) / (here.incoming.len() + 1)
    }

    fn lines(&self, drawing: &mut Drawing) {
        for (at, edge) in self.edges.iter().enumerate() {
            let start = (left(self.places[edge.path[0]].column) + WIDTH, self.leaves(at, edge.path[0]));
            let mut path = format!("M{} {}", start.0, start.1);
            for step in edge.path.windows(2) {
                let (from, x) = (self.leaves(at, step[0]), left(self.places[step[1]].column));
                let to = self.comes(at, step[1]);
                let (begin, middle) = (x - TURN, x - TURN / 2);
                let end = if step[1] == edge.path[edge.path.len() - 1] { x - 2 } else { x };
                path.push_str(&format!("H{begin}C{middle} {from} {middle} {to} {end} {to}"));
            }
            drawing.words.extend(beside(start, edge.words.clone()));
            if edge.turned { drawing.lines.push(path) } else { drawing.arrows.push(path) }
        }
    }
}

/// The pairs that close a circle: without them nothing leads back to where it came from.
fn circles(count: usize, pairs: impl Iterator<Item = (usize, usize)> + Clone) -> BTreeSet<(usize, usize)> {
    let mut kept: Vec<(usize, usize)> = Vec::new();
    let mut turned = BTreeSet::new();
    for (from, to) in pairs {
        let mut reached = BTreeSet::from([to]);
        for _ in 0..count {
            let more: Vec<usize> = kept.iter().filter(|(a, b)| reached.contains(a) && !reached.contains(b)).map(|(_, b)| *b).collect();
            if more.is_empty() {
                break;
            }
            reached.extend(more);
        }
        if reached.contains(&from) {
            turned.insert((from, to));
            kept.push((to, from));
        } else {
            kept.push((from, to));
        }
    }
    turned
}

/// The column of each thing: right of all that lead to it, and no further left of what it leads to than it must.
fn columns(count: usize, pairs: &[(usize, usize)]) -> Vec<usize> {
    let mut columns = vec![0; count];
    for _ in 0..count {
        for (from, to) in pairs {
            columns[*to] = columns[*to].max(columns[*from] + 1);
        }
    }
    for at in 0..count {
        let first = !pairs.iter().any(|(_, to)| *to == at);
        if first && let Some(nearest) = pairs.iter().filter(|(from, _)| *from == at).map(|(_, to)| columns[*to]).min() {
            columns[at] = nearest - 1;
        }
    }
    columns
}
