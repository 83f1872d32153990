//! The rules about a recipient.

use std::fmt::Display;

use postrider_directory::{Lookup, RelayLookup};
use postrider_proto::mail::{ForwardPath, Mailbox};
use postrider_proto::reply::{Entry, Reply, catalogue};

use super::Ruling;
use crate::{CallOutAnswer, Decision, Policy, Recipient, TrustedNetwork};

/// A recipient, looked up.
#[derive(Debug, Clone)]
pub struct Addressed<'a> {
    /// The facts.
    pub recipient: &'a Recipient<'a>,
    /// Who it is. `<Postmaster>`, having no domain, is nobody's address.
    pub lookup: Option<Lookup<'a>>,
    /// Who it is elsewhere.
    pub relay: RelayLookup<'a>,
    /// The client may send to anybody, as it is in this network.
    pub trusted: Option<&'a TrustedNetwork>,
}

impl Addressed<'_> {
    /// Whether the client may send to anybody.
    pub(super) fn is_trusted(&self) -> bool {
        let sender = &self.recipient.sender;
        self.trusted.is_some() || sender.login.is_some() || sender.hello.connection.client.is_user()
    }
}

/// RFC 5321 §4.5.1: `<Postmaster>`, without a domain, is always ours.
pub(super) fn postmaster(policy: &Policy, addressed: &Addressed<'_>) -> Ruling {
    match addressed.recipient.forward_path {
        ForwardPath::Mailbox(_) => Ruling::Pass,
        ForwardPath::Postmaster => Ruling::Decide {
            decision: Decision::Deliver(policy.directory.postmaster().to_vec()),
            because: "mail for the postmaster, with no domain named".to_owned(),
            config: policy.directory.domains().next().and_then(|domain| policy.config_line(domain)),
        },
    }
}

/// An alias is delivered to what it stands for, the catch-all among them.
pub(super) fn alias(policy: &Policy, addressed: &Addressed<'_>) -> Ruling {
    match addressed.lookup {
        Some(Lookup::Alias { domain, name, mailboxes }) => Ruling::Decide {
            decision: Decision::Deliver(mailboxes.to_vec()),
            because: format!("{name}@{domain} is an alias"),
            config: policy.config_line(&format_args!("{name}@{domain}")),
        },
        _ => Ruling::Pass,
    }
}

/// A mailbox gets its mail.
pub(super) fn mailbox(policy: &Policy, addressed: &Addressed<'_>) -> Ruling {
    let (mailbox, because, config) = match &addressed.lookup {
        Some(Lookup::Mailbox(mailbox)) => {
            (*mailbox, format!("{mailbox} is a mailbox"), policy.config_line(mailbox))
        }
        Some(Lookup::Any(mailbox)) => {
            (mailbox, format!("every name of {} is a mailbox", mailbox.domain()), None)
        }
        _ => return Ruling::Pass,
    };
    Ruling::Decide {
        decision: Decision::Deliver(vec![mailbox.clone()]),
        because,
        config: config.or_else(|| policy.config_line(mailbox.domain())),
    }
}

/// RFC 5321 §3.3: a recipient that cannot get mail is refused here and now, so that nobody has to send a bounce later. Whoever
/// the client is, nobody is nobody.
pub(super) fn unknown_user(policy: &Policy, addressed: &Addressed<'_>) -> Ruling {
    let ForwardPath::Mailbox(address) = addressed.recipient.forward_path else { return Ruling::Pass };
    let local = address.local();
    let (domain, because) = match (&addressed.lookup, addressed.relay) {
        (Some(Lookup::NotPlain { domain }), _) => {
            (*domain, format!("{domain} takes every plain name, and {local:?} is none"))
        }
        (Some(Lookup::Unknown { domain }), _) => (*domain, format!("{domain} has no {local:?}")),
        (_, RelayLookup::Unlisted(domain)) => (domain, format!("{domain} lists no {local:?}")),
        (_, RelayLookup::Ask(domain) | RelayLookup::NotPlain(domain)) => match addressed.recipient.call_out {
            Some(CallOutAnswer::No { said }) => (domain, format!("the server of {domain} says: {said}")),
            _ => (domain, format!("{domain} is asked about plain names, and {local:?} is none")),
        },
        _ => return Ruling::Pass,
    };
    Ruling::Decide {
        decision: refuse(&catalogue::UNKNOWN_USER, address),
        because,
        config: policy.config_line(domain),
    }
}

pub(super) fn refuse(entry: &'static Entry, address: &Mailbox) -> Decision {
    Decision::Refuse(Reply::with(entry, &[("address", address)]))
}

impl Policy {
    /// Where the configuration speaks of a domain, an alias or a mailbox.
    pub(super) fn config_line(&self, what: &dyn Display) -> Option<String> {
        let lines = &self.options.config_lines;
        if lines.is_empty() { None } else { lines.get(&what.to_string()).cloned() }
    }
}
