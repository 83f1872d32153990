//! Private keys in PEM: what stands between BEGIN and END.

use std::ops::Range;

use crate::dialect::text_of;

/// No key has more lines.
const LINES_MAX: usize = 256;
/// A line of a key has so many octets of base64 in a row, or nothing else.
const OCTETS_MIN: usize = 16;

/// Where private keys are, also where only the beginning or the end of one was pasted.
pub fn places(lines: &[String]) -> Vec<(usize, Range<usize>)> {
    let mut found = Vec::new();
    // So many lines may still be of the key that has begun, and from here on lines may be of one whose beginning is missing.
    let (mut left, mut start) = (0, 0);
    for (at, line) in lines.iter().enumerate() {
        let (mut from, end) = (text_of(line).start, line.trim_end().len());
        let mut inside = Vec::new();
        let mut is_end = false;
        for (begins, mark) in marks(line) {
            let part = from.min(mark.start)..mark.start;
            if left > 0 || (!begins && is_body(&line[part.clone()])) {
                inside.push(part);
            }
            is_end |= !begins && left == 0;
            left = if begins { LINES_MAX } else { 0 };
            from = mark.end;
        }
        if left > 0 {
            let rest = &line[from.min(end)..end];
            let goes_on = from > end || rest.trim().is_empty() || is_body(rest) || is_header(rest);
            left = if goes_on { left - 1 } else { 0 };
            if goes_on && from < end {
                inside.push(from..end);
            }
        }
        if is_end {
            for (before, line) in lines[..at].iter().enumerate().skip(start).rev().take(LINES_MAX) {
                let text = text_of(line);
                if !is_body(&line[text.clone()]) {
                    break;
                }
                found.push((before, text));
            }
            start = at + 1;
        }
        inside.retain(|part| !line[part.clone()].trim().is_empty());
        found.extend(inside.into_iter().map(|part| (at, part)));
    }
    found
}

/// Where private keys begin and end in a line.
fn marks(line: &str) -> Vec<(bool, Range<usize>)> {
    const LABEL_OCTETS_MAX: usize = 48;
    let mut found = Vec::new();
    let mut at = 0;
    while let Some(next) = line[at..].find("-----") {
        let start = at + next;
        let rest = &line[start + 5..];
        at = start + 5;
        let begins = rest.starts_with("BEGIN ");
        if !begins && !rest.starts_with("END ") {
            continue;
        }
        let Some(len) = rest.find("-----").filter(|len| *len <= LABEL_OCTETS_MAX) else { continue };
        if rest[..len].contains("PRIVATE KEY") {
            at += len + 5;
            found.push((begins, start..at));
        }
    }
    found
}

/// Whether words may be a line of a key: within a program they have quotes, and what ends a line.
fn is_body(text: &str) -> bool {
    let text =
        text.trim_matches(|c: char| c.is_whitespace() || matches!(c, '"' | '\'' | '+' | ',' | ';' | '.'));
    let is_sign = |b: u8| b.is_ascii_alphanumeric() || matches!(b, b'+' | b'/' | b'=');
    !text.is_empty()
        && !text.contains(char::is_whitespace)
        && (text.bytes().all(is_sign)
            || text.as_bytes().chunk_by(|a, b| is_sign(*a) && is_sign(*b)).any(|run| run.len() >= OCTETS_MIN))
}

/// Whether a line says how the key is encrypted.
fn is_header(text: &str) -> bool {
    ["Proc-Type:", "DEK-Info:", "Version:", "Comment:"].iter().any(|name| text.trim_start().starts_with(name))
}
