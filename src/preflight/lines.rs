//! An RDF document as triples, each with the line it ends on, and where it stops being one.
//!
//! Turtle and its kin are fed to the parser line by line, so a triple's line is the one that gave it. Where that alone could
//! be wrong, the line must show the name that is looked for; a line that is not certain is not given.

use super::naming::{self, BASE, Labels, Naming, Relative};
use oxigraph::io::{RdfFormat, RdfParser};
use oxigraph::model::vocab::xsd;
use oxigraph::model::{Graph, NamedNodeRef, NamedOrBlankNode, NamedOrBlankNodeRef, Term, Triple};
use oxttl::{NQuadsParser, NTriplesParser, TriGParser, TurtleParser, TurtleSyntaxError};
use std::collections::{HashMap, HashSet};

/// Longer lines are not searched for names: a document in one line would be read once for each of its triples.
const LONG_LINE: usize = 20_000;
/// What says in JSON-LD and RDF/XML that the IRI in quotes after it is described there.
const MARKS: &[&str] = &["about=", "rdf:ID=", "\"@id\""];

/// Where and why a document is not RDF.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Stop {
    pub line: Option<usize>,
    pub column: Option<usize>,
    pub problem: String,
}

/// The triples of all graphs of a document.
#[derive(Debug, Default)]
pub(super) struct Parsed {
    pub graph: Graph,
    pub stop: Option<Stop>,
    /// Relative IRIs, each with the place of its first triple.
    pub relative: Vec<(usize, Relative)>,
    text: String,
    /// Where each line starts, as far as it was read.
    starts: Vec<usize>,
    /// Prefixes, for the spellings of a name.
    prefixes: Vec<(String, String)>,
    /// Triples in reading order with the line that gave them; no lines for JSON-LD and RDF/XML.
    triples: Vec<(Triple, Option<usize>)>,
    of_subject: HashMap<NamedOrBlankNode, Vec<usize>>,
    /// For JSON-LD and RDF/XML: where each subject's IRI stands in quotes, first as described, and first at all.
    quoted: HashMap<String, (Option<usize>, usize)>,
}

/// A parser that is given its text in pieces.
trait Pushed {
    fn push(&mut self, text: &str);
    fn end(&mut self);
    fn pull(&mut self) -> Option<Result<Triple, TurtleSyntaxError>>;
    fn names(&self) -> Vec<(String, String)> {
        Vec::new()
    }
}

macro_rules! pushed {
    ($($parser:ty $(, $prefixes:ident)?);* $(;)?) => { $(
        impl Pushed for $parser {
            fn push(&mut self, text: &str) {
                self.extend_from_slice(text.as_bytes());
            }
            fn end(&mut self) {
                self.end();
            }
            fn pull(&mut self) -> Option<Result<Triple, TurtleSyntaxError>> {
                self.parse_next().map(|found| found.map(Triple::from))
            }
            $(fn names(&self) -> Vec<(String, String)> {
                self.$prefixes().map(|(prefix, iri)| (prefix.to_owned(), iri.to_owned())).collect()
            })?
        }
    )* };
}

pushed! {
    oxttl::turtle::LowLevelTurtleParser, prefixes;
    oxttl::trig::LowLevelTriGParser, prefixes;
    oxttl::ntriples::LowLevelNTriplesParser;
    oxttl::nquads::LowLevelNQuadsParser;
}

impl Parsed {
    /// Reads a document; what stands before a mistake is kept. N3 is read as Turtle, which is what catalogues write in it.
    pub(super) fn read(text: String, format: RdfFormat, labels: &mut Labels) -> Self {
        let mut parsed = Self { text, ..Self::default() };
        // The base is one that parses.
        let turtle = TurtleParser::new().with_base_iri(BASE).unwrap_or_default().low_level();
        let trig = TriGParser::new().with_base_iri(BASE).unwrap_or_default().low_level();
        match format {
            RdfFormat::Turtle | RdfFormat::N3 => parsed.by_line(turtle),
            RdfFormat::TriG => parsed.by_line(trig),
            RdfFormat::NTriples => parsed.by_line(NTriplesParser::new().low_level()),
            RdfFormat::NQuads => parsed.by_line(NQuadsParser::new().low_level()),
            _ => parsed.whole(format),
        }
        let (mut naming, mut seen) = (Naming::new(labels), HashSet::new());
        for (at, (triple, _)) in parsed.triples.iter_mut().enumerate() {
            for relative in naming.name(triple) {
                if seen.insert(relative.name.clone()) {
                    parsed.relative.push((at, relative));
                }
            }
            parsed.graph.insert(&*triple);
            parsed.of_subject.entry(triple.subject.clone()).or_default().push(at);
        }
        if parsed.starts.is_empty() {
            parsed.quoted = parsed.find_quoted();
        }
        parsed
    }

