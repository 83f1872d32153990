//! Connections that have carried a message and may carry another.
//!
//! A connection is worth keeping for a moment: to open one costs three round trips, and many hosts count how often it is done. It
//! is not worth keeping long: hosts close what is idle, and what is closed politely leaves no riddle in their logs.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, Weak};
use std::time::Duration;

use tokio::time::Instant;

use crate::counters::{Counters, Privacy};
use crate::outage::Outages;
use crate::smtp::{ConnectFault, Connection, Login, Net, Options, Target};
use crate::tls::{Secured, Unverified};

/// How long a connection waits for its next message.
const IDLE: Duration = Duration::from_secs(3);

/// The most that wait, in all.
const IDLE_MAX: usize = 256;

/// The connections that wait. A clone is the same pool.
#[derive(Clone)]
pub(crate) struct Pool {
    inside: Arc<Mutex<Inside>>,
    net: Arc<dyn Net>,
    /// Counts the connections that wait, and those that are used.
    counters: Arc<Counters>,
    outages: Outages,
}

#[derive(Debug, Default)]
struct Inside {
    /// The latest last, of each.
    idle: HashMap<Key, Vec<Idle>>,
    count: usize,
    /// Somebody closes what has waited too long.
    is_swept: bool,
}

/// What makes two connections the same to a message: the host and its address, what TLS has to be, where from, and as whom.
type Key = (Target, Options);

#[derive(Debug)]
struct Idle {
    connection: Connection,
    since: Instant,
}

impl Pool {
    pub(crate) fn new(net: Arc<dyn Net>, counters: Arc<Counters>) -> Self {
        Self { inside: Arc::default(), net, counters, outages: Outages::default() }
    }

    /// Opens a connection, which may come back to wait here.
    pub(crate) async fn open(&self, target: &Target, options: &Options) -> Result<Connection, ConnectFault> {
        let opened = Connection::open(&*self.net, target, options).await;
        match &opened {
            Err(fault) if fault.is_silence() => self.outages.failed(target),
            // The family of its address is not there, or our token: that is not the host's.
            Err(ConnectFault::Socket(_) | ConnectFault::Source { .. } | ConnectFault::Token(_)) => {}
            _ => self.outages.answered(target),
        }
        let mut connection = opened?;
        connection.counts_as(self.counters.connection(Privacy::of(connection.secured())));
        tell(target, options, &connection);
        Ok(connection)
    }

    /// Puts the hosts last that did not answer lately.
    pub(crate) fn order<T>(&self, hosts: &mut [T], target: impl Fn(&T) -> &Target) {
        self.outages.last(hosts, target);
    }

    /// A connection that waits and is still open, the one that was used last.
    pub(crate) fn take(&self, target: &Target, options: &Options) -> Option<Connection> {
        // What is found closed is dropped behind the lock.
        let mut closed = Vec::new();
        let mut inside = self.lock();
        let key = (target.clone(), options.clone());
        let waiting = inside.idle.get_mut(&key)?;
        let mut found = None;
        while let Some(Idle { mut connection, .. }) = waiting.pop() {
            if connection.is_alive() {
                found = Some(connection);
                break;
            }
            closed.push(connection);
        }
        if waiting.is_empty() {
            inside.idle.remove(&key);
        }
        inside.count -= closed.len() + usize::from(found.is_some());
        drop(inside);
        found
    }

    /// Keeps a connection for whoever comes next, or closes it where too many wait.
    pub(crate) fn put(&self, target: Target, options: Options, connection: Connection) {
        let mut inside = self.lock();
        if inside.count >= IDLE_MAX {
            drop(inside);
            tokio::spawn(connection.quit());
            return;
        }
        inside.count += 1;
        let idle = Idle { connection, since: Instant::now() };
        inside.idle.entry((target, options)).or_default().push(idle);
        if !std::mem::replace(&mut inside.is_swept, true) {
            // It does not keep the pool: what is in it is closed when nobody is left who could use it.
            tokio::spawn(Self::sweep(Arc::downgrade(&self.inside)));
        }
    }

    /// Closes what has waited too long, until nothing waits.
    async fn sweep(inside: Weak<Mutex<Inside>>) {
        loop {
            tokio::time::sleep(IDLE / 2).await;
            let Some(inside) = inside.upgrade() else { break };
            let (old, is_over) = take_old(&inside);
            for connection in old {
                tokio::spawn(connection.quit());
            }
            if is_over {
                break;
            }
        }
    }

    fn lock(&self) -> MutexGuard<'_, Inside> {
        lock(&self.inside)
    }
}

/// Tells how a connection is kept from others, and as whom somebody has logged in.
pub(crate) fn tell(target: &Target, options: &Options, connection: &Connection) {
    let host = options.tls.as_ref().and_then(|tls| tls.host.as_deref());
    if let Some(secured) = connection.secured() {
        let Secured { version: tls, cipher, resumed, unverified } = secured;
        let verified = if unverified.is_none() { "yes" } else { "no" };
        let because = unverified.map(Unverified::as_str);
        tracing::info!(%target, host, tls, cipher, resumed, verified, because, "TLS to the next server");
    }
    if let Some(fault) = connection.fell_back() {
        tracing::warn!(%target, host, because = fault.id(), reason = %fault, "TLS could not be had, and mail goes in clear");
    }
    if let (Some(mechanism), Some(Login { user, .. })) = (connection.logged_in(), &options.login) {
        tracing::debug!(%target, host, user, %mechanism, "logged in at the next server");
    }
}

/// Takes out what has waited too long; and whether nothing waits any more.
fn take_old(inside: &Mutex<Inside>) -> (Vec<Connection>, bool) {
    let mut inside = lock(inside);
    let mut old = Vec::new();
    for waiting in inside.idle.values_mut() {
        old.extend(waiting.extract_if(.., |idle| idle.since.elapsed() >= IDLE).map(|idle| idle.connection));
    }
    inside.idle.retain(|_, waiting| !waiting.is_empty());
    inside.count -= old.len();
    inside.is_swept = inside.count > 0;
    (old, !inside.is_swept)
}

fn lock(inside: &Mutex<Inside>) -> MutexGuard<'_, Inside> {
    inside.lock().unwrap_or_else(PoisonError::into_inner)
}
