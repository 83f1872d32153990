//! `postrider queue`: what is in the queue and what to do about it, what was put aside, and the way from one queue into another.

mod act;
mod content;
mod export;
mod filter;
mod history;
mod import;
mod listing;
mod message;
mod quarantine;
mod shown;
mod summary;
mod suspend;
mod waits;
mod watch;

use std::io::{self, Write};
use std::process::ExitCode;
use std::sync::Arc;

use postrider_queue::{OpenError, Options, Queue, RealDisk};
use serde::Serialize;

use self::content::content;
use self::filter::FilterArgs;
use self::listing::list;
use self::message::in_words;
use self::watch::{Every, Screen};
use crate::config::Place;
use crate::control::act::Action;
use crate::control::client::{Client, ControlError};
use crate::control::protocol::{Answer, Request};

/// Shows what is in the queue, acts on it, and moves it elsewhere.
///
/// What is done to messages is on the disk before it is said to be done, and holds until it is undone. A recipient that an attempt is
/// under way for is left alone, and that is said.
///
/// The server that runs is found by its data folder, through a socket that only its own user and root can use; export and import are for
/// a server that does not run. Exit code: 0 if it is done, 1 if it cannot be, 2 if the arguments cannot be used.
#[derive(Debug, clap::Args)]
pub struct Args {
    #[command(flatten)]
    place: Place,
    /// What to do.
    #[command(subcommand)]
    verb: Verb,
}

#[derive(Debug, clap::Subcommand)]
enum Verb {
    /// Lists the messages that are not delivered yet, oldest first.
    List {
        /// Print one JSON object a line, one for each message.
        #[arg(long, conflicts_with = "watch")]
        json: bool,
        /// How many messages to list [default: all].
        #[arg(long, value_name = "N")]
        most: Option<usize>,
        #[command(flatten)]
        filter: FilterArgs,
        #[command(flatten)]
        every: Every,
    },
    /// Counts what is in the queue: for each recipient domain, or by sender or state, the most first.
    Summary(summary::Args),
    /// Shows one message: how it came, where each recipient stands, what it waits for and what would release it, and what was tried; also
    /// for a while after it is done.
    Show {
        /// The id of the message.
        id: String,
        /// Print it as JSON.
        #[arg(long)]
        json: bool,
    },
    /// Writes the content of one message to standard output.
    Cat {
        /// The id of the message.
        id: String,
    },
    /// Makes recipients that wait, or have failed and are kept, due now.
    ///
    /// Where the site that serves them is left alone after trouble, one message goes ahead now nevertheless, and that is said.
    Retry(act::Args),
    /// Holds recipients that wait: they are not tried before they are released, whatever happens to the server meanwhile.
    Hold(act::Args),
    /// Releases recipients that are held: they wait again, and are due now.
    Release(act::Args),
    /// Takes recipients out of the queue for good, without telling anybody.
    Drop(act::Args),
    /// Gives recipients up now, and tells the sender by a report, as when the time is over.
    Bounce {
        /// What the sender is told.
        #[arg(long, value_name = "TEXT")]
        reason: Option<String>,
        #[command(flatten)]
        args: act::Args,
    },
    /// Suspends a recipient domain: nothing is tried for it for a while, whatever happens to the server meanwhile.
    Suspend(suspend::SuspendArgs),
    /// Ends the suspension of a recipient domain.
    Resume(suspend::ResumeArgs),
    History(history::Args),
    /// Drops from the history every message that an address has sent or was to get.
    ///
    /// What is still in the queue stays there, and so does what is in the server's log and in mailboxes.
    Forget {
        /// The address.
        address: String,
    },
    Quarantine(quarantine::Args),
    Export(export::Args),
    Import(import::Args),
}

/// Why a command ends.
enum End {
    Fault(String),
    /// Whoever read the output has left.
    Left,
}

impl From<ControlError> for End {
    fn from(error: ControlError) -> Self {
        match error {
            ControlError::Output(error) => error.into(),
            error => Self::Fault(error.to_string()),
        }
    }
}

impl From<io::Error> for End {
    fn from(error: io::Error) -> Self {
        match error.kind() {
            io::ErrorKind::BrokenPipe => Self::Left,
            _ => Self::Fault(format!("cannot write: {error}")),
        }
    }
}

/// Runs the command.
#[must_use]
pub fn run(args: &Args) -> ExitCode {
    match ask(args) {
        Ok(()) | Err(End::Left) => ExitCode::SUCCESS,
        Err(End::Fault(why)) => {
            let _ = writeln!(io::stderr(), "postrider queue: {why}");
            ExitCode::FAILURE
        }
    }
}

