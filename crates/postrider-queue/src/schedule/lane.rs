//! Lanes: one for each destination, so that a slow one holds up nobody else.

use std::cmp::Reverse;
use std::collections::{BinaryHeap, HashMap, VecDeque};

use postrider_proto::mail::QueueId;

use crate::Timestamp;

/// What waits, by destination, and whose turn it is.
#[derive(Debug)]
pub(crate) struct Lanes {
    lanes: HashMap<String, Lane>,
    /// The lanes that hold something, in the order of their turns.
    turns: VecDeque<String>,
    running_max: usize,
}

#[derive(Debug, Default)]
struct Lane {
    /// Oldest due first; among equals, the first that came.
    waiting: BinaryHeap<Reverse<(Timestamp, u64, QueueId)>>,
    came: u64,
    running: usize,
}

impl Lanes {
    /// Lanes of which each may have so many attempts under way.
    pub(crate) fn new(running_max: usize) -> Self {
        Self { lanes: HashMap::new(), turns: VecDeque::new(), running_max }
    }

    /// Something of this message waits in this lane until `due`.
    pub(crate) fn push(&mut self, lane: &str, due: Timestamp, id: QueueId) {
        if !self.lanes.contains_key(lane) {
            self.lanes.insert(lane.to_owned(), Lane::default());
            self.turns.push_back(lane.to_owned());
        }
        let lane = self.lanes.get_mut(lane).expect("just made");
        lane.came += 1;
        lane.waiting.push(Reverse((due, lane.came, id)));
    }

    /// Takes what is due, from the lane whose turn it is. Every claim is to be given back with [`Lanes::finished`].
    pub(crate) fn claim(&mut self, now: Timestamp) -> Option<(String, QueueId)> {
        for _ in 0..self.turns.len() {
            let name = self.turns.pop_front()?;
            let lane = self.lanes.get_mut(&name).expect("every turn is a lane's");
            let free = lane.running < self.running_max;
            let due = lane.waiting.peek().is_some_and(|Reverse((due, ..))| *due <= now);
            let claimed = if free && due { lane.waiting.pop() } else { None };
            if let Some(Reverse((_, _, id))) = claimed {
                lane.running += 1;
                self.turns.push_back(name.clone());
                return Some((name, id));
            }
            self.turns.push_back(name);
        }
        None
    }

    /// An attempt of this lane has ended.
    pub(crate) fn finished(&mut self, name: &str) {
        let Some(lane) = self.lanes.get_mut(name) else { return };
        lane.running = lane.running.saturating_sub(1);
        if lane.running == 0 && lane.waiting.is_empty() {
            self.lanes.remove(name);
            self.turns.retain(|turn| turn != name);
        }
    }

    /// When the next thing is due in a lane that is free to take it.
    pub(crate) fn next_due(&self) -> Option<Timestamp> {
        let free = self.lanes.values().filter(|lane| lane.running < self.running_max);
        free.filter_map(|lane| lane.waiting.peek().map(|Reverse((due, ..))| *due)).min()
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
        assert!(lanes.lanes.is_empty() && lanes.turns.is_empty());
    }
}
