//! How much room a server has in one transaction and in one session, as far as it has said so.

use crate::extension::Limits;
use crate::mail::Domain;

/// The room of one transaction.
#[derive(Debug, Default)]
pub(super) struct Room {
    /// How many RCPTs were sent.
    recipients: u32,
    /// The domains they were for, where the server counts these.
    domains: Vec<Domain>,
    /// The server has said that there is no more.
    full: bool,
}

impl Room {
    /// The server has said that it takes no more recipients.
    pub(super) fn fill(&mut self) {
        self.full = true;
    }

    /// Whether there is room for one more recipient, at this domain. If so, it is taken.
    pub(super) fn take(&mut self, domain: &Domain, limits: &Limits) -> bool {
        let another = |limit: Option<u32>, taken: u32| limit.is_none_or(|limit| taken < limit);
        if self.full || !another(limits.recipients, self.recipients) {
            return false;
        }
        if let Some(limit) = limits.domains
            && !self.domains.contains(domain)
        {
            if self.domains.len() >= usize::try_from(limit).unwrap_or(usize::MAX) {
                return false;
            }
            self.domains.push(domain.clone());
        }
        self.recipients += 1;
        true
    }
}
