//! What the queue counts while it works, for whoever watches it. To count is one atomic addition, and to read stops nobody.

use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

/// Counts since the queue was opened.
#[derive(Debug)]
pub struct Counters {
    /// How long it took to write a group and to sync it, in microseconds.
    pub writes: Histogram,
    /// How much shared one sync: messages, and outcomes of attempts.
    pub groups: Histogram,
    writes_failed: AtomicU64,
}

/// From a tenth of a millisecond, on an NVMe with a cache that survives a power cut, to seconds on a disk in trouble.
const WRITE_BOUNDS: &[u64] = &[
    100, 250, 500, 1_000, 2_500, 5_000, 10_000, 25_000, 50_000, 100_000, 250_000, 500_000, 1_000_000,
    2_500_000, 10_000_000,
];

/// The most in one group is 1024.
const GROUP_BOUNDS: &[u64] = &[1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 1024];

impl Default for Counters {
    fn default() -> Self {
        Self {
            writes: Histogram::new(WRITE_BOUNDS),
            groups: Histogram::new(GROUP_BOUNDS),
            writes_failed: AtomicU64::new(0),
        }
    }
}

impl Counters {
    /// A group was to be written, and the log has been asked to.
    pub(crate) fn group(&self, size: usize, took: Duration, written: bool) {
        if written {
            self.writes.count(u64::try_from(took.as_micros()).unwrap_or(u64::MAX));
            self.groups.count(size as u64);
        } else {
            self.writes_failed.fetch_add(1, Ordering::Relaxed);
        }
    }

    /// Groups that could not be written.
    #[must_use]
    pub fn writes_failed(&self) -> u64 {
        self.writes_failed.load(Ordering::Relaxed)
    }
}

/// How many values there were up to each of some bounds.
#[derive(Debug)]
pub struct Histogram {
    bounds: &'static [u64],
    /// One for each bound: values up to it, and above the one before. The last is for all above.
    counts: Box<[AtomicU64]>,
    sum: AtomicU64,
}

/// A histogram, read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Distribution {
    /// Each bound, and how many values were not above it.
    pub up_to: Vec<(u64, u64)>,
    /// How many values there were.
    pub count: u64,
    /// What they come to together.
    pub sum: u64,
}

impl Histogram {
    fn new(bounds: &'static [u64]) -> Self {
        let counts = (0..=bounds.len()).map(|_| AtomicU64::new(0)).collect();
        Self { bounds, counts, sum: AtomicU64::new(0) }
    }

    fn count(&self, value: u64) {
        let at = self.bounds.partition_point(|bound| *bound < value);
        self.counts[at].fetch_add(1, Ordering::Relaxed);
        self.sum.fetch_add(value, Ordering::Relaxed);
    }

    /// As it is now. What is counted meanwhile may be in the counts, and not in the sum.
    #[must_use]
    pub fn read(&self) -> Distribution {
        let mut count = 0;
        let mut so_far = |counted: &AtomicU64| {
            count += counted.load(Ordering::Relaxed);
            count
        };
        let up_to =
            self.bounds.iter().zip(&self.counts).map(|(bound, counted)| (*bound, so_far(counted))).collect();
        let count = so_far(&self.counts[self.bounds.len()]);
        Distribution { up_to, count, sum: self.sum.load(Ordering::Relaxed) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_are_counted_up_to_their_bound() {
        let histogram = Histogram::new(&[1, 10, 100]);
        for value in [0, 1, 2, 10, 11, 100, 101, 5000] {
            histogram.count(value);
        }
        let read = histogram.read();
        assert_eq!(read.up_to, [(1, 2), (10, 4), (100, 6)]);
        assert_eq!((read.count, read.sum), (8, 5225));
    }

    #[test]
    fn a_group_that_was_not_written_took_no_time() {
        let counters = Counters::default();
        counters.group(3, Duration::from_micros(700), true);
        counters.group(1, Duration::from_secs(30), false);
        assert_eq!((counters.writes.read().count, counters.writes.read().sum), (1, 700));
        assert_eq!((counters.groups.read().count, counters.groups.read().sum), (1, 3));
        assert_eq!(counters.writes_failed(), 1);
    }
}
