//! The way to the server: over its socket, or, where there is no server, through the drop folder.

use std::io::{self, BufRead as _, BufReader, Read, Write};
use std::net::Shutdown;
use std::os::unix::net::UnixStream;
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;
use std::time::{Duration, Instant};

use postrider_proto::client::{Options, RecipientOutcome, Step, Transaction};
use postrider_proto::reply::Class;

use super::letter::Letter;
use super::{Exit, Fault};
use crate::cli::send::message::size_on_the_wire;
use crate::cli::send::{Conversation, Transcript};
use crate::config::ThisMachine;
use crate::control::{self, SUBMIT, is_late, silent};
use crate::drop_folder;
use crate::visible::visible;

/// How long it may take to be let in. With no place before a server that takes nobody the message goes into the drop folder, and is safe there.
const LET_IN: Duration = Duration::from_secs(30);

/// Hands a message in, and tells of those who cannot have it.
///
/// # Errors
///
/// It is neither with the server nor in the drop folder.
pub fn hand_in(
    machine: &ThisMachine,
    letter: &Letter,
    content: &[u8],
    verbose: bool,
    stderr: &mut dyn Write,
) -> Result<Exit, Fault> {
    let stream = match connect(machine) {
        Ok(stream) => stream,
        Err(error) => {
            return put(
                machine,
                letter,
                content,
                &format!("the server cannot be reached: {error}"),
                verbose,
                stderr,
            );
        }
    };
    let envelope = letter.envelope(&letter.to);
    let transaction = Transaction { envelope, size: Some(size_on_the_wire(content)) };
    let transcript = Transcript::new(verbose.then_some(&mut *stderr));
    let outcomes = Conversation::new(stream, transcript).hold(
        Options::new(machine.hostname.clone()),
        transaction,
        content,
    );
    // Nothing was said of the message yet, so it can wait as if there were no server.
    if let Some(why) =
        outcomes.iter().map(unopened).collect::<Option<Vec<String>>>().and_then(|mut all| all.pop())
    {
        return put(machine, letter, content, &why, verbose, stderr);
    }
    let mut exit = Exit::Ok;
    for (mailbox, outcome) in letter.to.iter().zip(&outcomes) {
        let (told, what) = match outcome {
            RecipientOutcome::Accepted(said) => (verbose, format!("accepted: {said}")),
            RecipientOutcome::Refused { said, .. } => (true, said.to_string()),
            RecipientOutcome::Remainder(_) => {
                (true, "not sent: the server takes no more recipients".to_owned())
            }
            RecipientOutcome::Failed(trouble) if trouble.is_unknown() => {
                (true, format!("sent, and nobody knows whether it was accepted: {trouble}"))
            }
            RecipientOutcome::Failed(trouble) => (true, format!("not sent: {trouble}")),
        };
        if told {
            let _ = writeln!(stderr, "sendmail: {mailbox}: {}", visible(&what));
        }
        exit = exit.max(Exit::of(outcome));
    }
    Ok(exit)
}

fn connect(machine: &ThisMachine) -> io::Result<UnixStream> {
    control::connect(&machine.folder, SUBMIT, LET_IN)
}

/// Why there was no session, if this is the outcome of none.
fn unopened(outcome: &RecipientOutcome) -> Option<String> {
    match outcome {
        RecipientOutcome::Refused { step: Step::Greeting | Step::Hello, said }
            if said.class() == Class::Transient =>
        {
            Some(said.to_string())
        }
        RecipientOutcome::Failed(trouble) if trouble.is_transient() && !trouble.is_unknown() => {
            Some(trouble.to_string())
        }
        _ => None,
    }
}

/// Leaves a message for the server to find.
fn put(
    machine: &ThisMachine,
    letter: &Letter,
    content: &[u8],
    why: &str,
    verbose: bool,
    stderr: &mut dyn Write,
) -> Result<Exit, Fault> {
    match drop_folder::put(&machine.folder, letter, content) {
        Ok(id) => {
            if verbose {
                let _ = writeln!(stderr, "sendmail: {}; the message waits for it as {id}", visible(why));
            }
            Ok(Exit::Ok)
        }
        Err(error) => Err(Fault::new(
            Exit::TempFail,
            format!(
                "{}, and the message cannot be left for it in {}: {error}",
                visible(why),
                drop_folder::folder(&machine.folder).display()
            ),
        )),
    }
}

/// `-bs`: what comes on standard input goes to the server, and what it says to standard output. The session is the server's own.
///
/// # Errors
///
/// There is no server, or it falls silent.
pub fn speak_smtp(machine: &ThisMachine) -> Result<Exit, Fault> {
    let unreachable = |error: io::Error| {
        Fault::new(
            Exit::TempFail,
            format!("the server with the folder {} cannot be reached: {error}", machine.folder.display()),
        )
    };
    // RFC 5321 §4.5.3.2.6: nothing takes a client longer to wait for than the reply to the content.
    let patience = Duration::from_secs(Step::End.wait_seconds_min().into());
    let stream = connect(machine).map_err(unreachable)?;
    pass_on(&stream, io::stdin(), &mut io::stdout(), patience).map_err(|error| {
        let error = if is_late(&error) { silent(&machine.folder.join(SUBMIT), patience) } else { error };
        unreachable(error)
    })
}

