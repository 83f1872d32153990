//! The writer: one thread that owns the log. What has arrived while a group was being synced goes into the next one: the
//! more is asked of it, the more messages share a sync.

use std::collections::HashSet;
use std::io;
use std::sync::Arc;
use std::sync::mpsc::{Receiver, RecvTimeoutError};
use std::time::Duration;

use postrider_proto::mail::{Envelope, QueueId};
use tokio::sync::oneshot;

use crate::Timestamp;
use crate::attempt::SettleError;
use crate::durable::{CommitError, Durable};
use crate::message::{At, BodyPlace, Message, RecipientState, Status};
use crate::queue::Shared;
use crate::state::State;
use crate::store::log::{Log, Place};
use crate::store::record::{AppendBody, Fact};

/// The most requests in one group.
const GROUP_REQUESTS: usize = 1024;
/// The most octets in one group, unless a single message has more.
const GROUP_OCTETS: u64 = 8 * 1024 * 1024;
/// How long to wait before a log that could not be written is tried again.
const TRY_AGAIN: Duration = Duration::from_secs(1);

/// What is asked of the writer.
pub(crate) enum Request {
    Append(Append),
    Settle(Settle),
    /// Write what is there, then end.
    Stop(oneshot::Sender<()>),
}

pub(crate) struct Append {
    pub(crate) id: QueueId,
    pub(crate) envelope: Envelope,
    pub(crate) received: Timestamp,
    pub(crate) octets: u64,
    pub(crate) body: AppendBody,
    pub(crate) reply: oneshot::Sender<Result<Durable, CommitError>>,
}

pub(crate) struct Settle {
    pub(crate) id: QueueId,
    /// As it was when it was claimed.
    pub(crate) message: Arc<Message>,
    pub(crate) lane: Arc<str>,
    /// The recipients of the attempt, whether or not there is an outcome for them.
    pub(crate) claimed: Vec<u32>,
    pub(crate) changes: Vec<Change>,
    pub(crate) at: Timestamp,
    pub(crate) reply: oneshot::Sender<Result<(), SettleError>>,
}

pub(crate) struct Change {
    pub(crate) recipient: u32,
    pub(crate) status: Status,
    pub(crate) note: String,
}

/// What waits for a group to be written.
enum Waiting {
    Append { id: QueueId, octets: u64, reply: oneshot::Sender<Result<Durable, CommitError>> },
    Settle { id: QueueId, lane: Arc<str>, reply: oneshot::Sender<Result<(), SettleError>> },
}

/// The facts of one group, and who waits for each: a waiter's facts begin at its index.
#[derive(Default)]
struct Batch {
    facts: Vec<(QueueId, Fact)>,
    waiting: Vec<(usize, Waiting)>,
    octets: u64,
    /// Messages that this group makes done. Nothing more is settled for them.
    done: HashSet<QueueId>,
}

/// What writes the log.
pub(crate) struct Writer {
    log: Log,
    shared: Arc<Shared>,
    /// Outcomes whose group could not be written: they have happened, and are written before anything else.
    carried: Batch,
}

impl Writer {
    pub(crate) fn new(log: Log, shared: Arc<Shared>) -> Self {
        Self { log, shared, carried: Batch::default() }
    }

    /// Serves requests until it is told to stop, or nobody is left to ask.
    pub(crate) fn run(mut self, requests: &Receiver<Request>) {
        let mut stop = None;
        while stop.is_none() {
            let first = if self.is_in_trouble() {
                requests.recv_timeout(TRY_AGAIN)
            } else {
                requests.recv().map_err(Into::into)
            };
            let first = match first {
                Ok(request) => Some(request),
                Err(RecvTimeoutError::Timeout) => None,
                Err(RecvTimeoutError::Disconnected) => break,
            };
            stop = self.turn(first, requests);
        }
        // When no handle is left either, the folder is free before whoever waits for that hears of it.
        drop(self);
        if let Some(stop) = stop {
            let _ = stop.send(());
        }
    }

