//! What is kept of a session until it is handed over: its beginning and its end.

use std::mem;

use postrider_queue::Timestamp;

use super::lot::{Lot, Message, Room, Said};
use super::{About, End, Record};

/// Steps that are kept from the beginning of a session, or from behind what was handed over.
pub const FIRST: usize = 32;

/// Of the steps behind those, so many are kept at least, and at most twice as many.
pub const RECENT: usize = 32;

/// Room for a session with a message: whoever goes on behind EHLO mostly says no more.
pub(crate) const ROOM: Room = Room { steps: 8, octets: 512 };

/// Room for a session that ends behind EHLO.
pub(crate) const LITTLE: Room = Room { steps: 1, octets: 128 };

/// Room for a lot at the end of a session that is long.
const MUCH: Room = Room { steps: RECENT, octets: 1536 };

/// Refusals are handed over before the end of the session so many times. That bounds one session; what a client can fill with many of them is for
/// the journal to bound. Whoever goes on behind that has them handed over at the end, if
/// they are among the last.
const PARTS_MAX: u32 = 16;

/// What was kept of a session, and not handed over yet.
#[derive(Debug)]
pub(crate) struct Kept {
    began: Timestamp,
    first: Lot,
    /// Sessions that are that long are few.
    tail: Option<Box<Tail>>,
    parts: u32,
    /// Something was refused that was not handed over.
    news: bool,
    refused: bool,
    end: Option<End>,
    /// The message that the next reply acknowledges.
    pub(crate) stored: Option<Message>,
}

/// The last steps: the older of both lots is full.
#[derive(Debug, Default)]
struct Tail {
    older: Lot,
    newer: Lot,
    left_out: u32,
}

impl Kept {
    /// Of a session that began then.
    pub(crate) fn new(began: Timestamp, room: Room) -> Self {
        Self {
            began,
            first: Lot::with_room(room),
            tail: None,
            parts: 0,
            news: false,
            refused: false,
            end: None,
            stored: None,
        }
    }

    /// When the session began.
    pub(crate) fn began(&self) -> Timestamp {
        self.began
    }

    /// Keeps a step.
    pub(crate) fn step(&mut self, said: Said<'_, impl FnOnce(&mut Vec<u8>)>) {
        if said.entry.code.class().is_refusal() {
            (self.news, self.refused) = (true, true);
        }
        let lot = if self.first.has_room(FIRST) && self.tail.is_none() {
            if self.first.steps.capacity() == 0 {
                // Behind what was handed over.
                self.first = Lot::with_room(ROOM);
            }
            &mut self.first
        } else {
            self.tail.get_or_insert_default().lot()
        };
        lot.push(said);
    }

    /// The session has ended.
    pub(crate) fn end(&mut self, end: End) {
        if matches!(end, End::NoTls { .. }) {
            self.refused = true;
        }
        self.end = Some(end);
    }

    /// Whether there is something to hand over while the client is waited for.
    pub(crate) fn has_news(&self) -> bool {
        self.news && self.parts < PARTS_MAX
    }

    /// Gives what there is, and begins anew behind it.
    pub(crate) fn take(&mut self, about: About) -> Record {
        let part = self.parts;
        self.parts += 1;
        self.news = false;
        let Tail { older, newer, left_out } = self.tail.take().map(|tail| *tail).unwrap_or_default();
        let first = mem::take(&mut self.first);
        let (refused, end) = (self.refused, self.end.take());
        Record { about, part, refused, end, first, left_out, last: [older, newer] }
    }
}

