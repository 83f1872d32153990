//! The rules about a recipient.

use std::fmt::Display;

use postrider_directory::Lookup;
use postrider_proto::mail::{Domain, ForwardPath, Mailbox};
use postrider_proto::reply::{Entry, Reply, catalogue};

use super::Ruling;
use crate::{Decision, Policy, Recipient};

/// A recipient, looked up in the directory.
#[derive(Debug, Clone)]
pub struct Addressed<'a> {
    /// The facts.
    pub recipient: &'a Recipient<'a>,
    /// Who it is. `<Postmaster>`, having no domain, is nobody's address.
    pub lookup: Option<Lookup<'a>>,
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

/// RFC 5321 §3.6.2: a server takes no mail for others unless it has agreed to.
pub(super) fn relay_denied(_: &Policy, addressed: &Addressed<'_>) -> Ruling {
    match (addressed.recipient.forward_path, &addressed.lookup) {
        (ForwardPath::Mailbox(address), Some(Lookup::NotLocal)) => Ruling::Decide {
            decision: refuse(&catalogue::RELAY_DENIED, address),
            because: format!("{} is no domain of this server", address.domain()),
            config: None,
        },
        _ => Ruling::Pass,
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

/// RFC 5321 §3.3: a recipient that cannot get mail is refused here and now, so that nobody has to send a bounce later.
/// The last rule: what is left is nobody.
pub(super) fn unknown_user(policy: &Policy, addressed: &Addressed<'_>) -> Ruling {
    let ForwardPath::Mailbox(address) = addressed.recipient.forward_path else { return Ruling::Pass };
    let (domain, because): (&Domain, _) = match addressed.lookup {
        Some(Lookup::NotPlain { domain }) => {
            (domain, format!("{domain} takes every plain name, and {:?} is none", address.local()))
        }
        Some(Lookup::Unknown { domain }) => (domain, format!("{domain} has no {:?}", address.local())),
        _ => (address.domain(), format!("{} has no {:?}", address.domain(), address.local())),
    };
    Ruling::Decide {
        decision: refuse(&catalogue::UNKNOWN_USER, address),
        because,
        config: policy.config_line(domain),
    }
}

fn refuse(entry: &'static Entry, address: &Mailbox) -> Decision {
    Decision::Refuse(Reply::with(entry, &[("address", address)]))
}

impl Policy {
    /// Where the configuration speaks of a domain, an alias or a mailbox.
    fn config_line(&self, what: &dyn Display) -> Option<String> {
        let lines = &self.options.config_lines;
        if lines.is_empty() { None } else { lines.get(&what.to_string()).cloned() }
    }
}
