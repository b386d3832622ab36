//! Who is asked, where and how often: the services around data.norge.no, in production, in its demo, or at hosts of one's own.

use crate::config;
use crate::error::{Error, Result};
use crate::net::Rate;
use std::time::Duration;
use url::Url;

/// A service.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Service {
    /// SPARQL over all catalogues: asked first.
    Sparql,
    /// One resource at a time: for what SPARQL does not give.
    Resource,
    /// All organisations in one document.
    Organizations,
    /// Vocabularies, one document each.
    Reference,
    /// Full text: asked last, since its answers may change.
    Search,
}

impl Service {
    /// Its name in messages and settings.
    pub fn name(self) -> &'static str {
        match self {
            Self::Sparql => "sparql",
            Self::Resource => "resource",
            Self::Organizations => "organizations",
            Self::Reference => "reference",
            Self::Search => "search",
        }
    }

    /// How often it may be asked, as its documentation says; where it says nothing, once a second.
    pub fn rate(self) -> Rate {
        match self {
            Self::Search => Rate { every: Duration::from_secs(6), burst: 20 },
            Self::Resource => Rate { every: Duration::from_millis(200), burst: 10 },
            Self::Sparql | Self::Organizations | Self::Reference => Rate { every: Duration::from_secs(1), burst: 1 },
        }
    }
}

/// Where the services are.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Endpoints {
    sparql: Url,
    resource: Url,
    organizations: Url,
    reference: Url,
    search: Url,
}

impl Endpoints {
    /// As the settings say; without any, production.
    pub fn of(settings: &config::Link) -> Result<Self> {
        let part = match settings.environment.as_deref() {
            None | Some("production") => "",
            Some("demo") => ".demo",
            Some(other) => {
                return Err(Error::RequestInvalid {
                    problem: format!("there is no environment `{other}`"),
                    hint: "choose `production` or `demo`, or give the address of each service",
                });
            }
        };
        let host = |name: &str| format!("https://{name}{part}.fellesdatakatalog.digdir.no/");
        let reference = if part.is_empty() {
            "https://data.norge.no/reference-data"
        } else {
            "https://demo.fellesdatakatalog.digdir.no/reference-data"
        };
        Ok(Self {
            sparql: address("sparql", settings.sparql.as_ref(), &host("sparql"))?,
            resource: address("resource", settings.resource.as_ref(), &host("resource.api"))?,
            organizations: address("organizations", settings.organizations.as_ref(), &host("organization-catalog"))?,
            reference: address("reference", settings.reference.as_ref(), reference)?,
            search: address("search", settings.search.as_ref(), &host("search.api"))?,
        })
    }

    /// The address of a path of a service; SPARQL has none.
    pub fn at(&self, service: Service, path: &str) -> Url {
        let mut url = match service {
            Service::Sparql => &self.sparql,
            Service::Resource => &self.resource,
            Service::Organizations => &self.organizations,
            Service::Reference => &self.reference,
            Service::Search => &self.search,
        }
        .clone();
        if !path.is_empty() {
            let whole = format!("{}{path}", url.path().trim_end_matches('/'));
            url.set_path(&whole);
        }
        url
    }
}

fn address(name: &str, given: Option<&String>, usual: &str) -> Result<Url> {
    let text = given.map_or(usual, String::as_str);
    Url::parse(text).map_err(|error| Error::RequestInvalid {
        problem: format!("the address of `{name}`, `{text}`, is none: {error}"),
        hint: "write it as `https://example.no/path`",
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn settings(environment: Option<&str>) -> config::Link {
        config::Link { environment: environment.map(str::to_owned), ..config::Link::default() }
    }

    #[test]
    fn environments_have_their_hosts_and_each_can_be_given() {
        let production = Endpoints::of(&settings(None)).expect("production");
        assert_eq!(production.at(Service::Sparql, "").as_str(), "https://sparql.fellesdatakatalog.digdir.no/");
        assert_eq!(production.at(Service::Reference, "/eu/data-themes").as_str(), "https://data.norge.no/reference-data/eu/data-themes");
        let demo = Endpoints::of(&settings(Some("demo"))).expect("demo");
        let organizations = "https://organization-catalog.demo.fellesdatakatalog.digdir.no/organizations";
        assert_eq!(demo.at(Service::Organizations, "/organizations").as_str(), organizations);
        assert_eq!(demo.at(Service::Search, "/search/events").host_str(), Some("search.api.demo.fellesdatakatalog.digdir.no"));
        let own = config::Link { resource: Some("http://127.0.0.1:1/r".to_owned()), ..settings(None) };
        assert_eq!(Endpoints::of(&own).expect("own").at(Service::Resource, "/v1").as_str(), "http://127.0.0.1:1/r/v1");
        assert!(Endpoints::of(&settings(Some("staging"))).is_err());
        let wrong = config::Link { search: Some("nowhere".to_owned()), ..settings(None) };
        assert!(Endpoints::of(&wrong).expect_err("no address").to_string().contains("`search`"));
    }
}
