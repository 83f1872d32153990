//! The facts about codes, as `data/codes/*.toml` has them. No sentence stands here: those are in `locales/`, by the same ids.

use postrider_proto::server::sequence::State;
use serde::Deserialize;

use super::subject::EnhancedCode;
use super::words::{Acts, Command, Effect, Repeat, Standing};

/// A reply code.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ReplyFacts {
    /// The number. Those of lists on the web are not always well formed (RFC 5321 §4.2).
    pub code: u16,
    /// Who stands behind it.
    pub standing: Standing,
    /// What it can answer, wherever it is used.
    pub commands: Vec<Command>,
    /// What it does to the session.
    pub session: Effect,
    /// Whether the same is sent again.
    pub retry: Repeat,
    /// Whose move it is, the usual one first.
    pub acts: Vec<Acts>,
    /// The clauses that define it.
    #[serde(default)]
    pub rfc: Vec<String>,
    /// Its usual enhanced codes, the most usual first.
    #[serde(default)]
    pub enhanced: Vec<String>,
    /// Codes it is seen with or taken for.
    #[serde(default)]
    pub related: Vec<u16>,
    /// The enhanced code that was meant, where somebody left out the dots.
    pub meant: Option<String>,
    /// Who uses or lists it, where no RFC does.
    pub source: Option<String>,
    /// An exchange that shows it: `C: ` and `S: ` lines.
    pub example: Option<String>,
    /// The conversation of our tests that the example is from.
    pub transcript: Option<String>,
    /// What else it means, and where.
    #[serde(default)]
    pub otherwise: Vec<Otherwise>,
}

/// Another meaning of a code.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Otherwise {
    /// Who means it.
    pub who: String,
    /// The end of the id of its sentence: `reply-422.otherwise-exchange`.
    pub id: String,
    /// The day it was seen, or `undated`.
    pub seen: String,
    /// Where it was seen.
    pub source: String,
}

/// A registered enhanced code.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct EnhancedFacts {
    /// `X.7.26`.
    pub code: String,
    /// The name in the registry.
    pub name: String,
    /// Who stands behind it.
    pub standing: Standing,
    /// The first digits that make sense.
    pub classes: Vec<u8>,
    /// The reply codes it comes with, as registered; the list is not meant to be complete (RFC 5248 §2.1).
    #[serde(default)]
    pub basic: Vec<u16>,
    /// It comes with any reply code of its class.
    #[serde(default)]
    pub any_basic: bool,
    /// What it can answer.
    pub commands: Vec<Command>,
    /// Whether the same is sent again.
    pub retry: Repeat,
    /// Whose move it is, the usual one first.
    pub acts: Vec<Acts>,
    /// The clauses that define it.
    pub rfc: Vec<String>,
    /// Codes it is seen with or taken for.
    #[serde(default)]
    pub related: Vec<String>,
    /// An exchange that shows it.
    pub example: Option<String>,
    /// The conversation of our tests that the example is from.
    pub transcript: Option<String>,
    /// What else it means, and where.
    #[serde(default)]
    pub otherwise: Vec<Otherwise>,
}

/// What a provider means by an enhanced code.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct VendorFacts {
    /// `gmail-x-7-26`.
    pub id: String,
    /// The provider.
    pub who: String,
    /// `4.7.26`, or a range, `5.7.606-649`.
    pub codes: Vec<String>,
    /// The reply codes it comes with.
    #[serde(default)]
    pub basic: Vec<u16>,
    /// Whether the same is sent again.
    pub retry: Repeat,
    /// Whose move it is.
    pub acts: Vec<Acts>,
    /// The day it was seen, or `undated`.
    pub seen: String,
    /// Where it was seen.
    pub source: String,
}

/// One of the reasons for a 503.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Cause {
    /// `no-ehlo`.
    pub id: String,
    /// The command that is refused.
    pub command: Command,
    /// The state of the session it came in, as [`State::as_str`] calls it; none where it is not one of ours.
    pub state: Option<String>,
    /// The replies of our own server that say so.
    #[serde(default)]
    pub replies: Vec<String>,
    /// The kind of listener it happens at; any if there is none.
    pub listener: Option<String>,
    /// Only other servers answer 503 here.
    #[serde(default)]
    pub elsewhere: bool,
    /// RSET helps.
    pub rset: bool,
    /// The clauses.
    #[serde(default)]
    pub rfc: Vec<String>,
    /// The exchange that shows it.
    pub wrong: String,
    /// The shortest correct one.
    pub right: String,
}

impl Cause {
    /// The state of the session it came in.
    #[must_use]
    pub fn in_state(&self) -> Option<State> {
        let name = self.state.as_deref()?;
        State::ALL.into_iter().find(|state| state.as_str() == name)
    }
}

/// Two codes that people mix up, with a verdict of their own.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Pair {
    /// Both, the smaller first: `503`, `X.7.26`.
    pub codes: [String; 2],
    /// An exchange in which they stand, or might.
    pub example: String,
    /// The conversation of our tests that the example is from.
    pub transcript: Option<String>,
}

/// Where a conversation of our tests shows a reply of our own server.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Shown {
    /// The id in the catalogue.
    pub id: String,
    /// What it answers there.
    pub commands: Vec<Command>,
    /// The conversation.
    pub transcript: String,
    /// The lines.
    pub example: String,
}

impl EnhancedFacts {
    /// The code.
    ///
    /// # Panics
    ///
    /// Never: the book is not made with one that cannot be read.
    #[must_use]
    pub fn key(&self) -> EnhancedCode {
        EnhancedCode::read(&self.code).expect("the book was made with codes that can be read")
    }
}
