//! The writer: one thread that owns the log. What has arrived while a group was being synced goes into the next one: the
//! more is asked of it, the more messages share a sync.

use std::collections::{BTreeSet, VecDeque};
use std::io;
use std::sync::Arc;
use std::sync::mpsc::Sender;
use std::time::{Duration, Instant};

use postrider_proto::mail::{Envelope, QueueId};
use tokio::sync::oneshot;

use crate::Timestamp;
use crate::attempt::SettleError;
use crate::durable::{CommitError, Durable};
use crate::housekeeping::{Chore, ChoreDone};
use crate::inbox::Inbox;
use crate::message::{At, BodyPlace, Message, RecipientState, Status};
use crate::queue::Shared;
use crate::state::State;
use crate::store::index::IndexError;
use crate::store::log::{Log, Place};
use crate::store::record::{AppendBody, Fact};

/// The most requests in one group.
const GROUP_REQUESTS: usize = 1024;
/// The most octets in one group, unless a single message has more.
const GROUP_OCTETS: u64 = 8 * 1024 * 1024;
/// How long to wait before a log that could not be written is tried again.
const TRY_AGAIN: Duration = Duration::from_secs(1);

/// How long outcomes of attempts wait for mail whose group they can share. It makes the time longer in which a crash lets a message
/// be delivered twice, and by no more than a delivery takes anyway.
const OUTCOMES_WAIT: Duration = Duration::from_millis(2);

/// What is asked of the writer.
pub(crate) enum Request {
    Append(Append),
    Settle(Settle),
    /// Messages that are to go forward in the log; whoever waits is told when they have, and dropped if they could not.
    Copies(Vec<Copy>, Sender<()>),
    /// The housekeeper has done a chore.
    Done(ChoreDone),
    /// Write what is there, then end. Nobody waits for it when the last handle is gone.
    Stop(Option<oneshot::Sender<()>>),
}

pub(crate) struct Append {
    pub(crate) id: QueueId,
    pub(crate) envelope: Arc<Envelope>,
    pub(crate) received: Timestamp,
    pub(crate) octets: u64,
    pub(crate) body: AppendBody,
    /// Where its recipients stand, if it was in a queue before; else they have just come.
    pub(crate) recipients: Option<Vec<RecipientState>>,
    pub(crate) reply: oneshot::Sender<Result<Durable, CommitError>>,
}

/// A message to be copied forward.
pub(crate) struct Copy {
    pub(crate) id: QueueId,
    /// Where it was read. If it is elsewhere by now, or done, nothing is copied.
    pub(crate) from: BodyPlace,
    /// None if it is damaged, and what there is of it has been put into quarantine: then it is done with.
    pub(crate) body: Option<AppendBody>,
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
    /// The attempt has found that the body is damaged.
    pub(crate) damaged: bool,
    pub(crate) reply: oneshot::Sender<Result<(), SettleError>>,
}

pub(crate) struct Change {
    pub(crate) recipient: u32,
    pub(crate) status: Status,
    pub(crate) note: String,
}

/// What waits for a group to be written.
enum Waiting {
    Append {
        id: QueueId,
        octets: u64,
        recipients: Option<Vec<RecipientState>>,
        reply: oneshot::Sender<Result<Durable, CommitError>>,
    },
    Copy {
        id: QueueId,
    },
    Settle {
        id: QueueId,
        lane: Arc<str>,
        /// Where its body was found damaged, if it was.
        damaged: Option<BodyPlace>,
        reply: oneshot::Sender<Result<(), SettleError>>,
    },
}

/// The facts of one group, and who waits for each: a waiter's facts begin at its index.
#[derive(Default)]
struct Batch {
    facts: Vec<(QueueId, Fact)>,
    waiting: Vec<(usize, Waiting)>,
    octets: u64,
    /// Messages that this group makes done. Nothing more is settled for them.
    done: BTreeSet<QueueId>,
    /// Told when the group is written.
    copied: Vec<Sender<()>>,
    /// An attempt has ended in a lane where something waits.
    made_room: bool,
}

