//! Hosts that did not answer: not every message has to find that out anew.
//!
//! What is down as a whole is a site, and `pace` leaves it alone. Where one of several hosts is down, or one family of addresses
//! leads nowhere, the site is well; but each message would wait for half a minute before it comes to the host that answers.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use tokio::time::Instant;

use crate::smtp::Target;

/// How long a host is asked last after it did not answer once. It doubles each time.
const FIRST: Duration = Duration::from_secs(15);

/// The longest that it is.
const LONGEST: Duration = Duration::from_secs(30 * 60);

/// So many are remembered; with more, those that are to be asked again are forgotten.
const REMEMBERED: usize = 10_000;

/// The hosts that did not answer when they were last asked. A clone is the same.
#[derive(Debug, Clone, Default)]
pub(crate) struct Outages(Arc<Mutex<HashMap<Target, Outage>>>);

#[derive(Debug, Clone, Copy)]
struct Outage {
    /// How long it is asked last.
    wait: Duration,
    until: Instant,
    /// A message is asking it whether it is there again.
    is_asked: bool,
}

impl Outages {
    /// Puts those last that did not answer lately; the others stay in their order (RFC 5321 §5.1), and if there are no others, all do. Where
    /// it is time to ask one again, it keeps its place for this message, and no other message asks meanwhile.
    pub(crate) fn last<T>(&self, hosts: &mut [T], target: impl Fn(&T) -> &Target) {
        let now = Instant::now();
        let mut inside = self.lock();
        if inside.is_empty() || hosts.len() < 2 {
            return;
        }
        hosts.sort_by_cached_key(|host| match inside.get_mut(target(host)) {
            None => false,
            Some(outage) if outage.until <= now => {
                (outage.until, outage.is_asked) = (now + outage.wait, true);
                false
            }
            Some(_) => true,
        });
    }

    /// It did not answer.
    pub(crate) fn failed(&self, target: &Target) {
        let now = Instant::now();
        let mut inside = self.lock();
        if inside.len() >= REMEMBERED {
            inside.retain(|_, outage| outage.until > now);
        }
        if let Some(outage) = inside.get_mut(target) {
            // Messages that had asked it before say the same once more.
            if outage.is_asked || outage.until <= now {
                let wait = (outage.wait * 2).min(LONGEST);
                *outage = Outage { wait, until: now + wait, is_asked: false };
            }
        } else if inside.len() < REMEMBERED {
            inside.insert(target.clone(), Outage { wait: FIRST, until: now + FIRST, is_asked: false });
        }
    }

    /// It answered, whatever it said.
    pub(crate) fn answered(&self, target: &Target) {
        self.lock().remove(target);
    }

    fn lock(&self) -> MutexGuard<'_, HashMap<Target, Outage>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn host(n: u8) -> Target {
        Target::Tcp(([192, 0, 2, n], 25).into())
    }

    /// In which order three hosts are asked.
    fn order(outages: &Outages) -> Vec<u8> {
        let mut hosts = vec![(1, host(1)), (2, host(2)), (3, host(3))];
        outages.last(&mut hosts, |(_, target)| target);
        hosts.into_iter().map(|(n, _)| n).collect()
    }

    #[tokio::test(start_paused = true)]
    async fn one_that_does_not_answer_is_asked_last_and_by_one_message_at_a_time() {
        let outages = Outages::default();
        assert_eq!(order(&outages), [1, 2, 3]);
        outages.failed(&host(1));
        assert_eq!(order(&outages), [2, 3, 1]);
        tokio::time::advance(FIRST).await;
        assert_eq!(order(&outages), [1, 2, 3], "one message asks it");
        assert_eq!(order(&outages), [2, 3, 1], "and the next does not");
        outages.failed(&host(1));
        tokio::time::advance(FIRST).await;
        assert_eq!(order(&outages), [2, 3, 1], "it waits for longer now");
        tokio::time::advance(FIRST).await;
        assert_eq!(order(&outages), [1, 2, 3]);
        outages.answered(&host(1));
        assert_eq!(order(&outages), [1, 2, 3], "all of them, at once");
    }

    #[tokio::test(start_paused = true)]
    async fn the_wait_has_an_end_and_what_many_find_out_at_once_counts_once() {
        let outages = Outages::default();
        for _ in 0..20 {
            outages.failed(&host(2));
        }
        tokio::time::advance(FIRST).await;
        assert_eq!(order(&outages), [1, 2, 3]);
        for _ in 0..20 {
            outages.failed(&host(2));
            tokio::time::advance(LONGEST).await;
            assert_eq!(order(&outages), [1, 2, 3], "never longer than half an hour");
        }
    }

    #[tokio::test(start_paused = true)]
    async fn where_none_answers_the_order_stays_and_no_more_are_remembered_than_there_is_room_for() {
        let outages = Outages::default();
        (1..=3).for_each(|n| outages.failed(&host(n)));
        assert_eq!(order(&outages), [1, 2, 3]);
        for n in 0..=u16::try_from(REMEMBERED).expect("ports are more") {
            outages.failed(&Target::Tcp(([127, 0, 0, 1], n).into()));
        }
        assert_eq!(outages.lock().len(), REMEMBERED);
    }
}
