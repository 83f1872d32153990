//! One reply, ready for the wire.

use std::borrow::Cow;
use std::fmt::{self, Write as _};

use super::{Class, Code, Entry};

/// One reply: an entry of the catalogue with its facts filled in.
///
/// No octet of it can break a line: facts are written in printable ASCII, and no line is longer than
/// [`Reply::LINE_MAX`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reply {
    entry: &'static Entry,
    text: Cow<'static, str>,
    /// Lines after the first; only EHLO and HELP have them.
    more: Vec<String>,
}

impl Reply {
    /// The longest reply line, with its CRLF, in octets (RFC 5321 §4.5.3.1.5).
    pub const LINE_MAX: usize = 512;

    /// The reply of an entry that names no facts.
    #[must_use]
    pub const fn new(entry: &'static Entry) -> Self {
        Self { entry, text: Cow::Borrowed(entry.text), more: Vec::new() }
    }

    /// The reply of an entry, with its facts: `{name}` in the entry's text becomes the value of that name.
    #[must_use]
    pub fn with(entry: &'static Entry, facts: &[(&str, &dyn fmt::Display)]) -> Self {
        let mut text = String::with_capacity(entry.text.len() + 64);
        let mut rest = entry.text;
        while let Some((before, after)) = rest.split_once('{') {
            text.push_str(before);
            let (name, after) = after.split_once('}').expect("the catalogue's tests see every brace closed");
            if let Some((_, value)) = facts.iter().find(|(fact, _)| *fact == name) {
                write!(Plain::new(&mut text), "{value}").expect("a string takes everything");
            }
            rest = after;
        }
        text.push_str(rest);
        Self { entry, text: Cow::Owned(text), more: Vec::new() }
    }

    /// The 334 that carries a SASL challenge, already in base64 (RFC 4954 §4). It alone may be longer than a line of text:
    /// a mechanism's challenge cannot be cut.
    #[must_use]
    pub const fn challenge(encoded: String) -> Self {
        Self { entry: &super::catalogue::AUTH_CHALLENGE, text: Cow::Owned(encoded), more: Vec::new() }
    }

    /// Adds lines after the first: the keywords of an EHLO reply, the text of HELP.
    #[must_use]
    pub fn and_lines(mut self, lines: impl IntoIterator<Item = String>) -> Self {
        self.more.extend(lines.into_iter().map(|line| {
            let mut text = String::with_capacity(line.len());
            Plain::new(&mut text).write_str(&line).expect("a string takes everything");
            text
        }));
        self
    }

    /// The entry of the catalogue that this reply is.
    #[must_use]
    pub const fn entry(&self) -> &'static Entry {
        self.entry
    }

    /// The reply code.
    #[must_use]
    pub const fn code(&self) -> Code {
        self.entry.code
    }

    /// Appends the wire form: every line with the code and, where there is one, the same enhanced code (RFC 2034 §4).
    pub fn encode(&self, out: &mut Vec<u8>) {
        let first = std::iter::once(self.text.as_ref());
        let last = self.more.len();
        for (i, text) in first.chain(self.more.iter().map(String::as_str)).enumerate() {
            self.encode_line(out, text, i == last);
        }
    }

    fn encode_line(&self, out: &mut Vec<u8>, text: &str, last: bool) {
        let start = out.len();
        decimal(out, self.entry.code.number());
        out.push(if last { b' ' } else { b'-' });
        if let Some(enhanced) = self.entry.enhanced {
            for (number, behind) in
                [(enhanced.class.into(), b'.'), (enhanced.subject, b'.'), (enhanced.detail, b' ')]
            {
                decimal(out, number);
                out.push(behind);
            }
        }
        let id_len = if self.entry.shows_id() { self.entry.id.len() + 3 } else { 0 };
        let room = match self.entry.code.class() {
            Class::Intermediate => usize::MAX,
            _ => Self::LINE_MAX - 2 - id_len - (out.len() - start),
        };
        out.extend_from_slice(&text.as_bytes()[..text.len().min(room)]);
        if self.entry.shows_id() {
            out.extend_from_slice(b" [");
            out.extend_from_slice(self.entry.id.as_bytes());
            out.push(b']');
        }
        out.extend_from_slice(b"\r\n");
    }
}

