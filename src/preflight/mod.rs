//! Before the harvest: will data.norge.no take a catalogue, does it conform, what will it score, and what will it be called?
//!
//! Each document is looked at as the harvester would meet it, on its own; then together for what they publish twice. Nothing is
//! asked of anybody but the addresses that are given. A document that is not RDF is not scored, whatever could be read of it.

mod finding;
mod harvest;
mod identity;
mod kept;
mod lines;
mod media;
mod members;
mod mqa;
mod naming;
mod profiles;
mod report;
mod rules;
mod source;

pub use finding::{Finding, Severity};
pub use identity::{Resource, fdk_id};
pub use kept::{RECORD, record};
pub use mqa::{Level, Measured, Metric, Score, Table};
pub use profiles::names as profiles;
pub use report::{advice_rows, dataset_rows, document_rows, finding_lines, finding_rows, graph, json, resource_rows};
pub use rules::{ALL as RULES, Rule};
pub use source::{Asking, PATIENCE, Source};

use crate::error::{Error, Result};
use crate::net::Body;
use finding::Place;
use harvest::Subject;
use lines::{Parsed, Stop};
use media::Reading;
use members::{KINDS, Members};
use naming::Labels;
use oxigraph::io::RdfFormat;
use oxigraph::model::{NamedNode, NamedOrBlankNode};
use profiles::Profiles;
use source::Fetched;
use std::collections::BTreeSet;
use std::path::PathBuf;

/// What to look at, and how.
#[derive(Debug)]
pub struct Wanted {
    /// The documents.
    pub sources: Vec<Source>,
    /// How addresses are asked.
    pub asking: Asking,
    /// The profiles; empty for those whose classes occur.
    pub profiles: Vec<String>,
    /// Official shapes in place of ours.
    pub shapes: Vec<PathBuf>,
    /// What was published before.
    pub previous: Option<PathBuf>,
}

/// How a document stands to a profile.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Conformance {
    /// The profile.
    pub profile: String,
    /// Results that are violations.
    pub violations: usize,
    /// The other results: warnings and remarks.
    pub others: usize,
}

/// What was found about a document.
#[derive(Debug)]
pub struct Document {
    /// As it was given.
    pub name: String,
    iri: NamedNode,
    /// Whether the harvester would take it; what it would not take of it stands among the findings.
    pub harvested: bool,
    /// How many triples it holds; nothing if it is not RDF.
    pub triples: Option<usize>,
    /// The profiles that apply.
    pub profiles: Vec<Conformance>,
    /// What it publishes.
    pub resources: Vec<Resource>,
    /// Its datasets' scores.
    pub scores: Vec<Score>,
    /// What was found.
    pub findings: Vec<Finding>,
    parsed: Parsed,
    members: Members,
}

/// What was found about all documents.
#[derive(Debug)]
pub struct Preflight {
    /// The documents in the order they were given.
    pub documents: Vec<Document>,
    /// The metrics that scores refer to.
    pub table: Table,
    /// What was passed over in shapes that the user gave.
    pub notes: Vec<String>,
}

impl Preflight {
    /// Whether everything is harvested and nothing is a violation.
    pub fn is_clear(&self) -> bool {
        let violation = |finding: &Finding| finding.severity == Severity::Violation;
        self.documents.iter().all(|document| document.harvested && !document.findings.iter().any(violation))
    }
}

/// Looks at everything that is wanted.
pub fn run(wanted: &Wanted) -> Result<Preflight> {
    let table = Table::read(&profiles::metrics()?)?;
    let profiles = Profiles::load(&wanted.profiles, &wanted.shapes)?;
    let (mut documents, mut labels) = (Vec::new(), Labels::new("b"));
    for source in &wanted.sources {
        let fetched = source.fetch(&wanted.asking)?;
        documents.push(document(fetched, wanted, &profiles, &table, &mut labels)?);
    }
    together(&mut documents, wanted)?;
    for document in &mut documents {
        document.harvested = !document.findings.iter().any(|finding| finding.stops);
        document.findings.sort_by_key(|finding| (finding.severity, finding.profile.is_some(), finding.line.unwrap_or(usize::MAX)));
    }
    Ok(Preflight { documents, table, notes: profiles.notes })
}

/// Looks at one document.
fn document(mut fetched: Fetched, wanted: &Wanted, profiles: &Profiles, table: &Table, labels: &mut Labels) -> Result<Document> {
    let mut findings = Vec::new();
    harvest::transport(&fetched, wanted.asking.patience, &mut findings);
    let parsed = if findings.iter().any(|finding| finding.stops) { None } else { read(&mut fetched, &mut findings, labels)? };
    let mut document = Document {
        name: fetched.name,
        iri: fetched.iri,
        harvested: false,
        triples: None,
        profiles: Vec::new(),
        resources: Vec::new(),
        scores: Vec::new(),
        findings,
        parsed: Parsed::default(),
        members: Members::default(),
    };
    if let Some(parsed) = parsed {
        document.triples = Some(parsed.graph.len());
        document.members = Members::find(&parsed.graph);
        document.parsed = parsed;
        document.look(profiles, table)?;
    }
    Ok(document)
}

