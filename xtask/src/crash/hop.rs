//! The next hop: a server that counts. It writes down what it has said 250 to, refuses some, puts others off, and leaves when it likes.
//!
//! ```text
//!   Greeting ─▶ Hello ─▶ Mail ─▶ Rcpt ─▶ Data ─▶ Content ─▶ Dot ─▶ Kept ─▶ Replied
//!                                                            │       └── it has the message, and the client does not know
//!                                                            └── it has not, and the client does not know either
//! ```
//!
//! At each of these points it may close the connection; and there it can be told to stand still and say so, so that whoever
//! speaks to it can be killed just then.

use std::collections::BTreeMap;
use std::io::{self, BufRead as _, BufReader, Read as _, Write as _};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::sync::mpsc::Sender;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::thread;

use super::letter::Mix;
use crate::chance::Chance;

/// A point of a session.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Point {
    /// The connection is there, and nothing has been said.
    Greeting,
    /// EHLO has come.
    Hello,
    /// MAIL has come.
    Mail,
    /// RCPT has come.
    Rcpt,
    /// DATA or BDAT has come.
    Data,
    /// Part of the content has come.
    Content,
    /// All of it has come.
    Dot,
    /// It is kept, and the 250 is still to be said.
    Kept,
    /// The 250 has been said.
    Replied,
}

impl Point {
    /// All of them.
    pub const ALL: [Self; 9] = [
        Self::Greeting,
        Self::Hello,
        Self::Mail,
        Self::Rcpt,
        Self::Data,
        Self::Content,
        Self::Dot,
        Self::Kept,
        Self::Replied,
    ];
}

/// What happens, for whoever waits for it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Event {
    /// A client of the server under test has heard 250 for this letter.
    Acknowledged(String),
    /// The next hop has kept a message.
    Kept,
    /// It stands still where it was told to.
    Trapped,
}

/// What it has seen.
#[derive(Debug, Default)]
pub struct Seen {
    /// For each letter and recipient, in which lives of the server under test it was kept.
    pub kept: BTreeMap<(String, String), Vec<usize>>,
    /// How often the connection was closed, by point.
    pub closed: BTreeMap<Point, usize>,
    /// How often it stood still, by point.
    pub trapped: BTreeMap<Point, usize>,
    /// How many recipients were refused for good.
    pub refused: usize,
    /// How many were put off.
    pub put_off: usize,
    /// What was no letter.
    pub faults: Vec<String>,
    /// Where the next session that comes there stands still.
    pub(super) trap: Option<Point>,
    /// Nobody is closed out or put off any more.
    pub(super) is_calm: bool,
}

/// One that runs. A clone is the same.
#[derive(Debug, Clone)]
pub struct Hop {
    seen: Arc<Mutex<Seen>>,
    mix: Mix,
    events: Sender<Event>,
}

/// The number of a mailbox says how it is treated: the last digit of those that are refused, and of those that are put off at first.
const REFUSED: usize = 3;
const PUT_OFF: usize = 7;

/// Once in so many transactions the connection is closed.
const CLOSES_ONE_IN: usize = 40;

/// The name that the server under test gives itself in this life; EHLO brings it.
pub fn name_of(life: usize) -> String {
    format!("life{life}.example")
}

/// Whether mail for this mailbox is always refused.
pub fn refuses(to: &str) -> bool {
    number(to) % 10 == REFUSED
}

fn number(to: &str) -> usize {
    to.chars().filter(char::is_ascii_digit).collect::<String>().parse().unwrap_or(0)
}

impl Hop {
    /// Starts one, and gives where it listens.
    pub fn start(mix: Mix, events: Sender<Event>) -> io::Result<(Self, SocketAddr)> {
        let listener = TcpListener::bind(("127.0.0.1", 0))?;
        let address = listener.local_addr()?;
        let hop = Self { seen: Arc::default(), mix, events };
        let served = hop.clone();
        thread::spawn(move || {
            for (session, stream) in (0u64..).zip(listener.incoming()) {
                let Ok(stream) = stream else { continue };
                let hop = served.clone();
                thread::spawn(move || Session::new(hop, stream, session).map(Session::serve));
            }
        });
        Ok((hop, address))
    }

