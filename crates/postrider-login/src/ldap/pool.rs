//! A few connections to a directory: some that search, and others over which people show their passwords.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Mutex, PoisonError};

use postrider_proto::sasl::Secret;
use tokio::sync::Semaphore;
use tokio::time::Instant;

use super::connection::{Connection, Server, Trouble};
use super::message::{Ended, Entry, Search, code};
use crate::back_off::BackOff;

/// How many logins wait for their turn.
const WAITING: usize = 64;

/// Connections, made when they are needed and kept for the next login.
#[derive(Debug)]
pub struct Pool {
    server: Server,
    /// Who searches; none: nobody in particular.
    searcher: Option<(String, Secret)>,
    connections: usize,
    turns: Semaphore,
    /// Logins under way and those that wait.
    logins: AtomicUsize,
    searching: Mutex<Vec<Connection>>,
    showing: Mutex<Vec<Connection>>,
    back_off: Mutex<BackOff>,
}

/// The turn of a login.
#[derive(Debug)]
pub struct Turn<'a> {
    pool: &'a Pool,
    _counted: Counted<'a>,
    _permit: Option<tokio::sync::SemaphorePermit<'a>>,
}

#[derive(Debug)]
struct Counted<'a>(&'a AtomicUsize);

impl Drop for Counted<'_> {
    fn drop(&mut self) {
        self.0.fetch_sub(1, Ordering::Relaxed);
    }
}

impl Pool {
    /// At most so many connections of either kind.
    pub fn new(server: Server, searcher: Option<(String, Secret)>, connections: usize) -> Self {
        let connections = connections.max(1);
        Self {
            server,
            searcher,
            connections,
            turns: Semaphore::new(connections),
            logins: AtomicUsize::new(0),
            searching: Mutex::default(),
            showing: Mutex::default(),
            back_off: Mutex::default(),
        }
    }

    /// Waits for its turn.
    ///
    /// # Errors
    ///
    /// Too many wait.
    pub async fn turn(&self) -> Result<Turn<'_>, Trouble> {
        let before = self.logins.fetch_add(1, Ordering::Relaxed);
        let counted = Counted(&self.logins);
        if before >= self.connections + WAITING {
            return Err(Trouble::Busy);
        }
        // It is never closed, so there is a permit at last.
        let permit = self.turns.acquire().await.ok();
        Ok(Turn { pool: self, _counted: counted, _permit: permit })
    }

    async fn open(&self) -> Result<Connection, Trouble> {
        let lock = || self.back_off.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(why) = lock().holds() {
            return Err(Trouble::Unreachable(why.to_owned()));
        }
        // Whoever waits no longer drops this, and has learnt that it cannot be reached.
        let mut attempt = Attempt {
            back_off: &self.back_off,
            begun: Instant::now(),
            why: Some("it has not answered in time".to_owned()),
        };
        let opened = Connection::open(&self.server).await;
        attempt.why = match &opened {
            Ok(_) => None,
            Err(Trouble::Unreachable(why)) => Some(why.clone()),
            Err(trouble) => Some(format!("it {trouble}")),
        };
        opened
    }

    async fn open_searching(&self) -> Result<Connection, Trouble> {
        let mut connection = self.open().await?;
        if let Some((dn, password)) = &self.searcher {
            let ended = connection.bind(dn, password.expose()).await?;
            if ended.code != code::SUCCESS {
                return Err(Trouble::Refused { what: "bind_dn with its password", ended });
            }
        }
        Ok(connection)
    }
}

/// A connection that is being made.
struct Attempt<'a> {
    back_off: &'a Mutex<BackOff>,
    begun: Instant,
    /// Why it fails, if it does.
    why: Option<String>,
}

impl Drop for Attempt<'_> {
    fn drop(&mut self) {
        let mut back_off = self.back_off.lock().unwrap_or_else(PoisonError::into_inner);
        match self.why.take() {
            Some(why) => back_off.failed(why, self.begun),
            None => back_off.reached(),
        }
    }
}

impl Turn<'_> {
    /// Looks for entries.
    pub async fn search(&self, search: Search<'_>) -> Result<(Vec<Entry>, Ended), Trouble> {
        loop {
            let (mut connection, kept) = match take(&self.pool.searching) {
                Some(connection) => (connection, true),
                None => (self.pool.open_searching().await?, false),
            };
            match connection.search(search).await {
                Ok((entries, ended)) => {
                    // Of any other no more is known than that it does not work.
                    if matches!(ended.code, code::SUCCESS | code::SIZE_LIMIT_EXCEEDED) {
                        put(&self.pool.searching, connection);
                    }
                    return Ok((entries, ended));
                }
                // It was idle for too long, or the server was started anew.
                Err(Trouble::Closed(_)) if kept => {}
                Err(trouble) => return Err(trouble),
            }
        }
    }

    /// Shows this password for this name.
    pub async fn show(&self, dn: &str, password: &Secret) -> Result<Ended, Trouble> {
        loop {
            let (mut connection, kept) = match take(&self.pool.showing) {
                Some(connection) => (connection, true),
                None => (self.pool.open().await?, false),
            };
            match connection.bind(dn, password.expose()).await {
                Ok(ended) => {
                    put(&self.pool.showing, connection);
                    return Ok(ended);
                }
                Err(Trouble::Closed(_)) if kept => {}
                Err(trouble) => return Err(trouble),
            }
        }
    }

    /// Whether there is a connection that can search.
    pub async fn probe(&self) -> Result<(), Trouble> {
        let connection = self.pool.open_searching().await?;
        put(&self.pool.searching, connection);
        Ok(())
    }
}

fn take(kept: &Mutex<Vec<Connection>>) -> Option<Connection> {
    kept.lock().unwrap_or_else(PoisonError::into_inner).pop()
}

/// As many are kept as logins have had their turn at once.
fn put(kept: &Mutex<Vec<Connection>>, connection: Connection) {
    kept.lock().unwrap_or_else(PoisonError::into_inner).push(connection);
}
