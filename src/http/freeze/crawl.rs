//! Asks our own routes in memory, as a browser would that follows every link, until nothing new is found.

use super::super::{App, router};
use super::answers::Answers;
use super::page::{self, Link};
use crate::error::{Error, Result};
use crate::pages::fixed::{Fixed, relative};
use crate::publish::Files;
use crate::rdf::iri::DEFAULT_BASE;
use axum::Router;
use axum::body::{Body, to_bytes};
use axum::http::{Request, StatusCode, header};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;
use tokio::task::JoinSet;
use tower::ServiceExt;

/// Requests under way at once: enough for every core to have one waiting.
const AT_ONCE: usize = 32;
/// Characters of an address that are shown when it leads nowhere.
const SHOWN: usize = 100;
/// Bytes that a reply may have; it is in memory already.
const MOST: usize = usize::MAX;

/// Whether it is a page, and its bytes; nothing where the address is not there.
type Reply = (bool, Option<Vec<u8>>);

/// What is yet to be asked for.
#[derive(Default)]
struct Queue {
    /// Every file that is known of.
    seen: BTreeSet<String>,
    /// Files, and where to ask for them.
    next: BTreeMap<String, String>,
}

/// A link from a page.
struct Lead {
    /// The file that it stands in.
    from: String,
    /// Where it leads, as it stood.
    address: String,
    /// The file, and the place in it; nothing where it takes a server.
    to: Option<(String, String)>,
}

/// What was found.
pub(super) struct Found {
    pub(super) files: Files,
    /// The paths of the pages below a language.
    pub(super) paths: BTreeSet<String>,
    leads: Vec<Lead>,
    /// The places in each page that a link can lead to.
    ids: BTreeMap<String, BTreeSet<String>>,
}

pub(super) struct Crawler<'a> {
    pub(super) fixed: &'a Fixed,
    /// What is there already.
    pub(super) known: &'a Files,
    /// Files of answers, which no route gives with the IRIs of a copy.
    pub(super) answers: Arc<Answers>,
    pub(super) progress: &'a dyn Fn(usize, usize),
}

