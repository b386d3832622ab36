//! The questions as an API (`OpenAPI` 3.1), computed from their headers: adding a question takes no line here.

use super::label::Labels;
use super::{Site, fields, words};
use crate::citation::Style;
use crate::error::Result;
use crate::questions::header::State;
use crate::questions::{Language, Parameter, Question};
use crate::rdf::format::{Format, Kind};
use crate::sparql;
use oxigraph::model::Term;
use oxigraph::model::vocab::xsd;
use oxigraph::sparql::results::QueryResultsFormat;
use serde_json::{Map, Value, json};

const JSON_RESULTS: Format = Format::Results(QueryResultsFormat::Json);
/// What is asked beside the question's own parameters: the names of components.
const COMMON: [&str; 6] = ["lang", "as-of", "names", "why", "cite", "date"];
/// The errors that a question may be answered with.
const PROBLEMS: [(&str, &str, &str); 4] = [
    ("400", "BadRequest", "A parameter is unknown or its value cannot be read. `hints` say what can be."),
    ("406", "NotAcceptable", "The answer cannot be given in the format that was asked for."),
    ("500", "Fault", "The server's fault; the cause is not sent."),
    ("503", "Limit", "A limit of time, concurrency or size was met. Try again after `Retry-After` seconds."),
];
const ABOUT: &str = "Named questions about the Norwegian digitalisation strategy 2019–2025 and the agreement that carries it out, answered with evidence. \
    The language of labels is `lang`, else that of `Accept-Language`; the format is that of `Accept`, else that of the extension in `/questions/{id}.{format}`. \
    Any other query is asked at `/sparql` (SPARQL 1.1 Protocol).";

/// The document; `origin` is what addresses of the server begin with.
pub fn document(site: &Site, origin: &str) -> Result<Value> {
    let labels = Labels { site, language: Language::En };
    let mut paths = Map::new();
    paths.insert("/questions".to_owned(), json!({ "get": list() }));
    paths.insert("/questions/{id}.{format}".to_owned(), json!({ "get": by_extension(site) }));
    for question in site.questions() {
        paths.insert(format!("/questions/{}", question.name), json!({ "get": operation(&labels, question)? }));
    }
    Ok(json!({
        "openapi": "3.1.0",
        "info": {
            "title": "Samstyr: named questions",
            "summary": "Answers that a civil servant can sign: every row says where it stands.",
            "description": ABOUT,
            "license": { "name": "NLOD 2.0 (the data)", "url": "https://data.norge.no/nlod/no/2.0" },
            "version": env!("CARGO_PKG_VERSION"),
        },
        "servers": [{ "url": if origin.is_empty() { "/" } else { origin } }],
        "tags": tags(site.questions()),
        "paths": paths,
        "components": components(),
    }))
}

/// The groups of questions that have one.
fn tags(questions: &[Question]) -> Vec<Value> {
    let mut groups: Vec<&str> = questions.iter().map(|question| question.header.group.as_str()).collect();
    groups.sort_unstable();
    groups.dedup();
    groups.into_iter().map(|group| json!({ "name": group, "description": group_name(group, Language::En) })).collect()
}

fn group_name(group: &str, language: Language) -> &str {
    words::find(&format!("group.{group}"), language).unwrap_or(group)
}

fn list() -> Value {
    let mut content: Map<String, Value> =
        formats().map(|(_, media_type)| (essence(media_type).to_owned(), schema_of(media_type, "Rows"))).collect();
    content.remove(essence(JSON_RESULTS.media_type().unwrap_or_default()));
    content.insert("application/json".to_owned(), json!({ "schema": { "$ref": "#/components/schemas/Questions" } }));
    json!({
        "operationId": "list-questions",
        "summary": "The questions, with their parameters",
        "description": "As JSON with titles in all languages; in other formats as rows `id, group, title, state`.",
        "parameters": [
            { "name": "search", "in": "query", "description": "Words that the title or name must hold.", "schema": { "type": "string" } },
            { "$ref": "#/components/parameters/lang" },
        ],
        "responses": responses(&json!({ "description": "The questions.", "content": content })),
    })
}

/// Any question, with its format in the address: for programs that cannot send `Accept`.
fn by_extension(site: &Site) -> Value {
    let names: Vec<&str> = site.questions().iter().map(|question| question.name.as_str()).collect();
    let extensions: Vec<&str> = formats().map(|(format, _)| format.name()).collect();
    let content: Map<String, Value> =
        formats().map(|(_, media_type)| (essence(media_type).to_owned(), schema_of(media_type, "Answer"))).collect();
    let mut responses = responses(&json!({ "description": "The answer.", "headers": headers(), "content": content }));
    responses["404"] = json!({ "$ref": "#/components/responses/NotFound" });
    json!({
        "operationId": "answer-as",
        "summary": "The answer to a question in the format of the address",
        "parameters": [
            { "name": "id", "in": "path", "required": true, "schema": { "type": "string", "enum": names } },
            { "name": "format", "in": "path", "required": true, "schema": { "type": "string", "enum": extensions } },
            {
                "name": "parameters", "in": "query", "style": "form", "explode": true,
                "description": "The parameters of the question, as they stand at its own path.",
                "schema": { "type": "object", "additionalProperties": { "type": "string" } },
            },
            { "$ref": "#/components/parameters/lang" },
            { "$ref": "#/components/parameters/as-of" },
            { "$ref": "#/components/parameters/names" },
        ],
        "responses": responses,
    })
}

