//! Suspending: an operator wants nothing tried for a recipient domain for a while.

use std::io;

use postrider_proto::mail::Domain;

use crate::Timestamp;
use crate::queue::Queue;
use crate::schedule::suspension::{LONGEST, MOST, Suspension, Suspensions};
use crate::store::suspended;
use crate::timeline::{Timeline, cut};

/// Why nothing was suspended, or resumed.
#[derive(Debug, thiserror::Error)]
pub enum SuspendError {
    /// It would be over at once.
    #[error("it would be over at once")]
    Short,
    /// It would last too long.
    #[error("the longest that anything is suspended is {} days: suspend it again then", LONGEST.as_secs() / 86_400)]
    Long,
    /// There are too many.
    #[error("{MOST} domains are suspended, and there cannot be more: resume some, or suspend \"*\"")]
    Many,
    /// It cannot be kept.
    #[error("it cannot be kept: {0}")]
    Io(#[from] io::Error),
}

impl Queue {
    /// What is suspended, just now.
    #[must_use]
    pub fn suspensions(&self) -> Suspensions {
        self.shared().state().lanes.suspensions().clone()
    }

    /// What keeps this domain from being tried now.
    #[must_use]
    pub fn suspension_of(&self, domain: &Domain, now: Timestamp) -> Option<Suspension> {
        self.shared().state().lanes.suspensions().of(domain, now).cloned()
    }

    /// Suspends a domain, or all, in place of what there was for it. What is under way comes to its end. It survives whatever the mail
    /// survives. Waits for the disk.
    ///
    /// # Errors
    ///
    /// It is not suspended.
    pub fn suspend(&self, suspension: Suspension, now: Timestamp) -> Result<(), SuspendError> {
        if suspension.until <= now {
            return Err(SuspendError::Short);
        }
        if suspension.until.since(now) > LONGEST {
            return Err(SuspendError::Long);
        }
        self.change_suspensions(now, |suspensions| {
            let mut suspension = suspension;
            cut(&mut suspension.reason, Timeline::TEXT_MAX);
            suspensions.add(suspension);
            if suspensions.len() > MOST { Err(SuspendError::Many) } else { Ok(()) }
        })
    }

    /// Ends the suspension of a domain, or that of all, which is another thing than that of each. Gives what it was; none if there was
    /// none. Waits for the disk.
    ///
    /// # Errors
    ///
    /// It is not resumed.
    pub fn resume(
        &self,
        domain: Option<&Domain>,
        now: Timestamp,
    ) -> Result<Option<Suspension>, SuspendError> {
        self.change_suspensions(now, |suspensions| Ok(suspensions.remove(domain)))
    }

    fn change_suspensions<T>(
        &self,
        now: Timestamp,
        change: impl FnOnce(&mut Suspensions) -> Result<T, SuspendError>,
    ) -> Result<T, SuspendError> {
        let shared = self.shared();
        // One at a time; whoever claims does not wait for the disk.
        let _suspending = shared.suspending();
        let mut suspensions = self.suspensions();
        suspensions.forget(now);
        let changed = change(&mut suspensions)?;
        suspended::write(&*shared.disk, &shared.options.folder, &suspensions)?;
        shared.state().lanes.suspend(suspensions);
        shared.changed.notify_waiters();
        Ok(changed)
    }
}
