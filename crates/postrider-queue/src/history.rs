//! The history: what became of messages that are done, for a while. It is a service and no promise: it is in memory alone, and a
//! restart begins it anew.

use std::collections::{HashMap, VecDeque};
use std::sync::Arc;
use std::time::Duration;

use postrider_proto::mail::{Mailbox, QueueId, ReversePath};

use crate::Timestamp;
use crate::message::Message;

/// The most messages in it, and the most octets that they take; the oldest go first.
const MESSAGES_MAX: usize = 100_000;
const OCTETS_MAX: usize = 64 * 1024 * 1024;

/// A clock that has gone back by no more than this was only corrected a little.
const CLOCK_STEP: Duration = Duration::from_secs(60);

/// Which messages of the history somebody wants to see.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct HistoryFilter {
    /// Those from this address.
    pub sender: Option<Mailbox>,
    /// Those for this address, whether it was given or an alias led to it.
    pub recipient: Option<Mailbox>,
}

/// Messages that are done, in the order in which they were.
pub(crate) struct History {
    /// How long they are kept.
    keep: Duration,
    entries: VecDeque<Entry>,
    /// The number of the last entry of each message: one that was put back by hand may be there twice.
    numbers: HashMap<QueueId, u64>,
    next: u64,
    octets: usize,
}

/// A message that is done.
pub(crate) struct Entry {
    /// Counts the messages.
    pub(crate) number: u64,
    pub(crate) id: QueueId,
    pub(crate) done: Timestamp,
    /// As it was then.
    pub(crate) message: Arc<Message>,
    octets: usize,
}

impl History {
    pub(crate) fn new(keep: Duration) -> Self {
        Self { keep, entries: VecDeque::new(), numbers: HashMap::new(), next: 0, octets: 0 }
    }

    /// A message is done.
    pub(crate) fn push(&mut self, id: QueueId, message: Arc<Message>, done: Timestamp) {
        if self.keep.is_zero() {
            return;
        }
        self.expire(done);
        let octets = size_of::<Entry>() + message.memory_octets();
        self.entries.push_back(Entry { number: self.next, id, done, message, octets });
        self.numbers.insert(id, self.next);
        self.next += 1;
        self.octets += octets;
        while self.entries.len() > MESSAGES_MAX || self.octets > OCTETS_MAX {
            self.drop_oldest();
        }
    }

    /// Drops what is too old by now; and what is from a time when the clock was ahead, whose age nobody knows.
    pub(crate) fn expire(&mut self, now: Timestamp) {
        while self.entries.front().is_some_and(|entry| is_old(entry, self.keep, now)) {
            self.drop_oldest();
        }
    }

    fn drop_oldest(&mut self) {
        let Some(entry) = self.entries.pop_front() else { return };
        self.octets -= entry.octets;
        if self.numbers.get(&entry.id) == Some(&entry.number) {
            self.numbers.remove(&entry.id);
        }
    }

    /// What became of this message, as far as it is known.
    pub(crate) fn get(&mut self, id: QueueId, now: Timestamp) -> Option<&Entry> {
        self.expire(now);
        let number = self.numbers.get(&id)?;
        let place = self.entries.binary_search_by_key(number, |entry| entry.number).ok()?;
        self.entries.get(place).filter(|entry| !is_old(entry, self.keep, now))
    }

    /// Some of the messages that were done before the one with this number, the last of them first.
    pub(crate) fn before(&mut self, number: u64, now: Timestamp) -> impl Iterator<Item = &Entry> {
        self.expire(now);
        let (end, keep) = (self.entries.partition_point(|entry| entry.number < number), self.keep);
        self.entries.range(..end).rev().filter(move |entry| !is_old(entry, keep, now))
    }

    /// Drops every message that this address has sent or was to get. Gives how many.
    pub(crate) fn forget(&mut self, address: &Mailbox) -> usize {
        let before = self.entries.len();
        self.entries.retain(|entry| {
            let goes = is_from(&entry.message, address) || is_for(&entry.message, address);
            if goes {
                self.octets -= entry.octets;
                if self.numbers.get(&entry.id) == Some(&entry.number) {
                    self.numbers.remove(&entry.id);
                }
            }
            !goes
        });
        before - self.entries.len()
    }
}

impl HistoryFilter {
    pub(crate) fn wants(&self, message: &Message) -> bool {
        self.sender.as_ref().is_none_or(|sender| is_from(message, sender))
            && self.recipient.as_ref().is_none_or(|recipient| is_for(message, recipient))
    }
}

fn is_old(entry: &Entry, keep: Duration, now: Timestamp) -> bool {
    now.since(entry.done) > keep || entry.done.since(now) > CLOCK_STEP
}

fn is_from(message: &Message, address: &Mailbox) -> bool {
    matches!(&message.envelope.reverse_path, ReversePath::Mailbox(sender) if is(sender, address))
}

fn is_for(message: &Message, address: &Mailbox) -> bool {
    let mut recipients = message.envelope.recipients.iter();
    recipients.any(|recipient| is(&recipient.mailbox, address) || is(&recipient.given, address))
}

/// Whether two addresses are the same, or so nearly that whoever asks for one means the other.
fn is(known: &Mailbox, asked: &Mailbox) -> bool {
    known.domain() == asked.domain() && known.local().eq_ignore_ascii_case(asked.local())
}
