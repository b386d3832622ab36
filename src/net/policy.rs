//! Which addresses may be asked: http and https, without user information, on hosts of the public internet.
//!
//! A host counts by what it resolves to, so that a name for 127.0.0.1 and 2130706433 are refused like 127.0.0.1.

use crate::error::{Error, Result};
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr, ToSocketAddrs};
use url::{Host, Url};

/// The way on for a host of one's own.
const ALLOW: &str = "`--allow-host HOST`, or `[net] allow` in samstyr.toml, lets a host of your own through, by name or address";

/// The policy; without exceptions by default.
#[derive(Debug, Clone, Default)]
pub struct Policy {
    /// Hosts that are let through whatever they resolve to, with the port if it is only one.
    allowed: Vec<(Host, Option<u16>)>,
    /// Whether nothing else is asked.
    closed: bool,
}

impl Policy {
    /// Lets more hosts through. `place` is where they were given, for messages.
    pub fn allow(mut self, hosts: impl IntoIterator<Item = String>, place: &str) -> Result<Self> {
        for host in hosts {
            self.allowed.push(host_of(&host).ok_or_else(|| Error::RequestInvalid {
                problem: format!("`{}` in {place} is not a host", shown(&host)),
                hint: "give the host alone, or with a port, without scheme, user and path, such as `localhost`, `10.0.0.1:8080` or `::1`",
            })?);
        }
        Ok(self)
    }

    /// The same policy, which lets nothing else through, redirects included.
    #[must_use]
    pub fn closed(self) -> Self {
        Self { closed: true, ..self }
    }

    /// Whether any host is listed.
    pub fn lists_any(&self) -> bool {
        !self.allowed.is_empty()
    }

    /// Whether the host of an address is listed.
    pub fn lists(&self, url: &Url) -> bool {
        let Some(host) = url.host() else { return false };
        let (host, asked) = (canonical(host.to_owned()), url.port_or_known_default());
        self.allowed.iter().any(|(allowed, port)| *allowed == host && (port.is_none() || *port == asked))
    }

