//! `postrider queue`: what is in the queue and what to do about it, what was put aside, and the way from one queue into another.

mod act;
mod export;
mod filter;
mod history;
mod import;
mod quarantine;
mod shown;
mod summary;
mod suspend;
mod waits;
mod watch;

use std::fmt::Write as _;
use std::io::{self, IsTerminal as _, StdoutLock, Write};
use std::process::ExitCode;
use std::sync::Arc;

use comfy_table::{ContentArrangement, Table, presets};
use postrider_queue::{OpenError, Options, Queue, RealDisk};
use serde::Serialize;

use self::filter::{FilterArgs, parts};
use self::watch::{Every, Screen};
use crate::config::Place;
use crate::control::act::Action;
use crate::control::client::{Client, ControlError};
use crate::control::filter::Filter;
use crate::control::protocol::{Answer, Cursor, Message, PAGE, Request, Row, Standings};
use crate::visible::{only_shows, visible};

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

/// On a terminal nobody's mail may do more than show; a file or a program gets every octet.
fn content(client: &mut Client, octets: u64, mut out: StdoutLock<'_>) -> Result<(), End> {
    if out.is_terminal() {
        client.content(octets, &mut Visible(out))?;
    } else {
        client.content(octets, &mut out)?;
        out.flush()?;
    }
    Ok(())
}

/// Page by page, so that neither end ever holds a large queue.
fn list(
    client: &mut Client,
    filter: &Filter,
    json: bool,
    mut most: usize,
    out: &mut dyn Write,
) -> Result<(), End> {
    let mut first = true;
    for part in parts(filter) {
        list_part(client, &part, json, &mut most, &mut first, out)?;
    }
    if first && !json {
        writeln!(
            out,
            "{}",
            if filter.is_everything() {
                "The queue is empty."
            } else {
                "No message in the queue is of this kind."
            }
        )?;
    }
    Ok(())
}

fn list_part(
    client: &mut Client,
    filter: &Filter,
    json: bool,
    most: &mut usize,
    first: &mut bool,
    out: &mut dyn Write,
) -> Result<(), End> {
    let mut after: Option<Cursor> = None;
    while *most > 0 {
        let request =
            Request::List { filter: filter.clone(), after: after.take(), most: Some((*most).min(PAGE)) };
        let Answer::List { messages, next } = client.ask(&request)? else {
            return Err(ControlError::Other.into());
        };
        *most -= messages.len().min(*most);
        if json {
            for message in &messages {
                writeln!(out, "{}", line(message, false)?)?;
            }
        } else if !messages.is_empty() {
            // What is no terminal has no width, and gets every line whole.
            let width = Table::new().width();
            out.write_all(listing(&messages, *first, jiff::Timestamp::now(), width).as_bytes())?;
        }
        *first &= messages.is_empty();
        match next {
            Some(next) => after = Some(next),
            None => break,
        }
    }
    Ok(())
}

fn line(value: &impl Serialize, pretty: bool) -> Result<String, End> {
    let text = if pretty { serde_json::to_string_pretty(value) } else { serde_json::to_string(value) };
    text.map_err(|error| End::Fault(error.to_string()))
}

/// A line for each message. Where a terminal is too narrow for that, the state, which may be long, has a line of its own below,
/// and what does not fit is cut: `queue show` says all of it.
fn listing(rows: &[Row], header: bool, now: jiff::Timestamp, width: Option<u16>) -> String {
    // A terminal that does not know its width says 0.
    let width = width.filter(|width| *width > 0).map_or(usize::MAX, usize::from);
    let whole = table(rows, header, now, true).to_string();
    let mut text = String::with_capacity(whole.len());
    if whole.lines().all(|line| line.trim_end().chars().count() <= width) {
        whole.lines().for_each(|line| add(&mut text, line, width));
        return text;
    }
    let short = table(rows, header, now, false).to_string();
    let mut lines = short.lines();
    if header {
        lines.by_ref().take(1).for_each(|line| add(&mut text, line, width));
    }
    for (line, row) in lines.zip(rows) {
        add(&mut text, line, width);
        add(&mut text, &format!("     {}", visible(&state(row, now))), width);
    }
    text
}

/// Adds a line without blanks at its end, cut where it is wider than this.
fn add(text: &mut String, line: &str, width: usize) {
    let line = line.trim_end();
    match line.char_indices().nth(width) {
        None => text.push_str(line),
        Some(_) => {
            text.extend(line.chars().take(width.saturating_sub(1)));
            text.push('…');
        }
    }
    text.push('\n');
}

fn table(rows: &[Row], header: bool, now: jiff::Timestamp, with_state: bool) -> Table {
    let mut table = Table::new();
    table.load_style(presets::NOTHING);
    // A table in a file keeps its lines whole.
    table.set_content_arrangement(ContentArrangement::Disabled);
    if header {
        let names = ["ID", "CAME", "OCTETS", "FROM", "TO"];
        table.set_header(names.into_iter().chain(with_state.then_some("STATE")));
    }
    for row in rows {
        let open = row.waiting + row.held + row.failed;
        let more = open - row.to.len().min(open);
        let to = match more {
            0 => row.to.join(", "),
            more => format!("{} and {more} more", row.to.join(", ")),
        };
        let cells = [
            row.id.clone(),
            relative(&row.received, now),
            row.octets.to_string(),
            visible(&row.from),
            visible(&to),
        ];
        table.add_row(cells.into_iter().chain(with_state.then(|| visible(&state(row, now)))));
    }
    table
}

