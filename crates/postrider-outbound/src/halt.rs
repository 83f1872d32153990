//! The call to attempts under way to come to their end.

use tokio::sync::watch;

/// Once called: no other host is asked, no other transaction begun, and no answer waited for. What is known by then is known. A
/// clone is the same.
#[derive(Debug, Clone, Default)]
pub(crate) struct Halt(watch::Sender<bool>);

impl Halt {
    pub(crate) fn call(&self) {
        self.0.send_replace(true);
    }

    pub(crate) fn is_called(&self) -> bool {
        *self.0.borrow()
    }

    /// Waits until it is called.
    pub(crate) async fn called(&self) {
        drop(self.0.subscribe().wait_for(|&called| called).await);
    }
}
