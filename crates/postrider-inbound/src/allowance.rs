//! How much each account may still send within the hour.
//!
//! ```text
//!   MAIL --begin--> Taken: a message --recipient, for each RCPT--> Taken --spend, when it is stored--> counted
//!                                                                    \-- dropped: given back
//! ```
//!
//! Counted is what was stored, by the minute, and forgotten after an hour. What is under way is taken, so that a hundred sessions at
//! once have no more than one has. In no hour is it more than the limit: a minute is forgotten when its last second is an hour ago.

use std::collections::{HashMap, VecDeque};
use std::fmt;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use postrider_directory::Account;
use tokio::time::Instant;

const MINUTE: Duration = Duration::from_secs(60);

/// After so many minutes more, all of a minute is an hour ago.
const FORGOTTEN_AFTER: u64 = 61;

/// How much an account may send that has no limits of its own.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Allowance {
    /// Messages in an hour; 0: as many as it likes.
    pub messages_per_hour: u32,
    /// Recipients in an hour; 0: as many as it likes.
    pub recipients_per_hour: u32,
}

impl Allowance {
    /// Nobody is limited.
    pub const NONE: Self = Self { messages_per_hour: 0, recipients_per_hour: 0 };

    /// That of an account.
    fn of(self, account: &Account) -> Self {
        let own = &account.limits;
        Self {
            messages_per_hour: own.messages_per_hour.unwrap_or(self.messages_per_hour),
            recipients_per_hour: own.recipients_per_hour.unwrap_or(self.recipients_per_hour),
        }
    }
}

/// What accounts have sent. One for all listeners of a server.
///
/// # Memory
///
/// An account that has sent within the hour takes up to 1 KiB: 62 minutes with two counts each. Names are those of accounts alone, since only who has logged
/// in sends as one.
#[derive(Debug)]
pub struct Allowances {
    /// The minutes are counted from here.
    began: Instant,
    accounts: Mutex<Accounts>,
}

#[derive(Debug, Default)]
struct Accounts {
    spent: HashMap<String, Spent>,
    /// In which minute those that have sent nothing for an hour were last dropped.
    swept: u64,
}

/// What one account has sent.
#[derive(Debug)]
struct Spent {
    /// What it was allowed when it last began a message.
    allowance: Allowance,
    /// The oldest first.
    minutes: VecDeque<Minute>,
    /// By messages under way.
    taken: Amount,
}

#[derive(Debug)]
struct Minute {
    number: u64,
    amount: Amount,
}

#[derive(Debug, Default, Clone, Copy)]
struct Amount {
    messages: u32,
    recipients: u32,
}

/// What an account has sent within the hour, for people.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sent {
    /// Its name.
    pub account: String,
    /// Messages, those under way among them.
    pub messages: u32,
    /// Their recipients.
    pub recipients: u32,
    /// What it may send.
    pub allowance: Allowance,
}

/// A message under way, and its recipients so far. Dropped, they are given back.
#[derive(Debug)]
pub(crate) struct Taken {
    allowances: Arc<Allowances>,
    account: String,
    recipients: u32,
}

/// There is nothing left.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Exhausted {
    pub(crate) of: Counted,
    /// The limit.
    pub(crate) limit: u32,
    /// When there is room for one more, if what is under way comes to its end by then.
    pub(crate) wait: Wait,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Counted {
    Messages,
    Recipients,
}

/// A time to wait. Displayed, it is a phrase for a reply, rounded up: `in 12 minutes`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Wait(pub(crate) Duration);

impl fmt::Display for Wait {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let minutes = self.0.as_secs().div_ceil(60);
        match (minutes / 60, minutes % 60) {
            (0, 0 | 1) => f.write_str("in a minute"),
            (0, minutes) => write!(f, "in {minutes} minutes"),
            (1, 0) => f.write_str("in an hour"),
            (1, 1) => f.write_str("in an hour and a minute"),
            (1, minutes) => write!(f, "in an hour and {minutes} minutes"),
            (hours, 0) => write!(f, "in {hours} hours"),
            (hours, 1) => write!(f, "in {hours} hours and a minute"),
            (hours, minutes) => write!(f, "in {hours} hours and {minutes} minutes"),
        }
    }
}

impl Default for Allowances {
    fn default() -> Self {
        Self { began: Instant::now(), accounts: Mutex::default() }
    }
}

impl Allowances {
    /// Takes a message. Who has no recipient left cannot begin one either.
    pub(crate) fn begin(
        self: &Arc<Self>,
        account: &Account,
        allowance: Allowance,
        now: Instant,
    ) -> Result<Taken, Exhausted> {
        let minute = self.minute(now);
        let mut accounts = self.lock();
        accounts.sweep(minute);
        let spent = accounts.spent.entry(account.name.clone()).or_insert_with(Spent::nothing);
        spent.allowance = allowance.of(account);
        spent.forget(minute);
        let room = spent
            .room(Counted::Messages, self.since(now))
            .and_then(|()| spent.room(Counted::Recipients, self.since(now)));
        room?;
        spent.taken.messages += 1;
        Ok(Taken { allowances: Arc::clone(self), account: account.name.clone(), recipients: 0 })
    }

