//! The run that is recorded: a server on the disk, clients that send to it, and a mark on the disk for every acknowledgement.

use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::{Mutex, PoisonError};
use std::thread;

use super::cut::{BEGIN, END};
use super::device::Device;
use crate::crash::client::{Client, Said};
use crate::crash::letter::Mix;
use crate::crash::{serve, write_config};
use crate::failure::Failure;
use crate::server::{Log, Running};

/// Clients that send at the same time.
const CLIENTS: usize = 4;

/// Small letters for the most part: what matters is how they are kept, and an image holds all of them.
pub const MIX: Mix = Mix {
    small_octets: 7_000,
    large_one_in: 15,
    large_octets: 20_000,
    many_one_in: 25,
    many: 6,
    mailboxes: 12,
};

/// Segments that are used again and again within a short run.
pub const CONFIG: &str = "[limits]\nrecipients = 100\n\
    [queue]\nsegment_octets = 262_144\nlarge_body_octets = 16_384\nfree_floor_octets = 1_048_576\n";

/// What was recorded.
#[derive(Debug)]
pub struct Recorded {
    /// The letters that were acknowledged, in the order of their marks.
    pub acknowledged: Vec<String>,
    /// The log of the disk.
    pub log: Vec<u8>,
    /// The disk itself, after the run.
    pub disk: Vec<u8>,
}

/// Records a run in which so many letters are acknowledged. The server lives twice: once it is told to stop, once it is killed.
pub fn record(
    postrider: &Path,
    folder: &Path,
    letters: usize,
    without_syncs: bool,
) -> Result<Recorded, Failure> {
    let device = Device::make(folder)?;
    let data = device.mounted.folder.join("data");
    let config = folder.join("postrider.toml");
    write_config(&config, &data, CONFIG)?;
    // A mailbox that nothing can be delivered to: so some letters stay in the queue to the end.
    let localhost = data.join("mail/localhost");
    std::fs::create_dir_all(&localhost).map_err(Failure::file(&localhost))?;
    let blocked = localhost.join("blocked");
    std::os::unix::fs::symlink("/nowhere", &blocked).map_err(Failure::file(&blocked))?;
    crate::workspace::run(Command::new("sync").arg("-f").arg(&localhost))?;

    let run = Run {
        postrider: postrider.to_owned(),
        config,
        device,
        acknowledged: Mutex::default(),
        without_syncs,
    };
    run.device.mark(BEGIN).map_err(Failure::Found)?;
    run.live(0, letters / 2, true).and_then(|()| run.live(1, letters, false)).map_err(Failure::Found)?;
    run.device.mark(END).map_err(Failure::Found)?;
    let Run { device, acknowledged, .. } = run;
    let acknowledged = acknowledged.into_inner().unwrap_or_else(PoisonError::into_inner);
    let (log, disk) = device.end()?;
    Ok(Recorded { acknowledged, log, disk })
}

struct Run {
    postrider: PathBuf,
    config: PathBuf,
    device: Device,
    acknowledged: Mutex<Vec<String>>,
    without_syncs: bool,
}

impl Run {
    /// A life of the server, until so many letters have been acknowledged in all.
    fn live(&self, life: usize, letters: usize, told_to_stop: bool) -> Result<(), String> {
        let mut command = serve(&self.postrider, &self.config);
        if self.without_syncs {
            command = without_syncs(&command);
        }
        let (mut process, log) = Running::start(&mut command).map_err(|failure| failure.to_string())?;
        let address = log.listening()?;
        thread::scope(|scope| {
            // Nobody waits for what it says, but it has to be able to say it.
            let reader = scope.spawn(move || drain(&log));
            let clients: Vec<_> = (0..CLIENTS)
                .map(|client| scope.spawn(move || self.send(address, &format!("p{life}-{client}"), letters)))
                .collect();
            for client in clients {
                client.join().map_err(|_| "a client has panicked")??;
            }
            if told_to_stop {
                process.signal("TERM")?;
                process.wait()?;
            } else {
                process.kill()?;
            }
            reader.join().map_err(|_| "the reader has panicked")?
        })
    }

    fn send(&self, address: SocketAddr, name: &str, letters: usize) -> Result<(), String> {
        let mut client = Client::connect(address).map_err(|error| error.to_string())?;
        for number in 0.. {
            // A few of them cannot be delivered.
            let blocked = if number == 5 { "-blocked" } else { "" };
            let letter = MIX.letter(&format!("{name}-{number}{blocked}"));
            match client.send(&letter).map_err(|error| error.to_string())? {
                Said::Accepted(_) => {}
                Said::Refused { at, reply } => return Err(format!("{at} was refused: {reply}")),
            }
            // Marks have the order of the list.
            let mut acknowledged = self.acknowledged.lock().unwrap_or_else(PoisonError::into_inner);
            self.device.mark(acknowledged.len() as u64)?;
            acknowledged.push(letter.token);
            if acknowledged.len() >= letters {
                break;
            }
        }
        Ok(())
    }
}

fn drain(log: &Log) -> Result<(), String> {
    while let Some(line) = log.next()? {
        if line["level"] == "error" || line.is_string() {
            return Err(format!("the server says: {line}"));
        }
    }
    Ok(())
}

/// The same server, with syncs that only seem to be done.
fn without_syncs(server: &Command) -> Command {
    let mut command = Command::new("strace");
    command.args(["-D", "-f", "-o", "/dev/null", "-e", "trace=fsync,fdatasync"]);
    command.args(["-e", "inject=fsync,fdatasync:retval=0"]);
    command.arg(server.get_program()).args(server.get_args());
    command
}
