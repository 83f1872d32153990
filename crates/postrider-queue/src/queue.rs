//! The queue, as the rest of the server sees it.

use std::collections::HashMap;
use std::fmt;
use std::io;
use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::sync::mpsc::{Sender, channel};
use std::thread::Builder;
use std::time::Duration;

use postrider_proto::mail::{Domain, Envelope, QueueId};
use tokio::sync::oneshot;

use crate::Timestamp;
use crate::attempt::{Attempt, Claimed, Outcome, RecipientIndex, Report, SettleError};
use crate::census::Census;
use crate::counters::Counters;
use crate::durable::{CommitError, Durable};
use crate::housekeeping::Housekeeper;
use crate::inbox::Inbox;
use crate::intake::{Held, Intake};
use crate::large::{self, Large};
use crate::message::{Message, RecipientState, Status, is_lane_of};
use crate::options::Options;
use crate::room::{self, NoRoom};
use crate::schedule::admission::Admission;
use crate::schedule::lane::{InLine, InTurn};
use crate::schedule::retry::Retry;
use crate::shared::Shared;
use crate::start::{self, Started};
use crate::store::disk::Disk;
use crate::store::log::Log;
use crate::store::record::AppendBody;
use crate::store::recover::{OpenError, Recovery};
use crate::timeline::{Decision, Ending, Timeline, Trail, Tried, cut};
use crate::writer::{Append, Before, Change, Request, Settle, Writer};

/// How long a message waits that cannot be read from the index.
const UNREADABLE: Duration = Duration::from_secs(60);

/// The queue. A handle: clones are the same queue. When the last one is gone, the writer ends.
#[derive(Clone)]
pub struct Queue {
    shared: Arc<Shared>,
    doors: Arc<Doors>,
}

/// Where the handles put what is to be done.
struct Doors {
    writer: Arc<Inbox<Request>>,
    large: Sender<Large>,
}

impl Drop for Doors {
    fn drop(&mut self) {
        self.writer.put(Request::Stop(None));
    }
}

impl Queue {
    /// Opens the queue: locks its folder, reads the log back, and starts the writer. Blocks while it does.
    ///
    /// # Errors
    ///
    /// Another process has it, another version has written it, or the disk does not do what it is asked.
    pub fn open(options: Options, disk: Arc<dyn Disk>) -> Result<(Self, Recovery), OpenError> {
        let folder = options.folder.clone();
        let (shared, log, recovery) = Self::read_back(options, disk)?;
        let queue = Self::start(shared, log).map_err(|error| OpenError::Io { path: folder, error })?;
        Ok((queue, recovery))
    }

    /// Starts the threads.
    fn start(shared: Arc<Shared>, log: Log) -> io::Result<Self> {
        let (writer, (to_house, chores)) = (Arc::new(Inbox::new()), channel());
        let large = large::start(&shared.disk, &writer)?;
        let house = Housekeeper::new(Arc::clone(&shared), Arc::clone(&writer));
        let house = Builder::new().name("queue-house".into()).spawn(move || house.run(&chores))?;
        let for_log = Writer::new(log, Arc::clone(&shared), Arc::clone(&writer), to_house);
        // If the housekeeper broke off, it has said so itself.
        let run = move || for_log.run(|| drop(house.join()));
        Builder::new().name("queue-writer".into()).spawn(run)?;
        Ok(Self::of(shared, writer, large))
    }

    /// Reads back what is on the disk; nothing is at work yet.
    pub(crate) fn read_back(
        options: Options,
        disk: Arc<dyn Disk>,
    ) -> Result<(Arc<Shared>, Log, Recovery), OpenError> {
        let Started { lock, state, log, files, recovery } = start::start(&options, &disk)?;
        let shared = Shared::new(disk, options, state, files, lock);
        Ok((Arc::new(shared), log, recovery))
    }

    /// A handle, of which others take what is sent to the writer and to those who make large bodies safe.
    pub(crate) fn of(shared: Arc<Shared>, writer: Arc<Inbox<Request>>, large: Sender<Large>) -> Self {
        Self { shared, doors: Arc::new(Doors { writer, large }) }
    }

    /// A fresh id.
    ///
    /// # Panics
    ///
    /// The system gives no random octets; no Linux that runs this does so after its start.
    #[must_use]
    pub fn new_id(&self) -> QueueId {
        let mut bytes = [0; 16];
        self.shared.disk.random(&mut bytes).expect("the system has random octets");
        QueueId::from_bytes(bytes)
    }

