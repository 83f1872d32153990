//! `postrider queue show`: one message, and what is known of it.

use std::fmt::Write as _;

use super::{relative, shown, waits};
use crate::control::protocol::{Message, Standings};
use crate::visible::visible;

/// Everything that is known of a message, a line for each thing.
pub(super) fn in_words(message: &Message, now: jiff::Timestamp) -> String {
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
