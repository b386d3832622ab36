//! Rows as a file that is kept: what one of the program's own checks found, and on which day.
//!
//! Three lines with `#` say what it is, below them stands a table with tabs. A row is one line, so that whoever builds on it can say where it stands.

use super::Rows;
use crate::error::{Error, Result};
use crate::rdf::term::plain;
use csv::{QuoteStyle, ReaderBuilder, WriterBuilder};
use std::fs;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

/// The keys above the table, in their order.
const KEYS: [&str; 3] = ["record", "made_by", "made_on"];

/// What was found, with the day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Record {
    /// What it is called, such as `link-quality`.
    pub name: String,
    /// The command that made it.
    pub made_by: String,
    /// The day of the finding.
    pub made_on: String,
    /// The names of the columns.
    pub columns: Vec<String>,
    /// The rows, each as wide as the columns; what is not known is empty.
    pub rows: Vec<Vec<String>>,
}

/// What is wrong in a file, and on which line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault {
    /// The line, the first being 1.
    pub line: usize,
    /// What is wrong with it.
    pub problem: String,
}

impl Record {
    /// Rows that are to be kept.
    pub fn of(name: &str, made_by: &str, made_on: &str, rows: Rows<'_>) -> Result<Self> {
        let columns = rows.variables().iter().map(|variable| variable.as_str().to_owned()).collect();
        // A cell that holds a tab or a line break would be two.
        let one_line = |text: String| text.replace(['\t', '\n', '\r'], " ");
        let cells =
            |row: Result<super::Row>| Ok(row?.iter().map(|cell| cell.as_ref().map(plain).map(one_line).unwrap_or_default()).collect());
        let rows = rows.map(cells).collect::<Result<_>>()?;
        Ok(Self { name: name.to_owned(), made_by: made_by.to_owned(), made_on: made_on.to_owned(), columns, rows })
    }

    /// Reads a file.
    pub fn parse(text: &str) -> std::result::Result<Self, Fault> {
        let mut rest = text;
        let mut values = Vec::new();
        for (at, key) in KEYS.iter().enumerate() {
            let missing = || Fault { line: at + 1, problem: format!("`#{key}: …` is missing") };
            let (line, below) = rest.split_once('\n').ok_or_else(missing)?;
            let value = line.strip_prefix(&format!("#{key}: ")).map(str::trim).filter(|value| !value.is_empty());
            values.push(value.ok_or_else(missing)?.to_owned());
            rest = below;
        }
        let fault = |error: csv::Error| {
            let line = error.position().map_or(0, |position| usize::try_from(position.line()).unwrap_or_default());
            Fault { line: KEYS.len() + line.max(1), problem: error.to_string() }
        };
        let mut reader = ReaderBuilder::new().delimiter(b'\t').quoting(false).from_reader(rest.as_bytes());
        let cells = |row: &csv::StringRecord| row.iter().map(str::to_owned).collect::<Vec<_>>();
        let columns = cells(reader.headers().map_err(fault)?);
        let rows = reader.records().map(|row| Ok(cells(&row.map_err(fault)?))).collect::<std::result::Result<_, Fault>>()?;
        let [name, made_by, made_on] = values.try_into().unwrap_or_default();
        Ok(Self { name, made_by, made_on, columns, rows })
    }

    /// The line that a row stands on.
    pub fn line(&self, row: usize) -> usize {
        KEYS.len() + row + 2
    }

    /// What stands in a row, in the column of this name; nothing when it is empty or there is no such column.
    pub fn cell(&self, row: usize, column: &str) -> Option<&str> {
        let at = self.columns.iter().position(|known| known == column)?;
        self.rows.get(row)?.get(at).map(String::as_str).filter(|cell| !cell.is_empty())
    }

