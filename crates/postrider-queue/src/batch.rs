//! A batch: what goes into one group of the log, and who waits for it.

use std::collections::BTreeMap;
use std::io;
use std::sync::Arc;
use std::sync::mpsc::Sender;

use postrider_proto::mail::QueueId;
use tokio::sync::oneshot;

use crate::Timestamp;
use crate::attempt::{Report, SettleError};
use crate::durable::{CommitError, Durable};
use crate::housekeeping::Chore;
use crate::message::{At, BodyPlace, Message, RecipientState};
use crate::origin::Origin;
use crate::shared::Shared;
use crate::state::State;
use crate::store::log::{Log, Place};
use crate::store::record::{AppendBody, Fact};
use crate::timeline::Timeline;
use crate::writer::{Append, Before, Change, Copy, Settle};

/// The most requests in one group.
const GROUP_REQUESTS: usize = 1024;
/// The most octets in one group, unless a single message has more.
const GROUP_OCTETS: u64 = 8 * 1024 * 1024;

/// What waits for a group to be written.
enum Waiting {
    Append {
        id: QueueId,
        octets: u64,
        before: Option<Before>,
        reply: oneshot::Sender<Result<Durable, CommitError>>,
    },
    Copy {
        id: QueueId,
    },
    /// It has come with an outcome, and nobody waits for it.
    Report {
        id: QueueId,
        octets: u64,
    },
    Settle {
        id: QueueId,
        /// The recipients of the attempt.
        claimed: Vec<u32>,
        /// Where its body was found damaged, if it was.
        damaged: Option<BodyPlace>,
        reply: oneshot::Sender<Result<(), SettleError>>,
    },
}

/// The facts of one group, and who waits for each: a waiter's facts begin at its index.
#[derive(Default)]
pub(crate) struct Batch {
    pub(crate) facts: Vec<(QueueId, Fact)>,
    waiting: Vec<(usize, Waiting)>,
    octets: u64,
    /// Messages that this group makes done. Nothing more is settled for them.
    done: BTreeMap<QueueId, Timestamp>,
    /// Told when the group is written.
    copied: Vec<Sender<()>>,
    /// An attempt has ended in a lane where something waits.
    pub(crate) made_room: bool,
}

impl Batch {
    /// Few, and no mail among them.
    pub(crate) fn has_only_outcomes(&self) -> bool {
        let outcome = |waiting: &(usize, Waiting)| {
            matches!(waiting, (_, Waiting::Settle { .. } | Waiting::Report { .. }))
        };
        let few = (1..GROUP_REQUESTS / 4).contains(&self.waiting.len());
        few && self.waiting.iter().all(outcome)
    }

    /// What comes last may go beyond it, and must still fit into a segment.
    pub(crate) fn is_full(&self, log: &Log) -> bool {
        self.waiting.len() >= GROUP_REQUESTS || self.octets >= GROUP_OCTETS.min(log.group_max() / 4)
    }

    /// How much shares this group: messages, outcomes, reports, and what is copied forward.
    pub(crate) fn len(&self) -> usize {
        self.waiting.len()
    }

    pub(crate) fn has_mail(&self) -> bool {
        self.waiting.iter().any(|waiting| matches!(waiting, (_, Waiting::Append { .. })))
    }

    pub(crate) fn append(&mut self, append: Append, group_max: u64) {
        let Append { id, envelope, origin, received, octets, body, before, reply } = append;
        let fact = Fact::Append { envelope, received, origin, body };
        let size = fact.octets_at_most();
        if size > group_max {
            let why = "the message does not fit into a segment of the queue: a larger segment, or a smaller large_body, would take it";
            let _ = reply.send(Err(CommitError::Write(why.into())));
            return;
        }
        let start = self.push(id, fact);
        if let Some(before) = &before {
            self.changes(id, received, &before.recipients, &before.timeline);
        }
        self.waiting.push((start, Waiting::Append { id, octets, before, reply }));
    }

    /// Gives the index of the fact.
    fn push(&mut self, id: QueueId, fact: Fact) -> usize {
        self.octets += fact.octets_at_most();
        self.facts.push((id, fact));
        self.facts.len() - 1
    }

    /// Says what was tried for a message, and where its recipients stand, as far as they do not just wait for their first attempt.
    fn changes(&mut self, id: QueueId, at: Timestamp, recipients: &[RecipientState], timeline: &Timeline) {
        // It comes first: notes that are in it are not written again.
        if !timeline.is_empty() {
            self.push(id, Fact::Timeline { timeline: timeline.clone(), at });
        }
        for (recipient, state) in (0..).zip(recipients) {
            if state.version > 0 {
                let note = timeline.note_beside(recipient, &state.note).to_owned();
                self.push(id, Fact::Change { recipient, state: RecipientState { note, ..state.clone() } });
            }
        }
    }

    /// Takes their state here, in the writer, so that no Done overtakes a copy that is older than it.
    pub(crate) fn copies(&mut self, copies: Vec<Copy>, copied: Sender<()>, state: &State) {
        for Copy { id, from, body } in copies {
            let message = state.get(id).ok().flatten().filter(|message| message.place == from);
            let Some(message) = message.filter(|_| !self.done.contains_key(&id)) else { continue };
            let Some(body) = body else {
                let start = self.push(id, Fact::Done { at: message.received });
                self.done.insert(id, message.received);
                self.waiting.push((start, Waiting::Copy { id }));
                continue;
            };
            let (envelope, received, origin) =
                (Arc::clone(&message.envelope), message.received, message.origin.clone());
            let start = self.push(id, Fact::Append { envelope, received, origin, body });
            self.changes(id, received, &message.recipients, &message.timeline);
            self.waiting.push((start, Waiting::Copy { id }));
        }
        self.copied.push(copied);
    }