    fn by_line(&mut self, mut parser: impl Pushed) {
        let mut end = 0;
        for line in self.text.split_inclusive('\n') {
            self.starts.push(end);
            end += line.len();
            parser.push(line);
            self.stop = drain(&mut parser, self.starts.len(), &mut self.triples);
            if self.stop.is_some() {
                break;
            }
        }
        if self.stop.is_none() {
            parser.end();
            self.stop = drain(&mut parser, self.starts.len(), &mut self.triples);
        }
        self.prefixes = parser.names().into_iter().map(|(prefix, iri)| (prefix, naming::harvested(&iri))).collect();
    }

    fn whole(&mut self, format: RdfFormat) {
        let parser = RdfParser::from_format(format);
        let parser = parser.with_base_iri(BASE).unwrap_or_else(|_| RdfParser::from_format(format));
        for quad in parser.for_slice(&self.text) {
            match quad {
                Ok(quad) => self.triples.push((quad.into(), None)),
                Err(error) => {
                    let place = error.location().map(|location| location.start);
                    self.stop = Some(Stop {
                        line: place.as_ref().map(|place| number(place.line)),
                        column: place.as_ref().map(|place| number(place.column)),
                        problem: error.to_string(),
                    });
                    return;
                }
            }
        }
    }

    /// The triples in reading order, each with its place for [`Parsed::line_at`].
    pub(super) fn triples(&self) -> impl Iterator<Item = (usize, &Triple)> {
        self.triples.iter().enumerate().map(|(at, (triple, _))| (at, triple))
    }

    /// The triple at a place.
    pub(super) fn triple(&self, at: usize) -> &Triple {
        &self.triples[at].0
    }

    /// The line where a subject is first described.
    pub(super) fn line_of(&self, subject: NamedOrBlankNodeRef<'_>) -> Option<usize> {
        let first = *self.of_subject.get(&subject.into_owned())?.first()?;
        let NamedOrBlankNodeRef::NamedNode(node) = subject else { return self.line_at(first) };
        let Some(last) = self.triples[first].1 else { return self.search(node.as_str()) };
        self.upwards(first, last, node).or_else(|| self.line_at(first))
    }

    /// The line of a subject's property, and of its value if it is given; else the line of the subject.
    pub(super) fn line_of_property(
        &self,
        subject: NamedOrBlankNodeRef<'_>,
        predicate: NamedNodeRef<'_>,
        value: Option<&Term>,
    ) -> Option<usize> {
        let of_subject = self.of_subject.get(&subject.into_owned())?;
        let wanted = |at: &&usize| {
            let triple = &self.triples[**at].0;
            triple.predicate == predicate && value.is_none_or(|value| triple.object == *value)
        };
        of_subject.iter().find(wanted).map_or_else(|| self.line_of(subject), |at| self.line_at(*at))
    }

    /// The line of a triple: the one that shows its object or its predicate.
    pub(super) fn line_at(&self, at: usize) -> Option<usize> {
        let (triple, last) = &self.triples[at];
        let Some(last) = *last else {
            return match &triple.subject {
                NamedOrBlankNode::NamedNode(node) => self.search(node.as_str()),
                NamedOrBlankNode::BlankNode(_) => None,
            };
        };
        match &triple.object {
            // The parser gives a string without type or language only at the sign after it, which may stand on a later line.
            Term::Literal(literal) if literal.datatype() == xsd::STRING => self.upwards(at, last, triple.predicate.as_ref()),
            Term::Literal(_) => self.upwards(at, last, triple.predicate.as_ref()).or(Some(last)),
            Term::NamedNode(_) => Some(last),
            // What stands between brackets is given before the triple that they are the object of.
            Term::BlankNode(node) => {
                let first = self.of_subject.get(&NamedOrBlankNode::from(node.clone())).and_then(|inner| inner.first());
                let inner = first.filter(|first| **first < at).map(|first| (*first, &self.triples[*first]));
                match inner {
                    Some((_, (inner, _))) if inner.predicate == triple.predicate => None,
                    Some((first, (_, Some(line)))) => self.upwards(first, *line, triple.predicate.as_ref()),
                    _ => self.upwards(at, last, triple.predicate.as_ref()),
                }
            }
            Term::Triple(_) => self.upwards(at, last, triple.predicate.as_ref()),
        }
    }