    /// The log could not be written the last time: it is tried again now and then, whether or not something has come.
    pub(crate) fn is_in_trouble(&self) -> bool {
        self.shared.state().broken
    }

    /// Writes one group of what has arrived. Gives whom to tell, if it is to stop.
    pub(crate) fn turn(
        &mut self,
        first: Option<Request>,
        requests: &Receiver<Request>,
    ) -> Option<oneshot::Sender<()>> {
        let trouble = self.is_in_trouble();
        let mut stop = None;
        let mut next = first;
        let mut batch = std::mem::take(&mut self.carried);
        while let Some(request) = next {
            match request {
                Request::Stop(reply) => {
                    stop = Some(reply);
                    break;
                }
                Request::Append(append) => batch.append(append, self.log.group_max()),
                Request::Settle(settle) => batch.settle(settle, &mut self.shared.state()),
            }
            if batch.waiting.len() >= GROUP_REQUESTS || batch.octets >= GROUP_OCTETS {
                break;
            }
            next = requests.try_recv().ok();
        }
        if !batch.facts.is_empty() || trouble {
            match self.log.commit(&batch.facts) {
                Ok(places) => batch.written(&places, &mut self.log, &self.shared),
                Err(error) => self.carried = batch.not_written(&error, &self.shared),
            }
        } else {
            batch.written(&[], &mut self.log, &self.shared);
        }
        self.shared.changed.notify_waiters();
        self.keep_index(stop.is_some());
        stop
    }

    /// Commits the index when it is time, and frees the segments that it has left behind.
    fn keep_index(&mut self, stopping: bool) {
        let mut state = self.shared.state();
        // What has happened and could not be written is in memory already. In the index without the log it would end a message for
        // which there is no Done: it would be there for ever, and its segment with it.
        if state.broken {
            return;
        }
        if !stopping && !state.is_behind(self.log.octets(), self.shared.index_lag_octets()) {
            return;
        }
        let position = self.log.position();
        match state.commit_index(position, self.log.octets()) {
            Ok(()) => {
                drop(state);
                if let Some(position) = position {
                    self.log.free_oldest(position.segment);
                }
            }
            // All mail is safe without it.
            Err(error) => tracing::warn!(%error, "the index cannot be written now; it will be tried again"),
        }
    }
}

impl Batch {
    fn append(&mut self, append: Append, group_max: u64) {
        let Append { id, envelope, received, octets, body, reply } = append;
        let fact = Fact::Append { envelope, received, body };
        let size = fact.octets_at_most();
        if size > group_max {
            let why = "the message does not fit into a segment of the queue: a larger segment, or a smaller large_body, would take it";
            let _ = reply.send(Err(CommitError::Write(why.into())));
            return;
        }
        self.octets += size;
        self.waiting.push((self.facts.len(), Waiting::Append { id, octets, reply }));
        self.facts.push((id, fact));
    }

    /// Applies what has happened, and puts it into the group. The other way round would be no safer: it has happened.
    fn settle(&mut self, settle: Settle, state: &mut State) {
        let Settle { id, message, lane, claimed, changes, at, reply } = settle;
        let start = self.facts.len();
        state.release(id, claimed.into_iter());
        // A message with an attempt under way is not done. If it is not found, the index cannot be read; what the attempt knows of its
        // own recipients still holds, since nobody else changes them. The index would not hear of it, so it is given up.
        let found = state.get(id).unwrap_or_else(|error| {
            state.give_up_index(&error);
            None
        });
        let in_sight = found.is_some();
        let mut message = found.unwrap_or(message);
        let known = Arc::make_mut(&mut message);
        for Change { recipient, status, note } in changes {
            let Some(before) = known.recipients.get(recipient as usize) else { continue };
            let state = RecipientState {
                status,
                version: before.version + 1,
                attempts: before.attempts + 1,
                note,
                changed: at,
            };
            known.change(recipient, state.clone());
            self.facts.push((id, Fact::Change { recipient, state }));
        }
        if message.is_done() {
            // Nothing is left of the message: what became of each recipient need not be kept.
            self.facts.truncate(start);
            self.facts.push((id, Fact::Done { at }));
            self.done.insert(id);
        }
        // Of the other recipients an attempt knows only what was so when it began.
        if in_sight {
            state.put(id, message);
        }
        self.octets += self.facts[start..].iter().map(|(_, fact)| fact.octets_at_most()).sum::<u64>();
        self.waiting.push((start, Waiting::Settle { id, lane, reply }));
    }

