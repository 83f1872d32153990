//! What the way out counts, for whoever watches it. To count is an atomic addition.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use postrider_queue::Outcome;
use postrider_reference::Class;

use crate::route::{Next, Route};
use crate::tls::Secured;

/// Where a recipient's mail goes next.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RouteKind {
    /// A mailbox of this machine.
    Maildir,
    /// Nowhere: it is thrown away.
    Discard,
    /// A host that the operator has named.
    Smtp,
    /// An LMTP server.
    Lmtp,
    /// A host that DNS names.
    Mx,
}

impl RouteKind {
    /// All of them.
    pub const ALL: [Self; 5] = [Self::Maildir, Self::Discard, Self::Smtp, Self::Lmtp, Self::Mx];

    /// As it is written in the configuration, the host left out.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Maildir => "maildir",
            Self::Discard => "discard",
            Self::Smtp => "smtp",
            Self::Lmtp => "lmtp",
            Self::Mx => "mx",
        }
    }

    pub(crate) fn of(route: &Route) -> Self {
        match route {
            Route::Maildir(_) => Self::Maildir,
            Route::Discard => Self::Discard,
            Route::Remote(spec) => match spec.next {
                Next::Hosts(_) => Self::Smtp,
                Next::Lmtp(_) => Self::Lmtp,
                Next::Mx => Self::Mx,
                Next::Maildir => Self::Maildir,
                Next::Discard => Self::Discard,
            },
        }
    }
}

/// How a connection to another server is kept from others.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Privacy {
    /// Not at all.
    Clear,
    /// By TLS; who the server is was not proven.
    Unverified,
    /// By TLS, with a certificate that is good for the name of the server.
    Verified,
}

impl Privacy {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Clear, Self::Unverified, Self::Verified];

    /// As it is told.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Clear => "clear",
            Self::Unverified => "unverified",
            Self::Verified => "verified",
        }
    }

    pub(crate) fn of(secured: Option<&Secured>) -> Self {
        match secured {
            None => Self::Clear,
            Some(Secured { unverified: Some(_), .. }) => Self::Unverified,
            Some(Secured { unverified: None, .. }) => Self::Verified,
        }
    }
}

/// What became of a recipient in an attempt, as an [`Outcome`] says.
const RESULTS: [&str; 4] = ["delivered", "deferred", "bounced", "failed"];

const fn place(outcome: &Outcome) -> usize {
    match outcome {
        Outcome::Delivered { .. } => 0,
        Outcome::Deferred { .. } => 1,
        Outcome::Bounced { .. } => 2,
        Outcome::Failed { .. } => 3,
    }
}

/// Counts of all deliveries since the server was started.
#[derive(Debug, Default)]
pub struct Counters {
    /// By [`RouteKind::ALL`] and [`RESULTS`].
    outcomes: [[AtomicU64; RESULTS.len()]; RouteKind::ALL.len()],
    /// Of those that were not delivered, by [`RESULTS`] without the first, and [`Class::ALL`].
    undelivered: [[AtomicU64; Class::ALL.len()]; RESULTS.len() - 1],
    /// By [`Privacy::ALL`].
    connections: [AtomicU64; Privacy::ALL.len()],
    open: AtomicU64,
}

impl Counters {
    pub(crate) fn outcome(&self, kind: RouteKind, outcome: &Outcome) {
        self.outcomes[kind as usize][place(outcome)].fetch_add(1, Ordering::Relaxed);
    }

    /// What has kept a copy from arriving. Nothing is counted of one that has arrived.
    pub(crate) fn undelivered(&self, class: Class, outcome: &Outcome) {
        if let Some(counts) = place(outcome).checked_sub(1).and_then(|result| self.undelivered.get(result)) {
            counts[class as usize].fetch_add(1, Ordering::Relaxed);
        }
    }

    /// A connection to another server was opened; what this gives stays with it until it is closed.
    pub(crate) fn connection(self: &Arc<Self>, privacy: Privacy) -> Open {
        self.connections[privacy as usize].fetch_add(1, Ordering::Relaxed);
        self.open.fetch_add(1, Ordering::Relaxed);
        Open(Arc::clone(self))
    }