    /// Looks at an address. For a host with a name, the name and the addresses to connect to.
    pub(super) fn look(&self, url: &Url) -> Result<Option<(String, Vec<SocketAddr>)>> {
        let refused = |problem: String, hint| Error::EgressRefused { url: shown(url.as_str()), from: None, problem, hint };
        if !is_web(url) {
            return Err(refused(format!("the scheme is {}, not http or https", url.scheme()), "give an http or https address, or a file"));
        }
        if names_somebody(url) {
            return Err(refused("it holds user information".to_owned(), "fetch it yourself, and give the file"));
        }
        let host = url.host().ok_or_else(|| refused("it has no host".to_owned(), "give an http or https address, or a file"))?;
        let listed = self.lists(url);
        if self.closed && !listed {
            return Err(refused("its host is not on the list of hosts that may be asked".to_owned(), ALLOW));
        }
        let check = |address: IpAddr| {
            let passes = listed || self.allowed.contains(&(host_at(address), None)) || is_public(address);
            if passes { Ok(()) } else { Err(refused(format!("{address} is not on the public internet"), ALLOW)) }
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

/// A host, with its port if it has one; nothing for what is none, such as an address or a pattern.
fn host_of(text: &str) -> Option<(Host, Option<u16>)> {
    let text = text.trim();
    if let Some((host, port)) = text.rsplit_once(':').filter(|(host, _)| !host.contains(':') || host.ends_with(']')) {
        let ((host, None), port) = (host_of(host)?, port.parse::<u16>().ok()?) else { return None };
        return Some((host, Some(port)));
    }
    let bare = text.strip_prefix('[').and_then(|text| text.strip_suffix(']')).unwrap_or(text);
    if let Ok(address) = bare.parse::<Ipv6Addr>() {
        return Some((host_at(address.into()), None));
    }
    match Host::parse(text).ok()? {
        Host::Domain(name) if name.contains('*') => None,
        host => Some((canonical(host), None)),
    }
}

/// A host as it is compared, however its address was written.
fn canonical(host: Host) -> Host {
    match host {
        Host::Ipv6(address) => host_at(address.into()),
        other => other,
    }
}

/// The host with an address. One of version 6 that only holds one of version 4 is the same host: that is what is connected to.
fn host_at(address: IpAddr) -> Host {
    match address.to_canonical() {
        IpAddr::V4(address) => Host::Ipv4(address),
        IpAddr::V6(address) => Host::Ipv6(address),
    }
}

/// An address without the name and password in it, which do not belong in messages. What cannot be read as an address loses
/// everything that could be one.
pub fn shown(address: &str) -> String {
    if !address.contains('@') {
        return address.to_owned();
    }
    match Url::parse(address) {
        Ok(url) if url.has_host() && url.username().is_empty() && url.password().is_none() => address.to_owned(),
        Ok(mut url) if url.has_host() => {
            // Both fail only for addresses that cannot have user information.
            let _ = url.set_username("");
            let _ = url.set_password(None);
            url.into()
        }
        _ => {
            let start = address.find("//").map_or(0, |at| at + 2);
            let end = address.rfind('@').unwrap_or(start).max(start);
            format!("{}…{}", &address[..start], &address[end..])
        }
    }
}

/// Whether an address may be one of the public internet, as far as can be told without asking for its host: what is refused anyway is none,
/// and neither is a name that stands for a machine or a network of one's own.
pub fn may_be_public(address: &str) -> bool {
    let Ok(url) = Url::parse(address) else { return false };
    let host = match url.host() {
        Some(Host::Ipv4(address)) => is_public(address.into()),
        Some(Host::Ipv6(address)) => is_public(address.into()),
        Some(Host::Domain(name)) => !is_own(name),
        None => false,
    };
    host && is_web(&url) && !names_somebody(&url)
}

fn is_web(url: &Url) -> bool {
    matches!(url.scheme(), "http" | "https")
}

fn names_somebody(url: &Url) -> bool {
    !url.username().is_empty() || url.password().is_some()
}

/// Whether a name stands for a machine or network of one's own, or for none: one word, or under a name that is set aside for that
/// (RFC 2606, 6761, 6762, 8375, and those that ICANN does not give away).
fn is_own(name: &str) -> bool {
    let name = name.trim_end_matches('.');
    let last = name.rsplit('.').next().unwrap_or_default();
    !name.contains('.')
        || matches!(
            last,
            "corp"
                | "example"
                | "home"
                | "internal"
                | "intranet"
                | "invalid"
                | "lan"
                | "local"
                | "localdomain"
                | "localhost"
                | "mail"
                | "test"
        )
        || name == "home.arpa"
        || name.ends_with(".home.arpa")
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
        let hosts = ["127.0.0.1", "[::1]", "LOCALHOST"].map(str::to_owned);
        let policy = Policy::default().allow(hosts, "here").expect("hosts");
        for url in ["http://127.0.0.1:1/", "http://2130706433/", "http://[::1]/", "http://localhost/"] {
            assert!(look(&policy, url).is_ok(), "{url}");
        }
        assert!(look(&policy, "http://127.0.0.2/").is_err());
    }

    #[test]
    fn an_address_tells_without_being_asked_for_that_it_is_not_public() {
        for (address, expected) in [
            ("https://data.norge.no/concepts/300", true),
            ("http://93.184.216.34/", true),
            ("https://testlocal.no/", true),
            ("http://localhost:5050/organizations/1", false),
            ("http://katalog.localhost/", false),
            ("https://katalog.local./1", false),
            ("https://box.home.arpa/1", false),
            ("https://fs/1", false),
            ("http://2130706433/", false),
            ("http://192.168.1.1/", false),
            ("http://[::1]/", false),
            ("https://user:secret@data.norge.no/", false),
            ("ftp://data.norge.no/1", false),
            ("urn:uuid:1", false),
            ("x", false),
        ] {
            assert_eq!(may_be_public(address), expected, "{address}");
        }
    }

    #[test]
    fn a_closed_policy_asks_what_is_listed_and_nothing_else() {
        let hosts = ["93.184.216.34", "127.0.0.1:8890", "[::1]:80"].map(str::to_owned);
        let policy = Policy::default().allow(hosts, "here").expect("hosts").closed();
        for url in ["https://93.184.216.34/", "http://127.0.0.1:8890/", "http://2130706433:8890/", "http://[::1]/"] {
            assert!(look(&policy, url).is_ok(), "{url}");
        }
        for url in ["http://172.32.0.1/", "http://127.0.0.1/", "http://127.0.0.1:8891/", "http://[::1]:81/", "http://localhost:8890/"] {
            assert!(look(&policy, url).is_err(), "{url}");
        }
        assert!(look(&Policy::default().closed(), "http://93.184.216.34/").is_err());
    }

    #[test]
    fn a_host_is_itself_however_it_is_written() {
        let ways = ["127.0.0.1", "2130706433", "0x7f.1", "0177.0.0.1", "[::ffff:127.0.0.1]", "::ffff:127.0.0.1", "[::ffff:7f00:1]"];
        let asked = ["127.0.0.1", "2130706433", "0x7f000001", "[::ffff:127.0.0.1]", "[::ffff:7f00:1]", "[0:0:0:0:0:ffff:7f00:1]"];
        for listed in ways {
            let policy = Policy::default().allow([listed.to_owned()], "here").expect(listed).closed();
            let of_port = Policy::default().allow([format!("{listed}:8080")], "here").ok().map(Policy::closed);
            for host in asked {
                assert!(look(&policy, &format!("http://{host}:8080/")).is_ok(), "{listed} and {host}");
                assert!(look(&policy, "http://127.0.0.2/").is_err() && look(&policy, "http://[::1]/").is_err(), "{listed}");
                // Without brackets the port of an address of version 6 is a part of it.
                let of_port = of_port.as_ref().filter(|_| !listed.starts_with("::"));
                assert!(of_port.is_none_or(|policy| look(policy, &format!("http://{host}:8080/")).is_ok()), "{listed}:8080 and {host}");
                assert!(of_port.is_none_or(|policy| look(policy, &format!("http://{host}:8081/")).is_err()), "{listed}:8080 and {host}");
            }
        }
        let policy = Policy::default().allow(["[0:0::1]:80".to_owned()], "here").expect("a host").closed();
        assert!(look(&policy, "http://[::1]/").is_ok());
    }

    #[test]
    fn what_is_no_host_is_not_allowed() {
        for wrong in
            ["http://localhost:8080", "localhost:x", "[::1]:", "localhost/", "*.no", "u:secret@h", "http://u:secret@h", "h:1:2", ""]
        {
            let error = Policy::default().allow([wrong.to_owned()], "--allow-host").expect_err(wrong).to_string();
            assert!(error.ends_with("in --allow-host is not a host") && !error.contains("secret"), "{wrong}: {error}");
        }
        for host in ["::1", "[::1]", "[::1]:80", "localhost:8080", "0x7f.1", "blåbær.no"] {
            assert!(Policy::default().allow([host.to_owned()], "here").is_ok(), "{host}");
        }
    }

    #[test]
    fn passwords_are_not_shown() {
        for (address, expected) in [
            ("http://u:secret@e.no/a?b", "http://e.no/a?b"),
            ("http://e.no/a@b", "http://e.no/a@b"),
            ("http://u:sec/ret@e.no:x/", "http://…@e.no:x/"),
            ("//u:secret@e.no/", "//…@e.no/"),
            ("u:secret@e.no", "…@e.no"),
            ("/plain", "/plain"),
        ] {
            assert_eq!(shown(address), expected);
        }
    }
}
