//! A whole server, simulated: a seed repeats what senders, net, disk, clock and destinations do to it, days within milliseconds.
//!
//! ```text
//!   senders ──▶ net ──▶ Inbound::admit ──▶ policy ──▶ Queue ──▶ Worker ──▶ Delivery ──▶ net ──▶ hosts
//!   (client's machine)             the real code, on one thread                         (what they do, decided by the seed)
//!                                                       │
//!                                                    SimDisk               oracle: watches all ends, and the law
//! ```
//!
//! What is real: the machines of `proto`, the driver of `inbound` with its deadlines, `policy`, `directory`, the whole of `queue`
//! but its threads, and the way out of `outbound`: worker, pace, connections, reports. What is not: sockets, TLS, the DNS, the
//! files of mailboxes, threads, and time.
//!
//! # What this crate must not know
//!
//! A real clock, a real file, a socket, a thread. Anything that would make two runs of one seed differ.
#![forbid(unsafe_code)]

mod host;
mod names;
mod net;
mod oracle;
mod plan;
mod run;
mod sender;
mod server;
mod stats;
mod trace;
mod watch;
mod world;

pub use run::{Failure, Options, Planted, Report, simulate};
pub use stats::{COUNTED, Stats};
pub use trace::Keep;
