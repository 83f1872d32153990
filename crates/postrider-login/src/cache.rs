//! Passwords that were right a moment ago.

use std::collections::HashMap;
use std::io;
use std::sync::Arc;
use std::time::{Duration, Instant};

use postrider_directory::Account;
use postrider_proto::sasl::Secret;

use crate::secret::Key;

/// How many are remembered. A mail program logs in again and again; this many people may do so.
const ENTRIES: usize = 10_000;

/// Passwords that were right: each is known by a keyed hash of name and password, and the key ends with the process.
#[derive(Debug)]
pub struct Cache {
    key: Key,
    keep: Duration,
    right: HashMap<[u8; 32], Right>,
}

/// What was right.
#[derive(Debug, Clone)]
pub struct Right {
    /// Whose.
    pub account: Arc<Account>,
    /// Which source said so.
    pub source: usize,
    /// What its stamp was.
    pub stamp: u64,
    until: Instant,
}

impl Cache {
    /// Remembers each for so long; zero: not at all.
    pub fn new(keep: Duration) -> io::Result<Self> {
        Ok(Self { key: Key::fresh()?, keep, right: HashMap::new() })
    }

    /// What is remembered of this name with this password.
    pub fn get(&self, name: &str, password: &Secret, now: Instant) -> Option<Right> {
        self.right.get(&self.place(name, password)).filter(|right| now < right.until).cloned()
    }

    /// Remembers that it was right.
    pub fn put(
        &mut self,
        name: &str,
        password: &Secret,
        (account, source, stamp): (Arc<Account>, usize, u64),
        now: Instant,
    ) {
        if self.keep.is_zero() {
            return;
        }
        if self.right.len() >= ENTRIES {
            self.right.retain(|_, right| now < right.until);
        }
        if self.right.len() >= ENTRIES {
            // Costs everybody one more hash, and happens no more often than ten thousand of them take.
            self.right.clear();
        }
        let until = now + self.keep;
        self.right.insert(self.place(name, password), Right { account, source, stamp, until });
    }

    fn place(&self, name: &str, password: &Secret) -> [u8; 32] {
        self.key.mac(&[name.as_bytes(), password.expose()])
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_right_is_remembered_for_its_time_and_for_nothing_else() {
        let (mut cache, now) = (Cache::new(Duration::from_secs(10)).expect("random"), Instant::now());
        let alice = Arc::new(Account::new("alice"));
        cache.put("alice", &Secret::new("pencil"), (Arc::clone(&alice), 0, 7), now);
        let found = |name, password: &str, after| {
            cache.get(name, &Secret::new(password), now + Duration::from_secs(after)).map(|right| right.stamp)
        };
        assert_eq!(found("alice", "pencil", 9), Some(7));
        assert_eq!(found("alice", "pencil", 10), None);
        assert_eq!(found("alice", "pencils", 0), None);
        assert_eq!(found("alicep", "encil", 0), None);
        assert!(!format!("{cache:?}").contains("pencil"));
    }

    #[test]
    fn it_does_not_grow_without_end_and_can_be_off() {
        let (mut cache, now) = (Cache::new(Duration::from_secs(10)).expect("random"), Instant::now());
        let alice = Arc::new(Account::new("alice"));
        for number in 0..ENTRIES + 10 {
            cache.put(&number.to_string(), &Secret::new("pencil"), (Arc::clone(&alice), 0, 0), now);
        }
        assert!(cache.right.len() <= ENTRIES);
        let mut off = Cache::new(Duration::ZERO).expect("random");
        off.put("alice", &Secret::new("pencil"), (alice, 0, 0), now);
        assert!(off.right.is_empty());
    }
}
