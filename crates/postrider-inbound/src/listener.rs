//! A listener: takes connections and starts a session for each.

use std::io;
use std::net::SocketAddr;
use std::pin::pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use postrider_policy::{Client, Policy};
use postrider_proto::mail::QueueId;
use postrider_proto::server::Options;
use postrider_queue::Queue;
use socket2::{Domain, Protocol, Socket, Type};
use tokio::net::TcpListener;
use tokio::sync::watch;
use tokio::task::{JoinError, JoinSet};
use tracing::{debug, warn};

use crate::allowance::{Allowance, Allowances};
use crate::call_out::CallOuts;
use crate::clock::Clock;
use crate::connection::Connection;
use crate::counters::Counters;
use crate::desk::{Desk, SessionId};
use crate::journal::Journal;
use crate::login::LoginCheck;
use crate::proxy::Proxies;
use crate::shutdown::{Shutdown, reached};
use crate::slots::{SlotLimits, Slots};
use crate::stream::Stream;
use crate::tls::Tls;

/// Connections that the kernel may keep for us while we are busy.
const BACKLOG: i32 = 1024;

/// What new sessions of a listener are set to. Handed in through a watch channel: a change is for the sessions that come
/// after it.
#[derive(Debug, Clone)]
pub struct Settings {
    /// What the session machine is set to.
    pub session: Arc<Options>,
    /// Who decides.
    pub policy: Arc<Policy>,
    /// How many connections may be open.
    pub slots: SlotLimits,
    /// Who may speak for others.
    pub proxies: Arc<Proxies>,
    /// How it speaks TLS; none: not at all.
    pub tls: Option<Tls>,
    /// What becomes of a message that is handed in.
    pub submission: Submission,
    /// How much each account may send.
    pub allowance: Allowance,
}

/// What becomes of a message where it is handed in by whoever has written it, rather than by another server. The default is what a server
/// does with the mail of others: nothing, but for its trace.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Submission {
    /// Its header is completed (RFC 6409 §8): Date and Message-ID are added where they are missing, and Bcc is left out.
    pub complete: bool,
    /// Its Received field does not say where a client is that has logged in, nor what it calls itself.
    pub hide_client: bool,
}

/// What all listeners of a server share.
#[derive(Clone)]
pub struct Inbound {
    /// Where mail goes.
    pub queue: Queue,
    /// The connections that are open.
    pub slots: Arc<Slots>,
    /// Numbers the sessions. It begins anywhere, so that the names of two runs differ in the log.
    pub sessions: Arc<AtomicU64>,
    /// What accounts have sent.
    pub allowances: Arc<Allowances>,
    /// Who is asked about recipients of relay domains.
    pub call_outs: CallOuts,
    /// Who knows the accounts; none: nobody can log in.
    pub login_check: Option<Arc<dyn LoginCheck>>,
    /// The time of day.
    pub clock: Clock,
    /// What is counted.
    pub counters: Arc<Counters>,
    /// Where what is kept of sessions goes; none: nothing is kept.
    pub journal: Option<Arc<dyn Journal>>,
}

/// Who has connected, and to where.
pub(crate) struct Arrival {
    pub(crate) client: Client,
    pub(crate) listener: Option<Arc<SocketAddr>>,
    /// The id of the first message, if it has one already.
    pub(crate) first: Option<QueueId>,
}

/// A socket that listens.
#[derive(Debug)]
pub struct Listener {
    socket: TcpListener,
    address: SocketAddr,
}

/// The address cannot be listened on.
#[derive(Debug, thiserror::Error)]
#[error("cannot listen on {address}: {error}{}", hint(.error))]
pub struct BindError {
    /// The address asked for.
    pub address: SocketAddr,
    /// What the system says.
    #[source]
    pub error: io::Error,
}

fn hint(error: &io::Error) -> &'static str {
    match error.kind() {
        io::ErrorKind::AddrInUse => {
            ". Another program listens there: stop it, or choose another port with --listen or in the configuration"
        }
        io::ErrorKind::PermissionDenied => {
            ". Ports below 1024 need root or CAP_NET_BIND_SERVICE: choose a higher port, or grant it"
        }
        io::ErrorKind::AddrNotAvailable => ". This machine has no such address",
        _ => "",
    }
}

impl Listener {
    /// Listens on `address`. An IPv6 address listens to IPv6 alone, so that `0.0.0.0` and `[::]` can stand side by side.
    ///
    /// # Errors
    ///
    /// The system does not let us.
    pub fn bind(address: SocketAddr) -> Result<Self, BindError> {
        let failed = |error| BindError { address, error };
        let socket = || -> io::Result<TcpListener> {
            let socket = Socket::new(Domain::for_address(address), Type::STREAM, Some(Protocol::TCP))?;
            if address.is_ipv6() {
                socket.set_only_v6(true)?;
            }
            // A restart must not wait for the connections of the run before to leave TIME-WAIT.
            socket.set_reuse_address(true)?;
            socket.set_nonblocking(true)?;
            // Replies are written whole; waiting for more to send with them would only add 40 ms to each. Connections take this over
            // from the socket that listens.
            socket.set_tcp_nodelay(true)?;
            socket.bind(&address.into())?;
            socket.listen(BACKLOG)?;
            TcpListener::from_std(socket.into())
        };
        let socket = socket().map_err(failed)?;
        let address = socket.local_addr().map_err(failed)?;
        Ok(Self { socket, address })
    }