    /// The last line that names a node, from `last` back to where the triple before ended.
    fn upwards(&self, at: usize, last: usize, node: NamedNodeRef<'_>) -> Option<usize> {
        let first = at.checked_sub(1).and_then(|before| self.triples[before].1).unwrap_or(1);
        let spellings = self.spellings(node);
        let shows = |line: &str| line.len() <= LONG_LINE && spellings.iter().any(|spelling| names(line, spelling));
        (first..=last).rev().find(|number| shows(self.line(*number)))
    }

    /// The text of a line.
    fn line(&self, number: usize) -> &str {
        let start = self.starts.get(number - 1).copied().unwrap_or(self.text.len());
        let end = self.starts.get(number).copied().unwrap_or(self.text.len());
        &self.text[start..end]
    }

    fn spellings(&self, node: NamedNodeRef<'_>) -> Vec<String> {
        let iri = node.as_str();
        let mut spellings = vec![format!("<{iri}>")];
        spellings.extend(naming::spellings(iri).into_iter().map(|relative| format!("<{relative}>")));
        spellings.extend(self.prefixes.iter().filter_map(|(prefix, namespace)| Some(format!("{prefix}:{}", iri.strip_prefix(namespace)?))));
        if iri == oxigraph::model::vocab::rdf::TYPE.as_str() {
            spellings.push("a".to_owned());
        }
        spellings
    }

    /// The first line of a JSON-LD or RDF/XML document that holds an IRI in quotes, where it is described rather than where it is named.
    fn search(&self, iri: &str) -> Option<usize> {
        let relative = naming::spellings(iri);
        let places: Vec<_> =
            std::iter::once(iri).chain(relative.iter().map(String::as_str)).filter_map(|name| self.quoted.get(name)).collect();
        let described = places.iter().filter_map(|(described, _)| *described).min();
        described.or_else(|| places.iter().map(|(_, first)| *first).min())
    }

    /// Looks at the text once for all subjects.
    fn find_quoted(&self) -> HashMap<String, (Option<usize>, usize)> {
        let mut wanted = HashSet::new();
        for subject in self.of_subject.keys() {
            if let NamedOrBlankNode::NamedNode(node) = subject {
                wanted.extend(naming::spellings(node.as_str()));
                wanted.insert(node.as_str().to_owned());
            }
        }
        let mut found: HashMap<String, (Option<usize>, usize)> = HashMap::new();
        for (at, line) in self.text.lines().enumerate() {
            let described = MARKS.iter().any(|mark| line.contains(mark)).then_some(at + 1);
            for quote in ['"', '\''] {
                // What stands before the first quote and after the last is not between quotes.
                let mut parts = line.split(quote).skip(1).peekable();
                while let Some(part) = parts.next() {
                    if parts.peek().is_some() && wanted.contains(part) {
                        let place = found.entry(part.to_owned()).or_insert((described, at + 1));
                        place.0 = place.0.or(described);
                    }
                }
            }
        }
        found
    }
}

/// Takes what the parser can give by now, up to its first mistake.
fn drain(parser: &mut impl Pushed, line: usize, triples: &mut Vec<(Triple, Option<usize>)>) -> Option<Stop> {
    while let Some(found) = parser.pull() {
        match found {
            Ok(triple) => triples.push((triple, Some(line))),
            Err(error) => return Some(stop_of(&error)),
        }
    }
    None
}

/// Whether a line holds a name as a whole word, outside a comment that starts the line.
fn names(line: &str, name: &str) -> bool {
    let inside = |c: char| c.is_alphanumeric() || matches!(c, '_' | '-' | ':' | '%');
    !line.trim_start().starts_with('#')
        && line.match_indices(name).any(|(at, _)| {
            let (before, after) = (line[..at].chars().next_back(), line[at + name.len()..].chars().next());
            name.starts_with('<') || !(before.is_some_and(inside) || after.is_some_and(inside))
        })
}

