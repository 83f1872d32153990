//! How much is kept of sessions: `[journal]`.

use std::time::Duration;

use toml::Spanned;

use crate::config::problem::Problem;
use crate::config::resolve::Resolver;
use crate::journal::Options;

/// What is kept if nothing else is written: a week, in 32 MiB. Its disk is that of the queue.
pub fn without_file(queue: &postrider_queue::Options) -> Options {
    Options {
        octets: 32 * 1024 * 1024,
        keep: Duration::from_secs(7 * 86_400),
        free_floor_octets: queue.free_floor_octets,
    }
}

impl Resolver<'_> {
    /// Takes what is written.
    pub fn journal(&mut self, journal: &mut Options) {
        const OCTETS_MIN: u64 = 1024 * 1024;
        const OCTETS_MAX: u64 = 64 * 1024 * 1024 * 1024;
        const KEEP_MIN: u64 = 60;
        const KEEP_MAX: u64 = 365 * 86_400;
        if let Some(octets) = self.number("journal", "size_octets", 0, OCTETS_MAX) {
            if octets > 0 && octets < OCTETS_MIN {
                let at = self.raw.number("journal", "size_octets").as_ref().map(Spanned::span);
                self.problems.push(Problem {
                    at,
                    says: format!("journal.size_octets is {octets}, too little for a journal"),
                    help: format!("write {OCTETS_MIN} or more, or 0 for none"),
                });
            }
            journal.octets = octets;
        }
        if let Some(seconds) = self.number("journal", "keep_seconds", KEEP_MIN, KEEP_MAX) {
            journal.keep = Duration::from_secs(seconds);
        }
    }
}
