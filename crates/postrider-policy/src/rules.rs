//! The rules, in the order they are asked. A rule is a function in the file of its phase; to add one, write it there
//! and give it its place and its name here. A rule that refuses has the name of the reply that the client gets.
//!
//! What no rule decides is accepted, but for a recipient: there the last rule refuses whatever is left. The only way to
//! [`Decision::Deliver`] is a mailbox of the directory, and the only ways to [`Decision::Relay`] are a recipient known to live at a
//! relay domain, a client that has logged in, one in a trusted network, of which there are none without a configuration, and a user of this
//! machine, whom the net cannot be. That is why this server is no open relay.

mod content;
mod recipient;
mod relay;
mod sender;

use crate::{Connection, Content, Decision, Hello, Policy, Reason, Sender, Verdict};

pub use recipient::Addressed;

/// Nobody is refused for where they come from.
pub const GREETING: &[(&str, ConnectionRule)] = &[];

/// Nobody is refused for what they call themselves (RFC 5321 §4.1.4).
pub const HELLO: &[(&str, HelloRule)] = &[];

/// Everybody may send: the null sender too, or no bounce would come through (RFC 5321 §4.5.5), and somebody who
/// writes from a domain of ours, as a mailing list sends us our own mail. Only who has logged in sends as themselves.
pub const MAIL: &[(&str, SenderRule)] =
    &[("sender-not-own", sender::not_own), ("sender-not-qualified", sender::not_qualified)];

/// First whoever is known: somebody of ours, somebody of a relay domain, nobody of either. About everybody else, who is
/// not known here, only a user of this machine, an account and a trusted client are heard.
pub const RECIPIENT: &[(&str, RecipientRule)] = &[
    ("postmaster", recipient::postmaster),
    ("alias", recipient::alias),
    ("mailbox", recipient::mailbox),
    ("relay-recipient", relay::recipient),
    ("call-out", relay::call_out),
    ("recipient-unproven", relay::unproven),
    ("unknown-user", recipient::unknown_user),
    ("local-user", relay::local_user),
    ("recipient-not-qualified", relay::not_qualified),
    ("login", relay::login),
    ("trusted-network", relay::trusted_network),
    ("relay-denied", relay::denied),
];

/// A message that has been here before is going round. One of somebody who has logged in says who wrote it, and that is they; it is one whose signature holds, and it names whole domains.
pub const CONTENT: &[(&str, ContentRule)] = &[
    ("mail-loop", content::mail_loop),
    ("author-unclear", content::author_unclear),
    ("author-not-own", content::author_not_own),
    ("colon-apart", content::colon_apart),
    ("sender-not-qualified", content::sender_not_qualified),
    ("recipient-not-qualified", content::recipient_not_qualified),
];

/// A rule about a client that has connected.
pub type ConnectionRule = fn(&Policy, &Connection) -> Ruling;
/// A rule about a client that has said its name.
pub type HelloRule = fn(&Policy, &Hello<'_>) -> Ruling;
/// A rule about a sender.
pub type SenderRule = fn(&Policy, &Sender<'_>) -> Ruling;
/// A rule about a recipient.
pub type RecipientRule = fn(&Policy, &Addressed<'_>) -> Ruling;
/// A rule about a message.
pub type ContentRule = fn(&Policy, &Content<'_>) -> Ruling;

/// What a rule says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Ruling {
    /// It has nothing to say here; the next one is asked.
    Pass,
    /// It decides, and no other is asked.
    Decide {
        /// What is to be done.
        decision: Decision,
        /// The fact it rests on.
        because: String,
        /// Where the configuration says so.
        config: Option<String>,
    },
}

/// Asks one rule after the other until one decides.
pub(crate) fn ask<R>(rules: &[(&'static str, R)], mut one: impl FnMut(&R) -> Ruling) -> Verdict {
    for (name, rule) in rules {
        if let Ruling::Decide { decision, because, config } = one(rule) {
            return Verdict { decision, reasons: vec![Reason { rule: name, because, config }] };
        }
    }
    Verdict { decision: Decision::Accept, reasons: Vec::new() }
}
