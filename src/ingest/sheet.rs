//! One fact sheet: TOML text to things and facts, each with the line it stands on. What the names mean is not decided here.
//!
//! The format is described for its authors in `data/README.md`.

use super::Mistake;
use super::sources::SourceFile;
use std::fmt;
use std::ops::Range;
use std::path::PathBuf;
use std::str::FromStr;
use toml::Spanned;
use toml::de::{DeTable, DeValue};

/// A fact sheet.
#[derive(Debug)]
pub struct Sheet {
    /// The file.
    pub path: PathBuf,
    /// The document that lines and quotations refer to when they name no other.
    pub document: Option<String>,
    /// The things it speaks of.
    pub things: Vec<Thing>,
}

/// A thing: what we call it, and facts about it.
#[derive(Debug)]
pub struct Thing {
    /// `kind/key`.
    pub name: String,
    /// The line of its heading.
    pub line: usize,
    /// Names and explanations in our own words; they need no evidence.
    pub own: Vec<Entry>,
    /// Facts; they need evidence.
    pub facts: Vec<Fact>,
}

/// A property with its values.
#[derive(Debug)]
pub struct Entry {
    /// The property's short name.
    pub property: String,
    /// Its values.
    pub values: Vec<Value>,
    /// The line it stands on.
    pub line: usize,
}

/// A value as it is written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Value {
    /// A string or number.
    Scalar(String),
    /// A text in a language.
    Text {
        /// The language: nb, nn or en.
        language: String,
        /// The text.
        text: String,
    },
}

/// How a fact is known.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Mode {
    /// The source says it in words.
    Stated,
    /// Read out of the wording.
    Interpreted,
    /// Read from an order or position that the text has only partly kept.
    LayoutInferred,
    /// Not in the sources.
    External,
}

impl FromStr for Mode {
    type Err = ();

    fn from_str(text: &str) -> Result<Self, ()> {
        match text {
            "Stated" => Ok(Self::Stated),
            "Interpreted" => Ok(Self::Interpreted),
            "LayoutInferred" => Ok(Self::LayoutInferred),
            "External" => Ok(Self::External),
            _ => Err(()),
        }
    }
}

impl fmt::Display for Mode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(self, f)
    }
}

/// Where a fact stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Evidence {
    /// In a document.
    Quote(Quote),
    /// At a web address.
    Url(String),
}

/// A quotation and its place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Quote {
    /// The document's key.
    pub document: String,
    /// First line of the text edition, from 1.
    pub first_line: usize,
    /// Last line, included.
    pub last_line: usize,
    /// The quoted words.
    pub text: String,
    /// The line of the fact sheet.
    pub line: usize,
}

/// One line in `facts`.
#[derive(Debug)]
pub struct Fact {
    /// The line it stands on.
    pub line: usize,
    /// How it is known.
    pub mode: Mode,
    /// What is said.
    pub entries: Vec<Entry>,
    /// Where it stands; never empty.
    pub evidence: Vec<Evidence>,
}

/// Reads a fact sheet; what is wrong with it is added to `mistakes`.
pub fn read(file: &SourceFile, mistakes: &mut Vec<Mistake>) -> Option<Sheet> {
    let mut reader = Reader { file, mistakes, document: None };
    let table = match DeTable::parse(&file.text) {
        Ok(table) => table,
        Err(error) => {
            let line = error.span().map_or(1, |span| reader.line(&span));
            reader.mistake(line, format!("not valid TOML: {}", error.message()));
            return None;
        }
    };
    let mut things = Vec::new();
    let table = table.into_inner();
    reader.document = table.get("document").and_then(|value| value.get_ref().as_str()).map(str::to_owned);
    for (name, value) in &table {
        let line = reader.line(&name.span());
        match value.get_ref() {
            DeValue::Table(thing) => things.push(reader.thing(name.get_ref(), line, thing)),
            DeValue::String(_) if name.get_ref() == "document" => {}
            _ => reader.mistake(line, format!("`{}` is neither `document` nor a thing [\"kind/key\"]", name.get_ref())),
        }
    }
    things.sort_by_key(|thing| thing.line);
    Some(Sheet { path: file.path.clone(), document: reader.document, things })
}

struct Reader<'a> {
    file: &'a SourceFile,
    mistakes: &'a mut Vec<Mistake>,
    document: Option<String>,
}

