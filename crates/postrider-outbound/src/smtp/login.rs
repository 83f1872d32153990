//! What a connection logs in with.

use std::hash::{Hash, Hasher};
use std::path::{Path, PathBuf};
use std::{fs, io};

use postrider_proto::client;
use postrider_proto::sasl::client::{Credentials, ShownTo, Wishes};
use postrider_proto::sasl::{Channel, Mechanism, Nonce, Secret};

use crate::aside::aside;

use super::connection::ConnectFault;

/// Who somebody is, at a server that our operator has named. A certificate is with the TLS that it is shown in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Login {
    /// The name; none where the certificate says it.
    pub user: Option<String>,
    /// What proves it, beside a certificate. Where it may not be shown it is proven by a mechanism that does not show it, or not at all.
    pub proof: Option<Proof>,
    /// This mechanism and no other; the strongest that is offered where there is none.
    pub mechanism: Option<Mechanism>,
    /// Whether it may be shown within TLS to whoever is there; otherwise only to a host whose certificate is verified. In clear it never is.
    pub unverified: bool,
    /// Whether SCRAM is bound to TLS where the host offers that. Bound to the certificate, as it is under TLS 1.2, it is refused by a host that knows
    /// only `tls-unique` (RFC 5929 §3), which no library of ours tells.
    pub bound: bool,
}

/// What proves who somebody is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Proof {
    /// A password.
    Password(Secret),
    /// A bearer token, in the first line of this file. It is read for each login: a token is good for an hour or so, and another program writes the
    /// next one there.
    TokenFile(PathBuf),
}

/// Why a file gives no token.
#[derive(Debug, thiserror::Error)]
pub enum TokenFault {
    /// It cannot be read.
    #[error("the token cannot be read from {}: {error}", .file.display())]
    Read {
        /// The file.
        file: PathBuf,
        /// What the system says.
        #[source]
        error: io::Error,
    },
    /// There is none in it.
    #[error("the first line of {} is empty, and the token has to stand there", .file.display())]
    Empty {
        /// The file.
        file: PathBuf,
    },
}

impl Login {
    /// The password of a user, which only a verified host is shown.
    #[must_use]
    pub fn password(user: impl Into<String>, password: Secret) -> Self {
        Self { user: Some(user.into()), proof: Some(Proof::Password(password)), ..Self::certificate(None) }
    }

    /// Whoever a certificate is of, or this user.
    #[must_use]
    pub const fn certificate(user: Option<String>) -> Self {
        Self { user, proof: None, mechanism: None, unverified: false, bound: true }
    }

    /// Whether it is bound to TLS, where that can be.
    pub(super) fn binds(&self) -> bool {
        self.bound && self.mechanism.is_none_or(|mechanism| mechanism.hash().is_some())
    }

    /// For one session, over a channel that is in clear so far, and in which a certificate may be shown.
    pub(super) fn begin(&self, certificate: bool) -> Result<client::Login, ConnectFault> {
        let (password, token) = match &self.proof {
            None => (None, None),
            Some(Proof::Password(password)) => (Some(password.clone()), None),
            Some(Proof::TokenFile(file)) => (None, Some(aside(true, || read_token(file))?)),
        };
        let mut nonce = [0; 18];
        getrandom::fill(&mut nonce).map_err(|error| ConnectFault::Socket(io::Error::other(error)))?;
        Ok(client::Login {
            credentials: Credentials {
                name: self.user.clone().unwrap_or_default(),
                password,
                token,
                certificate,
                ..Credentials::default()
            },
            wishes: Wishes {
                mechanism: self.mechanism,
                shown_to: if self.unverified { ShownTo::Encrypted } else { ShownTo::Verified },
            },
            channel: Channel::clear(),
            nonce: Nonce::new(nonce),
        })
    }
}

/// The token in the first line of a file. Waits for the disk.
///
/// # Errors
///
/// There is none.
pub fn read_token(file: &Path) -> Result<Secret, TokenFault> {
    let octets = fs::read(file).map_err(|error| TokenFault::Read { file: file.to_owned(), error })?;
    let token = Secret::first_line(&octets);
    if token.expose().is_empty() { Err(TokenFault::Empty { file: file.to_owned() }) } else { Ok(token) }
}

/// Who it is, and not what nobody may see: a hash may end up anywhere.
impl Hash for Login {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.user.hash(state);
    }
}
