//! Recipients of other lanes that an attempt takes along.
//!
//! A lane is a domain, and a next host may take mail for many of them. A message with recipients in several such lanes goes there in
//! one transaction: the attempt that is claimed from one lane takes along whoever is due in the others. It stays an attempt of its
//! own lane. What is taken along leaves its entry in the lane that it came from: whoever finds it there sees that it is claimed, and
//! when the attempt is over, it gets another.

use postrider_proto::mail::Domain;

use crate::Timestamp;
use crate::attempt::{Attempt, Claimed, RecipientIndex};
use crate::message::is_lane_of;
use crate::queue::Queue;

impl Queue {
    /// Takes along with an attempt those recipients of its message that are due in other lanes, and whose domain `goes_along`. Left out
    /// are those that are suspended, or that an attempt is under way for. One that is overdue, or by hand, takes nobody along.
    pub fn join(&self, attempt: &mut Attempt, goes_along: impl Fn(&Domain) -> bool, now: Timestamp) {
        let Some(lane) = attempt.lane.clone().filter(|_| !attempt.overdue) else { return };
        // Most messages have nobody else, and nobody is asked.
        let elsewhere = |domain: &Domain| !is_lane_of(&lane, domain);
        let others =
            attempt.message.waiting().filter(|(_, domain, _)| elsewhere(domain) && goes_along(domain));
        let others: Vec<RecipientIndex> = others.map(|(index, ..)| index).collect();
        if others.is_empty() {
            return;
        }
        let mut guard = self.shared().state();
        let state = &mut *guard;
        // As it is now: what became of others may have been told since the claim.
        let Some(message) = state.look_up(attempt.id) else { return };
        let is_tried = |domain: &Domain| state.lanes.suspensions().of(domain, now).is_none();
        let is_wanted =
            |index: RecipientIndex, domain: &Domain| others.binary_search(&index).is_ok() && is_tried(domain);
        let joined = state.due(attempt.id, &message, now, is_wanted);
        state.begin(attempt.id, &message, &joined);
        drop(guard);
        attempt.recipients.extend(joined.into_iter().map(|index| Claimed::of(&message, index)));
        attempt.recipients.sort_unstable_by_key(|claimed| claimed.index);
    }
}
