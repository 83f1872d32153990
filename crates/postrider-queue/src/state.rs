//! What the queue knows of the messages it keeps: the log, applied.

use std::borrow::Cow;
use std::collections::{BTreeMap, HashMap, HashSet};
use std::sync::Arc;
use std::time::Duration;

use postrider_proto::mail::{Domain, QueueId};

use crate::Timestamp;
use crate::history::History;
use crate::message::{Message, Stop, lane_of};
use crate::schedule::lane::Lanes;
use crate::store::index::{Index, IndexError, Position};

/// After so many messages changed, the index is committed. A large queue has many pages: the more changes share one commit, the
/// fewer of them are written twice.
const CHANGED_MAX: usize = 4096;
const CHANGED_MAX_LARGE: usize = 65_536;

/// A clock that has gone back by no more than this was only corrected a little.
const CLOCK_STEP: Duration = Duration::from_secs(60);

/// So many messages are remembered that no attempt was made for. Of the others it is not certain.
const UNTRIED_MAX: usize = 100_000;

/// What has changed in messages since some commit of the index.
/// Sorted, so that neighbours in the index are written together, and a run that is repeated writes the same pages.
type Overlay = BTreeMap<QueueId, Changed>;

pub(crate) struct State {
    /// What has changed since the index was committed, or the commit under way was begun. Most messages come and go in here, and
    /// never reach the index.
    changed: Overlay,
    /// What the commit under way is about.
    committing: Option<Arc<Overlay>>,
    index: Arc<Index>,
    /// How many messages are not done.
    count: u64,
    /// How many of them nothing is tried for.
    stopped: Stopped,
    pub(crate) lanes: Lanes,
    /// The messages with an attempt under way. Each is kept here as it is, whether or not the index can be read when its outcome comes.
    claimed: HashMap<QueueId, UnderWay>,
    /// The longest that anything waits.
    longest: Duration,
    /// What is done, for whoever asks what became of it.
    pub(crate) history: History,
    /// The time of the last claim.
    clock: Timestamp,
    /// No log can be written: nothing is claimed, since its outcome could not be kept.
    pub(crate) broken: bool,
    /// Messages that came since the start and that no attempt was made for, as far as there is room to remember them.
    untried: HashSet<QueueId>,
    /// Octets of the log when the last commit of the index was begun.
    committed_at_octets: u64,
    /// After a commit that failed, so many more may change before the next.
    failed_at: usize,
}

/// How many messages nothing is tried for, by why.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Stopped {
    pub(crate) failed: u64,
    pub(crate) held: u64,
}

impl Stopped {
    /// A message more.
    pub(crate) fn count(&mut self, stop: Option<Stop>) {
        if let Some(stop) = stop {
            *self.of(stop) += 1;
        }
    }

    const fn of(&mut self, stop: Stop) -> &mut u64 {
        match stop {
            Stop::Failed => &mut self.failed,
            Stop::Held => &mut self.held,
        }
    }
}

/// A message with an attempt under way.
struct UnderWay {
    /// None if it was put aside meanwhile.
    message: Option<Arc<Message>>,
    /// For these recipients, by their place in the envelope.
    recipients: Vec<u32>,
}

#[derive(Clone)]
struct Changed {
    /// As it is now; none if it is done.
    now: Option<Arc<Message>>,
    /// The index may have it, as it was.
    indexed: bool,
}

/// A commit of the index, to be made by whoever has the time: nobody is kept waiting meanwhile.
pub(crate) struct IndexCommit {
    index: Arc<Index>,
    changed: Arc<Overlay>,
    position: Option<Position>,
}

impl IndexCommit {
    /// Makes it. What came of it is told to [`State::committed`]. Gives the position that the index has come to.
    pub(crate) fn run(self) -> Result<Option<Position>, IndexError> {
        let changed: Vec<_> =
            self.changed.iter().map(|(id, changed)| (*id, changed.now.as_deref())).collect();
        self.index.commit(&changed, self.position).map(|()| self.position)
    }
}

