//! The driver: one loop that does what the session says. It knows no command and words no reply.

use std::io;
use std::mem;
use std::num::NonZeroU32;
use std::time::Duration;

use postrider_proto::server::{Action, Answer, Expects, Expiry, Question, Session};
use postrider_queue::Durable;
use tokio::io::AsyncWriteExt as _;
use tokio::sync::watch;
use tokio::time::{Instant, timeout};
use tracing::{debug, info, warn};

use crate::desk::Desk;
use crate::input::Input;
use crate::journal::End;
use crate::pace::Pace;
use crate::proxy::{self, NoHeader};
use crate::shutdown::{Shutdown, further, reached};
use crate::stream::Stream;
use crate::tls::{self, Behind, Carrier, Failed, Failure};

/// Replies are written together until there are this many octets of them, or the session wants to read. A client that
/// sends and never reads is then not read any further either.
const OUTPUT_MAX: usize = 16 * 1024;

/// So much room for replies is kept between them: enough for one, but that of EHLO.
const OUTPUT_KEPT: usize = 256;

/// After the last reply the client is given so long to hear it and hang up.
const LINGER: Duration = Duration::from_secs(2);

/// What it still sends by then is read and dropped, up to so many octets.
const LINGER_OCTETS: usize = 64 * 1024;

/// One connection and what is on its way through it.
pub(crate) struct Connection<S> {
    stream: Carrier<S>,
    session: Session<Durable>,
    desk: Desk,
    shutdown: watch::Receiver<Shutdown>,
    /// How much of the shutdown the session has been told.
    told: Shutdown,
    input: Input,
    output: Vec<u8>,
    /// When the session began.
    began: Instant,
    /// When the last replies were written. Octets alone do not count as getting on: a command, which has one reply, has to
    /// be completed in its time.
    replied: Instant,
    /// How slowly the content of the transaction that is open may come.
    pace: Pace,
}

impl<S: Stream> Connection<S> {
    pub(crate) fn new(stream: S, mut desk: Desk, shutdown: watch::Receiver<Shutdown>) -> Self {
        let now = Instant::now();
        Self {
            stream: Carrier::Plain(stream),
            session: begin(&mut desk),
            desk,
            shutdown,
            told: Shutdown::No,
            input: Input::default(),
            output: Vec::new(),
            began: now,
            replied: now,
            pace: Pace::default(),
        }
    }

    /// The same for a connection that a proxy has made: it begins with what the proxy says of the client. Without that it is
    /// closed, and nothing is said: what would be said is for somebody who speaks SMTP.
    pub(crate) async fn run_behind_proxy(mut self: Box<Self>) {
        let Self { stream, input, shutdown, .. } = &mut *self;
        let read = tokio::select! {
            biased;
            read = proxy::read_header(stream, input) => read,
            () = reached(shutdown, Shutdown::Now) => return,
        };
        let session = self.desk.session_id();
        match read {
            Ok(source) => {
                self.desk.announced(source);
                self.session = begin(&mut self.desk);
                self.began = Instant::now();
                self.replied = self.began;
                self.run().await;
            }
            // As by a proxy that looks every few seconds whether somebody listens.
            Err(why @ NoHeader::Lost(_)) => debug!(%session, proxy = %self.desk.client(), %why, "closed"),
            Err(why) => warn!(
                %session, proxy = %self.desk.client(), %why,
                "closed: connections from there have to begin with a PROXY header, by proxy_protocol of the listener"
            ),
        }
    }