/// Where a message stands, in words.
fn state(row: &Row, now: jiff::Timestamp) -> String {
    let mut parts = Vec::new();
    if row.under_way > 0 {
        parts.push("under way".to_owned());
    }
    if let Some(due) = &row.due {
        parts.push(format!("waiting, due {}", relative(due, now)));
    }
    if row.held > 0 {
        parts.push(format!("{} held", row.held));
    }
    if row.failed > 0 {
        parts.push(format!("{} failed", row.failed));
    }
    let mut state = parts.join(", ");
    if !row.note.is_empty() {
        let _ = write!(state, ": {}", row.note);
    }
    state
}

fn in_words(message: &Message, now: jiff::Timestamp) -> String {
    let mut text = String::new();
    let mut row = |what: &str, value: &str| {
        let _ = writeln!(text, "{what:<10}{}", visible(value));
    };
    let utf8 = if message.smtputf8 { ", SMTPUTF8" } else { "" };
    row("Message", &message.id);
    row("Came", &format!("{}, {}", message.received, relative(&message.received, now)));
    if let Some(origin) = &message.origin {
        row("Origin", &shown::origin(origin));
    }
    if let Some(done) = &message.done {
        row("Done", &format!("{done}, {}", relative(done, now)));
    }
    row("Content", &format!("{} octets, {}{utf8}", message.octets, message.body));
    row("From", &message.from);
    for standing in &message.recipients {
        let given = standing.given.as_ref().map_or_else(String::new, |given| format!(" (sent to {given})"));
        row("To", &format!("{}{given}", standing.to));
        let known = standing_in_words(standing, now).into_iter();
        for line in known.chain(waits::lines(standing, &message.id, now)) {
            row("", &line);
        }
    }
    for tried in &message.timeline {
        let (when, lines) = shown::tried(tried, now);
        row(shown::heading(tried), &when);
        for line in lines {
            row("", &line);
        }
    }
    text
}

fn standing_in_words(standing: &Standings, now: jiff::Timestamp) -> Vec<String> {
    let attempts = match standing.attempts {
        0 => "no attempt yet".to_owned(),
        1 => "after 1 attempt".to_owned(),
        attempts => format!("after {attempts} attempts"),
    };
    let state = match (&standing.due, standing.under_way) {
        (_, true) => "an attempt is under way".to_owned(),
        (Some(due), _) => {
            format!("{}, {attempts}; the next is due {} ({due})", standing.status, relative(due, now))
        }
        (None, _) => format!("{}, {attempts}, {}", standing.status, relative(&standing.changed, now)),
    };
    let mut lines = vec![state];
    if !standing.note.is_empty() {
        lines.push(standing.note.clone());
    }
    lines
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

/// Shows content on a terminal: what is neither a line's end nor visible becomes `?`.
struct Visible<W>(W);

impl<W: Write> Write for Visible<W> {
    fn write(&mut self, octets: &[u8]) -> io::Result<usize> {
        // The CR of a line's end is not needed there. A character that is cut in two by this piece's end is shown as two
        // that are not known.
        let text = String::from_utf8_lossy(octets).replace('\r', "");
        let show = |c: char| if only_shows(c) || matches!(c, '\n' | '\t') { c } else { '?' };
        let shown: String = text.chars().map(show).collect();
        self.0.write_all(shown.as_bytes())?;
        Ok(octets.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        self.0.flush()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_list_is_no_wider_than_the_terminal() {
        let row = |id: &str, note: &str| Row {
            id: id.to_owned(),
            received: "2026-01-31T12:00:00Z".to_owned(),
            octets: 423,
            from: "<s@client.example>".to_owned(),
            to: vec!["you@localhost".to_owned()],
            recipients: 1,
            waiting: 1,
            held: 0,
            delivered: 0,
            failed: 0,
            dropped: 0,
            under_way: 0,
            due: Some("2026-01-31T12:01:00Z".to_owned()),
            note: note.to_owned(),
        };
        let rows = [row("1", "the folder is a symbolic link or no folder"), row("2", "")];
        let now = "2026-01-31T12:00:10Z".parse().expect("a time");
        let shown = [None, Some(200), Some(60), Some(20)].map(|width| listing(&rows, true, now, width));
        assert_eq!(shown[0], shown[1], "there is room");
        insta::assert_snapshot!(shown[1..].join("\n"), @"
ID  CAME      OCTETS  FROM                TO             STATE
1   10 s ago  423     <s@client.example>  you@localhost  waiting, due in 50 s: the folder is a symbolic link or no folder
2   10 s ago  423     <s@client.example>  you@localhost  waiting, due in 50 s

ID  CAME      OCTETS  FROM                TO
1   10 s ago  423     <s@client.example>  you@localhost
    waiting, due in 50 s: the folder is a symbolic link or…
2   10 s ago  423     <s@client.example>  you@localhost
    waiting, due in 50 s

ID  CAME      OCTE…
1   10 s ago  423 …
    waiting, due i…
2   10 s ago  423 …
    waiting, due i…
");
    }
}