    /// Where it listens; with the port that the system chose where 0 was asked for.
    #[must_use]
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// Serves until the shutdown, then waits for the sessions that are still open.
    pub async fn serve(
        self,
        inbound: Inbound,
        settings: watch::Receiver<Arc<Settings>>,
        mut shutdown: watch::Receiver<Shutdown>,
    ) {
        let address = Arc::new(self.address);
        let mut sessions = JoinSet::new();
        let asked = shutdown.clone();
        let mut stop = pin!(reached(&mut shutdown, Shutdown::Draining));
        loop {
            tokio::select! {
                accepted = self.socket.accept() => match accepted {
                    Ok((stream, peer)) => {
                        let current = Arc::clone(&settings.borrow());
                        sessions.extend(inbound.admit_at(Some(Arc::clone(&address)), stream, peer, &current, asked.clone()));
                    }
                    Err(error) => self.accept_failed(&error).await,
                },
                Some(ended) = sessions.join_next() => report(ended),
                () = &mut stop => break,
            }
        }
        drop(self.socket);
        while let Some(ended) = sessions.join_next().await {
            report(ended);
        }
    }

    async fn accept_failed(&self, error: &io::Error) {
        if error.kind() == io::ErrorKind::ConnectionAborted {
            debug!(address = %self.address, "a client left before it was taken");
            return;
        }
        warn!(address = %self.address, %error, "cannot take a connection");
        // Out of file descriptors, the next call fails at once again: wait for sessions to end.
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
}

impl Inbound {
    /// What comes of a connection that was taken: a session, to be run to its end. None where there are so many that not
    /// even a refusal can be given.
    pub fn admit<S: Stream>(
        &self,
        stream: S,
        peer: SocketAddr,
        settings: &Settings,
        shutdown: watch::Receiver<Shutdown>,
    ) -> Option<impl Future<Output = ()> + Send + use<S>> {
        self.admit_at(None, stream, peer, settings, shutdown)
    }

    /// The same for one that was taken at an address that is known.
    fn admit_at<S: Stream>(
        &self,
        listener: Option<Arc<SocketAddr>>,
        stream: S,
        peer: SocketAddr,
        settings: &Settings,
        shutdown: watch::Receiver<Shutdown>,
    ) -> Option<impl Future<Output = ()> + Send + use<S>> {
        let arrival = Arrival { client: Client::At(peer.ip().to_canonical()), listener, first: None };
        self.session(stream, arrival, &peer, settings, shutdown)
    }

    /// The same for a connection from a user of this machine. The first message of the session has the id that is given, if one
    /// is: whoever gives it has looked that it is not in the queue.
    pub fn admit_user<S: Stream>(
        &self,
        stream: S,
        uid: u32,
        id: Option<QueueId>,
        settings: &Settings,
        shutdown: watch::Receiver<Shutdown>,
    ) -> Option<impl Future<Output = ()> + Send + use<S>> {
        let client = Client::User { uid };
        let arrival = Arrival { client, listener: None, first: id };
        self.session(stream, arrival, &client, settings, shutdown)
    }

    fn session<S: Stream>(
        &self,
        stream: S,
        arrival: Arrival,
        peer: &dyn std::fmt::Display,
        settings: &Settings,
        shutdown: watch::Receiver<Shutdown>,
    ) -> Option<impl Future<Output = ()> + Send + use<S>> {
        let client = arrival.client;
        let proxied = settings.proxies.announce(client);
        let slot = match proxied {
            true => self.slots.admit_unnamed(settings.slots),
            false => self.slots.admit(client, settings.slots),
        };
        let Some(slot) = slot else {
            self.counters.turned_away();
            debug!(%peer, "closed without a word: too many connections");
            return None;
        };
        let id = SessionId(self.sessions.fetch_add(1, Ordering::Relaxed));
        self.counters.session();
        debug!(session = %id, %peer, "connected");
        let desk = Desk::new(id, arrival, settings, self, slot);
        let connection = Box::new(Connection::new(stream, desk, shutdown));
        Some(
            async move { if proxied { connection.run_behind_proxy().await } else { connection.run().await } },
        )
    }
}

pub(crate) fn report(ended: Result<(), JoinError>) {
    if let Err(error) = ended {
        // A fault of ours; the other sessions go on.
        warn!(%error, "a session broke off");
    }
}
