//! The measured quality of proposed links: a measurement for each figure of each kind of target, split and zone.

use super::Reader;

/// What the figures are computed on.
const GOLD: &str = "gold-standard/links";

/// A figure of a row: its metric, the zone that it looks at, and the columns of its value, its interval and how many pairs it is a share of.
struct Figure {
    metric: &'static str,
    zone: Option<&'static str>,
    value: &'static str,
    interval: Option<[&'static str; 2]>,
    of: Option<&'static str>,
}

const ACCEPT: Option<&str> = Some("accept");
const REVIEW: Option<&str> = Some("with-review");
const FIGURES: [Figure; 7] = [
    Figure { metric: "judged-pairs", zone: None, value: "pairs", interval: None, of: None },
    Figure {
        metric: "link-precision",
        zone: ACCEPT,
        value: "precision",
        interval: Some(["precision_low", "precision_high"]),
        of: Some("accepted"),
    },
    Figure { metric: "link-recall", zone: ACCEPT, value: "recall", interval: Some(["recall_low", "recall_high"]), of: Some("links") },
    Figure { metric: "link-f1", zone: ACCEPT, value: "f1", interval: None, of: None },
    Figure {
        metric: "link-precision",
        zone: REVIEW,
        value: "shown_precision",
        interval: Some(["shown_precision_low", "shown_precision_high"]),
        of: Some("shown"),
    },
    Figure {
        metric: "link-recall",
        zone: REVIEW,
        value: "recall_with_review",
        interval: Some(["recall_with_review_low", "recall_with_review_high"]),
        of: Some("links"),
    },
    Figure { metric: "link-f1", zone: REVIEW, value: "f1_with_review", interval: None, of: None },
];

pub(super) fn read(reader: &mut Reader<'_>) {
    let Some(gold) = reader.thing(0, GOLD) else { return };
    for row in 0..reader.record.rows.len() {
        let (Some(kind), Some(split)) = (reader.needed(row, "kind"), reader.needed(row, "split")) else { continue };
        if reader.needed(row, "pairs").is_none() {
            continue;
        }
        for figure in &FIGURES {
            // A share of nothing is no figure.
            let Some(value) = reader.number(row, figure.value) else { continue };
            let key = format!("{kind} {split} {} {}", figure.zone.unwrap_or_default(), figure.metric);
            let Some(measurement) = reader.measurement(row, &key, figure.metric, &gold, value) else { continue };
            reader.say_code(row, &measurement, "targetKind", &kind);
            reader.say_code(row, &measurement, "split", &split);
            if let Some(zone) = figure.zone {
                reader.say_code(row, &measurement, "zone", zone);
            }
            if let Some([low, high]) = figure.interval {
                for (property, column) in [("intervalLow", low), ("intervalHigh", high)] {
                    if let Some(bound) = reader.number(row, column) {
                        reader.say_value(&measurement, property, bound);
                    }
                }
            }
            if let Some(size) = figure.of.and_then(|column| reader.number(row, column)) {
                reader.say_value(&measurement, "sampleSize", size);
            }
        }
    }
}
