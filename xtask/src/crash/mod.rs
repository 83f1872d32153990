//! `cargo xtask crash`: the promise, proven through the built server: what was acknowledged is there, whatever happens.

pub mod client;
mod delivery;
mod faults;
mod hop;
mod kill;
pub mod letter;
mod life;
pub mod mailroom;
pub mod memory;
mod room;
mod strace;
mod syscalls;
pub mod workers;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::failure::Failure;
use crate::install::{self, Missing};
use crate::server;

/// Where everything is that a run needs.
#[derive(Debug)]
pub struct Bench {
    /// The server, built.
    pub postrider: PathBuf,
    /// What this run makes; it goes when the run ends.
    scratch: tempfile::TempDir,
}

/// What a command may be told.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Flags {
    /// `--rounds N`
    pub rounds: Option<usize>,
    /// `--seed N`
    pub seed: Option<u64>,
}

/// Runs `cargo xtask crash WHAT [--rounds N] [--seed N]`.
pub fn command(words: &[&str]) -> Result<(), Failure> {
    let (what, flags) =
        words.split_first().ok_or_else(|| Failure::Usage("`crash` wants to know which kind".into()))?;
    let flags = Flags::parse(flags)?;
    match *what {
        "kill" => kill::run(&Bench::new()?, flags),
        "delivery" => delivery::run(&Bench::new()?, flags),
        "syscalls" => {
            strace::prepare().map_err(|Missing(why)| Failure::Found(why))?;
            syscalls::run(&Bench::new()?)
        }
        "faults" => {
            strace::prepare().map_err(|Missing(why)| Failure::Found(why))?;
            faults::run(&Bench::new()?, 1)
        }
        "room" if !install::is_root() => Err(Failure::Found(NEEDS_ROOT.into())),
        "room" => room::run(&Bench::new()?),
        other => Err(Failure::Usage(format!("`crash` knows no {other}"))),
    }
}

/// What `cargo xtask test` runs of it. Gives what was skipped, and why.
pub fn run() -> Result<Vec<String>, Failure> {
    let bench = Bench::new()?;
    kill::run(&bench, Flags::default())?;
    delivery::run(&bench, Flags::default())?;
    let mut skipped = Vec::new();
    match strace::prepare() {
        Ok(()) => {
            syscalls::run(&bench)?;
            // All of them take minutes.
            faults::run(&bench, 8)?;
        }
        Err(Missing(why)) => skipped.push(format!("kills and faults at every system call: {why}")),
    }
    if install::is_root() {
        room::run(&bench)?;
    } else {
        skipped.push(format!("a full disk: {NEEDS_ROOT}"));
    }
    Ok(skipped)
}

const NEEDS_ROOT: &str = "to mount a small disk needs root";

impl Flags {
    fn parse(words: &[&str]) -> Result<Self, Failure> {
        let mut flags = Self::default();
        let mut words = words.iter();
        while let Some(flag) = words.next() {
            let number = words.next().and_then(|number| number.parse::<u64>().ok());
            let number = number.ok_or_else(|| Failure::Usage(format!("{flag} wants a number")));
            match *flag {
                "--rounds" => flags.rounds = usize::try_from(number?).ok(),
                "--seed" => flags.seed = Some(number?),
                other => return Err(Failure::Usage(format!("`crash` knows no {other}"))),
            }
        }
        Ok(flags)
    }
}

impl Bench {
    /// Builds the server with the profile `ci`, and makes a folder for the run.
    pub fn new() -> Result<Self, Failure> {
        Self::with_profile("ci")
    }

    /// Builds the server with this profile, and makes a folder for the run.
    pub fn with_profile(profile: &str) -> Result<Self, Failure> {
        let postrider = server::build(profile)?;
        let parent = std::env::temp_dir();
        let scratch = tempfile::Builder::new().prefix("postrider-crash-").tempdir_in(&parent);
        Ok(Self { postrider, scratch: scratch.map_err(Failure::file(&parent))? })
    }

    /// A new folder with this name.
    pub fn folder(&self, name: &str) -> Result<PathBuf, Failure> {
        let folder = self.scratch.path().join(name);
        fs::create_dir_all(&folder).map_err(Failure::file(&folder))?;
        Ok(folder)
    }

    /// A folder with this name, and nothing of what an earlier use has left in it.
    pub fn empty_folder(&self, name: &str) -> Result<PathBuf, Failure> {
        let folder = self.folder(name)?;
        fs::remove_dir_all(&folder).map_err(Failure::file(&folder))?;
        self.folder(name)
    }
}

/// A server that takes mail for every name at localhost, keeps it in `data`, and is set like this besides.
pub fn write_config(file: &Path, data: &Path, more: &str) -> Result<(), Failure> {
    let text = format!(
        "hostname = \"mx.example.test\"\ndata = {data:?}\n\
         [[listener]]\naddress = \"127.0.0.1:0\"\n\
         [[domain]]\nname = \"localhost\"\nany_mailbox = true\n\
         [log]\nformat = \"json\"\n\
         {more}"
    );
    fs::write(file, text).map_err(Failure::file(file))
}

/// The command that runs it.
pub fn serve(postrider: &Path, config: &Path) -> Command {
    let mut command = Command::new(postrider);
    command.arg("serve").arg("--config").arg(config);
    command
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn flags_are_read() {
        assert_eq!(Flags::parse(&[]).expect("none"), Flags::default());
        let both = Flags::parse(&["--seed", "7", "--rounds", "50"]).expect("both");
        assert_eq!(both, Flags { rounds: Some(50), seed: Some(7) });
        assert!(Flags::parse(&["--rounds"]).is_err());
        assert!(Flags::parse(&["--rounds", "many"]).is_err());
        assert!(Flags::parse(&["--round", "5"]).is_err());
    }
}
