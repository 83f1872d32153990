//! The driver: one loop that does what the session says. It knows no command and words no reply.

use std::io;
use std::mem::MaybeUninit;
use std::time::Duration;

use postrider_proto::server::{Action, Answer, Expects, Expiry, Session};
use postrider_queue::Durable;
use socket2::SockRef;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;
use tokio::sync::watch;
use tokio::time::{Instant, timeout_at};
use tracing::debug;

use crate::desk::Desk;
use crate::shutdown::Shutdown;

/// Replies are written together until there are this many octets of them, or the session wants to read. A client that
/// sends and never reads is then not read any further either.
const OUTPUT_MAX: usize = 16 * 1024;

/// How much content is read at once. Between messages a session holds no buffer of this size.
const CONTENT_BUFFER: usize = 64 * 1024;

/// How much is read at once between messages. A longer line makes the buffer grow, as far as the session's limits let it.
const COMMAND_BUFFER: usize = 2 * 1024;

/// Content may come slowly for this long before its rate is judged (RFC 5321 §4.5.3.2.6).
const SLOW_START_SECONDS: u64 = 600;

/// One connection and what is on its way through it.
pub(crate) struct Connection {
    stream: TcpStream,
    session: Session<Durable>,
    desk: Desk,
    shutdown: watch::Receiver<Shutdown>,
    input: Input,
    output: Vec<u8>,
    /// When the session began.
    began: Instant,
    /// When the session last got on: a command or a reply, not an octet.
    got_on: Instant,
    /// When the content under way began.
    content_began: Option<Instant>,
}

/// Why a connection ended.
#[derive(Debug)]
enum End {
    /// The session said so.
    Closed,
    /// The client hung up, or the network did.
    Left(Option<io::Error>),
}

impl Connection {
    pub(crate) fn new(
        stream: TcpStream,
        session: Session<Durable>,
        desk: Desk,
        shutdown: watch::Receiver<Shutdown>,
    ) -> Self {
        let now = Instant::now();
        Self {
            stream,
            session,
            desk,
            shutdown,
            input: Input::default(),
            output: Vec::new(),
            began: now,
            got_on: now,
            content_began: None,
        }
    }

    /// Serves the connection to its end.
    pub(crate) async fn run(mut self) {
        // Replies are written whole; waiting for more to send with them would only add 40 ms to each.
        let _ = self.stream.set_nodelay(true);
        let end = match self.serve().await {
            Ok(()) => End::Closed,
            Err(error) if error.kind() == io::ErrorKind::UnexpectedEof => End::Left(None),
            Err(error) => End::Left(Some(error)),
        };
        let state = self.session.state().as_str();
        match end {
            End::Closed => debug!(session = %self.desk.session_id(), "closed"),
            End::Left(None) => debug!(session = %self.desk.session_id(), state, "the client left"),
            End::Left(Some(error)) => {
                debug!(session = %self.desk.session_id(), state, %error, "the connection broke")
            }
        }
    }

    async fn serve(&mut self) -> io::Result<()> {
        self.hear_early_talker().await?;
        loop {
            let (used, action) = self.session.step(self.input.unconsumed());
            let then = match action {
                Action::Read => Then::Read,
                Action::Send(reply) => {
                    self.desk.said(reply);
                    reply.encode(&mut self.output);
                    Then::GoOn
                }
                Action::Ask(question) => Then::Answer(self.desk.answer(question).await),
                Action::Body(octets) => {
                    self.desk.content(octets);
                    Then::GoOn
                }
                Action::Discard => {
                    self.desk.discard();
                    Then::GoOn
                }
                // No listener offers STARTTLS yet, so no session comes here.
                Action::StartTls | Action::Close => Then::Close,
            };
            if used > 0 && self.session.expects() == Expects::Command {
                self.got_on = Instant::now();
            }
            self.input.consume(used);
            match then {
                Then::GoOn => {}
                Then::Answer(answer) => self.session.answer(answer),
                Then::Read => {
                    self.write().await?;
                    self.read().await?;
                }
                Then::Close => return self.write().await,
            }
            if self.output.len() > OUTPUT_MAX {
                self.write().await?;
            }
        }
    }

    /// A client that has sent something before it was greeted (RFC 5321 §4.3.1): takes it in before the session begins,
    /// so that the session sees who came first.
    async fn hear_early_talker(&mut self) -> io::Result<()> {
        let mut octet = [MaybeUninit::uninit()];
        match SockRef::from(&self.stream).peek(&mut octet) {
            Ok(1..) => self.read().await,
            _ => Ok(()),
        }
    }

