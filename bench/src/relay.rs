//! From end to end: a message counts when the next hop has said 250 to it, and not when the server has.

use std::io::{self, BufRead as _, BufReader, Write as _};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::sync::{Arc, Condvar, Mutex, PoisonError};
use std::thread;
use std::time::{Duration, Instant};

use postrider_bench::load::{self, Load, Opening, Until};
use postrider_bench::sink;

use crate::cell::RECIPIENT;
use crate::measure::{Plan, median};
use crate::process;
use crate::server::{Around, Ground, Kind, Server};

/// Of a message, in octets.
const OCTETS: usize = 4 * 1024;

/// Sessions at once.
pub const SESSIONS: usize = 50;

/// So many messages tell how many there are in a turn; they are not counted.
const FIRST: u64 = 500;

/// Messages through an idle server, one after the other.
const ALONE: usize = 200;

/// How long it takes at most to send them, but for the last.
const ALONE_FOR: Duration = Duration::from_secs(60);

/// How long the next hop may wait for a message that was acknowledged: longer than a first retry of none of them, so that who defers
/// has no figures.
const PATIENCE: Duration = Duration::from_secs(120);

/// A relay, and the next hop that nobody else has.
#[derive(Debug)]
pub struct Relay {
    /// The server.
    pub server: Server,
    next: Next,
}

/// A sink in this process: its time is not that of the server.
#[derive(Debug)]
struct Next {
    arrived: Arc<(Mutex<Arrived>, Condvar)>,
}

#[derive(Debug)]
struct Arrived {
    messages: u64,
    /// When the last of them was acknowledged.
    last: Instant,
}

impl Relay {
    /// Starts one in front of a next hop of its own.
    ///
    /// # Errors
    ///
    /// It cannot be had on this machine.
    pub fn start(kind: Kind, ground: &Ground, around: &Around) -> Result<Self, String> {
        let (next, address) = Next::start().map_err(|error| format!("the next hop: {error}"))?;
        let around = Around { next: Some(address), ..around.clone() };
        let server = Server::start(kind, ground, &around).map_err(|missing| missing.to_string())?;
        Ok(Self { server, next })
    }

    /// Sends so many messages, and waits until all of them have arrived.
    fn send(&self, messages: u64) -> Result<Turn, String> {
        let load = Load {
            server: self.server.address,
            recipient: RECIPIENT.to_owned(),
            sessions: SESSIONS,
            per_connection: 50,
            pipelined: false,
            octets: OCTETS,
            opening: Opening::default(),
        };
        let (before, begun) = (self.next.messages(), Instant::now());
        let taken = load::run(&load, Until::Messages(messages)).map_err(|error| error.to_string())?;
        let arrived = self.next.wait(before + messages)?;
        Ok(Turn { seconds: (arrived - begun).as_secs_f64(), taken: taken.rate() })
    }
}

/// One turn.
struct Turn {
    /// From the first octet sent to the last message arrived.
    seconds: f64,
    /// Messages a second that the server acknowledged meanwhile.
    taken: f64,
}

/// What a relay did, over all rounds.
#[derive(Debug, Default)]
pub struct Figures {
    /// Messages a second that have arrived, of each round, in order.
    pub rates: Vec<f64>,
    /// Messages a second that were taken in, of each round, in order.
    pub taken: Vec<f64>,
    /// CPU of all its processes for a message, of each round, in microseconds, in order.
    pub cpu: Vec<f64>,
    /// Why there are no figures.
    pub fault: Option<String>,
}

impl Figures {
    /// Messages a second in the middle round.
    pub fn rate(&self) -> Option<f64> {
        median(&self.rates).filter(|_| self.fault.is_none())
    }
}

/// Measures how many messages a second go through: the relays take turns.
pub fn measure(relays: &[Relay], plan: Plan) -> Vec<Figures> {
    let mut figures: Vec<Figures> = relays.iter().map(|_| Figures::default()).collect();
    let mut messages = vec![FIRST; relays.len()];
    for round in 0..=plan.rounds {
        for ((relay, figures), messages) in relays.iter().zip(&mut figures).zip(&mut messages) {
            if figures.fault.is_some() {
                continue;
            }
            eprint!("\rrelay: round {round} of {}, {:<12}", plan.rounds, relay.server.kind.name());
            let before = process::cpu_micros(relay.server.pid());
            match relay.send(*messages) {
                // The first tells how many messages the others are made of.
                Ok(turn) if round == 0 => *messages = worth(*messages, &turn, plan.measured),
                Ok(turn) => {
                    let cpu = relay.server.rest() - before;
                    #[expect(clippy::cast_precision_loss, reason = "nobody sends 2^52 messages")]
                    let count = *messages as f64;
                    figures.rates.push(count / turn.seconds);
                    figures.taken.push(turn.taken);
                    #[expect(clippy::cast_precision_loss, reason = "nobody measures for that long")]
                    figures.cpu.push(cpu as f64 / count);
                }
                Err(why) => figures.fault = Some(why),
            }
            let _ = relay.server.rest();
        }
    }
    eprint!("\r{:60}\r", "");
    for figures in &mut figures {
        figures.rates.sort_by(f64::total_cmp);
        figures.taken.sort_by(f64::total_cmp);
        figures.cpu.sort_by(f64::total_cmp);
    }
    figures
}

