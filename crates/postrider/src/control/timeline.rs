//! What happened to a message, as it is said over the control socket and in an export.

use std::net::IpAddr;

use postrider_proto::mail::Envelope;
use postrider_queue as queue;
use serde::{Deserialize, Serialize};

use super::protocol::time;

/// How a message came.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "lowercase", deny_unknown_fields)]
pub enum Origin {
    /// A client has handed it over.
    Client {
        /// The session, as the log names it.
        session: String,
        /// Where the connection came from.
        client: IpAddr,
        /// The name that the client gave itself, if it did.
        hello: Option<String>,
        /// The protocol, as the Received field names it.
        protocol: String,
        /// Who had logged in, if somebody had.
        login: Option<String>,
    },
    /// A user of this machine has handed it over.
    User {
        /// The session, as the log names it.
        session: String,
        /// The number of the user.
        uid: u32,
    },
    /// It was composed here, to tell the sender of another message what became of it.
    Report {
        /// The other message.
        about: String,
    },
}

/// One attempt.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Tried {
    /// When it was begun.
    pub began: String,
    /// When it had ended.
    pub ended: String,
    /// How it ended: recipients that fared alike are together.
    pub endings: Vec<Ending>,
}

/// How an attempt ended for some recipients.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Ending {
    /// Their mailboxes.
    pub to: Vec<String>,
    /// `delivered`, `deferred`, `unknown`, `bounced` or `failed`; by hand `retried`, `held`, `released` or `dropped`
    pub decision: String,
    /// When the next attempt was to be, if there was to be one.
    pub until: Option<String>,
    /// Where the copy is, or why there is none.
    pub note: String,
    /// What the hosts have answered that were asked, in that order.
    pub answers: Vec<Answer>,
}

/// What one host has answered.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Answer {
    /// The host, and its address.
    pub host: String,
    /// What it answered to; none if it gave no answer.
    pub step: Option<String>,
    /// Its reply, or what happened instead.
    pub said: String,
}

impl From<&queue::Origin> for Origin {
    fn from(origin: &queue::Origin) -> Self {
        match origin.clone() {
            queue::Origin::Client(queue::Client { session, address, hello, protocol, login }) => {
                Self::Client { session, client: address, hello, protocol, login }
            }
            queue::Origin::User { session, uid } => Self::User { session, uid },
            queue::Origin::Report { about } => Self::Report { about: about.to_string() },
        }
    }
}

impl Origin {
    /// What it says; or why that makes no sense.
    ///
    /// # Errors
    ///
    /// There is an id that is none.
    pub fn read(self) -> Result<queue::Origin, String> {
        Ok(match self {
            Self::Client { session, client, hello, protocol, login } => {
                queue::Origin::Client(queue::Client { session, address: client, hello, protocol, login })
            }
            Self::User { session, uid } => queue::Origin::User { session, uid },
            Self::Report { about } => {
                let id = about.parse().map_err(|_| format!("origin: {about:?} is no id"))?;
                queue::Origin::Report { about: id }
            }
        })
    }
}

impl Tried {
    /// An attempt for a message with this envelope.
    #[must_use]
    pub fn of(tried: &queue::Tried, envelope: &Envelope) -> Self {
        let mailbox = |index: u32| envelope.recipients.get(index as usize).map(|to| to.mailbox.to_string());
        let ending = |(ending, to): (&queue::Ending, Vec<u32>)| {
            let (decision, until) = match ending.decision {
                queue::Decision::Delivered => ("delivered", None),
                queue::Decision::Deferred { until } => ("deferred", Some(until)),
                queue::Decision::Unknown { until } => ("unknown", Some(until)),
                queue::Decision::Bounced => ("bounced", None),
                queue::Decision::Failed => ("failed", None),
                queue::Decision::Retried => ("retried", None),
                queue::Decision::Held => ("held", None),
                queue::Decision::Released => ("released", None),
                queue::Decision::Dropped => ("dropped", None),
            };
            Ending {
                to: to.into_iter().filter_map(mailbox).collect(),
                decision: decision.to_owned(),
                until: until.map(time),
                note: ending.note.clone(),
                answers: ending.answers.iter().cloned().map(Answer::from).collect(),
            }
        };
        Self {
            began: time(tried.began),
            ended: time(tried.ended),
            endings: tried.endings().map(ending).collect(),
        }
    }
}

impl From<queue::Answer> for Answer {
    fn from(queue::Answer { host, step, said }: queue::Answer) -> Self {
        Self { host, step, said }
    }
}

impl From<Answer> for queue::Answer {
    fn from(Answer { host, step, said }: Answer) -> Self {
        Self { host, step, said }
    }
}
