//! `samstyr link fetch` against a server on loopback: paging, and everything that can go wrong. The clock is the test's own.

use crate::loopback::{Asked, Does, Server, Still, status, turtle};
use crate::world::World;
use samstyr::config;
use samstyr::error::Result;
use samstyr::link::client::Client;
use samstyr::link::endpoints::Endpoints;
use samstyr::link::fetch::Fetch;
use samstyr::link::kind;
use samstyr::link::manifest::Entry;
use samstyr::link::snapshot::quads_of;
use samstyr::net::{Clock, Limits, Policy};
use samstyr::rdf::format::{Format, Kind};
use samstyr::sparql::{self, Request, write};
use samstyr::store::Store;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex};
use std::time::Duration;

/// Answers a query from a graph, as the real endpoint does.
fn sparql(store: &Store, query: &str) -> Does {
    let mut out = Vec::new();
    let mut media_type = "text/turtle";
    sparql::answer(store, &Request::new(query), |answer| {
        let format = if answer.kind() == Kind::Graph { "turtle" } else { "json" };
        if format == "json" {
            media_type = "application/sparql-results+json";
        }
        write::write(answer, Format::from_name(format).unwrap(), &mut out)
    })
    .unwrap();
    Does::Answers(format!("200 OK\r\nContent-Type: {media_type}"), String::from_utf8(out).unwrap())
}

/// Twelve datasets, each with a contact without a name.
fn datasets() -> (World, Store) {
    let mut text = "@prefix dcat: <http://www.w3.org/ns/dcat#> . @prefix dct: <http://purl.org/dc/terms/> .\n".to_owned();
    for n in 1..=12 {
        let _ =
            writeln!(text, "<https://e.no/d{n:02}> a dcat:Dataset ; dct:title \"D{n}\"@nb ; dcat:contactPoint [ dct:title \"K{n}\" ] .");
    }
    let world = World::new();
    let store = Store::from_files(&[world.file("datasets.ttl", &text)]).unwrap();
    (world, store)
}

/// A dataset as the resource service gives it.
fn resource(path: &str) -> Does {
    let iri = form_urlencoded::parse(path.split_once('?').unwrap().1.as_bytes()).find(|(name, _)| name == "uri").unwrap().1.into_owned();
    let body = format!(
        "<{iri}> <http://www.w3.org/1999/02/22-rdf-syntax-ns#type> <http://www.w3.org/ns/dcat#Dataset> .\n<{iri}> <http://purl.org/dc/terms/title> \"one\" .\n"
    );
    Does::Answers("200 OK\r\nContent-Type: application/n-triples".to_owned(), body)
}

struct Setting {
    world: World,
    clock: Arc<Still>,
    limits: Limits,
}

impl Setting {
    fn new() -> Self {
        let limits = Limits { bytes: 100_000, time: Duration::from_secs(60) };
        Self { world: World::new(), clock: Arc::default(), limits }
    }

    fn folder(&self) -> PathBuf {
        self.world.path().join("snap")
    }

    fn fetch(&self, server: &Server, kinds: &[&str], again: bool) -> Result<BTreeMap<String, Entry>> {
        let at = |path: &str| Some(format!("{}{path}", server.address));
        let settings = config::Link {
            environment: None,
            sparql: at("/sparql"),
            resource: at("/resource"),
            organizations: at(""),
            reference: at("/reference-data"),
            search: at(""),
        };
        let policy = Policy::default().allow(["127.0.0.1".to_owned()], "here").unwrap();
        let client = Client::new(Endpoints::of(&settings)?, policy, self.limits, self.clock.clone());
        let kinds: Vec<String> = kinds.iter().map(|&kind| kind.to_owned()).collect();
        let kinds = kind::named(&kinds);
        let wanted = Fetch { kinds: &kinds, folder: &self.folder(), date: "2026-11-22", page: 5, again, client: &client };
        Ok(wanted.run(&mut |_| ())?.into_iter().map(|entry| (entry.kind.clone(), entry)).collect())
    }

    fn slept(&self) -> Vec<u64> {
        self.clock.0.lock().unwrap().1.clone()
    }

