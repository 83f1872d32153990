//! The answer, as data: the sentences are in the languages of the reference, by these ids.

use std::fmt;

use postrider_proto::reply::{Enhanced, Entry};
use postrider_proto::wire::command::Verb;
use postrider_reference::code::{Acts, Cause, Repeat, Subject, book};
use postrider_reference::{Class, Situation, Sure};

use crate::complaint::{Arrival, Fate};

/// What is known about a paste.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Answer {
    /// What was found, in the order of the paste.
    pub findings: Vec<Finding>,
    /// How many refusals of logs there were beyond those that are told.
    pub left: usize,
    /// Whether the paste was longer than is looked at.
    pub cut: bool,
    /// What would be needed to say more; none where enough is known.
    pub needs: Option<Needs>,
}

/// What would be needed to say more.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Needs {
    /// There is nothing of SMTP in it: a transcript, a line of a log, a bounce or the text of an error.
    Anything,
    /// A conversation in which nothing was refused: the part where it was.
    Refusal,
    /// No rule knows the reply: the whole of it, and what was sent before.
    Context,
}

impl Needs {
    /// The word for programs, and the end of the id of its sentence.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Anything => "anything",
            Self::Refusal => "refusal",
            Self::Context => "context",
        }
    }
}

/// One refusal, or failure, and what it comes to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// What it was found in: the word for programs.
    pub input: &'static str,
    /// The line that proves it, from 0 on, and its text, without secrets.
    pub proof: Proof,
    /// What has happened.
    pub reason: Reason,
    /// The id of the situation, also where a cause says it more exactly.
    pub situation: Option<&'static str>,
    /// The class of the refusal.
    pub class: Class,
    /// The step that was left out, or that failed.
    pub step: Option<Step>,
    /// Who said it.
    pub speaker: Speaker,
    /// Whose move it is.
    pub acts: Acts,
    /// Whether the same is sent again.
    pub retry: Repeat,
    /// How sure that is.
    pub sure: Sure,
    /// The id of the rule that decided: a signature, `own-ID`, `cause-ID`, or `replay-SITUATION`. A signature may have an advice of its own.
    pub rule: String,
    /// The reply code.
    pub code: Option<u16>,
    /// The enhanced code.
    pub enhanced: Option<Enhanced>,
    /// The recipient that it is about.
    pub recipient: Option<String>,
    /// The pages that tell more.
    pub links: Vec<Subject>,
    /// Lines of later refusals that only follow from it.
    pub echoes: Vec<usize>,
    /// What our own log says of it beyond the reply.
    pub logged: Logged,
    /// What becomes of the message, where that is said beside the reply.
    pub fate: Fate,
    /// Who has the message, where nothing failed.
    pub holder: Option<String>,
}

impl Finding {
    /// The page of its code: that of the enhanced one, which says more, if there is one.
    #[must_use]
    pub fn subject(&self) -> Option<Subject> {
        let enhanced = self.enhanced.and_then(|code| book().code(&code.to_string()));
        enhanced.or_else(|| book().code(&self.code?.to_string()))
    }
}

/// What our own log says of a refusal beyond the reply.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Logged {
    /// The fact behind it, which the client is not told.
    pub fact: Option<String>,
    /// The session that it was said in: the journal has it under this id.
    pub session: Option<String>,
}

/// A line that proves something.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Proof {
    /// Which, from 0 on.
    pub line: usize,
    /// What stands there.
    pub text: String,
}

/// What has happened.
#[derive(Clone, Copy)]
pub enum Reason {
    /// The commands came out of order.
    Cause(&'static Cause),
    /// Our own server said it: an entry of its catalogue.
    Own(&'static Entry),
    /// A situation that the reference knows.
    Situation(&'static Situation),
    /// A situation that only a conversation shows, by its id.
    Shown(&'static str),
    /// No more than the class is known.
    Class(Class),
    /// Nothing failed: the message arrived.
    Arrived(Arrival),
    /// It is a code alone: what that means in general.
    Code,
    /// Nothing is known about it.
    Unknown,
}

impl Reason {
    /// The word for programs.
    #[must_use]
    pub fn as_str(&self) -> &'static str {
        match self {
            Self::Cause(cause) => &cause.id,
            Self::Own(entry) => entry.id,
            Self::Situation(situation) => &situation.id,
            Self::Shown(id) => id,
            Self::Class(class) => class.as_str(),
            Self::Arrived(arrival) => arrival.as_str(),
            Self::Code => "code",
            Self::Unknown => "unknown",
        }
    }
}

/// Its id stands for all that the reference knows about it.
impl fmt::Debug for Reason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let kind = match self {
            Self::Cause(_) => "Cause",
            Self::Own(_) => "Own",
            Self::Situation(_) => "Situation",
            Self::Shown(_) => "Shown",
            Self::Class(_) => "Class",
            Self::Arrived(_) => "Arrived",
            Self::Code => return f.write_str("Code"),
            Self::Unknown => return f.write_str("Unknown"),
        };
        write!(f, "{kind}({})", self.as_str())
    }
}

impl PartialEq for Reason {
    fn eq(&self, other: &Self) -> bool {
        std::mem::discriminant(self) == std::mem::discriminant(other) && self.as_str() == other.as_str()
    }
}

impl Eq for Reason {}

/// A step of the conversation.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Step {
    /// It was left out.
    Missing(Verb),
    /// It was left out, and whether it would have helped is not known.
    Perhaps(Verb),
    /// It was refused.
    Failed(Verb),
    /// There was no conversation: no connection, or no greeting.
    Connection,
}

impl Step {
    /// The verb, of a step that was left out, or may have been.
    #[must_use]
    pub const fn left_out(self) -> Option<Verb> {
        match self {
            Self::Missing(verb) | Self::Perhaps(verb) => Some(verb),
            Self::Failed(_) | Self::Connection => None,
        }
    }

    /// The verb, of a step that is a command.
    #[must_use]
    pub const fn verb(self) -> Option<Verb> {
        match self {
            Self::Missing(verb) | Self::Perhaps(verb) | Self::Failed(verb) => Some(verb),
            Self::Connection => None,
        }
    }
}

/// Who said it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Speaker {
    /// The server; the vendor, if its words or its greeting tell.
    Server(Option<&'static str>),
    /// The client, or its library: no server said it.
    Client,
    /// Something on the way that changes what both see.
    Middlebox,
}

impl Speaker {
    /// The word for programs.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Server(_) => "server",
            Self::Client => "client",
            Self::Middlebox => "middlebox",
        }
    }
}
