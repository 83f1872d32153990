//! What the queue knows of the messages it keeps: the log, applied.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use postrider_proto::mail::{Domain, QueueId};

use crate::Timestamp;
use crate::message::{Message, is_lane_of};
use crate::schedule::lane::Lanes;
use crate::store::index::{Index, IndexError, Position};

/// After so many messages changed, the index is committed.
const CHANGED_MAX: usize = 4096;

pub(crate) struct State {
    /// What has changed since the index was committed. Most messages come and go in here, and never reach the index.
    changed: HashMap<QueueId, Changed>,
    index: Index,
    /// How many messages are not done.
    count: u64,
    pub(crate) lanes: Lanes,
    /// Recipients, by their place in the envelope, for whom an attempt is under way.
    claimed: HashSet<(QueueId, u32)>,
    /// No log can be written: nothing is claimed, since its outcome could not be kept.
    pub(crate) broken: bool,
    /// Octets of the log at the last commit of the index, or the last try.
    committed_at_octets: u64,
    /// As many may be in `changed` before the next commit.
    changed_max: usize,
}

struct Changed {
    /// As it is now; none if it is done.
    now: Option<Arc<Message>>,
    /// The index has it, as it was.
    indexed: bool,
}

impl State {
    pub(crate) fn new(index: Index, lanes: Lanes) -> Result<Self, IndexError> {
        Ok(Self {
            changed: HashMap::new(),
            count: index.len()?,
            index,
            lanes,
            claimed: HashSet::new(),
            broken: false,
            committed_at_octets: 0,
            changed_max: CHANGED_MAX,
        })
    }

    /// A message that is not done.
    pub(crate) fn get(&self, id: QueueId) -> Result<Option<Arc<Message>>, IndexError> {
        match self.changed.get(&id) {
            Some(changed) => Ok(changed.now.clone()),
            None => Ok(self.index.get(id)?.map(Arc::new)),
        }
    }

    /// The same, where a message that cannot be read may be left for later.
    pub(crate) fn look_up(&mut self, id: QueueId) -> Option<Arc<Message>> {
        self.get(id).unwrap_or_else(|error| {
            self.doubt(&error);
            None
        })
    }

    /// A message could not be read: the index is given up, if it is not to be tried again.
    pub(crate) fn doubt(&mut self, error: &IndexError) {
        if !self.index.is_closed() {
            self.give_up_index(error);
        }
    }

    /// The index is made again at the next start.
    pub(crate) fn give_up_index(&mut self, error: &IndexError) {
        self.index.give_up(error);
    }

    /// A message that was there, as it is from now on.
    pub(crate) fn put(&mut self, id: QueueId, message: Arc<Message>) {
        // What has not changed yet came from the index.
        let changed = self.changed.entry(id).or_insert(Changed { now: None, indexed: true });
        changed.now = Some(message);
    }

    /// A message that has come.
    pub(crate) fn add(&mut self, id: QueueId, message: Message) {
        self.count += 1;
        self.changed.insert(id, Changed { now: Some(Arc::new(message)), indexed: false });
    }

    /// A message is done.
    pub(crate) fn remove(&mut self, id: QueueId) {
        self.count = self.count.saturating_sub(1);
        if self.changed.get(&id).is_some_and(|changed| !changed.indexed) {
            self.changed.remove(&id);
        } else {
            self.changed.insert(id, Changed { now: None, indexed: true });
        }
    }

    /// How many messages are not done.
    pub(crate) fn count(&self) -> u64 {
        self.count
    }

    /// Gives every message to `take`.
    pub(crate) fn for_each(&self, mut take: impl FnMut(QueueId, &Message)) -> Result<(), IndexError> {
        self.index.for_each(|id, message| {
            if !self.changed.contains_key(&id) {
                take(id, &message);
            }
        })?;
        for (id, changed) in &self.changed {
            if let Some(message) = &changed.now {
                take(*id, message);
            }
        }
        Ok(())
    }

