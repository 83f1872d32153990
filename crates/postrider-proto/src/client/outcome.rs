//! What became of a message, recipient by recipient.

use std::fmt;

use crate::reply::{Class, Code, Enhanced, ParsedReply, ReplyError};

/// What became of one transaction.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Outcome {
    /// One for each recipient of the envelope, in its order.
    pub recipients: Vec<RecipientOutcome>,
}

/// What became of one recipient.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum RecipientOutcome {
    /// The server has taken the message for this recipient, and is responsible for it from now on.
    Accepted(Said),
    /// The server refused, with a 4yz or a 5yz.
    Refused {
        /// What was refused: this recipient, or something that all recipients share.
        step: Step,
        /// The server's words.
        said: Said,
    },
    /// It did not come to an answer.
    Failed(Trouble),
}

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
    /// The driver could not give the whole content; the connection was closed within it.
    #[error("the message could not be read to its end")]
    ContentLost,
}

/// What the conversation is about. In a sentence: "at RCPT".
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Step {
    /// The greeting.
    Greeting,
    /// EHLO or HELO.
    Hello,
    /// MAIL.
    Mail,
    /// RCPT.
    Rcpt,
    /// DATA.
    Data,
    /// The content, while it is being sent.
    Content,
    /// The end of the content: the dot, or the last chunk. If the connection is lost here, nobody knows whether the server
    /// has the message; it is sent again (RFC 5321 §4.5.3.2.6 says how rarely that must be).
    End,
    /// RSET.
    Rset,
    /// QUIT.
    Quit,
}

/// What a server said, cut to what a person will read: a hostile server cannot make an outcome large.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Said {
    /// The reply code.
    pub code: Code,
    /// The enhanced code, if there is one (RFC 2034).
    pub enhanced: Option<Enhanced>,
    /// The text of its lines, joined with spaces, at most [`Said::TEXT_MAX`] octets, without control characters; an
    /// enhanced code is still at its front.
    pub text: String,
}

impl Outcome {
    /// Whether every recipient was accepted.
    #[must_use]
    pub fn is_accepted(&self) -> bool {
        self.recipients.iter().all(|outcome| matches!(outcome, RecipientOutcome::Accepted(_)))
    }
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
            | Self::ContentLost => true,
            Self::TooBig { .. } | Self::NeedsEightBitMime | Self::NeedsSmtpUtf8 | Self::ControlCharacter => {
                false
            }
        }
    }
}

impl Step {
    /// The least that a client waits here before it gives up, in seconds.
    #[must_use]
    pub const fn wait_seconds_min(self) -> u32 {
        match self {
            // RFC 5321 §4.5.3.2.1, §4.5.3.2.2, §4.5.3.2.3. It has no word for EHLO and RSET; they are no quicker.
            Self::Greeting | Self::Hello | Self::Mail | Self::Rcpt | Self::Rset => 5 * 60,
            // RFC 5321 §4.5.3.2.4
            Self::Data => 2 * 60,
            // RFC 5321 §4.5.3.2.5
            Self::Content => 3 * 60,
            // RFC 5321 §4.5.3.2.6
            Self::End => 10 * 60,
            // Nothing depends on the answer, and no section asks to wait for it long.
            Self::Quit => 10,
        }
    }
}

impl fmt::Display for Step {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Greeting => "the greeting",
            Self::Hello => "EHLO",
            Self::Mail => "MAIL",
            Self::Rcpt => "RCPT",
            Self::Data => "DATA",
            Self::Content => "the content",
            Self::End => "the end of the content",
            Self::Rset => "RSET",
            Self::Quit => "QUIT",
        })
    }
}

impl Said {
    /// How much of a reply is kept, in octets. Twice what a line may have by RFC 5321 §4.5.3.1.5.
    pub const TEXT_MAX: usize = 1024;

    /// What the first digit says.
    #[must_use]
    pub const fn class(&self) -> Class {
        self.code.class()
    }
}

impl From<ParsedReply> for Said {
    fn from(reply: ParsedReply) -> Self {
        let mut text = reply.text();
        text.truncate(text.floor_char_boundary(Self::TEXT_MAX));
        Self { code: reply.code, enhanced: reply.enhanced, text }
    }
}

impl fmt::Display for Said {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.code, self.text)
    }
}
