//! Pictures of answers: SVG that a screen reader can read and a keyboard can walk, each node a link.
//!
//! `queries/pictures.toml` says which question is drawn how; the rows are the question's own, so that a picture never says more than
//! its table. A layout places boxes ([`groups`], [`chain`], [`timeline`], [`matrix`], [`surroundings`], [`map`]), [`drawing`] writes
//! them. The last two draw what their callers read from the graph: what is around a thing, and how the classes are tied.

mod chain;
mod drawing;
mod groups;
mod map;
mod matrix;
mod rows;
mod specification;
mod surroundings;
#[cfg(test)]
mod tests;
mod timeline;

pub use drawing::{Href, Palette};
pub use map::{Line, Spot, map};
pub use specification::{Specification, all, find};
pub use surroundings::{Neighbour, surroundings};

use crate::error::Result;
use crate::questions::{self, Language};
use crate::store::Store;
use drawing::Drawing;
use rows::Table;
use specification::Draw;

impl Specification {
    /// The rows that are drawn.
    fn table(&self, store: &Store, language: Language) -> Result<Table> {
        let mut table = Table::ask(store, &questions::find(&self.question)?, language)?;
        if let Some(with) = &self.with {
            table.join(&Table::ask(store, &questions::find(&with.question)?, language)?, &with.on);
        }
        Ok(table)
    }

    /// The questions that the picture rests on.
    pub fn questions(&self) -> impl Iterator<Item = &str> {
        [self.question.as_str()].into_iter().chain(self.with.iter().map(|with| with.question.as_str()))
    }

    /// Draws the answer; addresses are the caller's matter.
    pub fn draw(&self, store: &Store, language: Language, href: &Href<'_>, palette: Palette) -> Result<String> {
        let table = self.table(store, language)?;
        let pen = drawing::Pen { language, href };
        let drawing: Drawing = match &self.draw {
            Draw::Groups(draw) => groups::draw(draw, &table, &pen)?,
            Draw::Chain(draw) => chain::draw(draw, &table, &pen)?,
            Draw::Timeline(draw) => timeline::draw(draw, &table, &pen),
            Draw::Matrix(draw) => matrix::draw(draw, &table, &pen)?,
        };
        drawing.write(self.title.of(language), self.note.of(language), palette)
    }
}
