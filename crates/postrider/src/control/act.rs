//! What an operator does to recipients, as it is asked, done and answered: a page of the queue at a time.

use std::collections::HashSet;

use postrider_outbound::{Carried, Clock as _, SystemClock};
use postrider_proto::mail::Domain;
use postrider_queue::{Action as ByHand, RecipientIndex, SettleError, Status, Summary};
use serde::{Deserialize, Serialize};
use tokio::runtime::Handle;
use tracing::info;

use super::filter::{Filter, Selector};
use super::protocol::Cursor;
use super::rest::Resting;
use super::server::Parts;
use super::walk::Stretch;

/// The most messages that something is done to for one answer.
const MESSAGES: usize = 200;

/// The same where each may come with a report, which holds as much of a message as is returned.
const REPORTED: usize = 50;

/// How many messages an answer names.
pub const NAMED: usize = 10;

/// How many recipients it names of each.
const TO: usize = 3;

/// What is to be done.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Action {
    /// They are due now.
    Retry,
    /// They are not tried before they are released.
    Hold,
    /// They are not held any more, and due now.
    Release,
    /// They are taken out, and nobody is told.
    Drop,
    /// They are given up, and the sender is told.
    Bounce,
}

impl Action {
    const fn by_hand(self) -> Option<ByHand> {
        match self {
            Self::Retry => Some(ByHand::Retry),
            Self::Hold => Some(ByHand::Hold),
            Self::Release => Some(ByHand::Release),
            Self::Drop => Some(ByHand::Drop),
            Self::Bounce => None,
        }
    }

    const fn applies_to(self, status: Status) -> bool {
        match self.by_hand() {
            Some(action) => action.applies_to(status),
            None => status.is_open(),
        }
    }

    /// The event in the log.
    const fn event(self) -> &'static str {
        match self {
            Self::Retry => "made due by the operator",
            Self::Hold => "held by the operator",
            Self::Release => "released by the operator",
            Self::Drop => "dropped by the operator",
            Self::Bounce => "bounced by the operator",
        }
    }
}

/// A request to do something to a page of the queue.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Act {
    /// What.
    pub action: Action,
    /// To whom.
    #[serde(default)]
    pub filter: Filter,
    /// Where the last answer ended; none for the beginning.
    #[serde(default)]
    pub after: Option<Cursor>,
    /// Where to end; none for the end of the queue.
    #[serde(default)]
    pub until: Option<Cursor>,
    /// Only say what would be done.
    #[serde(default)]
    pub dry_run: bool,
    /// What the sender is told.
    #[serde(default)]
    pub reason: Option<String>,
}

/// What was done, or would be.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Acted {
    /// To recipients of so many messages.
    pub messages: u64,
    /// To so many recipients.
    pub recipients: u64,
    /// So many are left as they are, as an attempt is under way for them.
    pub under_way: u64,
    /// So many are left as they are, as this cannot be done to what they are: held, say, or not held.
    pub unfit: u64,
    /// So many are left as they are, as nobody can be told of them.
    pub untold: u64,
    /// Sites that were left alone, and where one message of these goes ahead now: the first of them, as they were.
    #[serde(default)]
    pub hurried: Vec<Resting>,
    /// The first of the messages.
    pub first: Vec<Named>,
    /// The last message that was looked at.
    pub last: Option<Cursor>,
    /// Where to go on; none if nothing is left.
    pub next: Option<Cursor>,
}

/// A message, and whom of it something is done to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Named {
    /// Its id.
    pub id: String,
    /// Who sent it, in angle brackets.
    pub from: String,
    /// The first of the recipients.
    pub to: Vec<String>,
    /// All of them.
    pub recipients: usize,
}

impl Named {
    fn of(summary: &Summary, recipients: &[RecipientIndex]) -> Self {
        let to = |index: &RecipientIndex| {
            Some(summary.envelope.recipients.get(*index as usize)?.mailbox.to_string())
        };
        Self {
            id: summary.id.to_string(),
            from: summary.envelope.reverse_path.to_string(),
            to: recipients.iter().take(TO).filter_map(to).collect(),
            recipients: recipients.len(),
        }
    }
}

/// What is on its way to the disk.
type Settling = Vec<std::pin::Pin<Box<dyn Future<Output = Result<(), SettleError>> + Send>>>;

