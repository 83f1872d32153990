//! How much room a server has in one transaction and in one session, as far as it has said so.

use crate::extension::Limits;
use crate::mail::{Domain, Recipient};

#[derive(Debug, Default)]
pub(super) struct Room {
    /// How many RCPTs were sent in this transaction.
    recipients: u32,
    /// The server has said that there is no more in this transaction.
    full: bool,
    /// The domains that RCPTs were for in this session, where the server counts these.
    domains: Vec<Domain>,
}

impl Room {
    /// Another transaction begins.
    pub(super) fn begin(&mut self) {
        (self.recipients, self.full) = (0, false);
    }

    /// The server has said that it takes no more recipients.
    pub(super) fn fill(&mut self) {
        self.full = true;
    }

    /// Whether there is room for one of these at least. A server that counts domains may have none for anybody, until another
    /// session.
    pub(super) fn has_any(&self, recipients: &[Recipient], limits: &Limits) -> bool {
        recipients.is_empty() || recipients.iter().any(|to| self.has(to.mailbox.domain(), limits))
    }

    /// Takes room for one more recipient, at this domain. Says whether there was some.
    pub(super) fn take(&mut self, domain: &Domain, limits: &Limits) -> bool {
        let has = self.has(domain, limits);
        if has {
            self.recipients += 1;
            if limits.domains.is_some() && !self.domains.contains(domain) {
                self.domains.push(domain.clone());
            }
        }
        has
    }

    fn has(&self, domain: &Domain, limits: &Limits) -> bool {
        let another = |limit: Option<u32>, taken: usize| limit.is_none_or(|limit| taken < limit as usize);
        !self.full
            && another(limits.recipients, self.recipients as usize)
            && (another(limits.domains, self.domains.len()) || self.domains.contains(domain))
    }
}
