//! What the listeners count, for whoever watches them. To count is an atomic addition.

use std::sync::atomic::{AtomicU64, Ordering};

use postrider_proto::reply::{Entry, catalogue};

use crate::login::LoginResult;
use crate::tls::{Failure, TlsVersion};

/// Counts of all listeners of a server since it was started.
#[derive(Debug)]
pub struct Counters {
    sessions: AtomicU64,
    turned_away: AtomicU64,
    tls_sessions: [AtomicU64; TlsVersion::ALL.len()],
    tls_failures: [AtomicU64; Failure::ALL.len()],
    logins: [AtomicU64; LoginResult::ALL.len()],
    messages: AtomicU64,
    octets: AtomicU64,
    /// One for each entry of the catalogue that refuses, by its id, sorted: whatever clients do, there are no more.
    refusals: Box<[(&'static str, AtomicU64)]>,
}

impl Default for Counters {
    fn default() -> Self {
        let refusals = catalogue::all().filter(|entry| entry.code.class().is_refusal());
        let mut refusals: Box<[_]> = refusals.map(|entry| (entry.id, AtomicU64::new(0))).collect();
        refusals.sort_unstable_by_key(|(id, _)| *id);
        Self {
            sessions: AtomicU64::new(0),
            turned_away: AtomicU64::new(0),
            tls_sessions: Default::default(),
            tls_failures: Default::default(),
            logins: Default::default(),
            messages: AtomicU64::new(0),
            octets: AtomicU64::new(0),
            refusals,
        }
    }
}

impl Counters {
    pub(crate) fn session(&self) {
        self.sessions.fetch_add(1, Ordering::Relaxed);
    }

    pub(crate) fn turned_away(&self) {
        self.turned_away.fetch_add(1, Ordering::Relaxed);
    }

    pub(crate) fn tls_session(&self, version: TlsVersion) {
        self.tls_sessions[version as usize].fetch_add(1, Ordering::Relaxed);
    }

    pub(crate) fn tls_failure(&self, kind: Failure) {
        self.tls_failures[kind as usize].fetch_add(1, Ordering::Relaxed);
    }

    pub(crate) fn login(&self, result: LoginResult) {
        self.logins[result as usize].fetch_add(1, Ordering::Relaxed);
    }

    pub(crate) fn accepted(&self, octets: u64) {
        self.messages.fetch_add(1, Ordering::Relaxed);
        self.octets.fetch_add(octets, Ordering::Relaxed);
    }

    pub(crate) fn refused(&self, entry: &Entry) {
        if let Ok(at) = self.refusals.binary_search_by_key(&entry.id, |(id, _)| *id) {
            self.refusals[at].1.fetch_add(1, Ordering::Relaxed);
        }
    }

    /// Connections that were taken, those among them that were told to come back.
    #[must_use]
    pub fn sessions(&self) -> u64 {
        self.sessions.load(Ordering::Relaxed)
    }

    /// Connections that were closed without a word: there were so many that not even a refusal could be given.
    #[must_use]
    pub fn connections_turned_away(&self) -> u64 {
        self.turned_away.load(Ordering::Relaxed)
    }

    /// Each version of TLS, and how many handshakes have agreed on it.
    pub fn tls_sessions(&self) -> impl Iterator<Item = (TlsVersion, u64)> {
        TlsVersion::ALL.into_iter().zip(self.tls_sessions.iter().map(|count| count.load(Ordering::Relaxed)))
    }

    /// Each way in which a handshake comes to nothing, and how often it has.
    pub fn tls_failures(&self) -> impl Iterator<Item = (Failure, u64)> {
        Failure::ALL.into_iter().zip(self.tls_failures.iter().map(|count| count.load(Ordering::Relaxed)))
    }

    /// Each way in which a login can end, and how many have.
    pub fn logins(&self) -> impl Iterator<Item = (LoginResult, u64)> {
        LoginResult::ALL.into_iter().zip(self.logins.iter().map(|count| count.load(Ordering::Relaxed)))
    }

    /// Messages that were acknowledged.
    #[must_use]
    pub fn messages(&self) -> u64 {
        self.messages.load(Ordering::Relaxed)
    }

    /// Octets of their content, as clients have sent it.
    #[must_use]
    pub fn octets(&self) -> u64 {
        self.octets.load(Ordering::Relaxed)
    }

    /// Each entry of the catalogue that refuses, by its id, and how often it was said.
    pub fn refusals(&self) -> impl Iterator<Item = (&'static str, u64)> {
        self.refusals.iter().map(|(id, count)| (*id, count.load(Ordering::Relaxed)))
    }
}
