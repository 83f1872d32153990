//! The log: one line for each event, on standard error.
//!
//! ```text
//!   event --Lines--> one line of text --bounded buffer--> a thread of its own --> standard error
//!                                            |
//!                                       full: the line is dropped, and counted
//! ```
//!
//! Mail never waits for whoever reads the log. What a peer has sent may be part of a line, so every control character is
//! written as an escape: no peer can begin a line of its own, or talk to the terminal.

use std::fmt::{self, Write as _};
use std::io::{self, IsTerminal as _, Write as _};
use std::time::Duration;

use serde_json::{Map, Value};
use tracing::field::{Field, Visit};
use tracing::level_filters::LevelFilter;
use tracing::{Event, Level, Subscriber};
use tracing_appender::non_blocking::{ErrorCounter, NonBlocking, NonBlockingBuilder, WorkerGuard};
use tracing_subscriber::filter::Targets;
use tracing_subscriber::layer::{Context, Layer, SubscriberExt as _};
use tracing_subscriber::registry::Registry;
use tracing_subscriber::reload;
use tracing_subscriber::util::SubscriberInitExt as _;

use crate::visible::only_shows;

/// Lines that wait for standard error, at most. Above this they are dropped and counted.
const WAITING_LINES: usize = 16 * 1024;

/// A line is cut behind so many octets, so that the buffer has a limit in octets as well.
const LINE_OCTETS: usize = 8 * 1024;

/// How lines look.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, clap::ValueEnum)]
pub enum Format {
    /// `human` on a terminal, `json` elsewhere.
    #[default]
    Auto,
    /// For people.
    Human,
    /// One JSON object a line, for programs.
    Json,
}

