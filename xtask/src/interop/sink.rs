//! The other way round: `postrider send` to the servers of others, aiosmtpd and Postfix's smtp-sink, which keep what they were
//! sent octet by octet.

use std::fs;
use std::io::{self, BufRead as _, BufReader};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdout, Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use super::Bench;
use super::case::{self, Case, Expect};
use super::client::{AT_MOST, Said};
use super::install::{self, Missing};
use super::report::{Outcome, Report};
use super::send;
use super::server::PATIENCE;
use crate::failure::Failure;
use crate::limited;
use crate::workspace::run as run_to_end;

/// The version that the cases were tried with.
pub const AIOSMTPD: &str = "aiosmtpd==1.4.6";

/// Sends to all of them.
pub fn run(bench: &Bench, report: &mut Report) -> Result<(), Failure> {
    let folder = bench.scratch.join("sinks");
    fs::create_dir_all(&folder).map_err(Failure::file(&folder))?;
    super::open_to_all(&folder)?;
    match install::python_with(&[AIOSMTPD], &bench.cache) {
        Ok(python) => aiosmtpd(&python, bench, &folder, report),
        Err(Missing(reason)) => report.add("to aiosmtpd", "all", Outcome::Skipped(reason)),
    }
    if !install::is_root() {
        let reason =
            "to get at smtp-sink, Postfix is unpacked with its libraries installed, which needs root";
        report.add("to smtp-sink", "all", Outcome::Skipped(reason.into()));
        return Ok(());
    }
    match install::apt_unpack("postfix", &bench.cache, &bench.scratch) {
        Ok(package) => {
            for (name, flags) in SMTP_SINKS {
                report.add("to smtp-sink", name, smtp_sink(&package, name, flags, bench, &folder).into());
            }
        }
        Err(Missing(reason)) => report.add("to smtp-sink", "all", Outcome::Skipped(reason)),
    }
    Ok(())
}

/// The cases that are about content, and what a server of others cannot refuse for our reasons.
fn cases() -> impl Iterator<Item = Case> {
    case::all().into_iter().filter(|case| case.expect == Expect::Delivered && case.name != "5-MB")
}

fn aiosmtpd(python: &Path, bench: &Bench, folder: &Path, report: &mut Report) {
    let sink = Sink::start(Command::new(python).args(["-c", include_str!("scripts/aiosmtpd_sink.py")]));
    let (mut sink, address) = match sink {
        Ok(started) => started,
        Err(reason) => return report.add("to aiosmtpd", "all", Outcome::Failed(reason)),
    };
    for case in cases() {
        let outcome = send_and_compare(&case, address, bench, folder, || sink.line()).into();
        report.add("to aiosmtpd", case.name, outcome);
    }
}

/// Sends the case; `kept` gives what the server has kept, as JSON.
fn send_and_compare(
    case: &Case,
    server: SocketAddr,
    bench: &Bench,
    folder: &Path,
    kept: impl FnOnce() -> Result<String, String>,
) -> Result<(), String> {
    let file = folder.join(format!("{}.eml", case.name));
    fs::write(&file, &case.mail.content).map_err(|error| error.to_string())?;
    let said =
        Said::by(&mut send::command(&bench.postrider, server, case.mail.from, &case.mail.to, &file), None)?;
    if !said.success {
        return Err(format!("postrider send reports failure: {}", said.words));
    }
    let kept: serde_json::Value = serde_json::from_str(&kept()?).map_err(|error| error.to_string())?;
    let mut content = String::from_utf8_lossy(&case.mail.content).into_owned();
    if !content.ends_with("\r\n") {
        content.push_str("\r\n");
    }
    let expected = serde_json::json!({ "from": case.mail.from, "to": case.mail.to, "content": content });
    if kept == expected { Ok(()) } else { Err(format!("{expected} was sent, and {kept} came")) }
}

/// How smtp-sink is told to behave.
const SMTP_SINKS: [(&str, &[&str]); 6] = [
    ("as-it-is", &[]),
    ("no-ehlo", &["-e"]),
    ("no-pipelining", &["-p"]),
    ("refuses-rcpt", &["-f", "RCPT"]),
    ("defers-rcpt", &["-r", "RCPT"]),
    ("drops-data", &["-q", "DATA"]),
];

