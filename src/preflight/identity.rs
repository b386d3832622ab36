//! The names that data.norge.no gives a resource, which follow from its IRI alone and so can be known before the harvest.
//!
//! The fdkId is Java's `UUID.nameUUIDFromBytes` of the IRI: its MD5 with the bits of version 3, and no namespace before it. What
//! was harvested before the portal moved to these ids may have kept an older one.

use super::members::Kind;
use md5::{Digest, Md5};
use uuid::{Builder, Uuid};

/// What a published resource is called.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Resource {
    /// Its IRI.
    pub iri: String,
    /// What it is published as: a data type of the portal, or `catalog`.
    pub kind: &'static str,
    /// Its id in the portal.
    pub fdk_id: Uuid,
    /// Its page, if it has one.
    pub portal: Option<String>,
    /// Its catalogue record.
    pub record: String,
}

/// The id of an IRI.
pub fn fdk_id(iri: &str) -> Uuid {
    Builder::from_md5_bytes(Md5::digest(iri.as_bytes()).into()).into_uuid()
}

/// A member's names.
pub(super) fn of_member(iri: &str, kind: &'static Kind) -> Resource {
    let fdk_id = fdk_id(iri);
    Resource {
        iri: iri.to_owned(),
        kind: kind.name,
        fdk_id,
        portal: Some(format!("https://data.norge.no/{}/{fdk_id}", kind.portal)),
        record: format!("https://{0}.fellesdatakatalog.digdir.no/{0}/{fdk_id}", kind.record),
    }
}

/// A container's names, of the harvest of one data type: each has a record of its own.
pub(super) fn of_container(iri: &str, kind: &'static Kind) -> Resource {
    let fdk_id = fdk_id(iri);
    let (name, folder) = if kind.name == "concept" { ("collection", "collections") } else { ("catalog", "catalogs") };
    let record = format!("https://{}.fellesdatakatalog.digdir.no/{folder}/{fdk_id}", kind.record);
    Resource { iri: iri.to_owned(), kind: name, fdk_id, portal: None, record }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_are_those_of_the_harvester() {
        // Pairs in the harvesters' own fixtures.
        for (iri, id) in [
            ("http://testdirektoratet.no/events/1", "99b00c6c-4087-3c23-9244-6e85b9d02adc"),
            ("https://testdirektoratet.no/model/dataset-catalog/1", "6f0a37af-a9c1-38bc-b343-bd025b43b5e8"),
        ] {
            assert_eq!(fdk_id(iri).to_string(), id, "{iri}");
        }
    }
}
