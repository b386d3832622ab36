//! A site that needs no server: every page and file that our own routes give, as files in a folder.
//!
//! There is one source for pages. [`crawl`] asks the router in memory, [`page`] turns addresses into ways between files, and
//! `pages::fixed` says which file an address becomes. What only a server can do is left out by the templates; a link to it that
//! is left stops everything.

mod answers;
mod crawl;
mod page;

use super::{App, Shelf};
use crate::error::{Error, Result};
use crate::pages::fixed::Fixed;
use crate::pages::{LANGUAGES, Site, assets, leads, places};
use crate::publish::{self, Files, Made, Publication, Summary};
use crate::questions;
use crate::store::Store;
use answers::Answers;
use crawl::Crawler;
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;
use tokio::runtime::Runtime;

/// How long a page may take: nobody waits for it.
const PATIENCE: Duration = Duration::from_secs(600);
/// Pages that others lead to only in a menu that a copy has not.
const MORE: [&str; 2] = ["/search", "/sparql"];
/// Files of the interface that only serve what a copy has not.
const NOT_IN_COPY: [&str; 1] = ["editor.js"];

/// Publishes a release with pages into a folder. `progress` is told how many files there are, and how many are known of.
pub fn publish(publication: &Publication, statement: Option<String>, folder: &Path, progress: &dyn Fn(usize, usize)) -> Result<Summary> {
    publish::named(folder)?;
    let publication = publication.clone().without_server();
    let made = publish::make(&publication)?;
    let hash = made.hash.clone();
    let mut files = files(&publication, made, statement, progress)?;
    publish::add_sums(&mut files);
    publish::put(&files, hash, folder)
}

/// The files of a site.
fn files(publication: &Publication, made: Made, statement: Option<String>, progress: &dyn Fn(usize, usize)) -> Result<Files> {
    let (base, release) = (publication.base.clone(), publication.release.clone());
    let fixed = Fixed { base, release, date: publication.date.clone().unwrap_or_default(), hash: made.hash.clone() };
    let feed = publish::feed(&made.documents, fixed.base.trim_end_matches('/'))?;
    let (mut files, catalog, answers) = publish::shelve(publication, made)?;
    let (store, questions) = (Store::built_in()?, questions::all()?);
    let shelf = Shelf { statement, fixed: Some(fixed.clone()), ..Shelf::default() };
    let app = App::new(store.clone(), questions.clone(), PATIENCE, shelf);
    let site = app.0.site.clone();
    let answers = Arc::new(Answers::new(store, questions, fixed.base.clone(), answers));
    let crawler = Crawler { fixed: &fixed, known: &files, answers, progress };
    let runtime = Runtime::new().map_err(|error| Error::Evaluation(Box::new(error)))?;
    let mut found = runtime.block_on(crawler.crawl(app, seeds(&site)?))?;
    for (file, html) in leads::to(&site, &fixed, found.paths.clone())? {
        found.add(file, &html);
    }
    found.add("404.html".to_owned(), &leads::lost(&fixed)?);
    let mut dead = found.dead(&files);
    dead.extend(publish::missing(&catalog, &fixed.base, &files).into_iter().map(|path| format!("catalog.ttl: `{path}` is not there")));
    if !dead.is_empty() {
        return Err(Error::LinksDead { links: dead });
    }
    files.append(&mut found.files);
    for name in assets::names().filter(|name| !NOT_IN_COPY.contains(&name.as_str())) {
        if let Some(asset) = assets::find(&name) {
            files.insert(format!("assets/{name}"), asset.bytes.into_owned());
        }
    }
    files.extend(feed.map(|feed| ("feed.atom".to_owned(), feed.into_bytes())));
    files.insert(".nojekyll".to_owned(), Vec::new()); // GitHub Pages serves names that begin with a dot only then
    Ok(files)
}

/// Where the crawl begins: the map of the site, in every language.
fn seeds(site: &Site) -> Result<Vec<String>> {
    let places = places::all(site)?;
    let paths = || places.iter().map(String::as_str).chain(MORE);
    let pages = LANGUAGES.iter().flat_map(|language| paths().map(move |path| format!("/{}{path}", language.tag())));
    Ok(pages.chain(["/sitemap.xml".to_owned()]).collect())
}
