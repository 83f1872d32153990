//! The load: sessions that send the same message over and over, and what came of it.
//!
//! It has to cost as little as it can, since it runs on the machine that it measures: one thread, one `epoll`, every octet that
//! is sent made before. A message counts when a 2yz has come for it after its final dot, and not before.
//!
//! ```text
//!   connect ─▶ 220 ─▶ EHLO ─▶ 250 ─┬▶ MAIL ▶ 250 ▶ RCPT ▶ 250 ▶ DATA ▶ 354 ▶ content, dot ▶ 250 ─┬▶ QUIT ▶ 221, closed
//!                                  ▲                                                            │          │
//!                                  └────────────────── the next message ◀───────────────────────┘          ▼
//!                                                                                                  connect again
//! ```
//!
//! Where there is TLS, the connection begins with it, and EHLO is followed by AUTH where there is a login. What is not there to send mail says QUIT when it
//! has what it came for.
//!
//! With pipelining (RFC 2920 §3.1) MAIL, RCPT and DATA of a message go with the final dot of the one before, in one write.

mod session;
mod words;

use std::io::{self, Read as _};
use std::net::{SocketAddr, TcpStream};
use std::sync::Arc;
use std::time::{Duration, Instant};

use memchr::memmem;
use rustix::event::{
    Timespec,
    epoll::{self, CreateFlags, EventData, EventFlags},
};
use rustix::io::Errno;
use rustix::net::{self, AddressFamily, SocketFlags, SocketType};
use rustls::ClientConfig;

use crate::replies::Replies;
use crate::tls::{self, Tls, Transport};

use session::{Sending, Session, Step};
use words::Words;
pub use words::{SENDER, content};

/// What is sent, and how.
#[derive(Debug, Clone)]
pub struct Load {
    /// To which server.
    pub server: SocketAddr,
    /// To whom.
    pub recipient: String,
    /// How many sessions there are at once.
    pub sessions: usize,
    /// How many messages a connection carries before it ends and another begins.
    pub per_connection: u32,
    /// Whether commands are sent in groups.
    pub pipelined: bool,
    /// How large the content of a message is, in octets.
    pub octets: usize,
    /// How a session begins, and what for.
    pub opening: Opening,
}

/// How a session begins, and what for.
#[derive(Debug, Clone, Default)]
pub struct Opening {
    /// It begins with TLS.
    pub tls: Option<Tls>,
    /// It logs in.
    pub login: Option<Login>,
    /// What is counted.
    pub errand: Errand,
}

/// A name and its password; they are shown with PLAIN (RFC 4616).
#[derive(Debug, Clone)]
pub struct Login {
    /// Whose account.
    pub name: String,
    /// Its password.
    pub password: String,
}

/// What a session is for, and what therefore counts.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Errand {
    /// Messages.
    #[default]
    Messages,
    /// To be greeted: a connection counts when its 220 has come, and it has no message.
    Greeting,
    /// To log in: a login counts when its 235 has come, and it has no message.
    Login,
}

/// How long it goes on.
#[derive(Debug, Clone, Copy)]
pub enum Until {
    /// Until so many messages, or whatever counts, have begun, and those to their end; all of it is measured.
    Messages(u64),
    /// For so long; what is acknowledged within `measured`, behind `warm_up`, counts.
    Over {
        /// How long nothing is counted at first.
        warm_up: Duration,
        /// How long it is then.
        measured: Duration,
    },
}

/// What came of it.
#[derive(Debug, Clone, Default)]
pub struct Outcome {
    /// Messages acknowledged in the time that is measured, or whatever counts.
    pub acknowledged: u64,
    /// All of them, those before and after included.
    pub total: u64,
    /// How long was measured.
    pub seconds: f64,
    /// What each message that counts took, from the 250 of the one before, or the connect, to its own, in microseconds; in
    /// order.
    pub latencies: Vec<u32>,
    /// Handshakes of TLS that have begun anew.
    pub full: u64,
    /// Those that have resumed a session.
    pub resumed: u64,
}

impl Outcome {
    /// Messages a second, or whatever counts.
    #[must_use]
    pub fn rate(&self) -> f64 {
        #[expect(clippy::cast_precision_loss, reason = "nobody sends 2^52 messages")]
        let acknowledged = self.acknowledged as f64;
        acknowledged / self.seconds
    }

    /// What so many of a hundred messages took at most, in microseconds.
    #[must_use]
    pub fn percentile(&self, percent: usize) -> u32 {
        let last = self.latencies.len().saturating_sub(1);
        self.latencies.get((self.latencies.len() * percent / 100).min(last)).copied().unwrap_or(0)
    }
}

