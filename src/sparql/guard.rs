//! What a query must be before the parser sees it and before it is evaluated, and what to say when the parser refuses it.
//!
//! spargebra, sparopt and spareval recurse once per bracket, operator and pattern: 2,000 `{` in 4 kB abort an unguarded
//! process. The guard counts tokens and brackets, which takes no stack, and refuses what is out of proportion. What it
//! cannot know from tokens ([`check_tree`]) is looked up in the parsed query: the parser needs no space between tokens, so
//! `1SERVICE` is two of them to it.

use super::lexer::{Token, TokenKind, tokens};
use super::service::{MAX_SERVICES, Services};
use super::tree;
use crate::error::{Error, Result};
use crate::rdf::vocab::PREFIXES;
use spargebra::Query;
use spargebra::algebra::{GraphPattern, PropertyPathExpression};
use std::collections::BTreeSet;

/// Longest query, in bytes.
pub const MAX_BYTES: usize = 1024 * 1024;
/// Deepest nesting of brackets.
pub const MAX_DEPTH: usize = 64;
/// Most tokens outside VALUES, whose rows are read without recursion.
pub const MAX_TOKENS: usize = 10_000;
/// Most triple patterns and path steps: the optimiser orders them in cubic time (400 take seconds, 5,000 an hour).
pub const MAX_PATTERNS: usize = 250;
/// Signs in an IRI that nobody would wonder at.
const USUAL_SIGNS_IN_IRIS: usize = 64;
/// Signs that spargebra recurses on one by one although they open no bracket, such as `!!!!x`.
const MAX_PREFIX_OPERATORS: usize = 256;

/// Refuses a query that is too long, too deep or too large to parse.
pub fn check(text: &str) -> Result<()> {
    if text.len() > MAX_BYTES {
        return Err(too("long", format!("{} bytes", text.len()), MAX_BYTES));
    }
    let mut counts = Counts::default();
    tokens(text).try_for_each(|token| counts.add(token))
}

/// What has been seen of a query so far.
#[derive(Default)]
struct Counts {
    depth: usize,
    tokens: usize,
    prefix_operators: usize,
    values: Values,
}

/// Where a `VALUES` block is, whose rows the parser reads without recursion.
#[derive(Default, PartialEq)]
enum Values {
    #[default]
    Outside,
    /// After the keyword and its variables.
    Announced,
    /// Between its braces.
    Inside,
}

impl Counts {
    fn add(&mut self, token: Token<'_>) -> Result<()> {
        match token.kind {
            TokenKind::Open if self.depth == MAX_DEPTH => {
                return Err(too("deeply nested", format!("more than {MAX_DEPTH} brackets deep"), MAX_DEPTH));
            }
            TokenKind::Open => self.depth += 1,
            TokenKind::Close => self.depth = self.depth.saturating_sub(1),
            TokenKind::Other if matches!(token.text, "!" | "^" | "+" | "-" | "<") && self.values != Values::Inside => {
                self.prefix_operators += 1;
            }
            _ => {}
        }
        self.follow_values(token);
        let data = token.kind != TokenKind::Other || token.text.starts_with(|c: char| c.is_numeric() || "^@.+-".contains(c));
        if self.values != Values::Inside || !data {
            self.tokens += 1;
        }
        if token.kind == TokenKind::Iri {
            // What looks like an IRI may be `1<((((…>1` to the parser.
            self.tokens += token.text.matches(['(', '[', '!', '&', '+', '-', '*', '/']).count().saturating_sub(USUAL_SIGNS_IN_IRIS);
        }
        for (found, limit, unit) in
            [(self.tokens, MAX_TOKENS, "tokens"), (self.prefix_operators, MAX_PREFIX_OPERATORS, "signs in expressions and paths")]
        {
            if found > limit {
                return Err(too("large", format!("more than {limit} {unit}"), limit));
            }
        }
        Ok(())
    }

    fn follow_values(&mut self, token: Token<'_>) {
        self.values = match (&self.values, token.kind, token.text) {
            (Values::Inside, TokenKind::Close, "}") => Values::Outside,
            (Values::Inside, ..) | (Values::Announced, TokenKind::Open, "{") => Values::Inside,
            (Values::Announced, TokenKind::Variable, _) | (Values::Announced, _, "(" | ")") => Values::Announced,
            (_, TokenKind::Word, word) if word.eq_ignore_ascii_case("values") => Values::Announced,
            _ => Values::Outside,
        };
    }
}

/// Refuses a parsed query that has more patterns than the optimiser can order, or that would ask whom it may not.
pub(crate) fn check_tree(query: &Query, services: &Services) -> Result<()> {
    let mut counted = Counted::default();
    counted.pattern(tree::pattern(query), services)
}

