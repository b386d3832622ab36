//! Every question asked of an endpoint and of the built-in graph, their answers as CSV compared byte for byte: runs when `SAMSTYR_ENDPOINT` is
//! the address of one that holds `data/built/graph.nq`, and is shown as ignored when not. `tests/endpoints/README.md` says how one is started.

use libtest_mimic::{Failed, Trial};
use samstyr::error::Error;
use samstyr::questions::{self, Language, Question, header::State};
use samstyr::rdf::format::Format;
use samstyr::rdf::iri::Base;
use samstyr::sparql::{Endpoint, Request, Source, write};
use samstyr::store::Store;
use std::process::Command;
use std::time::Duration;

/// Patience with one question, in seconds, when `SAMSTYR_ENDPOINT_TIMEOUT` does not say.
const PATIENCE: u64 = 20;

pub fn trials() -> Vec<Trial> {
    let address = variable("SAMSTYR_ENDPOINT");
    let ready = questions::all().unwrap().into_iter().filter(|question| question.header.state == State::Ready);
    let trial = |question: Question| {
        let (name, missing, address) = (format!("endpoint::{}", question.name), address.is_none(), address.clone());
        Trial::test(name, move || compare(&question, &address.unwrap_or_default())).with_ignored_flag(missing)
    };
    ready.map(trial).collect()
}

fn variable(name: &str) -> Option<String> {
    std::env::var_os(name)?.into_string().ok()
}

fn compare(question: &Question, address: &str) -> Result<(), Failed> {
    let seconds = variable("SAMSTYR_ENDPOINT_TIMEOUT").map_or(Ok(PATIENCE), |text| text.parse())?;
    let request = Request { timeout: Some(Duration::from_secs(seconds)), ..question.request(&[], Language::Nb, &Base::default())? };
    let there = match csv(&Source::Endpoint(Endpoint::new(address)?), &request) {
        Ok(csv) => csv,
        Err(error) => {
            restart()?;
            return Err(format!("no answer: {error}").into());
        }
    };
    let here = csv(&Source::Store(Store::built_in()?), &request)?;
    if there == here {
        return Ok(());
    }
    let (ours, theirs): (Vec<&str>, Vec<&str>) = (here.lines().collect(), there.lines().collect());
    let only = |these: &[&str], those: &[&str]| these.iter().find(|line| !those.contains(line)).copied().unwrap_or("–").to_owned();
    Err(format!(
        "differs: {} lines there, {} here\nonly there, for one: {}\nonly here, for one: {}",
        theirs.len(),
        ours.len(),
        only(&theirs, &ours),
        only(&ours, &theirs)
    )
    .into())
}

fn csv(source: &Source, request: &Request) -> Result<String, Error> {
    let mut out = Vec::new();
    source.answer(request, |answer| write::write(answer, Format::from_name("csv").unwrap(), &mut out))?;
    Ok(String::from_utf8(out).unwrap())
}

/// A query that never ends holds a thread of an engine that does not stop it, so the next question gets a new engine if somebody says how.
fn restart() -> Result<(), Failed> {
    let Some(command) = variable("SAMSTYR_ENDPOINT_RESTART") else { return Ok(()) };
    let status = Command::new("sh").args(["-c", &command]).status()?;
    if status.success() { Ok(()) } else { Err(format!("`{command}` ended with {status}").into()) }
}
