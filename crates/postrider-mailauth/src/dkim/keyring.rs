//! Who has the keys: whoever sends asks for those of a domain when it is time.

use std::fmt;
use std::sync::Arc;

use super::key::SigningKey;

/// A key that signs now.
#[derive(Debug, Clone)]
pub struct ActiveKey {
    /// `d=`: the domain whose key it is. It is the domain that was asked for, or one above it.
    pub domain: String,
    /// `s=`: where in the domain the key is published.
    pub selector: String,
    /// The key.
    pub key: Arc<SigningKey>,
}

/// The keys of this server.
pub trait Keyring: fmt::Debug + Send + Sync {
    /// The keys that sign now for a domain, in A-labels: each makes a signature. None where the domain has no key, and then its mail
    /// goes unsigned. It may wait for a disk.
    ///
    /// # Errors
    ///
    /// There is a key, and it cannot be had. The message waits: it would go out without the name that it was promised.
    fn keys(&self, domain: &str) -> Result<Vec<ActiveKey>, KeysFault>;
}

/// Why the keys of a domain cannot be had: a sentence for whoever runs this server.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub struct KeysFault(pub String);
