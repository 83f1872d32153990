//! A line of the journal: a part of a session as JSON. Written, its texts are those of the record; read, they are its own.

use std::borrow::Cow;

use postrider_inbound::{Because, End, Heard, Record, StepView};
use serde::{Deserialize, Serialize};

use super::Dropped;
use crate::control::protocol::time;

/// A part of a session.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Part<'a> {
    /// Of which.
    #[serde(flatten)]
    pub about: About<'a>,
    /// Which part it is, from 0 on.
    pub part: u32,
    /// What was said.
    pub steps: Vec<Step<'a>>,
    /// How the session ended; none as long as it goes on.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub end: Option<Ending>,
}

/// Which session it is, and with whom. A line begins with it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct About<'a> {
    /// The session, as the log names it.
    pub session: String,
    /// When it began.
    pub began: String,
    /// Where the client has connected to; none for a socket of this machine.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub listener: Option<String>,
    /// The client.
    pub client: String,
    /// The proxy that it is behind.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub proxy: Option<String>,
    /// Version and cipher of TLS at the end of the part.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tls: Option<String>,
    /// Who was logged in at its end.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub account: Option<Cow<'a, str>>,
}

/// One step.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Step<'a> {
    /// So many steps are left out in front of it.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub left_out: u32,
    /// When the reply was given, in milliseconds since the session began.
    pub millis: u32,
    /// The line of the client; none where it has sent none, or where nobody may see it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub command: Option<Cow<'a, str>>,
    /// Nobody may see it.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub hidden: bool,
    /// The id of the reply.
    pub reply: Cow<'a, str>,
    /// Its first line; of the reply to EHLO those of STARTTLS and AUTH too, with dots for the others.
    pub text: Cow<'a, str>,
    /// Why.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub because: Vec<Why<'a>>,
    /// The message that was taken.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub message: Option<String>,
    /// Its octets.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub octets: Option<u64>,
}

/// Why a step went as it did.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Why<'a> {
    /// `rule`, `login`, `limit` or `trouble`
    pub kind: Cow<'a, str>,
    /// The rule that has decided.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rule: Option<Cow<'a, str>>,
    /// The fact it rests on.
    pub fact: Cow<'a, str>,
    /// Where the configuration says so.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub config: Option<Cow<'a, str>>,
    /// The name at a login.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub account: Option<Cow<'a, str>>,
}

/// How a session ended.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Ending {
    /// `closed`, `left`, `lost` (the client left within a transaction), `no-tls` or `cut-off`
    pub how: String,
    /// What the system says.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub error: Option<String>,
    /// In which way TLS has come to nothing, as the log has it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub why: Option<String>,
    /// What the client has offered in that handshake, if it came so far.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub offered: Option<String>,
    /// What this server has.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ours: Option<String>,
}

/// That something could not be kept.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Gap {
    /// When that was found.
    pub(super) dropped_until: String,
    /// Parts of sessions in which something was refused.
    pub(super) refused: u64,
    /// Sessions in which nothing was.
    pub(super) other: u64,
}

fn is_zero(number: &u32) -> bool {
    *number == 0
}

/// No more of a text that says why is kept, in octets.
const FACT_OCTETS: usize = 1024;

impl<'a> From<&'a Record> for Part<'a> {
    fn from(record: &'a Record) -> Self {
        let (first, left_out, last) = record.steps();
        let mut steps: Vec<Step<'a>> = first.map(Step::of).collect();
        let behind = steps.len();
        steps.extend(last.map(Step::of));
        if let Some(step) = steps.get_mut(behind) {
            step.left_out = left_out;
        }
        Self {
            about: About::from(&record.about),
            part: record.part,
            steps,
            end: record.end.as_ref().map(Ending::from),
        }
    }
}

impl<'a> From<&'a postrider_inbound::About> for About<'a> {
    fn from(about: &'a postrider_inbound::About) -> Self {
        Self {
            session: about.session.to_string(),
            began: time(about.began),
            listener: about.listener.map(|listener| listener.to_string()),
            client: about.client.to_string(),
            proxy: about.proxy.map(|proxy| proxy.to_string()),
            tls: about.tls.map(|tls| tls.to_string()),
            account: about.account.as_ref().map(|account| account.name.as_str().into()),
        }
    }
}

impl<'a> Step<'a> {
    fn of(step: StepView<'a>) -> Self {
        Self {
            left_out: 0,
            millis: step.millis,
            hidden: step.heard == Heard::Hidden,
            command: match step.heard {
                Heard::Line(line) => Some(line),
                Heard::Nothing | Heard::Hidden => None,
            },
            reply: step.entry.id.into(),
            text: step.said,
            because: step.because.map(Why::all).unwrap_or_default(),
            message: step.message.map(|(id, _)| id.to_string()),
            octets: step.message.map(|(_, octets)| octets),
        }
    }

    /// Whether something was refused.
    #[must_use]
    pub fn is_refusal(&self) -> bool {
        self.text.starts_with(['4', '5'])
    }
}

impl<'a> Why<'a> {
    fn all(because: &'a Because) -> Vec<Self> {
        let one = |kind: &'static str, fact: &'a str| Self {
            kind: kind.into(),
            rule: None,
            fact: fact[..fact.floor_char_boundary(FACT_OCTETS)].into(),
            config: None,
            account: None,
        };
        match because {
            Because::Rules(reasons) => reasons
                .iter()
                .map(|reason| Self {
                    rule: Some(reason.rule.into()),
                    config: reason.config.as_deref().map(Cow::Borrowed),
                    ..one("rule", &reason.because)
                })
                .collect(),
            Because::Login { why, name } => {
                vec![Self { account: name.as_deref().map(Cow::Borrowed), ..one("login", why) }]
            }
            Because::Exhausted(why) => vec![one("limit", why)],
            Because::Trouble(why) => vec![one("trouble", why)],
        }
    }
}

impl From<&End> for Ending {
    fn from(end: &End) -> Self {
        let bare =
            |how: &str| Self { how: how.to_owned(), error: None, why: None, offered: None, ours: None };
        match end {
            End::Closed => bare("closed"),
            End::Left { error, within_transaction } => {
                let how = if *within_transaction { "lost" } else { "left" };
                Self { error: Some(error.clone()), ..bare(how) }
            }
            End::NoTls { why, error, offered, ours } => Self {
                error: Some(error.clone()),
                why: Some(why.as_str().to_owned()),
                offered: offered.clone(),
                ours: ours.clone(),
                ..bare("no-tls")
            },
            End::CutOff => bare("cut-off"),
        }
    }
}

impl Gap {
    pub(super) fn of(dropped: Dropped, now: postrider_queue::Timestamp) -> Self {
        Self { dropped_until: time(now), refused: dropped.refused, other: dropped.other }
    }
}
