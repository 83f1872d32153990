//! Who guesses at passwords, and how much longer it takes them each time.
//!
//! ```text
//!   begin(address, account, waited, now) --> Go --> the password is looked at --> settle(attempt, result)
//!                                        |-> Delay(rest): again, after the rest of its delay
//!                                        |-> Wait: again, once something is settled
//!                                        \-> Refuse(until)
//! ```
//!
//! Failures are counted for each address and for each account, and forgotten with time: a count loses one every
//! [`GuardOptions::forget`]. What is counted of an address delays it and, above a limit, refuses it. What is counted of an account
//! delays strangers only: nobody can lock its owner out by guessing. And an address from which somebody has logged in to an account
//! before is *known* for it: it is judged by its own failures at this account alone, whatever strangers do at the account or
//! other people behind the same address do elsewhere.
//!
//! Whoever has one address of IPv6 has a network of them, and it is not said how large: so a failure is counted for the /64 and, with higher limits, for
//! the /56 and the /48 around it.
//!
//! What is under way is no failure: it neither delays nor refuses anybody. But only as many are under way at once as may fail for nothing, and never so many that
//! with them more could have failed than is let pass; the others wait for their turn. So a hundred guesses at once are no more than a hundred one after the
//! other: each is judged by the failures before it. And right passwords, however many at once, are all looked at, since none of them fails. Who is delayed is not under
//! way yet: where little more may fail, a delay that took the turn of others would let right passwords in one by one.

use std::cmp::Ordering;
use std::collections::HashMap;
use std::hash::Hash;
use std::net::IpAddr;
use std::time::{Duration, Instant};

use crate::guard_network::GuardNetwork;

/// How much is let pass.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GuardOptions {
    /// Failures of an address or at an account that delay nobody: people mistype.
    pub free: u32,
    /// Failures of an address above which it is refused. An IPv6 /56 has four times as many, a /48 sixteen times; `free` and `forget` likewise.
    pub limit: u32,
    /// The longest delay.
    pub delay_max: Duration,
    /// In this time one failure is forgotten.
    pub forget: Duration,
    /// The most addresses and networks, accounts, and known pairs of both that are remembered.
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
    /// It may be made. It has to be settled.
    Go {
        /// What is to be settled.
        attempt: GuardAttempt,
    },
    /// So much has failed that it is delayed. After the rest of that it may begin again. It is not counted.
    Delay {
        /// What it has not waited yet.
        rest: Duration,
    },
    /// So many are under way that it has to wait for its turn: for one of them to be settled, and at most a second or so. Then it may begin again. It is not
    /// counted.
    Wait,
    /// It is not looked at: too many have failed. It is not counted.
    Refuse {
        /// For so long, if nothing else fails.
        wait: Duration,
    },
}

/// An attempt that was let pass, and where it is counted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GuardAttempt {
    address: GuardNetwork,
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
    /// Whom it is about: an address, a network of IPv6 as in `2001:db8::/64`, or an account's name.
    pub who: String,
    /// From where, if it is an account at which an address fails that is known for it: these count for nobody else.
    pub from: Option<String>,
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
    addresses: HashMap<GuardNetwork, Count>,
    accounts: HashMap<String, Count>,
    /// Pairs that have logged in: their own failures, and when they last did. What is under way of a pair is counted there alone.
    known: HashMap<(GuardNetwork, String), (Count, Instant)>,
}

/// Failures that become fewer with time, and what is under way.
#[derive(Debug, Clone, Copy)]
struct Count {
    failures: u32,
    /// What may yet fail. None of this is counted at an account: nobody waits for what strangers do there.
    under_way: u32,
    /// How many times as many are let pass.
    times: u32,
    /// Since when the next is on its way to be forgotten.
    since: Instant,
}

impl Guard {
    /// Who has waited for so long, waits no more for those that are under way, unless they could make too many failures: five for whom some other server has
    /// no answer are not to hold up everybody else behind their address. And so long a client that owes its proof has its turn.
    pub const PATIENCE: Duration = Duration::from_secs(10);

