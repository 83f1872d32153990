//! Tokens that were good a moment ago.

use std::collections::HashMap;
use std::io;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use postrider_proto::sasl::Secret;

use super::claims::Identity;
use crate::secret::Key;

/// How many are remembered.
const ENTRIES: usize = 10_000;

/// Tokens that were good: each is known by a keyed hash, and the key ends with the process. One that was not good is asked for again.
#[derive(Debug)]
pub(super) struct Remembered {
    key: Key,
    keep: Duration,
    good: Mutex<HashMap<[u8; 32], (Identity, u64)>>,
}

impl Remembered {
    /// Remembers each for so long; zero: not at all.
    pub(super) fn new(keep: Duration) -> io::Result<Self> {
        Ok(Self { key: Key::fresh()?, keep, good: Mutex::default() })
    }

    /// Whose it is, if that is remembered.
    pub(super) fn get(&self, token: &Secret, now: u64) -> Option<Identity> {
        let place = self.key.mac(&[token.expose()]);
        self.good().get(&place).filter(|(_, until)| now < *until).map(|(identity, _)| identity.clone())
    }

    /// Remembers whose it is, and never for longer than the token is good.
    pub(super) fn put(&self, token: &Secret, identity: Identity, now: u64) {
        let until = now.saturating_add(self.keep.as_secs()).min(identity.expires.unwrap_or(u64::MAX));
        if until <= now {
            return;
        }
        let place = self.key.mac(&[token.expose()]);
        let mut good = self.good();
        if good.len() >= ENTRIES {
            good.retain(|_, (_, until)| now < *until);
        }
        if good.len() >= ENTRIES {
            // Costs everybody one more question, and happens no more often than ten thousand of them take.
            good.clear();
        }
        good.insert(place, (identity, until));
    }

    fn good(&self) -> MutexGuard<'_, HashMap<[u8; 32], (Identity, u64)>> {
        self.good.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn alice(expires: Option<u64>) -> Identity {
        Identity { name: "alice".to_owned(), address: None, expires }
    }

    #[test]
    fn a_token_is_remembered_for_its_time_and_never_beyond_its_end() {
        let remembered = Remembered::new(Duration::from_secs(60)).expect("random");
        let token = Secret::new("token");
        remembered.put(&token, alice(None), 1000);
        assert_eq!(remembered.get(&token, 1059), Some(alice(None)));
        assert_eq!(remembered.get(&token, 1060), None);
        assert_eq!(remembered.get(&Secret::new("other"), 1000), None);
        remembered.put(&token, alice(Some(1010)), 1000);
        assert!(remembered.get(&token, 1009).is_some() && remembered.get(&token, 1010).is_none());
        // Within the leeway of its end it may be good, and is asked for each time.
        remembered.put(&Secret::new("late"), alice(Some(990)), 1000);
        assert_eq!(remembered.get(&Secret::new("late"), 1000), None);
        assert!(!format!("{remembered:?}").contains("token\""));
    }

    #[test]
    fn it_does_not_grow_without_end() {
        let remembered = Remembered::new(Duration::from_secs(60)).expect("random");
        for number in 0..ENTRIES + 10 {
            remembered.put(&Secret::new(number.to_string()), alice(None), 1000);
        }
        assert!(remembered.good().len() <= ENTRIES);
    }
}
