//! What each reply does to the session.

use crate::extension::Offered;
use crate::reply::{Class, Code, ParsedReply};

use super::body::BodyWriter;
use super::options::Protocol;
use super::outcome::{RecipientOutcome, Said};
use super::phase::Phase;
use super::pipeline::Awaited;
use super::session::Session;
use super::step::Step;
use super::trouble::Trouble;

/// RFC 5321 §3.8: the server closes the connection after this, whatever it answers.
const CLOSING: Code = Code::new(421).expect("the code is well formed");
/// RFC 5321 §4.5.3.1.10: too many recipients, as servers of today say it and as those of RFC 821 did.
const TOO_MANY: [Code; 2] =
    [Code::new(452).expect("the code is well formed"), Code::new(552).expect("the code is well formed")];

impl Session {
    pub(super) fn take_reply(&mut self, reply: ParsedReply) {
        let Some(awaited) = self.pipeline.answered() else { return self.take_unasked(reply.into()) };
        let step = awaited.step();
        if step == Step::End && self.unwritten {
            // The end is what is written last of all, so this is no answer to it.
            self.pipeline.clear();
            self.phase = Phase::Cut;
            return self.take_unasked(reply.into());
        }
        if reply.code == CLOSING {
            return self.cut_off(step, &reply.into());
        }
        let class = reply.class();
        match (awaited, class) {
            (Awaited::Quit, _) => self.phase = Phase::Closed,
            // The empty message that followed a 354 for nobody: its fate is of no interest, except that it ends.
            (Awaited::End, _) if matches!(self.phase, Phase::Draining) => self.open = false,

            (Awaited::Data, Class::Intermediate) => {
                self.shared.push((step, reply.into()));
                self.go_ahead();
            }
            (Awaited::StartTls, Class::Success) => self.phase = Phase::Handshake,
            (Awaited::Auth | Awaited::AuthCancel, _) => self.take_auth(awaited, reply),
            // 250 is not 354: who takes it for one writes a message into nothing.
            (Awaited::Data, Class::Success) | (_, Class::Intermediate) => {
                // Where the end has been sent as well, it may be what the server meant to answer.
                let step = if matches!(self.phase, Phase::Ending) { self.stands_at() } else { step };
                let said = reply.into();
                self.lose(&Trouble::WrongReply { step, said });
            }

            (Awaited::Greeting, Class::Success) => {
                self.shared.push((step, reply.into()));
                self.phase = Phase::Hello { extended: true };
            }
            (Awaited::Hello | Awaited::Lhlo, Class::Success) => {
                if matches!(self.phase, Phase::Hello { extended: true }) {
                    self.offered = Offered::from_ehlo_lines(reply.lines.iter().skip(1).map(String::as_str));
                }
                self.shared.push((step, reply.into()));
                self.hello_done();
            }
            // RFC 5321 §3.2: a server that does not know EHLO may know HELO.
            (Awaited::Hello, Class::Permanent) if matches!(self.phase, Phase::Hello { extended: true }) => {
                self.phase = Phase::Hello { extended: false };
            }
            (Awaited::Rset, Class::Success) => {
                self.open = false;
                self.phase = Phase::Envelope;
            }
            (Awaited::Greeting | Awaited::Hello | Awaited::Lhlo | Awaited::StartTls | Awaited::Rset, _) => {
                self.refuse_rest(step, &reply.into());
                self.settle();
            }

            (Awaited::Mail, Class::Success) => {
                self.open = true;
                self.shared.push((step, reply.into()));
            }
            (Awaited::Rcpt(index), Class::Success) => self.recipients.take(index, reply.into()),
            (Awaited::Rcpt(index), _) if self.recipients.any_taken() && says_too_many(&reply) => {
                self.room.fill();
                self.recipients.leave(index, Some(reply.into()));
            }
            (Awaited::Rcpt(index), _) => {
                self.recipients.settle(index, RecipientOutcome::Refused { step, said: reply.into() });
            }

            (Awaited::Chunk, Class::Success) => {}
            (Awaited::End, Class::Success) => {
                self.open = false;
                let said: Said = reply.into();
                self.recipients.settle_rest(step, || RecipientOutcome::Accepted(said.clone()));
                self.settle();
            }
            // RFC 2033 §4.2: one reply for each recipient, in the order of their RCPTs.
            (Awaited::EndFor(index), _) => {
                self.open = false;
                let said = reply.into();
                self.recipients.settle(
                    index,
                    match class {
                        Class::Success => RecipientOutcome::Accepted(said),
                        _ => RecipientOutcome::Refused { step, said },
                    },
                );
                if self.pipeline.is_empty() {
                    self.settle();
                }
            }
            (Awaited::Mail | Awaited::Data | Awaited::Chunk | Awaited::End, _) => {
                // RFC 5321 §4.1.1.4: the end of DATA clears the buffers, whatever the reply. RFC 3030 §2: a refused chunk needs
                // RSET.
                if awaited == Awaited::End && self.sent.data {
                    self.open = false;
                }
                self.refuse_rest(step, &reply.into());
                self.phase = Phase::Draining;
            }
        }
    }

    /// 354: the content may come, if anybody is there to have it.
    fn go_ahead(&mut self) {
        if self.recipients.any_taken() {
            self.phase = Phase::Content(Box::new(BodyWriter::data()));
        } else {
            // RFC 2920 §3.1: a server may say 354 although it refused every recipient; then the client sends a dot alone.
            self.phase = Phase::ForNobody;
        }
    }

    /// A reply has come and no command waits for one.
    fn take_unasked(&mut self, said: Said) {
        let step = self.expects();
        match &self.phase {
            // The message has its outcome; only the connection is spoilt.
            Phase::Settled | Phase::Quitting | Phase::Closed => self.phase = Phase::Closed,
            // The server has seen enough. It cannot be told that the content ends here, except by closing.
            Phase::Content(_) | Phase::Cut if said.class().is_refusal() => self.cut_off(step, &said),
            Phase::Content(_) | Phase::Cut => self.lose(&Trouble::ReplyBeforeEnd(said)),
            // RFC 5321 §3.8: a server that must go says so without being asked.
            _ if said.code == CLOSING => self.cut_off(step, &said),
            _ => self.lose(&Trouble::UnaskedReply { step, said }),
        }
    }
}

/// Whether the answer to a RCPT means that the transaction is full, and not that something is wrong with this recipient. A
/// server that gives an enhanced code knows the right one (RFC 3463 §3.6); without one, the code means it.
fn says_too_many(reply: &ParsedReply) -> bool {
    TOO_MANY.contains(&reply.code)
        && reply.enhanced.is_none_or(|enhanced| (enhanced.subject, enhanced.detail) == (5, 3))
}

impl Protocol {
    pub(super) const fn hello(self) -> (&'static str, Awaited) {
        match self {
            Self::Smtp => ("EHLO", Awaited::Hello),
            Self::Lmtp => ("LHLO", Awaited::Lhlo),
        }
    }
}
