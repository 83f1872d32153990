//! What became of a message, recipient by recipient.

use std::fmt;

use crate::reply::{Class, Code, Enhanced, ParsedReply};

use super::step::Step;
use super::trouble::Trouble;

/// What became of one transaction.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Outcome {
    /// One for each recipient of the envelope, in its order.
    pub recipients: Vec<RecipientOutcome>,
    /// What the server said on the way there.
    pub dialogue: Dialogue,
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
    /// There was no room for this recipient in this transaction: it belongs into the next one, which may begin at once, in the
    /// same session if that has room (RFC 5321 §4.5.3.1.10, RFC 9422). At least one recipient of the same transaction has
    /// another outcome, so that the remainder of the remainder comes to an end.
    ///
    /// Or the transaction was a question ([`Session::ask`](super::Session::ask)) and this recipient is taken, which the server's words
    /// tell by their 2yz: it has no message yet.
    Remainder(
        /// The server's words; none where the limit was known beforehand, and nothing was asked.
        Option<Said>,
    ),
    /// It did not come to an answer.
    Failed(Trouble),
}

/// Why a session was not opened: the greeting or EHLO (LHLO) was refused, or failed.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum OpenFault {
    /// The server refused, with a 4yz or a 5yz.
    #[error("the server refused at {step}: {said}")]
    Refused {
        /// What was refused.
        step: Step,
        /// The server's words.
        said: Said,
    },
    /// It did not come to an answer.
    #[error(transparent)]
    Failed(Trouble),
}

/// What the server has said to the commands of one transaction, as far as it went on from there. The reply that ended it for
/// a recipient is in its outcome; [`Outcome::replies`] puts both together.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Dialogue {
    /// The replies to what all recipients share, from the greeting to DATA.
    pub(super) shared: Vec<(Step, Said)>,
    /// The reply to each RCPT that was accepted.
    pub(super) rcpt: Vec<Option<Said>>,
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

    /// Every reply that bears on the recipient at this index, in the order of the conversation, from the greeting to what
    /// decided about it. On a connection that was open already they begin with MAIL.
    pub fn replies(&self, index: usize) -> impl Iterator<Item = (Step, &Said)> {
        let outcome = self.recipients.get(index);
        let last = outcome.and_then(RecipientOutcome::said);
        let rcpt = self.dialogue.rcpt.get(index).and_then(Option::as_ref);
        let before = match (outcome, last) {
            (_, Some((step, _))) => step,
            (Some(RecipientOutcome::Remainder(_)), None) => Step::Rcpt,
            (Some(_), None) => Step::Quit,
            (None, None) => Step::Greeting,
        };
        let shared = move |from: Step, to: Step| {
            let shared = self.dialogue.shared.iter();
            shared.filter(move |(step, _)| (from..to).contains(step)).map(|(step, said)| (*step, said))
        };
        shared(Step::Greeting, before.min(Step::Rcpt))
            .chain(rcpt.filter(|_| before > Step::Rcpt).map(|said| (Step::Rcpt, said)))
            .chain(shared(Step::Rcpt, before))
            .chain(last)
    }
}

impl Dialogue {
    /// The replies to what all recipients share, from the greeting to DATA.
    pub fn shared(&self) -> impl Iterator<Item = (Step, &Said)> {
        self.shared.iter().map(|(step, said)| (*step, said))
    }
}

impl RecipientOutcome {
    /// Whether nobody knows if the server has the message: [`Trouble::is_unknown`].
    #[must_use]
    pub const fn is_unknown(&self) -> bool {
        matches!(self, Self::Failed(trouble) if trouble.is_unknown())
    }

    /// The server's words that decided about this recipient, and what they answered.
    #[must_use]
    pub const fn said(&self) -> Option<(Step, &Said)> {
        match self {
            Self::Accepted(said) => Some((Step::End, said)),
            Self::Refused { step, said } => Some((*step, said)),
            Self::Remainder(Some(said)) => Some((Step::Rcpt, said)),
            Self::Remainder(None) => None,
            Self::Failed(trouble) => trouble.said(),
        }
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
    fn from(mut reply: ParsedReply) -> Self {
        // Most replies have one line; its text is taken as it is.
        let mut text = match &mut reply.lines[..] {
            [line] => std::mem::take(line),
            _ => reply.text(),
        };
        text.truncate(text.floor_char_boundary(Self::TEXT_MAX));
        Self { code: reply.code, enhanced: reply.enhanced, text }
    }
}

impl fmt::Display for Said {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.code, self.text)
    }
}
