//! Dead mail: what has failed, and nobody can be told of. It is kept for whoever runs this server, for so long and no longer.

use std::time::Duration;

use postrider_proto::mail::QueueId;
use postrider_queue::{Action, Queue, RecipientIndex, Standing, Status, Summary, Timestamp};
use tokio::sync::watch;
use tokio::task;

use crate::clock::{Clock, SystemClock};

/// The most messages that are looked at in one turn.
const LOOK: usize = 100;

/// Between two turns. Nobody waits for this.
const PAUSE: Duration = Duration::from_secs(60);

/// Takes dead mail out of the queue when its time is over.
///
/// It walks through the queue from its oldest message, a page in each turn, and begins again where it comes to one that is too young
/// to be dead so long: of a million messages that came today it reads one.
#[derive(Debug, Clone)]
pub struct DeadMail<C = SystemClock> {
    queue: Queue,
    keep: Duration,
    clock: C,
}

/// Behind which message the next turn begins; none for the oldest.
type After = Option<(Timestamp, QueueId)>;

impl<C: Clock> DeadMail<C> {
    /// Dead mail is kept for so long, from when it failed.
    #[must_use]
    pub fn new(queue: Queue, keep: Duration, clock: C) -> Self {
        Self { queue, keep, clock }
    }

    /// Works until `shutdown` is true or its sender is gone.
    pub async fn run(self, mut shutdown: watch::Receiver<bool>) {
        let mut after = None;
        loop {
            let dead = self.clone();
            // The index is on a disk.
            after = task::spawn_blocking(move || dead.turn(after)).await.unwrap_or_else(|panic| {
                tracing::error!(%panic, "dead mail could not be looked at: it is kept for now");
                None
            });
            let due = self.clock.now().plus(PAUSE);
            tokio::select! {
                biased;
                _ = shutdown.wait_for(|&stop| stop) => break,
                () = self.clock.until(due) => {}
            }
        }
    }

    fn turn(&self, after: After) -> After {
        let now = self.clock.now();
        let page = match self.queue.list(after, LOOK) {
            Ok(page) => page,
            Err(error) => {
                tracing::warn!(%error, "dead mail could not be looked at: it is kept for now");
                return None;
            }
        };
        let mut last = None;
        for message in &page {
            // Nothing fails before it has come.
            if now.since(message.received) < self.keep {
                return None;
            }
            self.remove(message, now);
            last = Some((message.received, message.id));
        }
        last.filter(|_| page.len() == LOOK)
    }

    /// Removes those of the recipients of a message that have been dead for long enough.
    fn remove(&self, message: &Summary, now: Timestamp) {
        let is_over = |standing: &Standing| {
            standing.state.status == Status::Failed && now.since(standing.state.changed) >= self.keep
        };
        let standings = (0..).zip(&message.recipients);
        let over: Vec<RecipientIndex> =
            standings.filter(|(_, standing)| is_over(standing)).map(|(index, _)| index).collect();
        if over.is_empty() {
            return;
        }
        let id = message.id;
        match self.queue.claim_for(id, &over, |status| status == Status::Failed, now) {
            Ok(Some(attempt)) => {
                for claimed in attempt.recipients() {
                    let (from, to) = (&message.envelope.reverse_path, &claimed.recipient.mailbox);
                    let reason = &message.recipients[claimed.index as usize].state.note;
                    tracing::error!(%id, %from, %to, reason, "removed: it had failed, nobody could be told, and its time is over");
                }
                // It need not be waited for: if the server ends before, it is found again.
                drop(self.queue.act(attempt, Action::Drop, now));
            }
            // The operator has been here.
            Ok(None) => {}
            Err(error) => tracing::warn!(%id, %error, "dead mail could not be removed: it is kept for now"),
        }
    }
}
