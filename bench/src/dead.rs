//! A site that is dead, with 100,000 messages that wait for it: what that does to a message for another.

use std::fs;
use std::io::{self, Read as _, Write as _};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::path::Path;
use std::thread;
use std::time::{Duration, Instant};

use postrider_bench::load::{self, Load, Opening, Until};

use crate::process;
use crate::relay::{self, Latencies, Relay};
use crate::server::{Around, Ground, Kind, free_address};

/// Those that are measured.
pub const KINDS: [Kind; 2] = [Kind::Postrider, Kind::Postfix];

/// Messages that wait.
const WAITING: u64 = 100_000;

/// Of a message that waits, in octets.
const OCTETS: usize = 1024;

/// For whom they are.
const RECIPIENT: &str = "reader@dead.example";

/// How a site is dead.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Death {
    /// Nobody listens: a connection is refused at once.
    Closed,
    /// It takes connections and never says anything.
    Silent,
}

/// What a server needs to know of a dead site, and where it tells how much waits.
#[derive(Debug, Clone, Copy)]
pub struct Dead {
    /// Where nobody answers.
    pub address: SocketAddr,
    /// Where postrider has its metrics.
    pub metrics: SocketAddr,
}

/// What was measured.
#[derive(Debug)]
pub struct Seen {
    /// Messages a second that were taken in for the dead site.
    pub taken: f64,
    /// Messages in the queue before the latencies were measured, and behind that.
    pub queued: (u64, u64),
    /// Latencies of messages for another site, while nothing else waits.
    pub without: Latencies,
    /// And with all that waits.
    pub with: Latencies,
    /// Memory of all processes, in octets, without and with.
    pub memory: (u64, u64),
    /// Processors that were busy for the server while the latencies were measured: without, and with.
    pub busy: (f64, f64),
}

impl Death {
    /// The name of its cell.
    pub const fn cell(self) -> &'static str {
        match self {
            Self::Closed => "dead-closed",
            Self::Silent => "dead-silent",
        }
    }

    /// In words.
    pub const fn about(self) -> &'static str {
        match self {
            Self::Closed => "nobody listens there",
            Self::Silent => "it takes connections and never says anything",
        }
    }

    fn begin(self) -> io::Result<SocketAddr> {
        let listener = TcpListener::bind(("127.0.0.1", 0))?;
        let address = listener.local_addr()?;
        if self == Self::Silent {
            thread::Builder::new().name("silent".into()).spawn(move || {
                // All are held open: that is what makes it the worse of the two.
                let mut held: Vec<TcpStream> = Vec::new();
                held.extend(listener.incoming().flatten());
            })?;
        }
        Ok(address)
    }
}

/// Measures one server.
///
/// # Errors
///
/// Why there are no figures.
pub fn measure(kind: Kind, ground: &Ground, death: Death) -> Result<Seen, String> {
    let told = |error: io::Error| error.to_string();
    let dead = Dead { address: death.begin().map_err(told)?, metrics: free_address().map_err(told)? };
    let around = Around { label: death.cell(), dead: Some(dead), ..Around::default() };
    let relay = Relay::start(kind, ground, &around)?;
    let _ = relay.server.rest();
    let memory_without = process::memory_octets(relay.server.pid());
    let (without, busy_without) = latencies(&relay)?;

    let load = Load {
        server: relay.server.address,
        recipient: RECIPIENT.to_owned(),
        sessions: relay::SESSIONS,
        per_connection: 50,
        pipelined: true,
        octets: OCTETS,
        opening: Opening::default(),
    };
    let taken = load::run(&load, Until::Messages(WAITING)).map_err(|error| error.to_string())?;
    let folder = ground.scratch.join(format!("{}{}", kind.name(), death.cell()));
    let queued = || if kind == Kind::Postfix { files(&folder.join("spool")) } else { told_by(dead.metrics) };
    let before = queued().map_err(told)?;
    let (with, busy_with) = latencies(&relay)?;
    let behind = queued().map_err(told)?;
    Ok(Seen {
        taken: taken.rate(),
        queued: (before, behind),
        without,
        with,
        memory: (memory_without, process::memory_octets(relay.server.pid())),
        busy: (busy_without, busy_with),
    })
}

/// Latencies, and how many processors the server used meanwhile.
fn latencies(relay: &Relay) -> Result<(Latencies, f64), String> {
    let (cpu, begun) = (process::cpu_micros(relay.server.pid()), Instant::now());
    let latencies = relay::latency(relay)?;
    let cpu = process::cpu_micros(relay.server.pid()) - cpu;
    Ok((latencies, Duration::from_micros(cpu).as_secs_f64() / begun.elapsed().as_secs_f64()))
}

/// How many messages postrider says there are.
fn told_by(metrics: SocketAddr) -> io::Result<u64> {
    let mut stream = TcpStream::connect(metrics)?;
    stream.write_all(b"GET /metrics HTTP/1.1\r\nHost: localhost\r\n\r\n")?;
    let mut page = String::new();
    stream.read_to_string(&mut page)?;
    let line = page.lines().find_map(|line| line.strip_prefix("postrider_queue_messages "));
    line.and_then(|number| number.parse().ok())
        .ok_or_else(|| io::Error::other("it does not say how much waits"))
}

/// How many messages wait in the folders of Postfix: each is a file, below folders of one letter where there are many. What moves
/// meanwhile may be counted twice, or not at all.
fn files(spool: &Path) -> io::Result<u64> {
    fn below(folder: &Path) -> u64 {
        let entries = fs::read_dir(folder).into_iter().flatten().flatten();
        let count = |entry: fs::DirEntry| match entry.file_type() {
            Ok(kind) if kind.is_dir() => below(&entry.path()),
            Ok(_) => 1,
            Err(_) => 0,
        };
        entries.map(count).sum()
    }
    fs::metadata(spool)?;
    Ok(["incoming", "active", "deferred"].map(|name| below(&spool.join(name))).iter().sum())
}
