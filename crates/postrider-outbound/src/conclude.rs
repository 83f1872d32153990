//! From what became of each recipient to what the queue keeps and the sender is told.
//!
//! ```text
//!   fates ─▶ is that the end? ─┬─▶ outcomes ──┐
//!            age, persistence  └─▶ reports  ──┴─▶ Queue::settle, both in one group
//! ```

use std::io::{self, Read};
use std::sync::Arc;
use std::time::Duration;

use postrider_proto::mail::{Envelope, Mailbox, Recipient, ReversePath};
use postrider_proto::reply::Enhanced;
use postrider_queue::{Attempt, Body, Claimed, Outcome, Queue, Timestamp};
use postrider_reference::Class;

use crate::aside::aside;
use crate::carrier::Outcomes;
use crate::class;
use crate::class_retry::ClassRetry;
use crate::counters::Counters;
use crate::fate::{End, Fate};
use crate::options::DeliveryOptions;
use crate::report::{self, Action, Advice, Diagnostic, Due, Original, Reported, Reporter, WayBack};
use crate::route::Persistence;

/// Nobody knows whether a host has the message: it is given so long to be found out before it may come twice.
pub const UNKNOWN_WAIT: Duration = Duration::from_secs(30 * 60);

/// Where the mail for an address goes: the mailboxes behind every alias where the domain is ours, the address itself where it is
/// not. None at all: nobody of that name is here.
pub type Resolve = Arc<dyn Fn(&Mailbox) -> Vec<Mailbox> + Send + Sync>;

/// Decides whether an attempt was the last, and words what the sender is told.
#[derive(Clone)]
pub(crate) struct Conclusions {
    queue: Queue,
    options: Arc<DeliveryOptions>,
    reporter: Arc<Reporter>,
    resolve: Resolve,
    counters: Arc<Counters>,
}

/// What became of one recipient, and whether that is the end.
struct Concluded<'a> {
    claimed: &'a Claimed,
    fate: Fate,
    /// What has kept it from arriving; none where it has, and where an operator has given it up.
    class: Option<Class>,
    outcome: Outcome,
    told: Option<report::Fate>,
    will_retry_until: Option<Timestamp>,
}

/// Nobody can be told that a message is given up: it came from nobody, or its sender was one of ours and is no more.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("nobody can be told of it")]
pub struct Untold;

impl Conclusions {
    pub(crate) fn new(
        queue: Queue,
        options: Arc<DeliveryOptions>,
        postmaster: Mailbox,
        resolve: Resolve,
        counters: Arc<Counters>,
    ) -> Self {
        let (name, zone) = (options.hostname.clone(), options.zone.clone());
        let reporter = Reporter { name, contact: postmaster, zone };
        Self { queue, options, reporter: Arc::new(reporter), resolve, counters }
    }

    /// Concludes from what became of the recipients at these places of the attempt.
    pub(crate) fn conclude(
        &self,
        attempt: &Attempt,
        fates: Vec<(usize, Fate, Persistence)>,
        now: Timestamp,
    ) -> (Outcomes, Vec<postrider_queue::Report>) {
        let concluded: Vec<Concluded<'_>> = fates
            .into_iter()
            .map(|(place, fate, persistence)| {
                let concluded = self.one(attempt, &attempt.recipients()[place], fate, &persistence, now);
                log(attempt, &concluded);
                if let Some(class) = concluded.class {
                    self.counters.undelivered(class, &concluded.outcome);
                }
                concluded
            })
            .collect();
        let due = due(attempt.envelope(), &concluded);
        if due.is_empty() {
            return (outcomes(concluded), Vec::new());
        }
        // The message may have come days ago: then the disk is waited for.
        let front = aside(true, || front(attempt));
        let reports = self.reports(attempt, &concluded, &due, &front, now);
        (outcomes(concluded), reports)
    }

