//! The session: octets, content and passed deadlines in, one action at a time out.
//!
//! Invariants:
//!
//! - Every command gets exactly one reply, in order (RFC 2920 §3.1); a reply that answers nothing is a fault of the server.
//! - Everything that has arrived is read before anything more is sent.
//! - A recipient is accepted only by the 2yz that answers the end of the content, after its own RCPT was accepted.
//! - Nobody is taken for refused who may have been accepted: where the end was sent and no answer is understood, the outcome
//!   is unknown, and says so ([`RecipientOutcome::is_unknown`]).
//! - Nothing a server sends makes this grow: replies are bounded by [`ReplyParser`], what is kept of them by [`Said`], and
//!   what is sent by the pieces of content that the driver gives.
//! - Whatever happens, [`Action::Done`] comes once for each transaction, with one outcome for each recipient.

use std::{fmt, mem};

use crate::extension::Offered;
use crate::mail::{BodyType, Envelope, ReversePath};
use crate::reply::ReplyParser;
use crate::sasl::Mechanism;

use super::body::BodyWriter;
use super::login::Login;
use super::options::{Options, Protocol, Transaction};
use super::outcome::{OpenFault, Outcome, RecipientOutcome, Said};
use super::phase::Phase;
use super::pipeline::{Awaited, Pipeline};
use super::recipients::Recipients;
use super::room::Room;
use super::step::Step;
use super::trouble::Trouble;
use super::words;

/// One session, seen from the client.
pub struct Session {
    pub(super) options: Options,
    pub(super) phase: Phase,
    /// What the server offered in its EHLO reply; nothing before it, and after HELO.
    pub(super) offered: Offered,
    /// TLS is active.
    pub(super) tls: bool,
    /// What to log in with after EHLO.
    pub(super) login: Option<Login>,
    /// EHLO or HELO was accepted, and so was AUTH if there is a login.
    pub(super) greeted: bool,
    /// The server has accepted a login.
    pub(super) logged_in: Option<Mechanism>,
    /// Why they were not.
    open_fault: Option<OpenFault>,
    pub(super) transaction: Transaction,
    /// It is a question: it ends when every RCPT is answered.
    pub(super) asks: bool,
    pub(super) recipients: Recipients,
    /// What is left of the server's room.
    pub(super) room: Room,
    pub(super) sent: Sent,
    /// What was answered to the commands that the recipients share, for the outcome.
    pub(super) shared: Vec<(Step, Said)>,
    /// How many transactions were begun at the server.
    pub(super) transactions: u32,
    /// The server has a transaction open, which must end before another begins.
    pub(super) open: bool,
    /// The transaction is over and the driver has not been told.
    outcome_due: bool,
    pub(super) pipeline: Pipeline,
    replies: ReplyParser,
    /// Part of a reply has arrived.
    reply_begun: bool,
    /// How many replies have arrived.
    answered: u64,
    /// What arrives now has arrived before everything was written.
    pub(super) unwritten: bool,
    /// The command being worded.
    line: String,
    /// What is to be sent next.
    pub(super) out: Vec<u8>,
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
    /// The server waits for the handshake of TLS. Begin TLS and call [`Session::tls_started`], or [`Session::tls_failed`]; from then
    /// on everything goes through TLS. There is no input left.
    StartTls,
    /// This became of the message. Call [`Session::begin`] to send another, now or later; if not, the session says QUIT in the
    /// next step.
    Done(Outcome),
    /// Write out everything so far, as far as it goes, and close.
    Close,
}

/// How far the envelope has been sent.
#[derive(Debug, Default)]
pub(super) struct Sent {
    pub(super) mail: bool,
    pub(super) recipients: usize,
    pub(super) data: bool,
}

/// One step's outcome, before it borrows from the session.
pub(super) enum Next {
    Read,
    Send,
    NeedBody,
    StartTls,
    Done(Outcome),
    Close,
    /// Something changed inside; look again.
    Again,
}

