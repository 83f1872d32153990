//! kill -9, again and again on the same data, while clients send and their mail is relayed to a next hop that counts.
//!
//! ```text
//!   MAIL ... dot ─▶ kept ─▶ 250 ─▶ outcome on the disk      killed between `kept` and the outcome: it comes again, and nowhere else
//! ```
//!
//! Every second kill comes when a session of the next hop stands still at a point chosen before, from the greeting to the moment behind
//! its last 250; the others come whenever they come. A recipient that was acknowledged is, in the end, in one of three places: with the
//! next hop, in a report to the sender, or in the queue.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::mpsc::{Receiver, Sender, channel};
use std::thread::{self, JoinHandle};
use std::time::{Duration, Instant};

use super::hop::{Event, Hop, Point, Seen, name_of, refuses};
use super::kill::send_until_it_dies;
use super::letter::{Mix, SENDER};
use super::mailroom::Mailroom;
use super::{Bench, Flags, serve};
use crate::chance::Chance;
use crate::failure::Failure;
use crate::server::{Log, PATIENCE, Running};
use crate::workspace::run as run_to_end;

/// Clients that send at the same time.
const CLIENTS: usize = 4;
/// Messages under way at once, as the configuration says.
const AT_ONCE: usize = 16;
/// Letters that one of them sends in a round at most: where the next hop is slow, the queue does not grow without end.
const SENT_MOST: usize = 300;
/// A round is over after the next hop has kept so many messages at most, or after it has then stood still.
const KEPT_MOST: usize = 500;

const MIX: Mix = Mix {
    small_octets: 8_000,
    large_one_in: 100,
    large_octets: 300_000,
    many_one_in: 100,
    many: 30,
    mailboxes: 200,
};

/// Kills it so many times, 50 unless something else is said.
pub fn run(bench: &Bench, flags: Flags) -> Result<(), Failure> {
    let (rounds, seed) = (flags.rounds.unwrap_or(50), flags.seed.unwrap_or(1));
    let begun = Instant::now();
    let folder = bench.empty_folder("delivery")?;
    let told =
        Lives::prepare(bench, &folder).and_then(|lives| lives.run(rounds, seed)).map_err(Failure::Found)?;
    println!("{told}, in {} s (seed {seed})", begun.elapsed().as_secs());
    Ok(())
}

/// A server that is started again after each of its deaths, and what stands behind it.
struct Lives {
    mailroom: Mailroom,
    config: PathBuf,
    hop: Hop,
    /// Where the next hop listens.
    next: SocketAddr,
    events: Receiver<Event>,
    /// For the clients.
    sender: Sender<Event>,
}

/// What was found, told at the end.
#[derive(Debug, Default, PartialEq, Eq)]
struct Verdict {
    recipients: usize,
    kept: usize,
    bounced: usize,
    queued: usize,
    unheard: usize,
    twice: usize,
    twice_messages: usize,
}

impl Lives {
    fn prepare(bench: &Bench, folder: &Path) -> Result<Self, String> {
        let (sender, events) = channel();
        let (hop, next) = Hop::start(MIX, sender.clone()).map_err(|error| error.to_string())?;
        let data = folder.join("data");
        let mailroom =
            Mailroom { postrider: bench.postrider.clone(), maildirs: data.join("mail"), data, mix: MIX };
        Ok(Self { mailroom, config: folder.join("postrider.toml"), hop, next, events, sender })
    }

    fn run(&self, rounds: usize, seed: u64) -> Result<String, String> {
        let mut acknowledged = BTreeSet::new();
        let mut chance = Chance::new(seed);
        for round in 0..rounds {
            let kept = 1 + chance.below(KEPT_MOST);
            let trap = (round % 2 == 0).then(|| Point::ALL[round / 2 % Point::ALL.len()]);
            self.live_and_die(round, kept, trap, &mut acknowledged)
                .map_err(|why| format!("life {round}, trap {trap:?}: {why}"))?;
            if round % 10 == 9 {
                println!("  {} kills, {} acknowledged", round + 1, acknowledged.len());
            }
        }
        self.live_to_the_end(rounds)?;
        let queued = self.nothing_comes_back(rounds + 1)?;
        let reported = reports(&self.mailroom.maildirs.join("client.example/sender/new"))?;
        let seen = self.hop.seen();
        let verdict = verdict(&acknowledged, &seen, &reported, &queued, rounds)?;
        Ok(verdict.told(&acknowledged, &seen, rounds))
    }

