//! What is said of the quarantine over the control socket, and by `queue quarantine --json`.

use postrider_queue::{
    QuarantineKind, Quarantined, QuarantinedContent, QuarantinedMessage, Release, ReleaseRefusal,
};
use serde::{Deserialize, Serialize};

use super::protocol::{body, time};

/// The most files in one answer: each may hold many messages, and their contents are looked at.
pub const PAGE: usize = 10;

/// A file in quarantine.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct File {
    /// Its name.
    pub name: String,
    /// What it is.
    pub kind: Kind,
    /// The segment that it was part of; none if it was not.
    pub segment: Option<u32>,
    /// Where in the segment's file it began; none if it was not part of one.
    pub at: Option<u64>,
    /// Octets, with those of a large content beside it.
    pub octets: u64,
    /// Octets that nobody can make anything of.
    pub unknown_octets: u64,
    /// The messages that can be recognised in it.
    pub messages: Vec<Message>,
}

/// What a file in quarantine is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Kind {
    /// The end of a segment, never acknowledged.
    Torn,
    /// Part of a segment that was acknowledged.
    Damaged,
    /// One message whose content is damaged.
    Message,
    /// A large content whose message nobody knows.
    Body,
}

/// A message that can be recognised in quarantine.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Message {
    /// Its id.
    pub id: String,
    /// When it came; none if that is lost.
    pub received: Option<String>,
    /// Its envelope; none if that is lost.
    pub envelope: Option<Envelope>,
    /// Octets of its content that are there.
    pub octets: u64,
    /// How its content is.
    pub content: Content,
    /// A message of this id is in the queue.
    pub in_queue: bool,
}

/// An envelope that can be read.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Envelope {
    /// Who sent it, in angle brackets.
    pub from: String,
    /// The mailboxes it is for.
    pub to: Vec<String>,
    /// `7BIT` or `8BITMIME`.
    pub body: String,
    /// It was sent with SMTPUTF8.
    pub smtputf8: bool,
}

/// How the content of a message in quarantine is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Content {
    /// What was acknowledged.
    Whole,
    /// Not that.
    Damaged,
    /// Nobody knows.
    Unchecked,
    /// Not there.
    Gone,
}

/// What came of a release.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Released {
    /// The ids of the messages that are in the queue again.
    pub released: Vec<String>,
    /// Those that are not.
    pub refused: Vec<Refused>,
    /// Octets in the file that nobody can make anything of.
    pub unknown_octets: u64,
    /// The file is still there.
    pub kept: bool,
}

/// A message that was not released.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Refused {
    /// Its id.
    pub id: String,
    /// Why.
    pub because: String,
}

impl From<Quarantined> for File {
    fn from(found: Quarantined) -> Self {
        let (kind, place) = match found.kind {
            QuarantineKind::Torn { segment, at } => (Kind::Torn, Some((segment, at))),
            QuarantineKind::Damaged { segment, at } => (Kind::Damaged, Some((segment, at))),
            QuarantineKind::Message => (Kind::Message, None),
            QuarantineKind::Body => (Kind::Body, None),
        };
        Self {
            name: found.name,
            kind,
            segment: place.map(|(segment, _)| segment),
            at: place.map(|(_, at)| at),
            octets: found.octets,
            unknown_octets: found.unknown_octets,
            messages: found.messages.into_iter().map(Message::from).collect(),
        }
    }
}

impl From<QuarantinedMessage> for Message {
    fn from(found: QuarantinedMessage) -> Self {
        let envelope = found.envelope.map(|envelope| Envelope {
            from: envelope.reverse_path.to_string(),
            to: envelope.recipients.iter().map(|recipient| recipient.mailbox.to_string()).collect(),
            body: body(envelope.body).to_owned(),
            smtputf8: envelope.smtputf8,
        });
        Self {
            id: found.id.to_string(),
            received: found.received.map(time),
            envelope,
            octets: found.octets,
            content: match found.content {
                QuarantinedContent::Whole => Content::Whole,
                QuarantinedContent::Damaged => Content::Damaged,
                QuarantinedContent::Unchecked => Content::Unchecked,
                QuarantinedContent::Gone => Content::Gone,
            },
            in_queue: found.in_queue,
        }
    }
}

impl From<Release> for Released {
    fn from(release: Release) -> Self {
        let refused = |(id, because): &(_, ReleaseRefusal)| {
            let id: &postrider_proto::mail::QueueId = id;
            Refused { id: id.to_string(), because: because.to_string() }
        };
        Self {
            released: release.released.iter().map(ToString::to_string).collect(),
            refused: release.refused.iter().map(refused).collect(),
            unknown_octets: release.unknown_octets,
            kept: release.kept,
        }
    }
}
