//! The wording of commands.

use std::fmt::Write as _;

use crate::extension::Offered;
use crate::mail::{BodyType, Domain, Envelope, Notify, Recipient, Ret, ReversePath};
use crate::wire::params::xtext_encode;

use super::options::Transaction;

/// EHLO, HELO or LHLO. RFC 6531 §3.7.1: before SMTPUTF8 is known to be offered, the name is in A-labels.
pub(super) fn hello(line: &mut String, verb: &str, name: &Domain) {
    let _ = match name {
        name @ Domain::Name(_) => match name.to_ascii() {
            Some(name) => write!(line, "{verb} {name}"),
            None => write!(line, "{verb} {name}"),
        },
        literal @ Domain::Literal(_) => write!(line, "{verb} {literal}"),
    };
}

/// MAIL, with the parameters that this message wants and this server knows.
pub(super) fn mail(line: &mut String, transaction: &Transaction, offered: &Offered, logged_in: bool) {
    let envelope = &transaction.envelope;
    let _ = write!(line, "MAIL FROM:{}", envelope.reverse_path);
    if let (Some(size), Some(_)) = (transaction.size, offered.size) {
        let _ = write!(line, " SIZE={size}");
    }
    if envelope.body == BodyType::EightBitMime && offered.eight_bit_mime {
        line.push_str(" BODY=8BITMIME");
    }
    if needs_smtputf8(envelope) {
        line.push_str(" SMTPUTF8");
    }
    // RFC 3461 §5.2: where DSN is not offered, what was asked for ends here.
    if offered.dsn {
        match envelope.ret {
            Some(Ret::Full) => line.push_str(" RET=FULL"),
            Some(Ret::Headers) => line.push_str(" RET=HDRS"),
            None => {}
        }
        if let Some(envid) = &envelope.envid {
            let _ = write!(line, " ENVID={}", xtext_encode(envid));
        }
    }
    // RFC 4954 §5: who has handed the message in is not vouched for, and such a server is told so.
    if logged_in && !offered.auth.is_empty() {
        line.push_str(" AUTH=<>");
    }
}

/// RCPT, with the parameters that this recipient wants and this server knows.
pub(super) fn rcpt(line: &mut String, recipient: &Recipient, offered: &Offered) {
    let _ = write!(line, "RCPT TO:<{}>", recipient.mailbox);
    if offered.dsn {
        if let Some(notify) = recipient.notify {
            line.push_str(" NOTIFY=");
            notify_words(line, notify);
        }
        if let Some(orcpt) = &recipient.orcpt {
            let _ = write!(line, " ORCPT={};{}", orcpt.kind, xtext_encode(&orcpt.address));
        }
    }
}

/// Whether this message cannot go without SMTPUTF8 (RFC 6531 §3.2).
pub(super) fn needs_smtputf8(envelope: &Envelope) -> bool {
    let sender_is_ascii = match &envelope.reverse_path {
        ReversePath::Null => true,
        ReversePath::Mailbox(mailbox) => mailbox.is_ascii(),
    };
    envelope.smtputf8
        || !sender_is_ascii
        || !envelope.recipients.iter().all(|recipient| recipient.mailbox.is_ascii())
}

/// RFC 3461 §4.1: NEVER, or a list.
fn notify_words(line: &mut String, notify: Notify) {
    let words = [(notify.success, "SUCCESS"), (notify.failure, "FAILURE"), (notify.delay, "DELAY")];
    let mut any = false;
    for (_, word) in words.iter().filter(|(asked, _)| *asked) {
        if any {
            line.push(',');
        }
        line.push_str(word);
        any = true;
    }
    if !any {
        line.push_str("NEVER");
    }
}
