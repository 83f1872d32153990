//! A short life of a server: it starts, takes a few letters of all kinds, delivers them, and is told to stop.

use std::collections::BTreeSet;
use std::os::unix::process::ExitStatusExt as _;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::{Duration, Instant};

use super::client::{Client, Said};
use super::letter::{Letter, Mix};
use super::mailroom::Mailroom;
use super::strace::{self, Injection, Watch};
use super::{serve, write_config};
use crate::failure::Failure;
use crate::server::{Log, PATIENCE, Running};
use crate::workspace::run as run_to_end;

/// A short life knows letters that fill a segment with few of them.
pub const MIX: Mix = Mix {
    small_octets: 90_000,
    large_one_in: usize::MAX,
    large_octets: 110_000,
    many_one_in: usize::MAX,
    many: 5,
    mailboxes: 3,
};

/// What is sent, in this order.
pub const LETTERS: [&str; 10] = [
    "small-one-1",
    "large-one-2",
    "small-many-3",
    "small-one-blocked-4",
    "small-one-5",
    "small-one-6",
    "small-one-7",
    "small-one-8",
    "large-many-9",
    "small-one-10",
];

/// One delivery at a time, so that one life is as the other.
const CONFIG: &str = "[limits]\nrecipients = 100\n\
    [queue]\nsegment_octets = 409_600\nlarge_body_octets = 102_400\nattempts_per_lane = 1\n\
    [delivery]\nat_once = 1\n";

/// After so long a server that listens has all the threads it makes at its start.
const SETTLED: Duration = Duration::from_millis(500);

/// What is watched.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Watched {
    /// The start, by the first thread.
    Start,
    /// The start, by all threads.
    StartOfAll,
    /// A thread, from when the server listens.
    Thread {
        /// Its name.
        name: String,
        /// How many have that name.
        all: usize,
        /// Which of them it is, by the order in which they were made; the last, in a life that has fewer.
        only: usize,
    },
}

/// Where lives are led.
#[derive(Debug)]
pub struct Home {
    mailroom: Mailroom,
    config: PathBuf,
    folder: PathBuf,
}

/// How a life has gone.
#[derive(Debug, Default)]
pub struct Story {
    /// The letters that were acknowledged.
    pub acknowledged: BTreeSet<String>,
    /// What was refused: the letter, to what, and in which words.
    pub refused: Vec<(String, &'static str, String)>,
    /// It was killed.
    pub killed: bool,
    /// What strace has written.
    pub trace: String,
}

impl Home {
    /// A home in this folder, with nothing in it but a mailbox that nothing can be delivered to.
    pub fn new(postrider: &Path, folder: &Path, more: &str) -> Result<Self, Failure> {
        let data = folder.join("data");
        let config = folder.join("postrider.toml");
        write_config(&config, &data, &format!("{CONFIG}{more}"))?;
        let blocked = data.join("mail/localhost");
        std::fs::create_dir_all(&blocked).map_err(Failure::file(&blocked))?;
        let blocked = blocked.join("blocked");
        std::os::unix::fs::symlink("/nowhere", &blocked).map_err(Failure::file(&blocked))?;
        let mailroom =
            Mailroom { postrider: postrider.to_owned(), maildirs: data.join("mail"), data, mix: MIX };
        Ok(Self { mailroom, config, folder: folder.to_owned() })
    }

    /// Its data folder.
    pub fn data(&self) -> &Path {
        &self.mailroom.data
    }

    /// The same data in another folder.
    pub fn copy(&self, folder: &Path, more: &str) -> Result<Self, Failure> {
        let home = Self::new(&self.mailroom.postrider, folder, more)?;
        std::fs::remove_dir_all(&home.mailroom.data).map_err(Failure::file(&home.mailroom.data))?;
        run_to_end(Command::new("cp").arg("-a").arg(&self.mailroom.data).arg(&home.mailroom.data))?;
        Ok(home)
    }

    /// What strace writes.
    pub fn trace(&self) -> PathBuf {
        self.folder.join("trace")
    }

    /// Waits until the server has nothing left to do.
    pub fn wait_until_idle(&self) -> Result<(), String> {
        self.mailroom.wait_until_idle()
    }

    /// A life that ends in the middle of things.
    pub fn leave_in_disorder(&self) -> Result<BTreeSet<String>, String> {
        let (mut process, log) = self.start(None)?;
        let mut client = Client::connect(log.listening()?).map_err(|error| error.to_string())?;
        let mut acknowledged = BTreeSet::new();
        for name in LETTERS {
            let letter = MIX.letter(&format!("before-{name}"));
            match client.send(&letter) {
                Ok(Said::Accepted(_)) => acknowledged.insert(letter.token),
                other => return Err(format!("{} was not taken: {other:?}", letter.token)),
            };
        }
        process.kill()?;
        Ok(acknowledged)
    }

