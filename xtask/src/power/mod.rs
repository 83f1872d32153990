//! `cargo xtask power`: the power is cut, thousands of times, on a disk that remembers every write and every flush.
//!
//! A run of the built server is recorded once. For each cut a disk is made as it may have been at that moment: all that was
//! flushed is on it, and of what was written since, nothing, or some, in whole or in parts. The kernel mounts it, and the
//! built server is started on it. Every letter that had been acknowledged before the cut has to be there.

mod cut;
mod device;
mod record;
mod writes;

use std::fs::File;
use std::os::unix::fs::FileExt as _;
use std::path::{Path, PathBuf};
use std::sync::mpsc::{Receiver, Sender, SyncSender, channel, sync_channel};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;
use std::time::Instant;

use crate::chance::Chance;
use crate::crash::mailroom::Mailroom;
use crate::crash::memory::Memory;
use crate::crash::workers::lock;
use crate::crash::{Bench, serve, write_config};
use crate::failure::Failure;
use crate::install::Missing;
use crate::server::Running;

use cut::{Cut, Disk, Epoch};
use device::Mounted;
use record::{CONFIG, MIX, Recorded};

/// Disks that are looked at at the same time.
const AT_ONCE: usize = 3;

/// What the person asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Flags {
    states: usize,
    letters: usize,
    seed: u64,
    prove_it_can_fail: bool,
}

/// Runs `cargo xtask power [--states N] [--letters N] [--seed N] [--prove-it-can-fail]`.
pub fn command(words: &[&str]) -> Result<(), Failure> {
    let flags = Flags::parse(words)?;
    device::prepare().map_err(|Missing(why)| Failure::Found(why))?;
    let begun = Instant::now();
    let bench = Bench::new()?;
    let memory = Memory::mount(bench.folder("memory")?, 4096)?;
    println!("recording: {} letters", flags.letters);
    let recorded = record::record(&bench.postrider, &memory.folder, flags.letters, flags.prove_it_can_fail)?;
    let entries = writes::read(&recorded.log).map_err(Failure::Found)?;
    writes::check(&entries, &recorded.log, &recorded.disk).map_err(Failure::Found)?;
    let epochs = cut::epochs(&entries, &recorded.log).map_err(Failure::Found)?;
    println!(
        "recorded in {} s: {} acknowledged, {} flushes, {} writes",
        begun.elapsed().as_secs(),
        recorded.acknowledged.len(),
        epochs.len() - 1,
        epochs.iter().skip(1).map(|epoch| epoch.writes.len()).sum::<usize>()
    );
    let cuts = Cuts { postrider: bench.postrider, folder: memory.folder.clone(), recorded, epochs };
    let tally = cuts.look_at_all(flags).map_err(Failure::Found)?;
    println!("{tally}, in {} s (seed {})", begun.elapsed().as_secs(), flags.seed);
    match (tally.faults.first(), flags.prove_it_can_fail) {
        (None, false) => Ok(()),
        (Some(fault), true) => {
            println!("a server whose syncs do nothing is found out: {fault}");
            Ok(())
        }
        (None, true) => Err(Failure::Found("a server whose syncs do nothing is not found out".into())),
        (Some(_), false) => {
            let shown: Vec<&str> = tally.faults.iter().take(20).map(String::as_str).collect();
            Err(Failure::Found(format!("{} faults: {}", tally.faults.len(), shown.join("; "))))
        }
    }
}

impl Flags {
    fn parse(words: &[&str]) -> Result<Self, Failure> {
        let mut flags = Self { states: 2500, letters: 400, seed: 1, prove_it_can_fail: false };
        let mut words = words.iter();
        while let Some(flag) = words.next() {
            if *flag == "--prove-it-can-fail" {
                (flags.prove_it_can_fail, flags.states) = (true, 300);
                continue;
            }
            let number = words.next().and_then(|number| number.parse().ok());
            let number: u64 = number.ok_or_else(|| Failure::Usage(format!("{flag} wants a number")))?;
            let size = usize::try_from(number).unwrap_or(usize::MAX);
            match *flag {
                "--states" => flags.states = size.max(1),
                "--letters" => flags.letters = size.max(1),
                "--seed" => flags.seed = number,
                other => return Err(Failure::Usage(format!("`power` knows no {other}"))),
            }
        }
        Ok(flags)
    }
}