impl Crawler<'_> {
    /// All that can be reached from some addresses.
    pub(super) async fn crawl(&self, app: App, seeds: Vec<String>) -> Result<Found> {
        let router = router(app);
        let mut found = Found { files: Files::new(), paths: BTreeSet::new(), leads: Vec::new(), ids: BTreeMap::new() };
        let mut queue = Queue::default();
        for address in seeds {
            self.note(&address, &mut queue);
        }
        while !queue.next.is_empty() {
            let wave = std::mem::take(&mut queue.next);
            let replies = self.ask_all(&router, &wave, found.files.len(), queue.seen.len()).await?;
            for ((file, address), (is_html, bytes)) in wave.into_iter().zip(replies) {
                let Some(bytes) = bytes else { continue }; // who led here is told of when links are checked
                let bytes = if is_html { self.fix(&mut found, &file, &address, &bytes, &mut queue)? } else { self.moved(&file, bytes) };
                found.files.insert(file, bytes);
            }
        }
        Ok(found)
    }

    /// Notes an address that is not yet known by the file that it becomes.
    fn note(&self, address: &str, queue: &mut Queue) {
        let Some(file) = self.fixed.file(address) else { return };
        // Pages that lead on are made when it is known what to.
        let leads_on = file.strip_suffix(".html").is_some() && language_of(&file).is_none();
        if !leads_on && !self.known.contains_key(&file) && queue.seen.insert(file.clone()) {
            queue.next.insert(file, asked(address));
        }
    }

    /// The replies in the order of the wave, and whether they are pages; nothing where the address is not there.
    async fn ask_all(&self, router: &Router, wave: &BTreeMap<String, String>, done: usize, all: usize) -> Result<Vec<Reply>> {
        let mut replies: BTreeMap<usize, Reply> = BTreeMap::new();
        let mut tasks: JoinSet<(usize, Result<Reply>)> = JoinSet::new();
        for (at, address) in wave.values().enumerate() {
            if tasks.len() >= AT_ONCE
                && let Some(ended) = tasks.join_next().await
            {
                keep(&mut replies, ended)?;
                (self.progress)(done + replies.len(), all);
            }
            let (router, answers, address) = (router.clone(), Arc::clone(&self.answers), address.clone());
            if Answers::has(&address) {
                tasks.spawn_blocking(move || (at, answers.file(&address).transpose().map(|bytes| (false, bytes))));
            } else {
                tasks.spawn(async move { (at, ask(router, &address).await) });
            }
        }
        while let Some(ended) = tasks.join_next().await {
            keep(&mut replies, ended)?;
            (self.progress)(done + replies.len(), all);
        }
        Ok(replies.into_values().collect())
    }

    /// Data of things, with our IRIs under the base.
    fn moved(&self, file: &str, bytes: Vec<u8>) -> Vec<u8> {
        match std::str::from_utf8(&bytes) {
            Ok(text) if !file.starts_with("assets/") => rebased(text, &self.fixed.base).into_bytes(),
            _ => bytes,
        }
    }

    /// A page with ways to files in the place of addresses; notes what it leads to.
    fn fix(&self, found: &mut Found, file: &str, address: &str, bytes: &[u8], queue: &mut Queue) -> Result<Vec<u8>> {
        let html = std::str::from_utf8(bytes).map_err(|error| Error::Evaluation(Box::new(error)))?;
        let html = rebased(html, &self.fixed.base);
        if let Some(path) = address.get(3..).filter(|_| language_of(file).is_some()) {
            found.paths.insert(path.split('?').next().unwrap_or_default().to_owned());
        }
        let anatomy = page::read(&html);
        for link in &anatomy.links {
            if let Some(inside) = inside(&link.address, &self.fixed.base) {
                self.note(inside.split('#').next().unwrap_or_default(), queue);
            }
        }
        let (addresses, leads): (Vec<Option<String>>, Vec<Option<Lead>>) = anatomy.links.iter().map(|link| self.lead(file, link)).unzip();
        found.leads.extend(leads.into_iter().flatten());
        found.ids.insert(file.to_owned(), anatomy.ids);
        Ok(page::write(&html, &anatomy.links, &addresses).into_bytes())
    }

    /// What is written in the place of a link, and where it leads if that is among our own.
    fn lead(&self, from: &str, link: &Link) -> (Option<String>, Option<Lead>) {
        let (path, place) = link.address.split_once('#').unwrap_or((&link.address, ""));
        let lead = |to| Some(Lead { from: from.to_owned(), address: link.address.clone(), to });
        if path.is_empty() {
            return (None, lead(Some((from.to_owned(), place.to_owned()))));
        }
        let Some(inside) = inside(path, &self.fixed.base) else { return (None, None) };
        let Some(to) = self.fixed.file(&inside) else { return (None, lead(None)) };
        let hash = if place.is_empty() { String::new() } else { format!("#{place}") };
        (Some(relative(from, &to) + &hash), lead(Some((to, place.to_owned()))))
    }
}

impl Found {
    /// Adds a page whose addresses are ways to files already.
    pub(super) fn add(&mut self, file: String, html: &str) {
        let anatomy = page::read(html);
        let resolved = |address: &str| {
            let (path, place) = address.split_once('#').unwrap_or((address, ""));
            (if path.is_empty() { file.clone() } else { resolve(&file, path) }, place.to_owned())
        };
        let own = anatomy.links.iter().filter(|link| !link.address.contains(':'));
        self.leads.extend(own.map(|link| Lead { from: file.clone(), address: link.address.clone(), to: Some(resolved(&link.address)) }));
        self.ids.insert(file.clone(), anatomy.ids);
        self.files.insert(file, html.as_bytes().to_vec());
    }

    /// Every link that leads nowhere, with its page.
    pub(super) fn dead(&self, others: &Files) -> Vec<String> {
        let mut dead = BTreeSet::new();
        for Lead { from, address, to } in &self.leads {
            let problem = match to {
                None => "takes a server",
                Some((file, _)) if !self.files.contains_key(file) && !others.contains_key(file) => "is not there",
                Some((file, place)) if !place.is_empty() && !self.ids.get(file).is_some_and(|ids| ids.contains(place)) => {
                    "is no place there"
                }
                Some(_) => continue,
            };
            let shown: String = address.chars().take(SHOWN).collect();
            dead.insert(format!("{from}: `{shown}{}` {problem}", if shown == *address { "" } else { "…" }));
        }
        dead.into_iter().collect()
    }
}

