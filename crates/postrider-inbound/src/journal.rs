//! What is kept of a session for whoever asks later why it went as it did.
//!
//! ```text
//!   desk: heard, said, why ──▶ Kept (bounded, of one session) ──▶ Record ──▶ Journal (handed in; it stores it)
//!                                                        when something was refused and the client is waited for,
//!                                                        and when the session ends
//! ```
//!
//! Always holds: nothing behind AUTH and no answer within it is here, nor of any other line more than is plainly a command; a session holds [`FIRST`] steps from its beginning and between
//! [`RECENT`] and twice as many from its end, whatever its client does; a session that has said nothing yet holds nothing. A step costs a
//! copy of its two lines and no lock; a session that is refused nothing hands over once. What is kept is written down when somebody reads it:
//! until then times, addresses and names stay what they are.

mod kept;
mod lot;

use std::borrow::Cow;
use std::mem;
use std::net::SocketAddr;
use std::sync::Arc;

use postrider_directory::Account;
use postrider_policy::{Client, Reason};
use postrider_proto::mail::QueueId;
use postrider_proto::mail::trace::TlsUsed;
use postrider_proto::reply::Entry;
use postrider_queue::Timestamp;

pub use self::kept::{FIRST, RECENT};
pub(crate) use self::kept::{Kept, LITTLE, ROOM};
use self::lot::Lot;
pub(crate) use self::lot::{Line, REPLY_OCTETS, Room, Said};
use crate::desk::SessionId;
use crate::tls::Failure;

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