impl Tail {
    fn lot(&mut self) -> &mut Lot {
        if !self.newer.has_room(RECENT) {
            self.left_out += u32::try_from(self.older.steps.len()).unwrap_or(u32::MAX);
            mem::swap(&mut self.older, &mut self.newer);
            self.newer.clear();
        }
        if self.newer.steps.capacity() == 0 {
            self.newer = Lot::with_room(MUCH);
        }
        &mut self.newer
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use postrider_policy::Client;
    use postrider_proto::mail::QueueId;
    use postrider_proto::reply::catalogue;
    use proptest::prelude::*;

    use super::*;
    use crate::desk::SessionId;
    use crate::journal::lot::{COMMAND_OCTETS, ID, LOT_OCTETS};
    use crate::journal::{Because, Heard, Line, REPLY_OCTETS};

    fn numbers(steps: impl Iterator<Item = u32>) -> Vec<u32> {
        steps.collect()
    }

    fn about() -> About {
        About {
            session: SessionId(1),
            began: Timestamp::from_millis(0),
            listener: None,
            client: Client::At(std::net::Ipv4Addr::LOCALHOST.into()),
            proxy: None,
            tls: None,
            account: None,
        }
    }

    /// Every third step acknowledges one.
    fn message(step: usize) -> Option<Message> {
        let octets = u8::try_from(step % 256).expect("an octet");
        step.is_multiple_of(3).then(|| (QueueId::from_bytes([octets; ID]), step as u64))
    }

    proptest! {
        /// Whatever is said, a session holds what it may, in order, and knows how much is missing.
        #[test]
        fn a_session_is_bounded(lengths in prop::collection::vec((0usize..2000, 0usize..600, 0usize..3000), 0..400)) {
            let mut kept = Kept::new(Timestamp::from_millis(0), LITTLE);
            for (i, (heard, said, because)) in lengths.iter().enumerate() {
                let (heard, said) = (vec![b'c'; *heard], vec![b's'; *said]);
                let because = (*because > 0).then(|| Because::Trouble("b".repeat(*because)));
                kept.step(Said {
                    since: Duration::from_millis(i as u64),
                    heard: Line::Shown(&heard, "…".as_bytes()),
                    entry: &catalogue::MAIL_OK,
                    say: |text: &mut Vec<u8>| text.extend_from_slice(&said),
                    because,
                    message: message(i),
                });
            }
            prop_assert!(!kept.has_news());
            let Record { first, left_out, last: lots, .. } = kept.take(about());
            for step in first.views().chain(lots.iter().flat_map(Lot::views)) {
                prop_assert_eq!(step.message, message(step.millis as usize));
                prop_assert!(step.said.bytes().all(|octet| octet == b's'));
            }
            let kept: Vec<u32> = first.views().chain(lots.iter().flat_map(Lot::views)).map(|step| step.millis).collect();
            prop_assert_eq!(kept.len() + left_out as usize, lengths.len());
            let begins = numbers(first.views().map(|step| step.millis));
            let ends = numbers(lots.iter().flat_map(Lot::views).map(|step| step.millis));
            let count = |all: usize| u32::try_from(all).expect("few");
            let (all, last) = (count(lengths.len()), count(ends.len()));
            prop_assert_eq!(&begins, &(0..count(begins.len())).collect::<Vec<_>>());
            prop_assert_eq!(&ends, &(all - last..all).collect::<Vec<_>>());
            for lot in [&first, &lots[0], &lots[1]] {
                prop_assert!(lot.steps.len() <= FIRST.max(RECENT));
                prop_assert!(lot.text.len() + (lot.more as usize) < LOT_OCTETS + COMMAND_OCTETS + 3 + REPLY_OCTETS + 24 + 4096);
            }
        }
    }

    #[test]
    fn a_refusal_is_news_once_and_not_for_ever() {
        let mut kept = Kept::new(Timestamp::from_millis(0), ROOM);
        let refuse = |kept: &mut Kept| {
            kept.step(Said {
                since: Duration::ZERO,
                heard: Line::Hidden,
                entry: &catalogue::UNKNOWN_USER,
                say: |text: &mut Vec<u8>| text.extend_from_slice(b"550 no"),
                because: None,
                message: None,
            });
        };
        for part in 0..PARTS_MAX {
            refuse(&mut kept);
            assert!(kept.has_news());
            assert_eq!(kept.take(about()).part, part);
            assert!(!kept.has_news());
        }
        refuse(&mut kept);
        assert!(!kept.has_news());
        let taken = kept.take(about());
        assert!(taken.refused);
        assert!(taken.first.views().all(|step| step.heard == Heard::Hidden && step.said == "550 no"));
    }
}