/// A text with our things and graphs under their base.
fn rebased(text: &str, base: &str) -> String {
    if base == DEFAULT_BASE {
        return text.to_owned();
    }
    ["id/", "graph/"].iter().fold(text.to_owned(), |text, kind| text.replace(&format!("{DEFAULT_BASE}{kind}"), &format!("{base}{kind}")))
}

/// A link among our own as an address of the server.
fn inside(address: &str, base: &str) -> Option<String> {
    if let Some(rest) = address.strip_prefix(base) {
        return Some(format!("/{rest}"));
    }
    (address.starts_with('/') && !address.starts_with("//")).then(|| address.to_owned())
}

/// Where a way from a file leads.
fn resolve(from: &str, way: &str) -> String {
    let mut parts: Vec<&str> = from.split('/').collect();
    parts.pop();
    for part in way.split('/') {
        match part {
            ".." => drop(parts.pop()),
            "." => {}
            part => parts.push(part),
        }
    }
    parts.join("/")
}

/// The language of a page by its file.
fn language_of(file: &str) -> Option<&str> {
    let (first, _) = file.split_once('/')?;
    crate::pages::LANGUAGES.iter().any(|language| language.tag() == first).then_some(first)
}

/// What is asked for at an address: a question as it is asked first comes with its evidence.
fn asked(address: &str) -> String {
    let is_question = address.split('/').nth(2) == Some("questions") && address.split('/').nth(3).is_some();
    if is_question && !address.contains('?') { format!("{address}?why=true") } else { address.to_owned() }
}

fn keep(replies: &mut BTreeMap<usize, Reply>, ended: std::result::Result<(usize, Result<Reply>), tokio::task::JoinError>) -> Result<()> {
    let (at, reply) = ended.map_err(|error| Error::Evaluation(Box::new(error)))?;
    replies.insert(at, reply?);
    Ok(())
}

/// The reply of our own routes. What they refuse is not there; what they could not do is an error.
async fn ask(router: Router, address: &str) -> Result<Reply> {
    let failed = |problem: String| Error::Evaluation(format!("{address}: {problem}").into());
    let request = Request::get(address).header(header::ACCEPT, "text/html, */*").body(Body::empty());
    let reply = router.oneshot(request.map_err(|error| failed(error.to_string()))?).await;
    let reply = match reply {
        Ok(reply) => reply,
        Err(never) => match never {},
    };
    if reply.status() != StatusCode::OK {
        let told = reply.status().is_client_error();
        return if told { Ok((false, None)) } else { Err(failed(reply.status().to_string())) };
    }
    let is_html = reply.headers().get(header::CONTENT_TYPE).is_some_and(|media_type| media_type.as_bytes().starts_with(b"text/html"));
    let bytes = to_bytes(reply.into_body(), MOST).await.map_err(|error| failed(error.to_string()))?;
    Ok((is_html, Some(bytes.to_vec())))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_dead_link_is_told_with_its_page() {
        let mut found = Found { files: Files::new(), paths: BTreeSet::new(), leads: Vec::new(), ids: BTreeMap::new() };
        found.add(
            "nb/a.html".to_owned(),
            r##"<p id="x"><a href="b.html#y">b</a> <a href="../c.ttl">c</a> <a href="#x">x</a> <a href="#z">z</a>"##,
        );
        found.add("nb/b.html".to_owned(), r#"<p id="y"><a href="gone.html">gone</a> <a href="https://data.norge.no/">out</a>"#);
        let to = "/nb/sparql?query=x".to_owned();
        found.leads.push(Lead { from: "nb/b.html".to_owned(), address: to, to: None });
        let others = Files::from([("c.ttl".to_owned(), Vec::new())]);
        assert_eq!(
            found.dead(&others),
            ["nb/a.html: `#z` is no place there", "nb/b.html: `/nb/sparql?query=x` takes a server", "nb/b.html: `gone.html` is not there"]
        );
        assert_eq!(found.dead(&Files::new())[0], "nb/a.html: `#z` is no place there");
        assert_eq!(found.dead(&Files::new()).len(), 4);
    }

    #[test]
    fn our_things_move_and_namespaces_stay() {
        let text = "https://w3id.org/samstyr/id/org/no-ks https://w3id.org/samstyr/ns#Measure";
        assert_eq!(
            rebased(text, "https://samstyr.digdir.no/"),
            "https://samstyr.digdir.no/id/org/no-ks https://w3id.org/samstyr/ns#Measure"
        );
    }
}
