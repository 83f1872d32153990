//! `cargo xtask backlog`: a very long queue, and the built server on it.
//!
//! ```text
//!   fill ─▶ kill -9 ─▶ start ─▶ kill -9, no index ─▶ start ─▶ list, and mail comes in ─▶ stop ─▶ start ─▶ deliver 99 of 100
//! ```
//!
//! What a start takes, what memory the server ever has, whether a list of everything keeps anybody from handing in mail, and
//! how much of the log is kept for the few that stay: each has its limit ([`limits`]), and a limit that is broken is a failure.

mod fill;
mod limits;

use std::fs;
use std::io::{BufRead as _, BufReader};
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Condvar, Mutex, PoisonError};
use std::thread::{self, JoinHandle};
use std::time::{Duration, Instant};

use crate::crash::client::Client;
use crate::crash::workers::lock;
use crate::crash::{Bench, serve};
use crate::failure::Failure;
use crate::server::{Log, PATIENCE, Running};

use fill::{MESSAGE_OCTETS, STRAGGLER_ONE_IN};
use limits::{MILLION, Measured, What};

/// A segment of the log, as it is shipped, in octets.
const SEGMENT_OCTETS: u64 = 64 * 1024 * 1024;

/// The smallest that the server takes.
const SEGMENT_OCTETS_LEAST: u64 = 256 * 1024;

/// Where nobody listens (RFC 1078, which nobody speaks any more).
const NOBODY: &str = "smtp://127.0.0.1:1";

/// How many times [`PATIENCE`] a start may take before it is taken for one that never ends.
const PATIENCES: u32 = 5;

/// How many messages `cargo xtask test` queues: some seconds' worth.
const IN_A_TEST: u64 = 20_000;

/// Runs `cargo xtask backlog [--messages N]`.
pub fn command(words: &[&str]) -> Result<(), Failure> {
    let messages =
        match words {
            [] => MILLION,
            ["--messages", number] => number
                .replace('_', "")
                .parse()
                .ok()
                .filter(|messages| *messages >= 1000)
                .ok_or_else(|| Failure::Usage("--messages wants a number, 1000 at least".into()))?,
            other => return Err(Failure::Usage(format!("`backlog` does not know {}", other.join(" ")))),
        };
    run(&Bench::with_profile("release")?, messages)
}

/// What `cargo xtask test` runs of it, with the server that the other steps have built.
pub fn run_small() -> Result<(), Failure> {
    run(&Bench::new()?, IN_A_TEST)
}

fn run(bench: &Bench, messages: u64) -> Result<(), Failure> {
    let begun = Instant::now();
    let folder = bench.folder("backlog")?;
    let backlog = Backlog { postrider: bench.postrider.clone(), folder, messages };
    let measured = backlog.measure().map_err(Failure::Found)?;
    let (table, broken) = measured.judge(messages);
    println!("{messages} messages, in {} s:\n{table}", begun.elapsed().as_secs());
    if broken.is_empty() { Ok(()) } else { Err(Failure::Found(broken.join("; "))) }
}

/// A long queue to be made, and a server for it.
struct Backlog {
    postrider: PathBuf,
    folder: PathBuf,
    messages: u64,
}

/// A life of the server.
struct Life {
    process: Running,
    address: SocketAddr,
    /// From the start of the process to the line that says where it listens.
    start: Duration,
    delivered: Arc<Delivered>,
    reader: JoinHandle<Result<(), String>>,
}

/// How many messages have been delivered, as the log tells, and who waits for that.
#[derive(Debug, Default)]
struct Delivered {
    number: Mutex<u64>,
    more: Condvar,
}

