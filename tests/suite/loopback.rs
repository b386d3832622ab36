//! A server on loopback that answers as a test wants, and a clock that only a test moves.

use samstyr::net::Clock;
use std::io::{Read, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::Duration;

/// A clock that moves when somebody sleeps, and keeps how long.
#[derive(Default)]
pub struct Still(pub Mutex<(Duration, Vec<u64>)>);

impl Clock for Still {
    fn now(&self) -> Duration {
        self.0.lock().unwrap().0
    }

    fn sleep(&self, time: Duration) {
        let mut inner = self.0.lock().unwrap();
        inner.0 += time;
        inner.1.push(time.as_secs());
    }
}

/// What the server is asked.
pub struct Asked {
    pub head: String,
    pub path: String,
    /// The body, decoded when it is a form.
    pub body: String,
    /// How often the same was asked before.
    pub before: usize,
}

/// What the server does.
pub enum Does {
    /// Answers with status and headers, and a body.
    Answers(String, String),
    /// Says that the body is longer than it is.
    BreaksOff(String, String),
    /// Keeps the connection open and says nothing.
    Nothing,
}

pub fn turtle(body: &str) -> Does {
    Does::Answers("200 OK\r\nContent-Type: text/turtle".to_owned(), body.to_owned())
}

pub fn status(head: &str) -> Does {
    Does::Answers(head.to_owned(), String::new())
}

/// A server, and what it was asked.
pub struct Server {
    pub address: String,
    log: Arc<Mutex<Vec<String>>>,
}

impl Server {
    pub fn new(answer: impl Fn(&Asked) -> Does + Send + Sync + 'static) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = format!("http://{}", listener.local_addr().unwrap());
        let log = Arc::<Mutex<Vec<String>>>::default();
        let kept = log.clone();
        thread::spawn(move || {
            let mut open = Vec::new();
            for stream in listener.incoming() {
                let mut stream = stream.unwrap();
                let asked = read(&mut stream, &kept);
                let (head, length, body) = match answer(&asked) {
                    Does::Answers(head, body) => (head, body.len(), body),
                    Does::BreaksOff(head, body) => (head, body.len() + 100, body),
                    Does::Nothing => {
                        open.push(stream);
                        continue;
                    }
                };
                let _ = write!(stream, "HTTP/1.1 {head}\r\nContent-Length: {length}\r\nConnection: close\r\n\r\n{body}"); // the client may have gone
            }
        });
        Self { address, log }
    }

    pub fn asked(&self) -> Vec<String> {
        self.log.lock().unwrap().clone()
    }
}

fn read(stream: &mut TcpStream, log: &Mutex<Vec<String>>) -> Asked {
    let mut bytes = Vec::new();
    let mut buffer = [0; 4096];
    let (head, body) = loop {
        let read = stream.read(&mut buffer).unwrap();
        bytes.extend_from_slice(&buffer[..read]);
        let text = String::from_utf8_lossy(&bytes).into_owned();
        if let Some((head, body)) = text.split_once("\r\n\r\n") {
            let length = head.lines().find_map(|line| line.to_lowercase().strip_prefix("content-length: ")?.parse::<usize>().ok());
            if body.len() >= length.unwrap_or(0) || read == 0 {
                break (head.to_owned(), body.to_owned());
            }
        }
    };
    let path = head.split(' ').nth(1).unwrap().to_owned();
    let query = form_urlencoded::parse(body.as_bytes()).find(|(name, _)| name == "query").map(|(_, value)| value.into_owned());
    let body = query.unwrap_or(body);
    let mut log = log.lock().unwrap();
    let line = format!("{path} {body}");
    let before = log.iter().filter(|other| **other == line).count();
    log.push(line);
    Asked { head: head.to_lowercase(), path, body, before }
}
