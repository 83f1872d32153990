//! Why it did not come to an answer.

use crate::reply::ReplyError;
use crate::sasl::client::{ClientFault, NoMechanism};

use super::outcome::Said;
use super::step::Step;

/// Why it did not come to an answer: one variant a symptom.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Trouble {
    /// What the server sent is no reply.
    #[error("at {step} the server did not speak SMTP: {error}")]
    NoReply {
        /// What the reply should have answered.
        step: Step,
        /// What is wrong with it.
        error: ReplyError,
    },
    /// The reply is well formed, but of a class that cannot answer this command.
    #[error("at {step} the server gave an answer that does not fit: {said}")]
    WrongReply {
        /// What the reply answered.
        step: Step,
        /// The server's words.
        said: Said,
    },
    /// There was a reply and nothing it could answer. Which reply answers what is uncertain from here on.
    #[error("at {step} the server answered something nobody had asked: {said}")]
    UnaskedReply {
        /// What would have come next.
        step: Step,
        /// The server's words.
        said: Said,
    },
    /// The server said that it has the message while the message was still being sent.
    #[error("the server answered before the message had ended: {0}")]
    ReplyBeforeEnd(Said),
    /// The connection was lost, or the server closed it.
    #[error("the server closed the connection at {step}")]
    Closed {
        /// What had not been answered.
        step: Step,
    },
    /// The server did not answer in time.
    #[error("the server did not answer in time at {step}")]
    TimedOut {
        /// What had not been answered.
        step: Step,
    },
    /// The message is larger than the server takes (RFC 1870 §6.1); it was not sent.
    #[error("the message has {size} octets and the server takes {limit}")]
    TooBig {
        /// The size of the message, in octets.
        size: u64,
        /// The largest message that the server takes, in octets.
        limit: u64,
    },
    /// The message has octets beyond ASCII and the server does not offer 8BITMIME (RFC 6152 §3); it was not sent.
    #[error("the message is not ASCII and the server does not offer 8BITMIME")]
    NeedsEightBitMime,
    /// The addresses or the header are not ASCII and the server does not offer SMTPUTF8 (RFC 6531 §3.2); it was not sent.
    #[error("the addresses or the header are not ASCII and the server does not offer SMTPUTF8")]
    NeedsSmtpUtf8,
    /// An address or the name of this client holds a control character, which would end the command.
    #[error("an address or the name of this client holds a control character")]
    ControlCharacter,
    /// TLS is wanted and the server does not offer STARTTLS; nothing was sent.
    #[error("the server does not offer STARTTLS, and mail goes there only over TLS")]
    NoStartTls,
    /// Something stood in clear behind the reply to STARTTLS. It may have been put there by somebody on the way, to be taken for
    /// what the server says within TLS.
    #[error("something stood in clear behind the reply to STARTTLS, which may be from somebody on the way")]
    ClearBehindStartTls,
    /// The driver could not begin TLS.
    #[error("TLS could not be begun")]
    TlsNotBegun,
    /// There is no mechanism to log in with; nothing was shown.
    #[error("there is no way to log in: {0}")]
    NoMechanism(NoMechanism),
    /// The client broke the login off.
    #[error("the login was broken off: {0}")]
    Login(ClientFault),
    /// The driver could not give the whole content; the connection was closed within it.
    #[error("the message could not be read to its end")]
    ContentLost,
}

impl Trouble {
    /// Whether the same message may succeed later, or with another server of the same domain. RFC 5321 §3.8 treats a lost
    /// connection as a 451.
    #[must_use]
    pub const fn is_transient(&self) -> bool {
        match self {
            Self::NoReply { .. }
            | Self::WrongReply { .. }
            | Self::UnaskedReply { .. }
            | Self::ReplyBeforeEnd(_)
            | Self::Closed { .. }
            | Self::TimedOut { .. }
            // Neither TLS nor a login says anything about the message.
            | Self::NoStartTls
            | Self::ClearBehindStartTls
            | Self::TlsNotBegun
            | Self::NoMechanism(_)
            | Self::Login(_)
            | Self::ContentLost => true,
            Self::TooBig { .. } | Self::NeedsEightBitMime | Self::NeedsSmtpUtf8 | Self::ControlCharacter => {
                false
            }
        }
    }

    /// Whether nobody knows if the server has the message: its end was sent, and no answer to it could be had or understood.
    /// Whoever sends it again may send it twice.
    #[must_use]
    pub const fn is_unknown(&self) -> bool {
        match self {
            Self::NoReply { step, .. }
            | Self::WrongReply { step, .. }
            | Self::UnaskedReply { step, .. }
            | Self::Closed { step }
            | Self::TimedOut { step } => matches!(step, Step::End),
            Self::ReplyBeforeEnd(_)
            | Self::TooBig { .. }
            | Self::NeedsEightBitMime
            | Self::NeedsSmtpUtf8
            | Self::ControlCharacter
            | Self::NoStartTls
            | Self::ClearBehindStartTls
            | Self::TlsNotBegun
            | Self::NoMechanism(_)
            | Self::Login(_)
            | Self::ContentLost => false,
        }
    }

    /// What the server said, where that is the trouble.
    #[must_use]
    pub const fn said(&self) -> Option<(Step, &Said)> {
        match self {
            Self::WrongReply { step, said } | Self::UnaskedReply { step, said } => Some((*step, said)),
            Self::ReplyBeforeEnd(said) => Some((Step::Content, said)),
            _ => None,
        }
    }
}
