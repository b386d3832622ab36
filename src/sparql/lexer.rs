//! The tokens of a SPARQL text, without a parser's recursion.
//!
//! It reads any text to the end and never fails: what is not SPARQL becomes [`TokenKind::Other`]. It knows just as much
//! of the grammar (SPARQL 1.1 §19) as it takes not to look for brackets and keywords inside IRIs, strings and comments.

/// What a token is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TokenKind {
    /// `<…>`.
    Iri,
    /// A string in any of the four kinds of quotes.
    String,
    /// `?x` or `$x`.
    Variable,
    /// A keyword, `a` or `true`.
    Word,
    /// `prefix:local`.
    PrefixedName,
    /// `{`, `(` or `[`.
    Open,
    /// `}`, `)` or `]`.
    Close,
    /// Anything else: operators, numbers, language tags, stray characters.
    Other,
}

/// One token and where it stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Token<'a> {
    /// What it is.
    pub kind: TokenKind,
    /// Its text.
    pub text: &'a str,
    /// Its byte offset.
    pub offset: usize,
}

/// The tokens of a text.
pub fn tokens(text: &str) -> impl Iterator<Item = Token<'_>> {
    let mut offset = 0;
    std::iter::from_fn(move || {
        offset += blank(&text[offset..]);
        let rest = &text[offset..];
        let first = rest.chars().next()?;
        let (kind, length) = scan(rest, first);
        let token = Token { kind, text: &rest[..length], offset };
        offset += length;
        Some(token)
    })
}

/// The length of the white space and comments that a text begins with.
fn blank(text: &str) -> usize {
    let mut rest = text.trim_start();
    while rest.starts_with('#') {
        rest = rest.find(['\n', '\r']).map_or("", |end| &rest[end..]).trim_start();
    }
    text.len() - rest.len()
}

fn scan(rest: &str, first: char) -> (TokenKind, usize) {
    match first {
        '{' | '(' | '[' => (TokenKind::Open, 1),
        '}' | ')' | ']' => (TokenKind::Close, 1),
        '<' => match iri(rest) {
            Some(length) => (TokenKind::Iri, length),
            None => (TokenKind::Other, 1),
        },
        '"' | '\'' => (TokenKind::String, string(rest, first)),
        '@' => (TokenKind::Other, 1 + name(&rest[1..])), // a language tag is no keyword
        '?' | '$' => match name(&rest[1..]) {
            0 => (TokenKind::Other, 1),
            length => (TokenKind::Variable, length + 1),
        },
        _ => {
            let length = name(rest);
            if rest[length..].starts_with(':') && !first.is_numeric() {
                let local = local_name(&rest[length + 1..]);
                (TokenKind::PrefixedName, length + 1 + local)
            } else if length > 0 && !first.is_numeric() {
                (TokenKind::Word, length)
            } else {
                (TokenKind::Other, length.max(first.len_utf8()))
            }
        }
    }
}

fn is_name(c: char) -> bool {
    c.is_alphanumeric() || c == '_'
}

/// The length of a local name (`PN_LOCAL`, SPARQL 1.1 §19.8): a dot belongs to it only when more follows.
fn local_name(text: &str) -> usize {
    let mut end = 0;
    let mut characters = text.char_indices();
    while let Some((at, c)) = characters.next() {
        match c {
            '\\' => end = characters.next().map_or(at + 1, |(at, escaped)| at + escaped.len_utf8()),
            '.' => {}
            '-' | ':' | '%' => end = at + 1,
            _ if is_name(c) => end = at + c.len_utf8(),
            _ => break,
        }
    }
    end
}

fn name(text: &str) -> usize {
    text.find(|c: char| !is_name(c) && c != '-').unwrap_or(text.len())
}

/// The length of an IRI reference; nothing when `<` is an operator.
fn iri(rest: &str) -> Option<usize> {
    let end = rest[1..].find(|c: char| c <= ' ' || "<>\"{}|^`".contains(c))? + 1;
    rest[end..].starts_with('>').then_some(end + 1)
}

fn string(rest: &str, quote: char) -> usize {
    let long: String = std::iter::repeat_n(quote, 3).collect();
    let delimiter = if rest.starts_with(&long) { long.as_str() } else { &rest[..1] };
    let mut at = delimiter.len();
    while let Some(next) = rest[at..].chars().next() {
        if rest[at..].starts_with(delimiter) {
            return at + delimiter.len();
        }
        if next == '\n' && delimiter.len() == 1 {
            return at; // not closed: the parser will say so
        }
        at += next.len_utf8();
        if next == '\\' {
            at += rest[at..].chars().next().map_or(0, char::len_utf8);
        }
    }
    rest.len()
}

#[cfg(test)]
mod tests {
    use super::*;
    use TokenKind::{Close, Iri, Open, Other, PrefixedName, String, Variable, Word};

    fn kinds(text: &str) -> Vec<TokenKind> {
        tokens(text).map(|token| token.kind).collect()
    }

    #[test]
    fn brackets_in_strings_iris_and_comments_are_not_brackets() {
        assert_eq!(kinds("\"{\" '{' \"\"\"{\n\"{\"\"\" # {\n <{> <x:y> {"), [String, String, String, Other, Open, Other, Iri, Open]);
        assert_eq!(kinds(r#""a\"{" }"#), [String, Close]);
        assert_eq!(kinds("\"open {\n}"), [String, Close]);
    }

    #[test]
    fn less_than_is_not_an_iri() {
        assert_eq!(kinds("?a < ?b && ?c>?d"), [Variable, Other, Variable, Other, Other, Variable, Other, Variable]);
    }

    #[test]
    fn names_are_told_apart() {
        assert_eq!(
            kinds("SELECT ?x sam:Measure :x a 12 _:b @nb"),
            [Word, Variable, PrefixedName, PrefixedName, Word, Other, PrefixedName, Other]
        );
        let path: Vec<&str> = tokens("sam:a/dct:b.c . sam:d\\/e.").map(|token| token.text).collect();
        assert_eq!(path, ["sam:a", "/", "dct:b.c", ".", "sam:d\\/e", "."]);
        let text = "ask æ:ø";
        assert_eq!(tokens(text).map(|t| t.text).collect::<Vec<_>>(), ["ask", "æ:ø"]);
    }

    #[test]
    fn any_text_is_read_to_its_end() {
        for text in ["", "\"", "'''", "<", "\\", "\u{0}", "é\"\\", "#", "?", "a:", "\u{1F600}"] {
            let end = tokens(text).last().map_or(0, |token| token.offset + token.text.len());
            assert!(end <= text.len(), "{text}");
        }
    }
}
