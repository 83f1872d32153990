//! What Prometheus and its like are told: every metric in one table, written as text, over an HTTP server of two pages.
//!
//! ```text
//!   inbound::Counters ─┐
//!   queue::Counters, ──┼──▶ table ──▶ text ──▶ GET /metrics
//!     Census           │      └─────▶ docs/metrics.md
//!   outbound::Counters ┘
//! ```
//!
//! The libraries count, with plain atomics, and know nothing of this. Labels are words of our own and never those of a peer, so that there
//! are as many series on the first day as on the last.

pub mod reference;
pub mod server;
pub mod table;
mod text;

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use postrider_inbound::Slots;
use postrider_outbound::{Clock as _, SystemClock};
use postrider_queue::{Census, Queue, Timestamp};

use crate::journal::SessionJournal;
use crate::tls::CertificateStore;

/// Where the numbers come from.
pub struct Sources {
    /// What the listeners count.
    pub inbound: Arc<postrider_inbound::Counters>,
    /// The connections that are open.
    pub slots: Arc<Slots>,
    /// The queue.
    pub queue: Queue,
    /// What the way out counts.
    pub outbound: Arc<postrider_outbound::Counters>,
    /// The certificates that clients are shown.
    pub certificates: CertificateStore,
    /// What is kept of sessions.
    pub journal: SessionJournal,
    /// When the server was started.
    pub started: Timestamp,
    /// The listeners take connections.
    pub accepting: AtomicBool,
}

/// The numbers of one moment.
pub struct Reading<'a> {
    sources: &'a Sources,
    census: Census,
    now: Timestamp,
}

impl Sources {
    /// Takes the numbers. It asks the disk, so it may block for a moment.
    fn read(&self) -> Reading<'_> {
        Reading { sources: self, census: self.queue.census(), now: SystemClock.now() }
    }

    /// Why the server is not well: mail that is handed to it now is not taken, or some that it has is not tried. None if it is.
    fn trouble(&self) -> Option<&'static str> {
        if !self.accepting.load(Ordering::Relaxed) {
            Some("the server is stopping")
        } else if self.queue.is_broken() {
            Some("the queue cannot be written")
        } else if self.queue.has_lost_index() {
            Some("the index of the queue is in doubt: restart the server, and it is made again from the log")
        } else {
            None
        }
    }
}

/// All metrics as they are now, in the text format of Prometheus.
#[must_use]
pub fn page(sources: &Sources) -> String {
    let reading = sources.read();
    let mut text = String::new();
    for metric in &table::METRICS {
        text::write(&mut text, metric, &reading);
    }
    text
}
