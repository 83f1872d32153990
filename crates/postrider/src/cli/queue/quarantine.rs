//! `postrider queue quarantine`: what was put aside because it is damaged, and what to do about it.

use std::fmt::Write as _;
use std::io::{StdoutLock, Write};

use comfy_table::{ContentArrangement, Table, presets};

use super::{End, content, line, relative};
use crate::control::client::{Client, ControlError};
use crate::control::protocol::{Answer, Request};
use crate::control::quarantine::{Content, File, Kind, Message, Released};
use crate::visible::visible;

/// Shows what was put aside because it is damaged, and puts it back or removes it.
///
/// What the server has acknowledged and cannot read any more is not thrown away: it goes into quarantine, a folder in the data folder,
/// and nothing leaves that by itself. So does what a crash has left of a write that was never acknowledged.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// What to do.
    #[command(subcommand)]
    verb: Verb,
}

#[derive(Debug, clap::Subcommand)]
enum Verb {
    /// Lists the files in quarantine.
    List {
        /// Print one JSON object a line, one for each file.
        #[arg(long)]
        json: bool,
    },
    /// Shows one file: why it is there, what can be read in it, and what can be done.
    Show {
        /// The name of the file.
        name: String,
        /// Print it as JSON.
        #[arg(long, conflicts_with = "raw")]
        json: bool,
        /// Write its octets, as they are, to standard output.
        #[arg(long)]
        raw: bool,
    },
    /// Puts the messages in a file back into the queue, as they can be read.
    ///
    /// Each keeps its id and its time, and is tried for all its recipients at once. What is damaged in it is delivered damaged, and
    /// whoever has a copy already may get another one. The file goes when all that is in it is safe in the queue.
    Release {
        /// The name of the file.
        name: String,
        /// Who shall have them, instead of whom they were for. May be repeated. With it goes out, from <>, what has lost its envelope.
        #[arg(long, value_name = "ADDRESS")]
        to: Vec<String>,
    },
    /// Removes files from quarantine, for good.
    Drop {
        /// The names of the files.
        #[arg(required = true)]
        name: Vec<String>,
        /// Remove them even if messages are lost with them.
        #[arg(long)]
        yes: bool,
    },
}

/// Runs the command.
pub fn run(args: &Args, client: &mut Client, mut out: StdoutLock<'_>) -> Result<(), End> {
    match &args.verb {
        Verb::List { json } => list(client, *json, &mut out),
        Verb::Show { name, raw: true, .. } => {
            let Answer::Content { octets } = client.ask(&Request::QuarantineCat { name: name.clone() })?
            else {
                return Err(ControlError::Other.into());
            };
            content(client, octets, out)
        }
        Verb::Show { name, json, .. } => {
            let file = show(client, name)?;
            if *json {
                return Ok(writeln!(out, "{}", line(&file, true)?)?);
            }
            Ok(out.write_all(in_words(&file, jiff::Timestamp::now()).as_bytes())?)
        }
        Verb::Release { name, to } => {
            let request = Request::QuarantineRelease { name: name.clone(), to: to.clone() };
            let Answer::Released(released) = client.ask(&request)? else {
                return Err(ControlError::Other.into());
            };
            out.write_all(released_in_words(name, &released).as_bytes())?;
            match not_released(&released) {
                Some(why) => Err(End::Fault(why)),
                None => Ok(()),
            }
        }
        Verb::Drop { name, yes } => drop_all(client, name, *yes, &mut out),
    }
}

fn show(client: &mut Client, name: &str) -> Result<File, End> {
    match client.ask(&Request::QuarantineShow { name: name.to_owned() })? {
        Answer::File(file) => Ok(file),
        _ => Err(ControlError::Other.into()),
    }
}

