//! What was heard lately, and what is being asked.
//!
//! An entry is made when a question is first asked, and holds the answer once there is one. Whoever asks the same meanwhile waits for
//! it; if the one who asks goes away, the next who waits asks in its place.

use std::collections::HashMap;
use std::hash::Hash;
use std::sync::{Arc, Mutex, PoisonError};

use tokio::sync::OnceCell;
use tokio::time::Instant;

/// An answer, and until when it holds.
#[derive(Debug)]
pub(crate) struct Kept<T> {
    pub(crate) answer: T,
    pub(crate) until: Instant,
}

/// The place of one answer.
pub(crate) type Place<T> = Arc<OnceCell<Kept<T>>>;

/// Answers by their questions, and not more than so many.
#[derive(Debug)]
pub(crate) struct Cache<K, T> {
    entries: Mutex<HashMap<K, Place<T>>>,
    /// At least 1.
    capacity: usize,
}

impl<K: Hash + Eq, T> Cache<K, T> {
    pub(crate) fn new(capacity: usize) -> Self {
        Self { entries: Mutex::default(), capacity: capacity.max(1) }
    }

    /// The place of the answer to a question. It is filled if the answer is known; if not, whoever fills it asks.
    pub(crate) fn place(&self, key: K, now: Instant) -> Place<T> {
        let mut entries = self.entries.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(place) = entries.get(&key).filter(|place| holds(place, now)) {
            return Arc::clone(place);
        }
        if entries.len() >= self.capacity {
            self.make_room(&mut entries, now);
        }
        let place = Place::default();
        entries.insert(key, Arc::clone(&place));
        place
    }

    /// Forgets the answer to a question. Whoever waits for it has it still.
    pub(crate) fn forget(&self, key: &K) {
        self.entries.lock().unwrap_or_else(PoisonError::into_inner).remove(key);
    }

    /// What has expired goes. If that is little, so do others, as the map has them, which is at random: an eighth at a time, so that a
    /// cache that is always full does not look through all of it for each question.
    fn make_room(&self, entries: &mut HashMap<K, Place<T>>, now: Instant) {
        entries.retain(|_, place| holds(place, now));
        let room = self.capacity - self.capacity.div_ceil(8);
        let mut surplus = entries.len().saturating_sub(room);
        entries.retain(|_, _| {
            let stays = surplus == 0;
            surplus = surplus.saturating_sub(1);
            stays
        });
    }
}

/// Whether an answer holds still, or is being asked for.
fn holds<T>(place: &Place<T>, now: Instant) -> bool {
    place.get().is_none_or(|kept| now < kept.until)
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;

    fn fill(cache: &Cache<u32, u32>, key: u32, now: Instant, seconds: u64) {
        let until = now + Duration::from_secs(seconds);
        let place = cache.place(key, now);
        place.set(Kept { answer: key, until }).expect("it is new");
    }

    fn knows(cache: &Cache<u32, u32>, key: u32, now: Instant) -> bool {
        let entries = cache.entries.lock().expect("nobody panicked");
        entries.get(&key).is_some_and(|place| place.get().is_some() && holds(place, now))
    }

    #[test]
    fn an_answer_is_known_until_its_time_is_over() {
        let (cache, now) = (Cache::new(8), Instant::now());
        fill(&cache, 1, now, 10);
        let at = |seconds| cache.place(1, now + Duration::from_secs(seconds)).get().map(|kept| kept.answer);
        assert_eq!((at(0), at(9), at(10)), (Some(1), Some(1), None));
    }

    #[test]
    fn whoever_asks_meanwhile_gets_the_same_place() {
        let (cache, now) = (Cache::<u32, u32>::new(8), Instant::now());
        assert!(Arc::ptr_eq(&cache.place(1, now), &cache.place(1, now)));
        assert!(!Arc::ptr_eq(&cache.place(1, now), &cache.place(2, now)));
    }

    #[test]
    fn it_never_holds_more_than_it_may_and_what_has_expired_goes_first() {
        for capacity in [0, 1, 2, 7, 64] {
            let (cache, now) = (Cache::new(capacity), Instant::now());
            for key in 0..1000 {
                fill(&cache, key, now, 10);
                assert!(knows(&cache, key, now));
                assert!(cache.entries.lock().expect("nobody panicked").len() <= capacity.max(1));
            }
        }
        let (cache, now) = (Cache::new(64), Instant::now());
        (0..32).for_each(|key| fill(&cache, key, now, 10));
        (32..64).for_each(|key| fill(&cache, key, now, 20));
        let later = now + Duration::from_secs(15);
        fill(&cache, 64, later, 10);
        assert!((32..=64).all(|key| knows(&cache, key, later)));
    }
}
