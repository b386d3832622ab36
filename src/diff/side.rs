//! One of the two graphs: where it comes from, and names for its blank nodes that are the same on both sides.

use crate::error::{Error, Result};
use crate::rdf::canonical::{canonical_nquads, hash};
use crate::rdf::read::{self, hand_over};
use crate::store::BUILT_IN;
use oxigraph::io::{RdfFormat, RdfParser};
use oxigraph::model::{BlankNode, GraphName, NamedOrBlankNode, Quad, Term};
use std::collections::{BTreeMap, HashMap, HashSet};
use std::fs;
use std::path::{Path, PathBuf};

/// The word for the graph that is built into the binary.
const BUILT_IN_NAME: &str = "built-in";
/// The file of a release that holds all of it.
const WHOLE: &str = "graph.nq";

/// A graph that is compared.
#[derive(Debug)]
pub struct Side {
    /// What it was called.
    pub name: String,
    /// Its quads, blank nodes named by what they stand in.
    pub quads: HashSet<Quad>,
}

impl Side {
    /// The built-in graph, a file in any RDF syntax, or the folder of a release.
    pub fn open(operand: &Path) -> Result<Self> {
        if operand == Path::new(BUILT_IN_NAME) {
            return Self::built_in();
        }
        let mut quads = Vec::new();
        for file in files(operand)? {
            read::file(&file, &mut |quad| quads.push(quad))?;
        }
        Self::of(&operand.display().to_string(), quads)
    }

    /// The built-in graph.
    pub fn built_in() -> Result<Self> {
        let mut quads = Vec::new();
        let parser = RdfParser::from_format(RdfFormat::NQuads).lenient().for_slice(BUILT_IN);
        hand_over(parser, Path::new("data/built/graph.nq"), &mut |quad| quads.push(quad))?;
        Self::of(BUILT_IN_NAME, quads)
    }

    /// Quads under a name.
    pub fn of(name: &str, quads: Vec<Quad>) -> Result<Self> {
        Ok(Self { name: name.to_owned(), quads: with_lasting_names(quads)? })
    }

    /// Whether it says which graph something stands in.
    pub fn has_named_graphs(&self) -> bool {
        self.quads.iter().any(|quad| quad.graph_name != GraphName::DefaultGraph)
    }
}

/// The file, or the whole graph of a folder: `graph.nq`, else every N-Quads file in it.
fn files(operand: &Path) -> Result<Vec<PathBuf>> {
    let unreadable = |source| Error::Read { path: operand.to_owned(), source };
    if !fs::metadata(operand).map_err(unreadable)?.is_dir() {
        return Ok(vec![operand.to_owned()]);
    }
    let mut found = Vec::new();
    for entry in fs::read_dir(operand).map_err(unreadable)? {
        let path = entry.map_err(unreadable)?.path();
        let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        let plain = name.trim_end_matches(".gz").trim_end_matches(".zst");
        if plain == WHOLE {
            return Ok(vec![path]);
        }
        if Path::new(plain).extension().is_some_and(|extension| extension == "nq") {
            found.push(path);
        }
    }
    if found.is_empty() {
        return Err(Error::RequestInvalid {
            problem: format!("the folder `{}` holds no graph", operand.display()),
            hint: "give a file, or the folder of a release, with graph.nq or other .nq files in it",
        });
    }
    found.sort();
    Ok(found)
}

/// The quads with each blank node named after the quads that hang together through blank nodes.
///
/// RDFC-1.0 numbers the blank nodes of a whole graph, so that one new node may rename all others. It is therefore applied to each connected
/// part by itself: a part that is the same on both sides gets the same names, whatever happened elsewhere.
fn with_lasting_names(quads: Vec<Quad>) -> Result<HashSet<Quad>> {
    let mut named = HashSet::with_capacity(quads.len());
    let mut groups = Groups::default();
    let mut blank: Vec<(BlankNode, Quad)> = Vec::new();
    for quad in quads {
        let nodes = blank_nodes(&quad);
        let Some(first) = nodes.first().cloned() else {
            named.insert(quad);
            continue;
        };
        for node in &nodes[1..] {
            groups.join(&first, node);
        }
        blank.push((first, quad));
    }
    let mut parts: HashMap<BlankNode, String> = HashMap::new();
    for (node, quad) in blank {
        parts.entry(groups.head(&node)).or_default().push_str(&format!("{quad} .\n"));
    }
    // Parts that are alike are told apart by their number alone.
    let mut alike: BTreeMap<String, usize> = BTreeMap::new();
    for part in parts.into_values() {
        let canonical = canonical_nquads(&part)?;
        let name = hash(&canonical)[..12].to_owned();
        let number = alike.entry(name.clone()).and_modify(|number| *number += 1).or_insert(1);
        let prefix = format!("_:b{name}x{number}n");
        let parser = RdfParser::from_format(RdfFormat::NQuads).for_slice(&canonical);
        hand_over(parser, Path::new("blank nodes"), &mut |quad| {
            named.insert(renamed(quad, &prefix));
        })?;
    }
    Ok(named)
}