/// What writes the log.
pub(crate) struct Writer {
    log: Log,
    shared: Arc<Shared>,
    requests: Arc<Inbox<Request>>,
    /// Requests that have been taken out, and not been looked at.
    taken: VecDeque<Request>,
    chores: Sender<Chore>,
    /// Outcomes whose group could not be written: they have happened, and are written before anything else.
    carried: Batch,
    /// The log could not be written the last time: it is tried again now and then, whether or not something has come.
    trouble: bool,
    /// The last group had mail in it, so more may be on its way.
    mail_comes: bool,
    /// The segment that is being emptied.
    cleaning: Option<u32>,
    /// The one that was emptied last; and the index is to be committed, so that it can be freed.
    cleaned: Option<u32>,
}

/// Whether the writer goes on.
pub(crate) enum Turn {
    GoOn,
    /// No, and who waits to hear that it has ended.
    Stop(Option<oneshot::Sender<()>>),
}

impl Writer {
    pub(crate) fn new(
        log: Log,
        shared: Arc<Shared>,
        requests: Arc<Inbox<Request>>,
        chores: Sender<Chore>,
    ) -> Self {
        Self {
            log,
            shared,
            requests,
            taken: VecDeque::new(),
            chores,
            carried: Batch::default(),
            trouble: false,
            mail_comes: false,
            cleaning: None,
            cleaned: None,
        }
    }

    /// Serves requests until it is told to stop. `house_is_done` waits for the housekeeper, who ends when nobody can give it chores
    /// or take its word.
    pub(crate) fn run(mut self, house_is_done: impl FnOnce()) {
        let stop = loop {
            if let Turn::Stop(stop) = self.turn(self.trouble.then_some(TRY_AGAIN), OUTCOMES_WAIT) {
                break stop;
            }
        };
        self.end(house_is_done);
        if let Some(stop) = stop {
            let _ = stop.send(());
        }
    }

    /// Whether somebody has asked for something that a turn would do.
    #[cfg(feature = "simulation")]
    pub(crate) fn has_requests(&mut self) -> bool {
        self.requests.take(&mut self.taken, Some(Duration::ZERO));
        !self.taken.is_empty()
    }

    /// The log could not be written the last time: it is tried again, whether or not something has come.
    #[cfg(feature = "simulation")]
    pub(crate) fn is_in_trouble(&self) -> bool {
        self.trouble
    }

    /// Writes one group of what has arrived. If nothing has, it waits for something, but not longer than `patience`, if that has an
    /// end; and `outcomes_wait` for mail to come, where there are only outcomes of attempts.
    pub(crate) fn turn(&mut self, patience: Option<Duration>, outcomes_wait: Duration) -> Turn {
        // Behind outcomes that fill a group, what was taken out waits for a log that can be written.
        let at_once = !self.taken.is_empty() && !self.carried.is_full(&self.log);
        let patience = if at_once { Some(Duration::ZERO) } else { patience };
        self.requests.take(&mut self.taken, patience);
        let mut batch = std::mem::take(&mut self.carried);
        let mut turn = self.gather(&mut batch);
        if batch.made_room {
            self.shared.changed.notify_waiters();
        }
        if self.mail_comes {
            // Nobody waits for these as a client waits for its 250, and a sync of their own would double the number of syncs.
            let begun = Instant::now();
            while matches!(turn, Turn::GoOn)
                && batch.has_only_outcomes()
                && let Some(left) = outcomes_wait.checked_sub(begun.elapsed())
            {
                self.requests.take(&mut self.taken, Some(left));
                turn = self.gather(&mut batch);
            }
        }
        self.mail_comes = batch.has_mail();
        let was_in_trouble = self.trouble;
        let claimable = if !batch.facts.is_empty() || self.trouble {
            match self.log.commit(&batch.facts) {
                Ok(places) => {
                    self.trouble = false;
                    batch.written(&places, &mut self.log, &self.shared, &self.chores)
                }
                Err(error) => {
                    self.trouble = true;
                    self.carried = batch.not_written(&error, &self.shared);
                    if self.carried.is_full(&self.log) && matches!(turn, Turn::GoOn) {
                        turn = self.put_off(&error);
                    }
                    false
                }
            }
        } else {
            batch.written(&[], &mut self.log, &self.shared, &self.chores)
        };
        // While it could not be written, nothing could be claimed.
        if claimable || (was_in_trouble && !self.trouble) {
            self.shared.changed.notify_waiters();
        }
        self.keep_house();
        turn
    }

