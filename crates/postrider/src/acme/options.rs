//! What is wanted, and of whom.

use std::fmt;
use std::net::{Ipv6Addr, SocketAddr};

use postrider_certificate::KeyType;
use rustls::pki_types::CertificateDer;

/// The directory of Let's Encrypt.
pub const DIRECTORY: &str = "https://acme-v02.api.letsencrypt.org/directory";

/// Port 80, where the authority looks with http-01 (RFC 8555 §8.3).
pub const HTTP_LISTEN: SocketAddr = SocketAddr::new(std::net::IpAddr::V6(Ipv6Addr::UNSPECIFIED), 80);

/// Port 443, where it looks with tls-alpn-01 (RFC 8737 §3).
pub const TLS_LISTEN: SocketAddr = SocketAddr::new(std::net::IpAddr::V6(Ipv6Addr::UNSPECIFIED), 443);

/// The authority, and how it is answered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Options {
    /// The address of its directory, with https.
    pub directory: String,
    /// Where it reaches whoever runs the server: `mailto:` addresses.
    pub contact: Vec<String>,
    /// Who vouches for the directory, beside those whom the system trusts.
    pub authorities: Vec<CertificateDer<'static>>,
    /// How it finds out that names are ours.
    pub challenge: Challenge,
    /// Where it is answered with http-01.
    pub http_listen: SocketAddr,
    /// Where it is answered with tls-alpn-01.
    pub tls_listen: SocketAddr,
    /// The account with the authority that ours is bound to.
    pub external: Option<ExternalAccount>,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            directory: DIRECTORY.to_owned(),
            contact: Vec::new(),
            authorities: Vec::new(),
            challenge: Challenge::default(),
            http_listen: HTTP_LISTEN,
            tls_listen: TLS_LISTEN,
            external: None,
        }
    }
}

/// An account with the authority that exists outside of ACME (RFC 8555 §7.3.4).
#[derive(Clone, PartialEq, Eq)]
pub struct ExternalAccount {
    /// The name of the key.
    pub kid: String,
    /// The key.
    pub key: Vec<u8>,
}

/// Without the key.
impl fmt::Debug for ExternalAccount {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ExternalAccount").field("kid", &self.kid).finish_non_exhaustive()
    }
}

/// How an authority finds out that a name is ours.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Challenge {
    /// It gets a page from port 80 (RFC 8555 §8.3).
    #[default]
    Http01,
    /// It sees a certificate at port 443 (RFC 8737).
    TlsAlpn01,
}

impl Challenge {
    /// All of them.
    pub const ALL: [Self; 2] = [Self::Http01, Self::TlsAlpn01];

    /// Its name in the protocol.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Http01 => "http-01",
            Self::TlsAlpn01 => "tls-alpn-01",
        }
    }
}

/// A certificate that is wanted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Wanted {
    /// The names that it is for, in A-labels and small letters; at least one, the first names it.
    pub names: Vec<String>,
    /// Its key.
    pub key: KeyType,
}

impl Wanted {
    /// The name it is called by.
    #[must_use]
    pub fn name(&self) -> &str {
        self.names.first().map_or("", String::as_str)
    }

    /// What its files are called, and what tells it from every other.
    #[must_use]
    pub fn stem(&self) -> String {
        match self.key {
            KeyType::Ecdsa => self.name().to_owned(),
            KeyType::Rsa => format!("{}-rsa", self.name()),
        }
    }
}
