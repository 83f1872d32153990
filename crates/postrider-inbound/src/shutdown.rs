//! How the server is told to stop: first gently, then now.

use std::future::pending;

use tokio::sync::watch;

/// How far a shutdown has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
pub enum Shutdown {
    /// Nobody has asked.
    #[default]
    No,
    /// No new connections; open transactions come to their end.
    Draining,
    /// The grace is over: every session says 421 at its next wait.
    Now,
}

/// The side that asks for the shutdown.
#[derive(Debug)]
pub struct ShutdownHandle(watch::Sender<Shutdown>);

/// A handle, and the receiver that every listener and session watches.
#[must_use]
pub fn shutdown_channel() -> (ShutdownHandle, watch::Receiver<Shutdown>) {
    let (sender, receiver) = watch::channel(Shutdown::No);
    (ShutdownHandle(sender), receiver)
}

impl ShutdownHandle {
    /// Goes as far as `shutdown`, never back.
    pub fn to(&self, shutdown: Shutdown) {
        self.0.send_if_modified(|now| {
            let further = shutdown > *now;
            *now = shutdown.max(*now);
            further
        });
    }

    /// Whether anybody is left to hear it.
    #[must_use]
    pub fn is_watched(&self) -> bool {
        self.0.receiver_count() > 0
    }
}

/// Waits until the shutdown has come as far as `stage`. A handle that was dropped asks for nothing any more.
pub(crate) async fn reached(shutdown: &mut watch::Receiver<Shutdown>, stage: Shutdown) {
    if shutdown.wait_for(|now| *now >= stage).await.is_err() {
        pending::<()>().await;
    }
}

/// Waits until the shutdown goes further than it has come.
pub(crate) async fn further(shutdown: &mut watch::Receiver<Shutdown>) {
    if shutdown.changed().await.is_err() {
        pending::<()>().await;
    }
}
