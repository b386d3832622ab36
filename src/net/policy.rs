//! Which addresses may be asked: http and https, without user information, on hosts of the public internet.
//!
//! A host counts by what it resolves to, so that a name for 127.0.0.1 and 2130706433 are refused like 127.0.0.1.

use crate::error::{Error, Result};
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr, ToSocketAddrs};
use url::{Host, Url};

/// The policy; without exceptions by default.
#[derive(Debug, Clone, Default)]
pub struct Policy {
    /// Hosts that are let through whatever they resolve to, as they stand in addresses; `host:port` for one port of it.
    allowed: Vec<String>,
    /// Whether nothing else is asked.
    closed: bool,
}

impl Policy {
    /// A policy with exceptions.
    pub fn allowing(hosts: impl IntoIterator<Item = String>) -> Self {
        Self { allowed: hosts.into_iter().map(|host| normal(&host)).collect(), closed: false }
    }

    /// A policy that lets through these hosts and no other, redirects included.
    pub fn only(hosts: impl IntoIterator<Item = String>) -> Self {
        Self { closed: true, ..Self::allowing(hosts) }
    }

    /// Whether the host of an address is listed.
    pub fn lists(&self, url: &Url) -> bool {
        let Some(host) = url.host_str() else { return false };
        let with_port = format!("{host}:{}", url.port_or_known_default().unwrap_or_default());
        self.allowed.iter().any(|allowed| *allowed == normal(host) || *allowed == with_port)
    }

    /// Looks at an address. For a host with a name, the name and the addresses to connect to.
    pub(super) fn look(&self, url: &Url) -> Result<Option<(String, Vec<SocketAddr>)>> {
        let refused = |problem: String| Error::EgressRefused { url: hide_user(url), problem };
        if !matches!(url.scheme(), "http" | "https") {
            return Err(refused(format!("the scheme is {}, not http or https", url.scheme())));
        }
        if !url.username().is_empty() || url.password().is_some() {
            return Err(refused("it holds user information".to_owned()));
        }
        let host = url.host().ok_or_else(|| refused("it has no host".to_owned()))?;
        let listed = self.lists(url);
        if self.closed && !listed {
            return Err(refused("its host is not on the list of hosts that may be asked".to_owned()));
        }
        let check = |address: IpAddr| {
            let passes = listed || self.allowed.contains(&address.to_string()) || is_public(address);
            if passes { Ok(()) } else { Err(refused(format!("{address} is not on the public internet"))) }
        };
        match host {
            Host::Ipv4(address) => check(address.into()).map(|()| None),
            Host::Ipv6(address) => check(address.into()).map(|()| None),
            Host::Domain(name) => {
                let port = url.port_or_known_default().unwrap_or_default();
                let failed = |source| Error::Fetch { url: url.to_string(), source: Box::new(source) };
                let addresses: Vec<SocketAddr> = (name, port).to_socket_addrs().map_err(failed)?.collect();
                addresses.iter().try_for_each(|address| check(address.ip()))?;
                Ok(Some((name.to_owned(), addresses)))
            }
        }
    }
}

/// A host as it is compared: an address of version 6 without brackets, unless a port follows.
fn normal(host: &str) -> String {
    let host = host.trim().to_lowercase();
    host.strip_prefix('[').and_then(|rest| rest.strip_suffix(']')).map_or(host.clone(), str::to_owned)
}

/// The address without name and password, which do not belong in messages.
fn hide_user(url: &Url) -> String {
    let mut shown = url.clone();
    // Both fail only for addresses that cannot have user information.
    let _ = shown.set_username("");
    let _ = shown.set_password(None);
    shown.into()
}

fn is_public(address: IpAddr) -> bool {
    match address {
        IpAddr::V4(address) => is_public_v4(address),
        IpAddr::V6(address) => is_public_v6(address),
    }
}

