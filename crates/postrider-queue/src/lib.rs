//! The mail queue: a 250 is a promise, and this crate keeps it.
//!
//! ```text
//!   Queue::begin ──▶ Intake ──▶ Queue::commit ──▶ Durable            mail comes in
//!                                    │
//!                               log/NNNNNNNN.seg, big/xx/ID           and is kept
//!                                    │
//!   Queue::claim ──▶ Attempt ──▶ Queue::settle                        until it has gone out
//! ```
//!
//! The truth is a log of segments ([`store`]); what is in memory is the log, applied. One thread writes it: whatever has
//! arrived shares one write and one sync. A [`Durable`] is made behind that sync and nowhere else.
//!
//! # What this crate must not know
//!
//! A socket, and the words of SMTP. A clock: whoever calls brings the time. And nobody else may write mail to the disk of
//! the queue.
#![forbid(unsafe_code)]

mod intake;
mod queue;
pub mod schedule;
mod state;
pub mod store;
mod time;
mod writer;

pub use intake::Intake;
pub use queue::{
    Attempt, Claimed, CommitError, Durable, NoRoom, Options, Outcome, Queue, RecipientIndex, SettleError,
    Standing, Summary,
};
pub use store::body::Body;
pub use store::disk::{Disk, DiskFile, RealDisk};
pub use store::record::Status;
pub use store::recover::{OpenError, Recovery};
pub use time::Timestamp;
