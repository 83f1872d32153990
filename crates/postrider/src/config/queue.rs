//! How the queue is set: `[queue]`.

use std::time::Duration;

use crate::config::number::retry_steps;
use crate::config::problem::Problem;
use crate::config::resolve::{AT_ONCE_MAX, Config, Resolver};

impl Resolver<'_> {
    /// Takes what is written.
    pub fn queue(&mut self, config: &mut Config) {
        /// A session holds so much of a message in memory.
        const LARGE_BODY_OCTETS_MAX: u64 = 16 * 1024 * 1024;
        const SEGMENT_OCTETS_MIN: u64 = 256 * 1024;
        /// Places within a segment are numbers of 32 bits.
        const SEGMENT_OCTETS_MAX: u64 = 1024 * 1024 * 1024;
        /// A year: what is older is nobody's question any more.
        const HISTORY_SECONDS_MAX: u64 = 365 * 86_400;
        /// What a recipient takes in a record: two addresses and ORCPT, with something to spare.
        const RECIPIENT_OCTETS: u64 = 1024;
        let queue = &mut config.queue;
        if let Some(octets) = self.number("queue", "free_floor_octets", 0, i64::MAX as u64) {
            queue.free_floor_octets = octets;
        }
        if let Some(octets) = self.number("queue", "large_body_octets", 0, LARGE_BODY_OCTETS_MAX) {
            queue.large_body_octets = octets;
        }
        if let Some(octets) = self.number("queue", "segment_octets", SEGMENT_OCTETS_MIN, SEGMENT_OCTETS_MAX) {
            queue.segment_octets = octets;
        }
        // A record is in one segment, and a segment for every message would be slow: there is room for two of the largest.
        let largest = queue.large_body_octets + u64::from(config.limits.recipients) * RECIPIENT_OCTETS;
        if queue.segment_octets < largest * 2 {
            let at = self
                .raw
                .number("queue", "segment_octets")
                .or_else(|| self.raw.number("queue", "large_body_octets"))
                .or_else(|| self.raw.number("limits", "recipients"));
            self.problems.push(Problem {
                at: at.map(|written| written.span()),
                says: format!(
                    "queue.segment_octets is {}, and two messages of queue.large_body_octets for limits.recipients \
                     may need {}",
                    queue.segment_octets,
                    largest * 2
                ),
                help: if largest * 2 > SEGMENT_OCTETS_MAX {
                    format!("a segment has {SEGMENT_OCTETS_MAX} at most: write less for limits.recipients")
                } else {
                    format!("write queue.segment_octets = {}", largest * 2)
                },
            });
        }
        if let Some(attempts) = self.number("queue", "attempts_per_lane", 1, AT_ONCE_MAX) {
            queue.attempts_per_lane = usize::try_from(attempts).unwrap_or(queue.attempts_per_lane);
        }
        if let Some(seconds) = self.number("queue", "history_seconds", 0, HISTORY_SECONDS_MAX) {
            queue.history = Duration::from_secs(seconds);
        }
        if let Some(steps) = self.raw.numbers("queue", "retry_seconds") {
            let steps = retry_steps("queue.retry_seconds", steps, &mut self.problems);
            queue.retry.steps = steps.unwrap_or_default();
        }
    }
}
