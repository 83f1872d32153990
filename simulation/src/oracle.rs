//! The law, and whoever watches over it.
//!
//! - A recipient that was acknowledged is delivered, failed, or in the queue: one of them, at every start and at the end.
//! - It gets its copy once. A second one comes only where the final reply to the first was lost, or a crash came between the delivery
//!   and its record; both are counted.
//! - Nothing is delivered that was not sent whole, was altered, or was refused by a process that did not crash afterwards.
//! - What became of an attempt is remembered once the queue has had the time to write it down.
//! - The next attempt comes when it should, by the wall clock: not earlier, and not much later.
//!
//! The oracle knows what senders and destinations have seen. Of the queue it believes nothing but what it asks it at a start.

use std::collections::BTreeMap;
use std::io::Read as _;

use postrider_proto::mail::QueueId;
use postrider_queue::{Body, Claimed, Outcome, Queue, Recovery, Status, Timestamp};

use crate::plan::{HOUR, MINUTE, SECOND};
use crate::stats::Stats;

/// Names one sending of one message: if it is sent again, it has another.
pub(crate) type Tag = usize;

/// The header field that bears it.
const FIELD: &str = "X-Tag: ";

/// The waits between attempts, in seconds, as the documentation has them.
const WAITS: [u64; 7] = [300, 900, 1800, 3600, 7200, 10_800, 14_400];

/// The longest wait, with the tenth that is added.
const LONGEST: u64 = 4 * HOUR + 4 * HOUR / 10;

/// An attempt may be so late, with nothing in its way.
const LATE: u64 = MINUTE;

#[derive(Default)]
pub(crate) struct Oracle {
    sendings: Vec<Sending>,
    ids: BTreeMap<QueueId, Tag>,
    /// Outcomes that may not be on the disk yet.
    in_doubt: Vec<InDoubt>,
    /// When attempts are due for recipients of whom nobody knows whose they are, since no body could be read yet; by id, mailbox,
    /// and the attempts before.
    strays: BTreeMap<(QueueId, String, u32), u64>,
    crashes: u64,
    /// Data has gone bad by itself, so often.
    rots: u64,
    /// Somebody said aloud that something is damaged.
    damage_told: bool,
    /// Until then attempts had a reason to be late, by the wall clock.
    disturbed: u64,
    /// Operations of the disk that have failed, as far as somebody has looked.
    struck: u64,
}

/// A message on its way from a client.
struct Sending {
    content: Vec<u8>,
    recipients: Vec<Copy>,
    /// All of it was sent, its end too.
    whole: bool,
    /// After how many crashes it was begun.
    begun: u64,
    told: Told,
    /// It is gone, or can no longer be read, and the disk is to blame.
    rotten: bool,
}

/// What the client was told at the end.
enum Told {
    Nothing,
    Stored(QueueId),
    /// It was begun after so many crashes. Of one behind that the client may not know: the refusal was on its way to it.
    Refused(u64),
}

