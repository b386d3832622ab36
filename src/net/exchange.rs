//! One request whose answer goes to a writer: for documents that may be large, and for links that may have moved.

use super::{BUFFER, Limits, MAX_REDIRECTS, Policy, client, header, is_past, is_timeout};
use crate::error::{Error, Result};
use oxsdatatypes::DateTime;
use reqwest::blocking::Response;
use reqwest::header::{
    ACCEPT, CONTENT_ENCODING, CONTENT_TYPE, DATE, ETAG, HeaderName, IF_MODIFIED_SINCE, IF_NONE_MATCH, LAST_MODIFIED, LOCATION, RETRY_AFTER,
};
use std::io::{Read, Write};
use std::time::{Duration, Instant};
use url::Url;

/// What is asked.
#[derive(Debug, Clone)]
pub struct Asked {
    /// The address.
    pub url: Url,
    /// What is wanted.
    pub accept: &'static str,
    /// What is posted, with its media type; nothing for GET.
    pub posted: Option<(&'static str, String)>,
    /// The tag and the time of what is had already.
    pub had: (Option<String>, Option<String>),
}

impl Asked {
    /// A GET.
    pub fn get(url: Url, accept: &'static str) -> Self {
        Self { url, accept, posted: None, had: (None, None) }
    }

    /// A POST.
    pub fn post(url: Url, accept: &'static str, media_type: &'static str, body: String) -> Self {
        Self { posted: Some((media_type, body)), ..Self::get(url, accept) }
    }
}

/// What was answered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Answered {
    /// The address that answered, after redirects.
    pub url: Url,
    /// Where redirects that are meant for good lead.
    pub moved: Option<Url>,
    /// The status.
    pub status: u16,
    /// The media type.
    pub content_type: Option<String>,
    /// How the body is packed.
    pub content_encoding: Option<String>,
    /// The tag by which to ask whether it changed.
    pub etag: Option<String>,
    /// When it was changed.
    pub last_modified: Option<String>,
    /// How long to wait before asking again.
    pub retry_after: Option<Duration>,
    /// How the body ended.
    pub end: End,
}

/// How a body ended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum End {
    /// As it should.
    Whole,
    /// At the limit on bytes.
    TooLarge,
    /// At the limit on time.
    TooLate,
    /// Before its length, or in the middle of something.
    BrokenOff(String),
}

/// Asks, and writes the body of an answer that is no error to `out`. A redirect is looked at like the first address; nothing that was
/// asked in secret is asked in the open, and what was posted is only posted again where a redirect says so.
pub fn exchange(asked: &Asked, policy: &Policy, limits: Limits, out: &mut dyn Write) -> Result<Answered> {
    let start = Instant::now();
    let (mut url, mut moved, mut for_good) = (asked.url.clone(), None, true);
    for _ in 0..=MAX_REDIRECTS {
        let response = send(asked, &url, policy, limits.time.saturating_sub(start.elapsed()), limits.time)?;
        let status = response.status().as_u16();
        let follows = if asked.posted.is_some() { matches!(status, 307 | 308) } else { matches!(status, 301 | 302 | 303 | 307 | 308) };
        let next = header(&response, &LOCATION).and_then(|location| url.join(&location).ok());
        let next = next.filter(|next| follows && (next.scheme() == url.scheme() || url.scheme() == "http"));
        let Some(next) = next else {
            return read(response, url, moved, (limits.bytes, start.checked_add(limits.time)), out);
        };
        // A redirect for good behind one for now says nothing of the first address.
        for_good &= matches!(status, 301 | 308);
        if for_good {
            moved = Some(next.clone());
        }
        url = next;
    }
    Err(failed(&url, format!("more than {MAX_REDIRECTS} redirects")))
}

fn send(asked: &Asked, url: &Url, policy: &Policy, left: Duration, all: Duration) -> Result<Response> {
    let late = || failed(url, format!("no answer within {} s", all.as_secs_f64()));
    if left.is_zero() {
        return Err(late());
    }
    let client = client(url, policy, left)?;
    let mut request = match &asked.posted {
        None => client.get(url.clone()),
        Some((media_type, body)) => client.post(url.clone()).header(CONTENT_TYPE, *media_type).body(body.clone()),
    };
    let conditions = [(IF_NONE_MATCH, &asked.had.0), (IF_MODIFIED_SINCE, &asked.had.1)];
    for (name, value) in conditions {
        if let Some(value) = value {
            request = request.header(name, value);
        }
    }
    request.header(ACCEPT, asked.accept).send().map_err(|error| {
        if error.is_timeout() { late() } else { Error::Fetch { url: url.to_string(), source: Box::new(error.without_url()) } }
    })
}

