//! The session: octets, answers and passed deadlines in, one action at a time out.
//!
//! Invariants:
//!
//! - Every command gets exactly one reply, in order (RFC 2920 §3.2 (1)).
//! - Nothing a peer sends is held here: the driver keeps what was not consumed, at most [`Session::INPUT_MIN`] octets.
//! - However the input is cut, the replies and the content are the same; except where it is the arrival itself that
//!   offends: before the greeting, and before that which follows XCLIENT; behind DATA, behind STARTTLS.
//! - There is no 250 after the content without a [`Proof`].

use std::marker::PhantomData;
use std::mem;
use std::sync::Arc;

use crate::reply::{Reply, catalogue};
use crate::sasl::Secret;
use crate::wire::command;
use crate::wire::limits::Limits;
use crate::wire::xclient::XclientCommand;

use super::ask::{Answer, Proof, Question};
use super::options::{Mechanism, Options};
use super::outbox::{Counts, Outbox};
use super::phase::{Phase, Refused};
use super::sequence::State;

/// One SMTP session, seen from the server.
#[derive(Debug)]
pub struct Session<P> {
    pub(super) options: Arc<Options>,
    pub(super) phase: Phase,
    pub(super) hello: Option<Hello>,
    pub(super) tls: bool,
    /// Who is logged in.
    pub(super) login: Option<Login>,
    /// Which of the mechanisms of the options this session cannot use, by their places.
    pub(super) withheld: u32,
    /// XCLIENT may be used, and is offered.
    pub(super) xclient: bool,
    /// A question that waits for its answer.
    pub(super) asked: Option<Asked>,
    pub(super) incoming: Incoming,
    pub(super) outbox: Outbox,
    pub(super) counts: Counts,
    /// Finish the open transaction, then say 421.
    shutting_down: bool,
    /// The client has said QUIT.
    pub(super) quit: bool,
    /// The front of the unconsumed input that is known to hold no LF, in octets: it is searched once.
    pub(super) searched: usize,
    proof: PhantomData<fn(P)>,
}

/// What to do next.
#[derive(Debug)]
pub enum Action<'a> {
    /// Write out the replies so far, then read more. Keep what was not consumed.
    Read,
    /// Append this reply to what will be written.
    Send(&'a Reply),
    /// Find the answer and give it to [`Session::answer`].
    Ask(Question<'a>),
    /// Content: repaired, lines ending with CRLF, no dot stuffing. Append it to what will be committed.
    Body(&'a [u8]),
    /// The content begun will not be committed: drop it.
    Discard,
    /// Write out the replies, do the handshake, then call [`Session::tls_established`].
    StartTls,
    /// Write out the replies and close.
    Close,
}

/// Which time limit applies while the driver waits.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Expects {
    /// A command, or a SASL response (RFC 5321 §4.5.3.2.7).
    Command,
    /// Content (RFC 5321 §4.5.3.2.5).
    Content,
    /// Nothing from the peer: an answer.
    Answer,
}

/// Which deadline has passed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Expiry {
    /// Nothing arrived for too long.
    Idle,
    /// The content arrives too slowly.
    Slow,
    /// The session as a whole has lasted too long. Acts between transactions only.
    Session,
    /// The grace that a shutdown gives to open transactions is over.
    Shutdown,
}

/// EHLO or HELO, as accepted.
#[derive(Debug, Clone)]
pub(super) struct Hello {
    pub(super) name: String,
    pub(super) extended: bool,
}

/// A login that is good.
#[derive(Debug)]
pub(super) struct Login {
    pub(super) account: String,
    /// The largest message of this account, in octets.
    pub(super) message_octets: Option<u64>,
}

/// A question, with what the answer will be applied to.
#[derive(Debug)]
pub(super) enum Asked {
    Greeting,
    Hello(Hello),
    StartTls,
    Auth { mechanism: String, response: Option<Secret> },
    AuthResponse(Secret),
    Xclient(XclientCommand),
    Mail(command::MailCommand),
    Recipient(command::RcptCommand),
    ContentForData,
    ContentForChunk(Chunk),
    Commit { chunked: bool },
}

/// What the next octets are, the phase `Data` aside.
#[derive(Debug)]
pub(super) enum Incoming {
    /// A line.
    Line,
    /// The rest of a line that is too long to be held.
    OverlongLine { octets: usize, ends_with_cr: bool, limit: usize, auth: bool },
    /// The octets of a BDAT chunk.
    Chunk(Chunk),
}

/// A BDAT chunk on its way in.
#[derive(Debug)]
pub(super) struct Chunk {
    pub(super) size: u64,
    pub(super) remaining: u64,
    pub(super) last: bool,
    /// The chunk was refused before it came: its octets are swallowed, then this is said (RFC 3030 §2).
    pub(super) refused: Option<Reply>,
}

