//! Who brings mail where it goes, and what comes of that.

use postrider_proto::mail::Domain;
use postrider_queue::schedule::admission::Admission;
use postrider_queue::{Attempt, Outcome, RecipientIndex, Report, Timestamp};
use tokio::task::JoinError;

/// Brings mail where it goes: [`Delivery`](crate::Delivery), or in a simulation to mailboxes that are none.
pub trait Carrier: Clone + Send + Sync + 'static {
    /// Says that a message is on its way, as long as it is there.
    type Permit: Send + 'static;

    /// Whether messages of this lane are to be tried now. It is asked under a lock of the queue.
    fn admit(&self, lane: &str, now: Timestamp) -> Admission;

    /// Which other domains have their mail go the same way as that of this lane, so that one transaction carries a message to recipients
    /// of all of them; none where no other can.
    fn same_way(&self, lane: &str) -> Option<impl Fn(&Domain) -> bool>;

    /// An attempt has been claimed and is about to be made: what is admitted after this takes it into account.
    fn set_out(&self, attempt: &Attempt, now: Timestamp) -> Self::Permit;

    /// What becomes of the recipients of an attempt, where that takes no time and touches nothing.
    fn at_once(&self, attempt: &Attempt) -> Option<Outcomes>;

    /// Brings one message to those of its recipients that are due. Gives the attempt back, with what became of each.
    ///
    /// # Errors
    ///
    /// It panicked, and the attempt is gone.
    fn carry(
        &self,
        attempt: Attempt,
        permit: Self::Permit,
    ) -> impl Future<Output = Result<Carried, JoinError>> + Send;
}

/// An attempt that has been made.
#[derive(Debug)]
pub struct Carried {
    /// It, given back.
    pub attempt: Attempt,
    /// What came of it.
    pub outcomes: Outcomes,
    /// What the sender is told of that.
    pub reports: Vec<Report>,
}

/// What came of each recipient of an attempt.
pub type Outcomes = Vec<(RecipientIndex, Outcome)>;
