//! What is in the queue by lane, by sender or by state: counted a page at a time, and added up by whoever asks.

use std::collections::HashMap;

use postrider_outbound::{Clock as _, SystemClock, class_of};
use postrider_queue::{Queue, RecipientIndex, Status, Summary};
use serde::{Deserialize, Serialize};

use super::filter::Selector;
use super::protocol::{Cursor, status_name};
use super::suspension::Suspended;
use super::walk::{Reached, Stretch};

/// An answer that has so many groups is not made longer, but for what the last message adds.
const GROUPS: usize = 1000;

/// What recipients are counted by.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, clap::ValueEnum)]
#[serde(rename_all = "kebab-case")]
pub enum By {
    /// Their domains, which are the lanes.
    Domain,
    /// Who sent the message.
    Sender,
    /// Where they stand.
    State,
    /// What their last attempt came to, as in docs/bounce-classes.md.
    Class,
}

/// Recipients that have the same domain, sender, state or class.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Group {
    /// Which one.
    pub name: String,
    /// Messages with such recipients.
    pub messages: u64,
    /// Those that wait for an attempt, or are in one.
    pub waiting: u64,
    /// Those that an attempt is under way for.
    pub under_way: u64,
    /// Those that an operator holds.
    pub held: u64,
    /// Those that can have no copy, and are kept.
    pub failed: u64,
    /// Those that are done with, where they are counted.
    pub done: u64,
    /// When the oldest message came, in milliseconds since 1970.
    pub oldest_millis: Option<u64>,
    /// When the next attempt is due, in milliseconds since 1970.
    pub due_millis: Option<u64>,
    /// When the last attempt that did not succeed has ended, in milliseconds since 1970, and what came of it.
    pub last: Option<(u64, String)>,
}

impl Group {
    /// How many recipients they are.
    #[must_use]
    pub const fn recipients(&self) -> u64 {
        self.waiting + self.held + self.failed + self.done
    }

    /// Adds what another page says of the same.
    pub fn add(&mut self, other: Self) {
        self.messages += other.messages;
        self.waiting += other.waiting;
        self.under_way += other.under_way;
        self.held += other.held;
        self.failed += other.failed;
        self.done += other.done;
        self.oldest_millis = self.oldest_millis.into_iter().chain(other.oldest_millis).min();
        self.due_millis = self.due_millis.into_iter().chain(other.due_millis).min();
        self.last = self.last.take().max(other.last);
    }
}

/// What a page holds.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Tally {
    /// By what was asked.
    pub groups: Vec<Group>,
    /// How many messages they are of.
    pub messages: u64,
    /// What is suspended: with the first page.
    pub suspended: Vec<Suspended>,
    /// Where to go on; none if nothing is left.
    pub next: Option<Cursor>,
}

/// Counts a page.
///
/// # Errors
///
/// The queue cannot be read.
pub fn tally(queue: &Queue, selector: &Selector, by: By, stretch: Stretch) -> Result<Tally, String> {
    let mut groups: HashMap<String, Group> = HashMap::new();
    let mut messages = 0;
    let reached: Reached = stretch.walk(queue, selector, |summary, selected| {
        let of_one = of_message(summary, selected, by);
        messages += u64::from(!of_one.is_empty());
        for group in of_one.into_values() {
            let name = group.name.clone();
            groups.entry(name.clone()).or_insert_with(|| Group { name, ..Group::default() }).add(group);
        }
        groups.len() < GROUPS
    })?;
    let suspended = if stretch.after.is_none() {
        queue.suspensions().iter(SystemClock.now()).map(Suspended::from).collect()
    } else {
        Vec::new()
    };
    Ok(Tally { groups: groups.into_values().collect(), messages, suspended, next: reached.next() })
}

/// The groups of one message. What is done with is counted only by state.
fn of_message(summary: &Summary, selected: Vec<RecipientIndex>, by: By) -> HashMap<String, Group> {
    let mut groups: HashMap<String, Group> = HashMap::new();
    for index in selected {
        let standing = &summary.recipients[index as usize];
        let (state, under_way) = (&standing.state, standing.under_way);
        let name = match by {
            By::Domain => summary.envelope.recipients[index as usize].mailbox.domain().to_string(),
            By::Sender => summary.envelope.reverse_path.to_string(),
            By::State if under_way => "under-way".to_owned(),
            By::State => status_name(state.status).to_owned(),
            By::Class => match summary.timeline.last(index).and_then(class_of) {
                Some(class) => class.as_str().to_owned(),
                None => "not tried".to_owned(),
            },
        };
        if by != By::State && !state.status.is_open() {
            continue;
        }
        let due = match state.status {
            Status::Waiting { due } if !under_way => Some(due.as_millis()),
            _ => None,
        };
        let noted = state.status.is_open() && !state.note.is_empty();
        let group = Group {
            waiting: u64::from(matches!(state.status, Status::Waiting { .. })),
            under_way: u64::from(under_way),
            held: u64::from(state.status == Status::Held),
            failed: u64::from(state.status == Status::Failed),
            done: u64::from(!state.status.is_open()),
            oldest_millis: Some(summary.received.as_millis()),
            due_millis: due,
            last: noted.then(|| (state.changed.as_millis(), state.note.clone())),
            ..Group::default()
        };
        groups
            .entry(name.clone())
            .or_insert_with(|| Group { name, messages: 1, ..Group::default() })
            .add(group);
    }
    groups
}
