//! kill -9, again and again on the same data, while clients send and copies are delivered.
//!
//! A copy is taken out of its Maildir as soon as the server says that it is there, as a reader of mail would do it. So the
//! server cannot tell by the Maildir what it has delivered before, and what it delivers twice is there to be counted.
//!
//! ```text
//!   copy in the mailbox ... Done on the disk      killed in here: it comes again, and nowhere else
//! ```

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::mpsc::channel;
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;
use std::time::Instant;

use super::client::{Client, Said};
use super::letter::Mix;
use super::{Bench, Flags, serve, write_config};
use crate::chance::Chance;
use crate::failure::Failure;
use crate::server::{Log, PATIENCE, Running};
use crate::workspace::run as run_to_end;

/// Clients that send at the same time.
const CLIENTS: usize = 8;
/// Messages under way at once, as the configuration below says.
const AT_ONCE: usize = 16;
/// A round is over after so many acknowledgements at most.
const ACKNOWLEDGED_MOST: usize = 1200;

const MIX: Mix = Mix {
    small_octets: 12_000,
    large_one_in: 60,
    large_octets: 300_000,
    many_one_in: 150,
    many: 60,
    mailboxes: 200,
};

/// Segments that are small enough to be used again and again.
const CONFIG: &str = "[limits]\nrecipients = 100\n[queue]\nsegment_octets = 1_048_576\nretry_seconds = [1]\n\
    [delivery]\nat_once = 16\n";

/// Kills it so many times, 50 unless something else is said.
pub fn run(bench: &Bench, flags: Flags) -> Result<(), Failure> {
    let (rounds, seed) = (flags.rounds.unwrap_or(50), flags.seed.unwrap_or(1));
    let begun = Instant::now();
    let folder = bench.folder("kill")?;
    let config = folder.join("postrider.toml");
    let data = folder.join("data");
    write_config(&config, &data, CONFIG)?;
    let lives = Lives { postrider: bench.postrider.clone(), config, data, seed };
    let told = lives.run(rounds).map_err(Failure::Found)?;
    println!("{told}, in {} s (seed {seed})", begun.elapsed().as_secs());
    Ok(())
}

/// A server that is started again after each of its deaths.
struct Lives {
    postrider: PathBuf,
    config: PathBuf,
    data: PathBuf,
    seed: u64,
}

/// What is known outside of the server.
#[derive(Debug, Default)]
struct Known {
    /// The names of the letters it has said 250 to.
    acknowledged: BTreeSet<String>,
    /// For each copy, by letter and mailbox, in which lives of the server it was delivered.
    copies: BTreeMap<(String, String), Vec<usize>>,
    /// What was found wrong.
    faults: Vec<String>,
}

type Shared = Arc<Mutex<Known>>;

impl Lives {
    fn run(&self, rounds: usize) -> Result<String, String> {
        let known = Shared::default();
        let mut chance = Chance::new(self.seed);
        for round in 0..rounds {
            // Some die young.
            let enough = match chance.below(8) {
                0 => 1 + chance.below(3),
                _ => 1 + chance.below(ACKNOWLEDGED_MOST),
            };
            self.live_and_die(round, enough, &known)?;
            if round % 10 == 9 {
                println!("  {} kills, {} acknowledged", round + 1, lock(&known).acknowledged.len());
            }
        }
        self.live_to_the_end(rounds, &known)?;
        let known = lock(&known);
        let twice = known.verdict(rounds)?;
        Ok(format!(
            "{} messages acknowledged over {rounds} kills, none lost, none altered; {} copies delivered; {} more messages were kept \
             without the client having heard of it; {} copies of {} messages came twice, each killed between its delivery and its Done",
            known.acknowledged.len(),
            known.copies.values().map(Vec::len).sum::<usize>(),
            known.unheard(),
            twice.copies,
            twice.messages,
        ))
    }

