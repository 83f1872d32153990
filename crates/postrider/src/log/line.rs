//! One line of the log, made of an event.

use std::cell::RefCell;
use std::fmt::{self, Write};

use tracing::field::{Field, Visit};
use tracing::{Event, Level};

use crate::visible::only_shows;

/// A text is cut behind so many octets, so that a line has an end.
const TEXT_OCTETS: usize = 8 * 1024;

/// A line that was longer than this does not keep its memory.
const KEPT_OCTETS: usize = 16 * 1024;

/// How lines look.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Form {
    /// `2026-01-31 12:00:00 info  received session=1a2b id=...`
    Human { colour: bool },
    /// One JSON object.
    Json,
}

/// What a thread makes its lines in.
#[derive(Default)]
struct Desk {
    line: String,
    /// The fields but the message, as they will stand in the line.
    fields: String,
    message: String,
    /// A value for people, before it is known whether it needs quotes.
    value: String,
    /// The second of the line before, and how it was written: thousands of lines have the same.
    second: i64,
    written: String,
}

thread_local! {
    static DESK: RefCell<Desk> = RefCell::new(Desk::default());
}

/// Makes the line of an event, with its end, and hands it on.
pub(super) fn make(event: &Event<'_>, form: Form, hand_on: impl FnOnce(&[u8])) {
    DESK.with(|desk| {
        // A value that writes a line of its own while it is being written has no place in this one.
        let Ok(mut desk) = desk.try_borrow_mut() else { return };
        desk.clear();
        event.record(&mut Fields { desk: &mut desk, form });
        desk.finish(jiff::Timestamp::now(), *event.metadata().level(), form);
        hand_on(desk.line.as_bytes());
    });
}

impl Desk {
    fn clear(&mut self) {
        for text in [&mut self.line, &mut self.fields, &mut self.message, &mut self.value] {
            text.clear();
            text.shrink_to(KEPT_OCTETS);
        }
    }

    fn finish(&mut self, now: jiff::Timestamp, level: Level, form: Form) {
        let second = now.as_second();
        if self.written.is_empty() || second != self.second {
            self.second = second;
            self.written = match form {
                Form::Human { .. } => {
                    let now = now.to_zoned_datetime(jiff::tz::TimeZone::system());
                    now.strftime("%Y-%m-%d %H:%M:%S").to_string()
                }
                Form::Json => now.strftime("%Y-%m-%dT%H:%M:%S").to_string(),
            };
        }
        let Self { line, fields, message, written, .. } = self;
        match form {
            Form::Json => {
                let millis = now.subsec_millisecond();
                let level = name_of(level);
                put(
                    line,
                    format_args!(
                        "{{\"time\":\"{written}.{millis:03}Z\",\"level\":\"{level}\",\"message\":\""
                    ),
                );
                line.push_str(message);
                line.push('"');
                line.push_str(fields);
                line.push('}');
            }
            Form::Human { colour } => {
                let name = name_of(level);
                if colour {
                    put(line, format_args!("{written} \u{1b}[{}m{name:<5}\u{1b}[0m ", colour_of(level)));
                } else {
                    put(line, format_args!("{written} {name:<5} "));
                }
                line.push_str(message);
                line.push_str(fields);
                cut(line);
            }
        }
        line.push('\n');
    }
}

/// Writes what an event says onto the desk.
struct Fields<'d> {
    desk: &'d mut Desk,
    form: Form,
}

impl Fields<'_> {
    fn text(&mut self, field: &Field, value: fmt::Arguments<'_>) {
        let Desk { fields, message, value: scratch, .. } = &mut *self.desk;
        let is_message = field.name() == "message";
        match self.form {
            Form::Json if is_message => put(&mut Escaped::json(message), value),
            Form::Json => {
                put(fields, format_args!(",\"{}\":\"", field.name()));
                put(&mut Escaped::json(fields), value);
                fields.push('"');
            }
            Form::Human { .. } if is_message => put(&mut Escaped::human(message), value),
            Form::Human { .. } => {
                scratch.clear();
                put(scratch, value);
                let quoted = scratch.is_empty() || scratch.contains([' ', '"', '=']);
                put(fields, format_args!(" {}=", field.name()));
                if quoted {
                    fields.push('"');
                    put(&mut Escaped { quoted, ..Escaped::human(fields) }, format_args!("{scratch}"));
                    fields.push('"');
                } else {
                    put(&mut Escaped::human(fields), format_args!("{scratch}"));
                }
            }
        }
    }

    /// A number, or true or false.
    fn plain(&mut self, field: &Field, value: impl fmt::Display) {
        let (name, fields) = (field.name(), &mut self.desk.fields);
        match self.form {
            Form::Json => put(fields, format_args!(",\"{name}\":{value}")),
            Form::Human { .. } => put(fields, format_args!(" {name}={value}")),
        }
    }
}

