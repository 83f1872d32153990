//! What a connection logs in with.

use std::hash::{Hash, Hasher};

use postrider_proto::client;
use postrider_proto::sasl::client::{Credentials, ShownTo, Wishes};
use postrider_proto::sasl::{Channel, Mechanism, Nonce, Secret};

/// A name and its password, at a server that our operator has named.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Login {
    /// The name.
    pub user: String,
    /// The password. Where it may not be shown it is proven by a mechanism that does not show it, or not at all.
    pub password: Secret,
    /// This mechanism and no other; the strongest that is offered where there is none.
    pub mechanism: Option<Mechanism>,
    /// Whether it may be shown within TLS to whoever is there; otherwise only to a host whose certificate is verified. In clear it never is.
    pub unverified: bool,
    /// Whether SCRAM is bound to TLS where the host offers that. Bound to the certificate, as it is under TLS 1.2, it is refused by a host that knows
    /// only `tls-unique` (RFC 5929 §3), which no library of ours tells.
    pub bound: bool,
}

impl Login {
    /// The password of a user, which only a verified host is shown.
    #[must_use]
    pub fn password(user: impl Into<String>, password: Secret) -> Self {
        Self { user: user.into(), password, mechanism: None, unverified: false, bound: true }
    }

    /// Whether it is bound to TLS, where that can be.
    pub(super) fn binds(&self) -> bool {
        self.bound && self.mechanism.is_none_or(|mechanism| mechanism.hash().is_some())
    }

    /// For one session, over a channel that is in clear so far.
    ///
    /// # Errors
    ///
    /// The system has no random numbers.
    pub(super) fn begin(&self) -> Result<client::Login, getrandom::Error> {
        let mut nonce = [0; 18];
        getrandom::fill(&mut nonce)?;
        Ok(client::Login {
            credentials: Credentials::password(self.user.clone(), self.password.clone()),
            wishes: Wishes {
                mechanism: self.mechanism,
                shown_to: if self.unverified { ShownTo::Encrypted } else { ShownTo::Verified },
            },
            channel: Channel::clear(),
            nonce: Nonce::new(nonce),
        })
    }
}

/// Who it is, and not what nobody may see: a hash may end up anywhere.
impl Hash for Login {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.user.hash(state);
    }
}
