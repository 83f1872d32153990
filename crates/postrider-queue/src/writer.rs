//! The writer: one thread that owns the log. What has arrived while a group was being synced goes into the next one: the
//! more is asked of it, the more messages share a sync.

use std::io;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::mpsc::{Receiver, RecvTimeoutError};
use std::time::Duration;

use postrider_proto::mail::{Envelope, QueueId};
use tokio::sync::oneshot;

use crate::queue::{CommitError, Durable, Shared, big_path};
use crate::state::State;
use crate::store::log::{Log, Place};
use crate::store::record::{AppendBody, Fact, Status};
use crate::{SettleError, Timestamp};

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
    pub(crate) changes: Vec<Change>,
    pub(crate) at: Timestamp,
    pub(crate) lane: String,
    pub(crate) reply: oneshot::Sender<Result<(), SettleError>>,
}

pub(crate) struct Change {
    pub(crate) recipient: u32,
    pub(crate) status: Status,
    pub(crate) note: String,
}

/// What waits for a group to be written.
enum Waiting {
    Append { id: QueueId, octets: u64, in_file: bool, reply: oneshot::Sender<Result<Durable, CommitError>> },
    Settle { id: QueueId, lane: String, done: bool, reply: oneshot::Sender<Result<(), SettleError>> },
}

/// The facts of one group, and who waits for each: a waiter's facts begin at its index.
#[derive(Default)]
struct Batch {
    facts: Vec<(QueueId, Fact)>,
    waiting: Vec<(usize, Waiting)>,
    octets: u64,
}

/// Serves requests until it is told to stop, or nobody is left to ask.
pub(crate) fn run(mut log: Log, shared: &Arc<Shared>, requests: &Receiver<Request>, big: &PathBuf) {
    // Outcomes whose group could not be written: they have happened, and are written before anything else.
    let mut carried = Batch::default();
    let mut stop = None;
    while stop.is_none() {
        let trouble = shared.state().broken;
        let first = match if trouble {
            requests.recv_timeout(TRY_AGAIN)
        } else {
            requests.recv().map_err(Into::into)
        } {
            Ok(request) => Some(request),
            Err(RecvTimeoutError::Timeout) => None,
            Err(RecvTimeoutError::Disconnected) => return,
        };
        let mut batch = std::mem::take(&mut carried);
        let mut next = first;
        while let Some(request) = next {
            match request {
                Request::Stop(reply) => {
                    stop = Some(reply);
                    break;
                }
                Request::Append(append) => batch.append(append, log.group_max()),
                Request::Settle(settle) => batch.settle(settle, &mut shared.state()),
            }
            if batch.waiting.len() >= GROUP_REQUESTS || batch.octets >= GROUP_OCTETS {
                break;
            }
            next = requests.try_recv().ok();
        }
        if batch.facts.is_empty() && !trouble {
            continue;
        }
        match log.commit(&batch.facts) {
            Ok(places) => batch.written(&places, &mut log, shared, big),
            Err(error) => carried = batch.not_written(&error, shared),
        }
        shared.changed.notify_waiters();
    }
    if let Some(stop) = stop {
        let _ = stop.send(());
    }
}

impl Batch {
    fn append(&mut self, append: Append, group_max: u64) {
        let Append { id, envelope, received, octets, body, reply } = append;
        let in_file = matches!(body, AppendBody::File { .. });
        let fact = Fact::Append { envelope, received, body };
        let size = fact.octets_at_most();
        if size > group_max {
            let _ = reply
                .send(Err(CommitError::Write("the message does not fit into a segment of the queue".into())));
            return;
        }
        self.octets += size;
        self.waiting.push((self.facts.len(), Waiting::Append { id, octets, in_file, reply }));
        self.facts.push((id, fact));
    }

    /// Applies what has happened and says so in the log. The other way round would be no safer: it has happened.
    fn settle(&mut self, settle: Settle, state: &mut State) {
        let Settle { id, changes, at, lane, reply } = settle;
        let start = self.facts.len();
        let mut done = false;
        for change in changes {
            let Some(message) = state.messages.get(&id) else { break };
            let Some(known) = message.recipients.get(change.recipient as usize) else { continue };
            let version = known.version + 1;
            state.change(id, change.recipient, version, change.status, at, change.note.clone());
            let Change { recipient, status, note } = change;
            self.facts.push((id, Fact::Change { recipient, version, status, at, note }));
        }
        if state.messages.get(&id).is_some_and(crate::state::Message::is_done) {
            done = true;
            // Nothing is left of the message: what became of each recipient need not be kept.
            self.facts.truncate(start);
            self.facts.push((id, Fact::Done { at }));
        }
        self.octets += self.facts[start..].iter().map(|(_, fact)| fact.octets_at_most()).sum::<u64>();
        self.waiting.push((start, Waiting::Settle { id, lane, done, reply }));
    }

    /// The group is on the disk.
    fn written(self, places: &[Place], log: &mut Log, shared: &Shared, big: &PathBuf) {
        let mut facts: Vec<Option<Fact>> = self.facts.into_iter().map(|(_, fact)| Some(fact)).collect();
        let mut state = shared.state();
        state.broken = false;
        let mut replies = Vec::with_capacity(self.waiting.len());
        for (index, waiting) in self.waiting {
            match waiting {
                Waiting::Append { id, octets, in_file, reply } => {
                    if let Some(Fact::Append { envelope, received, body }) = facts[index].take() {
                        let mut place = places[index].clone();
                        if let AppendBody::File { crc, .. } = body {
                            place.body_crc = crc;
                        }
                        state.append(id, Arc::new(envelope), received, octets, &place, in_file);
                        state.schedule(id);
                    }
                    replies.push((id, reply));
                }
                Waiting::Settle { id, lane, done, reply } => {
                    state.lanes.finished(&lane);
                    if done {
                        shared.forget(&mut state, log, id, big);
                    } else {
                        state.schedule(id);
                    }
                    let _ = reply.send(Ok(()));
                }
            }
        }
        shared.publish_segments(log);
        drop(state);
        for (id, reply) in replies {
            // Only here, behind the sync, is this value made.
            let _ = reply.send(Ok(Durable::of(id)));
        }
    }

    /// The group is not on the disk, or nobody knows: messages are refused, outcomes kept for the next group.
    fn not_written(self, error: &io::Error, shared: &Shared) -> Self {
        tracing::error!(%error, "the queue cannot be written: no message is acknowledged and none is tried until it can");
        shared.state().broken = true;
        let mut carried = Self::default();
        let mut facts: Vec<Option<(QueueId, Fact)>> = self.facts.into_iter().map(Some).collect();
        let ends: Vec<usize> =
            self.waiting.iter().skip(1).map(|(start, _)| *start).chain([facts.len()]).collect();
        for ((start, waiting), end) in self.waiting.into_iter().zip(ends) {
            match waiting {
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

/// Removes the file of a large body whose message is done.
pub(crate) fn remove_big(shared: &Shared, big: &PathBuf, id: QueueId) {
    // A crash before this: the file belongs to no message at the next start, and is removed then.
    if let Err(error) = shared.disk.remove(&big_path(big, id)) {
        tracing::warn!(%id, %error, "cannot remove the file of a message that is done");
    }
}