impl Backlog {
    fn measure(&self) -> Result<Measured, String> {
        let mut measured = Measured::default();
        let life = self.start(NOBODY)?;
        let begun = Instant::now();
        fill::fill(life.address, 0..self.messages)?;
        let seconds = begun.elapsed().as_secs_f64();
        println!(
            "  filled in {seconds:.1} s, {:.0} messages a second, all waiting",
            as_f64(self.messages) / seconds
        );
        life.kill(&mut measured)?;

        let life = self.start(NOBODY)?;
        println!("  started with the index in {}", life.shown_start()?);
        measured.note(What::StartWithIndex, life.start.as_secs_f64());
        life.kill(&mut measured)?;

        let index = self.queue().join("index.redb");
        fs::remove_file(&index).map_err(|error| format!("{}: {error}", index.display()))?;
        let life = self.start(NOBODY)?;
        println!("  started without the index in {}", life.shown_start()?);
        measured.note(What::StartWithoutIndex, life.start.as_secs_f64());
        let came = self.list(life.address, &mut measured)?;
        life.stop(What::Memory, &mut measured)?;

        let life = self.start("discard")?;
        self.deliver(&life, self.messages + came, &mut measured)?;
        life.stop(What::MemoryDelivering, &mut measured)?;
        Ok(measured)
    }

    fn queue(&self) -> PathBuf {
        self.folder.join("data/queue")
    }

    /// A segment is as large a part of the queue as those of a million messages are, as far as that goes.
    fn segment_octets(&self) -> u64 {
        let part = u128::from(SEGMENT_OCTETS) * u128::from(self.messages) / u128::from(MILLION);
        u64::try_from(part).unwrap_or(SEGMENT_OCTETS).clamp(SEGMENT_OCTETS_LEAST, SEGMENT_OCTETS)
    }

    fn start(&self, others: &str) -> Result<Life, String> {
        let config = self.folder.join("postrider.toml");
        let text = include_str!("postrider.toml")
            .replace("{data}", &self.folder.join("data").display().to_string())
            .replace("{nobody}", NOBODY)
            .replace("{others}", others)
            .replace("{segment_octets}", &self.segment_octets().to_string());
        fs::write(&config, text).map_err(|error| format!("{}: {error}", config.display()))?;
        let begun = Instant::now();
        let started = Running::start(&mut serve(&self.postrider, &config));
        let (process, log) = started.map_err(|failure| failure.to_string())?;
        // A start that takes too long is measured all the same, so that it can be told how much too long.
        let address = loop {
            let (heard, waited) = (log.listening(), begun.elapsed());
            match heard {
                Ok(address) => break address,
                // It has not ended: that would have been told at once.
                Err(_) if (PATIENCE..PATIENCE * PATIENCES).contains(&waited) => {}
                Err(why) => return Err(why),
            }
        };
        let start = begun.elapsed();
        let delivered = Arc::<Delivered>::default();
        let reader = thread::spawn({
            let delivered = Arc::clone(&delivered);
            move || read(&log, &delivered)
        });
        Ok(Life { process, address, start, delivered, reader })
    }

    fn ask_for_the_list(&self) -> Result<Child, String> {
        let mut list = Command::new(&self.postrider);
        list.args(["queue", "--data"]).arg(self.folder.join("data")).args(["list", "--json"]);
        list.stdin(Stdio::null()).stdout(Stdio::piped());
        list.spawn().map_err(|error| format!("{}: {error}", self.postrider.display()))
    }

    /// How many messages `postrider queue list` shows.
    fn listed(&self) -> Result<u64, String> {
        let mut list = self.ask_for_the_list()?;
        let stdout = list.stdout.take().expect("it was piped");
        let mut lines = 0;
        for line in BufReader::new(stdout).split(b'\n') {
            line.map_err(|error| format!("the list: {error}"))?;
            lines += 1;
        }
        let status = list.wait().map_err(|error| format!("the list: {error}"))?;
        if status.success() { Ok(lines) } else { Err(format!("`postrider queue list` ended with {status}")) }
    }

