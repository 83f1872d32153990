//! A mail server of others that runs: in the foreground, its log in a file.

use std::fs::{self, File};
use std::io::{self, Read as _};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use super::server::PATIENCE;

/// One that runs. Dropped, it is stopped.
#[derive(Debug)]
pub struct Daemon {
    process: Child,
    log: PathBuf,
}

impl Daemon {
    /// Starts one, and waits until it greets at this address. What it writes goes to the file `log`.
    pub fn start(command: &mut Command, log: PathBuf, address: SocketAddr) -> Result<Self, String> {
        let begun = Self::begin(command, log)?;
        begun.ready("its greeting", |daemon| daemon.greets(address))
    }

    /// The same, for one that does not greet: waits until this says that it is there.
    pub fn start_until(
        command: &mut Command,
        log: PathBuf,
        is_there: impl Fn() -> bool,
    ) -> Result<Self, String> {
        let begun = Self::begin(command, log)?;
        begun.ready("a connection", |daemon| {
            daemon.runs()?;
            Ok(is_there().then_some(()))
        })
    }

    fn begin(command: &mut Command, log: PathBuf) -> Result<Self, String> {
        let words = crate::workspace::words(command);
        let failed = |error: io::Error| format!("{words}: {error}");
        let out = File::create(&log).map_err(failed)?;
        command.stdin(Stdio::null()).stdout(out.try_clone().map_err(failed)?).stderr(out);
        let process = command.spawn().map_err(failed)?;
        Ok(Self { process, log })
    }

    fn ready(
        mut self,
        what: &str,
        mut ask: impl FnMut(&mut Self) -> Result<Option<()>, String>,
    ) -> Result<Self, String> {
        until(what, || ask(&mut self)).map_err(|why| format!("{why}; it has written: {}", self.written()))?;
        Ok(self)
    }

    /// That it has not ended.
    fn runs(&mut self) -> Result<(), String> {
        match self.process.try_wait().map_err(|error| error.to_string())? {
            Some(status) => Err(format!("it has ended with {status}")),
            None => Ok(()),
        }
    }

    fn greets(&mut self, address: SocketAddr) -> Result<Option<()>, String> {
        self.runs()?;
        let mut code = [0; 3];
        let read = TcpStream::connect(address).and_then(|mut stream| {
            stream.set_read_timeout(Some(PATIENCE))?;
            stream.read_exact(&mut code)
        });
        Ok((read.is_ok() && code == *b"220").then_some(()))
    }

    /// The first of its processes.
    pub fn pid(&self) -> u32 {
        self.process.id()
    }

    /// What it has written so far.
    pub fn written(&self) -> String {
        fs::read(&self.log).map_or_else(
            |error| format!("{}: {error}", self.log.display()),
            |octets| String::from_utf8_lossy(&octets).into_owned(),
        )
    }
}

impl Drop for Daemon {
    fn drop(&mut self) {
        // The first of its processes, on its end, takes the others with it.
        let _ = Command::new("kill").args(["-TERM", &self.process.id().to_string()]).status();
        let _ = self.process.wait();
    }
}

/// An address whose port was free a moment ago: none of them takes port 0.
pub fn free_address() -> Result<SocketAddr, String> {
    let free = TcpListener::bind(("127.0.0.1", 0)).and_then(|listener| listener.local_addr());
    free.map_err(|error| error.to_string())
}

/// Asks until there is an answer: for what has no event that could be waited for.
pub fn until<T>(what: &str, mut ask: impl FnMut() -> Result<Option<T>, String>) -> Result<T, String> {
    let begun = Instant::now();
    loop {
        if let Some(answer) = ask()? {
            return Ok(answer);
        }
        if begun.elapsed() > PATIENCE {
            return Err(format!("{what} did not come within {} seconds", PATIENCE.as_secs()));
        }
        thread::sleep(Duration::from_millis(5));
    }
}
