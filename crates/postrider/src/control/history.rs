//! What is said over the control socket about messages that are done.

use postrider_queue::{Status, Summary};
use serde::{Deserialize, Serialize};

use super::protocol::time;

/// The most messages in one answer.
pub const PAGE: usize = 50;

/// A message that is done, in a list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Row {
    /// Its id.
    pub id: String,
    /// When it came.
    pub received: String,
    /// When it was done.
    pub done: String,
    /// Octets of its content.
    pub octets: u64,
    /// Who sent it, in angle brackets.
    pub from: String,
    /// Its first recipients.
    pub to: Vec<String>,
    /// All its recipients.
    pub recipients: usize,
    /// Those that have their copy.
    pub delivered: usize,
    /// Those that have none, as their sender knows.
    pub bounced: usize,
    /// Those that an operator has taken out.
    pub dropped: usize,
    /// What came of it for the first of those that have no copy, or of all.
    pub note: String,
}

/// How many recipients a list shows of one message.
const TO: usize = 3;

impl Row {
    /// What a list says of a message that is done.
    #[must_use]
    pub fn of(summary: &Summary) -> Self {
        let states = || summary.recipients.iter().map(|standing| &standing.state);
        let count = |status: Status| states().filter(|state| state.status == status).count();
        let told = states().find(|state| state.status != Status::Delivered).or_else(|| states().next());
        Self {
            id: summary.id.to_string(),
            received: time(summary.received),
            done: summary.done.map(time).unwrap_or_default(),
            octets: summary.octets,
            from: summary.envelope.reverse_path.to_string(),
            to: summary.envelope.recipients.iter().take(TO).map(|to| to.mailbox.to_string()).collect(),
            recipients: summary.recipients.len(),
            delivered: count(Status::Delivered),
            bounced: count(Status::Bounced),
            dropped: count(Status::Dropped),
            note: told.map(|state| state.note.clone()).unwrap_or_default(),
        }
    }
}
