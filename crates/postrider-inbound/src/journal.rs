//! What is kept of a session for whoever asks later why it went as it did.
//!
//! ```text
//!   desk: heard, said, why ──▶ Kept (bounded, of one session) ──▶ Record ──▶ Journal (handed in; it stores it)
//!                                                        when something was refused and the client is waited for,
//!                                                        and when the session ends
//! ```
//!
//! Always holds: nothing behind AUTH is here, nor of any other line more than is plainly a command; a session holds [`FIRST`] steps from its beginning and between
//! [`RECENT`] and twice as many from its end, whatever its client does; a session that has said nothing yet holds nothing. A step costs a
//! copy of its two lines and no lock; a session that is refused nothing hands over once. What is kept is written down when somebody reads it:
//! until then times, addresses and names stay what they are.

use std::borrow::Cow;
use std::mem;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use postrider_directory::Account;
use postrider_policy::{Client, Reason};
use postrider_proto::mail::QueueId;
use postrider_proto::mail::trace::TlsUsed;
use postrider_proto::reply::Entry;
use postrider_queue::Timestamp;

use crate::desk::SessionId;
use crate::tls::Failure;

/// Steps that are kept from the beginning of a session, or from behind what was handed over.
pub const FIRST: usize = 32;

/// Of the steps behind those, so many are kept at least, and at most twice as many.
pub const RECENT: usize = 32;

/// Each of the three lots of steps is full with so many octets, and one step more.
const LOT_OCTETS: usize = 8 * 1024;

/// A command is cut behind so many octets, if it was not before.
const COMMAND_OCTETS: usize = 1024;

/// A reply is cut behind so many octets. Its line has [`Reply::LINE_MAX`](postrider_proto::reply::Reply::LINE_MAX) at most, and a sentence needs no more.
pub(crate) const REPLY_OCTETS: usize = 384;

/// Room for a session with a message: whoever goes on behind EHLO mostly says no more.
pub(crate) const ROOM: Room = Room { steps: 8, octets: 512 };

/// Room for a session that ends behind EHLO.
pub(crate) const LITTLE: Room = Room { steps: 1, octets: 128 };

/// Room for a lot at the end of a session that is long.
const MUCH: Room = Room { steps: RECENT, octets: 1536 };

/// For how much there is room at first. More is made for what is longer.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Room {
    steps: usize,
    octets: usize,
}

/// Refusals are handed over before the end of the session so many times. That bounds one session; what a client can fill with many of them is for
/// the journal to bound. Whoever goes on behind that has them handed over at the end, if
/// they are among the last.
const PARTS_MAX: u32 = 16;

/// Where what was kept of sessions goes. It is called by sessions, so it must not wait.
pub trait Journal: Send + Sync {
    /// Whether sessions that begin now are to be kept.
    fn is_on(&self) -> bool;

    /// Takes a part of a session, or all of it.
    fn record(&self, record: Record);
}

/// A part of a session, or all of it. The parts of one session have the same id and the same beginning.
#[derive(Debug)]
pub struct Record {
    /// Of which session.
    pub about: About,
    /// Which part this is, from 0 on.
    pub part: u32,
    /// Something was refused: in this part, or in one before it.
    pub refused: bool,
    /// How the session ended; none as long as it goes on.
    pub end: Option<End>,
    /// The steps from the beginning.
    first: Lot,
    /// So many are left out behind them.
    left_out: u32,
    /// The steps at the end.
    last: [Lot; 2],
}

/// Which session it is, and with whom.
#[derive(Debug, Clone)]
pub struct About {
    /// The session, as the log names it.
    pub session: SessionId,
    /// When it began.
    pub began: Timestamp,
    /// The address that the client has connected to; none for a socket of this machine.
    pub listener: Option<SocketAddr>,
    /// The client.
    pub client: Client,
    /// The proxy that it is behind.
    pub proxy: Option<Client>,
    /// Version and cipher, if it is encrypted by now.
    pub tls: Option<TlsUsed<'static>>,
    /// The account that is logged in by now.
    pub account: Option<Arc<Account>>,
}

/// How a session ended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum End {
    /// The server has closed it, and has said so.
    Closed,
    /// The client has left.
    Left {
        /// What the system says.
        error: String,
        /// There was to be a message, and now there is none.
        within_transaction: bool,
    },
    /// The handshake of TLS has come to nothing.
    NoTls {
        /// In which way.
        why: Failure,
        /// What it says.
        error: String,
        /// What the client has offered, if it came so far.
        offered: Option<String>,
        /// What this server has.
        ours: Option<String>,
    },
    /// It was cut off: the server was stopped, or has broken off.
    CutOff,
}

