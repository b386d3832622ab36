//! A page as the server sends it becomes a page in a folder: its addresses become ways to files, and nothing else changes.

use html5gum::emitters::default::DefaultEmitter;
use html5gum::{Span, Token, Tokenizer};
use std::collections::BTreeSet;
use std::ops::Range;

/// Attributes that hold an address.
const ADDRESSES: [&[u8]; 5] = [b"href", b"src", b"action", b"srcset", b"poster"];

/// An attribute with an address.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Link {
    /// As it stands, without its escapes.
    pub(super) address: String,
    /// The attribute's name.
    name: String,
    /// Name and value, where they stand in the page.
    place: Range<usize>,
}

/// What a page leads to, and where one can be led in it.
#[derive(Debug, Default)]
pub(super) struct Anatomy {
    /// Its addresses, in order.
    pub(super) links: Vec<Link>,
    /// Its `id`s.
    pub(super) ids: BTreeSet<String>,
}

/// Reads HTML, or SVG, which has the same attributes.
pub(super) fn read(html: &str) -> Anatomy {
    let mut emitter = DefaultEmitter::<usize>::new_with_span();
    emitter.naively_switch_states(true);
    let mut found = Anatomy::default();
    for token in Tokenizer::new_with_emitter(html, emitter) {
        let Ok(Token::StartTag(tag)) = token else { continue };
        for (name, value) in &tag.attributes {
            let text = String::from_utf8_lossy(value).into_owned();
            if name.as_slice() == b"id" {
                found.ids.insert(text);
            } else if ADDRESSES.contains(&name.as_slice()) {
                let Span { start, end } = value.span;
                found.links.push(Link { address: text, name: String::from_utf8_lossy(name).into_owned(), place: start..end });
            }
        }
    }
    found.links.sort_by_key(|link| link.place.start);
    found
}

/// The page with other addresses; nothing in the place of one leaves it as it is.
pub(super) fn write(html: &str, links: &[Link], addresses: &[Option<String>]) -> String {
    let mut written = String::with_capacity(html.len());
    let mut at = 0;
    for (link, address) in links.iter().zip(addresses) {
        let Some(address) = address else { continue };
        written.push_str(&html[at..link.place.start]);
        written.push_str(&format!("{}=\"{}\"", link.name, address.replace('&', "&amp;").replace('"', "&quot;")));
        at = link.place.end;
    }
    written.push_str(&html[at..]);
    written
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_addresses_change() {
        let html = "<p id=a title='href=\"/x\"'>æ <a  href=\"/b?c=1&amp;d=2\" >/b</a><script>\"<a href=\\\"/no\\\">\"</script>\
                    <svg><a href='/c'/></svg></p>";
        let found = read(html);
        let addresses: Vec<&str> = found.links.iter().map(|link| link.address.as_str()).collect();
        assert_eq!((addresses, found.ids), (vec!["/b?c=1&d=2", "/c"], BTreeSet::from(["a".to_owned()])));
        let written = write(html, &found.links, &[Some("b.html\"&".to_owned()), None]);
        assert_eq!(written, html.replace("/b?c=1&amp;d=2", "b.html&quot;&amp;"));
    }
}