/// A number of a code, which has three digits at most, as it is written.
fn decimal(out: &mut Vec<u8>, number: u16) {
    for unit in [100, 10, 1] {
        if number >= unit || unit == 1 {
            out.push(b'0' + u8::try_from(number / unit % 10).expect("one digit"));
        }
    }
}

/// The first line as the wire has it, without its CRLF.
impl fmt::Display for Reply {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut line = Vec::with_capacity(80);
        self.encode_line(&mut line, &self.text, true);
        line.truncate(line.len() - 2);
        f.write_str(std::str::from_utf8(&line).expect("entries and facts are ASCII"))
    }
}

/// Writes a fact in printable ASCII. RFC 5321 §4.2: the text of a reply is HT, SP and printable ASCII; UTF-8 only where RFC 6531
/// §3.7.4.2 allows it. So that an address stays one that can be recognised, a letter beyond ASCII is written as
/// RFC 6533 §3 writes it in a report, `\x{FC}`; what controls rather than says something becomes `?`.
struct Plain<'t> {
    text: &'t mut String,
    /// How many octets it may still have.
    room: usize,
}

impl<'t> Plain<'t> {
    /// The most octets of a fact. It is a name, a number or an address; nothing a reader needs is longer than an address can
    /// be.
    const MAX: usize = 320;

    fn new(text: &'t mut String) -> Self {
        Self { text, room: Self::MAX }
    }
}

impl fmt::Write for Plain<'_> {
    fn write_str(&mut self, fact: &str) -> fmt::Result {
        // Nearly every fact is plain already.
        if fact.len() <= self.room && fact.bytes().all(|octet| (b' '..=b'~').contains(&octet)) {
            self.text.push_str(fact);
            self.room -= fact.len();
            return Ok(());
        }
        for c in fact.chars() {
            let before = self.text.len();
            match c {
                ' '..='~' => self.text.push(c),
                c if c.is_alphanumeric() => write!(self.text, "\\x{{{:X}}}", u32::from(c))?,
                _ => self.text.push('?'),
            }
            match self.room.checked_sub(self.text.len() - before) {
                Some(room) => self.room = room,
                None => {
                    self.text.truncate(before);
                    self.room = 0;
                    return Ok(());
                }
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::super::catalogue;
    use super::*;

    fn wire(reply: &Reply) -> String {
        let mut out = Vec::new();
        reply.encode(&mut out);
        String::from_utf8(out).expect("ASCII")
    }

    #[test]
    fn a_refusal_ends_with_its_id() {
        let reply = Reply::new(&catalogue::RCPT_BEFORE_MAIL);
        assert_eq!(wire(&reply), "503 5.5.1 RCPT needs MAIL FROM first [rcpt-before-mail]\r\n");
        assert_eq!(reply.to_string(), "503 5.5.1 RCPT needs MAIL FROM first [rcpt-before-mail]");
    }

    #[test]
    fn the_octets_of_a_peer_cannot_break_a_line() {
        let reply = Reply::with(&catalogue::UNKNOWN_USER, &[("address", &"a\r\n250 ok\u{e9}\0@x")]);
        assert_eq!(wire(&reply), "550 5.1.1 a??250 ok\\x{E9}?@x has no mailbox here [unknown-user]\r\n");
    }

    #[test]
    fn no_line_is_longer_than_512_octets() {
        let long = "x".repeat(5000);
        let facts: [(&str, &dyn fmt::Display); 1] = [("address", &long)];
        let reply = Reply::with(&catalogue::UNKNOWN_USER, &facts).and_lines([long.clone()]);
        let wire = wire(&reply);
        assert!(
            wire.lines().all(|line| line.len() + 2 <= Reply::LINE_MAX && line.ends_with("[unknown-user]"))
        );
    }

    #[test]
    fn every_line_of_many_carries_the_codes() {
        let reply = Reply::new(&catalogue::HELP).and_lines(["one".to_owned(), "two".to_owned()]);
        let wire = wire(&reply);
        assert!(wire.lines().rev().skip(1).all(|line| line.starts_with("214-2.0.0 ")), "{wire}");
        assert!(wire.ends_with("214 2.0.0 two\r\n"), "{wire}");
    }
}
