//! Programs that have so long to come to their end, and no longer: one that waits for a peer that says nothing would hold up everything behind it.

use std::io;
use std::os::unix::process::CommandExt as _;
use std::process::{Command, Output, Stdio};
use std::sync::mpsc::{RecvTimeoutError, channel};
use std::thread;
use std::time::Duration;

use crate::failure::Failure;
use crate::workspace::words;

/// Runs a program to its end, and gives how it ended and what it wrote; standard input is as the command says. After `limit` it is
/// killed, with all that it has started.
///
/// # Errors
///
/// It cannot be started, or did not end in time.
pub fn output(command: &mut Command, limit: Duration) -> Result<Output, Failure> {
    let words = words(command);
    let failed = |source: io::Error| Failure::Start { command: words.clone(), source };
    // A group of its own: a shell is killed together with what it waits for.
    command.process_group(0).stdout(Stdio::piped()).stderr(Stdio::piped());
    let child = command.spawn().map_err(failed)?;
    let group = format!("-{}", child.id());
    let (ended, end) = channel::<()>();
    let watchdog = thread::spawn(move || {
        let late = end.recv_timeout(limit) == Err(RecvTimeoutError::Timeout);
        if late {
            let _ = Command::new("kill").args(["-KILL", "--", &group]).status();
        }
        late
    });
    let output = child.wait_with_output().map_err(failed);
    drop(ended);
    // The thread has nothing that could panic; should it be gone, it has killed nothing.
    if watchdog.join().unwrap_or(false) {
        let status = format!("it did not end within {} seconds, and was killed", limit.as_secs());
        return Err(Failure::Command { command: words, status });
    }
    output
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_ends_in_time_is_told() {
        let mut shell = Command::new("sh");
        shell.args(["-c", "echo out; echo err >&2; exit 3"]);
        let output = output(&mut shell, Duration::from_secs(60)).expect("it runs");
        assert_eq!(output.status.code(), Some(3));
        assert_eq!((&output.stdout[..], &output.stderr[..]), (&b"out\n"[..], &b"err\n"[..]));
    }

    #[test]
    fn what_does_not_is_killed_with_what_it_has_started() {
        let mut shell = Command::new("sh");
        // Both hold the other end of the pipe; it closes when both are gone.
        shell.args(["-c", "sleep 1000 & sleep 1000"]);
        let said = output(&mut shell, Duration::from_millis(50)).expect_err("it never ends").to_string();
        assert_eq!(
            said,
            "`sh -c sleep 1000 & sleep 1000` failed (it did not end within 0 seconds, and was killed)"
        );
    }
}
