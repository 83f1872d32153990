//! From the queue to a mailbox or to another server: claim, route, attempt, settle.
//!
//! ```text
//!   Queue::claim --> Routes::route --> attempt ---> conclude --------> Queue::settle
//!        ^              a Maildir, a server         outcome, report        |
//!        +----------- later, if the trouble was temporary -----------------+
//! ```
//!
//! [`worker`] holds that loop on one screen. What happens at the end of a route has a file of its own: [`local::maildir`] for
//! mailboxes of this machine, `way` and `remote` for other servers, with [`smtp`] as its driver and `judge` to say what an answer means;
//! `signing` puts our signature in front of what leaves;
//! `pace` says how much is brought to which of them, and `outage` which of their hosts do not answer.
//! [`tls`] says when a connection is encrypted, and what is made of the certificate that is shown.
//! `class` says what a refusal comes to, and `class_retry` when it is tried again for that.
//! `ask` finds out whether another server would take mail for a recipient, and brings none.
//! `conclude` decides whether an attempt was the last one; [`report`] words what the sender is told; [`DeadMail`] ends
//! what nobody can be told of.
//!
//! # What this crate must not know
//!
//! How mail came in. It meets the inbound side only on disk, in the queue: a message that is there will be delivered, or
//! its failure be kept there, whatever has become of the process that took it.
#![forbid(unsafe_code)]

mod aside;
mod ask;
mod carrier;
mod class;
mod class_retry;
pub mod clock;
mod conclude;
mod counters;
mod dead;
mod delivery;
mod fate;
mod halt;
mod judge;
pub mod local;
mod options;
mod outage;
mod pace;
mod pool;
mod remote;
pub mod report;
pub mod route;
mod signing;
pub mod smtp;
pub mod tls;
mod trail;
mod utf8;
mod way;
pub mod worker;

pub use ask::{Asker, Takes};
pub use carrier::{Carried, Carrier, Outcomes};
pub use class::class_of;
pub use class_retry::{ClassRetries, ClassRetry};
pub use clock::{Clock, SystemClock};
pub use conclude::{Resolve, UNKNOWN_WAIT, Untold};
pub use counters::{Counters, Privacy, RouteKind};
pub use dead::DeadMail;
pub use delivery::Delivery;
pub use options::DeliveryOptions;
pub use pace::{Held, Load, Rest};
pub use route::{HostPort, LmtpTarget, Local, Next, Pattern, Route, RouteSpec, Routes};
pub use signing::Signing;
pub use worker::Worker;
