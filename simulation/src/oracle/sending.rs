//! What is known of a message.

use std::collections::BTreeMap;

use postrider_proto::mail::QueueId;

use super::About;

/// A message on its way from a client, or a report.
pub(super) struct Sending {
    /// Whom a report goes to; empty for nobody.
    pub(super) reverse_path: String,
    pub(super) content: Vec<u8>,
    pub(super) recipients: Vec<Copy>,
    /// What it reports, if it does.
    pub(super) about: Option<About>,
    /// All of it was sent, its end too.
    pub(super) whole: bool,
    /// After how many crashes it was begun.
    pub(super) begun: u64,
    pub(super) told: Told,
    /// It is gone, or can no longer be read, and the disk is to blame.
    pub(super) rotten: bool,
}

/// What the client was told at the end.
pub(super) enum Told {
    Nothing,
    Stored(QueueId),
    /// It was begun after so many crashes. Of one behind that the client may not know: the refusal was on its way to it.
    Refused(u64),
}

/// One recipient's copy.
pub(super) struct Copy {
    pub(super) mailbox: String,
    /// Its RCPT was accepted, and the message acknowledged; or the queue has had the time to write the report down.
    pub(super) acknowledged: bool,
    pub(super) attempts: u32,
    pub(super) state: State,
    /// Its sender was told that it is late.
    pub(super) told_of_delay: bool,
    /// What must be remembered, whatever happens.
    pub(super) safe_attempts: u32,
    pub(super) safe_state: State,
    pub(super) safe_told: bool,
    /// A crash may have undone what is not safe.
    pub(super) undone: bool,
    /// An attempt is under way, which began when hosts had refused the mailbox so often.
    pub(super) under_way: bool,
    pub(super) refusals_before: u64,
    /// When the next attempt is due after so many.
    pub(super) due: BTreeMap<u32, u64>,
    pub(super) copies: u32,
    /// Why there may be another copy.
    pub(super) excuses: Vec<Excuse>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum State {
    Waiting,
    Delivered,
    Bounced,
    Failed,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Excuse {
    LostReply,
    Crash,
}

impl Sending {
    pub(super) fn new(reverse_path: &str, recipients: &[String], content: Vec<u8>, begun: u64) -> Self {
        Self {
            reverse_path: reverse_path.to_owned(),
            content,
            recipients: recipients.iter().map(|mailbox| Copy::new(mailbox)).collect(),
            about: None,
            whole: false,
            begun,
            told: Told::Nothing,
            rotten: false,
        }
    }

    pub(super) fn find(&self, mailbox: &str) -> Option<usize> {
        self.recipients.iter().position(|copy| copy.mailbox == mailbox)
    }

    /// It is on the disk.
    pub(super) fn is_safe(&mut self) {
        self.recipients.iter_mut().for_each(|copy| copy.acknowledged = true);
    }
}

impl Copy {
    fn new(mailbox: &str) -> Self {
        Self {
            mailbox: mailbox.to_owned(),
            acknowledged: false,
            attempts: 0,
            state: State::Waiting,
            told_of_delay: false,
            safe_attempts: 0,
            safe_state: State::Waiting,
            safe_told: false,
            undone: false,
            under_way: false,
            refusals_before: 0,
            due: BTreeMap::new(),
            copies: 0,
            excuses: Vec::new(),
        }
    }
}