    /// What accounts have sent within the hour, those with the most recipients first; at most so many.
    #[must_use]
    pub fn sent(&self, most: usize) -> Vec<Sent> {
        let minute = self.minute(Instant::now());
        let mut accounts = self.lock();
        let mut sent: Vec<Sent> = accounts
            .spent
            .iter_mut()
            .filter_map(|(account, spent)| {
                spent.forget(minute);
                let Amount { messages, recipients } = spent.amount();
                let account = || account.clone();
                (messages > 0).then(|| Sent {
                    account: account(),
                    messages,
                    recipients,
                    allowance: spent.allowance,
                })
            })
            .collect();
        drop(accounts);
        sent.sort_by(|a, b| b.recipients.cmp(&a.recipients).then_with(|| a.account.cmp(&b.account)));
        sent.truncate(most);
        sent
    }

    fn since(&self, now: Instant) -> Duration {
        now.saturating_duration_since(self.began)
    }

    fn minute(&self, now: Instant) -> u64 {
        self.since(now).as_secs() / MINUTE.as_secs()
    }

    fn lock(&self) -> MutexGuard<'_, Accounts> {
        self.accounts.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Taken {
    /// Takes a recipient.
    pub(crate) fn recipient(&mut self, now: Instant) -> Result<(), Exhausted> {
        let minute = self.allowances.minute(now);
        let mut accounts = self.allowances.lock();
        let Some(spent) = accounts.spent.get_mut(&self.account) else { return Ok(()) };
        spent.forget(minute);
        spent.room(Counted::Recipients, self.allowances.since(now))?;
        spent.taken.recipients += 1;
        self.recipients += 1;
        Ok(())
    }

    /// The message is stored: it counts from now on.
    pub(crate) fn spend(self, now: Instant) {
        let number = self.allowances.minute(now);
        let mut accounts = self.allowances.lock();
        if let Some(spent) = accounts.spent.get_mut(&self.account) {
            spent.forget(number);
            // Two sessions may come here in another order than they have looked at the clock.
            let number = spent.minutes.back().map_or(number, |last| last.number.max(number));
            if spent.minutes.back().is_none_or(|last| last.number < number) {
                spent.minutes.push_back(Minute { number, amount: Amount::default() });
            }
            if let Some(Minute { amount, .. }) = spent.minutes.back_mut() {
                amount.messages = amount.messages.saturating_add(1);
                amount.recipients = amount.recipients.saturating_add(self.recipients);
            }
        }
        // What was taken is given back where it is dropped.
    }
}

impl Drop for Taken {
    fn drop(&mut self) {
        if let Some(spent) = self.allowances.lock().spent.get_mut(&self.account) {
            spent.taken.messages = spent.taken.messages.saturating_sub(1);
            spent.taken.recipients = spent.taken.recipients.saturating_sub(self.recipients);
        }
    }
}

impl Accounts {
    /// Drops, once a minute, who has sent nothing for an hour.
    fn sweep(&mut self, minute: u64) {
        if std::mem::replace(&mut self.swept, minute) == minute {
            return;
        }
        self.spent.retain(|_, spent| {
            spent.forget(minute);
            !spent.minutes.is_empty() || spent.taken.messages > 0
        });
    }
}

impl Spent {
    fn nothing() -> Self {
        Self { allowance: Allowance::NONE, minutes: VecDeque::new(), taken: Amount::default() }
    }

    fn forget(&mut self, minute: u64) {
        while self.minutes.front().is_some_and(|oldest| oldest.number + FORGOTTEN_AFTER <= minute) {
            self.minutes.pop_front();
        }
    }

    /// What was sent within the hour, and what is under way.
    fn amount(&self) -> Amount {
        self.minutes.iter().fold(self.taken, |sum, minute| Amount {
            messages: sum.messages.saturating_add(minute.amount.messages),
            recipients: sum.recipients.saturating_add(minute.amount.recipients),
        })
    }

