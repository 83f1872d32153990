//! The rules about a sender.

use postrider_directory::{Account, RelayLookup};
use postrider_proto::mail::{Domain, Mailbox, ReversePath};
use postrider_proto::reply::{Reply, catalogue};

use super::Ruling;
use crate::{Decision, Policy, Sender};

/// RFC 6409 §6.1: an account sends as itself, and as whom it was given. The null sender is everybody's: receipts have it (RFC 5321 §4.5.5), and
/// to whom a bounce would go is nobody. Which senders it was given the client is not told, since it may be a thief of the password.
pub(super) fn not_own(_: &Policy, sender: &Sender<'_>) -> Ruling {
    let (Some(account), ReversePath::Mailbox(address)) = (sender.login, sender.reverse_path) else {
        return Ruling::Pass;
    };
    if account.may_send_as(address) {
        return Ruling::Pass;
    }
    Ruling::Decide {
        decision: Decision::Refuse(Reply::with(&catalogue::SENDER_NOT_OWN, &[("address", address)])),
        because: senders(account),
        config: None,
    }
}

/// RFC 6409 §4.2: what an account hands in leaves with whole domains alone. A single word that is a domain of this server, such as `localhost`, or that a
/// route leads to, is whole here; and what is guessed for one would be somebody's.
pub(super) fn not_qualified(policy: &Policy, sender: &Sender<'_>) -> Ruling {
    match (sender.login, sender.reverse_path) {
        (Some(_), ReversePath::Mailbox(address)) if policy.is_incomplete(address) => Ruling::Decide {
            decision: Decision::Refuse(Reply::with(
                &catalogue::SENDER_NOT_QUALIFIED,
                &[("address", address)],
            )),
            because: incomplete(address),
            config: None,
        },
        _ => Ruling::Pass,
    }
}

/// What is wrong with it, for the log.
pub(super) fn incomplete(address: &Mailbox) -> String {
    format!(
        "{} is a single word, and neither a domain of this server nor one that a route is for",
        address.domain()
    )
}

impl Policy {
    /// Whether the domain of an address is a single word, and none that this server knows: as its own, as a relay domain, or by a route.
    pub(super) fn is_incomplete(&self, address: &Mailbox) -> bool {
        let domain = address.domain();
        domain.is_single_word()
            && !self.directory.is_local(domain)
            && self.options.relay.lookup(address) == RelayLookup::NotRelayed
            && !self.is_routed_word(domain)
    }

    fn is_routed_word(&self, domain: &Domain) -> bool {
        let name = domain.to_ascii().map(|name| name.trim_end_matches('.').to_ascii_lowercase());
        name.is_some_and(|name| self.options.routed_words.contains(&name))
    }
}

/// Whom an account may send as, for the log.
pub(super) fn senders(account: &Account) -> String {
    let senders: Vec<String> = account.senders.iter().map(ToString::to_string).collect();
    let others = if senders.is_empty() { "nobody else".to_owned() } else { senders.join(", ") };
    format!("{} may send as itself, if that is an address, and as {others}", account.name)
}
