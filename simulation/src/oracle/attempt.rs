//! Attempts: when they come, and what comes of them.

use postrider_proto::mail::{QueueId, ReversePath};
use postrider_queue::{Attempt, Claimed, Outcome, Report, Timestamp};

use crate::plan::{HOUR, MINUTE, SECOND};
use crate::stats::Stats;

use super::{CopyId, Excuse, InDoubt, Oracle, State, Stray, Tag, Told};

/// The waits between attempts, in seconds, as the documentation has them.
const WAITS: [u64; 7] = [300, 900, 1800, 3600, 7200, 10_800, 14_400];

/// The longest wait, with the tenth that is added.
const LONGEST: u64 = 4 * HOUR + 4 * HOUR / 10;

/// Where a host may have the message, it is given so long.
const UNKNOWN: u64 = 30 * MINUTE;

/// An attempt may be so late, with nothing in its way.
const LATE: u64 = MINUTE;

/// The same where its site is left alone: the longest rest, or as long as a message waits for a site before it is looked at all the same.
const LATE_AT_REST: u64 = 31 * MINUTE;

/// An attempt that begins, for one recipient.
pub(crate) struct Begun<'a> {
    pub(crate) id: QueueId,
    pub(crate) claimed: &'a Claimed,
    pub(crate) site: usize,
    /// None if it cannot be read.
    pub(crate) body: Option<&'a [u8]>,
    pub(crate) now: Timestamp,
}

/// One that has ended, for one recipient.
pub(crate) struct Ended<'a> {
    pub(crate) attempt: &'a Attempt,
    pub(crate) claimed: &'a Claimed,
    pub(crate) site: usize,
    pub(crate) outcome: &'a Outcome,
    pub(crate) reports: &'a [Report],
    pub(crate) now: Timestamp,
}