    /// One life under load. It ends when so many more letters have been acknowledged.
    fn live_and_die(&self, round: usize, enough: usize, known: &Shared) -> Result<(), String> {
        let (mut process, log, address) = self.start()?;
        let reader = self.read_mail(log, round, known);
        let (sender, acknowledgements) = channel();
        let clients: Vec<_> = (0..CLIENTS)
            .map(|client| {
                let sender = sender.clone();
                thread::spawn(move || {
                    let acknowledged = |token| sender.send(token).is_ok();
                    send_until_it_dies(address, &format!("k{round}-{client}"), &MIX, acknowledged)
                })
            })
            .collect();
        drop(sender);
        for _ in 0..enough {
            let token = acknowledgements.recv_timeout(PATIENCE).map_err(|_| "no acknowledgement comes")?;
            lock(known).acknowledged.insert(token);
        }
        process.kill()?;
        for client in clients {
            client.join().map_err(|_| "a client has panicked")??;
        }
        // What was on its way here when the server died was acknowledged as well.
        lock(known).acknowledged.extend(acknowledgements.try_iter());
        reader.join().map_err(|_| "the reader has panicked")?;
        self.read_rest(round, known)
    }

    /// The last life: everything comes to its end, and stays there after another start.
    fn live_to_the_end(&self, round: usize, known: &Shared) -> Result<(), String> {
        let (mut process, log, _) = self.start()?;
        let reader = self.read_mail(log, round, known);
        let begun = Instant::now();
        while self.messages_in_queue()? > 0 {
            // A thousand copies a second is little; there may be tens of thousands.
            if begun.elapsed() > PATIENCE * 5 {
                return Err("the queue does not become empty".into());
            }
        }
        process.signal("TERM")?;
        process.wait()?;
        reader.join().map_err(|_| "the reader has panicked")?;
        self.read_rest(round, known)?;

        let (mut process, log, _) = self.start()?;
        let left = self.messages_in_queue()?;
        process.signal("TERM")?;
        while let Some(line) = log.next()? {
            let Some(place) = line["place"].as_str().filter(|_| line["message"] == "delivered") else {
                continue;
            };
            let text = fs::read_to_string(place).map_err(|error| format!("{place}: {error}"))?;
            let copy = MIX.read_copy(&text)?;
            let lives = lock(known).copies.get(&copy).cloned().unwrap_or_default();
            return Err(format!(
                "what was done comes back after life {round}: {line}, delivered before in lives {lives:?}"
            ));
        }
        process.wait()?;
        if left > 0 { Err(format!("{left} messages that were done are in the queue again")) } else { Ok(()) }
    }

    fn start(&self) -> Result<(Running, Log, SocketAddr), String> {
        let started = Running::start(&mut serve(&self.postrider, &self.config));
        let (process, log) = started.map_err(|failure| failure.to_string())?;
        let address = log.listening()?;
        Ok((process, log, address))
    }

    /// Takes each copy out of its Maildir when the log says that it is there, until the server is gone.
    fn read_mail(&self, log: Log, life: usize, known: &Shared) -> thread::JoinHandle<()> {
        let known = Arc::clone(known);
        thread::spawn(move || {
            while let Ok(Some(line)) = log.next() {
                if let ("delivered", Some(place)) =
                    (line["message"].as_str().unwrap_or_default(), line["place"].as_str())
                {
                    take(Path::new(place), life, &known);
                } else if line["level"] == "error" || line.is_string() {
                    lock(&known).faults.push(format!("the server says: {line}"));
                }
            }
        })
    }

    /// Takes what is left in the Maildirs.
    fn read_rest(&self, life: usize, known: &Shared) -> Result<(), String> {
        let maildirs = self.data.join("mail/localhost");
        let at = |error: std::io::Error| format!("{}: {error}", maildirs.display());
        // Before the first delivery there is none.
        if !maildirs.exists() {
            return Ok(());
        }
        for mailbox in fs::read_dir(&maildirs).map_err(at)? {
            let new = mailbox.map_err(at)?.path().join("new");
            for copy in fs::read_dir(&new).into_iter().flatten() {
                take(&copy.map_err(at)?.path(), life, known);
            }
        }
        Ok(())
    }

    /// How many there are, up to a hundred.
    fn messages_in_queue(&self) -> Result<usize, String> {
        let mut list = Command::new(&self.postrider);
        // One may be done while it is listed; a hundred are not.
        list.args(["queue", "list", "--json", "--most", "100", "--data"]).arg(&self.data);
        Ok(run_to_end(&mut list).map_err(|failure| failure.to_string())?.lines().count())
    }
}

/// A copy is read, and gone from the Maildir.
fn take(place: &Path, life: usize, known: &Shared) {
    let text = fs::read_to_string(place).and_then(|text| fs::remove_file(place).map(|()| text));
    let read = text.map_err(|error| format!("{}: {error}", place.display()));
    let read = read.and_then(|text| MIX.read_copy(&text));
    let mut known = lock(known);
    match read {
        Ok(copy) => known.copies.entry(copy).or_default().push(life),
        Err(fault) => known.faults.push(fault),
    }
}

