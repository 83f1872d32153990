//! A disk that fails: EIO and ENOSPC at every write and every sync, once and for good.

use std::collections::BTreeSet;
use std::sync::Mutex;
use std::time::Instant;

use postrider_proto::reply::{Entry, catalogue};

use super::Bench;
use super::client::{Client, Said};
use super::letter::Letter;
use super::life::{self, Home, LETTERS, MIX, Watched};
use super::strace::{self, Injection};
use super::workers::{lock, no_faults, work};
use crate::failure::Failure;
use crate::server::{Log, PATIENCE};

/// Lives led at the same time. Most of them wait for a server that waits for its disk.
const AT_ONCE: usize = 4;

/// What writes, and what makes it last.
const CALLS: [&str; 9] =
    ["write", "writev", "pwrite64", "pwritev", "pwritev2", "fsync", "fdatasync", "ftruncate", "fallocate"];

/// Every error, with the reply that a client should get for it.
const ERRORS: [(&str, &Entry); 2] = [("EIO", &catalogue::STORE_FAILED), ("ENOSPC", &catalogue::NO_ROOM)];

/// Tries every `step`th call.
pub fn run(bench: &Bench, step: usize) -> Result<(), Failure> {
    let begun = Instant::now();
    let told = Tries::prepare(bench, step).and_then(|tries| tries.run()).map_err(Failure::Found)?;
    println!("{told}, in {} s", begun.elapsed().as_secs());
    Ok(())
}

/// One fault.
#[derive(Debug, Clone)]
struct Job {
    watched: Watched,
    call: &'static str,
    number: usize,
    error: &'static str,
    reply: &'static Entry,
    for_good: bool,
}

struct Tries<'a> {
    bench: &'a Bench,
    /// What a life begins with.
    disorder: Home,
    /// What was acknowledged before.
    before: BTreeSet<String>,
    jobs: Mutex<Vec<Job>>,
    tally: Mutex<Tally>,
}

#[derive(Debug, Default)]
struct Tally {
    lives: usize,
    /// Those in which a call about the data folder failed.
    struck: usize,
    refused: usize,
    recovered: usize,
    needs_restart: usize,
    not_started: usize,
    acknowledged: usize,
    faults: Vec<String>,
}

/// How a life has gone.
#[derive(Debug, Default)]
struct Story {
    acknowledged: BTreeSet<String>,
    refused: Vec<String>,
    /// It said no, and later yes, without having been started again.
    recovered: bool,
    /// The index of its queue is out of use until it is started again; mail is taken all the same.
    needs_restart: bool,
    started: bool,
}

impl<'a> Tries<'a> {
    fn prepare(bench: &'a Bench, step: usize) -> Result<Self, String> {
        let words = |failure: Failure| failure.to_string();
        let new = |name| Home::new(&bench.postrider, &bench.folder(name).map_err(words)?, "").map_err(words);
        let disorder = new("disorder-of-faults")?;
        let before = disorder.leave_in_disorder()?;
        let mut tries = Self { bench, disorder, before, jobs: Mutex::default(), tally: Mutex::default() };
        let mut jobs = Vec::new();
        for watched in life::watchable(&new("threads-of-faults")?)? {
            let home = tries.home("recorded-for-faults")?;
            let story = home.live(&watched, None)?;
            let data = home.data().display().to_string();
            for call in CALLS {
                // Where all threads are watched, the first `write` of one is that of another, to wake somebody.
                if call == "write" && watched == Watched::StartOfAll {
                    continue;
                }
                for number in strace::numbers_about(&data, call, &story.trace) {
                    for (error, reply) in ERRORS {
                        let job =
                            |for_good| Job { watched: watched.clone(), call, number, error, reply, for_good };
                        jobs.push(job(false));
                        // With this call threads wake each other as well: it cannot fail for good on the disk alone.
                        if call != "write" {
                            jobs.push(job(true));
                        }
                    }
                }
            }
        }
        tries.jobs = Mutex::new(jobs.into_iter().step_by(step).collect());
        Ok(tries)
    }