    /// The group is on the disk.
    fn written(self, places: &[Place], log: &mut Log, shared: &Shared) {
        let Self { facts, waiting, done, .. } = self;
        let mut facts: Vec<Option<Fact>> = facts.into_iter().map(|(_, fact)| Some(fact)).collect();
        let mut state = shared.state();
        state.broken = false;
        let mut safe = Vec::with_capacity(waiting.len());
        let mut settled = Vec::new();
        for (index, waiting) in waiting {
            match waiting {
                Waiting::Append { id, octets, reply } => {
                    if let Some(Fact::Append { envelope, received, body }) = facts[index].take() {
                        let message =
                            Message::new(place_of(&places[index], &body), octets, received, envelope);
                        state.schedule(id, &message);
                        state.add(id, message);
                    }
                    safe.push((id, reply));
                }
                Waiting::Settle { id, lane, reply } => {
                    state.lanes.finished(&lane);
                    if !done.contains(&id)
                        && let Some(message) = state.look_up(id)
                    {
                        state.schedule_in(&lane, id, &message);
                    }
                    settled.push(reply);
                }
            }
        }
        let mut in_files = Vec::new();
        for id in done {
            let Some(message) = state.look_up(id) else { continue };
            state.remove(id);
            log.message_done(message.place.segment);
            if message.place.at == At::File {
                in_files.push(id);
            }
        }
        drop(state);
        for (id, reply) in safe {
            // Only here, behind the sync, is this value made.
            let _ = reply.send(Ok(Durable::of(id)));
        }
        for reply in settled {
            let _ = reply.send(Ok(()));
        }
        // After everybody who waits has been answered: to remove a file is slow.
        for id in in_files {
            shared.remove_large(id);
        }
    }

    /// The group is not on the disk, or nobody knows: messages are refused, outcomes kept for the next group.
    fn not_written(self, error: &io::Error, shared: &Shared) -> Self {
        tracing::error!(%error, "the queue cannot be written: no message is acknowledged and none is tried until it can");
        shared.state().broken = true;
        let mut carried = Self { done: self.done, ..Self::default() };
        let mut facts: Vec<Option<(QueueId, Fact)>> = self.facts.into_iter().map(Some).collect();
        let ends: Vec<usize> =
            self.waiting.iter().skip(1).map(|(start, _)| *start).chain([facts.len()]).collect();
        for ((start, waiting), end) in self.waiting.into_iter().zip(ends) {
            match waiting {
                // The file of a large body stays: until the Void is written, a crash could make its record count. The next start
                // removes it.
                Waiting::Append { reply, .. } => {
                    let _ = reply.send(Err(CommitError::from_io(error)));
                }
                settle @ Waiting::Settle { .. } => {
                    carried.waiting.push((carried.facts.len(), settle));
                    carried.facts.extend(facts[start..end].iter_mut().filter_map(Option::take));
                }
            }
        }
        carried
    }
}

fn place_of(place: &Place, body: &AppendBody) -> BodyPlace {
    let (at, crc) = match body {
        AppendBody::Inline(_) => (At::Segment(place.body_at), place.body_crc),
        AppendBody::File { crc, .. } => (At::File, *crc),
    };
    BodyPlace { segment: place.segment, at, crc }
}