/// Passes on what each side says until the server ends the session. The server is given up where it has been silent for so long since the client's last words.
/// A client that says nothing makes it tired, and not late: then it has six times as long to say so.
fn pass_on(
    stream: &UnixStream,
    mut input: impl Read + Send + 'static,
    output: &mut impl Write,
    patience: Duration,
) -> io::Result<Exit> {
    stream.set_read_timeout(Some(patience))?;
    stream.set_write_timeout(Some(patience))?;
    let mut to_server = ToServer { stream: stream.try_clone()?, said: Said::default() };
    let said = Arc::clone(&to_server.said);
    let mut from_server = BufReader::new(stream);
    let mut say = |octets: &[u8]| output.write_all(octets).and_then(|()| output.flush());
    // RFC 5321 §4.3.1: who speaks waits for the greeting, and a program that writes into a pipe does not.
    let mut greeting = Vec::new();
    loop {
        greeting.clear();
        let read = from_server.read_until(b'\n', &mut greeting)?;
        if read == 0 || say(&greeting).is_err() {
            return Ok(Exit::TempFail);
        }
        if greeting.get(3) != Some(&b'-') {
            break;
        }
    }
    thread::spawn(move || {
        // The end of the input is the end of what the server hears. That it hears no more, it says itself.
        let _ = io::copy(&mut input, &mut to_server);
        to_server.end();
    });
    let (mut piece, mut heard) = ([0; 4096], Instant::now());
    loop {
        match from_server.read(&mut piece) {
            Ok(0) => return Ok(Exit::Ok),
            Ok(read) => {
                heard = Instant::now();
                if say(&piece[..read]).is_err() {
                    return Ok(Exit::TempFail);
                }
            }
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(error) if is_late(&error) => {
                let said = *said.lock().unwrap_or_else(PoisonError::into_inner);
                // Whether all that was said has been answered, only who understands it could tell.
                let (since, times) = match said {
                    Some(said) if said > heard => (said, 1),
                    _ => (heard, 6),
                };
                if since.elapsed() >= patience * times {
                    return Err(error);
                }
            }
            Err(error) => return Err(error),
        }
    }
}

/// When the client has last said something.
type Said = Arc<Mutex<Option<Instant>>>;

/// The way to the server, which notes that something was said.
struct ToServer {
    stream: UnixStream,
    said: Said,
}

impl ToServer {
    fn note(&self) {
        *self.said.lock().unwrap_or_else(PoisonError::into_inner) = Some(Instant::now());
    }

    /// The client says no more, and the server has to end the session.
    fn end(self) {
        let _ = self.stream.shutdown(Shutdown::Write);
        self.note();
    }
}

impl Write for ToServer {
    fn write(&mut self, octets: &[u8]) -> io::Result<usize> {
        // Before it is written, so that an answer comes after.
        self.note();
        self.stream.write(octets)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.stream.flush()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const PATIENCE: Duration = Duration::from_millis(100);

    /// What a program is told whose server says this and then nothing, until it has heard the end of what the program says.
    fn told(server_says: &'static [u8], program_says: &'static [u8]) -> (io::Error, Vec<u8>) {
        let (ours, mut theirs) = UnixStream::pair().expect("a pair");
        let server = thread::spawn(move || {
            theirs.write_all(server_says).expect("it reads");
            let _ = theirs.read_to_end(&mut Vec::new());
            // Open as long as anybody waits for more.
            theirs
        });
        let mut output = Vec::new();
        let late =
            pass_on(&ours, program_says, &mut output, PATIENCE).expect_err("it does not end the session");
        // Who gives up ends, and the socket with it.
        let _ = ours.shutdown(Shutdown::Both);
        drop(server.join().expect("no panic"));
        (late, output)
    }

    #[test]
    fn a_server_that_falls_silent_is_given_up() {
        for (server_says, program_says) in [
            // Half a greeting.
            (&b"220-mx\r\n"[..], &b""[..]),
            // No answer to the first of two commands, nor to the end of them all.
            (b"220 mx\r\n", b"NOOP\r\nQUIT\r\n"),
            (b"220 mx\r\n", b""),
        ] {
            let (late, output) = told(server_says, program_says);
            assert!(is_late(&late), "{late}");
            assert_eq!(output, server_says);
        }
    }

    /// An input that gives nothing before it is told that it may.
    struct Slow(std::sync::mpsc::Receiver<()>);

    impl Read for Slow {
        fn read(&mut self, _: &mut [u8]) -> io::Result<usize> {
            let _ = self.0.recv();
            Ok(0)
        }
    }

    #[test]
    fn a_program_that_says_nothing_does_not_make_the_server_late() {
        let (ours, mut theirs) = UnixStream::pair().expect("a pair");
        let (_says, input) = std::sync::mpsc::channel();
        let server = thread::spawn(move || {
            theirs.write_all(b"220 mx\r\n").expect("it reads");
            // Three times as long as a server may owe an answer.
            theirs.set_read_timeout(Some(PATIENCE * 3)).expect("a time");
            let silent = theirs.read(&mut [0]);
            theirs.write_all(b"421 tired\r\n").expect("it reads");
            silent.map_err(|error| is_late(&error))
        });
        let mut output = Vec::new();
        let passed = pass_on(&ours, Slow(input), &mut output, PATIENCE).expect("nobody is late");
        assert_eq!(server.join().expect("no panic"), Err(true), "it heard nothing");
        assert_eq!((passed, output), (Exit::Ok, b"220 mx\r\n421 tired\r\n".to_vec()));
    }
}
