//! A message the queue keeps, and where each of its recipients stands.

use std::borrow::Cow;
use std::sync::Arc;

use postrider_proto::mail::{Domain, Envelope, Mailbox, Recipient, ReversePath};

use crate::Timestamp;
use crate::origin::Origin;
use crate::timeline::{Run, Timeline, Tried};

/// A message that is not done.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Message {
    pub(crate) place: BodyPlace,
    /// Of its content.
    pub(crate) octets: u64,
    pub(crate) received: Timestamp,
    pub(crate) envelope: Arc<Envelope>,
    /// How it came, if that is known.
    pub(crate) origin: Option<Arc<Origin>>,
    /// In the order of the envelope.
    pub(crate) recipients: Vec<RecipientState>,
    /// What was tried for them.
    pub(crate) timeline: Timeline,
}

/// Where the body of a message is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct BodyPlace {
    /// The segment of its Append, which lives as long as the message.
    pub(crate) segment: u32,
    pub(crate) at: At,
    pub(crate) crc: u32,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum At {
    /// In the segment, this far into the file.
    Segment(u64),
    /// In a file of its own.
    File,
}

/// Where one recipient stands, and what has become of it so far.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RecipientState {
    /// Waiting, held, or what was the end.
    pub status: Status,
    /// Grows with every change; the highest counts, in whatever order they are read.
    pub version: u32,
    /// Attempts so far.
    pub attempts: u32,
    /// Its sender has been told that it is late.
    pub told: bool,
    /// What came of the last attempt.
    pub note: String,
    /// When it last changed.
    pub changed: Timestamp,
}

/// Whether a recipient still waits.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Status {
    /// It will be tried at this time.
    Waiting {
        /// When.
        due: Timestamp,
    },
    /// An operator holds it: it is not tried before it is released.
    Held,
    /// It has its copy.
    Delivered,
    /// It cannot have one, and its sender has been told, or did not want to be.
    Bounced,
    /// It cannot have one, and nobody can be told.
    Failed,
    /// An operator has taken it out, and nobody was told.
    Dropped,
}

impl Status {
    /// Something is left to do: it waits, is held, or has failed and is kept.
    #[must_use]
    pub const fn is_open(self) -> bool {
        match self {
            Self::Waiting { .. } | Self::Held | Self::Failed => true,
            Self::Delivered | Self::Bounced | Self::Dropped => false,
        }
    }
}

/// Why a message that is not done waits for a person, and for nothing else.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Stop {
    /// What could not be delivered is kept, as nobody can be told.
    Failed,
    /// An operator holds what is left of it.
    Held,
}

impl Message {
    /// A message that has just come: all its recipients wait, from now on.
    pub(crate) fn new(
        place: BodyPlace,
        octets: u64,
        received: Timestamp,
        envelope: Arc<Envelope>,
        origin: Option<Arc<Origin>>,
    ) -> Self {
        let waiting = RecipientState {
            status: Status::Waiting { due: received },
            version: 0,
            attempts: 0,
            told: false,
            note: String::new(),
            changed: received,
        };
        let recipients = vec![waiting; envelope.recipients.len()];
        Self { place, octets, received, envelope, origin, recipients, timeline: Timeline::default() }
    }

    /// Takes in where a recipient stands, unless what is known is newer.
    pub(crate) fn change(&mut self, recipient: u32, state: RecipientState) {
        if let Some(known) = self.recipients.get_mut(recipient as usize)
            && state.version > known.version
        {
            *known = state;
        }
    }

    /// Takes in an attempt as it was written down, unless what is known of its recipients is newer.
    pub(crate) fn tried(&mut self, tried: Arc<Tried>, changes: &[(Run, RecipientState)]) {
        let mut is_news = false;
        for (run, state) in changes {
            let known = self.recipients.iter_mut().skip(run.first as usize).take(run.count as usize);
            for known in known.filter(|known| state.version > known.version) {
                let note = tried.ending(run.ending).map(|ending| ending.note.clone()).unwrap_or_default();
                *known = RecipientState { note, ..state.clone() };
                is_news = true;
            }
        }
        if is_news && tried.fits(self.recipients.len()) {
            self.timeline.push(tried);
        }
    }