fn blank_nodes(quad: &Quad) -> Vec<BlankNode> {
    let mut found = Vec::new();
    if let NamedOrBlankNode::BlankNode(node) = &quad.subject {
        found.push(node.clone());
    }
    in_term(&quad.object, &mut found);
    if let GraphName::BlankNode(node) = &quad.graph_name {
        found.push(node.clone());
    }
    found
}

fn in_term(term: &Term, found: &mut Vec<BlankNode>) {
    match term {
        Term::BlankNode(node) => found.push(node.clone()),
        Term::Triple(triple) => {
            if let NamedOrBlankNode::BlankNode(node) = &triple.subject {
                found.push(node.clone());
            }
            in_term(&triple.object, found);
        }
        Term::NamedNode(_) | Term::Literal(_) => {}
    }
}

/// A canonical quad with `_:c14nN` called after its part. Triple terms do not come here: RDFC-1.0 has none.
fn renamed(quad: Quad, prefix: &str) -> Quad {
    let name = |node: &BlankNode| BlankNode::new_unchecked(format!("{}{}", &prefix[2..], node.as_str().trim_start_matches("c14n")));
    Quad {
        subject: match quad.subject {
            NamedOrBlankNode::BlankNode(node) => name(&node).into(),
            subject @ NamedOrBlankNode::NamedNode(_) => subject,
        },
        predicate: quad.predicate,
        object: match quad.object {
            Term::BlankNode(node) => name(&node).into(),
            object => object,
        },
        graph_name: match quad.graph_name {
            GraphName::BlankNode(node) => name(&node).into(),
            graph => graph,
        },
    }
}

/// Which blank nodes hang together.
#[derive(Default)]
struct Groups(HashMap<BlankNode, BlankNode>);

impl Groups {
    fn head(&self, node: &BlankNode) -> BlankNode {
        let mut head = node;
        while let Some(next) = self.0.get(head) {
            head = next;
        }
        head.clone()
    }

    fn join(&mut self, one: &BlankNode, other: &BlankNode) {
        let (one, other) = (self.head(one), self.head(other));
        if one != other {
            self.0.insert(other, one);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn side(text: &str) -> HashSet<Quad> {
        let mut quads = Vec::new();
        let parser = RdfParser::from_format(RdfFormat::NQuads).for_slice(text);
        hand_over(parser, Path::new("test"), &mut |quad| quads.push(quad)).expect("N-Quads");
        Side::of("test", quads).expect("a side").quads
    }

    #[test]
    fn a_part_keeps_its_names_when_another_changes() {
        let one = side("_:a <x:p> _:b .\n_:b <x:q> \"1\" .\n_:c <x:p> \"2\" .\n<x:s> <x:p> \"3\" .\n");
        let two = side("_:z <x:p> \"5\" .\n_:y <x:p> _:x .\n_:x <x:q> \"1\" .\n<x:s> <x:p> \"3\" .\n_:w <x:new> \"6\" .\n");
        assert_eq!(one.intersection(&two).count(), 3);
        assert_eq!((one.difference(&two).count(), two.difference(&one).count()), (1, 2));
    }

    #[test]
    fn parts_that_are_alike_are_counted() {
        let one = side("_:a <x:p> \"1\" .\n");
        let two = side("_:a <x:p> \"1\" .\n_:b <x:p> \"1\" .\n");
        assert_eq!((two.len(), two.difference(&one).count()), (2, 1));
    }
}
