//! What `[accounts]` means.

use std::path::Path;
use std::time::Duration;

use postrider_directory::{Argon2Cost, GuardOptions};
use postrider_inbound::Allowance;
use postrider_login::Options;

use crate::config::Config;
use crate::config::problem::Problem;
use crate::config::resolve::Resolver;

/// What holds if nothing is written.
pub fn without_file(data: &Path) -> Options {
    Options {
        file: data.join("accounts.toml"),
        secret: data.join("accounts.secret"),
        cost: Argon2Cost::default(),
        threads: 2,
        waiting: 64,
        cram_md5: false,
        cache: Duration::from_secs(300),
        guard: GuardOptions::default(),
    }
}

/// How much an account may send if nothing is written. Nobody writes so many by hand, and a thief of a password would send more.
pub const ALLOWANCE: Allowance = Allowance { messages_per_hour: 1000, recipients_per_hour: 5000 };

impl Resolver<'_> {
    /// How much each account may send.
    pub fn allowance(&mut self, allowance: &mut Allowance) {
        for (key, limit) in [
            ("messages_per_hour", &mut allowance.messages_per_hour),
            ("recipients_per_hour", &mut allowance.recipients_per_hour),
        ] {
            let number = self.number("accounts", key, 0, u32::MAX.into());
            *limit = number.and_then(|number| number.try_into().ok()).unwrap_or(*limit);
        }
    }

    /// How logins are set.
    pub fn accounts(&mut self, options: &mut Options) {
        /// Each may need 256 MiB.
        const THREADS_MAX: u64 = 64;
        const WAITING_MAX: u64 = 10_000;
        /// A day: a client waits no longer, nor does a mistake of an operator hold longer.
        const SECONDS_MAX: u64 = 86_400;
        /// Longer than a minute no client waits for an answer (RFC 5321 §4.5.3.2).
        const DELAY_MAX: u64 = 60;
        if let Some(file) = self.raw.text("accounts", "file") {
            options.file = self.base.join(file.get_ref());
        }
        options.cost = self.argon2(options.cost);
        options.cram_md5 = self.raw.flag("accounts", "cram_md5").unwrap_or(options.cram_md5);
        let mut number = |key, least, most| self.number("accounts", key, least, most);
        let count = |number: u64| usize::try_from(number).unwrap_or(usize::MAX);
        let failures = |number: u64| u32::try_from(number).unwrap_or(u32::MAX);
        if let Some(threads) = number("threads", 1, THREADS_MAX) {
            options.threads = count(threads);
        }
        if let Some(waiting) = number("waiting", 1, WAITING_MAX) {
            options.waiting = count(waiting);
        }
        if let Some(seconds) = number("cache_seconds", 0, SECONDS_MAX) {
            options.cache = Duration::from_secs(seconds);
        }
        let guard = &mut options.guard;
        if let Some(free) = number("failures_free", 0, 1000) {
            guard.free = failures(free);
        }
        if let Some(limit) = number("failures_limit", 1, 10_000) {
            guard.limit = failures(limit);
        }
        if let Some(seconds) = number("failures_delay_seconds", 0, DELAY_MAX) {
            guard.delay_max = Duration::from_secs(seconds);
        }
        if let Some(seconds) = number("failures_forget_seconds", 1, SECONDS_MAX) {
            guard.forget = Duration::from_secs(seconds);
        }
    }

    /// Says where others know accounts, and nobody can log in.
    pub fn nobody_logs_in(&mut self, config: &Config) {
        if config.listeners.iter().any(|listener| listener.auth.offered) {
            return;
        }
        for section in ["dovecot", "ldap", "oauth"] {
            for table in self.raw.tables(section) {
                self.warnings.push(Problem::at(
                    table.at.clone(),
                    "nobody is looked up there: clients can log in at no listener",
                    "write kind = \"submission\" or auth = true for a [[listener]]",
                ));
            }
        }
    }

    /// The three costs are good or bad together.
    fn argon2(&mut self, default: Argon2Cost) -> Argon2Cost {
        let keys = ["argon2_memory_kib", "argon2_passes", "argon2_lanes"];
        let defaults = [default.memory_kib(), default.passes(), default.lanes()];
        let written = keys.map(|key| self.raw.number("accounts", key));
        let mut costs = defaults;
        for (cost, written) in costs.iter_mut().zip(&written) {
            if let Some(written) = written {
                *cost = u32::try_from(*written.get_ref()).unwrap_or(u32::MAX);
            }
        }
        match Argon2Cost::new(costs[0], costs[1], costs[2]) {
            Ok(cost) => cost,
            Err(why) => {
                let at = written.iter().flatten().next().map(|written| written.span());
                let says = format!("the costs of accounts.argon2 cannot be: {why}");
                let [memory, passes, lanes] = defaults;
                let help = format!(
                    "the defaults are argon2_memory_kib = {memory}, argon2_passes = {passes}, argon2_lanes = {lanes}"
                );
                self.problems.push(Problem { at, says, help });
                default
            }
        }
    }
}
