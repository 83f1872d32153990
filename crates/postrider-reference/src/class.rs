//! What a refusal comes to: the class of a bounce.

use std::fmt;

use serde::Deserialize;

macro_rules! classes {
    ($($(#[$doc:meta])* $name:ident $id:literal,)*) => {
        /// What a refusal comes to. What each asks for, and of whom, is in [`ClassFacts`] and in `docs/bounce-classes.md`.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Deserialize)]
        #[serde(rename_all = "kebab-case")]
        pub enum Class {
            $($(#[$doc])* $name,)*
        }

        impl Class {
            /// Every class, in the order of the documentation.
            pub const ALL: &[Self] = &[$(Self::$name,)*];

            /// The name in data, logs and documents. It is for ever.
            #[must_use]
            pub const fn as_str(self) -> &'static str {
                match self {
                    $(Self::$name => $id,)*
                }
            }
        }
    };
}

classes! {
    /// The recipient does not exist there.
    BadMailbox "bad-mailbox",
    /// The domain of the recipient does not exist, or takes no mail.
    BadDomain "bad-domain",
    /// The mailbox exists, and is switched off.
    Inactive "inactive",
    /// The mailbox is full.
    Full "full",
    /// The recipient takes mail from certain senders only.
    Restricted "restricted",
    /// The address of the sender is not accepted.
    BadSender "bad-sender",
    /// The name of the sending host is not accepted: EHLO, reverse DNS.
    ClientName "client-name",
    /// SPF, DKIM or DMARC of the sender's domain did not pass.
    Authentication "authentication",
    /// A login is wanted, or went wrong.
    Login "login",
    /// The server does not relay for us.
    Relay "relay",
    /// The message looks like spam.
    Spam "spam",
    /// The sending address or domain has a bad name.
    Blocklist "blocklist",
    /// The message is not well-formed, or has something in it that is not taken.
    Content "content",
    /// The message is too big.
    Size "size",
    /// Refused by a rule of the receiver that it does not explain.
    Policy "policy",
    /// Too many recipients at once.
    RecipientLimit "recipient-limit",
    /// Come back later: greylisting.
    Greylisted "greylisted",
    /// Too much, too fast.
    Throttled "throttled",
    /// The receiving system is out of order.
    System "system",
    /// No connection, or it broke.
    Network "network",
    /// A lookup in DNS failed.
    Dns "dns",
    /// TLS is wanted or failed.
    Tls "tls",
    /// The two programs do not understand each other.
    Protocol "protocol",
    /// The message goes in circles.
    Loop "loop",
    /// It was tried for too long; the reason is in an earlier answer.
    Expired "expired",
    /// Nothing is known about it.
    Unknown "unknown",
}

impl fmt::Display for Class {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// What follows from a class, from `data/classes.toml`. What it means is said by the languages: `bounce-class-full`.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ClassFacts {
    /// Which class.
    pub id: Class,
    /// Whose move it is.
    pub acts: Actor,
    /// Whether the same message may come through later.
    pub retry: Retry,
}

/// Whose move it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Actor {
    /// Whoever wrote the message.
    Sender,
    /// Whoever it is for.
    Recipient,
    /// The operator of the sending server, or of the sender's domain.
    OurOperator,
    /// The operator of the receiving server.
    TheirOperator,
    /// Nobody: it passes.
    Nobody,
}

impl Actor {
    /// Every actor.
    pub const ALL: &[Self] =
        &[Self::Sender, Self::Recipient, Self::OurOperator, Self::TheirOperator, Self::Nobody];

    /// The name in documents.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Sender => "sender",
            Self::Recipient => "recipient",
            Self::OurOperator => "our operator",
            Self::TheirOperator => "their operator",
            Self::Nobody => "nobody",
        }
    }
}

/// Whether the same message may come through later, as far as the class alone can say.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Retry {
    /// Not while nobody has changed anything about the message or its addresses.
    No,
    /// When somebody has acted; until then every try is refused alike.
    AfterFix,
    /// Yes, in the usual time.
    Yes,
    /// Yes, with fewer connections and longer pauses.
    Slower,
    /// As the reply code says: 4yz yes, 5yz no.
    AsCoded,
}

impl Retry {
    /// Every answer.
    pub const ALL: &[Self] = &[Self::No, Self::AfterFix, Self::Yes, Self::Slower, Self::AsCoded];

    /// The name in documents.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::No => "no",
            Self::AfterFix => "after the fix",
            Self::Yes => "yes",
            Self::Slower => "yes, slower",
            Self::AsCoded => "as the code says",
        }
    }
}