fn operation(labels: &Labels<'_>, question: &Question) -> Result<Value> {
    let mut parameters = question.parameters.iter().map(|own| parameter(labels, question, own)).collect::<Result<Vec<_>>>()?;
    parameters.extend(COMMON.map(|name| json!({ "$ref": format!("#/components/parameters/{name}") })));
    let mut content: Map<String, Value> =
        formats().map(|(_, media_type)| (essence(media_type).to_owned(), schema_of(media_type, "Answer"))).collect();
    let answer = match sparql::columns_of(&question.text)? {
        Some(columns) => json!({
            "allOf": [{ "$ref": "#/components/schemas/Rows" }, { "properties": { "head": { "properties": { "vars": { "const": columns } } } } }],
        }),
        None => json!({ "$ref": "#/components/schemas/YesOrNo" }),
    };
    content.insert(essence(JSON_RESULTS.media_type().unwrap_or_default()).to_owned(), json!({ "schema": answer }));
    content.insert("application/json".to_owned(), json!({ "schema": { "$ref": "#/components/schemas/Explained" } }));
    for style in Style::NAMES.iter().filter_map(|name| Style::from_name(name)).filter(|_| labels.site.store.is_built_in()) {
        content.insert(essence(style.media_type()).to_owned(), json!({ "schema": { "type": "string", "description": "with `cite`" } }));
    }
    let header = &question.header;
    Ok(json!({
        "operationId": question.name,
        "summary": header.summary_en,
        "description": told(question),
        "tags": [header.group],
        "parameters": parameters,
        "responses": responses(&json!({ "description": "The answer.", "headers": headers(), "content": content })),
        "x-state": header.state.name(),
        "x-conflicts": header.touches,
    }))
}

/// The question in the other languages, and what must be known of its answer.
fn told(question: &Question) -> String {
    let header = &question.header;
    let mut lines = vec![format!("nb: {}", header.summary_nb)];
    lines.extend(header.summary_nn.iter().map(|nn| format!("nn: {nn}")));
    match header.state {
        State::Ready => {}
        State::Undecided => lines.push("The sources do not decide it, and the answer says so.".to_owned()),
        State::Waits => {
            let what = header.waits_for.as_deref().unwrap_or_default();
            lines.push(format!("It waits for data ({what}); the answer is one row that says which."));
        }
    }
    if !header.touches.is_empty() {
        lines.push(format!(
            "The sources contradict each other on this: {}; `/questions/contradictions` has both sides.",
            header.touches.join(", ")
        ));
    }
    lines.join("\n\n")
}

fn parameter(labels: &Labels<'_>, question: &Question, parameter: &Parameter) -> Result<Value> {
    let default = parameter.example_text(&labels.site.base);
    let name = words::find(&format!("column.{}", parameter.name), Language::En).unwrap_or(&parameter.name);
    let (about, schema) = match &parameter.example {
        Term::NamedNode(_) => {
            let field = fields::field(labels, question, parameter, &[])?;
            let listed: Vec<Value> = field.choices().map(|choice| json!({ "const": choice.value, "title": choice.text.value })).collect();
            let iri = json!({ "title": "an IRI", "format": "iri" });
            let any = if listed.is_empty() {
                vec![json!({ "title": "a key" }), iri]
            } else {
                vec![json!({ "title": "a key", "oneOf": listed }), iri]
            };
            ("a key, `kind/key` or an IRI", json!({ "type": "string", "default": default, "anyOf": any }))
        }
        Term::Literal(literal) if literal.datatype() == xsd::DATE => {
            ("a day", json!({ "type": "string", "format": "date", "default": default }))
        }
        Term::Literal(literal) if literal.datatype() == xsd::INTEGER => {
            ("a number", json!({ "type": "integer", "default": default.parse::<i64>().ok() }))
        }
        _ => ("a text", json!({ "type": "string", "default": default })),
    };
    let description = format!("{name}: {about}. Left out, it is `{default}`.");
    Ok(json!({ "name": parameter.name, "in": "query", "description": description, "schema": schema, "example": schema["default"] }))
}

/// The formats of rows that have a media type, which two may share.
fn formats() -> impl Iterator<Item = (Format, &'static str)> {
    let all = Format::names().filter_map(Format::from_name).filter(|format| format.carries(Kind::Rows));
    all.filter_map(|format| Some((format, format.media_type()?)))
}

