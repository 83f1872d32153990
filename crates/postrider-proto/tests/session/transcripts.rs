//! Replays every conversation in `tests/transcripts`. Their form is explained in `tests/transcripts/README.md`.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use postrider_proto::reply::catalogue;
use postrider_proto::server::{Expiry, IrregularLines, Options};

use crate::house::{House, Listener};

struct Transcript {
    name: String,
    listener: Listener,
    settings: Vec<(String, String)>,
    refusals: BTreeMap<String, String>,
    lines: Vec<(usize, Line)>,
}

enum Line {
    /// What the client sends, with its line end.
    Client(Vec<u8>),
    /// A line the server says.
    Server(String),
    /// The entry of the catalogue that the line above shows.
    Entry(String),
    /// A line of the message stored last.
    Message(Vec<u8>),
    /// The recipients of the message stored last.
    Recipients(String),
    /// Something other than octets happens.
    Event(String),
}

impl Transcript {
    fn read(path: &Path) -> Self {
        let name = path.file_name().expect("a file").to_string_lossy().into_owned();
        let text = fs::read_to_string(path).expect("a transcript is UTF-8");
        let mut transcript = Self {
            name,
            listener: Listener::Mx,
            settings: Vec::new(),
            refusals: BTreeMap::new(),
            lines: Vec::new(),
        };
        for (number, line) in text.lines().enumerate().map(|(i, line)| (i + 1, line)) {
            transcript.line(number, line);
        }
        transcript
    }

    fn line(&mut self, number: usize, line: &str) {
        let place = format!("{}:{number}", self.name);
        let line = line.trim_end();
        let (word, rest) = line.split_once(' ').unwrap_or((line, ""));
        let parsed = match word {
            "" => return,
            "#" => match rest.split_once(": ") {
                Some(("listener", kind)) => {
                    self.listener = match kind {
                        "mx" => Listener::Mx,
                        "submission" => Listener::Submission,
                        "tls-required" => Listener::TlsRequired,
                        "tls-absent" => Listener::TlsAbsent,
                        other => panic!("{place}: there is no listener {other:?}"),
                    };
                    return;
                }
                Some(("set", setting)) => {
                    let (key, value) =
                        setting.split_once(" = ").unwrap_or_else(|| panic!("{place}: set: KEY = VALUE"));
                    self.settings.push((key.into(), value.into()));
                    return;
                }
                Some(("refuse", refusal)) => {
                    let (question, id) = refusal
                        .split_once(" with ")
                        .unwrap_or_else(|| panic!("{place}: refuse: QUESTION with ID"));
                    self.refusals.insert(question.into(), id.into());
                    return;
                }
                _ => return,
            },
            "C:" => Line::Client([unescape(rest, &place), b"\r\n".to_vec()].concat()),
            "C-raw:" => Line::Client(unescape(rest, &place)),
            "S:" => Line::Server(rest.to_owned()),
            "#=" => Line::Entry(rest.to_owned()),
            "M:" => Line::Message([unescape(rest, &place), b"\r\n".to_vec()].concat()),
            "T:" => Line::Recipients(rest.to_owned()),
            "!" => Line::Event(rest.to_owned()),
            other => panic!("{place}: a line begins with C:, C-raw:, S:, M:, T:, !, # or #=, not {other:?}"),
        };
        self.lines.push((number, parsed));
    }

    fn options(&self) -> Options {
        let mut options = self.listener.options();
        let limits = &mut options.limits;
        for (key, value) in &self.settings {
            let number =
                || value.parse::<u32>().unwrap_or_else(|_| panic!("{}: {key} is a number", self.name));
            match key.as_str() {
                "recipients" => limits.recipients = number(),
                "message_octets" => limits.message_octets = number().into(),
                "errors" => limits.errors = number(),
                "commands" => limits.commands = number(),
                "received_fields" => limits.received_fields = number(),
                "overlong_line_octets" => limits.overlong_line_octets = number() as usize,
                "irregular_lines" if value == "reject" => options.irregular_lines = IrregularLines::Reject,
                _ => panic!("{}: there is no setting {key} = {value}", self.name),
            }
        }
        options
    }

