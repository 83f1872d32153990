//! The rules about a message.

use postrider_proto::mail::Mailbox;
use postrider_proto::mail::single_words::Named;
use postrider_proto::reply::{Entry, Reply, catalogue};

use super::Ruling;
use super::sender::{incomplete, senders};
use crate::{Content, Decision, Policy};

/// RFC 5321 §6.3: a message that was delivered to a mailbox, and now comes for the same mailbox, would do so for ever.
/// (Received fields are counted by the session, which needs no configuration for it.)
/// Only for our mailboxes: that somebody else's has had this message before, as when its owner sends a copy on to
/// another of theirs and it comes back through us, is for its own server to judge.
pub(super) fn mail_loop(policy: &Policy, content: &Content<'_>) -> Ruling {
    // Mailboxes are in lower case, and so is the field where we wrote it. Who wrote it otherwise meant the same.
    let seen: Vec<String> = content.delivered_to.iter().map(|value| value.trim().to_lowercase()).collect();
    let ours = content.envelope.recipients.iter().map(|recipient| &recipient.mailbox);
    let ours = ours.filter(|mailbox| policy.directory.is_local(mailbox.domain()));
    match ours.map(ToString::to_string).find(|mailbox| seen.contains(mailbox)) {
        None => Ruling::Pass,
        Some(mailbox) => Ruling::Decide {
            // Which mailbox it was is for the log: whoever writes to an alias is not told who is behind it.
            decision: Decision::Refuse(Reply::with(
                &catalogue::MAIL_LOOP,
                &[("fault", &"it has been delivered here before")],
            )),
            because: format!("its header says Delivered-To: {mailbox} already"),
            config: None,
        },
    }
}

/// RFC 6409 §8: what an account hands in is whole, or goes back: a field that were added or changed here would say what nobody has said.
pub(super) fn author_unclear(_: &Policy, content: &Content<'_>) -> Ruling {
    match content.login {
        Some((account, Err(fault))) => Ruling::Decide {
            decision: Decision::Refuse(Reply::with(&catalogue::AUTHOR_UNCLEAR, &[("fault", fault)])),
            because: format!("{} has logged in, and {fault}", account.name),
            config: None,
        },
        _ => Ruling::Pass,
    }
}

/// What people see is the From field. An account that could write there what it likes could send as anybody.
pub(super) fn author_not_own(_: &Policy, content: &Content<'_>) -> Ruling {
    let Some((account, Ok(authors))) = content.login else { return Ruling::Pass };
    match authors.iter().find(|author| !account.may_send_as(author)) {
        None => Ruling::Pass,
        Some(address) => Ruling::Decide {
            decision: Decision::Refuse(Reply::with(&catalogue::AUTHOR_NOT_OWN, &[("address", address)])),
            because: format!("{}, and its From field names {address}", senders(account)),
            config: None,
        },
    }
}

/// RFC 5322 §4.5.8: to be read, and never to be written. To many who verify signatures a header with such a field is none, be the field signed or not; and what is handed in goes
/// back rather than being changed (RFC 6409 §8).
pub(super) fn colon_apart(_: &Policy, content: &Content<'_>) -> Ruling {
    match (content.login, content.apart) {
        (Some((account, _)), Some(field)) => Ruling::Decide {
            decision: Decision::Refuse(Reply::with(&catalogue::COLON_APART, &[("field", &field)])),
            because: format!(
                "{} has logged in, and the header has white space in front of the colon of {field}",
                account.name
            ),
            config: None,
        },
        _ => Ruling::Pass,
    }
}

/// RFC 6409 §4.2: whoever looks into a message that is handed in, or completes it, sees to it that its address fields have whole domains, too. Nothing is
/// added to them: which domain was meant nobody here knows (RFC 6409 §8). An answer to a field with half an address would go nowhere, or to somebody else.
pub(super) fn sender_not_qualified(policy: &Policy, content: &Content<'_>) -> Ruling {
    not_qualified(policy, content, Named::Sender, &catalogue::SENDER_NOT_QUALIFIED)
}

/// RFC 6409 §4.2: the same of those who get the message.
pub(super) fn recipient_not_qualified(policy: &Policy, content: &Content<'_>) -> Ruling {
    not_qualified(policy, content, Named::Recipient, &catalogue::RECIPIENT_NOT_QUALIFIED)
}

fn not_qualified(policy: &Policy, content: &Content<'_>, names: Named, entry: &'static Entry) -> Ruling {
    let half = |address: &&Mailbox| policy.is_incomplete(address);
    let mut named =
        content.single_words.iter().filter(|found| found.names == names).map(|found| &found.address);
    match (content.login, named.find(half)) {
        (Some(_), Some(address)) => Ruling::Decide {
            decision: Decision::Refuse(Reply::with(entry, &[("address", address)])),
            because: format!("in its header, {}", incomplete(address)),
            config: None,
        },
        _ => Ruling::Pass,
    }
}
