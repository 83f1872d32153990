//! A message as an operator sees it.

use std::sync::Arc;

use postrider_proto::mail::{Envelope, QueueId};

use crate::Timestamp;
use crate::message::{Message, RecipientState};
use crate::state::State;

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
    /// Where each recipient stands, in the order of the envelope.
    pub recipients: Vec<Standing>,
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
        let standing = |(index, known): (u32, &RecipientState)| Standing {
            state: known.clone(),
            under_way: state.is_claimed(id, index),
        };
        Self {
            id,
            received: message.received,
            octets: message.octets,
            envelope: Arc::clone(&message.envelope),
            recipients: (0..).zip(&message.recipients).map(standing).collect(),
        }
    }
}