impl fmt::Debug for Session {
    /// Where it stands. What is sent is left out: it may be a password.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Session")
            .field("options", &self.options)
            .field("phase", &self.phase)
            .field("offered", &self.offered)
            .field("pipeline", &self.pipeline)
            .finish_non_exhaustive()
    }
}

impl Session {
    /// How many octets of unconsumed input the driver must be able to hold: more than any reply line may have.
    pub const INPUT_MIN: usize = 2 * ReplyParser::LINE_MAX;

    /// How large the buffers may be that a session keeps while it waits for its next message, in octets.
    const KEPT_MAX: usize = 32 * 1024;

    /// A session that has just been connected and has this message to send.
    #[must_use]
    pub fn new(options: Options, transaction: Transaction) -> Self {
        let mut pipeline = Pipeline::default();
        // RFC 5321 §3.1: the server speaks first.
        pipeline.push(Awaited::Greeting);
        Self {
            options,
            phase: Phase::Greeting,
            offered: Offered::none(),
            tls: false,
            login: None,
            greeted: false,
            logged_in: None,
            open_fault: None,
            recipients: Recipients::waiting(transaction.envelope.recipients.len()),
            transaction,
            asks: false,
            room: Room::default(),
            sent: Sent::default(),
            shared: Vec::new(),
            transactions: 0,
            open: false,
            outcome_due: false,
            pipeline,
            replies: ReplyParser::default(),
            reply_begun: false,
            answered: 0,
            unwritten: false,
            line: String::new(),
            out: Vec::new(),
            given: Vec::new(),
        }
    }

    /// A session that has just been connected and has nothing to send yet. [`Action::Done`], with an outcome for nobody,
    /// comes when the server has been greeted: then [`Session::can_begin`] says whether it can be used, and if it cannot,
    /// [`Session::open_fault`] why.
    #[must_use]
    pub fn open(options: Options) -> Self {
        let envelope = Envelope {
            reverse_path: ReversePath::Null,
            recipients: Vec::new(),
            body: BodyType::SevenBit,
            smtputf8: false,
            ret: None,
            envid: None,
            signing: None,
        };
        Self::new(options, Transaction { envelope, size: None })
    }