    /// Puts what was taken out into the group, as far as it goes.
    fn gather(&mut self, batch: &mut Batch) -> Turn {
        while !batch.is_full(&self.log)
            && let Some(request) = self.taken.pop_front()
        {
            match request {
                Request::Append(append) => batch.append(append, self.log.group_max()),
                Request::Settle(settle) => batch.settle(settle, &mut self.shared.state()),
                Request::Copies(copies, copied) => batch.copies(copies, copied, &self.shared.state()),
                Request::Done(done) => self.chore_done(done),
                Request::Stop(stop) => return Turn::Stop(stop),
            }
        }
        Turn::GoOn
    }

    /// Nothing more fits into a group until the log can be written again. Only outcomes wait for that.
    fn put_off(&mut self, error: &io::Error) -> Turn {
        let mut turn = Turn::GoOn;
        for request in std::mem::take(&mut self.taken) {
            match request {
                Request::Append(append) => drop(append.reply.send(Err(CommitError::from_io(error)))),
                settle @ Request::Settle(_) => self.taken.push_back(settle),
                Request::Copies(..) => {}
                Request::Done(done) => self.chore_done(done),
                Request::Stop(stop) => turn = Turn::Stop(stop),
            }
        }
        turn
    }

    /// Gives the housekeeper what is to be done beside the writing.
    fn keep_house(&mut self) {
        if let Some(path) = self.log.wants_spare() {
            let _ = self.chores.send(Chore::Spare(path));
        }
        let mut state = self.shared.state();
        let octets = self.log.octets();
        let behind = self.cleaned.is_some() || state.is_behind(octets, self.shared.index_lag_octets());
        // What has happened and could not be written is in memory already. In the index without the log it would end a message for
        // which there is no Done: it would be there for ever, and its segment with it.
        if behind && !state.broken && !state.is_committing() {
            let commit = state.begin_commit(self.log.position(), octets);
            drop(state);
            let _ = self.chores.send(Chore::Index(commit));
        }
    }

    fn chore_done(&mut self, done: ChoreDone) {
        match done {
            ChoreDone::Spare(spare) => self.log.add_spare(spare),
            ChoreDone::Clean => self.cleaned = self.cleaning.take(),
            ChoreDone::Index(committed) => {
                self.shared.state().committed(committed.is_ok());
                match committed {
                    Ok(position) => {
                        if let Some(position) = position {
                            self.log.free_oldest(position.segment);
                        }
                        self.clean();
                    }
                    Err(error) => {
                        // What was cleaned is freed behind the next commit that is due for another reason.
                        self.cleaned = None;
                        cannot_be_written(&error);
                    }
                }
            }
        }
    }

    /// Has the oldest segment emptied, if that is worth it. One that was just emptied and is still there holds something that cannot
    /// be read now: it is left alone until the index is committed for another reason.
    fn clean(&mut self) {
        let cleaned = self.cleaned.take();
        if self.cleaning.is_some() {
            return;
        }
        if let Some((segment, ids)) = self.log.to_clean().filter(|(segment, _)| Some(*segment) != cleaned) {
            self.cleaning = Some(segment);
            let _ = self.chores.send(Chore::Clean(segment, ids));
        }
    }

    /// Commits the index, and lets go of the folder.
    pub(crate) fn end(self, house_is_done: impl FnOnce()) {
        let Self { mut log, shared, chores, requests, taken, .. } = self;
        // Whoever still waits for an answer is told that there will be none; the housekeeper too, before it is waited for.
        requests.close();
        drop(taken);
        drop(chores);
        house_is_done();
        let mut state = shared.state();
        if !state.broken {
            match state.commit_index(log.position(), log.octets()) {
                Ok(Some(position)) => log.free_oldest(position.segment),
                Ok(None) => {}
                Err(error) => cannot_be_written(&error),
            }
        }
    }
}

