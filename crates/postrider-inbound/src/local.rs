//! A Unix socket on which users of this machine hand in mail. Who they are the system says.

use std::io;
use std::os::unix::net::UnixListener as StdListener;
use std::pin::pin;
use std::sync::Arc;
use std::time::Duration;

use tokio::net::UnixListener;
use tokio::sync::watch;
use tokio::task::JoinSet;
use tracing::warn;

use crate::listener::{Inbound, Settings, report};
use crate::shutdown::{Shutdown, reached};

/// A Unix socket that listens.
#[derive(Debug)]
pub struct LocalListener {
    socket: UnixListener,
}

impl LocalListener {
    /// Takes over a socket that listens and does not block. Who can connect, the permissions of its name say.
    ///
    /// # Errors
    ///
    /// The runtime does not take it.
    pub fn new(socket: StdListener) -> io::Result<Self> {
        Ok(Self { socket: UnixListener::from_std(socket)? })
    }

    /// Serves until the shutdown, then waits for the sessions that are still open.
    pub async fn serve(
        self,
        inbound: Inbound,
        settings: watch::Receiver<Arc<Settings>>,
        mut shutdown: watch::Receiver<Shutdown>,
    ) {
        let mut sessions = JoinSet::new();
        let asked = shutdown.clone();
        let mut stop = pin!(reached(&mut shutdown, Shutdown::Draining));
        loop {
            tokio::select! {
                accepted = self.socket.accept() => {
                    // Who has connected is kept by the system from that moment on, whatever the process becomes later.
                    let stream = accepted.and_then(|(stream, _)| Ok((stream.peer_cred()?.uid(), stream)));
                    match stream {
                        Ok((uid, stream)) => {
                            let current = Arc::clone(&settings.borrow());
                            sessions.extend(inbound.admit_user(stream, uid, None, &current, asked.clone()));
                        }
                        Err(error) => {
                            warn!(%error, "cannot take a connection from this machine");
                            // Out of file descriptors, the next call fails at once again: wait for sessions to end.
                            tokio::time::sleep(Duration::from_millis(100)).await;
                        }
                    }
                }
                Some(ended) = sessions.join_next() => report(ended),
                () = &mut stop => break,
            }
        }
        drop(self.socket);
        while let Some(ended) = sessions.join_next().await {
            report(ended);
        }
    }
}