    fn run(&self) -> Result<String, String> {
        let planned = lock(&self.jobs).len();
        work(AT_ONCE, |worker| self.work(worker))?;
        let tally = lock(&self.tally);
        no_faults(&tally.faults, tally.lives)?;
        // Threads may take each other's work, and then a life has not the call that was to fail; but most have.
        if tally.struck * 2 < planned {
            return Err(format!("a call was struck in {} of {planned} lives only", tally.struck));
        }
        Ok(format!(
            "{} lives, in {} of which a write or a sync in the data folder failed with EIO or ENOSPC, once or for good: {} letters \
             refused with the right reply, {} acknowledged, none of them lost or altered; {} servers that had refused took mail again \
             by themselves, {} took mail and needed another start for the index of their queue, {} could not start while their disk failed",
            tally.lives,
            tally.struck,
            tally.refused,
            tally.acknowledged,
            tally.recovered,
            tally.needs_restart,
            tally.not_started,
        ))
    }

    fn work(&self, worker: usize) -> Result<(), String> {
        loop {
            let Some(job) = lock(&self.jobs).pop() else { return Ok(()) };
            let said = |what: &str| {
                let Job { watched, call, number, error, for_good, .. } = &job;
                let often = if *for_good { "for good" } else { "once" };
                format!("{what} ({error} at {call} {number} {often}, {watched:?})")
            };
            let home = self.home(&format!("suffering-{worker}"))?;
            let suffered = suffer(&home, &job);
            let trace = life::read_trace(&home.trace())?;
            let data = home.data().display().to_string();
            let struck = strace::struck(&trace).map(|call| call.contains(&data));
            let mut tally = lock(&self.tally);
            tally.lives += 1;
            let story = match suffered {
                Ok(story) => story,
                // What cannot wake its own threads any more cannot be asked for anything. Nothing was meant to fail there.
                Err(_) if struck == Some(false) => continue,
                Err(why) => {
                    println!("  {}", said(&why));
                    tally.faults.push(said(&why));
                    continue;
                }
            };
            tally.struck += usize::from(struck == Some(true));
            tally.refused += story.refused.len();
            tally.recovered += usize::from(story.recovered);
            tally.needs_restart += usize::from(story.needs_restart);
            tally.not_started += usize::from(!story.started);
            tally.acknowledged += story.acknowledged.len();
            drop(tally);
            let mut acknowledged = self.before.clone();
            acknowledged.extend(story.acknowledged);
            let faults = home.faults(&acknowledged).map_err(|why| said(&why))?;
            lock(&self.tally).faults.extend(faults.iter().map(|fault| said(fault)));
        }
    }

    fn home(&self, name: &str) -> Result<Home, String> {
        let words = |failure: Failure| failure.to_string();
        let folder = self.bench.empty_folder(name).map_err(words)?;
        self.disorder.copy(&folder, "").map_err(words)
    }
}