fn stop_of(error: &TurtleSyntaxError) -> Stop {
    let start = error.location().start;
    Stop { line: Some(number(start.line)), column: Some(number(start.column)), problem: error.message().to_owned() }
}

/// Positions count from 0, people from 1.
fn number(position: u64) -> usize {
    usize::try_from(position).unwrap_or(usize::MAX).saturating_add(1)
}

#[cfg(test)]
mod tests {
    use super::*;
    use oxigraph::model::{Literal, NamedNode};

    fn read(text: &str, format: RdfFormat) -> Parsed {
        Parsed::read(text.to_owned(), format, &mut Labels::new("b"))
    }

    fn node(iri: &str) -> NamedNode {
        NamedNode::new_unchecked(iri)
    }

    #[test]
    fn lines_are_right_or_not_given() {
        let text = "@prefix ex: <http://e/> .\n# ex:a is first\nex:a\n  a ex:C ;\n  ex:p \"one\"\n  ,\n  \"two\" ;\n  ex:q [\n    ex:r 1 ] .\n\n<http://e/b> ex:p ex:a .\n<c> ex:p ex:ab .\n";
        let parsed = read(text, RdfFormat::Turtle);
        assert_eq!(parsed.stop, None);
        let line = |subject: &str| parsed.line_of(node(subject).as_ref().into());
        assert_eq!((line("http://e/a"), line("http://e/b"), line("http://example.com/c")), (Some(3), Some(11), Some(12)));
        let property =
            |p: &str, value: Option<Term>| parsed.line_of_property(node("http://e/a").as_ref().into(), node(p).as_ref(), value.as_ref());
        assert_eq!(property("http://e/p", None), Some(5));
        assert_eq!(property("http://e/p", Some(Literal::from("two").into())), None, "the line shows neither");
        assert_eq!(property("http://e/q", None), Some(8));
        assert_eq!(property("http://e/missing", None), Some(3), "the subject's");
    }

    #[test]
    fn a_mistake_has_line_and_column() {
        let parsed = read("<http://e/a> <http://e/p> 1 .\n<http://e/a> <http://e/p> ; .\n", RdfFormat::Turtle);
        let stop = parsed.stop.as_ref().expect("a mistake");
        assert_eq!((stop.line, stop.column), (Some(2), Some(27)), "{stop:?}");
        assert_eq!(parsed.graph.len(), 1);
    }

    #[test]
    fn other_syntaxes_are_searched() {
        let text = "{ \"@id\": \"http://e/a\",\n  \"http://e/p\": { \"@id\": \"http://e/b\",\n \"http://e/p\": 1 } }";
        let parsed = read(text, RdfFormat::JsonLd { profile: oxrdfio::JsonLdProfileSet::empty() });
        assert_eq!(parsed.line_of(node("http://e/b").as_ref().into()), Some(2), "{:?}", parsed.stop);
    }

    #[test]
    fn relative_iris_are_seen_whatever_their_kind() {
        let text = "@prefix h: <//host/> .\n<a> <p> <//host/x> , </b> , <> .\nh:y <p> \"1\"^^<t> .\n";
        let parsed = read(text, RdfFormat::Turtle);
        let found: Vec<_> = parsed.relative.iter().map(|(_, relative)| (relative.name.as_str(), relative.becomes.as_str())).collect();
        assert_eq!(
            found,
            [
                ("a", "http://example.com/a"),
                ("p", "http://example.com/p"),
                ("//host/x", "http://host/x"),
                ("b", "http://example.com/b"),
                ("", "http://example.com/"),
                ("//host/y", "http://host/y"),
                ("t", "http://example.com/t"),
            ]
        );
        assert_eq!(parsed.line_of(node("http://host/y").as_ref().into()), Some(3));
    }

    #[test]
    fn blank_nodes_are_numbered_as_they_are_read() {
        let (mut labels, text) = (Labels::new("b"), "[] <http://e/p> _:x . _:y <http://e/p> _:x .");
        let subjects = |labels: &mut Labels| -> Vec<String> {
            let parsed = Parsed::read(text.to_owned(), RdfFormat::Turtle, labels);
            parsed.triples().map(|(_, triple)| format!("{} {}", triple.subject, triple.object)).collect()
        };
        assert_eq!(subjects(&mut labels), ["_:b1 _:b2", "_:b3 _:b2"]);
        assert_eq!(subjects(&mut labels), ["_:b4 _:b5", "_:b6 _:b5"], "the next document goes on");
    }
}
