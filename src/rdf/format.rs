//! Every media type and file extension, and which answers they can carry. No other module names one.

use crate::error::{Error, Result};
use mediatype::{MediaType, Name, ReadParams};
use oxigraph::io::RdfFormat;
use oxigraph::sparql::results::QueryResultsFormat;
use std::path::Path;

/// What an answer is made of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// SELECT.
    Rows,
    /// ASK.
    Boolean,
    /// CONSTRUCT and DESCRIBE.
    Graph,
}

impl Kind {
    /// The kind in words, for messages.
    pub fn name(self) -> &'static str {
        match self {
            Self::Rows => "rows",
            Self::Boolean => "a yes or no",
            Self::Graph => "a graph",
        }
    }
}

/// A format that an answer can be written in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// Aligned columns for people; terminal only.
    Table,
    /// A Markdown table.
    Markdown,
    /// CSV as Norwegian Excel opens it: semicolons, a byte order mark, decimal commas.
    ExcelCsv,
    /// An Excel workbook.
    Xlsx,
    /// W3C SPARQL results: CSV, TSV, JSON or XML.
    Results(QueryResultsFormat),
    /// An RDF syntax.
    Rdf(RdfFormat),
}

/// One line of the table of formats.
struct Entry {
    format: Format,
    /// The name in `--format` and the extension in URLs.
    name: &'static str,
    /// Media types that ask for it, the one we answer with first.
    media_types: &'static [&'static str],
}

const JSON_LD: RdfFormat = RdfFormat::JsonLd { profile: oxrdfio::JsonLdProfileSet::empty() };

/// All formats; where several fit equally, the first wins.
const ENTRIES: &[Entry] = &[
    Entry { format: Format::Table, name: "table", media_types: &[] },
    Entry {
        format: Format::Results(QueryResultsFormat::Json),
        name: "json",
        media_types: &["application/sparql-results+json", "application/json"],
    },
    Entry { format: Format::Results(QueryResultsFormat::Csv), name: "csv", media_types: &[CSV] },
    Entry { format: Format::Results(QueryResultsFormat::Tsv), name: "tsv", media_types: &["text/tab-separated-values; charset=utf-8"] },
    Entry {
        format: Format::Results(QueryResultsFormat::Xml),
        name: "xml",
        media_types: &["application/sparql-results+xml", "application/xml", "text/xml"],
    },
    Entry { format: Format::Markdown, name: "md", media_types: &["text/markdown; charset=utf-8"] },
    Entry { format: Format::ExcelCsv, name: "excel-csv", media_types: &[CSV] },
    Entry { format: Format::Xlsx, name: "xlsx", media_types: &[XLSX] },
    Entry { format: Format::Rdf(RdfFormat::Turtle), name: "turtle", media_types: &["text/turtle; charset=utf-8", "application/x-turtle"] },
    Entry { format: Format::Rdf(RdfFormat::NTriples), name: "ntriples", media_types: &["application/n-triples", "text/plain"] },
    Entry { format: Format::Rdf(RdfFormat::NQuads), name: "nquads", media_types: &["application/n-quads"] },
    Entry { format: Format::Rdf(RdfFormat::TriG), name: "trig", media_types: &["application/trig"] },
    Entry { format: Format::Rdf(JSON_LD), name: "jsonld", media_types: &["application/ld+json", "application/json"] },
    Entry { format: Format::Rdf(RdfFormat::RdfXml), name: "rdfxml", media_types: &["application/rdf+xml", "application/xml"] },
];

