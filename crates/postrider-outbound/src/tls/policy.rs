//! What a route wants of TLS.

use std::hash::{Hash, Hasher};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::{fmt, fs, io};

use rustls::pki_types::CertificateDer;
use rustls::pki_types::pem::{self, PemObject as _};

use super::client_certificate::ClientCertificate;
use super::contexts::Contexts;

/// How much TLS has to be. Where it need not be at all, there is none of these.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Policy {
    /// Encrypted where the host offers it, whatever certificate it shows; otherwise in clear (RFC 7435).
    Opportunistic,
    /// Encrypted, whatever certificate it shows; otherwise not at all.
    Required,
    /// Encrypted, and the certificate is good for the name of the host; otherwise not at all.
    Verified,
}

/// Whose word is taken for a certificate.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub enum Roots {
    /// The authorities that this system trusts.
    #[default]
    System,
    /// These: authorities, or the very certificates of hosts.
    These(Arc<[CertificateDer<'static>]>),
}

/// TLS as a connection is to have it.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Wanted {
    /// How much it has to be.
    pub policy: Policy,
    /// It begins with the connection (RFC 8314 §3), and not with STARTTLS. Then nothing goes in clear, whatever the policy is.
    pub at_once: bool,
    /// The name of the host, if it has one: it is said in the handshake, and the certificate has to be for it.
    pub host: Option<String>,
    /// Whose word is taken.
    pub roots: Roots,
    /// What a host is shown that asks for a certificate.
    pub certificate: Option<ClientCertificate>,
    /// What is shared between connections.
    pub contexts: Contexts,
}

/// Why a file of certificates cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum RootsError {
    /// It cannot be read.
    #[error("{0} cannot be read: {1}")]
    File(PathBuf, io::Error),
    /// It is not PEM.
    #[error("{0} is no file of certificates in PEM: {1}")]
    Pem(PathBuf, pem::Error),
    /// It has none.
    #[error("{0} holds no certificate: there is no line -----BEGIN CERTIFICATE----- in it")]
    Empty(PathBuf),
}

impl Policy {
    /// All of them, the weakest first.
    pub const ALL: [Self; 3] = [Self::Opportunistic, Self::Required, Self::Verified];

    /// As it is written in the configuration.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Opportunistic => "opportunistic",
            Self::Required => "required",
            Self::Verified => "verified",
        }
    }

    /// The one of this name.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|policy| policy.as_str() == name)
    }
}

impl Roots {
    /// The certificates in a file of PEM. It is read at once.
    ///
    /// # Errors
    ///
    /// It cannot be read, or there are none.
    pub fn from_file(path: &Path) -> Result<Self, RootsError> {
        let text = fs::read(path).map_err(|error| RootsError::File(path.to_owned(), error))?;
        let certificates: Result<Vec<_>, _> = CertificateDer::pem_slice_iter(&text).collect();
        match certificates {
            Ok(certificates) if certificates.is_empty() => Err(RootsError::Empty(path.to_owned())),
            Ok(certificates) => Ok(Self::These(certificates.into())),
            Err(error) => Err(RootsError::Pem(path.to_owned(), error)),
        }
    }
}

/// How many there are: a file may hold some hundred, and this is asked for with each message.
impl Hash for Roots {
    fn hash<H: Hasher>(&self, state: &mut H) {
        match self {
            Self::System => 0.hash(state),
            Self::These(certificates) => certificates.len().hash(state),
        }
    }
}

impl Wanted {
    /// Whether mail may go in clear where TLS cannot be had.
    #[must_use]
    pub fn may_go_in_clear(&self) -> bool {
        self.policy == Policy::Opportunistic && !self.at_once
    }
}

impl fmt::Display for Policy {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}
