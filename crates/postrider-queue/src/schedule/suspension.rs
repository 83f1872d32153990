//! What an operator has suspended: nothing of it is tried until then. A suspension always has an end, so that none is forgotten.

use std::collections::BTreeMap;
use std::time::Duration;

use postrider_proto::mail::Domain;
use postrider_proto::mail::address::Charset;

use crate::Timestamp;

/// The longest that anything is suspended. What seems to be for longer was given its end by a clock that was wrong, and does not count.
pub const LONGEST: Duration = Duration::from_secs(30 * 24 * 60 * 60);

/// The most suspensions at once: they are looked at with every claim.
pub const MOST: usize = 1000;

/// A recipient domain that is not tried, or all of them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Suspension {
    /// The domain; none for all.
    pub domain: Option<Domain>,
    /// When it was suspended.
    pub since: Timestamp,
    /// When that is over.
    pub until: Timestamp,
    /// Why, as the operator says.
    pub reason: String,
}

impl Suspension {
    fn is_in_force(&self, now: Timestamp) -> bool {
        self.until > now && self.until.since(now) <= LONGEST
    }
}

/// All that is suspended.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Suspensions {
    /// By the name of the domain, in A-labels where it has any: a lane may have either form. All domains have the name `*`, which no
    /// domain has.
    by_name: BTreeMap<String, Suspension>,
}

/// The name of all domains.
const ALL: &str = "*";

impl Suspensions {
    /// What keeps this domain from being tried now; if several do, what does so for longest.
    #[must_use]
    pub fn of(&self, domain: &Domain, now: Timestamp) -> Option<&Suspension> {
        let its_own = self.by_name.get(&name(Some(domain)));
        [its_own, self.by_name.get(ALL)]
            .into_iter()
            .flatten()
            .filter(|suspension| suspension.is_in_force(now))
            .max_by_key(|suspension| suspension.until)
    }

    /// The same for a lane, which has the name of its domain.
    pub(crate) fn of_lane(&self, lane: &str, now: Timestamp) -> Option<&Suspension> {
        if self.by_name.is_empty() {
            return None;
        }
        let domain = Domain::parse(lane, Charset::Utf8).ok()?;
        self.of(&domain, now)
    }

    /// All that are in force, that of all domains first.
    pub fn iter(&self, now: Timestamp) -> impl Iterator<Item = &Suspension> {
        self.all().filter(move |suspension| suspension.is_in_force(now))
    }

    pub(crate) fn all(&self) -> impl Iterator<Item = &Suspension> {
        self.by_name.values()
    }

    pub(crate) fn len(&self) -> usize {
        self.by_name.len()
    }

    /// Adds one, in place of what there was for the same domain.
    pub(crate) fn add(&mut self, suspension: Suspension) {
        self.by_name.insert(name(suspension.domain.as_ref()), suspension);
    }

    /// Takes one out.
    pub(crate) fn remove(&mut self, domain: Option<&Domain>) -> Option<Suspension> {
        self.by_name.remove(&name(domain))
    }

    /// Forgets those that are over.
    pub(crate) fn forget(&mut self, now: Timestamp) {
        self.by_name.retain(|_, suspension| suspension.is_in_force(now));
    }
}

fn name(domain: Option<&Domain>) -> String {
    match domain {
        Some(domain) => domain.to_ascii().unwrap_or_else(|| domain.to_string()),
        None => ALL.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const fn at(seconds: u64) -> Timestamp {
        Timestamp::from_millis(seconds * 1000)
    }

    fn suspension(domain: &str, until: Timestamp) -> Suspension {
        let domain = (domain != ALL).then(|| Domain::parse(domain, Charset::Utf8).expect("a domain"));
        Suspension { domain, since: at(0), until, reason: String::new() }
    }

    #[test]
    fn what_holds_longest_counts_and_nothing_for_ever() {
        let mut suspensions = Suspensions::default();
        suspensions.add(suspension("b\u{fc}cher.example", at(10)));
        suspensions.add(suspension(ALL, at(5)));
        let until = |suspensions: &Suspensions, lane, now| Some(suspensions.of_lane(lane, now)?.until);
        for lane in ["b\u{fc}cher.example", "xn--bcher-kva.example"] {
            assert_eq!(until(&suspensions, lane, at(1)), Some(at(10)), "{lane}");
        }
        assert_eq!(until(&suspensions, "[192.0.2.1]", at(1)), Some(at(5)));
        assert_eq!(until(&suspensions, "a.example", at(5)), None, "it is over");
        // The clock was years ahead when it was made.
        suspensions.add(suspension("a.example", at(1_000_000_000)));
        assert_eq!(until(&suspensions, "a.example", at(6)), None);
        suspensions.forget(at(6));
        assert_eq!((suspensions.len(), suspensions.iter(at(6)).count()), (1, 1));
    }
}