    /// Lists all of it, while mail comes in one after the other. Gives how many came.
    fn list(&self, server: SocketAddr, measured: &mut Measured) -> Result<u64, String> {
        let mut client = Client::connect(server).map_err(|error| error.to_string())?;
        let done = AtomicBool::new(false);
        let (listed, took, mut waits) = thread::scope(|scope| {
            let lister = scope.spawn(|| {
                let begun = Instant::now();
                let listed = self.listed();
                done.store(true, Ordering::Relaxed);
                (listed, begun.elapsed())
            });
            let mut waits = Vec::new();
            let mut sent = Ok(());
            while sent.is_ok() && !done.load(Ordering::Relaxed) {
                let begun = Instant::now();
                sent = fill::send(&mut client, self.messages + waits.len() as u64);
                waits.push(begun.elapsed());
            }
            let (listed, took) = lister.join().map_err(|_| "who lists has panicked")?;
            sent.map(|()| (listed, took, waits))
        })?;
        let listed = listed?;
        waits.sort_unstable();
        let came = waits.len() as u64;
        let p99 = waits.get(waits.len() * 99 / 100).copied().unwrap_or_default();
        let milliseconds = |wait: Duration| wait.as_secs_f64() * 1000.0;
        println!(
            "  listed {listed} in {:.1} s; meanwhile {came} came in: median {:.1} ms, p99 {:.1} ms, longest {:.1} ms",
            took.as_secs_f64(),
            milliseconds(waits.get(waits.len() / 2).copied().unwrap_or_default()),
            milliseconds(p99),
            milliseconds(waits.last().copied().unwrap_or_default()),
        );
        if listed < self.messages {
            return Err(format!("{} messages are queued, and {listed} are listed", self.messages));
        }
        if came < 2 {
            return Err("no mail came in while the queue was listed".into());
        }
        measured.note(What::WaitWhileListing, milliseconds(p99));
        Ok(came)
    }

    /// Delivers all but one in a hundred; then a little comes and goes, until the log has become as short as it will.
    fn deliver(&self, life: &Life, queued: u64, measured: &mut Measured) -> Result<(), String> {
        let begun = Instant::now();
        let stragglers = |messages: u64| messages.div_ceil(STRAGGLER_ONE_IN);
        life.wait_for(queued - stragglers(queued))?;
        let seconds = begun.elapsed().as_secs_f64();
        println!("  delivered {} in {seconds:.1} s", queued - stragglers(queued));
        let (mut sent, mut last) = (queued, u64::MAX);
        loop {
            // A segment's worth: at its end the server looks back at the oldest one.
            let more = self.segment_octets() / MESSAGE_OCTETS;
            fill::fill(life.address, sent..sent + more)?;
            sent += more;
            life.wait_for(sent - stragglers(sent))?;
            let kept = segments(&self.queue().join("log"))?;
            if kept >= last {
                break;
            }
            last = kept;
        }
        let (left, octets) = (stragglers(sent), last * self.segment_octets());
        let listed = self.listed()?;
        if listed != left {
            return Err(format!("{left} messages cannot be delivered, and {listed} are in the queue"));
        }
        let times = as_f64(octets) / as_f64(left * MESSAGE_OCTETS);
        println!(
            "  {left} stragglers of {:.1} MB keep {last} segments, {:.1} MB",
            as_f64(left * MESSAGE_OCTETS) / 1e6,
            as_f64(octets) / 1e6
        );
        measured.note(What::Pinned, times);
        Ok(())
    }
}

impl Life {
    /// Waits until so many messages have been delivered.
    fn wait_for(&self, delivered: u64) -> Result<(), String> {
        let mut now = lock(&self.delivered.number);
        while *now < delivered {
            let before = *now;
            let (more, late) =
                self.delivered.more.wait_timeout(now, PATIENCE).unwrap_or_else(PoisonError::into_inner);
            if late.timed_out() && *more == before {
                return Err(format!("{delivered} messages can be delivered, and {before} are"));
            }
            now = more;
        }
        Ok(())
    }

