//! What a check found, as a record: a row for each target.

use super::{Checked, State};
use crate::error::Result;
use crate::link::mapping::EXTENSION;
use crate::sparql::record::Record;
use crate::sparql::{Row, Rows};
use oxigraph::model::{Literal, NamedNode, Term};
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

/// What the record is called.
pub const RECORD: &str = "link-check";
const COLUMNS: [&str; 8] = ["target", "outcome", "detail", "how", "date", "copied", "label", "sets"];

/// How it was looked for targets.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum How {
    /// In a snapshot.
    Snapshot,
    /// Each target was asked.
    Online,
}

impl How {
    /// The name in records.
    pub fn name(self) -> &'static str {
        match self {
            Self::Snapshot => "snapshot",
            Self::Online => "online",
        }
    }
}

/// A row for each target, in the order of their IRIs. Where several links lead to one target, the worst that is known of them counts.
pub fn record(checked: &[Checked], how: How, day: &str) -> Result<Record> {
    let mut targets: BTreeMap<&str, Vec<&Checked>> = BTreeMap::new();
    for one in checked {
        targets.entry(&one.link.object).or_default().push(one);
    }
    let rows = targets.into_iter().filter_map(|(target, links)| row(target, &links, how, day)).collect();
    Record::of(RECORD, "samstyr link check", day, Rows::of(&COLUMNS, rows))
}

fn row(target: &str, links: &[&Checked], how: How, day: &str) -> Option<Row> {
    let worst = links.iter().max_by_key(|one| rank(&one.state))?;
    let text = |text: &str| Some(text).filter(|text| !text.is_empty()).map(|text| Term::from(Literal::from(text)));
    let sets: BTreeSet<String> = links.iter().map(|one| set_of(&one.link.file)).collect();
    Some(vec![
        Some(NamedNode::new_unchecked(target).into()),
        text(worst.state.name()),
        text(worst.state.detail()),
        text(how.name()),
        text(day),
        worst.copied.as_deref().and_then(text),
        worst.link.label.as_deref().and_then(text),
        text(&sets.into_iter().collect::<Vec<_>>().join(" ")),
    ])
}

/// How bad a state is.
fn rank(state: &State) -> u8 {
    match state {
        State::Holds => 0,
        State::Unknown(_) => 1,
        State::Relabelled(_) => 2,
        State::Withdrawn(_) => 3,
        State::Moved(_) => 4,
        State::Dead(_) => 5,
    }
}

/// The name of the mapping set in a file.
fn set_of(file: &str) -> String {
    let name = Path::new(file).file_name().unwrap_or_default().to_string_lossy();
    name.strip_suffix(EXTENSION).unwrap_or(&name).to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::link::check::Link;

    #[test]
    fn a_target_has_one_row_and_the_worst_counts() {
        let one = |file: &str, object: &str, label: &str, state: State| Checked {
            link: Link {
                file: file.to_owned(),
                subject: "x:s".to_owned(),
                predicate: "x:p".to_owned(),
                object: object.to_owned(),
                label: Some(label.to_owned()),
            },
            state,
            copied: Some("2026-08-17".to_owned()),
        };
        let checked = [
            one("data/links/los.sssom.tsv", "https://e.no/b", "B", State::Holds),
            one("data/links/los.sssom.tsv", "https://e.no/a", "A", State::Holds),
            one("data/links/eurovoc.sssom.tsv", "https://e.no/a", "Gammelt", State::Relabelled("A".to_owned())),
        ];
        let record = record(&checked, How::Snapshot, "2026-11-22").expect("a record");
        let rows = [
            ["https://e.no/a", "relabelled", "A", "snapshot", "2026-11-22", "2026-08-17", "Gammelt", "eurovoc los"],
            ["https://e.no/b", "holds", "", "snapshot", "2026-11-22", "2026-08-17", "B", "los"],
        ];
        assert_eq!(record.rows, rows.map(|row| row.map(str::to_owned).to_vec()));
    }
}
