//! What is said over the control socket: lines of JSON. An empty line of the server is no answer: it says that one is worked at.

use postrider_outbound::Held;
use postrider_proto::mail::{BodyType, Domain, QueueId, Recipient};
use postrider_queue::{Standing, Status, Summary, Suspensions, Timestamp};
use serde::{Deserialize, Serialize};

use super::act::{Act, Acted};
use super::filter::{self, Filter};
use super::rest::Resting;
use super::suspension::Suspended;
use super::tally::{By, Tally};
use super::timeline::{Origin, Tried};
use super::turn::Turn;
use super::{guard, history, quarantine};

/// The longest request, in octets.
pub const REQUEST_OCTETS: u64 = 16 * 1024;

/// The most messages in one answer: each may have a thousand recipients. The next request asks for those behind them.
pub const PAGE: usize = 50;

/// What is asked.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "verb", rename_all = "kebab-case", deny_unknown_fields)]
pub enum Request {
    /// The messages of the queue, oldest first.
    List {
        /// Those with such recipients.
        #[serde(default)]
        filter: Filter,
        /// Where the last answer ended; none for the beginning.
        #[serde(default)]
        after: Option<Cursor>,
        /// How many, at most.
        #[serde(default)]
        most: Option<usize>,
    },
    /// One message with all that is known of it.
    Show {
        /// Its id.
        id: String,
    },
    /// Does something to recipients.
    Act(Act),
    /// Counts recipients.
    Tally {
        /// By what.
        by: By,
        /// Which.
        #[serde(default)]
        filter: Filter,
        /// Where the last answer ended; none for the beginning.
        #[serde(default)]
        after: Option<Cursor>,
    },
    /// Suspends a recipient domain.
    Suspend {
        /// The domain, or `*`.
        domain: String,
        /// For so long.
        seconds: u64,
        /// Why.
        #[serde(default)]
        reason: String,
    },
    /// Ends the suspension of a recipient domain.
    Resume {
        /// The domain, or `*`.
        domain: String,
    },
    /// The content of one message: behind the answer come its octets, as they are.
    Cat {
        /// Its id.
        id: String,
    },
    /// Messages that are done, the last first.
    History {
        /// Where the last answer ended; none for the beginning.
        #[serde(default)]
        before: Option<u64>,
        /// How many, at most.
        #[serde(default)]
        most: Option<usize>,
        /// Only those for this address.
        #[serde(default)]
        recipient: Option<String>,
        /// Only those from this address.
        #[serde(default)]
        sender: Option<String>,
    },
    /// Drops from the history what an address has sent or was to get.
    Forget {
        /// The address.
        address: String,
    },
    /// Who has failed to log in, and what accounts have sent.
    Guard,
    /// Forgets the failures of an address, or at an account.
    Forgive {
        /// The address or the account.
        who: String,
    },
    /// Wants certificates from their authority now.
    RenewCertificates {
        /// The first name of one; none for all.
        #[serde(default)]
        name: Option<String>,
    },
    /// The files in quarantine, by name.
    QuarantineList {
        /// The last of the last answer; none for the beginning.
        #[serde(default)]
        after: Option<String>,
    },
    /// One file in quarantine.
    QuarantineShow {
        /// Its name.
        name: String,
    },
    /// The octets of one file in quarantine: they come behind the answer, as they are.
    QuarantineCat {
        /// Its name.
        name: String,
    },
    /// Puts the messages in a file back into the queue.
    QuarantineRelease {
        /// Its name.
        name: String,
        /// Who shall have them, instead of whom they were for.
        #[serde(default)]
        to: Vec<String>,
    },
    /// Removes a file from quarantine.
    QuarantineDrop {
        /// Its name.
        name: String,
    },
}

/// What is answered.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Answer {
    /// Some of the messages.
    List {
        /// The messages.
        messages: Vec<Row>,
        /// Where to go on; none if these were the last.
        next: Option<Cursor>,
    },
    /// One message.
    Message(Box<Message>),
    /// What was done, or would be.
    Acted(Acted),
    /// What a page of the queue holds.
    Tally(Tally),
    /// What is suspended now.
    Suspended(Suspended),
    /// What was suspended until now.
    Resumed(Suspended),
    /// So many octets of content follow. If the connection ends before them, the content could not be read.
    Content {
        /// How many.
        octets: u64,
    },
    /// Some of the messages that are done.
    History {
        /// The messages.
        messages: Vec<history::Row>,
        /// Where to go on; none if these were the last.
        next: Option<u64>,
    },
    /// So many messages are not in the history any more.
    Forgotten {
        /// How many.
        messages: u64,
    },
    /// Who has failed to log in, and what accounts have sent.
    Guard(guard::Guarded),
    /// Whether there was anything to forget.
    Forgiven(bool),
    /// The authority will be asked for certificates for these names.
    Renewing {
        /// Those of each.
        certificates: Vec<String>,
    },
    /// Some of the files in quarantine.
    Quarantine {
        /// The files.
        files: Vec<quarantine::File>,
        /// Where to go on; none if these were the last.
        next: Option<String>,
    },
    /// One file in quarantine.
    File(quarantine::File),
    /// What came of a release.
    Released(quarantine::Released),
    /// The file is gone.
    Dropped,
    /// The message that is asked for is not in the queue, nor in its history.
    NoMessage(String),
    /// It cannot be done.
    Error(String),
}

