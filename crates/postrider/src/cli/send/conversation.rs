//! The driver of a conversation: it does what the session says, and waits as long as the step allows.

use std::io::{self, ErrorKind, Read, Write};
use std::net::{IpAddr, TcpStream};
use std::os::unix::net::UnixStream;
use std::time::Duration;

use postrider_proto::client::{
    Action, Login, Options, Outcome, RecipientOutcome, Session, StartTls, Step, Transaction,
};
use postrider_proto::mail::{Envelope, Recipient};
use postrider_proto::reply::Class;
use postrider_proto::sasl::{BindingKind, Mechanism};

use postrider_outbound::tls::{Policy, TlsFault, Wanted};

use super::transcript::Transcript;
use super::wire::Wire;

/// What a conversation is held over: a socket, over the net or within this machine.
pub trait Socket: Read + Write {
    /// Whether reading and writing return at once.
    ///
    /// # Errors
    ///
    /// The system does not let us.
    fn set_nonblocking(&self, nonblocking: bool) -> io::Result<()>;
    /// How long reading waits; for ever if there is none.
    ///
    /// # Errors
    ///
    /// The system does not let us.
    fn set_read_timeout(&self, timeout: Option<Duration>) -> io::Result<()>;
    /// How long writing waits.
    ///
    /// # Errors
    ///
    /// The system does not let us.
    fn set_write_timeout(&self, timeout: Option<Duration>) -> io::Result<()>;
}

macro_rules! socket {
    ($stream:ty) => {
        impl Socket for $stream {
            fn set_nonblocking(&self, nonblocking: bool) -> io::Result<()> {
                <$stream>::set_nonblocking(self, nonblocking)
            }
            fn set_read_timeout(&self, timeout: Option<Duration>) -> io::Result<()> {
                <$stream>::set_read_timeout(self, timeout)
            }
            fn set_write_timeout(&self, timeout: Option<Duration>) -> io::Result<()> {
                <$stream>::set_write_timeout(self, timeout)
            }
        }
    };
}

socket!(TcpStream);
socket!(UnixStream);

/// The conversation with one server.
pub struct Conversation<'a, S: Socket> {
    stream: Wire<S>,
    transcript: Transcript<'a>,
    /// TLS as it is wanted, and the address of the server.
    tls: Option<(Wanted, IpAddr)>,
    /// Why there is none.
    tls_fault: Option<TlsFault>,
    /// What to log in with.
    login: Option<Login>,
    /// Whether the login is bound to TLS, where that can be.
    binds: bool,
    /// What it is bound to.
    binding: Option<BindingKind>,
    /// A login that was bound to the certificate was refused.
    refused_bound: bool,
    /// Read and not consumed by the session.
    input: Vec<u8>,
    /// To be written.
    output: Vec<u8>,
    /// Writing has failed. What the server said before that can still be read.
    broken: bool,
}

/// What one attempt to read gave.
enum Heard {
    Something,
    /// Nothing has arrived, and the session did not want to wait.
    Nothing,
    TooLate,
    Closed,
}

impl<'a, S: Socket> Conversation<'a, S> {
    /// How much is written at a time, and how much content the session is given at a time, in octets.
    const PIECE: usize = 64 * 1024;

    /// How long the server has for each step of a handshake.
    const HANDSHAKE: Duration = Duration::from_secs(30);

    /// One over a socket that is connected.
    pub fn new(stream: S, transcript: Transcript<'a>) -> Self {
        Self {
            stream: Wire::Clear(stream),
            transcript,
            tls: None,
            tls_fault: None,
            login: None,
            binds: false,
            binding: None,
            refused_bound: false,
            input: Vec::new(),
            output: Vec::new(),
            broken: false,
        }
    }

    /// With TLS, if it is wanted, at the server of this address.
    pub fn with_tls(self, wanted: Option<Wanted>, address: IpAddr) -> Self {
        Self { tls: wanted.map(|wanted| (wanted, address)), ..self }
    }

    /// Why there was no TLS, if that has ended the conversation.
    pub fn tls_fault(&self) -> Option<&TlsFault> {
        self.tls_fault.as_ref()
    }

    /// With this to log in with, if there is anything; bound to TLS, where that can be, or not.
    pub fn with_login(self, login: Option<Login>, binds: bool) -> Self {
        Self { login, binds, ..self }
    }