impl Visit for Fields<'_> {
    fn record_debug(&mut self, field: &Field, value: &dyn fmt::Debug) {
        // Display values and format strings come here too.
        self.text(field, format_args!("{value:?}"));
    }

    fn record_str(&mut self, field: &Field, value: &str) {
        self.text(field, format_args!("{value}"));
    }

    fn record_u64(&mut self, field: &Field, value: u64) {
        self.plain(field, value);
    }

    fn record_i64(&mut self, field: &Field, value: i64) {
        self.plain(field, value);
    }

    fn record_bool(&mut self, field: &Field, value: bool) {
        self.plain(field, value);
    }

    fn record_f64(&mut self, field: &Field, value: f64) {
        // JSON has no other numbers.
        if value.is_finite() { self.plain(field, value) } else { self.text(field, format_args!("{value}")) }
    }
}

/// Text that does nothing but show: controls, and marks that change the direction of what is written, as `\uNNNN`. In JSON, and
/// in quotes, also what would end the text.
struct Escaped<'t> {
    text: &'t mut String,
    json: bool,
    quoted: bool,
    /// How many octets it may still have; none when it was cut.
    room: Option<usize>,
}

impl<'t> Escaped<'t> {
    fn json(text: &'t mut String) -> Self {
        Self { text, json: true, quoted: true, room: Some(TEXT_OCTETS) }
    }

    fn human(text: &'t mut String) -> Self {
        Self { text, json: false, quoted: false, room: Some(TEXT_OCTETS) }
    }

    fn push(&mut self, c: char) {
        match c {
            '"' | '\\' if self.quoted => self.text.extend(['\\', c]),
            c if only_shows(c) => self.text.push(c),
            // In JSON a character beyond the first plane is two.
            c if self.json => {
                for unit in c.encode_utf16(&mut [0; 2]) {
                    put(self.text, format_args!("\\u{unit:04x}"));
                }
            }
            c => put(self.text, format_args!("\\u{:04x}", u32::from(c))),
        }
    }
}

impl Write for Escaped<'_> {
    fn write_str(&mut self, text: &str) -> fmt::Result {
        let Some(room) = self.room else { return Ok(()) };
        let (text, is_cut) = if text.len() > room {
            self.room = None;
            (&text[..text.floor_char_boundary(room)], true)
        } else {
            self.room = Some(room - text.len());
            (text, false)
        };
        let as_it_is = |octet: u8| (b' '..=b'~').contains(&octet) && octet != b'"' && octet != b'\\';
        if text.bytes().all(as_it_is) {
            self.text.push_str(text);
        } else {
            text.chars().for_each(|c| self.push(c));
        }
        if is_cut {
            self.text.push_str("...");
        }
        Ok(())
    }
}

/// A string takes everything.
fn put(text: &mut impl Write, value: fmt::Arguments<'_>) {
    let _ = text.write_fmt(value);
}

fn cut(text: &mut String) {
    if text.len() > TEXT_OCTETS {
        text.truncate(text.floor_char_boundary(TEXT_OCTETS));
        text.push_str("...");
    }
}

fn name_of(level: Level) -> &'static str {
    match level {
        Level::ERROR => "error",
        Level::WARN => "warn",
        Level::INFO => "info",
        Level::DEBUG => "debug",
        Level::TRACE => "trace",
    }
}

/// The colour of a level, as terminals number them.
fn colour_of(level: Level) -> &'static str {
    match level {
        Level::ERROR => "31",
        Level::WARN => "33",
        Level::INFO => "32",
        Level::DEBUG => "34",
        Level::TRACE => "2",
    }
}

#[cfg(test)]
mod tests {
    use std::sync::{Arc, Mutex};

    use serde_json::Value;
    use tracing::span::{Attributes, Id, Record};
    use tracing::{Metadata, Subscriber};

    use super::*;

    /// Keeps the lines of what happens while it listens.
    #[derive(Clone)]
    struct Listener {
        form: Form,
        lines: Arc<Mutex<Vec<String>>>,
    }

