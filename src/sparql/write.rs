//! Writes an answer in a format. One writer for both doors, so that they agree byte for byte.

use super::workbook::{self, About, Sheet};
use super::{Answer, Rows, Triples};
use crate::error::{Error, Result, harmless};
use crate::rdf::format::Format;
use crate::rdf::term::plain;
use crate::rdf::vocab::PREFIXES;
use oxigraph::io::{RdfFormat, RdfSerializer};
use oxigraph::model::vocab::xsd;
use oxigraph::model::{Literal, NamedOrBlankNode, Term, Triple};
use oxigraph::sparql::results::{QueryResultsFormat, QueryResultsSerializer};
use std::collections::BTreeSet;
use std::io::{self, Write};

/// Writes an answer; the format must fit its kind ([`Format::for_kind`]).
pub fn write(answer: Answer<'_>, format: Format, out: &mut impl Write) -> Result<()> {
    match (format.for_kind(answer.kind())?, answer) {
        (Format::Results(format), Answer::Boolean(yes)) => {
            QueryResultsSerializer::from_format(format).serialize_boolean_to_writer(out, yes).map_err(Error::Output)?;
            Ok(())
        }
        (Format::Results(format), Answer::Rows(rows)) => write_rows(rows, format, out),
        (Format::Rdf(format), Answer::Graph(triples)) => write_graph(triples, format, out),
        (Format::ExcelCsv, answer @ (Answer::Rows(_) | Answer::Boolean(_))) => write_excel_csv(as_rows(answer), out),
        (Format::Xlsx, answer @ (Answer::Rows(_) | Answer::Boolean(_))) => write_workbook(as_rows(answer), out),
        (_, Answer::Rows(rows)) => write_markdown(rows, out),
        (_, Answer::Boolean(yes)) => writeln!(out, "{yes}").map_err(Error::Output),
        (_, Answer::Graph(triples)) => write_graph(triples, RdfFormat::Turtle, out),
    }
}

fn write_rows(rows: Rows<'_>, format: QueryResultsFormat, out: &mut impl Write) -> Result<()> {
    let variables = rows.variables().to_vec();
    let mut serializer =
        QueryResultsSerializer::from_format(format).serialize_solutions_to_writer(&mut *out, variables.clone()).map_err(Error::Output)?;
    for row in rows {
        let row = row?;
        let bound = variables.iter().zip(&row).filter_map(|(variable, value)| Some((variable, value.as_ref()?)));
        serializer.serialize(bound).map_err(Error::Output)?;
    }
    serializer.finish().map_err(Error::Output)?;
    if format == QueryResultsFormat::Json || format == QueryResultsFormat::Xml {
        writeln!(out).map_err(Error::Output)?; // a terminal's prompt begins on a line of its own
    }
    Ok(())
}

/// Triples sorted and each once, so that the same graph gives the same bytes; only the prefixes it uses are declared.
fn write_graph(triples: Triples<'_>, format: RdfFormat, out: &mut impl Write) -> Result<()> {
    let triples = triples.map(|triple| Ok(SortedTriple(triple?))).collect::<Result<BTreeSet<_>>>()?;
    let mut serializer = RdfSerializer::from_format(format);
    for (prefix, namespace) in PREFIXES {
        if triples.iter().any(|triple| triple.uses(namespace)) {
            serializer = serializer.with_prefix(*prefix, *namespace).map_err(|error| Error::Output(io::Error::other(error)))?;
        }
    }
    let mut serializer = serializer.for_writer(&mut *out);
    for SortedTriple(triple) in &triples {
        serializer.serialize_triple(triple).map_err(Error::Output)?;
    }
    serializer.finish().map_err(Error::Output)?;
    Ok(())
}

/// A triple in the order of its N-Triples form.
struct SortedTriple(Triple);

impl SortedTriple {
    fn key(&self) -> (String, &str, String) {
        (self.0.subject.to_string(), self.0.predicate.as_str(), self.0.object.to_string())
    }

    fn uses(&self, namespace: &str) -> bool {
        let Triple { subject, predicate, object } = &self.0;
        predicate.as_str().starts_with(namespace)
            || matches!(subject, NamedOrBlankNode::NamedNode(node) if node.as_str().starts_with(namespace))
            || matches!(object, Term::NamedNode(node) if node.as_str().starts_with(namespace))
            || matches!(object, Term::Literal(literal) if literal.datatype().as_str().starts_with(namespace))
    }
}

impl PartialEq for SortedTriple {
    fn eq(&self, other: &Self) -> bool {
        self.0 == other.0
    }
}
impl Eq for SortedTriple {}
impl PartialOrd for SortedTriple {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}
impl Ord for SortedTriple {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        self.key().cmp(&other.key())
    }
}

