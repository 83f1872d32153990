//! The server under test: the built program, in a folder of its own, on a port that the system chooses.

use std::fs;
use std::io::{BufRead as _, BufReader};
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::thread;
use std::time::Duration;

use serde_json::Value;

use super::Bench;
use super::case::MESSAGE_OCTETS;
use crate::failure::Failure;

/// How long anything may take that waits for an event. Reached only when something is broken.
pub const PATIENCE: Duration = Duration::from_secs(60);

/// A running server.
#[derive(Debug)]
pub struct Server {
    process: Child,
    /// The lines of its log; none behind its end.
    log: Receiver<Value>,
    /// Where it listens.
    pub address: SocketAddr,
}

/// A copy in a mailbox.
#[derive(Debug)]
pub struct Copy {
    /// Whose mailbox.
    pub to: String,
    /// The file.
    place: PathBuf,
}

impl Copy {
    /// What is in the file.
    pub fn bytes(&self) -> Result<Vec<u8>, String> {
        fs::read(&self.place).map_err(|error| format!("{}: {error}", self.place.display()))
    }

    /// What is in the file, which has to be text.
    pub fn text(&self) -> Result<String, String> {
        let octets = self.bytes()?;
        if octets.contains(&b'\r') {
            return Err(format!("{} has a CR: lines of a Maildir end with LF", self.place.display()));
        }
        String::from_utf8(octets).map_err(|_| format!("{} is not UTF-8", self.place.display()))
    }
}

impl Server {
    /// Starts a server whose data is in `folder`.
    pub fn start(bench: &Bench, folder: &Path) -> Result<Self, Failure> {
        let config = folder.join("postrider.toml");
        let text = format!(
            "hostname = \"mx.example.test\"\n\
             [[listener]]\naddress = \"127.0.0.1:0\"\n\
             [limits]\nmessage_octets = {MESSAGE_OCTETS}\n\
             [[domain]]\nname = \"example.test\"\n\
             mailboxes = [\"sender\", \"alice\", \"bob\", \"carol\", \"j\u{f6}rg\", \"postmaster\"]\n\
             aliases = {{ abuse = [\"postmaster\"] }}\n\
             [[domain]]\nname = \"b\u{fc}cher.test\"\nany_mailbox = true\n"
        );
        fs::write(&config, text).map_err(Failure::file(&config))?;
        let mut command = Command::new(&bench.postrider);
        command.arg("serve").arg("--config").arg(&config).arg("--data").arg(folder.join("data"));
        command.args(["--log", "json"]).stdin(Stdio::null()).stderr(Stdio::piped());
        let words = crate::workspace::words(&command);
        let mut process =
            command.spawn().map_err(|source| Failure::Start { command: words.clone(), source })?;
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
        let mut server = Self { process, log, address: SocketAddr::from(([127, 0, 0, 1], 0)) };
        let address = server.wait(|line| {
            let listening = line["message"] == "listening";
            listening.then(|| line["address"].as_str().and_then(|address| address.parse().ok()))
        });
        match address {
            Ok(Some(address)) => server.address = address,
            Ok(None) => return Err(Failure::Found("the line `listening` has no address".into())),
            Err(status) => return Err(Failure::Command { command: words, status }),
        }
        Ok(server)
    }

    /// Waits for a line of the log.
    fn wait<T>(&mut self, mut wanted: impl FnMut(&Value) -> Option<T>) -> Result<T, String> {
        let mut last = String::new();
        loop {
            match self.log.recv_timeout(PATIENCE) {
                Ok(line) => {
                    if let Some(found) = wanted(&line) {
                        return Ok(found);
                    }
                    if matches!(line, Value::String(_)) || line["level"] == "error" {
                        return Err(format!("the server says: {line}"));
                    }
                    last = line.to_string();
                }
                Err(RecvTimeoutError::Timeout) => {
                    return Err(format!(
                        "nothing for {} seconds; the last line was {last}",
                        PATIENCE.as_secs()
                    ));
                }
                Err(RecvTimeoutError::Disconnected) => {
                    return Err(format!("it has ended; the last line was {last}"));
                }
            }
        }
    }

    /// Waits until so many copies have been delivered.
    pub fn copies(&mut self, count: usize) -> Result<Vec<Copy>, String> {
        let mut copies = Vec::new();
        while copies.len() < count {
            let so_far = copies.len();
            let copy = self.wait(copy_in).map_err(|why| format!("{so_far} of {count} copies came: {why}"))?;
            copies.push(copy);
        }
        Ok(copies)
    }

    /// Stops the server as its service manager would. What it still delivers was not expected, and what stays in its queue was.
    pub fn stop(&mut self) -> Result<(), String> {
        let pid = self.process.id().to_string();
        // By the tool and not by a system call: those would need `unsafe`, or a dependency.
        Command::new("kill").args(["-TERM", &pid]).status().map_err(|error| format!("kill: {error}"))?;
        let mut more = Vec::new();
        let left = self.wait(|line| {
            more.extend(copy_in(line).map(|copy| copy.to));
            let stopped = line["message"].as_str().is_some_and(|message| message.starts_with("stopped"));
            stopped.then(|| line["messages"].as_u64())
        });
        let status = self.process.wait().map_err(|error| error.to_string())?;
        match left? {
            _ if !status.success() => Err(format!("the server ended with {status}")),
            _ if !more.is_empty() => {
                Err(format!("more copies came than were expected: for {}", more.join(", ")))
            }
            Some(0) => Ok(()),
            left => Err(format!("the server stopped with {left:?} messages in its queue")),
        }
    }
}

fn copy_in(line: &Value) -> Option<Copy> {
    if line["message"] != "delivered" {
        return None;
    }
    let (to, place) = (line["to"].as_str()?, line["place"].as_str()?);
    Some(Copy { to: to.to_owned(), place: place.into() })
}

impl Drop for Server {
    fn drop(&mut self) {
        // After `stop` it is gone already.
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}
