//! An attempt: a claim on some recipients of one message, and what came of it.

use std::collections::HashSet;
use std::fmt;
use std::io;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use postrider_proto::mail::{Domain, Envelope, QueueId, Recipient};

use crate::Timestamp;
use crate::message::Message;
use crate::shared::Shared;
use crate::store::body::Body;
use crate::timeline::Trail;

/// A claim on recipients of one message. It is to be settled; dropped, they go back to their lanes.
pub struct Attempt {
    pub(crate) shared: Arc<Shared>,
    pub(crate) id: QueueId,
    /// The lane that it was claimed from; none if it is one by hand.
    pub(crate) lane: Option<Arc<str>>,
    pub(crate) message: Arc<Message>,
    pub(crate) claimed_at: Timestamp,
    pub(crate) recipients: Vec<Claimed>,
    pub(crate) overdue: bool,
    pub(crate) is_first: bool,
    /// What it has met on its way to each, as far as that was told.
    pub(crate) trails: Vec<(RecipientIndex, Trail)>,
    /// The body has turned out to be damaged.
    pub(crate) damaged: Arc<AtomicBool>,
    pub(crate) settled: bool,
}

/// A recipient's place in its envelope.
pub type RecipientIndex = u32;

/// One recipient of an attempt.
#[derive(Debug, Clone)]
pub struct Claimed {
    /// Its place in the envelope.
    pub index: RecipientIndex,
    /// Who it is.
    pub recipient: Recipient,
    /// Attempts so far.
    pub attempts: u32,
    /// Its sender has been told that it is late.
    pub told: bool,
}

impl Claimed {
    /// One of a message, as it is now.
    pub(crate) fn of(message: &Message, index: RecipientIndex) -> Self {
        let state = &message.recipients[index as usize];
        Self {
            index,
            recipient: message.envelope.recipients[index as usize].clone(),
            attempts: state.attempts,
            told: state.told,
        }
    }
}

/// A message that says what became of another: it comes into the queue together with the outcomes that it tells of, so that after a
/// crash either both are there or neither.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Report {
    /// Its id.
    pub id: QueueId,
    /// Its envelope.
    pub envelope: Envelope,
    /// Its content.
    pub content: Vec<u8>,
}

/// What came of an attempt for one recipient.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Outcome {
    /// It has its copy; where, for whoever asks.
    Delivered {
        /// The place.
        to: String,
    },
    /// Not now; it is tried again.
    Deferred {
        /// Why.
        reason: String,
        /// When; none for when [`Options::retry`](crate::Options::retry) says. At most as late as [`Options::longest_wait`](crate::Options::longest_wait).
        until: Option<Timestamp>,
        /// Its sender is told with this outcome that it is late.
        told: bool,
    },
    /// Never, and its sender is told with this outcome, or does not want to be: it is done with.
    Bounced {
        /// Why.
        reason: String,
    },
    /// Never, and nobody can be told. It is kept, and not tried again.
    Failed {
        /// Why.
        reason: String,
    },
}

/// Why an outcome was not kept: the queue is being closed. The message will be tried again after the next start.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the queue is closed")]
pub struct SettleError;

impl Attempt {
    /// The message.
    #[must_use]
    pub fn id(&self) -> QueueId {
        self.id
    }

    /// Its envelope.
    #[must_use]
    pub fn envelope(&self) -> &Envelope {
        &self.message.envelope
    }

    /// When it came.
    #[must_use]
    pub fn received(&self) -> Timestamp {
        self.message.received
    }

    /// The lane that it was claimed from: the domain of its recipients, but for those that it [takes along](crate::Queue::join). Empty if
    /// an operator has claimed it.
    #[must_use]
    pub fn lane(&self) -> &str {
        self.lane.as_deref().unwrap_or_default()
    }

    /// The lane is closed, and the message has waited too long for it: it is not to be tried, and put off instead.
    #[must_use]
    pub fn is_overdue(&self) -> bool {
        self.overdue
    }

    /// It was claimed by an operator: not to be tried, and it counts as no attempt.
    #[must_use]
    pub fn is_by_hand(&self) -> bool {
        self.lane.is_none()
    }

    /// Whether it is certain that no attempt was made for this message before: it came since the queue was opened.
    #[must_use]
    pub fn is_first(&self) -> bool {
        self.is_first
    }

    /// The recipients that are to be tried.
    #[must_use]
    pub fn recipients(&self) -> &[Claimed] {
        &self.recipients
    }

    /// What it has met on its way to this recipient: that is kept with the outcome, for whoever asks where the message is.
    pub fn tell(&mut self, recipient: RecipientIndex, trail: Trail) {
        self.trails.push((recipient, trail));
    }

    /// The content.
    ///
    /// # Errors
    ///
    /// It cannot be read. If it is damaged or gone, the message goes into quarantine when the attempt is settled.
    pub fn body(&self) -> io::Result<Body> {
        // Where it is now: it may have been copied forward since it was claimed, and where it was be freed.
        let gone = || io::Error::new(io::ErrorKind::NotFound, "the message is in quarantine by now");
        let body = self.shared.body_of(self.id).and_then(|body| body.ok_or_else(gone));
        if body.as_ref().is_err_and(|error| error.kind() == io::ErrorKind::NotFound) {
            self.damaged.store(true, Ordering::Relaxed);
        }
        Ok(body?.telling(&self.damaged))
    }
}

impl Drop for Attempt {
    fn drop(&mut self) {
        if self.settled {
            return;
        }
        // Whoever dropped it may have met trouble of its own: not at once again.
        let later = self.shared.options.retry.next(1, self.claimed_at, 0);
        let mut state = self.shared.state();
        let recipients: Vec<u32> = self.recipients.iter().map(|claimed| claimed.index).collect();
        // What is under way is at hand: as it is now, if it is not gone.
        let message = state.get(self.id).ok().flatten();
        state.release(self.id, &recipients);
        match (&self.lane, message) {
            (Some(lane), _) => {
                let lanes: HashSet<&Domain> =
                    self.recipients.iter().map(|claimed| claimed.recipient.mailbox.domain()).collect();
                for domain in lanes {
                    state.lanes.push(&domain.to_string(), later, self.id);
                }
                state.lanes.finished(lane);
            }
            (None, Some(message)) => state.schedule_beside(self.id, &message, &recipients),
            (None, None) => {}
        }
        drop(state);
        self.shared.changed.notify_waiters();
    }
}

impl fmt::Debug for Attempt {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Attempt").field("id", &self.id).field("lane", &self.lane).finish_non_exhaustive()
    }
}