    /// What it has seen so far.
    pub fn seen(&self) -> MutexGuard<'_, Seen> {
        self.seen.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The next session that comes to this point stands still there, until its client is gone.
    pub fn trap(&self, point: Point) {
        self.seen().trap = Some(point);
    }

    /// From now on it takes whatever it can take.
    pub fn calm(&self) {
        let mut seen = self.seen();
        (seen.is_calm, seen.trap) = (true, None);
    }
}

/// One connection.
struct Session {
    hop: Hop,
    stream: BufReader<TcpStream>,
    chance: Chance,
    /// Where this transaction is closed.
    closes_at: Option<Point>,
    /// Of the server under test, as EHLO told.
    life: usize,
    to: Vec<String>,
    content: Vec<u8>,
}

impl Session {
    fn new(hop: Hop, stream: TcpStream, number: u64) -> io::Result<Self> {
        stream.set_nodelay(true)?;
        let (stream, chance) = (BufReader::new(stream), Chance::new(number));
        let (to, content) = (Vec::new(), Vec::new());
        Ok(Self { hop, stream, chance, closes_at: None, life: 0, to, content })
    }

    /// Serves until either side leaves. Why, does not matter: whoever was there is counted.
    fn serve(mut self) -> Option<io::Error> {
        self.converse().err()
    }

    fn converse(&mut self) -> io::Result<()> {
        self.draw();
        self.pass(Point::Greeting)?;
        self.say("220 hop.example")?;
        loop {
            let line = self.line()?;
            let (verb, rest) = line.split_once(' ').unwrap_or((&line, ""));
            match verb {
                "EHLO" => self.hello(rest)?,
                "MAIL" => {
                    self.pass(Point::Mail)?;
                    self.to.clear();
                    self.content.clear();
                    self.say("250 2.1.0 Ok")?;
                }
                "RCPT" => self.recipient(rest)?,
                "DATA" => {
                    self.pass(Point::Data)?;
                    if self.to.is_empty() {
                        self.say("554 5.5.1 No recipients")?;
                        continue;
                    }
                    self.say("354 Go on")?;
                    self.data()?;
                    self.dot()?;
                }
                "BDAT" => self.chunk(rest)?,
                "QUIT" => return self.say("221 2.0.0 Bye"),
                // RSET and NOOP: the transaction begins with MAIL.
                _ => self.say("250 2.0.0 Ok")?,
            }
        }
    }

    /// Whether this transaction is closed, and where.
    fn draw(&mut self) {
        let closes = self.chance.one_in(CLOSES_ONE_IN);
        self.closes_at = closes.then(|| Point::ALL[self.chance.below(Point::ALL.len())]);
    }

    /// Comes to a point, and may not come further.
    fn pass(&mut self, point: Point) -> io::Result<()> {
        let mut seen = self.hop.seen();
        if seen.trap == Some(point) {
            seen.trap = None;
            *seen.trapped.entry(point).or_default() += 1;
            drop(seen);
            // Whoever listens is about to kill the client, whose end of the connection then closes.
            let _ = self.hop.events.send(Event::Trapped);
            io::copy(&mut self.stream, &mut io::sink())?;
            return Err(io::ErrorKind::UnexpectedEof.into());
        }
        if self.closes_at == Some(point) && !seen.is_calm {
            *seen.closed.entry(point).or_default() += 1;
            return Err(io::ErrorKind::ConnectionAborted.into());
        }
        Ok(())
    }

