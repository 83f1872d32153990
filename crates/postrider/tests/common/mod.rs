//! A server of its own for each test: started from the built binary, watched through its log, killed when the test ends.
//!
//! Nothing here sleeps: a test waits for the line of the log that says what it waits for. Every wait has an end, far
//! above what the slowest machine needs, so that a test that fails does so and does not hang.

// Each test file is a program of its own, and uses what it needs of this.
#![allow(dead_code)]

use std::fmt::Write as _;
use std::io::{BufRead as _, BufReader, Read, Write as _};
use std::net::{SocketAddr, TcpStream};
use std::os::unix::process::ExitStatusExt as _;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, ExitStatus, Output, Stdio};
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::thread;
use std::time::Duration;

use rustix::process::{Pid, Signal, kill_process};
use serde_json::Value;

/// The binary under test.
pub const POSTRIDER: &str = env!("CARGO_BIN_EXE_postrider");

/// How long anything may take before a test fails.
pub const PATIENCE: Duration = Duration::from_secs(60);

/// A server that runs. Dropped, it is killed.
pub struct Server {
    child: Child,
    lines: Receiver<String>,
    /// The events of the log so far, for whoever looks back and for a test that fails.
    pub log: Vec<Value>,
    /// Which of them have been waited for.
    taken: Vec<bool>,
    /// Where its first listener is.
    pub address: SocketAddr,
    /// Its data folder.
    pub data: PathBuf,
}

impl Server {
    /// Starts a server on a port of its own with nothing but a data folder, and waits until it listens.
    pub fn start(data: &Path) -> Self {
        Self::start_with(data, &["--listen", "127.0.0.1:0"])
    }

    /// Starts a server with this configuration, and waits until it listens.
    pub fn start_configured(data: &Path, config: &Path) -> Self {
        Self::start_with(data, &["--config", &config.display().to_string()])
    }

    /// Starts a server with these arguments, and waits until it listens.
    pub fn start_with(data: &Path, args: &[&str]) -> Self {
        let mut server = Self::spawn(data, args);
        let listening = server.wait("listening");
        server.address = text(&listening, "address").parse().expect("an address");
        server
    }

    /// Starts a server as the command of another program that watches it, and waits until it listens.
    pub fn start_under(watcher: &[String], data: &Path, args: &[&str]) -> Self {
        let mut command = Command::new(&watcher[0]);
        command.args(&watcher[1..]).arg(POSTRIDER);
        let mut server = Self::spawn_command(command, data, args);
        let listening = server.wait("listening");
        server.address = text(&listening, "address").parse().expect("an address");
        server
    }

    /// Stops a server that is watched. The program that watches it ends with it; were that one killed, the server would go on.
    pub fn stop_watched(&mut self) {
        let children = format!("/proc/{0}/task/{0}/children", self.pid());
        let children = std::fs::read_to_string(children).expect("its children");
        let watched = Pid::from_raw(children.trim().parse().expect("one child")).expect("a pid");
        kill_process(watched, Signal::TERM).expect("it is there");
        assert!(self.wait_end().success(), "{}", self.story());
    }

    /// Starts a server and does not wait for it; its address is not known yet.
    pub fn spawn(data: &Path, args: &[&str]) -> Self {
        Self::spawn_command(Command::new(POSTRIDER), data, args)
    }