    /// Whether a login was refused that was bound to the server's certificate: the password may be wrong, or the server knows no such binding and
    /// says so to nobody.
    pub const fn refused_bound(&self) -> bool {
        self.refused_bound
    }

    /// Does what the session says until it closes. Recipients for whom a transaction has no room are sent to in the next.
    pub fn hold(
        &mut self,
        options: Options,
        transaction: Transaction,
        content: &[u8],
    ) -> Vec<RecipientOutcome> {
        let mut told = Remaining::new(transaction.clone());
        let start_tls = match &self.tls {
            None => StartTls::Never,
            Some((wanted, _)) if wanted.at_once => StartTls::Never,
            Some((Wanted { policy: Policy::Opportunistic, .. }, _)) => StartTls::WhereOffered,
            Some(_) => StartTls::Always,
        };
        let mut session = Session::new(Options { start_tls, ..options }, transaction);
        if let Some(login) = self.login.take() {
            session.log_in(login);
        }
        if self.tls.as_ref().is_some_and(|(wanted, _)| wanted.at_once) {
            self.start_tls(&mut session);
        }
        let mut pieces = content.chunks(Self::PIECE);
        loop {
            let (used, action) = session.step(&self.input);
            self.transcript.server(&self.input[..used]);
            self.input.drain(..used);
            match action {
                Action::Send(octets) => {
                    self.transcript.client(octets);
                    self.output.extend_from_slice(octets);
                    if self.output.len() >= Self::PIECE {
                        self.write();
                    }
                }
                Action::Read => {
                    self.write();
                    if self.broken {
                        session.cannot_write();
                    }
                    let heard = self.read(Some(session.expects()));
                    Self::tell(&mut session, &heard);
                }
                // Once nothing can be written, all there is to do is to hear why.
                Action::StartTls => self.start_tls(&mut session),
                Action::NeedBody if self.broken => session.cannot_write(),
                Action::NeedBody => {
                    // A server may answer in the middle: then what is left need not be sent.
                    let heard = self.read(None);
                    Self::tell(&mut session, &heard);
                    if matches!(heard, Heard::Nothing) {
                        self.transcript.content_begins(session.offered().chunking);
                        match pieces.next() {
                            Some(piece) => session.body(piece),
                            None => session.body_end(),
                        }
                    }
                }
                Action::Done(outcome) => {
                    self.transcript.content_ends();
                    if let Some(fault) = outcome.recipients.first().and_then(of_tls) {
                        self.tls_fault.get_or_insert(fault);
                    }
                    self.refused_bound |= self.binding == Some(BindingKind::TlsServerEndPoint)
                        && outcome.recipients.first().is_some_and(is_refused_login)
                        && session.offered().auth.iter().any(|name| is_plus(name));
                    if let Some(next) = told.take(outcome)
                        && session.can_begin()
                    {
                        pieces = content.chunks(Self::PIECE);
                        session.begin(next);
                    }
                }
                Action::Close => {
                    self.write();
                    // What the session did not understand is what a person wants to see.
                    let rest = std::mem::take(&mut self.input);
                    self.transcript.server(&rest);
                    self.transcript.content_ends();
                    return told.outcomes();
                }
            }
        }
    }

    /// Makes the handshake.
    fn start_tls(&mut self, session: &mut Session) {
        let (Some((wanted, address)), Wire::Clear(socket)) =
            (&self.tls, std::mem::replace(&mut self.stream, Wire::Gone))
        else {
            return session.tls_failed();
        };
        let patience = Some(Self::HANDSHAKE);
        let set = socket.set_read_timeout(patience).and_then(|()| socket.set_write_timeout(patience));
        let made = set
            .map_err(|error| TlsFault::Handshake(error.to_string()))
            .and_then(|()| wanted.begin_blocking(*address, socket));
        match made {
            Ok((stream, secured, mut channel)) => {
                self.transcript.note(&secured.to_string());
                if !self.binds {
                    channel.bindings.clear();
                }
                self.binding = channel.bindings.first().map(|binding| binding.kind);
                session.tls_started(channel);
                self.stream = Wire::Tls(Box::new(stream));
            }
            Err(fault) => {
                self.transcript.note(&fault.to_string());
                self.tls_fault = Some(fault);
                session.tls_failed();
            }
        }
    }

