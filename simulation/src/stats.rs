//! How often what happened, so that one sees that everything did.

use std::collections::BTreeMap;
use std::fmt;

/// What is counted, in the order in which it is shown. What is not in here cannot be counted.
pub const COUNTED: &[&str] = &[
    "messages acknowledged",
    "messages refused, to be tried again",
    "messages refused for good",
    "messages whose reply was lost",
    "sessions",
    "connections lost",
    "clients that ran out of patience",
    "deliveries",
    "deferrals",
    "bounces",
    "bounces of what was given up",
    "failures that nobody is told of",
    "reports of failure",
    "reports of delay",
    "reports that have reached their sender",
    "reports undone by a crash",
    "connections to hosts",
    "refusals for good",
    "attempts whose end nobody knows",
    "final replies lost",
    "duplicates after a lost reply",
    "duplicates after a crash",
    "messages delivered whose sender never heard of it",
    "messages refused, and brought back by a crash",
    "bodies that could not be read",
    "kills",
    "kills at an operation of the disk",
    "power cuts",
    "power cuts at an operation of the disk",
    "crashes while starting",
    "starts that failed on a bad disk",
    "stops in good order",
    "clock jumps",
    "disk errors, once",
    "disks dead for a while",
    "unreadable sectors",
    "disks full for a while",
    "faults that struck",
    "rot",
    "messages lost to rot",
    "messages lost to rot that nobody could tell",
    "simulated days",
];

/// How often what happened.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Stats(BTreeMap<&'static str, u64>);

impl Stats {
    pub(crate) fn count(&mut self, what: &'static str) {
        self.add(what, 1);
    }

    pub(crate) fn add(&mut self, what: &'static str, often: u64) {
        debug_assert!(COUNTED.contains(&what), "{what} is on the list");
        *self.0.entry(what).or_default() += often;
    }

    /// How often this happened.
    #[must_use]
    pub fn get(&self, what: &str) -> u64 {
        self.0.get(what).copied().unwrap_or(0)
    }

    /// Takes in what happened in another run.
    pub fn merge(&mut self, other: &Self) {
        for (what, often) in &other.0 {
            *self.0.entry(what).or_default() += often;
        }
    }
}

impl fmt::Display for Stats {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        COUNTED.iter().try_for_each(|what| writeln!(f, "{:>10}  {what}", self.get(what)))
    }
}