impl State {
    pub(crate) fn new(
        index: Index,
        lanes: Lanes,
        longest: Duration,
        history: History,
    ) -> Result<Self, IndexError> {
        Ok(Self {
            changed: Overlay::new(),
            committing: None,
            count: index.len()?,
            // Told when all messages have been looked at.
            stopped: Stopped::default(),
            index: Arc::new(index),
            lanes,
            claimed: HashMap::new(),
            longest,
            history,
            // Whatever the clock shows, what was kept may be from a time when it was ahead.
            clock: Timestamp::from_millis(u64::MAX),
            broken: false,
            untried: HashSet::new(),
            committed_at_octets: 0,
            failed_at: 0,
        })
    }

    /// What has changed in a message since the index was committed.
    fn change(&self, id: QueueId) -> Option<&Changed> {
        self.changed.get(&id).or_else(|| self.committing.as_ref()?.get(&id))
    }

    /// A message that is not done.
    pub(crate) fn get(&self, id: QueueId) -> Result<Option<Arc<Message>>, IndexError> {
        match (self.change(id), self.claimed.get(&id)) {
            (Some(changed), _) => Ok(changed.now.clone()),
            (None, Some(under_way)) => Ok(under_way.message.clone()),
            (None, None) => Ok(self.index.get(id)?.map(Arc::new)),
        }
    }

    /// The same, where a message that cannot be read may be left for later.
    pub(crate) fn look_up(&mut self, id: QueueId) -> Option<Arc<Message>> {
        self.get(id).unwrap_or_else(|error| {
            self.doubt(&error);
            None
        })
    }

    /// A message could not be read. If that is because of what stands in the index, and not of the disk, it is made again at the next
    /// start.
    pub(crate) fn doubt(&mut self, error: &IndexError) {
        if error.is_doubt() {
            self.index.give_up(error);
        }
    }

    /// Whether the index is out of use until the next start.
    pub(crate) fn has_lost_index(&self) -> bool {
        self.index.is_given_up()
    }

    /// A message that was there, as it is from now on.
    pub(crate) fn put(&mut self, id: QueueId, message: Arc<Message>) {
        // What has not changed yet came from the index, or will be there when the commit under way is done.
        let changed = self.changed.entry(id).or_insert(Changed { now: None, indexed: true });
        changed.now = Some(Arc::clone(&message));
        if let Some(under_way) = self.claimed.get_mut(&id) {
            under_way.message = Some(message);
        }
    }

    /// A message that has come.
    pub(crate) fn add(&mut self, id: QueueId, message: Message) {
        self.count += 1;
        self.recount_stopped(None, message.stop());
        // It may have been here before, and been put back by hand.
        let indexed = self.change(id).is_some_and(|changed| changed.indexed) || self.is_in_commit(id);
        self.changed.insert(id, Changed { now: Some(Arc::new(message)), indexed });
    }

    fn is_in_commit(&self, id: QueueId) -> bool {
        self.committing.as_ref().is_some_and(|committing| committing.contains_key(&id))
    }

    /// A message has come that was never here before.
    pub(crate) fn add_new(&mut self, id: QueueId, message: Message) {
        self.add(id, message);
        if self.untried.len() < UNTRIED_MAX {
            self.untried.insert(id);
        }
    }

