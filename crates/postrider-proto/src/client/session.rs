//! The session: octets, content and passed deadlines in, one action at a time out.
//!
//! Invariants:
//!
//! - Every command gets exactly one reply, in order (RFC 2920 §3.1); a reply that answers nothing is a fault of the server.
//! - Everything that has arrived is read before anything more is sent.
//! - A recipient is accepted only by the 2yz that answers the end of the content, after its own RCPT was accepted.
//! - Nothing a server sends makes this grow: replies are bounded by [`ReplyParser`], what is kept of them by [`Said`], and
//!   what is sent by the pieces of content that the driver gives.
//! - Whatever happens, [`Action::Done`] comes once for each transaction, with one outcome for each recipient.

use std::fmt::Write as _;
use std::mem;

use crate::extension::Offered;
use crate::mail::{BodyType, Domain, Notify, Recipient, Ret, ReversePath};
use crate::reply::{Class, Code, ParsedReply, ReplyParser};
use crate::wire::params::xtext_encode;

use super::body::BodyWriter;
use super::options::{Options, Transaction};
use super::outcome::{Outcome, RecipientOutcome, Said, Step, Trouble};
use super::phase::Phase;
use super::pipeline::{Awaited, Pipeline};

/// RFC 5321 §3.8: the server closes the connection after this, whatever it answers.
const CLOSING: Code = Code::new(421).expect("the code is well formed");

/// One SMTP session, seen from the client.
#[derive(Debug)]
pub struct Session {
    options: Options,
    phase: Phase,
    /// What the server offered in its EHLO reply; nothing before it, and after HELO.
    offered: Offered,
    /// EHLO or HELO was accepted.
    greeted: bool,
    transaction: Transaction,
    /// One for each recipient of the transaction.
    standing: Vec<Standing>,
    sent: Sent,
    /// The server has a transaction open, which must end before another begins.
    open: bool,
    /// The transaction is over and the driver has not been told.
    outcome_due: bool,
    pipeline: Pipeline,
    replies: ReplyParser,
    /// Part of a reply has arrived.
    reply_begun: bool,
    /// What is to be sent next.
    out: Vec<u8>,
    /// What was given out last: the driver holds a reference to it.
    given: Vec<u8>,
}

/// What to do next.
#[derive(Debug)]
pub enum Action<'a> {
    /// Write out everything so far, then read more. Keep what was not consumed; at the end of the connection, call
    /// [`Session::closed`].
    Read,
    /// Append these octets to what will be written.
    Send(&'a [u8]),
    /// Give the next piece of the content to [`Session::body`], or its end to [`Session::body_end`]; one of them, once. If the
    /// connection can be looked at without waiting, look first: a server may answer in the middle.
    NeedBody,
    /// This became of the message. Call [`Session::begin`] to send another; if not, the session says QUIT.
    Done(Outcome),
    /// Write out everything so far, as far as it goes, and close.
    Close,
}

/// Where a recipient stands.
#[derive(Debug)]
enum Standing {
    /// Its RCPT has not been answered.
    Waiting,
    /// Its RCPT was accepted.
    Taken,
    /// No reply can change it.
    Settled(RecipientOutcome),
}

/// How far the envelope has been sent.
#[derive(Debug, Default)]
struct Sent {
    mail: bool,
    recipients: usize,
    data: bool,
}

/// One step's outcome, before it borrows from the session.
enum Next {
    Read,
    Send,
    NeedBody,
    Done(Outcome),
    Close,
    /// Something changed inside; look again.
    Again,
}

impl Session {
    /// How many octets of unconsumed input the driver must be able to hold: more than any reply line may have.
    pub const INPUT_MIN: usize = 2 * ReplyParser::LINE_MAX;

    /// A session that has just been connected and has this message to send.
    #[must_use]
    pub fn new(options: Options, transaction: Transaction) -> Self {
        let mut pipeline = Pipeline::default();
        // RFC 5321 §3.1: the server speaks first.
        pipeline.push(Awaited::Greeting);
        let standing = waiting(&transaction);
        Self {
            options,
            phase: Phase::Greeting,
            offered: Offered::none(),
            greeted: false,
            transaction,
            standing,
            sent: Sent::default(),
            open: false,
            outcome_due: false,
            pipeline,
            replies: ReplyParser::default(),
            reply_begun: false,
            out: Vec::new(),
            given: Vec::new(),
        }
    }

