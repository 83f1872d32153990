//! Replays every conversation in `tests/transcripts`. Their form is explained in `tests/transcripts/README.md`.

use postrider_proto::reply::catalogue;
use postrider_proto::server::Expiry;

use crate::house::House;
use crate::transcript::{self, Line, Transcript, matches_line, show};

#[test]
fn every_transcript() {
    for transcript in transcript::all() {
        replay(&transcript);
    }
}

fn replay(transcript: &Transcript) {
    let mut house = House::silent(transcript.options());
    for (question, id) in &transcript.refusals {
        let entry = catalogue::find(id).unwrap_or_else(|| panic!("{}: no entry {id}", transcript.name));
        house.refusals.insert(question.clone(), entry);
    }
    if !transcript.is_early() {
        house.run();
    }
    let mut client: Vec<u8> = Vec::new();
    let mut said: Vec<(String, &'static str)> = Vec::new();
    let mut last_entry = "";
    let mut message: Vec<u8> = Vec::new();
    collect(&mut house, &mut said);
    for (number, line) in &transcript.lines {
        let place = format!("{}:{number}", transcript.name);
        if !matches!(line, Line::Client(_)) && !client.is_empty() {
            house.send_quietly(&std::mem::take(&mut client));
            collect(&mut house, &mut said);
        }
        if !matches!(line, Line::Message(_)) && !message.is_empty() {
            let stored = house.messages.last().unwrap_or_else(|| panic!("{place}: no message was stored"));
            assert_eq!(show(&stored.content), show(&message), "{place}: the message above");
            message.clear();
        }
        match line {
            Line::Client(octets) => {
                assert!(
                    said.is_empty(),
                    "{place}: before this the server said {said:?}, and no S: line tells"
                );
                client.extend_from_slice(octets);
            }
            Line::Server(expected) if expected == "..." => {
                let rest = said.iter().position(|(line, _)| line.as_bytes().get(3) == Some(&b' '));
                let rest = rest.unwrap_or_else(|| panic!("{place}: the reply has no more lines"));
                said.drain(..=rest);
            }
            Line::Server(expected) => {
                assert!(!said.is_empty(), "{place}: the server said nothing more; expected {expected:?}");
                let (line, entry) = said.remove(0);
                assert!(matches_line(&line, expected), "{place}:\n expected {expected}\n      got {line}");
                last_entry = entry;
            }
            Line::Entry(id) => assert_eq!(last_entry, id, "{place}: the entry of the line above"),
            Line::Message(octets) => message.extend_from_slice(octets),
            Line::Recipients(expected) => {
                let stored =
                    house.messages.last().unwrap_or_else(|| panic!("{place}: no message was stored"));
                let to: Vec<String> =
                    stored.envelope.recipients.iter().map(|to| to.mailbox.to_string()).collect();
                assert_eq!(to.join(" "), *expected, "{place}");
            }
            Line::Event(event) => {
                happen(&mut house, event, &place);
                collect(&mut house, &mut said);
            }
        }
    }
    if !client.is_empty() {
        house.send_quietly(&client);
        collect(&mut house, &mut said);
    }
    if !message.is_empty() {
        let stored = house.messages.last().expect("a message was stored");
        assert_eq!(show(&stored.content), show(&message), "{}: the message at the end", transcript.name);
    }
    assert!(said.is_empty(), "{}: at the end the server also said {said:?}", transcript.name);
}

fn happen(house: &mut House, event: &str, place: &str) {
    match event {
        "idle" => house.session.expire(Expiry::Idle),
        "slow" => house.session.expire(Expiry::Slow),
        "session time is over" => house.session.expire(Expiry::Session),
        "shutdown" => house.session.shut_down(),
        "grace is over" => house.session.expire(Expiry::Shutdown),
        "tls" => {
            assert!(std::mem::take(&mut house.tls_asked), "{place}: the server waits for no handshake");
            house.session.tls_established();
        }
        "weak tls" => {
            assert!(std::mem::take(&mut house.tls_asked), "{place}: the server waits for no handshake");
            house.session.tls_too_weak();
        }
        "closed" => assert!(house.closed, "{place}: the server has not closed the connection"),
        "open" => assert!(!house.closed, "{place}: the server has closed the connection"),
        "nothing stored" => assert!(house.messages.is_empty(), "{place}: a message was stored"),
        other => panic!("{place}: there is no event {other:?}"),
    }
    house.run();
}

/// Takes what the server wrote, line by line, each with the id of its entry.
fn collect(house: &mut House, said: &mut Vec<(String, &'static str)>) {
    let entries: Vec<&'static str> = house.entries.iter().map(|entry| entry.id).collect();
    let mut entries = entries.into_iter();
    let mut entry = "";
    let mut fresh = true;
    for line in house.take_output().lines() {
        if fresh {
            entry = entries.next().expect("every reply has an entry");
        }
        fresh = line.as_bytes().get(3) != Some(&b'-');
        said.push((line.to_owned(), entry));
    }
}
