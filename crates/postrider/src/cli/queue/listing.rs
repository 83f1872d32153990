//! `postrider queue list`: a line for each message.

use std::fmt::Write as _;
use std::io::Write;

use comfy_table::{ContentArrangement, Table, presets};

use super::filter::parts;
use super::{End, line, relative, suspend};
use crate::control::client::{Client, ControlError};
use crate::control::filter::Filter;
use crate::control::protocol::{Answer, Cursor, PAGE, Request, Row};
use crate::control::rest::Resting;
use crate::visible::visible;

/// Page by page, so that neither end ever holds a large queue.
pub(super) fn list(
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
pub(super) fn add(text: &mut String, line: &str, width: usize) {
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
    match (&row.due, &row.suspended, &row.resting) {
        (None, ..) => {}
        (Some(_), Some(suspended), _) => {
            parts.push(format!("waiting, {}", suspend::in_words(suspended, now)));
        }
        (Some(_), None, Some(Resting { site, until, .. })) => parts.push(format!(
            "waiting, held up by {site}, where one message goes ahead {}",
            relative(until, now)
        )),
        (Some(due), None, None) => parts.push(format!("waiting, due {}", relative(due, now))),
    }
    if row.held > 0 {
        parts.push(format!("{} held", row.held));
    }
    if row.failed > 0 {
        parts.push(format!("{} failed", row.failed));
    }
    let mut state = parts.join(", ");
    // Its own last attempt, or that of another message which it waits behind.
    let met = row.resting.as_ref().map_or("", |resting| &resting.why);
    let note = if row.note.is_empty() { met } else { &row.note };
    if !note.is_empty() {
        let _ = write!(state, ": {note}");
    }
    state
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
            suspended: None,
            resting: None,
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