    /// One life under load. It ends when the next hop has kept so many more messages, and then stands still at this point, if there
    /// is one.
    fn live_and_die(
        &self,
        life: usize,
        kept: usize,
        trap: Option<Point>,
        acknowledged: &mut BTreeSet<String>,
    ) -> Result<(), String> {
        let (mut process, log, address) = self.start(life)?;
        let reader = watch(log);
        let clients: Vec<_> = (0..CLIENTS)
            .map(|client| {
                let sender = self.sender.clone();
                thread::spawn(move || {
                    let mut left = SENT_MOST;
                    let acknowledged = |token| {
                        left -= 1;
                        sender.send(Event::Acknowledged(token)).is_ok() && left > 0
                    };
                    send_until_it_dies(address, &format!("d{life}-{client}"), &MIX, acknowledged)
                })
            })
            .collect();
        self.wait(acknowledged, &Event::Kept, kept)?;
        if let Some(point) = trap {
            self.hop.trap(point);
            self.wait(acknowledged, &Event::Trapped, 1)?;
        }
        process.kill()?;
        for client in clients {
            client.join().map_err(|_| "a client has panicked")??;
        }
        // What was on its way here when the server died was acknowledged as well.
        for event in self.events.try_iter() {
            note(event, acknowledged);
        }
        reader.join().map_err(|_| "the reader has panicked")?
    }

    /// Waits until this has happened so often, and notes what was acknowledged meanwhile.
    fn wait(&self, acknowledged: &mut BTreeSet<String>, wanted: &Event, times: usize) -> Result<(), String> {
        let mut left = times;
        while left > 0 {
            let event = self.events.recv_timeout(PATIENCE);
            let event = event.map_err(|_| format!("{left} of {times} times {wanted:?} do not come"))?;
            left -= usize::from(event == *wanted);
            note(event, acknowledged);
        }
        Ok(())
    }

    /// The last life but one: the next hop takes what it can, until only that is left of which nobody knows whether it has it. Such a
    /// message is not sent again for half an hour.
    fn live_to_the_end(&self, life: usize) -> Result<(), String> {
        self.hop.calm();
        let (mut process, log, _) = self.start(life)?;
        let reader = watch(log);
        let begun = Instant::now();
        while !self.is_at_rest()? {
            if begun.elapsed() > PATIENCE * 5 {
                return Err("the queue does not come to rest".into());
            }
            // As long as something comes, there is more to come; a first retry is due after a second.
            while self.events.recv_timeout(Duration::from_millis(200)).is_ok() {}
        }
        process.signal("TERM")?;
        process.wait()?;
        reader.join().map_err(|_| "the reader has panicked")?
    }

    /// Starts it once more: what was done is not done again. Gives what is still queued.
    fn nothing_comes_back(&self, life: usize) -> Result<BTreeMap<String, BTreeSet<String>>, String> {
        let before: usize = self.hop.seen().kept.values().map(Vec::len).sum();
        let (mut process, log, _) = self.start(life)?;
        let reader = watch(log);
        if !self.is_at_rest()? {
            return Err("what was at rest is under way again".into());
        }
        let mail = self.mailroom.look()?;
        process.signal("TERM")?;
        process.wait()?;
        reader.join().map_err(|_| "the reader has panicked")??;
        let after: usize = self.hop.seen().kept.values().map(Vec::len).sum();
        match mail.altered.first() {
            Some(fault) => Err(fault.clone()),
            None if after > before => Err(format!("{} that were done came again", after - before)),
            None => Ok(mail.queued),
        }
    }

    fn start(&self, life: usize) -> Result<(Running, Log, SocketAddr), String> {
        let text = include_str!("delivery.toml")
            .replace("{data}", &self.mailroom.data.display().to_string())
            .replace("{next}", &self.next.to_string())
            .replace("{hello_name}", &name_of(life));
        fs::write(&self.config, text).map_err(|error| format!("{}: {error}", self.config.display()))?;
        let started = Running::start(&mut serve(&self.mailroom.postrider, &self.config));
        let (process, log) = started.map_err(|failure| failure.to_string())?;
        let address = log.listening()?;
        Ok((process, log, address))
    }