    /// When a recipient is tried again, where nothing else is said.
    #[must_use]
    pub fn retry(&self) -> &Retry {
        &self.shared.options.retry
    }

    /// Whether there is room for a message of this size, or of a usual size where none is known.
    ///
    /// # Errors
    ///
    /// There is none.
    pub fn has_room(&self, octets: Option<u64>) -> Result<(), NoRoom> {
        self.shared.has_room(octets.unwrap_or(room::STEP))
    }

    /// Begins to take in a message, reserving room for what it was declared to have.
    ///
    /// # Errors
    ///
    /// There is no room.
    pub fn begin(&self, id: QueueId, declared: Option<u64>) -> Result<Intake, NoRoom> {
        Intake::new(&self.shared, id, declared)
    }

    /// Makes a message safe. When this gives a [`Durable`], the message survives whatever happens to this machine but the
    /// loss of its disk.
    ///
    /// # Errors
    ///
    /// It could not be made safe, and is not in the queue.
    pub fn commit(
        &self,
        intake: Intake,
        envelope: Envelope,
        received: Timestamp,
    ) -> impl Future<Output = Result<Durable, CommitError>> + Send + use<> {
        self.append(intake, envelope, received, None)
    }

    /// Makes a message safe that was in a queue before, with what was tried for it and where its recipients stand: any that does not just wait since it came
    /// has a version above 0. Whoever calls this knows that no message of this id is here.
    ///
    /// # Errors
    ///
    /// It could not be made safe, and is not in the queue.
    pub fn restore(
        &self,
        intake: Intake,
        envelope: Envelope,
        received: Timestamp,
        recipients: Vec<RecipientState>,
        timeline: Timeline,
    ) -> impl Future<Output = Result<Durable, CommitError>> + Send + use<> {
        self.append(intake, envelope, received, Some(Before { recipients, timeline }))
    }

    /// Hands the message to the writer before it returns. What is waited for holds nothing but the reply: a session has it in its memory
    /// for as long as it lasts.
    fn append(
        &self,
        mut intake: Intake,
        envelope: Envelope,
        received: Timestamp,
        before: Option<Before>,
    ) -> impl Future<Output = Result<Durable, CommitError>> + Send + use<> {
        let (id, octets, envelope) = (intake.id(), intake.octets(), Arc::new(envelope));
        let origin = intake.take_origin().map(Arc::new);
        let (reply, answer) = oneshot::channel();
        let append = |body| Append { id, envelope, origin, received, octets, body, before, reply };
        // The promise of room is kept until the group is written. Whoever cannot be asked any more drops the reply.
        let (held, reservation) = intake.into_held();
        match held {
            Held::Small(body) => {
                self.doors.writer.put(Request::Append(append(AppendBody::Inline(body))));
            }
            Held::Large { file, crc, folder } => {
                let append = append(AppendBody::File { octets, crc });
                drop(self.doors.large.send(Large { file, folder, append }));
            }
        }
        async move {
            let answer = answer.await.unwrap_or_else(|_| Err(CommitError::closed()));
            drop(reservation);
            answer
        }
    }

    /// Claims what is due: recipients of one message, in one lane.
    #[must_use]
    pub fn claim(&self, now: Timestamp) -> Option<Attempt> {
        self.claim_where(now, |_| Admission::Open)
    }

    /// The same, from a lane that is open: `admit` is asked of each whose turn it is. It is asked under a lock, and calls nothing here.
    #[must_use]
    pub fn claim_where(&self, now: Timestamp, mut admit: impl FnMut(&str) -> Admission) -> Option<Attempt> {
        let mut guard = self.shared.state();
        let state = &mut *guard;
        if state.broken {
            return None;
        }
        state.look_at_clock(now);
        loop {
            let InTurn { lane, id, overdue } = state.lanes.claim(now, &mut admit)?;
            let message = match state.get(id) {
                Ok(message) => message,
                Err(error) => {
                    // It stays in its lane for the time when it can be read again.
                    state.doubt(&error);
                    state.lanes.push(&lane, now.plus(UNREADABLE), id);
                    state.lanes.finished(&lane);
                    continue;
                }
            };
            let in_lane = |_, domain: &Domain| is_lane_of(&lane, domain);
            let due =
                message.as_ref().map(|message| state.due(id, message, now, in_lane)).unwrap_or_default();
            let message = match message {
                Some(message) if !due.is_empty() => message,
                other => {
                    // It was brought forward, and is not due now that its turn has come: it waits for its own time.
                    let later = other.and_then(|message| {
                        let here = message.waiting().filter(|(index, domain, _)| {
                            is_lane_of(&lane, domain) && !state.is_claimed(id, *index)
                        });
                        here.map(|(.., due)| due).min()
                    });
                    if let Some(due) = later {
                        state.lanes.push(&lane, due, id);
                    }
                    state.lanes.finished(&lane);
                    continue;
                }
            };
            let is_first = state.begin(id, &message, &due);
            let mut attempt = self.attempt(id, Some(lane), message, due, now);
            (attempt.overdue, attempt.is_first) = (overdue, is_first);
            return Some(attempt);
        }
    }