    fn hello(&mut self, name: &str) -> io::Result<()> {
        self.life = number(name);
        self.pass(Point::Hello)?;
        // Not every server has everything.
        let mut keywords = vec!["hop.example", "8BITMIME", "ENHANCEDSTATUSCODES"];
        keywords.extend((!self.chance.one_in(4)).then_some("PIPELINING"));
        keywords.extend(self.chance.one_in(4).then_some("CHUNKING"));
        let last = keywords.pop().unwrap_or_default();
        let lines: String = keywords.iter().map(|keyword| format!("250-{keyword}\r\n")).collect();
        self.say(&format!("{lines}250 {last}"))
    }

    fn recipient(&mut self, rest: &str) -> io::Result<()> {
        self.pass(Point::Rcpt)?;
        let to = rest.split_once('<').and_then(|(_, rest)| rest.split_once('>')).map(|(to, _)| to.to_owned());
        let to = to.ok_or(io::ErrorKind::InvalidData)?;
        let puts_off = number(&to) % 10 == PUT_OFF && self.chance.one_in(2);
        let mut seen = self.hop.seen();
        let reply = if refuses(&to) {
            seen.refused += 1;
            "550 5.1.1 Nobody of that name"
        } else if puts_off && !seen.is_calm {
            seen.put_off += 1;
            "451 4.2.1 Not now"
        } else {
            self.to.push(to);
            "250 2.1.5 Ok"
        };
        drop(seen);
        self.say(reply)
    }

    /// Content up to its dot (RFC 5321 §4.5.2).
    fn data(&mut self) -> io::Result<()> {
        let mut line = Vec::new();
        loop {
            line.clear();
            if self.stream.read_until(b'\n', &mut line)? == 0 {
                return Err(io::ErrorKind::UnexpectedEof.into());
            }
            match line.as_slice() {
                b".\r\n" => return Ok(()),
                [b'.', rest @ ..] => self.content.extend_from_slice(rest),
                line => self.content.extend_from_slice(line),
            }
            if self.content.len() > 500 && self.content.len() - line.len() <= 500 {
                self.pass(Point::Content)?;
            }
        }
    }

    /// A chunk (RFC 3030 §2).
    fn chunk(&mut self, rest: &str) -> io::Result<()> {
        let (octets, last) = rest.split_once(' ').unwrap_or((rest, ""));
        let octets: u64 = octets.parse().map_err(|_| io::ErrorKind::InvalidData)?;
        self.pass(Point::Data)?;
        let read = (&mut self.stream).take(octets).read_to_end(&mut self.content)?;
        if (read as u64) < octets {
            return Err(io::ErrorKind::UnexpectedEof.into());
        }
        self.pass(Point::Content)?;
        match last {
            _ if self.to.is_empty() => self.say("554 5.5.1 No recipients"),
            "LAST" => self.dot(),
            _ => self.say("250 2.0.0 Go on"),
        }
    }

    /// The message is there: it is kept, and only then acknowledged.
    fn dot(&mut self) -> io::Result<()> {
        self.pass(Point::Dot)?;
        let text = String::from_utf8_lossy(&self.content).into_owned();
        let read = self.hop.mix.read_queued(&text);
        let mut seen = self.hop.seen();
        match read {
            Ok(letter) => {
                for to in self.to.drain(..) {
                    if !letter.to.contains(&to) {
                        seen.faults.push(format!("{} came for {to}, for whom it is not", letter.token));
                    }
                    seen.kept.entry((letter.token.clone(), to)).or_default().push(self.life);
                }
            }
            Err(fault) => seen.faults.push(fault),
        }
        drop(seen);
        let _ = self.hop.events.send(Event::Kept);
        self.pass(Point::Kept)?;
        self.say("250 2.0.0 Kept")?;
        self.pass(Point::Replied)?;
        self.draw();
        Ok(())
    }

    fn line(&mut self) -> io::Result<String> {
        let mut line = String::new();
        if self.stream.read_line(&mut line)? == 0 {
            return Err(io::ErrorKind::UnexpectedEof.into());
        }
        Ok(line.trim_end().to_owned())
    }

    fn say(&mut self, reply: &str) -> io::Result<()> {
        self.stream.get_mut().write_all(format!("{reply}\r\n").as_bytes())
    }
}
