//! The sentences of a text edition: what coverage counts.
//!
//! A text edition is lines without marks for headings, list items, table rows or boxes, and with empty lines in the
//! middle of sentences. A sentence therefore begins where the words before it end one, at a bullet or an item number, and
//! on a new line that begins like a sentence and that the line before did not have to give way to: after an empty line or
//! a page break, where capitals begin or end, and where the word would have fitted on the line before.

use super::text::{Text, Word, is_capitals, join};
use std::ops::Range;

/// Words that make a sentence normative: what shall, must, should, may or will be done, is promised or proposed.
///
/// «kan» and «vil» also say what is possible or to be expected. They count all the same: a sentence too many is one that
/// somebody looks at, one too few is a duty left out.
const NORMATIVE: &[&str] = &["skal", "må", "bør", "kan", "vil", "plikter", "forplikter", "forpliktet", "enige", "enighet", "foreslås"];
/// How many words after «har» its «ansvar», «rett» or «plikt» may stand: «har et felles ansvar».
const REACH: usize = 3;
/// Words with a full stop that end no sentence.
const ABBREVIATIONS: &[&str] = &["bl.a.", "ca.", "embetsgrp.", "ev.", "evt.", "f.eks.", "jf.", "kap.", "mv.", "nr.", "pkt.", "vha."];

/// A sentence, a heading or a box, with its place.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Sentence {
    /// Its words in [`Text::words`].
    pub(super) words: Range<usize>,
    pub(super) first_line: usize,
    pub(super) last_line: usize,
    pub(super) text: String,
}

impl Sentence {
    /// Whether it holds no word at all: a page number, a dotted line.
    pub(super) fn is_furniture(&self) -> bool {
        !self.text.chars().any(char::is_alphabetic)
    }

    /// Whether it looks like the heading of a numbered section or of a block of a table.
    pub(super) fn is_heading(&self) -> bool {
        !self.text.ends_with(['.', ':']) && (is_capitals(&self.text) || self.text.split(' ').next().is_some_and(is_number))
    }

    /// Whether it only begins what each of those after it says: «Regjeringen vil:».
    pub(super) fn is_lead_in(&self) -> bool {
        let last = self.text.strip_suffix(':').and_then(|text| text.split(' ').next_back());
        last.is_some_and(|last| NORMATIVE.contains(&last))
    }

    /// Whether it says what somebody shall, must, should, may or will do.
    pub(super) fn is_normative(&self) -> bool {
        let words: Vec<String> =
            self.text.split(' ').map(|word| word.trim_matches(|c: char| !c.is_alphanumeric()).to_lowercase()).collect();
        let bound = |word: &String| word.ends_with("ansvar") || word.ends_with("ansvaret") || word == "rett" || word == "plikt";
        words.iter().enumerate().any(|(at, word)| {
            let next = &words[at + 1..words.len().min(at + 1 + REACH)];
            NORMATIVE.contains(&word.as_str())
                || word == "har" && next.iter().any(bound)
                || word == "står" && next.first().is_some_and(|next| next == "fritt")
        })
    }
}

/// The sentences of a text, in order; every word is in one.
pub(super) fn sentences(text: &Text) -> Vec<Sentence> {
    let mut bounds: Vec<usize> = (0..text.words.len()).filter(|&at| at == 0 || begins(text, at)).collect();
    bounds.push(text.words.len());
    let sentence = |bounds: &[usize]| {
        let (first, end) = (bounds[0], bounds[1]);
        let words = &text.words[first..end];
        Some(Sentence {
            words: first..end,
            first_line: words.first()?.first_line,
            last_line: words.last()?.last_line,
            text: join(words.iter().map(|word| word.text.as_str())),
        })
    };
    bounds.windows(2).filter_map(sentence).collect()
}

/// Whether a sentence begins with this word, which is not the first.
fn begins(text: &Text, at: usize) -> bool {
    let (before, word) = (&text.words[at - 1], &text.words[at]);
    let upper = word.text.chars().find(|c| c.is_alphanumeric()).is_some_and(char::is_uppercase);
    word.text.starts_with('•')
        || is_item_number(&word.text)
        || upper && ends_sentence(&before.text)
        || before.last_line < word.first_line && begins_on_its_line(text, before, word, upper)
}

/// Whether a sentence begins with this word, which is the first of its line.
fn begins_on_its_line(text: &Text, before: &Word, word: &Word, upper: bool) -> bool {
    if before.text.ends_with(':') && upper {
        return true;
    }
    // A word in brackets belongs to what stands before it; a mark in brackets begins a note.
    let bracketed = word.text.starts_with('(');
    let note = bracketed && !word.text.contains(char::is_alphanumeric);
    if !note && (bracketed || !upper && !is_number(&word.text)) {
        return false;
    }
    let (last, line) = (text.line(before.last_line), text.line(word.first_line));
    let gap = line.indented || (before.last_line + 1..word.first_line).any(|between| text.line(between).length == 0);
    gap || last.capitals != line.capitals || last.length + 1 + word.text.chars().count() <= last.width
}