/// All mail is safe without it.
fn cannot_be_written(error: &IndexError) {
    tracing::warn!(%error, "the index cannot be written now; it will be tried again");
}

impl Batch {
    /// Few, and no mail among them.
    fn has_only_outcomes(&self) -> bool {
        let outcome = |waiting: &(usize, Waiting)| matches!(waiting, (_, Waiting::Settle { .. }));
        let few = (1..GROUP_REQUESTS / 4).contains(&self.waiting.len());
        few && self.waiting.iter().all(outcome)
    }

    /// What comes last may go beyond it, and must still fit into a segment.
    fn is_full(&self, log: &Log) -> bool {
        self.waiting.len() >= GROUP_REQUESTS || self.octets >= GROUP_OCTETS.min(log.group_max() / 4)
    }

    fn has_mail(&self) -> bool {
        self.waiting.iter().any(|waiting| matches!(waiting, (_, Waiting::Append { .. })))
    }

    fn append(&mut self, append: Append, group_max: u64) {
        let Append { id, envelope, received, octets, body, recipients, reply } = append;
        let fact = Fact::Append { envelope, received, body };
        let size = fact.octets_at_most();
        if size > group_max {
            let why = "the message does not fit into a segment of the queue: a larger segment, or a smaller large_body, would take it";
            let _ = reply.send(Err(CommitError::Write(why.into())));
            return;
        }
        let start = self.push(id, fact);
        self.changes(id, recipients.as_deref().unwrap_or_default());
        self.waiting.push((start, Waiting::Append { id, octets, recipients, reply }));
    }

    /// Gives the index of the fact.
    fn push(&mut self, id: QueueId, fact: Fact) -> usize {
        self.octets += fact.octets_at_most();
        self.facts.push((id, fact));
        self.facts.len() - 1
    }

    /// Says where the recipients of a message stand, as far as they do not just wait for their first attempt.
    fn changes(&mut self, id: QueueId, recipients: &[RecipientState]) {
        for (recipient, state) in (0..).zip(recipients) {
            if state.version > 0 {
                self.push(id, Fact::Change { recipient, state: state.clone() });
            }
        }
    }

    /// Takes their state here, in the writer, so that no Done overtakes a copy that is older than it.
    fn copies(&mut self, copies: Vec<Copy>, copied: Sender<()>, state: &State) {
        for Copy { id, from, body } in copies {
            let message = state.get(id).ok().flatten().filter(|message| message.place == from);
            let Some(message) = message.filter(|_| !self.done.contains(&id)) else { continue };
            let Some(body) = body else {
                let start = self.push(id, Fact::Done { at: message.received });
                self.done.insert(id);
                self.waiting.push((start, Waiting::Copy { id }));
                continue;
            };
            let (envelope, received) = (Arc::clone(&message.envelope), message.received);
            let start = self.push(id, Fact::Append { envelope, received, body });
            self.changes(id, &message.recipients);
            self.waiting.push((start, Waiting::Copy { id }));
        }
        self.copied.push(copied);
    }

    /// Applies what has happened, and puts it into the group. The other way round would be no safer: it has happened.
    fn settle(&mut self, settle: Settle, state: &mut State) {
        let Settle { id, message, lane, claimed, changes, at, damaged, reply } = settle;
        let start = self.facts.len();
        let damaged = damaged.then_some(message.place);
        // The next one may begin, though this outcome is not on the disk yet: each stands for itself.
        self.made_room |= state.lanes.finished(&lane);
        // A message with an attempt under way is at hand. It is gone only if it was put aside; then what came of it is told to nobody.
        let found = state.get(id).ok().flatten();
        state.release(id, &claimed);
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
        self.waiting.push((start, Waiting::Settle { id, lane, damaged, reply }));
    }

