//! `postrider queue history` and `forget`: what became of messages that are done.

use std::io::Write;

use comfy_table::{ContentArrangement, Table, presets};

use super::{End, counted, line, relative};
use crate::control::client::{Client, ControlError};
use crate::control::history::Row;
use crate::control::protocol::{Answer, Request};
use crate::visible::visible;

/// Lists messages that are done, the last first.
///
/// The server remembers them for queue.history_seconds, but no more than 100000 of them, nor more than 64 MiB; a restart begins anew.
/// `postrider queue show` shows each of them in full.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// Only those for this address, whether it was given or an alias led to it.
    #[arg(long, value_name = "ADDRESS")]
    recipient: Option<String>,
    /// Only those from this address.
    #[arg(long, value_name = "ADDRESS")]
    sender: Option<String>,
    /// Print one JSON object a line, one for each message.
    #[arg(long)]
    json: bool,
    /// How many messages to list.
    #[arg(long, value_name = "N", default_value_t = 50)]
    most: usize,
}

/// Page by page, so that neither end ever holds a long history.
pub fn list(args: &Args, client: &mut Client, out: &mut dyn Write) -> Result<(), End> {
    let (mut before, mut most, mut first) = (None, args.most, true);
    while most > 0 {
        let request = Request::History {
            before,
            most: Some(most),
            recipient: args.recipient.clone(),
            sender: args.sender.clone(),
        };
        let Answer::History { messages, next } = client.ask(&request)? else {
            return Err(ControlError::Other.into());
        };
        most -= messages.len().min(most);
        if args.json {
            for message in &messages {
                writeln!(out, "{}", line(message, false)?)?;
            }
        } else if !messages.is_empty() {
            for row in table(&messages, first, jiff::Timestamp::now()).lines() {
                writeln!(out, "{}", row.trim_end())?;
            }
        } else if first {
            writeln!(out, "The history has no such message.")?;
        }
        first = false;
        match next {
            Some(next) => before = Some(next),
            None => break,
        }
    }
    Ok(())
}

/// Has the server forget an address.
pub fn forget(address: &str, client: &mut Client, out: &mut dyn Write) -> Result<(), End> {
    let Answer::Forgotten { messages } = client.ask(&Request::Forget { address: address.to_owned() })? else {
        return Err(ControlError::Other.into());
    };
    Ok(writeln!(out, "Forgotten: {}.", counted(messages))?)
}

fn table(rows: &[Row], header: bool, now: jiff::Timestamp) -> Table {
    let mut table = Table::new();
    table.load_style(presets::NOTHING);
    // A line for each message, whole, however narrow the terminal is.
    table.set_content_arrangement(ContentArrangement::Disabled);
    if header {
        table.set_header(["ID", "DONE", "OCTETS", "FROM", "TO", "STATE"]);
    }
    for row in rows {
        let to = match row.recipients - row.to.len() {
            0 => row.to.join(", "),
            more => format!("{} and {more} more", row.to.join(", ")),
        };
        table.add_row([
            row.id.clone(),
            relative(&row.done, now),
            row.octets.to_string(),
            visible(&row.from),
            visible(&to),
            visible(&state(row)),
        ]);
    }
    table
}

/// What became of it, in words.
fn state(row: &Row) -> String {
    let counts = [(row.delivered, "delivered"), (row.bounced, "bounced"), (row.dropped, "dropped")];
    let state = match counts.iter().filter(|(count, _)| *count > 0).collect::<Vec<_>>()[..] {
        [(_, all)] => (*all).to_owned(),
        ref some => some.iter().map(|(count, what)| format!("{count} {what}")).collect::<Vec<_>>().join(", "),
    };
    if row.note.is_empty() { state } else { format!("{state}: {}", row.note) }
}
