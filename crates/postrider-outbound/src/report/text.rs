//! How what strangers wrote becomes text of a report: cleaned, folded, wrapped, encoded.

use jiff::tz::TimeZone;
use postrider_proto::mail::Domain;
use postrider_queue::Timestamp;

/// Where a line of a header field is folded, if there is a space (RFC 5322 §2.1.1).
const FOLD_AT: usize = 78;
/// Where it is broken even without one. RFC 5322 §2.1.1 allows 998.
const LINE_MAX: usize = 900;

/// Appends a field, folded, and ended with CRLF. The value is cleaned, and so it ends no line of its own.
///
/// Unfolded, it is the value again, unless it holds a word longer than a line may be.
pub(super) fn field(out: &mut String, name: &str, value: &str) {
    folded(out, name, value, FOLD_AT);
}

/// The same, on one line as far as a line may go: programs that read reports look for addresses and names on the line of the
/// field, whatever RFC 3464 §2.1.1 says about folds.
pub(super) fn field_on_one_line(out: &mut String, name: &str, value: &str) {
    folded(out, name, value, LINE_MAX);
}

fn folded(out: &mut String, name: &str, value: &str, fold_at: usize) {
    out.push_str(name);
    out.push(':');
    let value = clean(value);
    let mut column = name.len() + 1;
    // A fold must leave no line of spaces alone (RFC 5322 §3.2.2).
    let mut line_has_text = false;
    for word in value.trim_matches(' ').split(' ') {
        if line_has_text && !word.is_empty() && column + 1 + word.len() > fold_at {
            out.push_str("\r\n");
            (column, line_has_text) = (0, false);
        }
        out.push(' ');
        column += 1;
        for c in word.chars() {
            if column + c.len_utf8() > LINE_MAX {
                out.push_str("\r\n ");
                column = 1;
            }
            out.push(c);
            column += c.len_utf8();
            line_has_text = true;
        }
    }
    out.push_str("\r\n");
}

/// The text with a question mark for every character that does not say something but does something: controls, and what
/// hides, turns round or breaks a line. A tab is a space.
pub(super) fn clean(text: &str) -> String {
    let seen = |c| match c {
        '\t' => ' ',
        c if acts(c) => '?',
        c => c,
    };
    text.chars().map(seen).collect()
}

/// The text in ASCII, with a question mark for every other character.
pub(super) fn ascii(text: &str) -> String {
    text.chars().map(|c| if c.is_ascii() { c } else { '?' }).collect()
}

fn acts(c: char) -> bool {
    c.is_control()
        || matches!(c,
            '\u{61c}' | '\u{180e}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}'
            | '\u{feff}' | '\u{fff9}'..='\u{fffb}' | '\u{e0000}'..='\u{e007f}')
}

/// The lines of a reply, cleaned; blank ones are left out. At most [`REPLY_LINES_MAX`] lines and [`REPLY_MAX`] octets: a
/// longer one ends with an ellipsis.
pub(super) fn reply_lines(reply: &str) -> Vec<String> {
    let mut lines = Vec::new();
    let mut room = REPLY_MAX;
    for line in reply.split('\n').map(|line| clean(line.trim())).filter(|line| !line.is_empty()) {
        if lines.len() == REPLY_LINES_MAX || line.len() > room {
            let mut cut = line.floor_char_boundary(room);
            if lines.len() == REPLY_LINES_MAX {
                cut = 0;
            }
            lines.push(format!("{}...", &line[..cut]));
            break;
        }
        room -= line.len();
        lines.push(line);
    }
    lines
}

/// The most of a reply that a report repeats, in octets. RFC 5321 §4.5.3.1.5 gives a reply line 512.
pub(super) const REPLY_MAX: usize = 1024;
/// The most lines of it.
pub(super) const REPLY_LINES_MAX: usize = 16;

/// Appends a paragraph, its lines at most 72 characters where words permit (as RFC 5322 §2.1.1 advises,
/// and some to spare for those who quote them), and an empty line.
pub(super) fn paragraph(out: &mut String, text: &str) {
    const WIDTH: usize = 72;
    let mut column = 0;
    for word in text.split_whitespace() {
        let width = word.chars().count();
        if column > 0 && column + 1 + width > WIDTH {
            out.push_str("\r\n");
            column = 0;
        } else if column > 0 {
            out.push(' ');
            column += 1;
        }
        out.push_str(word);
        column += width;
    }
    out.push_str("\r\n\r\n");
}

/// Encodes octets as lines of text (RFC 2045 §6.7). Every LF and CRLF is an end of line, and a CR alone is encoded.
pub(super) fn quoted_printable(octets: &[u8]) -> Vec<u8> {
    let mut out = Vec::with_capacity(octets.len() + octets.len() / 8);
    for line in octets.split_inclusive(|&octet| octet == b'\n') {
        let ended = line.ends_with(b"\n");
        let line = line.strip_suffix(b"\n").unwrap_or(line);
        let line = if ended { line.strip_suffix(b"\r").unwrap_or(line) } else { line };
        quoted_printable_line(line, &mut out);
        if ended {
            out.extend_from_slice(b"\r\n");
        }
    }
    out
}

fn quoted_printable_line(line: &[u8], out: &mut Vec<u8>) {
    const WIDTH: usize = 76;
    const HEX: &[u8; 16] = b"0123456789ABCDEF";
    let mut column = 0;
    for (at, &octet) in line.iter().enumerate() {
        let last = at + 1 == line.len();
        // White space at the end of a line is lost on the way, and so is encoded.
        let plain = matches!(octet, b'!'..=b'<' | b'>'..=b'~') || (matches!(octet, b' ' | b'\t') && !last);
        let width = if plain { 1 } else { 3 };
        // There is room for the = of a soft end of line, unless no more follows.
        if column + width > if last { WIDTH } else { WIDTH - 1 } {
            out.extend_from_slice(b"=\r\n");
            column = 0;
        }
        if plain {
            out.push(octet);
        } else {
            out.extend_from_slice(&[b'=', HEX[usize::from(octet >> 4)], HEX[usize::from(octet & 15)]]);
        }
        column += width;
    }
}

/// A domain in ASCII, as the fields of a header name a host.
pub(super) fn domain(domain: &Domain) -> String {
    ascii(&clean(&domain.to_ascii().unwrap_or_else(|| domain.to_string())))
}

/// A time as RFC 5322 §3.3 writes it.
pub(super) fn date(at: Timestamp, zone: &TimeZone) -> String {
    let at = instant(at);
    jiff::fmt::rfc2822::to_string(&at.to_zoned_datetime(zone.clone()))
        .or_else(|_| jiff::fmt::rfc2822::to_string(&at.to_zoned_datetime(TimeZone::UTC)))
        .expect("a year between 1970 and 9999 can be written")
}

/// A time as a person reads it.
pub(super) fn date_for_people(at: Timestamp, zone: &TimeZone) -> String {
    instant(at).to_zoned_datetime(zone.clone()).strftime("%A, %-d %B %Y, %H:%M (UTC%:z)").to_string()
}

fn instant(at: Timestamp) -> jiff::Timestamp {
    let millis = i64::try_from(at.as_millis()).unwrap_or(i64::MAX);
    jiff::Timestamp::from_millisecond(millis).unwrap_or(jiff::Timestamp::MAX)
}
