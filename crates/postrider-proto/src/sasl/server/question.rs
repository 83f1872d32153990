//! What an exchange asks of whoever knows the accounts, and what it is told.

use super::Failure;
use crate::sasl::{CramMd5Verifier, Hash, ScramVerifier, Secret, TokenFault, prepare};

/// What an exchange asks. Names and passwords are prepared ([`prepare`]), neither is empty. Each says which answers it takes;
/// `Disabled`, `TooWeak`, `Transition` and `Unavailable` answer any of them.
#[derive(Debug)]
pub enum Question<'a> {
    /// Is this the password? `Yes` or `No`.
    Password {
        /// The name.
        name: &'a str,
        /// The password, UTF-8.
        password: &'a Secret,
    },
    /// What verifies this user's proofs? `Scram`; for a user that there is not with [`ScramVerifier::of_nobody`] and
    /// [`Holder::Nobody`], rather than `No`.
    Scram {
        /// The name.
        name: &'a str,
        /// The hash that the verifier is to have.
        hash: Hash,
    },
    /// What verifies this user's responses of CRAM-MD5? `CramMd5`; for a user that there is not with
    /// [`CramMd5Verifier::of_nobody`] and [`Holder::Nobody`].
    CramMd5 {
        /// The name.
        name: &'a str,
    },
    /// Whose is this token? `Yes`, or `TokenRefused` (`No` is that with `invalid_token`).
    Token {
        /// Whom the client says it is for.
        name: Option<&'a str>,
        /// The token, printable ASCII. Empty where the client asks how to get one: `TokenRefused` tells it.
        token: &'a Secret,
    },
    /// Whose is the certificate that the client has shown in TLS? `Yes` or `No`.
    Certificate {
        /// As whom the client wants to act, where the certificate may speak for several accounts.
        authzid: Option<&'a str>,
    },
}

/// What an exchange is told.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Answer {
    /// It is right.
    Yes {
        /// The account that is logged in.
        account: String,
    },
    /// It is wrong, or there is no such user: 535.
    No,
    /// It is right, and the account may not log in: 525. Say so only to somebody who has shown that they know the password.
    Disabled,
    /// Nobody knows now: 454.
    Unavailable,
    /// This account may not log in with this mechanism: 534.
    TooWeak,
    /// The account has no verifier for this mechanism before it has logged in with PLAIN once: 432.
    Transition,
    /// What verifies the proofs of this user.
    Scram {
        /// The verifier.
        verifier: ScramVerifier,
        /// Whose it is.
        holder: Holder,
    },
    /// What verifies the response of this user.
    CramMd5 {
        /// The verifier.
        verifier: CramMd5Verifier,
        /// Whose it is.
        holder: Holder,
    },
    /// The token is refused, and this is what the client is told before the 535.
    TokenRefused(TokenFault),
}

/// Whose a verifier is. It is told once the proof fits, and not before.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Holder {
    /// An account.
    Account(String),
    /// An account that may not log in: 525.
    Disabled,
    /// Nobody: the exchange goes on as with anybody, and fails as with a wrong password.
    Nobody,
}

/// Who has logged in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Identity {
    /// The account.
    pub account: String,
    /// The name that was given for it, prepared; the account where the mechanism has none.
    pub name: String,
}

impl Holder {
    /// Who has logged in, if it may be, and may act as the authorization identity that was asked for.
    pub(super) fn identity(&self, name: &str, authzid: Option<&str>) -> Result<Identity, Failure> {
        let account = match self {
            Self::Account(account) => account,
            Self::Disabled => return Err(Failure::Disabled),
            Self::Nobody => return Err(Failure::Credentials),
        };
        // RFC 4422 §3.4.1: nobody acts for somebody else here. The account's own name is harmless, and some clients send it.
        let own =
            |authzid: &str| authzid == name || prepare::name(account).is_ok_and(|account| account == authzid);
        if authzid.is_some_and(|authzid| !own(authzid)) {
            return Err(Failure::Authzid);
        }
        Ok(Identity { account: account.clone(), name: name.to_owned() })
    }
}
