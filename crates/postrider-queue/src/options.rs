//! How the queue is set.

use std::path::PathBuf;
use std::time::Duration;

use crate::schedule::retry::Retry;

/// How the queue is set.
#[derive(Debug, Clone)]
pub struct Options {
    /// Its folder; made if it is not there. Nothing else may be in it.
    pub folder: PathBuf,
    /// Octets of the file system that stay free: below this nothing more is taken in.
    pub free_floor_octets: u64,
    /// The size of a segment of the log, in octets.
    pub segment_octets: u64,
    /// Bodies longer than this, in octets, have a file of their own.
    pub large_body_octets: u64,
    /// Attempts under way at once for one destination.
    pub attempts_per_lane: usize,
    /// When a deferred recipient is tried again.
    pub retry: Retry,
    /// The longest that anything waits, where whoever settles an attempt says when the next is due. What is due later was given its time
    /// by a clock that was wrong.
    pub longest_wait: Duration,
    /// How long the history tells what became of messages that are done; nothing for no history.
    pub history: Duration,
    /// What the disk cannot read of the log counts as damaged; else it keeps the queue from being opened, since it may be read later.
    pub skip_unreadable: bool,
}

impl Options {
    /// The defaults, in this folder.
    #[must_use]
    pub fn in_folder(folder: PathBuf) -> Self {
        Self {
            folder,
            free_floor_octets: 256 * 1024 * 1024,
            segment_octets: 64 * 1024 * 1024,
            large_body_octets: 256 * 1024,
            attempts_per_lane: 16,
            longest_wait: Retry::default().longest(),
            retry: Retry::default(),
            history: Duration::from_secs(3600),
            skip_unreadable: false,
        }
    }

    /// The longest that anything waits.
    pub(crate) fn longest(&self) -> Duration {
        self.longest_wait.max(self.retry.longest())
    }

    /// How large the reports may be, together, that are settled with one attempt: they go into one group of the log, behind whatever
    /// else is in there.
    pub(crate) const fn reports_octets_max(&self) -> u64 {
        self.segment_octets / 2
    }
}
