//! Lanes: one for each destination, so that a slow one holds up nobody else.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BinaryHeap, HashMap, VecDeque};
use std::sync::Arc;
use std::time::Duration;

use postrider_proto::mail::QueueId;

use super::suspension::Suspensions;
use crate::Timestamp;
use crate::schedule::admission::Admission;

/// What waits, by destination, and whose turn it is.
///
/// A lane is in `turns` while it can be claimed from, and has an entry in `alarms` for the time when it next may. Both may hold more
/// than that, never less: what they say is looked up in the lane before it is believed.
#[derive(Debug)]
pub(crate) struct Lanes {
    lanes: HashMap<Arc<str>, Lane>,
    /// The lanes that hold something due, in the order of their turns.
    turns: VecDeque<Arc<str>>,
    /// When to look at a lane again; among equals, the first that was set. A lane has one alarm at most: else each message that
    /// goes through a lane would leave one for the message that waits there for hours.
    alarms: BTreeMap<Alarm, Arc<str>>,
    alarms_set: u64,
    running_max: usize,
    suspensions: Suspensions,
}

/// When it goes off, and which it is among equals.
type Alarm = (Timestamp, u64);

#[derive(Debug, Default)]
struct Lane {
    /// Oldest due first; among equals, the first that came.
    waiting: BinaryHeap<Reverse<(Timestamp, u64, QueueId)>>,
    came: u64,
    running: usize,
    /// It has a turn.
    has_turn: bool,
    /// Its alarm, if one is set.
    alarm: Option<Alarm>,
}

/// What is claimed from the lane whose turn it is.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct InTurn {
    pub(crate) lane: Arc<str>,
    pub(crate) id: QueueId,
    /// The lane is closed, and this has waited too long for it.
    pub(crate) overdue: bool,
}

/// Where a message stands in a lane.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct InLine {
    /// Messages that are due before it.
    pub ahead: usize,
    /// Attempts under way in this lane.
    pub under_way: usize,
    /// How many there may be.
    pub at_once: usize,
}

impl Lane {
    fn due(&self) -> Option<Timestamp> {
        self.waiting.peek().map(|Reverse((due, ..))| *due)
    }
}

impl Lanes {
    /// Lanes of which each may have so many attempts under way.
    pub(crate) fn new(running_max: usize) -> Self {
        let running_max = running_max.max(1);
        Self {
            lanes: HashMap::new(),
            turns: VecDeque::new(),
            alarms: BTreeMap::new(),
            alarms_set: 0,
            running_max,
            suspensions: Suspensions::default(),
        }
    }

    pub(crate) const fn suspensions(&self) -> &Suspensions {
        &self.suspensions
    }

    /// This is suspended from now on, and nothing else. Lanes that were passed over until now are looked at again.
    pub(crate) fn suspend(&mut self, suspensions: Suspensions) {
        self.suspensions = suspensions;
        let passed_over = |(name, lane): (&Arc<str>, &Lane)| {
            let due = lane.due().filter(|_| !lane.has_turn && lane.running < self.running_max)?;
            lane.alarm.is_none_or(|(set, _)| set > due).then(|| (due, Arc::clone(name)))
        };
        let passed_over: Vec<_> = self.lanes.iter().filter_map(passed_over).collect();
        for (due, name) in passed_over {
            self.set_alarm(due, name);
        }
    }

    /// How many lanes there are, how much waits in them, and how many attempts are under way.
    pub(crate) fn census(&self) -> (u64, u64, u64) {
        self.lanes.values().fold((0, 0, 0), |(lanes, waiting, under_way), lane| {
            (lanes + 1, waiting + lane.waiting.len() as u64, under_way + lane.running as u64)
        })
    }

    /// Where a message stands in a lane, if it waits there.
    pub(crate) fn in_line(&self, name: &str, id: QueueId) -> Option<InLine> {
        let lane = self.lanes.get(name)?;
        let of_it = |Reverse((due, came, other)): &Reverse<(Timestamp, u64, QueueId)>| {
            (*other == id).then_some((*due, *came))
        };
        let own = lane.waiting.iter().filter_map(of_it).min()?;
        let ahead = lane.waiting.iter().filter(|Reverse((due, came, _))| (*due, *came) < own).count();
        Some(InLine { ahead, under_way: lane.running, at_once: self.running_max })
    }