/// One recipient's copy.
struct Copy {
    mailbox: String,
    /// Its RCPT was accepted, and the message acknowledged.
    acknowledged: bool,
    attempts: u32,
    state: State,
    /// What must be remembered, whatever happens.
    safe_attempts: u32,
    safe_state: State,
    /// A crash may have undone what is not safe.
    undone: bool,
    /// When the next attempt is due after so many.
    due: BTreeMap<u32, u64>,
    copies: u32,
    /// Why there may be another copy.
    excuses: Vec<Excuse>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum State {
    Waiting,
    Delivered,
    Failed,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Excuse {
    LostReply,
    Crash,
}

struct InDoubt {
    copy: (Tag, usize),
    /// The mailbox has it.
    kept: bool,
    /// The attempt is over, and the queue has been told.
    told: bool,
}

/// One recipient of an attempt, as the oracle knows it.
pub(crate) type CopyId = (Tag, usize);

impl Oracle {
    /// A message is about to be sent; gives its tag, and the content that bears it.
    pub(crate) fn sending(&mut self, recipients: &[String], rest: &[u8]) -> (Tag, Vec<u8>) {
        let tag = self.sendings.len();
        let mut content = format!("{FIELD}{tag}\r\n").into_bytes();
        content.extend_from_slice(rest);
        let recipients = recipients.iter().map(|mailbox| Copy::new(mailbox)).collect();
        let sending = Sending {
            content: content.clone(),
            recipients,
            whole: false,
            begun: self.crashes,
            told: Told::Nothing,
            rotten: false,
        };
        self.sendings.push(sending);
        (tag, content)
    }

    /// Its end has been sent.
    pub(crate) fn sent_whole(&mut self, tag: Tag) {
        self.sendings[tag].whole = true;
    }

    /// The client was told that the message is safe, for this recipient.
    pub(crate) fn acknowledged(&mut self, tag: Tag, recipient: usize, id: QueueId) -> Result<(), String> {
        let sending = &mut self.sendings[tag];
        if !sending.whole {
            return Err(format!("{id} was acknowledged, and sending {tag} was not sent whole"));
        }
        if *self.ids.entry(id).or_insert(tag) != tag {
            return Err(format!("{id} was acknowledged for two messages"));
        }
        sending.told = Told::Stored(id);
        sending.recipients[recipient].acknowledged = true;
        Ok(())
    }

    /// The client was told that the message was not taken.
    pub(crate) fn refused(&mut self, tag: Tag) {
        if matches!(self.sendings[tag].told, Told::Nothing) {
            self.sendings[tag].told = Told::Refused(self.sendings[tag].begun);
        }
    }

    /// An attempt begins for a recipient of this message.
    pub(crate) fn attempt(
        &mut self,
        id: QueueId,
        body: Option<&[u8]>,
        claimed: &Claimed,
        now: Timestamp,
        stats: &mut Stats,
    ) -> Result<Option<CopyId>, String> {
        let mailbox = claimed.recipient.mailbox.to_string();
        let Some(body) = body else {
            stats.count("bodies that could not be read");
            self.damage_told = true;
            // Whose it is, only an acknowledgement can have told.
            let known = self.ids.get(&id).and_then(|tag| Some((*tag, self.sendings[*tag].find(&mailbox)?)));
            return Ok(known);
        };
        let tag = self.whose(id, body)?;
        let (crashes, rots, disturbed) = (self.crashes, self.rots, self.disturbed);
        let sending = &mut self.sendings[tag];
        match sending.told {
            Told::Refused(then) if then == crashes => {
                return Err(format!("sending {tag} was refused, and {id} is delivered all the same"));
            }
            Told::Refused(_) => stats.count("messages refused, and brought back by a crash"),
            Told::Nothing | Told::Stored(_) => {}
        }
        let Some(recipient) = sending.find(&mailbox) else {
            return Err(format!("{id} is delivered to {mailbox}, to whom sending {tag} was not sent"));
        };
        let copy = &mut sending.recipients[recipient];
        let of = format!("{id}, sending {tag}, for {mailbox}");
        let (now, after) = (now.as_millis(), claimed.attempts);
        if rots == 0 {
            if copy.safe_state != State::Waiting {
                return Err(format!("{of} is tried again, and had long {:?}", copy.safe_state));
            }
            if copy.state != State::Waiting && !copy.undone {
                return Err(format!(
                    "{of} is tried again, and had {:?}, and nothing has crashed",
                    copy.state
                ));
            }
            if after < copy.safe_attempts || (after < copy.attempts && !copy.undone) {
                return Err(format!(
                    "{of}: {after} attempts are remembered, and there were {}",
                    copy.attempts
                ));
            }
        }
        if after > 0 {
            let stray = || self.strays.get(&(id, mailbox.clone(), after));
            let Some(due) = copy.due.get(&after).or_else(stray).copied() else {
                return Err(format!("{of}: {after} attempts are remembered, and there were none"));
            };
            // A time so far ahead was set by a clock that was wrong: then it is now.
            if now < due && due - now <= LONGEST {
                return Err(format!("{of}: attempt {} comes {} ms too early", after + 1, due - now));
            }
            let late = now.saturating_sub(due.max(disturbed));
            if late > LATE {
                return Err(format!("{of}: attempt {} comes {late} ms too late", after + 1));
            }
        }
        copy.state = State::Waiting;
        copy.attempts = after;
        Ok(Some((tag, recipient)))
    }

    /// A mailbox has got its copy. Whether we hear of it is another matter.
    pub(crate) fn kept(
        &mut self,
        id: QueueId,
        (tag, recipient): CopyId,
        stats: &mut Stats,
    ) -> Result<(), String> {
        let rots = self.rots;
        let copy = &mut self.sendings[tag].recipients[recipient];
        copy.copies += 1;
        if copy.copies > 1 {
            match copy.excuses.pop() {
                Some(Excuse::LostReply) => stats.count("duplicates after a lost reply"),
                Some(Excuse::Crash) => stats.count("duplicates after a crash"),
                // A record that has gone bad may have been a Done.
                None if rots > 0 => {}
                None => return Err(format!("{id}, sending {tag}, is delivered twice to {}", copy.mailbox)),
            }
        }
        self.in_doubt.push(InDoubt { copy: (tag, recipient), kept: true, told: false });
        Ok(())
    }

    /// This came of the attempt; the queue is told in the same moment.
    pub(crate) fn outcome(
        &mut self,
        id: QueueId,
        copy_id: Option<CopyId>,
        claimed: &Claimed,
        outcome: &Outcome,
        now: Timestamp,
    ) {
        let attempts = claimed.attempts + 1;
        let wait = WAITS[(attempts as usize - 1).min(WAITS.len() - 1)] * SECOND;
        // Up to a tenth is added, by the first octet of the id.
        let extra = wait / 10 * (u64::from(id.as_bytes()[0]) % 101) / 100;
        let due = now.as_millis() + wait + extra;
        let Some((tag, recipient)) = copy_id else {
            self.strays.insert((id, claimed.recipient.mailbox.to_string(), attempts), due);
            return;
        };
        let copy = &mut self.sendings[tag].recipients[recipient];
        copy.attempts = attempts;
        copy.state = match outcome {
            Outcome::Delivered { .. } => State::Delivered,
            Outcome::Failed { .. } | Outcome::Bounced { .. } => State::Failed,
            Outcome::Deferred { .. } => State::Waiting,
        };
        copy.due.insert(attempts, due);
        let kept = self.in_doubt.iter_mut().rev().find(|doubt| Some(doubt.copy) == copy_id && !doubt.told);
        match kept {
            Some(doubt) => {
                doubt.told = true;
                if copy.state != State::Delivered {
                    copy.excuses.push(Excuse::LostReply);
                }
                // Whatever becomes of the record, this copy has its excuse.
                doubt.kept = copy.state == State::Delivered;
            }
            None => self.in_doubt.push(InDoubt { copy: (tag, recipient), kept: false, told: true }),
        }
    }

    /// The queue has nothing to do: what it was told is on the disk.
    pub(crate) fn quiet(&mut self) {
        for doubt in self.in_doubt.extract_if(.., |doubt| doubt.told) {
            let copy = &mut self.sendings[doubt.copy.0].recipients[doubt.copy.1];
            (copy.safe_state, copy.safe_attempts, copy.undone) = (copy.state, copy.attempts, false);
        }
    }

    /// The process is gone.
    pub(crate) fn crashed(&mut self) {
        self.crashes += 1;
        for doubt in self.in_doubt.drain(..) {
            let copy = &mut self.sendings[doubt.copy.0].recipients[doubt.copy.1];
            copy.undone = true;
            if doubt.kept {
                copy.excuses.push(Excuse::Crash);
            }
        }
    }

    /// From now on, until this time, attempts have a reason to be late.
    pub(crate) fn disturbed(&mut self, until: Timestamp) {
        self.disturbed = self.disturbed.max(until.as_millis());
    }

    /// The clock was set: what it showed before says nothing any more.
    pub(crate) fn clock_set(&mut self, now: Timestamp) {
        self.disturbed = now.as_millis();
    }

    /// The disk has failed so often.
    pub(crate) fn struck(&mut self, struck: u64, now: Timestamp) {
        if struck != self.struck {
            self.struck = struck;
            // What cannot be read is left alone for a minute.
            self.disturbed(Timestamp::from_millis(now.as_millis() + MINUTE));
        }
    }

    pub(crate) fn rotted(&mut self) {
        self.rots += 1;
    }

    pub(crate) fn has_rotted(&self) -> bool {
        self.rots > 0
    }

    /// The queue was opened: everything that was acknowledged is in it, or was delivered.
    pub(crate) fn started(
        &mut self,
        queue: &Queue,
        recovery: &Recovery,
        stats: &mut Stats,
    ) -> Result<(), String> {
        let damage = recovery.damaged_octets > 0 || !recovery.quarantined.is_empty();
        if recovery.damaged_octets > 0 && self.rots == 0 && self.struck == 0 {
            return Err(format!("a start finds damage, and there is none: {recovery:?}"));
        }
        self.damage_told |= damage;
        for tag in 0..self.sendings.len() {
            self.is_kept(tag, queue, stats)?;
        }
        // What is there without having been acknowledged was sent whole, and not refused.
        let Ok(all) = queue.list(None, usize::MAX) else { return Ok(()) };
        for summary in all {
            let id = summary.id;
            let Ok(Some(body)) = queue.cat(id) else { continue };
            let Some(body) = read(body) else {
                if self.rots == 0 && self.struck == 0 {
                    return Err(format!("{id} cannot be read"));
                }
                continue;
            };
            let tag = self.whose(id, &body)?;
            if matches!(self.sendings[tag].told, Told::Refused(crashes) if crashes == self.crashes) {
                return Err(format!("sending {tag} was refused, and {id} is in the queue"));
            }
        }
        Ok(())
    }

    /// A message that was acknowledged is in the queue as far as it was not delivered.
    fn is_kept(&mut self, tag: Tag, queue: &Queue, stats: &mut Stats) -> Result<(), String> {
        let sending = &mut self.sendings[tag];
        let Told::Stored(id) = sending.told else { return Ok(()) };
        let Ok(summary) = queue.show(id) else { return Ok(()) };
        for copy in sending.recipients.iter().filter(|copy| copy.acknowledged) {
            let of = format!("{id}, sending {tag}, for {}", copy.mailbox);
            let Some(summary) = &summary else {
                if copy.state == State::Delivered || sending.rotten {
                    continue;
                }
                if self.rots > 0 {
                    stats.count("messages lost to rot");
                    sending.rotten = true;
                    continue;
                }
                return Err(format!("{of} was acknowledged and is lost"));
            };
            let at = summary.envelope.recipients.iter().position(|to| to.mailbox.to_string() == copy.mailbox);
            let Some(standing) = at.and_then(|at| summary.recipients.get(at)) else {
                return Err(format!("{of} is in the queue without this recipient"));
            };
            let safe = (copy.safe_state, copy.safe_attempts);
            match standing.state.status {
                Status::Waiting { .. } if safe.0 != State::Waiting && self.rots == 0 => {
                    return Err(format!("{of} waits again, and had long {:?}", safe.0));
                }
                Status::Delivered if copy.copies == 0 => {
                    return Err(format!("{of} counts as delivered, and never was"));
                }
                Status::Failed if copy.state != State::Failed => {
                    return Err(format!("{of} counts as failed, and never did"));
                }
                _ if standing.state.attempts < safe.1 && self.rots == 0 => {
                    return Err(format!("{of}: an attempt is forgotten: {:?}", standing.state));
                }
                _ => {}
            }
        }
        Ok(())
    }

    /// Whose body this is. It has to be whole, and behind our own field nothing is changed.
    fn whose(&self, id: QueueId, body: &[u8]) -> Result<Tag, String> {
        let altered =
            || format!("{id} was altered: {:?}", String::from_utf8_lossy(&body[..body.len().min(300)]));
        let at =
            body.windows(FIELD.len()).position(|window| window == FIELD.as_bytes()).ok_or_else(altered)?;
        let (trace, content) = body.split_at(at);
        let digits = content[FIELD.len()..].iter().take_while(|octet| octet.is_ascii_digit());
        let tag = digits.fold(0, |tag: usize, digit| tag * 10 + usize::from(digit - b'0'));
        let sending = self.sendings.get(tag).ok_or_else(altered)?;
        if content != sending.content || !trace.starts_with(b"Received: ") || !trace.ends_with(b"\r\n") {
            return Err(altered());
        }
        if !sending.whole {
            return Err(format!("{id}, sending {tag}, is in the queue and was not sent whole"));
        }
        match (self.ids.get(&id), &sending.told) {
            (Some(other), _) if *other != tag => {
                Err(format!("{id} is sending {other}, and has the body of {tag}"))
            }
            (_, Told::Stored(other)) if *other != id => {
                Err(format!("sending {tag} was acknowledged as {other}, and is there as {id}"))
            }
            _ => Ok(tag),
        }
    }

    /// Whether everything that was acknowledged has come to its end.
    pub(crate) fn is_over(&self) -> bool {
        self.sendings.iter().all(|sending| {
            sending.rotten
                || !sending.recipients.iter().any(|copy| copy.acknowledged && copy.state == State::Waiting)
        })
    }

    /// How many messages have failed for one of their recipients, and so stay in the queue.
    pub(crate) fn failed(&self) -> usize {
        let failed = |sending: &&Sending| sending.recipients.iter().any(|copy| copy.state == State::Failed);
        self.sendings.iter().filter(failed).count()
    }

    /// All is over: nothing that was acknowledged still waits.
    pub(crate) fn finished(&mut self, stats: &mut Stats) -> Result<(), String> {
        for (tag, sending) in self.sendings.iter().enumerate() {
            if matches!(sending.told, Told::Nothing) && sending.recipients.iter().any(|copy| copy.copies > 0)
            {
                stats.count("messages delivered whose sender never heard of it");
            }
            for copy in sending.recipients.iter().filter(|copy| copy.acknowledged) {
                if copy.state != State::Waiting || sending.rotten {
                    continue;
                }
                if self.rots == 0 {
                    return Err(format!("sending {tag} for {} is not delivered in time", copy.mailbox));
                }
                stats.count("messages lost to rot");
            }
            // At the very end of the log a page of zeros looks like one that was never written: before the index has counted it
            // in, nobody can tell.
            if sending.rotten && !self.damage_told {
                stats.count("messages lost to rot that nobody could tell");
            }
        }
        Ok(())
    }
}

impl Sending {
    fn find(&self, mailbox: &str) -> Option<usize> {
        self.recipients.iter().position(|copy| copy.mailbox == mailbox)
    }
}

impl Copy {
    fn new(mailbox: &str) -> Self {
        Self {
            mailbox: mailbox.to_owned(),
            acknowledged: false,
            attempts: 0,
            state: State::Waiting,
            safe_attempts: 0,
            safe_state: State::Waiting,
            undone: false,
            due: BTreeMap::new(),
            copies: 0,
            excuses: Vec::new(),
        }
    }
}

/// All of a body; none if it cannot be read.
pub(crate) fn read(mut body: Body) -> Option<Vec<u8>> {
    let mut octets = Vec::new();
    body.read_to_end(&mut octets).ok()?;
    Some(octets)
}
