//! The envelope on its way out: MAIL, RCPT and DATA, as many as may be sent before a reply.

use crate::mail::BodyType;

use super::body::BodyWriter;
use super::options::EightBit;
use super::outcome::RecipientOutcome;
use super::phase::Phase;
use super::pipeline::Awaited;
use super::session::{Next, Session};
use super::step::Step;
use super::trouble::Trouble;
use super::words;

impl Session {
    /// Sends as much of the envelope as may be sent now.
    pub(super) fn send_envelope(&mut self) -> Next {
        while self.pipeline.takes_command(self.pipelining()) && matches!(self.phase, Phase::Envelope) {
            if self.recipients.all_settled() {
                // Nobody is left to send it to. Some of what was sent may still be answered.
                self.phase = Phase::Draining;
            } else if !self.sent.mail {
                match self.not_possible() {
                    Some(trouble) => {
                        let failed = || RecipientOutcome::Failed(trouble.clone());
                        self.recipients.settle_rest(Step::Mail, failed);
                        self.settle();
                    }
                    None => {
                        self.sent.mail = true;
                        self.transactions = self.transactions.saturating_add(1);
                        self.put(Awaited::Mail, |session, line| {
                            words::mail(
                                line,
                                &session.transaction,
                                &session.offered,
                                session.logged_in.is_some(),
                            );
                        });
                    }
                }
            } else if let Some(recipient) = self.transaction.envelope.recipients.get(self.sent.recipients) {
                let index = self.sent.recipients;
                self.sent.recipients += 1;
                if self.room.take(recipient.mailbox.domain(), &self.offered.limits) {
                    self.put(Awaited::Rcpt(index), |session, line| {
                        let recipient = &session.transaction.envelope.recipients[index];
                        words::rcpt(line, recipient, &session.offered);
                    });
                } else {
                    self.recipients.leave(index, None);
                }
            } else if self.asks {
                if !self.pipeline.is_empty() {
                    break;
                }
                self.recipients.leave_taken();
                self.settle();
            } else if self.options.chunking && self.offered.chunking {
                // A chunk cannot be called back, so it goes only where a recipient was accepted.
                if !self.pipeline.is_empty() {
                    break;
                }
                self.phase = Phase::Content(Box::new(BodyWriter::chunks()));
            } else if !self.sent.data {
                self.sent.data = true;
                self.put(Awaited::Data, |_, line| line.push_str("DATA"));
            } else {
                break;
            }
        }
        let waits = self.out.is_empty() && matches!(self.phase, Phase::Envelope);
        if waits { Next::Read } else { Next::Again }
    }

    /// Why this message cannot be sent to this server, if so. To find out from its refusal would say less.
    fn not_possible(&self) -> Option<Trouble> {
        let envelope = &self.transaction.envelope;
        if !self.room.has_any(&envelope.recipients, &self.offered.limits) {
            return Some(Trouble::Closed { step: Step::Mail });
        }
        // RFC 1870 §6.1
        if let (Some(size), Some(limit)) = (self.transaction.size, self.offered.size)
            && size > limit
        {
            return Some(Trouble::TooBig { size, limit });
        }
        if words::needs_smtputf8(envelope) && !self.offered.smtputf8 {
            return Some(Trouble::NeedsSmtpUtf8);
        }
        let eight_bit = envelope.body == BodyType::EightBitMime;
        if eight_bit && !self.offered.eight_bit_mime && self.options.eight_bit == EightBit::Refuse {
            return Some(Trouble::NeedsEightBitMime);
        }
        None
    }
}