    /// Serves the connection to its end. Boxed, since a future that owns what it is given holds it twice, and there are
    /// thousands of them.
    pub(crate) async fn run(mut self: Box<Self>) {
        if self.desk.tls_offered().is_some_and(|tls| tls.implicit) && !self.handshake(true).await {
            return;
        }
        let served = self.serve().await;
        let session = self.desk.session_id();
        let Err(error) = served else {
            debug!(%session, "closed");
            self.desk.ended(End::Closed, self.began.elapsed());
            // Under TLS it says goodbye beneath what it says to us, and what is not read of that would reset the connection.
            let nothing_more = self.session.has_quit() && self.input.unconsumed().is_empty();
            if matches!(self.stream, Carrier::Gone) || (nothing_more && !self.stream.is_encrypted()) {
                // It reads the reply and has nothing more to say: the system does the rest.
                return;
            }
            return self.linger().await;
        };
        let state = self.session.state().as_str();
        let within_transaction = !self.session.between_transactions();
        self.desk.ended(End::Left { error: error.to_string(), within_transaction }, self.began.elapsed());
        if self.session.between_transactions() {
            debug!(%session, state, %error, "the client left");
        } else {
            // An outcome: there was to be a message, and now there is none.
            info!(
                target: "postrider::outcome",
                %session, state, client = %self.desk.client(), proxy = self.desk.proxy(), %error, "lost: the client left within a transaction"
            );
        }
        if self.stream.is_encrypted() && error.kind() == io::ErrorKind::UnexpectedEof {
            // RFC 8446 §6.1: whoever hears a close_notify answers with one. Whether it arrives is not waited for.
            let _ = timeout(LINGER, self.stream.shutdown()).await;
        }
    }

    /// Goes over to TLS: with a connection that begins with it, or behind STARTTLS. Gives whether there is a session to go on with.
    async fn handshake(&mut self, begins: bool) -> bool {
        let front = self.input.take();
        let (Carrier::Plain(stream), Some(tls)) =
            (mem::replace(&mut self.stream, Carrier::Gone), self.desk.tls_offered().cloned())
        else {
            // Within TLS the session offers no other, and without it none.
            return false;
        };
        let (stream, now) = (Behind::new(front, stream), self.desk.now_seconds());
        let Self { session, desk, output, began, .. } = self;
        let first = move || -> &[u8] {
            let output = output;
            if begins {
                greet(session, desk, output, *began);
            }
            output
        };
        // Boxed: it is large, and the session that comes after it is not to hold it.
        let accept = Box::pin(tls::accept(&tls.server, stream, now, first));
        let accepted = tokio::select! {
            biased;
            accepted = accept => accepted,
            // No transaction is open, so nothing is cut short.
            () = reached(&mut self.shutdown, Shutdown::Draining) => {
                Err(Failed::new(Failure::Stopped, "the server stops"))
            }
        };
        match accepted {
            Ok((stream, tls)) => {
                self.stream = Carrier::Encrypted(Box::new(stream));
                self.output.clear();
                self.desk.encrypted(tls);
                self.session.tls_established();
                self.session.offer_auth(self.desk.usable());
                self.replied = Instant::now();
                true
            }
            Err(failed) => {
                self.desk.not_encrypted(&failed, self.began.elapsed());
                false
            }
        }
    }

