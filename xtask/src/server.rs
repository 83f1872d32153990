//! A server that runs: the built program, on a port that the system chooses, watched through its log.

use std::io::{BufRead as _, BufReader};
use std::net::SocketAddr;
use std::path::PathBuf;
use std::process::{Child, Command, ExitStatus, Stdio};
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::time::Duration;
use std::{env, thread};

use serde_json::Value;

use crate::failure::Failure;
use crate::workspace::{root, words};

/// How long anything may take that waits for an event. Reached only when something is broken.
pub const PATIENCE: Duration = Duration::from_secs(60);

/// A server that runs. Dropped, it is killed.
#[derive(Debug)]
pub struct Running {
    process: Child,
}

/// The lines of its log.
#[derive(Debug)]
pub struct Log(Receiver<Value>);

/// Builds the program with a profile of this name, and gives its path. Whatever is run by `cargo xtask test` takes the one of `ci`: a second
/// profile, and be it that of `cargo build`, would have most of what the server stands on compiled once more.
pub fn build(profile: &str) -> Result<PathBuf, Failure> {
    let cargo = env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let mut build = Command::new(cargo);
    build
        .args(["build", "--quiet", "--locked", "--package", "postrider", "--profile", profile])
        .current_dir(root());
    let command = words(&build);
    let status = build.status().map_err(|source| Failure::Start { command: command.clone(), source })?;
    if !status.success() {
        return Err(Failure::Command { command, status: status.to_string() });
    }
    let target = env::var_os("CARGO_TARGET_DIR").map_or_else(|| root().join("target"), PathBuf::from);
    Ok(target.join(profile).join("postrider"))
}

impl Running {
    /// Starts it; its log has to be in JSON.
    pub fn start(command: &mut Command) -> Result<(Self, Log), Failure> {
        command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::piped());
        let mut process =
            command.spawn().map_err(|source| Failure::Start { command: words(command), source })?;
        let stderr = process.stderr.take().expect("it was piped");
        let (lines, log) = channel();
        thread::spawn(move || {
            for line in BufReader::new(stderr).lines().map_while(Result::ok) {
                // What is no JSON was written before the log began, or by a panic: it is a line as well.
                let line = serde_json::from_str(&line).unwrap_or(Value::String(line));
                if lines.send(line).is_err() {
                    break;
                }
            }
        });
        Ok((Self { process }, Log(log)))
    }

    /// Its process.
    pub fn pid(&self) -> u32 {
        self.process.id()
    }

    /// Sends it a signal by its name.
    pub fn signal(&self, name: &str) -> Result<(), String> {
        // By the tool and not by a system call: those would need `unsafe`, or a dependency.
        let pid = self.process.id().to_string();
        let status = Command::new("kill").args([&format!("-{name}"), &pid]).status();
        status.map(drop).map_err(|error| format!("kill: {error}"))
    }

    /// Kills it, and waits until it is gone.
    pub fn kill(&mut self) -> Result<(), String> {
        self.process.kill().and_then(|()| self.process.wait()).map(drop).map_err(|error| error.to_string())
    }

    /// Waits until it has ended by itself.
    pub fn wait(&mut self) -> Result<ExitStatus, String> {
        self.process.wait().map_err(|error| error.to_string())
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        // Mostly it is gone already.
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

impl Log {
    /// The next line; none behind the last.
    pub fn next(&self) -> Result<Option<Value>, String> {
        match self.0.recv_timeout(PATIENCE) {
            Ok(line) => Ok(Some(line)),
            Err(RecvTimeoutError::Timeout) => Err(format!("nothing for {} seconds", PATIENCE.as_secs())),
            Err(RecvTimeoutError::Disconnected) => Ok(None),
        }
    }

    /// Waits for a line. What `wanted` calls a failure ends the wait as well.
    pub fn wait<T>(&self, mut wanted: impl FnMut(&Value) -> Result<Option<T>, String>) -> Result<T, String> {
        let mut last = String::from("that it has started");
        loop {
            match self.next().map_err(|why| format!("{why}; the last line was {last}"))? {
                None => return Err(format!("the server has ended; the last line was {last}")),
                Some(line) => {
                    if let Some(found) = wanted(&line)? {
                        return Ok(found);
                    }
                    last = line.to_string();
                }
            }
        }
    }

    /// Waits until the server listens, and tells where.
    pub fn listening(&self) -> Result<SocketAddr, String> {
        self.wait(listening_at)
    }

    /// Waits until the server listens, and tells where; or until it has ended.
    pub fn listening_or_end(&self) -> Result<Option<SocketAddr>, String> {
        while let Some(line) = self.next()? {
            if let Some(address) = listening_at(&line)? {
                return Ok(Some(address));
            }
        }
        Ok(None)
    }
}

fn listening_at(line: &Value) -> Result<Option<SocketAddr>, String> {
    if line["message"] != "listening" {
        return Ok(None);
    }
    let address = line["address"].as_str().and_then(|address| address.parse().ok());
    address.map(Some).ok_or_else(|| "the line `listening` has no address".into())
}
