//! MAIL (RFC 5321 §4.1.1.2).

use std::collections::BTreeSet;

use crate::mail::Envelope;
use crate::reply::{Reply, catalogue};
use crate::wire::command::{self, ArgumentError, MailCommand};

use super::ask::{Answer, Proof};
use super::command::parameter_reply;
use super::phase::{Phase, Transaction};
use super::session::{Asked, Session, refusal_of};

impl<P: Proof> Session<P> {
    pub(super) fn mail(&mut self, argument: &[u8]) {
        let mail = match command::mail(argument, &self.offered()) {
            Ok(mail) => mail,
            Err(error) => return self.say_reply(mail_reply(&error)),
        };
        // RFC 1870 §6.1: a declared size over the limit is refused here and spares the client the transfer.
        let limit = self.message_octets();
        if mail.size.is_some_and(|size| size > limit) {
            return self.say_reply(Reply::with(&catalogue::MESSAGE_TOO_BIG, &[("limit", &limit)]));
        }
        self.asked = Some(Asked::Mail(mail));
    }

    pub(super) fn mail_answered(&mut self, mail: MailCommand, answer: Answer<P>) {
        match answer {
            Answer::Accept => {}
            Answer::LoggedOut(reply) => {
                self.login = None;
                return self.say_reply(reply);
            }
            refusal => return self.say_reply(refusal_of(refusal)),
        }
        let envelope = Envelope {
            reverse_path: mail.reverse_path,
            recipients: Vec::new(),
            body: mail.body,
            smtputf8: mail.smtputf8,
            ret: mail.ret,
            envid: mail.envid,
            signing: None,
        };
        self.enter(Phase::Transaction(Transaction {
            envelope,
            mailboxes: BTreeSet::new(),
            declared: mail.size,
            accepted: 0,
            refused: false,
        }));
        self.say(&catalogue::MAIL_OK);
    }
}

fn mail_reply(error: &ArgumentError) -> Reply {
    match error {
        ArgumentError::NeedsUtf8 => Reply::new(&catalogue::SENDER_NEEDS_SMTPUTF8),
        ArgumentError::Address(_) => Reply::with(&catalogue::SENDER_ADDRESS, &[("fault", error)]),
        _ => parameter_reply(error)
            .unwrap_or_else(|| Reply::with(&catalogue::MAIL_SYNTAX, &[("fault", error)])),
    }
}