    async fn serve(&mut self) -> io::Result<()> {
        loop {
            let command = self.session.expects() == Expects::Command;
            // Boxed: a session that waits does so in here, and is not to hold it.
            let mut came_ahead: Option<Box<Input>> = None;
            let (used, action) = self.session.step(self.input.unconsumed());
            if command {
                self.desk.heard(&self.input.unconsumed()[..used]);
            }
            let then = match action {
                Action::Read => Then::Read,
                Action::Send(reply) => {
                    let before = self.output.len();
                    reply.encode(&mut self.output);
                    self.desk.said(reply, &self.output[before..], self.began.elapsed());
                    Then::GoOn
                }
                Action::Ask(question) => {
                    // Behind these it is the client who waits to hear how to go on.
                    let turn = matches!(
                        question,
                        Question::Greeting | Question::StartTls | Question::Content { .. }
                    );
                    // The client is another one then, and can use other mechanisms.
                    let other = matches!(question, Question::Xclient(_));
                    let login = matches!(question, Question::Auth { .. } | Question::AuthResponse(_));
                    let answer = if login {
                        let Self { stream, desk, shutdown, .. } = self;
                        let more = self.input.unconsumed().len() > used;
                        // Boxed: seldom asked, and waited for by thousands of sessions that do not.
                        let (answer, ahead) =
                            Box::pin(answer_login(desk, question, stream, shutdown, more)).await?;
                        came_ahead = Some(Box::new(ahead));
                        answer
                    } else {
                        self.desk.answer(question).await
                    };
                    if other {
                        self.session.offer_auth(self.desk.usable());
                    }
                    Then::Answer(answer, turn)
                }
                Action::Body(octets) => {
                    self.desk.content(octets);
                    Then::GoOn
                }
                Action::Discard => {
                    self.desk.discard();
                    Then::GoOn
                }
                Action::StartTls => Then::StartTls,
                Action::Close => Then::Close,
            };
            self.input.consume(used);
            if let Some(ahead) = came_ahead {
                self.input.append(&ahead);
            }
            match then {
                Then::GoOn => {}
                Then::Answer(answer, turn) => {
                    self.session.answer(answer);
                    if turn && self.input.unconsumed().is_empty() && self.stream.has_unread() {
                        // The session must see what came out of turn before it says that it is the client's.
                        self.input.read_arrived(&mut self.stream).await?;
                    }
                }
                Then::Read => {
                    self.write().await?;
                    self.desk.pause();
                    self.read().await?;
                }
                Then::StartTls => {
                    self.write().await?;
                    if !self.handshake(false).await {
                        return Ok(());
                    }
                }
                Then::Close => return self.write_last().await,
            }
            if self.output.len() > OUTPUT_MAX {
                self.write().await?;
            }
        }
    }

    /// Writes out the replies there are. A client that does not read is waited for as long as one that does not speak.
    async fn write(&mut self) -> io::Result<()> {
        if self.output.is_empty() {
            return Ok(());
        }
        self.write_out(false).await
    }

    /// Writes out the last replies. Under TLS they go out together with its end.
    async fn write_last(&mut self) -> io::Result<()> {
        self.stream.join_with_end();
        self.write_out(true).await
    }

    async fn write_out(&mut self, last: bool) -> io::Result<()> {
        let wait = Duration::from_secs(self.session.wait_seconds().into());
        let Self { stream, output, shutdown, .. } = self;
        let write = async {
            stream.write_all(output).await?;
            if last && stream.is_encrypted() { stream.shutdown().await } else { stream.flush().await }
        };
        tokio::select! {
            biased;
            written = timeout(wait, write) => match written {
                Ok(written) => written?,
                Err(_) => {
                    return Err(io::Error::new(io::ErrorKind::TimedOut, "the client does not read its replies"));
                }
            },
            () = reached(shutdown, Shutdown::Now) => {
                return Err(io::Error::other("the server stops, and the client does not read its replies"));
            }
        }
        self.output.clear();
        // One long reply must not cost an idle session its memory for ever.
        self.output.shrink_to(OUTPUT_KEPT);
        self.replied = Instant::now();
        Ok(())
    }

    /// Reads more, or tells the session that a deadline has passed, or how far a shutdown has come.
    async fn read(&mut self) -> io::Result<()> {
        let shutdown = *self.shutdown.borrow_and_update();
        if shutdown > self.told {
            self.told = shutdown;
            self.session.shut_down();
            if shutdown == Shutdown::Now {
                self.session.expire(Expiry::Shutdown);
            }
            // What it says to that comes with the next step.
            return Ok(());
        }
        let now = Instant::now();
        let (deadline, expiry) = self.deadline(now);
        // Silence is over when something has come; the other deadlines hold for those, too, who never pause.
        if deadline <= now && expiry != Expiry::Idle {
            self.session.expire(expiry);
            return Ok(());
        }
        let content = self.session.expects() == Expects::Content;
        tokio::select! {
            biased;
            read = self.input.read_from(&mut self.stream, content) => {
                let octets = read?;
                if let (true, Some(rate)) = (content, self.rate()) {
                    self.pace.count(now.elapsed(), octets, rate);
                }
            }
            () = tokio::time::sleep_until(deadline) => self.session.expire(expiry),
            () = further(&mut self.shutdown) => {}
        }
        Ok(())
    }