/// A place in the list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Cursor {
    /// When the message there came, in milliseconds since 1970.
    pub received_millis: u64,
    /// Its id.
    pub id: String,
}

impl Cursor {
    /// The place of a message.
    #[must_use]
    pub fn of((received, id): (Timestamp, QueueId)) -> Self {
        Self { received_millis: received.as_millis(), id: id.to_string() }
    }

    /// The message there.
    ///
    /// # Errors
    ///
    /// It is no id.
    pub fn read(&self) -> Result<(Timestamp, QueueId), String> {
        let id = self.id.parse().map_err(|_| filter::no_id(&self.id))?;
        Ok((Timestamp::from_millis(self.received_millis), id))
    }
}

/// A message in a list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Row {
    /// Its id.
    pub id: String,
    /// When it came.
    pub received: String,
    /// Octets of its content.
    pub octets: u64,
    /// Who sent it, in angle brackets.
    pub from: String,
    /// Its first recipients that are not done.
    pub to: Vec<String>,
    /// All its recipients.
    pub recipients: usize,
    /// Those that wait.
    pub waiting: usize,
    /// Those that an operator holds.
    pub held: usize,
    /// Those that have their copy.
    pub delivered: usize,
    /// Those that can have none.
    pub failed: usize,
    /// Those that an operator has taken out.
    pub dropped: usize,
    /// Those that an attempt is under way for.
    pub under_way: usize,
    /// When the next attempt is due; none if there is none to come.
    pub due: Option<String>,
    /// What came of the last attempt that did not succeed; empty if there was none.
    pub note: String,
    /// Why the first of its recipients that is due is not tried: an operator keeps it from that.
    #[serde(default)]
    pub suspended: Option<Suspended>,
    /// Or the site that serves it is left alone.
    #[serde(default)]
    pub resting: Option<Resting>,
}

/// A message with all that is known of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Message {
    /// Its id.
    pub id: String,
    /// When it came.
    pub received: String,
    /// Octets of its content.
    pub octets: u64,
    /// Who sent it, in angle brackets.
    pub from: String,
    /// `7BIT` or `8BITMIME`.
    pub body: String,
    /// It was sent with SMTPUTF8.
    pub smtputf8: bool,
    /// How it came; none if that is not known.
    pub origin: Option<Origin>,
    /// When it was done; none as long as it is in the queue.
    pub done: Option<String>,
    /// Where each recipient stands, in the order of the envelope.
    pub recipients: Vec<Standings>,
    /// What was tried for them, oldest first.
    pub timeline: Vec<Tried>,
}

/// Where a recipient stands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Standings {
    /// The mailbox.
    pub to: String,
    /// The address that was given, where an alias led here.
    pub given: Option<String>,
    /// As [`status_name`] has it.
    pub status: String,
    /// An attempt is under way.
    pub under_way: bool,
    /// Attempts so far.
    pub attempts: u32,
    /// When the next attempt is due; none if there is none to come.
    pub due: Option<String>,
    /// When it last changed.
    pub changed: String,
    /// What came of the last attempt: where the copy is, or why there is none.
    pub note: String,
    /// An operator keeps it from being tried though it waits; none if nobody does.
    pub suspended: Option<Suspended>,
    /// The site that serves it is left alone; none if it is not.
    pub resting: Option<Resting>,
    /// Where it stands among those that wait; none where it does not wait.
    #[serde(default)]
    pub turn: Option<Turn>,
}

/// How many recipients a list shows of one message.
const TO: usize = 3;

impl Row {
    /// What a list says of a message.
    #[must_use]
    pub fn of(
        summary: &Summary,
        suspensions: &Suspensions,
        held: impl Fn(&Domain) -> Option<Held>,
        now: Timestamp,
    ) -> Self {
        let count = |status: &dyn Fn(&Standing) -> bool| {
            summary.recipients.iter().filter(|standing| status(standing)).count()
        };
        let open = || {
            let each = summary.recipients.iter().zip(&summary.envelope.recipients);
            each.filter(|(standing, _)| standing.state.status.is_open())
        };
        let last = open().filter(|(standing, _)| !standing.state.note.is_empty());
        let is_due = |(standing, _): &(&Standing, &Recipient)| due(standing).is_some_and(|due| due <= now);
        let domain = open().find(is_due).map(|(_, recipient)| recipient.mailbox.domain());
        Self {
            suspended: domain.and_then(|domain| suspensions.of(domain, now)).map(Suspended::from),
            resting: domain.and_then(held).map(Resting::from),
            id: summary.id.to_string(),
            received: time(summary.received),
            octets: summary.octets,
            from: summary.envelope.reverse_path.to_string(),
            to: open().take(TO).map(|(_, recipient)| recipient.mailbox.to_string()).collect(),
            recipients: summary.recipients.len(),
            waiting: count(&|standing| matches!(standing.state.status, Status::Waiting { .. })),
            held: count(&|standing| standing.state.status == Status::Held),
            delivered: count(&|standing| standing.state.status == Status::Delivered),
            dropped: count(&|standing| standing.state.status == Status::Dropped),
            failed: count(&|standing| matches!(standing.state.status, Status::Bounced | Status::Failed)),
            under_way: count(&|standing| standing.under_way),
            due: open().filter_map(|(standing, _)| due(standing)).min().map(time),
            note: last
                .max_by_key(|(standing, _)| standing.state.changed)
                .map(|(standing, _)| standing.state.note.clone())
                .unwrap_or_default(),
        }
    }
}