/// Most bytes, and the moment until which they may come.
type Most = (u64, Option<Instant>);

fn read(mut response: Response, url: Url, moved: Option<Url>, most: Most, out: &mut dyn Write) -> Result<Answered> {
    let end = if response.status().is_success() { copy(&mut response, &url, most, out)? } else { End::Whole };
    let get = |name: &HeaderName| header(&response, name);
    Ok(Answered {
        status: response.status().as_u16(),
        content_type: get(&CONTENT_TYPE),
        content_encoding: get(&CONTENT_ENCODING),
        etag: get(&ETAG),
        last_modified: get(&LAST_MODIFIED),
        retry_after: get(&RETRY_AFTER).and_then(|after| wait(&after, get(&DATE).as_deref())),
        url,
        moved,
        end,
    })
}

fn copy(response: &mut Response, url: &Url, (most, until): Most, out: &mut dyn Write) -> Result<End> {
    let mut buffer = vec![0; BUFFER];
    let mut bytes = 0;
    loop {
        match response.read(&mut buffer) {
            Ok(0) => return Ok(End::Whole),
            Ok(_) if is_past(until) => return Ok(End::TooLate),
            Ok(read) => {
                bytes += read as u64;
                if bytes > most {
                    return Ok(End::TooLarge);
                }
                out.write_all(&buffer[..read]).map_err(|error| failed(url, error))?;
            }
            Err(error) if error.kind() == std::io::ErrorKind::Interrupted => {}
            Err(error) if is_timeout(&error) => return Ok(End::TooLate),
            Err(error) => return Ok(End::BrokenOff(innermost(&error))),
        }
    }
}

/// The cause of causes: the library's own words say only where it was.
fn innermost(error: &dyn std::error::Error) -> String {
    let mut error = error;
    while let Some(source) = error.source() {
        error = source;
    }
    error.to_string()
}

fn failed(url: &Url, source: impl Into<Box<dyn std::error::Error + Send + Sync>>) -> Error {
    Error::Fetch { url: url.to_string(), source: source.into() }
}

/// How long Retry-After says to wait: seconds, or until a time by the server's own clock (RFC 9110 §10.2.3).
fn wait(after: &str, now: Option<&str>) -> Option<Duration> {
    if let Ok(seconds) = after.trim().parse() {
        return Some(Duration::from_secs(seconds));
    }
    let between = moment(after)?.checked_sub(moment(now?)?)?;
    let seconds: f64 = f64::from(oxsdatatypes::Double::from(between.as_seconds()));
    Some(Duration::try_from_secs_f64(seconds).unwrap_or_default())
}

/// A time as HTTP writes it: `Sun, 06 Nov 1994 08:49:37 GMT`.
fn moment(text: &str) -> Option<DateTime> {
    const MONTHS: [&str; 12] = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
    let words: Vec<&str> = text.split_whitespace().collect();
    let [_, day, month, year, time, "GMT"] = words.as_slice() else { return None };
    let month = MONTHS.iter().position(|name| name == month)? + 1;
    format!("{year}-{month:02}-{day}T{time}Z").parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn retry_after_is_seconds_or_a_time() {
        let now = Some("Sun, 06 Nov 1994 08:49:37 GMT");
        for (after, now, expected) in [
            ("120", None, Some(120)),
            (" 0 ", None, Some(0)),
            ("Sun, 06 Nov 1994 08:50:07 GMT", now, Some(30)),
            ("Sun, 06 Nov 1994 08:49:07 GMT", now, Some(0)),
            ("Sun, 06 Nov 1994 08:50:07 GMT", None, None),
            ("soon", now, None),
            ("-1", now, None),
        ] {
            assert_eq!(wait(after, now), expected.map(Duration::from_secs), "{after}");
        }
    }
}
