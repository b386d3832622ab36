//! Endpoints on loopback: one that says what a test wants it to say, and the program's own server.

use crate::world::program;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::process::Child;
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::Duration;

/// Rows of one column `x`.
pub const JSON: &str = r#"{"head":{"vars":["x"]},"results":{"bindings":[{"x":{"type":"literal","value":"der"}}]}}"#;

/// An endpoint that answers every request alike.
pub struct Endpoint {
    pub url: String,
    asked: Arc<Mutex<Vec<String>>>,
}

impl Endpoint {
    /// Answers with a status line's rest, headers and a body; nothing keeps the caller waiting.
    pub fn new(reply: Option<(&str, &str, &str)>) -> Self {
        let raw = reply.map(|(status, headers, body)| {
            let length = if headers.contains("Content-Length") { String::new() } else { format!("Content-Length: {}\r\n", body.len()) };
            format!("HTTP/1.1 {status}\r\n{headers}{length}Connection: close\r\n\r\n{body}")
        });
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let url = format!("http://{}/sparql", listener.local_addr().unwrap());
        let asked = Arc::new(Mutex::new(Vec::new()));
        let seen = Arc::clone(&asked);
        thread::spawn(move || {
            let mut waiting = Vec::new();
            while let Ok((mut stream, _)) = listener.accept() {
                seen.lock().unwrap().push(read_form(&stream));
                match &raw {
                    Some(raw) => drop(stream.write_all(raw.as_bytes())), // whoever has enough of it closes first
                    None => waiting.push(stream),
                }
            }
        });
        Self { url, asked }
    }

    /// Answers rows or triples of a media type.
    pub fn saying(media_type: &str, body: &str) -> Self {
        Self::new(Some(("200 OK", &format!("Content-Type: {media_type}\r\n"), body)))
    }

    /// The queries that were asked.
    pub fn asked(&self) -> Vec<String> {
        self.asked.lock().unwrap().clone()
    }
}

/// An endpoint that sends a head and then the same bytes without end: at once, or each time the caller has waited a little for more.
pub fn endless(head: &'static str, bytes: &'static [u8], wait: Option<Duration>) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("http://{}/sparql", listener.local_addr().unwrap());
    thread::spawn(move || {
        while let Ok((mut stream, _)) = listener.accept() {
            read_form(&stream);
            stream.set_read_timeout(wait).unwrap();
            let mut going = stream.write_all(head.as_bytes()).is_ok();
            while going {
                // Whoever hangs up is noticed by reading nothing, or by not being able to write.
                let gone = wait.is_some() && matches!(stream.read(&mut [0]), Ok(0));
                going = !gone && stream.write_all(bytes).is_ok();
            }
        }
    });
    url
}

/// The `query` of a posted form.
fn read_form(stream: &TcpStream) -> String {
    let mut reader = BufReader::new(stream);
    let (mut line, mut length) = (String::new(), 0);
    while reader.read_line(&mut line).unwrap() > 2 {
        if let Some(value) = line.to_lowercase().strip_prefix("content-length:") {
            length = value.trim().parse().unwrap();
        }
        line.clear();
    }
    let mut body = vec![0; length];
    reader.read_exact(&mut body).unwrap();
    let found = form_urlencoded::parse(&body).find(|(name, _)| name == "query").map(|(_, value)| value.into_owned());
    found.unwrap_or_default()
}

/// The program's own server over the built-in graph.
pub struct Served {
    child: Child,
    pub url: String,
}

impl Served {
    pub fn new(arguments: &[&str]) -> Self {
        let mut child = program(&[&["serve", "--listen", "127.0.0.1:0"], arguments].concat()).spawn().unwrap();
        let mut line = String::new();
        BufReader::new(child.stderr.take().unwrap()).read_line(&mut line).unwrap();
        let address = line.split("http://").nth(1).and_then(|rest| rest.split(' ').next()).unwrap_or_else(|| panic!("{line}"));
        Self { url: format!("http://{address}/sparql"), child }
    }
}

impl Drop for Served {
    fn drop(&mut self) {
        let _ = self.child.kill(); // it may have ended
        let _ = self.child.wait();
    }
}
