//! Style, scripts and fonts: what `make ui` leaves in `ui/dist`. Without it pages are whole, and plain.

use crate::rdf::iri::hex;
use rust_embed::Embed;
use std::borrow::Cow;

#[derive(Embed)]
#[folder = "ui/dist"]
#[allow_missing = true]
struct Files;

/// A file of the interface.
pub struct Asset {
    /// Its bytes.
    pub bytes: Cow<'static, [u8]>,
    /// Its media type.
    pub media_type: &'static str,
    /// The SHA-256 of its bytes.
    pub hash: String,
}

/// The file of this name, if it was there when the program was made.
pub fn find(name: &str) -> Option<Asset> {
    let file = Files::get(name).or_else(|| Files::get(&format!("assets/{name}")))?;
    let media_type = match name.rsplit('.').next()? {
        "css" => "text/css; charset=utf-8",
        "js" => "text/javascript; charset=utf-8",
        "json" | "map" => "application/json",
        "svg" => "image/svg+xml",
        "woff2" => "font/woff2",
        "txt" => "text/plain; charset=utf-8",
        _ => return None,
    };
    Some(Asset { hash: hex(&file.metadata.sha256_hash()), bytes: file.data, media_type })
}

/// The address of a file, which changes when the file does.
pub fn address(name: &str) -> Option<String> {
    find(name).map(|asset| format!("/assets/{name}?v={}", &asset.hash[..8]))
}

/// The names of all files.
pub fn names() -> impl Iterator<Item = String> {
    Files::iter().map(|name| name.strip_prefix("assets/").unwrap_or(&name).to_owned())
}
