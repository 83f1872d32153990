//! The mail queue: a 250 is a promise, and this crate keeps it.
//!
//! ```text
//!   Queue::begin ──▶ Intake ──▶ Queue::commit ──▶ Durable            mail comes in
//!                                    │
//!                               log/NNNNNNNN.seg, big/xx/ID           and is kept
//!                                    │
//!   Queue::claim ──▶ Attempt ──▶ Queue::settle                        until it has gone out
//!   Queue::claim_for                    Queue::act                    or an operator wants it otherwise
//! ```
//!
//! The truth is a log of segments ([`store`]); what is in memory is the log, applied. One thread writes it: whatever has
//! arrived shares one write and one sync. A [`Durable`] is made behind that sync and nowhere else.
//!
//! # What this crate must not know
//!
//! A socket, and the words of SMTP. The time of day: whoever calls brings it. And nobody else may write mail to the disk of
//! the queue.
#![forbid(unsafe_code)]

mod attempt;
mod batch;
mod census;
mod counters;
mod durable;
#[cfg(feature = "fuzzing")]
#[doc(hidden)]
pub mod fuzzing;
mod history;
mod housekeeping;
mod inbox;
mod intake;
mod join;
mod large;
mod listing;
mod message;
mod operate;
mod options;
mod origin;
mod quarantine;
mod queue;
mod room;
pub mod schedule;
mod shared;
#[cfg(feature = "simulation")]
pub mod simulation;
mod start;
mod state;
pub mod store;
mod summary;
mod suspend;
mod time;
mod timeline;
mod writer;

pub use attempt::{Attempt, Claimed, Outcome, RecipientIndex, Report, SettleError};
pub use census::Census;
pub use counters::{Counters, Distribution, Histogram};
pub use durable::{CommitError, Durable};
pub use history::HistoryFilter;
pub use intake::Intake;
pub use message::{RecipientState, Status};
pub use operate::Action;
pub use options::Options;
pub use origin::{Client, Origin};
pub use quarantine::{
    Quarantine, QuarantineError, QuarantineKind, Quarantined, QuarantinedContent, QuarantinedMessage,
    RawFile, Release, ReleaseRefusal,
};
pub use queue::Queue;
pub use room::NoRoom;
pub use schedule::lane::InLine;
pub use schedule::suspension::{Suspension, Suspensions};
pub use store::body::Body;
pub use store::disk::{Disk, DiskFile, RealDisk};
pub use store::recover::{OpenError, Recovery};
pub use summary::{Standing, Summary};
pub use suspend::SuspendError;
pub use time::Timestamp;
pub use timeline::{Answer, Decision, Ending, Timeline, Trail, Tried};