    /// Until when to wait for octets, and what it means when they do not come.
    fn deadline(&mut self, now: Instant) -> (Instant, Expiry) {
        let wait = Duration::from_secs(self.session.wait_seconds().into());
        if self.session.expects() == Expects::Content {
            return match self.rate().map(|_| self.pace.credit()) {
                Some(credit) if credit < wait => (now + credit, Expiry::Slow),
                _ => (now + wait, Expiry::Idle),
            };
        }
        let idle = self.replied + wait;
        if self.session.between_transactions() {
            self.pace = Pace::default();
            let session = self.began + Duration::from_secs(self.desk.limits().session_seconds.into());
            if session < idle {
                return (session, Expiry::Session);
            }
        }
        (idle, Expiry::Idle)
    }

    /// The slowest that content may come, in octets a second. None: as slowly as it likes.
    fn rate(&self) -> Option<NonZeroU32> {
        NonZeroU32::new(self.desk.limits().content_octets_per_second)
    }

    /// Closes in such a way that the last reply arrives: where octets are left that nobody has read, the system resets
    /// the connection, and the reset may overtake the reply.
    async fn linger(&mut self) {
        let Self { stream, input, shutdown, .. } = self;
        let hang_up = async {
            // TLS has come to its end with the last reply.
            if !stream.is_encrypted() {
                stream.shutdown().await?;
            }
            let mut octets = 0;
            while octets < LINGER_OCTETS {
                input.clear();
                octets += input.read_from(stream, false).await?;
            }
            io::Result::Ok(())
        };
        tokio::select! {
            biased;
            // However it ends, nothing is left to be done.
            _ = timeout(LINGER, hang_up) => {}
            () = reached(shutdown, Shutdown::Now) => {}
        }
    }
}

/// Has a login looked at, which may take its time: guessing is delayed, and other servers are asked. A client that leaves meanwhile is not looked at any further, nor is
/// anybody once the server stops: nothing of it is half done. What the client has sent ahead comes with the answer. `more` is whether there is some already: whoever
/// half closes behind commands is waiting for their replies.
async fn answer_login<S: Stream>(
    desk: &mut Desk,
    question: Question<'_>,
    stream: &mut Carrier<S>,
    shutdown: &mut watch::Receiver<Shutdown>,
    more: bool,
) -> io::Result<(Answer<Durable>, Input)> {
    let mut ahead = Input::default();
    let answer = tokio::select! {
        biased;
        answer = desk.answer(question) => Some(answer),
        left = ahead.read_ahead(stream, more) => return Err(left),
        () = reached(shutdown, Shutdown::Draining) => None,
    };
    Ok((answer.unwrap_or_else(|| desk.login_stopped()), ahead))
}

/// A session that offers what this client can use.
fn begin(desk: &mut Desk) -> Session<Durable> {
    let mut session = Session::new(desk.options());
    // Where nothing is said before the handshake, it is found behind it.
    if !desk.tls_offered().is_some_and(|tls| tls.implicit) {
        session.offer_auth(desk.usable());
    }
    session
}

/// Has the session greet. A refusal is left to be said under TLS, of which its line in the log then tells.
fn greet(session: &mut Session<Durable>, desk: &mut Desk, output: &mut Vec<u8>, began: Instant) {
    let (_, Action::Ask(Question::Greeting)) = session.step(&[]) else { return };
    let answer = desk.greeting();
    let accepted = matches!(answer, Answer::Accept);
    session.answer(answer);
    if accepted && let (_, Action::Send(greeting)) = session.step(&[]) {
        greeting.encode(output);
        desk.said(greeting, output, began.elapsed());
    }
}

/// What to do when a step's action no longer borrows the session.
enum Then {
    GoOn,
    /// Whether the client now has to wait for its turn goes with it.
    Answer(Answer<Durable>, bool),
    Read,
    StartTls,
    Close,
}