    /// Nothing is counted yet.
    #[must_use]
    pub fn new(options: GuardOptions) -> Self {
        Self { options, addresses: HashMap::new(), accounts: HashMap::new(), known: HashMap::new() }
    }

    /// Takes on other limits; what was counted stays.
    pub fn set_options(&mut self, options: GuardOptions) {
        self.options = options;
    }

    /// Says what may happen to an attempt that has waited so long, for its delay and its turn. One that is let pass is under way until it is settled. Where it names no account,
    /// as with a token or a certificate, `account` is empty, and it is counted at the address alone.
    pub fn begin(&mut self, address: IpAddr, account: &str, waited: Duration, now: Instant) -> GuardVerdict {
        let networks = GuardNetwork::of(address).around();
        let address = networks[0].0;
        let pair = (address, account.to_owned());
        let known = self.is_known(&pair, now);
        let options = self.options.clone();
        // As they are now. Before any is changed: what is refused or waits is not counted.
        let is_now = |mut count: Count| {
            count.forget(&options, now);
            count
        };
        let counts: Vec<Count> = if known {
            self.known.get(&pair).map(|(count, _)| is_now(*count)).into_iter().collect()
        } else {
            networks
                .iter()
                .filter_map(|(network, _)| self.addresses.get(network).copied().map(is_now))
                .collect()
        };
        if let Some(wait) = counts.iter().filter_map(|count| count.refused(&options, now)).max() {
            return GuardVerdict::Refuse { wait };
        }
        let of_account = self.accounts.get(account).copied().filter(|_| !known).map(is_now);
        let delay = counts.iter().chain(&of_account).map(|count| count.delay(&options)).max();
        let rest = delay.unwrap_or_default().saturating_sub(waited);
        if !rest.is_zero() {
            return GuardVerdict::Delay { rest };
        }
        if counts.iter().any(|count| !count.has_room(&options, waited)) {
            return GuardVerdict::Wait;
        }
        if !known {
            self.addresses_of(address, &options, now, |count| count.under_way += 1);
        } else if let Some((count, _)) = self.known.get_mut(&pair) {
            count.under_way += 1;
        }
        GuardVerdict::Go { attempt: GuardAttempt { address, account: pair.1, known } }
    }

    /// Changes the counts of an address and of the networks around it, which are there then.
    fn addresses_of(
        &mut self,
        address: GuardNetwork,
        options: &GuardOptions,
        now: Instant,
        change: impl Fn(&mut Count),
    ) {
        let networks = address.around();
        // For all of them at once: none of its own networks goes to make room for another.
        let keys: Vec<GuardNetwork> = networks.iter().map(|(network, _)| *network).collect();
        make_room(&mut self.addresses, &keys, options, now);
        for (network, times) in networks {
            change(entry(&mut self.addresses, network, times, options, now));
        }
    }

    /// Whether somebody has logged in to this account from this address, not too long ago.
    #[must_use]
    pub fn knows(&self, address: IpAddr, account: &str, now: Instant) -> bool {
        let address = GuardNetwork::of(address).around()[0].0;
        self.is_known(&(address, account.to_owned()), now)
    }

    fn is_known(&self, pair: &(GuardNetwork, String), now: Instant) -> bool {
        self.known.get(pair).is_some_and(|(_, last)| now.saturating_duration_since(*last) < KNOWN)
    }