    /// Takes from the front of `input` what it can use. Gives how much that was, and what to do next; after doing it, call
    /// again with the rest.
    pub fn step(&mut self, input: &[u8]) -> (usize, Action<'_>) {
        let mut used = 0;
        let next = loop {
            match self.advance(input, &mut used) {
                Next::Again => {}
                next => break next,
            }
        };
        let action = match next {
            Next::Read | Next::Again => Action::Read,
            Next::Send => Action::Send(&self.given),
            Next::NeedBody => Action::NeedBody,
            Next::Done(outcome) => Action::Done(outcome),
            Next::Close => Action::Close,
        };
        (used, action)
    }

    /// Takes the next piece of the content, after [`Action::NeedBody`]. Its wire form is held until the next step: the
    /// driver chooses by the size of the piece how much that is.
    pub fn body(&mut self, content: &[u8]) {
        if let Phase::Content(body) = &mut self.phase
            && body.write(content, &mut self.out)
        {
            self.pipeline.push(Awaited::Chunk);
        }
    }

    /// The content is complete.
    pub fn body_end(&mut self) {
        match mem::replace(&mut self.phase, Phase::Ending) {
            Phase::Content(body) => {
                body.finish(&mut self.out);
                self.pipeline.push(Awaited::End);
            }
            other => self.phase = other,
        }
    }

    /// The rest of the content cannot be had. The connection is closed, since nothing else keeps the server from taking the
    /// part for the whole.
    pub fn body_lost(&mut self) {
        if let Phase::Content(_) = self.phase {
            self.lose(&Trouble::ContentLost);
        }
    }

    /// The server has closed the connection, or it was lost.
    pub fn closed(&mut self) {
        let step = self.expects();
        self.lose(&Trouble::Closed { step });
    }

    /// The server did not answer, or take, within the time that applies.
    pub fn expire(&mut self) {
        let step = self.expects();
        self.lose(&Trouble::TimedOut { step });
    }

    /// What the session waits for, and with it which time limit applies: [`Step::wait_seconds_min`].
    #[must_use]
    pub fn expects(&self) -> Step {
        if let Some(awaited) = self.pipeline.first() {
            return awaited.step();
        }
        match &self.phase {
            Phase::Greeting => Step::Greeting,
            Phase::Hello { .. } => Step::Hello,
            Phase::Resetting => Step::Rset,
            Phase::Envelope if !self.sent.mail => Step::Mail,
            Phase::Envelope if self.sent.recipients < self.standing.len() => Step::Rcpt,
            Phase::Envelope | Phase::Draining => Step::Data,
            Phase::Content(_) | Phase::ForNobody => Step::Content,
            Phase::Ending => Step::End,
            Phase::Settled | Phase::Quitting | Phase::Closed => Step::Quit,
        }
    }

    /// What the server offered in its EHLO reply; nothing before it, and after HELO.
    #[must_use]
    pub const fn offered(&self) -> &Offered {
        &self.offered
    }

    /// Whether another message can be sent in this session. True only after [`Action::Done`].
    #[must_use]
    pub const fn can_begin(&self) -> bool {
        matches!(self.phase, Phase::Settled) && !self.outcome_due && self.greeted
    }

    /// Begins to send another message, after [`Action::Done`]. If the session is of no more use, all its recipients fail with
    /// [`Trouble::Closed`].
    pub fn begin(&mut self, transaction: Transaction) {
        let can_begin = self.can_begin();
        self.standing = waiting(&transaction);
        self.transaction = transaction;
        self.sent = Sent::default();
        if !can_begin {
            self.settle_rest(|| RecipientOutcome::Failed(Trouble::Closed { step: Step::Mail }));
            self.outcome_due = true;
        } else if self.open {
            self.phase = Phase::Resetting;
            self.put("RSET", Awaited::Rset);
        } else {
            self.phase = Phase::Envelope;
        }
    }

