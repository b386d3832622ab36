//! Outgoing requests: the one place that makes them, under one [`Policy`].
//!
//! A host is resolved once, looked at, and the connection is made to the addresses that were looked at; a redirect is a new
//! request with a new look. No proxy, cookie or credential of the environment is used, and nothing is decompressed.
//! [`get`] reads a document as data.norge.no's harvester does, [`exchange`] one that is kept, [`post`] asks a SPARQL endpoint.

mod clock;
mod exchange;
mod pace;
mod policy;

pub use clock::{Clock, SystemClock};
pub use exchange::{Answered, Asked, End, exchange};
pub use pace::{Pace, Rate};
pub use policy::{Policy, may_be_public, shown};

use crate::error::{Error, Result};
use reqwest::blocking::{Client, RequestBuilder, Response};
use reqwest::header::{ACCEPT, CONTENT_ENCODING, CONTENT_LENGTH, CONTENT_TYPE, HeaderName, LINK, LOCATION, RETRY_AFTER, SERVER};
use reqwest::redirect;
use std::io::Read;
use std::sync::Once;
use std::time::{Duration, Instant};
use url::Url;

/// Most redirects that are followed: as many as Java's `HttpURLConnection` follows.
const MAX_REDIRECTS: usize = 20;
/// Bytes that are read at once.
const BUFFER: usize = 64 * 1024;
/// Who asks.
const USER_AGENT: &str = concat!("samstyr/", env!("CARGO_PKG_VERSION"), " (+https://w3id.org/samstyr)");

/// What a request may cost.
#[derive(Debug, Clone, Copy)]
pub struct Limits {
    /// Most bytes of a body.
    pub bytes: u64,
    /// Most time, redirects included.
    pub time: Duration,
}

/// A body, or why there is none.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Body {
    /// All of it.
    Whole(Vec<u8>),
    /// It is larger than the limit.
    TooLarge,
    /// It did not come in time.
    TooLate,
}

/// An answer.
#[derive(Debug, Clone)]
pub struct Reply {
    /// The address that answered, after redirects.
    pub url: Url,
    /// The status; a redirect that is not followed has its own. Nothing when no answer came in time.
    pub status: Option<u16>,
    /// The headers that somebody asks about.
    pub content_type: Option<String>,
    /// How the body is packed.
    pub content_encoding: Option<String>,
    /// Where a redirect that is not followed leads.
    pub location: Option<String>,
    /// Links, such as to a next page.
    pub links: Option<String>,
    /// What the server calls itself.
    pub server: Option<String>,
    /// When to ask again: seconds, or a date.
    pub retry_after: Option<String>,
    /// The body.
    pub body: Body,
}

/// Gets an address; redirects to another scheme are not followed but given as they are.
pub fn get(url: &Url, accept: &str, policy: &Policy, limits: Limits) -> Result<Reply> {
    let given = url;
    follow(url, accept, policy, limits).map_err(|error| match error {
        Error::EgressRefused { url, from: None, problem, hint } if url != shown(given.as_str()) => {
            Error::EgressRefused { url, from: Some(shown(given.as_str())), problem, hint }
        }
        other => other,
    })
}

/// Gets, and follows redirects as java.net.HttpURLConnection does, which the harvester uses: not 304, and not 308.
fn follow(url: &Url, accept: &str, policy: &Policy, limits: Limits) -> Result<Reply> {
    let follow = |status: u16, from: &Url, to: &Url| matches!(status, 300..=303 | 305 | 307) && from.scheme() == to.scheme();
    ask(url, &|client, url| client.get(url).header(ACCEPT, accept), &follow, policy, limits)
}

/// Posts a form that changes nothing where it is read, such as a query; it is posted again to where a redirect leads.
pub fn post(url: &Url, form: &[(&str, &str)], accept: &str, policy: &Policy, limits: Limits) -> Result<Reply> {
    let form = form_urlencoded::Serializer::new(String::new()).extend_pairs(form).finish();
    // 303 leads to something to be read and not to be asked; nothing that was encrypted is sent in the clear.
    let follow = |status: u16, from: &Url, to: &Url| {
        matches!(status, 301 | 302 | 307 | 308) && (from.scheme() == to.scheme() || to.scheme() == "https")
    };
    let request = |client: &Client, url: Url| {
        client.post(url).header(ACCEPT, accept).header(CONTENT_TYPE, "application/x-www-form-urlencoded").body(form.clone())
    };
    ask(url, &request, &follow, policy, limits)
}

/// A request with its method and headers.
type Make<'a> = dyn Fn(&Client, Url) -> RequestBuilder + 'a;

