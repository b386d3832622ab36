//! A kind of the catalogues, page by page: by SPARQL; what SPARQL does not give whole, resource by resource; and where SPARQL
//! cannot even count, by what the search finds.

use super::super::endpoints::Service;
use super::super::kind::{self, Kind};
use super::super::manifest::{Entry, Failure, Origin, Warning};
use super::super::snapshot::Writer;
use super::get::{LINES, TURTLE, failure};
use super::parts::Parts;
use super::{Fetch, Progress};
use crate::error::{Error, Result};
use crate::net::Asked;
use form_urlencoded::Serializer;
use serde_json::Value;
use std::fs;

const FORM: &str = "application/x-www-form-urlencoded";
const JSON: &str = "application/json";
const ROWS: &str = "application/sparql-results+json";
/// Results on a page of the search.
const HITS: u64 = 100;
/// The search gives no more than this, whatever it found.
const MOST_HITS: u64 = 10_000;
/// When as many parts in a row fail, the rest is not asked for: whoever does not answer should be left alone.
const MOST_IN_A_ROW: usize = 3;

/// A kind that is fetched.
pub(super) struct Catalogue<'a> {
    pub fetch: &'a Fetch<'a>,
    pub kind: &'static Kind,
    pub classes: &'static [&'static str],
    pub path: &'static str,
    pub recorded: bool,
    pub parts: Parts,
}

/// How the resources are found.
enum Plan {
    /// So many, by SPARQL.
    Counted(u64),
    /// These, by the search; and how many it says there are.
    Found(Vec<String>, u64),
}

impl Plan {
    fn expected(&self) -> u64 {
        match self {
            Self::Counted(number) | Self::Found(_, number) => *number,
        }
    }

    fn listed(&self) -> u64 {
        match self {
            Self::Counted(number) => *number,
            Self::Found(resources, _) => resources.len() as u64,
        }
    }
}

/// What came of a page.
struct Page {
    writer: Writer,
    sources: Vec<Origin>,
    failures: Vec<Failure>,
}