/// Why there is no outcome.
#[derive(Debug, thiserror::Error)]
pub enum LoadError {
    /// The system or the connection.
    #[error("at {step}: {error}")]
    Io {
        /// What a session was doing.
        step: &'static str,
        /// What the system says.
        #[source]
        error: io::Error,
    },
    /// The server said something else.
    #[error("the server answered {step} with {code}: {text}")]
    Refused {
        /// What.
        step: &'static str,
        /// The code.
        code: String,
        /// What came with it.
        text: String,
    },
    /// Commands were to be sent in groups.
    #[error("the server does not offer PIPELINING")]
    NoPipelining,
    /// Nothing came any more.
    #[error("the server has said nothing for {0:?}")]
    Silence(Duration),
}

/// When a server has said nothing to all of the sessions for so long, those that it has not greeted may be unknown to it.
const UNHEARD: Duration = Duration::from_secs(1);

/// So long a server may say nothing to all of the sessions.
const PATIENCE: Duration = Duration::from_secs(30);

/// Sends.
///
/// # Errors
///
/// A server that refuses or loses anything has no figures.
pub fn run(load: &Load, until: Until) -> Result<Outcome, LoadError> {
    Generator::new(load, until).and_then(Generator::run)
}

struct Generator<'a> {
    load: &'a Load,
    words: Words,
    epoll: std::os::fd::OwnedFd,
    sessions: Vec<Option<Session>>,
    /// What the session in each place begins TLS with.
    clients: Vec<Option<Arc<ClientConfig>>>,
    open: usize,
    /// Messages that may still begin.
    budget: u64,
    measured_from: Instant,
    measured_to: Option<Instant>,
    outcome: Outcome,
    buffer: Vec<u8>,
}

impl<'a> Generator<'a> {
    fn new(load: &'a Load, until: Until) -> Result<Self, LoadError> {
        let epoll = epoll::create(CreateFlags::CLOEXEC).map_err(|error| fault("epoll", error))?;
        let now = Instant::now();
        let (budget, measured_from, measured_to) = match until {
            Until::Messages(messages) => (messages, now, None),
            Until::Over { warm_up, measured } => (u64::MAX, now + warm_up, Some(now + warm_up + measured)),
        };
        let shared = load.opening.tls.map(Tls::client);
        let client = |_| match load.opening.tls {
            // Each place has tickets of its own, so that none ever lacks one.
            Some(Tls::Resumed) => Some(Tls::Resumed.client()),
            _ => shared.clone(),
        };
        Ok(Self {
            load,
            words: Words::new(load),
            epoll,
            sessions: (0..load.sessions).map(|_| None).collect(),
            clients: (0..load.sessions).map(client).collect(),
            open: 0,
            budget,
            measured_from,
            measured_to,
            outcome: Outcome::default(),
            buffer: vec![0; 64 * 1024],
        })
    }

    fn run(mut self) -> Result<Outcome, LoadError> {
        for place in 0..self.sessions.len() {
            self.connect(place, Instant::now())?;
        }
        let mut events = Vec::with_capacity(512);
        let a_moment = Timespec { tv_sec: 0, tv_nsec: 100_000_000 };
        let mut heard = Instant::now();
        while self.open > 0 {
            events.clear();
            epoll::wait(&self.epoll, rustix::buffer::spare_capacity(&mut events), Some(&a_moment))
                .map_err(|error| fault("epoll", error))?;
            let now = Instant::now();
            if self.is_time_up(now) || now - heard > UNHEARD {
                self.leave_the_unheard(now)?;
            }
            if events.is_empty() {
                if now - heard > PATIENCE {
                    return Err(LoadError::Silence(PATIENCE));
                }
                continue;
            }
            heard = now;
            for event in &events {
                let place = usize::try_from(event.data.u64()).unwrap_or(usize::MAX);
                let flags = event.flags;
                self.turn(place, flags.intersects(EventFlags::RDHUP | EventFlags::HUP), now)?;
            }
        }
        let now = Instant::now();
        let measured = self.measured_to.unwrap_or(now).saturating_duration_since(self.measured_from);
        self.outcome.seconds = measured.as_secs_f64();
        self.outcome.latencies.sort_unstable();
        Ok(self.outcome)
    }

    /// A server that takes connections too slowly may never have seen some: the system has dropped them behind its backlog. They
    /// are made again, if there is time.
    fn leave_the_unheard(&mut self, now: Instant) -> Result<(), LoadError> {
        for place in 0..self.sessions.len() {
            let unheard = self.sessions[place].take_if(|session| session.step == Step::Greeting);
            if let Some(session) = unheard {
                self.open -= 1;
                self.budget = self.budget.saturating_add(session.left.into());
                drop(session);
                self.connect(place, now)?;
            }
        }
        Ok(())
    }