/// Sends letter after letter, all in one session, and tells which were acknowledged, until nobody wants to know.
pub fn send_until_it_dies(
    address: SocketAddr,
    name: &str,
    mix: &Mix,
    mut acknowledged: impl FnMut(String) -> bool,
) -> Result<(), String> {
    let Ok(mut client) = Client::connect(address) else { return Ok(()) };
    for number in 0.. {
        let letter = mix.letter(&format!("{name}-{number}"));
        match client.send(&letter) {
            // Whoever counts has counted enough.
            Ok(Said::Accepted(_)) if !acknowledged(letter.token) => break,
            Ok(Said::Accepted(_)) => {}
            Ok(Said::Refused { at, reply }) => return Err(format!("{at} was refused: {reply}")),
            Err(_) => break,
        }
    }
    Ok(())
}

/// What came more than once.
#[derive(Debug, PartialEq, Eq)]
struct Twice {
    copies: usize,
    messages: usize,
}

impl Known {
    /// Messages that were kept and never acknowledged.
    fn unheard(&self) -> usize {
        let found: BTreeSet<&String> = self.copies.keys().map(|(token, _)| token).collect();
        found.into_iter().filter(|token| !self.acknowledged.contains(*token)).count()
    }

    /// Nothing is lost or altered, and what came twice was under way when the server was killed.
    fn verdict(&self, kills: usize) -> Result<Twice, String> {
        let mut faults = self.faults.clone();
        for token in &self.acknowledged {
            for to in MIX.letter(token).to {
                if !self.copies.contains_key(&(token.clone(), to.clone())) {
                    faults.push(format!("{token} was acknowledged, and {to} has no copy"));
                }
            }
        }
        // For each kill, the messages of which it has made a copy come again.
        let mut again: Vec<BTreeSet<&String>> = vec![BTreeSet::new(); kills];
        let mut copies = 0;
        for ((token, to), lives) in &self.copies {
            for pair in lives.windows(2) {
                copies += 1;
                if pair[0] == pair[1] {
                    faults.push(format!("{token} came to {to} twice in one life of the server"));
                } else if let Some(kill) = again.get_mut(pair[0]) {
                    kill.insert(token);
                }
            }
        }
        for (kill, messages) in again.iter().enumerate() {
            if messages.len() > AT_ONCE {
                faults.push(format!(
                    "{} messages came again after kill {kill}, and {AT_ONCE} can be under way",
                    messages.len()
                ));
            }
        }
        if faults.is_empty() {
            return Ok(Twice { copies, messages: again.iter().map(BTreeSet::len).sum() });
        }
        let shown: Vec<&str> = faults.iter().take(20).map(String::as_str).collect();
        Err(format!("{} faults: {}", faults.len(), shown.join("; ")))
    }
}

fn lock(known: &Shared) -> std::sync::MutexGuard<'_, Known> {
    known.lock().unwrap_or_else(PoisonError::into_inner)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn known(lives: &[usize]) -> Known {
        let letter = MIX.letter("a");
        let copies =
            letter.to.iter().map(|to| ((letter.token.clone(), to.clone()), lives.to_vec())).collect();
        Known { acknowledged: [letter.token].into(), copies, faults: Vec::new() }
    }

    #[test]
    fn what_is_lost_or_twice_in_one_life_is_a_fault() {
        let copies = MIX.letter("a").to.len();
        assert_eq!(known(&[3]).verdict(5), Ok(Twice { copies: 0, messages: 0 }));
        assert_eq!(known(&[3, 4]).verdict(5), Ok(Twice { copies, messages: 1 }));
        assert!(known(&[3, 3]).verdict(5).is_err());
        let lost = Known { copies: BTreeMap::new(), ..known(&[3]) };
        assert!(lost.verdict(5).expect_err("it is lost").contains("has no copy"));
        let altered = Known { faults: vec!["a was altered".into()], ..known(&[3]) };
        assert!(altered.verdict(5).is_err());
    }

    #[test]
    fn more_than_can_be_under_way_is_a_fault() {
        let copies = (0..=AT_ONCE).map(|i| ((format!("a{i}"), "x".to_owned()), vec![1, 2])).collect();
        let known = Known { copies, ..Known::default() };
        assert!(known.verdict(5).expect_err("too many").contains("can be under way"));
    }
}