impl Format {
    /// The names of all formats, as `--format` takes them.
    pub fn names() -> impl Iterator<Item = &'static str> {
        ENTRIES.iter().map(|entry| entry.name)
    }

    /// The names of the RDF syntaxes.
    pub fn rdf_names() -> impl Iterator<Item = &'static str> {
        ENTRIES.iter().filter(|entry| matches!(entry.format, Self::Rdf(_))).map(|entry| entry.name)
    }

    /// The RDF syntax of files with this extension.
    pub fn of_rdf_extension(extension: &str) -> Option<Self> {
        RdfFormat::from_extension(extension).map(Self::Rdf)
    }

    /// The format of this name.
    pub fn from_name(name: &str) -> Option<Self> {
        ENTRIES.iter().find(|entry| entry.name == name).map(|entry| entry.format)
    }

    /// Its name, as `--format` takes it.
    pub fn name(self) -> &'static str {
        ENTRIES.iter().find(|entry| entry.format == self).map_or("", |entry| entry.name)
    }

    /// The media type that an answer in this format has; nothing for the terminal's table.
    pub fn media_type(self) -> Option<&'static str> {
        ENTRIES.iter().find(|entry| entry.format == self).and_then(|entry| entry.media_types.first().copied())
    }

    /// The extension of a file in this format; nothing where the name is one.
    pub fn extension(self) -> &'static str {
        if self == Self::ExcelCsv { "csv" } else { self.name() }
    }

    /// Whether this format can carry an answer of this kind.
    pub fn carries(self, kind: Kind) -> bool {
        match self {
            Self::Rdf(_) => kind == Kind::Graph,
            Self::Table | Self::Markdown | Self::ExcelCsv | Self::Xlsx | Self::Results(_) => kind != Kind::Graph,
        }
    }

    /// The format that an `Accept` header asks for, for an answer of this kind (RFC 9110 §12.5.1).
    pub fn negotiate(accept: Option<&str>, kind: Kind) -> Result<Self> {
        let offered = || ENTRIES.iter().filter(move |entry| !entry.media_types.is_empty() && entry.format.carries(kind));
        let accept = accept.unwrap_or("*/*");
        let ranges = parse_accept(accept);
        let mut best: Option<(f32, Format)> = None;
        for entry in offered() {
            let quality = entry.media_types.iter().filter_map(|media| quality_of(media, &ranges)).fold(0.0, f32::max);
            if quality > best.map_or(0.0, |(quality, _)| quality) {
                best = Some((quality, entry.format));
            }
        }
        best.map(|(_, format)| format).ok_or_else(|| {
            let mut media_types: Vec<&'static str> = offered().filter_map(|entry| entry.media_types.first().copied()).collect();
            let mut seen = Vec::new();
            media_types.retain(|media| {
                !seen.contains(media) && {
                    seen.push(*media);
                    true
                }
            });
            Error::NotAcceptable { kind: kind.name(), asked: accept.to_owned(), offered: media_types }
        })
    }

    /// What to write in an `Accept` header to somebody whose answer of this kind is to be read. CSV and Markdown do not tell an IRI from a text.
    pub fn accept(kind: Kind) -> &'static str {
        match kind {
            Kind::Rows => "application/sparql-results+json, application/sparql-results+xml;q=0.8, text/tab-separated-values;q=0.5",
            Kind::Boolean => "application/sparql-results+json, application/sparql-results+xml;q=0.8",
            Kind::Graph => "application/n-triples, text/turtle;q=0.9, application/rdf+xml;q=0.7",
        }
    }

    /// The format of an answer of this kind that came with this `Content-Type`, if it can be read.
    pub fn of_answer(content_type: &str, kind: Kind) -> Option<Self> {
        let essence = content_type.split(';').next().unwrap_or_default().trim().to_lowercase();
        let is = |media: &str| media.split(';').next().is_some_and(|known| known == essence);
        let found = ENTRIES.iter().find(|entry| entry.format.carries(kind) && entry.media_types.iter().any(|media| is(media)))?;
        Some(found.format).filter(|format| !matches!(format, Self::Table | Self::Markdown | Self::Results(QueryResultsFormat::Csv)))
    }

    /// This format, if it can carry an answer of this kind; otherwise an error that lists those that can.
    pub fn for_kind(self, kind: Kind) -> Result<Self> {
        if self.carries(kind) {
            return Ok(self);
        }
        Err(Error::NotAcceptable {
            kind: kind.name(),
            asked: self.name().to_owned(),
            offered: ENTRIES.iter().filter(|entry| entry.format.carries(kind)).map(|entry| entry.name).collect(),
        })
    }
}

/// The media type of rows as W3C CSV.
pub const CSV: &str = "text/csv; charset=utf-8";

/// The media type of an Excel workbook.
const XLSX: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

/// The media type of a web page.
pub const HTML: &str = "text/html; charset=utf-8";
/// The media type of calendars.
pub const ICS: &str = "text/calendar; charset=utf-8";
/// The media type of feeds.
pub const ATOM: &str = "application/atom+xml; charset=utf-8";
/// The media type of site maps.
pub const XML: &str = "application/xml; charset=utf-8";
/// The media type of pictures.
pub const SVG: &str = "image/svg+xml";

/// Whether an `Accept` header asks for a web page rather than for a graph.
pub fn prefers_html(accept: Option<&str>) -> bool {
    let ranges = parse_accept(accept.unwrap_or("*/*"));
    let graphs = ENTRIES.iter().filter(|entry| entry.format.carries(Kind::Graph)).flat_map(|entry| entry.media_types);
    let best = graphs.filter_map(|media| quality_of(media, &ranges)).fold(0.0, f32::max);
    quality_of(HTML, &ranges).is_some_and(|quality| quality > best)
}

