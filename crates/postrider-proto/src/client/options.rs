//! What a client is set to, and what it is to send.

use crate::mail::{Domain, Envelope};

/// What a client is set to. Plain values: where they come from is the business of the driver.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Options {
    /// The name of this client, in EHLO and HELO.
    pub hello_name: Domain,
    /// Use BDAT where CHUNKING is offered (RFC 3030), rather than DATA.
    pub chunking: bool,
    /// Send commands in groups where PIPELINING is offered (RFC 2920).
    pub pipelining: bool,
}

impl Options {
    /// A client of this name that uses what the server offers.
    #[must_use]
    pub const fn new(hello_name: Domain) -> Self {
        Self { hello_name, chunking: true, pipelining: true }
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
