//! How slowly content may come.

use std::num::NonZeroU32;
use std::time::Duration;

/// Content may come slowly for this long before its rate is judged (RFC 5321 §4.5.3.2.6).
const CREDIT_MAX: Duration = Duration::from_secs(600);

/// How slowly the content of one message may come. It has ten minutes of credit; waiting for octets spends it, and each
/// octet earns what the slowest rate allows for it. No more than ten minutes are ever saved up: fifty megabytes that
/// came fast do not buy five days of dripping.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Pace {
    credit: Duration,
}

impl Default for Pace {
    fn default() -> Self {
        Self { credit: CREDIT_MAX }
    }
}

impl Pace {
    /// How long the next octets may be waited for.
    pub(crate) fn credit(&self) -> Duration {
        self.credit
    }

    /// So many octets have come after such a wait.
    pub(crate) fn count(&mut self, waited: Duration, octets: usize, octets_per_second: NonZeroU32) {
        let earned = Duration::from_secs(octets as u64) / octets_per_second.get();
        self.credit = (self.credit.saturating_sub(waited) + earned).min(CREDIT_MAX);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const RATE: NonZeroU32 = NonZeroU32::new(100).expect("not zero");

    #[test]
    fn one_octet_in_nine_seconds_lasts_ten_minutes_and_not_longer() {
        let mut pace = Pace::default();
        let mut waited = 0;
        while pace.credit() > Duration::from_secs(9) {
            pace.count(Duration::from_secs(9), 1, RATE);
            waited += 9;
        }
        assert_eq!(waited, 594);
    }

    #[test]
    fn a_fast_start_buys_no_days() {
        let mut pace = Pace::default();
        pace.count(Duration::from_secs(1), 50_000_000, RATE);
        assert_eq!(pace.credit(), CREDIT_MAX);
    }

    #[test]
    fn the_slowest_rate_may_last_for_ever() {
        let mut pace = Pace::default();
        for _ in 0..100_000 {
            pace.count(Duration::from_secs(10), 1000, RATE);
        }
        assert_eq!(pace.credit(), CREDIT_MAX);
    }
}