fn smtp_sink(package: &Path, name: &str, flags: &[&str], bench: &Bench, folder: &Path) -> Result<(), String> {
    let dumps = folder.join(name);
    fs::create_dir_all(&dumps).map_err(|error| error.to_string())?;
    // As root it wants to become somebody else, who has to be able to write here.
    run_to_end(Command::new("chown").arg("nobody").arg(&dumps)).map_err(|failure| failure.to_string())?;
    let address = free_address()?;
    let mut command = Command::new(package.join("usr/sbin/smtp-sink"));
    command.env("LD_LIBRARY_PATH", package.join("usr/lib/postfix"));
    command
        .args(flags)
        .args(["-u", "nobody", "-h", "sink.test", "-d", "message-%M."])
        .arg(address.to_string())
        .arg("10");
    let mut sink = Sink::spawn(command.current_dir(&dumps))?;
    sink.wait_until_it_listens("smtp-sink", address)?;

    let eight_bits = name != "no-ehlo";
    let body = if eight_bits { "gr\u{fc}\u{df}e\r\n" } else { "without EHLO there is no 8BITMIME\r\n" };
    let content = format!("Subject: to a sink\r\n\r\n.\r\n..\r\n{body}bare\rCR\nand LF");
    let file = folder.join(format!("{name}.eml"));
    fs::write(&file, &content).map_err(|error| error.to_string())?;
    let to = ["a@sink.test", "b@sink.test"];
    let mut command = send::command(&bench.postrider, address, "s@client.test", &to, &file);
    let output =
        limited::output(command.stdin(Stdio::null()), AT_MOST).map_err(|failure| failure.to_string())?;
    let said = String::from_utf8_lossy(&[output.stdout, output.stderr].concat()).into_owned();
    let dumped = dumps_in(&dumps)?;
    match (name, output.status.code()) {
        ("refuses-rcpt", Some(5)) if said.contains("RCPT: 500 ") && dumped.is_empty() => Ok(()),
        ("defers-rcpt", Some(4)) if said.contains("RCPT: 450 ") && dumped.is_empty() => Ok(()),
        ("drops-data", Some(1)) if said.contains("closed the connection") && dumped.is_empty() => Ok(()),
        ("as-it-is" | "no-ehlo" | "no-pipelining", Some(0)) => {
            // smtp-sink writes what came, with the dots taken off and LF at the ends of lines.
            let expected =
                format!("Subject: to a sink\n\n.\n..\n{}bare CR\nand LF\n", body.replace("\r\n", "\n"));
            match dumped.as_slice() {
                [one] if one.contains(&expected) => Ok(()),
                other => Err(format!("{expected:?} was sent, and {other:?} came")),
            }
        }
        _ => Err(format!("{}: {said}; kept: {dumped:?}", output.status)),
    }
}

fn dumps_in(folder: &Path) -> Result<Vec<String>, String> {
    let mut dumps = Vec::new();
    for entry in fs::read_dir(folder).map_err(|error| error.to_string())? {
        let path: PathBuf = entry.map_err(|error| error.to_string())?.path();
        let octets = match fs::read(&path) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => continue,
            other => other.map_err(|error| error.to_string())?,
        };
        // smtp-sink makes the file at MAIL, and takes an empty one away once it has noticed that the client is gone.
        if !octets.is_empty() {
            dumps.push(String::from_utf8_lossy(&octets).into_owned());
        }
    }
    dumps.sort();
    Ok(dumps)
}

/// An address for servers that take no port 0: one that was free a moment ago will do.
pub fn free_address() -> Result<SocketAddr, String> {
    let free = TcpListener::bind(("127.0.0.1", 0)).and_then(|listener| listener.local_addr());
    free.map_err(|error| error.to_string())
}

/// Somebody else's server.
pub struct Sink {
    process: Child,
    stdout: BufReader<ChildStdout>,
}

impl Sink {
    /// Starts it.
    pub fn spawn(command: &mut Command) -> Result<Self, String> {
        let mut process = command
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .spawn()
            .map_err(|error| format!("{}: {error}", command.get_program().to_string_lossy()))?;
        let stdout = BufReader::new(process.stdout.take().expect("it was piped"));
        Ok(Self { process, stdout })
    }

    /// Starts a server whose first line is where it listens.
    pub fn start(command: &mut Command) -> Result<(Self, SocketAddr), String> {
        let mut sink = Self::spawn(command)?;
        let line = sink.line()?;
        let address = line.trim().parse().map_err(|_| format!("it says {line:?} instead of an address"))?;
        Ok((sink, address))
    }

    pub fn line(&mut self) -> Result<String, String> {
        let mut line = String::new();
        match self.stdout.read_line(&mut line).map_err(|error| error.to_string())? {
            0 => Err("the server has ended".into()),
            _ => Ok(line),
        }
    }

    /// There is no event for it, so it is asked until it answers.
    pub fn wait_until_it_listens(&mut self, name: &str, address: SocketAddr) -> Result<(), String> {
        let begun = Instant::now();
        while TcpStream::connect(address).is_err() {
            if let Some(status) = self.process.try_wait().map_err(|error| error.to_string())? {
                return Err(format!("{name} has ended with {status}"));
            }
            if begun.elapsed() > PATIENCE {
                return Err(format!("{name} does not listen"));
            }
            thread::sleep(Duration::from_millis(5));
        }
        Ok(())
    }
}

impl Drop for Sink {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}
