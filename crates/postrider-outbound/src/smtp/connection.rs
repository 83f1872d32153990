//! The driver: one loop that does what the session says, and holds it to its time.

use std::future::pending;
use std::io::{self, Read};
use std::net::IpAddr;

use postrider_proto::client::{
    self, Action, Dialogue, OpenFault, Outcome, RecipientOutcome, Said, Session, StartTls, Step, Transaction,
    Trouble,
};
use postrider_proto::extension::Offered;
use postrider_proto::mail::Envelope;
use postrider_proto::reply::Class;
use postrider_proto::sasl::{BindingKind, Mechanism};
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::time::{Instant, timeout};

use crate::aside::aside;
use crate::counters::Open;
use crate::tls::{self, Handshake, Policy, Secured, TlsFault, Wanted};

use super::login::{Login, TokenFault};
use super::net::Net;
use super::options::{Options, Target};
use super::patience::Patience;
use super::pipe::{Heard, Pipe, Written};
use super::stream::Stream;
use super::time::{Time, Timer};
use super::wire::Wire;

/// A connection to another server, greeted and ready for messages.
#[derive(Debug)]
pub struct Connection<S = Stream> {
    session: Session,
    pipe: Pipe<S>,
    patience: Patience,
    timer: Timer,
    /// The greeting and the reply to EHLO.
    opening: Dialogue,
    /// How many transactions were begun.
    transactions: u32,
    /// Content on its way from the disk to the session.
    piece: Vec<u8>,
    /// TLS, as it is wanted, and what its context is found by.
    tls: Option<(Wanted, tls::ContextKey)>,
    secured: Option<Secured>,
    /// Why there is no TLS.
    tls_fault: Option<TlsFault>,
    /// A login may be bound to TLS.
    binds: bool,
    /// What the login is bound to, where the server offers that.
    binding: Option<BindingKind>,
    /// Counts it among the open ones.
    counted: Option<Open>,
}

