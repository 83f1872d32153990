//! The writer: one thread that owns the log. What has arrived while a group was being synced goes into the next one: the
//! more is asked of it, the more messages share a sync.

use std::collections::VecDeque;
use std::io;
use std::sync::Arc;
use std::sync::mpsc::Sender;
use std::time::{Duration, Instant};

use postrider_proto::mail::{Envelope, QueueId};
use tokio::sync::oneshot;

use crate::Timestamp;
use crate::attempt::{Report, SettleError};
use crate::batch::Batch;
use crate::durable::{CommitError, Durable};
use crate::housekeeping::{Chore, ChoreDone};
use crate::inbox::Inbox;
use crate::message::{BodyPlace, Message, RecipientState, Status};
use crate::origin::Origin;
use crate::shared::Shared;
use crate::store::index::IndexError;
use crate::store::log::Log;
use crate::store::record::AppendBody;
use crate::timeline::{Timeline, Tried};

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
    pub(crate) origin: Option<Arc<Origin>>,
    pub(crate) received: Timestamp,
    pub(crate) octets: u64,
    pub(crate) body: AppendBody,
    /// What has become of it so far, if it was in a queue before; else it has just come.
    pub(crate) before: Option<Before>,
    pub(crate) reply: oneshot::Sender<Result<Durable, CommitError>>,
}

/// What has become of a message that was in a queue before.
pub(crate) struct Before {
    pub(crate) recipients: Vec<RecipientState>,
    pub(crate) timeline: Timeline,
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
    /// The lane that it was claimed from; none if it was one by hand.
    pub(crate) lane: Option<Arc<str>>,
    /// The recipients of the attempt, whether or not there is an outcome for them.
    pub(crate) claimed: Vec<u32>,
    pub(crate) changes: Vec<Change>,
    /// The attempt, for the timeline.
    pub(crate) tried: Arc<Tried>,
    /// What the sender is told of it.
    pub(crate) reports: Vec<Report>,
    pub(crate) at: Timestamp,
    /// The attempt has found that the body is damaged.
    pub(crate) damaged: bool,
    pub(crate) reply: oneshot::Sender<Result<(), SettleError>>,
}

pub(crate) struct Change {
    pub(crate) recipient: u32,
    pub(crate) status: Status,
    pub(crate) told: bool,
    pub(crate) note: String,
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
        // What the start has read from the log: nobody waits for it to be in the index, and what was freed by it goes.
        let commit = shared.state().begin_commit(log.position(), log.octets());
        let _ = chores.send(Chore::Index(commit));
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
            let begun = Instant::now();
            let committed = self.log.commit(&batch.facts);
            self.shared.counters.group(batch.len(), begun.elapsed(), committed.is_ok());
            match committed {
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