/// What has been seen of a parsed query so far.
#[derive(Default)]
struct Counted {
    patterns: usize,
    services: usize,
}

impl Counted {
    fn pattern(&mut self, pattern: &GraphPattern, services: &Services) -> Result<()> {
        self.patterns += match pattern {
            GraphPattern::Service { name, .. } => {
                services.admit(name)?;
                self.services += 1;
                0
            }
            GraphPattern::Bgp { patterns } => patterns.len(),
            GraphPattern::Path { path, .. } => steps(path),
            _ => 0,
        };
        if self.patterns > MAX_PATTERNS {
            return Err(too("large", format!("more than {MAX_PATTERNS} triple patterns and path steps"), MAX_PATTERNS));
        }
        if self.services > MAX_SERVICES {
            return Err(too("large", format!("more than {MAX_SERVICES} SERVICE"), MAX_SERVICES));
        }
        tree::children(pattern).into_iter().try_for_each(|child| self.pattern(child, services))
    }
}

fn steps(path: &PropertyPathExpression) -> usize {
    use PropertyPathExpression as P;
    match path {
        P::NamedNode(_) => 1,
        P::NegatedPropertySet(set) => set.len(),
        P::Reverse(inner) | P::ZeroOrMore(inner) | P::OneOrMore(inner) | P::ZeroOrOne(inner) => steps(inner),
        P::Sequence(left, right) | P::Alternative(left, right) => steps(left) + steps(right),
    }
}

fn too(what: &'static str, found: String, limit: usize) -> Error {
    Error::QueryTooComplex { what, found, limit }
}

/// The parser's refusal with its place and, for a prefix nobody declared, the one it might be.
pub fn explain_syntax_error(text: &str, message: &str) -> Error {
    let (line, column, problem) = place(message).unwrap_or((1, 1, message));
    if let Some((token, prefix)) = undeclared_prefix(text) {
        let (line, column) = position(text, token.offset);
        let hint = match nearest_prefix(prefix) {
            Some(near) => format!("did you mean `{near}:`? The common prefixes need not be declared"),
            None => format!("declare it first: PREFIX {prefix}: <…>"),
        };
        return syntax_error(text, line, column, format!("the prefix `{prefix}:` is not declared"), Some(hint));
    }
    syntax_error(text, line, column, shorten(problem), None)
}

fn syntax_error(text: &str, line: usize, column: usize, problem: String, hint: Option<String>) -> Error {
    let text = text.lines().nth(line.saturating_sub(1)).unwrap_or_default().to_owned();
    Error::QuerySyntax { line, column, problem, text, hint }
}

/// Line and column out of "error at 3:14: expected …", which is all that spargebra gives.
fn place(message: &str) -> Option<(usize, usize, &str)> {
    let (place, problem) = message.strip_prefix("error at ")?.split_once(": ")?;
    let (line, column) = place.split_once(':')?;
    Some((line.parse().ok()?, column.parse().ok()?, problem))
}

/// The first few of the many things that the parser would have taken.
fn shorten(problem: &str) -> String {
    const SHOWN: usize = 6;
    let Some(list) = problem.strip_prefix("expected one of ") else { return problem.to_owned() };
    let wanted: Vec<&str> = list.split(", ").collect();
    if wanted.len() <= SHOWN {
        return problem.to_owned();
    }
    format!("expected one of {} or {} others", wanted[..SHOWN].join(", "), wanted.len() - SHOWN)
}

fn undeclared_prefix(text: &str) -> Option<(Token<'_>, &str)> {
    let mut declared: BTreeSet<&str> = PREFIXES.iter().map(|(prefix, _)| *prefix).collect();
    declared.insert("_");
    let mut after_prefix_keyword = false;
    for token in tokens(text) {
        if token.kind == TokenKind::PrefixedName {
            let prefix = token.text.split(':').next().unwrap_or_default();
            if after_prefix_keyword {
                declared.insert(prefix);
            } else if !declared.contains(prefix) {
                return Some((token, prefix));
            }
        }
        after_prefix_keyword = token.kind == TokenKind::Word && token.text.eq_ignore_ascii_case("prefix");
    }
    None
}

fn nearest_prefix(prefix: &str) -> Option<&'static str> {
    let similarity = |known: &str| {
        let related = known.starts_with(prefix) || prefix.starts_with(known);
        strsim::jaro_winkler(known, &prefix.to_lowercase()) + if related { 0.2 } else { 0.0 }
    };
    PREFIXES
        .iter()
        .map(|(known, _)| (similarity(known), *known))
        .filter(|(similarity, _)| *similarity >= 0.7)
        .max_by(|a, b| a.0.total_cmp(&b.0))
        .map(|(_, known)| known)
}