/// Does it, and waits until it is on the disk.
///
/// # Errors
///
/// The request makes no sense, or something cannot be done. What was done before that is done.
pub fn act(parts: &Parts, request: &Act) -> Result<Acted, String> {
    let selector = Selector::read(&request.filter)?;
    let stretch = Stretch::read(request.after.as_ref(), request.until.as_ref())?;
    let most = if request.action == Action::Bounce { REPORTED } else { MESSAGES };
    let mut acted = Acted::default();
    let mut settling = Settling::new();
    let mut trouble = None;
    let reached = stretch.walk(&parts.queue, &selector, |summary, selected| {
        let fit = acted.fit(parts, request.action, summary, selected);
        let done = if fit.is_empty() || request.dry_run {
            Ok(fit)
        } else {
            one(parts, request, summary, &fit, &mut settling)
        };
        match done {
            Ok(done) => {
                acted.count(summary, &done);
                if request.action == Action::Retry && !request.dry_run {
                    acted.hurry(parts, summary, &done);
                }
            }
            Err(why) => trouble = Some(why),
        }
        trouble.is_none() && (request.dry_run || settling.len() < most)
    });
    let settled = Handle::current().block_on(async {
        let mut kept = Ok(());
        for settled in settling {
            kept = kept.and(settled.await);
        }
        kept
    });
    settled.map_err(|error| format!("not all of it could be kept: {error}"))?;
    let reached = reached?;
    match trouble {
        Some(why) => Err(why),
        None => Ok(Acted { next: reached.next(), last: reached.last, ..acted }),
    }
}

impl Acted {
    /// Those of the recipients to whom it can be done. The others are counted.
    fn fit(
        &mut self,
        parts: &Parts,
        action: Action,
        summary: &Summary,
        selected: Vec<RecipientIndex>,
    ) -> Vec<RecipientIndex> {
        let standing = |index: RecipientIndex| &summary.recipients[index as usize];
        let mut fit = selected;
        fit.retain(|&index| {
            let status = standing(index).state.status;
            let (is_fit, under_way) = (action.applies_to(status), standing(index).under_way);
            self.under_way += u64::from(is_fit && under_way);
            self.unfit += u64::from(!is_fit && status.is_open());
            is_fit && !under_way
        });
        if action == Action::Bounce && !parts.delivery.can_tell(&summary.envelope) {
            self.untold += fit.len() as u64;
            fit.clear();
        }
        fit
    }

    /// The operator's word beats the rest of a site: one message goes ahead.
    fn hurry(&mut self, parts: &Parts, summary: &Summary, done: &[RecipientIndex]) {
        let domains: HashSet<&Domain> =
            done.iter().map(|index| summary.envelope.recipients[*index as usize].mailbox.domain()).collect();
        for held in domains.into_iter().filter_map(|domain| parts.delivery.hurry(domain)) {
            info!(site = held.site, why = held.rest.why, "tried by the operator though it is left alone");
            if self.hurried.len() < NAMED {
                self.hurried.push(held.into());
            }
        }
    }

    fn count(&mut self, summary: &Summary, done: &[RecipientIndex]) {
        if done.is_empty() {
            return;
        }
        self.messages += 1;
        self.recipients += done.len() as u64;
        if self.first.len() < NAMED {
            self.first.push(Named::of(summary, done));
        }
    }
}

/// Does it to recipients of one message. Gives to whom: since it was looked at, some may be under way, or done.
fn one(
    parts: &Parts,
    request: &Act,
    summary: &Summary,
    recipients: &[RecipientIndex],
    settling: &mut Settling,
) -> Result<Vec<RecipientIndex>, String> {
    let (id, action, now) = (summary.id, request.action, SystemClock.now());
    let claimed = parts.queue.claim_for(id, recipients, |status| action.applies_to(status), now);
    let claimed = claimed.map_err(|error| format!("nothing can be done to {id}: {error}"))?;
    let Some(attempt) = claimed else { return Ok(Vec::new()) };
    let done: Vec<RecipientIndex> = attempt.recipients().iter().map(|claimed| claimed.index).collect();
    info!(%id, recipients = done.len(), "{}", action.event());
    match action.by_hand() {
        Some(action) => settling.push(Box::pin(parts.queue.act(attempt, action, now))),
        None => {
            let reason = request.reason.as_deref().unwrap_or(REASON);
            let given_up = parts.delivery.give_up(attempt, reason);
            let Carried { attempt, outcomes, reports } =
                given_up.map_err(|why| format!("{id} cannot be bounced: {why}"))?;
            settling.push(Box::pin(parts.queue.settle(attempt, outcomes, reports, now)));
        }
    }
    Ok(done)
}

/// What the sender is told where the operator says nothing.
const REASON: &str = "those who run this server have ended the attempts to deliver it";
