//! The queue, as the rest of the server sees it.

use std::collections::{HashMap, HashSet};
use std::fmt;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::mpsc::{Sender, channel};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use postrider_proto::mail::{Envelope, QueueId, Recipient};
use postrider_proto::server::Proof;
use tokio::sync::{Notify, oneshot};

use crate::Timestamp;
use crate::intake::{Held, Intake};
use crate::schedule::lane::Lanes;
use crate::schedule::retry::Retry;
use crate::state::{At, RecipientState, State, lane_of};
use crate::store::body::Body;
use crate::store::disk::{Disk, DiskFile};
use crate::store::log::{Log, Place};
use crate::store::record::{AppendBody, ReadBody, ReadFact, Status};
use crate::store::recover::{self, OpenError, Recovery};
use crate::writer::{self, Append, Change, Request, Settle};

/// How the queue is set.
#[derive(Debug, Clone)]
pub struct Options {
    /// Its folder; made if it is not there. Nothing else may be in it.
    pub folder: PathBuf,
    /// Octets of the file system that stay free: below this nothing more is taken in.
    pub free_floor_octets: u64,
    /// The size of a segment of the log, in octets.
    pub segment_octets: u64,
    /// Bodies longer than this, in octets, have a file of their own.
    pub large_body_octets: u64,
    /// Attempts under way at once for one destination.
    pub attempts_per_lane: usize,
    /// When a deferred recipient is tried again.
    pub retry: Retry,
}

impl Options {
    /// The defaults, in this folder.
    #[must_use]
    pub fn in_folder(folder: PathBuf) -> Self {
        Self {
            folder,
            free_floor_octets: 256 * 1024 * 1024,
            segment_octets: 64 * 1024 * 1024,
            large_body_octets: 256 * 1024,
            attempts_per_lane: 16,
            retry: Retry::default(),
        }
    }
}

/// The queue. A handle: clones are the same queue.
#[derive(Clone)]
pub struct Queue {
    pub(crate) shared: Arc<Shared>,
}

/// What all handles and the writer share.
pub(crate) struct Shared {
    pub(crate) disk: Arc<dyn Disk>,
    options: Options,
    state: Mutex<State>,
    /// The files of the segments that messages are in.
    segments: Mutex<HashMap<u32, Arc<dyn DiskFile>>>,
    requests: Mutex<Sender<Request>>,
    /// Octets promised to messages that are on their way in.
    pub(crate) reserved: AtomicU64,
    pub(crate) changed: Notify,
    /// Held as long as the queue is open.
    _lock: Box<dyn std::any::Any + Send + Sync>,
}

/// Proof that a message is on the disk. Only a commit makes one, and only behind the sync.
#[derive(Debug)]
pub struct Durable {
    id: QueueId,
}

impl Durable {
    pub(crate) const fn of(id: QueueId) -> Self {
        Self { id }
    }
}

impl Proof for Durable {
    fn id(&self) -> QueueId {
        self.id
    }
}

/// There is no room for more.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NoRoom {
    /// Octets free on the file system, less what is promised already.
    pub free: u64,
    /// Octets that must stay free.
    pub floor: u64,
    /// Octets asked for.
    pub wanted: u64,
}

impl fmt::Display for NoRoom {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mib = |octets: u64| octets / (1024 * 1024);
        write!(
            f,
            "the disk of the queue has {} MiB free, {} MiB must stay so, and the message may need {} KiB",
            mib(self.free),
            mib(self.floor),
            self.wanted.div_ceil(1024)
        )
    }
}

/// Why a message was not made safe. It is not in the queue, now or after a crash.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum CommitError {
    /// The disk is full.
    #[error("the disk of the queue is full")]
    Full,
    /// It could not be written or synced.
    #[error("the queue could not be written: {0}")]
    Write(String),
}

impl CommitError {
    pub(crate) fn from_io(error: &io::Error) -> Self {
        match error.kind() {
            io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => Self::Full,
            _ => Self::Write(error.to_string()),
        }
    }
}

/// Why an outcome was not kept: the queue is being closed. The message will be tried again after the next start.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the queue is closed")]
pub struct SettleError;

/// A recipient's place in its envelope.
pub type RecipientIndex = u32;

