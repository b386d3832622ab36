//! What all pages share: head, navigation, languages, breadcrumbs, footer.

use super::fixed::Fixed;
use super::text::{Link, Text};
use super::thing::FORMATS;
use super::words;
use super::{LANGUAGES, Site, Visit, assets, query_string};
use crate::questions::Language;
use std::borrow::Borrow;

/// The places of the navigation: path and word.
const PLACES: [(&str, &str); 6] = [
    ("/", "nav.front"),
    ("/questions", "nav.questions"),
    ("/pictures", "nav.pictures"),
    ("/things", "nav.things"),
    ("/sparql", "nav.sparql"),
    ("/data", "nav.data"),
];

/// The same in another form.
pub(super) struct Form {
    pub(super) media_type: &'static str,
    pub(super) href: String,
}

impl Form {
    /// What is at a path, in every syntax that pages offer.
    pub(super) fn all(path: &str) -> Vec<Self> {
        FORMATS.map(|(extension, media_type)| Self { media_type, href: format!("{path}.{extension}") }).into()
    }

    /// What it is called, the same in all languages.
    pub(super) fn name(&self) -> &'static str {
        let names =
            [("turtle", "Turtle"), ("ld+json", "JSON-LD"), ("rdf+xml", "RDF/XML"), ("n-triples", "N-Triples"), ("n-quads", "N-Quads")];
        names.iter().find(|(part, _)| self.media_type.contains(part)).map_or(self.media_type, |(_, name)| name)
    }
}

/// What stands around a page.
pub(super) struct Frame<'a> {
    pub(super) site: &'a Site,
    pub(super) language: Language,
    /// The address below the language, such as `/questions/duties`.
    pub(super) path: String,
    /// The parameters of the address, with `?`.
    pub(super) query: String,
    pub(super) title: String,
    pub(super) crumbs: Vec<Link>,
    pub(super) forms: Vec<Form>,
    pub(super) json_ld: Option<String>,
    /// What was searched for.
    pub(super) sought: String,
    /// Scripts of this page alone.
    pub(super) own_scripts: Vec<&'static str>,
    pub(super) styles: Vec<String>,
    pub(super) version: &'static str,
}

/// A language that the page can be read in.
pub(super) struct Other {
    pub(super) tag: &'static str,
    pub(super) name: &'static str,
    pub(super) href: String,
    pub(super) current: bool,
}

/// An entry of the navigation.
pub(super) struct Item {
    pub(super) label: &'static str,
    pub(super) href: String,
    pub(super) current: bool,
    pub(super) how: &'static str,
}

impl<'a> Frame<'a> {
    pub(super) fn new(site: &'a Site, visit: &Visit, path: impl Into<String>, title: impl Into<String>) -> Self {
        let query = query_string(visit.parameters.iter().map(|(name, value)| (name.as_str(), value.as_str())));
        Self {
            site,
            language: visit.language,
            path: path.into(),
            query,
            title: title.into(),
            crumbs: Vec::new(),
            forms: Vec::new(),
            json_ld: None,
            sought: String::new(),
            own_scripts: Vec::new(),
            styles: assets::address("samstyr.css").into_iter().collect(),
            version: env!("CARGO_PKG_VERSION"),
        }
    }

    /// Breadcrumbs; the page itself comes last and leads nowhere.
    pub(super) fn below(mut self, crumbs: Vec<Link>) -> Self {
        self.crumbs = crumbs;
        self.crumbs.push(Link::text(Text::plain(self.title.clone())));
        self
    }

    /// A word in the page's language.
    pub(super) fn t(&self, key: &'static str) -> &'static str {
        words::word(key, self.language)
    }

    /// A word with a number in the place of `{n}`; `.one` where there is one.
    pub(super) fn n(&self, one: &'static str, many: &'static str, number: impl Borrow<usize>) -> String {
        let number = number.borrow();
        self.t(if *number == 1 { one } else { many }).replace("{n}", &number.to_string())
    }

    pub(super) fn tag(&self) -> &'static str {
        self.language.tag()
    }

    /// The address of a page in the page's language.
    pub(super) fn href(&self, path: &str) -> String {
        format!("/{}{path}", self.tag())
    }

    pub(super) fn crumb(&self, key: &'static str, path: &str) -> Link {
        Link::new(Text::plain(self.t(key)), self.href(path))
    }

    pub(super) fn languages(&self) -> Vec<Other> {
        let other = |language: Language| Other {
            tag: language.tag(),
            name: words::word("layout.language", language),
            href: format!("/{}{}{}", language.tag(), self.path, self.query),
            current: language == self.language,
        };
        LANGUAGES.map(other).into()
    }

    pub(super) fn navigation(&self) -> Vec<Item> {
        let item = |(path, key): (&str, &'static str)| {
            let below = path != "/" && self.path.strip_prefix(path).is_some_and(|rest| rest.starts_with('/'));
            let below = below || (path == "/things" && self.path.starts_with("/id/"));
            let below = below || (path == "/data" && ["/ns", "/shapes", "/graph/"].iter().any(|place| self.path.starts_with(place)));
            let here = self.path == path;
            Item { label: self.t(key), href: self.href(path), current: here || below, how: if here { "page" } else { "true" } }
        };
        PLACES.map(item).into()
    }

    pub(super) fn scripts(&self) -> Vec<String> {
        let names = ["samstyr.js"].into_iter().chain(self.own_scripts.iter().copied());
        names.filter_map(assets::address).collect()
    }

    pub(super) fn hash(&self) -> &str {
        &self.site.hash
    }

    /// What the copy is of, where the page is one that needs no server.
    pub(super) fn fixed(&self) -> Option<&Fixed> {
        self.site.fixed()
    }

    pub(super) fn statement(&self) -> Option<&str> {
        self.site.statement.as_deref()
    }
}