impl Message {
    /// All that is known of a message.
    #[must_use]
    pub fn of(
        summary: &Summary,
        suspensions: &Suspensions,
        held: impl Fn(&Domain) -> Option<Held>,
        turn: impl Fn(&Domain) -> Option<Turn>,
        now: Timestamp,
    ) -> Self {
        let envelope = &summary.envelope;
        let standings = |(standing, recipient): (&Standing, &Recipient)| {
            let waits = matches!(standing.state.status, Status::Waiting { .. });
            let domain = Some(recipient.mailbox.domain()).filter(|_| waits);
            Standings {
                suspended: domain.and_then(|domain| suspensions.of(domain, now)).map(Suspended::from),
                resting: domain.and_then(&held).map(Resting::from),
                turn: domain.filter(|_| !standing.under_way).and_then(&turn),
                ..Standings::of(standing, recipient)
            }
        };
        Self {
            id: summary.id.to_string(),
            received: time(summary.received),
            octets: summary.octets,
            from: envelope.reverse_path.to_string(),
            body: body(envelope.body).to_owned(),
            smtputf8: envelope.smtputf8,
            origin: summary.origin.as_deref().map(Origin::from),
            done: summary.done.map(time),
            recipients: summary.recipients.iter().zip(&envelope.recipients).map(standings).collect(),
            timeline: summary.timeline.tried().map(|tried| Tried::of(tried, envelope)).collect(),
        }
    }
}

impl Standings {
    fn of(standing: &Standing, recipient: &Recipient) -> Self {
        let to = recipient.mailbox.to_string();
        let given = recipient.given.to_string();
        Self {
            given: (given != to).then_some(given),
            to,
            status: status_name(standing.state.status).to_owned(),
            under_way: standing.under_way,
            attempts: standing.state.attempts,
            due: due(standing).map(time),
            changed: time(standing.state.changed),
            note: standing.state.note.clone(),
            suspended: None,
            resting: None,
            turn: None,
        }
    }
}

fn due(standing: &Standing) -> Option<Timestamp> {
    match standing.state.status {
        Status::Waiting { due } if !standing.under_way => Some(due),
        _ => None,
    }
}

/// A status, as programs are told it.
pub const fn status_name(status: Status) -> &'static str {
    match status {
        Status::Waiting { .. } => "waiting",
        Status::Held => "held",
        Status::Delivered => "delivered",
        Status::Bounced => "bounced",
        Status::Failed => "failed",
        Status::Dropped => "dropped",
    }
}

/// As it stands in BODY= (RFC 6152 §2).
pub const fn body(body: BodyType) -> &'static str {
    match body {
        BodyType::SevenBit => "7BIT",
        BodyType::EightBitMime => "8BITMIME",
    }
}

/// A time as programs write it (RFC 3339), in UTC.
pub fn time(time: Timestamp) -> String {
    let millis = i64::try_from(time.as_millis()).unwrap_or(i64::MAX);
    // A time that no calendar holds was never a time.
    jiff::Timestamp::from_millisecond(millis).unwrap_or(jiff::Timestamp::MAX).to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_request_is_what_it_says() {
        let read = |text| serde_json::from_str::<Request>(text).map_err(|error| error.to_string());
        let filter = Filter::default();
        assert_eq!(read(r#"{"verb":"list"}"#), Ok(Request::List { filter, after: None, most: None }));
        assert_eq!(read(r#"{"verb":"cat","id":"x"}"#), Ok(Request::Cat { id: "x".to_owned() }));
        let name = "x".to_owned();
        assert_eq!(read(r#"{"verb":"quarantine-drop","name":"x"}"#), Ok(Request::QuarantineDrop { name }));
        for wrong in [
            "",
            "{}",
            "[]",
            r#"{"verb":"drop"}"#,
            r#"{"verb":"show"}"#,
            r#"{"verb":"list","mots":1}"#,
            r#"{"verb":"act"}"#,
            r#"{"verb":"act","action":"burn"}"#,
            r#"{"verb":"act","action":"hold","filter":{"domian":"x"}}"#,
            r#"{"verb":"act","action":"hold","dyr_run":true}"#,
            r#"{"verb":"suspend","domain":"*"}"#,
            "\u{0}",
        ] {
            assert!(read(wrong).is_err(), "{wrong:?}");
        }
    }
}