    /// Whether there is room for one more. `since` is the time since the minutes began.
    fn room(&self, of: Counted, since: Duration) -> Result<(), Exhausted> {
        let limit = match of {
            Counted::Messages => self.allowance.messages_per_hour,
            Counted::Recipients => self.allowance.recipients_per_hour,
        };
        let mut left = of.in_(self.amount());
        if limit == 0 || left < limit {
            return Ok(());
        }
        // What is only under way may be over at any time.
        let mut wait = MINUTE;
        for minute in &self.minutes {
            left = left.saturating_sub(of.in_(minute.amount));
            let forgotten = MINUTE * u32::try_from(minute.number + FORGOTTEN_AFTER).unwrap_or(u32::MAX);
            wait = wait.max(forgotten.saturating_sub(since));
            if left < limit {
                break;
            }
        }
        Err(Exhausted { of, limit, wait: Wait(wait) })
    }
}

impl Counted {
    fn in_(self, amount: Amount) -> u32 {
        match self {
            Self::Messages => amount.messages,
            Self::Recipients => amount.recipients,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use postrider_directory::AccountLimits;

    const TWO: Allowance = Allowance { messages_per_hour: 2, recipients_per_hour: 5 };

    fn seconds(allowances: &Allowances, seconds: u64) -> Instant {
        allowances.began + Duration::from_secs(seconds)
    }

    /// Sends a message to so many.
    fn send(allowances: &Arc<Allowances>, account: &str, recipients: u32, at: u64) -> Result<(), Exhausted> {
        let now = seconds(allowances, at);
        let mut taken = allowances.begin(&Account::new(account), TWO, now)?;
        for _ in 0..recipients {
            taken.recipient(now)?;
        }
        taken.spend(now);
        Ok(())
    }

    fn exhausted(of: Counted, limit: u32, minutes: u64) -> Result<(), Exhausted> {
        Err(Exhausted { of, limit, wait: Wait(Duration::from_secs(minutes * 60)) })
    }

    #[test]
    fn in_no_hour_are_there_more_messages_than_the_limit() {
        let allowances = Arc::new(Allowances::default());
        assert_eq!(send(&allowances, "a", 1, 59), Ok(()));
        assert_eq!(send(&allowances, "a", 1, 20 * 60), Ok(()));
        assert_eq!(send(&allowances, "a", 1, 20 * 60), exhausted(Counted::Messages, 2, 41));
        assert_eq!(send(&allowances, "b", 1, 20 * 60), Ok(()), "another is another");
        // 59 seconds and an hour later, and no second before.
        assert_eq!(send(&allowances, "a", 1, 61 * 60 - 1), exhausted(Counted::Messages, 2, 1));
        assert_eq!(send(&allowances, "a", 1, 61 * 60), Ok(()));
        assert_eq!(send(&allowances, "a", 1, 61 * 60), exhausted(Counted::Messages, 2, 20));
    }

    #[test]
    fn recipients_are_counted_when_they_are_accepted_and_the_rest_may_come_later() {
        let allowances = Arc::new(Allowances::default());
        assert_eq!(send(&allowances, "a", 4, 0), Ok(()));
        let now = seconds(&allowances, 60);
        let mut taken = allowances.begin(&Account::new("a"), TWO, now).expect("one is left");
        assert_eq!(taken.recipient(now), Ok(()));
        assert_eq!(taken.recipient(now), exhausted(Counted::Recipients, 5, 60));
        // That it was refused changes nothing for those before it.
        taken.spend(now);
        let sent = Sent { account: "a".to_owned(), messages: 2, recipients: 5, allowance: TWO };
        assert_eq!(allowances.sent(10), [sent]);
    }

    #[test]
    fn who_has_no_recipient_left_cannot_begin() {
        let allowances = Arc::new(Allowances::default());
        assert_eq!(send(&allowances, "a", 5, 0), Ok(()));
        assert_eq!(send(&allowances, "a", 1, 0), exhausted(Counted::Recipients, 5, 61));
    }

    #[test]
    fn what_comes_to_nothing_is_given_back_and_what_is_under_way_is_not_free() {
        let allowances = Arc::new(Allowances::default());
        let now = seconds(&allowances, 0);
        let begin = || allowances.begin(&Account::new("a"), TWO, now);
        let (mut first, _second) = (begin().expect("room"), begin().expect("room"));
        for _ in 0..5 {
            assert_eq!(first.recipient(now), Ok(()));
        }
        let third = begin().expect_err("two are under way");
        assert_eq!((third.of, third.wait.to_string()), (Counted::Messages, "in a minute".to_owned()));
        drop(first);
        let mut third = begin().expect("one has come to nothing");
        assert_eq!(third.recipient(now), Ok(()), "and its recipients with it");
    }

    #[test]
    fn an_account_may_have_limits_of_its_own() {
        let allowances = Arc::new(Allowances::default());
        let now = seconds(&allowances, 0);
        let limits =
            AccountLimits { messages_per_hour: Some(0), recipients_per_hour: Some(1), message_octets: None };
        let account = Account { limits, ..Account::new("a") };
        for _ in 0..10 {
            allowances.begin(&account, TWO, now).expect("0 is no limit").spend(now);
        }
        let mut taken = allowances.begin(&account, TWO, now).expect("room");
        assert_eq!(taken.recipient(now), Ok(()));
        assert_eq!(taken.recipient(now).expect_err("one is the most").limit, 1);
    }

    #[test]
    fn who_has_sent_nothing_for_an_hour_is_forgotten() {
        let allowances = Arc::new(Allowances::default());
        for number in 0..100 {
            assert_eq!(send(&allowances, &number.to_string(), 1, number), Ok(()));
        }
        assert_eq!(allowances.lock().spent.len(), 100);
        assert_eq!(send(&allowances, "a", 1, 2 * 3600), Ok(()));
        assert_eq!(allowances.lock().spent.len(), 1);
        for minute in 0..600 {
            // Refused or not: what is kept has a bound.
            let _ = send(&allowances, "a", 1, 2 * 3600 + minute * 60);
            assert!(allowances.lock().spent["a"].minutes.len() <= 62);
        }
    }
}
