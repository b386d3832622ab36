//! Old spellings of IRIs around data.norge.no, and what they are written as now: the one table.

use std::borrow::Cow;

/// Where organisations live now.
const ORGANIZATIONS: &str = "https://organization-catalog.fellesdatakatalog.digdir.no/organizations/";

/// (what begins with this, without the scheme; what it begins with now). What follows must be an organisation number: nine digits.
/// The first three occur in harvested catalogues and in examples of the national profiles, the fourth in the vocabulary of the metadata
/// quality assessment, and the last is the present host, which some write with `http:`.
const ORGANIZATION_PREFIXES: &[&str] = &[
    "organization-catalogue.fellesdatakatalog.digdir.no/organizations/",
    "organization-catalogue.fellesdatakatalog.brreg.no/organizations/",
    "data.norge.no/organizations/",
    "organization-catalog.data.norge.no/organizations/",
    "organization-catalog.fellesdatakatalog.digdir.no/organizations/",
];

/// How an IRI is written now; nothing when it is written so already.
pub fn current(iri: &str) -> Option<String> {
    let rest = iri.strip_prefix("https://").or_else(|| iri.strip_prefix("http://"))?;
    let number = ORGANIZATION_PREFIXES.iter().find_map(|prefix| rest.strip_prefix(prefix))?;
    let number = number.strip_suffix('/').unwrap_or(number);
    let is_number = number.len() == 9 && number.bytes().all(|byte| byte.is_ascii_digit());
    let now = format!("{ORGANIZATIONS}{number}");
    (is_number && now != iri).then_some(now)
}

/// An IRI as it is written now.
pub fn modern(iri: &str) -> Cow<'_, str> {
    current(iri).map_or(Cow::Borrowed(iri), Cow::Owned)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn old_spellings_of_organisations_become_the_present_one() {
        let now = format!("{ORGANIZATIONS}974760673");
        for old in [
            "https://organization-catalogue.fellesdatakatalog.digdir.no/organizations/974760673",
            "http://organization-catalogue.fellesdatakatalog.brreg.no/organizations/974760673",
            "https://data.norge.no/organizations/974760673",
            "https://organization-catalog.data.norge.no/organizations/974760673",
            "http://organization-catalog.fellesdatakatalog.digdir.no/organizations/974760673",
            "https://organization-catalog.fellesdatakatalog.digdir.no/organizations/974760673/",
        ] {
            assert_eq!(current(old).as_deref(), Some(now.as_str()), "{old}");
        }
        for kept in [
            now.as_str(),
            "https://organization-catalog.staging.fellesdatakatalog.digdir.no/organizations/974760673",
            "https://data.norge.no/organizations/97476067",
            "https://data.norge.no/organizations/974760673/datasets",
            "https://psi.norge.no/los/tema/arbeid",
            "urn:x",
        ] {
            assert_eq!(current(kept), None, "{kept}");
        }
        assert_eq!(modern("urn:x"), "urn:x");
    }
}