    /// Something of this message waits in this lane until `due`.
    pub(crate) fn push(&mut self, name: &str, due: Timestamp, id: QueueId) {
        let lane = match self.lanes.get_mut(name) {
            Some(lane) => lane,
            None => self.lanes.entry(Arc::from(name)).or_default(),
        };
        let first = lane.due().is_none_or(|known| due < known);
        lane.came += 1;
        lane.waiting.push(Reverse((due, lane.came, id)));
        if first && !lane.has_turn {
            self.wake(name, due);
        }
    }

    /// Takes what is due, from the lane whose turn it is; `admit` says of each whether it is open. Every claim is to be given back with
    /// [`Lanes::finished`].
    pub(crate) fn claim(
        &mut self,
        now: Timestamp,
        mut admit: impl FnMut(&str) -> Admission,
    ) -> Option<InTurn> {
        self.give_turns(now);
        while let Some(name) = self.turns.pop_front() {
            let Some(lane) = self.lanes.get_mut(&name) else { continue };
            lane.has_turn = false;
            // A lane that is full gets its alarm from the attempt that ends.
            if lane.running >= self.running_max {
                continue;
            }
            // Nothing is due, though it has a turn: the clock was set back, or the alarm was that of a message that is gone.
            if let Some(due) = lane.due().filter(|due| *due > now) {
                self.set_alarm(due, name);
                continue;
            }
            if let Some(suspension) = self.suspensions.of_lane(&name, now) {
                let until = suspension.until;
                self.set_alarm(until, name);
                continue;
            }
            let Some(due) = lane.due() else { continue };
            let mut overdue = false;
            if let Admission::Closed { until } = admit(&name) {
                let patience_ends = due.plus(Admission::OVERDUE_AFTER);
                overdue = patience_ends <= now;
                if !overdue {
                    // Whoever says that it is open again only now is asked again a moment later, and not for ever at this one.
                    let until = until.max(now.plus(Duration::from_millis(1)));
                    self.set_alarm(until.min(patience_ends), name);
                    continue;
                }
            }
            let Some(Reverse((_, _, id))) = lane.waiting.pop() else { continue };
            lane.running += 1;
            if let Some(due) = lane.due() {
                if due <= now {
                    lane.has_turn = true;
                    self.turns.push_back(Arc::clone(&name));
                } else {
                    self.set_alarm(due, Arc::clone(&name));
                }
            }
            return Some(InTurn { lane: name, id, overdue });
        }
        None
    }

    fn set_alarm(&mut self, due: Timestamp, name: Arc<str>) {
        let Some(lane) = self.lanes.get_mut(&name) else { return };
        if lane.alarm.is_some_and(|(set, _)| set <= due) {
            return;
        }
        self.alarms_set += 1;
        if let Some(later) = lane.alarm.replace((due, self.alarms_set)) {
            self.alarms.remove(&later);
        }
        self.alarms.insert((due, self.alarms_set), name);
    }

    fn give_turns(&mut self, now: Timestamp) {
        while let Some(first) = self.alarms.first_entry().filter(|first| first.key().0 <= now) {
            let name = first.remove();
            let Some(lane) = self.lanes.get_mut(&name) else { continue };
            lane.alarm = None;
            if !lane.has_turn {
                lane.has_turn = true;
                self.turns.push_back(name);
            }
        }
    }

    /// An attempt of this lane has ended. Gives whether something waits in it.
    pub(crate) fn finished(&mut self, name: &str) -> bool {
        let Some((key, _)) = self.lanes.get_key_value(name) else { return false };
        let key = Arc::clone(key);
        let Some(lane) = self.lanes.get_mut(name) else { return false };
        lane.running = lane.running.saturating_sub(1);
        match lane.due() {
            Some(due) => {
                if !lane.has_turn {
                    self.set_alarm(due, key);
                }
                true
            }
            None => {
                if lane.running == 0
                    && let Some(alarm) = self.lanes.remove(name).and_then(|lane| lane.alarm)
                {
                    self.alarms.remove(&alarm);
                }
                false
            }
        }
    }

    /// What waits for a time beyond `latest` waits for `to` instead.
    pub(crate) fn bring_forward(&mut self, latest: Timestamp, to: Timestamp) {
        let mut brought = Vec::new();
        for (name, lane) in &mut self.lanes {
            if lane.waiting.iter().any(|Reverse((due, ..))| *due > latest) {
                let waiting = std::mem::take(&mut lane.waiting).into_iter();
                let earlier = |due: Timestamp| if due > latest { to } else { due };
                lane.waiting =
                    waiting.map(|Reverse((due, came, id))| Reverse((earlier(due), came, id))).collect();
                brought.extend(lane.due().filter(|_| !lane.has_turn).map(|due| (due, Arc::clone(name))));
            }
        }
        for (due, name) in brought {
            self.set_alarm(due, name);
        }
    }

