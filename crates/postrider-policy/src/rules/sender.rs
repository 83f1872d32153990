//! The rules about a sender.

use postrider_directory::Account;
use postrider_proto::mail::ReversePath;
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

/// Whom an account may send as, for the log.
pub(super) fn senders(account: &Account) -> String {
    let senders: Vec<String> = account.senders.iter().map(ToString::to_string).collect();
    let others = if senders.is_empty() { "nobody else".to_owned() } else { senders.join(", ") };
    format!("{} may send as itself, if that is an address, and as {others}", account.name)
}