impl Reader<'_> {
    fn line(&self, span: &Range<usize>) -> usize {
        self.file.text[..span.start].matches('\n').count() + 1
    }

    fn mistake(&mut self, line: usize, problem: impl Into<String>) {
        self.mistakes.push(Mistake::new(&self.file.path, line, problem));
    }

    fn thing(&mut self, name: &str, line: usize, table: &DeTable<'_>) -> Thing {
        let mut thing = Thing { name: name.to_owned(), line, own: Vec::new(), facts: Vec::new() };
        for (key, value) in table {
            if key.get_ref() == "facts" {
                let facts = value.get_ref().as_array();
                if facts.is_none() {
                    let line = self.line(&key.span());
                    self.mistake(line, "`facts` is a list: facts = [ { … }, … ]");
                }
                thing.facts = facts.into_iter().flatten().filter_map(|fact| self.fact(fact)).collect();
            } else {
                thing.own.extend(self.entry(key.get_ref(), value));
            }
        }
        thing.own.sort_by_key(|entry| entry.line);
        thing
    }

    fn fact(&mut self, value: &Spanned<DeValue<'_>>) -> Option<Fact> {
        let line = self.line(&value.span());
        let Some(table) = value.get_ref().as_table() else {
            self.mistake(line, "a fact is a table: { property = …, lines = \"…\", quote = \"…\" }");
            return None;
        };
        let mut fact = Fact { line, mode: Mode::Stated, entries: Vec::new(), evidence: Vec::new() };
        let url = table.get("url").and_then(|url| url.get_ref().as_str());
        if let Some(url) = url {
            fact.evidence.push(Evidence::Url(url.to_owned()));
        }
        if table.contains_key("quote") || table.contains_key("lines") {
            fact.evidence.extend(self.quote(table, line).map(Evidence::Quote));
        }
        for (key, value) in table {
            match key.get_ref().as_ref() {
                "lines" | "quote" | "url" | "document" => {}
                "mode" => match value.get_ref().as_str().unwrap_or_default().parse() {
                    Ok(mode) => fact.mode = mode,
                    Err(()) => self.mistake(line, "`mode` is Stated, Interpreted, LayoutInferred or External"),
                },
                "also" => {
                    let tables = value.get_ref().as_array().map(|list| list.iter().map(|more| (more.span(), more.get_ref().as_table())));
                    if value.get_ref().as_array().is_none_or(|list| list.iter().any(|more| !more.get_ref().is_table())) {
                        self.mistake(line, "`also` is a list of tables: also = [{ lines = \"…\", quote = \"…\" }]");
                    }
                    for (span, table) in tables.into_iter().flatten() {
                        let line = self.line(&span);
                        fact.evidence.extend(table.and_then(|table| self.quote(table, line)).map(Evidence::Quote));
                    }
                }
                property => fact.entries.extend(self.entry(property, value)),
            }
        }
        if fact.entries.is_empty() {
            self.mistake(line, "this fact says nothing: it has evidence and no property");
        }
        if fact.evidence.is_empty() {
            self.mistake(line, "this fact has no evidence: add `lines` and `quote`, or `url`");
        } else if (fact.mode == Mode::External) != url.is_some() {
            self.mistake(line, "`mode = \"External\"` and `url` go together");
        }
        Some(fact)
    }

    fn quote(&mut self, table: &DeTable<'_>, line: usize) -> Option<Quote> {
        let text = |name: &str| table.get(name).and_then(|value| value.get_ref().as_str());
        let document = text("document").map(str::to_owned).or_else(|| self.document.clone());
        let (Some(lines), Some(quote)) = (text("lines"), text("quote")) else {
            self.mistake(line, "evidence needs both `lines = \"235-237\"` and `quote = \"…\"`");
            return None;
        };
        let Some(document) = document else {
            self.mistake(line, "no document: write `document = \"…\"` at the top of the sheet");
            return None;
        };
        let (first, last) = lines.split_once('-').unwrap_or((lines, lines));
        let (Ok(first_line), Ok(last_line)) = (first.parse(), last.parse()) else {
            self.mistake(line, format!("`lines = \"{lines}\"` is not a line or a range such as \"235-237\""));
            return None;
        };
        let words = quote.split_whitespace().count();
        if first_line == 0 || first_line > last_line {
            self.mistake(line, format!("`lines = \"{lines}\"` is not a range of lines"));
        }
        if !(1..=12).contains(&words) {
            self.mistake(line, format!("a quotation has 1 to 12 words, this one {words}"));
        }
        Some(Quote { document, first_line, last_line, text: quote.to_owned(), line })
    }

    fn entry(&mut self, property: &str, value: &Spanned<DeValue<'_>>) -> Option<Entry> {
        let line = self.line(&value.span());
        let values = values(value.get_ref());
        if values.as_ref().is_none_or(Vec::is_empty) {
            self.mistake(line, format!("`{property}` takes a string, a number, a list of them, or {{ nb = \"…\", en = \"…\" }}"));
        }
        Some(Entry { property: property.to_owned(), values: values?, line })
    }
}