impl Format {
    /// Each of them, as it is written.
    pub const ALL: [(&'static str, Self); 3] =
        [("auto", Self::Auto), ("human", Self::Human), ("json", Self::Json)];

    /// Whether lines are for people, standard error being what it is.
    #[must_use]
    pub fn is_human(self) -> bool {
        match self {
            Self::Auto => io::stderr().is_terminal(),
            Self::Human => true,
            Self::Json => false,
        }
    }
}

/// The levels, as they are written.
pub const LEVELS: [(&str, LevelFilter); 5] = [
    ("error", LevelFilter::ERROR),
    ("warn", LevelFilter::WARN),
    ("info", LevelFilter::INFO),
    ("debug", LevelFilter::DEBUG),
    ("trace", LevelFilter::TRACE),
];

/// The log of the process.
pub struct Log {
    level: reload::Handle<Targets, Registry>,
    dropped: ErrorCounter,
    /// Dropped lines that a line has told of.
    told: usize,
    /// Dropped, it writes what waits, for a second at most.
    _writer: WorkerGuard,
}

impl Log {
    /// Starts the log of this process.
    #[must_use]
    pub fn start(format: Format, level: LevelFilter) -> Self {
        let (out, writer) = NonBlockingBuilder::default()
            .lossy(true)
            .buffered_lines_limit(WAITING_LINES)
            .thread_name("log")
            .finish(io::stderr());
        let dropped = out.error_counter();
        let human = format.is_human();
        let colour = human && io::stderr().is_terminal() && std::env::var_os("NO_COLOR").is_none();
        let (filter, handle) = reload::Layer::new(targets(level));
        let lines = Lines { out, human, colour };
        // Fails only if the process has a log already, and then that one is good enough.
        let _ = tracing_subscriber::registry().with(lines.with_filter(filter)).try_init();
        Self { level: handle, dropped, told: 0, _writer: writer }
    }

    /// From now on lines of this level and above are written.
    pub fn set_level(&self, level: LevelFilter) {
        let _ = self.level.reload(targets(level));
    }

    /// Says how many lines were dropped since this was last said. The line that says so may be dropped as well; then the
    /// next call says it.
    pub fn tell_dropped(&mut self) {
        let dropped = self.dropped.dropped_lines();
        if dropped > self.told {
            tracing::warn!(
                lines = dropped - self.told,
                "log lines were dropped: whoever reads them was too slow"
            );
            if self.dropped.dropped_lines() == dropped {
                self.told = dropped;
            }
        }
    }

    /// Ends the log: what waits is written, and what was dropped is told, if whoever reads takes it within a second or two.
    pub fn finish(mut self) {
        /// A reader that was only slow makes room within this.
        const TRIES: u32 = 20;
        for _ in 0..TRIES {
            self.tell_dropped();
            if self.told == self.dropped.dropped_lines() {
                break;
            }
            std::thread::sleep(Duration::from_millis(50));
        }
    }
}

/// The server's own lines from `level` on, and what goes wrong in the libraries below it.
fn targets(level: LevelFilter) -> Targets {
    Targets::new().with_target("postrider", level).with_default(level.min(LevelFilter::WARN))
}

/// Makes a line of every event.
struct Lines {
    out: NonBlocking,
    human: bool,
    colour: bool,
}

impl<S: Subscriber> Layer<S> for Lines {
    fn on_event(&self, event: &Event<'_>, _: Context<'_, S>) {
        let mut fields = Fields::default();
        event.record(&mut fields);
        let now = jiff::Timestamp::now();
        let level = *event.metadata().level();
        let line =
            if self.human { human(now, level, &fields, self.colour) } else { json(now, level, fields) };
        // One write is one line for the buffer. If it is full the line is counted as dropped.
        let _ = self.out.clone().write_all(line.as_bytes());
    }
}

/// What an event says.
#[derive(Debug, Default)]
struct Fields {
    message: String,
    /// In the order in which they were written.
    others: Vec<(&'static str, Value)>,
}

impl Fields {
    fn add(&mut self, field: &Field, value: Value) {
        match (field.name(), value) {
            ("message", Value::String(message)) => self.message = message,
            (name, value) => self.others.push((name, value)),
        }
    }
}

impl Visit for Fields {
    fn record_debug(&mut self, field: &Field, value: &dyn fmt::Debug) {
        // Display values and format strings come here too.
        self.add(field, Value::String(format!("{value:?}")));
    }

    fn record_str(&mut self, field: &Field, value: &str) {
        self.add(field, value.into());
    }

    fn record_u64(&mut self, field: &Field, value: u64) {
        self.add(field, value.into());
    }

    fn record_i64(&mut self, field: &Field, value: i64) {
        self.add(field, value.into());
    }

    fn record_bool(&mut self, field: &Field, value: bool) {
        self.add(field, value.into());
    }

    fn record_f64(&mut self, field: &Field, value: f64) {
        self.add(field, value.into());
    }
}

/// A line for people: `2026-01-31 12:00:00 info  received session=1a2b id=...`.
fn human(now: jiff::Timestamp, level: Level, fields: &Fields, colour: bool) -> String {
    let (name, code) = match level {
        Level::ERROR => ("error", "31"),
        Level::WARN => ("warn", "33"),
        Level::INFO => ("info", "32"),
        Level::DEBUG => ("debug", "34"),
        Level::TRACE => ("trace", "2"),
    };
    let now = now.to_zoned_datetime(jiff::tz::TimeZone::system());
    let mut line = now.strftime("%Y-%m-%d %H:%M:%S ").to_string();
    if colour {
        let _ = write!(line, "\u{1b}[{code}m{name:<5}\u{1b}[0m ");
    } else {
        let _ = write!(line, "{name:<5} ");
    }
    line.push_str(&escape(&fields.message));
    for (name, value) in &fields.others {
        let _ = match value {
            Value::String(text) if text.is_empty() || text.contains([' ', '"', '=']) => {
                let quoted = text.replace('\\', "\\\\").replace('"', "\\\"");
                write!(line, " {name}=\"{}\"", escape(&quoted))
            }
            Value::String(text) => write!(line, " {name}={}", escape(text)),
            other => write!(line, " {name}={other}"),
        };
    }
    cut(&mut line);
    line.push('\n');
    line
}

/// A line for programs: one JSON object.
fn json(now: jiff::Timestamp, level: Level, fields: Fields) -> String {
    let mut object = Map::new();
    object.insert("time".into(), now.strftime("%Y-%m-%dT%H:%M:%S.%3fZ").to_string().into());
    object.insert("level".into(), level.as_str().to_lowercase().into());
    object.insert("message".into(), shortened(fields.message).into());
    for (name, value) in fields.others {
        let value = match value {
            Value::String(text) => Value::String(shortened(text)),
            value => value,
        };
        object.insert(name.to_owned(), value);
    }
    // JSON escapes the controls of ASCII. The others, which it lets pass, can only be inside of a string.
    let mut line = escape(&Value::Object(object).to_string());
    line.push('\n');
    line
}

/// Text that does nothing but show: controls, and marks that change the direction of what is written, as `\uNNNN`.
fn escape(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for c in text.chars() {
        if only_shows(c) {
            escaped.push(c);
        } else {
            let _ = write!(escaped, "\\u{:04x}", u32::from(c));
        }
    }
    escaped
}

fn shortened(mut text: String) -> String {
    cut(&mut text);
    text
}

fn cut(text: &mut String) {
    if text.len() > LINE_OCTETS {
        text.truncate(text.floor_char_boundary(LINE_OCTETS));
        text.push_str("...");
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fields() -> Fields {
        Fields {
            message: "refused: \u{1b}[2J\r\nfake line".to_owned(),
            others: vec![
                ("hello", "a b\"c\u{9b}31m\u{202e}".into()),
                ("octets", 17.into()),
                ("from", "ä@x.example".into()),
            ],
        }
    }

    #[test]
    fn a_peer_cannot_write_what_it_likes_for_people() {
        let line = human(jiff::Timestamp::UNIX_EPOCH, Level::INFO, &fields(), false);
        let (_, rest) = line.split_once("info ").expect("a level");
        assert_eq!(
            rest,
            " refused: \\u001b[2J\\u000d\\u000afake line hello=\"a b\\\"c\\u009b31m\\u202e\" octets=17 from=ä@x.example\n"
        );
    }

    #[test]
    fn a_peer_cannot_write_what_it_likes_for_programs() {
        let line = json(jiff::Timestamp::UNIX_EPOCH, Level::WARN, fields());
        assert!(line.trim_end_matches('\n').chars().all(|c| !c.is_control() && c != '\u{202e}'), "{line:?}");
        let read: Value = serde_json::from_str(&line).expect("JSON");
        assert_eq!(read["time"], "1970-01-01T00:00:00.000Z");
        assert_eq!(read["level"], "warn");
        assert_eq!(read["message"], "refused: \u{1b}[2J\r\nfake line");
        assert_eq!(read["hello"], "a b\"c\u{9b}31m\u{202e}");
        assert_eq!(read["octets"], 17);
    }

    #[test]
    fn a_line_has_an_end() {
        let long = || Fields { message: "ä".repeat(LINE_OCTETS), others: Vec::new() };
        let human = human(jiff::Timestamp::UNIX_EPOCH, Level::INFO, &long(), false);
        assert!(human.len() < LINE_OCTETS + 10, "{}", human.len());
        let json = json(jiff::Timestamp::UNIX_EPOCH, Level::INFO, long());
        assert!(json.len() < LINE_OCTETS + 200, "{}", json.len());
        assert!(serde_json::from_str::<Value>(&json).is_ok());
    }
}