    /// A life that is watched.
    pub fn live(&self, watched: &Watched, injection: Option<&Injection>) -> Result<Story, String> {
        let trace = self.trace();
        let mut story = Story::default();
        let started = match watched {
            Watched::Start => self.start(Some((false, injection, &trace))),
            Watched::StartOfAll => self.start(Some((true, injection, &trace))),
            Watched::Thread { .. } => self.start(None),
        };
        let (mut process, log) = started?;
        // One that is watched from its start may not come to listen.
        if let Some(address) = log.listening_or_end()? {
            let mut watch = watched.watch(process.pid(), injection, &trace)?;
            let told = send_all(address, &log, &mut story);
            if told.is_ok() {
                process.signal("TERM")?;
            }
            // Its log ends with it.
            while log.next()?.is_some() {}
            if let Some(watch) = &mut watch {
                watch.end()?;
            }
            story.killed = process.wait()?.signal() == Some(9);
            if !story.killed {
                told?;
            }
        } else {
            let status = process.wait()?;
            story.killed = status.signal() == Some(9);
            if !story.killed {
                return Err(format!("the server ended with {status} before it listened"));
            }
        }
        story.trace = read_trace(&trace)?;
        Ok(story)
    }

    /// Starts the server again, unwatched, lets it come to rest, and gives what is wrong.
    pub fn faults(&self, acknowledged: &BTreeSet<String>) -> Result<Vec<String>, String> {
        let (mut process, log) = self.start(None)?;
        log.listening()?;
        self.mailroom.wait_until_idle()?;
        let mut faults = self.mailroom.look()?.faults(acknowledged, &MIX);
        process.signal("TERM")?;
        while let Some(line) = log.next()? {
            if line["level"] == "error" || line.is_string() {
                faults.push(format!("the server says: {line}"));
            }
        }
        let status = process.wait()?;
        if !status.success() {
            faults.push(format!("the server ended with {status}"));
        }
        Ok(faults)
    }

    /// Starts a server, watched from its first call on if that is asked for.
    pub fn start(&self, watch: Option<(bool, Option<&Injection>, &Path)>) -> Result<(Running, Log), String> {
        let mut command = serve(&self.mailroom.postrider, &self.config);
        if let Some((all, injection, trace)) = watch {
            command = strace::from_the_start(&command, all, injection, trace);
        }
        // So few threads that each does the same in every life.
        command.env("TOKIO_WORKER_THREADS", "1");
        Running::start(&mut command).map_err(|failure| failure.to_string())
    }
}

/// Which threads there are in a server, as what can be watched.
pub fn watchable(home: &Home) -> Result<Vec<Watched>, String> {
    let (mut process, log) = home.start(None)?;
    log.listening()?;
    let mut names: BTreeSet<Watched> = [Watched::Start, Watched::StartOfAll].into();
    let threads = strace::threads_of(process.pid())?;
    for (_, name) in &threads {
        // The log is written to a pipe, and to no disk.
        if name == "log" {
            continue;
        }
        let all = threads.iter().filter(|(_, other)| other == name).count();
        // Those of one name take each other's work; watched together, the one that is first would hide the others.
        names.extend((0..all).map(|only| Watched::Thread { name: name.clone(), all, only }));
    }
    process.kill()?;
    Ok(names.into_iter().collect())
}

impl Watched {
    /// Begins to watch, if it is a thread of a server that runs that is to be watched.
    pub fn watch(
        &self,
        pid: u32,
        injection: Option<&Injection>,
        trace: &Path,
    ) -> Result<Option<Watch>, String> {
        let Self::Thread { name, all, only } = self else { return Ok(None) };
        let threads = threads(pid, name, *all)?;
        let only = (*only).min(threads.len() - 1);
        Watch::thread(threads[only], injection, trace).map(Some)
    }
}

/// The threads with this name, at least one. There are `all` in most lives; but tokio makes a thread for work that would block when
/// none is idle, so a life in which one piece of work was over before the next began has one fewer, that does the work of both.
fn threads(pid: u32, name: &str, all: usize) -> Result<Vec<u32>, String> {
    let begun = Instant::now();
    loop {
        let threads = strace::threads_of(pid)?.into_iter().filter(|(_, other)| other == name);
        let threads: Vec<u32> = threads.map(|(id, _)| id).collect();
        // A thread gives itself its name when it begins to run, which may be after the server listens.
        if threads.len() >= all || (!threads.is_empty() && begun.elapsed() > SETTLED) {
            return Ok(threads);
        }
        if begun.elapsed() > PATIENCE {
            return Err(format!("there is no thread {name}"));
        }
    }
}

/// Sends all letters, each when the one before has its copies.
fn send_all(address: std::net::SocketAddr, log: &Log, story: &mut Story) -> Result<(), String> {
    let gone = |error: std::io::Error| error.to_string();
    let mut client = Client::connect(address).map_err(gone)?;
    for name in LETTERS {
        let letter = MIX.letter(name);
        match client.send(&letter).map_err(gone)? {
            Said::Accepted(id) => {
                story.acknowledged.insert(letter.token.clone());
                wait_for_copies(&letter, &id, log)?;
            }
            Said::Refused { at, reply } => story.refused.push((letter.token, at, reply)),
        }
    }
    Ok(())
}

/// Waits until there was an attempt for every recipient.
fn wait_for_copies(letter: &Letter, id: &str, log: &Log) -> Result<(), String> {
    let mut left = letter.to.len();
    log.wait(|line| {
        let attempt = matches!(line["message"].as_str(), Some("delivered" | "deferred"));
        left -= usize::from(attempt && line["id"] == id);
        Ok((left == 0).then_some(()))
    })
}

/// What strace has written.
pub fn read_trace(trace: &Path) -> Result<String, String> {
    let octets = std::fs::read(trace).map_err(|error| format!("{}: {error}", trace.display()))?;
    Ok(String::from_utf8_lossy(&octets).into_owned())
}