impl Catalogue<'_> {
    pub fn run(mut self, watch: &mut dyn FnMut(Progress)) -> Result<Entry> {
        watch(Progress { kind: self.kind.name, done: 0, all: 1 });
        let (plan, mut failures) = self.plan()?;
        let Some(plan) = plan else {
            return self.parts.finish("none", 0, None, failures);
        };
        let size = self.fetch.page.max(1);
        let all = plan.listed().div_ceil(size);
        let name = match &plan {
            Plan::Counted(number) => format!("{number} by {size} from {}", self.sparql_url()),
            Plan::Found(resources, _) => format!("{} by {size} found by the search", resources.len()),
        };
        let mut in_a_row = 0;
        for number in 0..all {
            watch(Progress { kind: self.kind.name, done: number, all });
            if self.parts.has(number, &name) {
                continue;
            }
            if in_a_row == MOST_IN_A_ROW {
                let problem = format!("not asked for, since {MOST_IN_A_ROW} pages before it failed");
                failures.push(Failure { part: part_name(number), source: self.sparql_url(), problem });
                continue;
            }
            let page = self.page(&plan, number, size)?;
            in_a_row = if page.failures.is_empty() { 0 } else { in_a_row + 1 };
            failures.extend(page.failures.iter().cloned());
            let entry = Entry { sources: page.sources, failures: page.failures, ..Entry::default() };
            self.parts.put(number, &name, page.writer, entry)?;
        }
        watch(Progress { kind: self.kind.name, done: all, all });
        let missing = plan.expected() - plan.listed().min(plan.expected());
        if missing > 0 {
            let problem = format!("the search says that there are {missing} more than it gives");
            failures.push(Failure { part: String::new(), source: self.search_url().to_string(), problem });
        }
        let mut entry = self.parts.finish(&name, all, Some(plan.expected()), failures)?;
        let came: u64 = self.classes.iter().filter_map(|class| entry.resources.get(*class)).sum();
        if entry.failures.is_empty() && came < plan.expected() {
            entry.warnings.push(Warning {
                trap: "fewer-than-counted".to_owned(),
                problem: "fewer resources came than were counted: the catalogue changed while it was read".to_owned(),
                times: plan.expected() - came,
                places: vec![format!("{came} of {}", plan.expected())],
            });
        }
        Ok(entry)
    }

    /// How many there are, by SPARQL; else which, by the search.
    fn plan(&self) -> Result<(Option<Plan>, Vec<Failure>)> {
        let asked = self.query(ROWS, &kind::count(self.classes, self.recorded));
        let counted = self.json(Service::Sparql, &asked)?;
        let number = |json: &Value| json["results"]["bindings"][0]["n"]["value"].as_str()?.parse().ok();
        let problem = match counted {
            Ok(json) => match number(&json) {
                Some(number) => return Ok((Some(Plan::Counted(number)), Vec::new())),
                None => "the answer holds no number".to_owned(),
            },
            Err(problem) => problem,
        };
        let uncounted = failure("count", &asked, &problem);
        Ok(match self.search()? {
            Ok(plan) => (Some(plan), Vec::new()),
            Err(unfound) => (None, vec![uncounted, unfound]),
        })
    }

    fn search(&self) -> Result<std::result::Result<Plan, Failure>> {
        let (mut found, mut total) = (Vec::new(), 0);
        for page in 0..MOST_HITS / HITS {
            let body = serde_json::json!({ "pagination": { "page": page, "size": HITS } }).to_string();
            let asked = Asked::post(self.search_url(), JSON, JSON, body);
            let json = match self.json(Service::Search, &asked)? {
                Ok(json) => json,
                Err(problem) => return Ok(Err(failure(&format!("search page {}", page + 1), &asked, &problem))),
            };
            let uris = json["hits"].as_array().into_iter().flatten().filter_map(|hit| hit["uri"].as_str());
            found.extend(uris.map(str::to_owned));
            total = json["page"]["totalElements"].as_u64().unwrap_or(found.len() as u64);
            if page + 1 >= json["page"]["totalPages"].as_u64().unwrap_or_default() {
                break;
            }
        }
        found.sort();
        found.dedup();
        Ok(Ok(Plan::Found(found, total)))
    }

    fn page(&self, plan: &Plan, number: u64, size: u64) -> Result<Page> {
        let mut page = Page { writer: self.parts.writer(number), sources: Vec::new(), failures: Vec::new() };
        let part = part_name(number);
        let resources = match plan {
            Plan::Found(resources, _) => {
                let at = |number: u64| usize::try_from(number).unwrap_or(usize::MAX);
                resources.chunks(at(size)).nth(at(number)).unwrap_or_default().to_vec()
            }
            Plan::Counted(all) => {
                let due = (all - number * size).min(size);
                match self.by_sparql(&mut page, &part, (number, size, due))? {
                    Some(resources) => resources,
                    None => return Ok(page),
                }
            }
        };
        self.one_by_one(&resources, &part, &mut page)?;
        Ok(page)
    }

    /// A page by SPARQL: its number, how many are asked for, and how many are due. What is to be asked for one by one, if that is of use.
    fn by_sparql(&self, page: &mut Page, part: &str, (number, size, due): (u64, u64, u64)) -> Result<Option<Vec<String>>> {
        let asked = self.query(TURTLE, &kind::triples(self.classes, self.recorded, size, number));
        let mut read = self.fetch.read(Service::Sparql, &asked, part, &self.parts.spool(), &mut page.writer)?;
        let empty = (read.origin.quads == 0).then(|| "the answer is empty".to_owned());
        let Some(problem) = read.problem.or(empty) else {
            page.sources.push(read.origin);
            return Ok(None);
        };
        let listed = self.json(Service::Sparql, &self.query(ROWS, &kind::page(self.classes, self.recorded, size, number)))?;
        let resources = listed.as_ref().map(values).unwrap_or_default();
        if (resources.len() as u64) < due {
            let unlisted = listed.err().unwrap_or_else(|| format!("only {} of {due} are listed", resources.len()));
            page.failures.push(failure(part, &asked, &format!("{problem}; its resources cannot be listed: {unlisted}")));
        }
        read.origin.problems.push(format!("{problem}; {} resources were asked for one by one", resources.len()));
        page.sources.push(read.origin);
        Ok(Some(resources))
    }

    /// Each resource from the resource service.
    fn one_by_one(&self, resources: &[String], part: &str, page: &mut Page) -> Result<()> {
        let mut in_a_row = 0;
        for (at, resource) in resources.iter().enumerate() {
            let mut url = self.fetch.client.endpoints().at(Service::Resource, &format!("/v1/{}/by-uri/graph", self.path));
            url.query_pairs_mut().append_pair("uri", resource);
            let asked = Asked::get(url, LINES);
            let read = self.fetch.read(Service::Resource, &asked, part, &self.parts.spool(), &mut page.writer)?;
            if read.origin.quads > 0 || read.problem.is_none() {
                page.sources.push(read.origin);
            }
            in_a_row = if read.problem.is_some() { in_a_row + 1 } else { 0 };
            page.failures.extend(read.problem.map(|problem| failure(part, &asked, &problem)));
            let left = resources.len() - at - 1;
            if in_a_row == MOST_IN_A_ROW && left > 0 {
                let problem = format!("{left} more resources were not asked for, since {MOST_IN_A_ROW} before them failed");
                page.failures.push(Failure { part: part.to_owned(), source: asked.url.to_string(), problem });
                break;
            }
        }
        Ok(())
    }

    /// A JSON document, or why there is none.
    fn json(&self, service: Service, asked: &Asked) -> Result<std::result::Result<Value, String>> {
        let spool = self.parts.spool();
        let outcome = self.fetch.client.ask(service, asked, &spool)?;
        if !outcome.is_whole() {
            return Ok(Err(outcome.failure.unwrap_or_default()));
        }
        let text = fs::read(&spool).map_err(|source| Error::Read { path: spool.clone(), source })?;
        let _ = fs::remove_file(&spool); // the next answer takes its place in any case
        Ok(serde_json::from_slice(&text).map_err(|error| format!("the answer is not JSON: {error}")))
    }

    fn query(&self, accept: &'static str, text: &str) -> Asked {
        let body = Serializer::new(String::new()).append_pair("query", text).finish();
        Asked::post(self.fetch.client.endpoints().at(Service::Sparql, ""), accept, FORM, body)
    }

    fn sparql_url(&self) -> String {
        self.fetch.client.endpoints().at(Service::Sparql, "").to_string()
    }

    fn search_url(&self) -> url::Url {
        self.fetch.client.endpoints().at(Service::Search, &format!("/search/{}", self.path))
    }
}

/// The IRIs of a page.
fn values(json: &Value) -> Vec<String> {
    let rows = json["results"]["bindings"].as_array().into_iter().flatten();
    rows.filter_map(|row| row["s"]["value"].as_str().map(str::to_owned)).collect()
}

/// What a page is called; the first is 1.
fn part_name(number: u64) -> String {
    format!("page {}", number + 1)
}
