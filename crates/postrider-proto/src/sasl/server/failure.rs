//! Why a login failed.

use crate::reply::{Reply, catalogue};
use crate::sasl::Mechanism;
use crate::sasl::prepare::Unprepared;

/// Why a login failed. What is secret is in none of them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Failure {
    /// The response is not one of this mechanism; what is wrong with it.
    #[error("the response is not valid: {0}")]
    Malformed(&'static str),
    /// Name, password, proof or token is wrong.
    #[error("the credentials are wrong")]
    Credentials,
    /// The credentials are right, and the client wants to act as somebody else.
    #[error("the client wants to act as somebody else")]
    Authzid,
    /// The channel binding is not what it must be; what is wrong with it.
    #[error("the channel binding {0}")]
    ChannelBinding(&'static str),
    /// The credentials are right, and the account may not log in.
    #[error("the account is disabled")]
    Disabled,
    /// Nobody knows now.
    #[error("the credentials cannot be checked now")]
    Unavailable,
    /// The account may not log in with this mechanism.
    #[error("the listener asks for a stronger mechanism")]
    TooWeak,
    /// The account has to log in with PLAIN once.
    #[error("the account has to log in with PLAIN once")]
    Transition,
}

impl Failure {
    /// What the client is told.
    #[must_use]
    pub fn reply(&self, mechanism: Mechanism) -> Reply {
        match self {
            Self::Malformed(fault) => {
                Reply::with(&catalogue::AUTH_MALFORMED, &[("mechanism", &mechanism), ("fault", fault)])
            }
            Self::Credentials => Reply::new(&catalogue::AUTH_FAILED),
            Self::Authzid => Reply::new(&catalogue::AUTH_AUTHZID),
            Self::ChannelBinding(fault) => Reply::with(&catalogue::AUTH_CHANNEL_BINDING, &[("fault", fault)]),
            Self::Disabled => Reply::new(&catalogue::AUTH_ACCOUNT_DISABLED),
            Self::Unavailable => Reply::new(&catalogue::AUTH_UNAVAILABLE),
            Self::TooWeak => Reply::with(&catalogue::AUTH_MECHANISM_TOO_WEAK, &[("mechanism", &mechanism)]),
            Self::Transition => Reply::new(&catalogue::AUTH_TRANSITION),
        }
    }
}

impl From<Unprepared> for Failure {
    fn from(fault: Unprepared) -> Self {
        Self::Malformed(match fault {
            Unprepared::Empty => "a name in it is empty",
            Unprepared::TooLong(_) => "a name in it is too long",
            Unprepared::Character | Unprepared::Control => {
                "a name in it has a character that it may not have"
            }
        })
    }
}
