//! The journal: what was said in recent sessions and why, on disk, for `postrider why`.
//!
//! ```text
//!   session ──▶ Record ──▶ a buffer with a limit ──▶ a thread of its own ──▶ journal/refused-*.jsonl   something was refused
//!                                  │                                  └────▶ journal/other-*.jsonl     nothing was
//!                          full: dropped, and counted                               read by postrider why, with the server or without
//! ```
//!
//! It is no promise: nothing of it is synced, and no mail waits for it. A disk that is full or a folder that cannot be written costs the
//! journal, and nobody else. Sessions in which something was refused have files of their own, so that a busy day of mail that went through
//! does not drive out what people ask about, and of those one client has a share, so that it cannot drive out everybody else ([decision 0035](../../../../docs/decisions/0035-journal.md)).

mod buffer;
mod file;
mod files;
mod form;
mod health;
mod index;
mod kind;
mod reader;
mod shares;

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::thread;
use std::time::Duration;

use postrider_inbound::{Journal, Record};
use tracing::warn;

use buffer::Buffer;
pub use buffer::Dropped;
pub use form::Ending;
pub use reader::{Head, Hint, Reach, ReadError, Reader, Session};

/// Which session it is, and with whom, as it was read.
pub type About = form::About<'static>;

/// One step, as it was read.
pub type Step = form::Step<'static>;

/// Why a step went as it did, as it was read.
pub type Why = form::Why<'static>;

/// The folder in the data folder.
const FOLDER: &str = "journal";

/// How much is kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Options {
    /// Octets on disk in all; 0: nothing is kept.
    pub octets: u64,
    /// What is older is removed.
    pub keep: Duration,
    /// So many octets of the disk stay free: below this nothing is written.
    pub free_floor_octets: u64,
}

/// The folder of the journal of a server with this data folder.
#[must_use]
pub fn folder(data: &Path) -> PathBuf {
    data.join(FOLDER)
}

/// A time as the journal and the queue write it, to be compared: as texts they are not in order, since they are without zeros at their end.
/// What is no time is before all.
#[must_use]
pub fn instant(time: &str) -> jiff::Timestamp {
    time.parse().unwrap_or(jiff::Timestamp::MIN)
}

/// The journal of the server that runs. A clone is the same.
#[derive(Clone)]
pub struct SessionJournal(Arc<Buffer>);

impl SessionJournal {
    /// Starts the thread that writes it.
    #[must_use]
    pub fn start(data: &Path, options: Options) -> Self {
        let buffer = Arc::new(Buffer::new(options));
        let (for_thread, folder) = (Arc::clone(&buffer), folder(data));
        let thread = thread::Builder::new().name("journal".into());
        if let Err(error) = thread.spawn(move || for_thread.write_to(&folder)) {
            buffer.give_up();
            warn!(%error, "there is no thread for the journal of sessions, so it is off until the next start; mail goes on");
        }
        Self(buffer)
    }

    /// From now on so much is kept.
    pub fn set(&self, options: Options) {
        self.0.set(options);
    }

    /// What could not be kept so far.
    #[must_use]
    pub fn dropped(&self) -> Dropped {
        self.0.dropped()
    }

    /// Waits until everything is written, but not longer than this.
    pub fn finish(&self, patience: Duration) {
        self.0.finish(patience);
    }
}

impl Journal for SessionJournal {
    fn is_on(&self) -> bool {
        self.0.is_on()
    }

    fn record(&self, record: Record) {
        self.0.push(record);
    }
}