fn ends_sentence(word: &str) -> bool {
    let bare = word.trim_end_matches(['»', '”', '"', ')']);
    bare.ends_with(['.', '!', '?']) && !is_number(bare) && !ABBREVIATIONS.contains(&word.to_lowercase().as_str())
}

/// «1.», «2.1» or «2.10.», not «2020».
fn is_number(word: &str) -> bool {
    word.contains('.') && word.trim_end_matches('.').split('.').all(|part| !part.is_empty() && part.chars().all(|c| c.is_ascii_digit()))
}

/// «2.10.», which begins an item wherever it stands.
fn is_item_number(word: &str) -> bool {
    is_number(word) && word.ends_with('.') && word.matches('.').count() > 1
}

#[cfg(test)]
mod tests {
    use super::*;

    fn split(text: &str) -> Vec<String> {
        let found = sentences(&Text::new(text));
        found.into_iter().map(|sentence| format!("{}-{} {}", sentence.first_line, sentence.last_line, sentence.text)).collect()
    }

    fn one(text: &str) -> Sentence {
        sentences(&Text::new(text)).pop().expect("a sentence")
    }

    #[test]
    fn prose_is_split_at_full_stops_and_not_at_line_breaks_dates_or_abbreviations() {
        let text = "Avtalen gjelder til 1. september 2022 og \nKMD, ev. KS, kan si den opp. Den er \n\n lang.\nNeste linje er vha. KS like lang som den over her.";
        let expected = [
            "1-2 Avtalen gjelder til 1. september 2022 og KMD, ev. KS, kan si den opp.",
            "2-4 Den er lang.",
            "5-5 Neste linje er vha. KS like lang som den over her.",
        ];
        assert_eq!(split(text), expected);
    }

    #[test]
    fn headings_stand_alone() {
        let text = " 2. Oppgaver og ansvar\nPartene skal sammen sørge for gjennomføring av \nKS sine tiltak.\n 2.1 Mer\n\nREGELVERK FOR ALLE SOM ER MED PÅ DET HER\nRegjeringen vil: \nUtrede mulig plikt.";
        let expected = [
            "1-1 2. Oppgaver og ansvar",
            "2-3 Partene skal sammen sørge for gjennomføring av KS sine tiltak.",
            "4-4 2.1 Mer",
            "6-6 REGELVERK FOR ALLE SOM ER MED PÅ DET HER",
            "7-7 Regjeringen vil:",
            "8-8 Utrede mulig plikt.",
        ];
        assert_eq!(split(text), expected);
        for heading in ["2. Oppgaver og ansvar", "2.1 Mer", "REGELVERK FOR ALLE"] {
            assert!(one(heading).is_heading(), "{heading}");
        }
        assert!(!one("2020 var et godt år").is_heading() && !one("KS skal det.").is_heading());
    }

    #[test]
    fn bullets_rows_and_boxes_stand_alone() {
        let bullets = "følgende hendelser:\n• Få barn (ASD) \n• Ny i \n\nNorge (KD)\n\n(KommIT mv)";
        assert_eq!(split(bullets), ["1-1 følgende hendelser:", "2-2 • Få barn (ASD)", "3-3 • Ny i", "5-7 Norge (KD) (KommIT mv)"]);
        let boxes = "3.2. Datasjøer 3.4. Utrede plikt til\n\nåpne data\n5.1. Arenaer for \nSkate\n\nDepDep\nTiltakseiere og andre\n\n2\n\n(*) På kommunal side";
        let expected = [
            "1-1 3.2. Datasjøer",
            "1-3 3.4. Utrede plikt til åpne data",
            "4-5 5.1. Arenaer for Skate",
            "7-7 DepDep",
            "8-10 Tiltakseiere og andre 2",
            "12-12 (*) På kommunal side",
        ];
        assert_eq!(split(boxes), expected);
        assert_eq!(split("Arbeidsmøte AU\n3. sep\n\nSkate-møte"), ["1-2 Arbeidsmøte AU 3. sep", "4-4 Skate-møte"]);
    }

    #[test]
    fn some_words_make_a_sentence_normative() {
        for text in
            ["KS skal det.", "KMD og KS eier og har ansvaret for det", "KS har et felles ansvar.", "Den (kan) det", "KS står fritt til det"]
        {
            assert!(one(text).is_normative(), "{text}");
        }
        for text in ["KS koordinerer tiltak.", "KS har en rolle i dette, og alt ansvar deles.", "Strategien er felles."] {
            assert!(!one(text).is_normative(), "{text}");
        }
        assert!(one("Regjeringen vil:").is_lead_in() && !one("innenfor følgende livshendelser:").is_lead_in());
        assert!(one("12 ……").is_furniture() && !one("1. a").is_furniture());
    }
}
