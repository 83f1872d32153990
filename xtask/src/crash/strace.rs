//! strace, which lets a system call of a server kill it, or fail.
//!
//! It counts the calls of each thread and of each kind by themselves: `when=3` is the third `fsync` of a thread. To get at every call
//! there is, the threads of a server are watched one after the other, and the kinds of calls too.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io::{BufRead as _, BufReader};
use std::path::Path;
use std::process::{Child, Command, Stdio};

use crate::install::{self, Missing};

/// The calls that change something on a disk, or make it last.
pub const CHANGES: [&str; 20] = [
    "write",
    "writev",
    "pwrite64",
    "pwritev",
    "pwritev2",
    "fsync",
    "fdatasync",
    "sync_file_range",
    "rename",
    "renameat",
    "renameat2",
    "unlink",
    "unlinkat",
    "mkdir",
    "mkdirat",
    "rmdir",
    "openat",
    "openat2",
    "ftruncate",
    "fallocate",
];

/// What becomes of which call.
#[derive(Debug, Clone)]
pub struct Injection {
    /// The kind of call.
    pub call: &'static str,
    /// As strace wants to hear it: `signal=SIGKILL`, `error=EIO`.
    pub what: String,
    /// Which of them: `3`, or `3+` for all from the third on.
    pub when: String,
}

impl Injection {
    /// Kills the server instead of this call.
    pub fn kill(call: &'static str, number: usize) -> Self {
        Self { call, what: "signal=SIGKILL".into(), when: number.to_string() }
    }

    /// Lets this call fail with an error, `EIO` or another, once or from now on.
    pub fn fail(call: &'static str, number: usize, error: &str, for_good: bool) -> Self {
        let plus = if for_good { "+" } else { "" };
        Self { call, what: format!("error={error}"), when: format!("{number}{plus}") }
    }

    fn words(&self) -> [String; 4] {
        let Self { call, what, when } = self;
        ["-e".into(), format!("trace={call}"), "-e".into(), format!("inject={call}:{what}:when={when}")]
    }
}

/// Makes sure that there is one.
pub fn prepare() -> Result<(), Missing> {
    install::program("strace", "strace")
}

/// strace, watching a thread of a server that runs.
#[derive(Debug)]
pub struct Watch {
    process: Child,
}

impl Watch {
    /// Begins to watch this thread. Without an injection it counts what [`CHANGES`] something.
    pub fn thread(thread: u32, injection: Option<&Injection>, trace: &Path) -> Result<Self, String> {
        let mut command = strace(injection, trace);
        command.args(["-p", &thread.to_string()]);
        let started = command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::piped()).spawn();
        let mut process = started.map_err(|error| format!("strace: {error}"))?;
        let mut stderr = BufReader::new(process.stderr.take().expect("it was piped"));
        let mut line = String::new();
        let read = stderr.read_line(&mut line).map_err(|error| error.to_string())?;
        if read == 0 || !line.trim_end().ends_with("attached") {
            let _ = process.kill();
            let _ = process.wait();
            return Err(format!("strace does not watch: {line}"));
        }
        // What else it has to say is of no interest, but it may not wait for somebody who listens.
        std::thread::spawn(move || std::io::copy(&mut stderr, &mut std::io::sink()));
        Ok(Self { process })
    }

    /// Lets go of the server, which runs on.
    pub fn let_go(&mut self) -> Result<(), String> {
        let pid = self.process.id().to_string();
        Command::new("kill").args(["-INT", &pid]).status().map_err(|error| format!("kill: {error}"))?;
        self.end()
    }

    /// Waits until it has ended, as it does when the server has.
    pub fn end(&mut self) -> Result<(), String> {
        self.process.wait().map(drop).map_err(|error| error.to_string())
    }
}

