//! Who guesses at passwords, and how much longer it takes them each time.
//!
//! ```text
//!   begin(address, account, now) --> Go(delay) --> the password is looked at --> settle(attempt, result)
//!                                \-> Refuse(until)
//! ```
//!
//! Failures are counted for each address and for each account, and forgotten with time: a count loses one every
//! [`GuardOptions::forget`]. What is counted of an address delays it and, above a limit, refuses it. What is counted of an account
//! delays strangers only: nobody can lock its owner out by guessing. And an address from which somebody has logged in to an account
//! before is *known* for it: it is judged by its own failures at this account alone, whatever strangers do at the account or
//! other people behind the same address do elsewhere.
//!
//! An attempt counts as a failure from its beginning, and success takes it back: so a hundred at once are counted as a hundred.

use std::collections::HashMap;
use std::hash::Hash;
use std::net::{IpAddr, Ipv6Addr};
use std::time::{Duration, Instant};

/// How much is let pass.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GuardOptions {
    /// Failures of an address or at an account that delay nobody: people mistype.
    pub free: u32,
    /// Failures of an address above which it is refused.
    pub limit: u32,
    /// The longest delay.
    pub delay_max: Duration,
    /// In this time one failure is forgotten.
    pub forget: Duration,
    /// The most addresses, accounts, and known pairs of both that are remembered.
    pub entries: usize,
}

impl Default for GuardOptions {
    /// Five free, twenty at most, up to eight seconds of delay, one forgotten in three minutes.
    fn default() -> Self {
        Self {
            free: 5,
            limit: 20,
            delay_max: Duration::from_secs(8),
            forget: Duration::from_secs(180),
            entries: 50_000,
        }
    }
}

/// The first delay; each further failure doubles it.
const DELAY_FIRST: Duration = Duration::from_millis(500);

/// How long an address is known for an account after the last login.
const KNOWN: Duration = Duration::from_secs(90 * 86_400);

/// What may happen to an attempt.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum GuardVerdict {
    /// It may be made, after this delay. It has to be settled.
    Go {
        /// How long to wait first.
        delay: Duration,
        /// What is to be settled.
        attempt: GuardAttempt,
    },
    /// It is not looked at: too many have failed. It is not counted.
    Refuse {
        /// For so long, if nothing else fails.
        wait: Duration,
    },
}

/// An attempt that was let pass, and how it was counted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GuardAttempt {
    address: IpAddr,
    account: String,
    known: bool,
}

/// How an attempt ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum GuardResult {
    /// The right password. The address is known for the account from now on.
    Success,
    /// A wrong one, or no such account.
    Failure,
    /// Nobody could say.
    Unknown,
}

/// What is counted of an address or an account, for people.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GuardCount {
    /// Whom it is about: an address, or `/64` of IPv6, or an account's name.
    pub who: String,
    /// Failures that are not forgotten yet.
    pub failures: u32,
    /// The delay of the next attempt.
    pub delay: Duration,
    /// Refused for so long; none if it is not.
    pub refused: Option<Duration>,
}

/// The counts.
#[derive(Debug)]
pub struct Guard {
    options: GuardOptions,
    addresses: HashMap<IpAddr, Count>,
    accounts: HashMap<String, Count>,
    /// Pairs that have logged in: their own failures, and when they last did.
    known: HashMap<(IpAddr, String), (Count, Instant)>,
}

/// Failures that become fewer with time.
#[derive(Debug, Clone, Copy)]
struct Count {
    failures: u32,
    /// Since when the next is on its way to be forgotten.
    since: Instant,
}

impl Guard {
    /// Nothing is counted yet.
    #[must_use]
    pub fn new(options: GuardOptions) -> Self {
        Self { options, addresses: HashMap::new(), accounts: HashMap::new(), known: HashMap::new() }
    }

    /// Takes on other limits; what was counted stays.
    pub fn set_options(&mut self, options: GuardOptions) {
        self.options = options;
    }

    /// Counts an attempt and says what may happen to it. Where it names no account, as with a token or a certificate, `account` is
    /// empty, and it is counted at the address alone.
    pub fn begin(&mut self, address: IpAddr, account: &str, now: Instant) -> GuardVerdict {
        let address = who(address);
        let pair = (address, account.to_owned());
        let known =
            self.known.get(&pair).is_some_and(|(_, last)| now.saturating_duration_since(*last) < KNOWN);
        let (options, mut delay) = (self.options.clone(), Duration::ZERO);
        if known {
            let (count, _) = self.known.get_mut(&pair).expect("it was just found");
            count.forget(&options, now);
            if let Some(wait) = count.refused(&options, now) {
                return GuardVerdict::Refuse { wait };
            }
            delay = count.delay(&options);
            count.failures += 1;
        } else {
            let count = entry(&mut self.addresses, address, &options, now);
            if let Some(wait) = count.refused(&options, now) {
                return GuardVerdict::Refuse { wait };
            }
            delay = delay.max(count.delay(&options));
            count.failures += 1;
            if !account.is_empty() {
                let count = entry(&mut self.accounts, account.to_owned(), &options, now);
                delay = delay.max(count.delay(&options));
                // More than this makes no difference to anybody, and would take long to be forgotten.
                count.failures = (count.failures + 1).min(options.limit.saturating_add(1));
            }
        }
        GuardVerdict::Go { delay, attempt: GuardAttempt { address, account: pair.1, known } }
    }