/// A yes or no as one row.
fn as_rows(answer: Answer<'_>) -> Rows<'_> {
    match answer {
        Answer::Rows(rows) => rows,
        Answer::Boolean(yes) => Rows::of(&["answer"], vec![vec![Some(Literal::from(yes).into())]]),
        Answer::Graph(_) => Rows::of(&[], Vec::new()),
    }
}

fn write_workbook(rows: Rows<'_>, out: &mut impl Write) -> Result<()> {
    let columns: Vec<String> = rows.variables().iter().map(|variable| variable.as_str().to_owned()).collect();
    let rows = rows.collect::<Result<Vec<_>>>()?;
    let sheet = Sheet { name: "answer", columns: &columns, rows: &rows };
    let bytes = workbook::workbook(&[sheet], &About { title: "", author: "Samstyr", date: None })?;
    out.write_all(&bytes).map_err(Error::Output)
}

/// Semicolons and a byte order mark, so that Norwegian Excel opens it as a table and with æ, ø and å; lines end as RFC 4180 says.
fn write_excel_csv(rows: Rows<'_>, out: &mut impl Write) -> Result<()> {
    let names: Vec<String> = rows.variables().iter().map(|variable| excel_cell(variable.as_str())).collect();
    write!(out, "\u{feff}{}\r\n", names.join(";")).map_err(Error::Output)?;
    for row in rows {
        let cells: Vec<String> = row?.iter().map(|value| value.as_ref().map_or(String::new(), excel_value)).collect();
        write!(out, "{}\r\n", cells.join(";")).map_err(Error::Output)?;
    }
    Ok(())
}

/// A decimal number with a comma, as Excel in Norwegian reads it; anything else as it is.
fn excel_value(term: &Term) -> String {
    match term {
        Term::Literal(literal) if literal.datatype() == xsd::DECIMAL => excel_cell(&literal.value().replace('.', ",")),
        other => excel_cell(&plain(other)),
    }
}

fn excel_cell(text: &str) -> String {
    if text.contains([';', '"', '\n', '\r']) { format!("\"{}\"", text.replace('"', "\"\"")) } else { text.to_owned() }
}

fn write_markdown(rows: Rows<'_>, out: &mut impl Write) -> Result<()> {
    let names: Vec<String> = rows.variables().iter().map(|variable| variable.as_str().to_owned()).collect();
    writeln!(out, "| {} |\n|{}", names.join(" | "), "---|".repeat(names.len())).map_err(Error::Output)?;
    for row in rows {
        let cells: Vec<String> = row?.iter().map(|value| markdown_cell(value.as_ref())).collect();
        writeln!(out, "| {} |", cells.join(" | ")).map_err(Error::Output)?;
    }
    Ok(())
}

/// Markdown is read on terminals too.
fn markdown_cell(value: Option<&Term>) -> String {
    let cell = match value {
        None => String::new(),
        Some(Term::NamedNode(node)) => format!("<{}>", node.as_str()),
        Some(Term::Literal(literal)) => literal.value().replace('\\', "\\\\").replace('|', "\\|").replace(['\n', '\r'], " "),
        Some(other) => other.to_string(),
    };
    harmless(&cell).into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn excel_gets_semicolons_a_mark_and_decimal_commas() {
        let literal = |text: &str| Some(Term::from(Literal::from(text)));
        let number = Some(Term::from(Literal::new_typed_literal("1.5", xsd::DECIMAL)));
        let rows = vec![vec![literal("a;b"), literal("«æ» \"q\"\n2"), number], vec![None, literal("2.10"), literal("")]];
        let mut out = Vec::new();
        write(Answer::Rows(Rows::of(&["x", "y", "z"], rows)), Format::ExcelCsv, &mut out).expect("written");
        let text = String::from_utf8(out).expect("UTF-8");
        assert_eq!(text, "\u{feff}x;y;z\r\n\"a;b\";\"«æ» \"\"q\"\"\n2\";1,5\r\n;2.10;\r\n");
        let mut yes = Vec::new();
        write(Answer::Boolean(true), Format::ExcelCsv, &mut yes).expect("written");
        assert_eq!(yes, "\u{feff}answer\r\ntrue\r\n".as_bytes());
    }

    #[test]
    fn a_workbook_is_the_same_each_time() {
        let made = || {
            let rows = vec![vec![Some(Literal::new_typed_literal("2020-09-14", xsd::DATE).into())]];
            let mut out = Vec::new();
            write(Answer::Rows(Rows::of(&["day"], rows)), Format::Xlsx, &mut out).expect("written");
            out
        };
        assert!(made().starts_with(b"PK") && made() == made());
    }
}
