//! The clock of a connection: how long things have taken, and when they have taken too long.

use std::future::poll_fn;
use std::pin::{Pin, pin};
use std::task::{Poll, ready};
use std::time::Duration;

use postrider_proto::client::Session;
use tokio::time::{Instant, Sleep, sleep};

use super::patience::Patience;

/// How long the transaction has taken, and when it has taken too long.
pub(super) struct Time {
    patience: Patience,
    began: Instant,
    /// When something was last written, or a whole reply was last read.
    step_began: Instant,
    /// How many replies had been read then.
    answered: u64,
    stage: Stage,
}

/// What part of the transaction is under way, and since when.
enum Stage {
    Envelope,
    Content {
        began: Instant,
        /// How much was written since.
        octets: u64,
    },
    End {
        began: Instant,
    },
}

impl Time {
    pub(super) fn new(patience: Patience) -> Self {
        let now = Instant::now();
        Self { patience, began: now, step_began: now, answered: 0, stage: Stage::Envelope }
    }

    /// When the server has had its time, for what it is to do now and for all of this part of the transaction.
    pub(super) fn deadline(&mut self, session: &Session) -> Instant {
        if session.answered() != self.answered {
            self.answered = session.answered();
            self.step_began = Instant::now();
        }
        let sum = match self.stage {
            Stage::Envelope => self.began + self.patience.envelope_sum,
            Stage::Content { began, octets } => began + self.patience.content_sum(octets),
            Stage::End { began } => began + self.patience.end_sum,
        };
        sum.min(self.step_began + self.patience.of(session.expects()))
    }

    pub(super) fn wrote(&mut self, written: usize) {
        self.step_began = Instant::now();
        if let Stage::Content { octets, .. } = &mut self.stage {
            *octets += written as u64;
        }
    }

    pub(super) fn content_begins(&mut self) {
        if let Stage::Envelope = self.stage {
            self.stage = Stage::Content { began: Instant::now(), octets: 0 };
        }
    }

    pub(super) fn content_ends(&mut self) {
        self.stage = Stage::End { began: Instant::now() };
    }

    pub(super) fn millis(&self) -> u64 {
        u64::try_from(self.began.elapsed().as_millis()).unwrap_or(u64::MAX)
    }
}

/// One timer for all that a connection waits for. Nearly always what is waited for comes first, and the next deadline is later
/// than the last: so the runtime is told of a deadline only when the timer has run out, or would run out too late.
#[derive(Debug)]
pub(super) struct Timer(Pin<Box<Sleep>>);

impl Timer {
    pub(super) fn new(first: Duration) -> Self {
        Self(Box::pin(sleep(first)))
    }

    /// Waits for this, but not beyond the deadline; there is nothing when that has passed.
    pub(super) async fn until<T>(
        &mut self,
        deadline: Instant,
        waited_for: impl Future<Output = T>,
    ) -> Option<T> {
        let mut waited_for = pin!(waited_for);
        let timer = &mut self.0;
        if timer.is_elapsed() || timer.deadline() > deadline {
            timer.as_mut().reset(deadline);
        }
        poll_fn(|context| {
            if let Poll::Ready(found) = waited_for.as_mut().poll(context) {
                return Poll::Ready(Some(found));
            }
            loop {
                ready!(timer.as_mut().poll(context));
                if Instant::now() >= deadline {
                    return Poll::Ready(None);
                }
                timer.as_mut().reset(deadline);
            }
        })
        .await
    }
}
