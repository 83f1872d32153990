//! What a long queue may cost: the limits, as data, and what was measured held against them.

use std::fmt::Write as _;

/// What the limits are about.
pub const MILLION: u64 = 1_000_000;

/// What is measured.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum What {
    /// From the start of the process to the line that says where it listens, behind a kill; in seconds.
    StartWithIndex,
    /// The same, and the index is not there; in seconds.
    StartWithoutIndex,
    /// The most memory of the server while everything waits (`VmHWM`, the worst of its lives), in MB.
    Memory,
    /// The same of the one that delivers, which remembers what it has done (`queue.history_seconds`), in MB.
    MemoryDelivering,
    /// What a message waits for its 250 while all of the queue is listed, in 99 of 100 cases; in milliseconds.
    WaitWhileListing,
    /// How many times their own size the stragglers keep of the log.
    Pinned,
}

/// A limit.
#[derive(Debug, Clone, Copy)]
pub struct Limit {
    pub what: What,
    words: &'static str,
    unit: &'static str,
    /// At a million messages.
    most: f64,
    /// What of it is there with an empty queue; the rest grows with the messages. None for what is the same at any number.
    empty: Option<f64>,
    /// Whether it holds below a million in proportion. If not, it is judged there as it stands: a smaller queue has it the easier.
    smaller: bool,
}

/// All of them. Beyond a million, what grows may grow in proportion.
pub const LIMITS: [Limit; 6] = [
    Limit {
        what: What::StartWithIndex,
        words: "start with the index, behind a kill",
        unit: "s",
        most: 10.0,
        empty: Some(0.0),
        smaller: false,
    },
    Limit {
        what: What::StartWithoutIndex,
        words: "start without the index",
        unit: "s",
        most: 60.0,
        empty: Some(0.0),
        smaller: false,
    },
    Limit {
        what: What::Memory,
        words: "memory while everything waits",
        unit: "MB",
        most: 500.0,
        // What the index and the connections may have is bounded, whatever waits.
        empty: Some(100.0),
        smaller: true,
    },
    Limit {
        what: What::MemoryDelivering,
        words: "memory while most is delivered",
        unit: "MB",
        most: 500.0,
        // And so is the history.
        empty: Some(300.0),
        smaller: true,
    },
    Limit {
        what: What::WaitWhileListing,
        words: "wait for the yes while all is listed (p99)",
        unit: "ms",
        most: 500.0,
        empty: None,
        smaller: false,
    },
    Limit {
        what: What::Pinned,
        words: "log that stragglers keep, in their size",
        unit: "x",
        // One in a hundred, without cleaning, would keep a hundred times its size.
        most: 25.0,
        empty: None,
        smaller: false,
    },
];

impl Limit {
    /// What it is with so many messages.
    #[expect(clippy::cast_precision_loss, reason = "nobody has 2^52 messages")]
    pub fn at(&self, messages: u64) -> f64 {
        let part = messages as f64 / MILLION as f64;
        match self.empty {
            Some(empty) if self.smaller || part > 1.0 => empty + (self.most - empty) * part,
            _ => self.most,
        }
    }
}

/// What was measured, each with its value.
#[derive(Debug, Default)]
pub struct Measured(Vec<(What, f64)>);

impl Measured {
    /// Notes a value. Of several the worst counts.
    pub fn note(&mut self, what: What, value: f64) {
        match self.0.iter_mut().find(|(noted, _)| *noted == what) {
            Some((_, worst)) => *worst = worst.max(value),
            None => self.0.push((what, value)),
        }
    }

    /// A table of all limits and what was measured, and a sentence for each that is broken.
    pub fn judge(&self, messages: u64) -> (String, Vec<String>) {
        let (mut table, mut broken) = (String::new(), Vec::new());
        for limit in &LIMITS {
            let (Limit { words, unit, .. }, most) = (limit, limit.at(messages));
            let measured = self.0.iter().find(|(what, _)| *what == limit.what).map(|(_, value)| *value);
            let shown = measured.map_or_else(|| "not measured".into(), |value| format!("{value:.2} {unit}"));
            let _ = writeln!(table, "  {words:<42} {shown:>14}   at most {most:.1} {unit}");
            match measured {
                Some(value) if value <= most => {}
                Some(_) => broken.push(format!(
                    "{words}: {shown}, where at most {most:.1} {unit} are promised for {messages} messages"
                )),
                None => broken.push(format!("{words}: not measured")),
            }
        }
        (table, broken)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn memory_grows_with_the_queue_and_times_are_no_shorter_below_a_million() {
        let at = |what: What, messages| {
            let limit = LIMITS.iter().find(|limit| limit.what == what).expect("each has a limit");
            limit.at(messages)
        };
        assert_eq!([0, MILLION, 2 * MILLION].map(|n| at(What::Memory, n)), [100.0, 500.0, 900.0]);
        assert_eq!([20_000, MILLION, 2 * MILLION].map(|n| at(What::StartWithIndex, n)), [10.0, 10.0, 20.0]);
        assert_eq!([20_000, MILLION, 2 * MILLION].map(|n| at(What::Pinned, n)), [25.0; 3]);
    }

    #[test]
    fn a_limit_that_is_broken_is_told_and_so_is_one_that_nobody_has_measured() {
        let mut measured = Measured::default();
        for limit in &LIMITS {
            measured.note(limit.what, limit.most);
        }
        assert_eq!(measured.judge(MILLION).1, [""; 0]);
        measured.note(What::StartWithIndex, 11.0);
        measured.note(What::StartWithIndex, 9.0);
        assert_eq!(
            measured.judge(MILLION).1,
            [
                "start with the index, behind a kill: 11.00 s, where at most 10.0 s are promised for 1000000 messages"
            ]
        );
        assert_eq!(Measured::default().judge(MILLION).1.len(), LIMITS.len());
    }
}