    fn tell(session: &mut Session, heard: &Heard) {
        match heard {
            Heard::Something | Heard::Nothing => {}
            Heard::TooLate => session.expire(),
            Heard::Closed => session.closed(),
        }
    }

    fn write(&mut self) {
        // RFC 5321 §4.5.3.2.5
        let patience = Duration::from_secs(Step::Content.wait_seconds_min().into());
        let output = std::mem::take(&mut self.output);
        if self.broken || output.is_empty() {
            return;
        }
        let written = self
            .stream
            .set_write_timeout(Some(patience))
            .and_then(|()| self.stream.write_all(&output))
            .and_then(|()| self.stream.flush());
        self.broken = written.is_err();
    }

    /// Reads what has arrived, waiting for it as long as this step allows; or not at all.
    fn read(&mut self, wait: Option<Step>) -> Heard {
        let patience = wait.map(|step| Duration::from_secs(step.wait_seconds_min().into()));
        let mut octets = [0; 4096];
        let mut attempt = || {
            self.stream.set_nonblocking(patience.is_none())?;
            self.stream.set_read_timeout(patience)?;
            let read = self.stream.read(&mut octets);
            self.stream.set_nonblocking(false)?;
            read
        };
        loop {
            return match attempt() {
                Ok(0) => Heard::Closed,
                Ok(read) => {
                    self.input.extend_from_slice(&octets[..read]);
                    Heard::Something
                }
                Err(error) => match error.kind() {
                    ErrorKind::Interrupted => continue,
                    ErrorKind::WouldBlock | ErrorKind::TimedOut if patience.is_none() => Heard::Nothing,
                    ErrorKind::WouldBlock | ErrorKind::TimedOut => Heard::TooLate,
                    _ => {
                        let is_fresh = matches!(wait, Some(Step::Greeting | Step::Hello));
                        if let Some(fault) = TlsFault::of_alert(&error).filter(|_| is_fresh) {
                            self.transcript.note(&fault.to_string());
                            self.tls_fault.get_or_insert(fault);
                        }
                        Heard::Closed
                    }
                },
            };
        }
    }
}

/// What has become of STARTTLS, if that is what has ended the conversation.
fn of_tls(outcome: &RecipientOutcome) -> Option<TlsFault> {
    match outcome {
        RecipientOutcome::Refused { step, said } => TlsFault::of_refusal(*step, said),
        RecipientOutcome::Failed(trouble) => TlsFault::of_trouble(trouble),
        RecipientOutcome::Accepted(_) | RecipientOutcome::Remainder(_) => None,
    }
}

/// Whether this is what becomes of a recipient where the login is refused for good.
fn is_refused_login(outcome: &RecipientOutcome) -> bool {
    matches!(outcome, RecipientOutcome::Refused { step: Step::Auth, said } if said.class() == Class::Permanent)
}

fn is_plus(name: &str) -> bool {
    Mechanism::from_name(name).is_some_and(Mechanism::is_plus)
}

/// Recipients, transaction by transaction, until each has an outcome.
struct Remaining {
    transaction: Transaction,
    /// Whose outcome comes next: places in the list of all recipients.
    places: Vec<usize>,
    outcomes: Vec<RecipientOutcome>,
}

impl Remaining {
    fn new(transaction: Transaction) -> Self {
        let many = transaction.envelope.recipients.len();
        Self {
            transaction,
            places: (0..many).collect(),
            outcomes: vec![RecipientOutcome::Remainder(None); many],
        }
    }

    /// Takes what became of the last transaction. Gives the next one, if anybody remains for it.
    fn take(&mut self, outcome: Outcome) -> Option<Transaction> {
        let places = std::mem::take(&mut self.places);
        for (place, outcome) in places.into_iter().zip(outcome.recipients) {
            if matches!(outcome, RecipientOutcome::Remainder(_)) {
                self.places.push(place);
            }
            self.outcomes[place] = outcome;
        }
        let all = &self.transaction.envelope.recipients;
        let recipients: Vec<Recipient> = self.places.iter().map(|place| all[*place].clone()).collect();
        let envelope = Envelope { recipients, ..self.transaction.envelope.clone() };
        (!self.places.is_empty()).then_some(Transaction { envelope, size: self.transaction.size })
    }

    fn outcomes(self) -> Vec<RecipientOutcome> {
        self.outcomes
    }
}