    /// A message is done.
    pub(crate) fn remove(&mut self, id: QueueId) {
        self.count = self.count.saturating_sub(1);
        self.untried.remove(&id);
        let was = self.get(id).ok().flatten().and_then(|message| message.stop());
        self.recount_stopped(was, None);
        if let Some(under_way) = self.claimed.get_mut(&id) {
            under_way.message = None;
        }
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

    /// How many messages nothing is tried for.
    pub(crate) fn stopped(&self) -> Stopped {
        self.stopped
    }

    /// All messages have been looked at, and there are so many.
    pub(crate) fn set_stopped(&mut self, stopped: Stopped) {
        self.stopped = stopped;
    }

    /// A message has changed.
    pub(crate) fn recount_stopped(&mut self, was: Option<Stop>, is: Option<Stop>) {
        self.stopped.count(is);
        if let Some(was) = was {
            let count = self.stopped.of(was);
            *count = count.saturating_sub(1);
        }
    }

    /// Gives every message to `take`.
    pub(crate) fn for_each(&self, mut take: impl FnMut(QueueId, &Message)) -> Result<(), IndexError> {
        self.index.for_each(|id, message| {
            if self.change(id).is_none() {
                take(id, &message);
            }
        })?;
        for (id, message) in self.in_memory() {
            take(id, message);
        }
        Ok(())
    }

    /// The messages that have changed since the index was committed and are not done.
    fn in_memory(&self) -> impl Iterator<Item = (QueueId, &Message)> {
        let committing = self.committing.iter().flat_map(|committing| committing.iter());
        let committing = committing.filter(|(id, _)| !self.changed.contains_key(*id));
        self.changed.iter().chain(committing).filter_map(|(id, changed)| Some((*id, changed.now.as_deref()?)))
    }

    /// The messages behind `after`, in the order in which they came; at most `most`.
    pub(crate) fn by_age(
        &self,
        after: Option<(Timestamp, QueueId)>,
        most: usize,
    ) -> Result<Vec<(Timestamp, QueueId)>, IndexError> {
        let mut found = self.index.by_age(after, most, |id| self.change(id).is_none())?;
        let here = self.in_memory().map(|(id, message)| (message.received, id));
        found.extend(here.filter(|entry| after.is_none_or(|after| *entry > after)));
        // Many may be in memory, and whoever walks through a large queue comes here for every page.
        if most > 0 && found.len() > most {
            found.select_nth_unstable(most - 1);
        }
        found.truncate(most);
        found.sort_unstable();
        Ok(found)
    }

    /// Puts a message's recipients that wait, and have no attempt under way, into their lanes.
    pub(crate) fn schedule(&mut self, id: QueueId, message: &Message) {
        for (lane, due) in lanes_of(message, |index| !self.is_claimed(id, index)) {
            self.lanes.push(&lane, due, id);
        }
    }

    /// The same for the lanes of these recipients: what was due there may have been passed over while they had an attempt under way. The
    /// others have their entries already.
    pub(crate) fn schedule_beside(&mut self, id: QueueId, message: &Message, recipients: &[u32]) {
        let domain = |index: u32| Some(message.envelope.recipients.get(index as usize)?.mailbox.domain());
        let domains: HashSet<&Domain> = recipients.iter().filter_map(|index| domain(*index)).collect();
        let beside = |index| domain(index).is_some_and(|domain| domains.contains(domain));
        for (lane, due) in lanes_of(message, |index| beside(index) && !self.is_claimed(id, index)) {
            self.lanes.push(&lane, due, id);
        }
    }

    /// The clock shows this now. What came while it was years ahead is not to wait for years when it has been set back.
    pub(crate) fn look_at_clock(&mut self, now: Timestamp) {
        if self.clock.since(now) > CLOCK_STEP {
            self.lanes.bring_forward(now.plus(self.longest), now);
        }
        self.clock = now;
        self.history.expire(now);
    }

    /// The recipients of a message that are due, have no attempt under way, and are wanted.
    pub(crate) fn due(
        &self,
        id: QueueId,
        message: &Message,
        now: Timestamp,
        is_wanted: impl Fn(u32, &Domain) -> bool,
    ) -> Vec<u32> {
        let due = message.waiting().filter(|(index, domain, due)| {
            // What is due later than anything can be was given its time by a clock that was wrong.
            let is_due = *due <= now || due.since(now) > self.longest;
            is_due && is_wanted(*index, domain) && !self.is_claimed(id, *index)
        });
        due.map(|(index, ..)| index).collect()
    }

    /// An attempt for these recipients begins. They are to be released.
    ///
    /// Gives whether it is certain that none was made before.
    pub(crate) fn begin(&mut self, id: QueueId, message: &Arc<Message>, recipients: &[u32]) -> bool {
        if recipients.is_empty() {
            return false;
        }
        let nobody = || UnderWay { message: Some(Arc::clone(message)), recipients: Vec::new() };
        self.claimed.entry(id).or_insert_with(nobody).recipients.extend(recipients);
        self.untried.remove(&id)
    }

    /// An attempt for these recipients has ended.
    pub(crate) fn release(&mut self, id: QueueId, recipients: &[u32]) {
        if let Some(under_way) = self.claimed.get_mut(&id) {
            under_way.recipients.retain(|index| !recipients.contains(index));
            if under_way.recipients.is_empty() {
                self.claimed.remove(&id);
            }
        }
    }

    pub(crate) fn is_claimed(&self, id: QueueId, recipient: u32) -> bool {
        self.claimed.get(&id).is_some_and(|under_way| under_way.recipients.contains(&recipient))
    }

    /// Whether an attempt is under way for any recipient of this message.
    pub(crate) fn is_under_way(&self, id: QueueId) -> bool {
        self.claimed.contains_key(&id)
    }

    /// Whether it is time to commit the index: a start after a crash reads the log from the last commit on, and the segments before
    /// it cannot be freed.
    pub(crate) fn is_behind(&self, log_octets: u64, octets_max: u64) -> bool {
        let large = usize::try_from(self.count / 16).unwrap_or(usize::MAX);
        self.has_changed(large.clamp(CHANGED_MAX, CHANGED_MAX_LARGE))
            || log_octets - self.committed_at_octets >= octets_max
    }

    /// Whether so many messages have changed since the last commit of the index, or since one that failed.
    pub(crate) fn has_changed(&self, messages: usize) -> bool {
        self.changed.len() >= self.failed_at + messages
    }

    /// Whether a commit of the index is under way.
    pub(crate) fn is_committing(&self) -> bool {
        self.committing.is_some()
    }

    /// Begins a commit of the index, which counts in the log up to `position`. One that is still under way is taken back.
    pub(crate) fn begin_commit(&mut self, position: Option<Position>, log_octets: u64) -> IndexCommit {
        self.take_back();
        self.committed_at_octets = log_octets;
        let changed = Arc::new(std::mem::take(&mut self.changed));
        self.committing = Some(Arc::clone(&changed));
        IndexCommit { index: Arc::clone(&self.index), changed, position }
    }

    /// The commit under way is done, or has failed: then what has changed is kept here, and it is tried again later; the log is the
    /// truth, and nobody has to wait for the index.
    pub(crate) fn committed(&mut self, done: bool) {
        if done {
            (self.committing, self.failed_at) = (None, 0);
        } else {
            self.take_back();
            self.failed_at = self.changed.len();
        }
    }

    /// What was to be committed is not, as far as is known.
    fn take_back(&mut self) {
        let Some(committing) = self.committing.take() else { return };
        // The housekeeper may not have dropped its own yet.
        let committing = Arc::try_unwrap(committing).unwrap_or_else(|shared| Overlay::clone(&shared));
        for (id, before) in committing {
            self.changed.entry(id).or_insert(before).indexed = true;
        }
    }

    /// Commits the index here and now.
    pub(crate) fn commit_index(
        &mut self,
        position: Option<Position>,
        log_octets: u64,
    ) -> Result<Option<Position>, IndexError> {
        let committed = self.begin_commit(position, log_octets).run();
        self.committed(committed.is_ok());
        committed
    }
}

/// The lanes that a message waits in, and from when on in each, for those of its recipients that count.
pub(crate) fn lanes_of(message: &Message, counts: impl Fn(u32) -> bool) -> Vec<(Cow<'_, str>, Timestamp)> {
    let mut waiting = message.waiting().filter(|(index, ..)| counts(*index));
    let Some((_, domain, due)) = waiting.next() else { return Vec::new() };
    let mut lanes = vec![(lane_of(domain), due)];
    // Most messages have one recipient, and a start looks at all of them.
    let Some(second) = waiting.next() else { return lanes };
    let mut place = HashMap::from([(domain, 0)]);
    for (_, domain, due) in std::iter::once(second).chain(waiting) {
        let at = *place.entry(domain).or_insert(lanes.len());
        match lanes.get_mut(at) {
            Some((_, first)) => *first = due.min(*first),
            None => lanes.push((lane_of(domain), due)),
        }
    }
    lanes
}