    /// Applies what has happened, and puts it into the group. The other way round would be no safer: it has happened.
    pub(crate) fn settle(&mut self, settle: Settle, state: &mut State) {
        let Settle { id, message, lane, claimed, changes, tried, reports, at, damaged, reply } = settle;
        let start = self.facts.len();
        let damaged = damaged.then_some(message.place);
        // What is done by hand is no attempt that counts.
        let counts = u32::from(lane.is_some());
        // The next one may begin, though this outcome is not on the disk yet: each stands for itself.
        if let Some(lane) = &lane {
            self.made_room |= state.lanes.finished(lane);
        }
        // A message with an attempt under way is at hand. It is gone only if it was put aside; then what came of it is told to nobody.
        let found = state.get(id).ok().flatten();
        state.release(id, &claimed);
        let in_sight = found.is_some();
        let mut message = found.unwrap_or(message);
        let was = message.stop();
        let known = Arc::make_mut(&mut message);
        let mut changed = Vec::with_capacity(changes.len());
        for Change { recipient, status, told, note } in changes {
            let Some(before) = known.recipients.get(recipient as usize) else { continue };
            let state = RecipientState {
                status,
                version: before.version + 1,
                attempts: before.attempts + counts,
                told,
                note,
                changed: at,
            };
            known.change(recipient, state.clone());
            changed.push((recipient, state));
        }
        if !changed.is_empty() {
            known.timeline.push(Arc::clone(&tried));
        }
        if message.is_done() {
            // Nothing is left of the message: what became of each recipient need not be kept.
            self.facts.push((id, Fact::Done { at }));
            self.done.insert(id, at);
        } else if !changed.is_empty() {
            changed.sort_unstable_by_key(|(recipient, _)| *recipient);
            self.facts.push((id, Fact::Tried { tried, changes: changed }));
        }
        // Of the other recipients an attempt knows only what was so when it began.
        if in_sight {
            state.recount_stopped(was, message.stop());
            state.put(id, message);
        }
        self.octets += self.facts[start..].iter().map(|(_, fact)| fact.octets_at_most()).sum::<u64>();
        self.waiting.push((start, Waiting::Settle { id, claimed, damaged, reply }));
        let about = id;
        // A message that was put aside meanwhile may come back; whatever came of this attempt is told to nobody.
        for Report { id, envelope, content } in reports.into_iter().filter(|_| in_sight) {
            let octets = content.len() as u64;
            let (envelope, body) = (Arc::new(envelope), AppendBody::Inline(content));
            let origin = Some(Arc::new(Origin::Report { about }));
            let start = self.push(id, Fact::Append { envelope, received: at, origin, body });
            self.waiting.push((start, Waiting::Report { id, octets }));
        }
    }

    /// The group is on the disk. Gives whether more can be claimed now than before.
    pub(crate) fn written(
        self,
        places: &[Place],
        log: &mut Log,
        shared: &Shared,
        chores: &Sender<Chore>,
    ) -> bool {
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
                Waiting::Append { id, octets, before, reply } => {
                    if let Some(Fact::Append { envelope, received, origin, body }) = facts[index].take() {
                        let place = place_of(&places[index], &body);
                        // What a user of this machine has handed in may have been here before a start: the drop folder has ids of its own.
                        let is_new =
                            before.is_none() && !matches!(origin.as_deref(), Some(Origin::User { .. }));
                        let mut message = Message::new(place, octets, received, envelope, origin);
                        if let Some(Before { recipients, timeline }) = before {
                            (message.recipients, message.timeline) = (recipients, timeline);
                        }
                        state.schedule(id, &message);
                        if is_new {
                            state.add_new(id, message);
                        } else {
                            state.add(id, message);
                        }
                        claimable = true;
                    }
                    safe.push((id, reply));
                }
                Waiting::Report { id, octets } => {
                    if let Some(Fact::Append { envelope, received, origin, body }) = facts[index].take() {
                        let place = place_of(&places[index], &body);
                        let message = Message::new(place, octets, received, envelope, origin);
                        state.schedule(id, &message);
                        state.add_new(id, message);
                        claimable = true;
                    }
                }
                Waiting::Copy { id } => {
                    let Some(Fact::Append { body, .. }) = &facts[index] else { continue };
                    let Some(mut message) = state.look_up(id) else { continue };
                    log.message_left(message.place.segment, message.log_octets());
                    Arc::make_mut(&mut message).place = place_of(&places[index], body);
                    state.put(id, message);
                }
                Waiting::Settle { id, claimed, damaged, reply } => {
                    if !done.contains_key(&id)
                        && let Some(message) = state.look_up(id)
                    {
                        state.schedule_beside(id, &message, &claimed);
                        claimable = true;
                    }
                    if let Some(place) = damaged {
                        let _ = chores.send(Chore::PutAside(id, place));
                    }
                    settled.push(reply);
                }
            }
        }
        for (id, at) in done {
            let Some(message) = state.look_up(id) else { continue };
            state.remove(id);
            log.message_left(message.place.segment, message.log_octets());
            if message.place.at == At::File {
                // To remove a file is slow.
                let _ = chores.send(Chore::Remove(id));
            }
            // One that was put aside is done here, and nothing has become of it.
            if message.is_done() {
                state.history.push(id, message, at);
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
    pub(crate) fn not_written(self, error: &io::Error, shared: &Shared) -> Self {
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
                kept @ (Waiting::Settle { .. } | Waiting::Report { .. }) => {
                    carried.waiting.push((carried.facts.len(), kept));
                    for (id, fact) in facts[start..end].iter_mut().filter_map(Option::take) {
                        if let Fact::Done { at } = fact {
                            carried.done.insert(id, at);
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