    /// Log in after EHLO, before anything else is said; to be called before the first step. If that fails, so does the session:
    /// the recipients are refused at [`Step::Auth`], or fail with [`Trouble::NoMechanism`] or [`Trouble::Login`].
    pub fn log_in(&mut self, login: Login) {
        self.login = Some(login);
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
        if let Next::Read = next {
            self.unwritten = false;
        }
        let action = match next {
            Next::Read | Next::Again => Action::Read,
            Next::Send => Action::Send(&self.given),
            Next::NeedBody => Action::NeedBody,
            Next::StartTls => Action::StartTls,
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
                match self.options.protocol {
                    Protocol::Smtp => self.pipeline.push(Awaited::End),
                    Protocol::Lmtp => {
                        for index in self.recipients.taken() {
                            self.pipeline.push(Awaited::EndFor(index));
                        }
                    }
                }
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

    /// Something has arrived, and not all that was given out has been written: so it answers nothing of what is at the end of
    /// that. To be called, before the step that is given what has arrived, by a driver that reads while it writes.
    pub fn unwritten(&mut self) {
        self.unwritten = true;
    }

    /// Nothing more can be written, and not all that was given out has been. What the server has said before may still be
    /// read, and say why. The end of the content is what was given out last: it was not sent.
    pub fn cannot_write(&mut self) {
        if let Phase::Content(_) | Phase::Ending = self.phase {
            self.pipeline.take_back_end();
            self.phase = Phase::Cut;
        }
    }

    /// The server has closed the connection, or it was lost.
    pub fn closed(&mut self) {
        let step = self.stands_at();
        self.lose(&Trouble::Closed { step });
    }

    /// The server did not answer, or take, within the time that applies.
    pub fn expire(&mut self) {
        let step = self.stands_at();
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
            Phase::Hello { .. } => self.options.protocol.hello().1.step(),
            Phase::StartingTls | Phase::Handshake => Step::StartTls,
            Phase::LoggingIn(_) => Step::Auth,
            Phase::Resetting => Step::Rset,
            Phase::Envelope if !self.sent.mail => Step::Mail,
            Phase::Envelope if self.sent.recipients < self.recipients.len() => Step::Rcpt,
            Phase::Envelope | Phase::Draining => Step::Data,
            Phase::Content(_) | Phase::ForNobody | Phase::Cut => Step::Content,
            Phase::Ending => Step::End,
            Phase::Settled | Phase::Quitting | Phase::Closed => Step::Quit,
        }
    }

    /// How many whole replies have arrived. A step's time begins anew with each of them, and not with less.
    #[must_use]
    pub const fn answered(&self) -> u64 {
        self.answered
    }

    /// What the server offered in its EHLO reply; nothing before it, and after HELO.
    #[must_use]
    pub const fn offered(&self) -> &Offered {
        &self.offered
    }

    /// The mechanism that somebody has logged in with, if anybody has.
    #[must_use]
    pub const fn logged_in(&self) -> Option<Mechanism> {
        self.logged_in
    }

    /// Why the session was not opened, if so.
    #[must_use]
    pub const fn open_fault(&self) -> Option<&OpenFault> {
        self.open_fault.as_ref()
    }

    /// Whether another message can be sent in this session. True only after [`Action::Done`].
    #[must_use]
    pub fn can_begin(&self) -> bool {
        // RFC 9422: the server counts MAIL commands.
        let another = self.offered.limits.transactions.is_none_or(|limit| self.transactions < limit);
        matches!(self.phase, Phase::Settled) && !self.outcome_due && self.greeted && another
    }

    /// Begins to send another message, after [`Action::Done`]. If the session is of no more use to them, all its recipients fail
    /// with [`Trouble::Closed`].
    pub fn begin(&mut self, transaction: Transaction) {
        self.asks = false;
        self.begin_either(transaction);
    }

    /// Asks whether the server would take a message with this envelope, after [`Action::Done`] as with [`Session::begin`]: MAIL and RCPT
    /// are sent, and no message after them. A recipient that the server takes is a [`RecipientOutcome::Remainder`] with its words, a
    /// 2yz. RSET or QUIT ends the transaction at the server (RFC 5321 §4.1.1.5, §4.1.1.10), whichever comes next.
    pub fn ask(&mut self, envelope: Envelope) {
        self.asks = true;
        self.begin_either(Transaction { envelope, size: None });
    }

    fn begin_either(&mut self, transaction: Transaction) {
        let can_begin = self.can_begin();
        self.recipients = Recipients::waiting(transaction.envelope.recipients.len());
        self.transaction = transaction;
        self.room.begin();
        self.sent = Sent::default();
        for buffer in [&mut self.out, &mut self.given] {
            if buffer.capacity() > Self::KEPT_MAX {
                *buffer = Vec::new();
            }
        }
        if !can_begin {
            let closed = || RecipientOutcome::Failed(Trouble::Closed { step: Step::Mail });
            self.recipients.settle_rest(Step::Mail, closed);
            self.outcome_due = true;
        } else if self.open {
            self.phase = Phase::Resetting;
            self.put(Awaited::Rset, |_, line| line.push_str("RSET"));
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
            return Next::Done(mem::take(&mut self.recipients).outcome(mem::take(&mut self.shared)));
        }
        if matches!(self.phase, Phase::Closed) {
            return Next::Close;
        }
        let rest = &input[*used..];
        if matches!(self.phase, Phase::Handshake) {
            return self.before_handshake(rest);
        }
        if self.reply_begun || !rest.is_empty() {
            return self.read_reply(rest, used);
        }
        match &self.phase {
            Phase::Hello { extended } if self.pipeline.is_empty() => {
                let (verb, awaited) =
                    if *extended { self.options.protocol.hello() } else { ("HELO", Awaited::Hello) };
                self.put(awaited, |session, line| words::hello(line, verb, &session.options.hello_name));
                Next::Again
            }
            Phase::StartingTls if self.pipeline.is_empty() => {
                self.put(Awaited::StartTls, |_, line| line.push_str("STARTTLS"));
                Next::Again
            }
            Phase::LoggingIn(_) if self.pipeline.is_empty() => {
                self.send_auth();
                Next::Again
            }
            Phase::Envelope => self.send_envelope(),
            Phase::Content(_) if self.pipeline.takes_chunk(self.pipelining_chunks()) => Next::NeedBody,
            // RFC 2033 §4.2: in LMTP nobody answers for an empty message to nobody, and so it cannot be got rid of.
            Phase::ForNobody if self.options.protocol == Protocol::Lmtp => {
                self.hang_up();
                Next::Again
            }
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
                self.put(Awaited::Quit, |_, line| line.push_str("QUIT"));
                Next::Again
            }
            _ => Next::Read,
        }
    }