    /// Gives up what an operator does not want to be tried again, for this reason, and tells the sender. Waits for the disk.
    pub(crate) fn give_up(
        &self,
        attempt: &Attempt,
        reason: &str,
        now: Timestamp,
    ) -> Result<(Outcomes, Vec<postrider_queue::Report>), Untold> {
        if self.is_silent(attempt.envelope()) {
            return Err(Untold);
        }
        let one = |claimed| {
            let concluded = Concluded {
                claimed,
                // RFC 3463 §3.1: other or undefined status, as the operator's reason is in words alone.
                fate: Fate::here(End::Failed, Enhanced::new(5, 0, 0), reason),
                class: None,
                outcome: Outcome::Bounced { reason: reason.to_owned() },
                told: Some(report::Fate::Failed),
                will_retry_until: None,
            };
            log(attempt, &concluded);
            concluded
        };
        let concluded: Vec<Concluded<'_>> = attempt.recipients().iter().map(one).collect();
        let due = due(attempt.envelope(), &concluded);
        let reports = self.reports(attempt, &concluded, &due, &front(attempt), now);
        Ok((outcomes(concluded), reports))
    }

    /// Nobody can be told what becomes of it.
    pub(crate) fn is_silent(&self, envelope: &Envelope) -> bool {
        match &envelope.reverse_path {
            ReversePath::Null => true,
            ReversePath::Mailbox(sender) => (self.resolve)(sender).is_empty(),
        }
    }