    fn spawn_command(mut command: Command, data: &Path, args: &[&str]) -> Self {
        let mut child = command
            .args(["serve", "--data"])
            .arg(data)
            .args(args)
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::piped())
            .spawn()
            .expect("the server starts");
        let stderr = BufReader::new(child.stderr.take().expect("piped"));
        let (sender, lines) = channel();
        thread::spawn(move || {
            for line in stderr.lines().map_while(Result::ok) {
                if sender.send(line).is_err() {
                    break;
                }
            }
        });
        let address = SocketAddr::from(([0, 0, 0, 0], 0));
        Self { child, lines, log: Vec::new(), taken: Vec::new(), address, data: data.to_owned() }
    }

    /// Waits for an event with this message that has not been waited for, and gives it.
    pub fn wait(&mut self, message: &str) -> Value {
        self.wait_for(&format!("an event {message:?}"), |event| event["message"] == message)
    }

    /// Waits for an event of which this is true and that has not been waited for. It may have come before another that has:
    /// what happens side by side is written in any order.
    pub fn wait_for(&mut self, what: &str, wanted: impl Fn(&Value) -> bool) -> Value {
        let mut looked_at = 0;
        loop {
            for at in looked_at..self.log.len() {
                if !self.taken[at] && wanted(&self.log[at]) {
                    self.taken[at] = true;
                    return self.log[at].clone();
                }
            }
            looked_at = self.log.len();
            if let Err(why) = self.read_line() {
                panic!("no {what} came: {why:?}\n{}", self.story());
            }
        }
    }

    fn read_line(&mut self) -> Result<(), RecvTimeoutError> {
        let line = self.lines.recv_timeout(PATIENCE)?;
        // What is no JSON is what a library or a panic has written; it belongs to the story too.
        self.log.push(serde_json::from_str(&line).unwrap_or(Value::String(line)));
        self.taken.push(false);
        Ok(())
    }

    /// Everything the server has said so far.
    pub fn story(&self) -> String {
        self.log.iter().fold(String::new(), |mut story, event| {
            let _ = writeln!(story, "{event}");
            story
        })
    }

    /// Its process.
    pub fn pid(&self) -> u32 {
        self.child.id()
    }

    /// Sends the process a signal, by its name: `TERM`, `HUP`, `KILL`.
    pub fn signal(&self, name: &str) {
        let signal = match name {
            "TERM" => rustix::process::Signal::TERM,
            "INT" => rustix::process::Signal::INT,
            "HUP" => rustix::process::Signal::HUP,
            "KILL" => rustix::process::Signal::KILL,
            other => panic!("{other} is no signal that is used here"),
        };
        let pid = rustix::process::Pid::from_child(&self.child);
        rustix::process::kill_process(pid, signal).expect("the process is there");
    }

    /// Waits for the process to end by itself, and for the end of its log.
    pub fn wait_end(&mut self) -> ExitStatus {
        // Its standard error ends when the process does.
        loop {
            match self.read_line() {
                Ok(()) => {}
                Err(RecvTimeoutError::Disconnected) => break,
                Err(RecvTimeoutError::Timeout) => panic!("the server does not end\n{}", self.story()),
            }
        }
        self.child.wait().expect("it has ended")
    }

    /// Tells it to stop, and waits until it has: with exit code 0.
    pub fn stop(mut self) {
        self.signal("TERM");
        let status = self.wait_end();
        assert_eq!(status.code(), Some(0), "{}", self.story());
    }

    /// Kills it, as a power failure would do to its memory, and waits until it is gone.
    pub fn kill(mut self) {
        self.signal("KILL");
        let status = self.wait_end();
        assert_eq!(status.signal(), Some(9), "{}", self.story());
    }

    /// Runs `postrider send` to its first listener.
    pub fn send(&self, args: &[&str]) -> Output {
        let server = self.address.to_string();
        postrider(&[&["send", "--server", &server], args].concat())
    }

    /// Sends a message to `to` that says `words`; it must be accepted. Gives its id.
    pub fn send_accepted(&self, to: &str, words: &str) -> String {
        let sent = self.send(&["--from", "sender@client.example", "--to", to, "--text", words, "--json"]);
        assert!(sent.status.success(), "{sent:?}");
        let told: Value = serde_json::from_slice(&sent.stdout).expect("JSON");
        let reply = told["recipients"][0]["reply"]["text"].as_str().expect("a reply");
        reply.rsplit_once("queued as ").expect("an id").1.to_owned()
    }

    /// Runs `postrider queue` for this server.
    pub fn queue(&self, args: &[&str]) -> Output {
        let data = self.data.display().to_string();
        postrider(&[&["queue", "--data", &data], args].concat())
    }

    /// Opens a connection to its first listener, for a test that speaks by itself.
    pub fn connect(&self) -> Connection {
        Connection::to(self.address)
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// A connection on which a test says what it likes.
pub struct Connection {
    stream: BufReader<TcpStream>,
}

impl Connection {
    /// Connects.
    pub fn to(address: SocketAddr) -> Self {
        let stream = TcpStream::connect(address).expect("the server listens");
        stream.set_read_timeout(Some(PATIENCE)).expect("a timeout");
        Self { stream: BufReader::new(stream) }
    }

    /// Sends octets as they are.
    pub fn say(&mut self, octets: impl AsRef<[u8]>) {
        self.stream.get_mut().write_all(octets.as_ref()).expect("the server reads");
    }

    /// Reads one reply, all of its lines, with LF.
    pub fn hear(&mut self) -> String {
        let mut reply = String::new();
        loop {
            let start = reply.len();
            let read = self.stream.read_line(&mut reply).expect("the server answers");
            assert!(read > 0, "the server has closed the connection after {reply:?}");
            if reply.as_bytes().get(start + 3) != Some(&b'-') {
                return reply.replace("\r\n", "\n");
            }
        }
    }

    /// Says a line and gives the reply, which must begin so.
    pub fn ask(&mut self, line: &str, expected: &str) -> String {
        self.say(format!("{line}\r\n"));
        let reply = self.hear();
        assert!(reply.starts_with(expected), "{line}: {reply}");
        reply
    }

    /// The greeting, EHLO, and a transaction up to the 354 of DATA.
    pub fn begin_content(&mut self, to: &str) {
        assert!(self.hear().starts_with("220 "));
        self.ask("EHLO client.example", "250-");
        self.ask("MAIL FROM:<sender@client.example>", "250 ");
        self.ask(&format!("RCPT TO:<{to}>"), "250 ");
        self.ask("DATA", "354 ");
    }

    /// Whether the server closes the connection without another word.
    pub fn is_closed(&mut self) -> bool {
        let mut rest = Vec::new();
        // A connection that is reset is closed as well.
        let _ = self.stream.read_to_end(&mut rest);
        rest.is_empty()
    }
}

/// Runs the binary to its end.
pub fn postrider(args: &[&str]) -> Output {
    Command::new(POSTRIDER).args(args).stdin(Stdio::null()).output().expect("the binary runs")
}

/// The same with a data folder, and with something on its standard input.
pub fn run(args: &[&str], data: &Path, input: &str) -> Output {
    let mut child = Command::new(POSTRIDER)
        .args(args)
        .arg("--data")
        .arg(data)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the binary runs");
    // A command that needs no input may have ended before it was given any.
    let _ = child.stdin.take().expect("piped").write_all(input.as_bytes());
    child.wait_with_output().expect("it ends")
}

/// A field of an event, which must be text.
pub fn text<'a>(event: &'a Value, field: &str) -> &'a str {
    event[field].as_str().unwrap_or_else(|| panic!("no text {field} in {event}"))
}

/// What a program wrote, as text.
pub fn stdout(output: &Output) -> &str {
    std::str::from_utf8(&output.stdout).expect("UTF-8")
}

/// What a program said about it.
pub fn stderr(output: &Output) -> &str {
    std::str::from_utf8(&output.stderr).expect("UTF-8")
}
