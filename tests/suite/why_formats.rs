//! How evidence is written: columns, JSON, notes; and the refusals.

use crate::world::{World, encoded, get};
use serde_json::json;

/// A graph with a claim about one of its statements and none about the others.
const CLAIMED: &str = "@prefix : <x:> . @prefix sam: <https://w3id.org/samstyr/ns#> . @prefix oa: <http://www.w3.org/ns/oa#> .\n\
    @prefix dct: <http://purl.org/dc/terms/> . @prefix rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> .\n\
    :said { :a :p :b . :a :q :c . }\n\
    :evidence { :claim a sam:Claim ; rdf:subject :a ; rdf:predicate :p ; rdf:object :b ; sam:inGraph :said ; sam:assertionMode sam:Stated ;\n\
      sam:evidence :one , :two .\n\
      :one a sam:Passage ; dct:source <x:text> ; dct:isPartOf <x:part-1> ; oa:exact \"so, «\\\"a\\\"»\" ; sam:firstLine 3 ; sam:lastLine 4 .\n\
      :two a sam:Passage ; dct:source <x:text> ; dct:isPartOf <x:part-2> ; oa:exact \"b\" ; sam:firstLine 9 ; sam:lastLine 9 . }";

fn asked(query: &str, format: &str) -> String {
    let world = World::new();
    let data = world.file("d.trig", CLAIMED);
    let query = format!("PREFIX : <x:> {query}");
    let ran = world.run(&["query", "--why", "--lang", "en", "--format", format, "-e", &query, "--data", data.to_str().unwrap()]);
    assert_eq!(ran.status, 0, "{}", ran.stderr);
    ran.stdout
}

const BOTH: &str = "SELECT ?x { :a ?p ?x } ORDER BY ?x";

#[test]
fn columns_hold_the_same_things_in_the_same_order() {
    assert_eq!(
        asked(BOTH, "csv"),
        "x,evidence_document,evidence_part,evidence_lines,evidence_quote,evidence_mode\r\n\
         x:b,x:text | x:text,x:part-1 | x:part-2,3-4 | 9,\"so, «\"\"a\"\"» | b\",Stated | Stated\r\n\
         x:c,,,,,evidence not traced\r\n"
    );
    assert_eq!(
        asked(BOTH, "tsv"),
        "?x\t?evidence_document\t?evidence_part\t?evidence_lines\t?evidence_quote\t?evidence_mode\n\
         <x:b>\t\"x:text | x:text\"\t\"x:part-1 | x:part-2\"\t\"3-4 | 9\"\t\"so, «\\\"a\\\"» | b\"\t\"Stated | Stated\"\n\
         <x:c>\t\"\"\t\"\"\t\"\"\t\"\"\t\"evidence not traced\"\n"
    );
    let count = asked("SELECT (COUNT(*) AS ?n) { :a :p ?x FILTER NOT EXISTS { ?x :p ?y } }", "csv");
    assert!(count.lines().nth(1).unwrap().starts_with("1, | x:text | x:text | ,COUNT: 1 rows | x:part-1 | x:part-2 | "), "{count}");
    assert!(count.trim_end().ends_with("Aggregate | Stated | Stated | Absent"), "{count}");
}

#[test]
fn json_has_values_and_evidence() {
    let document: serde_json::Value = serde_json::from_str(&asked(BOTH, "json")).unwrap();
    let passage = |part: &str, lines: &str, quote: &str| json!({ "kind": "fact", "statement": "<x:a> <x:p> <x:b>", "mode": "Stated", "document": "x:text", "part": part, "lines": lines, "quote": quote });
    let expected = json!({
        "variables": ["x"],
        "rows": [
            { "values": { "x": "x:b" }, "evidence": [passage("x:part-1", "3-4", "so, «\"a\"»"), passage("x:part-2", "9", "b")] },
            {
                "values": { "x": "x:c" },
                "evidence": [{ "kind": "untraced", "statement": "<x:a> <x:q> <x:c>", "graphs": ["x:said"] }],
                "note": "evidence not traced",
            },
        ],
        "conflicts": [],
    });
    assert_eq!(document, expected);
    let no: serde_json::Value = serde_json::from_str(&asked("ASK { :a :p :c }", "json")).unwrap();
    assert_eq!((&no["boolean"], &no["rows"][0]["evidence"][0]["kind"]), (&json!(false), &json!("absence")));
}

#[test]
fn notes_are_numbered_and_said_once() {
    assert_eq!(
        asked("SELECT ?x ?y { VALUES ?y { 1 2 } :a ?p ?x } ORDER BY ?x ?y", "md"),
        "| x | y | evidence |\n|---|---|---|\n| <x:b> | 1 | [^1] [^2] |\n| <x:b> | 2 | [^1] [^2] |\n| <x:c> | 1 | [^3] |\n| <x:c> | 2 | [^3] |\n\n\
         [^1]: x:text, x:part-1, lines 3–4: «so, «\"a\"»» (https://w3id.org/samstyr/ns#Stated)\n\
         [^2]: x:text, x:part-2, line 9: «b» (https://w3id.org/samstyr/ns#Stated)\n\
         [^3]: evidence not traced\n"
    );
    let table = asked(BOTH, "table");
    assert!(table.contains("«b»") && table.contains("evidence not traced") && table.contains("line 9"), "{table}");
    let built_in = World::new().run(&["query", "--why", "--format", "md", "-e", "SELECT ?p { ?a sam:noticePeriod ?p }"]).stdout;
    let note = "[^1]: Samarbeidsavtale mellom KMD og KS, 14. september 2020, 7 Avtalevarighet og oppsigelse, linje 298: «minst tre måneders varsel» (oppgitt)\n";
    assert!(built_in.ends_with(note), "{built_in}");
}

#[test]
fn what_has_no_rows_has_no_evidence() {
    let world = World::new();
    for (query, format, message) in [
        ("CONSTRUCT WHERE { ?a sam:noticePeriod ?p }", "json", "evidence is given for the rows of SELECT and for ASK"),
        ("DESCRIBE <x:a>", "csv", "SELECT ?s ?p ?o"),
        ("SELECT ?p { ?a sam:noticePeriod ?p }", "xml", "choose `table`, `csv`, `excel-csv`, `tsv`, `json`, `xlsx` or `md`"),
        ("SELECT ?p { ?a sam:noticePeriod ?p }", "turtle", "rows with evidence"),
    ] {
        let ran = world.run(&["query", "--why", "--format", format, "-e", query]);
        assert_eq!((ran.status, ran.stdout.as_str()), (2, ""), "{query}: {}", ran.stderr);
        assert!(ran.stderr.contains(message), "{query}: {}", ran.stderr);
    }
}

#[test]
fn both_doors_give_the_same_evidence() {
    let query = "SELECT ?y { ?s sam:periodEnd ?y } ORDER BY ?y";
    for (format, media_type) in
        [("csv", "text/csv"), ("tsv", "text/tab-separated-values"), ("json", "application/json"), ("md", "text/markdown")]
    {
        let here = World::new().run(&["query", "--why", "--format", format, "-e", query]).stdout;
        let there = get(&format!("/sparql?why=true&query={}", encoded(query)), media_type);
        assert_eq!((there.status.as_u16(), &there.body), (200, &here), "{format}");
        assert!(there.header("content-type").starts_with(media_type), "{format}");
        assert_eq!(there.header("samstyr-conflicts"), "Z1", "{format}");
    }
    assert_eq!(get(&format!("/sparql?why=true&query={}", encoded(query)), "application/sparql-results+xml").status.as_u16(), 406);
}
