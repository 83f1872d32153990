//! A route as the operator wrote it, and the table in which the one for a domain is found.

use std::collections::HashMap;
use std::fmt;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use postrider_proto::client::EightBit;
use postrider_proto::mail::address::{AddressError, Charset};
use postrider_proto::mail::{AddressLiteral, Domain};
use postrider_queue::schedule::retry::Retry;

use crate::smtp::Login;
use crate::tls::{ClientCertificate, Policy, Roots};

/// Where the mail for some domains goes next, and how.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RouteSpec {
    /// For which domains.
    pub domain: Pattern,
    /// Where to.
    pub next: Next,
    /// From which of our addresses.
    pub source: Source,
    /// The name in EHLO or LHLO; that of the server where there is none.
    pub hello_name: Option<Domain>,
    /// How much TLS there has to be; nothing where mail goes in clear. Where it begins with the connection, there is no less than that.
    pub tls: Option<Policy>,
    /// Whose word is taken for a certificate.
    pub roots: Roots,
    /// The name that the certificate of a host which the operator has named has to be for; that of the host where there is none.
    pub certificate_name: Option<String>,
    /// What hosts are shown that ask for a certificate.
    pub certificate: Option<ClientCertificate>,
    /// What to log in with, at hosts that the operator has named.
    pub login: Option<Login>,
    /// What becomes of a message that needs 8BITMIME where the next host has none.
    pub eight_bit: EightBit,
    /// When to try again; as everywhere where there is none.
    pub retry: Option<Retry>,
    /// When to give a message up, after it came; as everywhere where there is none.
    pub give_up: Option<Duration>,
    /// The most messages on their way at once; as everywhere where there is none.
    pub at_once: Option<usize>,
    /// The most messages that are begun in a minute, evenly; as many as there are where there is none.
    pub per_minute: Option<u32>,
    /// Where the configuration says so, as `file:line`.
    pub config_line: Option<String>,
}

/// Which domains a route is for.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Pattern {
    /// `example.org`: this one, in A-labels; or an address literal.
    Domain(Domain),
    /// `*.example.org`: every domain below this name, in A-labels, and not itself.
    Below(String),
    /// `*`: every domain that is not ours.
    Any,
}

/// Where mail goes next.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Next {
    /// To the hosts that DNS has for the domain.
    Mx,
    /// Into a Maildir of this machine.
    Maildir,
    /// Nowhere: it is thrown away.
    Discard,
    /// To the first of these that takes it. Their names are looked up for addresses, and not for MX.
    Hosts(Vec<HostPort>),
    /// To an LMTP server (RFC 2033).
    Lmtp(LmtpTarget),
}

/// A host and a port.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct HostPort {
    /// A name in A-labels, or an IPv4 or IPv6 address.
    pub host: Domain,
    /// The port.
    pub port: u16,
    /// TLS begins with the connection (RFC 8314 §3).
    pub tls_at_once: bool,
}

/// Where an LMTP server listens.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum LmtpTarget {
    /// On a port.
    Tcp(HostPort),
    /// On a Unix socket.
    Unix(PathBuf),
}

/// From which of our addresses connections are made; the system chooses where there is none.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Source {
    /// For hosts that have an IPv4 address.
    pub v4: Option<Ipv4Addr>,
    /// For hosts that have an IPv6 address.
    pub v6: Option<Ipv6Addr>,
}

/// All routes. The one for a domain is found by a few lookups, however many there are.
#[derive(Debug, Clone, Default)]
pub struct RouteTable {
    by_pattern: HashMap<Pattern, Arc<RouteSpec>>,
}

impl RouteSpec {
    /// A route with nothing special about it.
    #[must_use]
    pub const fn new(domain: Pattern, next: Next) -> Self {
        Self {
            domain,
            next,
            source: Source { v4: None, v6: None },
            hello_name: None,
            tls: Some(Policy::Opportunistic),
            roots: Roots::System,
            certificate_name: None,
            certificate: None,
            login: None,
            eight_bit: EightBit::Refuse,
            retry: None,
            give_up: None,
            at_once: None,
            per_minute: None,
            config_line: None,
        }
    }
}

impl RouteSpec {
    /// Whether it says the same, for whatever domains and wherever it is written.
    pub(crate) fn is_like(&self, other: &Self) -> bool {
        let (domain, config_line) = (other.domain.clone(), other.config_line.clone());
        *other == Self { domain, config_line, ..self.clone() }
    }
}

impl RouteTable {
    /// These. Of two for the same domains the first is used.
    #[must_use]
    pub fn new(specs: Vec<RouteSpec>) -> Self {
        let mut by_pattern = HashMap::new();
        for spec in specs {
            by_pattern.entry(spec.domain.clone()).or_insert_with(|| Arc::new(spec));
        }
        Self { by_pattern }
    }

    /// The route that was written for just this domain.
    #[must_use]
    pub fn exact(&self, domain: &Domain) -> Option<&Arc<RouteSpec>> {
        self.get(&Pattern::Domain(ascii(domain)))
    }

    /// The route for a domain that is not ours: the one written for it, else the one for the nearest name above it, else that
    /// for every domain.
    #[must_use]
    pub fn find(&self, domain: &Domain) -> Option<&Arc<RouteSpec>> {
        let domain = ascii(domain);
        let exact = self.get(&Pattern::Domain(domain.clone()));
        let above = || match &domain {
            Domain::Literal(_) => None,
            Domain::Name(name) => {
                let names = name.match_indices('.').map(|(dot, _)| &name[dot + 1..]);
                names.into_iter().find_map(|name| self.get(&Pattern::Below(name.to_owned())))
            }
        };
        exact.or_else(above).or_else(|| self.get(&Pattern::Any))
    }

