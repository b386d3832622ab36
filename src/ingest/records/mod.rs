//! Records (`data/**/*.tsv`): what the program's own checks found, each in a graph of its own, `graph/record/{name}`.
//!
//! What was found has a claim, whose evidence is the line of the file that says it.

mod catalogue;
mod checks;
mod quality;

use super::Mistake;
use super::claim::claim;
use super::context::{Context, ValueKind};
use super::sources::SourceFile;
use crate::link::check::RECORD as LINK_CHECK;
use crate::link::quality::RECORD as LINK_QUALITY;
use crate::rdf::iri::Base;
use crate::rdf::vocab::{dct, dqv, sam};
use crate::sparql::record::{Fault, Record};
use crate::validity::is_day;
use oxigraph::model::vocab::{rdf, xsd};
use oxigraph::model::{Literal, NamedNode, NamedNodeRef, Quad, Term, Triple};
use oxsdatatypes::{Decimal, Integer};
use std::collections::BTreeSet;

/// What `preflight` says of our own catalogue; that room comes after this one, and has the same name for it.
const CATALOGUE: &str = "catalogue";

/// A record that is known: its name, its file, and how its rows are read.
type Kind = (&'static str, &'static str, fn(&mut Reader<'_>));

/// The records.
const KINDS: [Kind; 3] = [
    (CATALOGUE, "data/catalogue.tsv", catalogue::read),
    (LINK_CHECK, "data/links/checks.tsv", checks::read),
    (LINK_QUALITY, "data/links/quality.tsv", quality::read),
];

/// The quads of all records. `sheets` are the quads of the fact sheets, where records, metrics and our other things have their names.
pub fn quads(files: &[SourceFile], sheets: &[Quad], context: &Context, base: &Base, mistakes: &mut Vec<Mistake>) -> Vec<Quad> {
    let typed = sheets.iter().filter(|quad| quad.predicate == rdf::TYPE).map(|quad| quad.subject.to_string()).collect();
    let mut quads = Vec::new();
    for file in files {
        let record = match Record::parse(&file.text) {
            Ok(record) => record,
            Err(Fault { line, problem }) => {
                mistakes.push(Mistake::new(&file.path, line, problem));
                continue;
            }
        };
        let Some((name, path, read)) = KINDS.iter().find(|(name, _, _)| *name == record.name) else {
            let names = KINDS.map(|(name, _, _)| name).join(", ");
            mistakes.push(Mistake::new(&file.path, 1, format!("no record is called `{}`; there are {names}", record.name)));
            continue;
        };
        let graph = base.graph(&format!("record/{name}"));
        let mut reader = Reader { file, record, graph, context, base, typed: &typed, mistakes: &mut *mistakes, quads: Vec::new() };
        reader.head(name, path);
        read(&mut reader);
        quads.append(&mut reader.quads);
    }
    quads
}

/// One record, as it is read.
struct Reader<'a> {
    file: &'a SourceFile,
    record: Record,
    graph: NamedNode,
    context: &'a Context,
    base: &'a Base,
    /// What has a type in some sheet.
    typed: &'a BTreeSet<String>,
    mistakes: &'a mut Vec<Mistake>,
    quads: Vec<Quad>,
}

impl Reader<'_> {
    fn mistake(&mut self, line: usize, problem: String) {
        self.mistakes.push(Mistake::new(&self.file.path, line, problem));
    }

    /// A mistake in a row.
    fn wrong(&mut self, row: usize, problem: String) {
        self.mistake(self.record.line(row), problem);
    }

    /// The record itself: where it stands, and of which day it is.
    fn head(&mut self, name: &str, path: &str) {
        if !self.file.path.ends_with(path) {
            self.mistake(1, format!("the record `{name}` stands in {path}"));
        }
        let day = self.record.made_on.clone();
        if !is_day(&day) {
            self.mistake(3, format!("`{day}` is not a day; write it as 2026-11-22"));
            return;
        }
        let Some(record) = self.thing(0, &format!("record/{name}")) else { return };
        let reference = self.base.graph("reference");
        let day = Literal::new_typed_literal(day, xsd::DATE);
        self.quads.push(Quad::new(record.clone(), dct::CREATED, day, reference.clone()));
        self.quads.push(Quad::new(record, dct::IDENTIFIER, Literal::from(path), reference));
    }

    /// One of our things, which has a name in a sheet.
    fn thing(&mut self, row: usize, name: &str) -> Option<NamedNode> {
        let thing = self.base.thing(name).filter(|thing| self.typed.contains(&thing.to_string()));
        if thing.is_none() {
            self.wrong(row, format!("`{name}` has no name in any sheet"));
        }
        thing
    }

    /// What a cell says, which must not be empty.
    fn needed(&mut self, row: usize, column: &str) -> Option<String> {
        let cell = self.record.cell(row, column).map(str::to_owned);
        if cell.is_none() {
            self.wrong(row, format!("column `{column}`: nothing stands there"));
        }
        cell
    }

    /// The property of this name, and its code of this short name.
    fn code(&mut self, row: usize, property: &str, notation: &str) -> Option<(NamedNode, NamedNode)> {
        let found = self.context.property(property).and_then(|property| match &property.values {
            ValueKind::Code(codes) => Some((property.iri.clone(), codes.get(notation)?.clone())),
            _ => None,
        });
        if found.is_none() {
            self.wrong(row, format!("`{notation}` is not a code of `{property}`"));
        }
        found
    }

    /// Says the code of a property, if there is one.
    fn say_code(&mut self, row: usize, subject: &NamedNode, property: &str, notation: &str) {
        if let Some((property, code)) = self.code(row, property, notation) {
            self.say(subject, property.as_ref(), code);
        }
    }

    /// Says a value of the property of this name in the context.
    fn say_value(&mut self, subject: &NamedNode, property: &str, value: impl Into<Term>) {
        if let Some(property) = self.context.property(property) {
            self.say(subject, property.iri.clone().as_ref(), value);
        }
    }

    /// A day; what stands there must be one.
    fn day(&mut self, row: usize, column: &str) -> Option<Literal> {
        let cell = self.record.cell(row, column)?.to_owned();
        if !is_day(&cell) {
            self.wrong(row, format!("column `{column}`: `{cell}` is not a day; write it as 2026-11-22"));
            return None;
        }
        Some(Literal::new_typed_literal(cell, xsd::DATE))
    }

    /// An IRI; what stands there must be one.
    fn iri(&mut self, row: usize, column: &str) -> Option<NamedNode> {
        let cell = self.needed(row, column)?;
        let iri = NamedNode::new(&cell);
        if let Err(error) = &iri {
            self.wrong(row, format!("column `{column}`: `{cell}` is not an IRI: {error}"));
        }
        iri.ok()
    }

    /// A number with the form that a store gives back: whole, or a decimal.
    fn number(&mut self, row: usize, column: &str) -> Option<Literal> {
        let cell = self.record.cell(row, column)?;
        let whole = cell.parse::<Integer>().map(|number| Literal::new_typed_literal(number.to_string(), xsd::INTEGER));
        let number = whole.or_else(|_| cell.parse::<Decimal>().map(|number| Literal::new_typed_literal(number.to_string(), xsd::DECIMAL)));
        if number.is_err() {
            let problem = format!("column `{column}`: `{cell}` is not a number");
            self.wrong(row, problem);
        }
        number.ok()
    }

    /// A measurement of a metric on something, known from a row; `key` tells it from the others of the record.
    fn measurement(&mut self, row: usize, key: &str, metric: &str, on: &NamedNode, value: Literal) -> Option<NamedNode> {
        let metric = self.thing(row, &format!("metric/{metric}"))?;
        let measurement = self.base.by_content("measurement", &format!("{} {key}", self.record.name));
        self.say(&measurement, rdf::TYPE, dqv::QUALITY_MEASUREMENT.into_owned());
        self.say(&measurement, dqv::IS_MEASUREMENT_OF, metric);
        self.say(&measurement, dqv::COMPUTED_ON, on.clone());
        self.part_of_record(&measurement);
        self.fact(row, &measurement, dqv::VALUE, value);
        Some(measurement)
    }

    fn part_of_record(&mut self, subject: &NamedNode) {
        if let Some(record) = self.base.thing(&format!("record/{}", self.record.name)) {
            self.say(subject, dct::IS_PART_OF, record);
        }
    }

    /// Something found, with its claim.
    fn fact(&mut self, row: usize, subject: &NamedNode, predicate: NamedNodeRef<'_>, object: impl Into<Term>) {
        let passage = self.passage(row);
        let triple = Triple::new(subject.clone(), predicate, object);
        self.quads.extend(claim(self.base, &triple, &self.graph, sam::EXTERNAL, &[passage]));
        self.quads.push(triple.in_graph(self.graph.clone()));
    }

    /// The line of a row.
    fn passage(&mut self, row: usize) -> NamedNode {
        let (name, line) = (self.record.name.as_str(), self.record.line(row));
        let passage = self.base.by_content("passage", &format!("record {name} {line}"));
        let line = Literal::new_typed_literal(line.to_string(), xsd::INTEGER);
        let graph = self.base.graph("evidence");
        let record = self.base.thing(&format!("record/{name}"));
        let said = [
            (rdf::TYPE, Some(sam::PASSAGE.into_owned().into())),
            (dct::SOURCE, record.map(Term::from)),
            (sam::FIRST_LINE, Some(line.clone().into())),
            (sam::LAST_LINE, Some(line.into())),
        ];
        let quads = said.into_iter().filter_map(|(predicate, object)| Some((predicate, object?)));
        self.quads.extend(quads.map(|(predicate, object)| Quad::new(passage.clone(), predicate, object, graph.clone())));
        passage
    }

    fn say(&mut self, subject: &NamedNode, predicate: NamedNodeRef<'_>, object: impl Into<Term>) {
        self.quads.push(Quad::new(subject.clone(), predicate, object, self.graph.clone()));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ingest::sources::Sources;
    use std::path::PathBuf;

    const HEAD: &str = "#record: link-check\n#made_by: samstyr link check\n#made_on: 2026-11-22\n";
    const COLUMNS: &str = "target\toutcome\tdetail\thow\tdate\tcopied\tlabel\tsets\n";

    fn read_at(path: &str, text: &str) -> (Vec<Quad>, Vec<String>) {
        let base = Base::default();
        let names = ["record/link-check", "mapping-set/los"].map(|name| {
            let thing = base.thing(name).expect("a thing");
            Quad::new(thing, rdf::TYPE, sam::MAPPING, base.graph("reference"))
        });
        let context = Context::parse(&Sources::built_in().expect("sources").context).expect("a context");
        let file = SourceFile { path: PathBuf::from(path), text: text.to_owned() };
        let mut mistakes = Vec::new();
        let quads = quads(&[file], &names, &context, &base, &mut mistakes);
        (quads, mistakes.into_iter().map(|mistake| format!("{}: {}", mistake.line, mistake.problem)).collect())
    }

    fn read(rows: &str) -> (Vec<Quad>, Vec<String>) {
        read_at("data/links/checks.tsv", &format!("{HEAD}{COLUMNS}{rows}"))
    }

    #[test]
    fn a_row_is_a_finding_with_its_line_as_evidence() {
        let (quads, mistakes) = read("https://e.no/a\tmoved\thttps://e.no/b\tsnapshot\t2026-11-22\t2026-08-17\tA\tlos\n");
        assert_eq!(mistakes, Vec::<String>::new());
        let said = |predicate: &str, object: &str| {
            quads.iter().any(|quad| quad.predicate.as_str().ends_with(predicate) && quad.object.to_string().contains(object))
        };
        for (predicate, object) in [
            ("#checkOutcome", "#MovedOutcome"),
            ("#copiedOn", "2026-08-17"),
            ("#linkedFrom", "mapping-set/los"),
            ("#firstLine", "\"5\""),
            ("#evidence", "id/passage/"),
            ("#assertionMode", "#External"),
        ] {
            assert!(said(predicate, object), "{predicate} {object}");
        }
    }

    #[test]
    fn mistakes_have_their_lines() {
        let good = "https://e.no/a\tholds\t\tsnapshot\t2026-11-22\t\t\tlos\n";
        for (from, to, mistake) in [
            ("holds", "gone", "6: `gone` is not a code of `checkOutcome`"),
            ("holds", "", "6: column `outcome`: nothing stands there"),
            ("snapshot", "asked", "6: `asked` is not a code of `checkMethod`"),
            ("2026-11-22", "22.11.2026", "6: column `date`: `22.11.2026` is not a day; write it as 2026-11-22"),
            ("los", "nowhere", "6: `mapping-set/nowhere` has no name in any sheet"),
            ("https://e.no/a", "a b", "6: column `target`: `a b` is not an IRI: "),
        ] {
            let (_, mistakes) = read(&format!("{good}{}", good.replacen(from, to, 1)));
            assert!(mistakes.len() == 1 && mistakes[0].starts_with(mistake), "{mistakes:?}");
        }
        assert!(read_at("data/links/checks.tsv", "x").1[0].starts_with("1: `#record: …` is missing"));
        assert_eq!(read_at("data/x.tsv", &format!("{HEAD}{COLUMNS}")).1, ["1: the record `link-check` stands in data/links/checks.tsv"]);
        assert!(read_at("data/x.tsv", &HEAD.replace("link-check", "x")).1[0].starts_with("1: no record is called `x`; there are "));
        let (_, mistakes) = read_at("data/links/checks.tsv", &format!("{}{COLUMNS}", HEAD.replace("2026-11-22", "today")));
        assert_eq!(mistakes, ["3: `today` is not a day; write it as 2026-11-22"]);
    }
}
