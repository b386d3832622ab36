//! The table of quality: an evaluation as rows, for the terminal, the tests and releases.

use super::evaluate::{Evaluation, Share, Tally};
use crate::error::Result;
use crate::sparql::record::Record;
use crate::sparql::{Row, Rows};
use oxigraph::model::vocab::xsd;
use oxigraph::model::{Literal, Term};

/// Columns of the table.
const COLUMNS: [&str; 21] = [
    "kind",
    "split",
    "pairs",
    "links",
    "accepted",
    "precision",
    "precision_low",
    "precision_high",
    "recall",
    "recall_low",
    "recall_high",
    "f1",
    "predicate_right",
    "shown",
    "shown_precision",
    "recall_with_review",
    "recall_with_review_low",
    "recall_with_review_high",
    "shown_precision_low",
    "shown_precision_high",
    "f1_with_review",
];

/// What the table is called where it is kept.
pub const RECORD: &str = "link-quality";

/// The table of a day, to be kept.
pub fn record(found: &Evaluation, day: &str) -> Result<Record> {
    Record::of(RECORD, "samstyr link evaluate", day, table(found))
}

/// A row for each kind of target and split, and those of all kinds last.
pub fn table(found: &Evaluation) -> Rows<'static> {
    let of_all = found.tallies.iter().filter(|((kind, _), _)| kind == "all");
    let others = found.tallies.iter().filter(|((kind, _), _)| kind != "all");
    Rows::of(&COLUMNS, others.chain(of_all).map(|((kind, split), tally)| row(kind, split, tally)).collect())
}

fn row(kind: &str, split: &str, tally: &Tally) -> Row {
    let text = |text: &str| Some(Literal::from(text).into());
    let whole = |count: usize| Some(Literal::new_typed_literal(count.to_string(), xsd::INTEGER).into());
    let with_interval =
        |share: Share| [decimal(share.value), decimal(share.value.map(|_| share.low)), decimal(share.value.map(|_| share.high))];
    let mut row = vec![text(kind), text(split), whole(tally.pairs), whole(tally.links), whole(tally.accepted)];
    row.extend(with_interval(tally.precision()));
    row.extend(with_interval(tally.recall()));
    let [shown_precision, shown_low, shown_high] = with_interval(tally.shown_precision());
    row.extend([decimal(tally.f1()), whole(tally.right_predicate), whole(tally.shown), shown_precision]);
    row.extend(with_interval(tally.shown_recall()));
    row.extend([shown_low, shown_high, decimal(tally.shown_f1())]);
    row
}

/// A number with three decimals.
pub fn decimal(value: Option<f64>) -> Option<Term> {
    Some(Literal::new_typed_literal(format!("{:.3}", value?), xsd::DECIMAL).into())
}
