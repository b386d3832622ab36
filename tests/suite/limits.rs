//! Queries just inside the guard's limits: parser, optimiser and evaluator must survive them on any thread.

use samstyr::error::Class;
use samstyr::sparql::guard::{MAX_DEPTH, MAX_PATTERNS, MAX_TOKENS, check};
use samstyr::sparql::{Request, answer};
use samstyr::store::Store;
use std::time::Duration;

/// Shapes as deep or as wide as the guard lets through; `n` is how often they repeat.
fn shapes() -> Vec<(&'static str, String)> {
    let deep = |n: usize, open: &str, middle: &str, close: &str| format!("{}{middle}{}", open.repeat(n), close.repeat(n));
    let wide = |tokens: usize, text: &str| text.repeat((MAX_TOKENS - 100) / tokens);
    let group = MAX_DEPTH - 1;
    vec![
        ("groups", format!("ASK {{ {} }}", deep(group, "{", "?s ?p ?o", "}"))),
        ("parentheses", format!("ASK {{ FILTER {} }}", deep(group, "(", "1", ")"))),
        ("nested calls", format!("ASK {{ FILTER(STRLEN({}) > 0) }}", deep(group - 2, "CONCAT(", "\"a\"", ")"))),
        ("nested conditions", format!("ASK {{ FILTER({}) }}", deep(group - 1, "IF(true, ", "true", ", false)"))),
        ("optional", format!("ASK {{ {} }}", deep(group, "OPTIONAL { ?s ?p ?o ", "", "}"))),
        ("exists", format!("ASK {{ {} }}", deep(group, "FILTER EXISTS { ?s ?p ?o ", "", "}"))),
        ("sub-selects", format!("ASK {{ {} }}", deep(group / 2, "{ SELECT * { ", "?s ?p ?o", "} }"))),
        ("blank nodes", format!("ASK {{ ?s ?p {} }}", deep(group, "[ ?q ", "1", " ]"))),
        ("collections", format!("ASK {{ ?s ?p {} }}", deep(group, "( ", "1", " )"))),
        ("paths in parentheses", format!("ASK {{ ?s {} ?o }}", deep(group, "(", "<x:p>*", ")*"))),
        ("triple terms", format!("ASK {{ ?s ?p {} }}", deep(group / 2, "<<( ?s <x:p> ", "1", " )>>"))),
        ("negations", format!("ASK {{ FILTER({}true) }}", "!".repeat(250))),
        ("inverse paths", format!("ASK {{ ?s {}<x:p>{} ?o }}", "^(".repeat(group), ")".repeat(group))),
        ("conjunctions", format!("ASK {{ FILTER(true {}) }}", wide(3, "&& true "))),
        ("sums", format!("ASK {{ FILTER(1 {} > 0) }}", "+ 1 ".repeat(250))),
        ("unions", format!("ASK {{ {{ ?s <x:p> ?o }} {} }}", "UNION { ?s <x:p> ?o } ".repeat(MAX_PATTERNS - 1))),
        ("sequence paths", format!("ASK {{ ?s <x:p>{} ?o }}", "/<x:p>".repeat(MAX_PATTERNS - 1))),
        ("alternative paths", format!("ASK {{ ?s <x:p>{} ?o }}", "|<x:p>".repeat(MAX_PATTERNS - 1))),
        ("triple patterns", format!("ASK {{ {} }}", (0..MAX_PATTERNS).map(|n| format!("?s{n} <x:p> ?s{} . ", n + 1)).collect::<String>())),
        ("binds", format!("ASK {{ {} }}", (0..(MAX_TOKENS - 100) / 6).map(|n| format!("BIND(1 AS ?v{n}) ")).collect::<String>())),
        ("filters", format!("ASK {{ ?s <x:p> ?o {} }}", wide(4, "FILTER(?o) "))),
        ("lists", format!("ASK {{ FILTER(1 IN (2{})) }}", wide(2, ", 2"))),
    ]
}

#[test]
fn what_the_guard_lets_through_is_survived() {
    let store = Store::built_in().unwrap();
    for (name, text) in shapes() {
        check(&text).unwrap_or_else(|error| panic!("{name} is not inside the limits: {error}"));
        let request = Request { timeout: Some(Duration::from_secs(2)), ..Request::new(text) };
        // On a thread with the small stack that servers and test runners give.
        let store = store.clone();
        let worker = std::thread::Builder::new().stack_size(512 * 1024).spawn(move || answer(&store, &request, |answer| Ok(answer.kind())));
        let outcome = worker.unwrap().join().unwrap_or_else(|_| panic!("{name} panicked"));
        if let Err(error) = outcome {
            assert!(matches!(error.class(), Class::Input | Class::Limit), "{name}: {error:?}");
        }
    }
}