/// Everything to cut, and where.
struct Cuts {
    postrider: PathBuf,
    folder: PathBuf,
    recorded: Recorded,
    epochs: Vec<Epoch>,
}

/// A disk to look at.
struct State {
    image: PathBuf,
    acknowledged: usize,
    /// For whoever wants to see it again.
    name: String,
}

/// What was seen.
#[derive(Debug, Default)]
struct Tally {
    states: usize,
    torn: usize,
    dropped: usize,
    reordered: usize,
    /// Acknowledged letters, over all states.
    looked_for: usize,
    queued: usize,
    faults: Vec<String>,
}

impl std::fmt::Display for Tally {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(
            f,
            "{} states of the disk ({} with writes dropped, {} with writes torn, {} with a later write kept and an earlier one \
             dropped); acknowledged letters looked for {} times, {} times found in the queue, else in Maildirs; {} faults",
            self.states,
            self.dropped,
            self.torn,
            self.reordered,
            self.looked_for,
            self.queued,
            self.faults.len()
        )
    }
}

impl Cuts {
    fn look_at_all(&self, flags: Flags) -> Result<Tally, String> {
        let tally = Mutex::new(Tally::default());
        thread::scope(|scope| {
            let (made, to_look_at) = sync_channel::<State>(0);
            let (empty, images) = channel::<PathBuf>();
            let to_look_at = Arc::new(Mutex::new(to_look_at));
            let mut workers = Vec::new();
            for worker in 0..AT_ONCE {
                // One more image than are looked at: the next is made meanwhile.
                let _ = empty.send(self.folder.join(format!("image-{worker}")));
                let (to_look_at, empty, tally) = (Arc::clone(&to_look_at), empty.clone(), &tally);
                workers.push(scope.spawn(move || self.work(worker, &to_look_at, &empty, tally)));
            }
            let _ = empty.send(self.folder.join("image-next"));
            drop((empty, to_look_at));
            let built = self.build(flags, &made, &images, &tally);
            drop(made);
            for worker in workers {
                worker.join().map_err(|_| "a worker has panicked")??;
            }
            built
        })?;
        Ok(tally.into_inner().unwrap_or_else(PoisonError::into_inner))
    }

    /// Makes one state after the other, going forward from flush to flush.
    fn build(
        &self,
        flags: Flags,
        made: &SyncSender<State>,
        images: &Receiver<PathBuf>,
        tally: &Mutex<Tally>,
    ) -> Result<(), String> {
        let mut chance = Chance::new(flags.seed);
        let mut disk = Disk::new();
        disk.flush(&self.epochs[0], &self.recorded.log);
        let count = self.epochs.len() - 1;
        for (number, epoch) in self.epochs.iter().enumerate().skip(1) {
            // Evenly over the run, and each flush at least once.
            let states = (flags.states * number / count - flags.states * (number - 1) / count).max(1);
            for state in 0..states {
                let cut = if state == 0 { epoch.cut_all() } else { epoch.cut(&mut chance) };
                // No image comes back when the others have given up.
                let Ok(image) = images.recv() else { return Ok(()) };
                self.write(&image, &disk, &cut, epoch)?;
                {
                    let mut tally = lock(tally);
                    tally.states += 1;
                    tally.dropped += usize::from(cut.dropped > 0);
                    tally.torn += usize::from(cut.torn > 0);
                    tally.reordered += usize::from(cut.reordered);
                    if tally.states.is_multiple_of(500) {
                        println!("  {} states, {} faults", tally.states, tally.faults.len());
                    }
                    if flags.prove_it_can_fail && !tally.faults.is_empty() {
                        return Ok(());
                    }
                }
                let name = format!("seed {}, epoch {number} of {count}, state {state}", flags.seed);
                let state = State { image, acknowledged: cut.acknowledged, name };
                if made.send(state).is_err() {
                    return Ok(());
                }
            }
            disk.flush(epoch, &self.recorded.log);
        }
        Ok(())
    }