/// Line and column, in characters and from 1, of a byte offset.
fn position(text: &str, offset: usize) -> (usize, usize) {
    let before = &text[..offset];
    let line_start = before.rfind('\n').map_or(0, |at| at + 1);
    (before.matches('\n').count() + 1, before[line_start..].chars().count() + 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn code(text: &str) -> &'static str {
        match check(text) {
            Ok(()) => "ok",
            Err(error) => error.code(),
        }
    }

    #[test]
    fn ordinary_queries_pass() {
        assert_eq!(code("SELECT * { ?s ?p ?o FILTER(?o IN (1, 2, 3)) }"), "ok");
        assert_eq!(code(&format!("SELECT * {{ ?s ?p ?o FILTER(?o IN (1.5{})) }}", ", 1.5".repeat(2_000))), "ok");
        let rows: String = (0..20_000).map(|n| format!("({n} \"x\") ")).collect();
        assert_eq!(code(&format!("SELECT * {{ VALUES (?a ?b) {{ {rows} }} ?s ?p ?a }}")), "ok");
        assert_eq!(code("SELECT * { ?s ?p \"SERVICE\", sam:service, ?service }"), "ok");
    }

    #[test]
    fn disproportionate_queries_do_not() {
        assert_eq!(code(&"{".repeat(2_000)), "query-too-complex");
        assert_eq!(code(&format!("ASK {{ FILTER({}1) }}", "!".repeat(300))), "query-too-complex");
        assert_eq!(code(&format!("ASK {{ FILTER(1{}) }}", " && 1".repeat(5_000))), "query-too-complex");
        assert_eq!(code(&" ".repeat(MAX_BYTES + 1)), "query-too-complex");
    }

    #[test]
    fn nothing_hides_from_the_count() {
        let many = "&&1".repeat(20_000);
        assert_eq!(code(&format!("ASK {{ FILTER(\"x\"@values = \"x\"{many}) }}")), "query-too-complex");
        assert_eq!(code(&format!("ASK {{ VALUES ?x {{ 1 }} FILTER(1{many}) }}")), "query-too-complex");
        assert_eq!(code(&format!("ASK {{ VALUES ?x {{ 1{many} }} }}")), "query-too-complex");
        assert_eq!(code(&format!("ASK {{ FILTER(1<{}1&&2>1) }}", "(".repeat(20_000))), "query-too-complex");
    }

    #[test]
    fn the_parsed_query_is_checked_too() {
        let none = Services::default();
        let tree =
            |text: &str| check_tree(&crate::sparql::parse(text).expect("a query"), &none).map_or_else(|error| error.code(), |()| "ok");
        assert_eq!(tree("SELECT * { ?s ?p ?o FILTER EXISTS { ?s ?q ?r } }"), "ok");
        for text in [
            "SELECT * { SERVICE SILENT <http://127.0.0.1/> { ?s ?p ?o } }",
            "SELECT * { ?s ?p 1SERVICE SILENT<http://127.0.0.1/>{ ?a ?b ?c } }",
            "SELECT * { ?s ?p ?o FILTER(IF(EXISTS { SERVICE ?x { ?a ?b ?c } }, true, false)) }",
        ] {
            assert_eq!(tree(text), "query-forbidden", "{text}");
        }
        for text in [
            format!("ASK {{ ?s ?p ({}) }}", "1 ".repeat(300)),
            format!("ASK {{ {} }}", "{ ?a ?b ?c }".repeat(300)),
            format!("ASK {{ ?s <x:p>{} ?o }}", "/<x:p>".repeat(300)),
            format!("ASK {{ FILTER EXISTS {{ {} }} }}", "?a ?b ?c . ".repeat(300)),
        ] {
            assert_eq!(tree(&text), "query-too-complex", "{text}");
        }
    }

    #[test]
    fn a_refusal_names_its_place() {
        let Error::QuerySyntax { line, column, text, .. } = explain_syntax_error("SELECT *\n{ ?s ?p }", "error at 2:9: expected x") else {
            panic!("another error");
        };
        assert_eq!((line, column, text.as_str()), (2, 9, "{ ?s ?p }"));
    }

    #[test]
    fn an_unknown_prefix_is_recognised() {
        for (typed, meant) in [("samt", "sam"), ("skso", "skos"), ("dcterms", "dct"), ("SKOS", "skos")] {
            let error = explain_syntax_error(&format!("SELECT * {{ ?s {typed}:x ?o }}"), "error at 1:1: x");
            assert_eq!(error.hints(), [format!("did you mean `{meant}:`? The common prefixes need not be declared")]);
        }
        let error = explain_syntax_error("PREFIX ex: <http://e/> ASK { ex:a q9z:b ex:c }", "error at 1:1: x");
        assert_eq!(error.hints(), ["declare it first: PREFIX q9z: <…>"]);
    }
}