/// Page by page.
fn list(client: &mut Client, json: bool, out: &mut dyn Write) -> Result<(), End> {
    let (mut after, mut all) = (None, Vec::new());
    loop {
        let Answer::Quarantine { files, next } = client.ask(&Request::QuarantineList { after })? else {
            return Err(ControlError::Other.into());
        };
        if json {
            for file in &files {
                writeln!(out, "{}", line(file, false)?)?;
            }
        } else {
            all.extend(files);
        }
        match next {
            Some(next) => after = Some(next),
            None => break,
        }
    }
    match (json, all.is_empty()) {
        (true, _) => Ok(()),
        (false, true) => Ok(writeln!(out, "The quarantine is empty.")?),
        (false, false) => Ok(out.write_all(listing(&all).as_bytes())?),
    }
}

fn listing(files: &[File]) -> String {
    let mut table = Table::new();
    table.load_style(presets::NOTHING);
    table.set_content_arrangement(ContentArrangement::Disabled);
    table.set_header(["NAME", "OCTETS", "HOLDS"]);
    for file in files {
        let holds = match (file.kind, file.messages.as_slice()) {
            (Kind::Torn, _) => "what was never acknowledged".to_owned(),
            (_, []) => "nothing that can be recognised".to_owned(),
            (_, [message]) => brief(message),
            (_, [first, rest @ ..]) => format!("{}, and {} more", brief(first), rest.len()),
        };
        table.add_row([file.name.clone(), file.octets.to_string(), visible(&holds)]);
    }
    table.to_string().lines().fold(String::new(), |text, line| text + line.trim_end() + "\n")
}

/// A message in one line.
fn brief(message: &Message) -> String {
    let id = &message.id;
    match &message.envelope {
        Some(envelope) => {
            let to = match envelope.to.as_slice() {
                [] => String::new(),
                [only] => format!(" to {only}"),
                [first, rest @ ..] => format!(" to {first} and {} more", rest.len()),
            };
            format!("message {id} from {}{to}", envelope.from)
        }
        None => format!("message {id} without its envelope"),
    }
}

fn in_words(file: &File, now: jiff::Timestamp) -> String {
    let mut text = String::new();
    let mut row = |what: &str, value: &str| {
        let _ = writeln!(text, "{what:<10}{}", visible(value));
    };
    row("File", &format!("{}, {} octets", file.name, file.octets));
    for (what, why) in ["Is", ""].into_iter().zip(why(file)) {
        row(what, &why);
    }
    if file.unknown_octets > 0 {
        row("", &format!("{} octets in it are nothing that can be recognised.", file.unknown_octets));
    }
    for message in &file.messages {
        row("Message", &message.id);
        if message.in_queue {
            row("", "A message of this id is in the queue.");
        }
        if let Some(received) = &message.received {
            row("Came", &format!("{received}, {}", relative(received, now)));
        }
        let form = message.envelope.as_ref().map_or_else(String::new, |envelope| {
            format!(", {}{}", envelope.body, if envelope.smtputf8 { ", SMTPUTF8" } else { "" })
        });
        let how = match message.content {
            Content::Whole => "whole",
            Content::Damaged => "damaged: it does not have the checksum that it came with",
            Content::Unchecked => "whether it is whole is not known, its checksum is lost",
            Content::Gone => "gone",
        };
        row("Content", &format!("{} octets{form}; {how}", message.octets));
        match &message.envelope {
            Some(envelope) => {
                row("From", &envelope.from);
                envelope.to.iter().for_each(|to| row("To", to));
            }
            None => row("From, To", "lost"),
        }
    }
    for (i, line) in choices(file).iter().enumerate() {
        row(if i == 0 { "You can" } else { "" }, line);
    }
    text
}

