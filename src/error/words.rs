//! Words for messages: counts, lists as in prose, and what others wrote without what a terminal would obey.

use std::borrow::Cow;

/// "1 mistake", "2 mistakes".
pub fn count(n: usize, noun: &str) -> String {
    format!("{n} {noun}{}", if n == 1 { "" } else { "s" })
}

/// Words in backticks, the last joined by `conjunction`.
pub fn backticked<T: AsRef<str>>(words: &[T], conjunction: &str) -> String {
    let quoted: Vec<String> = words.iter().map(|w| format!("`{}`", w.as_ref())).collect();
    match quoted.as_slice() {
        [] => String::new(),
        [one] => one.clone(),
        [rest @ .., last] => format!("{} {conjunction} {last}", rest.join(", ")),
    }
}

/// A text as people may read it on a terminal: a mark stands for each sign that steers. Line breaks and tabs stay.
pub fn harmless(text: &str) -> Cow<'_, str> {
    if !text.contains(is_steering) {
        return Cow::Borrowed(text);
    }
    let mut letters = text.chars().peekable();
    let mut clean = String::with_capacity(text.len());
    while let Some(letter) = letters.next() {
        let breaks = matches!(letter, '\n' | '\t') || letter == '\r' && letters.peek() == Some(&'\n');
        clean.push(if is_steering(letter) && !breaks { char::REPLACEMENT_CHARACTER } else { letter });
    }
    Cow::Owned(clean)
}

/// Whether a sign is one that a terminal obeys, or that turns the direction of what follows.
pub fn is_steering(letter: char) -> bool {
    letter.is_control() || matches!(letter, '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_steers_a_terminal_is_marked_and_the_rest_stays() {
        assert_eq!(harmless("\u{1b}[2J\u{7}\u{9b}31m \u{202e}a\u{2069} \u{61c}\u{7f}"), "�[2J��31m �a� ��");
        let text = "«æ»\r\n\tso\u{301} \u{a0}–\u{200d}😀";
        assert!(matches!(harmless(text), Cow::Owned(same) if same == text), "line breaks and tabs are looked at and stay");
        assert_eq!(harmless("new\rold"), "new�old");
        assert!(matches!(harmless("plain"), Cow::Borrowed("plain")));
    }

    #[test]
    fn words_are_joined_as_in_prose() {
        assert_eq!(backticked::<&str>(&[], "or"), "");
        assert_eq!(backticked(&["a"], "or"), "`a`");
        assert_eq!(backticked(&["a", "b", "c"], "or"), "`a`, `b` or `c`");
        assert_eq!(count(1, "mistake"), "1 mistake");
        assert_eq!(count(0, "mistake"), "0 mistakes");
    }
}
