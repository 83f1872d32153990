//! Who brings mail where it goes, and what comes of that.

use postrider_queue::{Attempt, Outcome, RecipientIndex, Report};
use tokio::task::JoinError;

/// Brings mail where it goes: [`Delivery`](crate::Delivery), or in a simulation to mailboxes that are none.
pub trait Carrier: Clone + Send + Sync + 'static {
    /// What becomes of the recipients of an attempt, where that takes no time and touches nothing.
    fn at_once(&self, attempt: &Attempt) -> Option<Outcomes>;

    /// Brings one message to those of its recipients that are due. Gives the attempt back, with what became of each.
    ///
    /// # Errors
    ///
    /// It panicked, and the attempt is gone.
    fn carry(&self, attempt: Attempt) -> impl Future<Output = Result<Carried, JoinError>> + Send;
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
