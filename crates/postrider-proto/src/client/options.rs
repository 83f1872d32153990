//! What a client is set to, and what it is to send.

use crate::mail::{Domain, Envelope};

/// What a client is set to. Plain values: where they come from is the business of the driver.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Options {
    /// The name of this client, in EHLO, HELO and LHLO.
    pub hello_name: Domain,
    /// What is spoken.
    pub protocol: Protocol,
    /// Use BDAT where CHUNKING is offered (RFC 3030), rather than DATA.
    pub chunking: bool,
    /// Send commands in groups where PIPELINING is offered (RFC 2920).
    pub pipelining: bool,
    /// What becomes of a message that has octets beyond ASCII where 8BITMIME is not offered.
    pub eight_bit: EightBit,
    /// When STARTTLS is said.
    pub start_tls: StartTls,
}

/// When STARTTLS is said (RFC 3207). It is not where TLS is active already: [`Session::tls_started`](super::Session::tls_started).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum StartTls {
    /// Never.
    #[default]
    Never,
    /// Where it is offered; where it is not, the session goes on in clear.
    WhereOffered,
    /// Always; where it is not offered, nothing is sent.
    Always,
}

/// What is spoken.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Protocol {
    /// SMTP (RFC 5321): one reply to a message.
    #[default]
    Smtp,
    /// LMTP (RFC 2033): one reply to a message for each of its recipients.
    Lmtp,
}

/// What becomes of a message that has octets beyond ASCII where 8BITMIME is not offered (RFC 6152 §3). To rewrite it is no
/// choice: that would break what its sender has signed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum EightBit {
    /// It is not sent.
    #[default]
    Refuse,
    /// It is sent as it is. Most servers that do not offer 8BITMIME carry it unharmed.
    Send,
}

impl Options {
    /// A client of this name that speaks SMTP and uses what the server offers.
    #[must_use]
    pub const fn new(hello_name: Domain) -> Self {
        Self {
            hello_name,
            protocol: Protocol::Smtp,
            chunking: true,
            pipelining: true,
            eight_bit: EightBit::Refuse,
            start_tls: StartTls::Never,
        }
    }
}

/// One message to send: all but its content, which the driver gives out piece by piece when it is wanted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Transaction {
    /// Who it is from and whom it is for. The outcome lists the recipients in this order.
    pub envelope: Envelope,
    /// How much content there will be, in octets, before any dot is stuffed, if that is known.
    pub size: Option<u64>,
}
