//! The envelope: who a message is from, whom it is for, and what the sender asked to be told.

use super::{Domain, Mailbox, ReversePath};

/// All that MAIL and RCPT established about one message.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Envelope {
    /// Where bounces go.
    pub reverse_path: ReversePath,
    /// The recipients accepted, after aliases were followed; no mailbox twice.
    pub recipients: Vec<Recipient>,
    /// BODY= (RFC 6152); seven bits where nothing was said.
    pub body: BodyType,
    /// SMTPUTF8 was asked for (RFC 6531).
    pub smtputf8: bool,
    /// RET= (RFC 3461 §4.3): how much of the message a bounce should return.
    pub ret: Option<Ret>,
    /// ENVID= (RFC 3461 §4.4), decoded from xtext; printable ASCII.
    pub envid: Option<String>,
    /// In whose name it is signed when it leaves this server; none: in nobody's.
    pub signing: Option<SigningIdentity>,
}

/// In whose name a message is signed (RFC 6376). It is settled when the message is taken, from who handed it in; what the message
/// itself says later changes nothing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SigningIdentity {
    /// The domain that the author writes from, and that whoever handed the message in may speak for. A name, in A-labels.
    pub domain: Domain,
}

/// One recipient of an envelope.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Recipient {
    /// Where this copy goes: the mailbox behind every alias.
    pub mailbox: Mailbox,
    /// The mailbox as RCPT gave it. Equal to `mailbox` where no alias was in between.
    pub given: Mailbox,
    /// NOTIFY= (RFC 3461 §4.1), if it was given.
    pub notify: Option<Notify>,
    /// ORCPT= (RFC 3461 §4.2), if it was given.
    pub orcpt: Option<OriginalRecipient>,
}

/// BODY= (RFC 6152 §2).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum BodyType {
    /// `7BIT`
    #[default]
    SevenBit,
    /// `8BITMIME`
    EightBitMime,
}

/// RET= (RFC 3461 §4.3).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ret {
    /// `FULL`: the whole message.
    Full,
    /// `HDRS`: only its header.
    Headers,
}

/// NOTIFY= (RFC 3461 §4.1). All false means NEVER.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Notify {
    /// Report a delivery.
    pub success: bool,
    /// Report a failure.
    pub failure: bool,
    /// Report a delay.
    pub delay: bool,
}

/// ORCPT= (RFC 3461 §4.2): the address the sender first had in mind.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OriginalRecipient {
    /// The address type, mostly `rfc822`.
    pub kind: String,
    /// The address, decoded from xtext; no control characters.
    pub address: String,
}