impl Oracle {
    /// An attempt begins for a recipient of this message.
    pub(crate) fn attempt(&mut self, begun: &Begun<'_>, stats: &mut Stats) -> Result<Option<CopyId>, String> {
        let Begun { id, claimed, now, .. } = *begun;
        let mailbox = claimed.recipient.mailbox.to_string();
        let Some(body) = begun.body else {
            stats.count("bodies that could not be read");
            self.damage_told = true;
            // Whose it is, only an acknowledgement can have told.
            let known = self.ids.get(&id).and_then(|tag| Some((*tag, self.sendings[*tag].find(&mailbox)?)));
            if let Some((tag, recipient)) = known {
                self.begins(tag, recipient, &mailbox);
            }
            return Ok(known);
        };
        let tag = self.whose(id, body)?;
        self.ids.insert(id, tag);
        let (crashes, rots) = (self.crashes, self.rots);
        let disturbed = self.disturbed;
        let site = self.sites.get(&begun.site).copied().unwrap_or_default();
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
            if copy.safe_told && !claimed.told {
                return Err(format!("{of}: that its sender was told of the delay is forgotten"));
            }
        }
        if after > 0 {
            let stray = || self.strays.get(&(id, mailbox.clone(), after)).map(|stray| stray.due);
            let Some(due) = copy.due.get(&after).copied().or_else(stray) else {
                return Err(format!("{of}: {after} attempts are remembered, and there were none"));
            };
            // A time so far ahead was set by a clock that was wrong: then it is now.
            if now < due && due - now <= LONGEST {
                return Err(format!("{of}: attempt {} comes {} ms too early", after + 1, due - now));
            }
            let late = now.saturating_sub(due.max(disturbed).max(site.last_end));
            let allowed = if due <= site.troubled { LATE_AT_REST } else { LATE };
            if late > allowed {
                return Err(format!("{of}: attempt {} comes {late} ms too late", after + 1));
            }
        }
        copy.state = State::Waiting;
        copy.attempts = after;
        copy.told_of_delay = claimed.told;
        self.begins(tag, recipient, &mailbox);
        Ok(Some((tag, recipient)))
    }

    fn begins(&mut self, tag: Tag, recipient: usize, mailbox: &str) {
        let refusals = self.refusals.get(mailbox).copied().unwrap_or_default();
        let copy = &mut self.sendings[tag].recipients[recipient];
        (copy.under_way, copy.refusals_before) = (true, refusals);
    }

    /// A mailbox has got its copy. Whether we hear of it is another matter. The process `is_there` that has brought it; it began after
    /// so many crashes. Gives what it is called.
    pub(crate) fn kept(
        &mut self,
        from: &str,
        mailbox: &str,
        content: &[u8],
        is_there: bool,
        crashes: u64,
        stats: &mut Stats,
    ) -> Result<String, String> {
        let tag = match self.report_of(content) {
            Some(tag) => tag,
            None => self.tagged(content)?,
        };
        let sending = &mut self.sendings[tag];
        let of = format!("sending {tag}");
        if from != sending.reverse_path {
            return Err(format!("{of} comes from <{from}>, and was sent from <{}>", sending.reverse_path));
        }
        let Some(recipient) = sending.find(mailbox) else {
            return Err(format!("{of} is brought to {mailbox}, to whom it was not sent"));
        };
        let is_report = sending.about.is_some();
        let copy = &mut sending.recipients[recipient];
        copy.copies += 1;
        if copy.copies == 1 && is_report {
            stats.count("reports that have reached their sender");
        }
        if copy.copies > 1 {
            match copy.excuses.pop() {
                Some(Excuse::LostReply) => stats.count("duplicates after a lost reply"),
                Some(Excuse::Crash) => stats.count("duplicates after a crash"),
                // A record that has gone bad may have been a Done.
                None if self.rots > 0 => {}
                None => return Err(format!("{of} is delivered twice to {mailbox}")),
            }
        }
        if is_there && copy.under_way {
            self.in_doubt.push(InDoubt { copy: (tag, recipient), kept: true, told: false });
        } else {
            // Whoever has brought it is gone, or waits no longer.
            let crashed = crashes != self.crashes;
            copy.excuses.push(if crashed { Excuse::Crash } else { Excuse::LostReply });
        }
        Ok(of)
    }

    /// An attempt has ended for a recipient, and it is as if there had been none.
    pub(crate) fn untried(&mut self, site: usize, copy: Option<CopyId>, now: Timestamp) {
        self.sites.entry(site).or_default().last_end = now.as_millis();
        if let Some((tag, recipient)) = copy {
            self.sendings[tag].recipients[recipient].under_way = false;
        }
        for doubt in self.in_doubt.extract_if(.., |doubt| Some(doubt.copy) == copy && !doubt.told) {
            self.sendings[doubt.copy.0].recipients[doubt.copy.1].excuses.push(Excuse::LostReply);
        }
    }

    /// This came of the attempt; the queue is told in the same moment.
    pub(crate) fn outcome(
        &mut self,
        ended: &Ended<'_>,
        copy_id: Option<CopyId>,
        stats: &mut Stats,
    ) -> Result<(), String> {
        let Ended { attempt, claimed, outcome, .. } = *ended;
        let (id, now) = (attempt.id(), ended.now.as_millis());
        let mailbox = claimed.recipient.mailbox.to_string();
        let attempts = claimed.attempts + 1;
        let site = self.sites.entry(ended.site).or_default();
        site.last_end = now;
        if !matches!(outcome, Outcome::Delivered { .. }) {
            site.troubled = now + LATE_AT_REST;
        }
        // Whose it is may have been told since the attempt began.
        let since = || {
            let tag = *self.ids.get(&id)?;
            Some((tag, self.sendings[tag].find(&mailbox)?))
        };
        let copy_id = copy_id.or_else(since);
        let is_kept = self.in_doubt.iter().any(|doubt| Some(doubt.copy) == copy_id && !doubt.told);
        self.is_just(ended, copy_id, is_kept, stats)?;
        let due = match outcome {
            Outcome::Deferred { until: Some(until), .. } => until.as_millis(),
            _ => u64::MAX,
        };
        let (state, told) = match outcome {
            Outcome::Delivered { .. } => (State::Delivered, false),
            Outcome::Failed { .. } => (State::Failed, false),
            Outcome::Bounced { .. } => (State::Bounced, false),
            Outcome::Deferred { told, .. } => (State::Waiting, *told),
        };
        let Some((tag, recipient)) = copy_id else {
            self.strays.insert((id, mailbox, attempts), Stray { due, state });
            return Ok(());
        };
        let copy = &mut self.sendings[tag].recipients[recipient];
        (copy.attempts, copy.state, copy.under_way) = (attempts, state, false);
        copy.told_of_delay |= told;
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
        Ok(())
    }

    /// Whether that may come of an attempt.
    fn is_just(
        &self,
        ended: &Ended<'_>,
        copy_id: Option<CopyId>,
        is_kept: bool,
        stats: &mut Stats,
    ) -> Result<(), String> {
        let Ended { attempt, claimed, outcome, now, .. } = *ended;
        let of = format!(
            "{}, for {}, after {} attempts",
            attempt.id(),
            claimed.recipient.mailbox,
            claimed.attempts
        );
        let is_null = attempt.envelope().reverse_path == ReversePath::Null;
        let give_up = if is_null { self.terms.give_up_null } else { self.terms.give_up };
        let (received, at) = (attempt.received().as_millis(), now.as_millis());
        let age = at.saturating_sub(received);
        // One attempt is no trying.
        let is_expired = age >= give_up && claimed.attempts > 0;
        let (failed, delayed) = self.told_of(attempt, claimed, ended.reports);
        let is_refused = copy_id.is_some_and(|(tag, recipient)| {
            let copy = &self.sendings[tag].recipients[recipient];
            self.refusals.get(&copy.mailbox).copied().unwrap_or_default() > copy.refusals_before
        });
        match outcome {
            Outcome::Delivered { .. } if !is_kept && self.rots == 0 && self.struck == 0 => {
                return Err(format!("{of} counts as delivered, and no host has it"));
            }
            Outcome::Bounced { .. } | Outcome::Failed { .. } if !is_expired && !is_refused => {
                return Err(format!(
                    "{of} is given up after {age} ms, and no host has refused it: {outcome:?}"
                ));
            }
            Outcome::Bounced { .. } if is_null => {
                return Err(format!("{of} has bounced, and nobody can be told"));
            }
            Outcome::Bounced { .. } if failed != 1 => {
                return Err(format!("{of} has bounced, and {failed} reports say so"));
            }
            Outcome::Bounced { .. } if is_expired => stats.count("bounces of what was given up"),
            // What our own disk does not give never goes back to its sender.
            Outcome::Failed { .. } if !is_null && self.rots == 0 && self.struck == 0 => {
                return Err(format!("{of} has failed, and its sender is not told: {outcome:?}"));
            }
            Outcome::Deferred { .. } if is_expired => {
                return Err(format!("{of} is tried on, and its time has been over for {} ms", age - give_up));
            }
            Outcome::Deferred { until, told, .. } => {
                // Up to a tenth is added, by the first octet of the id.
                let wait = WAITS[(claimed.attempts as usize).min(WAITS.len() - 1)] * SECOND;
                let extra = wait / 10 * (u64::from(attempt.id().as_bytes()[0]) % 101) / 100;
                let (notice, end) = (received + self.terms.delay_notice, received + give_up);
                let last = if notice > at { notice.min(end) } else { end.max(at) };
                let usual = (at + wait + extra).min(last);
                let unknown = (at + wait + extra).max(at + UNKNOWN);
                let until = until.map_or(0, Timestamp::as_millis);
                if until != unknown && (is_kept || until != usual) {
                    return Err(format!(
                        "{of} is tried again at {until}, and not at {usual}, or at {unknown}: {outcome:?}"
                    ));
                }
                if until == unknown && until != usual {
                    stats.count("attempts whose end nobody knows");
                }
                let is_late = age >= self.terms.delay_notice && !claimed.told;
                if *told != is_late {
                    return Err(format!("{of} is {age} ms old, and that its sender is told is {told}"));
                }
                if delayed != usize::from(is_late && !is_null) {
                    return Err(format!("{of} is late: {is_late}, and {delayed} reports say so"));
                }
            }
            _ => {}
        }
        let is_bounced = matches!(outcome, Outcome::Bounced { .. });
        let is_deferred = matches!(outcome, Outcome::Deferred { .. });
        if (failed > 0 && !is_bounced) || (delayed > 0 && !is_deferred) {
            return Err(format!("{of}: a report says what is not so: {outcome:?}"));
        }
        Ok(())
    }
}
