//! Where a copy goes next.

use std::collections::HashSet;
use std::sync::{Arc, PoisonError, RwLock};

use postrider_proto::mail::{Domain, Mailbox};

use crate::local::maildir::Maildirs;

/// Where copies go, by domain. A clone is the same table.
#[derive(Debug, Clone)]
pub struct Routes {
    maildirs: Arc<Maildirs>,
    local: Arc<RwLock<HashSet<Domain>>>,
}

/// Where one copy goes.
#[derive(Debug, Clone)]
pub enum Route {
    /// Into a mailbox of this machine.
    Maildir(Arc<Maildirs>),
    /// Nowhere for now, and why.
    None {
        /// Why, for the operator.
        reason: String,
    },
}

impl Routes {
    /// Mail for the `local` domains, in A-labels, goes into `maildirs`.
    #[must_use]
    pub fn new(maildirs: Maildirs, local: impl IntoIterator<Item = Domain>) -> Self {
        let local = Arc::new(RwLock::new(local.into_iter().collect()));
        Self { maildirs: Arc::new(maildirs), local }
    }

    /// From now on these domains are local: the configuration was read again.
    pub fn set_local(&self, local: impl IntoIterator<Item = Domain>) {
        let local = local.into_iter().collect();
        *self.local.write().unwrap_or_else(PoisonError::into_inner) = local;
    }

    /// Where a copy for `mailbox` goes.
    #[must_use]
    pub fn route(&self, mailbox: &Mailbox) -> Route {
        let local = self.local.read().unwrap_or_else(PoisonError::into_inner);
        if local.contains(mailbox.domain()) {
            return Route::Maildir(Arc::clone(&self.maildirs));
        }
        // The policy takes no mail for others, so the domain was ours when this came. It was taken with a promise, and an
        // operator who drops a domain by mistake has until the message expires to put it back.
        Route::None { reason: format!("{} is no longer a domain of this server", mailbox.domain()) }
    }
}