/// One life, with a fault in it. An error is a fault of the server.
fn suffer(home: &Home, job: &Job) -> Result<Story, String> {
    let injection = Injection::fail(job.call, job.number, job.error, job.for_good);
    let trace = home.trace();
    let watch_start = match job.watched {
        Watched::Start => Some((false, Some(&injection), trace.as_path())),
        Watched::StartOfAll => Some((true, Some(&injection), trace.as_path())),
        Watched::Thread { .. } => None,
    };
    let (mut process, log) = home.start(watch_start)?;
    let mut story = Story::default();
    let Some(address) = log.listening_or_end()? else {
        // It may not be able to start; then it says so and ends, and does not crash.
        return match process.wait()?.code() {
            Some(1) => Ok(story),
            code => Err(format!("the server ended with {code:?} before it listened")),
        };
    };
    story.started = true;
    let gone = |error: std::io::Error| error.to_string();
    let mut watch = job.watched.watch(process.pid(), Some(&injection), &trace)?;
    let mut client = Client::connect(address).map_err(gone)?;
    let mut send = |name: &str, story: &mut Story| match client.send(&MIX.letter(name)).map_err(gone)? {
        Said::Accepted(id) => {
            story.acknowledged.insert(name.to_owned());
            Ok(Some(id))
        }
        Said::Refused { at, reply } if is(&reply, job.reply) => {
            story.refused.push(format!("{at}: {reply}"));
            Ok(None)
        }
        Said::Refused { at, reply } => Err(format!("{at} was refused: {reply}")),
    };
    // Once a fault is for good, nothing is tried any more, and nobody waits for copies.
    let mut hopeless = false;
    for name in LETTERS {
        if let Some(id) = send(name, &mut story)?
            && !hopeless
        {
            let trouble = wait_for_copies(&MIX.letter(name), &id, &log)?;
            hopeless = trouble && job.for_good;
        }
    }
    let had_refused = !story.refused.is_empty();
    match &mut watch {
        // The fault is over; the server is the same.
        Some(watch) if job.for_good => watch.let_go()?,
        // Its disk still fails: it would wait for it, and is not waited for.
        None if job.for_good => {
            process.kill()?;
            while log.next()?.is_some() {}
            return Ok(story);
        }
        // One that fails once may do so when the server stops.
        _ => {}
    }
    let begun = Instant::now();
    for number in 0.. {
        let name = format!("after-small-one-{number}");
        if send(&name, &mut story)?.is_some() {
            story.recovered = had_refused;
            break;
        }
        if begun.elapsed() > PATIENCE {
            return Err("the server does not recover by itself".into());
        }
    }
    if let Err(why) = home.wait_until_idle() {
        // It has said so itself; the next start makes the index again.
        story.needs_restart = why.contains("it is out of use");
        if !story.needs_restart {
            return Err(why);
        }
    }
    // A server that stops gives an open session a little time to go.
    drop(client);
    process.signal("TERM")?;
    while log.next()?.is_some() {}
    match process.wait()? {
        status if status.success() => Ok(story),
        status => Err(format!("the server ended with {status}")),
    }
}

/// Waits until there was an attempt for every recipient, or trouble. Tells whether it was trouble.
fn wait_for_copies(letter: &Letter, id: &str, log: &Log) -> Result<bool, String> {
    let mut left = letter.to.len();
    log.wait(|line| {
        let attempt = matches!(line["message"].as_str(), Some("delivered" | "deferred"));
        left -= usize::from(attempt && line["id"] == id);
        Ok(if line["level"] == "error" { Some(true) } else { (left == 0).then_some(false) })
    })
}

/// Whether a reply is made from this entry.
pub fn is(reply: &str, entry: &Entry) -> bool {
    let enhanced = entry.enhanced.map(|enhanced| format!("{enhanced} ")).unwrap_or_default();
    reply.starts_with(&format!("{} {enhanced}", entry.code)) && reply.ends_with(&format!("[{}]", entry.id))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_reply_is_told_by_its_codes_and_its_id() {
        let reply = |entry: &'static Entry| postrider_proto::reply::Reply::new(entry);
        let line = |entry: &'static Entry| {
            let mut octets = Vec::new();
            reply(entry).encode(&mut octets);
            String::from_utf8(octets).expect("ASCII").trim_end().to_owned()
        };
        assert!(is(&line(&catalogue::NO_ROOM), &catalogue::NO_ROOM));
        assert!(is(&line(&catalogue::STORE_FAILED), &catalogue::STORE_FAILED));
        assert!(!is(&line(&catalogue::NO_ROOM), &catalogue::STORE_FAILED));
        assert!(!is(&line(&catalogue::STORE_FAILED), &catalogue::NO_ROOM));
    }
}
