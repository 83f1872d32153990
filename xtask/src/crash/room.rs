//! A disk that is full: mail is refused while it is, what is queued is finished all the same, and room that returns is used.

use std::collections::BTreeSet;
use std::fs;
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};
use std::time::Instant;

use postrider_proto::reply::catalogue;

use super::client::{Client, Said};
use super::faults::is;
use super::letter::Mix;
use super::mailroom::Mailroom;
use super::memory::Memory;
use super::{Bench, serve, write_config};
use crate::failure::Failure;
use crate::server::{Log, PATIENCE, Running};

/// The size of the disk.
const DISK_MIB: usize = 32;

const MIX: Mix = Mix {
    small_octets: 50_000,
    large_one_in: 20,
    large_octets: 300_000,
    many_one_in: 30,
    many: 10,
    mailboxes: 10,
};

const CONFIG: &str = "[limits]\nrecipients = 100\n\
    [queue]\nfree_floor_octets = 4_194_304\nsegment_octets = 1_048_576\nretry_seconds = [1]\n";

/// Fills a disk twice.
pub fn run(bench: &Bench) -> Result<(), Failure> {
    let begun = Instant::now();
    let memory = Memory::mount(bench.folder("small-disk")?, DISK_MIB)?;
    // The Maildirs are elsewhere: this is about the disk of the queue.
    let maildirs = bench.empty_folder("maildirs")?;
    let folder = bench.folder("room")?;
    let config = folder.join("postrider.toml");
    let data = memory.folder.join("data");
    write_config(&config, &data, &format!("{CONFIG}[delivery]\nmaildirs = {maildirs:?}\n"))?;
    let mailroom = Mailroom { postrider: bench.postrider.clone(), data, maildirs, mix: MIX };
    let told = fill_twice(&mailroom, &config, &memory.folder).map_err(Failure::Found)?;
    println!("{told}, in {} s", begun.elapsed().as_secs());
    Ok(())
}

fn fill_twice(mailroom: &Mailroom, config: &Path, disk: &Path) -> Result<String, String> {
    let mut acknowledged = BTreeSet::new();
    let closed = Closed::close(&mailroom.maildirs)?;
    let (mut process, log) = start(mailroom, config)?;
    let mut client = Client::connect(log.listening()?).map_err(|error| error.to_string())?;

    // Mail that cannot be delivered fills it.
    let at = send_until_refused(&mut client, "first", &mut acknowledged)?;
    let first = acknowledged.len();
    if at != "MAIL" {
        return Err(format!("a disk without room is told at {at} and not at MAIL"));
    }
    // What is queued is finished in the room that is kept; then there is room again, for the same server.
    closed.open()?;
    mailroom.wait_until_empty()?;
    send_until_accepted(&mut client, "between", &mut acknowledged)?;
    mailroom.wait_until_empty()?;

    // Somebody else fills it, to the last octet.
    let ballast = disk.join("ballast");
    fill(&ballast)?;
    let begun = acknowledged.len();
    let at = send_until_refused(&mut client, "second", &mut acknowledged)?;
    let second = acknowledged.len() - begun;
    if at != "MAIL" {
        return Err(format!("a disk that is full is told at {at} and not at MAIL"));
    }
    fs::remove_file(&ballast).map_err(|error| error.to_string())?;
    send_until_accepted(&mut client, "last", &mut acknowledged)?;
    mailroom.wait_until_empty()?;
    drop(client);
    end(&mut process, &log)?;

    // All of it is in the mailboxes, and nothing comes back.
    let (mut process, log) = start(mailroom, config)?;
    log.listening()?;
    let mail = mailroom.look()?;
    let mut faults = mail.faults(&acknowledged, &MIX);
    faults.extend(mail.queued.keys().map(|token| format!("{token} was done, and is queued again")));
    end(&mut process, &log)?;
    if !faults.is_empty() {
        return Err(faults.join("; "));
    }
    Ok(format!(
        "a disk of {DISK_MIB} MiB: {first} letters that could not be delivered filled it, more were refused at MAIL, all were delivered \
         in the room that is kept, and the next was taken without a restart; filled by somebody else, {second} were taken before the \
         refusal at MAIL, and the next when there was room again; {} acknowledged, all delivered",
        acknowledged.len()
    ))
}

fn start(mailroom: &Mailroom, config: &Path) -> Result<(Running, Log), String> {
    Running::start(&mut serve(&mailroom.postrider, config)).map_err(|failure| failure.to_string())
}

fn end(process: &mut Running, log: &Log) -> Result<(), String> {
    process.signal("TERM")?;
    while let Some(line) = log.next()? {
        if line.is_string() {
            return Err(format!("the server says: {line}"));
        }
    }
    let status = process.wait()?;
    if status.success() { Ok(()) } else { Err(format!("the server ended with {status}")) }
}

/// Sends letters until one is refused at MAIL, or so often in another place that it never is there. Tells where.
fn send_until_refused(
    client: &mut Client,
    name: &str,
    acknowledged: &mut BTreeSet<String>,
) -> Result<&'static str, String> {
    let mut refused = 0;
    for number in 0.. {
        let letter = MIX.letter(&format!("{name}-{number}"));
        match client.send(&letter).map_err(|error| error.to_string())? {
            Said::Accepted(_) => {
                acknowledged.insert(letter.token);
            }
            Said::Refused { reply, .. } if !is(&reply, &catalogue::NO_ROOM) => {
                return Err(format!("{} was refused: {reply}", letter.token));
            }
            // A large one may have no room where a small one has.
            Said::Refused { at, .. } if at == "MAIL" || refused > 100 => return Ok(at),
            Said::Refused { .. } => refused += 1,
        }
    }
    Err("there is always room".into())
}

/// Sends letters until one is accepted.
fn send_until_accepted(
    client: &mut Client,
    name: &str,
    acknowledged: &mut BTreeSet<String>,
) -> Result<(), String> {
    let begun = Instant::now();
    for number in 0.. {
        let letter = MIX.letter(&format!("{name}-small-{number}"));
        match client.send(&letter).map_err(|error| error.to_string())? {
            Said::Accepted(_) => {
                acknowledged.insert(letter.token);
                return Ok(());
            }
            Said::Refused { reply, .. } if begun.elapsed() > PATIENCE => {
                return Err(format!("there is room again, and mail is still refused: {reply}"));
            }
            Said::Refused { .. } => {}
        }
    }
    Ok(())
}

/// Fills the disk, so that not one octet more can be written.
fn fill(ballast: &Path) -> Result<(), String> {
    let mut file = fs::File::create(ballast).map_err(|error| error.to_string())?;
    let mut piece = vec![0; 64 * 1024];
    while !piece.is_empty() {
        match file.write_all(&piece) {
            Ok(()) => {}
            Err(error) if error.kind() == io::ErrorKind::StorageFull => piece.truncate(piece.len() / 2),
            Err(error) => return Err(format!("{}: {error}", ballast.display())),
        }
    }
    Ok(())
}

/// Maildirs that nothing can be delivered to: a symbolic link is where the folder of the domain should be.
struct Closed {
    link: PathBuf,
}

impl Closed {
    fn close(maildirs: &Path) -> Result<Self, String> {
        let link = maildirs.join("localhost");
        std::os::unix::fs::symlink("/nowhere", &link).map_err(|error| error.to_string())?;
        Ok(Self { link })
    }

    fn open(self) -> Result<(), String> {
        fs::remove_file(&self.link).map_err(|error| error.to_string())
    }
}
