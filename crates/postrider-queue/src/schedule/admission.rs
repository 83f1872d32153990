//! Whether a lane is open: who brings its mail away knows how the other end fares, and the lanes do not.

use std::time::Duration;

use crate::Timestamp;

/// Whether something is to be claimed from a lane.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Admission {
    /// It is.
    Open,
    /// Not before this time, or before somebody calls [`Queue::wake`](crate::Queue::wake) for it. What has been due for longer than
    /// [`Admission::OVERDUE_AFTER`] is claimed nevertheless, as overdue: it is not to be tried, but its sender may have to be told.
    Closed {
        /// The time.
        until: Timestamp,
    },
}

impl Admission {
    /// How long a message waits in front of a closed lane before it is claimed as overdue.
    pub const OVERDUE_AFTER: Duration = Duration::from_secs(30 * 60);
}
