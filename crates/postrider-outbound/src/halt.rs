//! The call to attempts under way to come to their end.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use tokio::sync::Notify;

/// Once called: no other host is asked, no other transaction begun, and no answer waited for. What is known by then is known. A
/// clone is the same.
#[derive(Debug, Clone, Default)]
pub(crate) struct Halt(Arc<Inside>);

#[derive(Debug, Default)]
struct Inside {
    is_called: AtomicBool,
    /// It wakes those who wait in the order in which they began to.
    waiting: Notify,
}

impl Halt {
    pub(crate) fn call(&self) {
        self.0.is_called.store(true, Ordering::SeqCst);
        self.0.waiting.notify_waiters();
    }

    pub(crate) fn is_called(&self) -> bool {
        self.0.is_called.load(Ordering::SeqCst)
    }

    /// Waits until it is called.
    pub(crate) async fn called(&self) {
        // Whoever calls between the look and the wait is not missed: `Notify` counts from here on.
        let waiting = self.0.waiting.notified();
        if !self.is_called() {
            waiting.await;
        }
    }
}