    async fn write(&mut self) -> io::Result<()> {
        if self.output.is_empty() {
            return Ok(());
        }
        // A client that does not read is waited for as long as one that does not speak.
        let deadline = Instant::now() + Duration::from_secs(self.session.wait_seconds().into());
        match timeout_at(deadline, self.stream.write_all(&self.output)).await {
            Ok(written) => written?,
            Err(_) => {
                return Err(io::Error::new(io::ErrorKind::TimedOut, "the client does not read its replies"));
            }
        }
        self.output.clear();
        // One long reply must not cost an idle session its memory for ever.
        self.output.shrink_to(512);
        Ok(())
    }

    /// Reads more, or tells the session that a deadline has passed, or that the server shuts down.
    async fn read(&mut self) -> io::Result<()> {
        let (deadline, expiry) = self.deadline();
        self.input.make_room(self.session.expects() == Expects::Content);
        if *self.shutdown.borrow_and_update() != Shutdown::No {
            return self.read_while_shutting_down().await;
        }
        tokio::select! {
            read = self.input.read_from(&mut self.stream) => read,
            () = tokio::time::sleep_until(deadline) => {
                self.session.expire(expiry);
                Ok(())
            }
            _ = self.shutdown.changed() => {
                self.session.shut_down();
                Ok(())
            }
        }
    }

    async fn read_while_shutting_down(&mut self) -> io::Result<()> {
        self.session.shut_down();
        // What shut_down() makes the session say comes with the next step; only an open transaction reads on.
        if self.session.between_transactions() {
            return Ok(());
        }
        if *self.shutdown.borrow() == Shutdown::Now {
            self.session.expire(Expiry::Shutdown);
            return Ok(());
        }
        let (deadline, expiry) = self.deadline();
        tokio::select! {
            read = self.input.read_from(&mut self.stream) => read,
            () = tokio::time::sleep_until(deadline) => {
                self.session.expire(expiry);
                Ok(())
            }
            _ = self.shutdown.changed() => Ok(()),
        }
    }

    /// Until when to wait for octets, and what it means when they do not come.
    fn deadline(&mut self) -> (Instant, Expiry) {
        let now = Instant::now();
        let wait = Duration::from_secs(self.session.wait_seconds().into());
        let limits = self.desk.limits();
        if self.session.expects() == Expects::Content {
            let began = *self.content_began.get_or_insert(now);
            // The slowest that content may have come so far: at this rate, the octets there are lasted until then.
            let lasted = self.desk.content_octets() / u64::from(limits.content_octets_per_second.max(1));
            let too_slow = began + Duration::from_secs(SLOW_START_SECONDS + lasted);
            return if too_slow < now + wait { (too_slow, Expiry::Slow) } else { (now + wait, Expiry::Idle) };
        }
        self.content_began = None;
        // Octets alone do not count: a command has to be completed in its time.
        let idle = self.got_on + wait;
        let session = self.began + Duration::from_secs(limits.session_seconds.into());
        if session < idle && self.session.between_transactions() {
            (session, Expiry::Session)
        } else {
            (idle, Expiry::Idle)
        }
    }
}

/// What to do when a step's action no longer borrows the session.
enum Then {
    GoOn,
    Answer(Answer<Durable>),
    Read,
    Close,
}

/// Octets read and not consumed yet: at most one line, or what was read of the content at once.
#[derive(Debug, Default)]
struct Input {
    buffer: Vec<u8>,
    start: usize,
}

impl Input {
    fn unconsumed(&self) -> &[u8] {
        &self.buffer[self.start..]
    }

    fn consume(&mut self, octets: usize) {
        self.start += octets;
        if self.start == self.buffer.len() {
            self.buffer.clear();
            self.start = 0;
        }
    }

    /// Makes room for at least one more octet: for many where content is on its way, for a command's line otherwise.
    fn make_room(&mut self, content: bool) {
        if self.start > 0 {
            self.buffer.drain(..self.start);
            self.start = 0;
        }
        let capacity = if content { CONTENT_BUFFER } else { COMMAND_BUFFER };
        if self.buffer.is_empty() && self.buffer.capacity() > capacity {
            self.buffer.shrink_to(capacity);
        }
        let target = capacity.max(self.buffer.len() + 1);
        self.buffer.reserve_exact(target.saturating_sub(self.buffer.len()));
    }

    async fn read_from(&mut self, stream: &mut TcpStream) -> io::Result<()> {
        match stream.read_buf(&mut self.buffer).await? {
            0 => Err(io::ErrorKind::UnexpectedEof.into()),
            _ => Ok(()),
        }
    }
}
