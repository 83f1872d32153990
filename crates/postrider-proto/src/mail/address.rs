//! Addresses: mailboxes, domains, and the paths of MAIL and RCPT (RFC 5321 §4.1.2).

use std::fmt;
use std::net::{Ipv4Addr, Ipv6Addr};

/// A mailbox: `local-part@domain`. One that exists is valid: within the length limits of RFC 5321 §4.5.3.1, with the
/// local part unquoted.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Mailbox {
    local: String,
    domain: Domain,
}

/// The right side of a mailbox, or the name in EHLO.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Domain {
    /// A domain name, lower case, in ASCII (A-labels) or, with SMTPUTF8, as it was given (U-labels).
    Name(String),
    /// An address in square brackets.
    Literal(AddressLiteral),
}

/// `[192.0.2.1]`, `[IPv6:2001:db8::1]` or `[tag:content]` (RFC 5321 §4.1.3).
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum AddressLiteral {
    /// `[192.0.2.1]`
    V4(Ipv4Addr),
    /// `[IPv6:2001:db8::1]`
    V6(Ipv6Addr),
    /// `[tag:content]`, for a tag that is not `IPv6`.
    General {
        /// The standardized tag.
        tag: String,
        /// What follows the colon.
        content: String,
    },
}

/// The argument of MAIL FROM.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum ReversePath {
    /// `<>`: nobody wants a bounce of this.
    Null,
    /// `<mailbox>`
    Mailbox(Mailbox),
}

/// The argument of RCPT TO.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum ForwardPath {
    /// `<Postmaster>`, without a domain (RFC 5321 §4.5.1).
    Postmaster,
    /// `<mailbox>`
    Mailbox(Mailbox),
}

impl Mailbox {
    /// The local part, unquoted, in the case it was given.
    #[must_use]
    pub fn local(&self) -> &str {
        &self.local
    }

    /// The domain.
    #[must_use]
    pub fn domain(&self) -> &Domain {
        &self.domain
    }
}

impl fmt::Display for Domain {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Name(name) => f.write_str(name),
            Self::Literal(literal) => write!(f, "[{literal}]"),
        }
    }
}

impl fmt::Display for AddressLiteral {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::V4(address) => write!(f, "{address}"),
            Self::V6(address) => write!(f, "IPv6:{address}"),
            Self::General { tag, content } => write!(f, "{tag}:{content}"),
        }
    }
}