/// The IANA registry of special-purpose addresses, by its blocks that are not globally reachable.
fn is_public_v4(address: Ipv4Addr) -> bool {
    let [a, b, c, _] = address.octets();
    let special = matches!(
        (a, b, c),
        (0 | 10 | 127 | 240..=255, ..) // this network, private, loopback, reserved
            | (100, 64..=127, _) // carrier-grade NAT
            | (172, 16..=31, _)
            | (192, 168, _)
            | (192, 0, 0 | 2)
            | (192, 88, 99)
            | (198, 18 | 19, _) // benchmarks
            | (198, 51, 100)
            | (203, 0, 113)
    );
    !(special || address.is_link_local() || address.is_multicast())
}

fn is_public_v6(address: Ipv6Addr) -> bool {
    let inner = |high: u16, low: u16| Ipv4Addr::from((u32::from(high) << 16) | u32::from(low));
    match address.segments() {
        // Mapped, NAT64 and 6to4 addresses hold one of version 4.
        [0, 0, 0, 0, 0, 0xffff, high, low] | [0x64, 0xff9b, 0, 0, 0, 0, high, low] | [0x2002, high, low, ..] => {
            is_public_v4(inner(high, low))
        }
        [0x2001, 0..=0x1ff | 0xdb8, ..] | [0x3fff, 0..=0xfff, ..] => false, // protocols (Teredo among them), documentation
        [first, ..] => (0x2000..0x4000).contains(&first),                   // global unicast is 2000::/3, nothing else
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn look(policy: &Policy, url: &str) -> Result<Option<(String, Vec<SocketAddr>)>> {
        policy.look(&Url::parse(url).expect("a URL"))
    }

    #[test]
    fn what_is_not_public_is_refused() {
        for url in [
            "http://127.0.0.1/",
            "http://2130706433/",
            "http://0x7f.1/",
            "http://0177.0.0.1/",
            "http://localhost/",
            "http://0.0.0.0/",
            "http://10.1.2.3/",
            "http://172.31.0.1/",
            "http://192.168.1.1/",
            "http://169.254.169.254/latest/meta-data",
            "http://100.64.0.1/",
            "http://224.0.0.1/",
            "http://255.255.255.255/",
            "http://[::1]/",
            "http://[::]/",
            "http://[::ffff:127.0.0.1]/",
            "http://[::ffff:10.0.0.1]/",
            "http://[64:ff9b::7f00:1]/",
            "http://[2002:7f00:1::]/",
            "http://[::127.0.0.1]/",
            "http://[fe80::1]/",
            "http://[fc00::1]/",
            "http://[ff02::1]/",
            "http://user:secret@93.184.216.34/",
            "ftp://93.184.216.34/",
            "file:///etc/passwd",
        ] {
            let error = look(&Policy::default(), url).expect_err(url);
            assert!(matches!(&error, Error::EgressRefused { .. }), "{url}: {error}");
            assert!(!error.to_string().contains("secret"), "{error}");
        }
    }

    #[test]
    fn what_is_public_or_allowed_passes() {
        for url in ["http://93.184.216.34/", "https://[2606:4700::1111]/", "http://172.32.0.1/", "http://[::ffff:93.184.216.34]/"] {
            assert!(look(&Policy::default(), url).is_ok(), "{url}");
        }
        let policy = Policy::allowing(["127.0.0.1".to_owned(), "[::1]".to_owned(), "LOCALHOST".to_owned()]);
        for url in ["http://127.0.0.1:1/", "http://2130706433/", "http://[::1]/", "http://localhost/"] {
            assert!(look(&policy, url).is_ok(), "{url}");
        }
        assert!(look(&policy, "http://127.0.0.2/").is_err());
    }

    #[test]
    fn a_closed_policy_asks_what_is_listed_and_nothing_else() {
        let policy = Policy::only(["93.184.216.34".to_owned(), "127.0.0.1:8890".to_owned(), "[::1]:80".to_owned()]);
        for url in ["https://93.184.216.34/", "http://127.0.0.1:8890/", "http://2130706433:8890/", "http://[::1]/"] {
            assert!(look(&policy, url).is_ok(), "{url}");
        }
        for url in ["http://172.32.0.1/", "http://127.0.0.1/", "http://127.0.0.1:8891/", "http://[::1]:81/", "http://localhost:8890/"] {
            assert!(look(&policy, url).is_err(), "{url}");
        }
        assert!(look(&Policy::only([]), "http://93.184.216.34/").is_err());
    }
}
