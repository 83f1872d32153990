//! Where a copy goes next.

mod spec;

use std::collections::HashMap;
use std::sync::{Arc, PoisonError, RwLock, RwLockReadGuard};
use std::time::Duration;

use postrider_proto::mail::Domain;
use postrider_queue::schedule::retry::Retry;

use crate::local::maildir::Maildirs;

pub use spec::{HostPort, LmtpTarget, Next, Pattern, RouteSpec, RouteTable, Source};

/// Where copies go, by domain. A clone is the same table.
#[derive(Debug, Clone)]
pub struct Routes {
    maildirs: Arc<Maildirs>,
    known: Arc<RwLock<Known>>,
}

/// What the configuration says, which may be read again.
#[derive(Debug, Default)]
struct Known {
    /// The domains of this server, in A-labels.
    local: HashMap<Domain, Local>,
    routes: RouteTable,
}

/// What becomes of mail for a domain of this server.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Local {
    /// It goes into Maildirs.
    Maildir,
    /// It is thrown away.
    Discard,
}

/// Where one copy goes.
#[derive(Debug, Clone)]
pub enum Route {
    /// Into a mailbox of this machine.
    Maildir(Arc<Maildirs>),
    /// Nowhere: nobody wants it.
    Discard,
    /// To another server.
    Remote(Arc<RouteSpec>),
}

/// How long a message for some recipient is tried, and when.
#[derive(Debug, Clone, Default)]
pub(crate) struct Persistence {
    /// None: as the queue is set.
    pub(crate) retry: Option<Retry>,
    /// None: as everywhere.
    pub(crate) give_up: Option<Duration>,
}

impl Routes {
    /// Mail for the `local` domains, in A-labels, goes where each of them says, unless a route is written for just this domain; all
    /// other mail goes along its route. What goes into a Maildir, goes into `maildirs`.
    #[must_use]
    pub fn new(
        maildirs: Maildirs,
        local: impl IntoIterator<Item = (Domain, Local)>,
        routes: Vec<RouteSpec>,
    ) -> Self {
        let known = Arc::new(RwLock::new(Known::new(local, routes)));
        Self { maildirs: Arc::new(maildirs), known }
    }

    /// From now on these hold: the configuration was read again.
    pub fn set(&self, local: impl IntoIterator<Item = (Domain, Local)>, routes: Vec<RouteSpec>) {
        let known = Known::new(local, routes);
        *self.known.write().unwrap_or_else(PoisonError::into_inner) = known;
    }

    /// Where a copy for a mailbox of this domain goes.
    #[must_use]
    pub fn route(&self, domain: &Domain) -> Route {
        let known = self.known();
        let local = known.local.get(domain);
        let spec = if local.is_some() { known.routes.exact(domain) } else { known.routes.find(domain) };
        match (spec, local) {
            (Some(spec), _) => match spec.next {
                Next::Maildir => Route::Maildir(Arc::clone(&self.maildirs)),
                Next::Discard => Route::Discard,
                Next::Mx | Next::Hosts(_) | Next::Lmtp(_) => Route::Remote(Arc::clone(spec)),
            },
            (None, Some(Local::Maildir)) => Route::Maildir(Arc::clone(&self.maildirs)),
            (None, Some(Local::Discard)) => Route::Discard,
            (None, None) => Route::Remote(Arc::new(RouteSpec::new(Pattern::Any, Next::Mx))),
        }
    }

    /// Whether mail for this domain is thrown away.
    pub(crate) fn discards(&self, domain: &Domain) -> bool {
        let known = self.known();
        match (known.routes.exact(domain), known.local.get(domain)) {
            (Some(spec), _) => spec.next == Next::Discard,
            (None, local) => local == Some(&Local::Discard),
        }
    }

    fn known(&self) -> RwLockReadGuard<'_, Known> {
        self.known.read().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Known {
    fn new(local: impl IntoIterator<Item = (Domain, Local)>, routes: Vec<RouteSpec>) -> Self {
        Self { local: local.into_iter().collect(), routes: RouteTable::new(routes) }
    }
}

impl Route {
    /// Whether recipients on these routes go to the same place in the same way, whatever their domains, and may share a transaction.
    pub(crate) fn shares_transactions(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Maildir(_), Self::Maildir(_)) | (Self::Discard, Self::Discard) => true,
            // Which hosts they are depends on the domain.
            (Self::Remote(one), Self::Remote(_)) if one.next == Next::Mx => false,
            (Self::Remote(one), Self::Remote(other)) => Arc::ptr_eq(one, other) || one.is_like(other),
            _ => false,
        }
    }

    /// How long mail on this route is tried, and when.
    pub(crate) fn persistence(&self) -> Persistence {
        match self {
            Self::Remote(spec) => Persistence { retry: spec.retry.clone(), give_up: spec.give_up },
            Self::Maildir(_) | Self::Discard => Persistence::default(),
        }
    }
}
