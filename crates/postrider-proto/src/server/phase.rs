//! What the session is in the middle of, with the data that exists then and only then.
//!
//! ```text
//!      ▲                     XCLIENT, accepted: the greeting comes anew
//!      └──────────────────────┐
//!   Opening ──▶ Greeting ──▶ Ready ◀────────────── RSET, EHLO, the end of a message ──────────┐
//!                  │          │ │ └─AUTH─▶ Exchange                                            │
//!                  ▼          │ └─MAIL─▶ Transaction ─DATA─▶ Data ────────────────────────────▶┤
//!               Refused       │                │    └─BDAT─▶ Chunks ─LAST─────────────────────▶┤
//!                             ▼                └─────a chunk refused─────▶ Failed ────────────▶┘
//!                           Closed
//! ```

use std::collections::BTreeSet;

use crate::mail::header::HeaderScan;
use crate::mail::{Envelope, Mailbox};
use crate::wire::data::{ChunkReader, ContentReader};

use super::sequence::State;

#[derive(Debug)]
pub(super) enum Phase {
    /// Nobody has decided yet how to greet.
    Opening,
    /// The client is welcome; the 220 has not been sent, so nothing may have arrived yet.
    Greeting,
    /// Everything but QUIT is refused.
    Refused(Refused),
    /// No transaction is open.
    Ready,
    /// STARTTLS was accepted; the 220 has not been sent, so nothing may have arrived behind it.
    StartingTls,
    /// A challenge was sent; the next line answers it.
    Exchange,
    /// MAIL was accepted.
    Transaction(Transaction),
    /// DATA was accepted; the 354 has not been sent, so no content may have arrived yet.
    DataAccepted(Transaction),
    /// 354 was sent.
    Data(Transaction, Box<ContentReader>, Box<Content>),
    /// A first chunk was accepted. Between chunks, commands.
    Chunks(Transaction, Box<ChunkReader>, Box<Content>),
    /// A chunk was refused: RSET comes next.
    Failed,
    /// Nothing comes any more.
    Closed,
}

/// Why everything but QUIT is refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Refused {
    /// The greeting was 554.
    Client,
    /// The greeting was 521.
    NoMailHost,
    /// TLS came out too weak (RFC 3207 §4.1).
    WeakTls,
}

/// A mail transaction: what MAIL and RCPT have established.
#[derive(Debug)]
pub(super) struct Transaction {
    pub(super) envelope: Envelope,
    /// The mailboxes of the envelope's recipients, to find one that is there already: an alias of a thousand, named a
    /// thousand times, would otherwise be a thousand million comparisons.
    pub(super) mailboxes: BTreeSet<Mailbox>,
    /// SIZE= of MAIL.
    pub(super) declared: Option<u64>,
    /// RCPT commands that were accepted. Not the number of mailboxes: an alias may stand for many.
    pub(super) accepted: u32,
    /// A RCPT was refused.
    pub(super) refused: bool,
}

/// What is known of the content while it comes.
#[derive(Debug, Default)]
pub(super) struct Content {
    /// Octets handed out so far.
    pub(super) octets: u64,
    pub(super) header: HeaderScan,
    /// It will be refused at its end, and the driver has dropped it: what still comes is swallowed.
    pub(super) dropped: bool,
}

impl Transaction {
    pub(super) fn state(&self) -> State {
        match (self.accepted, self.refused) {
            (0, false) => State::Mail,
            (0, true) => State::MailRcptRejected,
            _ => State::Rcpt,
        }
    }
}
