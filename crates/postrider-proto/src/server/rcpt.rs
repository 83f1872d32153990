//! RCPT (RFC 5321 §4.1.1.3).

use crate::mail::{ForwardPath, Mailbox, Recipient};
use crate::reply::{Class, Reply, catalogue};
use crate::wire::command::{self, ArgumentError, RcptCommand};

use super::ask::{Answer, Proof};
use super::command::parameter_reply;
use super::phase::Phase;
use super::session::{Asked, Session, refusal_of};

impl<P: Proof> Session<P> {
    pub(super) fn rcpt(&mut self, argument: &[u8]) {
        let Phase::Transaction(transaction) = &self.phase else { return };
        let (accepted, smtputf8) = (transaction.accepted, transaction.envelope.smtputf8);
        let rcpt = match command::rcpt(argument, &self.offered(), smtputf8) {
            Ok(rcpt) => rcpt,
            Err(error) => return self.refuse_rcpt(rcpt_reply(&error)),
        };
        // RFC 5321 §4.5.3.1.10: too many recipients is 452, and those accepted so far stay.
        let limit = self.options.limits.recipients;
        if accepted >= limit {
            return self.refuse_rcpt(Reply::with(&catalogue::TOO_MANY_RECIPIENTS, &[("limit", &limit)]));
        }
        self.asked = Some(Asked::Recipient(rcpt));
    }

    pub(super) fn rcpt_answered(&mut self, rcpt: &RcptCommand, answer: Answer<P>) {
        // Accepted for no mailbox would be accepted and lost: no answer that fits.
        let mailboxes = match answer {
            Answer::Deliver(mailboxes) if !mailboxes.is_empty() => mailboxes,
            answer => return self.refuse_rcpt(refusal_of(answer)),
        };
        if let Phase::Transaction(transaction) = &mut self.phase {
            transaction.accepted += 1;
            for mailbox in mailboxes {
                // RFC 5321 §4.1.1.3 leaves it to the server; nobody wants the same mail twice.
                if transaction.mailboxes.insert(mailbox.clone()) {
                    transaction.envelope.recipients.push(recipient(mailbox, rcpt));
                }
            }
        }
        self.say(&catalogue::RCPT_OK);
    }

    fn refuse_rcpt(&mut self, reply: Reply) {
        if let Phase::Transaction(transaction) = &mut self.phase {
            transaction.refused = true;
        }
        // What is refused for now, as one recipient too many is, says nothing against the client.
        if reply.code().class() == Class::Permanent {
            self.count_refused_recipient();
        }
        self.say_reply(reply);
    }
}

fn recipient(mailbox: Mailbox, rcpt: &RcptCommand) -> Recipient {
    let given = match &rcpt.forward_path {
        ForwardPath::Mailbox(given) => given.clone(),
        ForwardPath::Postmaster => mailbox.clone(),
    };
    Recipient { mailbox, given, notify: rcpt.notify, orcpt: rcpt.orcpt.clone() }
}

fn rcpt_reply(error: &ArgumentError) -> Reply {
    match error {
        ArgumentError::NeedsUtf8 => Reply::new(&catalogue::RECIPIENT_NEEDS_SMTPUTF8),
        ArgumentError::Address(_) => Reply::with(&catalogue::RECIPIENT_ADDRESS, &[("fault", error)]),
        _ => parameter_reply(error)
            .unwrap_or_else(|| Reply::with(&catalogue::RCPT_SYNTAX, &[("fault", error)])),
    }
}
