//! What the policy says, and why.

use std::fmt;

use postrider_proto::mail::Mailbox;
use postrider_proto::reply::Reply;

/// What the policy says, and why.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Verdict {
    /// What is to be done.
    pub decision: Decision,
    /// Every rule that had a say, in the order they were asked; the last one decided. Empty where no rule had
    /// anything against it. These are for the local log and never for the client.
    pub reasons: Vec<Reason>,
}

/// What is to be done.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Decision {
    /// Go on.
    Accept,
    /// Go on; the copies for this recipient go to these mailboxes, all of them ours.
    Deliver(Vec<Mailbox>),
    /// Go on; the copy for this recipient goes on to another server, to the address as it was given: what a local part
    /// means is the business of its own host alone (RFC 5321 §2.3.11).
    Relay(Mailbox),
    /// Ask the server that this address lives at whether it takes mail for it, then ask again with the answer.
    CallOut(Mailbox),
    /// Tell the client this, and do not go on.
    Refuse(Reply),
}

/// What one rule had to say.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reason {
    /// The rule's name; that of a rule that refuses is also the id of its reply.
    pub rule: &'static str,
    /// The fact it rests on.
    pub because: String,
    /// Where the configuration says so, as `file:line`.
    pub config: Option<String>,
}

/// `unknown-user: example.org has no nobody (postrider.toml:12)`
impl fmt::Display for Reason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.rule, self.because)?;
        match &self.config {
            Some(line) => write!(f, " ({line})"),
            None => Ok(()),
        }
    }
}
