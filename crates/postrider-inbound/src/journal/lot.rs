//! Some steps behind each other, in two pieces of memory.

use std::mem;
use std::time::Duration;

use postrider_proto::mail::QueueId;
use postrider_proto::reply::Entry;

use super::{Because, Heard, StepView};

/// Each of the three lots of steps is full with so many octets, and one step more.
pub(super) const LOT_OCTETS: usize = 8 * 1024;

/// A command is cut behind so many octets, if it was not before.
pub(super) const COMMAND_OCTETS: usize = 1024;

/// A reply is cut behind so many octets. Its line has [`Reply::LINE_MAX`](postrider_proto::reply::Reply::LINE_MAX) at most, and a sentence needs no more.
pub(crate) const REPLY_OCTETS: usize = 384;

/// Some steps behind each other.
#[derive(Debug, Default)]
pub(super) struct Lot {
    pub(super) steps: Vec<Step>,
    /// The command and the reply of each step, and the message that it has acknowledged.
    pub(super) text: Vec<u8>,
    /// Octets elsewhere.
    pub(super) more: u32,
}

#[derive(Debug)]
pub(super) struct Step {
    millis: u32,
    entry: &'static Entry,
    /// Octets of the reply, and [`WITH_MESSAGE`].
    said: u16,
    /// Octets of the command, or [`HIDDEN`].
    heard: u16,
    because: Option<Box<Because>>,
}

/// In place of the octets of a command that nobody may see.
const HIDDEN: u16 = u16::MAX;

/// Added to the octets of a reply behind which stands the message that it has acknowledged: its id, and its octets.
const WITH_MESSAGE: u16 = 1 << 15;

/// The octets of an id.
pub(super) const ID: usize = 16;

/// For how much there is room at first. More is made for what is longer.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Room {
    pub(super) steps: usize,
    pub(super) octets: usize,
}

/// A message that was taken, and its octets.
pub(crate) type Message = (QueueId, u64);

/// What the client has sent, as it is kept, and as the log has it.
#[derive(Clone, Copy)]
pub(crate) enum Line<'a> {
    Nothing,
    /// The front of it, and what stands behind that: the rest, or what stands for it.
    Shown(&'a [u8], &'a [u8]),
    Hidden,
}

/// What makes a step.
pub(crate) struct Said<'a, F> {
    /// How long the session has gone on.
    pub(crate) since: Duration,
    pub(crate) heard: Line<'a>,
    pub(crate) entry: &'static Entry,
    /// Appends what is kept of the reply.
    pub(crate) say: F,
    pub(crate) because: Option<Because>,
    /// What the reply acknowledges.
    pub(crate) message: Option<Message>,
}

impl Lot {
    pub(super) fn octets(&self) -> usize {
        self.text.capacity() + self.steps.capacity() * mem::size_of::<Step>() + self.more as usize
    }

    pub(super) fn with_room(Room { steps, octets }: Room) -> Self {
        Self { steps: Vec::with_capacity(steps), text: Vec::with_capacity(octets), more: 0 }
    }

    pub(super) fn has_room(&self, steps: usize) -> bool {
        self.steps.len() < steps && self.text.len() + (self.more as usize) < LOT_OCTETS
    }

    pub(super) fn clear(&mut self) {
        self.steps.clear();
        self.text.clear();
        self.more = 0;
    }

    pub(super) fn push(&mut self, said: Said<'_, impl FnOnce(&mut Vec<u8>)>) {
        let Said { since, heard, entry, say, because, message } = said;
        let begin = self.text.len();
        if let Line::Shown(front, behind) = heard {
            for part in [front, behind] {
                self.text.extend_from_slice(&part[..part.len().min(COMMAND_OCTETS)]);
            }
        }
        let heard = match heard {
            Line::Hidden => HIDDEN,
            _ => u16::try_from(self.text.len() - begin).expect("it was cut"),
        };
        let begin = self.text.len();
        say(&mut self.text);
        self.text.truncate(begin + REPLY_OCTETS);
        let mut said = u16::try_from(self.text.len() - begin).expect("it was cut");
        if let Some((id, octets)) = message {
            said |= WITH_MESSAGE;
            self.text.extend_from_slice(id.as_bytes());
            self.text.extend_from_slice(&octets.to_be_bytes());
        }
        let octets = because.as_ref().map_or(0, Because::octets);
        self.more = self.more.saturating_add(u32::try_from(octets).unwrap_or(u32::MAX));
        let millis = u32::try_from(since.as_millis()).unwrap_or(u32::MAX);
        self.steps.push(Step { millis, entry, said, heard, because: because.map(Box::new) });
    }

    pub(super) fn views(&self) -> impl Iterator<Item = StepView<'_>> {
        let mut rest = Rest(&self.text);
        self.steps.iter().map(move |step| {
            let octets = if step.heard == HIDDEN { 0 } else { step.heard.into() };
            let heard = rest.take(octets);
            let said = rest.take((step.said & !WITH_MESSAGE).into());
            StepView {
                millis: step.millis,
                heard: match (step.heard, heard) {
                    (HIDDEN, _) => Heard::Hidden,
                    (_, []) => Heard::Nothing,
                    (_, line) => Heard::Line(String::from_utf8_lossy(line)),
                },
                entry: step.entry,
                said: String::from_utf8_lossy(said),
                because: step.because.as_deref(),
                message: (step.said & WITH_MESSAGE != 0).then(|| rest.message()),
            }
        })
    }
}

/// What of the text of a lot was not read yet.
struct Rest<'a>(&'a [u8]);

impl<'a> Rest<'a> {
    fn take(&mut self, octets: usize) -> &'a [u8] {
        let (front, behind) = self.0.split_at(octets);
        self.0 = behind;
        front
    }

    fn message(&mut self) -> Message {
        let (id, behind) = self.0.split_first_chunk::<ID>().expect("it was written with its step");
        let (octets, behind) = behind.split_first_chunk::<8>().expect("it was written with its id");
        self.0 = behind;
        (QueueId::from_bytes(*id), u64::from_be_bytes(*octets))
    }
}