    /// Whether nothing in the queue is due within ten minutes.
    fn is_at_rest(&self) -> Result<bool, String> {
        // The times of the queue are text that can be compared, and so is this.
        let soon =
            run_to_end(Command::new("date").args(["-u", "-d", "+10 minutes", "+%Y-%m-%dT%H:%M:%S.000Z"]));
        let soon = soon.map_err(|failure| failure.to_string())?;
        let rows = self.mailroom.list()?;
        Ok(rows
            .iter()
            .all(|row| row["under_way"] == 0 && row["due"].as_str().is_some_and(|due| due > soon.trim())))
    }
}

fn note(event: Event, acknowledged: &mut BTreeSet<String>) {
    if let Event::Acknowledged(token) = event {
        acknowledged.insert(token);
    }
}

/// Reads the log to its end. What the server itself calls an error is one.
fn watch(log: Log) -> JoinHandle<Result<(), String>> {
    thread::spawn(move || {
        while let Ok(Some(line)) = log.next() {
            if line["level"] == "error" || line.is_string() {
                return Err(format!("the server says: {line}"));
            }
        }
        Ok(())
    })
}

/// The reports in this folder of a Maildir: for each letter and recipient that one speaks of as failed, how many.
fn reports(new: &Path) -> Result<BTreeMap<(String, String), usize>, String> {
    let mut reported = BTreeMap::new();
    // Before the first there is no mailbox.
    if !new.exists() {
        return Ok(reported);
    }
    let at = |error: std::io::Error| format!("{}: {error}", new.display());
    for report in fs::read_dir(new).map_err(at)? {
        let report = report.map_err(at)?.path();
        let text = fs::read_to_string(&report).map_err(|error| format!("{}: {error}", report.display()))?;
        // The last one is that of the message that is returned.
        let token = text.rsplit_once("\nSubject: ").and_then(|(_, rest)| rest.lines().next());
        let token = token.filter(|_| text.contains("\nAction: failed\n"));
        let token = token.ok_or_else(|| format!("this is no report of a failure: {text}"))?;
        let failed = text.lines().filter_map(|line| line.strip_prefix("Final-Recipient: rfc822; "));
        for to in failed {
            *reported.entry((token.to_owned(), to.to_owned())).or_default() += 1;
        }
    }
    Ok(reported)
}

/// Nothing is lost, nothing is told twice or of a copy that has arrived, and what came twice was under way when the server was killed.
fn verdict(
    acknowledged: &BTreeSet<String>,
    seen: &Seen,
    reported: &BTreeMap<(String, String), usize>,
    queued: &BTreeMap<String, BTreeSet<String>>,
    kills: usize,
) -> Result<Verdict, String> {
    let mut verdict = Verdict { kept: seen.kept.len(), bounced: reported.len(), ..Verdict::default() };
    let mut faults = seen.faults.clone();
    verdict.queued = queued.values().map(BTreeSet::len).sum();
    for token in acknowledged {
        for to in MIX.letter(token).to {
            verdict.recipients += 1;
            let waits = queued.get(token).is_some_and(|waiting| waiting.contains(&to));
            let one = (token.clone(), to);
            if !waits && !seen.kept.contains_key(&one) && !reported.contains_key(&one) {
                faults.push(format!("{} was acknowledged, and is lost for {}", one.0, one.1));
            }
        }
    }
    for (one, reports) in reported {
        let (token, to) = one;
        if seen.kept.contains_key(one) {
            faults.push(format!("{token} was delivered to {to}, and {SENDER} is told that it was not"));
        }
        if *reports > 1 {
            faults.push(format!("{SENDER} is told {reports} times that {token} was not delivered to {to}"));
        }
        if !refuses(to) {
            faults.push(format!(
                "{SENDER} is told that {token} was not delivered to {to}, which nobody refuses"
            ));
        }
    }
    let heard: BTreeSet<&String> = seen.kept.keys().chain(reported.keys()).map(|(token, _)| token).collect();
    verdict.unheard = heard.into_iter().filter(|token| !acknowledged.contains(*token)).count();
    // For each kill, the messages of which it has made a copy come again.
    let mut again: Vec<BTreeSet<&String>> = vec![BTreeSet::new(); kills];
    for ((token, to), lives) in &seen.kept {
        for pair in lives.windows(2) {
            verdict.twice += 1;
            match again.get_mut(pair[0]) {
                Some(kill) if pair[0] < pair[1] => drop(kill.insert(token)),
                _ => faults.push(format!(
                    "{token} came for {to} in the lives {lives:?}, and no kill is between them"
                )),
            }
        }
    }
    for (kill, messages) in again.iter().enumerate().filter(|(_, messages)| messages.len() > AT_ONCE) {
        let messages = messages.len();
        faults.push(format!(
            "{messages} messages came again after kill {kill}, and {AT_ONCE} can be under way"
        ));
    }
    verdict.twice_messages = again.iter().map(BTreeSet::len).sum();
    if faults.is_empty() {
        return Ok(verdict);
    }
    let shown: Vec<&str> = faults.iter().take(20).map(String::as_str).collect();
    Err(format!("{} faults: {}", faults.len(), shown.join("; ")))
}