    fn replay(&self) {
        let mut house = House::silent(self.options());
        for (question, id) in &self.refusals {
            let entry = catalogue::find(id).unwrap_or_else(|| panic!("{}: no entry {id}", self.name));
            house.refusals.insert(question.clone(), entry);
        }
        let early = matches!(self.lines.first(), Some((_, Line::Client(_))));
        if !early {
            house.run();
        }
        let mut client: Vec<u8> = Vec::new();
        let mut said: Vec<(String, &'static str)> = Vec::new();
        let mut last_entry = "";
        let mut message: Vec<u8> = Vec::new();
        collect(&mut house, &mut said);
        for (number, line) in &self.lines {
            let place = format!("{}:{number}", self.name);
            if !matches!(line, Line::Client(_)) && !client.is_empty() {
                house.send_quietly(&std::mem::take(&mut client));
                collect(&mut house, &mut said);
            }
            if !matches!(line, Line::Message(_)) && !message.is_empty() {
                let stored =
                    house.messages.last().unwrap_or_else(|| panic!("{place}: no message was stored"));
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
                    assert!(
                        matches_line(&line, expected),
                        "{place}:\n expected {expected}\n      got {line}"
                    );
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
            assert_eq!(show(&stored.content), show(&message), "{}: the message at the end", self.name);
        }
        assert!(said.is_empty(), "{}: at the end the server also said {said:?}", self.name);
    }
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

/// `{id}` in a transcript stands for the id of a message.
fn matches_line(line: &str, expected: &str) -> bool {
    match expected.split_once("{id}") {
        // The empty challenge is `334 `, and editors strip what nobody sees.
        None => line.trim_end() == expected,
        Some((before, after)) => line
            .strip_prefix(before)
            .and_then(|rest| rest.strip_suffix(after))
            .is_some_and(|id| id.parse::<postrider_proto::mail::QueueId>().is_ok()),
    }
}

/// `\r`, `\n`, `\t`, `\0`, `\\`, `\xNN`, and `\{TEXT*N}` for TEXT N times.
fn unescape(text: &str, place: &str) -> Vec<u8> {
    let mut octets = Vec::new();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('\\') {
        octets.extend_from_slice(before.as_bytes());
        let mut chars = after.chars();
        rest = match chars.next() {
            Some('r') => push(&mut octets, b'\r', chars.as_str()),
            Some('n') => push(&mut octets, b'\n', chars.as_str()),
            Some('t') => push(&mut octets, b'\t', chars.as_str()),
            Some('0') => push(&mut octets, 0, chars.as_str()),
            Some('\\') => push(&mut octets, b'\\', chars.as_str()),
            Some('x') => {
                let octet = after.get(1..3).and_then(|hex| u8::from_str_radix(hex, 16).ok());
                push(&mut octets, octet.unwrap_or_else(|| panic!("{place}: \\xNN")), &after[3..])
            }
            Some('{') => {
                let (inside, rest) =
                    after[1..].split_once('}').unwrap_or_else(|| panic!("{place}: \\{{TEXT*N}}"));
                let (text, times) =
                    inside.rsplit_once('*').unwrap_or_else(|| panic!("{place}: \\{{TEXT*N}}"));
                let times = times.parse().unwrap_or_else(|_| panic!("{place}: how many times?"));
                octets.extend(unescape(text, place).repeat(times));
                rest
            }
            other => panic!("{place}: there is no escape \\{other:?}"),
        };
    }
    octets.extend_from_slice(rest.as_bytes());
    octets
}

fn push<'a>(octets: &mut Vec<u8>, octet: u8, rest: &'a str) -> &'a str {
    octets.push(octet);
    rest
}

fn show(octets: &[u8]) -> String {
    octets.escape_ascii().to_string().replace("\\r\\n", "\n")
}

#[test]
fn every_transcript() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/transcripts");
    let mut replayed = 0;
    let mut paths: Vec<_> = fs::read_dir(&folder)
        .expect("the folder of the transcripts")
        .map(|entry| entry.expect("readable").path())
        .collect();
    paths.sort();
    for path in paths.iter().filter(|path| path.extension().is_some_and(|extension| extension == "smtp")) {
        Transcript::read(path).replay();
        replayed += 1;
    }
    assert!(replayed > 0, "no transcript in {}", folder.display());
}
