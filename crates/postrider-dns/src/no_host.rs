//! Why there is nobody to bring mail to.

use std::fmt;
use std::net::IpAddr;

use postrider_proto::reply::{Code, Enhanced};

use crate::answer::{Behind, ExtendedError, Trouble};

/// Why there is no host for a domain. Displayed, it names the domain, the record and the next step, in one sentence for people.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum NoHost {
    /// The domain says that it takes no mail (RFC 7505).
    NullMx {
        /// The domain.
        domain: String,
    },
    /// There is no such domain.
    NoSuchDomain {
        /// The domain, or the host that was named.
        domain: String,
    },
    /// The domain is there, and leads to no address that could be used.
    NoAddress {
        /// The domain, or the host that was named.
        domain: String,
        /// What is wrong with each of its hosts. None if no MX record names any.
        hosts: Vec<(String, HostFault)>,
    },
    /// The best host for the domain is this server, which does not have the domain.
    Loop {
        /// The domain.
        domain: String,
        /// The host that is this server, as the MX record names it, or the domain itself.
        host: String,
    },
    /// Nobody knows now.
    Temporary {
        /// The domain, or one of its hosts.
        name: String,
        /// Of which kind the record is that is not known.
        record: Record,
        /// Why.
        trouble: Trouble,
    },
    /// What DNS says is not to be believed: DNSSEC shows that it is forged, or that its zone is ill-kept.
    Bogus {
        /// The domain, or one of its hosts.
        name: String,
        /// Of which kind the record is.
        record: Record,
        /// What the resolver said of it.
        error: Option<ExtendedError>,
    },
}

/// What is wrong with one host of a domain.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum HostFault {
    /// It is not the name of a host: an IP address, or characters that no name has.
    NotAName,
    /// There is no such name.
    NoSuchName,
    /// The name has no address.
    NoAddress,
    /// Its address is one that mail cannot be sent to, such as 127.0.0.1.
    Unusable(IpAddr),
}

/// A kind of record.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Record {
    /// MX.
    Mx,
    /// A and AAAA.
    Address,
}

impl NoHost {
    /// The code for a report (RFC 3463).
    #[must_use]
    pub const fn enhanced(&self) -> Enhanced {
        match self {
            // RFC 7505 §4.1
            Self::NullMx { .. } => Enhanced::new(5, 1, 10),
            // RFC 3463 §3.2: bad destination system address.
            Self::NoSuchDomain { .. } => Enhanced::new(5, 1, 2),
            // RFC 3463 §3.5: unable to route; "a DNS lookup returning only an SOA record" is its own example.
            Self::NoAddress { .. } => Enhanced::new(5, 4, 4),
            // RFC 3463 §3.5: routing loop detected.
            Self::Loop { .. } => Enhanced::new(5, 4, 6),
            // RFC 3463 §3.5: directory server failure. No code is registered for DNSSEC, those of RFC 7372 are about the authentication
            // of senders; and to us it is the same: the directory gave no answer that can be used.
            Self::Temporary { .. } | Self::Bogus { .. } => Enhanced::new(4, 4, 3),
        }
    }

    /// The reply code that belongs to it, where it has one of its own (RFC 7505 §4.1).
    #[must_use]
    pub const fn code(&self) -> Option<Code> {
        match self {
            Self::NullMx { .. } => Code::new(556),
            _ => None,
        }
    }

    /// Whether it may be otherwise later.
    #[must_use]
    pub const fn is_temporary(&self) -> bool {
        matches!(self, Self::Temporary { .. } | Self::Bogus { .. })
    }
}

impl std::error::Error for NoHost {}

impl fmt::Display for NoHost {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NullMx { domain } => write!(
                f,
                "{domain} takes no mail, as its MX record says, which names no host: use another address"
            ),
            Self::NoSuchDomain { domain } => {
                write!(f, "there is no {domain} in the DNS: look for a mistake in its name")
            }
            Self::NoAddress { domain, hosts } if hosts.is_empty() => write!(
                f,
                "{domain} has no MX, A or AAAA record, so that nobody takes its mail: look for a mistake in its name, or ask \
                 whoever runs it"
            ),
            Self::NoAddress { domain, hosts } => {
                write!(
                    f,
                    "no host of {domain} can be sent to: {}; whoever runs it has to mend that",
                    Faults(hosts)
                )
            }
            Self::Loop { domain, host } => write!(
                f,
                "mail for {domain} comes back to this server, which is {host} in its MX or address records: \
                 make it a domain of this server or give it a route, or mend the records"
            ),
            Self::Temporary { name, record, trouble } => {
                write!(f, "the {record} of {name} cannot be looked up now: {trouble}; it will be tried again")
            }
            Self::Bogus { name, record, error } => write!(
                f,
                "the {record} of {name} is not to be believed, DNSSEC says{}; it will be tried again, and whoever runs the domain \
                 has to mend it",
                Behind(error.as_ref())
            ),
        }
    }
}

impl fmt::Display for Record {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Mx => "MX record",
            Self::Address => "address",
        })
    }
}

/// The faults of hosts, of the first of them.
struct Faults<'a>(&'a [(String, HostFault)]);

impl fmt::Display for Faults<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        const SHOWN: usize = 3;
        for (at, (host, fault)) in self.0.iter().take(SHOWN).enumerate() {
            f.write_str(if at == 0 { "" } else { ", " })?;
            match fault {
                HostFault::NotAName => write!(f, "{host} is not the name of a host"),
                HostFault::NoSuchName => write!(f, "there is no {host}"),
                HostFault::NoAddress => write!(f, "{host} has no address"),
                HostFault::Unusable(address) => {
                    write!(f, "{host} has the address {address}, which leads nowhere")
                }
            }?;
        }
        match self.0.len().saturating_sub(SHOWN) {
            0 => Ok(()),
            more => write!(f, ", and so on for {more} more"),
        }
    }
}
