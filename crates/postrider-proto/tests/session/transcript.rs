//! The form of the conversations in `tests/transcripts`, as their README explains it. Whoever replays them reads them with
//! this.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use postrider_proto::mail::QueueId;
use postrider_proto::server::{IrregularLines, Options};

use crate::listener::Listener;

/// The transcripts of the server, in the order of their names.
pub fn all() -> Vec<Transcript> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../postrider-proto/tests/transcripts");
    let mut paths: Vec<PathBuf> = fs::read_dir(&folder)
        .expect("the folder of the transcripts")
        .map(|entry| entry.expect("readable").path())
        .filter(|path| path.extension().is_some_and(|extension| extension == "smtp"))
        .collect();
    paths.sort();
    assert!(!paths.is_empty(), "no transcript in {}", folder.display());
    paths.iter().map(|path| Transcript::read(path)).collect()
}

pub struct Transcript {
    pub name: String,
    pub listener: Listener,
    settings: Vec<(String, String)>,
    /// The entry that refuses a question, by the question's name.
    pub refusals: BTreeMap<String, String>,
    /// Each with its number in the file.
    pub lines: Vec<(usize, Line)>,
}

pub enum Line {
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
                        "proxied" => Listener::Proxied,
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

    /// What the listener is set to.
    pub fn options(&self) -> Options {
        let mut options = self.listener.options();
        let limits = &mut options.limits;
        for (key, value) in &self.settings {
            let number =
                || value.parse::<u32>().unwrap_or_else(|_| panic!("{}: {key} is a number", self.name));
            match key.as_str() {
                "recipients" => limits.recipients = number(),
                "message_octets" => limits.message_octets = number().into(),
                "errors" => limits.errors = number(),
                "refused_logins" => limits.refused_logins = number(),
                "commands" => limits.commands = number(),
                "received_fields" => limits.received_fields = number(),
                "overlong_line_octets" => limits.overlong_line_octets = number() as usize,
                "dsn" if value == "true" => options.dsn = true,
                "xclient" if value == "true" => options.xclient = true,
                "irregular_lines" if value == "reject" => options.irregular_lines = IrregularLines::Reject,
                _ => panic!("{}: there is no setting {key} = {value}", self.name),
            }
        }
        options
    }

    /// Whether the client speaks before it is greeted.
    pub fn is_early(&self) -> bool {
        matches!(self.lines.first(), Some((_, Line::Client(_))))
    }
}

/// `{id}` in a transcript stands for the id of a message.
pub fn matches_line(line: &str, expected: &str) -> bool {
    match expected.split_once("{id}") {
        // The empty challenge is `334 `, and editors strip what nobody sees.
        None => line.trim_end() == expected,
        Some((before, after)) => line
            .strip_prefix(before)
            .and_then(|rest| rest.strip_suffix(after))
            .is_some_and(|id| id.parse::<QueueId>().is_ok()),
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

/// Content, to be compared and read.
pub fn show(octets: &[u8]) -> String {
    octets.escape_ascii().to_string().replace("\\r\\n", "\n")
}