    /// What became of recipients: of each kind of route, in the words of the log, and how often.
    pub fn outcomes(&self) -> impl Iterator<Item = (RouteKind, &'static str, u64)> {
        RouteKind::ALL.into_iter().zip(&self.outcomes).flat_map(|(kind, counts)| {
            RESULTS
                .into_iter()
                .zip(counts)
                .map(move |(result, count)| (kind, result, count.load(Ordering::Relaxed)))
        })
    }

    /// What has kept recipients' mail from arriving: in the words of the log, by class, and how often.
    pub fn by_class(&self) -> impl Iterator<Item = (&'static str, Class, u64)> {
        RESULTS.into_iter().skip(1).zip(&self.undelivered).flat_map(|(result, counts)| {
            let all = Class::ALL.iter().zip(counts);
            all.map(move |(class, count)| (result, *class, count.load(Ordering::Relaxed)))
        })
    }

    /// Connections to other servers that were opened.
    #[must_use]
    pub fn connections(&self) -> u64 {
        self.connections_by_tls().map(|(_, count)| count).sum()
    }

    /// The same, by how they were kept from others.
    pub fn connections_by_tls(&self) -> impl Iterator<Item = (Privacy, u64)> {
        let all = Privacy::ALL.into_iter().zip(&self.connections);
        all.map(|(privacy, count)| (privacy, count.load(Ordering::Relaxed)))
    }

    /// Those that are open now, with a message or waiting for one.
    #[must_use]
    pub fn connections_open(&self) -> u64 {
        self.open.load(Ordering::Relaxed)
    }
}

/// Counts one connection as open, until it is dropped.
#[derive(Debug)]
pub(crate) struct Open(Arc<Counters>);

impl Drop for Open {
    fn drop(&mut self) {
        self.0.open.fetch_sub(1, Ordering::Relaxed);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_outcome_counts_where_it_belongs() {
        for (at, kind) in RouteKind::ALL.into_iter().enumerate() {
            assert_eq!(kind as usize, at, "{kind:?}");
        }
        let counters = Counters::default();
        let reason = String::new;
        for outcome in [
            Outcome::Delivered { to: reason() },
            Outcome::Deferred { reason: reason(), until: None, told: false },
            Outcome::Bounced { reason: reason() },
            Outcome::Failed { reason: reason() },
            Outcome::Failed { reason: reason() },
        ] {
            counters.outcome(RouteKind::Lmtp, &outcome);
        }
        let counted: Vec<_> = counters.outcomes().filter(|(.., count)| *count > 0).collect();
        assert_eq!(
            counted,
            [
                (RouteKind::Lmtp, "delivered", 1),
                (RouteKind::Lmtp, "deferred", 1),
                (RouteKind::Lmtp, "bounced", 1),
                (RouteKind::Lmtp, "failed", 2)
            ]
        );
    }

    #[test]
    fn what_did_not_arrive_counts_by_its_class() {
        for (at, class) in Class::ALL.iter().enumerate() {
            assert_eq!(*class as usize, at, "{class}");
        }
        let counters = Counters::default();
        let reason = String::new;
        let deferred = Outcome::Deferred { reason: reason(), until: None, told: false };
        counters.undelivered(Class::Full, &deferred);
        counters.undelivered(Class::Full, &deferred);
        counters.undelivered(Class::Unknown, &Outcome::Bounced { reason: reason() });
        counters.undelivered(Class::BadMailbox, &Outcome::Failed { reason: reason() });
        counters.undelivered(Class::BadMailbox, &Outcome::Delivered { to: reason() });
        assert_eq!(counters.by_class().count(), 3 * Class::ALL.len());
        let counted: Vec<_> = counters.by_class().filter(|(.., count)| *count > 0).collect();
        assert_eq!(
            counted,
            [("deferred", Class::Full, 2), ("bounced", Class::Unknown, 1), ("failed", Class::BadMailbox, 1)]
        );
    }

    #[test]
    fn a_connection_is_open_as_long_as_it_is_there() {
        let counters = Arc::new(Counters::default());
        let (first, second) = (counters.connection(Privacy::Clear), counters.connection(Privacy::Verified));
        drop(first);
        assert_eq!((counters.connections(), counters.connections_open()), (2, 1));
        drop(second);
        let by_tls: Vec<_> = counters.connections_by_tls().map(|(_, count)| count).collect();
        assert_eq!(by_tls, [1, 0, 1]);
        assert_eq!((counters.connections(), counters.connections_open()), (2, 0));
    }
}