impl Drop for Watch {
    fn drop(&mut self) {
        // Mostly it is gone already.
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

/// The command that starts a server and watches it from its first call on: its first thread, or all of them.
pub fn from_the_start(
    server: &Command,
    all_threads: bool,
    injection: Option<&Injection>,
    trace: &Path,
) -> Command {
    let mut command = strace(injection, trace);
    // The server is the process that is started here, and strace runs beside it.
    command.arg("-D").args(all_threads.then_some("-f"));
    command.arg(server.get_program()).args(server.get_args());
    command
}

fn strace(injection: Option<&Injection>, trace: &Path) -> Command {
    let mut command = Command::new("strace");
    command.args(["-y", "-s", "0", "-o"]).arg(trace);
    match injection {
        Some(injection) => command.args(injection.words()),
        None => command.args(["-e", &format!("trace={}", CHANGES.join(","))]),
    };
    command
}

/// The threads of a process, each with its name.
pub fn threads_of(pid: u32) -> Result<Vec<(u32, String)>, String> {
    let folder = format!("/proc/{pid}/task");
    let failed = |error: std::io::Error| format!("{folder}: {error}");
    let mut threads = Vec::new();
    for task in fs::read_dir(&folder).map_err(failed)? {
        let task = task.map_err(failed)?;
        let name = fs::read_to_string(task.path().join("comm")).map_err(failed)?;
        let id = task.file_name().to_string_lossy().parse().map_err(|error| format!("{folder}: {error}"))?;
        threads.push((id, name.trim().to_owned()));
    }
    threads.sort();
    Ok(threads)
}

/// The names of the calls in a trace, in their order.
pub fn calls_in(trace: &str) -> impl Iterator<Item = &str> {
    trace.lines().filter_map(|line| {
        // Where several threads are watched, each line begins with the number of one.
        let call = line.trim_start_matches(|c: char| c.is_ascii_digit()).trim_start();
        let (name, _) = call.split_once('(')?;
        (!name.contains(' ')).then_some(name)
    })
}

/// Which calls of a kind are about this folder: their numbers, as strace counts them.
pub fn numbers_about(folder: &str, call: &str, trace: &str) -> BTreeSet<usize> {
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    let mut numbers = BTreeSet::new();
    for line in trace.lines() {
        let rest = line.trim_start_matches(|c: char| c.is_ascii_digit());
        let thread = &line[..line.len() - rest.len()];
        if rest.trim_start().strip_prefix(call).is_some_and(|rest| rest.starts_with('(')) {
            let count = counts.entry(thread).or_default();
            *count += 1;
            if line.contains(folder) {
                numbers.insert(*count);
            }
        }
    }
    numbers
}

/// The call that something was done to: a killed one has no result, and one that was made to fail says so.
pub fn struck(trace: &str) -> Option<&str> {
    trace.lines().find(|line| line.ends_with("= ?") || line.ends_with("(INJECTED)"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn calls_are_read() {
        let trace = "fsync(3</a>) = 0\n12 write(4</b>, \"\"..., 8 <unfinished ...>\n12 <... write resumed>) = 8\n\
                     12 pwrite64(4</b>, \"\"..., 8, 0) = ?\n+++ killed by SIGKILL +++\n";
        assert_eq!(calls_in(trace).collect::<Vec<_>>(), ["fsync", "write", "pwrite64"]);
        assert_eq!(struck(trace), Some("12 pwrite64(4</b>, \"\"..., 8, 0) = ?"));
        assert_eq!(struck("fsync(3</a>) = -1 EIO (Input/output error) (INJECTED)\n").map(str::len), Some(53));
        assert_eq!(struck("fsync(3</a>) = 0\n"), None);
        let two = "1 write(3</a>) = 0\n2 write(3</b>) = 0\n1 write(3</b>) = 0\n2 write(3</b>) = 0\n1 fsync(3</b>) = 0\n";
        assert_eq!(numbers_about("/b", "write", two), [1, 2].into());
        assert_eq!(numbers_about("/a", "write", two), [1].into());
    }
}
