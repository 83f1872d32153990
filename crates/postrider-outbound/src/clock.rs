//! The time, for the worker alone. The queue and the Maildirs are told it.

use std::future::Future;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use postrider_queue::Timestamp;

/// Tells the time and waits for it. The machine's clock in production; in tests, one that is set by hand.
pub trait Clock: Clone + Send + Sync + 'static {
    /// What time it is.
    fn now(&self) -> Timestamp;

    /// Waits until `due`, or less: whoever waits looks at the clock again.
    fn until(&self, due: Timestamp) -> impl Future<Output = ()> + Send;
}

/// The machine's clock.
#[derive(Debug, Clone, Copy, Default)]
pub struct SystemClock;

impl Clock for SystemClock {
    fn now(&self) -> Timestamp {
        // A clock before 1970 is a clock that was never set.
        let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
        Timestamp::from_millis(u64::try_from(since.as_millis()).unwrap_or(u64::MAX))
    }

    async fn until(&self, due: Timestamp) {
        // The wall clock may be set while we sleep, so we never sleep long without looking at it.
        const NAP_MAX: Duration = Duration::from_secs(30);
        let left = due.as_millis().saturating_sub(self.now().as_millis());
        tokio::time::sleep(Duration::from_millis(left).min(NAP_MAX)).await;
    }
}