    /// The note of a recipient as it is kept: empty where the timeline has it.
    pub(crate) fn kept_note(&self, recipient: u32) -> &str {
        let note = self.recipients.get(recipient as usize).map_or("", |known| &known.note);
        self.timeline.note_beside(recipient, note)
    }

    /// The note of a recipient, from one as it is kept.
    pub(crate) fn whole_note(&self, recipient: u32, kept: String) -> String {
        if !kept.is_empty() {
            return kept;
        }
        self.timeline.last_note(recipient).unwrap_or_default().to_owned()
    }

    /// About what it takes in memory, in octets.
    pub(crate) fn memory_octets(&self) -> usize {
        // What the allocator adds to each text.
        const TEXT: usize = 16;
        let mailbox = |mailbox: &Mailbox| {
            let domain = match mailbox.domain() {
                Domain::Name(name) => name.len(),
                Domain::Literal(_) => 64,
            };
            mailbox.local().len() + domain + 2 * TEXT
        };
        let sender = match &self.envelope.reverse_path {
            ReversePath::Null => 0,
            ReversePath::Mailbox(sender) => mailbox(sender),
        };
        let recipient = |recipient: &Recipient| {
            let orcpt = recipient.orcpt.as_ref();
            let orcpt = orcpt.map_or(0, |orcpt| orcpt.kind.len() + orcpt.address.len() + 2 * TEXT);
            size_of::<Recipient>() + mailbox(&recipient.mailbox) + mailbox(&recipient.given) + orcpt
        };
        let state = |state: &RecipientState| size_of::<RecipientState>() + state.note.len() + TEXT;
        size_of::<Self>()
            + size_of::<Envelope>()
            + sender
            + self.envelope.envid.as_ref().map_or(0, String::len)
            + self.envelope.signing.as_ref().map_or(0, |_| 32 + TEXT)
            + self.envelope.recipients.iter().map(recipient).sum::<usize>()
            + self.recipients.iter().map(state).sum::<usize>()
            + self.origin.as_ref().map_or(0, |origin| size_of::<Origin>() + origin.octets())
            + 2 * self.timeline.octets()
    }

    /// About what it takes in the log.
    pub(crate) const fn log_octets(&self) -> u64 {
        match self.place.at {
            At::Segment(_) => log_octets(self.octets),
            At::File => log_octets(0),
        }
    }

    /// Every recipient has its copy, or its sender knows that it has none, or an operator wants it so.
    pub(crate) fn is_done(&self) -> bool {
        !self.recipients.iter().any(|recipient| recipient.status.is_open())
    }

    /// Why no recipient is tried any more of a message that is not done, if it is so.
    pub(crate) fn stop(&self) -> Option<Stop> {
        let mut stop = None;
        for recipient in &self.recipients {
            match recipient.status {
                Status::Waiting { .. } => return None,
                Status::Held => stop = Some(Stop::Held),
                Status::Failed => stop = stop.or(Some(Stop::Failed)),
                Status::Delivered | Status::Bounced | Status::Dropped => {}
            }
        }
        stop
    }

    /// The recipients that wait: place in the envelope, domain, and when each is due.
    pub(crate) fn waiting(&self) -> impl Iterator<Item = (u32, &Domain, Timestamp)> {
        (0..).zip(self.recipients.iter().zip(&self.envelope.recipients)).filter_map(
            |(index, (state, recipient))| match state.status {
                Status::Waiting { due } => Some((index, recipient.mailbox.domain(), due)),
                Status::Held | Status::Delivered | Status::Bounced | Status::Failed | Status::Dropped => None,
            },
        )
    }
}

/// About what a message takes in the log: what of its body is there, and a guess for all the rest.
pub(crate) const fn log_octets(body: u64) -> u64 {
    body + 1024
}

/// The lane of a domain: a lane has the domain's name.
pub(crate) fn lane_of(domain: &Domain) -> Cow<'_, str> {
    match domain {
        Domain::Name(name) => Cow::Borrowed(name),
        Domain::Literal(_) => Cow::Owned(domain.to_string()),
    }
}

/// Whether this is the lane of a domain.
pub(crate) fn is_lane_of(lane: &str, domain: &Domain) -> bool {
    lane_of(domain) == lane
}
