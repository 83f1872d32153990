//! What the queue knows of the messages it keeps: the log, applied.

use std::collections::HashMap;
use std::sync::Arc;

use postrider_proto::mail::{Envelope, Mailbox, QueueId};

use crate::Timestamp;
use crate::schedule::lane::Lanes;
use crate::store::log::Place;
use crate::store::record::Status;

pub(crate) struct State {
    pub(crate) messages: HashMap<QueueId, Message>,
    pub(crate) lanes: Lanes,
    /// No log can be written: nothing is claimed, since its outcome could not be kept.
    pub(crate) broken: bool,
}

/// A message that is not done.
pub(crate) struct Message {
    pub(crate) place: BodyPlace,
    pub(crate) octets: u64,
    pub(crate) received: Timestamp,
    pub(crate) envelope: Arc<Envelope>,
    /// In the order of the envelope.
    pub(crate) recipients: Vec<RecipientState>,
}

/// Where the body of a message is.
pub(crate) struct BodyPlace {
    /// The segment of its Append, which lives as long as the message.
    pub(crate) segment: u32,
    pub(crate) at: At,
    pub(crate) crc: u32,
}

pub(crate) enum At {
    /// In the segment, this far into the file.
    Segment(u64),
    /// In a file of its own.
    File,
}

#[derive(Debug, Clone)]
pub(crate) struct RecipientState {
    pub(crate) status: Status,
    pub(crate) version: u32,
    pub(crate) attempts: u32,
    /// What came of the last attempt.
    pub(crate) note: String,
    pub(crate) changed: Timestamp,
    /// An attempt is under way.
    pub(crate) claimed: bool,
}

/// The lane of a recipient: its domain.
pub(crate) fn lane_of(mailbox: &Mailbox) -> String {
    mailbox.domain().to_string()
}

impl State {
    pub(crate) fn new(lanes: Lanes) -> Self {
        Self { messages: HashMap::new(), lanes, broken: false }
    }

    /// A message is in the log.
    pub(crate) fn append(
        &mut self,
        id: QueueId,
        envelope: Arc<Envelope>,
        received: Timestamp,
        octets: u64,
        place: &Place,
        in_file: bool,
    ) {
        let waiting = RecipientState {
            status: Status::Waiting { due: received },
            version: 0,
            attempts: 0,
            note: String::new(),
            changed: received,
            claimed: false,
        };
        let recipients = vec![waiting; envelope.recipients.len()];
        let at = if in_file { At::File } else { At::Segment(place.body_at) };
        let place = BodyPlace { segment: place.segment, at, crc: place.body_crc };
        self.messages.insert(id, Message { place, octets, received, envelope, recipients });
    }

    /// What became of a recipient is in the log, or about to be. Only the highest version counts, in whatever order they
    /// are read.
    pub(crate) fn change(
        &mut self,
        id: QueueId,
        index: u32,
        version: u32,
        status: Status,
        at: Timestamp,
        note: String,
    ) {
        let Some(message) = self.messages.get_mut(&id) else { return };
        let Some(recipient) = message.recipients.get_mut(index as usize) else { return };
        if version > recipient.version {
            let attempts = recipient.attempts + 1;
            *recipient = RecipientState { status, version, attempts, note, changed: at, claimed: false };
        }
    }

    /// Puts a message's recipients that wait into their lanes.
    pub(crate) fn schedule(&mut self, id: QueueId) {
        let Some(message) = self.messages.get(&id) else { return };
        let mut due_in: HashMap<String, Timestamp> = HashMap::new();
        for (state, recipient) in message.recipients.iter().zip(&message.envelope.recipients) {
            if let (Status::Waiting { due }, false) = (state.status, state.claimed) {
                let lane = due_in.entry(lane_of(&recipient.mailbox)).or_insert(due);
                *lane = due.min(*lane);
            }
        }
        for (lane, due) in due_in {
            self.lanes.push(&lane, due, id);
        }
    }
}

impl Message {
    /// Every recipient has its copy.
    pub(crate) fn is_done(&self) -> bool {
        self.recipients.iter().all(|recipient| recipient.status == Status::Delivered)
    }
}