/// Why a file is there, sentence by sentence.
fn why(file: &File) -> [String; 2] {
    let place = match (file.segment, file.at) {
        (Some(segment), Some(at)) => format!("segment {segment:08}, from octet {at} on"),
        _ => "no segment".to_owned(),
    };
    match file.kind {
        Kind::Torn => [
            format!("what a crash has left of a write: {place}."),
            "It was never acknowledged: no client was told that it is safe, so each has sent again."
                .to_owned(),
        ],
        Kind::Damaged => [
            format!("part of the queue that was found damaged at a start: {place}."),
            "It was acknowledged. What is in it may have been delivered before, or may be nowhere else."
                .to_owned(),
        ],
        Kind::Message => [
            "what is left of a message whose content was found damaged when it was to be delivered or moved."
                .to_owned(),
            "It was acknowledged, and is not in the queue any more.".to_owned(),
        ],
        Kind::Body => [
            "a large content whose message nobody knows, since part of the queue was damaged.".to_owned(),
            "It may belong to a message that was never acknowledged, or is delivered.".to_owned(),
        ],
    }
}

/// What can be done about a file: each choice as a command, and what it does.
fn choices(file: &File) -> Vec<String> {
    let name = &file.name;
    let mut choices = Vec::new();
    let mut choice = |command: String, what: &str| choices.extend([command, format!("  {what}")]);
    let quarantine = "postrider queue quarantine";
    if file.kind != Kind::Torn
        && file.messages.iter().any(|message| !message.in_queue && message.content != Content::Gone)
    {
        let to =
            if file.messages.iter().any(|message| message.envelope.is_none()) { " --to ADDRESS" } else { "" };
        choice(
            format!("{quarantine} release {name}{to}"),
            "put it back into the queue as it can be read; whoever has a copy already may get another one",
        );
    }
    if loses(file).is_empty() {
        choice(format!("{quarantine} drop {name}"), "remove it; no message is lost");
    } else {
        choice(format!("{quarantine} drop --yes {name}"), "remove it for good");
    }
    choice(format!("{quarantine} show --raw {name}"), "write its octets to standard output");
    choices
}

/// The messages that would be lost with a file. Of what was never acknowledged none is ours to lose, and what is in the queue is safe.
fn loses(file: &File) -> Vec<&Message> {
    let lost = file.messages.iter().filter(|message| !message.in_queue);
    if file.kind == Kind::Torn { Vec::new() } else { lost.collect() }
}

fn released_in_words(name: &str, released: &Released) -> String {
    let mut text = String::new();
    for id in &released.released {
        let _ = writeln!(
            text,
            "{id} is in the queue again, as it could be read. Whoever had a copy already may get another one."
        );
    }
    if !released.released.is_empty() && released.kept && released.unknown_octets > 0 {
        let _ = writeln!(
            text,
            "{name} stays: it holds {} octets more that are nothing that can be recognised. `postrider queue quarantine drop` removes it.",
            released.unknown_octets
        );
    }
    text
}

fn not_released(released: &Released) -> Option<String> {
    if released.refused.is_empty() {
        return None;
    }
    let each = released.refused.iter().map(|refused| format!("{}: {}", refused.id, refused.because));
    Some(format!("not released, and kept in quarantine: {}", each.collect::<Vec<_>>().join("; ")))
}

/// Looks at all of them before the first is removed: with a mistake in one, none goes.
fn drop_all(client: &mut Client, names: &[String], yes: bool, out: &mut dyn Write) -> Result<(), End> {
    let files: Vec<File> = names.iter().map(|name| show(client, name)).collect::<Result<_, _>>()?;
    let lost = files.iter().flat_map(loses);
    let lost: Vec<String> = lost.map(|message| visible(&brief(message))).collect();
    if !lost.is_empty() && !yes {
        return Err(End::Fault(format!(
            "nothing was removed, since this would lose {}. To lose it for good, say --yes; `postrider queue quarantine release` puts it back",
            lost.join(", ")
        )));
    }
    for file in &files {
        let Answer::Dropped = client.ask(&Request::QuarantineDrop { name: file.name.clone() })? else {
            return Err(ControlError::Other.into());
        };
        let lost: Vec<String> = loses(file).into_iter().map(|message| visible(&brief(message))).collect();
        match lost.as_slice() {
            [] => writeln!(out, "{} is removed.", file.name)?,
            lost => writeln!(out, "{} is removed, and with it {}.", file.name, lost.join(", "))?,
        }
    }
    Ok(())
}