/// What came of an attempt for one recipient.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Outcome {
    /// It has its copy; where, for the timeline.
    Delivered {
        /// The place.
        to: String,
    },
    /// Not now; it is tried again.
    Deferred {
        /// Why.
        reason: String,
    },
    /// Never. It is kept, not tried again, until its sender has been told.
    Failed {
        /// Why.
        reason: String,
    },
}

/// One recipient of an attempt.
#[derive(Debug, Clone)]
pub struct Claimed {
    /// Its place in the envelope.
    pub index: RecipientIndex,
    /// Who it is.
    pub recipient: Recipient,
    /// Attempts so far.
    pub attempts: u32,
}

/// A claim on the recipients of one message in one lane. It is to be settled; dropped, it goes back to its lane.
pub struct Attempt {
    shared: Arc<Shared>,
    id: QueueId,
    lane: String,
    envelope: Arc<Envelope>,
    received: Timestamp,
    claimed_at: Timestamp,
    recipients: Vec<Claimed>,
    settled: bool,
}

/// A message in a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Summary {
    /// Its id.
    pub id: QueueId,
    /// When it came.
    pub received: Timestamp,
    /// Octets of its content.
    pub octets: u64,
    /// Its envelope.
    pub envelope: Arc<Envelope>,
    /// Where each recipient stands, in the order of the envelope.
    pub recipients: Vec<Standing>,
}

/// Where a recipient stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Standing {
    /// Waiting, delivered or failed.
    pub status: Status,
    /// Attempts so far.
    pub attempts: u32,
    /// What came of the last attempt.
    pub note: String,
    /// When it last changed.
    pub changed: Timestamp,
    /// An attempt is under way.
    pub under_way: bool,
}

impl Queue {
    /// Opens the queue: locks its folder, reads the log back, and starts the writer. Blocks while it does.
    ///
    /// # Errors
    ///
    /// Another process has it, a newer version has written it, or the disk does not do what it is asked.
    pub fn open(options: Options, disk: Arc<dyn Disk>) -> Result<(Self, Recovery), OpenError> {
        let at = |path: &Path| {
            let path = path.to_owned();
            move |error| OpenError::Io { path, error }
        };
        let folder = options.folder.clone();
        let (log_folder, big, quarantine) =
            (folder.join("log"), folder.join("big"), folder.join("quarantine"));
        disk.create_folder(&folder).map_err(at(&folder))?;
        let lock = folder.join("lock");
        let lock = disk.lock(&lock).map_err(at(&lock))?.ok_or_else(|| OpenError::Locked(folder.clone()))?;
        for folder in [&log_folder, &big, &quarantine] {
            disk.create_folder(folder).map_err(at(folder))?;
        }

        let mut state = State::new(Lanes::new(options.attempts_per_lane));
        // Done is final, in whatever order records are read.
        let mut done = HashSet::new();
        let mut found =
            recover::replay(&*disk, &log_folder, &quarantine, |segment, at, record| match record.fact {
                ReadFact::Append { .. } if done.contains(&record.id) => {}
                ReadFact::Append { envelope, received, body } => {
                    let (octets, in_file, body_at, body_crc) = match body {
                        ReadBody::Inline { at: within, octets, crc } => {
                            (octets.len() as u64, false, at + within as u64, crc)
                        }
                        ReadBody::File { octets, crc } => (octets, true, 0, crc),
                    };
                    let place = Place { segment: segment.number, body_at, body_crc };
                    state.append(record.id, Arc::new(envelope), received, octets, &place, in_file);
                }
                ReadFact::Change { recipient, version, status, at, note } => {
                    state.change(record.id, recipient, version, status, at, note);
                }
                ReadFact::Done => {
                    state.messages.remove(&record.id);
                    done.insert(record.id);
                }
                ReadFact::Void { .. } => {}
            })?;
        // A crash between the last Change and the Done that would have followed it.
        state.messages.retain(|_, message| !message.is_done());
        let ids: Vec<QueueId> = state.messages.keys().copied().collect();
        for id in &ids {
            state.schedule(*id);
        }
        let in_files = |message: &crate::state::Message| matches!(message.place.at, At::File);
        let with_files =
            state.messages.iter().filter(|(_, message)| in_files(message)).map(|(id, _)| *id).collect();
        recover::sweep_big(&*disk, &big, &quarantine, &with_files, &mut found.recovery).map_err(at(&big))?;
        found.recovery.messages = ids.len() as u64;

        let mut messages_in: HashMap<u32, u64> = HashMap::new();
        for message in state.messages.values() {
            *messages_in.entry(message.place.segment).or_default() += 1;
        }
        let live = found
            .segments
            .into_iter()
            .map(|segment| {
                let messages = messages_in.get(&segment.number).copied().unwrap_or(0);
                (segment, messages)
            })
            .collect();
        let log = Log::new(
            Arc::clone(&disk),
            log_folder,
            options.segment_octets,
            found.next_number,
            live,
            found.useless,
        );

        let (requests, receiver) = channel();
        let shared = Arc::new(Shared {
            disk,
            options,
            state: Mutex::new(state),
            segments: Mutex::default(),
            requests: Mutex::new(requests),
            reserved: AtomicU64::new(0),
            changed: Notify::new(),
            _lock: lock,
        });
        shared.publish_segments(&log);
        let for_writer = Arc::clone(&shared);
        std::thread::Builder::new()
            .name("queue-writer".into())
            .spawn(move || writer::run(log, &for_writer, &receiver, &big))
            .map_err(at(&folder))?;
        Ok((Self { shared }, found.recovery))
    }

