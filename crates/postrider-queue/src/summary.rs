//! A message as an operator sees it.

use std::sync::Arc;

use postrider_proto::mail::{Envelope, QueueId};

use crate::Timestamp;
use crate::history::Entry;
use crate::message::{Message, RecipientState};
use crate::origin::Origin;
use crate::state::State;
use crate::timeline::Timeline;

/// A message in a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Summary {
    /// Its id.
    pub id: QueueId,
    /// When it came.
    pub received: Timestamp,
    /// Octets of its content.
    pub octets: u64,
    /// Its envelope.
    pub envelope: Arc<Envelope>,
    /// How it came, if that is known.
    pub origin: Option<Arc<Origin>>,
    /// Where each recipient stands, in the order of the envelope.
    pub recipients: Vec<Standing>,
    /// What was tried for them.
    pub timeline: Timeline,
    /// When it was done, if it is: then it is not in the queue any more.
    pub done: Option<Timestamp>,
}

/// Where a recipient stands, just now.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Standing {
    /// What is kept of it.
    pub state: RecipientState,
    /// An attempt is under way.
    pub under_way: bool,
}

impl Summary {
    pub(crate) fn of(id: QueueId, message: &Message, state: &State) -> Self {
        Self::new(id, message, None, |index| state.is_claimed(id, index))
    }

    pub(crate) fn of_done(entry: &Entry) -> Self {
        Self::new(entry.id, &entry.message, Some(entry.done), |_| false)
    }

    fn new(
        id: QueueId,
        message: &Message,
        done: Option<Timestamp>,
        is_claimed: impl Fn(u32) -> bool,
    ) -> Self {
        let standing = |(index, known): (u32, &RecipientState)| Standing {
            state: known.clone(),
            under_way: is_claimed(index),
        };
        Self {
            id,
            received: message.received,
            octets: message.octets,
            envelope: Arc::clone(&message.envelope),
            origin: message.origin.clone(),
            recipients: (0..).zip(&message.recipients).map(standing).collect(),
            timeline: message.timeline.clone(),
            done,
        }
    }
}