/// The document's graph, if it is RDF.
fn read(fetched: &mut Fetched, findings: &mut Vec<Finding>, labels: &mut Labels) -> Result<Option<Parsed>> {
    let whole = |rule, detail: &str| Finding::of_rule(rule, fetched.iri.clone(), detail, Place::default());
    let cannot = |problem| Error::CannotCheck { name: fetched.name.clone(), problem };
    let format = match fetched.reading {
        Reading::As(format) => format,
        Reading::NotHere(name) => return Err(cannot(format!("the harvester reads {name}, and this program does not"))),
        Reading::Refused => {
            findings.push(whole(rules::MEDIA_TYPE, &fetched.format_name));
            return Ok(None);
        }
        Reading::Unknown => {
            findings.push(whole(rules::FORMAT, &fetched.format_name));
            return Ok(None);
        }
    };
    let Body::Whole(bytes) = std::mem::replace(&mut fetched.body, Body::TooLate) else { return Ok(None) };
    let text = match harvest::utf8(fetched, &bytes) {
        Ok(text) => text,
        Err(finding) => {
            findings.push(*finding);
            return Ok(None);
        }
    };
    let parsed = Parsed::read(text, format, labels);
    match &parsed.stop {
        None => Ok(Some(parsed)),
        // It may be a mistake, and it may be what N3 has beyond Turtle.
        Some(stop) if format == RdfFormat::N3 => {
            let place = source::described(stop);
            Err(Error::CannotCheck { name: fetched.name.clone(), problem: format!("N3 is read here as far as it is Turtle, {place}") })
        }
        Some(Stop { line, column, problem }) => {
            let place = Place { line: *line, column: *column, ..Place::default() };
            findings.push(Finding::of_rule(rules::SYNTAX, fetched.iri.clone(), problem, place));
            Ok(None)
        }
    }
}

impl Document {
    fn look(&mut self, profiles: &Profiles, table: &Table) -> Result<()> {
        let mut findings = Vec::new();
        harvest::graph(&self.subject(), &mut findings);
        for (profile, report) in profiles.check(&self.parsed.graph)? {
            let violations = report.violations().count();
            self.profiles.push(Conformance { profile: profile.to_owned(), violations, others: report.results.len() - violations });
            for result in report.results {
                let line = self.line(&result);
                findings.push(Finding::of_shape(profile, result, line));
            }
        }
        for (node, kind) in self.members.published() {
            self.resources.push(identity::of_member(node.as_str(), kind));
        }
        for node in self.members.datasets(&self.parsed.graph) {
            let graph = self.members.graph_of(&self.parsed.graph, node.into());
            self.scores.push(table.score(&graph, node, profiles.assessed(&graph)?));
        }
        self.resources.extend(self.containers());
        self.findings.append(&mut findings);
        Ok(())
    }

    fn subject(&self) -> Subject<'_> {
        Subject { iri: &self.iri, parsed: &self.parsed, members: &self.members }
    }

    /// The containers' names, one for each data type that is harvested from them.
    fn containers(&self) -> Vec<Resource> {
        let kinds_of = |container: &NamedOrBlankNode, collection: bool| {
            let links = self.members.links.iter().filter(move |link| link.container == *container);
            let kinds: BTreeSet<&str> = links.map(|link| link.kind.name).collect();
            KINDS.iter().filter(move |kind| kinds.contains(kind.name) && (kind.name == "concept") == collection)
        };
        let mut resources = Vec::new();
        for (node, collection) in self.members.containers.values() {
            if let NamedOrBlankNode::NamedNode(iri) = node {
                resources.extend(kinds_of(node, *collection).map(|kind| identity::of_container(iri.as_str(), kind)));
            }
        }
        resources
    }

    /// The line of what a shape found.
    fn line(&self, result: &crate::validate::ValidationResult) -> Option<usize> {
        let focus = match &result.focus {
            oxigraph::model::Term::NamedNode(node) => NamedOrBlankNode::from(node.clone()),
            oxigraph::model::Term::BlankNode(node) => node.clone().into(),
            _ => return None,
        };
        match &result.path {
            Some(crate::validate::Path::Predicate(path)) => {
                self.parsed.line_of_property(focus.as_ref(), path.as_ref(), result.value.as_ref())
            }
            _ => self.parsed.line_of(focus.as_ref()),
        }
    }
}

/// The rules across documents and versions.
fn together(documents: &mut [Document], wanted: &Wanted) -> Result<()> {
    let subjects: Vec<_> = documents.iter().map(|document| (document.name.as_str(), document.subject())).collect();
    for (at, mut finding) in harvest::conflicts(&subjects) {
        // A catalogue that another source has is refused with everything in it.
        finding.stops = documents[at].members.containers.contains_key(&finding.result.focus.to_string());
        documents[at].findings.push(finding);
    }
    // A harvest that fails removes nothing.
    let whole = !documents.is_empty() && documents.iter().all(|document| document.triples.is_some());
    let (Some(path), true) = (&wanted.previous, whole) else { return Ok(()) };
    let before = Members::find(&source::parsed(path, &mut Labels::new("p"))?.graph);
    let now: Vec<&Members> = documents.iter().map(|document| &document.members).collect();
    let gone = harvest::removed(&path.display().to_string(), &before, &now);
    documents[0].findings.extend(gone);
    Ok(())
}
