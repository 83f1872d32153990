//! Lanes: one for each destination, so that a slow one holds up nobody else.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BinaryHeap, HashMap, VecDeque};
use std::sync::Arc;

use postrider_proto::mail::QueueId;

use crate::Timestamp;

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
        }
    }

    /// Something of this message waits in this lane until `due`.
    pub(crate) fn push(&mut self, name: &str, due: Timestamp, id: QueueId) {
        let key = match self.lanes.get_key_value(name) {
            Some((key, _)) => Arc::clone(key),
            None => Arc::from(name),
        };
        let lane = self.lanes.entry(Arc::clone(&key)).or_default();
        let first = lane.due().is_none_or(|known| due < known);
        lane.came += 1;
        lane.waiting.push(Reverse((due, lane.came, id)));
        if first && !lane.has_turn {
            self.set_alarm(due, key);
        }
    }

    /// Takes what is due, from the lane whose turn it is. Every claim is to be given back with [`Lanes::finished`].
    pub(crate) fn claim(&mut self, now: Timestamp) -> Option<(Arc<str>, QueueId)> {
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
            return Some((name, id));
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

    /// When to look again, if nothing comes or ends before that. It may turn out to be too early.
    pub(crate) fn next_due(&self) -> Option<Timestamp> {
        self.alarms.first_key_value().map(|((due, _), _)| *due)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn id(n: u8) -> QueueId {
        QueueId::from_bytes([n; 16])
    }

    const fn at(millis: u64) -> Timestamp {
        Timestamp::from_millis(millis)
    }

    #[test]
    fn a_full_lane_holds_up_nobody_else() {
        let mut lanes = Lanes::new(1);
        for n in 0..3 {
            lanes.push("slow.example", at(0), id(n));
        }
        lanes.push("other.example", at(0), id(9));
        assert_eq!(lanes.claim(at(1)).map(|(_, id)| id), Some(id(0)));
        assert_eq!(lanes.claim(at(1)).map(|(_, id)| id), Some(id(9)));
        assert_eq!(lanes.claim(at(1)), None, "both lanes have one under way");
        lanes.finished("slow.example");
        assert_eq!(lanes.claim(at(1)).map(|(_, id)| id), Some(id(1)));
    }

    #[test]
    fn within_a_lane_the_oldest_due_is_first_and_nothing_early() {
        let mut lanes = Lanes::new(9);
        lanes.push("a.example", at(20), id(1));
        lanes.push("a.example", at(10), id(2));
        assert_eq!((lanes.next_due(), lanes.claim(at(9))), (Some(at(10)), None));
        assert_eq!(lanes.claim(at(30)).map(|(_, id)| id), Some(id(2)));
        assert_eq!(lanes.claim(at(30)).map(|(_, id)| id), Some(id(1)));
        assert_eq!(lanes.next_due(), None);
    }

    #[test]
    fn a_lane_that_is_over_is_forgotten() {
        let mut lanes = Lanes::new(9);
        lanes.push("a.example", at(0), id(1));
        assert!(lanes.claim(at(0)).is_some());
        lanes.finished("a.example");
        assert!(lanes.lanes.is_empty() && lanes.turns.is_empty() && lanes.alarms.is_empty());
    }

    #[test]
    fn a_clock_that_is_set_back_makes_no_lane_forgotten() {
        let mut lanes = Lanes::new(9);
        lanes.push("a.example", at(50), id(1));
        lanes.push("b.example", at(50), id(2));
        assert_eq!(lanes.claim(at(100)).map(|(_, id)| id), Some(id(1)));
        assert_eq!(lanes.claim(at(10)), None, "the clock was set back: it is not due any more");
        assert_eq!(lanes.next_due(), Some(at(50)));
        assert_eq!(lanes.claim(at(60)).map(|(_, id)| id), Some(id(2)));
    }

    #[test]
    fn what_waits_for_years_is_brought_forward() {
        let mut lanes = Lanes::new(9);
        lanes.push("a.example", at(1_000_000), id(1));
        lanes.push("a.example", at(50), id(2));
        lanes.push("b.example", at(1_000_000), id(3));
        lanes.bring_forward(at(100), at(60));
        assert_eq!(lanes.next_due(), Some(at(50)));
        let claimed: Vec<_> = std::iter::from_fn(|| lanes.claim(at(60))).map(|(_, id)| id).collect();
        assert!(claimed.len() == 3 && claimed.contains(&id(1)) && claimed.contains(&id(3)), "{claimed:?}");
    }

    #[test]
    fn what_comes_and_goes_in_a_lane_with_a_deferred_message_leaves_no_alarms() {
        let mut lanes = Lanes::new(9);
        lanes.push("a.example", at(1_000_000), id(1));
        for n in 0..1000 {
            lanes.push("a.example", at(n), id(2));
            assert!(lanes.claim(at(n)).is_some());
            lanes.finished("a.example");
        }
        assert_eq!(lanes.alarms.len(), 1);
        assert_eq!(lanes.next_due(), Some(at(1_000_000)));
    }
}