/// A media type without its parameters.
fn essence(media_type: &str) -> &str {
    media_type.split(';').next().unwrap_or(media_type)
}

/// What a format holds; `json` is the schema of what SPARQL's JSON holds. A workbook is bytes, which have no schema.
fn schema_of(media_type: &str, json: &str) -> Value {
    if Some(media_type) == JSON_RESULTS.media_type() {
        json!({ "schema": { "$ref": format!("#/components/schemas/{json}") } })
    } else if media_type.starts_with("text/") || media_type.ends_with("+xml") {
        json!({ "schema": { "type": "string" } })
    } else {
        json!({})
    }
}

fn responses(answered: &Value) -> Value {
    let mut responses = json!({ "200": answered });
    for (status, name, _) in PROBLEMS {
        responses[status] = json!({ "$ref": format!("#/components/responses/{name}") });
    }
    responses
}

fn headers() -> Value {
    json!({
        "Samstyr-Note": { "description": "What the graph as it was on the day leaves out.", "schema": { "type": "string" } },
        "Samstyr-Conflicts": { "description": "The conflicts between the sources that the answer touches, such as `Z1, Z3`.", "schema": { "type": "string" } },
    })
}

fn components() -> Value {
    let problem = |about: &str| {
        let schema = json!({ "schema": { "$ref": "#/components/schemas/Problem" } });
        json!({ "description": about, "content": { "application/problem+json": schema } })
    };
    let mut problems: Map<String, Value> = PROBLEMS.iter().map(|(_, name, about)| ((*name).to_owned(), problem(about))).collect();
    problems.insert("NotFound".to_owned(), problem("There is no such question; `hints` name those that resemble it."));
    json!({ "parameters": common(), "responses": problems, "schemas": schemas() })
}

/// What can be asked of every question.
fn common() -> Value {
    let query = |name: &str, about: &str, schema: Value| json!({ "name": name, "in": "query", "description": about, "schema": schema });
    json!({
        "lang": query("lang", "The language of labels and notes.", json!({ "type": "string", "enum": ["nb", "nn", "en"] })),
        "as-of": query("as-of", "The day that the answer is about: what was not valid then is left out.", json!({ "type": "string", "format": "date" })),
        "names": query("names", "With `as-of`: names of organisations as they were then, or as they are now.", json!({ "type": "string", "enum": ["then", "now"], "default": "then" })),
        "why": query("why", "Each row with its evidence; JSON is then `application/json`, and XML is not given.", json!({ "type": "boolean", "default": false })),
        "cite": query("cite", "A reference to the answer in place of the answer.", json!({ "type": "string", "enum": Style::NAMES })),
        "date": query("date", "With `cite`: the day that stands in the reference.", json!({ "type": "string", "format": "date" })),
    })
}

fn schemas() -> Value {
    let strings = || json!({ "type": "array", "items": { "type": "string" } });
    let term = json!({
        "type": "object",
        "required": ["type", "value"],
        "properties": {
            "type": { "enum": ["uri", "literal", "bnode"] }, "value": { "type": "string" },
            "xml:lang": { "type": "string" }, "datatype": { "type": "string" },
        },
    });
    let rows = json!({
        "type": "object",
        "required": ["head", "results"],
        "properties": {
            "head": { "type": "object", "required": ["vars"], "properties": { "vars": strings() } },
            "results": {
                "type": "object",
                "required": ["bindings"],
                "properties": { "bindings": { "type": "array", "items": { "type": "object", "additionalProperties": term } } },
            },
        },
    });
    json!({
        "Rows": rows,
        "YesOrNo": { "type": "object", "required": ["head", "boolean"], "properties": { "head": { "type": "object" }, "boolean": { "type": "boolean" } } },
        "Answer": { "anyOf": [{ "$ref": "#/components/schemas/Rows" }, { "$ref": "#/components/schemas/YesOrNo" }] },
        "Explained": {
            "type": "object",
            "required": ["variables", "rows", "conflicts"],
            "properties": {
                "variables": strings(),
                "boolean": { "type": "boolean" },
                "rows": {
                    "type": "array",
                    "items": {
                        "type": "object",
                        "required": ["values", "evidence"],
                        "properties": { "values": { "type": "object" }, "evidence": { "type": "array", "items": { "type": "object" } } },
                    },
                },
                "conflicts": strings(),
            },
        },
        "Questions": {
            "type": "object",
            "required": ["questions"],
            "properties": { "questions": { "type": "array", "items": { "type": "object", "required": ["id", "group", "state", "title", "parameters", "href"] } } },
        },
        "Problem": {
            "type": "object",
            "required": ["type", "title", "status", "detail", "code"],
            "properties": {
                "type": { "type": "string", "format": "uri" }, "title": { "type": "string" }, "status": { "type": "integer" }, "detail": { "type": "string" },
                "code": { "type": "string" }, "hints": strings(), "line": { "type": "integer" }, "column": { "type": "integer" },
            },
        },
    })
}