    fn one<'a>(
        &self,
        attempt: &Attempt,
        claimed: &'a Claimed,
        mut fate: Fate,
        persistence: &Persistence,
        now: Timestamp,
    ) -> Concluded<'a> {
        let is_null = attempt.envelope().reverse_path == ReversePath::Null;
        let is_silent = self.is_silent(attempt.envelope());
        // That of the last answer, however it ends: that it was tried for too long tells nothing of why.
        let class = (!matches!(fate.end, End::Delivered | End::Relayed { .. })).then(|| class::of(&fate));
        let by_class = class.map(|class| self.options.classes.of(class)).cloned().unwrap_or_default();
        let give_up = match (by_class.give_up.or(persistence.give_up), is_null) {
            (Some(give_up), _) => give_up,
            (None, false) => self.options.give_up,
            (None, true) => self.options.give_up_null,
        };
        let age = now.since(attempt.received());
        if fate.end == End::Failed && (self.options.soft_bounce || fate.ours) {
            fate.end = End::Deferred;
            fate.status = Enhanced::new(4, fate.status.subject, fate.status.detail);
        }
        // One attempt is no trying, however old the message is: it may have been put back, or the clock have jumped.
        if matches!(fate.end, End::Deferred | End::Unknown) && age >= give_up && claimed.attempts > 0 {
            fate.end = End::Failed;
            // RFC 3463 §3.5: delivery time expired.
            fate.status = Enhanced::new(5, 4, 7);
            fate.advice = Some(Advice::Expired);
            fate.note = format!("given up after {}; the last attempt: {}", span(age), fate.note);
        }
        let (mut told, mut will_retry_until) = (None, None);
        let outcome = match fate.end {
            End::Delivered => {
                told = Some(report::Fate::Delivered);
                Outcome::Delivered { to: fate.note.clone() }
            }
            End::Relayed { dsn } => {
                told = Some(report::Fate::Relayed { dsn });
                Outcome::Delivered { to: fate.note.clone() }
            }
            End::Deferred | End::Unknown => {
                let end = attempt.received().plus(give_up);
                let is_late = age >= self.options.delay_notice && !claimed.told;
                if is_late {
                    told = Some(report::Fate::Delayed);
                    will_retry_until = Some(end);
                }
                // Neither the end nor the notice waits for the next step: what is tried just then may still arrive.
                let notice = attempt.received().plus(self.options.delay_notice);
                let last = if notice > now { notice.min(end) } else { end.max(now) };
                let due = self.due(attempt, claimed, &fate, persistence, &by_class, now);
                let until = if fate.end == End::Unknown { due } else { due.min(last) };
                Outcome::Deferred { reason: fate.note.clone(), until: Some(until), told: is_late }
            }
            // What is wrong with us never goes back to the sender: somebody here has to look at it.
            End::Failed if is_silent || fate.ours => Outcome::Failed { reason: fate.note.clone() },
            End::Failed => {
                told = Some(report::Fate::Failed);
                Outcome::Bounced { reason: fate.note.clone() }
            }
        };
        Concluded { claimed, fate, class, outcome, told, will_retry_until }
    }

    /// When it is tried again.
    fn due(
        &self,
        attempt: &Attempt,
        claimed: &Claimed,
        fate: &Fate,
        persistence: &Persistence,
        by_class: &ClassRetry,
        now: Timestamp,
    ) -> Timestamp {
        let salt = u64::from(attempt.id().as_bytes()[0]);
        let retry = persistence.retry.as_ref().unwrap_or_else(|| self.queue.retry());
        let due = by_class.next(retry, claimed.attempts + 1, now, salt);
        if fate.end == End::Unknown { due.max(now.plus(UNKNOWN_WAIT)) } else { due }
    }

    /// These reports, ready for the queue.
    fn reports(
        &self,
        attempt: &Attempt,
        concluded: &[Concluded<'_>],
        due: &[Due],
        front: &io::Result<(Vec<u8>, bool)>,
        now: Timestamp,
    ) -> Vec<postrider_queue::Report> {
        let original = match front {
            Ok((front, complete)) => Original { front, complete: *complete },
            // What it was about is still told.
            Err(_) => Original { front: &[], complete: true },
        };
        due.iter().filter_map(|due| self.report(attempt, concluded, due, original, now)).collect()
    }

    fn report(
        &self,
        attempt: &Attempt,
        concluded: &[Concluded<'_>],
        due: &Due,
        original: Original<'_>,
        now: Timestamp,
    ) -> Option<postrider_queue::Report> {
        let envelope = attempt.envelope();
        let tried_at = (!attempt.is_by_hand()).then_some(now);
        let recipients: Vec<Reported> = due
            .recipients
            .iter()
            .map(|&(index, action)| {
                let one = concluded.iter().find(|one| one.claimed.index as usize == index);
                reported(&envelope.recipients[index], action, one, tried_at)
            })
            .collect();
        let id = self.queue.new_id();
        let composed = report::compose(&report::Report {
            id,
            reporter: &self.reporter,
            about: attempt.id(),
            envelope,
            original,
            arrived: attempt.received(),
            now,
            recipients: &recipients,
            way_back: WayBack::default(),
        })?;
        let mut back = composed.envelope;
        // The sender may live here, behind an alias.
        back.recipients = back.recipients.iter().flat_map(|to| self.resolved(to)).collect();
        if back.recipients.is_empty() {
            tracing::warn!(about = %attempt.id(), to = %envelope.reverse_path, "no report: nobody of that name is here");
            return None;
        }
        tracing::info!(%id, about = %attempt.id(), to = %envelope.reverse_path, what = due.kind.as_str(), "reported");
        Some(postrider_queue::Report { id, envelope: back, content: composed.content })
    }

    fn resolved(&self, to: &Recipient) -> Vec<Recipient> {
        let mailboxes = (self.resolve)(&to.mailbox).into_iter();
        mailboxes.map(|mailbox| Recipient { mailbox, ..to.clone() }).collect()
    }
}

fn outcomes(concluded: Vec<Concluded<'_>>) -> Outcomes {
    concluded.into_iter().map(|one| (one.claimed.index, one.outcome)).collect()
}

/// The reports that are due.
fn due(envelope: &Envelope, concluded: &[Concluded<'_>]) -> Vec<Due> {
    let told = concluded.iter().filter_map(|one| Some((one.claimed.index as usize, one.told?)));
    let mut due = report::due(envelope, told);
    due.extend(report::expanded(envelope).filter(|expanded| is_first(expanded, concluded)));
    due
}

/// An alias of several was taken: that is told once, with the first attempt for the first of them.
fn is_first(expanded: &Due, concluded: &[Concluded<'_>]) -> bool {
    let first = expanded.recipients.first().map(|(index, _)| *index);
    concluded.iter().any(|one| Some(one.claimed.index as usize) == first && one.claimed.attempts == 0)
}

/// As much of the message as is returned, and whether that is all.
fn front(attempt: &Attempt) -> io::Result<(Vec<u8>, bool)> {
    let body: Body = attempt.body()?;
    let most = Original::RETURNED_MAX as u64 + 1;
    let complete = body.octets() <= most;
    let mut front = Vec::new();
    body.take(most).read_to_end(&mut front)?;
    Ok((front, complete))
}

fn reported(
    recipient: &Recipient,
    action: Action,
    concluded: Option<&Concluded<'_>>,
    tried_at: Option<Timestamp>,
) -> Reported {
    let fate = concluded.map(|one| &one.fate);
    let remote = fate.and_then(|fate| fate.remote.as_ref());
    let reply = remote.and_then(|remote| remote.reply.clone()).map(Diagnostic::Smtp);
    // Of a copy that has arrived there is no more to say than where it is, which is nobody's business.
    let own = fate.filter(|_| matches!(action, Action::Failed | Action::Delayed));
    Reported {
        recipient: recipient.given.clone(),
        original: recipient.orcpt.clone(),
        action,
        status: fate.map_or(Enhanced::new(2, 0, 0), |fate| fate.status),
        advice: fate.map_or(Advice::Other, |fate| fate.advice.unwrap_or_else(|| advice(fate.status))),
        remote: remote.map(|remote| remote.name.clone()),
        diagnostic: reply.or_else(|| own.map(|fate| Diagnostic::Own(fate.note.clone()))),
        last_attempt: tried_at,
        will_retry_until: concluded.and_then(|one| one.will_retry_until),
    }
}

/// What an enhanced code lets one advise (RFC 3463 §3).
fn advice(status: Enhanced) -> Advice {
    match (status.subject, status.detail) {
        (1, 1 | 3 | 6) | (2, 1) => Advice::UnknownMailbox,
        (1, 2 | 10) => Advice::UnknownDomain,
        (2, 2) => Advice::MailboxFull,
        (2, 3) | (3, 4) => Advice::TooLarge,
        (4, 6) => Advice::Loop,
        (4, 7) => Advice::Expired,
        (4, _) => Advice::Unreachable,
        (6, _) => Advice::Encoding,
        (7, 8 | 20..=27) => Advice::Authentication,
        (7, _) => Advice::Unwanted,
        _ => Advice::Other,
    }
}

/// About how long, for people.
fn span(age: Duration) -> String {
    const HOUR: u64 = 60 * 60;
    let (count, unit) = match age.as_secs() {
        seconds if seconds >= 48 * HOUR => (seconds / (24 * HOUR), "days"),
        seconds if seconds >= 2 * HOUR => (seconds / HOUR, "hours"),
        seconds => (seconds / 60, "minutes"),
    };
    format!("{count} {unit}")
}

fn log(attempt: &Attempt, concluded: &Concluded<'_>) {
    let (id, to) = (attempt.id(), &concluded.claimed.recipient.mailbox);
    let attempt = concluded.claimed.attempts + u32::from(!attempt.is_by_hand());
    let ours = concluded.fate.ours;
    let diagnosis = concluded.fate.diagnosis;
    let class = concluded.class.map(Class::as_str);
    let vendor = diagnosis.and_then(|diagnosis| diagnosis.vendor);
    let rule = diagnosis.map(|diagnosis| diagnosis.rule);
    match &concluded.outcome {
        Outcome::Delivered { to: place } => tracing::info!(%id, %to, place, "delivered"),
        Outcome::Deferred { reason, .. } if ours => {
            tracing::error!(%id, %to, attempt, reason, class, vendor, rule, "deferred: the fault is on this side, and only its operator can mend it");
        }
        Outcome::Deferred { reason, .. } => {
            tracing::warn!(%id, %to, attempt, reason, class, vendor, rule, "deferred");
        }
        Outcome::Bounced { reason } => {
            tracing::warn!(%id, %to, attempt, reason, class, vendor, rule, "bounced");
        }
        Outcome::Failed { reason } => {
            tracing::error!(%id, %to, attempt, reason, class, vendor, rule, "failed");
        }
    }
}

impl std::fmt::Debug for Conclusions {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Conclusions").field("options", &self.options).finish_non_exhaustive()
    }
}
