//! From turns to sessions.

use std::collections::VecDeque;

use postrider_proto::reply::Enhanced;
use postrider_proto::wire::command::{Verb, split};

use super::{Command, Event, Reply, Session};
use crate::dialect::{Dialect, Form, Who, form};
use crate::turns::Turn;

/// So many commands may wait for their answers.
const WAITING_MAX: usize = 1000;
/// So many lines of a reply are kept.
const REPLY_LINES_MAX: usize = 128;

/// The sessions of a run.
#[must_use]
pub fn sessions(dialect: Dialect, turns: &[Turn]) -> Vec<Session> {
    let dots: Vec<usize> =
        turns.iter().enumerate().filter(|(_, turn)| turn.text == ".").map(|(at, _)| at).collect();
    let mut builder = Builder {
        dialect,
        sessions: Vec::new(),
        events: Vec::new(),
        first: 0,
        last: 0,
        waiting: VecDeque::new(),
        open: None,
        mode: Mode::Commands,
        spoken: false,
    };
    builder.run(turns, &dots);
    builder.sessions
}

/// What the client's lines are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Mode {
    Commands,
    /// A challenge was sent: the next line is the answer.
    Sasl,
    /// 354 was sent: what comes is content, until the dot.
    Content,
    /// So many octets of a chunk are still to come.
    Chunk(u64),
}

struct Builder {
    dialect: Dialect,
    sessions: Vec<Session>,
    events: Vec<Event>,
    first: usize,
    last: usize,
    waiting: VecDeque<Command>,
    open: Option<Reply>,
    mode: Mode,
    spoken: bool,
}

impl Builder {
    fn run(&mut self, turns: &[Turn], dots: &[usize]) {
        let mut at = 0;
        while let Some(turn) = turns.get(at) {
            if self.first == self.last && self.events.is_empty() && self.waiting.is_empty() {
                self.first = turn.line;
            }
            self.last = turn.line + 1;
            match turn.who {
                // Without marks, whatever stands between 354 and the dot is content.
                _ if self.mode == Mode::Content && self.dialect == Dialect::Bare => {
                    if let Some(dot) = dots.get(dots.partition_point(|dot| *dot < at)) {
                        at = *dot;
                    } else if turn.who == Who::Server {
                        self.server(turn);
                    }
                    if turns[at].text == "." {
                        self.mode = Mode::Commands;
                    }
                }
                Who::Server => self.server(turn),
                Who::Client => self.client(turn),
                Who::Note => self.note(turn),
            }
            at += 1;
        }
        self.close();
    }

    fn server(&mut self, turn: &Turn) {
        let Form::Reply(code) = form(&turn.text) else {
            match &mut self.open {
                Some(open) if !turn.text.is_empty() && open.texts.len() < REPLY_LINES_MAX => {
                    open.texts.push(turn.text.clone());
                }
                _ => self.push(Event::Strange),
            }
            return;
        };
        if self.open.as_ref().is_some_and(|open| open.code != code) {
            self.answered();
        }
        let text = turn.text.get(4..).unwrap_or("").to_owned();
        match &mut self.open {
            Some(open) => {
                open.lines.end = turn.line + 1;
                if open.texts.len() < REPLY_LINES_MAX {
                    open.texts.push(text);
                }
            }
            None => {
                let enhanced = Enhanced::split(&text).map(|(enhanced, _)| enhanced);
                let enhanced = enhanced.filter(|enhanced| u16::from(enhanced.class) == code / 100);
                self.open =
                    Some(Reply { lines: turn.line..turn.line + 1, code, enhanced, texts: vec![text] });
            }
        }
        if !matches!(turn.text.as_bytes().get(3), Some(b'-' | b'*')) {
            self.answered();
        }
    }

    /// A reply is complete.
    fn answered(&mut self) {
        let Some(reply) = self.open.take() else { return };
        let asked = self.waiting.front();
        let begins = reply.code == 220
            && !asked.is_some_and(|asked| matches!(asked.verb, Some(Verb::Starttls | Verb::Xclient)));
        if begins && (asked.is_some() || !self.events.is_empty()) && self.has_spoken() {
            self.close();
            self.first = reply.lines.start;
            self.last = reply.lines.end;
        }
        if reply.code == 334 {
            self.mode = Mode::Sasl;
            let asked = self.waiting.front().cloned();
            self.push(Event::Challenge(asked, reply));
            return;
        }
        if self.mode == Mode::Sasl || (self.mode == Mode::Content && reply.code != 354) {
            self.mode = Mode::Commands;
        }
        match self.waiting.pop_front() {
            Some(command) => {
                if reply.code == 354 {
                    self.mode = Mode::Content;
                    let content = Command { line: reply.lines.end - 1, verb: None, argument: String::new() };
                    self.waiting.push_front(content);
                }
                self.push(Event::Exchange(command, Some(reply)));
            }
            None if !self.has_spoken() && matches!(reply.code, 220 | 421 | 521 | 554) => {
                self.push(Event::Greeting(reply));
            }
            None => self.push(Event::Answer(reply)),
        }
    }