    /// A fresh id.
    ///
    /// # Panics
    ///
    /// The system gives no random octets; no Linux that runs this does so after its start.
    #[must_use]
    pub fn new_id(&self) -> QueueId {
        let mut bytes = [0; 16];
        getrandom::fill(&mut bytes).expect("the system has random octets");
        QueueId::from_bytes(bytes)
    }

    /// Whether there is room for a message of this size, or of a usual size where none is known.
    ///
    /// # Errors
    ///
    /// There is none.
    pub fn has_room(&self, octets: Option<u64>) -> Result<(), NoRoom> {
        const USUAL: u64 = 64 * 1024;
        let wanted = octets.unwrap_or(USUAL);
        let shared = &self.shared;
        // A disk that cannot even say how full it is will say more when it is written.
        let free = shared.disk.free_bytes(&shared.options.folder).unwrap_or(u64::MAX);
        let free = free.saturating_sub(shared.reserved.load(Ordering::Relaxed));
        let floor = shared.options.free_floor_octets;
        if free < floor.saturating_add(wanted) { Err(NoRoom { free, floor, wanted }) } else { Ok(()) }
    }

    /// Begins to take in a message, reserving room for what it was declared to have.
    ///
    /// # Errors
    ///
    /// There is no room.
    pub fn begin(&self, id: QueueId, declared: Option<u64>) -> Result<Intake, NoRoom> {
        self.has_room(declared)?;
        let large = self.shared.options.large_body_octets;
        Ok(Intake::new(Arc::clone(&self.shared), id, declared.unwrap_or(0), large))
    }

    /// Makes a message safe. When this gives a [`Durable`], the message survives whatever happens to this machine but the
    /// loss of its disk.
    ///
    /// # Errors
    ///
    /// It could not be made safe, and is not in the queue.
    pub async fn commit(
        &self,
        intake: Intake,
        envelope: Envelope,
        received: Timestamp,
    ) -> Result<Durable, CommitError> {
        let (id, octets) = (intake.id(), intake.octets());
        let (reply, answer) = oneshot::channel();
        let append = |body| Append { id, envelope, received, octets, body, reply };
        // The promise of room is kept until the group is written.
        let (held, _reservation) = intake.into_held();
        match held {
            Held::Small(body) => self.ask(Request::Append(append(AppendBody::Inline(body)))),
            Held::Large { file, crc, folder } => {
                let append = append(AppendBody::File { octets, crc });
                let (disk, queue) = (Arc::clone(&self.shared.disk), self.clone());
                // On a thread of its own: a large file takes long to sync, and nobody else is to wait for it.
                let sync = move || {
                    // A crash before the Append is written: the file belongs to no message, and is removed at the next start.
                    // Behind these two the file and its name last, so an Append that refers to it never refers to nothing.
                    match file.sync().and_then(|()| disk.sync_folder(&folder)) {
                        Ok(()) => queue.ask(Request::Append(append)),
                        Err(error) => {
                            let _ = append.reply.send(Err(CommitError::from_io(&error)));
                        }
                    }
                };
                if let Err(error) = std::thread::Builder::new().name("queue-large".into()).spawn(sync) {
                    return Err(CommitError::from_io(&error));
                }
            }
        }
        answer.await.unwrap_or_else(|_| Err(CommitError::Write("the queue is closed".into())))
    }

