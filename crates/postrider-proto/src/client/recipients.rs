//! The recipients of a transaction, and where each of them stands.

use super::outcome::{Dialogue, Outcome, RecipientOutcome, Said};
use super::step::Step;

#[derive(Debug, Default)]
pub(super) struct Recipients {
    each: Vec<Standing>,
    /// How many are [`Standing::Waiting`] or [`Standing::Taken`].
    open: usize,
    /// How many are [`Standing::Taken`].
    taken: usize,
}

/// Where a recipient stands.
#[derive(Debug)]
enum Standing {
    /// Its RCPT has not been answered.
    Waiting,
    /// Its RCPT was accepted.
    Taken(Said),
    /// There is no room for it in this transaction, or no message, unless it fails before its recipients were asked about.
    Left(Option<Said>),
    /// No reply can change it. If its RCPT was accepted before, that reply.
    Settled(Option<Said>, RecipientOutcome),
}

impl Recipients {
    pub(super) fn waiting(many: usize) -> Self {
        Self { each: (0..many).map(|_| Standing::Waiting).collect(), open: many, taken: 0 }
    }

    /// How many there are.
    pub(super) fn len(&self) -> usize {
        self.each.len()
    }

    /// Whether nobody is left whom the message could go to.
    pub(super) fn all_settled(&self) -> bool {
        self.open == 0
    }

    /// Whether somebody's RCPT was accepted.
    pub(super) fn any_taken(&self) -> bool {
        self.taken > 0
    }

    /// Those whose RCPT was accepted.
    pub(super) fn taken(&self) -> impl Iterator<Item = usize> {
        let each = self.each.iter().enumerate();
        each.filter(|(_, standing)| matches!(standing, Standing::Taken(_))).map(|(index, _)| index)
    }

    pub(super) fn take(&mut self, index: usize, said: Said) {
        if let standing @ Standing::Waiting = &mut self.each[index] {
            *standing = Standing::Taken(said);
            self.taken += 1;
        }
    }

    pub(super) fn leave(&mut self, index: usize, said: Option<Said>) {
        if let standing @ Standing::Waiting = &mut self.each[index] {
            *standing = Standing::Left(said);
            self.open -= 1;
        }
    }

    /// Those whose RCPT was accepted are sent nothing in this transaction.
    pub(super) fn leave_taken(&mut self) {
        for standing in &mut self.each {
            if let Standing::Taken(said) = standing {
                *standing = Standing::Left(Some(said.clone()));
                self.open -= 1;
                self.taken -= 1;
            }
        }
    }

    /// This became of one of them, if nothing has yet.
    pub(super) fn settle(&mut self, index: usize, outcome: RecipientOutcome) {
        let standing = &mut self.each[index];
        let rcpt = match std::mem::replace(standing, Standing::Waiting) {
            Standing::Waiting => None,
            Standing::Taken(said) => {
                self.taken -= 1;
                Some(said)
            }
            other => return *standing = other,
        };
        self.open -= 1;
        *standing = Standing::Settled(rcpt, outcome);
    }

    /// This became at `step` of all who have no outcome yet. Who was left for another transaction is not concerned, unless
    /// what failed is something that this transaction needed before it came to recipients at all.
    pub(super) fn settle_rest(&mut self, step: Step, outcome: impl Fn() -> RecipientOutcome) {
        for index in 0..self.each.len() {
            if step < Step::Rcpt && matches!(self.each[index], Standing::Left(_)) {
                self.each[index] = Standing::Waiting;
                self.open += 1;
            }
            if matches!(self.each[index], Standing::Waiting | Standing::Taken(_)) {
                self.settle(index, outcome());
            }
        }
    }

    /// What became of all of them, when all are settled.
    pub(super) fn outcome(self, shared: Vec<(Step, Said)>) -> Outcome {
        let mut recipients = Vec::with_capacity(self.each.len());
        let mut dialogue = Dialogue { shared, rcpt: Vec::with_capacity(self.each.len()) };
        for standing in self.each {
            let (rcpt, outcome) = match standing {
                Standing::Settled(rcpt, outcome) => (rcpt, outcome),
                Standing::Left(said) => (None, RecipientOutcome::Remainder(said)),
                Standing::Waiting | Standing::Taken(_) => {
                    unreachable!("a transaction is over when every recipient is settled")
                }
            };
            dialogue.rcpt.push(rcpt);
            recipients.push(outcome);
        }
        Outcome { recipients, dialogue }
    }
}