impl Verdict {
    fn told(&self, acknowledged: &BTreeSet<String>, seen: &Seen, kills: usize) -> String {
        let trapped: usize = seen.trapped.values().sum();
        let closed: Vec<String> =
            seen.closed.iter().map(|(point, times)| format!("{point:?} {times}")).collect();
        format!(
            "{} messages for {} recipients acknowledged over {kills} kills, {trapped} of them while the next hop stood still: none lost, \
             none altered; {} kept by the next hop, {} bounced, {} still queued since nobody knows whether the next hop has them; {} more \
             messages were kept without the client having heard of it; {} copies of {} messages came twice, each killed between \
             the reply of the next hop and the outcome; {} recipients were put off, and the next hop closed connections at {}",
            acknowledged.len(),
            self.recipients,
            self.kept,
            self.bounced,
            self.queued,
            self.unheard,
            self.twice,
            self.twice_messages,
            seen.put_off,
            closed.join(", ")
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A letter for several, one of whom is refused.
    fn letter() -> (String, Vec<String>) {
        let letters = (0..).map(|number| MIX.letter(&format!("a-many-{number}")));
        let mut some_refused = letters.filter(|letter| letter.to.iter().any(|to| refuses(to)));
        let letter = some_refused.next().expect("there are infinitely many");
        (letter.token, letter.to)
    }

    /// What there is when each recipient of the letter is where it belongs.
    fn all_well(lives: &[usize]) -> (BTreeSet<String>, Seen, BTreeMap<(String, String), usize>) {
        let (token, to) = letter();
        let (refused, taken): (Vec<String>, Vec<String>) = to.into_iter().partition(|to| refuses(to));
        let kept = taken.into_iter().map(|to| ((token.clone(), to), lives.to_vec())).collect();
        let reported = refused.into_iter().map(|to| ((token.clone(), to), 1)).collect();
        ([token].into(), Seen { kept, ..Seen::default() }, reported)
    }

    #[test]
    fn a_recipient_is_delivered_bounced_or_queued_or_lost() {
        let (acknowledged, mut seen, mut reported) = all_well(&[2]);
        let judged =
            |seen: &Seen, reported: &_, queued: &_| verdict(&acknowledged, seen, reported, queued, 5);
        let nothing = BTreeMap::new();
        assert!(judged(&seen, &reported, &nothing).is_ok());
        let (one, _) = seen.kept.pop_first().expect("somebody is not refused");
        let lost = judged(&seen, &reported, &nothing).expect_err("one is lost");
        assert!(lost.contains("is lost for"), "{lost}");
        let queued = BTreeMap::from([(one.0, BTreeSet::from([one.1]))]);
        assert_eq!(judged(&seen, &reported, &queued).expect("it is queued").queued, 1);
        *reported.first_entry().expect("somebody is refused").get_mut() = 2;
        assert!(judged(&seen, &reported, &queued).is_err());
    }

    #[test]
    fn what_comes_twice_is_explained_by_a_kill_or_a_fault() {
        let nothing = BTreeMap::new();
        for (lives, well) in
            [(vec![1, 2], true), (vec![1, 1], false), (vec![4, 5], true), (vec![5, 6], false)]
        {
            let (acknowledged, seen, reported) = all_well(&lives);
            assert_eq!(verdict(&acknowledged, &seen, &reported, &nothing, 5).is_ok(), well, "{lives:?}");
        }
    }
}
