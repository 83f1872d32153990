//! What the session is in the middle of, with the data that exists then and only then.
//!
//! ```text
//!   Greeting ──▶ Hello ──▶ Envelope ──354, or recipients for a first chunk──▶ Content ──▶ Ending ──┐
//!      │           │          │                                                  │                 │
//!      │           │          ├──nobody accepted──▶ Draining ◀──a chunk refused──┘                 │
//!      │           │          └──and yet 354──▶ ForNobody ─▶┘                                      │
//!      │           │                                   │                                           │
//!      └───────────┴── refused ──────▶ Settled ◀───────┴───────────────────────────────────────────┘
//!                                       │   ▲ └──another message──▶ (Resetting ──▶) Envelope
//!                                       ▼   └── lost: then Closed
//!                                    Quitting ──▶ Closed
//!
//!   Hello ──STARTTLS is wanted──▶ StartingTls ──220──▶ Handshake ──done──▶ Hello
//!   Hello ──a login is wanted──▶ LoggingIn ──▶ Envelope, or Settled
//!
//!   Content, Ending ──nothing more can be written──▶ Cut ──▶ Closed
//! ```

use super::body::BodyWriter;
use super::login::LoggingIn;

#[derive(Debug)]
pub(super) enum Phase {
    /// Nothing was said yet; the server speaks first.
    Greeting,
    /// EHLO (LHLO, if `extended`) or HELO is next, or was sent.
    Hello { extended: bool },
    /// STARTTLS is next, or was sent.
    StartingTls,
    /// The server waits for the handshake, which the driver makes.
    Handshake,
    /// AUTH is next, or is under way.
    LoggingIn(Box<LoggingIn>),
    /// RSET was sent, for the next transaction.
    Resetting,
    /// MAIL, RCPT and perhaps DATA are being sent and answered.
    Envelope,
    /// Content is being sent.
    Content(Box<BodyWriter>),
    /// The server waits for content although it refused every recipient: an empty message is next.
    ForNobody,
    /// Nothing more of the content can be written; only the server's word why may still come.
    Cut,
    /// The end of the content was sent.
    Ending,
    /// The transaction has failed; what was sent before that became known is still being answered.
    Draining,
    /// The transaction is over. If no other begins, QUIT is next.
    Settled,
    /// QUIT was sent.
    Quitting,
    /// Nothing comes any more.
    Closed,
}
