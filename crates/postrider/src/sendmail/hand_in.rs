//! The way to the server: over its socket, or, where there is no server, through the drop folder.

use std::io::{self, BufRead as _, BufReader, Read, Write};
use std::net::Shutdown;
use std::os::unix::net::UnixStream;
use std::thread;

use postrider_proto::client::{Options, RecipientOutcome, Step, Transaction};
use postrider_proto::reply::Class;

use super::letter::Letter;
use super::{Exit, Fault};
use crate::cli::send::{Conversation, Transcript, size_on_the_wire};
use crate::config::ThisMachine;
use crate::control::{SUBMIT, reach};
use crate::drop_folder;
use crate::visible::visible;

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
    let (path, _folder) = reach(&machine.folder, SUBMIT)?;
    UnixStream::connect(path)
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
/// There is no server.
pub fn speak_smtp(machine: &ThisMachine) -> Result<Exit, Fault> {
    let unreachable = |error: io::Error| {
        Fault::new(
            Exit::TempFail,
            format!("the server with the folder {} cannot be reached: {error}", machine.folder.display()),
        )
    };
    let stream = connect(machine).map_err(unreachable)?;
    let mut to_server = stream.try_clone().map_err(unreachable)?;
    let mut from_server = BufReader::new(stream);
    let mut stdout = io::stdout();
    // RFC 5321 §4.3.1: who speaks waits for the greeting, and a program that writes into a pipe does not.
    let mut greeting = Vec::new();
    let mut say = |octets: &[u8]| stdout.write_all(octets).and_then(|()| stdout.flush());
    loop {
        greeting.clear();
        let read = from_server.read_until(b'\n', &mut greeting).map_err(unreachable)?;
        if read == 0 || say(&greeting).is_err() {
            return Ok(Exit::TempFail);
        }
        if greeting.get(3) != Some(&b'-') {
            break;
        }
    }
    thread::spawn(move || {
        // The end of the input is the end of what the server hears. That it hears no more, it says itself.
        let _ = io::copy(&mut io::stdin().lock(), &mut to_server);
        let _ = to_server.shutdown(Shutdown::Write);
    });
    let mut piece = [0; 4096];
    loop {
        match from_server.read(&mut piece) {
            Ok(0) => return Ok(Exit::Ok),
            Ok(read) => {
                if say(&piece[..read]).is_err() {
                    return Ok(Exit::TempFail);
                }
            }
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(error) => return Err(unreachable(error)),
        }
    }
}
