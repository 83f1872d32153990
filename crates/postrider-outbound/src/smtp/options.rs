//! Where a connection goes to, and what it is set to.

use std::fmt;
use std::net::{IpAddr, SocketAddr};
use std::path::PathBuf;

use postrider_proto::client;

use crate::tls::{ContextKey, Wanted};

use super::connection::ConnectFault;
use super::login::Login;
use super::patience::Patience;

/// Where a connection goes to.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Target {
    /// An address of a host, and a port.
    Tcp(SocketAddr),
    /// A socket of this machine, by its path. LMTP is what one finds there.
    Unix(PathBuf),
}

/// What a connection is set to.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Options {
    /// What is spoken, and in whose name.
    pub session: client::Options,
    /// The address to connect from, if not the system is to choose it. A target of the other family, or on this machine, is
    /// connected to without it.
    pub source: Option<IpAddr>,
    /// How long each thing may take.
    pub patience: Patience,
    /// TLS, as it is wanted; where there is none, everything goes in clear. A socket of this machine has no need of it.
    pub tls: Option<Wanted>,
    /// What to log in with, if anything.
    pub login: Option<Login>,
}

impl Options {
    /// A client that is set so, connects from wherever the system likes, and is as patient as the standard asks.
    #[must_use]
    pub const fn new(session: client::Options) -> Self {
        Self { session, source: None, patience: Patience::STANDARD, tls: None, login: None }
    }

    /// What a session logs in with, if anything.
    pub(super) fn log_in(&self) -> Result<Option<client::Login>, ConnectFault> {
        let certificate = self.tls.as_ref().is_some_and(|wanted| wanted.certificate.is_some());
        self.login.as_ref().map(|login| login.begin(certificate)).transpose()
    }

    /// What a connection has to have in common with another, to resume its session.
    pub(super) fn context_key(&self, wanted: &Wanted, target: Option<&Target>) -> ContextKey {
        ContextKey {
            target: target.cloned(),
            host: wanted.host.clone(),
            policy: wanted.policy,
            roots: wanted.roots.clone(),
            source: self.source,
            certificate: wanted.certificate.clone(),
            user: self.login.as_ref().and_then(|login| login.user.clone()),
        }
    }
}

impl Target {
    /// Its address, if it is one of the network.
    #[must_use]
    pub const fn address(&self) -> Option<IpAddr> {
        match self {
            Self::Tcp(address) => Some(address.ip()),
            Self::Unix(_) => None,
        }
    }

    /// Its port, if it has one.
    #[must_use]
    pub const fn port(&self) -> Option<u16> {
        match self {
            Self::Tcp(address) => Some(address.port()),
            Self::Unix(_) => None,
        }
    }
}

impl fmt::Display for Target {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Tcp(address) => write!(f, "{address}"),
            Self::Unix(path) => write!(f, "{}", path.display()),
        }
    }
}
