//! Words for messages: counts, and lists as in prose.

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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_joined_as_in_prose() {
        assert_eq!(backticked::<&str>(&[], "or"), "");
        assert_eq!(backticked(&["a"], "or"), "`a`");
        assert_eq!(backticked(&["a", "b", "c"], "or"), "`a`, `b` or `c`");
        assert_eq!(count(1, "mistake"), "1 mistake");
        assert_eq!(count(0, "mistake"), "0 mistakes");
    }
}
