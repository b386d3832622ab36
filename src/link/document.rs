//! One document of somebody else's, read as far as it can be: what stands around a mistake is kept, and the mistake is told.

use oxigraph::io::{RdfFormat, RdfParseError, RdfParser};
use oxigraph::model::{BlankNode, GraphName, NamedOrBlankNode, Quad, Term, Triple};
use std::collections::HashMap;
use std::io::Read;

/// Most mistakes that are told one by one.
const MOST_TOLD: usize = 20;
/// After this many the rest is not worth reading.
const MOST: usize = 1_000;

/// How a document is read.
#[derive(Debug, Clone, Copy)]
pub struct Reading<'a> {
    /// The syntax.
    pub format: RdfFormat,
    /// What relative IRIs are relative to.
    pub base: Option<&'a str>,
    /// What labels of blank nodes begin with: the same document gives the same labels.
    pub scope: &'a str,
}

/// What was found.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub struct Found {
    /// How many quads were handed over.
    pub quads: u64,
    /// What is wrong with the document; empty when nothing is.
    pub problems: Vec<String>,
}

impl Reading<'_> {
    /// Hands each quad to `sink`.
    ///
    /// N-Triples, N-Quads and Turtle go on after a mistake; other syntaxes stop there, since nothing tells what a graph or
    /// an element is that was not opened. The last statement before an end that comes too early is left out: its last term may be cut.
    pub fn read<E>(self, reader: impl Read, mut sink: impl FnMut(Quad) -> Result<(), E>) -> Result<Found, E> {
        let mut found = Found::default();
        let mut mistakes = 0;
        let mut labels = Labels { scope: self.scope, known: HashMap::new() };
        let mut parser = RdfParser::from_format(self.format);
        if let Some(base) = self.base {
            parser = parser.clone().with_base_iri(base).unwrap_or(parser);
        }
        let mut held: Option<Quad> = None;
        let mut broken = false;
        for quad in parser.for_reader(reader) {
            match quad {
                Ok(quad) => {
                    broken = false;
                    if let Some(quad) = held.replace(labels.quad(quad)) {
                        found.quads += 1;
                        sink(quad)?;
                    }
                }
                Err(error) => {
                    broken = true;
                    mistakes += 1;
                    if mistakes <= MOST_TOLD {
                        found.problems.push(error.to_string());
                    }
                    if matches!(error, RdfParseError::Io(_)) || !goes_on(self.format) || mistakes == MOST {
                        break;
                    }
                }
            }
        }
        let by_line = matches!(self.format, RdfFormat::NTriples | RdfFormat::NQuads);
        if let Some(quad) = held.filter(|_| by_line || !broken) {
            found.quads += 1;
            sink(quad)?;
        }
        if mistakes > MOST_TOLD {
            let rest = if mistakes == MOST { "; what follows was not read" } else { "" };
            found.problems.push(format!("{} more mistakes{rest}", mistakes - MOST_TOLD));
        }
        Ok(found)
    }
}

fn goes_on(format: RdfFormat) -> bool {
    matches!(format, RdfFormat::NTriples | RdfFormat::NQuads | RdfFormat::Turtle)
}

/// Labels of blank nodes by the order in which the document names them.
struct Labels<'a> {
    scope: &'a str,
    known: HashMap<BlankNode, usize>,
}

impl Labels<'_> {
    fn quad(&mut self, quad: Quad) -> Quad {
        let graph = match quad.graph_name {
            GraphName::BlankNode(node) => self.node(node).into(),
            other => other,
        };
        Triple { subject: self.subject(quad.subject), predicate: quad.predicate, object: self.term(quad.object) }.in_graph(graph)
    }

    fn subject(&mut self, subject: NamedOrBlankNode) -> NamedOrBlankNode {
        match subject {
            NamedOrBlankNode::BlankNode(node) => self.node(node).into(),
            named @ NamedOrBlankNode::NamedNode(_) => named,
        }
    }

    fn term(&mut self, term: Term) -> Term {
        match term {
            Term::BlankNode(node) => self.node(node).into(),
            Term::Triple(triple) => {
                let Triple { subject, predicate, object } = *triple;
                Triple { subject: self.subject(subject), predicate, object: self.term(object) }.into()
            }
            other => other,
        }
    }

    fn node(&mut self, node: BlankNode) -> BlankNode {
        let next = self.known.len();
        let number = *self.known.entry(node).or_insert(next);
        BlankNode::new_unchecked(format!("b{}n{number}", self.scope))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::convert::Infallible;

    fn read(format: RdfFormat, text: &str) -> (Vec<String>, Found) {
        let mut quads = Vec::new();
        let reading = Reading { format, base: None, scope: "x" };
        let found = reading.read(text.as_bytes(), |quad| {
            quads.push(quad.to_string());
            Ok::<(), Infallible>(())
        });
        quads.sort();
        let Ok(found) = found;
        (quads, found)
    }

    #[test]
    fn what_stands_around_a_mistake_is_kept() {
        let (quads, found) = read(RdfFormat::Turtle, "<x:a> <x:p> 1 .\n<x:b> <x:p> <x y> .\n<x:c> <x:p> 3 .");
        assert_eq!((quads.len(), found.quads, found.problems.len()), (2, 2, 1), "{quads:?} {found:?}");
        assert!(found.problems[0].contains("line 2"), "{found:?}");
        let (quads, found) = read(RdfFormat::NQuads, "<x:a> <x:p> <x:o> .\nnonsense\n<x:c> <x:p> <x:o> <x:g> .\n<x:d");
        assert_eq!((quads.len(), found.problems.is_empty()), (2, false), "{quads:?} {found:?}");
    }

    #[test]
    fn a_term_that_is_cut_is_left_out() {
        let (quads, found) = read(RdfFormat::Turtle, "@prefix e: <x:> . e:a e:p e:one . e:b e:p e:two , e:thr");
        assert_eq!(quads, ["<x:a> <x:p> <x:one>", "<x:b> <x:p> <x:two>"], "{found:?}");
        assert!(!found.problems.is_empty());
        let (quads, found) = read(RdfFormat::Turtle, "@prefix e: <x:> . e:a e:p [ e:q e:one ; e:q 12");
        assert!(quads.iter().all(|quad| !quad.contains("12")), "{quads:?}");
        assert!(!found.problems.is_empty());
        let (quads, found) = read(RdfFormat::TriG, "<x:g> { <x:a> <x:p> 1 . <x:a> <x:p> <x y> . <x:b> <x:p> 2 }");
        assert!(quads.iter().all(|quad| quad.ends_with("<x:g>")), "no graph is lost: {quads:?}");
        assert!(!found.problems.is_empty());
    }

    #[test]
    fn blank_nodes_are_called_the_same_each_time() {
        let text = "[] <x:p> [ <x:q> _:c ] . _:c <x:q> 1 .";
        let (one, _) = read(RdfFormat::Turtle, text);
        assert_eq!(one, read(RdfFormat::Turtle, text).0);
        assert!(one.iter().any(|quad| quad.starts_with("_:bxn")), "{one:?}");
    }

    #[test]
    fn mistakes_without_end_are_given_up_on() {
        let (_, found) = read(RdfFormat::NTriples, &"no\n".repeat(5_000));
        assert_eq!(found.problems.len(), MOST_TOLD + 1);
        assert!(found.problems[MOST_TOLD].contains("980 more mistakes; what follows was not read"), "{found:?}");
    }
}