    fn subjects(&self, file: &str) -> BTreeSet<String> {
        let quads = quads_of(&self.folder().join(file)).unwrap();
        quads.map(|quad| quad.unwrap().subject.to_string()).filter(|subject| subject.starts_with('<')).collect()
    }
}

fn fixture(name: &str) -> String {
    std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/link").join(name)).unwrap()
}

fn problems(entry: &Entry) -> String {
    entry.failures.iter().map(|failure| format!("{}\n", failure.line())).collect()
}

#[test]
fn whole_catalogues_come_page_by_page_and_once() {
    let (_world, store) = datasets();
    let server = Server::new(move |asked| match asked.path.as_str() {
        "/sparql" => sparql(&store, &asked.body),
        "/organizations" => turtle(&fixture("organizations.ttl")),
        _ => status("404 Not Found"),
    });
    let setting = Setting::new();
    let entries = setting.fetch(&server, &["datasets", "organizations"], false).unwrap();
    let datasets = &entries["datasets"];
    assert_eq!((datasets.complete, datasets.quads, datasets.expected), (true, 48, Some(12)), "{datasets:#?}");
    assert_eq!((datasets.resources["http://www.w3.org/ns/dcat#Dataset"], datasets.sources.len()), (12, 3));
    assert_eq!(datasets.sources[2].part, "page 3");
    assert_eq!((entries["organizations"].quads, entries["organizations"].warnings.len()), (16, 1));
    assert_eq!(server.asked().len(), 5, "{:#?}", server.asked());
    assert_eq!(setting.slept(), [1, 1, 1], "SPARQL is asked once a second");
    assert!(!setting.folder().join("parts").exists());
    setting.fetch(&server, &["datasets", "organizations"], false).unwrap();
    assert_eq!(server.asked().len(), 5, "what is there is not asked for again");
}

/// A server on which everything goes wrong, until it is well.
fn ailing(asked: &Asked, store: &Store, well: bool) -> Does {
    assert!(asked.head.contains("user-agent: samstyr/"), "{}", asked.head);
    match asked.path.as_str() {
        _ if well && asked.path == "/sparql" => sparql(store, &asked.body),
        _ if well && asked.path.starts_with("/resource/v1/datasets/by-uri/graph?") => resource(&asked.path),
        "/sparql" => match (asked.body.contains("CONSTRUCT"), asked.body.contains("OFFSET 0"), asked.body.contains("OFFSET 5")) {
            (false, ..) if asked.body.contains("COUNT") && asked.before == 0 => status("429 Too Many Requests\r\nRetry-After: 7"),
            (false, ..) => sparql(store, &asked.body),
            (_, true, _) if asked.before < 2 => status("500 Internal Server Error"),
            (_, true, _) => sparql(store, &asked.body),
            (_, _, true) => Does::BreaksOff("200 OK\r\nContent-Type: text/turtle".to_owned(), "<https://e.no/d06> <x:p> <x:wh".to_owned()),
            _ => turtle("<https://e.no/d11> <x:p> <x y> .\n<https://e.no/d12> <x:p> 12 ."),
        },
        path if path.ends_with("d07") => status("404 Not Found"),
        path if path.starts_with("/resource/v1/datasets/by-uri/graph?") => resource(path),
        "/organizations" if asked.before < 2 => {
            Does::BreaksOff("200 OK\r\nContent-Type: text/turtle".to_owned(), fixture("organizations.ttl")[..500].to_owned())
        }
        "/organizations" => turtle(&fixture("organizations.ttl")),
        "/reference-data/los/themes-and-words" if well => turtle(&fixture("los.ttl")),
        "/reference-data/los/themes-and-words" => turtle(&fixture("los.ttl").replace("ontologi/tema>", "ontologi tema>")),
        "/reference-data/eu/data-themes" if well => turtle("<x:s> <x:p> 1 ."),
        "/reference-data/eu/data-themes" => turtle(&format!("<x:s> <x:p> 1 .\n{}", "#".repeat(200_000))),
        "/reference-data/eu/eurovocs" => status("302 Found\r\nLocation: http://10.0.0.1/secret"),
        _ => Does::Answers("200 OK\r\nContent-Type: text/html".to_owned(), "<p>Velkommen".to_owned()),
    }
}