fn ask(args: &Args) -> Result<(), End> {
    let connect = || -> Result<Client, End> {
        let data = args.place.data().map_err(End::Fault)?;
        Ok(Client::connect(&data)?)
    };
    let mut out = io::stdout().lock();
    match &args.verb {
        Verb::List { json, most, filter, every } => {
            let filter = filter.read(&[], jiff::Timestamp::now())?;
            let most = most.unwrap_or(usize::MAX);
            if !every.is_watching() {
                return list(&mut connect()?, &filter, *json, most, &mut out);
            }
            every.draw(&mut out, &mut |screen: Screen| {
                let most = most.min(screen.lines.unwrap_or(most));
                let mut text = Vec::new();
                list(&mut connect()?, &filter, false, most, &mut text)?;
                Ok(String::from_utf8_lossy(&text).into_owned())
            })
        }
        Verb::Summary(args) => summary::run(args, &connect, &mut out),
        Verb::Retry(args) => act::run(args, Action::Retry, None, &mut connect()?, &mut out),
        Verb::Hold(args) => act::run(args, Action::Hold, None, &mut connect()?, &mut out),
        Verb::Release(args) => act::run(args, Action::Release, None, &mut connect()?, &mut out),
        Verb::Drop(args) => act::run(args, Action::Drop, None, &mut connect()?, &mut out),
        Verb::Bounce { reason, args } => {
            act::run(args, Action::Bounce, reason.as_deref(), &mut connect()?, &mut out)
        }
        Verb::Suspend(args) => suspend::suspend(args, &mut connect()?, &mut out),
        Verb::Resume(args) => suspend::resume(args, &mut connect()?, &mut out),
        Verb::Show { id, json } => {
            let Answer::Message(message) = connect()?.ask(&Request::Show { id: id.clone() })? else {
                return Err(ControlError::Other.into());
            };
            if *json {
                return Ok(writeln!(out, "{}", line(&message, true)?)?);
            }
            Ok(out.write_all(in_words(&message, jiff::Timestamp::now()).as_bytes())?)
        }
        Verb::Cat { id } => {
            let mut client = connect()?;
            let Answer::Content { octets } = client.ask(&Request::Cat { id: id.clone() })? else {
                return Err(ControlError::Other.into());
            };
            content(&mut client, octets, out)
        }
        Verb::History(args) => history::list(args, &mut connect()?, &mut out),
        Verb::Forget { address } => history::forget(address, &mut connect()?, &mut out),
        Verb::Quarantine(args) => quarantine::run(args, &mut connect()?, out),
        Verb::Export(export) => export::run(export, &args.place, out),
        Verb::Import(import) => import::run(import, &args.place),
    }
}

/// A number as people write it: `1,240`.
fn number(number: u64) -> String {
    let digits = number.to_string();
    let mut text = String::with_capacity(digits.len() + digits.len() / 3);
    for (i, digit) in digits.chars().enumerate() {
        if i > 0 && (digits.len() - i).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

/// So many messages, in words.
fn counted(messages: u64) -> String {
    if messages == 1 { "1 message".to_owned() } else { format!("{messages} messages") }
}

/// How the queue of this server is set.
fn queue_of(place: &Place) -> Result<Options, End> {
    place.queue().map_err(|mistakes| End::Fault(format!("the configuration cannot be used\n{mistakes}")))
}

/// Opens the queue as the server does, for a command that needs it for itself.
fn offline(
    options: Options,
    verb: &str,
    work: impl AsyncFnOnce(&Queue) -> Result<(), End>,
) -> Result<(), End> {
    let opened = Queue::open(options, Arc::new(RealDisk));
    let (queue, recovery) = opened.map_err(|error| {
        End::Fault(match error {
            OpenError::Locked(folder) => format!(
                "the queue in {} is in use: stop the server first, since {verb} needs it for itself",
                folder.display()
            ),
            error => error.to_string(),
        })
    })?;
    if recovery.damaged_octets > 0 {
        let _ = writeln!(
            io::stderr(),
            "postrider queue: part of the queue is damaged: {} octets that cannot be read were put into quarantine",
            recovery.damaged_octets
        );
    }
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(1).build();
    let runtime = runtime.map_err(|error| End::Fault(format!("the system gives no threads: {error}")))?;
    runtime.block_on(async {
        let done = work(&queue).await;
        queue.close().await;
        done
    })
}

fn line(value: &impl Serialize, pretty: bool) -> Result<String, End> {
    let text = if pretty { serde_json::to_string_pretty(value) } else { serde_json::to_string(value) };
    text.map_err(|error| End::Fault(error.to_string()))
}

/// A time as people say it: `3 min ago`, `in 2 h`.
fn relative(time: &str, now: jiff::Timestamp) -> String {
    let Ok(time) = time.parse::<jiff::Timestamp>() else { return time.to_owned() };
    let seconds = time.as_second() - now.as_second();
    let amount = match seconds.unsigned_abs() {
        0 => return "now".to_owned(),
        seconds @ 1..=119 => format!("{seconds} s"),
        seconds @ 120..=7199 => format!("{} min", seconds / 60),
        seconds @ 7200..=172_799 => format!("{} h", seconds / 3600),
        seconds => format!("{} days", seconds / 86_400),
    };
    if seconds < 0 { format!("{amount} ago") } else { format!("in {amount}") }
}
