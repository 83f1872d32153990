//! What became of one recipient in one attempt, before it is decided whether that is the end.

use postrider_proto::reply::Enhanced;
use postrider_queue::{Answer, Trail};
use postrider_reference::Diagnosis;

use crate::report::Advice;

/// What became of one recipient.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Fate {
    /// How it ended.
    pub(crate) end: End,
    /// The code for a report (RFC 3463).
    pub(crate) status: Enhanced,
    /// What happened, for people: where the copy is, or why there is none.
    pub(crate) note: String,
    /// The host that decided, and its words, if one did.
    pub(crate) remote: Option<Remote>,
    /// What the hosts have answered that were asked, in that order.
    pub(crate) answers: Vec<Answer>,
    /// What the sender would be advised, if more is known than the code says.
    pub(crate) advice: Option<Advice>,
    /// What the host's refusal comes to, if it refused.
    pub(crate) diagnosis: Option<Diagnosis>,
    /// Our operator has to act: nobody else can.
    pub(crate) ours: bool,
    /// Whoever brings another message there now meets with the same.
    pub(crate) slows: bool,
}

/// How an attempt ended for a recipient.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum End {
    /// The copy is in its mailbox.
    Delivered,
    /// Another server has the message, and promised to report what becomes of it, or did not.
    Relayed {
        /// It offered DSN, and was told what the sender wants to hear of.
        dsn: bool,
    },
    /// Not now.
    Deferred,
    /// Not now, and nobody knows whether the other server has it: not soon, then.
    Unknown,
    /// Never.
    Failed,
}

/// A host that was spoken to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Remote {
    /// Its name, or its address where it has none.
    pub(crate) name: String,
    /// Its reply, its code in front, if it came to one.
    pub(crate) reply: Option<String>,
}

impl Fate {
    /// What the queue keeps of the way to it.
    pub(crate) fn take_trail(&mut self) -> Trail {
        Trail { answers: std::mem::take(&mut self.answers), unknown: self.end == End::Unknown }
    }

    /// A fate about which no host has said anything.
    pub(crate) fn here(end: End, status: Enhanced, note: impl Into<String>) -> Self {
        Self {
            end,
            status,
            note: note.into(),
            remote: None,
            answers: Vec::new(),
            advice: None,
            diagnosis: None,
            ours: false,
            slows: false,
        }
    }
}
