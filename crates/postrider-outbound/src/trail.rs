//! The hosts that were asked on the way to each recipient, and passed over.

use std::collections::HashMap;

use postrider_queue::Answer;

use crate::fate::Fate;

/// What the hosts have answered that were passed over, by the place of the recipient in its attempt.
#[derive(Debug, Default)]
pub(crate) struct Trails(HashMap<usize, Vec<Answer>>);

impl Trails {
    /// A host was asked about this recipient, and another is asked next.
    pub(crate) fn passed(&mut self, place: usize, fate: &Fate) {
        self.0.entry(place).or_default().extend_from_slice(&fate.answers);
    }

    /// Something else was met on the way to this recipient.
    pub(crate) fn met(&mut self, place: usize, answer: Answer) {
        self.0.entry(place).or_default().push(answer);
    }

    /// The fate of a recipient, with what the hosts have answered before the one that decided.
    pub(crate) fn before(&mut self, place: usize, fate: &mut Fate) {
        if let Some(mut answers) = self.0.remove(&place) {
            answers.append(&mut fate.answers);
            fate.answers = answers;
        }
    }

    /// The fate of a recipient about which no host has decided: `last`, with what all of them have answered.
    pub(crate) fn without_end(&mut self, place: usize, last: &Fate) -> Fate {
        let answers = self.0.remove(&place).unwrap_or_default();
        Fate { answers, ..last.clone() }
    }
}
