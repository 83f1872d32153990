//! The law, and whoever watches over it.
//!
//! - A recipient that was acknowledged is delivered, bounced, failed, or in the queue: one of them, at every start and at the end.
//! - It gets its copy once. A second one comes only where the final reply to the first was lost, or a crash came between the delivery
//!   and its record; both are counted.
//! - Nothing is delivered that was not sent whole, was altered, or was refused by a process that did not crash afterwards.
//! - What became of an attempt is remembered once the queue has had the time to write it down.
//! - The next attempt comes when it should, by the wall clock: not earlier, and not much later. Where a host may have the message, half
//!   an hour passes before.
//! - It is given up when a host has refused it for good, or its time is over; not before, and nothing is tried after that.
//! - Whoever sent it is told that it was given up, once, and that it is late, once, and when it is. The report is a message like any
//!   other: all of this holds for it as well. Nobody is told of a message that came from nobody.
//!
//! The oracle knows what senders and hosts have seen, and the words of the reports. Of the queue it believes nothing but what it
//! asks it at a start.

mod attempt;
mod reports;
mod sending;
mod start;

use std::collections::BTreeMap;
use std::io::Read as _;

use postrider_proto::mail::QueueId;
use postrider_queue::{Body, Timestamp};

use crate::plan::{MINUTE, Terms};
use crate::stats::Stats;

pub(crate) use attempt::{Begun, Ended};
use reports::About;
use sending::{Excuse, Sending, State, Told};

/// Names one sending of one message: if it is sent again, it has another. A report has one as well.
pub(crate) type Tag = usize;

/// The header field that bears it.
const FIELD: &str = "X-Tag: ";

/// One recipient of an attempt, as the oracle knows it.
pub(crate) type CopyId = (Tag, usize);

#[derive(Default)]
pub(crate) struct Oracle {
    terms: Terms,
    sendings: Vec<Sending>,
    ids: BTreeMap<QueueId, Tag>,
    /// Outcomes that may not be on the disk yet.
    in_doubt: Vec<InDoubt>,
    /// The same of reports; and those that a crash may have undone.
    reports_in_doubt: Vec<Tag>,
    reports_undone: Vec<Tag>,
    /// What came of attempts for recipients of whom nobody knows whose they are, since no body could be read yet; by id, mailbox, and how
    /// many attempts that is.
    strays: BTreeMap<(QueueId, String, u32), Stray>,
    /// How often a host has refused a mailbox for good.
    refusals: BTreeMap<String, u64>,
    sites: BTreeMap<usize, Site>,
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

/// How a site fares, by the wall clock.
#[derive(Debug, Clone, Copy, Default)]
struct Site {
    /// When the last attempt ended: others may have waited for it.
    last_end: u64,
    /// Until then it may be left alone.
    troubled: u64,
}

/// What came of such an attempt.
#[derive(Debug, Clone, Copy)]
struct Stray {
    due: u64,
    state: State,
}

struct InDoubt {
    copy: CopyId,
    /// The mailbox has it.
    kept: bool,
    /// The attempt is over, and the queue has been told.
    told: bool,
}

impl Oracle {
    pub(crate) fn new(terms: Terms) -> Self {
        Self { terms, ..Self::default() }
    }

    /// A message is about to be sent; gives its tag, and the content that bears it.
    pub(crate) fn sending(
        &mut self,
        reverse_path: &str,
        recipients: &[String],
        rest: &[u8],
    ) -> (Tag, Vec<u8>) {
        let tag = self.sendings.len();
        let mut content = format!("{FIELD}{tag}\r\n").into_bytes();
        content.extend_from_slice(rest);
        self.sendings.push(Sending::new(reverse_path, recipients, content.clone(), self.crashes));
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
        let copy = &mut sending.recipients[recipient];
        copy.acknowledged = true;
        let stray = |attempts| (id, copy.mailbox.clone(), attempts);
        if let Some(((.., attempts), stray)) = self.strays.range(stray(0)..=stray(u32::MAX)).next_back()
            && *attempts > copy.attempts
        {
            (copy.attempts, copy.state) = (*attempts, stray.state);
            copy.due.insert(*attempts, stray.due);
        }
        Ok(())
    }

    /// The client was told that the message was not taken.
    pub(crate) fn refused(&mut self, tag: Tag) {
        if matches!(self.sendings[tag].told, Told::Nothing) {
            self.sendings[tag].told = Told::Refused(self.sendings[tag].begun);
        }
    }

    /// A host has refused a recipient for good.
    pub(crate) fn refused_for_good(&mut self, mailbox: &str) {
        *self.refusals.entry(mailbox.to_owned()).or_default() += 1;
    }