    fn get(&self, pattern: &Pattern) -> Option<&Arc<RouteSpec>> {
        self.by_pattern.get(pattern)
    }
}

impl Pattern {
    /// Reads `example.org`, `*.example.org` or `*`.
    ///
    /// # Errors
    ///
    /// It is none of them.
    pub fn parse(text: &str) -> Result<Self, AddressError> {
        if text == "*" {
            return Ok(Self::Any);
        }
        match text.strip_prefix("*.") {
            None => Ok(Self::Domain(ascii(&Domain::parse(text, Charset::Utf8)?))),
            Some(name) => match ascii(&Domain::parse(name, Charset::Utf8)?) {
                Domain::Name(name) => Ok(Self::Below(name)),
                Domain::Literal(_) => Err(AddressError::Domain),
            },
        }
    }

    /// Whether it is true of this domain, in whichever labels that is written.
    #[must_use]
    pub fn matches(&self, domain: &Domain) -> bool {
        match (self, ascii(domain)) {
            (Self::Domain(is), domain) => *is == domain,
            (Self::Below(above), Domain::Name(name)) => {
                name.strip_suffix(above.as_str()).is_some_and(|below| below.ends_with('.'))
            }
            (Self::Below(_), Domain::Literal(_)) => false,
            (Self::Any, _) => true,
        }
    }
}

impl Source {
    /// The address for a connection to `peer`.
    #[must_use]
    pub fn towards(&self, peer: IpAddr) -> Option<IpAddr> {
        match peer {
            IpAddr::V4(_) => self.v4.map(IpAddr::V4),
            IpAddr::V6(_) => self.v6.map(IpAddr::V6),
        }
    }
}

impl fmt::Display for Pattern {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Domain(domain) => write!(f, "{domain}"),
            Self::Below(name) => write!(f, "*.{name}"),
            Self::Any => f.write_str("*"),
        }
    }
}

/// As it is written in the configuration.
impl fmt::Display for Next {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Mx => f.write_str("mx"),
            Self::Maildir => f.write_str("maildir"),
            Self::Discard => f.write_str("discard"),
            Self::Hosts(hosts) => hosts.iter().enumerate().try_for_each(|(i, host)| {
                f.write_str(if i == 0 { "" } else { ", " })?;
                write!(f, "{}://{host}", if host.tls_at_once { "smtps" } else { "smtp" })
            }),
            Self::Lmtp(LmtpTarget::Tcp(host)) if host.tls_at_once => write!(f, "lmtps://{host}"),
            Self::Lmtp(LmtpTarget::Tcp(host)) => write!(f, "lmtp://{host}"),
            Self::Lmtp(LmtpTarget::Unix(path)) => write!(f, "lmtp:{}", path.display()),
        }
    }
}

impl fmt::Display for HostPort {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.host {
            Domain::Literal(AddressLiteral::V4(address)) => write!(f, "{address}:{}", self.port),
            Domain::Literal(AddressLiteral::V6(address)) => write!(f, "[{address}]:{}", self.port),
            host => write!(f, "{host}:{}", self.port),
        }
    }
}

/// The domain in A-labels.
fn ascii(domain: &Domain) -> Domain {
    domain.to_ascii().map_or_else(|| domain.clone(), Domain::Name)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn table(patterns: &[&str]) -> RouteTable {
        let spec = |pattern: &&str| RouteSpec::new(Pattern::parse(pattern).expect(pattern), Next::Mx);
        RouteTable::new(patterns.iter().map(spec).collect())
    }

    fn found(table: &RouteTable, domain: &str) -> Option<String> {
        let domain = Domain::parse(domain, Charset::Utf8).expect(domain);
        table.find(&domain).map(|spec| spec.domain.to_string())
    }

    #[test]
    fn the_nearest_pattern_is_taken_wherever_it_stands() {
        let table =
            table(&["*", "*.org", "*.b.example.org", "a.b.example.org", "bücher.example", "[192.0.2.1]"]);
        for (domain, pattern) in [
            ("a.b.example.org", "a.b.example.org"),
            ("c.b.example.org", "*.b.example.org"),
            ("x.a.b.example.org", "*.b.example.org"),
            ("b.example.org", "*.org"),
            ("EXAMPLE.org", "*.org"),
            ("org", "*"),
            ("xn--bcher-kva.example", "xn--bcher-kva.example"),
            ("BÜCHER.example", "xn--bcher-kva.example"),
            ("[192.0.2.1]", "[192.0.2.1]"),
            ("[192.0.2.2]", "*"),
        ] {
            assert_eq!(found(&table, domain).as_deref(), Some(pattern), "{domain}");
        }
    }

    #[test]
    fn without_a_pattern_there_is_no_route() {
        assert_eq!(found(&table(&[]), "example.org"), None);
        assert_eq!(found(&table(&["*.example.org"]), "example.org"), None, "below it, and not itself");
        assert_eq!(found(&table(&["*.example.org"]), "badexample.org"), None);
    }

    #[test]
    fn what_is_no_pattern_is_refused() {
        for text in ["", "*.", "a.*", "*example.org", "*.*", "*.[192.0.2.1]", "exa mple.org", "u@example.org"]
        {
            assert!(Pattern::parse(text).is_err(), "{text:?}");
        }
    }

    #[test]
    fn a_source_is_of_the_family_of_the_peer() {
        let source = Source { v4: Some(Ipv4Addr::LOCALHOST), v6: None };
        assert_eq!(source.towards(IpAddr::V4(Ipv4Addr::BROADCAST)), Some(IpAddr::V4(Ipv4Addr::LOCALHOST)));
        assert_eq!(source.towards(IpAddr::V6(Ipv6Addr::LOCALHOST)), None);
    }
}
