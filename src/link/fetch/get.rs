//! One document: asked for, and read into a part.

use super::super::client::Outcome;
use super::super::document::Reading;
use super::super::endpoints::Service;
use super::super::kind::{Kind, Place};
use super::super::manifest::{Entry, Failure, Origin};
use super::super::snapshot::Writer;
use super::super::sorted::Hashed;
use super::parts::Parts;
use super::{Fetch, Progress};
use crate::error::{Error, Result};
use crate::net::Asked;
use crate::rdf::head;
use crate::rdf::iri::hex;
use oxigraph::io::RdfFormat;
use sha2::Digest;
use std::fs::File;
use std::io::{self, BufReader};
use std::path::Path;

/// What SPARQL and the document services give.
pub(super) const TURTLE: &str = "text/turtle";
/// What the resource service gives; its lines are read one by one.
pub(super) const LINES: &str = "application/n-triples, text/turtle;q=0.5";
/// The plan of a kind that is one document.
const ONE: &str = "one document";

/// A document that came, and what is wrong with it.
pub(super) struct Read {
    pub origin: Origin,
    /// Why it is not whole; nothing when it is.
    pub problem: Option<String>,
    /// Whether nothing has changed since it was read before.
    pub unchanged: bool,
}

impl Fetch<'_> {
    /// A kind that is one document.
    pub(super) fn document(
        &self,
        kind: &'static Kind,
        before: Option<&Entry>,
        mut parts: Parts,
        watch: &mut dyn FnMut(Progress),
    ) -> Result<Entry> {
        let (service, path) = match kind.place {
            Place::Organizations(path) => (Service::Organizations, path),
            Place::Reference(path) => (Service::Reference, path),
            Place::Catalogues { path, .. } => (Service::Resource, path),
        };
        watch(Progress { kind: kind.name, done: 0, all: 1 });
        let mut asked = Asked::get(self.client.endpoints().at(service, path), TURTLE);
        let had = before.filter(|before| before.complete).and_then(|before| before.sources.first());
        asked.had = had.map_or((None, None), |origin| (origin.etag.clone(), origin.last_modified.clone()));
        let mut writer = parts.writer(0);
        let read = self.read(service, &asked, "", &parts.spool(), &mut writer)?;
        if let (true, Some(before)) = (read.unchanged, before) {
            drop((writer, parts));
            return Ok(before.clone());
        }
        let failures: Vec<Failure> = read.problem.iter().map(|problem| failure("", &asked, problem)).collect();
        if read.origin.quads > 0 || failures.is_empty() {
            let entry = Entry { failures: failures.clone(), sources: vec![read.origin], ..Entry::default() };
            parts.put(0, ONE, writer, entry)?;
        }
        watch(Progress { kind: kind.name, done: 1, all: 1 });
        parts.finish(ONE, 1, None, failures)
    }

    /// Asks for a document and reads what came into a writer.
    pub(super) fn read(&self, service: Service, asked: &Asked, part: &str, spool: &Path, writer: &mut Writer) -> Result<Read> {
        let outcome = self.client.ask(service, asked, spool)?;
        let origin = Origin {
            part: part.to_owned(),
            source: asked.url.to_string(),
            retrieved: self.date.to_owned(),
            requests: outcome.requests,
            problems: outcome.overcome.clone(),
            ..Origin::default()
        };
        let read = from_spool(outcome, origin, spool, writer);
        let _ = std::fs::remove_file(spool); // there is none when nothing came
        read
    }
}

fn from_spool(outcome: Outcome, mut origin: Origin, spool: &Path, writer: &mut Writer) -> Result<Read> {
    let unreadable = |source| Error::Read { path: spool.to_owned(), source };
    let Some(answer) = outcome.answer else {
        return Ok(Read { origin, problem: outcome.failure, unchanged: false });
    };
    if answer.status == 304 {
        return Ok(Read { origin, problem: None, unchanged: true });
    }
    (origin.etag, origin.last_modified) = (answer.etag, answer.last_modified);
    let stated = answer.content_type.unwrap_or_default();
    let Some(format) = RdfFormat::from_media_type(&stated) else {
        let problem = format!("the answer is of type `{stated}`, which is no RDF syntax that is read");
        return Ok(Read { origin, problem: Some(problem), unchanged: false });
    };
    if let Some(packed) = answer.content_encoding.filter(|packed| packed != "identity") {
        let problem = format!("the answer is packed with {packed}, which was not asked for");
        return Ok(Read { origin, problem: Some(problem), unchanged: false });
    }
    let mut hashed = Hashed::new(io::sink());
    io::copy(&mut File::open(spool).map_err(unreadable)?, &mut hashed).map_err(unreadable)?;
    (origin.bytes, origin.sha256) = (hashed.bytes, hex(&hashed.digest.finalize()));
    let text = match head::text(BufReader::new(File::open(spool).map_err(unreadable)?)) {
        Ok(text) => text,
        Err(error) => return Ok(Read { origin, problem: Some(format!("the answer is not valid RDF: {error}")), unchanged: false }),
    };
    let reading = Reading { format, base: Some(answer.url.as_str()), scope: &origin.sha256[..12] };
    let found = reading.read(text, |quad| writer.add(quad))?;
    origin.quads = found.quads;
    // What broke off cannot be whole RDF, and why it broke off says more than where.
    let mistakes = (!found.problems.is_empty()).then(|| format!("the answer is not valid RDF: {}", found.problems.join("; ")));
    Ok(Read { origin, problem: outcome.failure.or(mistakes), unchanged: false })
}

/// A failure to have a document.
pub(super) fn failure(part: &str, asked: &Asked, problem: &str) -> Failure {
    Failure { part: part.to_owned(), source: asked.url.to_string(), problem: problem.to_owned() }
}