    /// The group is on the disk. Gives whether more can be claimed now than before.
    fn written(self, places: &[Place], log: &mut Log, shared: &Shared, chores: &Sender<Chore>) -> bool {
        let Self { facts, waiting, done, copied, .. } = self;
        let mut facts: Vec<Option<Fact>> = facts.into_iter().map(|(_, fact)| Some(fact)).collect();
        let mut guard = shared.state();
        let state = &mut *guard;
        state.broken = false;
        let mut safe = Vec::with_capacity(waiting.len());
        let mut settled = Vec::new();
        let mut claimable = !copied.is_empty();
        for (index, waiting) in waiting {
            match waiting {
                Waiting::Append { id, octets, recipients, reply } => {
                    if let Some(Fact::Append { envelope, received, body }) = facts[index].take() {
                        let place = place_of(&places[index], &body);
                        let mut message = Message::new(place, octets, received, envelope);
                        if let Some(recipients) = recipients {
                            message.recipients = recipients;
                        }
                        state.schedule(id, &message);
                        state.add(id, message);
                        claimable = true;
                    }
                    safe.push((id, reply));
                }
                Waiting::Copy { id } => {
                    let Some(Fact::Append { body, .. }) = &facts[index] else { continue };
                    let Some(mut message) = state.look_up(id) else { continue };
                    log.message_left(message.place.segment, message.log_octets());
                    Arc::make_mut(&mut message).place = place_of(&places[index], body);
                    state.put(id, message);
                }
                Waiting::Settle { id, lane, damaged, reply } => {
                    if !done.contains(&id)
                        && let Some(message) = state.look_up(id)
                    {
                        state.schedule_in(&lane, id, &message);
                        claimable = true;
                    }
                    if let Some(place) = damaged {
                        let _ = chores.send(Chore::PutAside(id, place));
                    }
                    settled.push(reply);
                }
            }
        }
        for id in done {
            let Some(message) = state.look_up(id) else { continue };
            state.remove(id);
            log.message_left(message.place.segment, message.log_octets());
            if message.place.at == At::File {
                // To remove a file is slow.
                let _ = chores.send(Chore::Remove(id));
            }
        }
        drop(guard);
        for (id, reply) in safe {
            // Only here, behind the sync, is this value made.
            let _ = reply.send(Ok(Durable::of(id)));
        }
        for reply in settled {
            let _ = reply.send(Ok(()));
        }
        for copied in copied {
            let _ = copied.send(());
        }
        claimable
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
                // The file of a large body stays: until the Void is written, a crash could make its record count. The next start
                // removes it.
                Waiting::Append { reply, .. } => {
                    let _ = reply.send(Err(CommitError::from_io(error)));
                }
                // They are where they were.
                Waiting::Copy { .. } => {}
                settle @ Waiting::Settle { .. } => {
                    carried.waiting.push((carried.facts.len(), settle));
                    for (id, fact) in facts[start..end].iter_mut().filter_map(Option::take) {
                        if matches!(fact, Fact::Done { .. }) {
                            carried.done.insert(id);
                        }
                        carried.push(id, fact);
                    }
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

#[cfg(test)]
mod tests {
    use std::sync::mpsc::{TryRecvError, channel};

    use super::*;
    use crate::{Options, Queue, RealDisk};

    #[test]
    fn the_housekeeper_is_not_waited_for_while_it_waits_for_copies() {
        let folder = tempfile::tempdir().expect("a folder");
        let options =
            Options { segment_octets: 64 * 1024, ..Options::in_folder(folder.path().join("queue")) };
        let (shared, log, _) = Queue::read_back(options, Arc::new(RealDisk)).expect("it opens");
        let requests = Arc::new(Inbox::new());
        let mut writer = Writer::new(log, shared, Arc::clone(&requests), channel().0);
        let (copied, when) = channel();
        // Both came while a group was being synced.
        requests.put(Request::Stop(None));
        requests.put(Request::Copies(Vec::new(), copied));
        assert!(matches!(writer.turn(None, Duration::ZERO), Turn::Stop(None)));
        writer.end(|| assert_eq!(when.try_recv(), Err(TryRecvError::Disconnected)));
    }
}