    /// Takes note of how an attempt ended.
    pub fn settle(&mut self, attempt: GuardAttempt, result: GuardResult, now: Instant) {
        let GuardAttempt { address, account, known } = attempt;
        let (options, failed) = (self.options.clone(), result == GuardResult::Failure);
        let pair = (address, account);
        let of_pair = self.known.get_mut(&pair).filter(|_| known);
        let is_counted = of_pair.is_some();
        if let Some((count, _)) = of_pair {
            count.forget(&options, now);
            count.ended(failed);
        }
        // A pair that was pushed out meanwhile is known no more, and fails as any other. But it was under way as one that is known.
        if !is_counted && (failed || !known) {
            self.addresses_of(address, &options, now, |count| {
                count.under_way += u32::from(known);
                count.ended(failed);
            });
            if failed && !pair.1.is_empty() {
                make_room(&mut self.accounts, std::slice::from_ref(&pair.1), &options, now);
                let count = entry(&mut self.accounts, pair.1.clone(), 1, &options, now);
                // More than this makes no difference to anybody, and would take long to be forgotten.
                count.failures = (count.failures + 1).min(options.limit.saturating_add(1));
            }
        }
        if result == GuardResult::Success {
            if !self.known.contains_key(&pair) && self.known.len() >= options.entries {
                halve(&mut self.known, &[], |(_, last)| *last);
            }
            let (count, last) = self.known.entry(pair).or_insert((Count::new(1, now), now));
            (count.failures, count.since, *last) = (0, now, now);
        }
    }

    /// What is counted of addresses, the most first, at most so many. A network around them is among them once it is delayed itself.
    #[must_use]
    pub fn addresses(&self, most: usize, now: Instant) -> Vec<GuardCount> {
        let counts = self.addresses.iter().map(|(network, count)| (network.to_string(), None, *count));
        let mut counts = self.counts(counts, now);
        counts.truncate(most);
        counts
    }

    /// What is counted of accounts, the most first, at most so many. Names that are no account's are among them. So are, each on its own, the failures of an
    /// address at an account that it is known for.
    #[must_use]
    pub fn accounts(&self, most: usize, now: Instant) -> Vec<GuardCount> {
        let accounts = self.accounts.iter().map(|(account, count)| (account.clone(), None, *count));
        let mut counts = self.counts(accounts, now);
        // Nobody is refused because of an account.
        counts.iter_mut().for_each(|count| count.refused = None);
        let known = self.known.iter();
        let known =
            known.map(|((from, account), (count, _))| (account.clone(), Some(from.to_string()), *count));
        counts.extend(self.counts(known, now));
        counts.sort_by(GuardCount::by_failures);
        counts.truncate(most);
        counts
    }

    fn counts(
        &self,
        counts: impl Iterator<Item = (String, Option<String>, Count)>,
        now: Instant,
    ) -> Vec<GuardCount> {
        let options = &self.options;
        let mut counts: Vec<GuardCount> = counts
            .filter_map(|(who, from, mut count)| {
                count.forget(options, now);
                let delay = count.delay(options);
                let tells = count.failures > 0 && (count.times == 1 || !delay.is_zero());
                let refused = count.refused(options, now);
                tells.then_some(GuardCount { who, from, failures: count.failures, delay, refused })
            })
            .collect();
        counts.sort_by(GuardCount::by_failures);
        counts
    }