/// One step's outcome, before it borrows from the session.
pub(super) enum Next<'i> {
    Read,
    Send,
    Ask,
    Body(&'i [u8]),
    Discard,
    StartTls,
    Close,
    /// Something changed inside; look again.
    Again,
}

impl<P: Proof> Session<P> {
    /// How many octets of unconsumed input the driver must be able to hold: more than any line may have.
    pub const INPUT_MIN: usize = Limits::LINE_OCTETS_MAX + 1;

    /// A session whose client has just connected.
    #[must_use]
    pub fn new(options: Arc<Options>) -> Self {
        Self {
            xclient: options.xclient,
            options,
            phase: Phase::Opening,
            hello: None,
            tls: false,
            login: None,
            withheld: 0,
            asked: Some(Asked::Greeting),
            incoming: Incoming::Line,
            outbox: Outbox::default(),
            counts: Counts::default(),
            shutting_down: false,
            quit: false,
            searched: 0,
            proof: PhantomData,
        }
    }

    /// Takes from the front of `input` what it can use. Gives how much that was, and what to do next; after doing it,
    /// call again with the rest.
    pub fn step<'a>(&'a mut self, input: &'a [u8]) -> (usize, Action<'a>) {
        let mut used = 0;
        let next = loop {
            match self.advance(input, &mut used) {
                Next::Again => {}
                next => break next,
            }
        };
        let action = match next {
            Next::Read | Next::Again => Action::Read,
            Next::Send => Action::Send(self.outbox.given.as_ref().expect("set by whoever says Send")),
            Next::Ask => Action::Ask(self.question()),
            Next::Body(octets) => Action::Body(octets),
            Next::Discard => Action::Discard,
            Next::StartTls => Action::StartTls,
            Next::Close => Action::Close,
        };
        (used, action)
    }

    fn advance<'i>(&mut self, input: &'i [u8], used: &mut usize) -> Next<'i> {
        if let Some(next) = self.outbox_next() {
            return next;
        }
        if self.asked.is_some() {
            return Next::Ask;
        }
        let rest = &input[*used..];
        match &self.phase {
            Phase::Closed => return Next::Close,
            Phase::Greeting => {
                // RFC 5321 §4.3.1: the client waits for the greeting.
                if rest.is_empty() {
                    self.say_hosted(&catalogue::GREETING);
                    self.phase = Phase::Ready;
                } else {
                    self.say_hosted(&catalogue::EARLY_TALKER);
                    self.phase = Phase::Refused(Refused::Client);
                }
                return Next::Again;
            }
            Phase::StartingTls => {
                self.begin_tls(rest.is_empty());
                return Next::Again;
            }
            Phase::DataAccepted(_) => {
                // RFC 2920 §3.1: DATA is the last command of a group. What arrived behind it was sent by somebody who
                // did not wait to hear whether it would be content or commands.
                if rest.is_empty() {
                    self.begin_data();
                    self.say(&catalogue::DATA_GO);
                } else {
                    self.say_and_close(Reply::new(&catalogue::BEHIND_DATA));
                }
                return Next::Again;
            }
            Phase::Data(..) => return self.read_content(rest, used),
            _ if self.shutting_down && self.between_transactions() => {
                self.say_and_close(Reply::new(&catalogue::SHUTTING_DOWN));
                return Next::Again;
            }
            _ => {}
        }
        match self.incoming {
            Incoming::Chunk(_) => self.read_chunk(rest, used),
            Incoming::OverlongLine { .. } => self.skip_line(rest, used),
            Incoming::Line => self.read_line(rest, used),
        }
    }

    fn question(&self) -> Question<'_> {
        match self.asked.as_ref().expect("Ask is said only with a question open") {
            Asked::Greeting => Question::Greeting,
            Asked::Hello(hello) => Question::Hello { name: &hello.name, extended: hello.extended },
            Asked::StartTls => Question::StartTls,
            Asked::Auth { mechanism, response } => {
                Question::Auth { mechanism, response: response.as_ref().map(Secret::expose) }
            }
            Asked::AuthResponse(response) => Question::AuthResponse(response.expose()),
            Asked::Xclient(xclient) => Question::Xclient(xclient),
            Asked::Mail(mail) => Question::Mail(mail),
            Asked::Recipient(rcpt) => Question::Recipient {
                rcpt,
                envelope: &self.transaction().expect("RCPT is in a transaction").envelope,
            },
            Asked::ContentForData | Asked::ContentForChunk(_) => {
                let transaction = self.transaction().expect("DATA and BDAT are in a transaction");
                let first_chunk = match &self.asked {
                    Some(Asked::ContentForChunk(chunk)) => Some(chunk.size),
                    _ => None,
                };
                Question::Content {
                    envelope: &transaction.envelope,
                    declared: transaction.declared.max(first_chunk),
                    named: transaction.accepted,
                }
            }
            Asked::Commit { .. } => match &self.phase {
                Phase::Data(transaction, _, content) | Phase::Chunks(transaction, _, content) => {
                    Question::Commit {
                        envelope: &transaction.envelope,
                        octets: content.octets,
                        header: &content.header,
                    }
                }
                _ => unreachable!("Commit is asked at the end of content only"),
            },
        }
    }

    /// Takes the answer to the question last asked. Without a question open it does nothing.
    pub fn answer(&mut self, answer: Answer<P>) {
        match self.asked.take() {
            None => {}
            Some(Asked::Greeting) => self.greeting_answered(answer),
            Some(Asked::Hello(hello)) => self.hello_answered(hello, answer),
            Some(Asked::StartTls) => self.starttls_answered(answer),
            Some(Asked::Auth { .. } | Asked::AuthResponse(_)) => self.auth_answered(answer),
            Some(Asked::Xclient(xclient)) => self.xclient_answered(&xclient, answer),
            Some(Asked::Mail(mail)) => self.mail_answered(mail, answer),
            Some(Asked::Recipient(rcpt)) => self.rcpt_answered(&rcpt, answer),
            Some(Asked::ContentForData) => self.data_answered(answer),
            Some(Asked::ContentForChunk(chunk)) => self.chunk_answered(chunk, answer),
            Some(Asked::Commit { chunked }) => self.commit_answered(chunked, answer),
        }
    }

    fn greeting_answered(&mut self, answer: Answer<P>) {
        match answer {
            Answer::Accept => self.phase = Phase::Greeting,
            refusal => {
                let reply = refusal_of(refusal);
                match reply.code().number() {
                    421 => return self.say_and_close(reply),
                    521 => self.phase = Phase::Refused(Refused::NoMailHost),
                    _ => self.phase = Phase::Refused(Refused::Client),
                }
                self.say_reply(reply);
            }
        }
    }

    /// A deadline has passed. Call it only while the session waits for input; the next step says 421, or, for
    /// [`Expiry::Session`], perhaps nothing yet.
    pub fn expire(&mut self, why: Expiry) {
        if matches!(self.phase, Phase::Closed) || self.asked.is_some() {
            return;
        }
        let limits = &self.options.limits;
        let reply = match why {
            Expiry::Idle => Reply::with(&catalogue::IDLE_TIMEOUT, &[("seconds", &self.wait_seconds())]),
            Expiry::Slow => Reply::new(&catalogue::TOO_SLOW),
            Expiry::Session if !self.between_transactions() => return,
            Expiry::Session => {
                Reply::with(&catalogue::SESSION_TOO_LONG, &[("seconds", &limits.session_seconds)])
            }
            Expiry::Shutdown => Reply::new(&catalogue::SHUTTING_DOWN),
        };
        self.say_and_close(reply);
    }

    /// Lets the open transaction come to its end, then says 421 and closes (RFC 5321 §3.8).
    pub fn shut_down(&mut self) {
        self.shutting_down = true;
    }

    /// Which time limit applies while the driver waits.
    #[must_use]
    pub fn expects(&self) -> Expects {
        match (&self.asked, &self.phase, &self.incoming) {
            (Some(_), _, _) => Expects::Answer,
            (_, Phase::Data(..), _) | (_, _, Incoming::Chunk(_)) => Expects::Content,
            _ => Expects::Command,
        }
    }

    /// How long to wait for the next octets, in seconds (RFC 5321 §4.5.3.2).
    #[must_use]
    pub fn wait_seconds(&self) -> u32 {
        match self.expects() {
            Expects::Content => self.options.limits.content_seconds,
            Expects::Command | Expects::Answer => self.options.limits.idle_seconds,
        }
    }

    /// No transaction is open and nothing of one is on its way: the session may end without losing anything. One that has
    /// failed has nothing to lose any more.
    #[must_use]
    pub fn between_transactions(&self) -> bool {
        let quiet = matches!(self.incoming, Incoming::Line) && self.asked.is_none();
        let idle = matches!(
            self.phase,
            Phase::Opening | Phase::Ready | Phase::Refused(_) | Phase::Failed | Phase::Closed
        );
        quiet && idle
    }

    /// The state of the sequence table that the session is in.
    #[must_use]
    pub fn state(&self) -> State {
        match &self.phase {
            Phase::Refused(Refused::NoMailHost) => State::Refused521,
            Phase::Refused(_) => State::Refused554,
            Phase::Exchange => State::AuthExchange,
            Phase::Transaction(transaction) | Phase::DataAccepted(transaction) => transaction.state(),
            Phase::Data(..) => State::Data,
            Phase::Chunks(..) => State::Bdat,
            Phase::Failed => State::Failed,
            Phase::Opening | Phase::Greeting | Phase::Ready | Phase::StartingTls | Phase::Closed => {
                self.state_between_transactions()
            }
        }
    }

    fn state_between_transactions(&self) -> State {
        // The order is that of the law: TLS, then EHLO, then AUTH.
        if self.options.tls_required && !self.tls {
            State::TlsRequired
        } else if self.hello.is_none() {
            State::Connected
        } else if self.login.is_some() {
            State::Authenticated
        } else if self.options.auth_required {
            State::AuthRequired
        } else {
            State::Greeted
        }
    }

    /// The name the client gave in EHLO or HELO.
    #[must_use]
    pub fn hello_name(&self) -> Option<&str> {
        self.hello.as_ref().map(|hello| hello.name.as_str())
    }

    /// Whether the client said EHLO rather than HELO.
    #[must_use]
    pub fn is_extended(&self) -> bool {
        self.hello.as_ref().is_some_and(|hello| hello.extended)
    }

    /// Whether the client has said QUIT: it waits for the reply and has nothing more to say (RFC 5321 §4.1.1.10).
    #[must_use]
    pub fn has_quit(&self) -> bool {
        self.quit
    }

    /// Who is logged in.
    #[must_use]
    pub fn login(&self) -> Option<&str> {
        self.login.as_ref().map(|login| login.account.as_str())
    }

    /// The largest message that is taken here and now, in octets: what the listener takes, or less from who is logged in.
    pub(super) fn message_octets(&self) -> u64 {
        let most = self.options.limits.message_octets;
        self.login.as_ref().and_then(|login| login.message_octets).map_or(most, |own| own.min(most))
    }

    /// Offers only those of the listener's mechanisms that this session can use: without a channel to bind to, or a certificate of the
    /// client, some would lead nowhere. Beyond the 32nd all stay.
    pub fn offer_auth(&mut self, usable: impl Fn(&Mechanism) -> bool) {
        let places = self.options.auth.iter().take(32).enumerate();
        self.withheld = places
            .filter(|(_, mechanism)| !usable(mechanism))
            .fold(0, |withheld, (place, _)| withheld | 1 << place);
    }

    /// The mechanisms that this session can use, under TLS or without.
    pub(super) fn mechanisms(&self) -> impl Iterator<Item = &Mechanism> {
        let withheld = |place: usize| place < 32 && self.withheld >> place & 1 == 1;
        let places = self.options.auth.iter().enumerate();
        places.filter(move |(place, _)| !withheld(*place)).map(|(_, mechanism)| mechanism)
    }

    /// Whether XCLIENT may be used.
    #[must_use]
    pub fn takes_xclient(&self) -> bool {
        self.xclient
    }

    /// Whether TLS is active.
    #[must_use]
    pub fn is_tls(&self) -> bool {
        self.tls
    }

    /// The one door through which a phase is left: content begun and not committed is dropped with it.
    pub(super) fn enter(&mut self, phase: Phase) -> Phase {
        mem::replace(&mut self.phase, phase)
    }

    /// Content that was begun will not be committed: the driver may drop it now.
    pub(super) fn discard(&mut self) {
        self.outbox.discard = true;
    }

    /// Forgets the transaction, if one is open (RFC 5321 §4.1.1.5).
    pub(super) fn drop_transaction(&mut self) {
        match &self.phase {
            Phase::Data(_, _, content) | Phase::Chunks(_, _, content) => {
                if !content.dropped {
                    self.discard();
                }
                self.phase = Phase::Ready;
            }
            Phase::DataAccepted(_) => {
                self.discard();
                self.phase = Phase::Ready;
            }
            Phase::Transaction(_) | Phase::Failed => self.phase = Phase::Ready,
            Phase::Opening
            | Phase::Greeting
            | Phase::Refused(_)
            | Phase::Ready
            | Phase::StartingTls
            | Phase::Exchange
            | Phase::Closed => {}
        }
    }

    /// The transaction is of no more use until RSET (RFC 3030 §2).
    pub(super) fn fail_transaction(&mut self) {
        self.drop_transaction();
        self.phase = Phase::Failed;
    }

    fn transaction(&self) -> Option<&super::phase::Transaction> {
        match &self.phase {
            Phase::Transaction(transaction)
            | Phase::DataAccepted(transaction)
            | Phase::Data(transaction, ..)
            | Phase::Chunks(transaction, ..) => Some(transaction),
            _ => None,
        }
    }
}

/// The reply in a refusal. An answer that fits no question is a fault of ours, and the client is told to try later.
pub(super) fn refusal_of<P>(answer: Answer<P>) -> Reply {
    match answer {
        Answer::Refuse(reply) => reply,
        _ => Reply::new(&catalogue::STORE_FAILED),
    }
}