    fn is_over(&self, now: Instant) -> bool {
        self.budget == 0 || self.measured_to.is_some_and(|end| now >= end)
    }

    /// Opens a connection in this place, if there is something left to be sent.
    fn connect(&mut self, place: usize, now: Instant) -> Result<(), LoadError> {
        if self.is_over(now) {
            return Ok(());
        }
        let most = if self.load.opening.errand == Errand::Messages { self.load.per_connection } else { 1 };
        let left = u32::try_from(self.budget).unwrap_or(u32::MAX).min(most);
        self.budget -= u64::from(left);
        let failed = |error| LoadError::Io { step: "the connection", error };
        let stream = connect(self.load.server).map_err(failed)?;
        stream.set_nodelay(true).map_err(failed)?;
        let flags = EventFlags::IN | EventFlags::OUT | EventFlags::RDHUP | EventFlags::ET;
        epoll::add(&self.epoll, &stream, EventData::new_u64(place as u64), flags)
            .map_err(|error| fault("epoll", error))?;
        let stream = match &self.clients[place] {
            Some(client) => Transport::Tls(Box::new(tls::over(stream, client).map_err(failed)?)),
            None => Transport::Clear(stream),
        };
        self.open += 1;
        self.sessions[place] = Some(Session {
            stream,
            step: Step::Greeting,
            replies: Replies::default(),
            sending: Sending::Nothing,
            sent: 0,
            left,
            quitting: false,
            offered: false,
            began: now,
        });
        Ok(())
    }

    /// Reads what has come, and sends what is to be sent, as far as the socket takes it.
    fn turn(&mut self, place: usize, ended: bool, now: Instant) -> Result<(), LoadError> {
        let Some(mut session) = self.sessions.get_mut(place).and_then(Option::take) else { return Ok(()) };
        loop {
            session.send(&self.words)?;
            match session.stream.read(&mut self.buffer) {
                Ok(0) if session.step == Step::Bye => return self.end(place, session, now),
                // Some say nothing in TLS before they close.
                Err(error) if session.step == Step::Bye && error.kind() == io::ErrorKind::UnexpectedEof => {
                    return self.end(place, session, now);
                }
                Ok(0) => return Err(session.failed(io::ErrorKind::UnexpectedEof.into())),
                Ok(read) => {
                    let octets = std::mem::take(&mut self.buffer);
                    let heard = self.hear(&mut session, &octets[..read], now);
                    self.buffer = octets;
                    heard?;
                    // There is no more; should there be, it makes an event of its own. Only the end may have come already.
                    let is_all = read < self.buffer.len() && session.stream.gives_all();
                    if is_all && !ended && session.step != Step::Bye {
                        session.send(&self.words)?;
                        break;
                    }
                }
                Err(error) if is_not_yet(&error) => break,
                Err(error) => return Err(session.failed(error)),
            }
        }
        self.sessions[place] = Some(session);
        Ok(())
    }

    /// A connection has ended as it should; another begins.
    fn end(&mut self, place: usize, session: Session, now: Instant) -> Result<(), LoadError> {
        self.open -= 1;
        drop(session);
        self.connect(place, now)
    }

    fn hear(&mut self, session: &mut Session, octets: &[u8], now: Instant) -> Result<(), LoadError> {
        if self.load.pipelined && session.step == Step::Hello {
            session.offered |= memmem::find(octets, b"PIPELINING").is_some();
        }
        let (mut refused, offered) = (None, session.offered);
        let mut missing = false;
        let mut replies = session.replies;
        replies.read(octets, |code| {
            if session.step == Step::Hello && self.load.pipelined && !offered {
                missing = true;
            } else if session.step.wants(code) {
                self.reply(session, now);
            } else if refused.is_none() {
                refused = Some((session.step.name(), code));
            }
        });
        session.replies = replies;
        if missing {
            return Err(LoadError::NoPipelining);
        }
        match refused {
            None => Ok(()),
            Some((step, code)) => Err(LoadError::Refused {
                step,
                code: String::from_utf8_lossy(&code).into_owned(),
                text: String::from_utf8_lossy(octets).trim_end().to_owned(),
            }),
        }
    }