    /// A lane that was closed may be open: it is looked at again.
    pub(crate) fn wake(&mut self, name: &str, now: Timestamp) {
        if let Some((key, _)) = self.lanes.get_key_value(name) {
            let key = Arc::clone(key);
            self.set_alarm(now, key);
        }
    }

    /// When to look again, if nothing comes or ends before that. It may turn out to be too early.
    pub(crate) fn next_due(&self) -> Option<Timestamp> {
        self.alarms.first_key_value().map(|((due, _), _)| *due)
    }
}

#[cfg(test)]
mod tests {
    use postrider_proto::mail::Domain;

    use super::super::suspension::Suspension;
    use super::*;

    fn id(n: u8) -> QueueId {
        QueueId::from_bytes([n; 16])
    }

    const fn at(millis: u64) -> Timestamp {
        Timestamp::from_millis(millis)
    }

    fn claim(lanes: &mut Lanes, now: u64) -> Option<QueueId> {
        lanes.claim(at(now), |_| Admission::Open).map(|in_turn| in_turn.id)
    }

    #[test]
    fn a_full_lane_holds_up_nobody_else() {
        let mut lanes = Lanes::new(1);
        for n in 0..3 {
            lanes.push("slow.example", at(0), id(n));
        }
        lanes.push("other.example", at(0), id(9));
        assert_eq!(claim(&mut lanes, 1), Some(id(0)));
        assert_eq!(claim(&mut lanes, 1), Some(id(9)));
        assert_eq!(claim(&mut lanes, 1), None, "both lanes have one under way");
        lanes.finished("slow.example");
        assert_eq!(claim(&mut lanes, 1), Some(id(1)));
    }

    #[test]
    fn within_a_lane_the_oldest_due_is_first_and_nothing_early() {
        let mut lanes = Lanes::new(9);
        lanes.push("a.example", at(20), id(1));
        lanes.push("a.example", at(10), id(2));
        assert_eq!((lanes.next_due(), claim(&mut lanes, 9)), (Some(at(10)), None));
        assert_eq!(claim(&mut lanes, 30), Some(id(2)));
        assert_eq!(claim(&mut lanes, 30), Some(id(1)));
        assert_eq!(lanes.next_due(), None);
    }

    #[test]
    fn a_message_is_told_how_many_are_before_it() {
        let mut lanes = Lanes::new(2);
        for n in 0..4 {
            lanes.push("a.example", at(10), id(n));
        }
        lanes.push("a.example", at(5), id(9));
        let in_line =
            |lanes: &Lanes, n| lanes.in_line("a.example", id(n)).map(|line| (line.ahead, line.under_way));
        assert_eq!(
            (in_line(&lanes, 9), in_line(&lanes, 0), in_line(&lanes, 3)),
            (Some((0, 0)), Some((1, 0)), Some((4, 0)))
        );
        assert_eq!(claim(&mut lanes, 30), Some(id(9)));
        assert_eq!((in_line(&lanes, 9), in_line(&lanes, 3)), (None, Some((3, 1))));
        assert_eq!(lanes.in_line("b.example", id(3)), None);
    }

    #[test]
    fn a_lane_that_is_over_is_forgotten() {
        let mut lanes = Lanes::new(9);
        lanes.push("a.example", at(0), id(1));
        assert!(claim(&mut lanes, 0).is_some());
        lanes.finished("a.example");
        assert!(lanes.lanes.is_empty() && lanes.turns.is_empty() && lanes.alarms.is_empty());
    }

    #[test]
    fn a_clock_that_is_set_back_makes_no_lane_forgotten() {
        let mut lanes = Lanes::new(9);
        lanes.push("a.example", at(50), id(1));
        lanes.push("b.example", at(50), id(2));
        assert_eq!(claim(&mut lanes, 100), Some(id(1)));
        assert_eq!(claim(&mut lanes, 10), None, "the clock was set back: it is not due any more");
        assert_eq!(lanes.next_due(), Some(at(50)));
        assert_eq!(claim(&mut lanes, 60), Some(id(2)));
    }

