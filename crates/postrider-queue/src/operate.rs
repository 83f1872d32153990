//! What an operator does to recipients by hand.
//!
//! It is an attempt like any other, but for whatever time they are due, and it ends as the operator wants. So nobody else has them
//! meanwhile, and what was done is on the disk before it is said to be done.

use std::io;
use std::sync::Arc;

use postrider_proto::mail::QueueId;

use crate::Timestamp;
use crate::attempt::{Attempt, RecipientIndex, SettleError};
use crate::message::Status;
use crate::queue::Queue;
use crate::timeline::{Decision, Ending};
use crate::writer::Change;

/// What an operator can do to recipients without anybody being told. To give them up and tell the sender is to
/// [settle](Queue::settle) what [`Queue::claim_for`] gives, with a report.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Action {
    /// They are due now: those that wait, and those that have failed and are kept.
    Retry,
    /// They are not tried before they are released: those that wait.
    Hold,
    /// They wait again, and are due now: those that are held.
    Release,
    /// They are done with: those that wait, are held, or have failed.
    Drop,
}

impl Action {
    /// Whether it can be done to a recipient of this status.
    #[must_use]
    pub const fn applies_to(self, status: Status) -> bool {
        match self {
            Self::Retry => matches!(status, Status::Waiting { .. } | Status::Failed),
            Self::Hold => matches!(status, Status::Waiting { .. }),
            Self::Release => matches!(status, Status::Held),
            Self::Drop => status.is_open(),
        }
    }

    const fn decision(self) -> Decision {
        match self {
            Self::Retry => Decision::Retried,
            Self::Hold => Decision::Held,
            Self::Release => Decision::Released,
            Self::Drop => Decision::Dropped,
        }
    }

    const fn status(self, now: Timestamp) -> Status {
        match self {
            Self::Retry | Self::Release => Status::Waiting { due: now },
            Self::Hold => Status::Held,
            Self::Drop => Status::Dropped,
        }
    }
}

impl Queue {
    /// Claims those of these recipients of a message whose status is one that is wanted, whatever their lane and their time. Left out
    /// are those that an attempt is under way for. None if no recipient is left, or the message is gone.
    ///
    /// # Errors
    ///
    /// The message cannot be read, or what would come of it not be kept.
    pub fn claim_for(
        &self,
        id: QueueId,
        recipients: &[RecipientIndex],
        wanted: impl Fn(Status) -> bool,
        now: Timestamp,
    ) -> io::Result<Option<Attempt>> {
        let mut guard = self.shared().state();
        let state = &mut *guard;
        if state.broken {
            return Err(io::Error::other("the queue cannot be written now; the log of the server says why"));
        }
        let Some(message) = state.get(id).map_err(io::Error::other)? else { return Ok(None) };
        let is_wanted = |index: &RecipientIndex| {
            let known = message.recipients.get(*index as usize);
            known.is_some_and(|known| wanted(known.status)) && !state.is_claimed(id, *index)
        };
        let mut claimed: Vec<RecipientIndex> = recipients.iter().copied().filter(is_wanted).collect();
        claimed.sort_unstable();
        claimed.dedup();
        if claimed.is_empty() {
            return Ok(None);
        }
        state.begin(id, &message, &claimed);
        drop(guard);
        Ok(Some(self.attempt(id, None, message, claimed, now)))
    }

    /// Does this to the recipients of an attempt, and counts it as none: how often they were tried, what came of that and whether the
    /// sender was told stays what it was. What is to be kept is on its way when this returns; it is kept when the future is done,
    /// whether or not somebody waits for that.
    ///
    /// # Errors
    ///
    /// The queue is closed.
    pub fn act(
        &self,
        attempt: Attempt,
        action: Action,
        now: Timestamp,
    ) -> impl Future<Output = Result<(), SettleError>> + use<> {
        let message = Arc::clone(&attempt.message);
        let change = |index: RecipientIndex| {
            let known = &message.recipients[index as usize];
            Change {
                recipient: index,
                status: action.status(now),
                told: known.told,
                note: known.note.clone(),
            }
        };
        let changes: Vec<Change> = attempt.recipients().iter().map(|claimed| change(claimed.index)).collect();
        // The note is that of the last attempt, as it was.
        let ending = |change: &Change| {
            let (decision, note) = (action.decision(), change.note.clone());
            (change.recipient, Ending { decision, note, answers: Vec::new() })
        };
        let endings = changes.iter().map(ending).collect();
        self.keep(attempt, changes, endings, Vec::new(), now)
    }
}