    fn advance(&mut self, input: &[u8], used: &mut usize) -> Next {
        if !self.out.is_empty() {
            mem::swap(&mut self.given, &mut self.out);
            self.out.clear();
            return Next::Send;
        }
        if mem::take(&mut self.outcome_due) {
            return Next::Done(self.outcome());
        }
        if matches!(self.phase, Phase::Closed) {
            return Next::Close;
        }
        let rest = &input[*used..];
        if self.reply_begun || !rest.is_empty() {
            return self.read_reply(rest, used);
        }
        match &self.phase {
            Phase::Hello { extended } if self.pipeline.is_empty() => {
                self.say_hello(*extended);
                Next::Again
            }
            Phase::Envelope => self.send_envelope(),
            Phase::Content(_) if self.pipeline.takes_chunk(self.pipelining()) => Next::NeedBody,
            Phase::ForNobody => {
                BodyWriter::data().finish(&mut self.out);
                self.pipeline.push(Awaited::End);
                self.phase = Phase::Draining;
                Next::Again
            }
            Phase::Draining if self.pipeline.is_empty() => {
                self.settle();
                Next::Again
            }
            Phase::Settled => {
                self.phase = Phase::Quitting;
                self.put("QUIT", Awaited::Quit);
                Next::Again
            }
            _ => Next::Read,
        }
    }

    // Sending.