/// Why there is no connection that a message could be sent on.
#[derive(Debug, thiserror::Error)]
pub enum ConnectFault {
    /// This machine has no socket for it: too few descriptors, ports or memory. It says nothing about the target.
    #[error("this machine has no socket for the connection: {0}")]
    Socket(#[source] io::Error),
    /// The address that the connection should come from cannot be used. It says nothing about the target.
    #[error("the source address {source_address} cannot be used: {error}")]
    Source {
        /// The address.
        source_address: IpAddr,
        /// Why not.
        error: io::Error,
    },
    /// Nobody is there who takes connections, or the way there is closed.
    #[error("no connection could be made: {0}")]
    Unreachable(#[source] io::Error),
    /// There was no answer at all.
    #[error("no connection could be made within {seconds} seconds")]
    TimedOut {
        /// How long it was tried.
        seconds: u64,
    },
    /// TLS could not be had, or not as it has to be.
    #[error(transparent)]
    Tls(#[from] TlsFault),
    /// The login was refused that was bound to the server's certificate. The password may be wrong; or the server knows only `tls-unique`, and says so to
    /// nobody (RFC 5929 §3).
    #[error(
        "the server refused at AUTH: {said}. The login was bound to its certificate (tls-server-end-point), which a server that knows only tls-unique \
         refuses: if the password is right, write auth_bound = false in the route"
    )]
    BoundLogin {
        /// The server's words.
        said: Said,
    },
    /// The connection was made in clear, at a port that is not that of SMTP, and the server did not say a word: so does one that waits for a handshake.
    #[error(
        "{0}. Where a port begins with TLS, the client speaks first: if it is such a port, write smtps:// (or lmtps://)"
    )]
    Silent(OpenFault),
    /// There is no token to log in with. No connection was made.
    #[error(transparent)]
    Token(#[from] TokenFault),
    /// The connection was made, and the server did not get as far as taking a message.
    #[error(transparent)]
    Session(#[from] OpenFault),
}

impl ConnectFault {
    /// Nobody answered: neither to the connection nor with a greeting.
    pub(crate) fn is_silence(&self) -> bool {
        match self {
            Self::Unreachable(_) | Self::TimedOut { .. } | Self::Silent(_) => true,
            Self::Session(OpenFault::Failed(trouble)) => matches!(
                trouble,
                Trouble::Closed { step: Step::Greeting } | Trouble::TimedOut { step: Step::Greeting }
            ),
            Self::Socket(_)
            | Self::Source { .. }
            | Self::Tls(_)
            | Self::BoundLogin { .. }
            | Self::Token(_)
            | Self::Session(OpenFault::Refused { .. }) => false,
        }
    }
}

/// What came of one transaction.
#[derive(Debug)]
pub struct Sent {
    /// What became of each recipient, and what was said.
    pub outcome: Outcome,
    /// How long it took, in milliseconds.
    pub millis: u64,
    /// Another message can be sent on this connection.
    pub reusable: bool,
    /// The connection had been used before, and was found closed, or was closed with 421, before anything was said about
    /// this message: servers close what is idle, and what has carried enough. It means nothing; another connection may be
    /// tried at once.
    pub stale: bool,
    /// Why the content could not be read to its end, if so. The connection was dropped within it.
    pub body_fault: Option<io::Error>,
}

/// Where nobody waits for a handshake: at other ports a server may.
const SMTP_PORT: u16 = 25;

/// How much content is read from the disk at a time, and how much is written at a time, in octets.
const PIECE: usize = 64 * 1024;
/// How large the buffers may be that a connection keeps while it waits for its next message, in octets.
const KEPT_MAX: usize = 32 * 1024;

impl Connection {
    /// Connects, and waits until the server has greeted and answered EHLO, and until TLS is active and somebody has logged in where that
    /// is wanted. Where TLS cannot be had and mail may go in clear, another connection is made, in clear:
    /// [`Connection::fell_back`].
    ///
    /// # Errors
    ///
    /// It did not come to that.
    pub async fn open(net: &dyn Net, target: &Target, options: &Options) -> Result<Self, ConnectFault> {
        let fault = match Self::open_once(net, target, options).await {
            Err(ConnectFault::Tls(fault)) if fault.may_do_without() => fault,
            opened => return opened,
        };
        if !options.tls.as_ref().is_some_and(Wanted::may_go_in_clear) {
            return Err(fault.into());
        }
        let in_clear = Options { tls: None, ..options.clone() };
        let mut connection = Self::open_once(net, target, &in_clear).await?;
        connection.tls_fault = Some(fault);
        Ok(connection)
    }

    async fn open_once(net: &dyn Net, target: &Target, options: &Options) -> Result<Self, ConnectFault> {
        let login = options.log_in()?;
        let wait = options.patience.connect;
        match timeout(wait, net.connect(target, options.source)).await {
            Ok(stream) => Self::greet_at(Some(target), stream?, options, login).await,
            Err(_) => Err(ConnectFault::TimedOut { seconds: wait.as_secs() }),
        }
    }
}

impl<S: AsyncRead + AsyncWrite + Send + Unpin> Connection<S> {
    /// The same on a stream that has been connected already, by somebody else or by other means.
    ///
    /// # Errors
    ///
    /// The server refused, or made no sense.
    pub async fn greet(stream: S, options: &Options) -> Result<Self, ConnectFault> {
        Self::greet_at(None, stream, options, options.log_in()?).await
    }

    async fn greet_at(
        target: Option<&Target>,
        stream: S,
        options: &Options,
        login: Option<client::Login>,
    ) -> Result<Self, ConnectFault> {
        // What stays on this machine is seen by nobody else.
        let wanted = options.tls.as_ref().filter(|_| !matches!(target, Some(Target::Unix(_))));
        let start_tls = match wanted {
            None | Some(Wanted { at_once: true, .. }) => StartTls::Never,
            Some(Wanted { policy: Policy::Opportunistic, .. }) => StartTls::WhereOffered,
            Some(Wanted { policy: Policy::Required | Policy::Verified, .. }) => StartTls::Always,
        };
        let mut session = Session::open(client::Options { start_tls, ..options.session.clone() });
        if let Some(login) = login {
            session.log_in(login);
        }
        let mut connection = Self {
            session,
            pipe: Pipe::new(stream),
            patience: options.patience,
            timer: Timer::new(options.patience.greeting),
            opening: Dialogue::default(),
            transactions: 0,
            piece: Vec::new(),
            tls: wanted.map(|wanted| (wanted.clone(), options.context_key(wanted, target))),
            secured: None,
            tls_fault: None,
            binds: options.login.as_ref().is_some_and(Login::binds),
            binding: None,
            counted: None,
        };
        let mut time = Time::new(options.patience);
        if wanted.is_some_and(|wanted| wanted.at_once) && !connection.start_tls(&mut time).await {
            return Err(connection.tls_fault.take().unwrap_or(TlsFault::TimedOut).into());
        }
        // The outcome for nobody. The session closes without one only after it.
        let mut none = Content { body: &mut io::empty(), is_large: false, fault: None };
        if let Some(outcome) = connection.next(&mut time, &mut none).await {
            connection.opening = outcome.dialogue;
        }
        let Some(fault) = connection.session.open_fault() else { return Ok(connection) };
        let of_tls = connection.tls_fault.take().or_else(|| match fault {
            OpenFault::Refused { step, said } => TlsFault::of_refusal(*step, said),
            OpenFault::Failed(Trouble::Closed { step: Step::Greeting | Step::Hello }) => {
                connection.pipe.alert()
            }
            OpenFault::Failed(trouble) => TlsFault::of_trouble(trouble),
        });
        let no_word = matches!(
            fault,
            OpenFault::Failed(
                Trouble::Closed { step: Step::Greeting } | Trouble::TimedOut { step: Step::Greeting }
            )
        );
        let in_clear = !wanted.is_some_and(|wanted| wanted.at_once);
        if no_word && in_clear && target.and_then(Target::port).is_some_and(|port| port != SMTP_PORT) {
            return Err(ConnectFault::Silent(fault.clone()));
        }
        Err(of_tls.map_or_else(|| connection.not_opened(fault.clone()), ConnectFault::from))
    }

    /// Why the session did not get as far as taking a message.
    fn not_opened(&self, fault: OpenFault) -> ConnectFault {
        let offers_bound = || {
            self.offered().auth.iter().any(|name| Mechanism::from_name(name).is_some_and(Mechanism::is_plus))
        };
        match fault {
            OpenFault::Refused { step: Step::Auth, said }
                if said.class() == Class::Permanent
                    && self.binding == Some(BindingKind::TlsServerEndPoint)
                    && offers_bound() =>
            {
                ConnectFault::BoundLogin { said }
            }
            fault => fault.into(),
        }
    }

    /// Makes the handshake, and says whether TLS is active.
    async fn start_tls(&mut self, time: &mut Time) -> bool {
        let (Some((wanted, key)), Some(stream)) = (&self.tls, self.pipe.wire().take()) else { return false };
        let context = wanted.contexts.of(key.clone());
        let address = key.target.as_ref().and_then(Target::address);
        // It takes no longer than a connection: some ways through the net, and little to reckon.
        let deadline = time.deadline(&self.session).min(Instant::now() + self.patience.connect);
        let handshake = Handshake::new(context, wanted, address);
        match self.timer.until(deadline, handshake.make(stream)).await {
            Some(Ok((stream, secured))) => {
                let mut channel = tls::channel(stream.get_ref().1, &secured);
                if !self.binds {
                    // RFC 5802 §6: so it takes no mechanism that has one, and SCRAM says `n`, as a client does that has no use for them. With `y` a host that
                    // offers them would have to refuse it.
                    channel.bindings.clear();
                }
                self.binding = channel.bindings.first().map(|binding| binding.kind);
                self.session.tls_started(channel);
                *self.pipe.wire() = Wire::Tls(Box::new(stream));
                self.secured = Some(secured);
            }
            Some(Err(fault)) => self.tls_fault = Some(fault),
            None => self.tls_fault = Some(TlsFault::TimedOut),
        }
        self.secured.is_some()
    }

    /// It counts as open until it is dropped.
    pub(crate) fn counts_as(&mut self, open: Open) {
        self.counted = Some(open);
    }

    /// Sends one message: what became of each recipient is in the outcome, whatever happens. The content is read piece by
    /// piece; where it cannot be read to its end, the connection is dropped, so that the server takes no part for the whole.
    /// On a connection that is of no more use, every recipient fails with [`Trouble::Closed`].
    pub async fn send(&mut self, transaction: Transaction, body: &mut (impl Read + Send)) -> Sent {
        self.send_until(transaction, body, pending()).await
    }

    /// The same, but no longer than `stop` takes. What the server has not answered by then counts as not answered in time.
    pub async fn send_until(
        &mut self,
        transaction: Transaction,
        body: &mut (impl Read + Send),
        stop: impl Future<Output = ()>,
    ) -> Sent {
        let mut time = Time::new(self.patience);
        let answered = self.session.answered();
        let octets = transaction.size.and_then(|octets| usize::try_from(octets).ok());
        let mut content = Content { body, is_large: octets.is_none_or(|octets| octets > PIECE), fault: None };
        self.piece.resize(octets.unwrap_or(PIECE).clamp(1, PIECE), 0);
        if !self.is_alive() {
            self.session.closed();
        }
        self.session.begin(transaction);
        let outcome = tokio::select! {
            biased;
            outcome = self.next(&mut time, &mut content) => outcome,
            () = stop => {
                self.cut();
                self.next(&mut time, &mut content).await
            }
        };
        let outcome = outcome.expect("the session tells the outcome before it closes");
        if self.piece.capacity() > KEPT_MAX {
            self.piece = Vec::new();
        }
        self.pipe.shrink(KEPT_MAX);
        let unanswered = self.session.answered() == answered;
        let stale = self.transactions > 0
            && outcome
                .recipients
                .iter()
                .all(|outcome| unanswered && is_closed(outcome) || is_farewell(outcome));
        self.transactions = self.transactions.saturating_add(1);
        let reusable = self.session.can_begin() && self.pipe.input().is_empty();
        Sent { outcome, millis: time.millis(), reusable, stale, body_fault: content.fault }
    }

    /// Asks whether the server would take a message with this envelope, and sends none: [`Session::ask`]. It counts as a
    /// transaction.
    pub async fn ask(&mut self, envelope: Envelope) -> Outcome {
        let mut time = Time::new(self.patience);
        if !self.is_alive() {
            self.session.closed();
        }
        self.session.ask(envelope);
        self.transactions = self.transactions.saturating_add(1);
        let mut none = Content { body: &mut io::empty(), is_large: false, fault: None };
        let outcome = self.next(&mut time, &mut none).await;
        outcome.expect("the session tells the outcome before it closes")
    }

    /// Whether the connection is open and nothing has arrived that nobody asked for, as far as can be seen without waiting.
    pub fn is_alive(&mut self) -> bool {
        self.pipe.input().is_empty() && self.pipe.look() == Heard::Nothing
    }

    /// Says QUIT, waits for the answer as long as it is worth, and closes. To drop the connection is allowed at any time, but
    /// less polite (RFC 5321 §4.1.1.10).
    pub async fn quit(mut self) {
        let mut none = Content { body: &mut io::empty(), is_large: false, fault: None };
        // A session that nothing is begun in says QUIT.
        while self.next(&mut Time::new(self.patience), &mut none).await.is_some() {}
        if self.secured.is_some() {
            let _ = timeout(self.patience.quit, self.pipe.end()).await;
        }
    }

    /// What the server offered in its EHLO reply.
    #[must_use]
    pub fn offered(&self) -> &Offered {
        self.session.offered()
    }

    /// What the server said before the first message: its greeting, and its reply to EHLO.
    #[must_use]
    pub fn opening(&self) -> &Dialogue {
        &self.opening
    }

    /// The mechanism that somebody has logged in with, if anybody has.
    #[must_use]
    pub const fn logged_in(&self) -> Option<Mechanism> {
        self.session.logged_in()
    }

    /// What is known of TLS; none in clear.
    #[must_use]
    pub const fn secured(&self) -> Option<&Secured> {
        self.secured.as_ref()
    }

    /// Why TLS could not be had, where a connection before this one was to have it.
    #[must_use]
    pub const fn fell_back(&self) -> Option<&TlsFault> {
        self.tls_fault.as_ref()
    }

    /// How many messages were begun on this connection.
    #[must_use]
    pub fn transactions(&self) -> u32 {
        self.transactions
    }

    /// Does what the session says, until it tells an outcome, or closes.
    async fn next<B: Read + ?Sized>(
        &mut self,
        time: &mut Time,
        content: &mut Content<'_, B>,
    ) -> Option<Outcome> {
        loop {
            let (session, input) = (&mut self.session, self.pipe.input());
            // A challenge of SCRAM says how long the answer takes to reckon, up to seconds (2,000,000 iterations).
            let reckons = session.expects() == Step::Auth && !input.is_empty();
            let (used, action) = aside(reckons, || session.step(input));
            self.pipe.consume(used);
            match action {
                Action::Send(octets) => {
                    self.pipe.put(octets);
                    if self.pipe.pending() >= PIECE {
                        self.write(time).await;
                    }
                }
                Action::Read => {
                    if self.write(time).await {
                        self.read(time).await;
                    }
                }
                Action::NeedBody => self.give(time, content),
                Action::StartTls => {
                    if !self.start_tls(time).await {
                        self.session.tls_failed();
                    }
                }
                Action::Done(outcome) => return Some(outcome),
                Action::Close => return None,
            }
        }
    }

    /// Writes what is there. Says whether all of it was written, and nothing has happened instead that the session should
    /// look at first.
    async fn write(&mut self, time: &mut Time) -> bool {
        while self.pipe.has_pending() {
            let deadline = time.deadline(&self.session);
            match self.timer.until(deadline, self.pipe.write()).await {
                Some(Written::Octets(octets)) => time.wrote(octets),
                Some(Written::Heard(Heard::Something | Heard::Nothing)) => {
                    self.session.unwritten();
                    return false;
                }
                Some(Written::Heard(Heard::End)) => {
                    self.session.cannot_write();
                    self.session.closed();
                    return false;
                }
                Some(Written::Broken) => {
                    self.session.cannot_write();
                    return false;
                }
                None => {
                    self.cut();
                    return false;
                }
            }
        }
        true
    }

    /// The server has had its time. What was not written to its end was not sent.
    fn cut(&mut self) {
        if self.pipe.has_pending() {
            self.session.cannot_write();
        }
        self.session.expire();
    }

    /// Waits for what the server says.
    async fn read(&mut self, time: &mut Time) {
        match self.timer.until(time.deadline(&self.session), self.pipe.read()).await {
            Some(Heard::Something | Heard::Nothing) => {}
            Some(Heard::End) => self.session.closed(),
            None => self.session.expire(),
        }
    }

    /// Gives the session the next piece of the content, if the server has nothing to say to the pieces before.
    fn give<B: Read + ?Sized>(&mut self, time: &mut Time, content: &mut Content<'_, B>) {
        if self.pipe.is_broken() {
            return self.session.cannot_write();
        }
        match self.pipe.look() {
            Heard::Something => return,
            Heard::End => return self.session.closed(),
            Heard::Nothing => time.content_begins(),
        }
        match content.read(&mut self.piece) {
            Ok(0) => {
                self.session.body_end();
                time.content_ends();
            }
            Ok(octets) => self.session.body(&self.piece[..octets]),
            Err(error) => {
                content.fault = Some(error);
                self.session.body_lost();
            }
        }
    }
}

/// The content of a message.
struct Content<'a, B: ?Sized> {
    body: &'a mut B,
    /// It is more than what is read at once.
    is_large: bool,
    /// Why it could not be read.
    fault: Option<io::Error>,
}

impl<B: Read + ?Sized> Content<'_, B> {
    /// Reads the next piece. The disk is waited for. What is small has come lately, for the most part, and is in memory
    /// still; what is large is read aside.
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        let read = || loop {
            match self.body.read(into) {
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                read => return read,
            }
        };
        aside(self.is_large, read)
    }
}

/// RFC 5321 §3.8: the server closes the connection, and says so.
const CLOSING: u16 = 421;

/// Whether the connection was lost before this message was spoken of.
fn is_closed(outcome: &RecipientOutcome) -> bool {
    matches!(outcome, RecipientOutcome::Failed(Trouble::Closed { step: Step::Mail | Step::Rset }))
}

/// Whether the server took its leave before this message was spoken of, in the place of an answer.
fn is_farewell(outcome: &RecipientOutcome) -> bool {
    matches!(outcome, RecipientOutcome::Refused { step: Step::Mail | Step::Rset, said } if said.code.number() == CLOSING)
}
