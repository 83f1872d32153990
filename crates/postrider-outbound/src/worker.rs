//! The loop that empties the queue: claim, route, attempt, settle.

use std::fmt;
use std::sync::Arc;

use postrider_proto::mail::QueueId;
use postrider_queue::{Attempt, Queue, Timestamp};
use tokio::sync::{OwnedSemaphorePermit, Semaphore, watch};
use tokio::task::{JoinError, JoinSet};

use crate::carrier::{Carried, Carrier};
use crate::clock::{Clock, SystemClock};
use crate::delivery::Delivery;

/// Takes what is due out of the queue and brings it where it goes, several messages at a time.
#[derive(Debug, Clone)]
pub struct Worker<C = SystemClock, R = Delivery<SystemClock>> {
    queue: Queue,
    carrier: R,
    /// How many messages are under way at once.
    concurrency: usize,
    clock: C,
}

/// The most attempts that are thrown away in one turn.
const TOGETHER: usize = 256;

impl Worker {
    /// A worker with at most `concurrency` messages under way at once, but one at least.
    #[must_use]
    pub fn new(queue: Queue, delivery: Delivery<SystemClock>, concurrency: usize) -> Self {
        Self::with_clock(queue, delivery, concurrency, SystemClock)
    }
}

impl<C: Clock, R: Carrier> Worker<C, R> {
    /// The same, by another clock, or with somebody else to carry the mail.
    #[must_use]
    pub fn with_clock(queue: Queue, carrier: R, concurrency: usize, clock: C) -> Self {
        Self { queue, carrier, concurrency: concurrency.max(1), clock }
    }

    /// Works until `shutdown` is true or its sender is gone; then claims nothing more, and ends when what is under way is
    /// settled.
    pub async fn run(self, shutdown: watch::Receiver<bool>) {
        let mut watched = shutdown.clone();
        let stop = async { drop(watched.wait_for(|&stop| stop).await) };
        tokio::pin!(stop);
        let mut running = JoinSet::new();
        // A place for each message, however many share a task: what is claimed is held in memory until its outcome is on the disk.
        let places = Arc::new(Semaphore::new(self.concurrency));
        loop {
            // Asked for before the claim, so that nothing that changes in between is missed.
            let changed = self.queue.changed();
            let now = self.clock.now();
            let mut due = None;
            let (mut discarded, mut taken) = (Vec::new(), None::<OwnedSemaphorePermit>);
            while discarded.len() < TOGETHER && !*shutdown.borrow() {
                let Ok(place) = Arc::clone(&places).try_acquire_owned() else { break };
                match self.claim(now) {
                    Some(attempt) => match self.carrier.at_once(&attempt) {
                        Some(outcomes) => {
                            discarded.push(Carried { attempt, outcomes, reports: Vec::new() });
                            match &mut taken {
                                Some(taken) => taken.merge(place),
                                None => taken = Some(place),
                            }
                        }
                        None => {
                            let permit = self.carrier.set_out(&attempt, now);
                            running.spawn(in_place(place, self.clone().attempt(attempt, permit)));
                        }
                    },
                    None => {
                        // What is due and cannot be claimed waits for a message under way, and not for the clock.
                        due = self.queue.next_due().filter(|&due| due > now);
                        break;
                    }
                }
            }
            if let Some(taken) = taken {
                // They are one task.
                running.spawn(in_place(taken, self.clone().settle_all(discarded)));
            }
            tokio::select! {
                biased;
                () = &mut stop => break,
                Some(ended) = running.join_next() => told(ended),
                () = changed, if places.available_permits() > 0 => {}
                () = self.clock.until(due.unwrap_or(now)), if due.is_some() => {}
            }
        }
        while let Some(ended) = running.join_next().await {
            told(ended);
        }
    }

    /// Claims what is due, and takes along who goes the same way (RFC 5321 §4.5.4.1).
    fn claim(&self, now: Timestamp) -> Option<Attempt> {
        let mut attempt = self.queue.claim_where(now, |lane| self.carrier.admit(lane, now))?;
        let lane = attempt.lane().to_owned();
        if let Some(goes_along) = self.carrier.same_way(&lane) {
            self.queue.join(&mut attempt, goes_along, now);
        }
        Some(attempt)
    }

    /// Brings one message to those of its recipients that are due, and tells the queue what became of each.
    async fn attempt(self, attempt: Attempt, permit: R::Permit) {
        let id = attempt.id();
        match self.carrier.carry(attempt, permit).await {
            Ok(settled) => self.settle_all(vec![settled]).await,
            // The attempt was dropped on the way, and the queue will make another, later.
            Err(panic) => not_kept(id, &panic),
        }
    }

    /// Settles many together: all are on their way before the first is waited for, and so they share a sync.
    async fn settle_all(self, attempts: Vec<Carried>) {
        let now = self.clock.now();
        let settle = |Carried { attempt, outcomes, reports }| {
            (attempt.id(), self.queue.settle(attempt, outcomes, reports, now))
        };
        let settling: Vec<_> = attempts.into_iter().map(settle).collect();
        for (id, settled) in settling {
            if let Err(fault) = settled.await {
                not_kept(id, &fault);
            }
        }
    }
}

/// Does this, and keeps the place until it is done, or has panicked.
async fn in_place(place: OwnedSemaphorePermit, work: impl Future<Output = ()>) {
    work.await;
    drop(place);
}

/// A panic on the way to another server is a fault of ours. What it carried goes back to the queue with it.
fn told(ended: Result<(), JoinError>) {
    if let Err(fault) = ended {
        tracing::error!(%fault, "an attempt broke off: another will be made");
    }
}

/// Nothing is lost, and nothing comes twice: the next attempt finds what this one has delivered.
fn not_kept(id: QueueId, why: &dyn fmt::Display) {
    tracing::error!(%id, why = why.to_string(), "the outcome of an attempt could not be kept: another will be made");
}