    /// An attempt for these recipients, which are claimed.
    pub(crate) fn attempt(
        &self,
        id: QueueId,
        lane: Option<Arc<str>>,
        message: Arc<Message>,
        claimed: Vec<RecipientIndex>,
        now: Timestamp,
    ) -> Attempt {
        let recipients = claimed.into_iter().map(|index| Claimed::of(&message, index)).collect();
        let shared = Arc::clone(&self.shared);
        Attempt {
            shared,
            id,
            lane,
            message,
            claimed_at: now,
            recipients,
            overdue: false,
            is_first: false,
            trails: Vec::new(),
            damaged: Arc::default(),
            settled: false,
        }
    }

    /// These lanes may be open again: they are looked at.
    pub fn wake<'a>(&self, lanes: impl IntoIterator<Item = &'a str>, now: Timestamp) {
        let mut state = self.shared.state();
        for lane in lanes {
            state.lanes.wake(lane, now);
        }
        drop(state);
        self.shared.changed.notify_waiters();
    }

    /// When the next claim may succeed, as things stand.
    #[must_use]
    pub fn next_due(&self) -> Option<Timestamp> {
        self.shared.state().lanes.next_due()
    }

    /// Waits until there is more to claim than when this was called: a message came, or an attempt has made room for another.
    pub fn changed(&self) -> tokio::sync::futures::Notified<'_> {
        self.shared.changed.notified()
    }

    /// Keeps what came of an attempt, together with what the sender is told of it. Reports that do not fit into a segment are left out,
    /// and what they would have told of is kept as failed. Recipients without an outcome go back to their lane.
    /// What is to be kept is on its way when this returns; it is kept when the future is done, whether or not somebody waits for that.
    ///
    /// # Errors
    ///
    /// The queue is closed.
    pub fn settle(
        &self,
        mut attempt: Attempt,
        mut outcomes: Vec<(RecipientIndex, Outcome)>,
        mut reports: Vec<Report>,
        now: Timestamp,
    ) -> impl Future<Output = Result<(), SettleError>> + use<> {
        let octets: usize = reports.iter().map(|report| report.content.len()).sum();
        if octets as u64 > self.shared.options.reports_octets_max() {
            tracing::error!(id = %attempt.id, octets, "the reports do not fit into a segment of the queue: nobody is told, and what failed is kept");
            reports.clear();
            for (_, outcome) in &mut outcomes {
                if let Outcome::Bounced { reason } = outcome {
                    *outcome = Outcome::Failed { reason: std::mem::take(reason) };
                }
            }
        }
        let salt = u64::from(attempt.id.as_bytes()[0]);
        let mut changes = Vec::with_capacity(outcomes.len());
        let mut trails: HashMap<RecipientIndex, Trail> = attempt.trails.drain(..).collect();
        let mut endings = Vec::with_capacity(outcomes.len());
        for (recipient, outcome) in outcomes {
            let Some(claimed) = attempt.recipients.iter().find(|claimed| claimed.index == recipient) else {
                continue;
            };
            let retry = &self.shared.options.retry;
            let (status, told, note) = match outcome {
                Outcome::Delivered { to } => (Status::Delivered, false, to),
                Outcome::Deferred { reason, until, told } => {
                    let due = until.unwrap_or_else(|| retry.next(claimed.attempts + 1, now, salt));
                    let due = due.min(now.plus(self.shared.options.longest()));
                    (Status::Waiting { due }, told || claimed.told, reason)
                }
                Outcome::Bounced { reason } => (Status::Bounced, false, reason),
                Outcome::Failed { reason } => (Status::Failed, false, reason),
            };
            let Trail { answers, unknown } = trails.remove(&recipient).unwrap_or_default();
            let mut note = note;
            cut(&mut note, Timeline::TEXT_MAX);
            let decision = decision(status, unknown);
            endings.push((recipient, Ending { decision, note: note.clone(), answers }));
            changes.push(Change { recipient, status, told, note });
        }
        self.keep(attempt, changes, endings, reports, now)
    }

    /// Gives the writer what is to be kept of an attempt.
    pub(crate) fn keep(
        &self,
        mut attempt: Attempt,
        changes: Vec<Change>,
        endings: Vec<(RecipientIndex, Ending)>,
        reports: Vec<Report>,
        now: Timestamp,
    ) -> impl Future<Output = Result<(), SettleError>> + use<> {
        attempt.settled = true;
        let tried = Arc::new(Tried::new(attempt.claimed_at, now, endings));
        let (reply, answer) = oneshot::channel();
        let claimed = attempt.recipients.iter().map(|claimed| claimed.index).collect();
        let lane = attempt.lane.clone();
        let message = Arc::clone(&attempt.message);
        let damaged = attempt.damaged.load(Ordering::Relaxed);
        let settle = Settle {
            id: attempt.id,
            message,
            lane,
            claimed,
            changes,
            tried,
            reports,
            at: now,
            damaged,
            reply,
        };
        self.doors.writer.put(Request::Settle(settle));
        async { answer.await.unwrap_or(Err(SettleError)) }
    }

    pub(crate) fn shared(&self) -> &Arc<Shared> {
        &self.shared
    }

    /// How many messages are not done.
    #[must_use]
    pub fn len(&self) -> u64 {
        self.shared.state().count()
    }

    /// Whether every message is done.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// What has been counted since the queue was opened.
    #[must_use]
    pub fn counters(&self) -> &Counters {
        &self.shared.counters
    }

    /// Whether the log could not be written the last time: nothing is acknowledged, and nothing tried, until it can be.
    #[must_use]
    pub fn is_broken(&self) -> bool {
        self.shared.state().broken
    }

    /// Where a message stands among those for this domain, if it waits. It looks at all of them.
    #[must_use]
    pub fn in_line(&self, id: QueueId, domain: &Domain) -> Option<InLine> {
        self.shared.state().lanes.in_line(&domain.to_string(), id)
    }

    /// Whether the index is in doubt. Mail is kept and acknowledged as ever, and what is only in the index waits; the log grows, for nothing in
    /// it can be freed. The next start makes the index again.
    #[must_use]
    pub fn has_lost_index(&self) -> bool {
        self.shared.state().has_lost_index()
    }

    /// How the queue stands, in numbers. It asks the disk, and so may block for a moment.
    #[must_use]
    pub fn census(&self) -> Census {
        let room_octets = self.shared.room_octets();
        let state = self.shared.state();
        let (lanes, waiting, under_way) = state.lanes.census();
        let oldest =
            state.by_age(None, 1).ok().and_then(|found| found.first().map(|(received, _)| *received));
        Census {
            messages: state.count(),
            lanes,
            waiting,
            under_way,
            held: state.stopped().held,
            failed: state.stopped().failed,
            oldest,
            room_octets,
            broken: state.broken,
        }
    }

    /// Waits until every handle is gone, and with the last one the files and the lock of the folder: from then on another process can open it.
    /// It keeps no handle itself.
    pub fn gone(&self) -> impl Future<Output = ()> + Send + use<> {
        let mut gone = self.shared.gone.subscribe();
        async move { while gone.changed().await.is_ok() {} }
    }

    /// Writes what is on its way, then closes the queue: commits after this are refused. Its files stay open until it is [`gone`](Self::gone).
    pub async fn close(&self) {
        let (reply, answer) = oneshot::channel();
        self.doors.writer.put(Request::Stop(Some(reply)));
        let _ = answer.await;
    }
}

/// What was decided, for the timeline. `unknown`: nobody knows whether a host has the message.
fn decision(status: Status, unknown: bool) -> Decision {
    match status {
        Status::Waiting { due } if unknown => Decision::Unknown { until: due },
        Status::Waiting { due } => Decision::Deferred { until: due },
        Status::Delivered => Decision::Delivered,
        Status::Bounced => Decision::Bounced,
        Status::Failed => Decision::Failed,
        Status::Held => Decision::Held,
        Status::Dropped => Decision::Dropped,
    }
}

impl fmt::Debug for Queue {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Queue").field("folder", &self.shared.options.folder).finish_non_exhaustive()
    }
}
