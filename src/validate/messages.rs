//! The messages of SPARQL-based results (SHACL §5.3.2).

use super::engine::text;
use super::sparql::Solution;
use oxigraph::model::{Literal, Term};

/// The messages of a SPARQL-based result: its own, else the constraint's with values filled in, else the shape's (§5.3.2).
pub(super) fn messages(solution: &Solution, templates: &[Literal], of_shape: &[Literal]) -> Vec<Literal> {
    if let Some(Term::Literal(message)) = solution.get("message") {
        return vec![message.clone()];
    }
    let templates = if templates.is_empty() { of_shape } else { templates };
    let fill = |template: &Literal| {
        let filled = fill_in(template.value(), solution);
        match template.language() {
            Some(language) => Literal::new_language_tagged_literal_unchecked(filled, language),
            None => Literal::new_simple_literal(filled),
        }
    };
    templates.iter().map(fill).collect()
}

/// A template with `{?name}` and `{$name}` replaced, each once and in one pass: a value is never read as a template.
fn fill_in(template: &str, solution: &Solution) -> String {
    let mut filled = String::new();
    let mut rest = template;
    while let Some(start) = rest.find('{') {
        let (before, from) = rest.split_at(start);
        filled.push_str(before);
        let name = from.find('}').map(|end| &from[1..end]).and_then(|inside| inside.strip_prefix(['?', '$']));
        if let Some((name, value)) = name.and_then(|name| Some((name, solution.get(name)?))) {
            filled.push_str(&text(value).map_or_else(|| value.to_string(), str::to_owned));
            rest = &from[name.len() + 3..]; // the braces and the sign
        } else {
            filled.push('{');
            rest = &from[1..];
        }
    }
    filled + rest
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn templates_are_filled_in_one_pass() {
        let term = |text: &str| Term::from(Literal::from(text));
        let solution = Solution::from([("x".to_owned(), term("{?y}")), ("y".to_owned(), term("ø"))]);
        assert_eq!(fill_in("{?x} og {$y}, {?z} {", &solution), "{?y} og ø, {?z} {");
    }
}