    #[test]
    fn what_waits_for_years_is_brought_forward() {
        let mut lanes = Lanes::new(9);
        lanes.push("a.example", at(1_000_000), id(1));
        lanes.push("a.example", at(50), id(2));
        lanes.push("b.example", at(1_000_000), id(3));
        lanes.bring_forward(at(100), at(60));
        assert_eq!(lanes.next_due(), Some(at(50)));
        let claimed: Vec<_> = std::iter::from_fn(|| claim(&mut lanes, 60)).collect();
        assert!(claimed.len() == 3 && claimed.contains(&id(1)) && claimed.contains(&id(3)), "{claimed:?}");
    }

    #[test]
    fn a_lane_that_is_suspended_waits_for_its_end_or_until_it_is_resumed() {
        let mut lanes = Lanes::new(9);
        for (name, n) in [("a.example", 1), ("b.example", 2), ("a.example", 3)] {
            lanes.push(name, at(0), id(n));
        }
        let until = |until| {
            let domain = Some(Domain::Name("a.example".to_owned()));
            let mut suspensions = Suspensions::default();
            suspensions.add(Suspension { domain, since: at(0), until, reason: String::new() });
            suspensions
        };
        lanes.suspend(until(at(50)));
        assert_eq!(claim(&mut lanes, 1), Some(id(2)));
        // What comes meanwhile changes nothing.
        lanes.push("a.example", at(2), id(4));
        assert_eq!((claim(&mut lanes, 3), lanes.next_due()), (None, Some(at(50))));
        assert_eq!(claim(&mut lanes, 50), Some(id(1)), "it is over");
        lanes.suspend(until(at(90)));
        assert_eq!((claim(&mut lanes, 60), lanes.next_due()), (None, Some(at(90))));
        lanes.suspend(Suspensions::default());
        let resumed: Vec<_> = std::iter::from_fn(|| claim(&mut lanes, 61)).collect();
        assert_eq!(resumed, [id(3), id(4)]);
    }

    #[test]
    fn what_comes_and_goes_in_a_lane_with_a_deferred_message_leaves_no_alarms() {
        let mut lanes = Lanes::new(9);
        lanes.push("a.example", at(1_000_000), id(1));
        for n in 0..1000 {
            lanes.push("a.example", at(n), id(2));
            assert!(claim(&mut lanes, n).is_some());
            lanes.finished("a.example");
        }
        assert_eq!(lanes.alarms.len(), 1);
        assert_eq!(lanes.next_due(), Some(at(1_000_000)));
    }

    #[test]
    fn a_closed_lane_is_passed_over_until_its_time_or_until_it_is_woken() {
        let mut lanes = Lanes::new(9);
        lanes.push("closed.example", at(0), id(1));
        lanes.push("open.example", at(0), id(2));
        let closed = |lane: &str| match lane {
            "closed.example" => Admission::Closed { until: at(500) },
            _ => Admission::Open,
        };
        assert_eq!(lanes.claim(at(1), closed).map(|in_turn| in_turn.id), Some(id(2)));
        assert_eq!(lanes.claim(at(1), closed), None);
        lanes.finished("open.example");
        assert_eq!(lanes.next_due(), Some(at(500)));
        assert_eq!(claim(&mut lanes, 2), None, "nobody has said that it is open");
        lanes.wake("closed.example", at(3));
        assert_eq!(lanes.next_due(), Some(at(3)));
        assert_eq!(claim(&mut lanes, 3), Some(id(1)));
        lanes.wake("gone.example", at(3));
    }

    #[test]
    fn what_waits_too_long_for_a_closed_lane_is_claimed_as_overdue() {
        let mut lanes = Lanes::new(9);
        let patience = u64::try_from(Admission::OVERDUE_AFTER.as_millis()).expect("small");
        lanes.push("closed.example", at(10), id(1));
        lanes.push("closed.example", at(20), id(2));
        let closed = |_: &str| Admission::Closed { until: at(u64::MAX) };
        assert_eq!(lanes.claim(at(10), closed), None);
        assert_eq!(lanes.next_due(), Some(at(10 + patience)));
        let claimed = lanes.claim(at(10 + patience), closed);
        assert_eq!(claimed.map(|in_turn| (in_turn.id, in_turn.overdue)), Some((id(1), true)));
        assert_eq!(lanes.claim(at(10 + patience), closed), None, "the other has not waited so long");
    }

    #[test]
    fn a_lane_that_is_closed_until_now_is_not_asked_for_ever() {
        let mut lanes = Lanes::new(9);
        lanes.push("a.example", at(5), id(1));
        assert_eq!(lanes.claim(at(5), |_| Admission::Closed { until: at(5) }), None);
        assert_eq!(lanes.next_due(), Some(at(6)));
    }
}
