//! The time of day, for the Received field and the queue. How long something takes is the business of the runtime.

use std::fmt;
use std::sync::Arc;

use postrider_queue::Timestamp;

/// Tells the time of day: by the clock of this machine, or by another that is handed in.
#[derive(Clone)]
pub struct Clock(Arc<dyn Fn() -> Timestamp + Send + Sync>);

impl Clock {
    /// A clock that asks `now`.
    #[must_use]
    pub fn new(now: impl Fn() -> Timestamp + Send + Sync + 'static) -> Self {
        Self(Arc::new(now))
    }

    pub(crate) fn now(&self) -> Timestamp {
        (self.0)()
    }
}

impl Default for Clock {
    fn default() -> Self {
        // A clock before 1970 is a clock that was never set.
        Self::new(|| {
            let ms = jiff::Timestamp::now().as_millisecond();
            Timestamp::from_millis(u64::try_from(ms).unwrap_or(0))
        })
    }
}

impl fmt::Debug for Clock {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Clock")
    }
}