/// The values of a property: one, a list, or texts by language; nothing when it is written otherwise.
fn values(value: &DeValue<'_>) -> Option<Vec<Value>> {
    match value {
        DeValue::Array(items) => {
            let nested: Option<Vec<_>> = items.iter().map(|item| values(item.get_ref())).collect();
            Some(nested?.into_iter().flatten().collect())
        }
        DeValue::Table(texts) => texts
            .iter()
            .map(|(language, text)| {
                let text = text.get_ref().as_str()?.to_owned();
                Some(Value::Text { language: language.get_ref().to_string(), text })
            })
            .collect(),
        DeValue::String(text) => Some(vec![Value::Scalar(text.to_string())]),
        DeValue::Integer(number) if number.radix() == 10 => Some(vec![Value::Scalar(number.as_str().to_owned())]),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read_text(text: &str) -> (Option<Sheet>, Vec<String>) {
        let mut mistakes = Vec::new();
        let sheet = read(&SourceFile { path: "s.toml".into(), text: text.to_owned() }, &mut mistakes);
        (sheet, mistakes.iter().map(|m| format!("{}: {}", m.line, m.problem)).collect())
    }

    #[test]
    fn a_fact_has_its_evidence_and_its_line() {
        let (sheet, mistakes) = read_text(
            "document = \"d\"\n[\"measure/x\"]\ntype = \"Measure\"\nfacts = [\n  { jointWith = [\"org/a\", \"org/b\"], mode = \"Interpreted\", lines = \"3-4\", quote = \"en to tre\" },\n]\n",
        );
        assert_eq!(mistakes, Vec::<String>::new());
        let sheet = sheet.expect("a sheet");
        let fact = &sheet.things[0].facts[0];
        assert_eq!((fact.line, fact.mode, fact.entries[0].values.len()), (5, Mode::Interpreted, 2));
        let quote = Quote { document: "d".into(), first_line: 3, last_line: 4, text: "en to tre".into(), line: 5 };
        assert_eq!(fact.evidence, [Evidence::Quote(quote)]);
    }

    #[test]
    fn mistakes_name_their_line_and_the_way_out() {
        let (_, mistakes) = read_text(
            "document = \"d\"\n[\"a/b\"]\nfacts = [\n{ p = \"x\" },\n{ p = \"x\", lines = \"9-3\", quote = \"q\" },\n{ lines = \"1\", quote = \"q\" },\n{ p = \"x\", mode = \"Sure\", url = \"https://e.no\" },\n{ p = 1.5, lines = \"1\", quote = \"a b c d e f g h i j k l m\" },\n{ p = \"x\", lines = \"1\" } ]\n",
        );
        let expected = [
            "4: this fact has no evidence: add `lines` and `quote`, or `url`",
            "5: `lines = \"9-3\"` is not a range of lines",
            "6: this fact says nothing: it has evidence and no property",
            "7: `mode` is Stated, Interpreted, LayoutInferred or External",
            "8: a quotation has 1 to 12 words, this one 13",
            "9: evidence needs both `lines = \"235-237\"` and `quote = \"…\"`",
        ];
        for line in expected {
            assert!(mistakes.iter().any(|mistake| mistake == line), "{line} is not among {mistakes:#?}");
        }
        let (sheet, mistakes) = read_text("a = ");
        assert!(sheet.is_none() && mistakes[0].starts_with("1: not valid TOML"));
    }
}