    /// The queue has nothing to do: what it was told is on the disk.
    pub(crate) fn quiet(&mut self) {
        for doubt in self.in_doubt.extract_if(.., |doubt| doubt.told) {
            let copy = &mut self.sendings[doubt.copy.0].recipients[doubt.copy.1];
            (copy.safe_state, copy.safe_attempts, copy.undone) = (copy.state, copy.attempts, false);
            copy.safe_told = copy.told_of_delay;
        }
        for tag in self.reports_in_doubt.drain(..) {
            self.sendings[tag].is_safe();
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
        self.reports_undone.append(&mut self.reports_in_doubt);
        self.stopped();
    }

    /// No attempt is under way any more.
    pub(crate) fn stopped(&mut self) {
        for sending in &mut self.sendings {
            sending.recipients.iter_mut().for_each(|copy| copy.under_way = false);
        }
    }

    /// How often the process has crashed.
    pub(crate) fn crashes(&self) -> u64 {
        self.crashes
    }

    /// From now on, until this time, attempts have a reason to be late.
    pub(crate) fn disturbed(&mut self, until: Timestamp) {
        self.disturbed = self.disturbed.max(until.as_millis());
    }

    /// The clock was set: what it showed before says nothing any more.
    pub(crate) fn clock_set(&mut self, now: Timestamp) {
        self.disturbed = now.as_millis();
        for site in self.sites.values_mut() {
            site.last_end = site.last_end.min(now.as_millis());
            // A rest goes on, by whatever clock; and when the clock shows again what it showed then, it is as it was.
            site.troubled = site.troubled.max(now.as_millis() + 31 * MINUTE);
        }
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

    /// Whose body this is. It has to be whole, and behind our own field nothing is changed.
    fn whose(&self, id: QueueId, body: &[u8]) -> Result<Tag, String> {
        if let Some(tag) = self.ids.get(&id)
            && self.sendings[*tag].about.is_some()
        {
            let is_whole = body == self.sendings[*tag].content;
            return if is_whole { Ok(*tag) } else { Err(altered(body)) };
        }
        let tag = self.tagged(body)?;
        match (self.ids.get(&id), &self.sendings[tag].told) {
            (Some(other), _) if *other != tag => {
                Err(format!("{id} is sending {other}, and has the body of {tag}"))
            }
            (_, Told::Stored(other)) if *other != id => {
                Err(format!("sending {tag} was acknowledged as {other}, and is there as {id}"))
            }
            _ => Ok(tag),
        }
    }

    /// The same, where nobody says what its id is.
    fn tagged(&self, body: &[u8]) -> Result<Tag, String> {
        let fault = || altered(body);
        let at = body.windows(FIELD.len()).position(|window| window == FIELD.as_bytes()).ok_or_else(fault)?;
        let (trace, content) = body.split_at(at);
        let digits = content[FIELD.len()..].iter().take_while(|octet| octet.is_ascii_digit());
        let tag = digits.fold(0, |tag: usize, digit| tag * 10 + usize::from(digit - b'0'));
        let sending = self.sendings.get(tag).ok_or_else(fault)?;
        if content != sending.content || !trace.starts_with(b"Received: ") || !trace.ends_with(b"\r\n") {
            return Err(fault());
        }
        if !sending.whole {
            return Err(format!("sending {tag} is there, and was not sent whole"));
        }
        Ok(tag)
    }

    /// Whether everything that was acknowledged has come to its end.
    pub(crate) fn is_over(&self) -> bool {
        self.sendings.iter().all(|sending| {
            sending.rotten
                || !sending.recipients.iter().any(|copy| copy.acknowledged && copy.state == State::Waiting)
        })
    }

    /// How many messages have failed for one of their recipients, with nobody to tell, and so stay in the queue.
    pub(crate) fn failed(&self) -> usize {
        let failed = |sending: &&Sending| sending.recipients.iter().any(|copy| copy.state == State::Failed);
        self.sendings.iter().filter(failed).count()
    }

    /// All is over: nothing that was acknowledged still waits, and who had to be told was told.
    pub(crate) fn finished(&mut self, stats: &mut Stats) -> Result<(), String> {
        for (tag, sending) in self.sendings.iter().enumerate() {
            if matches!(sending.told, Told::Nothing) && sending.recipients.iter().any(|copy| copy.copies > 0)
            {
                stats.count("messages delivered whose sender never heard of it");
            }
            for copy in sending.recipients.iter().filter(|copy| copy.acknowledged) {
                if copy.state == State::Delivered && copy.copies == 0 && self.rots == 0 {
                    return Err(format!(
                        "sending {tag} for {} counts as delivered, and no host has it",
                        copy.mailbox
                    ));
                }
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
            self.is_reported(tag)?;
        }
        Ok(())
    }
}

fn altered(body: &[u8]) -> String {
    format!("a message was altered: {:?}", String::from_utf8_lossy(&body[..body.len().min(300)]))
}

/// All of a body; none if it cannot be read.
pub(crate) fn read(mut body: Body) -> Option<Vec<u8>> {
    let mut octets = Vec::new();
    body.read_to_end(&mut octets).ok()?;
    Some(octets)
}