/// How many messages take so long.
fn worth(messages: u64, turn: &Turn, wanted: Duration) -> u64 {
    #[expect(
        clippy::cast_precision_loss,
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "they are thousands"
    )]
    let worth = (messages as f64 / turn.seconds * wanted.as_secs_f64()) as u64;
    worth.max(FIRST)
}

/// How long a message takes through a server that has nothing else to do, in microseconds, in order.
#[derive(Debug, Default)]
pub struct Latencies {
    /// From the end of the content to the server's 250.
    pub taken: Vec<u32>,
    /// From there to the 250 of the next hop; 0 where that came first.
    pub onward: Vec<u32>,
}

/// Sends one message after the other, as many as there are to be or as a minute has room for, each when the one before has arrived and the server is at rest.
///
/// # Errors
///
/// The server refuses something, or loses it.
pub fn latency(relay: &Relay) -> Result<Latencies, String> {
    let mut latencies = Latencies::default();
    let told = |error: io::Error| error.to_string();
    let mut client = Client::connect(relay.server.address).map_err(told)?;
    let micros = |took: Duration| u32::try_from(took.as_micros()).unwrap_or(u32::MAX);
    let begun = Instant::now();
    while latencies.taken.len() < ALONE && begun.elapsed() < ALONE_FOR {
        let before = relay.next.messages();
        let (dot, acknowledged) = client.send().map_err(told)?;
        let arrived = relay.next.wait(before + 1)?;
        latencies.taken.push(micros(acknowledged - dot));
        latencies.onward.push(micros(arrived.saturating_duration_since(acknowledged)));
        // What it does behind the last 250 is not part of the next message.
        thread::sleep(Duration::from_millis(20));
    }
    latencies.taken.sort_unstable();
    latencies.onward.sort_unstable();
    Ok(latencies)
}

impl Next {
    fn start() -> io::Result<(Self, SocketAddr)> {
        let listener = TcpListener::bind(("127.0.0.1", 0))?;
        let address = listener.local_addr()?;
        let arrived = Arc::new((Mutex::new(Arrived { messages: 0, last: Instant::now() }), Condvar::new()));
        let noted = Arc::clone(&arrived);
        thread::Builder::new().name("next hop".into()).spawn(move || {
            sink::serve(&listener, |messages| {
                let (arrived, changed) = &*noted;
                let mut arrived = arrived.lock().unwrap_or_else(PoisonError::into_inner);
                arrived.messages += messages;
                arrived.last = Instant::now();
                changed.notify_all();
            })
        })?;
        Ok((Self { arrived }, address))
    }

    fn messages(&self) -> u64 {
        self.arrived.0.lock().unwrap_or_else(PoisonError::into_inner).messages
    }

    /// Waits until so many have arrived, and tells when the last did.
    fn wait(&self, messages: u64) -> Result<Instant, String> {
        let (arrived, changed) = &*self.arrived;
        let arrived = arrived.lock().unwrap_or_else(PoisonError::into_inner);
        let waited = changed.wait_timeout_while(arrived, PATIENCE, |arrived| arrived.messages < messages);
        let (arrived, timeout) = waited.unwrap_or_else(PoisonError::into_inner);
        if timeout.timed_out() {
            let missing = messages - arrived.messages;
            return Err(format!("{missing} messages did not arrive within {} seconds", PATIENCE.as_secs()));
        }
        Ok(arrived.last)
    }
}

/// A client that sends one message at a time, over one connection.
struct Client {
    stream: BufReader<TcpStream>,
    content: Vec<u8>,
}

impl Client {
    fn connect(server: SocketAddr) -> io::Result<Self> {
        let stream = TcpStream::connect(server)?;
        stream.set_nodelay(true)?;
        stream.set_read_timeout(Some(PATIENCE))?;
        let content = [&load::content(OCTETS)[..], b".\r\n"].concat();
        let mut client = Self { stream: BufReader::new(stream), content };
        client.hear('2')?;
        client.say(b"EHLO client.bench.example\r\n", '2')?;
        Ok(client)
    }

    /// Sends one, and tells when its end was sent and when it was acknowledged.
    fn send(&mut self) -> io::Result<(Instant, Instant)> {
        self.say(b"MAIL FROM:<sender@client.bench.example>\r\n", '2')?;
        self.say(format!("RCPT TO:<{RECIPIENT}>\r\n").as_bytes(), '2')?;
        self.say(b"DATA\r\n", '3')?;
        let content = std::mem::take(&mut self.content);
        let dot = Instant::now();
        self.say(&content, '2')?;
        self.content = content;
        Ok((dot, Instant::now()))
    }

    fn say(&mut self, octets: &[u8], class: char) -> io::Result<()> {
        self.stream.get_mut().write_all(octets)?;
        self.hear(class)
    }

    fn hear(&mut self, class: char) -> io::Result<()> {
        let mut line = String::new();
        loop {
            line.clear();
            if self.stream.read_line(&mut line)? == 0 {
                return Err(io::ErrorKind::UnexpectedEof.into());
            }
            if !line.starts_with(class) {
                return Err(io::Error::other(format!("the server said {}", line.trim_end())));
            }
            if line.as_bytes().get(3) != Some(&b'-') {
                return Ok(());
            }
        }
    }
}