    /// Forgets what was counted of an address or a network: of all around it, and all within. Whether there was anything.
    pub fn reset_address(&mut self, network: GuardNetwork) -> bool {
        let addresses = self.addresses.iter_mut();
        let known = self.known.iter_mut().map(|((of, _), (count, _))| (of, count));
        let mut was = false;
        for (_, count) in addresses.chain(known).filter(|(of, _)| of.overlaps(network)) {
            was |= count.failures > 0;
            // What is under way goes on.
            count.failures = 0;
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

impl GuardCount {
    /// The most first.
    fn by_failures(&self, other: &Self) -> Ordering {
        let by_name = || self.who.cmp(&other.who).then_with(|| self.from.cmp(&other.from));
        other.failures.cmp(&self.failures).then_with(by_name)
    }
}

impl Count {
    fn new(times: u32, now: Instant) -> Self {
        Self { failures: 0, under_way: 0, times, since: now }
    }

    /// Takes away what is forgotten by now.
    fn forget(&mut self, options: &GuardOptions, now: Instant) {
        let pause = self.pause(options);
        let passed = now.saturating_duration_since(self.since).as_nanos();
        let forgotten = u32::try_from(passed / pause.as_nanos().max(1)).unwrap_or(u32::MAX);
        if forgotten >= self.failures {
            (self.failures, self.since) = (0, now);
        } else {
            self.failures -= forgotten;
            self.since += pause * forgotten;
        }
    }

    /// One that was under way has ended.
    fn ended(&mut self, failed: bool) {
        // What is under way may have been pushed out since.
        self.under_way = self.under_way.saturating_sub(1);
        self.failures += u32::from(failed);
    }

    /// Whether another may be under way.
    fn has_room(self, options: &GuardOptions, waited: Duration) -> bool {
        let at_once = if waited < Guard::PATIENCE { options.free.max(1) } else { options.limit };
        let most = options.limit.saturating_mul(self.times).saturating_sub(self.failures);
        self.under_way < most.min(at_once.saturating_mul(self.times))
    }

    /// How much has failed, or may yet, for what is let pass: a /48 has sixteen times as many failures as a /64 in it before it weighs as much.
    fn weight(self) -> u64 {
        ((u64::from(self.failures) + u64::from(self.under_way)) << 24) / u64::from(self.times)
    }

    /// In this time one is forgotten.
    fn pause(self, options: &GuardOptions) -> Duration {
        options.forget / self.times
    }

    /// The delay of the next attempt.
    fn delay(self, options: &GuardOptions) -> Duration {
        let over = match (self.failures / self.times).checked_sub(options.free) {
            Some(over) => over.min(20),
            None => return Duration::ZERO,
        };
        DELAY_FIRST.saturating_mul(1 << over).min(options.delay_max)
    }

    /// How long the next attempt is refused; none if it is not.
    fn refused(self, options: &GuardOptions, now: Instant) -> Option<Duration> {
        let over = self.failures.checked_sub(options.limit.saturating_mul(self.times))?;
        let until = self.pause(options).saturating_mul(over + 1);
        Some(until.saturating_sub(now.saturating_duration_since(self.since)))
    }
}

/// The count of somebody; a new one where there is none.
fn entry<'a, K: Hash + Eq>(
    counts: &'a mut HashMap<K, Count>,
    key: K,
    times: u32,
    options: &GuardOptions,
    now: Instant,
) -> &'a mut Count {
    let count = counts.entry(key).or_insert(Count::new(times, now));
    count.forget(options, now);
    count
}

/// Makes room for the counts of these, if there is none. The lower half of the others goes then: what a flood of new addresses pushes out is what has
/// failed least.
fn make_room<K: Hash + Eq + Clone>(
    counts: &mut HashMap<K, Count>,
    keys: &[K],
    options: &GuardOptions,
    now: Instant,
) {
    let new = keys.iter().filter(|key| !counts.contains_key(key)).count();
    let room = options.entries.max(keys.len());
    if counts.len() + new <= room {
        return;
    }
    counts.retain(|key, count| {
        count.forget(options, now);
        count.weight() > 0 || keys.contains(key)
    });
    // One half may be less than what is needed, where there is room for a handful.
    while counts.len() + new > room {
        halve(counts, keys, |count| count.weight());
    }
}

/// Removes the lower half of those that are not to stay, or a little more.
fn halve<K: Hash + Eq + Clone, V, R: Ord>(counts: &mut HashMap<K, V>, staying: &[K], rank: impl Fn(&V) -> R) {
    let others = counts.iter().filter(|(key, _)| !staying.contains(key));
    let mut keys: Vec<(R, K)> = others.map(|(key, value)| (rank(value), key.clone())).collect();
    let half = keys.len().div_ceil(2);
    if half < keys.len() {
        keys.select_nth_unstable_by(half, |a, b| a.0.cmp(&b.0));
    }
    for (_, key) in keys.into_iter().take(half) {
        counts.remove(&key);
    }
}