#[test]
fn whatever_goes_wrong_nothing_is_lost_and_everything_is_told() {
    let (_world, store) = datasets();
    let healthy = Arc::new(Mutex::new(false));
    let well = healthy.clone();
    let server = Server::new(move |asked| ailing(asked, &store, *well.lock().unwrap()));
    let kinds = ["datasets", "organizations", "los", "eu-themes", "eurovoc", "administrative-units"];
    let setting = Setting::new();
    let entries = setting.fetch(&server, &kinds, false).unwrap();
    let datasets = &entries["datasets"];
    assert_eq!(datasets.resources["http://www.w3.org/ns/dcat#Dataset"], 11, "{datasets:#?}");
    assert_eq!(datasets.failures.len(), 1, "{}", problems(datasets));
    assert!(problems(datasets).contains("uri=https%3A%2F%2Fe.no%2Fd07 (page 2): the answer is 404"), "{}", problems(datasets));
    assert_eq!(setting.subjects("datasets.nq.zst").len(), 11, "a cut name is nobody's");
    let told = format!("{:#?}", datasets.sources);
    for part in
        ["the answer is 500; waited 1 s", "the answer is 500; waited 2 s", "the answer broke off", "5 resources were asked for one by one"]
    {
        assert!(told.contains(part), "{part} is not in {told}");
    }
    assert!(setting.slept().contains(&7), "Retry-After is heeded: {:?}", setting.slept());
    assert_eq!((entries["organizations"].complete, entries["organizations"].quads), (true, 16));
    assert_eq!(entries["organizations"].sources[0].requests, 3);
    assert_eq!((entries["los"].complete, entries["los"].quads), (false, 5), "what stands around the mistake: {:#?}", entries["los"]);
    assert!(problems(&entries["los"]).contains("is not valid RDF: Parser error at line 10"), "{}", problems(&entries["los"]));
    assert!(problems(&entries["eu-themes"]).contains("larger than 0 MiB"), "{}", problems(&entries["eu-themes"]));
    assert!(problems(&entries["eurovoc"]).contains("10.0.0.1 is not on the public internet"), "{}", problems(&entries["eurovoc"]));
    assert!(problems(&entries["administrative-units"]).contains("`text/html`"), "{}", problems(&entries["administrative-units"]));

    // A second run asks for what is missing and for nothing else.
    *healthy.lock().unwrap() = true;
    let asked = server.asked().len();
    let entries = setting.fetch(&server, &["datasets", "organizations", "los", "eu-themes"], false).unwrap();
    assert!(entries.values().all(|entry| entry.complete), "{entries:#?}");
    assert_eq!(entries["datasets"].resources["http://www.w3.org/ns/dcat#Dataset"], 12);
    let more = server.asked().split_off(asked);
    assert_eq!(more.len(), 4, "count, page 2, two vocabularies: {more:#?}");
    assert!(more.iter().any(|line| line.contains("OFFSET 5")), "{more:#?}");
}

#[test]
fn who_does_not_answer_is_left_alone_and_what_was_there_stays() {
    let server = Server::new(|asked| match asked.path.as_str() {
        "/organizations" if asked.before == 0 => turtle(&fixture("organizations.ttl")),
        "/organizations" => status("503 Service Unavailable\r\nRetry-After: 86400"),
        _ => Does::Nothing,
    });
    let mut setting = Setting::new();
    let first = setting.fetch(&server, &["organizations"], false).unwrap();
    let second = setting.fetch(&server, &["organizations"], true).unwrap();
    assert_eq!(second["organizations"].quads, first["organizations"].quads);
    assert!(problems(&second["organizations"]).contains("503, and to ask again in 86400 s"), "{}", problems(&second["organizations"]));
    assert_eq!(server.asked().len(), 2, "a day is too long to wait");
    setting.limits.time = Duration::from_millis(150);
    let slow = setting.fetch(&server, &["los"], false).unwrap();
    assert!(problems(&slow["los"]).contains("no answer within 0.15 s"), "{}", problems(&slow["los"]));
    assert_eq!(setting.slept(), [1, 2, 4, 8], "each pause is twice the last");
}