    fn write(&self, image: &Path, disk: &Disk, cut: &Cut, epoch: &Epoch) -> Result<(), String> {
        let failed = |error: std::io::Error| format!("{}: {error}", image.display());
        // A file of its own for each: the kernel may still know a loop device of an earlier one, and would give it to whoever
        // mounts the same file again, with what it remembers of its octets.
        let file = File::create_new(image).map_err(failed)?;
        file.set_len(device::FILE_SYSTEM as u64).map_err(failed)?;
        for (at, octets) in disk.after(cut, epoch, &self.recorded.log) {
            file.write_all_at(octets, at as u64).map_err(failed)?;
        }
        Ok(())
    }

    fn work(
        &self,
        worker: usize,
        states: &Mutex<Receiver<State>>,
        empty: &Sender<PathBuf>,
        tally: &Mutex<Tally>,
    ) -> Result<(), String> {
        let folder = self.folder.join(format!("look-{worker}"));
        std::fs::create_dir_all(&folder).map_err(|error| format!("{}: {error}", folder.display()))?;
        let mut mounted = Mounted::at(folder.join("mounted"));
        let data = mounted.folder.join("data");
        let config = folder.join("postrider.toml");
        write_config(&config, &data, CONFIG).map_err(|failure| failure.to_string())?;
        let mailroom =
            Mailroom { postrider: self.postrider.clone(), maildirs: data.join("mail"), data, mix: MIX };
        loop {
            let next = lock(states).recv();
            let Ok(State { image, acknowledged, name }) = next else { return Ok(()) };
            let image_name = image.display().to_string();
            let seen = mounted
                .mount(&["-o", "loop", &image_name])
                .map_err(|failure| failure.to_string())
                .and_then(|()| self.look(&mailroom, &config, acknowledged));
            mounted.unmount().map_err(|failure| failure.to_string())?;
            {
                let mut tally = lock(tally);
                tally.looked_for += acknowledged;
                let faults = match seen {
                    Ok((queued, faults)) => {
                        tally.queued += queued;
                        faults
                    }
                    Err(why) => vec![why],
                };
                for fault in faults {
                    println!("  {fault} ({name})");
                    tally.faults.push(format!("{fault} ({name})"));
                }
            }
            std::fs::remove_file(&image).map_err(|error| format!("{image_name}: {error}"))?;
            let _ = empty.send(image);
        }
    }

    /// Starts the server on a disk, and gives how many letters wait in its queue, and what is wrong.
    fn look(
        &self,
        mailroom: &Mailroom,
        config: &Path,
        acknowledged: usize,
    ) -> Result<(usize, Vec<String>), String> {
        let started = Running::start(&mut serve(&self.postrider, config));
        let (mut process, log) = started.map_err(|failure| failure.to_string())?;
        log.listening()?;
        mailroom.wait_until_idle()?;
        let mail = mailroom.look()?;
        process.kill()?;
        let mut faults = mail.faults(&self.recorded.acknowledged[..acknowledged], &MIX);
        while let Some(line) = log.next()? {
            if line["level"] == "error" || line.is_string() {
                faults.push(format!("the server says: {line}"));
            }
        }
        Ok((mail.queued.len(), faults))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn flags_are_read() {
        let flags = Flags::parse(&["--seed", "7", "--states", "10"]).expect("flags");
        assert_eq!((flags.seed, flags.states, flags.prove_it_can_fail), (7, 10, false));
        assert!(Flags::parse(&["--prove-it-can-fail"]).expect("a flag").prove_it_can_fail);
        assert!(Flags::parse(&["--states"]).is_err());
        assert!(Flags::parse(&["--stats", "5"]).is_err());
    }
}