    /// Takes note of how an attempt ended.
    pub fn settle(&mut self, attempt: GuardAttempt, result: GuardResult, now: Instant) {
        let GuardAttempt { address, account, known } = attempt;
        if result == GuardResult::Failure {
            return;
        }
        if !known {
            if let Some(count) = self.addresses.get_mut(&address) {
                count.failures = count.failures.saturating_sub(1);
            }
            if let Some(count) = self.accounts.get_mut(&account) {
                count.failures = count.failures.saturating_sub(1);
            }
        }
        let pair = (address, account);
        match result {
            GuardResult::Success => {
                if !self.known.contains_key(&pair) && self.known.len() >= self.options.entries {
                    halve(&mut self.known, |(_, last)| *last);
                }
                self.known.insert(pair, (Count { failures: 0, since: now }, now));
            }
            _ if known => {
                if let Some((count, _)) = self.known.get_mut(&pair) {
                    count.failures = count.failures.saturating_sub(1);
                }
            }
            _ => {}
        }
    }

    /// What is counted of addresses, the most first, at most so many.
    #[must_use]
    pub fn addresses(&self, most: usize, now: Instant) -> Vec<GuardCount> {
        let counts = self.addresses.iter().map(|(address, count)| (shown(*address), *count));
        self.counts(counts, most, now, true)
    }

    /// What is counted of accounts, the most first, at most so many. Names that are no account's are among them.
    #[must_use]
    pub fn accounts(&self, most: usize, now: Instant) -> Vec<GuardCount> {
        let counts = self.accounts.iter().map(|(account, count)| (account.clone(), *count));
        self.counts(counts, most, now, false)
    }

    fn counts(
        &self,
        counts: impl Iterator<Item = (String, Count)>,
        most: usize,
        now: Instant,
        refuses: bool,
    ) -> Vec<GuardCount> {
        let options = &self.options;
        let mut counts: Vec<GuardCount> = counts
            .filter_map(|(who, mut count)| {
                count.forget(options, now);
                (count.failures > 0).then(|| GuardCount {
                    who,
                    failures: count.failures,
                    delay: count.delay(options),
                    refused: count.refused(options, now).filter(|_| refuses),
                })
            })
            .collect();
        counts.sort_by(|a, b| b.failures.cmp(&a.failures).then_with(|| a.who.cmp(&b.who)));
        counts.truncate(most);
        counts
    }

    /// Forgets what was counted of an address. Whether there was anything.
    pub fn reset_address(&mut self, address: IpAddr) -> bool {
        let address = who(address);
        let mut was = self.addresses.remove(&address).is_some();
        for ((of, _), (count, _)) in &mut self.known {
            if *of == address {
                was |= count.failures > 0;
                count.failures = 0;
            }
        }
        was
    }

    /// Forgets what was counted of an account. Whether there was anything.
    pub fn reset_account(&mut self, account: &str) -> bool {
        let mut was = self.accounts.remove(account).is_some();
        for ((_, of), (count, _)) in &mut self.known {
            if of == account {
                was |= count.failures > 0;
                count.failures = 0;
            }
        }
        was
    }
}

impl Count {
    /// Takes away what is forgotten by now.
    fn forget(&mut self, options: &GuardOptions, now: Instant) {
        let passed = now.saturating_duration_since(self.since).as_nanos();
        let forgotten = u32::try_from(passed / options.forget.as_nanos().max(1)).unwrap_or(u32::MAX);
        if forgotten >= self.failures {
            *self = Self { failures: 0, since: now };
        } else {
            self.failures -= forgotten;
            self.since += options.forget * forgotten;
        }
    }

    /// The delay of the next attempt.
    fn delay(self, options: &GuardOptions) -> Duration {
        let over = match self.failures.checked_sub(options.free) {
            Some(over) => over.min(20),
            None => return Duration::ZERO,
        };
        DELAY_FIRST.saturating_mul(1 << over).min(options.delay_max)
    }

    /// How long the next attempt is refused; none if it is not.
    fn refused(self, options: &GuardOptions, now: Instant) -> Option<Duration> {
        let over = self.failures.checked_sub(options.limit)?;
        let until = options.forget.saturating_mul(over + 1);
        Some(until.saturating_sub(now.saturating_duration_since(self.since)))
    }
}

/// The count of somebody; a new one where there is none. Where there is no room, the lower half of the others goes first: what a
/// flood of new addresses pushes out is what has failed least.
fn entry<'a, K: Hash + Eq + Clone>(
    counts: &'a mut HashMap<K, Count>,
    key: K,
    options: &GuardOptions,
    now: Instant,
) -> &'a mut Count {
    if !counts.contains_key(&key) && counts.len() >= options.entries.max(1) {
        counts.retain(|_, count| {
            count.forget(options, now);
            count.failures > 0
        });
        if counts.len() >= options.entries.max(1) {
            halve(counts, |count| count.failures);
        }
    }
    let count = counts.entry(key).or_insert(Count { failures: 0, since: now });
    count.forget(options, now);
    count
}

/// Removes the lower half, or a little less.
fn halve<K: Hash + Eq + Clone, V, R: Ord>(counts: &mut HashMap<K, V>, rank: impl Fn(&V) -> R) {
    let mut keys: Vec<(R, K)> = counts.iter().map(|(key, value)| (rank(value), key.clone())).collect();
    let half = keys.len().div_ceil(2);
    if half < keys.len() {
        keys.select_nth_unstable_by(half, |a, b| a.0.cmp(&b.0));
    }
    for (_, key) in keys.into_iter().take(half) {
        counts.remove(&key);
    }
}

/// Whoever has one address of an IPv6 /64 has all of them; an IPv4 address in IPv6 is that address.
fn who(address: IpAddr) -> IpAddr {
    match address.to_canonical() {
        IpAddr::V6(v6) => IpAddr::V6(Ipv6Addr::from(u128::from(v6) & !u128::from(u64::MAX))),
        v4 => v4,
    }
}

fn shown(address: IpAddr) -> String {
    match address {
        IpAddr::V6(_) => format!("{address}/64"),
        IpAddr::V4(_) => address.to_string(),
    }
}