    fn client(&mut self, turn: &Turn) {
        self.answered();
        let text = turn.text.as_str();
        let command = form(text);
        match self.mode {
            Mode::Sasl => {
                self.mode = Mode::Commands;
                // Some programs do not show the answer.
                if !matches!(command, Form::Command(_)) {
                    return;
                }
            }
            Mode::Content => {
                if text == "." {
                    self.mode = Mode::Commands;
                }
                return;
            }
            Mode::Chunk(octets) => {
                let left = octets.saturating_sub(text.len() as u64 + 2);
                self.mode = if left == 0 { Mode::Commands } else { Mode::Chunk(left) };
                if !matches!(command, Form::Command(_)) {
                    return;
                }
                self.mode = Mode::Commands;
            }
            Mode::Commands => {}
        }
        if text.is_empty() {
            return;
        }
        let (verb, argument) = split(text.as_bytes());
        // RFC 2920 §3.1: these end a group. What comes behind one of them without an answer between is told with a gap.
        let ends = |command: &Command| {
            use Verb::{Auth, Data, Ehlo, Helo, Noop, Quit, Starttls, Vrfy};
            command
                .verb
                .is_some_and(|verb| matches!(verb, Ehlo | Helo | Starttls | Auth | Data | Vrfy | Noop | Quit))
        };
        if (verb != Verb::Unknown && self.waiting.back().is_some_and(ends))
            || self.waiting.len() == WAITING_MAX
        {
            self.unanswered();
        }
        if verb == Verb::Bdat
            && let Some(octets) = argument
                .split(|b| *b == b' ')
                .next()
                .and_then(|octets| std::str::from_utf8(octets).ok()?.parse().ok())
            && octets > 0
        {
            self.mode = Mode::Chunk(octets);
        }
        let argument = String::from_utf8_lossy(argument).into_owned();
        self.waiting.push_back(Command { line: turn.line, verb: Some(verb), argument });
    }

    fn note(&mut self, turn: &Turn) {
        const BEGINS: [&str; 8] = [
            "Trying ",
            "Connecting to ",
            "Connected to",
            "Connection: opening",
            "CONNECTED(",
            "connect: (",
            "SMTP connection from",
            "opening connection",
        ];
        let head: String = turn.text.chars().take(100).collect();
        if BEGINS.iter().any(|begins| head.contains(begins)) && self.has_spoken() {
            self.close();
            self.first = turn.line;
            self.last = turn.line + 1;
        }
        self.push(Event::Note(turn.line, turn.text.clone()));
    }

    /// Whether client or server has spoken in this session.
    fn has_spoken(&self) -> bool {
        self.spoken || !self.waiting.is_empty()
    }

    fn push(&mut self, event: Event) {
        self.spoken |= !matches!(event, Event::Note(..) | Event::Strange);
        self.events.push(event);
    }

    /// The answers to what waits were left out, or never came.
    fn unanswered(&mut self) {
        let waiting = std::mem::take(&mut self.waiting);
        for command in waiting {
            self.push(Event::Exchange(command, None));
        }
    }

    /// The session is at its end.
    fn close(&mut self) {
        if self.open.is_some() {
            self.answered();
        }
        self.unanswered();
        let events = std::mem::take(&mut self.events);
        self.spoken = false;
        if !events.is_empty() {
            self.sessions.push(Session { dialect: self.dialect, lines: self.first..self.last, events });
        }
        self.mode = Mode::Commands;
        self.first = self.last;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dialect::runs;
    use crate::turns::turns;

    fn read(text: &str) -> Vec<Session> {
        let lines: Vec<&str> = text.lines().collect();
        runs(&lines).iter().flat_map(|run| sessions(run.dialect, &turns(run, &lines))).collect()
    }

    fn pairs(session: &Session) -> Vec<(String, u16)> {
        let pairs = session.events.iter().filter_map(|event| match event {
            Event::Exchange(command, Some(reply)) => {
                Some((command.verb.map_or("content", |verb| verb.as_str()).to_owned(), reply.code))
            }
            _ => None,
        });
        pairs.collect()
    }

    #[test]
    fn pipelined_commands_are_matched_in_order() {
        let sessions = read(
            "C: MAIL FROM:<a@b>\nC: RCPT TO:<c@d>\nC: DATA\nS: 250 ok\nS: 550-no\nS: 550 such\nS: 503 no",
        );
        let expected =
            [("MAIL", 250), ("RCPT", 550), ("DATA", 503)].map(|(verb, code)| (verb.to_owned(), code));
        assert_eq!(pairs(&sessions[0]), expected);
    }

    #[test]
    fn content_is_no_command() {
        let text = "220 mx\nEHLO a\n250 mx\nMAIL FROM:<a@b>\n250 ok\nRCPT TO:<c@d>\n250 ok\nDATA\n354 go\nSubject: x\n\nMAIL FROM:<x@y>\n550 this is text\n.\n250 queued\nQUIT\n221 bye";
        let sessions = read(text);
        let got = pairs(&sessions[0]);
        assert_eq!(got.last(), Some(&("QUIT".to_owned(), 221)));
        assert!(got.contains(&("content".to_owned(), 250)) && got.len() == 6, "{got:?}");
    }

    #[test]
    fn a_greeting_begins_a_session() {
        let sessions =
            read("S: 220 mx\nC: EHLO a\nS: 250 mx\nC: QUIT\nS: 221 bye\nS: 220 mx\nC: HELO a\nS: 250 mx");
        assert_eq!(sessions.len(), 2);
        assert_eq!(sessions[1].lines, 5..8);
    }
}
