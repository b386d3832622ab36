//! Links looked at where they lead: each target is asked for once.

use super::super::client::{Client, Outcome};
use super::super::document::Reading;
use super::super::endpoints::Service;
use super::super::legacy;
use super::facts::Facts;
use super::{Checked, Link, State};
use crate::error::{Error, Result};
use crate::net::{Answered, Asked, Rate};
use oxigraph::io::RdfFormat;
use oxigraph::model::Quad;
use std::collections::BTreeMap;
use std::convert::Infallible;
use std::fs::File;
use std::io::BufReader;
use std::path::Path;
use std::time::Duration;
use url::Url;

const ACCEPT: &str = "text/turtle, application/rdf+xml;q=0.9, application/ld+json;q=0.8, */*;q=0.1";
/// How often a host is asked whose rules are not known.
const RATE: Rate = Rate { every: Duration::from_secs(1), burst: 1 };

/// Asks for the targets; `spool` is a file for what is answered. A target that does not answer itself may still be in a catalogue:
/// the resource service is asked before it is called dead.
pub fn online(links: &[Link], client: &Client, spool: &Path, watch: &mut dyn FnMut(usize, usize)) -> Result<Vec<Checked>> {
    let mut targets: BTreeMap<&str, Vec<&Link>> = BTreeMap::new();
    for link in links {
        targets.entry(&link.object).or_default().push(link);
    }
    let all = targets.len();
    let mut found = BTreeMap::new();
    for (at, (target, links)) in targets.into_iter().enumerate() {
        watch(at, all);
        let mut facts = Facts::of([target]);
        let state = look(target, client, spool, &mut facts)?;
        for link in links {
            let state = if state == State::Holds { facts.state(target, link.label.as_deref()) } else { state.clone() };
            found.insert(link, state);
        }
    }
    watch(all, all);
    Ok(links.iter().filter_map(|link| Some(Checked { link: link.clone(), state: found.get(link)?.clone(), copied: None })).collect())
}

/// Whether a target is there; what is said of it goes to `facts`.
fn look(target: &str, client: &Client, spool: &Path, facts: &mut Facts) -> Result<State> {
    if let Some(now) = legacy::current(target) {
        return Ok(State::Moved(now));
    }
    let Ok(url) = Url::parse(target) else { return Ok(State::Unknown("it is not an address".to_owned())) };
    let host = url.host_str().unwrap_or_default().to_owned();
    let outcome = client.ask_paced(&host, RATE, &Asked::get(url.clone(), ACCEPT), spool)?;
    if let Some(answer) = &outcome.answer {
        take(answer, spool, facts)?;
        let moved = answer.moved.as_ref().filter(|new| !is_same(&url, new));
        return Ok(match (moved, outcome.failure) {
            (Some(new), _) => State::Moved(new.to_string()),
            (None, Some(problem)) => State::Unknown(problem),
            (None, None) => State::Holds,
        });
    }
    let problem = outcome.failure.unwrap_or_default();
    let mut by_uri = client.endpoints().at(Service::Resource, "/v1/resources/by-uri/graph");
    by_uri.query_pairs_mut().append_pair("uri", target);
    let outcome = client.ask(Service::Resource, &Asked::get(by_uri, "application/n-triples, text/turtle;q=0.5"), spool)?;
    Ok(match &outcome {
        Outcome { answer: Some(answer), failure: None, .. } => {
            take(answer, spool, facts)?;
            State::Holds
        }
        _ if is_gone(&problem) => State::Dead(problem),
        _ => State::Unknown(problem),
    })
}

/// Reads what an answer says, as far as it is RDF.
fn take(answer: &Answered, spool: &Path, facts: &mut Facts) -> Result<()> {
    let Some(format) = answer.content_type.as_deref().and_then(RdfFormat::from_media_type) else { return Ok(()) };
    let file = File::open(spool).map_err(|source| Error::Read { path: spool.to_owned(), source })?;
    let reading = Reading { format, base: Some(answer.url.as_str()), scope: "" };
    let sink = |quad: Quad| {
        facts.take(&quad, "");
        Ok::<(), Infallible>(())
    };
    let Ok(_) = reading.read(BufReader::new(file), sink);
    Ok(())
}

/// Whether two addresses differ only by their scheme or by a slash at the end, which is no move.
fn is_same(one: &Url, other: &Url) -> bool {
    let rest = |url: &Url| url.as_str().split_once("://").map_or_else(String::new, |(_, rest)| rest.trim_end_matches('/').to_owned());
    let without_fragment = |url: &Url| {
        let mut url = url.clone();
        url.set_fragment(None);
        url
    };
    rest(&without_fragment(one)) == rest(&without_fragment(other))
}

/// Whether an answer says that there is nothing.
fn is_gone(problem: &str) -> bool {
    ["the answer is 404", "the answer is 410"].iter().any(|gone| problem.starts_with(gone))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn another_scheme_is_no_move() {
        for (one, other, same) in [
            ("http://e.no/a", "https://e.no/a", true),
            ("https://e.no/a#b", "https://e.no/a/", true),
            ("https://e.no/a", "https://e.no/b", false),
            ("https://e.no/a", "https://f.no/a", false),
        ] {
            assert_eq!(is_same(&Url::parse(one).expect("a URL"), &Url::parse(other).expect("a URL")), same, "{one} {other}");
        }
    }
}