    impl Subscriber for Listener {
        fn enabled(&self, _: &Metadata<'_>) -> bool {
            true
        }

        fn event(&self, event: &Event<'_>) {
            make(event, self.form, |line| {
                let line = std::str::from_utf8(line).expect("UTF-8").to_owned();
                self.lines.lock().expect("whole").push(line);
            });
        }

        fn new_span(&self, _: &Attributes<'_>) -> Id {
            Id::from_u64(1)
        }

        fn record(&self, _: &Id, _: &Record<'_>) {}

        fn record_follows_from(&self, _: &Id, _: &Id) {}

        fn enter(&self, _: &Id) {}

        fn exit(&self, _: &Id) {}
    }

    /// The one line that comes of this.
    fn line(form: Form, happens: impl FnOnce()) -> String {
        let listener = Listener { form, lines: Arc::default() };
        // Each test has a thread of its own, and a desk with it; but not one of another form.
        DESK.with(|desk| *desk.borrow_mut() = Desk::default());
        tracing::subscriber::with_default(listener.clone(), happens);
        let lines = std::mem::take(&mut *listener.lines.lock().expect("whole"));
        let [line] = <[String; 1]>::try_from(lines).expect("one line");
        line
    }

    const HUMAN: Form = Form::Human { colour: false };

    fn peer_writes() {
        tracing::info!(
            hello = "a b\"c\u{9b}31m\u{202e}",
            octets = 17,
            from = "ä@x.example",
            plain = %"\\",
            "refused: \u{1b}[2J\r\nfake line"
        );
    }

    #[test]
    fn a_peer_cannot_write_what_it_likes_for_people() {
        let line = line(HUMAN, peer_writes);
        let (_, rest) = line.split_once("info ").expect("a level");
        assert_eq!(
            rest,
            " refused: \\u001b[2J\\u000d\\u000afake line hello=\"a b\\\"c\\u009b31m\\u202e\" octets=17 from=ä@x.example plain=\\\n"
        );
    }

    #[test]
    fn a_peer_cannot_write_what_it_likes_for_programs() {
        let line = line(Form::Json, peer_writes);
        assert!(line.trim_end_matches('\n').chars().all(|c| !c.is_control() && c != '\u{202e}'), "{line:?}");
        let read: Value = serde_json::from_str(&line).expect("JSON");
        assert_eq!(read["level"], "info");
        assert_eq!(read["message"], "refused: \u{1b}[2J\r\nfake line");
        assert_eq!(read["hello"], "a b\"c\u{9b}31m\u{202e}");
        assert_eq!(read["octets"], 17);
        assert_eq!(read["plain"], "\\");
    }

    #[test]
    fn what_is_no_text_is_none_in_json() {
        let line = line(Form::Json, || {
            tracing::warn!(yes = true, less = -1, half = 0.5, none = f64::NAN, nobody = None::<&str>, "x");
        });
        let read: Value = serde_json::from_str(&line).expect("JSON");
        let (yes, less, half) = (&read["yes"], &read["less"], &read["half"]);
        assert_eq!((yes, less, half), (&Value::Bool(true), &(-1).into(), &0.5.into()));
        assert_eq!(read["none"], "NaN");
        assert!(read.get("nobody").is_none());
    }

    #[test]
    fn the_time_is_that_of_the_line() {
        let mut desk = Desk::default();
        let mut lines = Vec::new();
        for millis in [0, 7, 1_700_000_000_123] {
            desk.clear();
            let now = jiff::Timestamp::from_millisecond(millis).expect("a time");
            desk.finish(now, Level::INFO, Form::Json);
            lines.push(serde_json::from_str::<Value>(&desk.line).expect("JSON")["time"].clone());
        }
        assert_eq!(
            lines,
            ["1970-01-01T00:00:00.000Z", "1970-01-01T00:00:00.007Z", "2023-11-14T22:13:20.123Z"]
        );
    }

    #[test]
    fn a_line_has_an_end() {
        let long = "ä".repeat(TEXT_OCTETS);
        let human = line(HUMAN, || tracing::info!("{long}"));
        assert!(human.len() < TEXT_OCTETS + 10, "{}", human.len());
        let json = line(Form::Json, || tracing::info!(long, "{long}"));
        assert!(json.len() < 2 * TEXT_OCTETS + 200, "{}", json.len());
        assert!(json.contains("ä...\""));
        assert!(serde_json::from_str::<Value>(&json).is_ok());
    }
}