    /// The file's text.
    pub fn text(&self) -> Result<String> {
        let unwritable = |error: csv::Error| Error::Output(error.into());
        let mut writer = WriterBuilder::new().delimiter(b'\t').quote_style(QuoteStyle::Never).from_writer(Vec::new());
        writer.write_record(&self.columns).map_err(unwritable)?;
        for row in &self.rows {
            writer.write_record(row).map_err(unwritable)?;
        }
        let table = writer.into_inner().map_err(|error| Error::Output(error.into_error()))?;
        let values = [&self.name, &self.made_by, &self.made_on];
        let head: String = KEYS.iter().zip(values).map(|(key, value)| format!("#{key}: {value}\n")).collect();
        Ok(head + &String::from_utf8_lossy(&table))
    }

    /// Writes the file beside its place and renames it, so that it is never half-written.
    pub fn write(&self, path: &Path) -> Result<()> {
        check_place(path, &self.name)?;
        let text = self.text()?;
        let mut new = path.as_os_str().to_owned();
        new.push(format!(".{}.new", std::process::id()));
        let new = PathBuf::from(new);
        let placed = fs::write(&new, text).and_then(|()| fs::rename(&new, path));
        placed.map_err(|source| {
            let _ = fs::remove_file(&new); // the error that counts is already known
            Error::Write { path: path.to_owned(), source }
        })
    }
}

/// An error when a record of this name cannot take the place of what stands at a path: only an older one of the same name gives way. Whoever
/// has much to find out before there is something to write asks this first.
pub fn check_place(path: &Path, name: &str) -> Result<()> {
    let taken = |problem: String| Err(Error::FileTaken { path: path.to_owned(), problem });
    let text = match fs::read_to_string(path) {
        Ok(text) => text,
        Err(error) if error.kind() == ErrorKind::NotFound => {
            let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
            return match fs::metadata(folder) {
                Ok(_) => Ok(()),
                Err(source) => Err(Error::Write { path: path.to_owned(), source }),
            };
        }
        Err(error) if error.kind() == ErrorKind::InvalidData => return taken("it is no text".to_owned()),
        Err(source) => return Err(Error::Write { path: path.to_owned(), source }),
    };
    match Record::parse(&text) {
        Ok(found) if found.name == name => Ok(()),
        Ok(found) => taken(format!("it is the record `{}`, and this is `{name}`", found.name)),
        Err(Fault { line, problem }) => taken(format!("it is not the record `{name}`: line {line}: {problem}")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use oxigraph::model::{Literal, NamedNode, Term};

    fn record() -> Record {
        let text = |text: &str| Some(Term::from(Literal::from(text)));
        let rows = vec![vec![text("a\tb\n\"c\""), Some(NamedNode::new_unchecked("https://example.org/x").into())], vec![text("æ"), None]];
        Record::of("test", "samstyr x", "2026-11-22", Rows::of(&["one", "two"], rows)).expect("a record")
    }

    #[test]
    fn what_is_written_is_read_again_and_a_row_is_a_line() {
        let record = record();
        let text = record.text().expect("a text");
        assert_eq!(text, "#record: test\n#made_by: samstyr x\n#made_on: 2026-11-22\none\ttwo\na b \"c\"\thttps://example.org/x\næ\t\n");
        assert_eq!(Record::parse(&text), Ok(record.clone()));
        assert_eq!(text.lines().nth(record.line(1) - 1), Some("æ\t"));
        assert_eq!((record.cell(1, "one"), record.cell(1, "two"), record.cell(0, "three")), (Some("æ"), None, None));
    }

    #[test]
    fn what_is_no_record_is_told_with_its_line() {
        let fault = |text: &str| Record::parse(text).expect_err("no record");
        assert_eq!(fault("one\ttwo\n"), Fault { line: 1, problem: "`#record: …` is missing".to_owned() });
        assert_eq!(fault("#record: a\n#made_by: b\n#made_on:\n").line, 3);
        assert_eq!(fault("#record: a\n#made_by: b\n#made_on: c\none\ttwo\nx\ty\nx\n").line, 6);
    }
}
