//! The world a test acts on: a folder of its own, the program, and the HTTP door without a port.

use axum::body::Body;
use axum::http::{HeaderMap, Request, StatusCode};
use http_body_util::BodyExt;
use samstyr::http::{App, Shelf, router};
use samstyr::questions;
use samstyr::store::Store;
use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::Duration;
use tower::ServiceExt;

/// A configuration that says who publishes; more keys of the section may follow.
pub const PUBLISHER: &str = "[publish]\npublisher = \"https://data.brreg.no/enhetsregisteret/api/enheter/991825827\"\n\
    publisher_name = \"Digitaliseringsdirektoratet\"\ncontact_name = \"Datateamet\"\ncontact_email = \"data@digdir.no\"\n";

/// What the program did.
#[derive(Debug)]
pub struct Ran {
    pub status: i32,
    pub stdout: String,
    pub stderr: String,
}

/// What the server answered.
#[derive(Debug)]
pub struct Replied {
    pub status: StatusCode,
    pub headers: HeaderMap,
    pub body: String,
}

impl Replied {
    pub fn header(&self, name: &str) -> &str {
        self.headers.get(name).map_or("", |value| value.to_str().unwrap())
    }

    pub fn json(&self) -> serde_json::Value {
        serde_json::from_str(&self.body).unwrap()
    }
}

pub struct World {
    folder: tempfile::TempDir,
}

impl World {
    pub fn new() -> Self {
        Self { folder: tempfile::tempdir().unwrap() }
    }

    pub fn path(&self) -> &Path {
        self.folder.path()
    }

    /// Writes a file into the world's folder.
    pub fn file(&self, name: &str, text: &str) -> PathBuf {
        let path = self.path().join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(&path, text).unwrap();
        path
    }

    /// A copy of the project's ontology and of the small fact sheets in `tests/fixtures`.
    pub fn with_small_sources(self) -> Self {
        let root = Path::new(env!("CARGO_MANIFEST_DIR"));
        for (from, to) in [
            ("ontology", "ontology"),
            ("ontology/shapes", "ontology/shapes"),
            ("ontology/rules", "ontology/rules"),
            ("tests/fixtures/small/data", "data"),
            ("tests/fixtures/small/texts", "texts"),
        ] {
            for entry in fs::read_dir(root.join(from)).unwrap() {
                let path = entry.unwrap().path();
                if path.is_file() {
                    self.file(&format!("{to}/{}", path.file_name().unwrap().to_str().unwrap()), &fs::read_to_string(&path).unwrap());
                }
            }
        }
        self
    }

    /// Replaces text in one of the world's files; the text must be there.
    pub fn edit(&self, name: &str, from: &str, to: &str) {
        let text = fs::read_to_string(self.path().join(name)).unwrap();
        assert!(text.contains(from), "{from} is not in {name}");
        self.file(name, &text.replacen(from, to, 1));
    }

    /// Runs the program in the world's folder.
    pub fn run(&self, arguments: &[&str]) -> Ran {
        self.run_with_stdin(arguments, "")
    }

    pub fn run_with_stdin(&self, arguments: &[&str], stdin: &str) -> Ran {
        use std::io::Write;
        let mut child = program(arguments).current_dir(self.path()).spawn().unwrap();
        child.stdin.take().unwrap().write_all(stdin.as_bytes()).unwrap();
        let output = child.wait_with_output().unwrap();
        let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
        Ran { status: output.status.code().unwrap(), stdout: text(output.stdout), stderr: text(output.stderr) }
    }
}

/// Every file below a folder.
pub fn tree(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let mut found = BTreeMap::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(inside) = folders.pop() {
        for entry in fs::read_dir(inside).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else {
                found.insert(path.strip_prefix(folder).unwrap().to_str().unwrap().to_owned(), fs::read(&path).unwrap());
            }
        }
    }
    found
}

/// Sends a request to the HTTP door over the built-in graph.
pub fn send(request: Request<Body>) -> Replied {
    send_with_timeout(request, Duration::from_secs(60))
}

pub fn send_with_timeout(request: Request<Body>, timeout: Duration) -> Replied {
    send_with_shelf(request, timeout, Shelf::default())
}

pub fn send_with_shelf(request: Request<Body>, timeout: Duration, shelf: Shelf) -> Replied {
    let app = App::new(Store::built_in().unwrap(), questions::all().unwrap(), timeout, shelf);
    let runtime = tokio::runtime::Runtime::new().unwrap();
    let replied = runtime.block_on(async {
        let response = router(app).oneshot(request).await.unwrap();
        let (parts, body) = response.into_parts();
        let bytes = body.collect().await.unwrap().to_bytes();
        Replied { status: parts.status, headers: parts.headers, body: String::from_utf8(bytes.to_vec()).unwrap() }
    });
    runtime.shutdown_background();
    replied
}

pub fn get(path: &str, accept: &str) -> Replied {
    send(Request::get(path).header("accept", accept).body(Body::empty()).unwrap())
}

pub fn post(path: &str, content_type: &str, body: &str) -> Replied {
    send(Request::post(path).header("content-type", content_type).body(Body::from(body.to_owned())).unwrap())
}

/// The program, in bokmål and without a terminal.
pub fn program(arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_samstyr"));
    command.env_clear(); // what whoever runs the tests has set up is not under test
    command.args(arguments).env("SAMSTYR_LANG", "nb").stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    command
}

/// A query percent-encoded for an address.
pub fn encoded(query: &str) -> String {
    query.bytes().map(|byte| format!("%{byte:02X}")).collect()
}