    /// Claims what is due: recipients of one message, in one lane.
    #[must_use]
    pub fn claim(&self, now: Timestamp) -> Option<Attempt> {
        let mut guard = self.shared.state();
        let state = &mut *guard;
        if state.broken {
            return None;
        }
        loop {
            let (lane, id) = state.lanes.claim(now)?;
            let Some(message) = state.messages.get_mut(&id) else {
                state.lanes.finished(&lane);
                continue;
            };
            let mut recipients = Vec::new();
            for (index, (known, recipient)) in
                (0..).zip(message.recipients.iter_mut().zip(&message.envelope.recipients))
            {
                let due = matches!(known.status, Status::Waiting { due } if due <= now);
                if due && !known.claimed && lane_of(&recipient.mailbox) == lane {
                    known.claimed = true;
                    recipients.push(Claimed {
                        index,
                        recipient: recipient.clone(),
                        attempts: known.attempts,
                    });
                }
            }
            if recipients.is_empty() {
                state.lanes.finished(&lane);
                continue;
            }
            return Some(Attempt {
                shared: Arc::clone(&self.shared),
                id,
                lane,
                envelope: Arc::clone(&message.envelope),
                received: message.received,
                claimed_at: now,
                recipients,
                settled: false,
            });
        }
    }

    /// When the next claim may succeed, as things stand.
    #[must_use]
    pub fn next_due(&self) -> Option<Timestamp> {
        self.shared.state().lanes.next_due()
    }

    /// Waits until something has changed since the future was first polled or enabled: a message came, an attempt ended.
    pub fn changed(&self) -> tokio::sync::futures::Notified<'_> {
        self.shared.changed.notified()
    }

    /// Keeps what came of an attempt. Recipients without an outcome go back to their lane.
    ///
    /// # Errors
    ///
    /// The queue is closed.
    pub async fn settle(
        &self,
        mut attempt: Attempt,
        outcomes: Vec<(RecipientIndex, Outcome)>,
        now: Timestamp,
    ) -> Result<(), SettleError> {
        attempt.settled = true;
        let salt = u64::from(attempt.id.as_bytes()[0]);
        let mut changes = Vec::with_capacity(outcomes.len());
        for (recipient, outcome) in outcomes {
            let Some(claimed) = attempt.recipients.iter().find(|claimed| claimed.index == recipient) else {
                continue;
            };
            let (status, note) = match outcome {
                Outcome::Delivered { to } => (Status::Delivered, to),
                Outcome::Deferred { reason } => {
                    let due = self.shared.options.retry.next(claimed.attempts + 1, now, salt);
                    (Status::Waiting { due }, reason)
                }
                Outcome::Failed { reason } => (Status::Failed, reason),
            };
            changes.push(Change { recipient, status, note });
        }
        {
            let mut state = self.shared.state();
            if let Some(message) = state.messages.get_mut(&attempt.id) {
                for claimed in &attempt.recipients {
                    message.recipients[claimed.index as usize].claimed = false;
                }
            }
        }
        let (reply, answer) = oneshot::channel();
        let lane = attempt.lane.clone();
        self.ask(Request::Settle(Settle { id: attempt.id, changes, at: now, lane, reply }));
        answer.await.unwrap_or(Err(SettleError))
    }

    /// The messages that are not done, oldest first: at most `most`, from behind `after`.
    #[must_use]
    pub fn list(&self, after: Option<QueueId>, most: usize) -> Vec<Summary> {
        let state = self.shared.state();
        let mut order: Vec<(Timestamp, QueueId)> =
            state.messages.iter().map(|(id, message)| (message.received, *id)).collect();
        order.sort_unstable();
        let skip =
            after.and_then(|after| order.iter().position(|(_, id)| *id == after)).map_or(0, |at| at + 1);
        order.iter().skip(skip).take(most).filter_map(|(_, id)| summary(&state, *id)).collect()
    }

    /// One message.
    #[must_use]
    pub fn show(&self, id: QueueId) -> Option<Summary> {
        summary(&self.shared.state(), id)
    }

    /// The content of one message.
    #[must_use]
    pub fn cat(&self, id: QueueId) -> Option<io::Result<Body>> {
        self.shared.has(id).then(|| self.shared.body(id))
    }

    /// How many messages are not done.
    #[must_use]
    pub fn len(&self) -> usize {
        self.shared.state().messages.len()
    }

    /// Whether every message is done.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Writes what is on its way, then closes the queue: commits after this are refused.
    pub async fn close(&self) {
        let (reply, answer) = oneshot::channel();
        self.ask(Request::Stop(reply));
        let _ = answer.await;
    }

    fn ask(&self, request: Request) {
        // The writer is gone only when the queue is closed; then the request's own channel says so.
        let _ = self.shared.requests.lock().unwrap_or_else(PoisonError::into_inner).send(request);
    }
}