#[test]
fn what_has_not_changed_is_not_sent_again() {
    let server = Server::new(|asked| {
        if asked.head.contains("if-none-match: \"a1\"") {
            return status("304 Not Modified");
        }
        Does::Answers("200 OK\r\nContent-Type: text/turtle; charset=utf-8\r\nETag: \"a1\"".to_owned(), fixture("los.ttl"))
    });
    let setting = Setting::new();
    let first = setting.fetch(&server, &["los"], false).unwrap();
    assert_eq!(first["los"].sources[0].etag.as_deref(), Some("\"a1\""));
    assert_eq!(setting.fetch(&server, &["los"], true).unwrap(), first);
    assert_eq!(server.asked().len(), 2);
}

#[test]
fn where_sparql_cannot_count_the_search_finds_and_the_resource_service_gives() {
    let server = Server::new(|asked| match asked.path.as_str() {
        "/search/datasets" => {
            let page = serde_json::from_str::<serde_json::Value>(&asked.body).unwrap()["pagination"]["page"].as_u64().unwrap();
            let hits = if page == 0 { 1..=100 } else { 101..=107 };
            let hits: Vec<_> = hits.map(|n| serde_json::json!({ "uri": format!("https://e.no/d{n}") })).collect();
            let found = serde_json::json!({ "hits": hits, "page": { "currentPage": page, "totalElements": 107, "totalPages": 2 } });
            Does::Answers("200 OK\r\nContent-Type: application/json".to_owned(), found.to_string())
        }
        path if path.starts_with("/resource/v1/datasets/by-uri/graph?") => resource(path),
        _ => status("400 Bad Request"),
    });
    let setting = Setting::new();
    let entries = setting.fetch(&server, &["datasets"], false).unwrap();
    let found = &entries["datasets"];
    assert_eq!((found.complete, found.resources["http://www.w3.org/ns/dcat#Dataset"]), (true, 107), "{}", problems(found));
    // 107 requests at five a second, ten of them at once.
    assert_eq!(setting.clock.now(), Duration::from_millis(97 * 200));
    // When nobody answers, that is the report.
    let closed = Server::new(|_| status("403 Forbidden"));
    let setting = Setting::new();
    let entries = setting.fetch(&closed, &["datasets"], false).unwrap();
    assert_eq!((entries["datasets"].complete, entries["datasets"].failures.len()), (false, 2), "{entries:#?}");
}

#[test]
fn the_command_says_what_is_missing_with_status_3() {
    let server = Server::new(|asked| match asked.path.as_str() {
        "/organizations" => turtle(&fixture("organizations.ttl")),
        _ => status("404 Not Found"),
    });
    let world = World::new();
    world.file("samstyr.toml", &format!("[link]\norganizations = \"{0}\"\nreference = \"{0}/r\"\n", server.address));
    let run = |kind: &str, more: &[&str]| world.run(&[&["link", "fetch", kind, "--out", "snap", "--date", "2026-11-22"], more].concat());
    let ran = run("organizations", &["--allow-host", "127.0.0.1"]);
    assert_eq!(ran.status, 0, "{}", ran.stderr);
    assert!(ran.stdout.contains("organizations.nq.zst,organizations,true,16,5,1,0"), "{}", ran.stdout);
    let ran = run("los", &["--allow-host", "127.0.0.1"]);
    assert_eq!(ran.status, 3, "{}", ran.stderr);
    assert!(ran.stderr.contains("/r/los/themes-and-words: the answer is 404"), "{}", ran.stderr);
    let ran = run("los", &[]);
    assert!(ran.status == 3 && ran.stderr.contains("127.0.0.1 is not on the public internet"), "{}", ran.stderr);
    for wrong in [&["--environment", "staging"][..], &["--sparql", "nowhere"]] {
        assert_eq!(run("los", wrong).status, 2);
    }
    assert_eq!(run("everything", &[]).status, 2);
}
