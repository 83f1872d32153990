//! The server under test: the built program, in a folder of its own, on a port that the system chooses.

use std::fs;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::Value;

use super::Bench;
use super::case::MESSAGE_OCTETS;
use crate::failure::Failure;
pub use crate::server::PATIENCE;
use crate::server::{Log, Running};

/// A running server.
#[derive(Debug)]
pub struct Server {
    process: Running,
    log: Log,
    /// Where it listens.
    pub address: SocketAddr,
}

/// A copy in a mailbox, or with the next server.
#[derive(Debug)]
pub struct Copy {
    /// Whose mailbox.
    pub to: String,
    /// The file, or what the next server said.
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
    /// Starts a server that clients of others send to. Its data is in `folder`.
    pub fn start(bench: &Bench, folder: &Path) -> Result<Self, Failure> {
        Self::start_listening(bench, folder, "")
    }

    /// The same, with these lines for its listener and behind it.
    pub fn start_listening(bench: &Bench, folder: &Path, listener: &str) -> Result<Self, Failure> {
        let config = format!(
            "hostname = \"mx.example.test\"\n\
             [[listener]]\naddress = \"127.0.0.1:0\"\n{listener}\
             [sendmail]\nfolder = \"local\"\n\
             [limits]\nmessage_octets = {MESSAGE_OCTETS}\n\
             [[domain]]\nname = \"example.test\"\n\
             mailboxes = [\"sender\", \"alice\", \"bob\", \"carol\", \"j\u{f6}rg\", \"postmaster\"]\n\
             aliases = {{ abuse = [\"postmaster\"] }}\n\
             [[domain]]\nname = \"b\u{fc}cher.test\"\nany_mailbox = true\n"
        );
        Self::start_with(bench, folder, &config)
    }

    /// Starts a server with this configuration.
    pub fn start_with(bench: &Bench, folder: &Path, text: &str) -> Result<Self, Failure> {
        Self::start_as(bench, folder, text, |command| command)
    }

    /// The same; `dress` makes of its command that which is run. Its process is to be that of the server.
    pub fn start_as(
        bench: &Bench,
        folder: &Path,
        text: &str,
        dress: impl FnOnce(Command) -> Command,
    ) -> Result<Self, Failure> {
        let config = folder.join("postrider.toml");
        fs::write(&config, text).map_err(Failure::file(&config))?;
        let mut command = Command::new(&bench.postrider);
        command.arg("serve").arg("--config").arg(&config).arg("--data").arg(folder.join("data"));
        command.args(["--log", "json"]);
        let mut command = dress(command);
        let (process, log) = Running::start(&mut command)?;
        let command = crate::workspace::words(&command);
        let address = log.listening().map_err(|status| Failure::Command { command, status })?;
        Ok(Self { process, log, address })
    }

    /// Waits for a line of the log.
    fn wait<T>(&self, mut wanted: impl FnMut(&Value) -> Option<T>) -> Result<T, String> {
        self.log.wait(|line| match wanted(line) {
            Some(found) => Ok(Some(found)),
            None if matches!(line, Value::String(_)) || line["level"] == "error" => {
                Err(format!("the server says: {line}"))
            }
            None => Ok(None),
        })
    }

    /// Waits until a message has been received and its one copy delivered. On a busy machine the log may say the second first: the message is
    /// safe, and on its way, before the session that took it goes on.
    pub fn received_and_delivered(&mut self) -> Result<(Value, Copy), String> {
        let (mut received, mut copy) = (None, None);
        self.wait(|line| {
            if line["message"] == "received" {
                received = Some(line.clone());
            } else if let Some(delivered) = copy_in(line) {
                copy = Some(delivered);
            }
            (received.is_some() && copy.is_some()).then_some(())
        })?;
        Ok((received.expect("it was waited for"), copy.expect("it was waited for")))
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

    /// Waits until the log has this event, and gives the line that says so.
    pub fn event(&self, message: &str) -> Result<Value, String> {
        self.wait(|line| (line["message"] == message).then(|| line.clone()))
    }

    /// Has it read again what it was set to.
    pub fn hang_up(&self) -> Result<(), String> {
        self.process.signal("HUP")
    }

    /// Stops the server as its service manager would. What it still delivers was not expected, and what stays in its queue was.
    pub fn stop(&mut self) -> Result<(), String> {
        self.process.signal("TERM")?;
        let mut more = Vec::new();
        let left = self.wait(|line| {
            more.extend(copy_in(line).map(|copy| copy.to));
            let stopped = line["message"].as_str().is_some_and(|message| message.starts_with("stopped"));
            stopped.then(|| line["messages"].as_u64())
        });
        let status = self.process.wait()?;
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