    /// What the start took; and how much of that was computing, which is all of it on a machine with nothing else to do and a fast disk.
    fn shown_start(&self) -> Result<String, String> {
        let file = format!("/proc/{}/stat", self.process.pid());
        let stat = fs::read_to_string(&file).map_err(|error| format!("{file}: {error}"))?;
        // Behind the name, which is in brackets, the 12th and 13th are user and system time, in hundredths of a second.
        let behind = stat.rsplit_once(") ").map_or("", |(_, behind)| behind);
        let ticks = behind.split(' ').skip(11).take(2).filter_map(|ticks| ticks.parse::<u64>().ok());
        Ok(format!(
            "{:.2} s, {:.2} s of it on a processor",
            self.start.as_secs_f64(),
            as_f64(ticks.sum()) / 100.0
        ))
    }

    fn memory(&self) -> Result<f64, String> {
        let file = format!("/proc/{}/status", self.process.pid());
        let status = fs::read_to_string(&file).map_err(|error| format!("{file}: {error}"))?;
        let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
        let kib = line.and_then(|line| line.trim().strip_suffix(" kB")?.parse::<u64>().ok());
        kib.map(|kib| as_f64(kib * 1024) / 1e6).ok_or_else(|| format!("{file} has no VmHWM"))
    }

    fn note_memory(&self, what: What, measured: &mut Measured) -> Result<(), String> {
        let memory = self.memory()?;
        println!("    at most {memory:.0} MB of memory");
        measured.note(what, memory);
        Ok(())
    }

    fn kill(mut self, measured: &mut Measured) -> Result<(), String> {
        self.note_memory(What::Memory, measured)?;
        self.process.kill()?;
        self.end()
    }

    fn stop(mut self, what: What, measured: &mut Measured) -> Result<(), String> {
        self.note_memory(what, measured)?;
        self.process.signal("TERM")?;
        let status = self.process.wait()?;
        if !status.success() {
            return Err(format!("the server ended with {status}"));
        }
        self.end()
    }

    fn end(self) -> Result<(), String> {
        self.reader.join().map_err(|_| "the reader of the log has panicked")?
    }
}

/// Reads the log to its end, and counts.
fn read(log: &Log, delivered: &Delivered) -> Result<(), String> {
    while let Some(line) = log.next()? {
        if line["level"] == "error" || line.is_string() {
            return Err(format!("the server says: {line}"));
        }
        if line["message"] == "delivered" {
            *lock(&delivered.number) += 1;
            delivered.more.notify_one();
        }
    }
    Ok(())
}

/// How many segments the log has. Spare files hold nothing.
fn segments(log: &Path) -> Result<u64, String> {
    let at = |error: std::io::Error| format!("{}: {error}", log.display());
    let mut count = 0;
    for entry in fs::read_dir(log).map_err(at)? {
        count += u64::from(entry.map_err(at)?.path().extension().is_some_and(|ending| ending == "seg"));
    }
    Ok(count)
}

#[expect(clippy::cast_precision_loss, reason = "nothing here is as large as 2^52")]
const fn as_f64(number: u64) -> f64 {
    number as f64
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn flags_are_read() {
        for words in
            [&["--messages"][..], &["--messages", "ten"], &["--messages", "10"], &["--mesages", "2000"]]
        {
            assert!(matches!(command(words), Err(Failure::Usage(_))), "{words:?}");
        }
    }

    #[test]
    fn segments_are_as_large_a_part_as_those_of_a_million() {
        let octets = |messages| {
            Backlog { postrider: PathBuf::new(), folder: PathBuf::new(), messages }.segment_octets()
        };
        assert_eq!(
            [1000, 100_000, MILLION, 5 * MILLION].map(octets),
            [262_144, 6_710_886, SEGMENT_OCTETS, SEGMENT_OCTETS]
        );
    }
}
