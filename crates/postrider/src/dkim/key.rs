//! What is known of the keys, and what becomes of them.

use jiff::{SignedDuration, Timestamp};
use postrider_mailauth::dkim::Algorithm;
use serde::{Deserialize, Serialize};

/// All keys, as `keys.toml` has them.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Keys {
    /// In the order in which they were made.
    #[serde(default, rename = "key")]
    pub keys: Vec<Key>,
}

/// One of them, all of it but the secret.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Key {
    /// The domain that it signs for, in A-labels.
    pub domain: String,
    /// Where in the domain it is published.
    pub selector: String,
    /// `rsa` or `ed25519`.
    pub algorithm: String,
    /// Where it stands.
    pub stage: Stage,
    /// Since when.
    pub since: Timestamp,
    /// What the TXT record says.
    pub record: String,
}

/// Where a key stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Stage {
    /// To be published; it does not sign yet.
    Pending,
    /// It signs.
    Active,
    /// Another signs; its record stays until mail under way has come.
    Retiring,
    /// Its record may be removed; the secret is gone.
    Retired,
}

impl Stage {
    /// The word for it.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Pending => "pending",
            Self::Active => "active",
            Self::Retiring => "retiring",
            Self::Retired => "retired",
        }
    }
}

/// How long a record stays behind the last signature: as long as a signature is good at most.
pub const RETIRING: SignedDuration = SignedDuration::from_hours(7 * 24);

impl Keys {
    /// A selector that no key of the domain has: the day, with a letter for the algorithm in front.
    #[must_use]
    pub fn free_selector(&self, domain: &str, algorithm: Algorithm, now: Timestamp) -> String {
        let letter = match algorithm {
            Algorithm::Rsa => 'r',
            Algorithm::Ed25519 => 'e',
        };
        let day = now.strftime("%Y%m%d");
        let taken =
            |selector: &str| self.keys.iter().any(|key| key.domain == domain && key.selector == selector);
        let numbered = (2..).map(|n: u64| format!("{letter}{day}-{n}"));
        let mut names = std::iter::once(format!("{letter}{day}")).chain(numbered);
        names.find(|name| !taken(name)).expect("keys are finite, and numbers are not")
    }

    /// Lets a key sign from now on, in the place of those of the same domain and algorithm that did.
    pub fn activate(&mut self, selector: &str, domain: &str, now: Timestamp) {
        let Some(algorithm) = self.find(domain, selector).map(|key| key.algorithm.clone()) else { return };
        for key in self.keys.iter_mut().filter(|key| key.domain == domain && key.algorithm == algorithm) {
            let stage = match key.stage {
                _ if key.selector == selector => Stage::Active,
                Stage::Active => Stage::Retiring,
                _ => continue,
            };
            (key.stage, key.since) = (stage, now);
        }
    }

    /// The keys that have been retiring for long enough, which are retired from now on.
    pub fn retire(&mut self, now: Timestamp) -> Vec<Key> {
        let mut retired = Vec::new();
        for key in self.keys.iter_mut().filter(|key| key.stage == Stage::Retiring) {
            if now.duration_since(key.since) >= RETIRING {
                (key.stage, key.since) = (Stage::Retired, now);
                retired.push(key.clone());
            }
        }
        retired
    }

    /// Takes these keys out of use, and gives them as they were. They stay in the list, so that no key gets the selector of another whose record may still be
    /// remembered somewhere: as retired if they have never signed, else as retiring, since mail under way is verified with their records.
    pub fn remove(&mut self, meant: impl Fn(&Key) -> bool, now: Timestamp) -> Vec<Key> {
        let mut removed = Vec::new();
        for key in self.keys.iter_mut().filter(|key| key.stage != Stage::Retired && meant(key)) {
            removed.push(key.clone());
            match key.stage {
                Stage::Pending => (key.stage, key.since) = (Stage::Retired, now),
                Stage::Active => (key.stage, key.since) = (Stage::Retiring, now),
                Stage::Retiring | Stage::Retired => {}
            }
        }
        removed
    }

    /// The keys at this stage.
    pub fn at(&self, stage: Stage) -> impl Iterator<Item = &Key> {
        self.keys.iter().filter(move |key| key.stage == stage)
    }

    fn find(&self, domain: &str, selector: &str) -> Option<&Key> {
        self.keys.iter().find(|key| key.domain == domain && key.selector == selector)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn key(selector: &str, algorithm: &str, stage: Stage) -> Key {
        Key {
            domain: "a.example".to_owned(),
            selector: selector.to_owned(),
            algorithm: algorithm.to_owned(),
            stage,
            since: Timestamp::UNIX_EPOCH,
            record: String::new(),
        }
    }

    fn stages(keys: &Keys) -> Vec<Stage> {
        keys.keys.iter().map(|key| key.stage).collect()
    }

    #[test]
    fn a_key_takes_over_from_those_of_its_kind_alone() {
        use Stage::{Active, Pending, Retired, Retiring};
        let mut keys = Keys {
            keys: vec![
                key("r1", "rsa", Active),
                key("e1", "ed25519", Active),
                key("r2", "rsa", Pending),
                key("r0", "rsa", Retired),
            ],
        };
        let now = Timestamp::UNIX_EPOCH + RETIRING;
        keys.activate("r2", "b.example", now);
        assert_eq!(stages(&keys), [Active, Active, Pending, Retired], "another domain's");
        keys.activate("r2", "a.example", now);
        assert_eq!(stages(&keys), [Retiring, Active, Active, Retired]);
        assert_eq!(keys.retire(now), [], "its last signature may be on its way");
        let retired = keys.retire(now + RETIRING);
        assert_eq!(retired.iter().map(|key| key.selector.as_str()).collect::<Vec<_>>(), ["r1"]);
        assert_eq!(stages(&keys), [Retired, Active, Active, Retired]);
    }

    #[test]
    fn a_key_that_is_removed_leaves_its_selector_behind() {
        use Stage::{Active, Pending, Retired, Retiring};
        let now = Timestamp::UNIX_EPOCH + RETIRING;
        let mut keys = Keys {
            keys: vec![
                key("r19700108", "rsa", Pending),
                key("e1", "ed25519", Active),
                key("e0", "ed25519", Retiring),
                key("r0", "rsa", Retired),
            ],
        };
        assert_eq!(keys.remove(|key| key.domain == "a.example", now).len(), 3);
        assert_eq!(stages(&keys), [Retired, Retiring, Retiring, Retired]);
        let since: Vec<bool> = keys.keys.iter().map(|key| key.since == now).collect();
        assert_eq!(since, [true, true, false, false], "a week is counted from the last signature");
        assert_eq!(keys.free_selector("a.example", Algorithm::Rsa, now), "r19700108-2");
    }

    #[test]
    fn a_selector_is_the_day_and_taken_once() {
        let mut keys = Keys::default();
        let selector = |keys: &Keys| keys.free_selector("a.example", Algorithm::Rsa, Timestamp::UNIX_EPOCH);
        assert_eq!(selector(&keys), "r19700101");
        keys.keys.push(key("r19700101", "rsa", Stage::Retired));
        assert_eq!(selector(&keys), "r19700101-2");
        assert_eq!(keys.free_selector("b.example", Algorithm::Rsa, Timestamp::UNIX_EPOCH), "r19700101");
    }
}
