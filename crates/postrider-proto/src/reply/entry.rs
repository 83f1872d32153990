//! An entry of the catalogue: all that is fixed about one reply.

use super::{Code, Enhanced};

/// All that is fixed about one reply. The wire, the log field `reply=`, the documentation and the translations hang
/// on its [`id`](Entry::id).
#[derive(Debug, PartialEq, Eq)]
pub struct Entry {
    /// The stable name, lower case with hyphens: `rcpt-before-mail`.
    pub id: &'static str,
    /// The reply code.
    pub code: Code,
    /// The enhanced code; none on the greeting, on replies to EHLO and HELO, and on 3yz (RFC 2034 §3, §4).
    pub enhanced: Option<Enhanced>,
    /// One short ASCII sentence. `{name}` stands for a fact that the reply fills in.
    pub text: &'static str,
    /// Who has to act, where somebody has.
    pub blame: Blame,
    /// The clause that asks for this reply: `RFC 5321 §4.1.4`.
    pub rfc: &'static str,
    /// What the client may sensibly send next.
    pub next: &'static str,
}

/// Who has to act for the command to succeed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Blame {
    /// Nobody: nothing is wrong.
    Nobody,
    /// A step of the client is missing, or what it sent is not right, such as a command or a password.
    Client,
    /// The message or its addresses cannot be accepted as they are: its sender has to change them.
    Sender,
    /// A rule of this server refuses it. The rule stays in the local log.
    Policy,
    /// This server cannot do it now, for a reason of its own.
    Server,
}

impl Blame {
    /// The word for documents and logs.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Nobody => "nobody",
            Self::Client => "client",
            Self::Sender => "sender",
            Self::Policy => "policy",
            Self::Server => "server",
        }
    }
}

impl Entry {
    /// Whether the wire form ends with ` [id]`: every 4yz and 5yz does, but those that answer a connection, EHLO or
    /// HELO, which carry no enhanced code either (RFC 2034 §3).
    #[must_use]
    pub const fn shows_id(&self) -> bool {
        self.code.class().is_refusal() && self.enhanced.is_some()
    }
}