    /// Sends as much of the envelope as may be sent now.
    fn send_envelope(&mut self) -> Next {
        while self.pipeline.takes_command(self.pipelining()) && matches!(self.phase, Phase::Envelope) {
            if self.standing.iter().all(|standing| matches!(standing, Standing::Settled(_))) {
                // Nobody is left to send it to. Some of what was sent may still be answered.
                self.phase = Phase::Draining;
            } else if !self.sent.mail {
                match self.not_possible() {
                    Some(trouble) => {
                        self.settle_rest(|| RecipientOutcome::Failed(trouble.clone()));
                        self.settle();
                    }
                    None => {
                        self.sent.mail = true;
                        self.put(&self.mail_command(), Awaited::Mail);
                    }
                }
            } else if let Some(recipient) = self.transaction.envelope.recipients.get(self.sent.recipients) {
                let command = self.rcpt_command(recipient);
                self.put(&command, Awaited::Rcpt(self.sent.recipients));
                self.sent.recipients += 1;
            } else if self.options.chunking && self.offered.chunking {
                // A chunk cannot be called back, so it goes only where a recipient was accepted.
                if !self.pipeline.is_empty() {
                    break;
                }
                self.phase = Phase::Content(Box::new(BodyWriter::chunks()));
            } else if !self.sent.data {
                self.sent.data = true;
                self.put("DATA", Awaited::Data);
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
        // RFC 1870 §6.1
        if let (Some(size), Some(limit)) = (self.transaction.size, self.offered.size)
            && size > limit
        {
            return Some(Trouble::TooBig { size, limit });
        }
        if self.needs_smtputf8() && !self.offered.smtputf8 {
            return Some(Trouble::NeedsSmtpUtf8);
        }
        if envelope.body == BodyType::EightBitMime && !self.offered.eight_bit_mime {
            return Some(Trouble::NeedsEightBitMime);
        }
        None
    }

    fn needs_smtputf8(&self) -> bool {
        let envelope = &self.transaction.envelope;
        let sender_is_ascii = match &envelope.reverse_path {
            ReversePath::Null => true,
            ReversePath::Mailbox(mailbox) => mailbox.is_ascii(),
        };
        envelope.smtputf8
            || !sender_is_ascii
            || !envelope.recipients.iter().all(|recipient| recipient.mailbox.is_ascii())
    }

    fn mail_command(&self) -> String {
        let envelope = &self.transaction.envelope;
        let mut command = format!("MAIL FROM:{}", envelope.reverse_path);
        if let (Some(size), Some(_)) = (self.transaction.size, self.offered.size) {
            let _ = write!(command, " SIZE={size}");
        }
        if envelope.body == BodyType::EightBitMime {
            command.push_str(" BODY=8BITMIME");
        }
        if self.needs_smtputf8() {
            command.push_str(" SMTPUTF8");
        }
        // RFC 3461 §5.2: where DSN is not offered, what was asked for ends here.
        if self.offered.dsn {
            match envelope.ret {
                Some(Ret::Full) => command.push_str(" RET=FULL"),
                Some(Ret::Headers) => command.push_str(" RET=HDRS"),
                None => {}
            }
            if let Some(envid) = &envelope.envid {
                let _ = write!(command, " ENVID={}", xtext_encode(envid));
            }
        }
        command
    }

    fn rcpt_command(&self, recipient: &Recipient) -> String {
        let mut command = format!("RCPT TO:<{}>", recipient.mailbox);
        if self.offered.dsn {
            if let Some(notify) = recipient.notify {
                let _ = write!(command, " NOTIFY={}", notify_words(notify));
            }
            if let Some(orcpt) = &recipient.orcpt {
                let _ = write!(command, " ORCPT={};{}", orcpt.kind, xtext_encode(&orcpt.address));
            }
        }
        command
    }

    fn say_hello(&mut self, extended: bool) {
        let verb = if extended { "EHLO" } else { "HELO" };
        // RFC 6531 §3.7.1: before SMTPUTF8 is known to be offered, the name is in A-labels.
        let name = match &self.options.hello_name {
            name @ Domain::Name(_) => name.to_ascii().unwrap_or_else(|| name.to_string()),
            literal @ Domain::Literal(_) => literal.to_string(),
        };
        self.put(&format!("{verb} {name}"), Awaited::Hello);
    }

    /// Every command leaves through here. The address types hold no control characters when they are parsed; here it is made
    /// sure of, because one that slipped through would make two commands of one.
    fn put(&mut self, command: &str, awaited: Awaited) {
        if command.chars().any(char::is_control) {
            return self.lose(&Trouble::ControlCharacter);
        }
        self.out.extend_from_slice(command.as_bytes());
        self.out.extend_from_slice(b"\r\n");
        self.pipeline.push(awaited);
    }

    fn pipelining(&self) -> bool {
        self.options.pipelining && self.offered.pipelining
    }

    // Reading.

    fn read_reply(&mut self, rest: &[u8], used: &mut usize) -> Next {
        match self.replies.read(rest) {
            Ok((consumed, Some(reply))) => {
                *used += consumed;
                self.reply_begun = false;
                self.take_reply(reply);
                Next::Again
            }
            Ok((consumed, None)) => {
                *used += consumed;
                self.reply_begun = true;
                Next::Read
            }
            Err(error) => {
                let step = self.expects();
                self.lose(&Trouble::NoReply { step, error });
                Next::Again
            }
        }
    }

    fn take_reply(&mut self, reply: ParsedReply) {
        let Some(awaited) = self.pipeline.answered() else { return self.take_unasked(reply.into()) };
        let step = awaited.step();
        if reply.code == CLOSING {
            return self.cut_off(step, &reply.into());
        }
        let class = reply.class();
        match (awaited, class) {
            (Awaited::Quit, _) => self.phase = Phase::Closed,
            // The empty message that followed a 354 for nobody: its fate is of no interest, except that it ends.
            (Awaited::End, _) if matches!(self.phase, Phase::Draining) => self.open = false,

            (Awaited::Data, Class::Intermediate) => self.go_ahead(),
            // 250 is not 354: who takes it for one writes a message into nothing.
            (Awaited::Data, Class::Success) | (_, Class::Intermediate) => {
                let said = reply.into();
                self.lose(&Trouble::WrongReply { step, said });
            }

            (Awaited::Greeting, Class::Success) => self.phase = Phase::Hello { extended: true },
            (Awaited::Hello, Class::Success) => {
                if matches!(self.phase, Phase::Hello { extended: true }) {
                    self.offered = Offered::from_ehlo_lines(reply.lines.iter().skip(1).map(String::as_str));
                }
                self.greeted = true;
                self.phase = Phase::Envelope;
            }
            // RFC 5321 §3.2: a server that does not know EHLO may know HELO.
            (Awaited::Hello, Class::Permanent) if matches!(self.phase, Phase::Hello { extended: true }) => {
                self.phase = Phase::Hello { extended: false };
            }
            (Awaited::Rset, Class::Success) => {
                self.open = false;
                self.phase = Phase::Envelope;
            }
            (Awaited::Greeting | Awaited::Hello | Awaited::Rset, _) => {
                self.refuse_rest(step, &reply.into());
                self.settle();
            }

            (Awaited::Mail, Class::Success) => self.open = true,
            (Awaited::Rcpt(index), _) => {
                let standing = &mut self.standing[index];
                if matches!(standing, Standing::Waiting) {
                    *standing = match class {
                        Class::Success => Standing::Taken,
                        _ => Standing::Settled(RecipientOutcome::Refused { step, said: reply.into() }),
                    };
                }
            }

            (Awaited::Chunk, Class::Success) => {}
            (Awaited::End, Class::Success) => {
                self.open = false;
                let said: Said = reply.into();
                self.settle_rest(|| RecipientOutcome::Accepted(said.clone()));
                self.settle();
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
        if self.standing.iter().any(|standing| matches!(standing, Standing::Taken)) {
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
            Phase::Content(_) if said.class().is_refusal() => self.cut_off(step, &said),
            Phase::Content(_) => self.lose(&Trouble::ReplyBeforeEnd(said)),
            // RFC 5321 §3.8: a server that must go says so without being asked.
            _ if said.code == CLOSING => self.cut_off(step, &said),
            _ => self.lose(&Trouble::UnaskedReply { step, said }),
        }
    }

    // Ending.

    /// Whoever has no outcome yet has this one.
    fn settle_rest(&mut self, outcome: impl Fn() -> RecipientOutcome) {
        for standing in &mut self.standing {
            if !matches!(standing, Standing::Settled(_)) {
                *standing = Standing::Settled(outcome());
            }
        }
    }

    fn refuse_rest(&mut self, step: Step, said: &Said) {
        self.settle_rest(|| RecipientOutcome::Refused { step, said: said.clone() });
    }

    /// The transaction is over; the connection is of use.
    fn settle(&mut self) {
        self.outcome_due = true;
        self.phase = Phase::Settled;
    }

    /// The server refused, and closes.
    fn cut_off(&mut self, step: Step, said: &Said) {
        self.refuse_rest(step, said);
        self.hang_up();
    }

    /// The connection is of no more use.
    fn lose(&mut self, trouble: &Trouble) {
        self.settle_rest(|| RecipientOutcome::Failed(trouble.clone()));
        self.hang_up();
    }

    fn hang_up(&mut self) {
        if !matches!(self.phase, Phase::Settled | Phase::Quitting | Phase::Closed) {
            self.outcome_due = true;
        }
        self.pipeline.clear();
        self.out.clear();
        self.phase = Phase::Closed;
    }

    fn outcome(&mut self) -> Outcome {
        let recipients = mem::take(&mut self.standing)
            .into_iter()
            .map(|standing| match standing {
                Standing::Settled(outcome) => outcome,
                Standing::Waiting | Standing::Taken => {
                    unreachable!("a transaction is over when every recipient is settled")
                }
            })
            .collect();
        Outcome { recipients }
    }
}

fn waiting(transaction: &Transaction) -> Vec<Standing> {
    transaction.envelope.recipients.iter().map(|_| Standing::Waiting).collect()
}

/// RFC 3461 §4.1: NEVER, or a list.
fn notify_words(notify: Notify) -> String {
    let words = [(notify.success, "SUCCESS"), (notify.failure, "FAILURE"), (notify.delay, "DELAY")];
    let words: Vec<&str> = words.iter().filter(|(asked, _)| *asked).map(|(_, word)| *word).collect();
    if words.is_empty() { "NEVER".to_owned() } else { words.join(",") }
}