impl End {
    /// Octets elsewhere.
    fn octets(&self) -> usize {
        let of = |text: &Option<String>| text.as_ref().map_or(0, String::len);
        match self {
            Self::Closed | Self::CutOff => 0,
            Self::Left { error, .. } => error.len(),
            Self::NoTls { error, offered, ours, .. } => error.len() + of(offered) + of(ours),
        }
    }
}

/// What the client has sent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Heard<'a> {
    /// Nothing, or content.
    Nothing,
    /// A line, or its front, as the journal may have it.
    Line(Cow<'a, str>),
    /// A line that nobody may see.
    Hidden,
}

/// One step of the conversation.
#[derive(Debug)]
pub struct StepView<'a> {
    /// When the reply was given, in milliseconds since the session began.
    pub millis: u32,
    /// What it answers.
    pub heard: Heard<'a>,
    /// What it is.
    pub entry: &'static Entry,
    /// Its first line; of the reply to EHLO those of STARTTLS and AUTH too, with dots for the others.
    pub said: Cow<'a, str>,
    /// Why.
    pub because: Option<&'a Because>,
    /// The message that was taken, and its octets.
    pub message: Option<(QueueId, u64)>,
}

/// Why a question was answered as it was: what the log is told, and the client is not.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Because {
    /// Rules of the policy said so.
    Rules(Vec<Reason>),
    /// A login has failed, or has ended.
    Login {
        /// Why.
        why: String,
        /// The name that the client has given, as the log may have it.
        name: Option<String>,
    },
    /// The account has sent all that it may within the hour.
    Exhausted(String),
    /// The queue cannot take the message.
    Trouble(String),
}

impl Record {
    /// The steps, and how many are left out before the second of both lists.
    pub fn steps(&self) -> (impl Iterator<Item = StepView<'_>>, u32, impl Iterator<Item = StepView<'_>>) {
        (self.first.views(), self.left_out, self.last.iter().flat_map(Lot::views))
    }

    /// How many octets it holds, more or less.
    #[must_use]
    pub fn octets(&self) -> usize {
        let lots = [&self.first, &self.last[0], &self.last[1]];
        let end = self.end.as_ref().map_or(0, End::octets);
        mem::size_of::<Self>() + lots.into_iter().map(Lot::octets).sum::<usize>() + end
    }
}

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

/// A message that was taken, and its octets.
type Message = (QueueId, u64);

/// The last steps: the older of both lots is full.
#[derive(Debug, Default)]
struct Tail {
    older: Lot,
    newer: Lot,
    left_out: u32,
}

/// Some steps behind each other.
#[derive(Debug, Default)]
struct Lot {
    steps: Vec<Step>,
    /// The command and the reply of each step, and the message that it has acknowledged.
    text: Vec<u8>,
    /// Octets elsewhere.
    more: u32,
}

#[derive(Debug)]
struct Step {
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
const ID: usize = 16;

impl Because {
    fn octets(&self) -> usize {
        let more = match self {
            Self::Rules(reasons) => reasons
                .iter()
                .map(|reason| {
                    mem::size_of::<Reason>()
                        + reason.because.len()
                        + reason.config.as_ref().map_or(0, String::len)
                })
                .sum(),
            Self::Login { why, name } => why.len() + name.as_ref().map_or(0, String::len),
            Self::Exhausted(why) | Self::Trouble(why) => why.len(),
        };
        mem::size_of::<Self>() + more
    }
}

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

impl Lot {
    fn octets(&self) -> usize {
        self.text.capacity() + self.steps.capacity() * mem::size_of::<Step>() + self.more as usize
    }

    fn with_room(Room { steps, octets }: Room) -> Self {
        Self { steps: Vec::with_capacity(steps), text: Vec::with_capacity(octets), more: 0 }
    }

    fn has_room(&self, steps: usize) -> bool {
        self.steps.len() < steps && self.text.len() + (self.more as usize) < LOT_OCTETS
    }

    fn clear(&mut self) {
        self.steps.clear();
        self.text.clear();
        self.more = 0;
    }

    fn push(&mut self, said: Said<'_, impl FnOnce(&mut Vec<u8>)>) {
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

    fn views(&self) -> impl Iterator<Item = StepView<'_>> {
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

#[cfg(test)]
mod tests {
    use postrider_proto::reply::catalogue;
    use proptest::prelude::*;

    use super::*;

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
        (step % 3 == 0).then(|| (QueueId::from_bytes([octets; ID]), step as u64))
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
