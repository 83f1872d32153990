//! When what was refused is tried again, and for how long, by the class of the refusal. Pure.
//!
//! A class goes before the route, and the route before the queue: where mail goes was known before it was brought there, and what
//! the answer means is known only now.

use std::collections::BTreeMap;
use std::time::Duration;

use postrider_queue::Timestamp;
use postrider_queue::schedule::retry::Retry;
use postrider_reference::Class;

/// A host that puts off what it does not know yet takes it a few minutes later.
const GREYLISTED: Duration = Duration::from_secs(10 * 60);

/// A full mailbox is not emptied in minutes.
const FULL: Duration = Duration::from_secs(60 * 60);

/// What holds for the refusals of one class. The default changes nothing.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct ClassRetry {
    /// When to try again; as the route or the queue is set where there is none.
    pub retry: Option<Retry>,
    /// The least that is waited.
    pub at_least: Option<Duration>,
    /// The most that is waited.
    pub at_most: Option<Duration>,
    /// When to give a message up, after it came; as the route or the way out is set where there is none.
    pub give_up: Option<Duration>,
}

/// What holds for the refusals of each class; nothing for those that are not in it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ClassRetries(BTreeMap<Class, ClassRetry>);

impl Default for ClassRetries {
    fn default() -> Self {
        let greylisted = ClassRetry { at_most: Some(GREYLISTED), ..ClassRetry::NONE };
        let full = ClassRetry { at_least: Some(FULL), ..ClassRetry::NONE };
        Self(BTreeMap::from([(Class::Greylisted, greylisted), (Class::Full, full)]))
    }
}

impl ClassRetries {
    /// What holds for this class.
    #[must_use]
    pub fn of(&self, class: Class) -> &ClassRetry {
        self.0.get(&class).unwrap_or(&ClassRetry::NONE)
    }

    /// From now on this holds for a class.
    pub fn set(&mut self, class: Class, retry: ClassRetry) {
        self.0.insert(class, retry);
    }

    /// The longest that anything waits because of its class.
    #[must_use]
    pub fn longest(&self) -> Duration {
        self.0.values().map(ClassRetry::longest).max().unwrap_or_default()
    }
}

impl ClassRetry {
    const NONE: Self = Self { retry: None, at_least: None, at_most: None, give_up: None };

    /// When to try again after `attempts` attempts, the last of which ended at `now`; by these steps where the class has none. `salt` is
    /// that of [`Retry::next`].
    pub(crate) fn next(&self, otherwise: &Retry, attempts: u32, now: Timestamp, salt: u64) -> Timestamp {
        let due = self.retry.as_ref().unwrap_or(otherwise).next(attempts, now, salt);
        let due = self.at_most.map_or(due, |most| due.min(now.plus(most)));
        self.at_least.map_or(due, |least| due.max(now.plus(least)))
    }

    fn longest(&self) -> Duration {
        let steps = self.retry.as_ref().map(Retry::longest).unwrap_or_default();
        steps.max(self.at_least.unwrap_or_default())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const MINUTE: Duration = Duration::from_secs(60);

    fn every(minutes: u32) -> Retry {
        Retry { steps: vec![MINUTE * minutes] }
    }

    fn waits(retry: &ClassRetry, otherwise: u32) -> Duration {
        let now = Timestamp::from_millis(0);
        retry.next(&every(otherwise), 1, now, 0).since(now)
    }

    #[test]
    fn a_class_moves_the_next_attempt_only_where_it_knows_better() {
        let retries = ClassRetries::default();
        let waits = |class, otherwise| waits(retries.of(class), otherwise);
        assert_eq!(waits(Class::Greylisted, 60), MINUTE * 10);
        assert_eq!(waits(Class::Greylisted, 5), MINUTE * 5);
        assert_eq!(waits(Class::Full, 5), MINUTE * 60);
        assert_eq!(waits(Class::Full, 90), MINUTE * 90);
        assert_eq!(waits(Class::Throttled, 30), MINUTE * 30);
        assert_eq!(retries.longest(), MINUTE * 60);
    }

    #[test]
    fn steps_of_its_own_go_before_all_others_and_its_bounds_before_those() {
        let mut retries = ClassRetries::default();
        let own = ClassRetry { retry: Some(every(40)), ..ClassRetry::default() };
        retries.set(Class::Greylisted, own.clone());
        assert_eq!(waits(retries.of(Class::Greylisted), 5), MINUTE * 40);
        assert!(retries.longest() >= MINUTE * 60, "that of full mailboxes has stayed");
        let bounded = ClassRetry { at_least: Some(MINUTE * 2), at_most: Some(MINUTE * 3), ..own };
        assert_eq!(waits(&bounded, 5), MINUTE * 3);
        let bounded = ClassRetry { retry: Some(every(1)), ..bounded };
        assert_eq!(waits(&bounded, 5), MINUTE * 2);
    }
}