fn summary(state: &State, id: QueueId) -> Option<Summary> {
    let message = state.messages.get(&id)?;
    let standing = |known: &RecipientState| Standing {
        status: known.status,
        attempts: known.attempts,
        note: known.note.clone(),
        changed: known.changed,
        under_way: known.claimed,
    };
    Some(Summary {
        id,
        received: message.received,
        octets: message.octets,
        envelope: Arc::clone(&message.envelope),
        recipients: message.recipients.iter().map(standing).collect(),
    })
}

impl Shared {
    pub(crate) fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(crate) fn big_folder(&self) -> PathBuf {
        self.options.folder.join("big")
    }

    fn has(&self, id: QueueId) -> bool {
        self.state().messages.contains_key(&id)
    }

    /// The segments that bodies can be read from.
    pub(crate) fn publish_segments(&self, log: &Log) {
        let mut segments = self.segments.lock().unwrap_or_else(PoisonError::into_inner);
        log.publish(&mut segments);
    }

    /// A message is done, and the log says so.
    pub(crate) fn forget(&self, state: &mut State, log: &mut Log, id: QueueId, big: &PathBuf) {
        let Some(message) = state.messages.remove(&id) else { return };
        if let At::File = message.place.at {
            writer::remove_big(self, big, id);
        }
        self.segments.lock().unwrap_or_else(PoisonError::into_inner).clear();
        log.message_done(message.place.segment);
    }

    fn body(&self, id: QueueId) -> io::Result<Body> {
        let state = self.state();
        let message = state.messages.get(&id).ok_or(io::ErrorKind::NotFound)?;
        let crc = message.place.crc;
        match message.place.at {
            At::Segment(at) => {
                let segments = self.segments.lock().unwrap_or_else(PoisonError::into_inner);
                let file = segments.get(&message.place.segment).ok_or(io::ErrorKind::NotFound)?;
                Ok(Body::new(Arc::clone(file), at, message.octets, crc))
            }
            At::File => {
                let file = self.disk.open(&big_path(&self.big_folder(), id))?;
                Ok(Body::new(file, 0, message.octets, crc))
            }
        }
    }
}

/// Where the body of a large message is.
pub(crate) fn big_path(big: &Path, id: QueueId) -> PathBuf {
    let name = id.to_string();
    big.join(&name[..2]).join(&name)
}

impl Attempt {
    /// The message.
    #[must_use]
    pub fn id(&self) -> QueueId {
        self.id
    }

    /// Its envelope.
    #[must_use]
    pub fn envelope(&self) -> &Envelope {
        &self.envelope
    }

    /// When it came.
    #[must_use]
    pub fn received(&self) -> Timestamp {
        self.received
    }

    /// The recipients that are to be tried.
    #[must_use]
    pub fn recipients(&self) -> &[Claimed] {
        &self.recipients
    }

    /// The content.
    ///
    /// # Errors
    ///
    /// It cannot be read.
    pub fn body(&self) -> io::Result<Body> {
        self.shared.body(self.id)
    }
}

impl fmt::Debug for Attempt {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Attempt").field("id", &self.id).field("lane", &self.lane).finish_non_exhaustive()
    }
}

impl fmt::Debug for Queue {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Queue").field("folder", &self.shared.options.folder).finish_non_exhaustive()
    }
}

impl Drop for Attempt {
    fn drop(&mut self) {
        if self.settled {
            return;
        }
        // Whoever dropped it may have met trouble of its own: not at once again.
        let due = self.shared.options.retry.next(1, self.claimed_at, 0);
        let mut state = self.shared.state();
        if let Some(message) = state.messages.get_mut(&self.id) {
            for claimed in &self.recipients {
                let known = &mut message.recipients[claimed.index as usize];
                known.claimed = false;
                known.status = Status::Waiting { due };
            }
        }
        state.lanes.finished(&self.lane);
        state.schedule(self.id);
        drop(state);
        self.shared.changed.notify_waiters();
    }
}
