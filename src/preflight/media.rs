//! Which syntax a document is in: by the media type that its source is registered with, by what the answer says, or by its name.

use oxigraph::io::{JsonLdProfileSet, RdfFormat};

/// How a document is read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Reading {
    /// In this format.
    As(RdfFormat),
    /// The harvester reads it, and nobody here does; its name.
    NotHere(&'static str),
    /// The harvester refuses the media type that the source is registered with.
    Refused,
    /// Nobody tells the format.
    Unknown,
}

const RDF_JSON: Reading = Reading::NotHere("RDF/JSON");
const TRIX: Reading = Reading::NotHere("TriX");

/// What the harvester takes, in its order (RDFUtils.kt): it looks for these words in the registered media type.
const REGISTERED: &[(&str, Reading)] = &[
    ("text/turtle", Reading::As(RdfFormat::Turtle)),
    ("application/turtle", Reading::As(RdfFormat::Turtle)),
    ("text/n3", Reading::As(RdfFormat::N3)),
    ("application/trig", Reading::As(RdfFormat::TriG)),
    ("application/rdf+xml", Reading::As(RdfFormat::RdfXml)),
    ("application/rdf+json", RDF_JSON),
    ("application/ld+json", Reading::As(RdfFormat::JsonLd { profile: JsonLdProfileSet::empty() })),
    ("application/n-triples", Reading::As(RdfFormat::NTriples)),
    ("application/ntriples", Reading::As(RdfFormat::NTriples)),
    ("application/n-quads", Reading::As(RdfFormat::NQuads)),
    ("application/nquads", Reading::As(RdfFormat::NQuads)),
    ("application/trix", TRIX),
];

/// Reads as the harvester does, by the registered media type.
pub(super) fn registered(media_type: &str) -> Reading {
    let media_type = media_type.to_lowercase();
    REGISTERED.iter().find(|(words, _)| media_type.contains(words)).map_or(Reading::Refused, |(_, reading)| *reading)
}

/// Reads by what an answer says.
pub(super) fn stated(content_type: &str) -> Reading {
    match registered(content_type) {
        reading @ Reading::NotHere(_) => reading,
        _ => RdfFormat::from_media_type(content_type).map_or(Reading::Unknown, Reading::As),
    }
}

/// Reads by the end of a name.
pub(super) fn named(extension: &str) -> Reading {
    match extension.to_lowercase().as_str() {
        "rj" => RDF_JSON,
        "trix" => TRIX,
        extension => RdfFormat::from_extension(extension).map_or(Reading::Unknown, Reading::As),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn media_types_are_those_of_the_harvester() {
        for taken in ["text/turtle", "Text/Turtle; charset=utf-8", "application/n-quads", "application/ntriples", "text/n3"] {
            assert!(matches!(registered(taken), Reading::As(_)), "{taken}");
        }
        assert_eq!((registered("application/rdf+json"), registered("application/trix+xml")), (RDF_JSON, TRIX));
        for refused in ["*/*", "application/json", "text/plain", "application/xml", "text/html", ""] {
            assert_eq!(registered(refused), Reading::Refused, "{refused}");
        }
        assert_eq!((stated("application/trix"), stated("application/rdf+xml")), (TRIX, Reading::As(RdfFormat::RdfXml)));
        assert_eq!((stated("text/html"), named("TriX"), named("xyz")), (Reading::Unknown, TRIX, Reading::Unknown));
    }
}
