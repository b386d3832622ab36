//! What a person reads of a candidate. Names and texts come from catalogues of others, and are cleaned of what a terminal would obey.

use super::mapping::{COMMENT_NB, Mapping, SEMAPV};
use crate::error::is_steering;
use crate::rdf::vocab::shorten;
use oxigraph::model::NamedNode;

/// Most letters of a text that are shown.
const LONGEST: usize = 300;

/// A candidate among the others.
pub(super) struct Card<'a> {
    pub candidate: &'a Mapping,
    /// What has changed since it was accepted.
    pub changed: Option<&'a str>,
    /// Its place in the list, from 1, and how many there are.
    pub place: (usize, usize),
    /// When it is the first of our thing: how many there are of that thing, and what is said of it.
    pub first: Option<(usize, Option<String>)>,
    /// What the target says of itself.
    pub target: Option<String>,
}

impl Card<'_> {
    pub fn text(&self) -> String {
        let candidate = self.candidate;
        let (number, of) = self.place;
        let mut lines = vec![format!("\n{number} of {of}: {}", named(&candidate.subject, candidate.subject_label.as_deref()))];
        if let Some((many, description)) = &self.first {
            lines.extend(description.as_deref().map(|text| format!("    {}", plain(text))));
            if *many > 1 {
                lines.push(format!("    {many} candidates for it"));
            }
        }
        let refused = if candidate.refused { "not " } else { "" };
        let object = named(&candidate.object, candidate.object_label.as_deref());
        lines.push(format!("  {refused}{} {object}", short(&candidate.predicate)));
        lines.extend(self.target.as_deref().map(|text| format!("    {}", plain(text))));
        let why = candidate.justification.as_str().trim_start_matches(SEMAPV);
        let sure = candidate.confidence.map_or_else(String::new, |number| format!(", {number}"));
        lines.push(format!("    {why}{sure}"));
        let others = candidate.other.iter().filter(|(column, _)| *column != COMMENT_NB);
        lines.extend(others.map(|(column, cell)| format!("    {}: {}", plain(column), plain(cell))));
        lines.extend(candidate.comment.iter().map(|comment| format!("    {}", plain(comment))));
        lines.extend(self.changed.map(|how| format!("  changed since it was accepted: {}", plain(how))));
        lines.join("\n")
    }
}

fn named(iri: &NamedNode, label: Option<&str>) -> String {
    match label {
        Some(label) => format!("«{}» {iri}", plain(label)),
        None => iri.to_string(),
    }
}

pub(super) fn short(iri: &NamedNode) -> String {
    shorten(iri.as_str()).unwrap_or_else(|| iri.to_string())
}

/// A text in one line, without signs that steer a terminal, and no longer than a person reads.
pub(super) fn plain(text: &str) -> String {
    let one_line = text.split_whitespace().collect::<Vec<_>>().join(" ");
    let mut letters = one_line.chars().map(|letter| if is_steering(letter) { char::REPLACEMENT_CHARACTER } else { letter });
    let mut plain: String = letters.by_ref().take(LONGEST).collect();
    if letters.next().is_some() {
        plain.push('…');
    }
    plain
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_others_steer_no_terminal_and_fill_no_screen() {
        assert_eq!(plain("a\u{1b}[2J\u{7}b \u{202e}c\n\td"), "a\u{fffd}[2J\u{fffd}b \u{fffd}c d");
        let long = plain(&"å".repeat(100_000));
        assert_eq!((long.chars().count(), long.ends_with('…')), (LONGEST + 1, true));
        assert_eq!(plain(&"å".repeat(LONGEST)).chars().count(), LONGEST);
    }
}
