//! `mailq`: the queue in the form in which it has been printed for forty years, and is read by programs.

use std::fmt::Write as _;
use std::io::{self, Write as _};

use super::{Exit, Fault};
use crate::config::ThisMachine;
use crate::control::client::{Client, ControlError};
use crate::control::filter::Filter;
use crate::control::protocol::{Answer, Cursor, Message, PAGE, Request, Standings};
use crate::drop_folder;
use crate::visible::visible;

/// What stands above the list. An id has 26 characters, and a mark behind it.
const HEAD: &str = "-Queue ID------------------ --Size-- ----Arrival Time---- -Sender/Recipient-------\n";

/// Shows what is in the queue.
///
/// # Errors
///
/// There is no server, or it does not let the caller see it.
pub fn show(machine: &ThisMachine) -> Result<Exit, Fault> {
    let mut client = Client::connect(&machine.data).map_err(|error| fault(machine, &error))?;
    let (mut messages, mut octets, mut after) = (0_u64, 0, None::<Cursor>);
    let mut out = io::stdout().lock();
    loop {
        let list = Request::List { filter: Filter::default(), after: after.take(), most: Some(PAGE) };
        let Answer::List { messages: rows, next } = ask(machine, &mut client, &list)? else {
            return Err(fault(machine, &ControlError::Other));
        };
        for row in rows {
            let show = Request::Show { id: row.id };
            let message = match client.ask(&show) {
                Ok(Answer::Message(message)) if message.done.is_none() => message,
                // It was delivered between the two questions.
                Ok(_) | Err(ControlError::NoMessage(_)) => continue,
                Err(error) => return Err(fault(machine, &error)),
            };
            let head = if messages == 0 { HEAD } else { "" };
            if writeln!(out, "{head}{}", entry(&message)).is_err() {
                return Ok(Exit::Ok);
            }
            messages += 1;
            octets += message.octets;
        }
        after = next;
        if after.is_none() {
            break;
        }
    }
    let waiting = drop_folder::waiting(&machine.folder).unwrap_or_default();
    let _ = out.write_all(foot(messages, octets, waiting).as_bytes());
    Ok(Exit::Ok)
}

fn ask(machine: &ThisMachine, client: &mut Client, request: &Request) -> Result<Answer, Fault> {
    client.ask(request).map_err(|error| fault(machine, &error))
}

fn fault(machine: &ThisMachine, error: &ControlError) -> Fault {
    match error {
        ControlError::NotAllowed(_) => Fault::new(Exit::NoPerm, error.to_string()),
        ControlError::NoServer(_) => {
            let waiting = drop_folder::waiting(&machine.folder).unwrap_or_default();
            Fault::new(Exit::TempFail, format!("{error}\n{}", in_drop(waiting)))
        }
        error => Fault::new(Exit::TempFail, error.to_string()),
    }
}

fn in_drop(waiting: usize) -> String {
    match waiting {
        0 => "Nothing waits in the drop folder.".to_owned(),
        1 => "1 message waits in the drop folder, for the server to take it.".to_owned(),
        waiting => format!("{waiting} messages wait in the drop folder, for the server to take them."),
    }
}

fn foot(messages: u64, octets: u64, waiting: usize) -> String {
    let mut text = match messages {
        0 => "Mail queue is empty\n".to_owned(),
        1 => format!("-- {} Kbytes in 1 Request.\n", octets.div_ceil(1024)),
        messages => format!("-- {} Kbytes in {messages} Requests.\n", octets.div_ceil(1024)),
    };
    if waiting > 0 {
        text.push_str(&in_drop(waiting));
        text.push('\n');
    }
    text
}

/// A message: one line, then why it waits and for whom.
fn entry(message: &Message) -> String {
    let any = |is: fn(&Standings) -> bool| message.recipients.iter().any(is);
    let mark = match (any(|one| one.under_way), any(|one| one.status == "held")) {
        (true, _) => "*",
        (false, true) => "!",
        (false, false) => "",
    };
    let sender = match message.from.as_str() {
        "<>" => "MAILER-DAEMON",
        from => from.trim_start_matches('<').trim_end_matches('>'),
    };
    let id = format!("{}{mark}", message.id);
    let mut text =
        format!("{id:<27} {:>8} {:<20} {}\n", message.octets, arrival(&message.received), visible(sender));
    for one in &message.recipients {
        if matches!(one.status.as_str(), "delivered" | "bounced" | "dropped") {
            continue;
        }
        if !one.note.is_empty() {
            let _ = writeln!(text, "{:>58}({})", "", visible(&one.note));
        }
        let _ = writeln!(text, "{:>58}{}", "", visible(&one.to));
    }
    text
}

/// A time of the queue as this machine's clock shows it: `Sun Nov 29 14:48:27`.
fn arrival(received: &str) -> String {
    match received.parse::<jiff::Timestamp>() {
        Ok(time) => {
            time.to_zoned_datetime(jiff::tz::TimeZone::system()).strftime("%a %b %e %H:%M:%S").to_string()
        }
        Err(_) => received.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn standing(to: &str, status: &str, note: &str) -> Standings {
        Standings {
            to: to.to_owned(),
            given: None,
            status: status.to_owned(),
            under_way: false,
            attempts: 1,
            due: None,
            changed: "2026-11-29T12:00:00Z".to_owned(),
            note: note.to_owned(),
            suspended: None,
            resting: None,
            turn: None,
        }
    }

    #[test]
    fn a_message_is_printed_as_it_always_was() {
        let message = Message {
            origin: None,
            done: None,
            timeline: Vec::new(),
            id: "0".repeat(26),
            received: "2026-11-29T12:00:00Z".to_owned(),
            octets: 1234,
            from: "<>".to_owned(),
            body: "7BIT".to_owned(),
            smtputf8: false,
            recipients: vec![
                standing("a@b.example", "waiting", "the host said no\u{7}"),
                standing("c@d.example", "delivered", "done"),
                standing("e@f.example", "waiting", ""),
            ],
        };
        let text = entry(&message);
        let lines: Vec<&str> = text.lines().collect();
        assert_eq!(lines.len(), 4, "{text}");
        assert!(lines[0].starts_with(&format!("{}      1234 ", "0".repeat(26))), "{text}");
        assert!(lines[0].ends_with(" MAILER-DAEMON"), "{text}");
        assert_eq!(lines[0].find("MAILER"), lines[2].find("a@b.example"), "{text}");
        assert!(lines[1].trim_start().starts_with("(the host said no") && !text.contains('\u{7}'), "{text}");
        assert_eq!(lines[3].trim(), "e@f.example");
    }

    #[test]
    fn the_end_counts() {
        assert_eq!(foot(0, 0, 0), "Mail queue is empty\n");
        assert_eq!(foot(1, 1, 0), "-- 1 Kbytes in 1 Request.\n");
        assert!(foot(2, 4000, 1).starts_with("-- 4 Kbytes in 2 Requests.\n1 message waits"));
    }
}