/// Asks, and follows the redirects that `follow` wants followed: status, from where, to where.
fn ask(url: &Url, make: &Make<'_>, follow: &dyn Fn(u16, &Url, &Url) -> bool, policy: &Policy, limits: Limits) -> Result<Reply> {
    let start = Instant::now();
    let mut url = url.clone();
    for _ in 0..=MAX_REDIRECTS {
        let left = limits.time.saturating_sub(start.elapsed());
        let Some(mut response) = send(&url, make, policy, left)? else { return Ok(late(url)) };
        let location = header(&response, &LOCATION);
        let next = location.as_deref().and_then(|location| url.join(location).ok());
        if let Some(next) = next.filter(|next| follow(response.status().as_u16(), &url, next)) {
            url = next;
            continue;
        }
        return Ok(Reply {
            status: Some(response.status().as_u16()),
            content_type: header(&response, &CONTENT_TYPE),
            content_encoding: header(&response, &CONTENT_ENCODING),
            links: header(&response, &LINK),
            server: header(&response, &SERVER),
            retry_after: header(&response, &RETRY_AFTER),
            location,
            body: body(&mut response, &url, limits.bytes, start.checked_add(limits.time))?,
            url,
        });
    }
    Err(Error::Fetch { url: url.into(), source: format!("more than {MAX_REDIRECTS} redirects").into() })
}

/// One request; nothing when the time is up.
fn send(url: &Url, make: &Make<'_>, policy: &Policy, time: Duration) -> Result<Option<Response>> {
    if time.is_zero() {
        return Ok(None);
    }
    match make(&client(url, policy, time)?, url.clone()).send() {
        Ok(response) => Ok(Some(response)),
        Err(error) if error.is_timeout() => Ok(None),
        Err(error) => Err(Error::Fetch { url: url.to_string(), source: Box::new(error.without_url()) }),
    }
}

/// What asks one address, if the policy lets it.
fn client(url: &Url, policy: &Policy, time: Duration) -> Result<Client> {
    static PROVIDER: Once = Once::new();
    // An error means that there already is a provider, which is as good.
    PROVIDER.call_once(|| drop(rustls::crypto::ring::default_provider().install_default()));
    let mut builder = Client::builder().user_agent(USER_AGENT).no_proxy().redirect(redirect::Policy::none()).timeout(time);
    if let Some((host, addresses)) = policy.look(url)? {
        builder = builder.resolve_to_addrs(&host, &addresses);
    }
    builder.build().map_err(|source| Error::Fetch { url: url.to_string(), source: Box::new(source.without_url()) })
}

/// The body up to a moment: the client's own limit starts anew with every byte that drips in.
fn body(response: &mut Response, url: &Url, most: u64, end: Option<Instant>) -> Result<Body> {
    let length = header(response, &CONTENT_LENGTH).and_then(|length| length.parse::<u64>().ok());
    if length.is_some_and(|length| length > most) {
        return Ok(Body::TooLarge);
    }
    let (mut bytes, mut buffer) = (Vec::new(), vec![0; BUFFER]);
    loop {
        match response.read(&mut buffer) {
            Ok(0) => return Ok(Body::Whole(bytes)),
            Ok(_) if is_past(end) => return Ok(Body::TooLate),
            Ok(read) if (bytes.len() + read) as u64 > most => return Ok(Body::TooLarge),
            Ok(read) => bytes.extend_from_slice(&buffer[..read]),
            Err(error) if error.kind() == std::io::ErrorKind::Interrupted => {}
            Err(error) if is_timeout(&error) => return Ok(Body::TooLate),
            Err(error) => return Err(Error::Fetch { url: url.to_string(), source: Box::new(error) }),
        }
    }
}

fn is_past(end: Option<Instant>) -> bool {
    end.is_some_and(|end| Instant::now() >= end)
}

fn is_timeout(error: &std::io::Error) -> bool {
    let inner = error.get_ref().and_then(|inner| inner.downcast_ref::<reqwest::Error>());
    error.kind() == std::io::ErrorKind::TimedOut || inner.is_some_and(reqwest::Error::is_timeout)
}

fn header(response: &Response, name: &HeaderName) -> Option<String> {
    response.headers().get(name).map(|value| String::from_utf8_lossy(value.as_bytes()).into_owned())
}

fn late(url: Url) -> Reply {
    Reply {
        url,
        status: None,
        content_type: None,
        content_encoding: None,
        location: None,
        links: None,
        server: None,
        retry_after: None,
        body: Body::TooLate,
    }
}
