//! When a recipient that was deferred is tried again.

use std::time::Duration;

use crate::Timestamp;

/// The steps between attempts. RFC 5321 §4.5.4.1 asks for at least 30 minutes in general, and for two attempts within the first
/// hour; what a host only puts off, as greylisting does, is over sooner.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Retry {
    /// The wait after the first, the second, ... attempt; the last one repeats.
    pub steps: Vec<Duration>,
}

impl Default for Retry {
    fn default() -> Self {
        const MINUTES: [u64; 7] = [5, 15, 30, 60, 2 * 60, 3 * 60, 4 * 60];
        Self { steps: MINUTES.map(|minutes| Duration::from_secs(60 * minutes)).to_vec() }
    }
}

impl Retry {
    /// When to try again after `attempts` attempts, the last of which ended at `now`. A few per cent are added that depend
    /// on `salt` alone, so that what failed together does not come back together.
    #[must_use]
    pub fn next(&self, attempts: u32, now: Timestamp, salt: u64) -> Timestamp {
        let at = usize::try_from(attempts.saturating_sub(1)).unwrap_or(usize::MAX);
        let step = self.steps.get(at).or(self.steps.last()).copied().unwrap_or(Duration::from_secs(3600));
        let extra = step.as_millis() / 10 * u128::from(salt % 101) / 100;
        now.plus(step).plus(Duration::from_millis(u64::try_from(extra).unwrap_or(0)))
    }

    /// The longest that anything ever waits.
    #[must_use]
    pub fn longest(&self) -> Duration {
        let step = self.steps.iter().max().copied().unwrap_or(Duration::from_secs(3600));
        step + step / 10
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_steps_grow_and_the_last_repeats() {
        let retry = Retry { steps: vec![Duration::from_secs(10), Duration::from_secs(100)] };
        let now = Timestamp::from_millis(1_000_000);
        let wait = |attempts, salt| retry.next(attempts, now, salt).since(now);
        assert_eq!(wait(1, 0), Duration::from_secs(10));
        assert_eq!(wait(2, 0), Duration::from_secs(100));
        assert_eq!(wait(9, 0), Duration::from_secs(100));
        assert_eq!(wait(1, 100), Duration::from_secs(11), "at most a tenth is added");
    }
}