/// The RDF syntax of a file, from its extension.
pub fn rdf_format_of(path: &Path) -> Result<RdfFormat> {
    path.extension()
        .and_then(|extension| extension.to_str())
        .and_then(RdfFormat::from_extension)
        .ok_or_else(|| Error::FormatUnknown { path: path.to_owned() })
}

/// Files of a release that are no answers; RDF and rows have the media type of their format.
const FILES: &[(&str, &str)] = &[
    ("gz", "application/gzip"),
    ("json", "application/json"),
    ("md", "text/markdown; charset=utf-8"),
    ("rq", "application/sparql-query"),
    ("zst", "application/zstd"),
];

/// The media type of a file, from its extension; text where it says nothing.
pub fn media_type_of(path: &Path) -> &'static str {
    let extension = path.extension().and_then(|extension| extension.to_str()).unwrap_or_default();
    let known = FILES.iter().find(|(known, _)| *known == extension).map(|(_, media_type)| *media_type);
    let format = || rdf_format_of(path).map(Format::Rdf).ok().or_else(|| Format::from_name(extension));
    known.or_else(|| format()?.media_type()).unwrap_or("text/plain; charset=utf-8")
}

/// A media range and its quality; a range that cannot be read is left out, as RFC 9110 allows.
fn parse_accept(accept: &str) -> Vec<(String, f32)> {
    accept
        .split(',')
        .filter_map(|range| {
            let range = MediaType::parse(range.trim()).ok()?;
            let quality = range.get_param(Name::new_unchecked("q")).map_or(Some(1.0), |value| value.unquoted_str().parse().ok())?;
            let subtype = match range.suffix {
                Some(suffix) => format!("{}+{suffix}", range.subty),
                None => range.subty.to_string(),
            };
            Some((format!("{}/{subtype}", range.ty).to_lowercase(), quality))
        })
        .collect()
}

/// The quality that the most specific matching range gives a media type.
fn quality_of(media: &str, ranges: &[(String, f32)]) -> Option<f32> {
    let essence = media.split(';').next().unwrap_or(media);
    let any_subtype = format!("{}/*", essence.split('/').next().unwrap_or_default());
    [essence, any_subtype.as_str(), "*/*"]
        .into_iter()
        .find_map(|wanted| ranges.iter().find(|(range, _)| range == wanted).map(|(_, quality)| *quality))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn accept_headers_choose_a_format() {
        let cases = [
            (None, Kind::Rows, "json"),
            (Some("*/*"), Kind::Graph, "turtle"),
            (Some("text/csv"), Kind::Rows, "csv"),
            (Some("text/csv;q=0.5, application/sparql-results+xml"), Kind::Rows, "xml"),
            (Some("text/html, application/json;q=0.9"), Kind::Rows, "json"),
            (Some("application/ld+json"), Kind::Graph, "jsonld"),
            (Some("text/*"), Kind::Rows, "csv"),
            (Some("text/csv;q=0, */*"), Kind::Boolean, "json"),
            (Some("TEXT/CSV"), Kind::Rows, "csv"),
        ];
        for (accept, kind, expected) in cases {
            let format = Format::negotiate(accept, kind).expect("an acceptable format");
            assert_eq!(Some(format), Format::from_name(expected), "{accept:?}");
        }
    }

    #[test]
    fn what_cannot_be_given_is_refused() {
        for (accept, kind) in [("text/html", Kind::Rows), ("text/csv", Kind::Graph), ("text/turtle", Kind::Boolean), ("x", Kind::Rows)] {
            assert!(Format::negotiate(Some(accept), kind).is_err(), "{accept}");
        }
        assert!(Format::Results(QueryResultsFormat::Csv).for_kind(Kind::Graph).is_err());
    }

    #[test]
    fn files_have_the_media_type_of_their_extension() {
        for (name, media_type) in [
            ("a.ttl", "text/turtle; charset=utf-8"),
            ("a.ttl.gz", "application/gzip"),
            ("a.jsonld", "application/ld+json"),
            ("a.rdf", "application/rdf+xml"),
            ("a.xlsx", XLSX),
            ("a.csv", "text/csv; charset=utf-8"),
            ("SHA256SUMS", "text/plain; charset=utf-8"),
        ] {
            assert_eq!(media_type_of(Path::new(name)), media_type, "{name}");
        }
    }

    #[test]
    fn every_format_has_its_own_name() {
        let mut names: Vec<_> = Format::names().collect();
        names.sort_unstable();
        names.dedup();
        assert_eq!(names.len(), ENTRIES.len());
    }
}
