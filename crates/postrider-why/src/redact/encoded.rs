//! Bodies in base64: what is a secret is known once they are decoded.

use std::ops::Range;

use super::payload::{decoded, encoded, is_base64};
use crate::dialect::text_of;

/// The first line of a body has so many octets or more.
const OCTETS_MIN: usize = 16;

/// Takes the secrets out of bodies in base64, and encodes them again, in as many lines.
pub fn redact(lines: &mut [String], depth: usize) {
    let mut start = 0;
    while start < lines.len() {
        let run = run(lines, start);
        start = run.end.max(start + 1);
        if run.is_empty() {
            continue;
        }
        let joined: String = run.clone().map(|at| text(&lines[at])).collect();
        let Some(body) = readable(&joined) else { continue };
        let mut clean: Vec<String> = body.split('\n').map(str::to_owned).collect();
        super::redact_within(&mut clean, depth + 1);
        let clean = clean.join("\n");
        if clean != body {
            put(&mut lines[run], &encoded(clean.as_bytes()));
        }
    }
}

/// A line of a body in base64, without what marks a quotation.
fn text(line: &str) -> &str {
    line[text_of(line)].trim()
}

fn is_body(line: &str) -> bool {
    let text = text(line);
    !text.is_empty() && is_base64(text)
}

/// The lines of a body from here on.
fn run(lines: &[String], start: usize) -> Range<usize> {
    if text(&lines[start]).len() < OCTETS_MIN {
        return start..start;
    }
    // The last line has what fills it up.
    let mut end = start;
    while end < lines.len() && is_body(&lines[end]) {
        end += 1;
        if text(&lines[end - 1]).ends_with('=') {
            break;
        }
    }
    start..end
}

/// What base64 says to people; none if it is no text.
fn readable(base64: &str) -> Option<String> {
    crate::effort::spend(base64.len());
    let octets = decoded(base64);
    let is_text = octets.iter().all(|octet| *octet >= b' ' || matches!(octet, b'\t' | b'\r' | b'\n'));
    is_text.then(|| String::from_utf8_lossy(&octets).into_owned())
}

/// Puts base64 into the lines in which it was.
fn put(lines: &mut [String], base64: &str) {
    let octets = base64.len().div_ceil(lines.len()).next_multiple_of(4);
    let mut pieces = base64.as_bytes().chunks(octets);
    for line in lines {
        let piece = pieces.next().unwrap_or_default();
        let place = text_of(line);
        line.replace_range(place, &String::from_utf8_lossy(piece));
    }
}

/// What a line of base64 says, if it is one and something like `words` stands in it: a line of the text that ends in it.
pub fn decoded_line(lines: &[String], at: usize, words: &str) -> Option<String> {
    /// A line of a text is no longer, in lines of base64 and in their octets.
    const LINES_MAX: usize = 16;
    const OCTETS_MAX: usize = 1024;
    let is_line = |line: &String| is_body(line) && line.len() <= OCTETS_MAX;
    // The last line of a body is short.
    lines
        .get(at)
        .filter(|line| is_line(line) && (text(line).len() >= OCTETS_MIN || text(line).ends_with('=')))?;
    let mut start = at;
    while start > 0 && at - start < LINES_MAX && is_line(&lines[start - 1]) {
        start -= 1;
    }
    let joined: String = lines[start..=at].iter().map(|line| text(line)).collect();
    let body = readable(&joined)?;
    let begins: String = words.chars().take(12).collect();
    let said = |line: &&str| !line.trim().is_empty();
    let named = body.lines().rev().find(|line| !begins.is_empty() && line.contains(&begins));
    named.or_else(|| body.lines().rev().find(said)).map(|line| line.trim().to_owned())
}
