//! What somebody has pasted: its lines, bounded, with no secret left in them.

use crate::dump;
use crate::redact::{decoded_line, redact};
use crate::wide;

/// No more of a paste than this is looked at, in octets.
pub const OCTETS_MAX: usize = 1 << 20;

/// No more lines of a paste than these are looked at.
pub const LINES_MAX: usize = 20_000;

/// The lines of a paste. Secrets are taken out when it is read: nothing behind this type has ever seen them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Paste {
    lines: Vec<String>,
    cut: bool,
}

impl Paste {
    /// Whether octets are UTF-16, with its mark or without: they have controls in them and are text all the same.
    #[must_use]
    pub fn is_wide(octets: &[u8]) -> bool {
        octets.starts_with(&[0xff, 0xfe]) || octets.starts_with(&[0xfe, 0xff]) || wide::unit(octets).is_some()
    }

    /// Reads a paste: UTF-8, or UTF-16 as Windows writes it. Octets that are neither are read as those of Western Europe (ISO 8859-1), and controls as a space.
    #[must_use]
    pub fn read(octets: &[u8]) -> Self {
        let head = &octets[..octets.len().min(OCTETS_MAX)];
        let text = match head {
            [0xff, 0xfe, rest @ ..] => wide::text(rest, u16::from_le_bytes),
            [0xfe, 0xff, rest @ ..] => wide::text(rest, u16::from_be_bytes),
            _ => wide::unit(head).map_or_else(|| narrow(head), |unit| wide::text(head, unit)),
        };
        let text = text.strip_prefix('\u{feff}').unwrap_or(&text);
        let mut lines: Vec<String> = split(text).take(LINES_MAX + 1).map(plain).collect();
        let cut = octets.len() > OCTETS_MAX || lines.len() > LINES_MAX;
        lines.truncate(LINES_MAX);
        while lines.last().is_some_and(|line| line.trim().is_empty()) {
            lines.pop();
        }
        let mut said = dump::read(lines);
        said.redact(redact);
        Self { lines: said.joined(), cut }
    }

    /// The lines, from 0 on.
    #[must_use]
    pub fn lines(&self) -> &[String] {
        &self.lines
    }

    /// What a line of base64 says: the line of the text that ends in it, one with these words if there is one; none if it is no base64.
    pub(crate) fn decoded(&self, line: usize, words: &str) -> Option<String> {
        decoded_line(&self.lines, line, words)
    }

    /// Whether there was more than is looked at.
    #[must_use]
    pub fn was_cut(&self) -> bool {
        self.cut
    }
}

/// The lines of a text, whatever ends them: LF, CRLF, or CR alone, as old programs and the bars of progress have it.
fn split(text: &str) -> impl Iterator<Item = &str> {
    let mut rest = Some(text);
    std::iter::from_fn(move || {
        let text = rest?;
        let Some(end) = text.find(['\r', '\n']) else {
            rest = None;
            return Some(text);
        };
        let behind = &text[end..];
        rest = Some(behind.strip_prefix("\r\n").unwrap_or(&behind[1..]));
        Some(&text[..end])
    })
}

/// UTF-8; what is none is ISO 8859-1, as older programs write it, where that has a letter.
fn narrow(octets: &[u8]) -> String {
    let mut text = String::with_capacity(octets.len());
    for chunk in octets.utf8_chunks() {
        text.push_str(chunk.valid());
        text.extend(chunk.invalid().iter().map(|octet| match octet {
            0xa0.. => char::from(*octet),
            _ => char::REPLACEMENT_CHARACTER,
        }));
    }
    text
}

/// A line without the colours of a terminal and without controls.
fn plain(line: &str) -> String {
    let mut clean = String::with_capacity(line.len());
    let mut characters = line.chars().peekable();
    while let Some(c) = characters.next() {
        match c {
            '\u{1b}' => escape(&mut characters),
            '\t' => clean.push('\t'),
            // Web pages put them where the program had a space.
            '\u{a0}' => clean.push(' '),
            c if c.is_control() => clean.push(' '),
            c => clean.push(c),
        }
    }
    clean
}

/// Skips what a terminal does not show: a colour `[1;31m`, a title `]0;x` up to its end, a set of characters `(B`.
fn escape(characters: &mut std::iter::Peekable<std::str::Chars<'_>>) {
    let Some(kind) = characters.next_if(|c| matches!(c, '[' | ']' | '(' | ')')) else { return };
    match kind {
        '[' => while characters.next_if(|c| (' '..'@').contains(c)).is_some() {},
        ']' => while characters.next_if(|c| !matches!(c, '\u{7}' | '\u{1b}')).is_some() {},
        _ => {}
    }
    characters.next();
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_paste_is_bounded_and_says_so() {
        let paste = Paste::read("x\n".repeat(LINES_MAX + 5).as_bytes());
        assert_eq!((paste.lines().len(), paste.was_cut()), (LINES_MAX, true));
        let paste = Paste::read(&vec![b'x'; OCTETS_MAX + 1]);
        assert_eq!((paste.lines()[0].len(), paste.was_cut()), (OCTETS_MAX, true));
        assert!(!Paste::read(b"220 mx\r\n").was_cut());
    }

    #[test]
    fn a_line_ends_with_lf_crlf_or_cr_alone() {
        assert_eq!(
            Paste::read(b"220 a\r\n250 b\r550 c\n\r\n\rd").lines(),
            ["220 a", "250 b", "550 c", "", "", "d"]
        );
        assert!(Paste::read("x\r".repeat(LINES_MAX + 1).as_bytes()).was_cut());
    }

    #[test]
    fn colours_controls_and_wide_characters_are_taken_off() {
        assert_eq!(Paste::read(b"\x1b[1;31m550 no\x1b[0m\x07\r\n").lines(), ["550 no "]);
        assert_eq!(Paste::read(b"\xff\xfe5\x005\x000\x00\n\x00x\x00").lines(), ["550", "x"]);
        assert_eq!(
            Paste::read(b"\x1b]0;a title\x07\x1b[?25h\x1b[38:2:1:2:3m550 no\x1b[K\x1b(B").lines(),
            ["550 no"]
        );
        assert_eq!(Paste::read(b"5\x005\x000\x00 \x00n\x00o\x00\n\x00x\x00").lines(), ["550 no", "x"]);
        assert_eq!(Paste::read(b"").lines(), [""; 0]);
    }

    #[test]
    fn what_is_no_utf_8_is_read_as_western_europe_writes_it() {
        assert_eq!(
            Paste::read(b"550 bo\xeete pleine\xc3\xa9\x81").lines(),
            ["550 bo\u{ee}te pleine\u{e9}\u{fffd}"]
        );
    }
}
