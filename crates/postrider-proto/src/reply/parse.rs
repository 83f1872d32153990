//! A reply as a client receives it: octets of a server that may be hostile.

use super::{Class, Code, Enhanced};

/// A whole reply of a server, as received.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ParsedReply {
    /// The code of its lines.
    pub code: Code,
    /// The enhanced code at the front of its first line, if there is one of the same class (RFC 2034 §4).
    pub enhanced: Option<Enhanced>,
    /// The text of every line, without code and CRLF; octets that are not UTF-8 or are control characters became `?`.
    pub lines: Vec<String>,
}

impl ParsedReply {
    /// What the first digit says.
    #[must_use]
    pub fn class(&self) -> Class {
        self.code.class()
    }

    /// The lines joined with spaces, for a person.
    #[must_use]
    pub fn text(&self) -> String {
        self.lines.join(" ")
    }
}

/// Why octets are no reply.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ReplyError {
    /// A line is longer than [`ReplyParser::LINE_MAX`].
    #[error("a reply line is longer than {} octets", ReplyParser::LINE_MAX)]
    LineTooLong,
    /// A reply has more lines than [`ReplyParser::LINES_MAX`].
    #[error("a reply has more than {} lines", ReplyParser::LINES_MAX)]
    TooManyLines,
    /// A line does not begin with a well-formed code (RFC 5321 §4.2).
    #[error("a reply line does not begin with a reply code: {0:?}")]
    NoCode(String),
    /// The lines of one reply carry different codes (RFC 5321 §4.2.1).
    #[error("a reply began with {first} and went on with {then}")]
    CodeChanged {
        /// The code of the first line.
        first: Code,
        /// The code of a later line.
        then: Code,
    },
}

/// Collects the lines of one reply. Bounded: it never holds more than [`Self::LINES_MAX`] lines of [`Self::LINE_MAX`]
/// octets.
#[derive(Debug, Default)]
pub struct ReplyParser {
    code: Option<Code>,
    lines: Vec<String>,
}

impl ReplyParser {
    /// The longest line accepted, in octets. RFC 5321 §4.5.3.1.5 says 512; servers in the field exceed it.
    pub const LINE_MAX: usize = 2048;
    /// The most lines accepted in one reply.
    pub const LINES_MAX: usize = 128;

    /// Reads from the front of `input`. Gives how much was consumed and, once the last line is there, the reply. With
    /// `None` more octets are needed: call again with what was not consumed and what came after it.
    ///
    /// # Errors
    ///
    /// What arrived is no reply; the connection is of no more use.
    pub fn read(&mut self, input: &[u8]) -> Result<(usize, Option<ParsedReply>), ReplyError> {
        let mut used = 0;
        while let Some(end) = memchr::memchr(b'\n', &input[used..]) {
            let line = &input[used..used + end];
            used += end + 1;
            if line.len() > Self::LINE_MAX {
                return Err(ReplyError::LineTooLong);
            }
            // Servers in the field end lines with a bare LF; a client that insists on CRLF only loses mail by it.
            let line = line.strip_suffix(b"\r").unwrap_or(line);
            if let Some(reply) = self.line(line)? {
                return Ok((used, Some(reply)));
            }
        }
        if input.len() - used > Self::LINE_MAX {
            return Err(ReplyError::LineTooLong);
        }
        Ok((used, None))
    }