    /// A reply that was hoped for: what comes next.
    fn reply(&mut self, session: &mut Session, now: Instant) {
        let pipelined = self.load.pipelined;
        let Opening { login, errand, .. } = &self.load.opening;
        let (errand, logs_in) = (*errand, login.is_some());
        if session.step == Step::Greeting {
            match session.stream.is_resumed() {
                Some(true) => self.outcome.resumed += 1,
                Some(false) => self.outcome.full += 1,
                None => {}
            }
        }
        let (step, sending) = match session.step {
            Step::Greeting if errand == Errand::Greeting => {
                self.count(session, now);
                (Step::Quit, Sending::Quit)
            }
            Step::Greeting => (Step::Hello, Sending::Hello),
            Step::Hello if logs_in => (Step::Auth, Sending::Auth),
            Step::Auth if errand == Errand::Login => {
                self.count(session, now);
                (Step::Quit, Sending::Quit)
            }
            Step::Hello | Step::Auth if pipelined => (Step::Mail, Sending::Group),
            Step::Hello | Step::Auth => (Step::Mail, Sending::Mail),
            Step::Mail if pipelined => (Step::Rcpt, Sending::Nothing),
            Step::Mail => (Step::Rcpt, Sending::Rcpt),
            Step::Rcpt if pipelined => (Step::Data, Sending::Nothing),
            Step::Rcpt => (Step::Data, Sending::Data),
            Step::Data if pipelined => {
                session.quitting = session.left == 1 || self.is_time_up(now);
                let sending =
                    if session.quitting { Sending::ContentAndQuit } else { Sending::ContentAndGroup };
                (Step::Dot, sending)
            }
            Step::Data => (Step::Dot, Sending::Content),
            Step::Dot => {
                self.count(session, now);
                session.left -= 1;
                if session.quitting {
                    (Step::Quit, Sending::Nothing)
                } else if pipelined {
                    // What begins it has been sent already.
                    (Step::Mail, Sending::Nothing)
                } else if session.left == 0 || self.is_time_up(now) {
                    (Step::Quit, Sending::Quit)
                } else {
                    (Step::Mail, Sending::Mail)
                }
            }
            Step::Quit => (Step::Bye, Sending::Nothing),
            Step::Bye => return,
        };
        session.step = step;
        if sending != Sending::Nothing {
            session.sending = sending;
            session.sent = 0;
        }
    }

    fn is_time_up(&self, now: Instant) -> bool {
        self.measured_to.is_some_and(|end| now >= end)
    }

    fn count(&mut self, session: &mut Session, now: Instant) {
        self.outcome.total += 1;
        if now >= self.measured_from && !self.is_time_up(now) {
            self.outcome.acknowledged += 1;
            let took = now.saturating_duration_since(session.began).as_micros();
            self.outcome.latencies.push(u32::try_from(took).unwrap_or(u32::MAX));
        }
        session.began = now;
    }
}

/// Begins to connect. It is not waited for: where the backlog of a server is full, that takes seconds, and the other sessions go on.
fn connect(server: SocketAddr) -> io::Result<TcpStream> {
    let family = if server.is_ipv4() { AddressFamily::INET } else { AddressFamily::INET6 };
    let flags = SocketFlags::NONBLOCK | SocketFlags::CLOEXEC;
    let socket = net::socket_with(family, SocketType::STREAM, flags, None)?;
    match net::connect(&socket, &server) {
        Ok(()) | Err(Errno::INPROGRESS) => Ok(TcpStream::from(socket)),
        Err(error) => Err(error.into()),
    }
}

fn is_not_yet(error: &io::Error) -> bool {
    matches!(error.kind(), io::ErrorKind::WouldBlock | io::ErrorKind::NotConnected)
}

fn fault(step: &'static str, error: Errno) -> LoadError {
    LoadError::Io { step, error: error.into() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_message_is_as_large_as_it_was_asked_to_be() {
        for octets in [1024, 1025, 10 * 1024, 100 * 1024] {
            let content = content(octets);
            assert_eq!(content.len(), octets);
            assert!(content.ends_with(b"\r\n"));
        }
    }

    #[test]
    fn a_sink_takes_every_message_however_it_is_sent() {
        let listener = std::net::TcpListener::bind(("127.0.0.1", 0)).expect("a port");
        let server = listener.local_addr().expect("an address");
        std::thread::spawn(move || crate::sink::serve(&listener, |_| ()));
        for (sessions, per_connection, pipelined, octets) in [
            (1, 1, false, 1024),
            (4, 1, true, 1024),
            (3, 50, false, 1024),
            (3, 50, true, 1024),
            (2, 3, true, 300_000),
        ] {
            let recipient = "reader@bench.example".to_owned();
            let opening = Opening::default();
            let load = Load { server, recipient, sessions, per_connection, pipelined, octets, opening };
            let outcome = run(&load, Until::Messages(200)).expect("taken");
            assert_eq!((outcome.acknowledged, outcome.total, outcome.latencies.len()), (200, 200, 200));
        }
    }
}
