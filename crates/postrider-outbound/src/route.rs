//! Where a copy goes next.

mod spec;

use std::collections::HashMap;
use std::sync::{Arc, PoisonError, RwLock};

use postrider_proto::mail::{Domain, Mailbox};

use crate::local::maildir::Maildirs;

pub use spec::{HostPort, LmtpTarget, Next, Pattern, RouteSpec, RouteTable, Source};

/// Where copies go, by domain. A clone is the same table.
#[derive(Debug, Clone)]
pub struct Routes {
    maildirs: Arc<Maildirs>,
    local: Arc<RwLock<HashMap<Domain, Local>>>,
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
    /// Nowhere for now, and why.
    None {
        /// Why, for the operator.
        reason: String,
    },
}

impl Routes {
    /// Mail for the `local` domains, in A-labels, goes where each of them says; what goes into a Maildir, into `maildirs`.
    #[must_use]
    pub fn new(maildirs: Maildirs, local: impl IntoIterator<Item = (Domain, Local)>) -> Self {
        let local = Arc::new(RwLock::new(local.into_iter().collect()));
        Self { maildirs: Arc::new(maildirs), local }
    }

    /// From now on these domains are local: the configuration was read again.
    pub fn set_local(&self, local: impl IntoIterator<Item = (Domain, Local)>) {
        let local = local.into_iter().collect();
        *self.local.write().unwrap_or_else(PoisonError::into_inner) = local;
    }

    /// Where a copy for `mailbox` goes.
    #[must_use]
    pub fn route(&self, mailbox: &Mailbox) -> Route {
        let local = self.local.read().unwrap_or_else(PoisonError::into_inner);
        match local.get(mailbox.domain()) {
            Some(Local::Maildir) => Route::Maildir(Arc::clone(&self.maildirs)),
            Some(Local::Discard) => Route::Discard,
            // The policy takes no mail for others, so the domain was ours when this came. It was taken with a promise, and an
            // operator who drops a domain by mistake has until the message expires to put it back.
            None => {
                Route::None { reason: format!("{} is no longer a domain of this server", mailbox.domain()) }
            }
        }
    }

    /// Whether mail for this domain is thrown away.
    pub(crate) fn discards(&self, domain: &Domain) -> bool {
        let local = self.local.read().unwrap_or_else(PoisonError::into_inner);
        local.get(domain) == Some(&Local::Discard)
    }
}