    fn line(&mut self, line: &[u8]) -> Result<Option<ParsedReply>, ReplyError> {
        let code = line
            .first_chunk::<3>()
            .filter(|digits| digits.iter().all(u8::is_ascii_digit))
            .and_then(|[a, b, c]| {
                Code::new(u16::from(a - b'0') * 100 + u16::from(b - b'0') * 10 + u16::from(c - b'0'))
            })
            // RFC 5321 §4.2: SP or hyphen after the code; servers in the field send a code alone as the last line.
            .filter(|_| matches!(line.get(3), None | Some(b' ' | b'-')))
            .ok_or_else(|| ReplyError::NoCode(readable(line).chars().take(80).collect()))?;
        match self.code {
            Some(first) if first != code => return Err(ReplyError::CodeChanged { first, then: code }),
            _ => self.code = Some(code),
        }
        if self.lines.len() == Self::LINES_MAX {
            return Err(ReplyError::TooManyLines);
        }
        self.lines.push(line.get(4..).map(readable).unwrap_or_default());
        if line.get(3) == Some(&b'-') {
            return Ok(None);
        }
        self.code = None;
        let lines = std::mem::take(&mut self.lines);
        let enhanced = Enhanced::split(&lines[0]).map(|(enhanced, _)| enhanced);
        let enhanced = enhanced.filter(|enhanced| enhanced.class == code.class().digit());
        Ok(Some(ParsedReply { code, enhanced, lines }))
    }
}

/// The octets of a peer as text that is safe to show and to log.
fn readable(line: &[u8]) -> String {
    // Nearly every line is plain, and needs no second look.
    let plain = |octet: &u8| matches!(octet, b' '..=b'~' | b'\t');
    if let Ok(text) = std::str::from_utf8(line)
        && line.iter().all(plain)
    {
        return text.to_owned();
    }
    String::from_utf8_lossy(line)
        .chars()
        .map(|c| if c.is_control() && c != '\t' || c == char::REPLACEMENT_CHARACTER { '?' } else { c })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn one(input: &[u8]) -> Result<(usize, Option<ParsedReply>), ReplyError> {
        ReplyParser::default().read(input)
    }

    #[test]
    fn many_lines_make_one_reply() {
        let input = b"250-mx.example greets you\r\n250-SIZE 1000\r\n250 HELP\r\n220 next";
        let (used, reply) = one(input).expect("a reply");
        let reply = reply.expect("whole");
        assert_eq!(&input[used..], b"220 next");
        assert_eq!(reply.code.number(), 250);
        assert_eq!(reply.lines, ["mx.example greets you", "SIZE 1000", "HELP"]);
    }

    #[test]
    fn the_enhanced_code_counts_only_in_its_own_class() {
        let enhanced = |input: &[u8]| one(input).expect("a reply").1.expect("whole").enhanced;
        assert_eq!(enhanced(b"550 5.1.1 nobody\r\n"), Some(Enhanced::new(5, 1, 1)));
        assert_eq!(enhanced(b"450 5.1.1 nobody\r\n"), None);
        assert_eq!(enhanced(b"250\r\n"), None);
    }

    #[test]
    fn what_is_no_reply_is_named() {
        assert_eq!(one(b"hello\r\n"), Err(ReplyError::NoCode("hello".into())));
        assert_eq!(one(b"2500 x\r\n"), Err(ReplyError::NoCode("2500 x".into())));
        assert!(matches!(one(b"250-a\r\n251 b\r\n"), Err(ReplyError::CodeChanged { .. })));
        assert_eq!(one(&[b'2'; 3000]), Err(ReplyError::LineTooLong));
        assert_eq!(one(&b"250-x\r\n".repeat(200)), Err(ReplyError::TooManyLines));
        assert!(
            one("250 caf\u{e9}\x1b[2J\r\n".as_bytes()).expect("a reply").1.expect("whole").lines[0]
                .ends_with("?[2J")
        );
    }

    #[test]
    fn one_octet_at_a_time_equals_all_at_once() {
        let input = b"250-a\r\n250 b\r\n";
        let (mut parser, mut held) = (ReplyParser::default(), Vec::new());
        let mut got = None;
        for octet in input {
            held.push(*octet);
            let (used, reply) = parser.read(&held).expect("a reply");
            held.drain(..used);
            got = got.or(reply);
        }
        assert_eq!(got, one(input).expect("a reply").1);
    }
}
