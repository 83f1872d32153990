//! What is known in each phase. Whoever asks fills these in: the session that is under way, or a dry run.

use std::fmt;
use std::net::IpAddr;

use postrider_directory::Account;
use postrider_proto::mail::header::NoAuthor;
use postrider_proto::mail::single_words::SingleWord;
use postrider_proto::mail::{Envelope, ForwardPath, Mailbox, ReversePath};

/// A client has connected.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Connection {
    /// Where the connection comes from.
    pub client: Client,
}

/// Where a connection comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Client {
    /// The net. `0.0.0.0` or `::` is nobody's address: it is that of a client behind a proxy which has not told it, and such a
    /// client is trusted by nobody.
    At(IpAddr),
    /// A user of this machine, as the system says.
    User {
        /// Which.
        uid: u32,
    },
}

impl Client {
    /// Where in the net it is; none for a user of this machine.
    #[must_use]
    pub const fn address(self) -> Option<IpAddr> {
        match self {
            Self::At(address) => Some(address),
            Self::User { .. } => None,
        }
    }

    /// Whether it is a user of this machine.
    #[must_use]
    pub const fn is_user(self) -> bool {
        matches!(self, Self::User { .. })
    }
}

impl From<IpAddr> for Client {
    fn from(address: IpAddr) -> Self {
        Self::At(address)
    }
}

/// `192.0.2.1`, or `uid 1000`
impl fmt::Display for Client {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::At(address) => write!(f, "{address}"),
            Self::User { uid } => write!(f, "uid {uid}"),
        }
    }
}

/// The client has said its name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Hello<'a> {
    /// The client.
    pub connection: Connection,
    /// The name in EHLO or HELO.
    pub name: &'a str,
}

/// The client has named the sender.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Sender<'a> {
    /// The client and its name.
    pub hello: Hello<'a>,
    /// The account that has logged in, if one has.
    pub login: Option<&'a Account>,
    /// The argument of MAIL.
    pub reverse_path: &'a ReversePath,
}

/// The client has named a recipient.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Recipient<'a> {
    /// The client and the sender.
    pub sender: Sender<'a>,
    /// The argument of RCPT, its source route dropped.
    pub forward_path: &'a ForwardPath,
    /// What the recipient's own server has said about it, once it was asked: see [`Decision::CallOut`].
    ///
    /// [`Decision::CallOut`]: crate::Decision::CallOut
    pub call_out: Option<&'a CallOutAnswer>,
}

/// What the server that a recipient lives at says about it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum CallOutAnswer {
    /// It takes mail for it.
    Yes,
    /// It takes none, and will not later.
    No {
        /// What it said.
        said: String,
    },
    /// It does not say, or could not be asked.
    Unknown {
        /// Why.
        why: String,
    },
}

/// The client has sent the message.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Content<'a> {
    /// The envelope: its recipients are mailboxes of ours, and addresses elsewhere that it is handed on to.
    pub envelope: &'a Envelope,
    /// The values of the Delivered-To fields in the header.
    pub delivered_to: &'a [String],
    /// The first field of its header with white space in front of the colon: its name.
    pub apart: Option<&'a str>,
    /// The addresses in its header whose domain is a single word.
    pub single_words: &'a [SingleWord],
    /// The account that has logged in, if one has, and whom the From field names then.
    pub login: Option<(&'a Account, &'a Result<Vec<Mailbox>, NoAuthor>)>,
}
