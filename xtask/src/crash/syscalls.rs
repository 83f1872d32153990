//! A server that is killed at every call that changes something on the disk, or makes it last.
//!
//! ```text
//!   the calls of a thread    openat  write  fdatasync  renameat  fsync  write ...
//!   lives of the server     1 |       |        |          |        |      |
//!                           2 ------->|        |          |        |      |
//!                           3 ---------------->|          |        |      |       and so on, to the end
//! ```
//!
//! The call is not made any more, so each point between two calls of a thread is tried. Every life begins with the same data: that of
//! a server that was killed in the middle of things, with mail in its queue. The start is tried with no data as well.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Mutex;
use std::time::Instant;

use super::Bench;
use super::life::{self, Home, LETTERS, Watched};
use super::strace::{self, CHANGES, Injection};
use super::workers::{lock, no_faults, work};
use crate::failure::Failure;

/// Lives led at the same time.
const AT_ONCE: usize = 2;

/// Kills it at every call.
pub fn run(bench: &Bench) -> Result<(), Failure> {
    let begun = Instant::now();
    let told = Tries::prepare(bench).and_then(|tries| tries.run()).map_err(Failure::Found)?;
    println!("{told}, in {} s", begun.elapsed().as_secs());
    Ok(())
}

/// A kind of call, at which the lives of a server are ended.
#[derive(Debug, Clone)]
struct Job {
    watched: Watched,
    /// It begins with no data.
    afresh: bool,
    call: &'static str,
    /// How many there are in a life that is not ended.
    calls: usize,
}

/// All there is to try.
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
    kills: usize,
    /// At which calls, of those about the data folder.
    in_data: BTreeMap<String, usize>,
    /// Those of one thread, which can be counted before.
    of_one: Struck,
    acknowledged: usize,
    faults: Vec<String>,
}

/// Calls about the data folder, each at its turn.
#[derive(Debug, Default, Clone, Copy)]
struct Struck {
    /// In lives that were not ended.
    recorded: usize,
    /// Those that a life was ended at.
    struck: usize,
}

impl<'a> Tries<'a> {
    fn prepare(bench: &'a Bench) -> Result<Self, String> {
        let words = |failure: Failure| failure.to_string();
        let new = |name| Home::new(&bench.postrider, &bench.folder(name).map_err(words)?, "").map_err(words);
        let disorder = new("disorder")?;
        let before = disorder.leave_in_disorder()?;
        let mut tries = Self { bench, disorder, before, jobs: Mutex::default(), tally: Mutex::default() };
        let mut jobs = Vec::new();
        let mut of_one = Struck::default();
        for watched in life::watchable(&new("threads")?)? {
            for afresh in [false, true] {
                let started = matches!(watched, Watched::Start | Watched::StartOfAll);
                if afresh && !started {
                    continue;
                }
                let (home, _) = tries.home("recorded", afresh)?;
                let story = home.live(&watched, None)?;
                if story.killed || !story.refused.is_empty() || story.acknowledged.len() != LETTERS.len() {
                    return Err(format!("an undisturbed life went wrong: {story:?}"));
                }
                let data = home.data().display().to_string();
                for call in CHANGES {
                    if watched != Watched::StartOfAll {
                        of_one.recorded += strace::numbers_about(&data, call, &story.trace).len();
                    }
                    let calls = strace::calls_in(&story.trace).filter(|other| *other == call).count();
                    if calls > 0 {
                        jobs.push(Job { watched: watched.clone(), afresh, call, calls });
                    }
                }
            }
        }
        tries.jobs = Mutex::new(jobs);
        tries.tally = Mutex::new(Tally { of_one, ..Tally::default() });
        Ok(tries)
    }

    fn run(&self) -> Result<String, String> {
        work(AT_ONCE, |worker| self.work(worker))?;
        let tally = lock(&self.tally);
        no_faults(&tally.faults, tally.lives)?;
        let in_data: usize = tally.in_data.values().sum();
        // Threads take each other's work, and what is waiting is delivered while they are found; so not every life has every call of
        // the one that was recorded. But if most are missing, strace has struck elsewhere than it was meant to.
        let Struck { recorded, struck } = tally.of_one;
        if struck * 2 < recorded {
            return Err(format!(
                "of {recorded} calls of single threads about the data folder, lives were ended at {struck}"
            ));
        }
        let calls: Vec<String> =
            tally.in_data.iter().map(|(call, kills)| format!("{kills} {call}")).collect();
        Ok(format!(
            "{} lives ended by a kill at a system call, {in_data} of them at one about the data folder ({}); of single threads {struck} \
             at the {recorded} such calls of undisturbed lives; {} messages acknowledged in these lives, none lost, none altered, none \
             twice",
            tally.kills,
            calls.join(", "),
            tally.acknowledged,
        ))
    }

    fn work(&self, worker: usize) -> Result<(), String> {
        let name = format!("life-{worker}");
        loop {
            let Some(job) = lock(&self.jobs).pop() else { return Ok(()) };
            // A life may differ from another by a call or two, as threads take each other's work.
            for number in 1..=job.calls * 2 + 10 {
                if !self.try_one(&name, &job, number)? {
                    break;
                }
            }
        }
    }

    /// One life. Tells whether it was ended.
    fn try_one(&self, folder: &str, job: &Job, number: usize) -> Result<bool, String> {
        let (home, before) = self.home(folder, job.afresh)?;
        let said = |what: &str| format!("{what} (killed at {} {number} of {:?})", job.call, job.watched);
        let story =
            home.live(&job.watched, Some(&Injection::kill(job.call, number))).map_err(|why| said(&why))?;
        let mut acknowledged = before;
        acknowledged.extend(story.acknowledged.iter().cloned());
        let faults = home.faults(&acknowledged).map_err(|why| said(&why))?;
        let mut tally = lock(&self.tally);
        tally.lives += 1;
        tally.acknowledged += story.acknowledged.len();
        tally.faults.extend(faults.iter().map(|fault| said(fault)));
        tally.faults.extend(story.refused.iter().map(|refused| said(&format!("refused: {refused:?}"))));
        if story.killed {
            tally.kills += 1;
            let data = home.data().display().to_string();
            if strace::struck(&story.trace).is_some_and(|call| call.contains(&data)) {
                *tally.in_data.entry(job.call.to_owned()).or_default() += 1;
                tally.of_one.struck += usize::from(job.watched != Watched::StartOfAll);
            }
        }
        Ok(story.killed)
    }

    fn home(&self, name: &str, afresh: bool) -> Result<(Home, BTreeSet<String>), String> {
        let words = |failure: Failure| failure.to_string();
        let folder = self.bench.empty_folder(name).map_err(words)?;
        if afresh {
            return Ok((Home::new(&self.bench.postrider, &folder, "").map_err(words)?, BTreeSet::new()));
        }
        Ok((self.disorder.copy(&folder, "").map_err(words)?, self.before.clone()))
    }
}