    /// The messages behind `after`, in the order in which they came; at most `most`.
    pub(crate) fn by_age(
        &self,
        after: Option<(Timestamp, QueueId)>,
        most: usize,
    ) -> Result<Vec<(Timestamp, QueueId)>, IndexError> {
        let mut found = self.index.by_age(after, most, |id| !self.changed.contains_key(&id))?;
        let here =
            self.changed.iter().filter_map(|(id, changed)| Some((changed.now.as_ref()?.received, *id)));
        found.extend(here.filter(|entry| after.is_none_or(|after| *entry > after)));
        found.sort_unstable();
        found.truncate(most);
        Ok(found)
    }

    /// Puts a message's recipients that wait, and have no attempt under way, into their lanes.
    pub(crate) fn schedule(&mut self, id: QueueId, message: &Message) {
        for (lane, due) in lanes_of(message, |index| !self.claimed.contains(&(id, index))) {
            self.lanes.push(&lane, due, id);
        }
    }

    /// The same for one lane; the others have their entries already.
    pub(crate) fn schedule_in(&mut self, lane: &str, id: QueueId, message: &Message) {
        let waiting = message
            .waiting()
            .filter(|(index, domain, _)| is_lane_of(lane, domain) && !self.claimed.contains(&(id, *index)));
        if let Some(due) = waiting.map(|(.., due)| due).min() {
            self.lanes.push(lane, due, id);
        }
    }

    /// Claims the recipients of a message that are due in this lane, and have no attempt under way. They are to be released.
    pub(crate) fn claim(&mut self, id: QueueId, message: &Message, lane: &str, now: Timestamp) -> Vec<u32> {
        let due = message.waiting().filter(|(index, of, due)| {
            *due <= now && is_lane_of(lane, of) && !self.claimed.contains(&(id, *index))
        });
        let due: Vec<u32> = due.map(|(index, ..)| index).collect();
        self.claimed.extend(due.iter().map(|index| (id, *index)));
        due
    }

    /// An attempt for these recipients has ended.
    pub(crate) fn release(&mut self, id: QueueId, recipients: impl Iterator<Item = u32>) {
        for index in recipients {
            self.claimed.remove(&(id, index));
        }
    }

    pub(crate) fn is_claimed(&self, id: QueueId, recipient: u32) -> bool {
        self.claimed.contains(&(id, recipient))
    }

    /// Whether it is time to commit the index: a start after a crash reads the log from the last commit on, and the segments before
    /// it cannot be freed.
    pub(crate) fn is_behind(&self, log_octets: u64, octets_max: u64) -> bool {
        self.changed.len() >= self.changed_max || log_octets - self.committed_at_octets >= octets_max
    }

    /// Commits the index: it has counted in the log up to `position`. If that fails, what has changed is kept here, and it is tried
    /// again later; the log is the truth, and nobody has to wait for the index.
    pub(crate) fn commit_index(
        &mut self,
        position: Option<Position>,
        log_octets: u64,
    ) -> Result<(), IndexError> {
        self.committed_at_octets = log_octets;
        let changed = self.changed.iter().map(|(id, changed)| (id, changed.now.as_deref()));
        let committed = self.index.commit(changed, position);
        match committed {
            Ok(()) => {
                self.changed.clear();
                self.changed_max = CHANGED_MAX;
            }
            Err(_) => self.changed_max = self.changed.len() + CHANGED_MAX,
        }
        committed
    }
}

/// The lanes that a message waits in, and from when on in each, for those of its recipients that count.
pub(crate) fn lanes_of(message: &Message, counts: impl Fn(u32) -> bool) -> Vec<(String, Timestamp)> {
    let mut lanes: Vec<(String, Timestamp)> = Vec::new();
    let mut place: HashMap<&Domain, usize> = HashMap::new();
    for (index, domain, due) in message.waiting() {
        if counts(index) {
            let at = *place.entry(domain).or_insert(lanes.len());
            match lanes.get_mut(at) {
                Some((_, first)) => *first = due.min(*first),
                None => lanes.push((domain.to_string(), due)),
            }
        }
    }
    lanes
}