    // Sending.

    /// Every command leaves through here. The address types hold no control characters when they are parsed; here it is made
    /// sure of, because one that slipped through would make two commands of one.
    pub(super) fn put(&mut self, awaited: Awaited, word: impl FnOnce(&Self, &mut String)) {
        let mut line = mem::take(&mut self.line);
        line.clear();
        word(self, &mut line);
        if line.chars().any(char::is_control) {
            self.lose(&Trouble::ControlCharacter);
        } else {
            self.out.extend_from_slice(line.as_bytes());
            self.out.extend_from_slice(b"\r\n");
            self.pipeline.push(awaited);
        }
        self.line = line;
    }

    pub(super) fn pipelining(&self) -> bool {
        self.options.pipelining && self.offered.pipelining
    }

    /// RFC 2033 §4.3: how often the last chunk is answered depends on the recipients, and it is not said how often when one
    /// before it was refused. So in LMTP each chunk waits for the answer to the one before.
    fn pipelining_chunks(&self) -> bool {
        self.pipelining() && self.options.protocol == Protocol::Smtp
    }

    // Reading.

    fn read_reply(&mut self, rest: &[u8], used: &mut usize) -> Next {
        match self.replies.read(rest) {
            Ok((consumed, Some(reply))) => {
                *used += consumed;
                self.reply_begun = false;
                self.answered += 1;
                self.take_reply(reply);
                Next::Again
            }
            Ok((consumed, None)) => {
                *used += consumed;
                self.reply_begun = true;
                Next::Read
            }
            Err(error) => {
                let step = self.stands_at();
                self.lose(&Trouble::NoReply { step, error });
                Next::Again
            }
        }
    }

    // Ending.

    /// Where the session fails, if it fails now. Behind the end of the content it is always there, even while a chunk is still
    /// to be answered: the server may have it all.
    pub(super) fn stands_at(&self) -> Step {
        if matches!(self.phase, Phase::Ending) { Step::End } else { self.expects() }
    }

    pub(super) fn refuse_rest(&mut self, step: Step, said: &Said) {
        if !self.greeted {
            self.open_fault = Some(OpenFault::Refused { step, said: said.clone() });
        }
        self.recipients.settle_rest(step, || RecipientOutcome::Refused { step, said: said.clone() });
    }

    /// The transaction is over; the connection is of use.
    pub(super) fn settle(&mut self) {
        self.outcome_due = true;
        self.phase = Phase::Settled;
    }

    /// The session is of no use for a reason of our own; the server is told goodbye.
    pub(super) fn give_up(&mut self, trouble: &Trouble) {
        self.open_fault = Some(OpenFault::Failed(trouble.clone()));
        self.recipients.settle_rest(self.stands_at(), || RecipientOutcome::Failed(trouble.clone()));
        self.settle();
    }

    /// The server refused, and closes.
    pub(super) fn cut_off(&mut self, step: Step, said: &Said) {
        self.refuse_rest(step, said);
        self.hang_up();
    }

    /// The connection is of no more use.
    pub(super) fn lose(&mut self, trouble: &Trouble) {
        if !self.greeted && self.open_fault.is_none() {
            self.open_fault = Some(OpenFault::Failed(trouble.clone()));
        }
        self.recipients.settle_rest(self.stands_at(), || RecipientOutcome::Failed(trouble.clone()));
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
}
