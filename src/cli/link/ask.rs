//! Who is asked: the arguments of commands that ask the services around data.norge.no.

use super::super::args::{ConfigArgs, NetArgs, seconds};
use crate::config;
use crate::error::Result;
use crate::link::client::Client;
use crate::link::endpoints::Endpoints;
use crate::net::{Limits, SystemClock};
use clap::Args;
use std::sync::Arc;
use std::time::Duration;

/// How long an answer may take.
const PATIENCE: Duration = Duration::from_secs(120);
/// Most bytes of an answer: the organisation catalogue and `EuroVoc` are one document each.
const MOST_MEBIBYTES: u64 = 512;

/// Which services are asked, and what that may cost. Options win over the environment, and that over `[link]` of the configuration.
#[derive(Args)]
pub(super) struct AskArgs {
    /// Whose hosts: production or demo [default: production]
    #[arg(long, value_name = "NAME", env = "SAMSTYR_LINK_ENVIRONMENT")]
    environment: Option<String>,
    /// Address of the SPARQL endpoint
    #[arg(long, value_name = "URL", env = "SAMSTYR_LINK_SPARQL")]
    sparql: Option<String>,
    /// Address of the resource service, without `/v1`
    #[arg(long, value_name = "URL", env = "SAMSTYR_LINK_RESOURCE")]
    resource: Option<String>,
    /// Address of the organisation catalogue, without `/organizations`
    #[arg(long, value_name = "URL", env = "SAMSTYR_LINK_ORGANIZATIONS")]
    organizations: Option<String>,
    /// Address of the reference data, with `/reference-data`
    #[arg(long, value_name = "URL", env = "SAMSTYR_LINK_REFERENCE")]
    reference: Option<String>,
    /// Address of the search service, without `/search`
    #[arg(long, value_name = "URL", env = "SAMSTYR_LINK_SEARCH")]
    search: Option<String>,
    #[command(flatten)]
    net: NetArgs,
    #[command(flatten)]
    config: ConfigArgs,
    /// Seconds that an answer may take [default: 120]
    #[arg(long, value_name = "SECONDS", value_parser = seconds)]
    timeout: Option<Duration>,
    /// Mebibytes that an answer may have [default: 512]
    #[arg(long, value_name = "MIB", value_parser = clap::value_parser!(u64).range(1..=65_536))]
    max_size: Option<u64>,
}

impl AskArgs {
    pub(super) fn client(self) -> Result<Client> {
        let file = self.config.read()?;
        let policy = self.net.policy(file.clone())?;
        let given = config::Link {
            environment: self.environment,
            sparql: self.sparql,
            resource: self.resource,
            organizations: self.organizations,
            reference: self.reference,
            search: self.search,
        };
        let limits = Limits { bytes: self.max_size.unwrap_or(MOST_MEBIBYTES) * 1024 * 1024, time: self.timeout.unwrap_or(PATIENCE) };
        Ok(Client::new(Endpoints::of(&given.or(file.link))?, policy, limits, Arc::new(SystemClock::default())))
    }
}
